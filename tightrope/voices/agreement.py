"""How far two people who coded the same accounts agree: share of equal answers, and kappa, which takes chance out.

Cohen 1960; for grades such as severity, quadratic weights (Cohen 1968), so that 3 against 4 is a smaller difference
than 0 against 4.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

FEWEST = 10  # accounts coded twice, before a kappa is said
WORDS = ((0.8, "almost perfect"), (0.6, "substantial"), (0.4, "moderate"), (0.2, "fair"), (0.0, "slight"))


@dataclass(frozen=True)
class Agreement:
    """`same` of `both` accounts got the same answer; `kappa` None where all answers are one, or too few are there."""

    same: int
    both: int
    kappa: float | None

    @property
    def word(self) -> str:
        """By Landis and Koch 1977; poor below none, and nothing where no kappa is said."""
        if self.kappa is None:
            return ""
        return next((word for least, word in WORDS if self.kappa >= least), "poor")


def agreement(first: Sequence[int], second: Sequence[int], grades: bool = False) -> Agreement:
    """Of two lists of whole numbers for the same accounts, in the same order.

    >>> agreement([1, 1, 0, 0] * 5, [1, 0, 0, 0] * 5)
    Agreement(same=15, both=20, kappa=0.5)
    """
    one, other = np.asarray(first, int), np.asarray(second, int)
    same = int((one == other).sum())
    if len(one) < FEWEST:
        return Agreement(same, len(one), None)
    values = np.union1d(one, other)
    seen = np.array([[((one == a) & (other == b)).mean() for b in values] for a in values])
    by_chance = np.outer(seen.sum(axis=1), seen.sum(axis=0))
    apart = (values[:, None] - values[None, :]) ** 2 if grades else (values[:, None] != values[None, :])
    expected = float((by_chance * apart).sum())
    kappa = None if expected == 0 else round(1 - float((seen * apart).sum()) / expected, 10)
    return Agreement(same, len(one), kappa)
