"""The best split where some lines have a set-up cost or need a least amount to run: which lines to run at all.

A line that runs gains along its curve; one that does not gains nothing. Each curve is replaced by the roof of its
tangents, which no curve exceeds, and the choice of lines made by a whole-number program (scipy.optimize.milp, HiGHS).
What the program proves is a bound on every split; the split it finds is then worked out exactly with its lines open.
The gap between the two, tangents and search together, is what is reported. Tangents are added round what was found
until the gap is small enough or time is up.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import inf
from time import monotonic

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from tightrope.errors import Refusal
from tightrope.whatif import outer
from tightrope.whatif.best import Best, checked, solved, told
from tightrope.whatif.curves import Array, Curve, Lines, Problem
from tightrope.whatif.parts import Rule
from tightrope.whatif.water import pour

GAP = 1e-3
SECONDS = 10.0
NEAR = np.array([-3, -2, -1.4, -1, -0.7, -0.45, -0.25, -0.1, 0, 0.1, 0.25, 0.45, 0.7, 1, 1.4, 2, 3])
CLOSE, CLOSEST = 0.5, 1e-3  # of the tangents round what was found, at first and at last
SEARCH_SHARE = 0.25  # of the gap that the search alone may leave
LEAST_SECONDS = 0.05


def best_in_steps(
    curves: Sequence[Curve],
    total: float,
    rules: Sequence[Rule] = (),
    gap: float = GAP,
    seconds: float = SECONDS,
) -> Best:
    """The split of `total` pounds with the most gain, lines that do not run included.

    Ends when no split can gain more than `gap` (share of the bound) above it, or after about `seconds`; `Best.gap`
    says what is left. `price` is for the lines that run. Without steps this is `best`. Raises Refusal as it does.
    """
    problem = checked(curves, total, rules)
    return told(*in_steps(problem, gap, seconds), curves)


def in_steps(problem: Problem, gap: float = GAP, seconds: float = SECONDS) -> tuple[Problem, outer.Found]:
    """The problem with its lines opened or shut for good, and its best split before rounding."""
    steps = problem.lines.steps
    if not steps.any():
        return problem, solved(problem)
    until = monotonic() + seconds
    opened = running(problem.lines, np.ones(steps.size, bool))
    points = _first_points(problem, opened)
    shape, best = _relaxed_start(problem, opened, points) or (None, None)
    bound, close = inf, CLOSE
    while True:
        over = outer.roof(opened, points)
        left = max(until - monotonic(), LEAST_SECONDS)
        runs, x, proved = _choose(problem, opened, over, gap * SEARCH_SHARE, left)
        bound = min(bound, proved)
        if runs is not None:
            now_shape = fixed(problem, runs)
            now = solved_if_it_holds(now_shape)
            if now is not None and (best is None or now.gain > best.gain):
                shape, best = now_shape, now
        done = best is not None and bound - best.gain <= gap * abs(bound)
        if done or monotonic() >= until or close < CLOSEST:
            break
        around = [x] if x is not None else []
        around += [best.x] if best is not None else []
        points = np.hstack([points, *(outer.points_around(opened, one, close) for one in around)])
        close /= outer.CLOSER
    if best is None or shape is None:
        raise Refusal("No split was found in the time given. Allow more seconds.")
    return shape, replace(best, bound=max(bound, best.gain))


def running(lines: Lines, runs: Array) -> Lines:
    """Lines with a step as they are when they run (from where they open) or not (up to there, gaining nothing)."""
    steps = lines.steps
    on, off = steps & runs, steps & ~runs
    return lines.changed(
        low=np.where(on, lines.opens, lines.low),
        high=np.where(off, lines.opens, lines.high),
        scale=np.where(off, 0.0, lines.scale),
    )


def fixed(problem: Problem, runs: Array) -> Problem:
    """The problem with those lines running and the other lines with a step not."""
    return replace(problem, lines=running(problem.lines, runs))


def solved_if_it_holds(problem: Problem) -> outer.Found | None:
    """The best split of lines opened or shut for good; None where they leave none within the limits."""
    if problem.lines.low.sum() > problem.total:
        return None
    try:
        return solved(problem)
    except Refusal:
        return None  # these lines cannot all run within the rules


def _first_points(problem: Problem, opened: Lines) -> Array:
    """Tangents where lines would stand at the price of the split without steps, and well round it."""
    _, price = pour(problem.lines.changed(opens=np.zeros_like(opened.low)), problem.total)
    price = price if np.isfinite(price) else 0.0
    rate = np.where(opened.helps, opened.rate, inf)
    steepest = np.where(opened.helps, opened.steepest, 0.0)
    return np.clip(
        opened.start[:, None] + (steepest[:, None] - price + NEAR) / rate[:, None],
        opened.low[:, None],
        opened.high[:, None],
    )


def _relaxed_start(problem: Problem, opened: Lines, points: Array) -> tuple[Problem, outer.Found] | None:
    """A first split: run what runs for more than half when lines may run in part."""
    runs, _, _ = _choose(problem, opened, outer.roof(opened, points), 0.0, SECONDS, whole=False)
    if runs is None:
        return None
    for tried in (runs, np.zeros_like(runs)):
        shape = fixed(problem, tried)
        found = solved_if_it_holds(shape)
        if found is not None:
            return shape, found
    return None


def _choose(
    problem: Problem, opened: Lines, over: outer.Roof, gap: float, seconds: float, whole: bool = True
) -> tuple[Array | None, Array | None, float]:
    """Which lines run, the pounds of each and a bound on the gain of every split.

    Each line is a mixture of the corners of its roof: all of it, or as much of it as it runs. A line that does not
    run may still be given money short of opening, where a rule asks for it.
    """
    lines, steps = problem.lines, problem.lines.steps
    n, corners = over.at.shape
    money, worth = max(problem.total / n, 1.0), max(float(np.abs(over.gain - over.gain[:, :1]).max()), outer.SMALL)
    number, at = np.arange(n * corners), over.at - lines.low[:, None]
    stepped = np.flatnonzero(steps)
    first_run, first_idle = n * corners, n * corners + stepped.size
    columns = first_idle + stepped.size
    which = np.repeat(np.arange(n), corners)
    mixed = coo_array(
        (
            np.concatenate([np.ones(n * corners), -np.ones(stepped.size)]),
            (np.concatenate([which, stepped]), np.concatenate([number, first_run + np.arange(stepped.size)])),
        ),
        shape=(n, columns),
    )
    idle_room = (lines.opens - lines.low)[stepped] / money
    idle = coo_array(
        (
            np.concatenate([np.ones(stepped.size), idle_room]),
            (
                np.tile(np.arange(stepped.size), 2),
                np.concatenate([first_idle + np.arange(stepped.size), first_run + np.arange(stepped.size)]),
            ),
        ),
        shape=(stepped.size, columns),
    )
    rows, most = outer.limit_rows(problem)
    limits = np.hstack([rows[:, which] * (at / money).ravel(), np.zeros((len(rows), stepped.size)), rows[:, stepped]])
    limit = (most - rows @ lines.low) / money
    base = np.where(steps, 0.0, over.gain[:, 0])
    cost = np.concatenate([-((over.gain - base[:, None]) / worth).ravel(), np.zeros(2 * stepped.size)])
    upper = np.concatenate([np.ones(n * corners + stepped.size), idle_room])
    integrality = np.zeros(columns)
    integrality[first_run:first_idle] = 1 if whole else 0
    found = milp(
        cost,
        integrality=integrality,
        bounds=Bounds(0, upper),
        constraints=[
            LinearConstraint(mixed.tocsr(), np.where(steps, 0.0, 1.0), np.where(steps, 0.0, 1.0)),
            LinearConstraint(idle.tocsr(), -inf, idle_room),
            LinearConstraint(limits, -inf, limit),
        ],
        options={"mip_rel_gap": gap, "time_limit": max(seconds, LEAST_SECONDS)},
    )
    # a search that ran out of time before it had any bound is bounded by every line at its top
    roof = float(over.gain.max(axis=1).sum())
    proved = found.mip_dual_bound if whole else found.fun
    bound = roof if proved is None or not np.isfinite(proved) else float(base.sum()) - proved * worth
    if found.x is None:
        return None, None, min(bound, roof)
    runs = np.ones(n, bool)
    runs[stepped] = found.x[first_run:first_idle] > 0.5
    x = lines.low + (found.x[: n * corners].reshape(n, corners) * at).sum(axis=1)
    return runs, np.where(runs, np.maximum(x, opened.low), opened.low), min(bound, roof)
