"""Which groups of people were heard about a service and which were not, as the public may read it.

Heard means: people of the group took part themselves. They told it, were asked, or showed it by how they behaved;
an account about them in which nobody asked them does not count as theirs.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tightrope import disclosure, settings
from tightrope.answers.evidence import usual_period
from tightrope.answers.period import Period, twelve_months
from tightrope.errors import Refusal
from tightrope.records.house import House
from tightrope.voices.heard import people_among

AUDIENCE = "open_link"  # whoever opens the page: nobody signs in
OWN_PART = ("told_it", "asked", "shown_by_behaviour")
STAFF = ("care_worker", "nurse", "social_worker")
GONE = ("gone", "never_there", "nothing_suitable")
HEARD, FEW, NOT_HEARD = "heard", "few", "not_heard"
Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Group:
    """One group of people: its words, and the groups of people served (kind, value) that make it; none for tellers
    who are known by their part in it."""

    key: str
    words: str
    served: Pairs = frozenset()
    tells: Callable[[Mapping[str, Any]], bool] | None = None


def _pairs(kind: str, *values: str) -> Pairs:
    return frozenset((kind, value) for value in values)


GROUPS = (
    Group(
        "memory",
        "People who live with dementia or cannot decide for themselves",
        _pairs("lacks_capacity", "yes") | _pairs("support_reason", "memory"),
    ),
    Group("learning", "People with a learning disability", _pairs("support_reason", "learning_disability")),
    Group("homes", "People who live in a home", _pairs("lives_in", "care_home", "nursing_home", "specialist_home")),
    Group("housebound", "People who cannot leave their home", _pairs("housebound", "yes")),
    Group("oldest", "People aged 85 and over", _pairs("age_band", "85+")),
    Group("language", "People whose first language is not English", _pairs("first_language", "other")),
    Group(
        "ethnicity",
        "People of Asian, Black, mixed and other ethnic groups",
        _pairs("ethnicity", "Asian", "Black", "Mixed", "Other"),
    ),
    Group("carers", "Unpaid carers", tells=lambda account: account["teller_role"] == "unpaid_carer"),
    Group("staff", "People who work in care", tells=lambda account: account["teller_role"] in STAFF),
    Group("gone", "People whose service ended or who found none", tells=lambda account: account["about"] in GONE),
)
UNSEEN = (
    "unpaid carers who also have a job, young unpaid carers, people who pay for themselves, people who use British "
    "Sign Language, LGBT+ older people, people without a home, people without internet, and families after a death"
)


@dataclass(frozen=True)
class Heard:
    """One group at one service. `words` holds a published count and nothing finer."""

    group: str
    state: str  # heard, few or not_heard
    words: str


@dataclass(frozen=True)
class Strip:
    """The groups of one service, those not heard first; `of` says how many people were heard at all."""

    service_id: str
    of: str
    groups: tuple[Heard, ...]


def strips(house: House) -> dict[str, Strip]:
    """One strip for each service that anybody told of or that serves anybody, over the last twelve months of data."""
    period, on_day = _period(house), settings.today()
    asking = {"audience": AUDIENCE, "on_day": on_day}
    accounts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in house.stores.rows("weigh/accounts", **asking, first=period.first, last=period.last):
        if row["service_id"]:
            accounts[row["service_id"]].append(row)
    groups: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in house.stores.rows("weigh/groups", **asking):
        groups[row["story_id"]].add((row["group_kind"], row["group_value"]))
    served = _served(house)
    return {key: strip(key, accounts.get(key, []), groups, served.get(key, {})) for key in sorted({*accounts, *served})}


def strip(
    service_id: str,
    accounts: Sequence[Mapping[str, Any]],
    groups: Mapping[str, set[tuple[str, str]]],
    served: Mapping[tuple[str, str], int],
) -> Strip:
    """The strip of one service from its accounts, the groups of each, and how many people of each group it serves.

    A group that the service hardly serves (fewer people than may be counted in public) is left out; where nobody said
    whom it serves, none is.
    """
    order = {NOT_HEARD: 0, FEW: 1, HEARD: 2}
    made = [_heard(one, accounts, groups) for one in GROUPS if _is_served(one, served)]
    everybody = people_among(account["teller_id"] for account in accounts)[0]
    return Strip(service_id, _count(everybody), tuple(sorted(made, key=lambda one: order[one.state])))


def _heard(group: Group, accounts: Sequence[Mapping[str, Any]], groups: Mapping[str, set[tuple[str, str]]]) -> Heard:
    if group.tells:
        theirs = [one for one in accounts if group.tells(one)]
    else:
        theirs = [one for one in accounts if _took_part(one) and groups.get(one["story_id"], set()) & group.served]
    number = people_among(one["teller_id"] for one in theirs)[0]
    state = NOT_HEARD if not number else FEW if number < settings.settings().disclosure.fewest_people else HEARD
    return Heard(group.words, state, _count(number))


def _count(number: int) -> str:
    """Nobody, fewer than 8 people, or about 25 people."""
    rules = settings.settings().disclosure
    cell = disclosure.count(number, rules.fewest_people, rules.round_to)
    return "nobody" if not number else f"{cell.words if cell.value is None else f'about {cell.words}'} people"


def _took_part(account: Mapping[str, Any]) -> bool:
    return account["teller_role"] == "person" or account["own_part"] in OWN_PART


def _is_served(group: Group, served: Mapping[tuple[str, str], int]) -> bool:
    kinds = {kind for kind, _ in served}
    if not any(kind in kinds for kind, _ in group.served):
        return True
    fewest = settings.settings().disclosure.fewest_people
    return max(served.get(pair, 0) for pair in group.served) >= fewest


def _served(house: House) -> dict[str, dict[tuple[str, str], int]]:
    if not house.has_data:
        return {}
    services = {row["contract_id"]: row["service_id"] for row in house.stores.rows("weigh/contracts")}
    made: dict[str, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    for row in house.stores.rows("weigh/served"):
        if row["contract_id"] in services:
            made[services[row["contract_id"]]][row["group_kind"], row["group_value"]] += row["people"]
    return {key: dict(value) for key, value in made.items()}


def _period(house: House) -> Period:
    try:
        return usual_period(house)
    except Refusal:
        return twelve_months(settings.today().replace(day=1))
