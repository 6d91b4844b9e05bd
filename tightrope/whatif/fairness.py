"""Who gains and who loses: the gap between poorest and least deprived, and how much a gain to the poorest counts."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tightrope.places import equity
from tightrope.whatif import draws
from tightrope.whatif.draws import Drawn
from tightrope.whatif.model import Scenario, Split

Array = np.ndarray
POOREST = 1
TIE = 1e-9  # outcomes and shares this close are the same
LEVEL_UP, ZERO_SUM, LEVEL_DOWN, SAME = "level_up", "zero_sum", "level_down", "same"


@dataclass(frozen=True, eq=False)
class Rates:
    """Share of the people at risk to whom it happens, by deprivation rank (poorest first), in each future.

    `before` is if nothing is done in that year; people, before and after have the shape (ranks, futures).
    """

    ranks: tuple[int, ...]
    people: Array
    before: Array
    after: Array


@dataclass(frozen=True)
class Gap:
    """Rate of the poorest less that of the least deprived, and the slope across all groups by mid-rank, at the means.

    Shares of the people at risk: 0.05 is 5 points. A slope below 0 says that more happens at the deprived end.
    """

    before: float
    after: float
    slope_before: float
    slope_after: float


@dataclass(frozen=True)
class Point:
    """A split on the plane of gain and fairness: outcomes avoided in all, and how far the gap narrows (a share).

    `narrowed` is below 0 where the gap widens and None where groups are not ranked.
    """

    split: str
    gain: float
    narrowed: float | None


@dataclass(frozen=True)
class Balance:
    """Which of two splits is better as a gain to the poorest group counts `weight` times as much as one elsewhere.

    `kind` is crosses (`below` is better under `weight`, `above` over it), always (`ahead` is better whatever the
    weight), tie_elsewhere (`ahead` is better unless a gain to the poorest counts nothing) or same.
    """

    first: str
    second: str
    kind: str
    weight: float | None = None
    below: str | None = None
    above: str | None = None
    ahead: str | None = None


@dataclass(frozen=True)
class Reading:
    """A split against the base: outcomes that each group gains (above 0) or loses, and what that amounts to.

    level_up: some gain and nobody loses; zero_sum: some gain what others lose; level_down: some lose and nobody
    gains; same. `narrows` is None where groups are not ranked.
    """

    kind: str
    groups: Mapping[str, float]
    narrows: bool | None


def rates(scenario: Scenario, drawn: Drawn, amounts: Mapping[str, float]) -> Rates:
    """Rates by rank. Lines that serve the same people of a group (one place, one number, one risk) count them once.

    Lines without a rank or without an effect are left out: nothing is known of their rate.
    """
    lines = [line for line in scenario.lines if line.deprivation_rank is not None and line.has_effect]
    ranks = tuple(sorted({line.deprivation_rank for line in lines}))
    people, events, helped = np.zeros((3, len(ranks), drawn.count))
    counted = set()
    for line in lines:
        place = ranks.index(line.deprivation_rank)
        helped[place] += draws.avoided(scenario, drawn, line, amounts.get(line.id, 0.0))
        who = line.deprivation_rank, line.group, line.locality, line.people, line.baseline_risk
        if who not in counted:
            counted.add(who)
            people[place] += drawn.values[line.people]
            events[place] += drawn.values[line.people] * draws.risk(scenario, drawn, line)
    some = np.maximum(people, TIE)  # nobody at risk: a rate of 0
    return Rates(ranks, people, events / some, (events - helped) / some)


def gap(scenario: Scenario, amounts: Mapping[str, float]) -> Gap | None:
    """The gap and the slope before and after a split, every parameter at its mean; None with fewer than two ranks."""
    found = rates(scenario, draws.central(scenario), amounts)
    here = found.people[:, 0] > 0
    if here.sum() < 2:
        return None
    people, before, after = found.people[here, 0], found.before[here, 0], found.after[here, 0]
    return Gap(
        float(before[0] - before[-1]),
        float(after[0] - after[-1]),
        equity.slope_index(people, before),
        equity.slope_index(people, after),
    )


def plane(scenario: Scenario) -> tuple[Point, ...]:
    """Every split's gain and fairness at the means, in the scenario's order."""
    found = []
    for split in scenario.splits:
        seen = gap(scenario, split.amounts)
        narrowed = None if seen is None else abs(seen.before) - abs(seen.after)
        found.append(Point(split.id, float(draws.expected(scenario, split.amounts).sum()), narrowed))
    return tuple(found)


def balance(scenario: Scenario, first: str, second: str) -> Balance:
    """How much a gain to the poorest must count for the choice between two splits to turn, at the means.

    Value = elsewhere + w x poorest, w >= 0 (1: every gain alike). The two are equal at w* = (E2 - E1) / (P1 - P2),
    which turns the choice where it is above 0; the split that gives the poorest more is better above it.
    """
    poor, rest = (
        np.array(one) for one in zip(*(_poorest_and_rest(scenario, id) for id in (first, second)), strict=True)
    )
    poorer, elsewhere = float(poor[0] - poor[1]), float(rest[0] - rest[1])
    size = TIE * max(*np.abs(poor), *np.abs(rest), TIE)
    if abs(poorer) <= size and abs(elsewhere) <= size:
        return Balance(first, second, "same")
    names = first, second
    if abs(poorer) <= size:
        return Balance(first, second, "always", ahead=names[elsewhere < 0])
    if abs(elsewhere) <= size:
        return Balance(first, second, "tie_elsewhere", ahead=names[poorer < 0])
    if poorer * elsewhere > 0:
        return Balance(first, second, "always", ahead=names[poorer < 0])
    weight = float(-elsewhere / poorer)
    return Balance(first, second, "crosses", weight, below=names[elsewhere < 0], above=names[poorer < 0])


def weighed(scenario: Scenario, weight: float) -> dict[str, float]:
    """Every split's value at the means, a gain to the poorest group counted `weight` times; best first, ties by id."""
    made = {}
    for split in scenario.splits:
        poorest, rest = _poorest_and_rest(scenario, split.id)
        made[split.id] = rest + weight * poorest
    return dict(sorted(made.items(), key=lambda one: (-one[1], one[0])))


def reading(scenario: Scenario, split: Split) -> Reading:
    """Who gains and who loses by a split against the base, at the means, by the lines' groups."""
    base = scenario.split(scenario.base)
    now, then = (draws.expected(scenario, one.amounts) for one in (base, split))
    groups: dict[str, float] = {}
    for line, change in zip(scenario.lines, then - now, strict=True):
        groups[line.group] = groups.get(line.group, 0.0) + float(change)
    size = TIE * max(float(np.abs(now).max(initial=0)), float(np.abs(then).max(initial=0)), TIE)
    gains, loses = any(one > size for one in groups.values()), any(one < -size for one in groups.values())
    kind = {(True, False): LEVEL_UP, (True, True): ZERO_SUM, (False, True): LEVEL_DOWN, (False, False): SAME}
    before, after = gap(scenario, base.amounts), gap(scenario, split.amounts)
    narrows = None if before is None or after is None else abs(after.after) < abs(before.after) - TIE
    return Reading(kind[gains, loses], groups, narrows)


def _poorest_and_rest(scenario: Scenario, split: str) -> tuple[float, float]:
    made = draws.expected(scenario, scenario.split(split).amounts)
    poorest = np.array([line.deprivation_rank == POOREST for line in scenario.lines], bool)
    return float(made[poorest].sum()), float(made[~poorest].sum())
