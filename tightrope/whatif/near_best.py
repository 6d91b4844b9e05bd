"""The splits that gain nearly as much as the best: what each line gets at least and at most in all of them.

A best split is seldom alone: others that look quite different gain within a hundredth of it, and no estimate is that
good. So the best is never shown without this range. (Voll, P. and others (2015), AIChE Journal 61, 2795-2810, on
near-optimal solution spaces.)

With set-up costs the splits are searched in which the same lines run as in the best, or one line more or less; of
those with one line more or less, the FLIPS that gain most are searched whole and of the others the best split is kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from tightrope.errors import Refusal
from tightrope.whatif.best import Best, checked, to_the_penny, told
from tightrope.whatif.best_steps import fixed, in_steps, solved_if_it_holds
from tightrope.whatif.curves import Array, Curve, Problem
from tightrope.whatif.near_ranges import Ranges, extreme, inside, ranges
from tightrope.whatif.outer import Found
from tightrope.whatif.parts import Rule
from tightrope.whatif.pence import pounds, whole_pounds

WITHIN = 0.01
SEED = 20261103
MEMBERS, DIRECTIONS = 5, 12  # splits shown; ways in which splits are sought at random
FLIPS = 4
OF_WITHIN = 0.01  # share of what may be lost by which the best itself, where lines have a step, may be missed
TIGHTER = 1e-3  # share of what may be lost that members keep back, so that rounding to the penny is safe
WORTH_SAYING = 1.0  # pounds
MOVES = 3  # of a member against the best that are told


@dataclass(frozen=True)
class Range:
    """Pounds at least and at most over the near-best splits, and in the best."""

    least: float
    most: float
    best: float


@dataclass(frozen=True)
class Member:
    """A near-best split, its gain, and in words how it differs from the best."""

    amounts: dict[str, float]
    gain: float
    words: str


@dataclass(frozen=True)
class NearBest:
    """The best, the range of each line (by id) and named set of lines, what all share in words, and a few of them."""

    best: Best
    within: float
    lines: dict[str, Range]
    sets: dict[str, Range]
    shared: tuple[str, ...]
    members: tuple[Member, ...]


def near_best(
    curves: Sequence[Curve],
    total: float,
    within: float = WITHIN,
    rules: Sequence[Rule] = (),
    seed: int = SEED,
    sets: Mapping[str, Sequence[str]] | None = None,
) -> NearBest:
    """All splits of up to `total` that gain at least (1 - within) of the best; `sets` are lines to sum, by name.

    `seed` draws the directions in which the few members are sought; the ranges do not depend on it. Raises Refusal
    where limits clash or `within` is not above 0 and below 1.
    """
    if not 0 < within < 1:
        raise Refusal("How near the best must be above 0 and below 1, such as 0.01.")
    problem = checked(curves, total, rules)
    sets = sets or {}
    place = {curve.id: number for number, curve in enumerate(problem.curves)}
    unknown = sorted({one for ids in sets.values() for one in ids if one not in place})
    if unknown:
        raise Refusal("Some sets name lines that are not there.", [f"No line is called {one}." for one in unknown])
    shape, found = in_steps(problem, within * OF_WITHIN)
    top = told(shape, found, curves)
    may_lose = within * abs(found.gain)
    gain_floor = found.gain - may_lose
    masks = {name: np.isin(np.arange(len(place)), [place[one] for one in ids]) for name, ids in sets.items()}
    pieces = list(_pieces(problem, shape, found, gain_floor))
    lows = np.min([piece.least for _, _, piece in pieces], axis=0)
    highs = np.max([piece.most for _, _, piece in pieces], axis=0)
    best = np.array([top.amounts[one.id] for one in problem.curves])
    lines = {curve.id: _range(lows[place[curve.id]], highs[place[curve.id]], best[place[curve.id]]) for curve in curves}
    summed = {name: _set_range(pieces, mask, gain_floor, best) for name, mask in masks.items()}
    members = _members(problem, curves, pieces, best, gain_floor + TIGHTER * may_lose, seed)
    return NearBest(top, within, lines, summed, _shared(problem, within, lines, summed, masks), members)


_Piece = tuple[Problem, Array, Ranges]  # lines opened or shut for good, the best split so, ranges round it


def _pieces(problem: Problem, shape: Problem, found: Found, gain_floor: float) -> Iterator[_Piece]:
    """The near-best splits in which the same lines run as in the best, then those with one line more or less."""
    yield _piece(shape, found, gain_floor)
    steps = problem.lines.steps
    runs = shape.lines.low >= problem.lines.opens
    flips = []
    for one in np.flatnonzero(steps):
        flipped = runs.copy()
        flipped[one] = ~flipped[one]
        other = fixed(problem, flipped)
        split = solved_if_it_holds(other)
        if split is not None and split.gain >= gain_floor:
            flips.append((other, split))
    flips.sort(key=lambda pair: -pair[1].gain)
    for number, (other, split) in enumerate(flips):
        if number < FLIPS:
            yield _piece(other, split, gain_floor)
        else:
            yield other, split.x, Ranges(split.x, split.x, split.x[None, :])


def _piece(shape: Problem, found: Found, gain_floor: float) -> _Piece:
    price = float(np.log(found.price)) if found.price > 0 else -np.inf
    return shape, found.x, ranges(shape, found.x, price, gain_floor)


def _range(least: float, most: float, best: float) -> Range:
    """To the penny, outwards, and never without the best itself."""
    low, high = np.floor(least * 100 + 1e-4) / 100, np.ceil(most * 100 - 1e-4) / 100
    return Range(float(min(low, best)) + 0.0, float(max(high, best)), float(best))


def _set_range(pieces: list[_Piece], mask: Array, gain_floor: float, best: Array) -> Range:
    """The same for several lines together: of each piece searched whole, by linear programs."""
    sums = [piece.splits @ mask for _, _, piece in pieces]
    sums += [
        np.array([extreme(shape, x, gain_floor, sign * mask) @ mask])
        for shape, x, piece in pieces
        if len(piece.splits) > 1
        for sign in (-1.0, 1.0)
    ]
    every = np.concatenate(sums)
    return _range(every.min(), every.max(), best @ mask)


def _members(
    problem: Problem, curves: Sequence[Curve], pieces: list[_Piece], best: Array, gain_floor: float, seed: int
) -> tuple[Member, ...]:
    """The best and those found that spend as much and lie furthest from all taken before, in pounds moved."""
    rng = np.random.default_rng(seed)
    spent = best.sum() - WORTH_SAYING
    tried = [(shape, x, other) for shape, x, piece in pieces for other in piece.splits if other.sum() >= spent]
    shape, x, _ = pieces[0]
    spending = replace(
        shape,
        rows=np.vstack([shape.rows, np.ones(x.size)]),
        least=np.append(shape.least, spent),
        most=np.append(shape.most, np.inf),
    )
    for _ in range(DIRECTIONS):
        tried.append((shape, x, extreme(spending, x, gain_floor, rng.choice([-1.0, 1.0], x.size))))
    others = np.array([inside(shape.lines, x, other, gain_floor) for shape, x, other in tried])
    chosen, apart = [best], np.abs(others - best).sum(axis=1)
    while len(chosen) < MEMBERS and apart.max() > WORTH_SAYING:
        furthest = int(apart.argmax())
        chosen.append(to_the_penny(tried[furthest][0], others[furthest])[0])
        apart = np.minimum(apart, np.abs(others - chosen[-1]).sum(axis=1))
    return tuple(_member(problem, curves, one, best) for one in chosen)


def _member(problem: Problem, curves: Sequence[Curve], x: Array, best: Array) -> Member:
    by_id = {curve.id: float(amount) + 0.0 for curve, amount in zip(problem.curves, x, strict=True)}
    moved = x - best
    largest = [i for i in np.argsort(-np.abs(moved), kind="stable")[:MOVES] if abs(moved[i]) >= WORTH_SAYING]
    words = ", ".join(
        f"{whole_pounds(abs(moved[i]))} {'more' if moved[i] > 0 else 'less'} for {problem.curves[i].name}"
        for i in largest
    )
    gain = float(problem.lines.gain(x).sum())
    return Member({curve.id: by_id[curve.id] for curve in curves}, gain, words or "the best itself")


def _shared(
    problem: Problem, within: float, lines: Mapping[str, Range], sets: Mapping[str, Range], masks: Mapping[str, Array]
) -> tuple[str, ...]:
    """What every near-best split has in common beyond what floors and ceilings say: largest amounts first."""
    searched = "found " if problem.lines.steps.any() else ""  # with steps not every split is searched
    start = f"Every split {searched}within {within * 100:g}% of the best gives "
    said = [
        (one, curve.name, low, high)
        for curve, low, high in zip(problem.curves, problem.lines.low, problem.lines.high, strict=True)
        for one in (lines[curve.id],)
    ]
    said += [
        (one, name, problem.lines.low @ masks[name], min(problem.lines.high @ masks[name], problem.total))
        for name, one in sets.items()
    ]
    told_at_least = sorted(
        (-one.least, f"{start}{name} at least {_down(one.least)}.")
        for one, name, low, _ in said
        if one.least > low + WORTH_SAYING
    )
    told_at_most = sorted(
        (one.most, f"{start}{name} {'nothing' if one.most < WORTH_SAYING else f'at most {_up(one.most)}'}.")
        for one, name, low, high in said
        if one.most < min(high, problem.total) - WORTH_SAYING
    )
    return tuple(words for _, words in told_at_least + told_at_most)


def _down(value: float) -> str:
    """A sum rounded down, so that "at least" stays true: to a thousand from ten thousand on."""
    return whole_pounds(value // 1000 * 1000 if value >= 10_000 else value)


def _up(value: float) -> str:
    """A sum rounded up, so that "at most" stays true."""
    return pounds(ceil(value / 1000) * 1000 if value >= 10_000 else ceil(value))
