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
    """One year's money by service line against the totals finance gave, in pounds.

    Every sum of pounds on a page is one of these, over the lines of one query. A line without a budget, or without a
    payment, has None there.
    """

    year: str
    lines: list[dict[str, Any]]
    said_gross: Decimal
    said_net: Decimal

    def sum(self, name: str) -> Decimal:
        """The lines' pounds of one kind: gross, net, recurring_gross, once_gross, paid, published ..."""
        return sum((line[name] for line in self.lines if line[name] is not None), Decimal(0))

    def has(self, name: str) -> bool:
        """True when any line has pounds of that kind."""
        return any(line[name] is not None for line in self.lines)

    @property
    def gross(self) -> Decimal:
        """Budget loaded, before income."""
        return self.sum("gross")

    @property
    def net(self) -> Decimal:
        """Budget loaded, after what people and the NHS pay."""
        return self.sum("net")

    @property
    def difference(self) -> Decimal:
        """What is loaded less what finance said, gross."""
        return self.gross - self.said_gross

    @property
    def net_difference(self) -> Decimal:
        """What is loaded less what finance said, net."""
        return self.net - self.said_net

    @property
    def paid_to(self) -> date | None:
        """Latest month of the year with a payment."""
        return max((line["paid_to"] for line in self.lines if line["paid_to"]), default=None)


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
    contracts: int

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
    # A table that several published files went into has a row for each of them, with the table's own counts.
    aside = (house.stores.one("data/not_taken") or {}).get("not_taken", 0)
    once = {(row["table_name"], row["sha256"] or row["file"]): row for row in sources}.values()
    contracts = house.stores.one("data/contracts_live", on_day=settings.today()) or {}
    accounts = house.stores.one("story/totals", audience=reader.audience, on_day=settings.today()) or {}
    return Loaded(
        sources=sources,
        facts={row["name"]: row["value"] for row in house.stores.rows("data/facts")},
        live=contracts.get("live", 0),
        providers=contracts.get("providers", 0),
        first_month=contracts.get("first_month"),
        last_month=contracts.get("last_month"),
        records=sum(row["records"] for row in once) + aside,
        set_aside=sum(row["set_aside"] for row in once) + aside,
        accounts=accounts,
        contracts=(house.stores.one("place/contracts") or {}).get("contracts", 0),
    )


def ledger(house: House) -> Ledger:
    """This year's budget and payments by service line, and the difference from the ledger totals in settings."""
    council = settings.settings().council
    lines = house.stores.rows("data/ledger", year=council.financial_year)
    return Ledger(
        year=council.financial_year,
        lines=lines,
        said_gross=Decimal(council.ledger_gross),
        said_net=Decimal(council.ledger_net),
    )


def rejected(house: House) -> list[dict[str, Any]]:
    """Rows set aside with their reasons, at most MOST_REJECTED of them."""
    return house.stores.rows("data/rejected", most=MOST_REJECTED)


def returns_coverage(house: House) -> list[dict[str, Any]]:
    """Live contracts with the share of months returned in the last twelve, fewest first; `enough` by settings."""
    rows = house.stores.rows("data/returns_coverage", **_twelve(house))
    least = settings.settings().coverage.returns_months
    for row in rows:
        row["share"] = row["months_returned"] / row["months_wanted"] if row["months_wanted"] else None
        row["enough"] = row["share"] is not None and row["share"] >= least
    return rows


def visits_coverage(house: House) -> list[dict[str, Any]]:
    """Home-care contracts with the share of delivered visits that were logged electronically in twelve months."""
    rows = house.stores.rows("data/visits_coverage", **_twelve(house))
    least = settings.settings().coverage.visits_logged
    for row in rows:
        row["share"] = row["logged"] / row["delivered"] if row["delivered"] else None
        row["enough"] = row["share"] is not None and row["share"] >= least
    return rows


def _twelve(house: House) -> dict[str, date]:
    """The twelve months up to the latest returns; up to this month where nothing was returned."""
    row = house.stores.one("data/contracts_live", on_day=settings.today()) or {}
    last = row.get("last_month") or settings.today().replace(day=1)
    return {"first": year_before(last), "last": last}


def year_before(last_month: date) -> date:
    """First of the twelve months that end with `last_month`.

    >>> year_before(date(2026, 10, 1))
    datetime.date(2025, 11, 1)
    """
    return twelve_months(last_month).first


def measures() -> list[Measure]:
    """Every measure by name, as defined in data/measures."""
    return sorted(load_measures().values(), key=lambda one: one.name)
