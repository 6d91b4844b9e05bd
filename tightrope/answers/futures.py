"""What the splits of one scenario would do, over many plausible futures: one place for page, report and command."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np

from tightrope.errors import Refusal
from tightrope.whatif import doubt, draws, fairness, finding_out, model
from tightrope.whatif.doubt import Comparison, Driver, Regret, Switching
from tightrope.whatif.fairness import Balance, Gap, Point, Reading
from tightrope.whatif.finding_out import Learning
from tightrope.whatif.model import Extrapolated, Scenario, Split
from tightrope.whatif.scenario import write

HEARD = (5, 10, 20, 40)  # accounts more from a group, for which the value of hearing them is worked out
KEPT = 64  # scenarios remembered: a bar that goes to and fro asks for the same again
KEPT_NUMBERS = 12_000_000  # of their futures together: about 100 MB
BINS = 24


@dataclass(frozen=True)
class Seen:
    """One split: pounds, places and people reached by line at the means; what it avoids, mean and 10-90 range.

    `bars` counts futures in BINS equal steps between the ends of all splits, for the picture of the spread.
    """

    split: Split
    places: dict[str, float]
    reached: dict[str, float]
    central: float
    mean: float
    low: float
    middle: float
    high: float
    regret: Regret
    point: Point
    gap: Gap | None
    reading: Reading
    beyond: tuple[Extrapolated, ...]
    bars: tuple[int, ...]
    known: bool

    @property
    def value(self) -> float:
        """What the split comes to: outcomes avoided on average, or people reached where nothing is known of effects."""
        return self.mean if self.known else sum(self.reached.values())


@dataclass(frozen=True)
class Futures:
    """Everything about a scenario. `known` False where no line has evidence of an effect: then only people are counted.

    `ends` are the least and the most that any split avoids in any future. `accounts`: by take-up parameter, what
    hearing so many more people of that group would be worth.
    """

    scenario: Scenario
    known: bool
    seen: dict[str, Seen]
    best: str
    ends: tuple[float, float]
    knowing: float
    learning: tuple[Learning, ...]
    accounts: dict[str, tuple[tuple[int, float], ...]]


@dataclass(frozen=True)
class Duel:
    """One split against another in the same futures, and what would turn the choice, what does so oftenest first."""

    first: str
    second: str
    comparison: Comparison
    switching: tuple[Switching, ...]
    drivers: tuple[Driver, ...]
    balance: Balance


_kept: OrderedDict[str, tuple[Futures, dict[str, np.ndarray], draws.Drawn]] = OrderedDict()
_lock = threading.Lock()


def futures(scenario: Scenario) -> Futures:
    """Everything about a scenario; remembered, because it depends on nothing else."""
    return _of(scenario)[0]


def duel(scenario: Scenario, first: str, second: str) -> Duel:
    """Two splits of a scenario against each other."""
    _, totals, drawn = _of(scenario)
    turning = [
        doubt.switching(scenario, one.id, first, second) for one in scenario.parameters if one.distribution.unsure
    ]
    turning.sort(key=lambda one: -_chance(one, drawn.values[one.parameter.id]))
    return Duel(
        first, second, doubt.compare(totals[first], totals[second]), tuple(turning),
        doubt.drivers(scenario, drawn, first, second), fairness.balance(scenario, first, second),
    )  # fmt: skip


def better_in(scenario: Scenario, first: str, second: str) -> float:
    """The share of futures in which the first split avoids more than the second."""
    _, totals, _ = _of(scenario)
    return doubt.compare(totals[first], totals[second]).better


def _chance(one: Switching, values: np.ndarray) -> float:
    """How often the number takes a value at which another split is better than at its mean."""
    flips = [flip.value for flip in one.flips]
    here = np.searchsorted(flips, one.parameter.distribution.mean())
    return float(((np.searchsorted(flips, values) - here) % 2 == 1).mean())


def _of(scenario: Scenario) -> tuple[Futures, dict[str, np.ndarray], draws.Drawn]:
    key = write(scenario)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    drawn = draws.draw(scenario)
    totals = draws.totals(scenario, drawn)
    made = _worked_out(scenario, drawn, totals), totals, drawn
    with _lock:
        _kept[key] = made
        while len(_kept) > 1 and (len(_kept) > KEPT or sum(map(_numbers, _kept.values())) > KEPT_NUMBERS):
            _kept.popitem(last=False)
    return made


def _numbers(kept: tuple[Futures, dict[str, np.ndarray], draws.Drawn]) -> int:
    """How many numbers a remembered scenario holds."""
    _, totals, drawn = kept
    return drawn.count * (len(totals) + len(drawn.values))


def _worked_out(scenario: Scenario, drawn: draws.Drawn, totals: dict[str, np.ndarray]) -> Futures:
    known = any(line.has_effect for line in scenario.lines)
    ends = (min(float(one.min()) for one in totals.values()), max(float(one.max()) for one in totals.values()))
    regrets = {one.split: one for one in doubt.regrets(totals)}
    points = {one.split: one for one in fairness.plane(scenario)}
    seen = {
        one.id: _seen(scenario, one, totals[one.id], ends, regrets[one.id], points[one.id]) for one in scenario.splits
    }
    learning, accounts = _finding_out(scenario, drawn, totals) if known else ((), {})
    knowing = doubt.value_of_knowing(totals)
    return Futures(scenario, known, seen, max(seen, key=lambda one: seen[one].mean), ends, knowing, learning, accounts)


def _seen(
    scenario: Scenario, split: Split, made: np.ndarray, ends: tuple[float, float], regret: Regret, point: Point
) -> Seen:
    middle = draws.central(scenario)
    places = {
        line.id: float(model.places(line, split.amounts.get(line.id, 0.0), middle.values[line.unit_cost][0]))
        for line in scenario.lines
    }
    reached = {
        line.id: float(draws.reached(middle, line, split.amounts.get(line.id, 0.0))[0]) for line in scenario.lines
    }
    low, half, high = (float(one) for one in np.quantile(made, [0.1, 0.5, 0.9]))
    bars, _ = np.histogram(made, bins=BINS, range=ends if ends[0] < ends[1] else (ends[0] - 1, ends[0] + 1))
    return Seen(
        split, places, reached, float(draws.expected(scenario, split.amounts).sum()), float(made.mean()), low, half,
        high, regret, point, fairness.gap(scenario, split.amounts), fairness.reading(scenario, split),
        model.extrapolated(scenario, split.amounts), tuple(int(one) for one in bars),
        any(line.has_effect for line in scenario.lines),
    )  # fmt: skip


def _finding_out(
    scenario: Scenario, drawn: draws.Drawn, totals: dict[str, np.ndarray]
) -> tuple[tuple[Learning, ...], dict[str, tuple[tuple[int, float], ...]]]:
    """What is worth finding out first; nothing where too few futures were drawn to say."""
    try:
        learning = finding_out.worth_learning(scenario, drawn, totals)
        take_ups = {line.catch for line in scenario.lines if line.has_effect}
        unsure = [one.parameter.id for one in learning if one.parameter.id in take_ups]
        accounts = {
            one: tuple((n, finding_out.value_of_accounts(totals, drawn.values[one], n)) for n in HEARD)
            for one in unsure
        }
    except Refusal:
        return (), {}
    return learning, accounts
