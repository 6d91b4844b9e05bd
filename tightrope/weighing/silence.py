"""Silence is not satisfaction: where far fewer people were heard than the rest of the line would lead us to expect."""

from collections.abc import Sequence
from dataclasses import dataclass

from tightrope.errors import Refusal
from tightrope.statistics import benjamini_hochberg, beta_binomial_cdf
from tightrope.weighing.thresholds import DEFAULTS, Thresholds

JEFFREYS = 0.5  # half a person heard and half not, before anybody is counted: Jeffreys' prior for a share


@dataclass(frozen=True)
class Listening:
    """People who draw on one contract, and how many of them told us something themselves in the period."""

    contract_id: str
    service_id: str
    people: int
    heard: int


@dataclass(frozen=True)
class Silence:
    """`chance`: how often so few, or fewer, would be heard if people here were heard as elsewhere in the line.

    `expected` people would then be heard. Both are None where the line has nobody else to compare with. `named`
    says that the contract is on the list.
    """

    contract_id: str
    people: int
    heard: int
    elsewhere_people: int
    elsewhere_heard: int
    chance: float | None
    expected: float | None
    named: bool = False


def silence(people: int, heard: int, elsewhere_people: int, elsewhere_heard: int) -> tuple[float, float]:
    """(chance of `heard` or fewer, people expected), the share heard elsewhere being Beta(x + 1/2, n - x + 1/2).

    Beta-binomial with Jeffreys' prior. Nobody heard of 140, 18 of 280 elsewhere: Beta(18.5, 262.5), 0.000452,
    and 140 * 18.5 / 281 = 9.2 expected. Nobody can be heard twice: more heard than people is refused.
    """
    if not 0 <= heard <= people or not 0 <= elsewhere_heard <= elsewhere_people:
        raise Refusal("The people heard must be counted among the people who draw on the service, and none twice.")
    a, b = elsewhere_heard + JEFFREYS, elsewhere_people - elsewhere_heard + JEFFREYS
    return beta_binomial_cdf(heard, people, a, b), people * a / (a + b)


def silences(contracts: Sequence[Listening], thresholds: Thresholds = DEFAULTS) -> list[Silence]:
    """Every contract in the order given, each against the others of its line; those on the list are `named`.

    The list is the longest run by rising chance of which no more than `silence_false` is expected to be chance
    alone, for as many contracts as were looked at. A contract nobody uses, or alone in its line, is not looked at.
    """
    totals: dict[str, list[int]] = {}
    for one in contracts:
        total = totals.setdefault(one.service_id, [0, 0])
        total[0] += one.people
        total[1] += one.heard
    found = []
    for one in contracts:
        people, heard = totals[one.service_id][0] - one.people, totals[one.service_id][1] - one.heard
        known = people > 0 and one.people > 0
        chance, expected = silence(one.people, one.heard, people, heard) if known else (None, None)
        found.append((one, people, heard, chance, expected))
    looked_at = [i for i, (*_, chance, _) in enumerate(found) if chance is not None]
    passes = benjamini_hochberg([found[i][3] for i in looked_at], thresholds.silence_false)
    named = {i for i, yes in zip(looked_at, passes, strict=True) if yes}
    return [
        Silence(one.contract_id, one.people, one.heard, people, heard, chance, expected, i in named)
        for i, (one, people, heard, chance, expected) in enumerate(found)
    ]
