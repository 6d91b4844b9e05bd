"""What providers offer: taken from anybody, followed by a code, and what became of it said by a named officer."""

import hashlib
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tightrope import clock, settings
from tightrope.errors import NotFound, Refusal
from tightrope.records import audit, follow
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, Reader

RECEIVED, LOOKED_AT, MET, USED, NOT_USED = "received", "looked_at", "met", "used", "not_used"
OUTCOMES = (LOOKED_AT, MET, USED, NOT_USED)
SIZES = ("small", "voluntary", "other")
LONGEST = {"provider_name": 120, "words": 1500, "contact": 300, "price_unit": 40}  # letters
PLURAL = {"provider_name": "the name", "words": "what you offer", "contact": "the contact", "price_unit": "the unit"}
PRICE = re.compile(r"£?\s?(\d{1,6}(?:,\d{3})?(?:\.\d{1,2})?)")
PLACES = re.compile(r"\d{1,6}")
FEWEST_WORDS = 3
MOST_OUTCOME = 1000  # letters of what became of it
NOT_TAKEN = "Your offer was not sent."
NO_KEY = "Offers cannot be taken now: no code could be given to you. Please telephone."
NO_CODE = "No offer has this code. Check the six words; capitals do not matter."


@dataclass(frozen=True)
class Offer:
    """One offer as it was typed. `reference` is the form's own, so that the same form sent twice is one offer."""

    reference: str
    provider_name: str
    size: str
    service_id: str
    locality: str
    words: str
    contact: str
    price: str = ""
    price_unit: str = ""
    places: str = ""


@dataclass(frozen=True)
class Receipt:
    """What whoever offered takes away; `is_new` is False where this form had been sent before."""

    offer_id: str
    code: str
    is_new: bool


def problems(made: Offer) -> list[str]:
    """What is missing or wrong, in plain words; empty where it can be taken."""
    found = []
    if not made.provider_name.strip():
        found.append("Please say who you are: the name of your group or firm.")
    if made.size not in SIZES:
        found.append("Please choose what sort of organisation you are.")
    if not made.service_id:
        found.append("Please choose the service it is for.")
    if not made.locality:
        found.append("Please choose where you could do it.")
    if not made.words.strip():
        found.append("Please say what you offer.")
    if not made.contact.strip():
        found.append("Please say how we reach you.")
    if made.price.strip() and not PRICE.fullmatch(made.price.strip()):
        found.append("Please write the price as a number, such as 24.50, or leave it empty.")
    if made.price.strip() and not made.price_unit.strip():
        found.append("Please say what the price is for, such as an hour or a night.")
    if made.places.strip() and not PLACES.fullmatch(made.places.strip()):
        found.append("Please write how many as a whole number, or leave it empty.")
    for name, most in LONGEST.items():
        length = len(getattr(made, name))
        if length > most:
            found.append(f"There are {length:,} letters for {PLURAL[name]}; at most {most:,} fit. Please shorten it.")
    return found


def offer(house: House, made: Offer) -> Receipt:
    """Take an offer. Returns once it is on disk. Raises Refusal with every problem, or where no code can be made."""
    wrong = problems(made)
    if wrong:
        raise Refusal(NOT_TAKEN, wrong)
    if house.master is None:
        raise Refusal(NO_KEY)
    key = "OF" + hashlib.sha256(f"offer\x1f{made.reference}".encode()).hexdigest()[:16]
    code, at = follow.code(house.master, f"offer|{made.reference}"), clock.now()
    price = PRICE.fullmatch(made.price.strip())
    values = {
        "offer_id": key,
        "provider_name": made.provider_name.strip(),
        "size": made.size,
        "service_id": made.service_id,
        "locality": made.locality,
        "words": made.words.strip(),
        "unit_price": Decimal(price.group(1).replace(",", "")) if price else None,
        "price_unit": made.price_unit.strip() or None,
        "places": int(made.places) if made.places.strip() else None,
        "offered_on": settings.today(),
        "contact": made.contact.strip(),
        "outcome_state": RECEIVED,
        "code_hash": follow.hashed(code),
    }

    def change(cursor: Any) -> bool:
        cursor.execute("SELECT count(*) FROM records.offer WHERE offer_id = ?", [key])
        if cursor.fetchone()[0]:
            return False
        names = ", ".join(values)
        cursor.execute(
            f"INSERT INTO records.offer ({names}) VALUES ({', '.join('?' * len(values))})", list(values.values())
        )
        audit.note(cursor, at, None, "offer_received", key, made.service_id)
        return True

    return Receipt(key, code, house.stores.write(change))


def opened(house: House, code: str) -> dict[str, Any]:
    """The offer behind a code. Raises NotFound: one answer for a wrong, a mistyped and a made-up one."""
    row = house.stores.one("offers/by_code", code_hash=follow.hashed(code[:200]))
    if row is None:
        raise NotFound(NO_CODE)
    return row


def answer(house: House, reader: Reader, offer_id: str, state: str, words: str, commissioner_id: str) -> None:
    """Say what became of an offer; whoever offered reads it with their code. Raises NotAllowed, NotFound, Refusal."""
    reader.require(DECIDE)
    words, found = words.strip(), []
    if state not in OUTCOMES:
        found.append("Choose what became of it.")
    if len(words.split()) < FEWEST_WORDS:
        found.append(f"Say what became of it, in {FEWEST_WORDS} words or more: they read it.")
    if len(words) > MOST_OUTCOME:
        found.append(f"There are {len(words):,} letters; at most {MOST_OUTCOME:,} fit.")
    if not commissioner_id:
        found.append("Name the officer who answers.")
    if found:
        raise Refusal("This was not kept.", found)
    at, today = clock.now(), settings.today()

    def change(cursor: Any) -> None:
        cursor.execute(
            "UPDATE records.offer SET outcome_state = ?, outcome = ?, outcome_on = ?, commissioner_id = ? "
            "WHERE offer_id = ? RETURNING offer_id",
            [state, words, today, commissioner_id, offer_id],
        )
        if cursor.fetchone() is None:
            raise NotFound("There is no such offer.")
        audit.note(cursor, at, reader.account_id, "offer_answered", offer_id, state)

    house.stores.write(change)
