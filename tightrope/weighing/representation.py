"""Do those who told look like those who use it? The share of tellers set against the share of people served.

Ratio = share of tellers / share of people served; 0.5 to 2 is all right. The share of people served is known, the
share of tellers is k of n, so the interval of the ratio is that of k of n divided by a constant. Jeffreys' interval,
Beta(k + 1/2, n - k + 1/2): Brown, Cai and DasGupta (2001), Statistical Science 16, 101-133.
Where it is not known to which group some tellers belong, they stay in n as a group of their own, and the share could
be as high as (k + not known) / n: the bounds of Manski (1989), Journal of Human Resources 24, 343-360.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from scipy.special import betaincinv

from tightrope.disclosure import FEWEST_PEOPLE
from tightrope.errors import Refusal

LEAST, MOST = 0.5, 2.0  # the band that is all right: half to twice the share of people served
LOW, HIGH = 0.1, 0.9  # an interval of 80%, as everywhere
JEFFREYS = 0.5

NOBODY, FEWER, MAYBE_FEWER, ALIKE, MAYBE_MORE, MORE = "nobody", "fewer", "maybe_fewer", "alike", "maybe_more", "more"
BEYOND = "beyond"  # more tellers than people served: the two counts do not belong together
UNKNOWN = "unknown"  # people were heard, and of none of them is it known to which group they belong


@dataclass(frozen=True)
class Group:
    """One group: `served` people (share `served_share` of all), `tellers` of them heard (share `share` of n).

    `low` and `high` are the interval of `share`; `most` is the share if all whose group is not known belonged here.
    `ratio`, `ratio_low` and `ratio_high` are None where they are withheld. `verdict` is one of the words above.
    """

    value: str
    served: int
    served_share: float
    tellers: int
    share: float
    low: float
    high: float
    most: float
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    verdict: str


@dataclass(frozen=True)
class Represented:
    """One kind of group (age, say): `groups` in the order served, `tellers` in all, `unknown` of them not placed.

    `unknown` holds those whose group nobody noted, and those of groups too small to be named (`hides_small`).
    """

    groups: tuple[Group, ...]
    served: int
    tellers: int
    unknown: int
    hides_small: bool

    def expected(self, group: Group) -> float:
        """How many tellers the group would have if it were heard by its share of the people served."""
        return group.served_share * self.tellers

    @property
    def unknown_share(self) -> float:
        """Share of the tellers who cannot be placed."""
        return self.unknown / self.tellers if self.tellers else 0.0

    @property
    def says_nothing(self) -> bool:
        """True where people were heard and of none of them it is known to which group they belong."""
        return self.tellers > 0 and self.unknown == self.tellers


def interval(k: int, n: int) -> tuple[float, float]:
    """The 80% interval of a share k of n; it begins at 0 for none and ends at 1 for all; (0, 1) where n is 0.

    >>> tuple(round(one, 3) for one in interval(3, 10))
    (0.151, 0.502)
    """
    if not 0 <= k <= n:
        raise Refusal(f"{k} of {n} is no share.")
    low = 0.0 if k == 0 else float(betaincinv(k + JEFFREYS, n - k + JEFFREYS, LOW))
    high = 1.0 if k == n else float(betaincinv(k + JEFFREYS, n - k + JEFFREYS, HIGH))
    return low, high


def represent(
    served: Mapping[str, int], told: Mapping[str, int], tellers: int, fewest: int = FEWEST_PEOPLE
) -> Represented:
    """Set tellers against people served, group by group.

    `served` and `told` count people by the value of their group, each person once; `tellers` is everybody heard.
    Groups of fewer than `fewest` people served are not named: their tellers are counted with those not known.
    Where more people told than are served no ratio is given. Raises Refusal where more tellers have a group than
    there are tellers.
    """
    if sum(told.values()) > tellers:
        raise Refusal(f"{sum(told.values())} people with a group cannot be among {tellers} people who told.")
    people = sum(served.values())
    named = [value for value, number in served.items() if number >= fewest]
    unknown = tellers - sum(told.get(value, 0) for value in named)
    groups = tuple(_group(value, served[value], people, told.get(value, 0), tellers, unknown) for value in named)
    small = any(0 < number < fewest for number in served.values())
    return Represented(groups, people, tellers, unknown, small or any(told.get(v) and v not in served for v in told))


def _group(value: str, served: int, people: int, k: int, n: int, unknown: int) -> Group:
    part = served / people
    low, high = interval(k, n)
    most = (k + unknown) / n if n else 1.0
    share = k / n if n else 0.0
    if k > served or n > people:
        return Group(value, served, part, k, share, low, high, most, None, None, None, BEYOND)
    ceiling = interval(min(k + unknown, n), n)[1]
    verdict = UNKNOWN if 0 < n == unknown else NOBODY if not k else _verdict(share / part, low / part, ceiling / part)
    return Group(value, served, part, k, share, low, high, most, share / part, low / part, high / part, verdict)


def _verdict(ratio: float, low: float, ceiling: float) -> str:
    """`low` counts only those known to belong here, `ceiling` everybody who might: no verdict rests on a guess."""
    if ratio < LEAST:
        return FEWER if ceiling < LEAST else MAYBE_FEWER
    if ratio > MOST:
        return MORE if low > MOST else MAYBE_MORE
    return ALIKE
