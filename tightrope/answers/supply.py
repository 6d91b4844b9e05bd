"""More work than it can do: what was bought in each zone, who can staff it, and who else could take it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tightrope import settings
from tightrope.answers.evidence import evidence, kept
from tightrope.answers.period import Period
from tightrope.answers.say import day
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.renewals.supply import Supply, supply

WHOLE_CITY = "city-wide"


@dataclass(frozen=True)
class Zone:
    """One contract in one zone, in hours a week."""

    contract_id: str
    zone: str
    month: Any
    staff: float
    vacancies: float
    offered: int
    accepted: int
    supply: Supply


@dataclass(frozen=True)
class Other:
    """Somebody else who could take it: another contract with staff to spare, or a place that is free."""

    name: str
    provider: str
    where: str
    room: str


def zones(house: House, period: Period) -> dict[str, list[Zone]]:
    """Every contract's zones, by contract."""
    return kept(house, ("zones", period), lambda: _zones(house, period))


def answer(title: str, found: Sequence[Zone]) -> str:
    """Whether the provider can staff what was bought, in a sentence."""
    if not found:
        return f"{title}: how many staff it has is not known"
    short = [one for one in found if one.supply.too_much]
    if not short:
        return f"{title} has the staff for what was bought, or nearly"
    hours = sum(one.supply.bought - one.supply.can_give for one in short)
    return f"{title} has more work than it can staff: about {hours:,.0f} hours a week short"


def others(house: House, reader: Reader, period: Period, contract_id: str) -> list[Other]:
    """Contracts of the same line in one of its zones with hours to spare, then places with room, then offers.

    Nothing is said of how good they are: Weigh says that of each.
    """
    found = evidence(house, reader.audience, period)
    row, every = found.contracts[contract_id], zones(house, period)
    wanted = _places(row)
    made = []
    for key in found.live:
        other = found.contracts[key]
        if key == contract_id or other["service_id"] != row["service_id"] or not wanted & _places(other):
            continue
        spare = sum(one.supply.spare for one in every.get(key, []))
        if spare >= 1:
            made.append(
                Other(other["title"], other["provider_name"], _where(other), f"about {spare:,.0f} hours a week")
            )
        elif other["kind"] == "framework" and key not in every:
            made.append(
                Other(other["title"], other["provider_name"], _where(other), "in the framework; room not known")
            )
    for place in house.stores.rows("contracts/free_places", service_id=row["service_id"]):
        if place["location_id"] != row["location_id"]:
            fee = f", £{place['weekly_fee']:,.0f} a week" if place["weekly_fee"] is not None else ""
            room = f"{place['vacancies']} free{fee}"
            made.append(Other(place["location_name"], place["provider_name"], place["locality"] or "", room))
    return made + _offers(house, row["service_id"], wanted)


def _offers(house: House, service_id: str, wanted: set[str]) -> list[Other]:
    """What providers have offered for this line in one of these localities, or for the whole city."""
    made = []
    for one in house.stores.rows("contracts/offers", service_id=service_id):
        if wanted and one["locality"] not in wanted | {WHOLE_CITY}:
            continue
        places = f"{one['places']} places" if one["places"] else "how much is not said"
        price = f", £{one['unit_price']:,.2f} {one['price_unit'] or 'each'}" if one["unit_price"] is not None else ""
        offered = f"offered on {day(one['offered_on'])}: {places}{price}"
        made.append(Other(one["words"], one["provider_name"], one["locality"], offered))
    return made


def acceptance(one: Zone) -> str:
    """Of the people offered to a provider in twelve months, how many it took on."""
    return f"{one.accepted} of {one.offered}" if one.offered else "none offered"


def as_at(found: Sequence[Zone]) -> str:
    """The month the staff figures are of."""
    return day(max(one.month for one in found)).partition(" ")[2]


def _zones(house: House, period: Period) -> dict[str, list[Zone]]:
    chosen, made = settings.settings().supply, {}
    for row in house.stores.rows("contracts/capacity", first=period.first, last=period.last):
        staff, bought = row["staff"] or 0.0, row["hours_commissioned"] or 0.0
        made.setdefault(row["contract_id"], []).append(
            Zone(
                row["contract_id"],
                row["zone"],
                row["month"],
                staff,
                row["vacancies"] or 0.0,
                row["offered"] or 0,
                row["accepted"] or 0,
                supply(bought, staff, chosen.hours_a_post, chosen.short_share),
            )
        )
    return made


def _places(row: dict[str, Any]) -> set[str]:
    return set((row["localities"] or "").split(", ")) - {""}


def _where(row: dict[str, Any]) -> str:
    places = _places(row)
    return "city-wide" if len(places) > 3 else ", ".join(sorted(places))
