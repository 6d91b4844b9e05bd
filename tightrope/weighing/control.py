"""Is a measure moving? Charts of monthly values with the limits within which chance alone leaves them.

Shares have limits that follow each month's denominator (p chart), events in an exposure likewise (u chart), other
values the mean +/- 2.66 x mean moving range (individuals and moving range; Wheeler, D. J. (1993), Understanding
Variation, SPC Press; NHS England, Making Data Count). With large denominators months differ by more than counting
chance: limits are widened by that spread (Laney, D. B. (2002), Quality Engineering 14, 531-537), never narrowed.
Limits come from the months before those judged. docs/methods/change.md has the sums.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy import special

from tightrope.statistics import pooled_mean

Array = np.ndarray
SHARE, RATE, VALUE = "share", "rate", "value"
OUTSIDE, RUN, UP, DOWN, NEAR = "outside", "run", "up", "down", "near"
RULES = (OUTSIDE, RUN, UP, DOWN, NEAR)  # the first that a month breaks gives its mark
TOO_SHORT, ALIKE = "too_short", "alike"
WIDE, CLOSE = 3.0, 2.0  # limits stand at three, "close to a limit" begins at two of three steps
OF_RANGE = 1.128  # mean moving range of two over the spread of one: 2 / sqrt(pi)
INDIVIDUALS = 2.66  # 3 / 1.128, as it is printed everywhere
FEW = 5.0  # expected of either sort in a month; below, the bell shape is too far off and limits are counted out
MOST_FEW = 60  # a count of which fewer than 5 are expected passes this less than once in 10 ** 40
EDGE = 1e-9


@dataclass(frozen=True)
class Rules:
    """How many months make a baseline, a run and a trend; a baseline is never longer than `most_months`."""

    baseline_months: int = 12
    run_months: int = 8
    trend_months: int = 6
    most_months: int = 24  # two whole years: every season counts twice


@dataclass(frozen=True, slots=True)
class Returned:
    """One month as returned; any of the three may be missing. `value` is in the measure's unit."""

    month: date
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None


@dataclass(frozen=True)
class Point:
    """A month on a chart. Limits are None where there are none; `rules` are those the month breaks, if it is judged."""

    month: date
    value: float
    numerator: float | None
    denominator: float | None
    low: float | None = None
    high: float | None = None
    judged: bool = False
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chart:
    """Months in order, and what is usual. `spread`: how much more months differ than by counting chance, 1 or more.

    `why_not` says why nothing is judged: TOO_SHORT or ALIKE; "" where months are judged. `few`: numbers so small
    that only the rule OUTSIDE is read.
    """

    kind: str
    points: tuple[Point, ...]
    baseline: tuple[date, ...] = ()
    centre: float | None = None
    spread: float = 1.0
    few: bool = False
    why_not: str = ""

    @property
    def judged(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.judged)


def kind_of(kind: str, months: Sequence[Returned]) -> str:
    """Which chart suits: a share or rate whose months mostly bring no counts is charted by its values."""
    counted = sum(1 for one in months if one.denominator and one.numerator is not None)
    valued = sum(1 for one in months if one.value is not None)
    return kind if kind in (SHARE, RATE) and counted and 2 * counted >= valued else VALUE


def usable(kind: str, months: Sequence[Returned]) -> list[Returned]:
    """Months that can be charted, oldest first: with something to count from, or with a value."""
    ordered = sorted(months, key=lambda one: one.month)
    if kind == VALUE:
        return [one for one in ordered if one.value is not None]
    return [one for one in ordered if one.denominator and one.numerator is not None]


def baseline_of(months: Sequence[date], first_judged: date, rules: Rules) -> tuple[slice, int]:
    """Which of the months in order give the limits, and from which on they are judged.

    The `most_months` before the first judged; where fewer than `baseline_months` come before it, the first
    `baseline_months` of all, and judging begins after them. A month is never judged by limits it helped to make.
    """
    before = sum(1 for one in months if one < first_judged)
    if before < rules.baseline_months:
        before = min(rules.baseline_months, len(months))
        return slice(0, before), before
    return slice(max(0, before - rules.most_months), before), before


def control_chart(
    kind: str,
    months: Sequence[Returned],
    first_judged: date,
    rules: Rules,
    *,
    per: int = 1,
    rolling: bool = False,
    top: float = np.inf,
) -> Chart:
    """The chart of one measure. Rates are for `per` of the denominator; no value can lie above `top`.

    `rolling`: each month tells of twelve months at once, so neighbours share most of what they count. The spread is
    then that of all baseline months instead of neighbours', and only the rule OUTSIDE is read.
    """
    kept = usable(kind, months)
    value, size = _values(kind, kept, per)
    base, start = baseline_of([one.month for one in kept], first_judged, rules)
    plain = tuple(
        Point(one.month, float(v), one.numerator, one.denominator) for one, v in zip(kept, value, strict=True)
    )
    if len(kept) <= start or base.stop - base.start < rules.baseline_months:
        return Chart(kind, plain, why_not=TOO_SHORT)
    dates = tuple(one.month for one in kept[base])
    if kind == VALUE:
        centre, step = float(value[base].mean()), _step(value[base], rolling, INDIVIDUALS / WIDE)
        if step < EDGE * max(1.0, abs(centre)):
            return Chart(kind, plain, dates, centre, why_not=ALIKE)
        least = 0.0 if value.min() >= 0 else -np.inf
        limits = {
            width: (
                np.full_like(value, max(centre - width * step, least)),
                np.full_like(value, min(centre + width * step, top)),
            )
            for width in (WIDE, CLOSE)
        }
        spread, few = 1.0, False
    else:
        counts = np.array([one.numerator for one in kept], float)
        centre = float(counts[base].sum() / size[base].sum())
        chance = chance_of(kind, counts[base], size[base])
        spread = max(1.0, _step((value[base] - centre) / error(kind, chance, size[base]), rolling, 1 / OF_RANGE))
        few = _expected(kind, chance, np.median(size[base])) < FEW
        limits = {width: bounds(kind, centre, chance, size, spread, width) for width in (WIDE, CLOSE)}
    broken = _broken(value, centre, limits, start, rules, only_outside=few or rolling)
    scale = per if kind == RATE else 1
    points = tuple(
        Point(
            point.month,
            float(value[i] * scale),
            point.numerator,
            point.denominator,
            float(limits[WIDE][0][i] * scale),
            float(limits[WIDE][1][i] * scale),
            i >= start,
            tuple(rule for rule in RULES if i >= start and broken[rule][i]),
        )
        for i, point in enumerate(plain)
    )
    return Chart(kind, points, dates, centre * scale, spread, few)


def chance_of(kind: str, counts: Array, size: Array) -> float:
    """The rate that counting chance is worked out from: the pooled one, kept half an event off none and off all."""
    if kind == SHARE:
        return float(pooled_mean(counts, size))
    return float(max(counts.sum(), 0.5) / size.sum())


def error(kind: str, chance: float, size: Array) -> Array:
    """How far counting chance alone takes a month's rate from the centre, in one step of three."""
    return np.sqrt((chance * (1 - chance) if kind == SHARE else chance) / size)


def bounds(kind: str, centre: float, chance: float, size: Array, spread: float, width: float) -> tuple[Array, Array]:
    """Limits of each month: centre +/- width x spread x error, within what is possible.

    Where fewer than FEW of either sort are expected in a month they are at least as wide as the counts that chance
    passes, on each side, no more often than it passes `width` steps of a bell curve (0.00135 for three).
    """
    reach = width * spread * error(kind, chance, size)
    low, high = np.maximum(centre - reach, 0.0), centre + reach
    top = 1.0 if kind == SHARE else np.inf
    small = _expected(kind, chance, size) < FEW
    if np.any(small):
        least, most = _counted_out(kind, chance, size[small], float(special.ndtr(-width)))
        low[small], high[small] = np.minimum(low[small], least), np.maximum(high[small], most)
    return low, np.minimum(high, top)


def _values(kind: str, kept: Sequence[Returned], per: int) -> tuple[Array, Array]:
    if kind == VALUE:
        return np.array([one.value for one in kept], float), np.ones(len(kept))
    size = np.array([one.denominator for one in kept], float)
    value = np.array([one.numerator for one in kept], float) / size
    return (np.minimum(value, 1.0) if kind == SHARE else value), size


def _step(value: Array, rolling: bool, factor: float) -> float:
    """One step of three: from neighbours' mean difference, or, where neighbours share their figures, from them all."""
    return float(np.std(value, ddof=1)) if rolling else float(np.abs(np.diff(value)).mean()) * factor


def _expected(kind: str, chance: float, size: Array) -> Array:
    return size * (min(chance, 1 - chance) if kind == SHARE else chance)


def _counted_out(kind: str, chance: float, size: Array, tail: float) -> tuple[Array, Array]:
    """Lowest and highest rate of each month that chance does not pass more often than `tail` on that side."""
    count = np.arange(MOST_FEW + 1.0)
    rarer = min(chance, 1 - chance) if kind == SHARE else chance
    at_most = (
        share_at_most(count, size[:, None], rarer) if kind == SHARE else rate_at_most(count, size[:, None] * rarer)
    )
    least, most = np.argmax(at_most > tail, axis=1) / size, np.argmax(at_most >= 1 - tail, axis=1) / size
    return (1 - most, 1 - least) if kind == SHARE and chance > 0.5 else (least, most)


def share_at_most(k: Array, n: Array, p: Array | float) -> Array:
    """Probability of k or fewer of n at a share p; n need not be whole."""
    return np.where(k >= n, 1.0, special.betainc(np.maximum(n - k, EDGE), k + 1.0, 1.0 - p))


def rate_at_most(k: Array, expected: Array) -> Array:
    """Probability of k or fewer events where so many are expected."""
    return special.gammaincc(k + 1.0, expected)


def _broken(
    value: Array, centre: float, limits: dict[float, tuple[Array, Array]], start: int, rules: Rules, only_outside: bool
) -> dict[str, Array]:
    """Which months break which rule. A stretch counts when it ends in a judged month, whenever it began."""
    slack = EDGE * max(1.0, abs(centre))
    low, high = limits[WIDE]
    broken = {rule: np.zeros(len(value), bool) for rule in RULES}
    broken[OUTSIDE] = (value < low - slack) | (value > high + slack)
    if only_outside:
        return broken
    side = np.where(np.abs(value - centre) <= slack, 0, np.sign(value - centre))
    turn = np.diff(value)
    low, high = limits[CLOSE]
    close = np.where(value > high + slack, 1, np.where(value < low - slack, -1, 0))
    for end in range(start, len(value)):
        run = slice(end - rules.run_months + 1, end + 1)
        if run.start >= 0 and abs(side[run].sum()) == rules.run_months:
            broken[RUN][run] = True
        trend = slice(end - rules.trend_months + 1, end + 1)
        if trend.start >= 0:
            steps = turn[trend.start : end]
            broken[UP][trend] |= bool(np.all(steps > slack))
            broken[DOWN][trend] |= bool(np.all(steps < -slack))
        three = slice(end - 2, end + 1)
        for one in (-1, 1):
            if three.start >= 0 and (close[three] == one).sum() >= 2:
                broken[NEAR][three] |= close[three] == one
    return broken
