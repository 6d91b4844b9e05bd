"""Until which meeting an option stays open, and whether a contract was renewed as it was: dates and words by hand."""

import csv
from datetime import date

import pytest

from tightrope import paths
from tightrope.renewals.committees import LastCall, Meeting, last_call, months_before, prepared, upcoming
from tightrope.renewals.difference import likeness

TODAY = date(2026, 11, 3)


def meeting(meets, papers):
    return Meeting(date.fromisoformat(meets), date.fromisoformat(papers), None)


# A council that does not meet in August: the committees of 2026 and 2027, written out
CALENDAR = [
    meeting("2026-07-16", "2026-06-19"),
    meeting("2026-09-17", "2026-08-21"),
    meeting("2026-11-05", "2026-10-14"),  # papers were due before today though it meets after today
    meeting("2027-01-14", "2026-12-18"),
    meeting("2027-03-11", "2027-02-12"),
    meeting("2027-05-20", "2027-04-23"),
    meeting("2027-07-15", "2027-06-18"),
    meeting("2027-09-16", "2027-08-20"),
]


def written():
    with (paths.SAMPLE / "meeting.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["body"] == "Adult Care Policy Committee"]
    return [meeting(row["meets_on"], row["papers_due_on"]) for row in rows]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2028-01-31", 12, "2027-01-31"),
        ("2028-02-29", 12, "2027-02-28"),  # no leap day the year before
        ("2029-02-28", 12, "2028-02-28"),  # the same day, not the last of the month
        ("2028-03-31", 1, "2028-02-29"),
        ("2027-03-31", 1, "2027-02-28"),
        ("2027-05-31", 6, "2026-11-30"),
        ("2027-01-15", 1, "2026-12-15"),
        ("2027-12-31", 12, "2026-12-31"),
        ("2027-12-31", 18, "2026-06-30"),
        ("2027-06-30", 0, "2027-06-30"),
        ("2000-03-30", 1, "2000-02-29"),  # a century that is a leap year
        ("2100-03-30", 1, "2100-02-28"),  # and one that is not
    ],
)
def test_months_before(day, months, expected):
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("ends", "lead", "needed", "meets"),
    [
        ("2028-01-31", 12, "2027-01-31", "2027-01-14"),
        ("2028-01-14", 12, "2027-01-14", "2027-01-14"),  # on the very day is in time
        ("2028-02-29", 12, "2027-02-28", "2027-01-14"),  # leap day
        ("2028-03-10", 12, "2027-03-10", "2027-01-14"),  # a day before the next meeting
        ("2028-03-11", 12, "2027-03-11", "2027-03-11"),
        ("2028-08-31", 12, "2027-08-31", "2027-07-15"),  # no meeting in August: July it is
        ("2028-09-15", 12, "2027-09-15", "2027-07-15"),
        ("2028-09-16", 12, "2027-09-16", "2027-09-16"),
        ("2028-08-31", 18, "2027-02-28", "2027-01-14"),  # another lead time, another meeting
        ("2027-08-31", 6, "2027-02-28", "2027-01-14"),
        ("2027-06-30", 3, "2027-03-30", "2027-03-11"),
        ("2028-09-16", 12, "2027-09-16", "2027-09-16"),  # the last one on the calendar, on its very day
    ],
)
def test_the_last_meeting_in_time(ends, lead, needed, meets):
    call = last_call(date.fromisoformat(ends), lead, CALENDAR, TODAY)
    assert call.needed_by == date.fromisoformat(needed) and call.lost_on is None
    assert call.meeting is not None and call.meeting.meets_on == date.fromisoformat(meets)


@pytest.mark.parametrize(
    ("ends", "lead", "needed", "lost", "missed"),
    [
        ("2027-12-31", 12, "2026-12-31", "2026-10-14", 2),  # the November papers were due before today
        ("2027-11-05", 12, "2026-11-05", "2026-10-14", 2),
        ("2027-10-31", 12, "2026-10-31", "2026-08-21", 1),  # September's meeting is past
        ("2027-08-31", 12, "2026-08-31", "2026-06-19", 0),  # August recess: July's papers
    ],
)
def test_too_late_since_the_papers_of_the_last_meeting_were_due(ends, lead, needed, lost, missed):
    assert last_call(date.fromisoformat(ends), lead, CALENDAR, TODAY) == LastCall(
        date.fromisoformat(needed), None, date.fromisoformat(lost), CALENDAR[missed], date(2027, 9, 16)
    )


def test_papers_due_today_are_still_in_time():
    on_the_day = last_call(date(2028, 1, 31), 12, CALENDAR, date(2026, 12, 18))
    a_day_late = last_call(date(2028, 1, 31), 12, CALENDAR, date(2026, 12, 19))
    assert on_the_day.meeting == CALENDAR[3]
    assert (a_day_late.meeting, a_day_late.lost_on) == (None, date(2026, 12, 18))


@pytest.mark.parametrize(
    ("ends", "lost"),
    [
        ("2027-06-30", "2026-06-30"),  # needed before today: lost since then
        ("2027-11-02", "2026-11-02"),
        ("2027-11-03", None),  # needed today, and nobody is known to meet
        ("2028-01-31", None),
    ],
)
def test_without_any_meeting_a_day_to_come_is_not_known_and_a_past_one_lost(ends, lost):
    call = last_call(date.fromisoformat(ends), 12, [], TODAY)
    assert (call.meeting, call.missed, call.known_until) == (None, None, None)
    assert call.lost_on == (date.fromisoformat(lost) if lost else None)
    assert call.unknown == (lost is None)


@pytest.mark.parametrize("ends", ["2028-09-17", "2028-11-30", "2040-01-31"])
def test_beyond_the_last_meeting_known_none_is_named(ends):
    """Needed by 17 September 2027, a day after the last meeting on the calendar, or later: another may be called."""
    call = last_call(date.fromisoformat(ends), 12, CALENDAR, TODAY)
    assert call.unknown and call.known_until == date(2027, 9, 16)


def test_a_calendar_that_ended_long_ago_loses_what_had_to_be_decided_since():
    old = [meeting("2025-05-15", "2025-04-17")]
    call = last_call(date(2027, 6, 30), 12, old, TODAY)  # needed by 30 June 2026, before today
    assert (call.lost_on, call.missed, call.known_until) == (date(2026, 6, 30), None, date(2025, 5, 15))
    assert last_call(date(2028, 6, 30), 12, old, TODAY).unknown


def test_a_calendar_that_begins_too_late_has_no_meeting_in_time():
    """Needed by 1 January 2027; the only meeting known is on 14 January. It is lost, since today at the latest."""
    call = last_call(date(2028, 1, 1), 12, [meeting("2027-01-14", "2026-12-18")], TODAY)
    assert (call.meeting, call.missed, call.lost_on) == (None, None, TODAY)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2028-02-29", 0.5, "2028-02-14"),  # 0.5 x 30.4375 = 15.2 days
        ("2027-03-31", 1.5, "2027-02-13"),  # a month back is 28 February, and 15 days
        ("2027-05-31", 0.92, "2027-05-03"),  # 28 days' notice, as registers write it: 28.0 days
        ("2026-12-01", 2.0, "2026-10-01"),
        ("2028-02-29", -12, "2029-02-28"),  # an extension of a year
        ("2027-08-31", -6, "2028-02-29"),
    ],
)
def test_parts_of_a_month_and_months_after(day, months, expected):
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_days_that_a_meeting_does_not_name_are_counted_back_from_it():
    """27 days before 14 January 2027 is 18 December 2026, 28 days is the 17th."""
    meets = date(2027, 1, 14)
    assert prepared(meets, None, None, 27, 28) == Meeting(meets, date(2026, 12, 18), date(2026, 12, 17))
    named = prepared(meets, date(2026, 12, 1), date(2026, 11, 30), 27, 28)
    assert named == Meeting(meets, date(2026, 12, 1), date(2026, 11, 30))


def test_the_next_meeting_is_the_first_that_a_paper_can_still_reach():
    assert upcoming(CALENDAR, TODAY) == CALENDAR[3]  # the November papers were due in October
    assert upcoming(CALENDAR, date(2026, 12, 18)) == CALENDAR[3]
    assert upcoming(CALENDAR, date(2026, 12, 19)) == CALENDAR[4]
    assert upcoming(CALENDAR, date(2027, 8, 21)) is None and upcoming([], TODAY) is None


def test_what_no_known_meeting_decides_sorts_after_all_that_has_one():
    calls = [last_call(ends, 12, CALENDAR, TODAY) for ends in (date(2030, 1, 1), date(2028, 9, 30), date(2028, 1, 31))]
    assert [call.needed_by.year for call in sorted(calls, key=lambda call: call.order)] == [2027, 2027, 2029]


def test_the_later_a_contract_ends_the_later_its_meeting():
    calls = [last_call(date(2028, month, 28), 12, CALENDAR, TODAY) for month in range(1, 13)]
    met = [call.meeting.meets_on for call in calls if call.meeting]
    assert met == sorted(met) and len(met) == 8  # from October 2028 on, no meeting is known that late


def test_hallamford_s_own_calendar():
    calendar = written()
    assert [one.meets_on for one in calendar] == sorted(one.meets_on for one in calendar)
    assert all(one.meets_on.month != 8 for one in calendar)
    for ends in ("2028-01-31", "2028-02-28", "2028-02-29"):  # HC-01, CH-03, RS-01
        call = last_call(date.fromisoformat(ends), 12, calendar, TODAY)
        assert (call.meeting.meets_on, call.meeting.papers_due_on) == (date(2027, 1, 14), date(2026, 12, 18))
    # PR-05 ends on 31 March 2027: the committee of 12 March 2026 was the last, its papers due on 13 February
    assert last_call(date(2027, 3, 31), 12, calendar, TODAY).lost_on == date(2026, 2, 13)


@pytest.mark.parametrize(
    ("before", "after", "same", "words"),
    [
        ("a b c d", "a b c d", 4, 8),
        ("Visits of thirty minutes", "visits of fifteen minutes", 3, 8),
        ("one two three four five", "one two three", 3, 8),
        ("one two three", "four five six", 0, 6),
        ("Paid at £24.10, by the hour.", "Paid at £24.20, by the hour.", 5, 12),
        ("# Visits\n\n* on time", "Visits on time", 3, 6),  # headings and lists are not words
        ("on time is asked for", "asked for is on time", 2, 10),  # order counts: one run of two is kept
    ],
)
def test_likeness_is_twice_the_words_in_common_over_all_words(before, after, same, words):
    assert likeness(before, after) == pytest.approx(2 * same / words)


def test_likeness_counts_words_that_stand_often_like_all_others():
    """Of 400 words 200 are "the"; ten of the others are changed."""
    before = [f"the word{i}" for i in range(200)]
    after = [pair if i % 20 else "the changed" for i, pair in enumerate(before)]
    assert likeness(" ".join(before), " ".join(after)) == pytest.approx(390 / 400)


@pytest.mark.parametrize(("key", "terms"), [("HC-01", 2), ("HC-04", 3), ("SL-02", 3)])
def test_specifications_that_were_renewed_as_they_were(key, terms):
    texts = [
        (paths.SAMPLE / "specification" / f"{name}.md").read_text(encoding="utf-8")
        for name in (key, *(f"{key}-T{number}" for number in range(terms - 1, 0, -1)))
    ]
    for after, before in zip(texts, texts[1:], strict=False):
        assert before != after and 0.95 < likeness(before, after) < 1
