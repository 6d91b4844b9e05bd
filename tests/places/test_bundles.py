"""Arcs: nobody alone, nobody twice, nobody lost."""

from hypothesis import given
from hypothesis import strategies as st

from tightrope.places.bundles import FEWEST, Arc, bundle

WARD = {"w1": "North", "w2": "North", "w3": "South"}
HOME = {"h1": "East", "h2": "East", "h3": "West"}


def test_by_hand():
    """w1 to h1: 9, an arc. w1 to h2: 3 and w1 to East otherwise 6 by h1? No: h1 is drawn. w2 to h1 and h2: 5 + 4 = 9 to
    East. w3 to h3: 2, too few even from South to West: left out.
    """
    moves = [("w1", "h1")] * 9 + [("w2", "h1")] * 5 + [("w2", "h2")] * 4 + [("w3", "h3")] * 2
    found = bundle(moves, WARD, HOME)
    assert found.arcs == (Arc("w1", "h1", 9, "ward to home"), Arc("w2", "East", 9, "ward to locality"))
    assert found.left_out == 2


def test_small_bundles_of_two_wards_merge_at_last():
    moves = [("w1", "h1")] * 4 + [("w2", "h2")] * 4
    assert bundle(moves, WARD, HOME).arcs == (Arc("North", "East", 8, "locality to locality"),)


@given(st.lists(st.tuples(st.sampled_from(sorted(WARD)), st.sampled_from(sorted(HOME))), max_size=120))
def test_nobody_is_alone_and_nobody_is_counted_twice(moves):
    found = bundle(moves, WARD, HOME)
    assert all(one.people >= FEWEST for one in found.arcs)
    assert sum(one.people for one in found.arcs) + found.left_out == len(moves)
