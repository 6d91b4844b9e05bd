"""Money now: budget, paid, forecast and what could be moved by when, by service line and part of the city."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tightrope import settings
from tightrope.answers.evidence import evidence, kept
from tightrope.answers.period import Period
from tightrope.answers.say import pounds
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.renewals.commitment import Commitment, commitment

FOLLOWS_NEED = "demand_led"
WHOLE_CITY = "More than one part of the city"
DEMAND_WORDS = {
    "demand_led": "follows need: cannot be cut into a saving",
    "contracted": "bought by contract: after notice",
    "discretionary": "free to choose: after notice",
}


@dataclass(frozen=True)
class Line:
    """One service line in pounds; budget is None where none is loaded."""

    service_id: str
    name: str
    demand: str
    gross: Decimal | None
    net: Decimal | None
    every_year: Decimal | None
    once: Decimal | None
    paid: Decimal
    forecast: Decimal
    movable: Decimal
    movable_full_year: Decimal


@dataclass(frozen=True)
class MoneyNow:
    """The year so far. `places`: budget by part of the city beside the forecast of contracts that lie in one alone."""

    year: str
    paid_to: date | None
    lines: tuple[Line, ...]
    places: tuple[dict[str, Any], ...]

    def total(self, name: str) -> Decimal:
        """The sum of a column over all lines."""
        return sum((getattr(line, name) or Decimal(0) for line in self.lines), Decimal(0))


def money_now(house: House, reader: Reader, period: Period) -> MoneyNow:
    """Budget of the council's financial year beside what its contracts cost in it."""
    return kept(house, ("money_now", reader.audience, period), lambda: _money_now(house, reader, period))


def answer(found: MoneyNow) -> str:
    """The page's title: what contracts are heading for, and how much of it could go elsewhere this year."""
    if not found.paid_to:
        return f"What was paid in {found.year} is not known: payment.csv brings it"
    movable = pounds(found.total("movable"))
    return (
        f"Contracts are heading for {pounds(found.total('forecast'))} in {found.year}; {movable} of it could still move"
    )


def _money_now(house: House, reader: Reader, period: Period) -> MoneyNow:
    year, found = settings.settings().council.financial_year, evidence(house, reader.audience, period)
    budget = {row["service_id"]: row for row in house.stores.rows("data/ledger", year=year)}
    paid = {
        row["contract_id"]: row for row in house.stores.rows("contracts/paid_this_year", year=year, on_day=found.today)
    }
    made: dict[str, list[Commitment]] = defaultdict(list)
    by_place: dict[str, Decimal] = defaultdict(Decimal)
    for key, row in paid.items():
        contract = found.contracts[key]
        line = budget.get(contract["service_id"], {})
        one = _commitment(contract, row, year, found.today, line.get("demand") == FOLLOWS_NEED)
        made[contract["service_id"]].append(one)
        places = (contract["localities"] or "").split(", ")
        by_place[places[0] if len(places) == 1 and places[0] else WHOLE_CITY] += one.forecast
    return MoneyNow(
        year=year,
        paid_to=max((row["paid_to"] for row in paid.values()), default=None),
        lines=tuple(_line(row, made.get(key, [])) for key, row in budget.items()),
        places=tuple(_places(house.stores.rows("contracts/budget_places", year=year), by_place)),
    )


def _commitment(
    contract: dict[str, Any], row: dict[str, Any], year: str, today: date, follows_need: bool
) -> Commitment:
    ends_on = contract["ended_on"] or contract["ends_on"]
    return commitment(
        paid=Decimal(str(row["paid"])),
        a_month=Decimal(str(round(row["a_month"], 2))),
        paid_to=row["paid_to"],
        year_ends_on=date(int(year[:4]) + 1, 3, 31),
        ends_on=ends_on,
        notice_months=contract["notice_months"],
        today=today,
        follows_need=follows_need,
    )


def _line(row: dict[str, Any], made: list[Commitment]) -> Line:
    def total(name: str) -> Decimal:
        return sum((getattr(one, name) for one in made), Decimal(0))

    return Line(
        service_id=row["service_id"],
        name=row["service_name"],
        demand=row["demand"],
        gross=row["gross"],
        net=row["net"],
        every_year=row["recurring_gross"],
        once=row["once_gross"],
        paid=total("paid"),
        forecast=total("forecast"),
        movable=total("movable"),
        movable_full_year=total("movable_full_year"),
    )


def _places(rows: list[dict[str, Any]], forecast: dict[str, Decimal]) -> list[dict[str, Any]]:
    sums: dict[str, dict[str, Any]] = {}
    for row in rows:
        place = sums.setdefault(row["locality"], {"locality": row["locality"], "gross": Decimal(0), "net": Decimal(0)})
        place["gross"] += Decimal(str(row["gross"]))
        place["net"] += Decimal(str(row["net"]))
    for name in forecast:
        sums.setdefault(name, {"locality": name, "gross": None, "net": None})
    return [{**place, "forecast": forecast.get(name)} for name, place in sorted(sums.items())]
