"""Limits that cannot hold together: the smallest set of them, and by how much each would have to give way.

Limits clash exactly where some of them, counted so many times each, add up to something impossible (Farkas' lemma);
the smallest such set is what to talk about (Gleeson, J. and Ryan, J. (1990), ORSA Journal on Computing 2, 61-63).
The total and a few rules are tried with every count from 0 to 3; for given counts the fewest lines to name are known
outright: the largest amounts come first. With more rules the counts are chosen by a whole-number program. What is found
is checked in whole pence, so nothing hides in rounding. A linear program (scipy, HiGHS) says whether limits clash that
no such count shows; they are then thinned one by one until each is needed, which need not be the smallest set.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from tightrope.whatif.curves import Array, Curve, Problem, stated
from tightrope.whatif.parts import Rule
from tightrope.whatif.pence import pounds

FLOOR, CEILING, AT_LEAST, AT_MOST, TOTAL = "floor", "ceiling", "at_least", "at_most", "total"
MOST_COUNT = 3
FEW_SHARED = 7  # of the total and rules: their counts are tried one by one, 4^7 = 16,384
MISS = 1e-5  # share of the largest limit that a whole-number program can tell from nothing
SECONDS = 10.0
LEAST_MISS, LEAST_COUNT = 0.1, 1e-9  # pence and counts that are not arithmetic noise


@dataclass(frozen=True)
class Clash:
    """One limit of the set: `kind` of limit on a line or rule, in words, and how many pounds it would have to give
    way alone for the set to hold."""

    kind: str
    name: str
    words: str
    gives_way: float

    def __str__(self) -> str:
        way = "lower" if self.kind in (FLOOR, AT_LEAST) else "higher"
        return f"{self.words} (would have to be {pounds(self.gives_way)} {way})"


@dataclass(frozen=True, eq=False)
class _Limits:
    """Every limit as row x pounds <= most, in pence; each row 0, 1 or -1. The first `shared` rows span lines."""

    rows: Array
    most: Array
    told: tuple[tuple[str, str, str], ...]  # kind, name, words
    shared: int


def clash(curves: Sequence[Curve], total: float, rules: Sequence[Rule] = ()) -> tuple[Clash, ...]:
    """Nothing where a split exists; else the smallest set of limits that no split can keep. Raises Refusal.

    Of several smallest sets, the one with the largest miss; then in the order of names.
    """
    return clash_of(stated(curves, total, rules))


def clash_of(problem: Problem) -> tuple[Clash, ...]:
    """The same for a problem stated already."""
    limits = _limits(problem)
    counted = _counted(limits) if limits.shared <= FEW_SHARED else _programmed(limits)
    if counted is None:
        counted = _thinned(limits)
    if counted is None:
        return ()
    miss = -float(counted @ limits.most) / 100
    return tuple(
        Clash(*limits.told[number], round(float(miss / counted[number]), 2)) for number in np.flatnonzero(counted > 0)
    )


def _limits(problem: Problem) -> _Limits:
    lines, n = problem.lines, problem.lines.low.size
    rows, most = [np.ones(n)], [problem.total]
    told = [(TOTAL, "total", f"the total of {pounds(problem.total)}")]
    for rule, row, least, highest in zip(problem.rules, problem.rows, problem.least, problem.most, strict=True):
        if least > 0:
            rows.append(-row)
            most.append(-least)
            told.append((AT_LEAST, rule.name, f"{rule.name} at least {pounds(least)}"))
        if np.isfinite(highest):
            rows.append(row)
            most.append(highest)
            told.append((AT_MOST, rule.name, f"{rule.name} at most {pounds(highest)}"))
    shared = len(rows)
    for curve, low, line in zip(problem.curves, lines.low, np.eye(n), strict=True):
        if low > 0:
            rows.append(-line)
            most.append(-low)
            told.append((FLOOR, curve.name, f"{curve.name} at least {pounds(low)}"))
    ceilings = np.array([one.ceiling for one in problem.curves])
    for curve, high, ceiling, line in zip(problem.curves, lines.high, ceilings, np.eye(n), strict=True):
        if ceiling <= high + 0.01:  # where it is not, the total alone holds the line
            rows.append(line)
            most.append(high)
            told.append((CEILING, curve.name, f"{curve.name} at most {pounds(high)}"))
    return _Limits(np.array(rows), np.rint(np.array(most) * 100), tuple(told), shared)


def _counted(limits: _Limits) -> Array | None:
    """The smallest clash among the counts tried: how often each limit is counted; None where there is none."""
    best, best_rank = None, None
    singles = limits.rows[limits.shared :]
    line = np.abs(singles).argmax(axis=1) if len(singles) else np.zeros(0, int)
    is_floor = singles.sum(axis=1) < 0
    amounts = np.abs(limits.most[limits.shared :])
    for tried in product(range(MOST_COUNT + 1), repeat=limits.shared):
        counts = np.array(tried, float)
        used = int(np.count_nonzero(counts))
        if not used or (best_rank is not None and used > best_rank[0]):
            continue
        weight = counts @ limits.rows[: limits.shared]
        spare = float(counts @ limits.most[: limits.shared])
        above, held = weight < 0, np.zeros(len(singles))
        ceilings = ~is_floor & above[line]
        if np.count_nonzero(ceilings) < np.count_nonzero(above):
            continue  # a line without a most takes any amount
        held[ceilings] = -weight[line[ceilings]]
        spare += float(held @ amounts)
        floors = np.flatnonzero(is_floor & (weight[line] > 0))
        takes = weight[line[floors]] * amounts[floors]
        order = np.argsort(-takes, kind="stable")
        left = spare - np.concatenate([[0.0], np.cumsum(takes[order])])
        if left[-1] >= 0:
            continue
        needed = int(np.argmax(left < 0))
        rank = (used + int(np.count_nonzero(ceilings)) + needed, left[needed] / counts.max())
        if best_rank is None or rank < best_rank:
            named = floors[order[:needed]]
            held[named] = weight[line[named]]
            best, best_rank = np.concatenate([counts, held]), rank
    return best


def _programmed(limits: _Limits) -> Array | None:
    """The smallest clash with counts up to MOST_COUNT for many rules; None where the program finds or proves none."""
    number = limits.most.size
    scale = max(float(np.abs(limits.most).max()), 1.0)
    chosen, none = np.eye(number), np.zeros((limits.rows.shape[1], number))
    found = milp(
        np.concatenate([np.zeros(number), np.ones(number)]),
        integrality=1,
        bounds=Bounds(0, np.concatenate([np.full(number, MOST_COUNT), np.ones(number)])),
        constraints=[
            LinearConstraint(np.hstack([limits.rows.T, none]), 0, np.inf),
            LinearConstraint(np.concatenate([limits.most / scale, np.zeros(number)])[None, :], -np.inf, -MISS),
            LinearConstraint(np.hstack([chosen, -MOST_COUNT * chosen]), -np.inf, 0),
        ],
        options={"time_limit": SECONDS},
    )
    if found.x is None:
        return None
    counted = np.rint(found.x[:number])
    clashes = counted @ limits.most < 0 and np.all(counted @ limits.rows >= 0)
    return counted if clashes else None


def _impossible(limits: _Limits, among: list[int]) -> Array | None:
    """Counts by which limits `among` these add up to something impossible; None where some split keeps them all."""
    solved = linprog(limits.most[among], -limits.rows[among].T, np.zeros(limits.rows.shape[1]), bounds=(0, 1))
    if solved.x is None or solved.fun > -LEAST_MISS:
        return None
    counted = np.zeros(limits.most.size)
    counted[among] = np.where(solved.x > LEAST_COUNT, solved.x, 0)
    return counted


def _thinned(limits: _Limits) -> Array | None:
    """A clash of which no limit can be left out, by leaving out each that is not needed; None where all hold."""
    counted = _impossible(limits, list(range(limits.most.size)))
    if counted is None:
        return None
    for one in np.flatnonzero(counted):
        if counted[one] > 0:
            without = _impossible(limits, [int(other) for other in np.flatnonzero(counted) if other != one])
            counted = counted if without is None else without
    return counted
