"""What finding out would be worth before choosing: the value of learning a number, or of hearing more people."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy import special

from tightrope.errors import Refusal
from tightrope.whatif.doubt import value_of_knowing
from tightrope.whatif.draws import Drawn
from tightrope.whatif.model import Parameter, Scenario

Array = np.ndarray
KNOTS = (0.2, 0.4, 0.6, 0.8)  # where along its drawn values a parameter's curve may bend
MOST_TOGETHER = 12  # parameters learned together: above, the curve has more terms than the futures can settle
DRAWS_A_TERM = 10  # futures needed for each term of the curve
EDGE = 1e-12  # take-up is kept this far from 0 and 1, where one account would rule it out


@dataclass(frozen=True)
class Learning:
    """What learning one parameter exactly would be worth, in outcomes."""

    parameter: Parameter
    value: float


def value_of_learning(totals: Mapping[str, Array], known: Sequence[Array]) -> float:
    """What it would be worth to learn the numbers in `known`, each shape (draws,), before choosing among the splits.

    E[max over splits of E(outcome | known)] - max E, the inner mean by regression on the known numbers: Strong, M.,
    Oakley, J. E. and Brennan, A. (2014), Medical Decision Making 34, 311-326. Never below 0, and never above the
    value of knowing everything. Raises Refusal where there are too few futures for the curve.
    """
    fitted = _fitted(totals, known)
    return _within(totals, float(fitted.max(axis=0).mean() - fitted.mean(axis=1).max()))


def value_of_accounts(totals: Mapping[str, Array], take_up: Array, accounts: int) -> float:
    """What hearing `accounts` more people of a group would be worth before choosing: each says whether support was
    taken up, which happens with the probability `take_up`, shape (draws,).

    Exact once the futures are drawn, without another draw: for every number of yeses, each future counts by how
    likely it makes that number (importance reweighting; Ades, A. E., Lu, G. and Claxton, K. (2004), Medical Decision
    Making 24, 207-227). So it rises with `accounts` and stays below the value of learning take-up exactly.
    """
    if accounts < 0:
        raise Refusal("Nobody can hear fewer than no more people.")
    fitted = _fitted(totals, [take_up])
    yes, no = np.log(np.clip(take_up, EDGE, 1)), np.log1p(-np.clip(take_up, 0, 1 - EDGE))
    ways = special.gammaln(accounts + 1) - special.gammaln(np.arange(accounts + 1) + 1)
    ways -= special.gammaln(accounts - np.arange(accounts + 1) + 1)
    best = 0.0
    for heard in range(accounts + 1):
        likely = np.exp(ways[heard] + heard * yes + (accounts - heard) * no)
        best += float((fitted @ likely).max()) / fitted.shape[1]
    return _within(totals, best - float(fitted.mean(axis=1).max()))


def worth_learning(
    scenario: Scenario, drawn: Drawn, totals: Mapping[str, Array], among: Collection[str] | None = None
) -> tuple[Learning, ...]:
    """Every unsure parameter (or those `among` them), the one most worth learning first."""
    found = [
        Learning(one, value_of_learning(totals, [drawn.values[one.id]]))
        for one in scenario.parameters
        if one.distribution.unsure and (among is None or one.id in among)
    ]
    return tuple(sorted(found, key=lambda one: (-one.value, one.parameter.id)))


def _within(totals: Mapping[str, Array], value: float) -> float:
    return min(max(value, 0.0), value_of_knowing(totals))


def _fitted(totals: Mapping[str, Array], known: Sequence[Array]) -> Array:
    """What each split is expected to avoid given the known numbers of each future, shape (splits, draws)."""
    made = np.array(list(totals.values()))
    terms = _terms(known)
    if made.shape[1] < DRAWS_A_TERM * terms.shape[1]:
        raise Refusal(
            f"{made.shape[1]} futures are too few to say what finding out is worth. "
            f"Draw {DRAWS_A_TERM * terms.shape[1]} or more."
        )
    middle = made.mean(axis=1, keepdims=True)  # taken off, so that a curve through nothing changes no mean
    return middle + (terms @ np.linalg.lstsq(terms, (made - middle).T, rcond=None)[0]).T


def _terms(known: Sequence[Array]) -> Array:
    """A cubic curve with KNOTS in each number, and the products of each pair up to the third degree; (draws, terms)."""
    if len(known) > MOST_TOGETHER:
        raise Refusal(f"At most {MOST_TOGETHER} numbers can be learned together.")
    scaled = [(one - one.min()) / np.ptp(one) for one in known if np.ptp(one) > 0]
    columns = [np.ones(len(known[0]))]
    for x in scaled:
        columns += [x, x**2, x**3, *(np.maximum(x - knot, 0) ** 3 for knot in np.quantile(x, KNOTS))]
    for x, y in combinations(scaled, 2):
        columns += [x * y, x**2 * y, x * y**2]
    return np.column_stack(columns)
