"""What the forms of the door offer to choose from: services with their contracts, parts of the city, months."""

from datetime import date
from typing import Any

from tightrope import settings
from tightrope.records.house import house

MONTHS_BACK = 24


def services() -> list[dict[str, Any]]:
    """Service lines with their contracts, for one list: id, name, contracts (id, title); empty without data."""
    if not house().has_data:
        return []
    made: dict[str, dict[str, Any]] = {}
    for row in house().stores.rows("speak/choices", on_day=settings.today()):
        line = made.setdefault(
            row["service_id"], {"id": row["service_id"], "name": row["service_name"], "contracts": []}
        )
        if row["contract_id"]:
            gone = " (gone)" if row["is_gone"] else ""
            line["contracts"].append({"id": row["contract_id"], "title": f"{row['title']}{gone}"})
    return list(made.values())


def of(given: str) -> tuple[str | None, str | None]:
    """service:x or contract:y as (service, contract); both None for "not sure" and for what is not there."""
    kind, _, key = given.partition(":")
    for line in services():
        if kind == "service" and line["id"] == key:
            return key, None
        if kind == "contract" and any(one["id"] == key for one in line["contracts"]):
            return line["id"], key
    return None, None


def localities() -> list[str]:
    """Parts of the city, by name; empty without data."""
    return [row["locality"] for row in house().stores.rows("speak/localities")] if house().has_data else []


def months() -> list[tuple[str, str]]:
    """This month and those before it, the latest first."""
    today, made = settings.today(), []
    for back in range(MONTHS_BACK):
        count = today.year * 12 + today.month - 1 - back
        one = date(count // 12, count % 12 + 1, 1)
        made.append((f"{one:%Y-%m}", f"{one:%B %Y}"))
    return made


def month(given: str) -> date | None:
    """The first day of a month of the list; None for anything else."""
    known = {key for key, _ in months()}
    return date(int(given[:4]), int(given[5:7]), 1) if given in known else None
