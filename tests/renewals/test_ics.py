"""The calendar file, read back by the library and by hand."""

from datetime import date

import pytest
from icalendar import Calendar

from tightrope.renewals.committees import Meeting
from tightrope.renewals.ics import Dates, calendar
from tightrope.renewals.options import NAMES, Term, options

TODAY = date(2026, 11, 3)
MEETINGS = [
    Meeting(date(2026, 7, 16), date(2026, 6, 19), date(2026, 6, 18)),
    Meeting(date(2027, 1, 14), date(2026, 12, 18), date(2026, 12, 17)),
    Meeting(date(2028, 1, 13), date(2027, 12, 17), None),
]
ODD = 'Home care; "North, East"\nround 2 \U0001f9d1\u200d\U0001f9bd \\n \u0628\u064a\u062a'
LEAD = dict.fromkeys(NAMES, 12)


def dates(key="HC-01", title="Home care", meetings=MEETINGS, ends=date(2028, 1, 31), extension=12, notice=6):
    every = options(Term(ends, extension, notice), LEAD, meetings, TODAY)
    return Dates(key, title, "Beechcroft", ends, date(2029, 1, 31), date(2027, 7, 31), date(2026, 12, 1), every)


def events(made):
    return Calendar.from_ical(made).walk("VEVENT")


def by_words(made):
    return {str(one["summary"]).partition(": ")[2]: one.decoded("dtstart") for one in events(made)}


def test_every_date_of_a_contract():
    """Eight options, all open until the same committee: three dates each, and four of the contract itself."""
    found = by_words(calendar([dates()], "All", TODAY))
    assert len(found) == 4 + 3 * 8
    assert found["review due"] == date(2026, 12, 1)
    assert found["last day to give notice"] == date(2027, 7, 31)
    assert found["contract ends"] == date(2028, 1, 31)
    assert found["last day if every extension is used"] == date(2029, 1, 31)
    assert found["paper due for: re-tender"] == date(2026, 12, 18)
    assert found["forward plan closes for: re-tender"] == date(2026, 12, 17)
    assert found["last committee for: re-tender"] == date(2027, 1, 14)


def test_events_last_one_whole_day():
    for one in events(calendar([dates()], "All", TODAY)):
        assert type(one.decoded("dtstart")) is date and (one.decoded("dtend") - one.decoded("dtstart")).days == 1
        assert one["dtstart"].params["VALUE"] == "DATE"


def test_dates_that_are_not_known_are_left_out():
    bare = Dates("X", "Title", "P", date(2028, 1, 31), None, None, None, ())
    assert by_words(calendar([bare], "All", TODAY)) == {"contract ends": date(2028, 1, 31)}
    same = Dates("X", "Title", "P", date(2028, 1, 31), date(2028, 1, 31), None, None, ())
    assert by_words(calendar([same], "All", TODAY)) == {"contract ends": date(2028, 1, 31)}, "no extension, no event"
    planless = by_words(calendar([dates(ends=date(2029, 1, 13))], "All", TODAY))
    assert "last committee for: re-tender" in planless and "forward plan closes for: re-tender" not in planless


def test_lost_and_unknown_options_are_left_out():
    assert "paper due for: re-tender" not in by_words(calendar([dates(ends=date(2027, 8, 31))], "All", TODAY))
    assert "paper due for: re-tender" not in by_words(calendar([dates(ends=date(2040, 8, 31))], "All", TODAY))
    none_left = by_words(calendar([dates(extension=0)], "All", TODAY))
    assert "paper due for: extend as it is" not in none_left and "paper due for: re-tender" in none_left


def test_a_title_with_commas_semicolons_line_breaks_and_emoji_comes_back_letter_by_letter():
    made = calendar([dates(key="A;B,C", title=ODD)], "A, b; c", TODAY)
    for one in events(made):
        assert str(one["summary"]).startswith(f"{ODD}: ")
        assert "A;B,C, Beechcroft" in str(one["description"])
    lines = made.split(b"\r\n")
    assert made.endswith(b"END:VCALENDAR\r\n") and b"\n" not in b"".join(lines), "every line ends as RFC 5545 asks"
    assert max(map(len, lines)) <= 75, "and is folded at 75 octets"
    assert not [line for line in lines if line.startswith((b"round", b"BEGIN:VTODO"))]


def test_a_title_cannot_smuggle_in_another_event():
    made = calendar([dates(title="x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:y")], "All", TODAY)
    assert made.split(b"\r\n").count(b"BEGIN:VEVENT") == len(events(made)) == 28


@pytest.mark.parametrize("title", ["bell \x07 and \x00 nothing", "half a pair \ud83e", "x" * 5000])
def test_letters_that_no_calendar_can_hold_are_left_out(title):
    summary = str(events(calendar([dates(title=title)], "All", TODAY))[0]["summary"])
    assert "\x07" not in summary and "\x00" not in summary and len(summary) < 1100


def test_events_keep_their_identity_when_dates_move():
    def identities(made):
        return {str(one["uid"]) for one in events(made)}

    first, moved = calendar([dates()], "All", TODAY), calendar([dates(ends=date(2028, 2, 10))], "All", TODAY)
    assert identities(first) == identities(moved) and first != moved
    assert len(identities(first)) == 28
    assert not identities(first) & identities(calendar([dates(key="HC-02")], "All", TODAY))
    assert first == calendar([dates()], "All", TODAY), "the same dates, the same bytes"


def test_several_contracts_stand_in_one_calendar():
    made = calendar([dates("A"), dates("B")], "All", TODAY)
    assert made.count(b"BEGIN:VCALENDAR") == 1 and len(events(made)) == 56
    assert len(events(calendar([], "None", TODAY))) == 0
