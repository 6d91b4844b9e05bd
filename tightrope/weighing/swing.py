"""What matters how much: weights from how far each going from worst to best matters, and where the order would turn.

Swing weights: von Winterfeldt, D. and Edwards, W. (1986), Decision Analysis and Behavioral Research, Cambridge
University Press, chapter 8. Asking about the way from worst to best, and not about a criterion's name, ties a weight to
the range that is at stake.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tightrope.errors import Refusal
from tightrope.weighing.tipping import TIE, Option, tipping_point
from tightrope.weighing.words import percent

MOST = 100.0  # points for what matters most


@dataclass(frozen=True)
class Given:
    """What one person said, nobody's name: their role in the meeting, and 0 to 100 points a criterion."""

    role: str
    points: Mapping[str, float]


@dataclass(frozen=True)
class Spread:
    """The weight of one criterion among some people: their mean, the least, the most and the middle half."""

    criterion: str
    people: int
    mean: float
    least: float
    lower: float
    upper: float
    most: float


@dataclass(frozen=True)
class Turn:
    """The nearest way to turn the order of the first two: a criterion's weight now, and the weight where they tie."""

    first: str
    second: str
    criterion: str | None
    now: float | None
    at: float | None
    words: str


def weights(points: Mapping[str, float]) -> dict[str, float]:
    """Points over their sum: weights that add up to 1. Raises Refusal for points outside 0-100 and for all 0.

    >>> weights({"people": 100, "money": 50, "distance": 50})
    {'people': 0.5, 'money': 0.25, 'distance': 0.25}
    """
    if not points or not all(0 <= value <= MOST for value in points.values()):
        raise Refusal("Give each of them between 0 and 100 points.")
    total = float(sum(points.values()))
    if total == 0:
        raise Refusal("Nothing was given any points, so nothing can be weighed by them.")
    return {name: value / total for name, value in points.items()}


def group_weights(given: Sequence[Given]) -> dict[str, float]:
    """The mean of everybody's weights, each person counting once. Raises Refusal for nobody."""
    if not given:
        raise Refusal("Nobody has said yet what matters to them.")
    _alike(given)
    every = [weights(one.points) for one in given]
    return {name: sum(one[name] for one in every) / len(every) for name in every[0]}


def by_role(given: Sequence[Given]) -> dict[str, tuple[Spread, ...]]:
    """How each criterion is weighed by each role, roles in the order in which they first appear."""
    _alike(given)
    roles: dict[str, list[dict[str, float]]] = {}
    for one in given:
        roles.setdefault(one.role, []).append(weights(one.points))
    return {role: tuple(_spread(name, some) for name in some[0]) for role, some in roles.items()}


def turning(
    options: Mapping[str, Mapping[str, float]], chosen: Mapping[str, float], names: Mapping[str, str]
) -> Turn | None:
    """What would have to matter more, or less, for the second option to overtake the first; None below two options.

    `options`: option -> criterion -> value on a fixed 0-1 scale; `chosen`: weights that add up to 1; `names`: criteria
    as they are said. One weight moves while the others keep their proportions, and the smallest such move is told;
    of two as small, that by which something counts for more.
    """
    if len(options) < 2:
        return None
    ordered = sorted(options, key=lambda one: (-_total(options[one], chosen), one))
    first, second = ordered[:2]
    if abs(_total(options[first], chosen) - _total(options[second], chosen)) <= TIE:
        return Turn(first, second, None, None, None, f"{first} and {second} are level at these weights.")
    turns = []
    for criterion, now in chosen.items():
        pair = [_against_rest(name, options[name], chosen, criterion) for name in (first, second)]
        if now >= 1 - TIE or None in pair:
            continue
        found = tipping_point(*pair)
        if found.weight is not None:
            turns.append((round(abs(found.weight - now), 9), found.weight < now, criterion, now, found.weight))
    if not turns:
        return Turn(first, second, None, None, None, f"{first} stays ahead of {second} whichever one matters more.")
    _, _, criterion, now, at = min(turns)
    way = "more" if at > now else "less"
    said = (
        f"{second} overtakes {first} once {names[criterion]} counts for {way} than {percent(at)}; now {percent(now)}."
    )
    return Turn(first, second, criterion, now, at, said)


def _against_rest(name: str, values: Mapping[str, float], chosen: Mapping[str, float], criterion: str) -> Option | None:
    """The option as one criterion against the mean of all others by their weights; None where they weigh nothing."""
    rest = {one: weight for one, weight in chosen.items() if one != criterion}
    total = sum(rest.values())
    if total <= TIE:
        return None
    others = sum(weight * values[one] for one, weight in rest.items()) / total
    return Option(name, numbers=others, stories=values[criterion])


def _total(values: Mapping[str, float], chosen: Mapping[str, float]) -> float:
    return sum(weight * values[name] for name, weight in chosen.items())


def _spread(name: str, some: Sequence[Mapping[str, float]]) -> Spread:
    found = np.array([one[name] for one in some])
    lower, upper = np.quantile(found, [0.25, 0.75])
    return Spread(
        name, len(found), float(found.mean()), float(found.min()), float(lower), float(upper), float(found.max())
    )


def _alike(given: Sequence[Given]) -> None:
    if len({frozenset(one.points) for one in given}) > 1:
        raise Refusal("Not everybody was asked about the same things, so their weights cannot be set side by side.")
