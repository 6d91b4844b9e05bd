"""The best split of a total over lines: most gain, within every limit, with what the next pounds would bring.

Without rules on several lines the split is exact (whatif.water). With such rules it is found between a split and a
bound that no split exceeds (whatif.outer), a billionth of the gain apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, isfinite

import numpy as np

from tightrope.errors import Refusal
from tightrope.whatif import outer
from tightrope.whatif.clash import clash_of
from tightrope.whatif.curves import Array, Curve, Problem, stated
from tightrope.whatif.parts import Rule
from tightrope.whatif.pence import pounds, whole_pence
from tightrope.whatif.water import pour

THOUSAND = 1000.0
LEFT_OVER = 0.005  # pounds that are not arithmetic noise; a share of the total is added
SHARE_NOISE = 1e-9
HOLDS = 1e-6  # share of the price from which a limit is said to hold the split


@dataclass(frozen=True)
class Best:
    """A split: pounds by line id, to the penny; its gain; `price`, the gain the next £1,000 would bring at that rate.

    `binding` says in words what holds it: least and most amounts, rules. `left_over` pounds bring nothing anywhere or
    may not be spent. No split gains more than `bound`; `gap` is what is not proved, as a share of it.
    """

    amounts: dict[str, float]
    gain: float
    price: float
    binding: tuple[str, ...]
    left_over: float
    bound: float

    @property
    def gap(self) -> float:
        """Share of the bound by which a better split might still exceed this one."""
        return (self.bound - self.gain) / abs(self.bound) if self.bound else 0.0


def best(curves: Sequence[Curve], total: float, rules: Sequence[Rule] = ()) -> Best:
    """The split of `total` pounds with the most gain. Raises Refusal where limits clash or lines have a set-up cost.

    Amounts add up to the total to the penny unless some is left over. A line that does harm or nothing gets its least
    amount. The order of lines makes no difference.
    """
    problem = checked(curves, total, rules)
    if problem.lines.steps.any():
        raise Refusal("Some lines have a set-up cost or an amount they need to run. Ask for the best split in steps.")
    return told(problem, solved(problem), curves)


def checked(curves: Sequence[Curve], total: float, rules: Sequence[Rule]) -> Problem:
    """The problem, once its limits can all be kept. Raises Refusal naming the smallest set that cannot."""
    problem = stated(curves, total, rules)
    clashing = clash_of(problem)
    if clashing:
        raise Refusal("These limits cannot all be kept together.", [str(one) for one in clashing])
    return problem


def solved(problem: Problem, gap: float = outer.GAP) -> outer.Found:
    """The best split before rounding; lines must have no step."""
    if problem.rules:
        return outer.best(problem, gap)
    x, price = pour(problem.lines, problem.total)
    gain = float(problem.lines.gain(x).sum())
    return outer.Found(x, gain, gain, exp(price), np.zeros(0))


def told(problem: Problem, found: outer.Found, curves: Sequence[Curve]) -> Best:
    """A split to the penny and in words; `curves` gives the order of its lines."""
    x, left_over = to_the_penny(problem, found.x)
    gain = float(problem.lines.gain(x).sum())
    price = 0.0 if left_over else found.price
    by_id = {curve.id: float(amount) + 0.0 for curve, amount in zip(problem.curves, x, strict=True)}
    amounts = {curve.id: by_id[curve.id] for curve in curves}
    return Best(
        amounts,
        gain,
        float(price) * THOUSAND,
        _binding(problem, found, x, left_over),
        left_over,
        max(found.bound, gain),
    )


def to_the_penny(problem: Problem, x: Array) -> tuple[Array, float]:
    """The amounts in whole pence, and the pounds left over."""
    spent = float(x.sum())
    if problem.total - spent <= LEFT_OVER + SHARE_NOISE * problem.total:
        spent = problem.total
    rounded = whole_pence(problem, x, spent)
    return rounded, max(round(problem.total - float(rounded.sum()), 2), 0.0)


def _binding(problem: Problem, found: outer.Found, x: Array, left_over: float) -> tuple[str, ...]:
    lines, price = problem.lines, found.price
    names = np.array([one.name for one in problem.curves])
    most = np.array([one.ceiling for one in problem.curves])
    # what a pound is charged in each line: the total's price and the rules'
    charged = price + found.rule_prices @ outer.limit_rows(problem)[0][1:] if problem.rules else np.full(x.size, price)
    slope = lines.slope(x)
    floored = (x <= lines.low) & (lines.low > 0) & (slope < charged * (1 - HOLDS))
    capped = (x >= lines.high) & (most < problem.total) & lines.helps & (slope > charged * (1 + HOLDS))
    words = [f"{names[i]} is held up at its least, {pounds(x[i])}" for i in np.flatnonzero(floored)]
    words += [f"{names[i]} is held down at its most, {pounds(x[i])}" for i in np.flatnonzero(capped)]
    limits = [(rule, at, "most") for rule, at in zip(problem.rules, problem.most, strict=True) if isfinite(at)]
    limits += [(rule, at, "least") for rule, at in zip(problem.rules, problem.least, strict=True) if at > 0]
    threshold = HOLDS * max(float(np.abs(slope).max(initial=0)), price)
    for (rule, at, side), worth in zip(limits, found.rule_prices, strict=True):
        if worth > threshold:
            words.append(f"the rule “{rule.name}” holds it at {side} {pounds(at)}")
    if left_over:
        words.append(f"{pounds(left_over)} is left over: no line that may take it gains from it")
    return tuple(words)
