"""Ranks over all weightings: of every way to weigh the criteria, in what share is each option first, second ...

Lahdelma, R. and Salminen, P. (2001), "SMAA-2: stochastic multicriteria acceptability analysis for group decision
making", Operations Research 49, 444-454: rank acceptability, by simulation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tightrope.errors import Refusal
from tightrope.weighing.thresholds import DEFAULTS

DRAWS = 10_000
TIE = 1e-9  # totals this near are equal, whatever side binary arithmetic leaves them on
MOST_ROUNDS = 200  # of drawing within bounds, before they are called too narrow


@dataclass(frozen=True, eq=False)
class Ranks:
    """`shares[i, r]`: the share of weightings in which option i comes r-th (0 first). Rows and columns sum to 1."""

    options: tuple[str, ...]
    shares: np.ndarray
    draws: int

    def first(self, option: str) -> float:
        """The share of weightings in which an option is first. Raises KeyError."""
        if option not in self.options:
            raise KeyError(option)
        return float(self.shares[self.options.index(option), 0])


def scaled(value: float, worst: float, best: float) -> float:
    """A value on 0 (worst) to 1 (best), between ends that are set once for a criterion; beyond them it stays there.

    >>> scaled(30, 50, 10), scaled(60, 50, 10)
    (0.5, 0.0)
    """
    if worst == best:
        raise Refusal("The worst and the best of a criterion are the same: nothing can be told apart by it.")
    return min(1.0, max(0.0, (value - worst) / (best - worst)))


def ranks(
    options: Sequence[str],
    values: np.ndarray,
    bounds: Sequence[tuple[float, float]] | None = None,
    draws: int = DRAWS,
    seed: int = DEFAULTS.seed,
) -> Ranks:
    """Rank options by weighted sums over seeded weightings, each as likely as any other.

    `values`: options x criteria on fixed 0-1 scales (scaled()), or draws x options x criteria where they are
    uncertain; they are never put on another scale within a draw. `bounds`: least and most weight of each criterion,
    else every weight from 0 to 1. Options that tie share the places they take equally. Raises Refusal for values
    outside 0-1 and for bounds that no weights fit.
    """
    values = np.asarray(values, float)
    uncertain = values.ndim == 3
    if values.ndim not in (2, 3) or values.shape[-2] != len(options) or not len(options) or not values.shape[-1]:
        raise Refusal("Each option needs a value on each criterion.")
    if not np.all((values >= 0) & (values <= 1)):
        raise Refusal("Every value must lie between 0, the worst of its criterion, and 1, the best.")
    count = values.shape[0] if uncertain else draws
    drawn = weightings(values.shape[-1], count, bounds, np.random.default_rng(seed))
    totals = np.einsum("noc,nc->no", values, drawn) if uncertain else drawn @ values.T
    return Ranks(tuple(options), _shares(totals), count)


def weightings(
    criteria: int, count: int, bounds: Sequence[tuple[float, float]] | None, rng: np.random.Generator
) -> np.ndarray:
    """`count` weightings, shape (count, criteria), even over all that sum to 1 and keep within the bounds."""
    low, high = np.zeros(criteria), np.ones(criteria)
    if bounds is not None:
        if len(bounds) != criteria:
            raise Refusal("Give the least and the most weight of every criterion, or of none.")
        low, high = np.array(bounds, float).T
    low, high = np.clip(low, 0, 1), np.clip(high, 0, 1)
    if np.any(low > high) or low.sum() > 1 + TIE or high.sum() < 1 - TIE:
        raise Refusal("No weights fit between these bounds: they have to add up to 1.")
    made = np.tile(low, (count, 1))
    free = high - low > TIE
    rest = 1 - low[~free].sum()
    if free.any():
        made[:, free] = _within(low[free], high[free], rest, count, rng)
    return made


def as_rows(found: Ranks) -> list[Mapping[str, float | str]]:
    """A row an option, with the share of weightings for each place, for a table or a file."""
    return [
        {"option": name, **{f"place_{place + 1}": float(share) for place, share in enumerate(found.shares[i])}}
        for i, name in enumerate(found.options)
    ]


def _within(low: np.ndarray, high: np.ndarray, total: float, count: int, rng: np.random.Generator) -> np.ndarray:
    """Even draws of weights that sum to `total` between low and high.

    Drawn from the smaller of two simplices that hold them all: grown from the least weights, or shrunk from the most;
    those outside the other bounds are drawn again.
    """
    grown, shrunk = total - low.sum(), high.sum() - total
    start, size = (low, grown) if grown <= shrunk else (high, -shrunk)
    kept, have = [], 0
    for _ in range(MOST_ROUNDS):
        drawn = start + size * rng.dirichlet(np.ones(len(low)), count)
        fits = drawn[np.all((drawn >= low - TIE) & (drawn <= high + TIE), axis=1)]
        kept.append(fits)
        have += len(fits)
        if have >= count:
            return np.concatenate(kept)[:count]
    raise Refusal("Hardly any weights fit between these bounds. Widen them.")


def _shares(totals: np.ndarray) -> np.ndarray:
    """Share of draws in which each option takes each place; m options that tie take each of their m places 1/m."""
    count, options = totals.shape
    order = np.argsort(-totals, axis=1, kind="stable")
    ordered = np.take_along_axis(totals, order, axis=1)
    begins = np.ones((count, options), bool)
    begins[:, 1:] = ordered[:, :-1] - ordered[:, 1:] > TIE
    places = np.arange(options)
    first = np.maximum.accumulate(np.where(begins, places, 0), axis=1)
    ends = np.ones((count, options), bool)
    ends[:, :-1] = begins[:, 1:]
    after = np.minimum.accumulate(np.where(ends, places + 1, options)[:, ::-1], axis=1)[:, ::-1]
    each = 1.0 / (after - first)
    width, cells = options + 1, options * (options + 1)
    # Each option is put in at its first place and taken out after its last: running sums fill what lies between.
    put_in = np.bincount((order * width + first).ravel(), each.ravel(), cells)
    take_out = np.bincount((order * width + after).ravel(), each.ravel(), cells)
    return np.cumsum((put_in - take_out).reshape(options, width), axis=1)[:, :options] / count
