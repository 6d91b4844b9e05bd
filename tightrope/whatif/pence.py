"""Amounts in whole pence that still add up and still keep every limit, and pounds in words."""

from math import floor

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from tightrope.whatif.curves import NOISE, Array, Problem

REACH = 3  # pence that a line may be moved for the sake of rules that overlap


def whole_pence(problem: Problem, x: Array, spent: float) -> Array:
    """Pounds to the penny that add up to `spent`, near `x`.

    The rule: round each down, then give the pence that are left to the largest remainders, ties in the order of ids,
    as limits allow. With rules on several lines the same is a small whole-number choice that keeps every rule.
    """
    pence, target = x * 100, round(spent * 100)
    low, high = np.rint(problem.lines.low * 100), np.rint(problem.lines.high * 100)
    near = np.rint(pence)
    base = np.clip(np.where(np.abs(pence - near) < NOISE, near, np.floor(pence)), low, high)
    if problem.rules:
        return _within_rules(problem, pence, base, low, high, target) / 100
    part = pence - base
    while (left := int(target - base.sum())) != 0:
        step = 1 if left > 0 else -1
        free = np.flatnonzero(base < high if left > 0 else base > low)
        if not free.size:
            break
        order = free[np.argsort(-step * part[free], kind="stable")][: abs(left)]
        base[order] += step
        part[order] -= step
    return base / 100


def pounds(value: float) -> str:
    """ "£140,000"; pence only where there are any."""
    pence = round(value * 100)
    return f"£{pence // 100:,}" if pence % 100 == 0 else f"£{pence / 100:,.2f}"


def whole_pounds(value: float) -> str:
    """ "£140,000", rounded down: for what somebody gets at least."""
    return f"£{floor(value + NOISE):,}"


def _within_rules(problem: Problem, pence: Array, base: Array, low: Array, high: Array, target: int) -> Array:
    """The nearest whole pence within the rules; the plain rounding where there are none within REACH."""
    rows = np.vstack([np.ones(base.size), problem.rows])
    already = rows @ base
    least = np.concatenate([[target], np.rint(problem.least * 100)]) - already
    most = np.concatenate([[target], np.rint(problem.most * 100)]) - already
    # each penny moved costs its distance: down and up are separate, so that the cost is linear
    part = pence - base
    cost = np.concatenate([1 - 2 * part, np.full(base.size, 2.0), np.full(base.size, 2.0)])
    room = high - base
    one = np.minimum(room, 1)
    bounds = Bounds(0, np.concatenate([one, np.minimum(room - one, REACH), np.minimum(base - low, REACH)]))
    moved = np.hstack([rows, rows, -rows])
    found = milp(cost, integrality=1, bounds=bounds, constraints=LinearConstraint(moved, least, most))
    if found.x is None:
        return base
    up, further, back = np.rint(found.x).reshape(3, -1)
    return base + up + further - back
