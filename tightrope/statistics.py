"""Rates that admit how little they rest on: priors learned from peers, and intervals that carry their doubt.

Batches: wherever a shape is written (..., P), leading dimensions are separate questions answered at once and
P are the peers of each question; `present` says which peers belong to it. Nothing here draws without a seed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

Array = np.ndarray
EDGE = 1e-9  # means are kept this far from 0 and 1 (or from 0), where a prior would be certain


@dataclass(frozen=True, eq=False)
class Moments:
    """What peers say about the spread of true rates, each field of shape (...).

    `strength` is how many observations (for counts: how many events) the prior counts for; `error` the standard
    error of `mean`; `learned` is False where too few peers or no spread beyond chance left only the pooled mean.
    """

    mean: Array
    strength: Array
    error: Array
    variance: Array
    peers: Array
    learned: Array


@dataclass(frozen=True, eq=False)
class BetaMixture:
    """A weighted mixture of Beta distributions; `a`, `b` and `weight` have shape (..., C), weights sum to 1."""

    a: Array
    b: Array
    weight: Array

    def cdf(self, x: Array | float) -> Array:
        """Probability of a rate at or below x, shape (...)."""
        return (self.weight * special.betainc(self.a, self.b, np.asarray(x)[..., None])).sum(-1)

    def quantile(self, p: float) -> Array:
        """The rate below which a share p lies, shape (...)."""

        def density(x: Array) -> Array:
            x = x[..., None]
            log = special.xlogy(self.a - 1, x) + special.xlog1py(self.b - 1, -x) - special.betaln(self.a, self.b)
            return (self.weight * np.exp(np.minimum(log, 700))).sum(-1)

        mean = (self.weight * self.a / (self.a + self.b)).sum(-1)
        return _root(self.cdf, density, p, mean, np.ones_like(mean))

    def draws(self, rng: np.random.Generator, count: int) -> Array:
        """`count` seeded draws of the rate; only for a single question (1-d a, b, weight)."""
        which = _choose(self.weight, rng, count)
        return rng.beta(self.a[which], self.b[which])


@dataclass(frozen=True, eq=False)
class GammaMixture:
    """A weighted mixture of Gamma distributions of a rate per unit of exposure: shape and rate of (..., C)."""

    shape: Array
    rate: Array
    weight: Array

    def cdf(self, x: Array | float) -> Array:
        """Probability of a rate at or below x, shape (...)."""
        return (self.weight * special.gammainc(self.shape, self.rate * np.asarray(x)[..., None])).sum(-1)

    def quantile(self, p: float) -> Array:
        """The rate below which a share p lies, shape (...)."""

        def density(x: Array) -> Array:
            y = self.rate * x[..., None]
            log = special.xlogy(self.shape - 1, y) - y - special.gammaln(self.shape) + np.log(self.rate)
            return (self.weight * np.exp(np.minimum(log, 700))).sum(-1)

        mean = (self.weight * self.shape / self.rate).sum(-1)
        top = (special.gammaincinv(self.shape, 1 - 1e-12) / self.rate).max(-1)
        return _root(self.cdf, density, p, mean, top)

    def draws(self, rng: np.random.Generator, count: int) -> Array:
        """`count` seeded draws of the rate; only for a single question."""
        which = _choose(self.weight, rng, count)
        return rng.gamma(self.shape[which], 1 / self.rate[which])


def pooled_mean(k: Array, n: Array) -> Array:
    """All successes over all trials along the last axis, kept half a success away from 0 and from 1.

    Nobody at all gives 0.5. The half keeps a prior from being certain where peers happen to be all or none.
    """
    successes, trials = np.sum(k, -1, dtype=float), np.sum(n, -1, dtype=float)
    half = 0.5 / (trials + 1)
    return np.where(trials > 0, np.clip(successes / np.maximum(trials, EDGE), half, 1 - half), 0.5)


def share_moments(
    k: Array, n: Array, present: Array | None = None, *, strengths: tuple[float, float], weak: float, fewest: int
) -> Moments:
    """Mean and strength of a Beta prior from peers k of n, shapes (..., P), corrected for binomial chance.

    Method of moments with the binomial variance taken off and one round of empirical weights: Kleinman (1973),
    Journal of the American Statistical Association 68, 46-54. Strength is clipped to `strengths`; fewer than
    `fewest` peers, or nothing left after the correction, gives the pooled mean at the strength `weak`.
    """
    k, n, used, peers = _peers(k, n, present)
    pooled = pooled_mean(k, n)
    size, rate = np.where(used, n, 1.0), np.where(used, k / np.where(used, n, 1.0), 0.0)

    def chance(mean: Array, weight: Array) -> tuple[Array, Array]:
        own = weight * (1 - weight)
        return mean * (1 - mean) * (own / size).sum(-1), (own * (size - 1) / size).sum(-1)

    mean, variance, weight = _corrected(rate, _shares(n), chance)
    room = np.maximum(mean * (1 - mean), EDGE)
    likeness = np.clip(variance / room, 0, 1)[..., None]
    mean, variance, weight = _corrected(rate, _shares(np.where(used, size / (1 + likeness * (size - 1)), 0.0)), chance)
    learned = (peers >= fewest) & (variance > 0) & (mean > 0) & (mean < 1)
    room = np.maximum(mean * (1 - mean), EDGE)
    strength = np.clip(room / np.where(learned, variance, 1) - 1, *strengths)
    spread = room[..., None] * (1 / size + (1 - 1 / size) / (strength[..., None] + 1))
    error = np.sqrt((weight**2 * spread).sum(-1))
    return Moments(
        np.where(learned, mean, pooled), np.where(learned, strength, weak), error, variance, peers, learned
    )


def count_moments(
    events: Array, exposure: Array, present: Array | None = None, *, strengths: tuple[float, float], weak: float,
    fewest: int,
) -> Moments:
    """The same for events per unit of exposure: a Gamma prior whose strength is its shape, in events.

    Half an event is added to the pooled mean of peers that had none; no exposure at all gives a mean of 1 a unit.
    """
    k, n, used, peers = _peers(events, exposure, present)
    total, time = k.sum(-1), n.sum(-1)
    pooled = np.where(time > 0, np.maximum(total, 0.5) / np.maximum(time, EDGE), 1.0)
    size, rate = np.where(used, n, 1.0), np.where(used, k / np.where(used, n, 1.0), 0.0)

    def chance(mean: Array, weight: Array) -> tuple[Array, Array]:
        own = weight * (1 - weight)
        return mean * (own / size).sum(-1), own.sum(-1)

    mean, variance, weight = _corrected(rate, _shares(n), chance)
    tau = np.maximum(variance, 0)[..., None]
    better = np.where(used, 1 / (np.maximum(mean, EDGE)[..., None] / size + tau), 0.0)
    mean, variance, weight = _corrected(rate, _shares(better), chance)
    learned = (peers >= fewest) & (variance > 0) & (mean > 0)
    mean = np.maximum(mean, EDGE)
    strength = np.clip(mean**2 / np.where(learned, variance, 1), *strengths)
    spread = mean[..., None] / size + (mean**2 / strength)[..., None]
    error = np.sqrt((weight**2 * spread).sum(-1))
    return Moments(
        np.where(learned, mean, pooled), np.where(learned, strength, weak), error, variance, peers, learned
    )


def share_posterior(
    k: Array, n: Array, peer_k: Array, peer_n: Array, present: Array | None = None, *,
    strengths: tuple[float, float], weak: float, fewest: int,
) -> tuple[BetaMixture, Moments]:
    """What k of n says of the true rate once peers (..., P) are known, the doubt about the prior integrated.

    Priors on a grid around the moments (five means, five strengths) are weighed by how well each foretells the
    peers and then by the case's own data: integrating over the prior as in Kass & Steffey (1989), Journal of the
    American Statistical Association 84, 717-726. Before the peers speak, every spread of true rates counts alike
    (half a power less of strength: Gelman 2006, Bayesian Analysis 1, 515-534), else intervals come out too short.
    Where the prior was not learned it is the one stated weak prior.
    """
    peer_k, peer_n, _, _ = _peers(peer_k, peer_n, present)
    found = share_moments(peer_k, peer_n, strengths=strengths, weak=weak, fewest=fewest)
    logit = special.logit(np.clip(found.mean, EDGE, 1 - EDGE))
    step = found.error / np.maximum(found.mean * (1 - found.mean), EDGE)
    mean, strength = _grid(logit, np.minimum(step, 3.0), found, strengths)
    mean = special.expit(mean)
    a, b = mean * strength, (1 - mean) * strength
    seen = special.betaln(peer_k[..., None, :] + a[..., None], (peer_n - peer_k)[..., None, :] + b[..., None])
    log = (seen - special.betaln(a, b)[..., None]).sum(-1) * found.learned[..., None] - np.log(strength) / 2
    k, n = np.asarray(k, float)[..., None], np.asarray(n, float)[..., None]
    log = log + special.betaln(a + k, b + n - k) - special.betaln(a, b)
    return BetaMixture(a + k, b + n - k, _normed(log)), found


def count_posterior(
    events: Array, exposure: Array, peer_events: Array, peer_exposure: Array, present: Array | None = None, *,
    strengths: tuple[float, float], weak: float, fewest: int,
) -> tuple[GammaMixture, Moments]:
    """The same for events in an exposure: Gamma prior, Poisson events, prior doubt integrated on the same grid."""
    peer_k, peer_n, _, _ = _peers(peer_events, peer_exposure, present)
    found = count_moments(peer_k, peer_n, strengths=strengths, weak=weak, fewest=fewest)
    step = found.error / np.maximum(found.mean, EDGE)
    mean, shape = _grid(np.log(found.mean), np.minimum(step, 3.0), found, strengths)
    rate = shape / np.exp(mean)

    def foretells(k: Array, n: Array, shape: Array, rate: Array) -> Array:
        gained = special.gammaln(shape + k) - special.gammaln(shape)
        return gained + shape * np.log(rate) - (shape + k) * np.log(rate + n)

    log = foretells(peer_k[..., None, :], peer_n[..., None, :], shape[..., None], rate[..., None]).sum(-1)
    k, n = np.asarray(events, float)[..., None], np.asarray(exposure, float)[..., None]
    log = log * found.learned[..., None] - np.log(shape) / 2 + foretells(k, n, shape, rate)
    return GammaMixture(shape + k, rate + n, _normed(log)), found


def beta_binomial_log_mass(k: Array, n: Array, a: Array, b: Array) -> Array:
    """Log probability of k of n where the rate is Beta(a, b); broadcasts."""
    ways = special.gammaln(n + 1.0) - special.gammaln(k + 1.0) - special.gammaln(n - k + 1.0)
    return ways + special.betaln(k + a, n - k + b) - special.betaln(a, b)


def beta_binomial_cdf(k: int, n: int, a: float, b: float) -> float:
    """Probability of k or fewer of n where the rate is Beta(a, b), summed term by term; 0 for k < 0, 1 for k >= n."""
    if k < 0:
        return 0.0
    if k >= n:
        return 1.0
    return float(min(1.0, np.exp(special.logsumexp(beta_binomial_log_mass(np.arange(k + 1), n, a, b)))))


def benjamini_hochberg(p: Array, share: float) -> Array:
    """Which of the p-values to name so that no more than `share` of those named are expected to be chance.

    Boolean, in the order given: the longest run by rising p with p <= share * rank / how many were looked at.
    Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300.
    """
    p = np.asarray(p, float)
    order = np.argsort(p, kind="stable")
    passes = np.flatnonzero(p[order] <= share * np.arange(1, p.size + 1) / max(p.size, 1))
    named = np.zeros(p.size, bool)
    if passes.size:
        named[order[: passes[-1] + 1]] = True
    return named


def _peers(k: Array, n: Array, present: Array | None) -> tuple[Array, Array, Array, Array]:
    k, n = np.asarray(k, float), np.asarray(n, float)
    used = n > 0 if present is None else (n > 0) & np.asarray(present, bool)
    return np.where(used, k, 0.0), np.where(used, n, 0.0), used, used.sum(-1)


def _shares(weight: Array) -> Array:
    return weight / np.maximum(weight.sum(-1, keepdims=True), EDGE)


def _corrected(
    rate: Array, weight: Array, chance: Callable[[Array, Array], tuple[Array, Array]]
) -> tuple[Array, Array, Array]:
    mean = (weight * rate).sum(-1)
    spread = (weight * (rate - mean[..., None]) ** 2).sum(-1)
    by_chance, room = chance(mean, weight)
    return mean, np.where(room > EDGE, (spread - by_chance) / np.maximum(room, EDGE), 0.0), weight


def _grid(centre: Array, step: Array, found: Moments, strengths: tuple[float, float]) -> tuple[Array, Array]:
    """Means (on the scale of `centre`) and strengths of shape (..., 25); all alike where nothing was learned."""
    offset = np.repeat([-2.0, -1.0, 0.0, 1.0, 2.0], 5)
    part = np.tile([0.0, 0.25, 0.5, 0.75, 1.0], 5)
    least = np.maximum(strengths[0], found.strength / 8)
    most = np.minimum(strengths[1], found.strength * 8)
    least, most = (np.where(found.learned, end, found.strength)[..., None] for end in (least, most))
    step = np.where(found.learned, step, 0.0)[..., None]
    return centre[..., None] + offset * step, least * (most / least) ** part


def _normed(log: Array) -> Array:
    weight = np.exp(log - log.max(-1, keepdims=True))
    return weight / weight.sum(-1, keepdims=True)


def _choose(weight: Array, rng: np.random.Generator, count: int) -> Array:
    """Which component each draw comes from, in random order so that two mixtures drawn side by side are unrelated."""
    return rng.permutation(np.repeat(np.arange(weight.size), rng.multinomial(count, weight)))


def _root(
    cdf: Callable[[Array], Array], density: Callable[[Array], Array], p: float, start: Array, top: Array
) -> Array:
    """Newton's steps, halved back into a shrinking bracket where they leave it."""
    low, high, x = np.zeros_like(top), top, np.clip(start, EDGE, top * (1 - EDGE))
    for _ in range(100):
        gap = cdf(x) - p
        low, high = np.where(gap < 0, x, low), np.where(gap < 0, high, x)
        slope = density(x)
        guess = x - gap / np.where(slope > 0, slope, 1.0)
        guess = np.where((slope > 0) & (guess >= low) & (guess <= high), guess, (low + high) / 2)
        moved, x = np.abs(guess - x), guess
        if np.all(moved <= 1e-12 + 1e-10 * np.abs(x)):
            break
    return x
