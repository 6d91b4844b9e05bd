"""The six shapes that a number's doubt may have, in closed form: drawn, averaged, and asked from both sides."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, log

import numpy as np
from scipy import special

Array = np.ndarray
LEAST = float(np.finfo(float).tiny)  # the smallest number above 0: what never reaches 0 says so with it


@dataclass(frozen=True)
class Shape:
    """One kind: the names of its values, what is wrong with them, and its closed forms, values first.

    `below` is the mean of X where X <= x and of 0 elsewhere, from which every mean with cut ends follows.
    """

    names: tuple[str, ...]
    wrong: Callable[..., str]
    draw: Callable[..., Array]
    mean: Callable[..., float]
    quantile: Callable[..., float]
    cdf: Callable[..., float]
    below: Callable[..., float]
    ends: Callable[..., tuple[float, float]]


def _density(z: float) -> float:
    return float(np.exp(-z * z / 2) / np.sqrt(2 * np.pi))


def _ascending(start: float, to: float) -> str:
    return "" if start < to else f"“From” ({start:g}) must be below “to” ({to:g})."


def _uniform_below(x: float, start: float, to: float) -> float:
    return (min(max(x, start), to) ** 2 - start**2) / (2 * (to - start))


def _triangular_cdf(x: float, start: float, likely: float, to: float) -> float:
    if not start < x < to:
        return float(x >= to)
    if x <= likely:
        return (x - start) ** 2 / ((to - start) * (likely - start))
    return 1 - (to - x) ** 2 / ((to - start) * (to - likely))


def _triangular_below(x: float, start: float, likely: float, to: float) -> float:
    x = min(max(x, start), to)
    if x <= likely:
        return 0.0 if x == start else _rising(x, start) * 2 / ((to - start) * (likely - start))
    above = 0.0 if x == to else _rising(x, to) * 2 / ((to - start) * (to - likely))
    return (start + likely + to) / 3 - above


def _rising(x: float, foot: float) -> float:
    """The integral of t (t - foot) from foot to x."""
    return x**3 / 3 - foot * x**2 / 2 + foot**3 / 6


def _triangular_quantile(q: float, start: float, likely: float, to: float) -> float:
    if q <= (likely - start) / (to - start):
        return start + np.sqrt(q * (to - start) * (likely - start))
    return to - np.sqrt((1 - q) * (to - start) * (to - likely))


def _log_z(x: float, median: float, spread: float) -> float:
    return -inf if x <= 0 else log(x / median) / log(spread)


def _log_mean(median: float, spread: float) -> float:
    return median * np.exp(log(spread) ** 2 / 2)


SHAPES = {
    "fixed": Shape(
        names=("value",),
        wrong=lambda value: "",
        draw=lambda rng, n, value: np.broadcast_to(value, n),
        mean=lambda value: value,
        quantile=lambda q, value: value,
        cdf=lambda x, value: float(x >= value),
        below=lambda x, value: value if x >= value else 0.0,
        ends=lambda value: (value, value),
    ),
    "uniform": Shape(
        names=("from", "to"),
        wrong=_ascending,
        draw=lambda rng, n, start, to: rng.uniform(start, to, n),
        mean=lambda start, to: (start + to) / 2,
        quantile=lambda q, start, to: start + q * (to - start),
        cdf=lambda x, start, to: min(max((x - start) / (to - start), 0.0), 1.0),
        below=_uniform_below,
        ends=lambda start, to: (start, to),
    ),
    "normal": Shape(
        names=("mean", "sd"),
        wrong=lambda mean, sd: "" if sd > 0 else f"The spread (sd) must be above 0, not {sd:g}.",
        draw=lambda rng, n, mean, sd: rng.normal(mean, sd, n),
        mean=lambda mean, sd: mean,
        quantile=lambda q, mean, sd: mean + sd * special.ndtri(q),
        cdf=lambda x, mean, sd: special.ndtr((x - mean) / sd),
        below=lambda x, mean, sd: mean * special.ndtr((x - mean) / sd) - sd * _density((x - mean) / sd),
        ends=lambda mean, sd: (-inf, inf),
    ),
    "beta": Shape(
        names=("a", "b"),
        wrong=lambda a, b: "" if a > 0 and b > 0 else f"Both a ({a:g}) and b ({b:g}) must be above 0.",
        draw=lambda rng, n, a, b: rng.beta(a, b, n),
        mean=lambda a, b: a / (a + b),
        quantile=lambda q, a, b: special.betaincinv(a, b, q),
        cdf=lambda x, a, b: special.betainc(a, b, min(max(x, 0.0), 1.0)),
        below=lambda x, a, b: a / (a + b) * special.betainc(a + 1, b, min(max(x, 0.0), 1.0)),
        ends=lambda a, b: (0.0, 1.0),
    ),
    "triangular": Shape(
        names=("from", "likely", "to"),
        wrong=lambda start, likely, to: (
            _ascending(start, to)
            or (
                ""
                if start <= likely <= to
                else f"What is likeliest ({likely:g}) must lie between {start:g} and {to:g}."
            )
        ),
        draw=lambda rng, n, start, likely, to: rng.triangular(start, likely, to, n),
        mean=lambda start, likely, to: (start + likely + to) / 3,
        quantile=_triangular_quantile,
        cdf=_triangular_cdf,
        below=_triangular_below,
        ends=lambda start, likely, to: (start, to),
    ),
    "lognormal": Shape(
        names=("median", "spread"),
        wrong=lambda median, spread: (
            ("" if median > 0 else f"The median must be above 0, not {median:g}.")
            or ("" if spread > 1 else f"The spread is a factor and must be above 1, not {spread:g}.")
        ),
        draw=lambda rng, n, median, spread: rng.lognormal(log(median), log(spread), n),
        mean=_log_mean,
        quantile=lambda q, median, spread: median * np.exp(log(spread) * special.ndtri(q)),
        cdf=lambda x, median, spread: special.ndtr(_log_z(x, median, spread)),
        below=lambda x, median, spread: (
            _log_mean(median, spread) * special.ndtr(_log_z(x, median, spread) - log(spread))
        ),
        ends=lambda median, spread: (LEAST, inf),
    ),
}
