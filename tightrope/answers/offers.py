"""What providers offer, by service line and place: what waits for an answer, and what became of the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tightrope import settings
from tightrope.answers.posts import contracts, officers, services
from tightrope.answers.say import day
from tightrope.records import offering
from tightrope.records.house import House
from tightrope.records.right_of_reply import holidays
from tightrope.records.roles import DECIDE, Reader
from tightrope.voices import working_days

WHOLE_CITY = "city-wide"
ANY = "any"
SIZE_WORDS = {"small": "small firm", "voluntary": "charity or community group", "other": "another organisation"}
STATE_WORDS = {
    offering.RECEIVED: "Nobody has answered yet",
    offering.LOOKED_AT: "Looked at",
    offering.MET: "Met",
    offering.USED: "Used",
    offering.NOT_USED: "Not used",
}


@dataclass(frozen=True)
class Offer:
    """One offer as officers see it. `contact` is empty for whoever may not answer it; `late` is owed an answer."""

    offer_id: str
    provider_name: str
    size: str
    service_id: str
    service: str
    locality: str
    words: str
    terms: str
    offered_on: date
    due_on: date
    waits: bool
    late: bool
    state: str
    state_words: str
    outcome: str
    officer: str
    contact: str


@dataclass(frozen=True)
class Step:
    """One step on the way of an offer; `on` is empty while it is ahead."""

    name: str
    on: str


@dataclass(frozen=True)
class Followed:
    """What whoever offered sees with the code. It holds no contact: the device may be shared."""

    title: str
    provider_name: str
    service: str
    locality: str
    offered_on: str
    steps: tuple[Step, ...]
    outcome: str
    officer: str
    due: str


def offers(house: House, reader: Reader) -> list[Offer]:
    """Every offer: those that wait first, the longest waiting on top, then the rest, the latest first."""
    rows, names, named = house.stores.rows("offers/all"), services(house), officers(house)
    may = reader.may(DECIDE)
    reach = {row["offer_id"]: row["contact"] for row in house.stores.rows("offers/contacts")} if may else {}
    free = holidays(house)
    made = [_offer(row, names, named, reach, free) for row in rows]
    waiting = [one for one in made if one.waits]
    return waiting + sorted((one for one in made if not one.waits), key=lambda one: one.offered_on, reverse=True)


def narrowed(found: Sequence[Offer], service_id: str, locality: str) -> list[Offer]:
    """Those for one service line and one place; an offer for the whole city is one for every place."""
    return [
        one
        for one in found
        if service_id in (ANY, one.service_id) and locality in (ANY, one.locality, *_city(one.locality, locality))
    ]


def title(found: Sequence[Offer]) -> str:
    """The answer in a sentence.

    >>> title([])
    'No provider has offered anything yet'
    """
    if not found:
        return "No provider has offered anything yet"
    late, waiting = sum(one.late for one in found), sum(one.waits for one in found)
    offered = f"{len(found)} {'offer' if len(found) == 1 else 'offers'} by providers"
    if not waiting:
        return f"{offered}, and all of them answered"
    owed = f", {late} of them past {'its' if late == 1 else 'their'} day" if late else ""
    return f"{offered}: {waiting} {'waits' if waiting == 1 else 'wait'} for an answer{owed}"


def followed(house: House, code: str) -> Followed:
    """What became of the offer with this code. Raises NotFound."""
    row = offering.opened(house, code)
    who = officers(house).get(row["commissioner_id"] or "")
    state, due_on = row["outcome_state"], _due(row["offered_on"], holidays(house))
    late = due_on < settings.today()
    said = f"We are late: the answer was due by {day(due_on)}." if late else f"An answer is due by {day(due_on)}."
    told = day(row["outcome_on"]) if row["outcome_on"] else ""
    steps = [Step("Received", day(row["offered_on"]))]
    if state != offering.RECEIVED:
        steps.append(Step(STATE_WORDS[state], told))
    return Followed(
        title="Your offer waits for an answer" if state == offering.RECEIVED else f"Your offer: {_low(state)}",
        provider_name=row["provider_name"],
        service=services(house).get(row["service_id"], row["service_id"]),
        locality=row["locality"],
        offered_on=day(row["offered_on"]),
        steps=tuple(steps),
        outcome=row["outcome"] or "",
        officer=f"{who['name']}, {who['post']}, {who['phone']}" if who else "",
        due=said,
    )


def lines(house: House) -> dict[str, str]:
    """Service lines that contracts are made for, by name."""
    bought = {service_id for _, service_id in contracts(house).values()}
    return {key: name for key, name in services(house).items() if key in bought}


def _offer(
    row: dict[str, Any],
    names: dict[str, str],
    named: dict[str, dict[str, Any]],
    reach: dict[str, str],
    free: Sequence[date],
) -> Offer:
    waits, due_on = row["outcome_state"] == offering.RECEIVED, _due(row["offered_on"], free)
    who = named.get(row["commissioner_id"] or "")
    when = f" on {day(row['outcome_on'])}" if row["outcome_on"] else ""
    return Offer(
        offer_id=row["offer_id"],
        provider_name=row["provider_name"],
        size=SIZE_WORDS.get(row["size"] or "", ""),
        service_id=row["service_id"],
        service=names.get(row["service_id"], row["service_id"]),
        locality=row["locality"],
        words=row["words"],
        terms=_terms(row["unit_price"], row["price_unit"], row["places"]),
        offered_on=row["offered_on"],
        due_on=due_on,
        waits=waits,
        late=waits and due_on < settings.today(),
        state=row["outcome_state"],
        state_words=STATE_WORDS[row["outcome_state"]] + ("" if waits else when),
        outcome=row["outcome"] or "",
        officer=f"{who['name']}, {who['post']}" if who else "",
        contact=reach.get(row["offer_id"], ""),
    )


def _terms(price: Decimal | None, unit: str | None, places: int | None) -> str:
    parts = []
    if price is not None:
        parts.append(f"£{price:,.2f} {unit or 'each'}")
    if places is not None:
        parts.append(f"{places:,} people or hours a week")
    return ", ".join(parts) or "price and number not said"


def _due(offered_on: date, free: Sequence[date]) -> date:
    return working_days.after(offered_on, settings.settings().replies.provider_days, free)


def _city(locality: str, wanted: str) -> tuple[str, ...]:
    return (wanted,) if locality == WHOLE_CITY else ()


def _low(state: str) -> str:
    words = STATE_WORDS[state]
    return words[:1].lower() + words[1:]
