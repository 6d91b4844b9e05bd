"""Where one more place would cut most travel: the p-median and the most that can be covered, solved exactly.

p-median: ReVelle, C. and Swain, R. (1970), Geographical Analysis 2, 30-42. Maximal covering: Church, R. and ReVelle, C.
(1974), Papers in Regional Science 32, 101-118. The programmes are solved by HiGHS through scipy: nothing is heuristic.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from tightrope.errors import Refusal

Array = np.ndarray
SLACK = 1e-6


@dataclass(frozen=True)
class Choice:
    """Sites to open, by their place in the order given; `total` is what it comes to, `before` without any of them.

    For the p-median both are weight x minutes, for covering the weight within reach. `nearest` says for each area the
    site it would use, -1 where what is there already is no further.
    """

    sites: tuple[int, ...]
    total: float
    before: float
    nearest: tuple[int, ...]


def least_travel(
    weights: Sequence[float], minutes: Array, now: Sequence[float], open_sites: int, *, without: Sequence[Choice] = ()
) -> Choice:
    """The `open_sites` sites that make the weighted minutes to the nearest place least.

    `minutes` is areas x sites, `now` the minutes to the nearest place there is (infinity where there is none, which
    then must be given a site). `without` leaves out sets found before, so that the second-best can be asked for.
    Raises Refusal where no such set is left or somebody would have no place at all.
    """
    w, there, now_ = _checked(weights, minutes, now, open_sites)
    areas, sites = there.shape
    saved = np.maximum(now_[:, None] - there, 0)  # a site further off than what is there serves nobody
    homeless = ~np.isfinite(now_)
    # Somebody without any place gains more from any site than anybody could gain by a shorter way.
    far = (there.max() + 1) * 2 if there.size else 1.0
    saved[homeless] = far - there[homeless]
    gain = w[:, None] * saved
    useful = np.argwhere(gain > 0)
    columns = sites + len(useful)
    cost = np.concatenate([np.zeros(sites), -gain[useful[:, 0], useful[:, 1]]])
    rows = [_chosen(sites, columns, open_sites)]
    if len(useful):
        at = np.arange(len(useful))
        ones = np.ones(len(useful))
        each = sparse.csr_matrix((ones, (useful[:, 0], sites + at)), (areas, columns))
        rows.append(LinearConstraint(each, -np.inf, 1))
        within = sparse.csr_matrix(
            (np.concatenate([ones, -ones]), (np.tile(at, 2), np.concatenate([sites + at, useful[:, 1]]))),
            (len(useful), columns),
        )
        rows.append(LinearConstraint(within, -np.inf, 0))
    picked = _solve(cost, [*rows, *_left_out(without, sites, columns)], sites)
    return travel_with(weights, minutes, now, picked)


def most_covered(
    weights: Sequence[float],
    minutes: Array,
    now: Sequence[float],
    open_sites: int,
    within: float,
    *,
    without: Sequence[Choice] = (),
) -> Choice:
    """The sites that bring most weight within so many minutes of a place. Raises Refusal as least_travel() does."""
    w, there, now_ = _checked(weights, minutes, now, open_sites)
    areas, sites = there.shape
    uncovered = np.flatnonzero(now_ > within)
    reach = there[uncovered] <= within
    columns = sites + uncovered.size
    cost = np.concatenate([np.zeros(sites), -w[uncovered]])
    rows = [_chosen(sites, columns, open_sites)]
    if uncovered.size:
        covered = sparse.hstack([sparse.csr_matrix(-reach.astype(float)), sparse.identity(uncovered.size)]).tocsr()
        rows.append(LinearConstraint(covered, -np.inf, 0))
    picked = _solve(cost, [*rows, *_left_out(without, sites, columns)], sites)
    return covered_with(weights, minutes, now, within, picked)


def travel_with(weights: Sequence[float], minutes: Array, now: Sequence[float], sites: Sequence[int]) -> Choice:
    """What a set of sites comes to in weighted minutes. `before` leaves out those who have no place now."""
    w, there, now_ = np.asarray(weights, float), np.asarray(minutes, float), np.asarray(now, float)
    chosen = sorted(sites)
    best = there[:, chosen].min(axis=1) if chosen else np.full(w.size, np.inf)
    after = np.minimum(now_, best)
    nearest = np.array(chosen)[there[:, chosen].argmin(axis=1)] if chosen else np.full(w.size, -1)
    known = np.isfinite(now_)
    return Choice(
        tuple(chosen),
        float(w @ after),
        float(w[known] @ now_[known]),
        tuple(int(site) if gain else -1 for site, gain in zip(nearest, best < now_, strict=True)),
    )


def covered_with(
    weights: Sequence[float], minutes: Array, now: Sequence[float], within: float, sites: Sequence[int]
) -> Choice:
    """What a set of sites covers within so many minutes."""
    w, now_ = np.asarray(weights, float), np.asarray(now, float)
    travel = travel_with(weights, minutes, now, sites)
    there = np.asarray(minutes, float)[:, list(travel.sites)]
    best = np.minimum(now_, there.min(axis=1) if travel.sites else np.inf)
    return Choice(travel.sites, float(w[best <= within].sum()), float(w[now_ <= within].sum()), travel.nearest)


def _checked(
    weights: Sequence[float], minutes: Array, now: Sequence[float], open_sites: int
) -> tuple[Array, Array, Array]:
    w, there, now_ = np.asarray(weights, float), np.asarray(minutes, float), np.asarray(now, float)
    if there.ndim != 2 or there.shape[0] != w.size or now_.size != w.size or not there.size:
        raise Refusal("Each area needs its people, its way to each site and to the nearest place there is.")
    if np.any(w < 0) or not np.all(np.isfinite(w)) or np.any(there < 0) or not np.all(np.isfinite(there)):
        raise Refusal("People and minutes must be numbers from 0.")
    if not 1 <= open_sites <= there.shape[1]:
        raise Refusal(f"Between 1 and {there.shape[1]} sites can be opened.")
    return w, there, now_


def _chosen(sites: int, columns: int, open_sites: int) -> LinearConstraint:
    return LinearConstraint(
        np.concatenate([np.ones(sites), np.zeros(columns - sites)])[None, :], open_sites, open_sites
    )


def _left_out(without: Sequence[Choice], sites: int, columns: int) -> list[LinearConstraint]:
    """No set that was found before: of its sites at least one stays shut."""
    made = []
    for one in without:
        row = np.zeros((1, columns))
        row[0, list(one.sites)] = 1
        made.append(LinearConstraint(row, -np.inf, len(one.sites) - 1))
    return made


def _solve(cost: Array, rows: list[LinearConstraint], sites: int) -> list[int]:
    whole = np.zeros(cost.size)
    whole[:sites] = 1  # once the sites are whole, everybody goes to the best of them without being told
    found = milp(cost, constraints=rows, bounds=Bounds(0, 1), integrality=whole)
    if found.x is None:
        raise Refusal("No other set of sites is left.")
    return [place for place in range(sites) if found.x[place] > 1 - SLACK]
