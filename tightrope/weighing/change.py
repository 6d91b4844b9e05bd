"""More than chance? How surprising a month is beside those before it, whether a measure moved, whether people do.

Nothing here knows contracts or words. docs/methods/change.md has the sums and what they leave out.
"""

from dataclasses import dataclass
from datetime import date
from math import ceil, floor

import numpy as np
from scipy import special

from tightrope.statistics import beta_binomial_cdf
from tightrope.weighing.control import DOWN, EDGE, RATE, SHARE, UP, Chart, chance_of, share_at_most

Array = np.ndarray
MOVED_MONTHS = 6  # a measure moved when a rule was broken in the last six months; people are asked the same
CONCERN_CHANCE = 0.05  # the usual line for a single comparison; nothing is corrected on a chart
JEFFREYS = 0.5  # half an event more on each side, before anything is counted
RARE = 50.0  # of one sort in the whole baseline; beyond, its rate is known well enough
TIES = 1 + 1e-7  # tables as likely as the one seen count as such in spite of rounding
MOVED, STILL, CANNOT_TELL = "moved", "still", "cannot_tell"
MORE, FEWER = "more", "fewer"


@dataclass(frozen=True)
class Move:
    """Did a measure move in its last months? `ways` has 1 for upwards and -1 for downwards, as far as rules say."""

    kind: str
    ways: frozenset[int]
    months: tuple[date, ...]
    rules: tuple[str, ...]


def moved(chart: Chart, since: date) -> Move:
    """Whether any month from `since` on breaks a rule, and to which side."""
    judged = [point for point in chart.judged if point.month >= since]
    if chart.why_not or not judged:
        return Move(CANNOT_TELL, frozenset(), (), ())
    broken = [point for point in judged if point.rules]
    ways = set()
    for point in broken:
        for rule in point.rules:
            ways.add({UP: 1, DOWN: -1}.get(rule) or (1 if point.value > chart.centre else -1))
    rules = tuple(dict.fromkeys(rule for point in broken for rule in point.rules))
    return Move(MOVED if broken else STILL, frozenset(ways), tuple(point.month for point in broken), rules)


def month_chance(kind: str, counts: Array, size: Array, count: float, of: float) -> tuple[float, int]:
    """(chance, side) of one month beside its own baseline: how often a month would lie so far out if nothing changed.

    `counts` and `size` are the baseline's, without gaps; for values `counts` are the values and size is not used.
    The distance is put on the scale of counting chance and divided by how far the baseline's own months scatter
    there, never by less than counting alone makes them scatter: (z - mean z) / (s sqrt(1 + 1/m)), Student's t with
    m - 1 degrees. Shares and rates must be as surprising by their counts alone (beta-binomial, gamma-Poisson): the
    greater of the two chances is taken, so that three complaints are not judged by a bell curve. `side` is 1 above
    the baseline, -1 below. Where all values are alike there is no scale and the chance is 1.
    """
    months = len(counts)
    if kind in (SHARE, RATE):
        chance = chance_of(kind, counts, size)
        step = np.sqrt(chance * (1 - chance) if kind == SHARE else chance)
        z = (counts / size - chance) * np.sqrt(size) / step
        latest, scatter = (count / of - chance) * np.sqrt(of) / step, max(1.0, float(np.std(z, ddof=1)))
        counted = _counted(kind, counts, size, count, of)
    else:
        z, latest, scatter, counted = counts, count, float(np.std(counts, ddof=1)), 0.0
        if scatter <= EDGE * max(1.0, abs(float(np.mean(counts)))):
            return 1.0, 0
    gap = float(latest - z.mean())
    t = gap / (scatter * np.sqrt(1 + 1 / months))
    return max(float(2 * special.stdtr(months - 1, -abs(t))), counted), int(np.sign(gap))


def _counted(kind: str, counts: Array, size: Array, count: float, of: float) -> float:
    """Two-sided chance of a count so far out, by counting alone: twice the smaller tail.

    What the baseline leaves unknown of its own rate is in it, with Jeffreys' prior: beta-binomial for shares, as
    far as one sort is rare in the baseline (else it hardly matters: binomial); gamma-Poisson for rates.
    """
    k, n = float(counts.sum()), float(size.sum())
    if kind == RATE:
        shape, part = k + JEFFREYS, n / (n + of)
        below, above = (
            special.betainc(shape, count + 1, part),
            1 - special.betainc(shape, count, part) if count else 1.0,
        )
        return float(min(1.0, 2 * min(below, above)))
    if 2 * k > n:
        k, count = n - k, of - count
    if k < RARE:
        a, b = k + JEFFREYS, n - k + JEFFREYS
        below, above = beta_binomial_cdf(floor(count), of, a, b), 1 - beta_binomial_cdf(ceil(count) - 1, of, a, b)
    else:
        below, above = share_at_most(count, of, k / n), share_at_most(of - count, of, 1 - k / n)
    return float(min(1.0, 2 * min(below, above)))


def two_groups(first: int, of_first: int, second: int, of_second: int) -> float:
    """Two-sided exact chance that two groups of people differ so much if they tell of something alike.

    Fisher's exact test: the probabilities of all tables with the same margins that are no likelier than the one
    seen, added up (Fisher, R. A. (1935), Journal of the Royal Statistical Society 98, 39-82). 3 of 4 against 1 of 4:
    34 of 70 ways, 0.486. Nobody in one of the groups gives 1.
    """
    told, everybody = first + second, of_first + of_second
    x = np.arange(max(0, told - of_second), min(told, of_first) + 1)
    log = _log_ways(of_first, x) + _log_ways(of_second, told - x) - _log_ways(everybody, told)
    likely = np.exp(log)
    return float(min(1.0, likely[likely <= likely[first - x[0]] * TIES].sum()))


def _log_ways(of: int, chosen: Array | int) -> Array:
    return special.gammaln(of + 1.0) - special.gammaln(np.add(chosen, 1.0)) - special.gammaln(of - chosen + 1.0)


@dataclass(frozen=True)
class Told:
    """People who told of something, of all who told anything, in two spans: the recent one and the one before it."""

    recent: int
    of_recent: int
    before: int
    of_before: int

    @property
    def chance(self) -> float:
        return two_groups(self.recent, self.of_recent, self.before, self.of_before)

    @property
    def kind(self) -> str:
        """MORE or FEWER people tell of it than before, or STILL: no more than chance would explain."""
        if not self.of_recent or not self.of_before or self.chance > CONCERN_CHANCE:
            return STILL
        return MORE if self.recent * self.of_before > self.before * self.of_recent else FEWER
