"""What binds a split and how much of a year is left, with dates worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from tightrope.renewals.commitment import commitment
from tightrope.whatif.movable import bound, months_left, this_year

TODAY = date(2026, 11, 3)


def made(ends_on, notice, a_month="1000"):
    found = commitment(
        Decimal(0), Decimal(a_month), date(2026, 10, 1), date(2027, 3, 31), ends_on, notice, TODAY, follows_need=False
    )
    return bound("HC-01", ["North East"], found, ends_on, notice)


def test_a_contract_binds_until_notice_has_run():
    # Notice of twelve months given on 3 November 2026 ends on 3 November 2027: free from the first whole month after.
    one = made(date(2028, 1, 31), 12)
    assert one.free_from == date(2027, 12, 1) and one.full_year == 12_000
    assert one.binds(date(2027, 11, 1)) and not one.binds(date(2027, 12, 1))


def test_one_that_ends_before_its_notice_does_binds_until_its_end():
    one = made(date(2027, 2, 28), 12)
    assert one.free_from == date(2027, 3, 1) and one.binds(date(2027, 2, 1)) and not one.binds(date(2027, 3, 1))


def test_one_that_is_past_and_runs_on_binds_for_its_notice():
    assert made(date(2026, 9, 30), 1).free_from == date(2027, 1, 1)  # 3 December, so from January


def test_one_that_costs_nothing_binds_nothing():
    assert not made(date(2030, 1, 1), 12, "0").binds(TODAY)


@pytest.mark.parametrize(
    ("on", "left"),
    [(date(2026, 4, 1), 12), (date(2026, 1, 1), 12), (date(2026, 12, 1), 4), (date(2026, 12, 2), 3),
     (date(2027, 3, 1), 1), (date(2027, 3, 15), 0), (date(2027, 4, 1), 0), (date(2029, 1, 1), 0)],
)  # fmt: skip
def test_months_of_the_year_that_are_left(on, left):
    assert months_left(on, "2026-27") == left


def test_this_years_part_keeps_its_balance():
    # 100 x 4/12 = 33.33; taken from three lines by 33.34 : 33.33 : 33.33, so 11.11 each.
    changes = {
        "a": Decimal(100),
        "b": Decimal("-33.34"),
        "c": Decimal("-33.33"),
        "d": Decimal("-33.33"),
        "e": Decimal(0),
    }
    found = this_year(changes, 4)
    assert found == {
        "a": Decimal("33.33"),
        "b": Decimal("-11.11"),
        "c": Decimal("-11.11"),
        "d": Decimal("-11.11"),
        "e": 0,
    }
    assert sum(found.values()) == 0 and not any(this_year(changes, 0).values())
    assert this_year(changes, 12) == changes
