"""From one split to another in named steps: what each change does alone, and what they only do together."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tightrope.whatif import draws
from tightrope.whatif.model import Scenario, Split


@dataclass(frozen=True)
class Step:
    """One named change and what it does alone, in outcomes avoided on average."""

    name: str
    change: float


@dataclass(frozen=True)
class Waterfall:
    """`start` + every step + `together` = `end`, in outcomes avoided on average over the futures of each scenario.

    `together` is what the steps do in each other's company only: more reach is worth more where the effect is larger.
    """

    start: float
    end: float
    steps: tuple[Step, ...]
    together: float


def waterfall(first: Scenario, first_split: str, second: Scenario, second_split: str) -> Waterfall:
    """The steps from a split of one scenario to a split of another (or the same), in the order: money, what is assumed.

    Every step is made alone, from where `first` stands; so their order does not matter. Both are worked out with the
    first scenario's seed and draws, so that only what was changed differs.
    """
    one, other = first.split(first_split), second.split(second_split)
    start, end = _mean(first, one), _mean(replace(second, seed=first.seed, draws=first.draws), other)
    steps = tuple(
        Step(name, _mean(scenario, split) - start) for name, scenario, split in _alone(first, one, second, other)
    )
    return Waterfall(start, end, steps, end - start - sum(one.change for one in steps))


def _mean(scenario: Scenario, split: Split) -> float:
    return float(draws.outcomes(scenario, draws.draw(scenario), split.amounts).sum(axis=1).mean())


def _alone(first: Scenario, one: Split, second: Scenario, other: Split) -> Iterator[tuple[str, Scenario, Split]]:
    """Each change by itself: its name, and the first scenario and split with nothing but it changed."""
    theirs = {line.id: line for line in second.lines}
    for line in first.lines:
        before, after = one.amounts.get(line.id, 0.0), other.amounts.get(line.id, 0.0)
        if before != after:
            changed = replace(one, amounts={**one.amounts, line.id: after})
            yield f"{line.name}: £{before:,.0f} to £{after:,.0f}", first, changed
        if line.id in theirs and theirs[line.id] != line:
            lines = tuple(theirs[line.id] if this.id == line.id else this for this in first.lines)
            yield f"{line.name}: other limits or costs", replace(first, lines=lines), one
    numbers = {parameter.id: parameter for parameter in second.parameters}
    for parameter in first.parameters:
        found = numbers.get(parameter.id)
        if found is not None and found.distribution != parameter.distribution:
            made = tuple(found if this.id == parameter.id else this for this in first.parameters)
            yield parameter.name, replace(first, parameters=made), one
    if first.optimism != second.optimism:
        named = f"Effects taken {second.optimism:.0%} lower instead of {first.optimism:.0%}"
        yield named, replace(first, optimism=second.optimism), one
    if (first.trend, first.years_ahead) != (second.trend, second.years_ahead):
        named = f"Risk changes by {second.trend:+.0%} a year instead of {first.trend:+.0%}"
        yield named, replace(first, trend=second.trend, years_ahead=second.years_ahead), one
