"""The best split under rules, from outside: each curve is replaced by the roof of its tangents, and the rest is linear.

A roof is never below its curve, so the linear model's best is at least the true best; the true gain of the split it
finds is at most the true best. Tangents are set closer and closer round the split found until the two meet (Kelley,
J. E. (1960), SIAM Journal 8, 703-712, line by line). What is still between them is reported, never hidden.
"""

from dataclasses import dataclass
from math import inf

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from tightrope.errors import Refusal
from tightrope.whatif.curves import Array, Lines, Problem
from tightrope.whatif.water import pour

AROUND = np.array([-4, -2, -1, -0.5, -0.25, 0, 0.25, 0.5, 1, 2, 4])  # tangents round a split, in falls of its price
FIRST = np.array([-6, -4, -3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4, 6])
CLOSER = 4.0  # how much closer they are set each time
ROUNDS = 14
GAP = 1e-9
SMALL = 1e-12
TINY = 1e-11  # pieces shorter than this share of a line's usual pounds are left out


@dataclass(frozen=True, eq=False)
class Roof:
    """Corners of each line's roof: pounds and gain, line by corner, from its least to its most; straight between."""

    at: Array
    gain: Array


@dataclass(frozen=True, eq=False)
class Found:
    """A split, its true gain, what no split can exceed, and the gain of the next pound of the total and each rule."""

    x: Array
    gain: float
    bound: float
    price: float
    rule_prices: Array


def roof(lines: Lines, points: Array) -> Roof:
    """The roof of tangents at `points` (line by point, pounds); lines must be past their step at `low`.

    Where a line does harm its loss is taken as the straight line between its ends, and as none before it opens.
    """
    low, high = lines.low[:, None], lines.high[:, None]
    t = np.sort(np.clip(np.hstack([low, points, high]), low, high), axis=1)
    fall = lines.rate[:, None] * np.diff(t, axis=1)
    tiny = fall < 1e-9
    part = np.where(tiny, 0.5, (1 - fall / np.expm1(np.where(tiny, 1.0, fall))) / np.where(tiny, 1.0, fall))
    meet = t[:, :-1] + part * np.diff(t, axis=1)  # where neighbouring tangents meet
    over = lines.gain(t[:, :-1].T).T + lines.slope(t[:, :-1].T).T * (meet - t[:, :-1])
    at, gain = (
        np.hstack([low, meet, high]),
        np.hstack([lines.gain(lines.low)[:, None], over, lines.gain(lines.high)[:, None]]),
    )
    plain = ~lines.helps
    if plain.any():
        turn = np.clip(lines.opens, lines.low, lines.high)[plain, None]
        at[plain, 1:-1] = turn
        before = lines.gain(lines.low)[plain]
        gain[plain, 1:-1] = np.where(lines.opens[plain] > lines.low[plain], 0.0, before)[:, None]
    return Roof(at, gain)


def points_around(lines: Lines, x: Array, close: Array | float, steps: Array = AROUND) -> Array:
    """Points at which the price of a line is so many times e^close up and down from that at x."""
    rate = np.where(lines.helps, lines.rate, inf)
    return x[:, None] + steps * (np.asarray(close) * np.ones(x.size) / rate)[:, None]


def best(problem: Problem, gap: float = GAP) -> Found:
    """The most gain within the total and the rules; `bound` less `gain` is what is not yet proved."""
    lines, close = problem.lines, np.ones(problem.lines.low.size)
    start, _ = pour(lines, problem.total)
    points, centre = points_around(lines, start, close, FIRST), start
    found, bound = None, inf
    for _ in range(ROUNDS):
        now = linear(problem, roof(lines, points))
        bound = min(bound, now.bound)
        if found is None or now.gain >= found.gain:
            found = now
        if bound - found.gain <= gap * max(abs(bound), SMALL):
            break
        moved = np.abs(now.x - centre) * lines.rate
        close, centre = np.where(moved <= 2 * close, close / CLOSER, close), now.x
        points = points_around(lines, centre, close)
    return Found(found.x, found.gain, max(bound, found.gain), found.price, found.rule_prices)


def linear(problem: Problem, over: Roof, aim: Array | None = None, gain_floor: float | None = None) -> Found:
    """The best of the linear model: most gain, or most of `aim` x pounds among splits whose roofs gain `gain_floor`.

    A roof's slopes fall, so its pieces fill from the first on their own, each up to its length: the program has a row
    for each limit and nothing else. Money and gain are in units in which they are about 1. Raises Refusal where nothing
    keeps every limit.
    """
    low, n = over.at[:, 0], over.at.shape[0]
    money = max(problem.total / n, 1.0)
    worth = max(float(np.abs(over.gain[:, -1] - over.gain[:, 0]).mean()), SMALL)
    length, rise = np.diff(over.at, axis=1) / money, np.diff(over.gain, axis=1) / worth
    line, piece = np.nonzero(length > TINY)
    length, slope = length[line, piece], rise[line, piece] / length[line, piece]
    limits, most = limit_rows(problem)
    room, rows = (most - limits @ low) / money, limits[:, line]
    already, cost = float(over.gain[:, 0].sum()), -slope
    if aim is not None:
        rows, room = np.vstack([rows, -slope]), np.append(room, (already - gain_floor) / worth)
        cost = -aim[line]
    bounds = np.stack([np.zeros(length.size), length], axis=1)
    solved = linprog(cost, csr_array(rows), room, bounds=bounds, method="highs", options={"presolve": False})
    if solved.x is None:
        raise Refusal("No split keeps every limit.")
    x = low + np.bincount(line, solved.x, n) * money
    bound = float(aim @ low) - solved.fun * money if aim is not None else already - solved.fun * worth
    prices = -solved.ineqlin.marginals[: most.size] * worth / money
    return Found(x, float(problem.lines.gain(x).sum()), bound, float(prices[0]), prices[1:])


def limit_rows(problem: Problem) -> tuple[Array, Array]:
    """The total and every limit of a rule as rows x pounds <= most."""
    low, high = problem.least > 0, np.isfinite(problem.most)
    rows = np.vstack([np.ones(problem.lines.low.size), problem.rows[high], -problem.rows[low]])
    return rows, np.concatenate([[problem.total], problem.most[high], -problem.least[low]])
