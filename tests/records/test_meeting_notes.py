"""What a meeting notes: kept by day, committee and who leads it while it lasts, and gone the day after."""

from datetime import date, datetime, timedelta

import pytest

from tightrope import clock
from tightrope.errors import NotAllowed, Refusal
from tightrope.records import meeting_notes
from tightrope.records.house import House
from tightrope.records.meeting_notes import Declared, Dissent, Interests, Meeting, Notes
from tightrope.records.roles import ROLES, looking_as

OFFICER, OTHER = looking_as("commissioner"), looking_as("manager")
TODAY = Meeting(date(2026, 11, 3), date(2027, 1, 14))
MORNING = datetime(2026, 11, 3, 9, 30)
SISTER = Interests((Declared("Her sister works there", "she left the room", "HC-01"),))


@pytest.fixture
def house(stores, master, monkeypatch):
    at(monkeypatch, MORNING)
    return House(stores, master)


def at(monkeypatch, moment):
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_the_last_answer_about_interests_stands_and_every_dissent_is_kept_in_order(house):
    assert not meeting_notes.notes(house, OFFICER, TODAY).interests.asked
    meeting_notes.ask_interests(house, OFFICER, TODAY, Interests(none=True))
    meeting_notes.ask_interests(house, OFFICER, TODAY, SISTER)
    said = [Dissent("A member", "It buys minutes nobody gets."), Dissent("An unpaid carer", "Ask us first.")]
    for one in said:
        meeting_notes.disagree(house, OFFICER, TODAY, "HC-01", one)
    meeting_notes.disagree(house, OFFICER, TODAY, "CH-03", said[0])
    found = meeting_notes.notes(house, OFFICER, TODAY)
    assert found.interests == SISTER and (found.interests.by, found.interests.at) == ("Commissioner", MORNING)
    assert found.dissents == {"HC-01": tuple(said), "CH-03": (said[0],)}
    kept = house.stores.raw("SELECT kind FROM records.meeting_note ORDER BY sequence")
    assert [one["kind"] for one in kept] == ["interests", "interests", "dissent", "dissent", "dissent"]


@pytest.mark.parametrize(
    "other",
    [Meeting(date(2026, 11, 4), TODAY.committee_on), Meeting(TODAY.on, None), Meeting(TODAY.on, date(2027, 3, 9))],
)
def test_another_day_or_committee_is_another_meeting(house, other):
    meeting_notes.ask_interests(house, OFFICER, TODAY, SISTER)
    assert not meeting_notes.notes(house, OFFICER, other).interests.asked
    meeting_notes.ask_interests(house, OFFICER, other, Interests(none=True))
    assert meeting_notes.notes(house, OFFICER, other).interests.none
    assert meeting_notes.notes(house, OFFICER, TODAY).interests == SISTER


def test_what_was_noted_before_another_meeting_began_counts_no_more(house):
    meeting_notes.ask_interests(house, OFFICER, TODAY, SISTER)
    meeting_notes.disagree(house, OFFICER, TODAY, "HC-01", Dissent("A member", "No."))
    meeting_notes.begin_anew(house, OFFICER, TODAY)
    found = meeting_notes.notes(house, OFFICER, TODAY)
    assert not found.interests.asked and found.dissents == {}


def test_two_teams_that_meet_on_one_day_read_their_own_and_a_viewer_what_was_noted_last(house):
    meeting_notes.ask_interests(house, OFFICER, TODAY, SISTER)
    meeting_notes.disagree(house, OFFICER, TODAY, "HC-01", Dissent("A member", "No."))
    assert not meeting_notes.notes(house, OTHER, TODAY).interests.asked
    meeting_notes.begin_anew(house, OTHER, TODAY)
    assert meeting_notes.notes(house, OFFICER, TODAY).interests == SISTER
    meeting_notes.ask_interests(house, OTHER, TODAY, Interests(none=True))
    assert meeting_notes.notes(house, OTHER, TODAY) == Notes(Interests(none=True), {})
    assert meeting_notes.notes(house, looking_as("viewer"), TODAY).interests.none
    meeting_notes.disagree(house, OFFICER, TODAY, "HC-01", Dissent("Another", "No."))
    assert meeting_notes.notes(house, looking_as("viewer"), TODAY).interests == SISTER


def test_a_meeting_lasts_until_nothing_was_noted_for_six_hours(house, monkeypatch):
    """The settings say 6 hours. What was said at 9:30 is still there at 18:00 when something was said at 14:00."""
    meeting_notes.ask_interests(house, OFFICER, TODAY, SISTER)
    at(monkeypatch, datetime(2026, 11, 3, 14))
    meeting_notes.disagree(house, OFFICER, TODAY, "HC-01", Dissent("A member", "No."))
    at(monkeypatch, datetime(2026, 11, 3, 20))
    assert meeting_notes.notes(house, OFFICER, TODAY) == Notes(SISTER, {"HC-01": (Dissent("A member", "No."),)})
    at(monkeypatch, datetime(2026, 11, 3, 20, 0, 1))
    assert meeting_notes.notes(house, OFFICER, TODAY) == Notes(Interests(), {})
    meeting_notes.disagree(house, OFFICER, TODAY, "HC-01", Dissent("B", "No."))  # the evening's: nobody was asked yet
    assert meeting_notes.notes(house, OFFICER, TODAY) == Notes(Interests(), {"HC-01": (Dissent("B", "No."),)})


def test_notes_are_deleted_after_a_day_at_the_next_note_or_start(house, monkeypatch):
    def kept():
        return house.stores.raw("SELECT count(*) AS rows FROM records.meeting_note")[0]["rows"]

    for clean in (meeting_notes.forget_old, lambda house: meeting_notes.begin_anew(house, OFFICER, TODAY)):
        at(monkeypatch, MORNING)
        meeting_notes.ask_interests(house, OFFICER, TODAY, SISTER)
        at(monkeypatch, MORNING + timedelta(days=1))
        before = kept()
        meeting_notes.forget_old(house)
        assert kept() == before > 0
        at(monkeypatch, MORNING + timedelta(days=1, seconds=1))
        clean(house)
        assert not [row for row in house.stores.raw("SELECT noted_at FROM records.meeting_note")
                    if row["noted_at"] == MORNING]  # fmt: skip


@pytest.mark.parametrize("role", [role for role, may in ROLES.items() if "decide" not in may])
def test_who_may_not_decide_notes_nothing(house, role):
    for note in (
        lambda reader: meeting_notes.ask_interests(house, reader, TODAY, SISTER),
        lambda reader: meeting_notes.disagree(house, reader, TODAY, "HC-01", Dissent("A", "b")),
        lambda reader: meeting_notes.begin_anew(house, reader, TODAY),
    ):
        with pytest.raises(NotAllowed):
            note(looking_as(role))
    assert house.stores.raw("SELECT * FROM records.meeting_note") == []


@pytest.mark.parametrize(
    "asked", [Interests(), Interests((Declared("Her sister", " "),)), Interests((Declared("", "x"),))]
)
def test_interests_that_say_nothing_are_refused(house, asked):
    with pytest.raises(Refusal, match="what is done about it"):
        meeting_notes.ask_interests(house, OFFICER, TODAY, asked)


@pytest.mark.parametrize("said", [Dissent("A member", "  "), Dissent(" ", "No."), Dissent("A member", "x" * 100_000)])
def test_a_dissent_without_a_name_or_reason_or_end_is_refused(house, said):
    with pytest.raises(Refusal):
        meeting_notes.disagree(house, OFFICER, TODAY, "HC-01", said)
    assert meeting_notes.notes(house, OFFICER, TODAY).dissents == {}
