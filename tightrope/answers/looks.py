"""Since you last looked: what came in while somebody was away. A look is noted at most once an hour."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tightrope import clock, settings
from tightrope.records.house import House
from tightrope.records.roles import Reader

SAME_LOOK = timedelta(hours=1)  # within an hour it is the same look: the line does not empty itself at a click


@dataclass(frozen=True)
class Since:
    """When the reader looked before, and what was received after it; None on a first look."""

    looked_at: datetime | None
    accounts: int
    withdrawn: int


def since(house: House, reader: Reader) -> Since:
    """What is new since the reader's last look, which is then noted."""
    now = clock.now()
    found = house.stores.one("look/last", account_id=reader.account_id)
    before = found["looked_at"] if found else None
    new = house.stores.one("look/since", audience=reader.audience, on_day=settings.today(), since=before or now) or {
        "accounts": 0,
        "withdrawn": 0,
    }
    if before is None or now - before > SAME_LOOK:
        house.stores.write(
            lambda cursor: cursor.execute(
                "INSERT OR REPLACE INTO records.last_look VALUES ($who, $now)", {"who": reader.account_id, "now": now}
            ),
            quiet=True,
        )
    return Since(before, new["accounts"], new["withdrawn"])


@dataclass(frozen=True)
class Promises:
    """Promises on record that are still open; `overdue` of them are past their day."""

    open_promises: int
    overdue: int
    oldest_on: date | None


def promises(house: House) -> Promises:
    """How the council's promises stand today."""
    found = house.stores.one("look/promises", on_day=settings.today()) or {}
    return Promises(found.get("open_promises", 0), found.get("overdue", 0), found.get("oldest_on"))
