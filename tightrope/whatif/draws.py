"""Many plausible futures of one scenario: what each split would avoid in each, from one seed and one order."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from tightrope.errors import Refusal
from tightrope.whatif import model
from tightrope.whatif.model import Line, Scenario

Array = np.ndarray


@dataclass(frozen=True, eq=False)
class Drawn:
    """Every parameter in every future: arrays of shape (count,) by parameter id. All splits share one of these."""

    values: Mapping[str, Array]
    count: int

    def holding(self, held: Mapping[str, Array | float]) -> "Drawn":
        """The same futures with some parameters put to other values, each one number or `count` of them."""
        return replace(self, values={**self.values, **{id: np.broadcast_to(to, self.count) for id, to in held.items()}})


def draw(scenario: Scenario) -> Drawn:
    """`scenario.draws` futures; parameters are drawn in their listed order from default_rng(seed).

    A fixed parameter takes nothing from the generator, so listing one more changes no other draw.
    """
    rng = np.random.default_rng(scenario.seed)
    values = {one.id: one.distribution.draw(rng, scenario.draws) for one in scenario.parameters}
    return Drawn(values, scenario.draws)


def central(scenario: Scenario, count: int = 1) -> Drawn:
    """One future, `count` times over, in which every parameter is at its mean."""
    means = {one.id: one.distribution.mean() for one in scenario.parameters}
    return Drawn({id: np.broadcast_to(mean, count) for id, mean in means.items()}, count)


def reached(drawn: Drawn, line: Line, pounds: float) -> Array:
    """People reached by one line in each future, shape (count,)."""
    values = drawn.values
    bought = model.places(line, pounds, values[line.unit_cost])
    return model.reach(values[line.people], bought, values[line.catch])


def risk(scenario: Scenario, drawn: Drawn, line: Line) -> Array:
    """A line's risk in the year looked at if nothing is done, shape (count,): trend included, never above 1."""
    change = (1 + scenario.trend) ** scenario.years_ahead
    return np.minimum(drawn.values[line.baseline_risk] * change, 1.0)


def avoided(scenario: Scenario, drawn: Drawn, line: Line, pounds: float) -> Array:
    """What one line avoids in each future, shape (count,); 0 where nothing is known of its effect.

    Optimism is taken off an effect that helps only: to take it off one that harms would be hopeful.
    """
    if not line.has_effect or pounds <= line.set_up or pounds < line.least:
        return np.zeros(drawn.count)
    reduction = drawn.values[line.reduction]
    if scenario.optimism:
        reduction = np.where(reduction > 0, reduction * (1 - scenario.optimism), reduction)
    return reached(drawn, line, pounds) * risk(scenario, drawn, line) * reduction


def outcomes(scenario: Scenario, drawn: Drawn, amounts: Mapping[str, float]) -> Array:
    """Outcomes avoided, shape (draws, lines), lines in the scenario's order. Raises Refusal for an unknown line."""
    _known(scenario, amounts)
    made = np.empty((len(scenario.lines), drawn.count))  # a line at a time: its draws stay in the processor's cache
    for place, line in enumerate(scenario.lines):
        made[place] = avoided(scenario, drawn, line, amounts.get(line.id, 0.0))
    return made.T


def totals(scenario: Scenario, drawn: Drawn) -> dict[str, Array]:
    """What each split avoids in all, by split id: arrays of shape (draws,).

    What several splits give to one line alike is worked out once.
    """
    made = {split.id: np.zeros(drawn.count) for split in scenario.splits}
    for line in scenario.lines:
        by_pounds: dict[float, list[str]] = {}
        for split in scenario.splits:
            by_pounds.setdefault(split.amounts.get(line.id, 0.0), []).append(split.id)
        for pounds, splits in by_pounds.items():
            helped = avoided(scenario, drawn, line, pounds)
            for id in splits:
                made[id] += helped
    return made


def expected(scenario: Scenario, amounts: Mapping[str, float]) -> Array:
    """Outcomes avoided by each line with every parameter at its mean, shape (lines,): one future, not their mean."""
    return outcomes(scenario, central(scenario), amounts)[0]


def _known(scenario: Scenario, amounts: Mapping[str, float]) -> None:
    if strange := sorted(set(amounts) - {line.id for line in scenario.lines}):
        raise Refusal(f"Money is given to {', '.join(strange)}, which is no line of “{scenario.title}”.", strange)
