"""The whole against the poorest: what must hold of every frontier, and an independent solver's points."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_splits import by_cvxpy, lines, rules

from tightrope.errors import Refusal
from tightrope.whatif.best import best
from tightrope.whatif.curves import Curve
from tightrope.whatif.frontier import frontier


def groups(curves):
    return {one.id: 1 + number % 3 for number, one in enumerate(curves)}


def falls(points):
    return all(b.gain < a.gain and b.poorest > a.poorest for a, b in zip(points, points[1:], strict=False))


@settings(deadline=None, max_examples=12)
@given(st.integers(3, 8), st.integers(0, 10_000), st.integers(0, 2), st.booleans())
def test_as_the_poorest_gain_the_whole_never_does(number, seed, rule_number, steps):
    curves, total = lines(number, seed, steps=steps), 100_000.0 * number
    given_rules = [] if steps else rules(curves, total, rule_number, seed)
    points = frontier(curves, total, groups(curves), 6, given_rules)
    assert points and falls(points) and len(points) <= 6
    shares = [one.share for one in points]
    assert shares == sorted(shares)
    for point in points:
        assert sum(round(one * 100) for one in point.amounts.values()) <= round(total * 100)
        assert sum(one.gain(point.amounts[one.id]) for one in curves) == pytest.approx(point.gain)


def test_it_begins_at_the_best_and_ends_with_the_poorest():
    curves, total = lines(30, 4), 3_000_000.0
    points = frontier(curves, total, groups(curves))
    assert len(points) == 20 and falls(points)
    assert points[0].amounts == best(curves, total).amounts
    # at the far end the poorest gain what they would if nobody else counted: others have their floors
    alone = [one for one in curves if groups(curves)[one.id] == 1]
    floors = sum(one.floor for one in curves if groups(curves)[one.id] != 1)
    assert points[-1].poorest == pytest.approx(best(alone, total - floors).gain, rel=1e-3)
    spread = [b.poorest - a.poorest for a, b in zip(points, points[1:], strict=False)]
    assert max(spread) < 0.2 * (points[-1].poorest - points[0].poorest)


def test_no_split_has_more_of_both():
    pytest.importorskip("cvxpy")
    curves, total = lines(9, 8), 900_000.0
    poorest = [one for one in curves if groups(curves)[one.id] == 1]
    for point in frontier(curves, total, groups(curves), 5):
        weighed = [
            Curve(**{**vars(one), "worth": one.worth * point.weight}) if one in poorest else one for one in curves
        ]
        theirs = by_cvxpy(weighed, total)
        assert point.gain + (point.weight - 1) * point.poorest == pytest.approx(theirs, rel=1e-5)


def test_one_point_where_there_is_nothing_to_give_up():
    # the poorer have everything already (the worked example): no split gives them more
    poorer = Curve("p", "Poorer", 2700, 0.8, 400, 0.028, 0, 240_000)
    affluent = Curve("a", "Affluent", 1320, 0.8, 400, 0.018, 0, 240_000)
    points = frontier([poorer, affluent], 240_000, {"p": 1, "a": 5})
    assert [one.amounts for one in points] == [{"p": 240_000, "a": 0}] and points[0].share == 1


def test_three_hundred_lines():
    curves, total = lines(300, 1), 20_000_000.0
    for given_rules in ((), rules(curves, total, 3, 1)):
        points = frontier(curves, total, groups(curves), rules=given_rules)
        assert len(points) == 20 and falls(points)
        assert np.isclose([sum(one.amounts.values()) for one in points], total).all()


def test_somebody_must_be_poorest():
    curves = lines(3, 1)
    with pytest.raises(Refusal, match="No line belongs to a group"):
        frontier(curves, 300_000, {})
    with pytest.raises(Refusal, match="two points"):
        frontier(curves, 300_000, groups(curves), 1)
