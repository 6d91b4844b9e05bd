"""Everything the weighing needs about one period, fetched once and shared by all who ask the same.

Kept in memory under the warehouse's name, the records' version, the audience, the day and the period, so that a
withdrawn account or new data is never answered from before.
"""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from tightrope import settings
from tightrope.answers.period import Period, twelve_months
from tightrope.errors import Refusal
from tightrope.evidence.measures import Measure, load_measures
from tightrope.evidence.themes import Theme, load_themes
from tightrope.records.house import House

# What one council's pages ask at once, for each of the audiences that read side by side: about forty kinds of things,
# the largest of a few thousand small rows. With fewer the pages put out of memory what the next one asks for again.
KEPT = 128
ENDED = "ended"

_kept: OrderedDict[Hashable, Any] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True)
class Evidence:
    """Plain rows for one period and audience. Accounts are those the audience may count, without any words."""

    period: Period
    audience: str
    today: date
    contracts: dict[str, dict[str, Any]]
    returns: dict[str, list[dict[str, Any]]]
    accounts: list[dict[str, Any]]
    themes_of: dict[str, list[str]]
    groups_of: dict[str, list[tuple[str, str]]]
    held: dict[str, dict[str, int]]
    served: dict[str, dict[str, dict[str, int]]]
    payments: dict[str, dict[str, Any]]
    money: dict[str, dict[str, dict[str, Any]]]
    measures: dict[str, Measure]
    themes: dict[str, Theme]

    @cached_property
    def live(self) -> list[str]:
        """Contracts that run today, by id."""
        return [key for key, row in self.contracts.items() if self.runs(row)]

    def runs(self, row: dict[str, Any]) -> bool:
        """True when a contract has begun and not ended: holding over past its end still runs."""
        return row["status"] not in (ENDED, "planned") and row["starts_on"] <= self.today

    @cached_property
    def by_contract(self) -> dict[str, list[dict[str, Any]]]:
        """Accounts by the contract they are about."""
        found = defaultdict(list)
        for account in self.accounts:
            if account["contract_id"]:
                found[account["contract_id"]].append(account)
        return dict(found)


def last_month(house: House) -> date:
    """The latest month that has returns. Raises Refusal when nothing is loaded."""
    row = house.stores.one("data/contracts_live", on_day=settings.today()) if house.has_data else None
    if not row or row["last_month"] is None:
        raise Refusal("No returns are loaded yet: measure_return.csv brings them.")
    return row["last_month"]


def usual_period(house: House) -> Period:
    """The twelve months up to the latest returns."""
    return kept(house, "usual_period", lambda: twelve_months(last_month(house)))


def brought(house: House) -> frozenset[str]:
    """Tables that have rows: what is said of the others is which file would bring them."""
    found = kept(house, "brought", lambda: house.stores.rows("data/loaded"))
    return frozenset(row["table_name"] for row in found if row["loaded"])


def evidence(house: House, audience: str, period: Period) -> Evidence:
    """The evidence for a period, fetched or taken from memory."""
    return kept(house, ("evidence", audience, period), lambda: _fetch(house, audience, period))


def kept(house: House, name: Hashable, make: Callable[[], Any]) -> Any:
    """What `make` gives, remembered until data, records or the day change. It is shared: never alter it."""
    key = (str(house.stores.warehouse), id(house.stores), house.stores.version, settings.today(), name)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = make()
    with _lock:
        _kept[key] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def _fetch(house: House, audience: str, period: Period) -> Evidence:
    rows, today = house.stores.rows, settings.today()
    span = {"first": period.first, "last": period.last}
    asking = {"audience": audience, "on_day": today}
    themes = load_themes()
    returns, themes_of, groups_of = defaultdict(list), defaultdict(list), defaultdict(list)
    for row in rows("weigh/returns", **span):
        returns[row["contract_id"]].append(row)
    for row in rows("weigh/themes", **asking):
        themes_of[row["story_id"]].append(row["theme_id"])
    for row in rows("weigh/groups", **asking):
        groups_of[row["story_id"]].append((row["group_kind"], row["group_value"]))
    served: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows("weigh/served"):
        served[row["contract_id"]][row["group_kind"]][row["group_value"]] = row["people"]
    queries = sorted({theme.money for theme in themes.values() if theme.money})
    return Evidence(
        period=period,
        audience=audience,
        today=today,
        contracts={row["contract_id"]: row for row in rows("weigh/contracts")},
        returns=dict(returns),
        accounts=rows("weigh/accounts", **asking, **span),
        themes_of=dict(themes_of),
        groups_of=dict(groups_of),
        held={row["contract_id"]: row for row in rows("weigh/held")},
        served={contract: dict(kinds) for contract, kinds in served.items()},
        payments={row["contract_id"]: row for row in rows("weigh/payments", **span)},
        money={name: {row["contract_id"]: row for row in rows(name, **span)} for name in queries},
        measures=load_measures(),
        themes=themes,
    )
