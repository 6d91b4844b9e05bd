"""The solver against every set of sites tried out, and what must hold of it."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tightrope.errors import Refusal
from tightrope.places.siting import covered_with, least_travel, most_covered, travel_with

CASES = st.integers(1, 9).flatmap(
    lambda areas: st.integers(1, 6).flatmap(
        lambda sites: st.tuples(
            st.lists(st.integers(0, 40), min_size=areas, max_size=areas),
            st.lists(st.lists(st.integers(1, 90), min_size=sites, max_size=sites), min_size=areas, max_size=areas),
            st.lists(st.integers(1, 120), min_size=areas, max_size=areas),
            st.integers(1, sites),
        )
    )
)


@settings(max_examples=80, deadline=None)
@given(CASES)
def test_no_set_of_sites_means_less_travel(case):
    weights, minutes, now, number = case
    there = np.array(minutes, float)
    found = least_travel(weights, there, now, number)
    totals = sorted(
        (
            sum(w * min(n, *(there[a, s] for s in tried)) for a, (w, n) in enumerate(zip(weights, now, strict=True))),
            tried,
        )
        for tried in combinations(range(there.shape[1]), number)
    )
    assert found.total == pytest.approx(totals[0][0])
    assert found.before == pytest.approx(sum(w * n for w, n in zip(weights, now, strict=True)))
    assert len(found.sites) == number
    if len(totals) > 1:
        second = least_travel(weights, there, now, number, without=[found])
        assert second.total == pytest.approx(totals[1][0]) and second.sites != found.sites


@settings(max_examples=80, deadline=None)
@given(CASES, st.integers(5, 60))
def test_no_set_of_sites_covers_more(case, within):
    weights, minutes, now, number = case
    there = np.array(minutes, float)
    found = most_covered(weights, there, now, number, within)
    best = max(
        sum(
            w
            for a, (w, n) in enumerate(zip(weights, now, strict=True))
            if min(n, *(there[a, s] for s in tried)) <= within
        )
        for tried in combinations(range(there.shape[1]), number)
    )
    assert found.total == pytest.approx(best)
    assert found.before == sum(w for w, n in zip(weights, now, strict=True) if n <= within)


def test_by_hand():
    """Three areas on a line at 0, 10 and 40 minutes, people 5, 1, 4; a place at 0; sites at 10 and at 40.

    Now 0, 10 and 40: 0 + 10 + 160 = 170. A site at 40 leaves 10; a site at 10 leaves 0 + 0 + 4 x 30 = 120.
    """
    minutes = np.array([[10.0, 40.0], [0.0, 30.0], [30.0, 0.0]])
    found = least_travel([5, 1, 4], minutes, [0, 10, 40], 1)
    assert (found.sites, found.total, found.before, found.nearest) == ((1,), 10.0, 170.0, (-1, -1, 1))
    other = least_travel([5, 1, 4], minutes, [0, 10, 40], 1, without=[found])
    assert (other.sites, other.total, other.nearest) == ((0,), 120.0, (-1, 0, 0))
    with pytest.raises(Refusal, match="No other"):
        least_travel([5, 1, 4], minutes, [0, 10, 40], 1, without=[found, other])
    assert most_covered([5, 1, 4], minutes, [0, 10, 40], 1, 15).total == 10.0
    assert travel_with([5, 1, 4], minutes, [0, 10, 40], []).total == 170.0
    assert covered_with([5, 1, 4], minutes, [0, 10, 40], 15, []).total == 6.0


def test_whoever_has_no_place_at_all_comes_first():
    """One person without any place, at 60 minutes from a site, stands before 100 who would save 5 minutes each."""
    minutes = np.array([[60.0, 90.0], [40.0, 10.0]])
    found = least_travel([1, 100], minutes, [np.inf, 15], 1)
    assert found.sites == (1,)  # both give the one a place; this one also saves 500 minutes
    assert found.total == 90 + 1000


@pytest.mark.parametrize(
    ("weights", "minutes", "now", "number"),
    [
        ([1], [[1.0]], [2], 0), ([1], [[1.0]], [2], 2), ([1, 2], [[1.0]], [2], 1), ([1], [[-1.0]], [2], 1),
        ([-1], [[1.0]], [2], 1), ([1], [[np.nan]], [2], 1), ([1], [[]], [2], 1),
    ],
)  # fmt: skip
def test_what_cannot_be_solved_is_refused(weights, minutes, now, number):
    with pytest.raises(Refusal):
        least_travel(weights, np.array(minutes), now, number)
