"""How unsure a number is: six shapes, each optionally cut at both ends, drawn with a seed and answered exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isfinite

import numpy as np

from tightrope.errors import Refusal
from tightrope.whatif.shapes import SHAPES

Array = np.ndarray


@dataclass(frozen=True)
class Distribution:
    """One number and how unsure it is; `values` are pairs of name and number, or the same as a mapping.

    Kinds: fixed (value), uniform (from, to), normal (mean, sd), beta (a, b), triangular (from, likely, to) and
    lognormal (median, spread: two values in three lie between median / spread and median x spread). What would fall
    below `low` or above `high` is put on that end. Raises Refusal where the values make no such shape.
    """

    kind: str
    values: tuple[tuple[str, float], ...] | Mapping[str, float]
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if self.kind not in SHAPES:
            raise Refusal(f"“{self.kind}” is no kind of spread. Known are {', '.join(SHAPES)}.")
        given, names = dict(self.values), SHAPES[self.kind].names
        if set(given) != set(names):
            raise Refusal(f"A {self.kind} spread has {' and '.join(names)}, not {' and '.join(given) or 'nothing'}.")
        numbers = [*given.values(), *(one for one in (self.low, self.high) if one is not None)]
        if not all(isfinite(one) for one in numbers):
            raise Refusal("Every number must be a plain number, not infinite and not missing.")
        object.__setattr__(self, "values", tuple((name, float(given[name])) for name in names))
        if wrong := SHAPES[self.kind].wrong(*self._given):
            raise Refusal(wrong)
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise Refusal(f"The low end ({self.low:g}) must be below the high end ({self.high:g}).")
        least, most = SHAPES[self.kind].ends(*self._given)
        if (self.low is not None and self.low > most) or (self.high is not None and self.high < least):
            raise Refusal("The low and the high end leave out every value that it could take.")

    @property
    def _given(self) -> tuple[float, ...]:
        return tuple(number for _, number in self.values)

    def draw(self, rng: np.random.Generator, n: int) -> Array:
        """`n` values; a fixed one takes nothing from `rng` and no room."""
        return self._cut(SHAPES[self.kind].draw(rng, n, *self._given))

    def mean(self) -> float:
        """The mean, ends cut: E[min(X, high)] - E[min(X, low)] + low, each in closed form."""
        shape, given = SHAPES[self.kind], self._given

        def at_most(end: float) -> float:
            return shape.below(end, *given) + end * (1 - shape.cdf(end, *given))

        top = shape.mean(*given) if self.high is None else at_most(self.high)
        return float(top if self.low is None else top - at_most(self.low) + self.low)

    def quantile(self, q: float) -> float:
        """The value below which a share q lies, 0 < q < 1, ends cut."""
        return float(self._cut(np.asarray(SHAPES[self.kind].quantile(q, *self._given))))

    def ends(self) -> tuple[float, float]:
        """The least and the most that it can be; infinite where it has no end."""
        least, most = SHAPES[self.kind].ends(*self._given)
        low, high = (-inf if self.low is None else self.low), (inf if self.high is None else self.high)
        return max(least, low), min(most, high)

    @property
    def unsure(self) -> bool:
        """Whether it can be more than one number."""
        return self.kind != "fixed"

    def _cut(self, drawn: Array) -> Array:
        return drawn if self.low is None and self.high is None else np.clip(drawn, self.low, self.high)


def fixed(value: float) -> Distribution:
    """One number, taken as known."""
    return Distribution("fixed", {"value": value})


def uniform(start: float, to: float) -> Distribution:
    """Anything between two ends, all alike."""
    return Distribution("uniform", {"from": start, "to": to})


def normal(mean: float, sd: float, low: float | None = None, high: float | None = None) -> Distribution:
    """Around a mean; two values in three within one `sd` of it."""
    return Distribution("normal", {"mean": mean, "sd": sd}, low, high)


def beta(a: float, b: float) -> Distribution:
    """A share, as if `a` yes and `b` no had been seen."""
    return Distribution("beta", {"a": a, "b": b})


def triangular(start: float, likely: float, to: float) -> Distribution:
    """Two ends and what is likeliest between them."""
    return Distribution("triangular", {"from": start, "likely": likely, "to": to})


def lognormal(median: float, spread: float, low: float | None = None, high: float | None = None) -> Distribution:
    """Above 0, as often below the median as above, with a long upper end."""
    return Distribution("lognormal", {"median": median, "spread": spread}, low, high)
