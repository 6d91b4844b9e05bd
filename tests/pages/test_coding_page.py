"""The Code page: closed to others, an account coded, ticked and gone from the queue; bad input keeps nothing."""

import pytest
from looking import Looking, everything, look, people, screen, title

from tightrope.answers import coding as answers
from tightrope.records import coding
from tightrope.records import house as holding
from tightrope.records.coding import Coding
from tightrope.records.roles import looking_as

VOICE = looking_as("voice_team")
WHY = "Two cold dinners a week"


@pytest.fixture
def own(spoilt):
    """The demo council of this test alone, with one account that nobody has coded."""
    house = holding.house()
    row = house.stores.raw(
        "SELECT story_id FROM story_shown('officers', DATE '2026-11-03') "
        "WHERE may_read AND contract_id = 'HC-01' AND language = 'English' ORDER BY story_id LIMIT 1"
    )[0]
    story_id = row["story_id"]

    def change(cursor):
        cursor.execute("DELETE FROM records.story_theme WHERE story_id = ?", [story_id])
        cursor.execute("UPDATE records.story SET severity = NULL, valence = NULL WHERE story_id = ?", [story_id])

    house.stores.write(change)
    return story_id


def named(some, label):
    return next(one for one in some if one.label == label)


def press(app, label):
    named(app.button, label).click().run()


@pytest.mark.parametrize("role", ["commissioner", "manager", "viewer", "data_officer", "admin"])
def test_it_is_closed_to_everybody_who_does_not_code(council, role):
    story_id = answers.queue(council(), VOICE)[0].story_id
    app = Looking(role).open("coding", of=story_id)
    assert title(app) == "This is not open to you"


def test_an_account_is_coded_ticked_and_gone_from_the_queue(own):
    app = look("coding", "voice_team", of=own)
    assert title(app).startswith("1 account waits to be coded")
    assert not app.exception
    press(app, "Keep these codes")
    assert "This was not kept." in app.error[0].value and "Choose the tone" in app.error[0].value
    assert "Say why it is that serious" in app.error[0].value
    app.multiselect[0].set_value(["rushed", "meals"])
    named(app.selectbox, "How the experience was").select("bad")
    named(app.selectbox, "How serious it is, whatever the tone").select("2: distress, dignity")
    app.text_input[0].input(WHY)
    app.checkbox[0].check()
    press(app, "Keep these codes")
    assert not app.exception and not app.error
    assert title(app).startswith("All are coded once")
    house = holding.house()
    row = house.stores.raw(f"SELECT valence, severity FROM records.story WHERE story_id = '{own}'")[0]
    assert row == {"valence": -1, "severity": 2}
    assert [row["story_id"] for row in house.stores.raw("FROM records.quote_tick")] == [own]
    assert WHY not in everything(app)


def test_the_queue_shows_no_words_until_one_is_opened(own):
    app = look("coding", "voice_team")
    assert not people(app) and "To code" in screen(app)


def test_an_account_that_is_not_there_any_more_is_said(own):
    app = look("coding", "voice_team", of="S0")
    assert not app.exception and "not here to be coded" in app.error[0].value


def test_a_second_view_is_kept_and_agreement_shown(own):
    house = holding.house()
    story_id = next(one.story_id for one in answers.queue(house, VOICE) if one.second)
    coding.code_second(house, VOICE, story_id, Coding(("kindness",), 2, 0), ("kindness",))
    app = look("coding", "voice_team")
    table = next(
        one.value for one in app.dataframe if "Same answer" in one.value.columns or "same" in one.value.columns
    )
    assert set(table["what"]) >= {"Severity", "Tone"}
    assert set(table["word"]) == {"too few to say"}


def test_learning_is_asked_for_and_said(council, monkeypatch):
    asked = []
    monkeypatch.setattr("tightrope.answers.suggesting.learn", lambda house, reader: asked.append(reader.role))
    app = look("coding", "voice_team")
    assert "The council's phrases suggest themes." in screen(app)
    press(app, "Learn from confirmed codes")
    assert asked == ["voice_team"]
