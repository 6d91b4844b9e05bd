"""The model of a budget split: money buys places, places reach people, reaching people avoids some of what happens.

One line avoids reached x risk x reduction, where reached = N (1 - exp(-k s / N)) of N people with s places, a share k
of which takes somebody new who is at risk: first places meet hard need, later ones meet people reached already.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tightrope.whatif.checking import Known, problems
from tightrope.whatif.parts import Line, Parameter, Rule, Split, refuse, sound

__all__ = ["Extrapolated", "Line", "Parameter", "Rule", "Scenario", "Split", "extrapolated", "places", "reach"]

Array = np.ndarray
# A line run at more than this many times the most places ever seen is a guess: the scenario maker's rule (a response
# curve that was fitted to two points is not to be read beyond one and a half times the larger).
BEYOND_SEEN = 1.5
NOBODY = 1e-9  # people: fewer are none
PENNY = 0.01  # pounds: no place costs less


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A question about money, whole: `total` pounds a year, what they can buy, and the ways to split them.

    `outcome` is what is avoided, in words ("crises avoided in a year"). `trend` is the yearly change of every risk if
    nothing is done, as a share, over `years_ahead`; `optimism` the share taken off every effect that helps. `parent`
    is the scenario that this one was made from. Raises Refusal with all problems at once.
    """

    title: str
    year: str
    outcome: str
    seed: int
    total: float
    parameters: tuple[Parameter, ...]
    lines: tuple[Line, ...]
    splits: tuple[Split, ...]
    base: str
    draws: int = 10_000
    trend: float = 0.0
    years_ahead: int = 1
    optimism: float = 0.0
    rules: tuple[Rule, ...] = ()
    parent: str | None = None
    note: str = ""

    def __post_init__(self) -> None:
        for name in ("parameters", "lines", "splits", "rules"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        wrong = []
        if not sound(self.total):
            wrong.append("The total must be £0 or more.")
        if not self.trend > -1 or not 0 <= self.optimism <= 1:
            wrong.append("The trend must be above -1, and what is taken off for optimism between 0 and 1.")
        if self.seed < 0 or self.draws < 1 or self.years_ahead < 0:
            wrong.append("The seed and the years ahead must be 0 or more, the draws 1 or more.")
        known = Known([p.id for p in self.parameters], [one.id for one in self.lines], [s.id for s in self.splits])
        total = self.total if sound(self.total) else None
        refuse([*wrong, *problems(self.parameters, self.lines, self.splits, self.rules, self.base, total, known)])

    def parameter(self, id: str) -> Parameter:
        """The parameter of that id; KeyError for another."""
        return {one.id: one for one in self.parameters}[id]

    def split(self, id: str) -> Split:
        """The split of that id; KeyError for another."""
        return {one.id: one for one in self.splits}[id]


@dataclass(frozen=True)
class Extrapolated:
    """A line run far beyond what was ever seen."""

    line: Line
    places: float
    observed: float


def reach(people: Array | float, places: Array | float, catch: Array | float) -> Array:
    """N (1 - exp(-k s / N)): how many of `people` are reached; nobody where there is nobody. Broadcasts."""
    people = np.asarray(people, float)
    return people * (1 - np.exp(-(np.asarray(catch) * places / np.maximum(people, NOBODY))))


def places(line: Line, pounds: float, unit_cost: Array | float) -> Array:
    """Places that the pounds buy once the line is set up; none below the least that it can run on."""
    pounds = 0.0 if pounds < line.least else max(pounds - line.set_up, 0.0)
    return pounds / np.maximum(unit_cost, PENNY)


def extrapolated(scenario: Scenario, amounts: Mapping[str, float]) -> tuple[Extrapolated, ...]:
    """Lines whose places, at the expected cost, exceed BEYOND_SEEN times the most ever run (where that is known)."""
    costs = {one.id: one.distribution.mean() for one in scenario.parameters}
    found = []
    for line in scenario.lines:
        bought = float(places(line, amounts.get(line.id, 0.0), costs[line.unit_cost]))
        if line.observed_places is not None and bought > BEYOND_SEEN * line.observed_places:
            found.append(Extrapolated(line, bought, line.observed_places))
    return tuple(found)
