"""Ranks over all weightings: symmetric, dominated and exactly solvable cases, ties, bounds, and the same each time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tightrope.errors import Refusal
from tightrope.weighing.ranks import as_rows, ranks, scaled, weightings

# Shares from 10,000 draws: three standard errors of a share of a half are 0.015.
NEAR = 0.015


def test_three_options_that_are_each_best_at_one_thing_share_every_place():
    found = ranks(["A", "B", "C"], np.eye(3))
    assert found.shares == pytest.approx(np.full((3, 3), 1 / 3), abs=NEAR)
    assert found.draws == 10_000 and found.first("A") == found.shares[0, 0]
    with pytest.raises(KeyError):
        found.first("D")


def test_a_dominated_option_is_never_first():
    found = ranks(["A", "B", "worse"], np.array([[0.9, 0.4, 0.5], [0.3, 0.8, 0.6], [0.8, 0.3, 0.4]]))
    assert found.first("worse") == 0.0, "A is better on all three"
    assert found.shares[0, 2] == 0.0, "and so A is never last"


def test_two_criteria_are_as_long_as_the_intervals_are():
    """Weight w of the first is even on 0 to 1: A is worth w, B 1 - w, C 0.6 whatever w is.

    A first where w > 0.6, B first where w < 0.4, C between: 0.4, 0.4, 0.2. C is never last: 0.6 is above the lesser
    of w and 1 - w. A second where it is above B and below C (0.5 < w < 0.6) or C leads B (never above A): 0.1.
    """
    found = ranks(["A", "B", "C"], np.array([[1, 0], [0, 1], [0.6, 0.6]]))
    exact = np.array([[0.4, 0.1, 0.5], [0.4, 0.1, 0.5], [0.2, 0.8, 0.0]])
    assert found.shares == pytest.approx(exact, abs=NEAR)


def test_bounds_cut_the_interval():
    # w between 0.5 and 0.7: A (w) is above C (0.6) where w > 0.6, half of it; B never leads.
    found = ranks(["A", "B", "C"], np.array([[1, 0], [0, 1], [0.6, 0.6]]), bounds=[(0.5, 0.7), (0, 1)])
    assert found.shares[:, 0] == pytest.approx([0.5, 0.0, 0.5], abs=NEAR)


def test_options_that_tie_share_their_places():
    found = ranks(["A", "A again", "last"], np.array([[1, 1], [1, 1], [0, 0]]))
    assert found.shares == pytest.approx(np.array([[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]]))
    every = ranks(list("abcd"), np.full((4, 3), 0.3))
    assert every.shares == pytest.approx(np.full((4, 4), 0.25))


def test_uncertain_values_are_ranked_draw_by_draw():
    rng = np.random.default_rng(1)
    values = np.zeros((8_000, 2, 1))
    values[:, 0, 0], values[:, 1, 0] = rng.random(8_000), 0.25
    found = ranks(["even", "sure"], values)
    assert found.draws == 8_000 and found.first("even") == pytest.approx(0.75, abs=NEAR), "above 0.25 in 3 of 4"


def test_the_same_seed_gives_the_same_and_another_does_not():
    values = np.random.default_rng(2).random((5, 4))
    first, again, other = (ranks(list("abcde"), values, seed=seed).shares for seed in (7, 7, 8))
    assert np.array_equal(first, again) and not np.array_equal(first, other)


@given(st.integers(1, 6), st.integers(1, 5), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=30)
def test_every_place_is_taken_once_and_every_option_stands_somewhere(options, criteria, seed):
    values = np.random.default_rng(seed).integers(0, 3, (options, criteria)) / 2  # with many ties
    found = ranks([str(one) for one in range(options)], values, draws=200).shares
    assert found.sum(axis=0) == pytest.approx(1) and found.sum(axis=1) == pytest.approx(1)
    assert found.min() > -1e-9


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=5))
@settings(deadline=None, max_examples=60)
def test_weights_keep_within_their_bounds_or_are_refused(bounds):
    bounds = [(min(pair), max(pair)) for pair in bounds]
    try:
        found = weightings(len(bounds), 50, bounds, np.random.default_rng(3))
    except Refusal:
        return
    low, high = np.array(bounds).T
    assert found.shape == (50, len(bounds)) and found.sum(axis=1) == pytest.approx(1, abs=1e-6)
    assert np.all(found >= low - 1e-6) and np.all(found <= high + 1e-6)


def test_a_weight_that_is_set_leaves_the_rest_to_the_others():
    found = weightings(3, 100, [(0.3, 0.3), (0, 1), (0, 1)], np.random.default_rng(4))
    assert found[:, 0] == pytest.approx(0.3) and found[:, 1:].sum(axis=1) == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("values", "bounds"),
    [
        (np.array([[0.5, 1.2], [0, 0]]), None),
        (np.array([[0.5, np.nan], [0, 0]]), None),
        (np.array([[0.5, 0.5]]), None),
        (np.zeros((2, 0)), None),
        (np.zeros((2, 2)), [(0, 0.4), (0, 0.5)]),
        (np.zeros((2, 2)), [(0.6, 1), (0.5, 1)]),
        (np.zeros((2, 2)), [(0, 1)]),
        (np.zeros((2, 2)), [(0.6, 0.5), (0, 1)]),
    ],
)
def test_what_cannot_be_ranked_is_refused(values, bounds):
    with pytest.raises(Refusal):
        ranks(["A", "B"], values, bounds)


def test_ends_are_set_once_and_kept():
    assert scaled(30, 50, 10) == 0.5 and scaled(5, 50, 10) == 1.0, "less is better, and beyond the best is the best"
    with pytest.raises(Refusal):
        scaled(1, 2, 2)


def test_as_rows_has_a_column_a_place():
    assert as_rows(ranks(["A", "B"], np.array([[1.0], [0.0]]))) == [
        {"option": "A", "place_1": 1.0, "place_2": 0.0},
        {"option": "B", "place_1": 0.0, "place_2": 1.0},
    ]
