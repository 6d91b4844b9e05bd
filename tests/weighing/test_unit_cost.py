"""Cost of a unit delivered and the build-up of a fair cost, against sums worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tightrope.errors import Refusal
from tightrope.weighing.fair_cost import fair_cost
from tightrope.weighing.unit_cost import cost_per_delivered

PARTS = {
    "wage": 10.0, "travel_share": 0.2, "leave_share": 0.1, "absence_share": 0.1, "insurance_share": 0.1,
    "pension_share": 0.05, "mileage": 1.0, "running": 2.44, "surplus_share": 0.2,
}  # fmt: skip


def test_all_pounds_over_all_units_with_the_months_spread():
    found = cost_per_delivered([100, 100], [4, 6])
    assert found.median == (100 + 100) / (4 + 6)
    # Residuals 100 - 20 * 4 = 20 and 100 - 20 * 6 = -20: squares 800, over 1 and over 2 months 400, root 20, over the
    # mean delivered of 5 makes 4. Student's t with one degree of freedom reaches 3.0777 for the middle 80%.
    assert (found.high - found.median) == pytest.approx(4 * 3.0777, abs=1e-3)
    assert (found.median - found.low) == pytest.approx(4 * 3.0777, abs=1e-3)
    assert found.months == 2 and found.is_known


def test_months_alike_leave_no_doubt_and_one_month_leaves_it_unknown():
    same = cost_per_delivered([50, 50, 50], [2, 2, 2])
    assert (same.low, same.median, same.high) == (25, 25, 25) and same.is_known
    one = cost_per_delivered([50, None, 50], [2, 2, None])
    assert (one.median, one.months, one.is_known) == (25, 1, False)


def test_nothing_delivered_has_no_cost():
    assert cost_per_delivered([50, 50], [0, 0]) is None
    assert cost_per_delivered([], []) is None
    with pytest.raises(Refusal, match="both"):
        cost_per_delivered([1, 2], [1])


@given(st.lists(st.tuples(st.floats(1, 1e6), st.floats(1, 1e5)), min_size=2, max_size=24))
def test_the_cost_lies_inside_its_range_and_between_the_months(months):
    found = cost_per_delivered([a for a, _ in months], [d for _, d in months])
    each = [a / d for a, d in months]
    assert found.low <= found.median <= found.high
    assert min(each) * (1 - 1e-9) <= found.median <= max(each) * (1 + 1e-9)


def test_a_fair_cost_adds_up_part_by_part():
    found = fair_cost(PARTS)
    # 10 * 1.2 = 12; leave and absence 12 * 1.2 = 14.4; insurance and pension 14.4 * 1.15 = 16.56; mileage 17.56.
    assert found.staff == pytest.approx(17.56)
    # With running costs 20; a fifth of the price is left over: 20 / 0.8.
    assert found.whole == pytest.approx(25)


@pytest.mark.parametrize("change", [{"wage": -1.0}, {"surplus_share": 1.0}, {"leave_share": None}])
def test_impossible_parts_are_named(change):
    parts = {name: value for name, value in {**PARTS, **change}.items() if value is not None}
    with pytest.raises(Refusal, match=next(iter(change))):
        fair_cost(parts)
