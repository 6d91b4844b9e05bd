"""What one unit that was really delivered cost, with the doubt that months which differ leave."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from tightrope.errors import Refusal
from tightrope.weighing.thresholds import DEFAULTS, Thresholds


@dataclass(frozen=True)
class UnitCost:
    """Pounds for one unit delivered. `low` and `high` are None where fewer than two months leave the spread unknown.

    It is a Level: `median` is the cost itself, so that a place in the line is described as for measures.
    """

    median: float
    low: float
    high: float
    months: int
    is_known: bool  # False where one month alone says nothing about how months differ


def cost_per_delivered(
    amounts: Sequence[float | None], delivered: Sequence[float | None], thresholds: Thresholds = DEFAULTS
) -> UnitCost | None:
    """All pounds paid over all units delivered in the same months; None where nothing was delivered.

    Months without either figure are left out of both sums. The interval is that of a ratio of two totals: the
    months' residuals amount - cost * delivered, over the mean delivered (Cochran 1977, Sampling Techniques, 3rd
    edition, equation 6.13), with Student's t for the months there are. Refuses lists of unequal length.
    """
    if len(amounts) != len(delivered):
        raise Refusal("Every month needs both what was paid and what was delivered.")
    known = [(a, d) for a, d in zip(amounts, delivered, strict=True) if a is not None and d is not None]
    paid, units = np.array([a for a, _ in known], float), np.array([d for _, d in known], float)
    if units.sum() <= 0:
        return None
    cost = float(paid.sum() / units.sum())
    if len(known) < 2:
        return UnitCost(cost, cost, cost, len(known), False)
    residual = paid - cost * units
    error = np.sqrt((residual**2).sum() / (len(known) - 1) / len(known)) / units.mean()
    reach = float(error * special.stdtrit(len(known) - 1, (1 + thresholds.interval) / 2))
    return UnitCost(cost, cost - reach, cost + reach, len(known), True)
