"""What the data page says: what is loaded, how complete it is, what was set aside, does the money reconcile."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tightrope import settings
from tightrope.answers.period import Period, twelve_months
from tightrope.evidence.measures import Measure, load_measures
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.tables import of_store

MOST_REJECTED = 2_000  # rows shown and offered for download at once; the count above them is always whole


@dataclass(frozen=True)
class Ledger:
    """This year's budget against the totals finance gave, in pounds."""

    year: str
    lines: list[dict[str, Any]]
    gross: Decimal
    net: Decimal
    said_gross: Decimal
    said_net: Decimal

    @property
    def difference(self) -> Decimal:
        """What is loaded less what finance said, gross."""
        return self.gross - self.said_gross


@dataclass(frozen=True)
class Loaded:
    """Everything the data page shows first."""

    sources: list[dict[str, Any]]
    facts: dict[str, str]
    live: int
    providers: int
    first_month: date | None
    last_month: date | None
    records: int
    set_aside: int
    accounts: dict[str, Any]

    @property
    def months(self) -> int:
        """Months from the first to the last return, both included; 0 without any."""
        if not self.first_month or not self.last_month:
            return 0
        return Period(self.first_month, self.last_month).months

    @property
    def missing(self) -> list[str]:
        """Tables that nothing was loaded for: the file of that name would bring them."""
        brought = {row["table_name"] for row in self.sources if row["loaded"]}
        return [table.name for table in of_store("warehouse", "imported") if table.name not in brought]


def loaded(house: House, reader: Reader) -> Loaded:
    """What is loaded now. Counts of accounts are those the reader's audience may count."""
    sources = house.stores.rows("data/loaded")
    contracts = house.stores.one("data/contracts_live", on_day=settings.today()) or {}
    accounts = house.stores.one("story/totals", audience=reader.audience, on_day=settings.today()) or {}
    return Loaded(
        sources=sources,
        facts={row["name"]: row["value"] for row in house.stores.rows("data/facts")},
        live=contracts.get("live", 0),
        providers=contracts.get("providers", 0),
        first_month=contracts.get("first_month"),
        last_month=contracts.get("last_month"),
        records=sum(row["records"] for row in sources),
        set_aside=sum(row["set_aside"] for row in sources),
        accounts=accounts,
    )


def ledger(house: House) -> Ledger:
    """This year's budget by service line, and the difference from the ledger total in settings."""
    council = settings.settings().council
    lines = house.stores.rows("data/ledger", year=council.financial_year)
    return Ledger(
        year=council.financial_year,
        lines=lines,
        gross=sum((line["gross"] for line in lines), Decimal(0)),
        net=sum((line["net"] for line in lines), Decimal(0)),
        said_gross=Decimal(council.ledger_gross),
        said_net=Decimal(council.ledger_net),
    )


def rejected(house: House) -> list[dict[str, Any]]:
    """Rows set aside with their reasons, at most MOST_REJECTED of them."""
    return house.stores.rows("data/rejected", most=MOST_REJECTED)


def returns_coverage(house: House, last_month: date) -> list[dict[str, Any]]:
    """Live contracts with the share of months returned in the last twelve, fewest first; `enough` by settings."""
    rows = house.stores.rows("data/returns_coverage", first=year_before(last_month), last=last_month)
    least = settings.settings().coverage.returns_months
    for row in rows:
        row["share"] = row["months_returned"] / row["months_wanted"] if row["months_wanted"] else None
        row["enough"] = row["share"] is not None and row["share"] >= least
    return rows


def visits_coverage(house: House, last_month: date) -> list[dict[str, Any]]:
    """Home-care contracts with the share of delivered visits that were logged electronically in twelve months."""
    rows = house.stores.rows("data/visits_coverage", first=year_before(last_month), last=last_month)
    least = settings.settings().coverage.visits_logged
    for row in rows:
        row["share"] = row["logged"] / row["delivered"] if row["delivered"] else None
        row["enough"] = row["share"] is not None and row["share"] >= least
    return rows


def year_before(last_month: date) -> date:
    """First of the twelve months that end with `last_month`.

    >>> year_before(date(2026, 10, 1))
    datetime.date(2025, 11, 1)
    """
    return twelve_months(last_month).first


def measures() -> list[Measure]:
    """Every measure by name, as defined in data/measures."""
    return sorted(load_measures().values(), key=lambda one: one.name)
