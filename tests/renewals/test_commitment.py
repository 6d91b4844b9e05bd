"""What a contract will still cost and what notice would free, by hand."""

from datetime import date
from decimal import Decimal

import pytest

from tightrope.renewals.commitment import commitment

TODAY, YEAR_END = date(2026, 11, 3), date(2027, 3, 31)


def of(ends_on, notice, follows_need=False):
    return commitment(Decimal(700), Decimal(100), date(2026, 10, 1), YEAR_END, ends_on, notice, TODAY, follows_need)


@pytest.mark.parametrize(
    "ends_on, notice, forecast, movable, free_from",
    [
        # November to March are five months: 700 + 5 * 100. Notice of three months ends on 3 February: March is free.
        (date(2028, 3, 31), 3, 1200, 100, date(2027, 3, 1)),
        # Notice of six months reaches past the year: nothing is free in it.
        (date(2028, 3, 31), 6, 1200, 0, date(2027, 6, 1)),
        # It ends with the year 2026: two months more, and free from 1 January, when nothing is left of it.
        (date(2026, 12, 31), 6, 900, 0, date(2027, 1, 1)),
        # Past its end and still paid: the money runs on; a month's notice frees January to March.
        (date(2026, 9, 30), 1, 1200, 300, date(2027, 1, 1)),
        # No notice is named: free from the next whole month, December to March.
        (date(2028, 3, 31), None, 1200, 400, date(2026, 12, 1)),
    ],
)
def test_forecast_and_what_could_move(ends_on, notice, forecast, movable, free_from):
    found = of(ends_on, notice)
    assert (found.forecast, found.movable, found.free_from) == (forecast, movable, free_from)
    assert found.movable_full_year == 1200


def test_what_follows_need_never_moves():
    found = of(date(2028, 3, 31), 0, follows_need=True)
    assert (found.movable, found.movable_full_year, found.forecast) == (0, 0, 1200)
