"""Taking one account from whoever tells it: checked, redacted, sealed, waiting for triage."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tightrope import clock, database, settings
from tightrope.errors import Refusal
from tightrope.records import follow, intake, local_words
from tightrope.records.consent import DECIDED
from tightrope.records.house import House
from tightrope.tables import load

WEB, NOTE, FOR_SOMEBODY, ADDED, MET = "speak_up", "staff_note", "taken_down", "added", "officer_met"
ENGLISH = "English"
WITHOUT_CAPACITY = "named_without_capacity"
HANDLING = "handling"  # the sealed part that only those who triage open
FEWEST_WORDS = 3  # of a reason
NO_DECISION = (
    "Somebody else decides for them: say who decided in their best interests, when, and why this consent "
    "(Mental Capacity Act 2005, section 4)."
)
NO_KEY = (
    "Accounts cannot be taken now: the master key is missing, and we will not store your words unsealed. "
    "Please telephone."
)


@dataclass(frozen=True)
class BestInterests:
    """Who decided, when and why, what may be done with the account of somebody who lacks capacity to decide it."""

    who: str
    on: date | None
    why: str


@dataclass(frozen=True)
class Told:
    """One account as it was told. `source_id` is the form's own, so that the same form sent twice is one account."""

    source: str
    source_id: str
    words: str
    channel: str = "web"
    asks: str = ""
    teller_role: str = "person"
    teller_id: str | None = None
    on_behalf_of: str = "self"
    own_part: str | None = None
    authority: str | None = None
    about: str = "service"
    service_id: str | None = None
    contract_id: str | None = None
    locality: str | None = None
    event_month: date | None = None
    language: str = ENGLISH
    reply_route: str = "none"
    contact: str = ""
    consent_level: int = 0
    collected_by: str | None = None
    seen_with_about: int | None = None
    handling: str = ""
    best_interests: BestInterests | None = None


@dataclass(frozen=True)
class Receipt:
    """What whoever told it takes away. `is_new` is False where this form had been sent before."""

    story_id: str
    code: str
    is_new: bool


def new_reference() -> str:
    """A reference for one form, nobody's and nowhere used before."""
    return secrets.token_hex(16)


def problems(told: Told) -> list[str]:
    """What is missing or wrong, in plain words; an empty list where it can be taken."""
    longest, found = settings.settings().telling.longest, []
    if not told.words.strip():
        found.append("Please say what happened.")
    for what, text in (("what happened", told.words), ("what should change", told.asks), ("the answer", told.contact)):
        if len(text) > longest:
            found.append(f"This is {len(text):,} letters for {what}; at most {longest:,} fit. Please shorten it.")
    if told.consent_level not in range(5):
        found.append("Please choose what we may do with your words.")
    if told.reply_route in ("phone", "letter", "advocate") and not told.contact.strip():
        found.append("Please say where an answer should go, or choose no answer.")
    today = settings.today()
    if told.event_month and told.event_month > today:
        found.append("The month lies in the future.")
    if told.on_behalf_of == WITHOUT_CAPACITY:
        found += _decision(told.best_interests, today)
    return found


def _decision(made: BestInterests | None, today: date) -> list[str]:
    if made is None or not made.who.strip() or made.on is None or len(made.why.split()) < FEWEST_WORDS:
        return [NO_DECISION]
    return ["The day of the best-interests decision lies in the future."] if made.on > today else []


def tell(
    house: House, told: Told, card: str = "", also: Callable[[Any, str], None] = lambda cursor, story_id: None
) -> Receipt:
    """Take it. Returns once it is on disk. Raises Refusal with every problem, or where nothing can be sealed.

    An account in another language is not redacted by machine: a person reads it first, and until then nothing of it
    can be shown. `card`: the six words of a printed card, by which it is then followed. `also(cursor, story_id)` is
    part of the same commit where the account is new.
    """
    wrong = problems(told)
    if wrong:
        raise Refusal("Your account was not sent.", wrong)
    if house.master is None:
        raise Refusal(NO_KEY)
    key, at = intake.story_id(told.source, told.source_id), clock.now()
    code = follow.on_card(card) if card.strip() else follow.code(house.master, f"{told.source}|{told.source_id}")
    hashed = follow.hashed(code)
    prepared = intake.prepare(house.master, key, _row(told), "told here", at, local_words.allow(house.stores))
    if told.language != ENGLISH:
        prepared["story_words"] = [row for row in prepared["story_words"] if row[1] == "verbatim"]
    # Triage lets the asks out only as a person left them, so in another language they wait there as they were told.
    apart = {"contact": told.contact, HANDLING: told.handling, "asks": "" if told.language == ENGLISH else told.asks}
    wrapped = prepared["story_key"][0][1]
    prepared["story_words"] += [
        [key, part, house.master.seal_words(wrapped, key, part, text.strip())]
        for part, text in apart.items()
        if text.strip()
    ]
    event = ["C" + secrets.token_hex(8), key, at, told.consent_level, None, *_by_whom(house, told)]

    def change(cursor: Any) -> bool:
        cursor.execute("SELECT count(*) FROM records.story WHERE story_id = ?", [key])
        is_new = not cursor.fetchone()[0]
        cursor.execute("SELECT story_id FROM records.follow_code WHERE code_hash = ?", [hashed])
        whose = (cursor.fetchone() or [None])[0]
        if whose not in (None, key):
            raise Refusal(follow.USED)
        if not is_new and whose is None:
            raise Refusal(follow.ANOTHER)
        if not is_new:
            return False
        for table in ("story", "story_key", "story_words"):
            names = [field.name for field in load()[table].stored]
            database.insert_rows(cursor, f"records.{table}", names, prepared[table])
        cursor.execute("INSERT INTO records.follow_code VALUES (?, ?, ?)", [hashed, key, at])
        cursor.execute("INSERT INTO records.consent_event VALUES (?, ?, ?, ?, ?, ?, ?)", event)
        also(cursor, key)
        return True

    return Receipt(key, code, house.stores.write(change))


def _consent_by(told: Told) -> str:
    """The teller, or who decided it for somebody who could not."""
    made = told.best_interests
    if told.on_behalf_of != WITHOUT_CAPACITY or made is None:
        return "teller"
    return f"{DECIDED}: {made.who.strip()}, {made.on}"


def _by_whom(house: House, told: Told) -> tuple[str, str]:
    """Who set the consent, and why; the reason without names, because it is not sealed."""
    made = told.best_interests
    if told.on_behalf_of != WITHOUT_CAPACITY or made is None:
        return "the teller", "said so when telling it"
    return _consent_by(told), local_words.redact(house.stores, made.why.strip())


def _row(told: Told) -> dict[str, Any]:
    """As a delivered file would have it: what only a person decides stays empty."""
    return {
        "source": told.source,
        "source_id": told.source_id,
        "received_on": settings.today(),
        "event_month": told.event_month,
        "channel": told.channel,
        "collected_by": told.collected_by,
        "teller_id": told.teller_id or "T" + intake.story_id("teller", f"{told.source}|{told.source_id}"),
        "teller_role": told.teller_role,
        "on_behalf_of": told.on_behalf_of,
        "own_part": told.own_part,
        "authority": told.authority,
        "is_panel": False,
        "about": told.about,
        "service_id": told.service_id,
        "contract_id": told.contract_id,
        "locality": told.locality,
        "language": told.language,
        "words": told.words.strip(),
        "asks": told.asks.strip() or None,
        "seen_with_about": told.seen_with_about,
        "reply_route": told.reply_route,
        "triage_state": "untriaged",
        "consent_level": told.consent_level,
        "consent_by": _consent_by(told),
    }
