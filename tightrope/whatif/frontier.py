"""What the whole gains against what the poorest group gains: the splits in which neither can be had without the other.

A gain in the poorest group is counted w times, and the best split found for each w from 1 (everybody alike) to FAR.
As w rises the poorest group's gain cannot fall and the whole cannot rise. Without set-up costs every such split is the
best for some w (Geoffrion, A. M. (1968), Journal of Mathematical Analysis and Applications 22, 618-630), so none is
missed; with them, splits between those shown may exist that no w finds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

from tightrope.errors import Refusal
from tightrope.whatif.best import checked, solved, to_the_penny
from tightrope.whatif.best_steps import in_steps
from tightrope.whatif.curves import Array, Curve, Problem
from tightrope.whatif.parts import Rule

POINTS = 20
FAR = 1000.0  # times that a gain in the poorest group counts at the far end
GAP, GAP_IN_STEPS = 1e-5, 5e-4  # of each split: less than a picture shows
SECONDS_IN_STEPS = 5.0  # for all splits together, about
TRIES = 2  # weights tried for each point wanted: between some weights nothing changes
SAME = 1e-6  # share of the range below which two splits are one
CLOSE = 1.001  # weights nearer than this are not told apart


@dataclass(frozen=True)
class Point:
    """A split: pounds by line id, its gain in all and in the poorest group, and how often the latter was counted."""

    amounts: dict[str, float]
    gain: float
    poorest: float
    weight: float

    @property
    def share(self) -> float:
        """Share of the gain that falls to the poorest group; 0 where there is no gain."""
        return self.poorest / self.gain if self.gain > 0 else 0.0


def frontier(
    curves: Sequence[Curve],
    total: float,
    group_of: Mapping[str, int],
    points: int = POINTS,
    rules: Sequence[Rule] = (),
) -> tuple[Point, ...]:
    """Splits from the most gain in all to the most for the poorest: as one rises the other falls, strictly.

    `group_of` gives lines their group, 1 the poorest; lines without one belong to none. At most so many `points`,
    fewer where splits are the same. Raises Refusal where limits clash or no line is in a group.
    """
    if points < 2:
        raise Refusal("Ask for two points or more.")
    problem = checked(curves, total, rules)
    groups = [group_of.get(curve.id) for curve in problem.curves]
    known = [one for one in groups if one is not None]
    if not known:
        raise Refusal("No line belongs to a group, so nothing can be said about the poorest.")
    poorest = np.array([one == min(known) for one in groups])
    found = _spread(problem, poorest, points)
    kept = [one for one in found if not any(_beats(other, one) for other in found)]
    order = [curve.id for curve in curves]
    told: list[Point] = []
    for x, gain, gained, weight in sorted(kept, key=lambda one: (one[2], one[3])):
        if told and (gained <= told[-1].poorest or gain >= told[-1].gain):
            continue  # the same split twice
        by_id = dict(zip((curve.id for curve in problem.curves), map(float, x), strict=True))
        told.append(Point({one: by_id[one] + 0.0 for one in order}, gain, gained, weight))
    return tuple(told)


_Split = tuple[Array, float, float, float]  # pounds, gain, gain of the poorest, weight


def _spread(problem: Problem, poorest: Array, points: int) -> list[_Split]:
    """Both ends, and then always a split between the two neighbours that lie furthest apart."""
    found = [_weighted(problem, poorest, 1.0), _weighted(problem, poorest, FAR)]
    whole, part = (max(abs(found[0][at] - found[1][at]), 1e-12) for at in (1, 2))
    for _ in range(TRIES * points):
        apart = [
            (max(abs(one[1] - other[1]) / whole, abs(one[2] - other[2]) / part), number)
            for number, (one, other) in enumerate(zip(found, found[1:], strict=False))
            if other[3] > one[3] * CLOSE
        ]
        differ = sum(distance > SAME for distance, _ in apart)
        if differ + 1 >= points or not differ:
            break
        after = max(apart)[1]
        found.insert(after + 1, _weighted(problem, poorest, sqrt(found[after][3] * found[after + 1][3])))
    return found


def _weighted(problem: Problem, poorest: Array, weight: float) -> _Split:
    lines = problem.lines
    scaled = replace(problem, lines=lines.changed(scale=np.where(poorest, lines.scale * weight, lines.scale)))
    if lines.steps.any():
        shape, split = in_steps(scaled, GAP_IN_STEPS, SECONDS_IN_STEPS / POINTS)
    else:
        shape, split = scaled, solved(scaled, GAP)
    x, _ = to_the_penny(shape, split.x)
    gains = lines.gain(x)
    return x, float(gains.sum()), float(gains[poorest].sum()), weight


def _beats(one: _Split, other: _Split) -> bool:
    return one[1] >= other[1] and one[2] >= other[2] and (one[1] > other[1] or one[2] > other[2])
