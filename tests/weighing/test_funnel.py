"""Shares side by side: score limits, the same answer from both ends, a published interval, and no order."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tightrope.weighing.funnel import BETWEEN, BEYOND, INNER, INSIDE, OUTER, funnel, limits, outside, wilson, z_of


@pytest.mark.parametrize(
    "k, n, low, high",
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_four_cases_of_newcombe(k, n, low, high):
    """Newcombe, R. G. (1998), Statistics in Medicine 17, 857-872, table I, score method without correction."""
    assert wilson(k, n) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_limits_by_hand():
    """Half of 100: 0.5 +/- 1.96 x 0.05 and 0.5 +/- 3.09 x 0.05; where little is counted they stop at 0 and 1."""
    assert (z_of(INNER), z_of(OUTER)) == (pytest.approx(1.95996, abs=1e-5), pytest.approx(3.09023, abs=1e-5))
    assert limits(0.5, 100, INNER) == (pytest.approx(0.4020, abs=5e-5), pytest.approx(0.5980, abs=5e-5))
    assert limits(0.5, 100, OUTER) == (pytest.approx(0.3455, abs=5e-5), pytest.approx(0.6545, abs=5e-5))
    assert limits(0.95, 4, OUTER)[1] == 1.0


@settings(deadline=None, max_examples=300)
@given(st.integers(1, 5000), st.floats(0.001, 0.999), st.sampled_from([INNER, OUTER]), st.data())
def test_outside_is_where_its_own_interval_leaves_out_the_centre(n, centre, level, data):
    edge = n * limits(centre, n, level)[data.draw(st.integers(0, 1))]  # most cases close to where it turns
    k = data.draw(st.integers(max(0, int(edge) - 2), min(n, int(edge) + 2)) | st.integers(0, n))
    low, high = wilson(k, n, level)
    assume(min(abs(low - centre), abs(high - centre)) > 1e-9)
    assert outside(k, n, centre, level) == (centre < low or centre > high)
    lower, upper = limits(centre, n, level)
    if lower > 1e-9 and upper < 1 - 1e-9:
        assert outside(k, n, centre, level) == (k / n < lower or k / n > upper)


def test_each_contract_has_its_place():
    """90, 95, 100 and 60 of 100: 345 of 400 = 0.8625; inner 0.8625 +/- 0.0675, outer +/- 0.1064."""
    found = funnel([("D", 90, 100), ("A", 94, 100), ("C", 100, 100), ("B", 61, 100), ("none", 0, 0)])
    assert found.centre == 345 / 400
    assert {spot.contract_id: spot.where for spot in found.spots} == {
        "D": INSIDE,
        "A": BETWEEN,
        "C": BEYOND,
        "B": BEYOND,
    }
    assert [spot.contract_id for spot in found.spots] == ["D", "A", "C", "B"], "as given: nothing is ranked"
    assert found.spots[0].low == pytest.approx(wilson(90, 100, OUTER)[0])


def test_the_curves_reach_past_every_contract_and_narrow():
    found = funnel([("A", 9, 10), ("B", 80, 100), ("C", 900, 1000)])
    assert found.curves[0].n < 10 and found.curves[-1].n > 1000
    width = [curve.outer_high - curve.outer_low for curve in found.curves]
    assert width == sorted(width, reverse=True)
    assert all(c.outer_low <= c.inner_low <= found.centre <= c.inner_high <= c.outer_high for c in found.curves)


@pytest.mark.parametrize("contracts", [[], [("A", 1, 2), ("B", 2, 3)], [("A", 1, 2), ("B", 2, 3), ("C", 0, 0)]])
def test_fewer_than_three_are_not_drawn(contracts):
    assert funnel(contracts) is None


@pytest.mark.parametrize("k", [0, 10])
def test_none_and_all(k):
    found = funnel([("A", k, 10), ("B", k, 10), ("C", k, 10)])
    assert [spot.where for spot in found.spots] == [INSIDE] * 3
