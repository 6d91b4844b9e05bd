"""Classes of a map: about as many areas in each, and equal values always in the same one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

MOST_CLASSES = 5  # more shades than five are not told apart on a map


@dataclass(frozen=True)
class Classes:
    """`edges` from lowest to highest, one more than there are classes; `of` the class of each value, None unknown."""

    edges: tuple[float, ...]
    of: tuple[int | None, ...]

    @property
    def number(self) -> int:
        """How many classes there are; none where nothing is known."""
        return max(len(self.edges) - 1, 0)

    def counts(self) -> list[int]:
        """Areas in each class."""
        return [sum(one == number for one in self.of) for number in range(self.number)]


def quantiles(values: Sequence[float | None], most: int = MOST_CLASSES) -> Classes:
    """As near as can be to equal numbers of areas in each class; fewer classes where too many values are the same."""
    known = np.array([one for one in values if one is not None], float)
    if not known.size:
        return Classes((), tuple(None for _ in values))
    edges = np.unique(np.quantile(known, np.arange(most + 1) / most, method="inverted_cdf"))
    if edges.size == 1:
        return Classes((float(edges[0]), float(edges[0])), tuple(None if one is None else 0 for one in values))
    # A value belongs to the first class whose upper edge it does not pass.
    upper = edges[1:]
    of = tuple(None if one is None else int(np.searchsorted(upper, one, side="left")) for one in values)
    return Classes(tuple(float(one) for one in edges), of)
