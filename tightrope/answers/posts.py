"""Who answers: by post, never by name, where the public reads it; and what services and contracts are called."""

from typing import Any

from tightrope import settings
from tightrope.answers.evidence import brought
from tightrope.records.house import House

NOBODY = "A post that is not on our list"


def posts(house: House) -> dict[str, str]:
    """The post of each officer by their reference; empty without data."""
    return {key: row["post"] or NOBODY for key, row in officers(house).items()}


def officers(house: House) -> dict[str, dict[str, Any]]:
    """Name, post and telephone of each officer by their reference, for officers' own pages; empty without data."""
    if not house.has_data or "commissioner" not in brought(house):
        return {}
    return {row["commissioner_id"]: row for row in house.stores.rows("weigh/responsible", on_day=settings.today())}


def services(house: House) -> dict[str, str]:
    """The name of each service line by its reference; empty without data."""
    return {row["service_id"]: row["service_name"] for row in _choices(house)}


def contracts(house: House) -> dict[str, tuple[str, str]]:
    """Title and service line of each contract that runs or has ended, by its reference; empty without data."""
    return {row["contract_id"]: (row["title"], row["service_id"]) for row in _choices(house) if row["contract_id"]}


def _choices(house: House) -> list[dict[str, Any]]:
    return house.stores.rows("speak/choices", on_day=settings.today()) if house.has_data else []
