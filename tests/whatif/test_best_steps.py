"""The best split with set-up costs: against every choice of lines, and the gap it reports."""

from dataclasses import replace

import numpy as np
import pytest
from made_splits import lines, open_sets, rules

from tightrope.errors import Refusal
from tightrope.whatif.best import best
from tightrope.whatif.best_steps import best_in_steps
from tightrope.whatif.clash import clash
from tightrope.whatif.curves import Curve
from tightrope.whatif.parts import Rule


def every_choice(curves, total, given=()):
    """The most gain over every choice of lines that run, each worked out on its own without any step."""
    most = -np.inf
    for runs in open_sets(curves):
        tried = list(curves)
        for i, run in runs.items():
            opens = max(curves[i].set_up, curves[i].least)
            if not run:
                tried[i] = replace(curves[i], worth=0, ceiling=min(opens, curves[i].ceiling))
            elif opens > curves[i].ceiling:
                break
            else:
                tried[i] = replace(curves[i], floor=opens)
        else:
            if not clash(tried, total, given):
                most = max(most, best(tried, total, given).gain)
    return most


@pytest.mark.parametrize("seed", range(24))
def test_no_choice_of_lines_gains_more(seed):
    curves, total = lines(3 + seed % 5, seed, steps=True), 300_000.0 + 50_000 * (seed % 7)
    given = rules(curves, total, 2, seed) if seed % 3 == 0 else ()
    found = best_in_steps(curves, total, given, gap=1e-7)
    assert found.gain == pytest.approx(every_choice(curves, total, given), rel=2e-7)
    assert 0 <= found.gap <= 1e-7
    assert round(sum(found.amounts.values()) + found.left_over, 2) == total


def test_the_amounts_gain_what_is_said():
    curves, total = lines(40, 3, steps=True), 3_000_000.0
    found = best_in_steps(curves, total)
    assert sum(one.gain(found.amounts[one.id]) for one in curves) == pytest.approx(found.gain, rel=1e-12)
    assert found.gain <= found.bound and found.gap <= 1e-3
    assert best_in_steps(curves[::-1], total).amounts == found.amounts
    # each line either runs or has no more than its floor
    opens = {one.id: max(one.set_up, one.least, one.floor) for one in curves}
    assert all(found.amounts[one.id] >= opens[one.id] or found.amounts[one.id] == one.floor for one in curves)


def test_too_little_for_both_runs_one():
    # each needs £6,000 before anybody is reached and £10,000 is there: one runs with all of it.
    # 4,000 / 10 = 400 places: 100 (1 - exp(-.5 x 400 / 100)) = 86.47 reached, x .1 = 8.647
    one = Curve("a", "A", 100, 0.5, 10, 0.1, 0, 20_000, set_up=6_000)
    other = Curve("b", "B", 100, 0.5, 10, 0.09, 0, 20_000, set_up=6_000)
    found = best_in_steps([one, other], 10_000)
    assert found.amounts == {"a": 10_000, "b": 0} and found.gain == pytest.approx(8.647, abs=1e-3)
    assert found.gap <= 1e-3


def test_a_rule_can_ask_for_money_that_runs_nothing():
    closed = Curve("a", "A", 100, 0.5, 10, 0.1, 0, 20_000, least=15_000)
    found = best_in_steps([closed, replace(closed, id="b", name="B", least=0)], 10_000, [Rule("Must", ("a",), 2_000)])
    assert found.amounts == {"a": 2_000, "b": 8_000}


def test_without_steps_it_is_the_best_split():
    curves = lines(10, 1)
    assert best_in_steps(curves, 1_000_000) == best(curves, 1_000_000)


def test_nothing_may_run_where_there_is_too_little():
    found = best_in_steps([Curve("a", "A", 100, 0.5, 10, 0.1, 0, 20_000, set_up=6_000)], 5_000)
    assert found.amounts == {"a": 0} and found.gain == 0 and found.left_over == 5_000 and found.gap == 0


def test_three_hundred_lines_within_a_thousandth():
    curves, total = lines(300, 2, steps=True), 20_000_000.0
    for given in ((), rules(curves, total, 4, 2)):
        found = best_in_steps(curves, total, given)
        assert found.gap <= 1e-3
        assert round(sum(found.amounts.values()), 2) == total


def test_limits_that_clash_are_refused():
    with pytest.raises(Refusal, match="cannot all be kept"):
        best_in_steps([Curve("a", "A", 1, 1, 1, 1, 10, 10, set_up=20)], 5)
