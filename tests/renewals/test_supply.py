"""Hours bought against staff in post, worked out by hand."""

import pytest

from tightrope.renewals.supply import supply


def test_staff_that_fall_short_by_more_than_is_bridged():
    found = supply(1000, 30, 26, 0.08)  # 30 x 26 = 780 hours: 220 of 1,000 short
    assert (found.can_give, found.too_much, found.spare) == (780, True, 0)
    assert found.short == pytest.approx(0.22)


@pytest.mark.parametrize(
    "bought, staff, short, too_much, spare",
    [(1000, 36, 0.064, False, 0), (1000, 40, 0.0, False, 40), (0, 4, None, False, 104), (1000, 0, 1.0, True, 0)],
)
def test_the_edges(bought, staff, short, too_much, spare):
    found = supply(bought, staff, 26, 0.08)
    assert found.short == (None if short is None else pytest.approx(short))
    assert (found.too_much, found.spare) == (too_much, spare)
