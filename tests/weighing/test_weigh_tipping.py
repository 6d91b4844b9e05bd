"""Where one option overtakes another as stories count for more."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tightrope.errors import Refusal
from tightrope.weighing.tipping import Option, tipping_point, tipping_points

share = st.integers(0, 100).map(lambda n: n / 100)


def test_rowan_overtakes_beechcroft():
    # dN = .60 - .77 = -.17, dS = .78 - .45 = .33: w* = -.17 / (-.17 - .33) = .34
    found = tipping_point(Option("Rowan", 0.60, 0.78), Option("Beechcroft", 0.77, 0.45))
    assert (found.kind, found.overtakes, found.ahead) == ("crosses", "Rowan", "Beechcroft")
    assert found.weight == pytest.approx(0.17 / (0.17 + 0.33))
    assert (found.low, found.high, found.crosses) == (None, None, None)
    turned = tipping_point(Option("Beechcroft", 0.77, 0.45), Option("Rowan", 0.60, 0.78))
    assert (turned.weight, turned.overtakes) == (pytest.approx(found.weight), "Rowan")


@pytest.mark.parametrize(
    "first, second, kind, ahead",
    [
        ((0.8, 0.7), (0.6, 0.5), "always", "A"),
        ((0.6, 0.5), (0.8, 0.7), "always", "B"),
        ((0.6, 0.5), (0.6, 0.7), "tie_on_numbers", "B"),
        ((0.6, 0.7), (0.5, 0.7), "tie_on_stories", "A"),
        ((0.6, 0.7), (0.6, 0.7), "same", None),
        ((0.1 + 0.2, 0.7), (0.3, 0.5), "tie_on_numbers", "A"),  # 0.1 + 0.2 is 0.3 but for its last binary digit
    ],
)
def test_where_they_do_not_cross(first, second, kind, ahead):
    found = tipping_point(Option("A", *first), Option("B", *second))
    assert (found.kind, found.ahead, found.weight, found.overtakes) == (kind, ahead, None, None)


@settings(deadline=None)
@given(share, share, share, share)
def test_a_crossing_lies_inside_and_swaps_the_order(n1, s1, n2, s2):
    first, second = Option("A", n1, s1), Option("B", n2, s2)
    found = tipping_point(first, second)
    assert (found.kind == "crosses") == ((n1 - n2) * (s1 - s2) < 0)
    if found.kind != "crosses":
        return
    assert 0 < found.weight < 1
    assert first.value(found.weight) == pytest.approx(second.value(found.weight))
    by = {"A": first, "B": second}
    winner, leader = by[found.overtakes], by[found.ahead]
    below, above = found.weight / 2, (1 + found.weight) / 2
    assert leader.value(below) > winner.value(below)
    assert winner.value(above) > leader.value(above)


def test_the_range_comes_from_draws_in_which_the_same_option_overtakes():
    # second has numbers .7 and stories .4 throughout; first has stories .8 and numbers .5, .6 or .8, a third each:
    # w* = .2 / (.2 + .4) = 1/3, .1 / (.1 + .4) = 1/5, and never where it leads on both
    first = Option("A", 0.6, 0.8, np.tile([0.5, 0.6, 0.8], 100), np.full(300, 0.8))
    second = Option("B", 0.7, 0.4, np.full(300, 0.7), np.full(300, 0.4))
    found = tipping_point(first, second)
    assert found.weight == pytest.approx(1 / 5)
    assert (found.low, found.high) == (pytest.approx(1 / 5), pytest.approx(1 / 3))
    assert found.crosses == pytest.approx(2 / 3)


def test_draws_must_be_alike_and_names_different():
    first = Option("A", 0.6, 0.8, np.ones(3), np.ones(3))
    with pytest.raises(Refusal, match="different number"):
        tipping_point(first, Option("B", 0.7, 0.4, np.ones(4), np.ones(4)))
    with pytest.raises(Refusal, match="same name"):
        tipping_points([first, first])


def test_every_pair_once():
    options = [Option("A", 0.1, 0.9), Option("B", 0.5, 0.5), Option("C", 0.9, 0.1)]
    assert [(one.first, one.second, round(one.weight, 6)) for one in tipping_points(options)] == [
        ("A", "B", 0.5),
        ("A", "C", 0.5),
        ("B", "C", 0.5),
    ]
