"""The page of what must be read first: the queue, an account open, a decision kept, and nobody else let in."""

import pytest
from looking import Looking, everything, look, screen, title

from tightrope.records import house as holding
from tightrope.records import triage
from tightrope.records.roles import looking_as

VOICE = looking_as("voice_team")


@pytest.fixture
def own(spoilt):
    """The demo council of this test alone."""
    yield holding.house


def press(app, label):
    next(one for one in app.button if one.label == label).click().run()


@pytest.mark.parametrize("role", ["commissioner", "manager", "viewer", "data_officer", "admin"])
def test_it_is_closed_to_everybody_who_does_not_triage(council, role):
    house = council()
    story_id = triage.queue(house, VOICE)[0]["story_id"]
    app = Looking(role).open("triage", of=story_id)
    assert title(app) == "This is not open to you"


def test_the_queue_shows_no_words_until_one_is_opened_and_each_look_is_logged_once(own):
    house = own()
    row = triage.queue(house, VOICE)[0]
    words = triage.words_for_order(house, VOICE)[row["story_id"]][0]
    session = Looking("voice_team")
    app = session.open("triage")
    assert not app.exception and words not in everything(app)
    app = session.open("triage", of=row["story_id"])
    assert not app.exception and words in [one.value for one in app.text]
    app.run()
    looks = house.stores.raw("SELECT did FROM records.triage_event")
    assert [one["did"] for one in looks] == ["looked"]


def test_what_a_person_leaves_is_heard_and_the_queue_is_shorter(own):
    house = own()
    before = len(triage.queue(house, VOICE))
    story_id = triage.queue(house, VOICE)[0]["story_id"]
    app = Looking("voice_team").open("triage", of=story_id)
    press(app, "Keep this decision")
    assert "Choose what happens with it." in app.error[0].value
    app.radio[0].set_value("heard")
    app.text_area[0].input("Nobody rang [name] back.")
    press(app, "Keep this decision")
    assert not app.exception and title(app).startswith(f"{before - 1} accounts wait to be read")
    row = house.stores.raw(f"SELECT triage_state FROM records.story WHERE story_id = '{story_id}'")[0]
    assert row["triage_state"] == "cleared"


def test_passing_it_on_needs_a_reason_and_takes_it_out_of_the_voice_team_s_sight(own):
    house = own()
    story_id = triage.queue(house, VOICE)[0]["story_id"]
    app = Looking("voice_team").open("triage", of=story_id)
    app.radio[0].set_value("held")
    press(app, "Keep this decision")
    assert "Say why" in app.error[0].value
    app.text_input[0].input("She says that he hits her")
    press(app, "Keep this decision")
    assert story_id not in [row["story_id"] for row in triage.queue(house, VOICE)]
    app = Looking("voice_team").open("triage", of=story_id)
    assert not app.text_area, "a held account does not open for the voice team"
    app = Looking("safeguarding").open("triage", of=story_id)
    assert app.text_area and not app.exception


def test_everybody_sees_how_many_nobody_has_looked_at_in_time_and_who_answers_for_it(council):
    council()
    said = "2 have not been looked at within 2 working days: the Head of safeguarding now answers for it."
    # those of Thursday 29 October were due on Monday 2 November; those of Friday are due today
    assert said in screen(look("overview"))


@pytest.mark.parametrize("role", ["viewer", "admin"])
def test_everybody_sees_how_many_were_passed_on_and_since_when_and_nothing_else_of_them(council, role):
    held = council().stores.raw(
        "SELECT count(*) AS n, min(received_on) AS day FROM records.story "
        "WHERE triage_state = 'quarantined' AND withdrawn_at IS NULL"
    )[0]
    day = f"{held['day'].day} {held['day']:%b %Y}"
    said = f"{held['n']} were received and passed to safeguarding, the oldest of them came on {day}."
    assert held["n"] == 6 and said in screen(look(role=role))
