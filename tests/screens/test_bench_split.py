"""Measuring the best split: every figure is there, and what it is held against works out the same."""

import importlib.util

import numpy as np
import pytest

from tightrope.screens import bench, bench_split
from tightrope.whatif import draws
from tightrope.whatif.best import best
from tightrope.whatif.best_steps import best_in_steps

NEEDS_CVXPY = pytest.mark.skipif(importlib.util.find_spec("cvxpy") is None, reason="cvxpy is not installed")


def test_each_figure_of_the_best_split_is_printed(monkeypatch):
    monkeypatch.setattr(bench_split.importlib.util, "find_spec", lambda name: None)
    rows = bench_split.run(12, 2)
    named = ["best split", "best split, set-up costs", "frontier", "outcomes drawn", "outcomes drawn"]
    assert [row["what"] for row in rows] == named
    assert all(row["median"] > 0 for row in rows)
    assert all("cvxpy is not installed" in row["size"] for row in rows[:3])
    assert "gap " in rows[1]["size"] and rows[4]["ratio"] > 0
    assert len(bench.table(rows)) == 2 + len(rows)


@NEEDS_CVXPY
def test_what_it_is_held_against_finds_the_same():
    plain, total = bench_split.made_up(12), 12 * bench_split.EACH
    ours = best(plain, total)
    assert bench_split._cvxpy_best(plain, total)[0] == pytest.approx(ours.gain, rel=1e-6)
    groups = {one.id: 1 + place % 5 for place, one in enumerate(plain)}
    assert bench_split._cvxpy_frontier(plain, total, groups)[0] == pytest.approx(ours.gain, rel=1e-6)
    stepped = bench_split.made_up(12, steps=True)
    # roofs of straight pieces lie above the curves, by little
    theirs, mine = bench_split._cvxpy_steps(stepped, total), best_in_steps(stepped, total)
    assert mine.gain * (1 - 1e-3) <= theirs <= mine.gain * 1.02


def test_the_plain_loop_works_out_the_same():
    scenario = bench_split._scenario(5, 7)
    drawn, amounts = draws.draw(scenario), dict(scenario.splits[0].amounts)
    assert np.allclose(bench_split._plain(scenario, drawn, amounts), draws.outcomes(scenario, drawn, amounts))
