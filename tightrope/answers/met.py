"""Start from the person you met: an officer's own encounter beside accounts from the other parts of the city."""

from dataclasses import dataclass
from datetime import date

from tightrope import settings
from tightrope.answers.cards import Card, cards, in_order
from tightrope.answers.evidence import Evidence, evidence
from tightrope.answers.period import Period
from tightrope.records import telling
from tightrope.records.house import House
from tightrope.records.roles import LISTEN, Reader
from tightrope.records.telling import MET, Receipt, Told
from tightrope.voices.heard import people_among

RULE = (
    "The account beside each place is the most serious of the latest that you may read: a rule picks it, nobody else."
)


@dataclass(frozen=True)
class Met:
    """One encounter, as the officer writes it down. `reference` is the form's own: sent twice, it is kept once."""

    reference: str
    service_id: str
    locality: str
    words: str
    contract_id: str = ""
    asks: str = ""
    teller_role: str = "person"
    month: date | None = None
    consent_level: int = 0


@dataclass(frozen=True)
class Place:
    """One part of the city: who was heard there of this service line. No card where nobody may be read.

    `ask` is a contract of the line that serves it, whose planner says what asking there costs; "" where none does.
    """

    locality: str
    people: int
    accounts: int
    met: int
    card: Card | None
    ask: str


def keep(house: House, reader: Reader, met: Met) -> Receipt:
    """Take the encounter like any account: sealed, read by the voice team first, marked as an officer's own.

    Raises NotAllowed, and Refusal with every problem at once.
    """
    reader.require(LISTEN)
    told = Told(
        source=MET,
        source_id=f"{reader.account_id}|{met.reference}",
        words=met.words,
        channel="other",
        asks=met.asks,
        teller_role=met.teller_role,
        own_part="told_it" if met.teller_role == "person" else None,
        service_id=met.service_id or None,
        contract_id=met.contract_id or None,
        locality=met.locality or None,
        event_month=met.month,
        consent_level=met.consent_level,
        collected_by=f"{reader.name}, who met them",
    )
    return telling.tell(house, told)


def lines(found: Evidence) -> dict[str, str]:
    """Service lines by id, in the order of their names."""
    known = {row["service_id"]: row["service_name"] for row in found.contracts.values()}
    return dict(sorted(known.items(), key=lambda pair: pair[1]))


def places(house: House, reader: Reader, period: Period, service_id: str) -> list[Place]:
    """Every part of the city that the line serves or where somebody told of it: those with nobody heard first.

    Up to today: whoever was met this week stands there although no return of this month is in yet.
    """
    found = evidence(house, reader.audience, until_today(period))
    serves: dict[str, str] = {}
    for key in found.live:
        row = found.contracts[key]
        if row["service_id"] == service_id:
            for one in (row["localities"] or "").split(", "):
                serves.setdefault(one, key)
    told = [one for one in found.accounts if one["service_id"] == service_id]
    names = sorted({one for one in serves if one} | {one["locality"] for one in told if one["locality"]})
    made = []
    for name in names:
        here = [one for one in told if one["locality"] == name]
        readable = [one for one in in_order(here) if one["may_read"] or one["may_retell"]]
        made.append(
            Place(
                locality=name,
                people=people_among(one["teller_id"] for one in here)[0],
                accounts=len(here),
                met=sum(one["source"] == MET for one in here),
                card=next(iter(cards(house, reader, found, readable[:1])), None),
                ask=serves.get(name, ""),
            )
        )
    return sorted(made, key=lambda one: (one.people, one.locality))


def until_today(period: Period) -> Period:
    """The period with the months since, up to this one."""
    return Period(period.first, max(period.last, settings.today().replace(day=1)))


def sentence(service_name: str, made: list[Place]) -> str:
    """How many parts of the city nobody was heard from about this."""
    silent = [one.locality for one in made if not one.people]
    if not made:
        return f"It is not known which parts of the city {service_name.lower()} serves: contract_area.csv says it."
    if not silent:
        return f"Somebody was heard about {service_name.lower()} in every part of the city."
    where = f"{len(silent)} of {len(made)} parts of the city: {', '.join(silent)}"
    return f"Nobody was heard about {service_name.lower()} in {where}."
