"""What the numbers say by the contract: the weighted mean attainment of the measures that are in it."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tightrope.errors import Refusal
from tightrope.weighing.attainment import attainment
from tightrope.weighing.rates import Level
from tightrope.weighing.thresholds import DEFAULTS, Thresholds


@dataclass(frozen=True, eq=False)
class Asked:
    """A measure of a contract. `level` is None where nothing was returned; `weight` is 1 unless the contract says.

    `months` is the share of the months asked for that has a return.
    """

    measure_id: str
    level: Level | None
    floor: float
    target: float
    direction: str
    in_contract: bool = True
    weight: float = 1.0
    months: float = 1.0


@dataclass(frozen=True, eq=False)
class NumbersScore:
    """`score` with its interval on 0 to 1, the probabilities of good and bad, and the draws they come from.

    `coverage` is the weighted share of the months asked for that has a return; `measures` are those that count.
    `score`, `low` and `high` are None, probabilities are 0 and `draws` is empty where nothing was returned.
    """

    good: float
    bad: float
    coverage: float
    measures: tuple[Asked, ...]
    draws: np.ndarray
    width: float = 0.80

    @property
    def score(self) -> float | None:
        return self._range[1]

    @property
    def low(self) -> float | None:
        return self._range[0]

    @property
    def high(self) -> float | None:
        return self._range[2]

    @cached_property
    def attained(self) -> dict[str, float]:
        """Each counted measure's own attainment at its median."""
        return {one.measure_id: _at_median(one) for one in self.measures}

    @cached_property
    def _range(self) -> tuple[float | None, float | None, float | None]:
        if not self.measures:
            return None, None, None
        side = (1 - self.width) / 2
        low, middle, high = np.quantile(self.draws, [side, 0.5, 1 - side])
        return float(low), float(middle), float(high)


def numbers_score(
    contract_id: str, measures: Sequence[Asked], thresholds: Thresholds = DEFAULTS
) -> NumbersScore:
    """Weighted mean attainment of the in-contract measures; the others are left out, not counted as nothing.

    Each measure's true level is drawn on its own from what is known of it, turned into attainment and averaged;
    measures are taken as independent of each other. The seed depends on the contract alone, so that another
    contract's figures never move this one's.
    """
    asked = [one for one in measures if one.in_contract]
    if any(one.weight <= 0 for one in asked):
        raise Refusal(f"Every measure in contract {contract_id} needs a weight above 0.")
    seen = [one for one in asked if one.level is not None]
    total = sum(one.weight for one in asked)
    coverage = sum(one.weight * one.months for one in seen) / total if total else 0.0
    if not seen:
        return NumbersScore(0.0, 0.0, coverage, (), np.empty(0), thresholds.interval)
    rng = seeded(contract_id, thresholds.seed)
    weight = np.array([one.weight for one in seen]) / sum(one.weight for one in seen)
    reached = np.stack(
        [attainment(one.level.draws(rng, thresholds.draws), one.floor, one.target, one.direction) for one in seen]
    )
    draws = weight @ reached
    good = np.count_nonzero(draws >= thresholds.numbers_good - 1e-12) / draws.size
    bad = np.count_nonzero(draws < thresholds.numbers_bad - 1e-12) / draws.size
    return NumbersScore(good, bad, coverage, tuple(seen), draws, thresholds.interval)


def _at_median(one: Asked) -> float:
    return float(attainment(one.level.median, one.floor, one.target, one.direction))


def seeded(name: str, seed: int) -> np.random.Generator:
    """A generator that depends on the name and the seed only."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])
