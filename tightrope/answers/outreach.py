"""How to hear more people about one contract: what it takes to trust what was heard, or to settle a doubt."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tightrope import settings
from tightrope.answers.evidence import Evidence, evidence, kept
from tightrope.answers.period import Period
from tightrope.answers.standing import (
    FEWEST_SERVED,
    graded,
    group_words,
    named_groups,
    standings,
    thresholds,
)
from tightrope.answers.subjects import Subject, accounts_of, subjects
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.weighing import outreach
from tightrope.weighing.confidence import Heard
from tightrope.weighing.outreach import Ask, Group, Plan

ROUTE_WORDS = {
    outreach.HOME_VISIT: "home visit",
    outreach.PHONE: "telephone",
    outreach.ADVOCATE: "independent advocate",
    outreach.STALL: "market stall",
    outreach.FAITH: "faith or community group",
}
HOMES = ("care_home", "nursing_home", "specialist_home")
UNSETTLED = ("cannot_tell", "too_few", "not_covered", "not_heard", "in_between")
# Groups that the grade does not name: asked where somebody wants them to be.
ALSO = ("sex", "ethnicity", "support_reason", "lives_in", "unpaid_carer", "deprivation_fifth")


@dataclass(frozen=True)
class Situation:
    """Where one contract stands: who was heard of whom, the grade, and what would be enough.

    `own_more` people would have to speak for themselves to end its silence; `settle` is how many more tellers would
    show whether numbers and stories agree (0 settled, None where accounts alone will not). `yearly` is in pounds: of
    the pot named `pot` where the service line shares one out, else of the contract.
    """

    contract_id: str
    title: str
    service_name: str
    yearly: float | None
    pot: str
    heard: Heard
    groups: tuple[Group, ...]
    others: tuple[Group, ...]
    own_more: int
    settle: int | None
    unsettled: bool
    grade: str
    reasons: tuple[str, ...]


def asked_for(one: Situation, kind: str, value: str) -> Group | None:
    """The group that somebody wants asked, named or not; a part of the city too. None for one that is not there."""
    for group in (*one.groups, *one.others):
        if (group.kind, group.value) == (kind, value):
            return group
    return Group(kind, value, f"people in {value}", 0, 0, named=False) if kind == "locality" and value else None


def costs() -> dict[str, float]:
    """Pounds an account by route, as the council has set them."""
    return asdict(settings.settings().outreach)


def situation(house: House, reader: Reader, contract_id: str, period: Period) -> Situation:
    """Where a live contract stands. Raises KeyError for one that does not run."""
    name = ("outreach", reader.audience, contract_id, period)
    return kept(house, name, lambda: _situation(house, reader, contract_id, period))


def contracts(house: House, reader: Reader, period: Period) -> dict[str, str]:
    """Live contracts by id, those whose grade is lowest first, with title and grade in words."""
    found = evidence(house, reader.audience, period)
    made = standings(house, reader.audience, period)
    every = subjects(found, "contract")
    worst = sorted(every, key=lambda key: (-ord(made.confidence[key].grade[0]), not made.silence[key].named, key))
    return {key: f"{every[key].title} ({key}), grade {made.confidence[key].grade}" for key in worst}


def lift(one: Situation, routes: Mapping[tuple[str, str], str] | None = None) -> Plan | None:
    """The cheapest plan after which what was heard can be trusted (grade B); None where nobody knows who is served."""
    if not one.groups:
        return None
    return outreach.plan(one.heard, one.groups, costs(), own_more=one.own_more, routes=routes, thresholds=thresholds())


def settling(one: Situation, routes: Mapping[tuple[str, str], str] | None = None) -> Plan | None:
    """As many accounts as would settle whether numbers and stories agree; None where it is settled or they will not."""
    if not one.groups or not one.unsettled or not one.settle:
        return None
    return outreach.spread(
        one.heard, one.groups, costs(), one.settle, own_more=one.own_more, routes=routes, thresholds=thresholds()
    )


def by_hand(one: Situation, asked: list[tuple[Group, str, int]]) -> Plan:
    """What comes of numbers and routes that somebody chose."""
    return outreach.as_asked(one.heard, asked, costs(), own_more=one.own_more, thresholds=thresholds())


def sentence(one: Situation, plan: Plan) -> str:
    """What a plan comes to, in a sentence: accounts, pounds, the share of the contract's year, and the grade after."""
    if not plan.asks:
        return f"Nothing more is needed: what was heard stands at grade {plan.before}."
    people = "1 more account" if plan.accounts == 1 else f"{plan.accounts} more accounts"
    moved = f"bring it from grade {plan.before} to {plan.after}"
    moved = moved if plan.after != plan.before else f"leave it at grade {plan.before}"
    said = f"{people} for about £{plan.cost:,.0f}{_of_year(one, plan)} would {moved}."
    if plan.reached:
        return said
    left = " ".join(plan.left)
    return f"{said} More accounts alone do not make it a {outreach.TARGET}. {left}".strip()


def work_list(one: Situation, plan: Plan) -> list[dict[str, Any]]:
    """The plan as rows to work from: whom to ask, how, how many, at what cost."""
    return [
        {
            "group": ask.group.name,
            "people served": ask.group.people,
            "heard so far": ask.group.heard,
            "how": ROUTE_WORDS[ask.route],
            "accounts": ask.accounts,
            "pounds": round(ask.cost, 2),
        }
        for ask in plan.asks
    ]


def asks_of(plan: Plan | None) -> dict[tuple[str, str], Ask]:
    """A plan's asks by group."""
    return {(ask.group.kind, ask.group.value): ask for ask in plan.asks} if plan else {}


def _of_year(one: Situation, plan: Plan) -> str:
    """What a plan costs as a share of the contract's year, in pence of each 100 pounds where that is less than one."""
    if not one.yearly:
        return ""
    share = plan.cost / one.yearly
    said = f"{share * 10_000:.2g}p of each £100" if share < 0.01 else f"£{share * 100:.2g} of each £100"
    return f", {said} in {one.pot}," if one.pot else f", {said} that it costs in a year,"


def _situation(house: House, reader: Reader, contract_id: str, period: Period) -> Situation:
    found = evidence(house, reader.audience, period)
    made = standings(house, reader.audience, period)
    subject = subjects(found, "contract")[contract_id]
    accounts, silent = accounts_of(found, subject), made.silence[contract_id]
    own_more = 0
    if silent.named:
        elsewhere = (silent.elsewhere_people, silent.elsewhere_heard)
        own_more = outreach.more_for_themselves(silent.people, silent.heard, *elsewhere, thresholds())
    visited = _visited(found, contract_id)
    named = [
        Group(kind, value, group_words(kind, value), people, heard, visited=visited)
        for kind, value, people, heard in named_groups(found, subject, accounts)
    ]
    verdict, row = made.verdict[contract_id], found.contracts[contract_id]
    pot = next((one for one in house.stores.rows("outreach/pots") if one["service_id"] == row["service_id"]), None)
    return Situation(
        contract_id=contract_id,
        title=row["title"],
        service_name=row["service_name"],
        yearly=float(pot["yearly_amount"] if pot else row["annual_value"] or 0) or None,
        pot=pot["title"] if pot else "",
        heard=graded(found, subject, accounts, silent.named),
        groups=tuple(named),
        others=tuple(_others(found, subject, accounts, visited)),
        own_more=own_more,
        settle=verdict.more_tellers,
        unsettled=verdict.kind in UNSETTLED,
        grade=made.confidence[contract_id].grade,
        reasons=made.confidence[contract_id].reasons,
    )


def _visited(found: Evidence, contract_id: str) -> bool:
    """True where most of the people served live in a home: one goes there, and does not ring."""
    lives = found.served.get(contract_id, {}).get("lives_in", {})
    return 2 * sum(people for where, people in lives.items() if where in HOMES) > sum(lives.values())


def _others(found: Evidence, subject: Subject, accounts: list[dict[str, Any]], visited: bool) -> list[Group]:
    """Groups that the grade does not name and somebody may want to ask all the same."""
    made = []
    for kind in ALSO:
        told: dict[str, set[str]] = {}
        for account in accounts:
            for group_kind, value in found.groups_of.get(account["story_id"], []):
                if group_kind == kind:
                    told.setdefault(value, set()).add(account["teller_id"] or account["story_id"])
        for value, people in found.served.get(subject.key, {}).get(kind, {}).items():
            if people >= FEWEST_SERVED:
                heard = len(told.get(value, ()))
                made.append(Group(kind, value, group_words(kind, value), people, heard, named=False, visited=visited))
    return made


def officers(house: House) -> dict[str, str]:
    """Named officers who can own a piece of work: id to name and post."""
    rows = house.stores.rows("outreach/officers") if house.has_data else []
    return {row["commissioner_id"]: f"{row['name']}, {row['post']}" for row in rows}


def planned(house: House, contract_id: str = "") -> list[dict[str, Any]]:
    """Outreach on record, of one contract or of all, in words; planned work first."""
    who = officers(house)
    return [
        {
            **row,
            "group": group_words(row["group_kind"], row["group_value"]),
            "how": ROUTE_WORDS[row["route"]],
            "owner": who.get(row["owner_id"], row["owner_id"] or "nobody"),
        }
        for row in house.stores.rows("outreach/planned")
        if contract_id in ("", row["contract_id"])
    ]
