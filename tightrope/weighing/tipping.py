"""How much stories would have to count for one option to overtake another."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from tightrope.errors import Refusal
from tightrope.weighing.thresholds import DEFAULTS, Thresholds

TIE = 1e-9  # differences this small are a tie, whatever side binary arithmetic leaves them on


@dataclass(frozen=True, eq=False)
class Option:
    """An option's numbers and stories on fixed 0-1 scales, with seeded draws of both where they are known."""

    name: str
    numbers: float
    stories: float
    numbers_draws: np.ndarray | None = None
    stories_draws: np.ndarray | None = None

    def value(self, weight: float) -> float:
        """What the option is worth when stories count for `weight` and numbers for the rest."""
        return weight * self.stories + (1 - weight) * self.numbers


@dataclass(frozen=True)
class Tipping:
    """How two options stand to each other over every weight of the stories, 0 to 1.

    `kind` is crosses (`overtakes` passes the other once stories count for more than `weight`), always (`ahead`
    leads on both), tie_on_numbers and tie_on_stories (`ahead` leads wherever the other side counts at all), or
    same. `low` and `high` hold 80% of the crossing weights among draws in which the same option overtakes;
    `crosses` is the share of draws in which it does; all None without draws.
    """

    first: str
    second: str
    kind: str
    ahead: str | None = None
    overtakes: str | None = None
    weight: float | None = None
    low: float | None = None
    high: float | None = None
    crosses: float | None = None


def tipping_point(first: Option, second: Option, thresholds: Thresholds = DEFAULTS) -> Tipping:
    """V = w * stories + (1 - w) * numbers; the two are equal at w* = dN / (dN - dS), dN and dS first less second.

    They cross inside (0, 1) only where dN and dS have opposite signs; the one with better stories overtakes as w
    rises.
    """
    names = first.name, second.name
    numbers, stories = first.numbers - second.numbers, first.stories - second.stories
    if abs(numbers) <= TIE and abs(stories) <= TIE:
        return Tipping(*names, "same")
    if abs(numbers) <= TIE:
        return Tipping(*names, "tie_on_numbers", ahead=names[stories < 0])
    if abs(stories) <= TIE:
        return Tipping(*names, "tie_on_stories", ahead=names[numbers < 0])
    if numbers * stories > 0:
        return Tipping(*names, "always", ahead=names[numbers < 0])
    low, high, crosses = _spread(first, second, stories > 0, thresholds)
    return Tipping(
        *names,
        "crosses",
        ahead=names[numbers < 0],
        overtakes=names[stories < 0],
        weight=numbers / (numbers - stories),
        low=low,
        high=high,
        crosses=crosses,
    )


def tipping_points(options: Sequence[Option], thresholds: Thresholds = DEFAULTS) -> list[Tipping]:
    """Every pair of options, in the order given."""
    if len({one.name for one in options}) < len(options):
        raise Refusal("Two options have the same name. Give each its own.")
    return [tipping_point(one, other, thresholds) for one, other in combinations(options, 2)]


def _spread(
    first: Option, second: Option, first_overtakes: bool, thresholds: Thresholds
) -> tuple[float | None, float | None, float | None]:
    draws = (first.numbers_draws, second.numbers_draws, first.stories_draws, second.stories_draws)
    if any(one is None or len(one) == 0 for one in draws):
        return None, None, None
    if len({len(one) for one in draws}) > 1:
        raise Refusal("The options were drawn a different number of times. Draw all of them alike.")
    numbers, stories = draws[0] - draws[1], draws[2] - draws[3]
    same = (stories > 0) & (numbers < 0) if first_overtakes else (stories < 0) & (numbers > 0)
    if not same.any():
        return None, None, 0.0
    side = (1 - thresholds.interval) / 2
    low, high = np.quantile(numbers[same] / (numbers[same] - stories[same]), [side, 1 - side])
    return float(low), float(high), float(same.mean())
