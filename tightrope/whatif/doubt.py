"""How sure the better split is: in how many futures, by how much, what would turn it, and what it rests on most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize

from tightrope.whatif import draws
from tightrope.whatif.checking import POSSIBLE
from tightrope.whatif.draws import Drawn
from tightrope.whatif.model import Line, Parameter, Scenario
from tightrope.whatif.parts import ROLES

Array = np.ndarray
TIE = 1e-9  # totals this close, as a share of the larger, are the same
TENTHS = (0.1, 0.9)  # every range leaves out the lowest and the highest tenth of futures
STEPS = 401  # points at which a parameter's range is tried before the turning points between them are solved for
FAR = 10.0  # people and costs have no end of their own: they are tried from a tenth to ten times what is expected


@dataclass(frozen=True)
class Comparison:
    """The first split against the second over all futures: shares of futures, and the difference in outcomes."""

    better: float
    tied: float
    worse: float
    median: float
    low: float
    high: float


@dataclass(frozen=True)
class Regret:
    """What choosing one split costs against the best in each future: on average, and in the worst future in ten."""

    split: str
    mean: float
    one_in_ten: float


@dataclass(frozen=True)
class Flip:
    """A value of a parameter at which the better split changes.

    `likely` is False outside 98 in 100 of its own values; a number taken as known has no such bounds.
    """

    value: float
    below: str
    above: str
    likely: bool


@dataclass(frozen=True)
class Switching:
    """Which split is better as one parameter goes from `low` to `high`, all others at their means.

    `now` is the better split where this one is at its mean too (None: the same). Without flips `why` says either
    "never" (`now` is better wherever they differ) or "same" (they differ nowhere).
    """

    parameter: Parameter
    first: str
    second: str
    now: str | None
    flips: tuple[Flip, ...]
    low: float
    high: float
    why: str = ""


@dataclass(frozen=True)
class Driver:
    """The difference between two splits with one parameter at its tenth and its ninetieth of a hundred values."""

    parameter: Parameter
    low: float
    high: float
    at_low: float
    at_high: float

    @property
    def swing(self) -> float:
        """How far the difference moves."""
        return abs(self.at_high - self.at_low)


def compare(first: Array, second: Array) -> Comparison:
    """Two splits' totals in the same futures, shape (draws,)."""
    difference = first - second
    tied = np.abs(difference) <= TIE * np.maximum(np.abs(first), np.abs(second))
    low, median, high = np.quantile(difference, [TENTHS[0], 0.5, TENTHS[1]])
    better = float(((difference > 0) & ~tied).mean())
    return Comparison(
        better, float(tied.mean()), float(((difference < 0) & ~tied).mean()), float(median), float(low), float(high)
    )


def value_of_knowing(totals: Mapping[str, Array]) -> float:
    """What it would be worth to know every number before choosing: E[max] - max E, in outcomes; never below 0.

    Raiffa, H. and Schlaifer, R. (1961), Applied Statistical Decision Theory.
    """
    made = np.array(list(totals.values()))
    return float(max(made.max(axis=0).mean() - made.mean(axis=1).max(), 0.0))


def regrets(totals: Mapping[str, Array]) -> tuple[Regret, ...]:
    """Every split's regret, in the order given. The least mean regret is the value of knowing everything.

    Savage, L. J. (1951), Journal of the American Statistical Association 46, 55-67.
    """
    best = np.array(list(totals.values())).max(axis=0)
    return tuple(
        Regret(split, float((best - made).mean()), float(np.quantile(best - made, TENTHS[1])))
        for split, made in totals.items()
    )


def difference(scenario: Scenario, drawn: Drawn, first: str, second: str, lines: Sequence[Line] | None = None) -> Array:
    """What the first split avoids more than the second in each future; of some lines only where those are given."""
    one, other = scenario.split(first).amounts, scenario.split(second).amounts
    made = np.zeros(drawn.count)
    for line in scenario.lines if lines is None else lines:
        pounds = one.get(line.id, 0.0), other.get(line.id, 0.0)
        if pounds[0] != pounds[1]:
            made += draws.avoided(scenario, drawn, line, pounds[0]) - draws.avoided(scenario, drawn, line, pounds[1])
    return made


def switching(scenario: Scenario, parameter_id: str, first: str, second: str) -> Switching:
    """Every value of a parameter at which the better of two splits changes, over its widened range.

    The range is all that the number can be at all (a share from 0 to 1), not only what its spread says. STEPS points
    of it are tried, and each change of sign between two is solved by Brent's method; two changes between the same two
    points would be missed.
    """
    parameter, middle = scenario.parameter(parameter_id), draws.central(scenario)
    using = _users(scenario).get(parameter_id, [])
    varying = {line.id for line in using}
    rest = difference(scenario, middle, first, second, [one for one in scenario.lines if one.id not in varying])[0]
    low, high = _widened(parameter, using)
    tried = np.linspace(low, high, STEPS)

    def gap(values: Array) -> Array:
        held = draws.central(scenario, len(values)).holding({parameter_id: values})
        return rest + difference(scenario, held, first, second, using)

    gaps = gap(tried)
    size = max(float(np.abs(gaps).max()), abs(rest))
    signs = np.sign(np.where(np.abs(gaps) <= TIE * size, 0.0, gaps))
    some = np.flatnonzero(signs)
    spread = parameter.distribution
    likely = (spread.quantile(0.01), spread.quantile(0.99)) if spread.unsure else (low, high)
    flips = []
    for left, right in zip(some[:-1], some[1:], strict=True):
        if signs[left] != signs[right]:
            value = optimize.brentq(lambda x: gap(np.array([x]))[0], tried[left], tried[right])
            below, above = (first, second) if signs[left] > 0 else (second, first)
            flips.append(Flip(float(value), below, above, likely[0] <= value <= likely[1]))
    here = gap(np.array([spread.mean()]))[0]
    now = None if abs(here) <= TIE * size else first if here > 0 else second
    why = "" if flips else "never" if some.size else "same"
    if why == "never":
        now = first if signs[some[0]] > 0 else second
    return Switching(parameter, first, second, now, tuple(flips), low, high, why)


def drivers(scenario: Scenario, drawn: Drawn, first: str, second: str, most: int = 3) -> tuple[Driver, ...]:
    """The parameters that move the difference most, by swing, largest first; what moves nothing is left out.

    Each goes from its tenth to its ninetieth of a hundred drawn values while all others stay at their means.
    """
    middle = draws.central(scenario, 2)
    parts = {line.id: difference(scenario, middle, first, second, [line])[0] for line in scenario.lines}
    whole, using = sum(parts.values()), _users(scenario)
    found = []
    for parameter in scenario.parameters:
        lines = using.get(parameter.id, [])
        if not parameter.distribution.unsure or not lines:
            continue
        ends = np.quantile(drawn.values[parameter.id], TENTHS)
        moved = difference(scenario, middle.holding({parameter.id: ends}), first, second, lines)
        moved = moved + whole - sum(parts[line.id] for line in lines)
        driver = Driver(parameter, *(float(one) for one in (*ends, *moved)))
        if driver.swing > TIE * max(abs(whole), 1.0):
            found.append(driver)
    return tuple(sorted(found, key=lambda one: (-one.swing, one.parameter.id))[:most])


def _users(scenario: Scenario) -> dict[str, list[Line]]:
    """The lines that use each parameter."""
    found: dict[str, list[Line]] = {}
    for line in scenario.lines:
        for id in {getattr(line, role) for role in ROLES} - {None}:
            found.setdefault(id, []).append(line)
    return found


def _widened(parameter: Parameter, using: Sequence[Line]) -> tuple[float, float]:
    """All that the number can be in the lines that use it; where that has no end, FAR times what is expected."""
    roles = [role for role in ROLES for line in using if getattr(line, role) == parameter.id]
    ends = [POSSIBLE[role] for role in roles] or [parameter.distribution.ends()]
    low, high = max(one[0] for one in ends), min(one[1] for one in ends)
    if not np.isfinite(high):
        middle, spread = parameter.distribution.mean(), parameter.distribution
        low, high = min(middle / FAR, spread.quantile(0.01)), max(middle * FAR, spread.quantile(0.99))
    return low, high
