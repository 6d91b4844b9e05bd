"""Options and dates of renewals where the register is odd, next year's meetings are not loaded, or nothing else is."""

from datetime import date

import icalendar
import odd_register
import pytest

from tightrope.answers import renewals
from tightrope.answers.period import twelve_months
from tightrope.errors import NotFound
from tightrope.renewals.options import LOST, NOT_OFFERED, OPEN, UNKNOWN


@pytest.fixture(scope="module")
def odd(built, tmp_path_factory):
    with odd_register.opened(built, tmp_path_factory.mktemp("odd"), odd_register.ODD) as house:
        yield house


@pytest.fixture(scope="module")
def rows(odd, commissioner):
    """Every contract of the odd register, by id, in the order of the answer."""
    return {row.contract_id: row for row in renewals.renewals(odd, commissioner)}


# No meeting after 5 November 2026 is loaded, and its papers were due on 14 October: today is 3 November. HC-01 ends on
# 31 January 2028 and has no extension left; six months of notice come before the three of an extension.
HC_01 = [  # option, months, needed by, status, lost since
    ("extend", 6, date(2027, 7, 31), NOT_OFFERED, None),
    ("vary", 3, date(2027, 10, 31), UNKNOWN, None),
    ("renegotiate", 6, date(2027, 7, 31), UNKNOWN, None),
    ("retender", 12, date(2027, 1, 31), UNKNOWN, None),
    ("split_lots", 15, date(2026, 10, 31), LOST, date(2026, 8, 21)),  # papers for 17 September, the last in time
    ("direct_payment", 9, date(2027, 4, 30), UNKNOWN, None),  # April has no 31st
    ("insource", 18, date(2026, 7, 31), LOST, date(2026, 6, 19)),  # papers for 16 July; there is none in August
    ("decommission", 12, date(2027, 1, 31), UNKNOWN, None),
]


@pytest.mark.parametrize(("option", "months", "needed", "status", "lost"), HC_01)
def test_without_next_year_s_meetings_nothing_is_called_open_or_lost_that_may_not_be(
    rows, option, months, needed, status, lost
):
    found = rows["HC-01"].option(option)
    assert (found.lead_months, found.needed_by, found.status, found.lost_on) == (months, needed, status, lost)
    assert found.meeting is None and (found.papers_days, found.plan_days) == (None, None)
    if status == UNKNOWN:
        assert "meetings are known only until 5 November 2026" in found.words


def test_without_next_year_s_meetings_no_committee_is_named(odd, commissioner, rows):
    assert renewals.next_committee(odd, commissioner) is None
    said = renewals.answer(list(rows.values()), None)
    assert said == "Which committee can still decide is not known: meeting.csv brings the meetings"
    assert not any(one.status == OPEN for row in rows.values() for one in row.options)


def test_what_is_lost_next_is_then_what_has_to_be_decided_first(rows):
    # 31 January 2027 for a re-tender and for ending it; from 3 November: 27 + 31 + 31 days
    found = rows["HC-01"].next_lost
    assert (found.option_id, found.by, found.days, found.meets_on) == ("retender", date(2027, 1, 31), 89, None)


def test_a_calendar_without_a_committee_holds_the_contract_s_own_dates(rows):
    events = icalendar.Calendar.from_ical(renewals.calendar([rows["HC-01"]])).walk("VEVENT")
    assert sorted(one["DTSTART"].dt for one in events) == [
        date(2026, 12, 1),  # review
        date(2027, 7, 31),  # notice
        date(2028, 1, 31),  # end
    ]


def test_contracts_past_their_end_that_are_paid_on_hold_over_and_come_first(odd, commissioner, rows):
    assert list(rows)[:3] == ["HC-10", "HC-08", "HC-12"], "by the day on which they ended"
    assert [key for key, row in rows.items() if row.holding_over] == ["HC-10", "HC-08", "HC-12"]
    assert rows["HC-10"].holding_words == (
        "It ended on 30 June 2026 and runs on: holding over. No meeting is known that could still decide."
    )
    assert rows["HC-10"].notes == ("The register calls it ended, and it is still paid.",)
    assert rows["HC-10"].next_lost is None and {one.status for one in rows["HC-10"].options} == {LOST}
    with pytest.raises(NotFound, match="No contract HC-11 runs today"):  # the last bills of what has ended
        renewals.one(odd, commissioner, "HC-11")


def test_a_term_that_has_not_begun_does_not_end_the_holding_over_before_it(rows):
    assert "HC-08-T3" not in rows
    assert rows["HC-08"].notes == (
        "HC-08-T3 follows it from 1 April 2027.",
        "The register calls it ended, and it is still paid.",
    )


@pytest.mark.parametrize(
    ("key", "notes"),
    [
        ("HC-01", ()),  # no predecessor
        (
            "HC-02",
            ("It began on 1 October 2022, before HC-02-T1 ended on 1 October 2023: the two terms overlap.",),
        ),
        ("HC-06", ()),  # names itself: it neither follows nor overlaps itself
        (  # its earlier term names it as the one before: a ring
            "CH-03",
            (
                "CH-03-T1 follows it from 1 March 2018, before it ends on 28 February 2028: the two terms overlap.",
            ),
        ),
    ],
)  # fmt: skip
def test_what_is_odd_about_the_dates_is_said(rows, key, notes):
    assert rows[key].notes == notes


def test_what_the_register_does_not_say_is_not_made_up(rows):
    unknown = rows["HC-05"]
    assert (unknown.could_run_to, unknown.notice_on, unknown.review_on) == (None, None, None)
    # no notice is known, so the lead time alone counts: three months before 31 May 2028, and February 2028 has 29 days
    extend = unknown.option("extend")
    assert (extend.lead_months, extend.needed_by, extend.status) == (3, date(2028, 2, 29), UNKNOWN)
    assert extend.words.endswith("whether an extension is left is not known (extension_months in contract.csv says).")
    assert (rows["HC-04"].annual_value, rows["HC-04"].responsible) == (None, "Nobody is named")
    # nobody counted; everybody counted alone; age bands alone; both
    assert [rows[key].people for key in ("HC-07", "HC-03", "HC-09", "HC-01")] == [None, 295, 271, 420]


def test_ids_that_are_none_are_refused(odd, commissioner):
    for key in ("HC-01-T1", "HC-08-T3", "", "XX'; --"):
        with pytest.raises(NotFound):
            renewals.one(odd, commissioner, key)


# The demo council as it is


def test_the_calendar_of_a_contract_with_an_extension_left(house, commissioner):
    """NH-02, by hand. It ends on 31 August 2027, three months' notice, 24 months of extension left.

    Extend and vary: 31 May 2027, so 20 May; renegotiate: 28 February 2027, so 14 January. Nine months and more are
    lost. Three open options with paper, forward plan and committee each; review, notice, end and last day of all.
    """
    row = renewals.one(house, commissioner, "NH-02")
    assert [one.option_id for one in row.options if one.status == OPEN] == ["extend", "vary", "renegotiate"]
    made = renewals.calendar([row])
    events = icalendar.Calendar.from_ical(made).walk("VEVENT")
    assert len(events) == 3 * 3 + 4
    days = sorted(one["DTSTART"].dt for one in events)
    assert days == sorted(
        [date(2026, 12, 14), date(2027, 5, 31), date(2027, 8, 31), date(2029, 8, 31)]
        + 2 * [date(2027, 4, 23), date(2027, 4, 22), date(2027, 5, 20)]
        + [date(2026, 12, 18), date(2026, 12, 17), date(2027, 1, 14)]
    )
    assert len({one["UID"] for one in events}) == 13
    assert made == renewals.calendar([row]), "the same dates make the same bytes"


def test_the_whole_calendar_is_that_of_its_contracts_together(house, commissioner):
    every = renewals.renewals(house, commissioner)
    events = icalendar.Calendar.from_ical(renewals.calendar(every)).walk("VEVENT")
    alone = [icalendar.Calendar.from_ical(renewals.calendar([row])).walk("VEVENT") for row in every]
    assert len(events) == sum(map(len, alone)) == len({one["UID"] for one in events})


def test_rows_come_by_the_day_on_which_an_option_is_lost_next(house, commissioner):
    every = renewals.renewals(house, commissioner)
    left = [row.next_lost for row in every if row.next_lost]
    assert [row.contract_id for row in every if row.next_lost is None] == [row.contract_id for row in every][
        : len(every) - len(left)
    ]
    assert [one.by for one in left] == sorted(one.by for one in left) and len(left) > 50
    for row in every:
        papers = [one.meeting.papers_due_on for one in row.options if one.status == OPEN]
        assert (row.next_lost.by if row.next_lost else None) == min(papers, default=None)


# A register and accounts, and nothing else


def test_a_register_alone_says_until_when_and_names_no_committee(built, tmp_path, commissioner):
    with odd_register.opened(built, tmp_path, odd_register.REGISTER_ALONE) as house:
        assert renewals.usual(house) == twelve_months(date(2026, 10, 1)), "no returns: the months before today"
        row = renewals.one(house, commissioner, "HC-01")
        assert (row.people, row.responsible) == (None, "C1, by the contract register")
        assert row.option("retender").words == (
            "Re-tender: no meetings are known (meeting.csv brings them): it has to be decided by 31 January 2027."
        )
        insource = row.option("insource")  # 31 July 2026 has passed, whoever met when
        assert (insource.status, insource.lost_on, insource.meeting) == (LOST, date(2026, 7, 31), None)
        assert [one.contract_id for one in renewals.renewals(house, commissioner) if one.holding_over] == ["HC-12"]
