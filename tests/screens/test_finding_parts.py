"""The search as Streamlit draws it: two modes, text that stays text, no typed word in the address, more when asked."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tightrope.records import finding
from tightrope.records import house as holding
from tightrope.records.finding import Finding
from tightrope.screens import finding_parts
from tightrope.screens.session import ROLE_KEY
from tightrope.voices import encoder

SCRIPT = """
import streamlit as st
from tightrope.answers.evidence import usual_period
from tightrope.records.house import house
from tightrope.screens import finding_parts, session

opened = house()
given = st.session_state.get("given", {})
found = finding_parts.find(opened, session.reader(opened), usual_period(opened), **given)
st.session_state["came"] = found
"""


def encode(texts):
    """All texts are alike."""
    return np.ones((len(texts), 1), np.float32)


@pytest.fixture
def shown(house):
    search = finding.use(house, Finding(house.stores, encode))

    def show(role="commissioner", **given):
        app = AppTest.from_string(SCRIPT, default_timeout=60)
        app.session_state[ROLE_KEY] = role
        app.session_state["given"] = given
        app.run()
        assert not app.exception
        return app

    yield show
    search.end()
    holding.leave()


def test_words_are_typed_and_accounts_come_back_as_cards(shown):
    app = shown()
    assert not app.header and app.text_input[0].label == "Words to look for"
    app.text_input[0].input("kettle").run()
    found = app.session_state["came"]
    assert found.found.cards and app.header[0].value == found.found.title
    assert all("kettle" in card.text.lower() for card in found.found.cards)
    assert "kettle" not in str(app.query_params)


def test_the_list_of_what_to_look_for_stands_with_similar_ones_alone(shown):
    app = shown()
    assert not app.selectbox
    app = shown(chosen_mode="similar", chosen_concept="lonely")
    assert app.selectbox[0].value == "lonely" and len(app.selectbox[0].options) > 20
    assert "similar account" in app.header[0].value
    assert app.session_state["came"].concept == "lonely"


def test_what_somebody_typed_stays_when_the_mode_changes(shown):
    app = shown()
    app.text_input[0].input("I miss my kettle very much").run()
    app.session_state["given"] = {"chosen_mode": "similar"}
    app.run()
    assert app.text_input[0].value == "I miss my kettle very much" and not app.exception
    assert app.session_state["came"].mode == "similar" and app.session_state["came"].found.cards


def test_what_is_not_known_in_the_address_counts_as_nothing(shown):
    app = shown(chosen_mode="<b>", chosen_concept="nothing_such")
    assert (app.session_state["came"].mode, app.session_state["came"].concept) == ("words", "")


def test_what_is_typed_is_never_drawn_as_html_or_markdown(shown):
    app = shown()
    app.text_input[0].input("<img src=x> **kettle**").run()
    assert not app.exception
    drawn = [one.value for kind in ("markdown", "header", "title", "caption", "text") for one in app.get(kind)]
    drawn += [one.proto.body for one in app.get("html")]
    assert drawn and not [one for one in drawn if "img" in one or "**" in one]


@pytest.mark.parametrize("role", ["data_officer", "admin"])
def test_who_counts_alone_is_told_so(shown, role):
    app = shown(role, chosen_text="kettle")
    assert "cannot search" in " ".join(one.value for one in app.text)
    assert app.session_state["came"].found.cards == ()


def test_more_are_shown_in_twenties(shown):
    app = shown(chosen_text="the")
    assert len(app.session_state["came"].found.cards) == 20
    app = shown(chosen_text="the", shown=40)
    assert len(app.session_state["came"].found.cards) == 40


def test_without_the_model_it_says_why(shown, monkeypatch, house):
    monkeypatch.setattr(finding.finding(house), "_encode", None)
    monkeypatch.setattr(encoder, "available", lambda: "The sentence model is not installed.")
    app = shown(chosen_mode="similar")
    assert "Only exact words can be searched here." in app.text[0].value


def test_the_part_says_how_a_page_uses_it():
    assert "never" in finding_parts.Chosen.__doc__ and "write them to the address" in finding_parts.find.__doc__
