"""The eight options of a contract: hand-worked tables of dates, at a council that does not meet in August."""

from dataclasses import asdict
from datetime import date

import pytest

from tightrope import settings
from tightrope.renewals.committees import Meeting
from tightrope.renewals.options import (
    NAMES,
    Term,
    could_run_to,
    holding_over,
    holding_over_words,
    next_lost,
    notice_day,
    options,
)

TODAY = date(2026, 11, 3)
LEAD = {
    "extend": 3,
    "vary": 3,
    "renegotiate": 6,
    "retender": 12,
    "split_lots": 15,
    "direct_payment": 9,
    "insource": 18,
    "decommission": 12,
}


def meeting(meets, papers, plan):
    return Meeting(*map(date.fromisoformat, (meets, papers, plan)))


CALENDAR = [
    meeting("2026-05-14", "2026-04-17", "2026-04-16"),
    meeting("2026-07-16", "2026-06-19", "2026-06-18"),
    meeting("2026-09-17", "2026-08-21", "2026-08-20"),
    meeting("2026-11-05", "2026-10-14", "2026-10-08"),
    meeting("2027-01-14", "2026-12-18", "2026-12-17"),
    meeting("2027-03-11", "2027-02-12", "2027-02-11"),
    meeting("2027-05-20", "2027-04-23", "2027-04-22"),
    meeting("2027-07-15", "2027-06-18", "2027-06-17"),
    meeting("2027-09-16", "2027-08-20", "2027-08-19"),
    meeting("2027-11-11", "2027-10-15", "2027-10-14"),
    meeting("2028-01-13", "2027-12-17", "2027-12-16"),
]
NOVEMBER, JULY_2026 = ("lost", "2026-10-14"), ("lost", "2026-06-19")


def table(term, today=TODAY, lead=LEAD, calendar=CALENDAR):
    """Each option as (status, the last committee or the day it was lost)."""
    return {
        one.option_id: (one.status, str(one.lost_on or (one.meeting and one.meeting.meets_on)))
        for one in options(term, lead, calendar, today)
    }


def test_the_order_and_the_lead_times_are_those_of_the_settings():
    assert list(NAMES) == list(asdict(settings.settings().lead_months)) == list(LEAD)
    assert asdict(settings.settings().lead_months) == LEAD


def test_a_contract_that_ends_on_31_january_2028():
    """Six months of notice come before the three that an extension takes.

    needed by: extend and renegotiate 31 July 2027; vary 31 October 2027; re-tender and end 31 January 2027;
    lots 31 October 2026; direct payments 30 April 2027; in-house 31 July 2026.
    """
    assert table(Term(date(2028, 1, 31), 12, 6)) == {
        "extend": ("open", "2027-07-15"),
        "vary": ("open", "2027-09-16"),
        "renegotiate": ("open", "2027-07-15"),
        "retender": ("open", "2027-01-14"),
        "split_lots": ("lost", "2026-08-21"),
        "direct_payment": ("open", "2027-03-11"),
        "insource": JULY_2026,
        "decommission": ("open", "2027-01-14"),
    }


def test_a_contract_that_ends_on_the_leap_day():
    """29 February 2028, no notice given. Twelve months before is 28 February 2027, three 29 November 2027, six 29
    August 2027 (recess: July), nine 29 May 2027, fifteen 29 November 2026, eighteen 29 August 2026 (recess: July)."""
    assert table(Term(date(2028, 2, 29), 0, None)) == {
        "extend": ("not_offered", "2027-11-11"),
        "vary": ("open", "2027-11-11"),
        "renegotiate": ("open", "2027-07-15"),
        "retender": ("open", "2027-01-14"),
        "split_lots": NOVEMBER,
        "direct_payment": ("open", "2027-05-20"),
        "insource": JULY_2026,
        "decommission": ("open", "2027-01-14"),
    }


def test_a_contract_that_ends_at_the_end_of_august():
    """31 August 2027: vary 31 May, renegotiate 28 February (not the 31st), re-tender 31 August 2026 (recess: July)."""
    assert table(Term(date(2027, 8, 31), 24, 1.5)) == {
        "extend": ("open", "2027-05-20"),
        "vary": ("open", "2027-05-20"),
        "renegotiate": ("open", "2027-01-14"),
        "retender": JULY_2026,
        "split_lots": ("lost", "2026-04-17"),
        "direct_payment": NOVEMBER,
        "insource": ("lost", "2026-02-28"),  # needed by then; no meeting before it is on this calendar
        "decommission": JULY_2026,
    }


@pytest.mark.parametrize(
    ("ends", "notice", "needed"),
    [
        ("2027-06-30", None, "2027-03-30"),
        ("2027-06-30", 1, "2027-03-30"),
        ("2027-06-30", 3, "2027-03-30"),
        ("2027-06-30", 6, "2026-12-30"),
        ("2027-06-28", 4.5, "2027-02-13"),  # 28 February, and 15 days
    ],
)
def test_a_longer_notice_comes_before_the_lead_time_of_an_extension(ends, notice, needed):
    found = {one.option_id: one for one in options(Term(date.fromisoformat(ends), 12, notice), LEAD, CALENDAR, TODAY)}
    assert found["extend"].needed_by == date.fromisoformat(needed)
    assert found["vary"].lead_months == 3, "notice does not hold up a change both sides agree to"


def test_a_notice_longer_than_a_year_comes_before_ending_it():
    found = {one.option_id: one for one in options(Term(date(2028, 9, 30), 0, 18), LEAD, CALENDAR, TODAY)}
    assert found["decommission"].needed_by == date(2027, 3, 30) and found["retender"].needed_by == date(2027, 9, 30)


def test_a_council_may_set_other_lead_times():
    term = Term(date(2028, 1, 31), 12, None)
    assert table(term)["retender"] == ("open", "2027-01-14")
    assert table(term, lead=LEAD | {"retender": 18})["retender"] == JULY_2026
    assert table(term, lead=LEAD | {"retender": 6})["retender"] == ("open", "2027-07-15")


def test_papers_due_today_are_in_time_and_tomorrow_they_are_lost():
    term = Term(date(2028, 1, 31), 12, None)
    assert table(term, date(2026, 12, 18))["retender"] == ("open", "2027-01-14")
    assert table(term, date(2026, 12, 19))["retender"] == ("lost", "2026-12-18")


def words(term, option_id, today=TODAY, calendar=CALENDAR):
    return {one.option_id: one for one in options(term, LEAD, calendar, today)}[option_id].words


ENDS = date(2028, 1, 31)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            words(Term(ENDS, 12, 6), "retender"),
            "Re-tender: last committee 14 January 2027; paper due 18 December 2026; forward plan by 17 December 2026.",
        ),
        (
            words(Term(ENDS, 12, 6), "retender", date(2026, 12, 18)),
            "Re-tender: last committee 14 January 2027; paper due 18 December 2026; "
            "the forward plan closed on 17 December 2026.",
        ),
        (
            words(Term(ENDS, 12, 6), "split_lots"),
            "Split into smaller or local lots: lost on 21 August 2026, when papers for the committee of "
            "17 September 2026 were due.",
        ),
        (
            words(Term(date(2030, 9, 30), 12, 6), "retender"),
            "Re-tender: meetings are known only until 13 January 2028: it has to be decided by 30 September 2029.",
        ),
        (
            words(Term(ENDS, 12, 6), "retender", calendar=[]),
            "Re-tender: no meetings are known (meeting.csv brings them): it has to be decided by 31 January 2027.",
        ),
        (
            words(Term(date(2027, 1, 31), 12, 6), "retender", calendar=[]),
            "Re-tender: lost: it had to be decided by 31 January 2026, and no meeting is known in time for that.",
        ),
        (
            words(Term(date(2028, 2, 29), 0, 6), "extend"),
            "Extend as it is: no extension is left in the contract; going on as it is would be a new award, to be "
            "decided by the committee of 15 July 2027 (paper due 18 June 2027; forward plan by 17 June 2027).",
        ),
        (
            words(Term(date(2026, 9, 30), 0, 1), "extend"),
            "Extend as it is: no extension is left in the contract; going on as it is would be a new award, which had "
            "to be decided by 30 June 2026; papers were due on 17 April 2026.",
        ),
        (
            words(Term(date(2030, 9, 30), 0, 6), "extend"),
            "Extend as it is: no extension is left in the contract; going on as it is would be a new award, to be "
            "decided by 30 March 2030; meetings are known only until 13 January 2028.",
        ),
        (
            words(Term(date(2028, 2, 29), None, None), "extend"),
            "Extend as it is: last committee 11 November 2027; paper due 15 October 2027; forward plan by 14 October "
            "2027; whether an extension is left is not known (extension_months in contract.csv says).",
        ),
    ],
)
def test_each_option_says_it_in_a_sentence(said, expected):
    assert said == expected


def test_an_extension_nobody_knows_of_is_not_known_until_it_is_too_late_in_any_event():
    assert table(Term(ENDS, None, 6))["extend"] == ("unknown", "2027-07-15")
    assert table(Term(date(2027, 1, 31), None, 6))["extend"] == JULY_2026


def test_days_left_are_counted_to_the_paper_and_to_the_forward_plan():
    """From 3 November: 27 days of November and 18 of December are 45, 17 are 44; a day later they are 44 and 43."""
    left = {one.option_id: one for one in options(Term(ENDS, 12, 6), LEAD, CALENDAR, TODAY)}["retender"]
    assert (left.papers_days, left.plan_days) == (45, 44)
    last = {one.option_id: one for one in options(Term(ENDS, 12, 6), LEAD, CALENDAR, date(2026, 12, 18))}["retender"]
    assert (last.papers_days, last.plan_days) == (0, -1)
    lost = {one.option_id: one for one in options(Term(ENDS, 12, 6), LEAD, CALENDAR, TODAY)}["insource"]
    assert (lost.papers_days, lost.plan_days) == (None, None)


def test_what_is_lost_next_is_the_open_option_whose_paper_is_due_first():
    found = next_lost(options(Term(ENDS, 12, 6), LEAD, CALENDAR, TODAY), TODAY)
    assert (found.option_id, found.by, found.days) == ("retender", date(2026, 12, 18), 45)  # before ending it: in order
    assert found.meets_on == date(2027, 1, 14)


def test_what_is_not_offered_is_not_lost_next():
    """Ends 31 May 2027: all but an extension and a variation (28 February 2027: January's committee) are past."""
    every = options(Term(date(2027, 5, 31), 0, None), LEAD, CALENDAR, TODAY)
    assert next_lost(every, TODAY).option_id == "vary"
    assert every[0].status == "not_offered" and every[0].meeting is not None
    assert next_lost([one for one in every if one.option_id != "vary"], TODAY) is None
    gone = options(Term(date(2026, 9, 30), 0, 1), LEAD, CALENDAR, TODAY)
    assert next_lost(gone, TODAY) is None


def test_without_meetings_the_option_needed_first_is_lost_next_and_sorts_last():
    every = options(Term(date(2028, 9, 30), 12, None), LEAD, [], TODAY)
    found = next_lost(every, TODAY)
    assert (found.option_id, found.by, found.meets_on) == ("insource", date(2027, 3, 30), None)
    dated = next_lost(options(Term(ENDS, 12, 6), LEAD, CALENDAR, TODAY), TODAY)
    assert dated.order < found.order


@pytest.mark.parametrize(
    ("term", "runs_to", "notice"),
    [
        (Term(date(2028, 2, 29), 12, 3), "2029-02-28", "2027-11-29"),
        (Term(date(2027, 8, 31), 6, 6), "2028-02-29", "2027-02-28"),
        (Term(date(2027, 8, 31), 0, 0), "2027-08-31", "2027-08-31"),
        (Term(date(2027, 3, 31), None, 0.5), None, "2027-03-16"),  # 15 days
        (Term(date(2027, 3, 31), 24, None), "2029-03-31", None),
    ],
)
def test_the_last_day_of_all_and_the_day_for_notice(term, runs_to, notice):
    assert could_run_to(term) == (date.fromisoformat(runs_to) if runs_to else None)
    assert notice_day(term) == (date.fromisoformat(notice) if notice else None)


@pytest.mark.parametrize(
    ("ends", "is_live", "last_paid", "expected"),
    [
        ("2026-09-30", True, None, True),
        ("2026-09-30", False, "2026-10-01", True),  # the register says it ended, and October was paid for
        ("2026-09-30", False, "2026-09-01", False),  # the last month of its term
        ("2026-09-15", False, "2026-09-01", False),  # the month in which it ended
        ("2026-09-30", False, None, False),
        ("2026-11-03", True, "2026-11-01", False),  # its last day is today
        ("2026-11-02", True, None, True),
    ],
)
def test_holding_over(ends, is_live, last_paid, expected):
    paid = date.fromisoformat(last_paid) if last_paid else None
    assert holding_over(date.fromisoformat(ends), is_live, paid, TODAY) is expected


def test_a_contract_that_holds_over_names_the_next_committee_that_can_decide():
    assert holding_over_words(date(2026, 9, 30), CALENDAR, TODAY) == (
        "It ended on 30 September 2026 and runs on: holding over. The next committee that can decide is 14 January "
        "2027; paper due 18 December 2026; forward plan by 17 December 2026."
    )
    assert holding_over_words(date(2026, 9, 30), CALENDAR[:3], TODAY).endswith(
        "No meeting is known that could still decide."
    )
