"""Equity measures against the published vector, hand-worked cases, and what must hold of them."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tightrope.errors import Refusal
from tightrope.places import equity

P = [0.24, 0.18, 0.16, 0.19, 0.23]
X = [9.5, 8.4, 7.0, 6.1, 5.2]


def test_the_published_vector():
    assert equity.mean(P, X) == pytest.approx(7.267, abs=5e-4)
    assert equity.slope_index(P, X) == pytest.approx(-5.769, abs=5e-4)
    assert equity.relative_index(P, X) == pytest.approx(-0.794, abs=5e-4)
    assert equity.concentration_index(P, X) == pytest.approx(-0.1266, abs=5e-5)


def test_atkinson_by_hand():
    """Two halves with 1 and 4: e = 0.5 gives ((1 + 2) / 2)^2 = 2.25 of a mean of 2.5: 0.1. e = 1: 2 of 2.5: 0.2."""
    assert equity.atkinson([1, 1], [1, 4], 0.5) == pytest.approx(0.1)
    assert equity.atkinson([1, 1], [1, 4], 1) == pytest.approx(0.2)
    assert equity.atkinson([1, 1], [1, 4], 2) == pytest.approx(1 - 1.6 / 2.5)  # the harmonic mean of 1 and 4 is 1.6


def test_kolm_by_hand():
    """Two halves with 0 and 2 ln 3, a = 1: ln((3 + 1/3) / 2) = ln(5/3)."""
    assert equity.kolm([1, 1], [0, 2 * math.log(3)], 1) == pytest.approx(math.log(5 / 3))
    assert equity.kolm([1, 1], [0, 2000], 1) == pytest.approx(1000 - math.log(2))  # no overflow


def test_two_equal_groups_by_hand():
    """Ranks 0.25 and 0.75, rates 3 and 1: slope -2 / 0.5 = -4, over a mean of 2 is -2, concentration -0.25."""
    assert list(equity.ranks([1, 1])) == [0.25, 0.75]
    assert equity.slope_index([1, 1], [3, 1]) == pytest.approx(-4)
    assert equity.relative_index([1, 1], [3, 1]) == pytest.approx(-2)
    assert equity.concentration_index([1, 1], [3, 1]) == pytest.approx(-0.25)


GROUPS = st.lists(st.tuples(st.floats(0.05, 1), st.floats(0.1, 50)), min_size=2, max_size=8)


@settings(max_examples=150, deadline=None)
@given(GROUPS, st.floats(0.1, 20), st.floats(0.1, 30))
def test_what_must_hold(groups, factor, more):
    p, x = [one for one, _ in groups], [one for _, one in groups]
    y = [one * factor for one in x]
    z = [one + more for one in x]
    assert equity.slope_index(p, z) == pytest.approx(equity.slope_index(p, x), abs=1e-9)
    assert equity.relative_index(p, y) == pytest.approx(equity.relative_index(p, x), abs=1e-9)
    assert equity.concentration_index(p, y) == pytest.approx(equity.concentration_index(p, x), abs=1e-9)
    assert equity.kolm(p, z) == pytest.approx(equity.kolm(p, x), abs=1e-9)
    assert equity.atkinson(p, y) == pytest.approx(equity.atkinson(p, x), abs=1e-9)
    assert equity.atkinson(p, x) >= -1e-12 and equity.kolm(p, x) >= -1e-12
    same = [x[0]] * len(x)
    for measure in (equity.slope_index, equity.concentration_index, equity.atkinson, equity.kolm):
        assert measure(p, same) == pytest.approx(0, abs=1e-9)


def test_the_slope_is_the_one_of_numpys_weighted_fit():
    slope = np.polyfit(equity.ranks(P), X, 1, w=np.sqrt(P))[0]
    assert equity.slope_index(P, X) == pytest.approx(slope, rel=1e-9)


def test_intervals_hold_what_is_true_and_are_the_same_every_time():
    people, counts = [2400, 1800, 1600, 1900, 2300], [228, 151, 112, 116, 120]
    made = equity.gradient(people, counts, per=100)
    assert made == equity.gradient(people, counts, per=100)
    for one in (made.slope, made.relative, made.concentration):
        assert one.low < one.value < one.high
    assert made.slope.high < 0  # surely more at the deprived end
    few = equity.gradient([24, 18, 16, 19, 23], [2, 2, 1, 1, 1], per=100)
    assert few.slope.high - few.slope.low > made.slope.high - made.slope.low


def test_spread_stands_with_its_interval_and_is_not_said_where_a_group_has_none():
    people, counts = [2400, 1800, 1600, 1900, 2300], [228, 151, 112, 116, 120]
    made = equity.gradient(people, counts, per=100)
    shares, rates = [n / 10_000 for n in people], [100 * k / n for n, k in zip(people, counts, strict=True)]
    assert made.atkinson.value == pytest.approx(equity.atkinson(shares, rates))
    assert made.kolm.value == pytest.approx(equity.kolm(shares, rates, 1 / made.mean))
    for one in (made.atkinson, made.kolm):
        assert 0 <= one.low < one.high and one.low <= one.value * 1.2
    assert equity.gradient(people, [0, *counts[1:]], per=100).atkinson is None
    # Of draws as of rates: the same formula, all at once.
    draws = np.array([rates, rates[::-1]])
    assert equity._kolm(np.array(shares), draws, 0.2)[1] == pytest.approx(equity.kolm(shares, rates[::-1], 0.2))
    assert equity._atkinson(np.array(shares), draws)[0] == pytest.approx(equity.atkinson(shares, rates))


def test_areas_of_a_group_count_by_their_people_and_are_drawn_anew():
    """Fifths of two areas each: 100 x 2 and 300 x 4 pounds are 3.5 a head; 200 x 1 and 200 x 2 are 1.5."""
    groups = [[(100, 200), (300, 1200)], [(200, 200), (200, 400)]]
    made = equity.gradient_of_areas(groups)
    assert made.mean == pytest.approx(2000 / 800)
    assert made.slope.value == pytest.approx(equity.slope_index([0.5, 0.5], [3.5, 1.5])) == pytest.approx(-4.0)
    assert made.slope.low <= -4.0 <= made.slope.high
    # Drawing one area twice: 2 to 4 pounds in the first group, 1 to 2 in the second: slopes from -6 to 0.
    assert made.slope.low >= -6.0001 and made.slope.high <= 0.0001
    assert made == equity.gradient_of_areas(groups)
    with pytest.raises(Refusal, match="people"):
        equity.gradient_of_areas([[(0, 1)], [(1, 1)]])


@pytest.mark.slow
def test_the_interval_covers_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(5)
    people, rates = np.array([900, 800, 700, 800, 900]), np.array([0.10, 0.09, 0.07, 0.06, 0.05])
    truth, held = equity.slope_index(list(people), list(rates)), 0
    for _ in range(200):
        made = equity.gradient(list(people), list(rng.binomial(people, rates)))
        held += made.slope.low <= truth <= made.slope.high
    assert 0.90 <= held / 200 <= 0.99


@pytest.mark.parametrize(
    ("p", "x", "words"),
    [
        ([1], [1], "two groups"), ([0, 0], [1, 2], "two groups"), ([1, -1, 1], [1, 2, 3], "two groups"),
        ([1, 1], [1], "needs a rate"), ([1, 1], [1, math.nan], "needs a rate"),
    ],
)  # fmt: skip
def test_what_cannot_be_measured_is_refused(p, x, words):
    with pytest.raises(Refusal, match=words):
        equity.slope_index(p, x)


def test_refusals_of_relative_measures():
    with pytest.raises(Refusal, match="Nobody"):
        equity.relative_index([1, 1], [0, 0])
    with pytest.raises(Refusal, match="Nobody"):
        equity.concentration_index([1, 1], [0, 0])
    with pytest.raises(Refusal, match="above 0"):
        equity.atkinson([1, 1], [0, 1])
    with pytest.raises(Refusal, match="above 0"):
        equity.kolm([1, 1], [0, 1], 0)
