"""How many of those heard tell of a theme, quarter by quarter, with what chance leaves open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scipy import special

from tightrope.voices.four_numbers import quarter, quarters
from tightrope.voices.heard import Heard, people, telling_of

JEFFREYS = 0.5  # Brown, Cai and DasGupta 2001: the interval that holds its share best for small counts
LOW, HIGH = 0.1, 0.9  # an interval of 80%, as everywhere


@dataclass(frozen=True)
class Quarter:
    """One quarter: `telling` of `heard` people, and the interval of their share; None where nobody was heard."""

    starts: date
    telling: int
    heard: int
    low: float | None
    high: float | None


def trend(heard: Sequence[Heard], theme_id: str, first: date, last: date) -> list[Quarter]:
    """Each quarter that the months from `first` to `last` touch, in order; people counted once a quarter."""
    made = []
    for starts in quarters(first, last):
        here = [one for one in heard if quarter(one.month) == starts]
        number, telling = people(here), people(telling_of(here, theme_id))
        low, high = interval(telling, number) if number else (None, None)
        made.append(Quarter(starts, telling, number, low, high))
    return made


def interval(k: int, n: int) -> tuple[float, float]:
    """The 80% interval of a share by Jeffreys; it begins at 0 for none and ends at 1 for all.

    >>> tuple(round(one, 3) for one in interval(3, 10))
    (0.148, 0.495)
    """
    low = 0.0 if k == 0 else float(special.betaincinv(k + JEFFREYS, n - k + JEFFREYS, LOW))
    high = 1.0 if k == n else float(special.betaincinv(k + JEFFREYS, n - k + JEFFREYS, HIGH))
    return low, high


def moved(made: Sequence[Quarter]) -> str:
    """What may be said of it: only where the intervals of the first and the last quarter heard do not overlap."""
    known = [one for one in made if one.heard]
    if len(known) < 2:
        return "Too few quarters to say whether it moves."
    first, last = known[0], known[-1]
    if first.high is None or last.high is None or first.low is None or last.low is None:
        return ""
    if last.low > first.high:
        return "More of those we hear tell of it than at first, by more than chance explains."
    if last.high < first.low:
        return "Fewer of those we hear tell of it than at first, by more than chance explains."
    return "Chance alone could explain how it moves."
