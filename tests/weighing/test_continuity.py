"""Continuity: hand-worked cases, and the definition itself as a second opinion."""

from datetime import datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tightrope.errors import Refusal
from tightrope.weighing.continuity import bice_boxerman, from_squares, top_share, usual_share, workers_lately

COUNTS = st.lists(st.integers(1, 12), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("counts", "index"),
    [
        ([6], 1.0),  # (36 - 6) / (6 * 5)
        ([1, 1, 1, 1], 0.0),  # (4 - 4) / (4 * 3)
        ([3, 1], 0.5),  # (10 - 4) / 12
        ([4, 3, 2, 1], 20 / 90),  # (16 + 9 + 4 + 1 - 10) / (10 * 9)
        ([10, 10], 180 / 380),  # (200 - 20) / (20 * 19): always the same two together
    ],
)
def test_the_index_by_hand(counts, index):
    assert bice_boxerman(counts) == pytest.approx(index)


@given(COUNTS)
def test_the_index_is_the_share_of_pairs_of_visits_by_one_worker(counts):
    visits = [worker for worker, count in enumerate(counts) for _ in range(count)]
    pairs = list(combinations(visits, 2))
    if not pairs:
        assert bice_boxerman(counts) is None
        return
    assert bice_boxerman(counts) == pytest.approx(sum(a == b for a, b in pairs) / len(pairs))


def test_too_few_visits_have_no_index():
    assert bice_boxerman([]) is None and bice_boxerman([1]) is None


def test_shares_by_hand():
    assert usual_share([2, 5, 2, 1]) == pytest.approx(5 / 10)
    assert top_share([2, 5, 2, 1]) == pytest.approx(9 / 10)
    assert top_share([4, 4]) == 1.0
    assert top_share([1] * 34) == pytest.approx(3 / 34)  # the person seen by 34 workers
    assert usual_share([]) is None and top_share([]) is None


@given(COUNTS)
def test_shares_stand_in_order(counts):
    assert 0 < usual_share(counts) <= top_share(counts) <= 1


LAST = datetime(2026, 10, 29, 9)


def test_workers_of_four_weeks():
    """28 days back from 29 October 09:00 is 1 October 09:00, which is no longer inside."""
    visits = [
        (LAST, "a"),
        (LAST - timedelta(days=3), "b"),
        (LAST - timedelta(days=27), "c"),
        (LAST - timedelta(days=28), "d"),
        (LAST - timedelta(days=28) + timedelta(minutes=5), "e"),
        (LAST - timedelta(days=200), "f"),
        (LAST - timedelta(days=1), "a"),
    ]
    assert workers_lately(visits) == 4  # a, b, c, e
    assert workers_lately(visits, days=3) == 1  # a; b came exactly three days before
    assert workers_lately([]) == 0


@pytest.mark.parametrize("wrong", [(4, 17), (4, 3), (-1, 0)])
def test_squares_that_no_visits_have_are_refused(wrong):
    with pytest.raises(Refusal):
        from_squares(*wrong)
    with pytest.raises(Refusal):
        bice_boxerman([3, -1])
