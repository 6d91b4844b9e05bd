"""How often chance alone would do this: small exact tests, so that a flag is never raised for noise."""

from collections.abc import Sequence
from itertools import combinations
from math import comb

from scipy import special

RARE = 0.05  # a flag that rests on a few numbers is raised where chance does as much once in twenty or less


def of_at_least(count: int, of: int, share: float) -> float:
    """How often at least `count` of `of` would come up, each with chance `share` (binomial, upper tail).

    >>> of_at_least(3, 3, 0.5)
    0.125
    """
    return float(special.bdtrc(count - 1, of, share)) if count > 0 else 1.0


def of_worse(bad_before: int, before: int, bad_after: int, after: int) -> float:
    """How often at least `bad_after` of `after` people would be bad ones, were all of both halves dealt out at random.

    Fisher's exact test, one side (Fisher 1935, The Design of Experiments, section 21).

    >>> of_worse(0, 3, 3, 3)
    0.05
    """
    bad, everybody = bad_before + bad_after, before + after
    most = min(bad, after)
    ways = sum(comb(bad, k) * comb(everybody - bad, after - k) for k in range(bad_after, most + 1))
    return ways / comb(everybody, after)


def of_fall(before: Sequence[float], after: Sequence[float]) -> float:
    """How often the later months would sum to as little or less, were all months dealt out at random.

    The exact permutation test on the difference of means (Fisher 1935, section 21); at most 924 ways for two halves
    of six months.

    >>> of_fall([3, 3, 3], [1, 1, 1])
    0.05
    """
    every = [*before, *after]
    least = sum(after) + 1e-12
    ways = [sum(chosen) <= least for chosen in combinations(every, len(after))]
    return sum(ways) / len(ways)
