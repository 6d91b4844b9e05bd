"""Common ground and divides: what every sort of teller tells of, and where one tells of it and others do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tightrope.statistics import benjamini_hochberg
from tightrope.voices.heard import GROUPS, Heard, people, telling_of

FEWEST_TELLERS = 8  # of a group, before it is compared: the council's limit for small numbers
COMMON_FROM = 0.2  # share of every group that tells of what they have in common
FALSE_SHARE = 0.1  # of the divides said, at most this share is expected to be chance (Benjamini and Hochberg 1995)


@dataclass(frozen=True)
class Counted:
    """`telling` of `heard` people of one group tell of a theme."""

    telling: int
    heard: int


@dataclass(frozen=True)
class Divide:
    """One theme that one group tells of more, or less, than all others together."""

    theme_id: str
    group: str
    here: Counted
    others: Counted
    p: float


def by_group(heard: Sequence[Heard], theme_ids: Sequence[str]) -> dict[str, dict[str, Counted]]:
    """For each theme: for each group that was heard, how many of its people tell of it."""
    of_group = {group: [one for one in heard if one.group == group] for group in GROUPS}
    return {
        theme: {
            group: Counted(people(telling_of(some, theme)), people(some)) for group, some in of_group.items() if some
        }
        for theme in theme_ids
    }


def common_ground(counted: Mapping[str, Mapping[str, Counted]]) -> list[str]:
    """Themes that every group that can be compared tells of, the most shared first; needs two such groups.

    In the order of the product of (telling + 1) / (heard + 2) over groups: group-informed consensus (Small and others
    2021), so that a large group cannot carry a theme alone.
    """
    made = []
    for theme, groups in counted.items():
        some = [one for one in groups.values() if one.heard >= FEWEST_TELLERS]
        if len(some) >= 2 and all(one.telling >= COMMON_FROM * one.heard for one in some):
            made.append((-float(np.prod([(one.telling + 1) / (one.heard + 2) for one in some])), theme))
    return [theme for _, theme in sorted(made)]


def divides(counted: Mapping[str, Mapping[str, Counted]]) -> list[Divide]:
    """Themes that one group tells of unlike all others, by Fisher's exact test, corrected for all that was looked at;
    the least likely to be chance first, and of each theme the one group that stands out most."""
    looked = []
    for theme, groups in counted.items():
        some = {group: one for group, one in groups.items() if one.heard >= FEWEST_TELLERS}
        for group, here in some.items() if len(some) >= 2 else ():
            rest = [one for other, one in some.items() if other != group]
            others = Counted(sum(one.telling for one in rest), sum(one.heard for one in rest))
            looked.append(Divide(theme, group, here, others, _p(here, others)))
    if not looked:
        return []
    kept = benjamini_hochberg(np.array([one.p for one in looked]), FALSE_SHARE)
    found = [one for one, keep in zip(looked, kept, strict=True) if keep]
    made: dict[str, Divide] = {}
    for one in sorted(found, key=lambda one: (one.p, one.theme_id, one.group)):
        made.setdefault(one.theme_id, one)
    return list(made.values())


def _p(here: Counted, others: Counted) -> float:
    from scipy.stats import fisher_exact  # half a second to load, and few commands and pages ask for it

    table = [[here.telling, here.heard - here.telling], [others.telling, others.heard - others.telling]]
    return float(fisher_exact(table).pvalue)
