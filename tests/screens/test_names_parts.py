"""Names to match, as Streamlit draws them: what each state says, who may press, and that names stay text."""

import pytest
from streamlit.testing.v1 import AppTest

from tightrope import settings
from tightrope.evidence.build import build
from tightrope.public import binding
from tightrope.records import house as holding
from tightrope.screens.session import ROLE_KEY

SCRIPT = """
from tightrope.records.house import house
from tightrope.screens import names_parts, session

opened = house()
names_parts.names(opened, session.reader(opened))
"""
EVIL = "**Willowfeild** <img src=x> [Nursing](http://x) Ltd"
TABLES = {
    "service": "service_id,service_name,unit,outcome_words,demand,under_contract\n"
    "home_care,Home care,hour,Safe,demand_led,true\n",
    "provider": "provider_id,provider_name,sector,is_sme,is_vcse\nP1,Rowan Care,private,true,false\n",
    "contract": "contract_id,title,service_id,provider_id,kind,starts_on,ends_on,annual_value,status\n"
    "C1,One,home_care,P1,block,2024-04-01,2027-03-31,1000,live\n",
}
REGISTER = (
    "location_id,location_name,provider_id,provider_name,local_authority\n"
    "L1,Willowfield,1-8,Willowfield img src x Nursing http x Limited,Northam\n"
    + "".join(f"M{n},Home {n},2-{n},Marlborough Number {n:02} Lane Limited,Northam\n" for n in range(12))
)
SPEND = (
    "spend_line_id,paid_on,supplier_name,amount,is_redacted\n"
    f"1,2026-05-01,{EVIL},4000,false\n"
    "2,2026-05-01,Rowan Care,5,false\n"
)
MANY = SPEND + "".join(f"9{n},2026-05-01,Marlborough Numbr {n:02} Lane Ltd,{n + 1},false\n" for n in range(12))


@pytest.fixture
def shown(home, tmp_path, monkeypatch):
    """Build a council from texts, and show the part to a role tried on, as nobody signs in here."""
    monkeypatch.setattr(binding, "sign_in_needed", lambda: False)
    monkeypatch.setattr(settings, "_own", "")  # what this council sets goes with it

    def show(role="data_officer", spend_line=SPEND, registered_location=REGISTER):
        folder = tmp_path / "council"
        folder.mkdir()
        texts = {**TABLES, "spend_line": spend_line, "registered_location": registered_location}
        for name, text in texts.items():
            if text:
                (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        assert build(folder, demo=False).set_aside == 0
        holding.house()
        app = AppTest.from_string(SCRIPT, default_timeout=60)
        app.session_state[ROLE_KEY] = role
        app.run()
        assert not app.exception
        return app

    yield show
    holding.leave()


def texts(app):
    return [one.value for one in app.text]


def buttons(app, label):
    return [one for one in app.button if one.label == label]


def decisions():
    return [(row["payee_name"], row["provider_id"]) for row in holding.house().stores.rows("names/decided")]


def test_a_name_waits_with_its_pounds_its_candidate_and_three_buttons(shown):
    app = shown()
    assert app.header[0].value == "£5 of £4,005 paid is joined to a provider, and 1 name waits for a person"
    assert EVIL in texts(app) and "Willowfield img src x Nursing http x Limited" in texts(app)
    for label in ("It is this one", "None of these", "Later"):
        (one,) = buttons(app, label)
        assert not one.disabled


def test_what_somebody_else_wrote_is_never_drawn_as_markdown_or_html(shown):
    app = shown()
    drawn = [one.value for kind in ("markdown", "header", "title", "caption") for one in app.get(kind)]
    drawn += [one.proto.body for one in app.get("html")] + [one.label for one in app.button]
    assert drawn and not [one for one in drawn if "Willowf" in one and "&lt;" not in one]


def test_this_one_is_kept_and_can_be_taken_back(shown):
    app = shown()
    buttons(app, "It is this one")[0].click().run()
    assert decisions() == [(EVIL, "1-8")]
    assert "Nothing is left to decide." in texts(app)
    assert f"{EVIL} is Willowfield img src x Nursing http x Limited" in texts(app)
    buttons(app, "Take it back")[0].click().run()
    assert decisions() == [] and EVIL in texts(app)


def test_none_of_these_is_kept(shown):
    app = shown()
    buttons(app, "None of these")[0].click().run()
    assert decisions() == [(EVIL, None)] and "Nothing is left to decide." in texts(app)


def test_later_puts_a_name_off_without_a_word_on_record(shown):
    app = shown()
    buttons(app, "Later")[0].click().run()
    assert decisions() == [] and not buttons(app, "Later") and "Nothing is left to decide." not in texts(app)
    buttons(app, "Show what was put off: 1 name")[0].click().run()
    assert len(buttons(app, "Later")) == 1


@pytest.mark.parametrize("role", ["viewer", "commissioner", "safeguarding"])
def test_who_may_not_decide_sees_and_cannot_press(shown, role):
    app = shown(role)
    assert EVIL in texts(app)
    assert all(one.disabled for one in app.button if one.label in ("It is this one", "None of these", "Later"))
    assert any("A data officer or an administrator decides" in one.proto.body for one in app.get("html"))


def test_a_button_drawn_for_somebody_whose_role_is_gone_writes_nothing(shown):
    app = shown()
    app.session_state[ROLE_KEY] = "viewer"
    buttons(app, "It is this one")[0].click().run()
    assert decisions() == [] and app.error[0].value == "Viewer may not do this."


def test_ten_at_a_time_the_largest_first(shown):
    app = shown(spend_line=MANY)
    assert len(buttons(app, "Later")) == 10
    assert any("3 more names after these" in one.proto.body for one in app.get("html"))
    buttons(app, "Later")[0].click().run()
    assert len(buttons(app, "Later")) == 10 and EVIL not in texts(app)


def test_no_payments_and_no_register_say_which_file_brings_them(shown):
    app = shown(spend_line="", registered_location="")
    assert app.header[0].value == "No names to match yet"
    assert texts(app) == [
        "No payments are loaded: spend_line.csv brings them.",
        "No register of providers is loaded: registered_location.csv brings it.",
    ]


def test_payments_without_a_register(shown):
    app = shown(registered_location="")
    assert "No register of providers is loaded: registered_location.csv brings it." in texts(app)
    assert "Nothing is left to decide." in texts(app)
