"""The split that would do most under the rules of a scenario, those as good as it, and what fairness would cost."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from tightrope import settings
from tightrope.errors import Refusal
from tightrope.whatif import draws, near_best
from tightrope.whatif.clash import Clash, clash
from tightrope.whatif.curves import Curve
from tightrope.whatif.frontier import Point, frontier
from tightrope.whatif.model import Scenario
from tightrope.whatif.near_best import NearBest
from tightrope.whatif.scenario import write

KEPT = 32
FEWEST = 2  # lines with an effect, below which there is nothing to choose between
TOO_FEW = "Fewer than two lines have an estimate of effect: there is nothing to choose between."


@dataclass(frozen=True)
class Found:
    """What would do most, at the expected value of every number.

    `near` has the best and all splits within the council's share of it; `points` go from most gain in all to most for
    the poorest (none where groups are not ranked). `clash` is the smallest set of rules that cannot hold together, and
    `why` says in a sentence why there is no best split; both empty where there is one.
    """

    near: NearBest | None
    points: tuple[Point, ...]
    clash: tuple[Clash, ...]
    why: str


_kept: OrderedDict[str, Found] = OrderedDict()
_lock = threading.Lock()


def best_split(scenario: Scenario) -> Found:
    """Everything about the best split of a scenario; remembered, because it depends on nothing else."""
    key = write(scenario)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = _found(scenario)
    with _lock:
        _kept[key] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def curves(scenario: Scenario) -> list[Curve]:
    """The lines as the search takes them: every number at its mean, and what a person reached is worth.

    A line without evidence of an effect is worth nothing more to the search, so it keeps what it must have.
    """
    middle = draws.central(scenario)
    made = []
    for line in scenario.lines:
        worth = 0.0
        if line.has_effect:
            reduction = float(middle.values[line.reduction][0])
            kept = 1 - scenario.optimism if reduction > 0 else 1.0
            worth = float(draws.risk(scenario, middle, line)[0]) * reduction * kept
        floor = max(line.floor, line.committed)
        made.append(
            Curve(
                line.id, line.name, float(middle.values[line.people][0]), float(middle.values[line.catch][0]),
                float(middle.values[line.unit_cost][0]), worth, floor,
                max(scenario.total if line.ceiling is None else line.ceiling, floor), line.set_up, line.least,
            )
        )  # fmt: skip
    return made


def _found(scenario: Scenario) -> Found:
    if sum(line.has_effect for line in scenario.lines) < FEWEST:
        return Found(None, (), (), TOO_FEW)
    lines, limits = curves(scenario), scenario.rules
    broken = clash(lines, scenario.total, limits)
    if broken:
        return Found(None, (), broken, "These rules cannot all hold.")
    try:
        near = near_best.near_best(lines, scenario.total, settings.settings().what_if.near_best, limits, scenario.seed)
    except Refusal as refusal:
        return Found(None, (), (), str(refusal))
    ranked = {line.id: line.deprivation_rank for line in scenario.lines if line.deprivation_rank is not None}
    points = frontier(lines, scenario.total, ranked, rules=limits) if 1 in ranked.values() else ()
    return Found(near, points, (), "")
