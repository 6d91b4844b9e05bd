"""Measuring the best split on this computer: over many made-up lines, beside cvxpy where that is installed.

cvxpy is what the tests hold the best split against; nobody needs it to run the app. Its solvers take no whole-number
choice together with exponentials, so there it is given straight pieces and HiGHS.
"""

import importlib.util
import math
import statistics
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tightrope.screens.bench import Row, both, timed, told
from tightrope.whatif import draws, outer
from tightrope.whatif.best import best
from tightrope.whatif.best_steps import GAP, best_in_steps, running
from tightrope.whatif.curves import Array, Curve, arrays, stated
from tightrope.whatif.distributions import beta, fixed, uniform
from tightrope.whatif.frontier import POINTS, frontier
from tightrope.whatif.model import Line, Parameter, Scenario, Split

AT_MOST, AT_MOST_STEPS, AT_MOST_FRONTIER, AT_MOST_DRAWS = 1_000.0, 10_000.0, 5_000.0, 300.0  # milliseconds
EACH = 60_000.0  # pounds a line, about
FUTURES, FEW_FUTURES = 10_000, 200  # the few are what a plain loop can do while one waits
PIECES = 24  # of a curve, where cvxpy is given straight ones
SEED = 1


def run(number: int, runs: int) -> list[dict[str, Any]]:
    """Measure the best split over so many lines, each with a range of people, places and costs."""
    return told(list(_measured(number, runs)))


def _measured(number: int, runs: int) -> Iterator[Row]:
    size, total = f"{number:,} lines", number * EACH
    plain, stepped = made_up(number), made_up(number, steps=True)
    groups = {one.id: 1 + place % 5 for place, one in enumerate(plain)}
    few = max(1, runs // 4)
    ours = timed(lambda: best(plain, total), runs)
    yield _beside("best split", size, ours, few, lambda: _cvxpy_best(plain, total), AT_MOST)
    found = best_in_steps(stepped, total)
    ours = timed(lambda: best_in_steps(stepped, total), few)
    size_and_gap = f"{size}, gap {found.gap:.1e} (asked {GAP:g})"
    yield _beside(
        "best split, set-up costs", size_and_gap, ours, 1, lambda: _cvxpy_steps(stepped, total), AT_MOST_STEPS
    )
    ours = timed(lambda: frontier(plain, total, groups), few)
    yield _beside(
        "frontier", f"{size}, {POINTS} points", ours, 1, lambda: _cvxpy_frontier(plain, total, groups), AT_MOST_FRONTIER
    )
    yield from _futures(number, runs)


def made_up(number: int, *, steps: bool = False) -> list[Curve]:
    """Lines of the sizes a council has, always the same; every other one with a set-up cost if wished."""
    rng = np.random.default_rng(SEED)
    return [
        Curve(
            f"line-{one:05d}",
            f"Line {one}",
            people=float(rng.integers(50, 3_000)),
            catch=float(rng.uniform(0.3, 0.95)),
            unit_cost=float(rng.integers(100, 3_000)),
            worth=float(rng.uniform(0.002, 0.05)),
            floor=float(rng.integers(0, 10_000)),
            ceiling=float(rng.integers(20_000, 900_000)),
            set_up=float(rng.integers(15_000, 60_000)) if steps and one % 2 else 0.0,
        )
        for one in range(number)
    ]


def _beside(what: str, size: str, ours: list[float], runs: int, theirs: Callable[[], Any], at_most: float) -> Row:
    if importlib.util.find_spec("cvxpy") is None:
        return Row(what, f"{size}; cvxpy is not installed", *both(ours), at_most=at_most)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # cvxpy's own, on what it may come to
        median = statistics.median(timed(theirs, runs)) * 1000
    return Row(what, size, *both(ours), "cvxpy", median, at_most=at_most)


def _cvxpy_best(curves: list[Curve], total: float, weights: list[Array] | None = None) -> list[float]:
    """The most gain by cvxpy and Clarabel, for each set of weights of the lines."""
    import cvxpy

    lines, money = arrays(curves), total / len(curves)
    x, weight = cvxpy.Variable(len(curves)), cvxpy.Parameter(len(curves), nonneg=True)
    gains = cvxpy.multiply(lines.scale, 1 - cvxpy.exp(cvxpy.multiply(-lines.rate * money, x)))
    limits = [cvxpy.sum(x) <= total / money, x >= lines.low / money, x <= lines.high / money]
    asked = cvxpy.Problem(cvxpy.Maximize(weight @ gains), limits)
    found = []
    for weight.value in weights or [np.ones(len(curves))]:
        found.append(float(asked.solve(solver=cvxpy.CLARABEL)))
    return found


def _cvxpy_frontier(curves: list[Curve], total: float, groups: dict[str, int]) -> list[float]:
    poorest = np.array([groups[one.id] == 1 for one in curves])
    return _cvxpy_best(curves, total, [np.where(poorest, weight, 1.0) for weight in np.geomspace(1, 1_000, POINTS)])


def _cvxpy_steps(curves: list[Curve], total: float) -> float:
    """The same with lines that run or not, by cvxpy and HiGHS on straight pieces of equal length."""
    import cvxpy

    problem = stated(curves, total)
    lines, money = problem.lines, total / len(curves)
    opened = running(lines, np.ones(len(curves), bool))
    over = outer.roof(opened, np.linspace(opened.low, opened.high, PIECES, axis=1))
    mixed, runs = cvxpy.Variable(over.at.shape, nonneg=True), cvxpy.Variable(len(curves), boolean=True)
    spent = cvxpy.sum(cvxpy.multiply(mixed, over.at / money), axis=1) + cvxpy.multiply(lines.low / money, 1 - runs)
    limits = [cvxpy.sum(mixed, axis=1) == runs, cvxpy.sum(spent) <= total / money, runs[~lines.steps] == 1]
    asked = cvxpy.Problem(cvxpy.Maximize(cvxpy.sum(cvxpy.multiply(mixed, over.gain))), limits)
    return float(asked.solve(solver=cvxpy.SCIPY, scipy_options={"mip_rel_gap": GAP}))


def _futures(number: int, runs: int) -> Iterator[Row]:
    many, few = _scenario(number, FUTURES), _scenario(number, FEW_FUTURES)
    amounts = dict(many.splits[0].amounts)
    drawn = draws.draw(many)
    all_of_them = timed(lambda: draws.outcomes(many, drawn, amounts), runs)
    yield Row("outcomes drawn", f"{FUTURES:,} futures, {number:,} lines", *both(all_of_them), at_most=AT_MOST_DRAWS)
    drawn = draws.draw(few)
    some = timed(lambda: draws.outcomes(few, drawn, amounts), runs)
    loop = statistics.median(timed(lambda: _plain(few, drawn, amounts), 1)) * 1000
    yield Row("outcomes drawn", f"{FEW_FUTURES:,} futures, {number:,} lines", *both(some), "a plain loop", loop)


def _scenario(number: int, futures: int) -> Scenario:
    """The made-up lines as a scenario in which take-up and risk of each line and one effect are uncertain."""
    curves = made_up(number)

    def parameter(id: str, distribution: Any) -> Parameter:
        return Parameter(id, id, "", distribution, "made up", "very low", "made up for measuring")

    parameters = [parameter("effect", uniform(0.05, 0.35))]
    for one in curves:
        parameters += [
            parameter(f"people {one.id}", fixed(one.people)),
            parameter(f"cost {one.id}", fixed(one.unit_cost)),
            parameter(f"catch {one.id}", uniform(one.catch * 0.8, one.catch)),
            parameter(f"risk {one.id}", beta(56, 344)),
        ]
    lines = tuple(
        Line(
            one.id,
            one.name,
            "",
            "",
            None,
            f"people {one.id}",
            f"cost {one.id}",
            f"catch {one.id}",
            f"risk {one.id}",
            "effect",
        )
        for one in curves
    )
    split = Split("even", "Even", {one.id: EACH for one in curves}, "made up for measuring")
    return Scenario(
        title="Made up",
        year="",
        outcome="outcomes",
        seed=SEED,
        total=number * EACH,
        parameters=tuple(parameters),
        lines=lines,
        splits=(split,),
        base="even",
        draws=futures,
    )


def _plain(scenario: Scenario, drawn: draws.Drawn, amounts: dict[str, float]) -> list[list[float]]:
    """What draws.outcomes works out, one future and line at a time."""
    values = {id: list(map(float, one)) for id, one in drawn.values.items()}
    return [
        [
            people
            * (1 - math.exp(-values[line.catch][future] * places / people))
            * values[line.baseline_risk][future]
            * values[line.reduction][future]
            for line in scenario.lines
            for people, places in [(values[line.people][future], amounts[line.id] / values[line.unit_cost][future])]
        ]
        for future in range(drawn.count)
    ]
