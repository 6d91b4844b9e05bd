"""What a line gains for its pounds, and the limits on how a total may be split over lines.

Reach of a line is people x (1 - exp(-catch x places / people)) with places = pounds after set-up / cost of a place:
the first places find people in need, later ones find those already reached. What a person reached is worth
(baseline risk x relative reduction) turns reach into gain.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf, isfinite

import numpy as np

from tightrope.errors import Refusal
from tightrope.whatif.parts import Rule

Array = np.ndarray
PENNY = 0.01
NOISE = 1e-4  # pence: binary arithmetic leaves this much on a whole number of pence


@dataclass(frozen=True)
class Curve:
    """One line of the budget. Money in pounds a year; `catch` 0-1; `worth` is gain for each person reached.

    `set_up` is spent before the first place; below `least` pounds the line reaches nobody. A `worth` below 0 says
    that the line does harm. Raises Refusal where the figures cannot be.
    """

    id: str
    name: str
    people: float
    catch: float
    unit_cost: float
    worth: float
    floor: float
    ceiling: float
    set_up: float = 0.0
    least: float = 0.0

    def __post_init__(self) -> None:
        problems = [
            words
            for wrong, words in (
                (not (isfinite(self.people) and self.people >= 0), "its number of people must be 0 or more"),
                (not 0 <= self.catch <= 1, "the share of places that find somebody in need must be from 0 to 1"),
                (not (isfinite(self.unit_cost) and self.unit_cost > 0), "the cost of a place must be above £0"),
                (not isfinite(self.worth), "what reaching one person is worth must be a number"),
                (not (isfinite(self.floor) and self.floor >= 0), "its least amount must be £0 or more"),
                (not self.ceiling >= self.floor, "its most must not be below its least amount"),
                (not (isfinite(self.set_up) and self.set_up >= 0), "its set-up cost must be £0 or more"),
                (not (isfinite(self.least) and self.least >= 0), "the amount it needs to run must be £0 or more"),
            )
            if wrong
        ]
        if problems:
            raise Refusal(f"{self.name} cannot be worked out: {'; '.join(problems)}.", problems)

    def gain(self, pounds: float) -> float:
        """Gain for so many pounds a year: 0 below what it needs to run."""
        return float(arrays([self]).gain(np.array([pounds], float))[0])


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines as arrays: gain is scale x (1 - exp(-rate x (pounds - start))) from `opens` pounds on, 0 below."""

    low: Array
    high: Array
    scale: Array
    rate: Array
    start: Array
    opens: Array

    def gain(self, x: Array) -> Array:
        """Gain of each line at x pounds; x may have more axes in front."""
        reached = -np.expm1(-self.rate * np.maximum(x - self.start, 0))
        return np.where(x >= self.opens, self.scale * reached, 0.0)

    def slope(self, x: Array) -> Array:
        """Gain of the next pound at x, seen from above: at `opens` it is that of the open line."""
        return np.where(x >= self.opens, self.scale * self.rate * np.exp(-self.rate * (x - self.start)), 0.0)

    @property
    def helps(self) -> Array:
        """Lines that gain from more money somewhere between their limits."""
        return (self.scale * self.rate > 0) & (self.high >= self.opens)

    @property
    def steps(self) -> Array:
        """Lines that gain nothing at their least amount and start later: with these the best is a choice of which."""
        return self.helps & (self.opens > self.low)

    @property
    def steepest(self) -> Array:
        """Logarithm of the gain of the first pound after set-up; minus infinity where more money brings nothing."""
        return np.log(self.scale * self.rate, out=np.full(self.low.size, -inf), where=self.helps)

    def changed(self, **arrays: Array) -> "Lines":
        """The same lines with some arrays replaced."""
        return replace(self, **arrays)


@dataclass(frozen=True, eq=False)
class Problem:
    """Lines in the order of their ids, the total, and each rule as a row of 0 and 1 with its two limits.

    Every limit is a whole number of pence: what is asked at least is rounded up, what is allowed down.
    """

    curves: tuple[Curve, ...]
    lines: Lines
    total: float
    rules: tuple[Rule, ...]
    rows: Array
    least: Array
    most: Array


def arrays(curves: Sequence[Curve]) -> Lines:
    """Curves as arrays in the order given."""

    def column(name: str) -> Array:
        return np.array([getattr(one, name) for one in curves], float)

    people, floor = column("people"), up(column("floor"))
    rate = np.divide(column("catch"), column("unit_cost") * people, out=np.zeros(len(people)), where=people > 0)
    start = column("set_up")
    opens = up(np.maximum(start, column("least")))
    high = np.maximum(down(column("ceiling")), floor)
    return Lines(floor, high, column("worth") * people, rate, start, opens)


def stated(curves: Sequence[Curve], total: float, rules: Sequence[Rule] = ()) -> Problem:
    """The problem in arrays. Raises Refusal for lines named twice, rules on unknown lines and a total that is none."""
    if not isfinite(total) or total < 0:
        raise Refusal("The total must be £0 or more.")
    ordered = tuple(sorted(curves, key=lambda one: one.id))  # so that the order given never matters
    place = {one.id: number for number, one in enumerate(ordered)}
    if len(place) < len(ordered):
        raise Refusal("Two lines have the same id. Give each its own.")
    unknown = sorted({one for rule in rules for one in rule.line_ids if one not in place})
    if unknown:
        raise Refusal("Some rules name lines that are not there.", [f"No line is called {one}." for one in unknown])
    rules = tuple(sorted(rules, key=lambda rule: (rule.name, rule.line_ids)))
    rows = np.zeros((len(rules), len(ordered)))
    for number, rule in enumerate(rules):
        rows[number, [place[one] for one in rule.line_ids]] = 1
    total, lines = float(down(np.array(total))), arrays(ordered)
    # without a most, twice the total: out of reach, and still a number
    lines = lines.changed(high=np.maximum(np.minimum(lines.high, down(np.array(2 * total + 1))), lines.low))
    least = np.array([rule.at_least or 0.0 for rule in rules])
    most = np.array([inf if rule.at_most is None else rule.at_most for rule in rules])
    return Problem(ordered, lines, total, rules, rows, up(least), down(most))


def up(pounds: Array) -> Array:
    """The next whole penny above."""
    return np.ceil(pounds / PENNY - NOISE) / 100


def down(pounds: Array) -> Array:
    """The next whole penny below."""
    return np.floor(pounds / PENNY + NOISE) / 100
