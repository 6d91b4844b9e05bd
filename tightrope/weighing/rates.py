"""What a contract's figures say of the true level, drawn towards its peers only as far as chance allows."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from scipy import special

from tightrope.errors import Refusal
from tightrope.statistics import BetaMixture, GammaMixture, Moments, count_posterior, share_posterior
from tightrope.weighing.thresholds import DEFAULTS, Thresholds


class Level(Protocol):
    """Anything that can say where a true level lies: median, an interval and seeded draws, in its own unit."""

    @property
    def median(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    def draws(self, rng: np.random.Generator, count: int) -> np.ndarray: ...


@dataclass(frozen=True, eq=False)
class Rate:
    """k of n (a share), or k events in an exposure n (a count), with what is known of the true rate.

    `learned` is False where fewer than the least number of peers, or no spread beyond chance, left only the pooled
    mean at the weak strength; `prior_mean` and `prior_strength` are said under "How this is worked out".
    """

    k: float
    n: float
    posterior: BetaMixture | GammaMixture
    prior_mean: float
    prior_strength: float
    peers: int
    learned: bool
    width: float

    @cached_property
    def median(self) -> float:
        return float(self.posterior.quantile(0.5))

    @cached_property
    def low(self) -> float:
        return float(self.posterior.quantile((1 - self.width) / 2))

    @cached_property
    def high(self) -> float:
        return float(self.posterior.quantile((1 + self.width) / 2))

    def draws(self, rng: np.random.Generator, count: int) -> np.ndarray:
        return self.posterior.draws(rng, count)


@dataclass(frozen=True, eq=False)
class Mean:
    """A level known from repeated values (monthly means or medians): Student's t around their mean, no peers.

    One value, or values all alike, carry no spread: the interval is then the point itself and `n` says why.
    """

    centre: float
    error: float
    n: int
    width: float

    @property
    def median(self) -> float:
        return self.centre

    @cached_property
    def low(self) -> float:
        return self.centre - self._reach()

    @cached_property
    def high(self) -> float:
        return self.centre + self._reach()

    def draws(self, rng: np.random.Generator, count: int) -> np.ndarray:
        if self.error == 0:
            return np.full(count, self.centre)
        return self.centre + self.error * rng.standard_t(self.n - 1, count)

    def _reach(self) -> float:
        return self.error * float(special.stdtrit(self.n - 1, (1 + self.width) / 2)) if self.error else 0.0


def share_rate(
    k: float, n: float, peer_k: Sequence[float], peer_n: Sequence[float], thresholds: Thresholds = DEFAULTS
) -> Rate:
    """k of n with peers k of n: the same line without this contract. Refuses k outside 0..n."""
    _check_shares(np.append(peer_k, k), np.append(peer_n, n))
    found = share_posterior([k], [n], [peer_k], [peer_n], **_prior(thresholds))
    return _rates(np.array([k]), np.array([n]), *found, thresholds)[0]


def share_rates(
    k: Sequence[float], n: Sequence[float], group: Sequence[Hashable] | None = None, thresholds: Thresholds = DEFAULTS
) -> list[Rate]:
    """One Rate a contract, in the order given, each with the others of its group as its peers.

    A group is one measure of one service line; None is a single group. All lines and measures go in one call.
    """
    _check_shares(k, n)
    return _rates(k, n, *share_posterior(k, n, *_everybody_else(k, n, group), **_prior(thresholds)), thresholds)


def count_rate(
    events: float, exposure: float, peer_events: Sequence[float], peer_exposure: Sequence[float],
    thresholds: Thresholds = DEFAULTS,
) -> Rate:
    """Events per unit of exposure (falls per 1,000 bed days, hand-backs a month), with peers likewise."""
    _check_counts(np.append(peer_events, events), np.append(peer_exposure, exposure))
    found = count_posterior([events], [exposure], [peer_events], [peer_exposure], **_prior(thresholds))
    return _rates(np.array([events]), np.array([exposure]), *found, thresholds)[0]


def count_rates(
    events: Sequence[float], exposure: Sequence[float], group: Sequence[Hashable] | None = None,
    thresholds: Thresholds = DEFAULTS,
) -> list[Rate]:
    """One Rate of events per exposure a contract, each with the others of its group as its peers."""
    _check_counts(events, exposure)
    found = count_posterior(events, exposure, *_everybody_else(events, exposure, group), **_prior(thresholds))
    return _rates(events, exposure, *found, thresholds)


def mean_level(values: Sequence[float], thresholds: Thresholds = DEFAULTS) -> Mean:
    """The level behind repeated values, such as twelve monthly means. Refuses an empty list."""
    values = np.asarray(values, float)
    if values.size == 0 or not np.all(np.isfinite(values)):
        raise Refusal("There is no value to take a mean of. Leave the measure out where nothing was returned.")
    error = float(values.std(ddof=1) / np.sqrt(values.size)) if values.size > 1 else 0.0
    return Mean(float(values.mean()), error, int(values.size), thresholds.interval)


@dataclass(frozen=True)
class Place:
    """How many of a line's other contracts are clearly below and clearly above: intervals that do not touch."""

    below: int
    above: int
    others: int


def place_in_line(
    own: Level, others: Sequence[Level], thresholds: Thresholds = DEFAULTS
) -> Place | None:
    """A description, never a rank: None where the line has fewer contracts than the least to describe."""
    if len(others) + 1 < thresholds.line_contracts:
        return None
    below = sum(one.high < own.low for one in others)
    return Place(below, sum(one.low > own.high for one in others), len(others))


def _prior(thresholds: Thresholds) -> dict:
    return {
        "strengths": thresholds.strengths, "weak": thresholds.strength_weak, "fewest": thresholds.peers_fewest
    }


def _everybody_else(
    k: Sequence[float], n: Sequence[float], group: Sequence[Hashable] | None
) -> tuple[np.ndarray, np.ndarray]:
    """Peers of each case, k and n of shape (cases, largest group); places not needed have n = 0."""
    members: dict[Hashable, list[int]] = {}
    for i, name in enumerate([None] * len(k) if group is None else group):
        members.setdefault(name, []).append(i)
    width = max((len(cases) for cases in members.values()), default=1)
    peer_k, peer_n = np.zeros((len(k), width)), np.zeros((len(k), width))
    for cases in members.values():
        own = ~np.eye(len(cases), dtype=bool)
        peer_k[cases, : len(cases)] = np.asarray(k, float)[cases] * own
        peer_n[cases, : len(cases)] = np.asarray(n, float)[cases] * own
    return peer_k, peer_n


def _rates(
    k: Sequence[float], n: Sequence[float], posterior: BetaMixture | GammaMixture, found: Moments,
    thresholds: Thresholds,
) -> list[Rate]:
    kind = type(posterior)
    first, second = (posterior.a, posterior.b) if kind is BetaMixture else (posterior.shape, posterior.rate)
    rows = zip(
        k, n, first, second, posterior.weight, found.mean, found.strength, found.peers, found.learned, strict=True
    )
    return [
        Rate(float(k), float(n), kind(a, b, w), float(mean), float(strength), int(peers), bool(learned),
             thresholds.interval)
        for k, n, a, b, w, mean, strength, peers, learned in rows
    ]


def _check_shares(k: Sequence[float], n: Sequence[float]) -> None:
    k, n = np.asarray(k, float), np.asarray(n, float)
    if k.shape != n.shape or not np.all((k >= 0) & (k <= n) & np.isfinite(n)):
        raise Refusal("A share needs a numerator between 0 and its denominator, in every contract.")


def _check_counts(events: Sequence[float], exposure: Sequence[float]) -> None:
    events, exposure = np.asarray(events, float), np.asarray(exposure, float)
    bad = (events < 0) | (exposure < 0) | ((exposure == 0) & (events > 0))
    if events.shape != exposure.shape or np.any(bad) or not np.all(np.isfinite(events) & np.isfinite(exposure)):
        raise Refusal("A count needs events of 0 or more and the exposure they happened in, in every contract.")
