"""How much and how little each line can get among all splits that gain nearly as much as the best.

Without rules the answer is exact: if a line is given other than its best amount, the rest is best poured over the
others at one price, so a line's extremes are roots in that price; all lines are solved at once. With rules each
extreme is a linear program over the roofs of the curves (whatif.outer): never narrower than the truth, so that "at
least" stays true, and little wider.
"""

from dataclasses import dataclass

import numpy as np

from tightrope.whatif import outer
from tightrope.whatif.best_steps import NEAR
from tightrope.whatif.curves import Array, Lines, Problem
from tightrope.whatif.water import at_price

HALVINGS = 60
CLOSE = 0.1  # tangents round an extreme, in falls of the price
SNAP = 0.005  # pounds from a limit that count as on it


@dataclass(frozen=True, eq=False)
class Ranges:
    """Least and most pounds of each line, and splits that come near them, line's least first, then its most."""

    least: Array
    most: Array
    splits: Array


def ranges(problem: Problem, x: Array, price: float, gain_floor: float) -> Ranges:
    """Over all splits within the limits that gain `gain_floor` or more; `x` is the best, its lines past any step."""
    if problem.rules:
        return _by_programs(problem, x, gain_floor)
    return _by_prices(problem, price, gain_floor)


def extreme(problem: Problem, x: Array, gain_floor: float, aim: Array) -> Array:
    """The split with the most of `aim` x pounds among those that gain so much, by roofs round `x`."""
    points = outer.points_around(problem.lines, x, 1.0, NEAR)
    found = outer.linear(problem, outer.roof(problem.lines, points), aim, gain_floor).x
    nearer = np.hstack([points, outer.points_around(problem.lines, found, CLOSE)])
    return outer.linear(problem, outer.roof(problem.lines, nearer), aim, gain_floor).x


def inside(lines: Lines, best: Array, other: Array, gain_floor: float) -> Array:
    """The point nearest to `other` on the straight way from the best that still gains so much."""
    if lines.gain(other).sum() >= gain_floor:
        return other
    kept, lost = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (kept + lost) / 2
        if lines.gain(best + middle * (other - best)).sum() >= gain_floor:
            kept = middle
        else:
            lost = middle
    return best + kept * (other - best)


def _by_programs(problem: Problem, x: Array, gain_floor: float) -> Ranges:
    low, high = [], []
    for unit in np.eye(x.size):
        low.append(extreme(problem, x, gain_floor, -unit))
        high.append(extreme(problem, x, gain_floor, unit))
    splits = np.array([*low, *high])
    return Ranges(np.minimum(np.diag(splits[: x.size]), x), np.maximum(np.diag(splits[x.size :]), x), splits)


def _by_prices(problem: Problem, price: float, gain_floor: float) -> Ranges:
    lines, total, n = problem.lines, problem.total, problem.lines.low.size
    helps = lines.helps
    enters = np.where(helps, lines.steepest - lines.rate * (lines.low - lines.start), 0.0)
    leaves = np.where(helps, lines.steepest - lines.rate * (lines.high - lines.start), 0.0)
    bottom, top = float(leaves.min(initial=0.0)) - 1, float(enters.max(initial=0.0)) + 1
    begin = float(np.clip(price, bottom, top))
    splits = []
    for end in (bottom, top):
        good, bad = np.full(n, begin), np.full(n, end)
        fine = _others(lines, total, bad, gain_floor)[1]
        good[fine] = bad[fine]
        for _ in range(HALVINGS):
            middle = (good + bad) / 2
            fine = _others(lines, total, middle, gain_floor)[1]
            good, bad = np.where(fine, middle, good), np.where(fine, bad, middle)
        splits.append(_others(lines, total, good, gain_floor)[0])
    down, up = splits
    least, most = np.diag(down).copy(), np.diag(up).copy()
    # where the others can take no more, money may also stay unspent
    others = lines.gain(down).sum(axis=1) - np.diag(lines.gain(down))
    full = helps & np.all((down >= lines.high - SNAP) | ~helps | np.eye(n, dtype=bool), axis=1)
    needed = np.clip(np.divide(gain_floor - others, lines.scale, out=np.zeros(n), where=full), 0, 1 - 1e-15)
    alone = lines.start - np.divide(np.log1p(-needed), lines.rate, out=np.zeros(n), where=full)
    least = np.where(full, np.clip(alone, lines.low, least), least)
    np.fill_diagonal(down, least)
    least = np.where(least - lines.low < SNAP, lines.low, least)
    most = np.where(lines.high - most < SNAP, lines.high, most)
    return Ranges(least, most, np.vstack([down, up]))


def _others(lines: Lines, total: float, prices: Array, gain_floor: float) -> tuple[Array, Array]:
    """Line i's split when the others are poured at price i and it takes what is left; whether that is near enough."""
    x = at_price(lines, prices[:, None])
    own = total - (x.sum(axis=1) - np.diag(x))
    # a line that may not take all that is left leaves it; one that cannot be given its least has no split here
    np.fill_diagonal(x, np.minimum(own, lines.high))
    slack = np.finfo(float).eps * 64 * total
    return x, (own >= lines.low - slack) & (lines.gain(x).sum(axis=1) >= gain_floor)
