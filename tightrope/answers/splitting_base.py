"""The budget before anybody moves anything: cells of a service line in a part of the city, and what binds them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tightrope import settings
from tightrope.answers.areas import areas
from tightrope.answers.contracts import Cost, costs
from tightrope.answers.evidence import Evidence, evidence, kept
from tightrope.answers.loaded import ledger
from tightrope.answers.money_now import FOLLOWS_NEED, WHOLE_CITY
from tightrope.answers.period import Period
from tightrope.answers.places_equity import FIFTHS, NAMES, fifths
from tightrope.answers.splitting_asked import FIFTH, PLACE, SERVICE
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.renewals.commitment import commitment
from tightrope.whatif.activity import Buys, together
from tightrope.whatif.movable import Bound, bound
from tightrope.whatif.rebalance import spread

PERSON = "person"  # the unit of lines that count the people they help
MIXED = "mixed"  # of a line that holds several service lines


@dataclass(frozen=True)
class Cell:
    """Budget of one service line in one part of the city, gross and net pounds, as it counts in one line of a split."""

    line_id: str
    service_id: str
    locality: str
    gross: Decimal
    net: Decimal
    every_year: Decimal  # of the gross, what comes every year


@dataclass(frozen=True)
class Service:
    """One service line: what binds it, and what its contracts got for what they were paid (None: not known).

    `hours` says that hours of care a week are on record for the people who have it at home.
    """

    name: str
    demand: str
    unit: str
    buys: Buys | None
    bounds: tuple[Bound, ...]
    hours: bool

    @property
    def follows_need(self) -> bool:
        """True where money taken away leaves people who still have a right to care."""
        return self.demand == FOLLOWS_NEED


@dataclass(frozen=True)
class Base:
    """Everything that a split starts from. `said_gross` and `said_net` are finance's ledger totals, 0 where not said;
    `problem` says why there is nothing to split."""

    year: str
    by: str
    names: dict[str, str]
    cells: tuple[Cell, ...]
    services: dict[str, Service]
    said_gross: Decimal
    said_net: Decimal
    today: date
    notes: tuple[str, ...]
    problem: str = ""


def base(house: House, reader: Reader, period: Period, by: str, year: str | None = None) -> Base:
    """The budget of a financial year (the council's own, where none is given), kept until data or the day change."""
    year = year or settings.settings().council.financial_year
    return kept(house, ("split", reader.audience, period, by, year), lambda: _base(house, reader, period, by, year))


def _base(house: House, reader: Reader, period: Period, by: str, year: str) -> Base:
    today, council = settings.today(), settings.settings().council
    lines = ledger(house).lines if year == council.financial_year else house.stores.rows("data/ledger", year=year)
    rows = house.stores.rows("contracts/budget_places", year=year)
    said = (Decimal(council.ledger_gross), Decimal(council.ledger_net)) if year == council.financial_year else (0, 0)
    found = evidence(house, reader.audience, period)
    services = _services(house, reader, period, found, lines, year)
    notes = [] if any(one.bounds for one in services.values()) else [
        f"No payment of {year} is loaded: what contracts bind cannot be said. payment.csv brings it."
    ]  # fmt: skip
    if not any(one.buys for one in services.values()):
        notes.append("What a pound buys is not known: payment.csv brings what was paid and delivered.")
    notes.append(
        "Money in no contract on the register (what the council does itself, what it buys one at a time) counts as "
        "free to move unless it follows need; whether it is, finance knows."
    )
    problem, weights = "", {}
    if not any(row["gross"] for row in rows):
        problem = f"No budget is loaded for {year}, so there is nothing to split: budget.csv brings it."
    elif by == FIFTH:
        weights, problem = _weights(house, reader, period)
        notes.append(
            "A part of the city's budget is shared out to its small areas by what is paid for the people who live "
            "there; a fifth is a fifth of areas by deprivation, never somebody's own need."
        )
    every = [_with_money(row) for row in rows]
    if by == SERVICE:
        every += [_nothing(row["service_id"]) for row in lines if row["gross"] is None]
    cells = () if problem else tuple(one for row in every for one in _cells(row, by, weights))
    names = {key: one.name for key, one in services.items()} if by == SERVICE else {}
    listed = [row["service_id"] for row in lines] if by == SERVICE else _in_order(cells, by)
    names = {line: names.get(line, line) for line in listed if any(one.line_id == line for one in cells)}
    return Base(year, by, names, cells, services, Decimal(said[0]), Decimal(said[1]), today, tuple(notes), problem)


def _services(
    house: House, reader: Reader, period: Period, found: Evidence, lines: Sequence[dict[str, Any]], year: str
) -> dict[str, Service]:
    bought: dict[str, list[Cost]] = defaultdict(list)
    for one in costs(house, reader, period):
        bought[one.service_id].append(one)
    binding: dict[str, list[Bound]] = defaultdict(list)
    for row in house.stores.rows("contracts/paid_this_year", year=year, on_day=found.today):
        contract = found.contracts.get(row["contract_id"])
        if contract and found.runs(contract):
            binding[contract["service_id"]].append(_bound(contract, row, year, found.today))
    hours = {row["service_id"] for row in house.stores.rows("split/care_hours", on_day=found.today)}
    units = {row["service_id"]: row["unit"] for row in found.contracts.values()}
    return {
        row["service_id"]: Service(
            row["service_name"],
            row["demand"],
            units.get(row["service_id"], ""),
            together(_buys(one) for one in bought[row["service_id"]] if one.amount),
            tuple(binding[row["service_id"]]),
            row["service_id"] in hours,
        )
        for row in lines
    }


def _buys(one: Cost) -> Buys:
    paid, delivered = (None if n is None else Decimal(str(n)) for n in (one.units_paid, one.units_delivered))
    return Buys(one.unit, one.amount, paid, delivered, one.person_months, one.unit == PERSON)


def _bound(contract: dict[str, Any], row: dict[str, Any], year: str, today: date) -> Bound:
    ends_on, notice = contract["ended_on"] or contract["ends_on"], contract["notice_months"]
    found = commitment(
        paid=Decimal(str(row["paid"])),
        a_month=Decimal(str(round(row["a_month"], 2))),
        paid_to=row["paid_to"],
        year_ends_on=date(int(year[:4]) + 1, 3, 31),
        ends_on=ends_on,
        notice_months=notice,
        today=today,
        follows_need=False,  # notice is a matter of the contract; what people need is looked at for the whole line
    )
    places = (one for one in (contract["localities"] or "").split(", ") if one)
    return bound(row["contract_id"], places, found, ends_on, notice)


def _with_money(row: dict[str, Any]) -> dict[str, Any]:
    return row | {name: Decimal(str(row[name])) for name in ("gross", "net", "every_year")}


def _nothing(service_id: str) -> dict[str, Any]:
    """A service line that has payments and no budget: it may be given some."""
    money = dict.fromkeys(("gross", "net", "every_year"), Decimal(0))
    return {"service_id": service_id, "locality": WHOLE_CITY, **money}


def _cells(row: dict[str, Any], by: str, weights: dict[str, list[Decimal]]) -> list[Cell]:
    amounts = [row["gross"], row["net"], row["every_year"]]
    if by != FIFTH:
        return [
            Cell(row["locality"] if by == PLACE else row["service_id"], row["service_id"], row["locality"], *amounts)
        ]
    shares = weights.get(row["locality"]) or weights[WHOLE_CITY]
    parts = [spread(abs(one), shares)[0] for one in amounts]
    signs = [-1 if one < 0 else 1 for one in amounts]
    return [
        Cell(
            NAMES[place], row["service_id"], row["locality"], *(s * p[place] for s, p in zip(signs, parts, strict=True))
        )
        for place in range(FIFTHS)
        if shares[place]
    ]


def _weights(house: House, reader: Reader, period: Period) -> tuple[dict[str, list[Decimal]], str]:
    """For each part of the city, and for all of it, how its money lies over the fifths; or why that is not known.

    By what was paid for the people of each small area; by residents where nothing was paid in a part of the city.
    """
    groups = fifths(areas(house, reader, period).every)
    if any(not group for group in groups):
        return {}, "area.csv brings deprivation scores and residents: without both there are no fifths."
    every = [one for group in groups for one in group]
    made = {}
    for place in (*sorted({one.locality for one in every}), WHOLE_CITY):
        inside = [[one for one in group if place in (one.locality, WHOLE_CITY)] for group in groups]
        paid = [_pence(one.paid for one in group) for group in inside]
        made[place] = paid if any(paid) else [Decimal(sum(one.population or 0 for one in group)) for group in inside]
    return made, ""


def _pence(amounts: Iterable[float]) -> Decimal:
    return Decimal(str(round(sum(amounts), 2)))


def _in_order(cells: Sequence[Cell], by: str) -> list[str]:
    return list(NAMES) if by == FIFTH else sorted({one.line_id for one in cells})
