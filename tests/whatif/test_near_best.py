"""Splits nearly as good as the best: their ranges against an independent solver, and what is said of all of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_splits import by_cvxpy, lines, rules

from tightrope.errors import Refusal
from tightrope.whatif.best import best
from tightrope.whatif.best_steps import best_in_steps
from tightrope.whatif.curves import Curve
from tightrope.whatif.near_best import near_best


def unit(curves, curve, sign):
    return [sign * (one is curve) for one in curves]


@pytest.mark.parametrize("seed, rule_number", [(1, 0), (2, 0), (3, 2), (4, 3)])
def test_an_independent_solver_has_the_same_ranges(seed, rule_number):
    pytest.importorskip("cvxpy")
    curves, total = lines(7, seed), 700_000.0
    given_rules = rules(curves, total, rule_number, seed)
    found = near_best(curves, total, 0.01, given_rules)
    gain_floor = found.best.gain * 0.99
    for curve in curves:
        least = -by_cvxpy(curves, total, given_rules, unit(curves, curve, -1), gain_floor)
        most = by_cvxpy(curves, total, given_rules, unit(curves, curve, 1), gain_floor)
        # without rules exact; with them never narrower, and wider by less than a hundredth of the total
        wider = 0.01 * total if given_rules else 5.0
        assert least - wider <= found.lines[curve.id].least <= least + 5
        assert most - 5 <= found.lines[curve.id].most <= most + wider


def test_two_lines_by_hand():
    # equal lines, x and 1000 - x of them, 1,000 people each and a place a pound: the gain is
    # 1000 (2 - exp(-x / 1000) - exp(x / 1000 - 1)); at x = 500 + d it falls by 2000 exp(-.5) (cosh(d / 1000) - 1).
    # 1% of 2000 (1 - exp(-.5)) = 7.869; so cosh(d / 1000) = 1 + 7.869 / 1213.06 = 1.006487: d = 113.84
    one = Curve("a", "A", 1_000, 1, 1, 1, 0, 1_000)
    other = Curve("b", "B", 1_000, 1, 1, 1, 0, 1_000)
    found = near_best([one, other], 1_000)
    assert found.lines["a"].best == 500
    assert found.lines["a"].least == pytest.approx(500 - 113.84, abs=0.05)
    assert found.lines["b"].most == pytest.approx(500 + 113.84, abs=0.05)
    assert "Every split within 1% of the best gives A at least £386." in found.shared
    assert "Every split within 1% of the best gives B at most £614." in found.shared


def test_the_worked_example_gives_the_poorer_most_of_it():
    poorer = Curve("p", "North East", 2700, 0.8, 400, 0.028, 0, 240_000)
    affluent = Curve("a", "Affluent", 1320, 0.8, 400, 0.018, 0, 240_000)
    found = near_best([poorer, affluent], 240_000)
    grid = np.arange(0, 240_001, 100)
    gains = np.array([poorer.gain(one) + affluent.gain(240_000 - one) for one in grid])
    least = grid[gains >= 0.99 * gains.max()].min()
    assert least - 100 <= found.lines["p"].least <= least and found.lines["p"].most == 240_000
    assert found.lines["a"].least == 0 and found.lines["a"].most == pytest.approx(240_000 - least, abs=100)
    words = f"Every split within 1% of the best gives North East at least £{int(found.lines['p'].least // 1000)},000."
    assert words in found.shared


@settings(deadline=None, max_examples=10)
@given(st.integers(2, 6), st.integers(0, 10_000), st.booleans(), st.sampled_from([0.005, 0.01, 0.05]))
def test_members_are_near_best_and_inside_the_ranges(number, seed, steps, within):
    curves, total = lines(number, seed, steps=steps), 110_000.0 * number
    found = near_best(curves, total, within, seed=seed)
    assert found.members[0].amounts == found.best.amounts and found.members[0].words == "the best itself"
    for member in found.members:
        assert member.gain >= found.best.gain * (1 - within)
        assert sum(member.amounts.values()) == pytest.approx(total - found.best.left_over, abs=1.01)
        for curve in curves:
            span = found.lines[curve.id]
            assert curve.floor <= span.least and span.most <= curve.ceiling
            assert span.least - 0.011 <= member.amounts[curve.id] <= span.most + 0.011
    assert near_best(curves, total, within, seed=seed) == found


def test_lines_together_have_a_range_too():
    pytest.importorskip("cvxpy")
    curves, total = lines(8, 3), 800_000.0
    north = [one.id for one in curves[:4]]
    found = near_best(curves, total, sets={"The north": north})
    aim = [float(one.id in north) for one in curves]
    least = -by_cvxpy(curves, total, (), [-one for one in aim], found.best.gain * 0.99)
    most = by_cvxpy(curves, total, (), aim, found.best.gain * 0.99)
    assert least - 0.01 * total <= found.sets["The north"].least <= least + 5
    assert most - 5 <= found.sets["The north"].most <= most + 0.01 * total
    assert any("The north at least £" in words for words in found.shared)


def test_members_differ_and_say_how():
    curves = lines(20, 1)
    found = near_best(curves, 2_000_000)
    amounts = [tuple(one.amounts.values()) for one in found.members]
    assert len(set(amounts)) == len(amounts) == 5
    assert all(" more for " in one.words or " less for " in one.words for one in found.members[1:])
    assert near_best(curves, 2_000_000, seed=2).lines == found.lines


def test_a_line_that_might_run_or_not_is_in_the_range():
    # A runs; B in its place gains hardly less (.0995 against .1), so within 1% each gets all or nothing: but both flip
    # at once, which is not searched. A third line that may or may not run is.
    sure = Curve("a", "A", 1_000, 0.5, 10, 0.1, 0, 50_000)
    maybe = Curve("m", "Maybe", 30, 0.5, 10, 0.1, 0, 5_000, set_up=100)
    found = near_best([sure, maybe], 20_000, 0.05)
    assert best_in_steps([sure, maybe], 20_000).amounts["m"] > 0
    assert found.lines["m"].least == 0 and found.lines["m"].most > found.lines["m"].best
    assert all(words.startswith("Every split found within 5%") for words in found.shared)


def test_money_left_over_stays_in_the_ranges():
    # 100 people, place £1: within 1% of 10 (1 - exp(-5)) = 9.9326 is 9.8333: 1 - exp(-x / 100) = .98333, x = 409.4
    found = near_best([Curve("a", "A", 100, 1, 1, 0.1, 0, 500)], 900)
    assert found.best.left_over == 400
    assert found.lines["a"].least == pytest.approx(-100 * np.log(1 - 0.99 * (1 - np.exp(-5))), abs=0.02)
    assert found.lines["a"].most == 500


def test_how_near_must_be_a_share():
    for wrong in (0, 1, -0.1, float("nan")):
        with pytest.raises(Refusal, match="above 0 and below 1"):
            near_best(lines(2, 1), 200_000, wrong)
    with pytest.raises(Refusal, match="Some sets"):
        near_best(lines(2, 1), 200_000, sets={"North": ["nobody"]})
    assert near_best(lines(3, 1), 200_000).best == best(lines(3, 1), 200_000)
