"""Renewals: which options every contract still has, until which committee, and what is lost next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tightrope import settings
from tightrope.answers import officers
from tightrope.answers.evidence import Evidence, evidence, kept, usual_period
from tightrope.answers.period import Period, earlier, twelve_months
from tightrope.answers.say import day
from tightrope.answers.subjects import people_of, subjects
from tightrope.errors import NotFound, Refusal
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.renewals import ics
from tightrope.renewals import options as judging
from tightrope.renewals.committees import Meeting, upcoming
from tightrope.renewals.options import LOST, OPEN, NextLost, Option, Term

RETENDER = "retender"
STILL_PAID_MONTHS = 2  # back from the latest month: a contract that the register calls ended and that was paid since


@dataclass(frozen=True)
class Renewal:
    """One contract that runs: its dates, what it costs and for whom, its eight options and the one lost next.

    `ends_on` is the last day as signed, `could_run_to` the last if every extension is used (None where that is not
    known). `people` are those served in the latest year on file, `tellers` those heard in twelve months. `notes` say
    what is odd about its dates.
    """

    contract_id: str
    title: str
    provider: str
    service_id: str
    service: str
    starts_on: date
    ends_on: date
    could_run_to: date | None
    notice_on: date | None
    review_on: date | None
    holding_over: bool
    holding_words: str
    annual_value: Decimal | None
    people: int | None
    tellers: int
    tellers_at_least: bool
    responsible: str
    notes: tuple[str, ...]
    options: tuple[Option, ...]
    next_lost: NextLost | None

    def option(self, option_id: str) -> Option:
        """One of the eight. Raises KeyError."""
        return {one.option_id: one for one in self.options}[option_id]

    @property
    def lost(self) -> tuple[Option, ...]:
        """Options that can no longer be taken."""
        return tuple(one for one in self.options if one.status == LOST)


def usual(house: House) -> Period:
    """The twelve months up to the latest returns; where none are loaded, those before today."""
    try:
        return usual_period(house)
    except Refusal:
        if not house.has_data:
            raise
        return twelve_months(earlier(settings.today().replace(day=1), 1))


def renewals(house: House, reader: Reader, period: Period | None = None) -> list[Renewal]:
    """Every contract that runs: holding over first, then what has no option left, then by the day one is lost next."""
    span = period or usual(house)
    return kept(house, ("renewals", reader.audience, span), lambda: _renewals(house, reader, span))


def one(house: House, reader: Reader, contract_id: str, period: Period | None = None) -> Renewal:
    """One contract that runs. Raises NotFound for any other."""
    for found in renewals(house, reader, period):
        if found.contract_id == contract_id:
            return found
    raise NotFound(f"No contract {contract_id} runs today.")


def next_committee(house: House, reader: Reader, period: Period | None = None) -> Meeting | None:
    """The first meeting that a paper can still reach."""
    found = evidence(house, reader.audience, period or usual(house))
    return upcoming(officers.meetings(house, found), found.today)


def answer(rows: Sequence[Renewal], committee: Meeting | None) -> str:
    """The page's title: how many contracts can be re-tendered until the next committee and not later."""
    if committee is None:
        return "Which committee can still decide is not known: meeting.csv brings the meetings"
    last = [row for row in rows if row.option(RETENDER).status == OPEN and row.option(RETENDER).meeting == committee]
    when = f"the committee on {day(committee.meets_on)}"
    if not last:
        return f"No re-tender is lost at {when}"
    number = officers.number_words(len(last))
    return f"{number} contract{'s' if len(last) != 1 else ''} can be re-tendered until {when} and not later"


def calendar(rows: Iterable[Renewal], name: str = "Contract renewals") -> bytes:
    """All dates of these contracts as one calendar file."""
    dates = [
        ics.Dates(
            row.contract_id,
            row.title,
            row.provider,
            row.ends_on,
            row.could_run_to,
            row.notice_on,
            row.review_on,
            row.options,
        )
        for row in rows
    ]
    return ics.calendar(dates, name, settings.today())


def as_plain(row: Renewal) -> dict[str, Any]:
    """The row as dictionaries, for the command line."""
    return asdict(row)


def _renewals(house: House, reader: Reader, period: Period) -> list[Renewal]:
    found = evidence(house, reader.audience, period)
    meetings = officers.meetings(house, found)
    rows = house.stores.rows
    paid = {row["contract_id"]: row["last_paid"] for row in rows("renewals/last_paid")}
    beside = _Beside(
        lead=asdict(settings.settings().lead_months),
        meetings=meetings,
        people={row["contract_id"]: row["people"] for row in rows("renewals/people")},
        paid=paid,
        review={row["contract_id"]: row["review_on"] for row in rows("renewals/terms")},
        officers={row["commissioner_id"]: row for row in rows("weigh/responsible", on_day=found.today)},
        next_term=_next_terms(found),
    )
    keys = [*subjects(found, "contract"), *_still_paid(found, paid)]
    return sorted((_one(found, key, beside) for key in keys), key=_order)


@dataclass(frozen=True)
class _Beside:
    """What is fetched once for all contracts, by contract or officer."""

    lead: Mapping[str, float]
    meetings: Sequence[Meeting]
    people: Mapping[str, int]
    paid: Mapping[str, date]
    review: Mapping[str, date | None]
    officers: Mapping[str, dict[str, Any]]
    next_term: Mapping[str, list[dict[str, Any]]]


def _order(row: Renewal) -> tuple[int, tuple[int, date], str]:
    if row.holding_over:
        return 0, (0, row.ends_on), row.contract_id
    if row.next_lost is None:
        return 1, (0, row.ends_on), row.contract_id
    return 2, row.next_lost.order, row.contract_id


def _one(found: Evidence, key: str, beside: _Beside) -> Renewal:
    row, today = found.contracts[key], found.today
    term = Term(row["ends_on"], row["extension_months"], row["notice_months"])
    every = judging.options(term, beside.lead, beside.meetings, today)
    over = judging.holding_over(row["ends_on"], found.runs(row), beside.paid.get(key), today)
    tellers, at_least = people_of(found.by_contract.get(key, []))
    return Renewal(
        contract_id=key,
        title=row["title"],
        provider=row["provider_name"],
        service_id=row["service_id"],
        service=row["service_name"],
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        could_run_to=judging.could_run_to(term),
        notice_on=judging.notice_day(term),
        review_on=beside.review.get(key),
        holding_over=over,
        holding_words=judging.holding_over_words(row["ends_on"], beside.meetings, today) if over else "",
        annual_value=row["annual_value"],
        people=beside.people.get(key),
        tellers=tellers,
        tellers_at_least=at_least,
        responsible=_responsible(row["commissioner_id"], beside.officers),
        notes=tuple(_notes(found, row, beside.next_term.get(key, []))),
        options=tuple(every),
        next_lost=judging.next_lost(every, today),
    )


def _responsible(key: str | None, known: Mapping[str, dict[str, Any]]) -> str:
    if key is None:
        return "Nobody is named"
    who = known.get(key)
    return f"{who['name']}, {who['post']}" if who else f"{key}, by the contract register"


def _next_terms(found: Evidence) -> dict[str, list[dict[str, Any]]]:
    """The terms that name a contract as the one before them, earliest first; one that names itself follows nothing."""
    made: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(found.contracts.values(), key=lambda one: (one["starts_on"], one["contract_id"])):
        if row["predecessor_id"] and row["predecessor_id"] != row["contract_id"]:
            made.setdefault(row["predecessor_id"], []).append(row)
    return made


def _still_paid(found: Evidence, paid: Mapping[str, date]) -> list[str]:
    """Contracts that the register calls ended and that were paid for time since, with no term begun after them."""
    latest = earlier(max(paid.values(), default=found.period.last), STILL_PAID_MONTHS)
    followed = _next_terms(found)
    return [
        key
        for key, row in found.contracts.items()
        if row["status"] == "ended"
        and not any(one["starts_on"] <= found.today for one in followed.get(key, ()))
        and judging.holding_over(row["ends_on"], False, paid.get(key), found.today)
        and paid[key] >= latest
    ]


def _notes(found: Evidence, row: dict[str, Any], after: Sequence[dict[str, Any]]) -> list[str]:
    """What is odd about its dates, and what follows it already."""
    made = []
    before = found.contracts.get(row["predecessor_id"]) if row["predecessor_id"] != row["contract_id"] else None
    ended = (before["ended_on"] or before["ends_on"]) if before else date.min
    if before and row["starts_on"] < ended:
        made.append(
            f"It began on {day(row['starts_on'])}, before {before['contract_id']} ended on {day(ended)}: "
            "the two terms overlap."
        )
    for one in after:
        if one["starts_on"] < row["ends_on"]:
            made.append(
                f"{one['contract_id']} follows it from {day(one['starts_on'])}, before it ends on "
                f"{day(row['ends_on'])}: the two terms overlap."
            )
        else:
            made.append(f"{one['contract_id']} follows it from {day(one['starts_on'])}.")
    if row["status"] == "ended":
        made.append("The register calls it ended, and it is still paid.")
    return made
