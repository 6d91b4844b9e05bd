"""The meeting and the digest on screen, by a script that draws them alone: every room and step, and what none shows."""

from datetime import date

import pytest
from looking import everything, html, people, screen, title
from streamlit.testing.v1 import AppTest
from test_words import faults

from tightrope.answers.meeting import LEFT_OUT, OFFICERS, PUBLIC, ROOMS, Declared, Dissent, Interests
from tightrope.answers.meeting_agenda import AGENDA, CLOSE, INTERESTS, ITEM, MATTERS, PROMISED, STEPS, WAYS
from tightrope.records import house as holding
from tightrope.records import meeting_notes
from tightrope.records.meeting_notes import Meeting
from tightrope.records.roles import looking_as
from tightrope.screens.decision_write_parts import START
from tightrope.screens.session import ROLE_KEY

SCRIPT = """
import streamlit as st
from tightrope import settings
from tightrope.answers.evidence import usual_period
from tightrope.records.house import house
from tightrope.screens import address, digest_parts, meeting_parts, session
from tightrope.screens.links import Choice
opened = house()
reader = session.reader(opened)
parts = [Choice("view", "part", ["meeting", "digest"], "meeting"), *meeting_parts.PARTS]
chosen = address.read(parts, settings.today())
pressed = None
if chosen["view"] == "digest":
    digest_parts.draw(opened, reader, chosen)
else:
    pressed = meeting_parts.draw(opened, reader, usual_period(opened), chosen)
st.session_state["pressed"] = pressed
address.write(chosen, settings.today())
"""
ASKED = Interests(none=True)
HERE, EARLIER = Meeting(date(2026, 11, 3), date(2027, 1, 14)), Meeting(date(2026, 11, 3), date(2026, 12, 9))
OFFICER = looking_as("commissioner")


def meet(role=None, asked=ASKED, dissent=(), meeting=HERE, **query):
    app = AppTest.from_string(SCRIPT, default_timeout=60)
    if role:
        app.session_state[ROLE_KEY] = role
    opened = holding.house()
    meeting_notes.begin_anew(opened, OFFICER, HERE)  # nothing of the test before
    if asked.asked:
        meeting_notes.ask_interests(opened, OFFICER, meeting, asked)
    for one in dissent:
        meeting_notes.disagree(opened, OFFICER, meeting, "HC-01", one)
    return _opened(app, query)


def again(**query):
    """Another window on the same meeting."""
    return _opened(AppTest.from_string(SCRIPT, default_timeout=60), query)


def _opened(app, query):
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def press(app, label):
    next(one for one in app.button if one.label == label).click().run()


@pytest.fixture(scope="module")
def levels(council):
    rows = council().stores.raw("SELECT story_id, consent_level FROM records.story")
    return {row["story_id"]: row["consent_level"] for row in rows}


@pytest.mark.parametrize("room_is", ROOMS)
def test_every_step_opens_in_every_room_in_plain_words(council, room_is):
    for step in STEPS:
        app = meet(room_is=room_is, step=step)
        assert not app.exception, (room_is, step)
        assert len(app.title) == 1 and faults(screen(app)) == [], (room_is, step)


def test_until_somebody_says_who_is_there_it_is_shown_as_to_the_public(council):
    app = meet(step=ITEM)
    assert app.query_params["room_is"] in (PUBLIC, [PUBLIC]) and "let anybody read" in screen(app)


def test_no_exempt_figure_and_no_exact_count_reaches_a_room_with_others_in_it(council):
    pins = "HC-01|pair:rushed;HC-01|pair:medication;CH-03|pair:kindness"
    for room_is in ROOMS:
        shown = "".join(
            everything(meet(room_is=room_is, step=step, pinned=pins)) for step in (AGENDA, ITEM, MATTERS, WAYS, CLOSE)
        )
        # The price of an hour, what one cost, the fair cost of one; people counted exactly; how often one comes first.
        exact = ("£24.10", "£36.36", "£29.30", "17 of 23", "4 of 23", "3 of 6", "value_cost", "Too cheap to be kept")
        assert [one for one in exact if one in shown] == (list(exact) if room_is == OFFICERS else []), room_is
        assert (LEFT_OUT in shown) == (room_is != OFFICERS)


def test_an_account_for_officers_leaves_the_wall_when_the_public_comes_in(council, levels):
    narrow = {one for one, level in levels.items() if level == 3}
    alone = html(meet(step=ITEM, room_is=OFFICERS))
    pin = next(f"HC-01|story:{one}" for one in sorted(narrow) if f"story:{one}" in alone)
    pinned = meet(step=PROMISED, room_is=OFFICERS, pinned=pin)
    words = max(people(pinned), key=len)  # the promises are shorter
    assert "On the wall" in screen(pinned)
    public = meet(step=PROMISED, room_is=PUBLIC, pinned=pin)
    assert words not in everything(public)
    assert "1 more is pinned and cannot be shown in this room." in screen(public)


def test_a_pin_or_item_that_is_none_is_left_out(council):
    app = meet(step=ITEM, item="<b>", pinned="NONE|pair:rushed;HC-01|measure:nothing;rubbish")
    assert not app.exception and "The link names a contract that does not run." in screen(app)
    assert title(app).startswith("What should follow Home care, North East")


def test_interests_come_before_weighing_and_deciding(council):
    for step in (MATTERS, WAYS, CLOSE):
        app = meet(step=step, asked=Interests())
        assert title(app) == "Interests come first: nobody was asked yet"
    app.button[0].click().run()
    assert app.query_params["step"] in (INTERESTS, [INTERESTS])
    app.run()
    app.radio[0].set_value("declared")
    app.text_area[0].set_value("Her sister works there")
    app.button[0].click().run()
    assert "Each interest needs" in app.error[0].value
    app.text_area[0].set_value("9. Her sister works there: she left the room")
    app.button[0].click().run()
    assert app.error[0].value == "There is no item 9 on the agenda."
    app.text_area[0].set_value("2. Her sister works there: she left the room")
    app.button[0].click().run()
    (declared,) = meeting_notes.notes(holding.house(), OFFICER, HERE).interests.declared
    assert (declared.done, declared.contract_id) == ("she left the room", "CH-03")


def test_what_was_noted_holds_on_every_screen_until_another_meeting_begins(council):
    meet(asked=Interests((Declared("Her sister works there", "she left the room"),)), dissent=[Dissent("A", "b")])
    app = again(step=INTERESTS)  # another window
    assert title(app) == "One interest is declared" and "Noted by Commissioner just now: 1 declared." in screen(app)
    assert app.text_area[0].value == "Her sister works there: she left the room"
    assert title(again(step=CLOSE, room_is=OFFICERS)) == "Home care, North East: nothing is decided yet"
    press(app, "Another meeting begins")
    assert title(app) == "Interests come first: nobody was asked yet" and app.text_area[0].value == ""
    assert title(again(step=CLOSE)) == "Interests come first: nobody was asked yet"


def test_what_one_screen_notes_never_takes_the_place_of_what_another_typed(council):
    """Two windows of one account on one meeting: whoever comes second is told, and keeps what was typed."""
    app = meet(asked=Interests(), step=INTERESTS)
    app.radio[0].set_value("declared")
    app.text_area[0].set_value("Her brother runs it: she left the room")
    meeting_notes.ask_interests(holding.house(), OFFICER, HERE, ASKED)
    press(app, "Everybody was asked")
    assert "that nobody has an interest. What you typed is not noted yet" in screen(app)
    assert app.text_area[0].value == "Her brother runs it: she left the room"
    assert meeting_notes.notes(holding.house(), OFFICER, HERE).interests.none
    press(app, "Everybody was asked")
    (declared,) = meeting_notes.notes(holding.house(), OFFICER, HERE).interests.declared
    assert declared == Declared("Her brother runs it", "she left the room")

    app = again(step=CLOSE, room_is=OFFICERS)
    app.text_input[0].set_value("An unpaid carer")
    app.text_area[0].set_value("Ask us first.")
    meeting_notes.disagree(holding.house(), OFFICER, HERE, "HC-01", Dissent("A member", "No."))
    press(app, "Write it down")
    said = meeting_notes.notes(holding.house(), OFFICER, HERE).dissents["HC-01"]
    assert said == (Dissent("A member", "No."), Dissent("An unpaid carer", "Ask us first."))
    assert "Interests. Noted by Commissioner" in screen(app)


def test_another_committee_is_another_meeting(council):
    assert title(meet(step=CLOSE, meeting=EARLIER)) == "Interests come first: nobody was asked yet"


def test_who_may_not_decide_sees_what_was_declared_and_notes_nothing(council):
    app = meet("viewer", step=INTERESTS)
    assert title(app) == "Everybody was asked, and nobody has an interest"
    assert "does not note it" in screen(app) and not app.radio


def test_a_meeting_ends_with_the_drafted_record(council):
    app = meet(step=CLOSE, room_is=OFFICERS, dissent=[Dissent("A member", "It buys minutes nobody gets.")])
    assert title(app) == "Home care, North East: nothing is decided yet" and "A member" in people(app)
    app.text_input[0].set_value("An unpaid carer")
    press(app, "Write it down")
    assert app.error[0].value == "Name who does not agree, and why."
    assert app.text_input[0].value == "An unpaid carer", "what was typed stays"
    app.text_area[0].set_value("Ask us\nfirst.")
    press(app, "Write it down")
    assert (app.text_input[0].value, app.text_area[0].value) == ("", "")
    press(app, "Open the drafted record")
    assert app.session_state["pressed"] == "decide|contract|HC-01"
    made = app.session_state[f"{START}contract:HC-01"].made
    assert made.dissent == "A member: It buys minutes nobody gets.\nAn unpaid carer: Ask us first."
    assert made.no_interest and made.key == "HC-01"


def test_broken_promises_stand_in_the_table_as_on_the_wall(council):
    """The same promises, in the same order; those of Hallamford from data/sample/promise.csv."""
    app = meet(step=PROMISED, room_is=PUBLIC)
    table = app.dataframe[0].value
    shown = [one for one in people(app) if one in set(table["words"])]
    assert shown == list(table["words"]) and len(table) >= 2
    late = [int(one.split()[0]) for one in table["stands"] if one != "Dropped"]
    assert title(app).startswith({1: "One promise is", 2: "Two promises are", 3: "Three promises are"}[len(late)])
    assert all(days > 0 for days in late)


def test_who_may_not_decide_records_nothing(council):
    app = meet("viewer", step=CLOSE, room_is=OFFICERS)
    assert "does not record it" in screen(app) and not app.text_input
    assert set(people(meet("data_officer", step=ITEM, room_is=OFFICERS))) == set()


def test_points_by_hand_stand_in_the_address_and_move_what_comes_first(council):
    app = meet(step=MATTERS, room_is=OFFICERS)
    app.slider(key="swing_voices").set_value(100).run()
    assert app.query_params["points"] in ("cost:0;numbers:0;voices:100", ["cost:0;numbers:0;voices:100"])
    assert "what people tell 100%" in screen(app)
    said = screen(meet(step=WAYS, room_is=OFFICERS, points="cost:0;numbers:0;voices:100"))
    assert "By the points given by hand." in said and "At these weights Home care, South comes first." in said


def test_an_item_with_nothing_to_stand_beside_says_why(council):
    app = meet(step=WAYS, room_is=OFFICERS, item="RE-01")
    assert title(app) == "Nothing of reablement can be weighed beside this contract"
    assert "Discharge reablement: it is paid for another unit, or on another basis." in screen(app)


def test_the_digest_says_what_is_new_and_what_is_not(council):
    app = meet(view="digest", since="2026-06-01")
    assert not app.exception and title(app).endswith("things to know since 1 June 2026")
    assert "New: Larkfield House." in html(app) and 'data-do="0"' in html(app) and faults(screen(app)) == []
    nothing = meet(view="digest", since="2026-11-02")
    assert title(nothing) == "Nothing passed a test since 2 November 2026"
    assert "is new" in screen(nothing)
    odd = meet(view="digest", since="2031-01-01")
    assert "cannot be looked back to" in screen(odd) and not odd.exception


def test_without_the_key_nothing_is_published_and_it_is_said(spoilt, monkeypatch, tmp_path):
    monkeypatch.setenv("TIGHTROPE_KEY_FILE", str(tmp_path / "none" / "master.key"))
    app = meet(step=AGENDA)
    assert not app.exception and "nothing can be shared" in app.error[0].value
