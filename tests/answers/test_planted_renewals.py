"""What PLANTED.md hides in contracts and renewals: what must be flagged, by which rule, and what must not."""

from datetime import date

import icalendar
import pytest

from tightrope import paths
from tightrope.answers import renewals
from tightrope.answers.period import Period, earlier
from tightrope.answers.red_flags import all_red_flags
from tightrope.answers.term_change import term_change, term_changes
from tightrope.records.roles import looking_as
from tightrope.renewals.options import LOST, NOT_OFFERED, OPEN

COMMISSIONER = looking_as("commissioner")


@pytest.fixture(scope="module")
def flags(house):
    return all_red_flags(house, COMMISSIONER)


@pytest.fixture(scope="module")
def rows(house):
    return {row.contract_id: row for row in renewals.renewals(house, COMMISSIONER)}


def raised(flags, key):
    return {one.flag_id for one in flags[key].raised}


@pytest.mark.parametrize("key", ["HC-04", "SL-02"])
def test_c_both_poor_and_renewed_unchanged_twice(house, flags, key):
    found = flags[key].flag("renewed_unchanged_poor")
    assert found.status == "raised"
    assert "its numbers are poor by the contract" in found.evidence and "told of a good experience" in found.evidence
    assert {"specification_unchanged", "same_measures", "single_bidder", "awards_unopposed"} <= raised(flags, key)
    changed = term_change(house, COMMISSIONER, key)
    assert changed.times_unchanged == 2 and len(changed.changes) == 2
    assert all("Signed by: Head of commissioning both times." in lines for lines in changed.lines)
    assert all(0.95 < one.text.likeness < 1 and one.same_clauses for one in changed.changes)


def test_e_too_cheap_to_be_kept_and_handed_back(flags):
    found = flags["HC-09"]
    assert {"fee_below_staff_cost", "hand_backs", "hand_back_hours"} <= raised(flags, "HC-09")
    assert found.flag("fee_below_staff_cost").evidence.startswith(
        "£19.80 an hour, below the direct staff cost of £22.71 in 2025-26"
    )
    # 70 hours a week of 2,423 are 2.9%; the two hand-backs outside the twelve months do not count
    assert found.flag("hand_backs").evidence.startswith("Handed back 4 times in the last twelve months")
    assert found.flag("hand_back_hours").evidence.startswith("70 of the 2,423 hours a week it holds (2.9%)")


def test_f_nights_paid_and_not_used(flags):
    found = flags["RS-01"].flag("paid_not_used")
    assert found.status == "raised"
    assert found.evidence == ("1,285 of 2,555 nights paid for (50%) were not used: £212,025 in the last twelve months.")


def test_only_the_five_kept_measures_and_targets(flags):
    kept = {key for key in flags if flags[key].flag("same_measures").status == "raised"}
    assert kept == {"HC-01", "HC-04", "SL-02", "CH-03", "RS-01"}


def test_renewed_unchanged_though_poor_is_said_of_three_and_no_more(flags):
    said = {key for key in flags if flags[key].flag("renewed_unchanged_poor").status == "raised"}
    assert said == {"HC-01", "HC-04", "SL-02"}, "HC-01 is poor by what people tell"


def test_what_must_not_be_found_is_not(flags):
    assert not raised(flags, "HC-06") & {"complaints", "continuity", "manual_logs", "invoice_gap"}
    assert "complaints" not in raised(flags, "SH-03")
    assert "serious_accounts" not in raised(flags, "NH-04")
    for one in flags["HC-09"].flags:
        assert "saving" not in (one.evidence + one.rule).lower(), "a low price is a warning, never a win"


def test_vacant_managers_and_short_personal_care_on_record(flags):
    vacant = {key for key in flags if (one := flags[key].flag("manager_vacant")) and one.status == "raised"}
    assert vacant == {"CH-06", "NH-03"}
    short = {key for key in flags if (one := flags[key].flag("fifteen_minutes")) and one.status == "raised"}
    assert short == {"HC-07"}


def test_three_contracts_and_no_fourth_can_be_re_tendered_until_14_january(rows):
    last = {
        key
        for key, row in rows.items()
        if row.option("retender").status == OPEN and row.option("retender").meeting.meets_on == date(2027, 1, 14)
    }
    assert last == {"HC-01", "CH-03", "RS-01"}
    for key in last:
        meeting = rows[key].option("retender").meeting
        assert (meeting.papers_due_on, meeting.forward_plan_by) == (date(2026, 12, 18), date(2026, 12, 17))


def test_those_that_end_sooner_have_lost_it(rows):
    assert {key for key in ("HC-12", "PR-05", "DO-05", "NH-02") if rows[key].option("retender").status == LOST} == {
        "HC-12", "PR-05", "DO-05", "NH-02",
    }  # fmt: skip
    assert [key for key, row in rows.items() if row.holding_over] == ["HC-12"]
    assert rows["DO-05"].could_run_to == date(2028, 6, 30), "30 June 2027 and twelve months"
    assert rows["NH-02"].could_run_to == date(2029, 8, 31), "31 August 2027 and twenty-four months"


# Hallamford's committees by hand: none in August; 2026: 16 July (papers 19 June), 17 September, 5 November (papers
# 14 October); 2027: 14 January, 11 March, 20 May, 15 July, 16 September, 11 November. Today is 3 November 2026.
BY_HAND = [  # contract, option, months, the day it is needed by, last committee or None, lost since
    # RS-01 ends on a leap day, 29 February 2028; its notice is six months
    ("RS-01", "vary", 3, date(2027, 11, 29), date(2027, 11, 11), None),
    ("RS-01", "renegotiate", 6, date(2027, 8, 29), date(2027, 7, 15), None),  # in recess
    ("RS-01", "direct_payment", 9, date(2027, 5, 29), date(2027, 5, 20), None),
    ("RS-01", "retender", 12, date(2027, 2, 28), date(2027, 1, 14), None),  # February 2027 has no 29th
    ("RS-01", "decommission", 12, date(2027, 2, 28), date(2027, 1, 14), None),
    ("RS-01", "split_lots", 15, date(2026, 11, 29), None, date(2026, 10, 14)),
    ("RS-01", "insource", 18, date(2026, 8, 29), None, date(2026, 6, 19)),  # in recess
    # NH-02 ends on 31 August 2027
    ("NH-02", "vary", 3, date(2027, 5, 31), date(2027, 5, 20), None),
    ("NH-02", "renegotiate", 6, date(2027, 2, 28), date(2027, 1, 14), None),  # the end of a shorter month
    ("NH-02", "direct_payment", 9, date(2026, 11, 30), None, date(2026, 10, 14)),
    ("NH-02", "retender", 12, date(2026, 8, 31), None, date(2026, 6, 19)),
]


@pytest.mark.parametrize(("key", "option", "months", "needed", "committee", "lost"), BY_HAND)
def test_last_committees_against_hand_worked_dates(rows, key, option, months, needed, committee, lost):
    found = rows[key].option(option)
    assert (found.lead_months, found.needed_by) == (months, needed)
    assert (found.meeting.meets_on if found.meeting else None, found.lost_on) == (committee, lost)


def test_another_lead_time_in_the_settings_moves_the_committee(house, year, tmp_path, monkeypatch):
    """Nine months in place of twelve: HC-01 is needed by 30 April 2027, so 11 March 2027 and no longer 14 January."""
    text = paths.SETTINGS.read_text(encoding="utf-8")
    changed = tmp_path / "settings.toml"
    changed.write_text(text.replace("retender = 12 ", "retender = 9 "), encoding="utf-8")
    monkeypatch.setenv("TIGHTROPE_SETTINGS", str(changed))
    other = Period(earlier(year.last, 8), year.last)  # not asked for before, so nothing is remembered
    found = renewals.one(house, COMMISSIONER, "HC-01", other).option("retender")
    assert (found.needed_by, found.meeting.meets_on) == (date(2027, 4, 30), date(2027, 3, 11))


def test_the_calendar_file_holds_every_date_of_one_contract(rows):
    row = rows["HC-01"]
    text = renewals.calendar([row])
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    # review, notice and end; five open options with paper, forward plan and committee each
    open_options = [one for one in row.options if one.status == OPEN]
    assert [one.option_id for one in open_options] == [
        "vary",
        "renegotiate",
        "retender",
        "direct_payment",
        "decommission",
    ]
    assert row.option("extend").status == NOT_OFFERED
    assert len(events) == 3 + 3 * 5
    found = {str(one["SUMMARY"]): one["DTSTART"].dt for one in events}
    assert found["Home care, North East: paper due for: re-tender"] == date(2026, 12, 18)
    assert found["Home care, North East: contract ends"] == date(2028, 1, 31)


def test_one_answer_for_list_and_single(house):
    every = term_changes(house, COMMISSIONER)
    for key in ("HC-01", "SL-02", "PR-01"):
        assert every[key].words == term_change(house, COMMISSIONER, key).words
