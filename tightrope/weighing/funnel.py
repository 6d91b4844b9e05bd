"""Shares of several contracts against how much each rests on: which lie further out than counting chance explains.

The limits are those of the score test: centre +/- z x sqrt(centre (1 - centre) / n). A point lies outside them
exactly where the score interval of its own k of n (Wilson, E. B. (1927), Journal of the American Statistical
Association 22, 209-212) leaves out the centre. Funnel plots instead of league tables: Spiegelhalter, D. J. (2005),
Statistics in Medicine 24, 1185-1202. Nothing here is ranked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

Array = np.ndarray
INNER, OUTER = 0.95, 0.998  # the two funnels that Spiegelhalter uses: about two and three steps
FEWEST_CONTRACTS = 3
INSIDE, BETWEEN, BEYOND = "inside", "between", "beyond"
EDGE = 1e-12
STEPS = 60  # points that draw each curve


@dataclass(frozen=True)
class Spot:
    """One contract: k of n, and where it lies: INSIDE both funnels, BETWEEN them, or BEYOND the outer one."""

    contract_id: str
    k: float
    n: float
    share: float
    where: str
    low: float  # score interval of its own k of n at OUTER
    high: float


@dataclass(frozen=True)
class Curve:
    """Limits at one n, within 0 to 1: outer low, inner low, inner high, outer high."""

    n: float
    outer_low: float
    inner_low: float
    inner_high: float
    outer_high: float


@dataclass(frozen=True)
class Funnel:
    """The contracts in the order given, the line's pooled share, and the limits from the smallest to the largest n."""

    spots: tuple[Spot, ...]
    centre: float
    curves: tuple[Curve, ...]


def z_of(level: float) -> float:
    """Steps of a bell curve either side that hold `level` of it: 1.96 for 0.95, 3.09 for 0.998."""
    return float(special.ndtri((1 + level) / 2))


def wilson(k: float, n: float, level: float = INNER) -> tuple[float, float]:
    """Score interval of k of n. 81 of 263 at 95%: 0.2553 to 0.3662 (Newcombe 1998). n must be more than 0."""
    z, share = z_of(level), k / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, float(middle - reach)), min(1.0, float(middle + reach))


def limits(centre: float, n: Array | float, level: float) -> tuple[Array, Array]:
    """Score limits around a centre at each n, within 0 to 1."""
    reach = z_of(level) * np.sqrt(centre * (1 - centre) / np.asarray(n, float))
    return np.maximum(centre - reach, 0.0), np.minimum(centre + reach, 1.0)


def outside(k: float, n: float, centre: float, level: float) -> bool:
    """True when k of n lies further from the centre than chance takes it at this level."""
    return (k / n - centre) ** 2 * n > z_of(level) ** 2 * centre * (1 - centre) * (1 + EDGE) + EDGE * EDGE


def funnel(contracts: Sequence[tuple[str, float, float]]) -> Funnel | None:
    """The funnel of (contract_id, k, n); those with nothing to count from are left out; None below three."""
    kept = [(name, min(k, n), n) for name, k, n in contracts if n > 0]
    if len(kept) < FEWEST_CONTRACTS:
        return None
    centre = sum(k for _, k, _ in kept) / sum(n for _, _, n in kept)
    spots = []
    for name, k, n in kept:
        where = BEYOND if outside(k, n, centre, OUTER) else BETWEEN if outside(k, n, centre, INNER) else INSIDE
        spots.append(Spot(name, k, n, k / n, where, *wilson(k, n, OUTER)))
    sizes = [n for _, _, n in kept]
    along = np.geomspace(min(sizes) * 0.8, max(sizes) * 1.1, STEPS)
    (inner_low, inner_high), (outer_low, outer_high) = limits(centre, along, INNER), limits(centre, along, OUTER)
    rows = zip(along, outer_low, inner_low, inner_high, outer_high, strict=True)
    return Funnel(tuple(spots), centre, tuple(Curve(*map(float, row)) for row in rows))
