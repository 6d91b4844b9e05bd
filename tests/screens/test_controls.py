"""Controls and the address: whoever clicks while a page is still being drawn keeps the choice made before."""

import pytest
from streamlit.testing.v1 import AppTest

from tightrope.screens import address


def page():
    """A page of two parts; where `cut` is set its run ends, as by the next click, before the address is written."""
    import streamlit as st

    from tightrope.screens import address, controls
    from tightrope.screens.links import Choice

    chosen = address.read([Choice("view", "part", ["who", "silence"], "who")], None)
    chosen["view"] = controls.parts({"who": "Who", "silence": "Silence"}, chosen["view"], "page_view")
    if st.session_state.pop("cut", False):
        st.stop()
    st.text(chosen["view"])
    address.write(chosen, None)


@pytest.fixture
def app(monkeypatch):
    monkeypatch.setattr(address, "_loaded", lambda: "")
    return AppTest.from_function(page).run()


def shown(app):
    assert not app.exception
    return app.text[0].value, app.query_params.get("view")


def test_a_choice_outlives_a_run_that_was_cut_short(app):
    app.session_state["cut"] = True
    app.button_group(key="page_view").set_value("silence").run()
    assert not app.text
    app.run()
    assert shown(app) == ("silence", "silence")


def test_the_control_follows_an_address_that_moved(app):
    app.button_group(key="page_view").set_value("silence").run()
    assert shown(app) == ("silence", "silence")
    app.query_params["view"] = "who"
    app.run()
    assert shown(app)[0] == "who"


def test_an_address_that_moved_after_a_cut_is_followed(app):
    app.button_group(key="page_view").set_value("silence").run()
    app.session_state["cut"] = True
    app.run()
    app.query_params["view"] = "who"
    app.run()
    assert shown(app)[0] == "who"
