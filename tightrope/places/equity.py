"""How unequal something is along deprivation: absolute and relative gaps, with seeded intervals.

Groups stand from most to least deprived, each with its share of the people and its rate. For something bad, the
absolute and the relative gap may move in opposite directions: both are given. Sources: Wagstaff, A., Paci, P. and van
Doorslaer, E. (1991), Social Science & Medicine 33, 545-557 (slope index, concentration index); Atkinson, A. B.
(1970), Journal of Economic Theory 2, 244-263; Kolm, S.-C. (1976), Journal of Economic Theory 12, 416-442.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tightrope.errors import Refusal

Array = np.ndarray
DRAWS, SEED = 2000, 20261103
INTERVAL = 0.95
AVERSION = 0.5  # Atkinson: how much a gap at the bottom weighs against one at the top; 0 not at all
ABSOLUTE = 1.0  # Kolm: the same; over the mean of the rates, so that pounds and shares are weighed alike


@dataclass(frozen=True)
class Measured:
    """One measure with the interval that a bootstrap over people gives."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Gradient:
    """All measures of one rate over the groups, most deprived first.

    `slope` is the modelled difference between the least and the most deprived end (negative: more at the deprived
    end), `relative` the same over the mean, `concentration` below 0 where it gathers among the deprived.
    """

    mean: float
    slope: Measured
    relative: Measured
    concentration: Measured
    atkinson: Measured | None  # share of the whole that an equal spread could do without; None where a group has none
    kolm: Measured  # the same as an absolute gap, in units of the rate: its aversion is ABSOLUTE over the mean


def ranks(shares: Sequence[float]) -> Array:
    """Mid-ranks from 0 (most deprived) to 1: the middle of each group among all people in order."""
    p = _shares(shares)
    return np.cumsum(p) - p / 2


def mean(shares: Sequence[float], rates: Sequence[float]) -> float:
    """Rate of all people together."""
    return float(_shares(shares) @ _rates(shares, rates))


def slope_index(shares: Sequence[float], rates: Sequence[float]) -> float:
    """Slope of the weighted regression of the rate on mid-rank: the gap across the whole gradient, in its units.

    p = .24 .18 .16 .19 .23 and x = 9.5 8.4 7.0 6.1 5.2: -5.769.
    """
    return float(_slope_weights(shares) @ _rates(shares, rates))


def relative_index(shares: Sequence[float], rates: Sequence[float]) -> float:
    """The slope over the mean: -0.794 for the same. Raises Refusal where nobody has any of it."""
    middle = mean(shares, rates)
    if middle == 0:
        raise Refusal("Nobody has any of it, so nothing can be said relative to the mean.")
    return slope_index(shares, rates) / middle


def concentration_index(shares: Sequence[float], rates: Sequence[float]) -> float:
    """2 x sum of share x rate x rank over the mean, less 1: -0.1266 for the same. Below 0: among the deprived."""
    middle = mean(shares, rates)
    if middle == 0:
        raise Refusal("Nobody has any of it, so nothing can be said relative to the mean.")
    return float(2 * (_shares(shares) * _rates(shares, rates)) @ ranks(shares) / middle - 1)


def atkinson(shares: Sequence[float], rates: Sequence[float], aversion: float = AVERSION) -> float:
    """Share of a *good* thing that could be given up for an equal spread and be worth as much; rates above 0.

    1 - EDE / mean, EDE = (sum p x^(1 - e))^(1 / (1 - e)), at e = 1 the geometric mean.
    """
    p, x = _shares(shares), _rates(shares, rates)
    if np.any(x <= 0):
        raise Refusal("This measure needs rates above 0.")
    power = 1 - aversion
    equal = np.exp(p @ np.log(x)) if power == 0 else (p @ x**power) ** (1 / power)
    return float(1 - equal / (p @ x))


def kolm(shares: Sequence[float], rates: Sequence[float], aversion: float = ABSOLUTE) -> float:
    """(1/a) ln sum p exp(a (mean - x)): an absolute gap, the same when everybody gets as much more."""
    p, x = _shares(shares), _rates(shares, rates)
    if aversion <= 0:
        raise Refusal("The aversion must be above 0.")
    gaps = aversion * (p @ x - x)
    most = gaps.max()  # taken out first, so that a large gap does not overflow
    return float((most + np.log(p @ np.exp(gaps - most))) / aversion)


def gradient(people: Sequence[float], counts: Sequence[float], per: float = 1.0) -> Gradient:
    """Every measure for `counts` among `people` of each group, as a rate for each `per` people, with intervals.

    The bootstrap draws each group's count anew (binomial where a count cannot exceed its people, else Poisson), as
    many times as DRAWS, from SEED.
    """
    n, k = np.asarray(people, float), np.asarray(counts, float)
    shares, rates = list(n / n.sum()), list(k / n * per)
    rng = np.random.default_rng(SEED)
    whole = bool(np.all(k <= n) and np.all(n == np.round(n)))
    drawn = rng.binomial(n.astype(int), k / n, (DRAWS, n.size)) if whole else rng.poisson(k, (DRAWS, n.size))
    draws = drawn / n * per
    return _with_intervals(shares, rates, draws)


def _with_intervals(shares: list[float], rates: list[float], draws: Array) -> Gradient:
    tail = (1 - INTERVAL) / 2

    def measured(value: float, made: Array) -> Measured:
        low, high = np.quantile(made, [tail, 1 - tail])
        return Measured(value, float(low), float(high))

    p, slopes, middle = _shares(shares), draws @ _slope_weights(shares), draws @ _shares(shares)
    some = middle > 0  # a draw in which nobody has any of it has no relative gap
    gathered = 2 * (draws @ (p * ranks(shares)))[some] / middle[some] - 1
    whole = np.all(draws > 0, axis=1)
    poor = draws[whole]
    averse = ABSOLUTE / max(mean(shares, rates), 1e-9)  # so that pounds and shares are weighed alike
    return Gradient(
        mean=mean(shares, rates),
        slope=measured(slope_index(shares, rates), slopes),
        relative=measured(relative_index(shares, rates), slopes[some] / middle[some]),
        concentration=measured(concentration_index(shares, rates), gathered),
        atkinson=measured(atkinson(shares, rates), _atkinson(p, poor)) if min(rates) > 0 and poor.size else None,
        kolm=measured(kolm(shares, rates, averse), _kolm(p, draws, averse)),
    )


def _atkinson(p: Array, draws: Array) -> Array:
    """atkinson() of every draw at once."""
    power = 1 - AVERSION
    return 1 - (draws**power @ p) ** (1 / power) / (draws @ p)


def _kolm(p: Array, draws: Array, aversion: float) -> Array:
    """kolm() of every draw at once."""
    gaps = aversion * ((draws @ p)[:, None] - draws)
    most = gaps.max(axis=1, keepdims=True)
    return (most[:, 0] + np.log(np.exp(gaps - most) @ p)) / aversion


def gradient_of_areas(groups: Sequence[Sequence[tuple[float, float]]], per: float = 1.0) -> Gradient:
    """The same where each group is made of areas (people, amount): the bootstrap draws areas anew within each group.

    For what is no count of people, such as pounds, and for what differs more from area to area than by chance.
    """
    if any(not sum(people for people, _ in group) > 0 for group in groups):
        raise Refusal("Every group needs people in it.")
    rng = np.random.default_rng(SEED)
    drawn_people, drawn_amounts = np.empty((DRAWS, len(groups))), np.empty((DRAWS, len(groups)))
    for place, group in enumerate(groups):
        areas = np.asarray(group, float)
        picked = areas[rng.integers(0, len(areas), (DRAWS, len(areas)))].sum(axis=1)
        drawn_people[:, place], drawn_amounts[:, place] = picked[:, 0], picked[:, 1]
    people = np.array([sum(n for n, _ in group) for group in groups])
    rates = np.array([sum(k for _, k in group) for group in groups]) / people * per
    draws = np.divide(drawn_amounts, drawn_people, out=np.zeros_like(drawn_amounts), where=drawn_people > 0) * per
    return _with_intervals(list(people / people.sum()), list(rates), draws)


def _slope_weights(shares: Sequence[float]) -> Array:
    """What each group's rate counts for in the slope, which is linear in the rates."""
    p, r = _shares(shares), ranks(shares)
    centred = r - p @ r
    spread = p @ centred**2
    if spread == 0:
        raise Refusal("One group alone has no gradient.")
    return p * centred / spread


def _shares(shares: Sequence[float]) -> Array:
    p = np.asarray(shares, float)
    if p.size < 2 or np.any(p < 0) or p.sum() <= 0:
        raise Refusal("A gradient needs two groups or more, with people in them.")
    return p / p.sum()


def _rates(shares: Sequence[float], rates: Sequence[float]) -> Array:
    x = np.asarray(rates, float)
    if x.size != len(shares) or not np.all(np.isfinite(x)):
        raise Refusal("Every group needs a rate.")
    return x
