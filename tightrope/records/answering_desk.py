"""What those who triage may open to answer it or to tell its teller: past the officers' door, each look on record.

Accounts that may only be counted, or not even that, and how a teller is reached, are for the voice team; what is held
is for safeguarding alone.
"""

from collections.abc import Collection
from typing import Any

from tightrope import clock, settings
from tightrope.errors import NotFound, Refusal
from tightrope.records import audit
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, READ_HELD, TRIAGE, Reader

REPLY_PART = "reply:"
HELD = "quarantined"
NO_KEY = "These words cannot be opened now: the master key is missing."
NOT_HERE = "This answer is not here any more."
FULL, ASKS, CONTACT = "verbatim", "asks", "contact"


def handled(house: House, reader: Reader) -> list[dict[str, Any]]:
    """Every account whose teller wants an answer, with each reply, without words. Raises NotAllowed."""
    reader.require(TRIAGE)
    rows = house.stores.rows("replies/handled", on_day=settings.today())
    return [row for row in rows if row["triage_state"] != HELD or reader.may(READ_HELD)]


def opened(house: House, reader: Reader, story_ids: Collection[str]) -> dict[str, dict[str, str]]:
    """Words by account and part (verbatim, shown, asks, contact, reply:...), after each look is on record.

    Raises NotAllowed unless the role triages, and Refusal while the master key is missing.
    """
    reader.require(TRIAGE)
    if house.master is None:
        raise Refusal(NO_KEY)
    found: dict[str, dict[str, str]] = {}
    for row in _rows(house, reader, story_ids):
        text = house.master.open_words(row["wrapped_key"], row["story_id"], row["part"], row["sealed"])
        found.setdefault(row["story_id"], {})[row["part"]] = text
    at = clock.now()

    def change(cursor: Any) -> None:
        for story_id in found:
            audit.note(cursor, at, reader.account_id, "opened_to_answer", story_id)

    if found:
        house.stores.write(change)
    return found


def key(house: House, reader: Reader, story_id: str) -> dict[str, Any] | None:
    """A row with the wrapped key of an account this handler may answer; None where it is gone. Raises NotAllowed."""
    reader.require(TRIAGE)
    return next(iter(_rows(house, reader, [story_id])), None)


def reply(house: House, reader: Reader, reply_id: str) -> dict[str, Any]:
    """One reply that this reader may note something about. Raises NotAllowed, and NotFound where it is gone."""
    if not reader.may(TRIAGE):
        reader.require(DECIDE)
    rows = house.stores.rows("replies/given", audience=reader.audience, on_day=settings.today())
    if reader.may(TRIAGE):
        rows = [*rows, *handled(house, reader)]
    for row in rows:
        if row["reply_id"] == reply_id:
            return row
    raise NotFound(NOT_HERE)


def _rows(house: House, reader: Reader, story_ids: Collection[str]) -> list[dict[str, Any]]:
    rows = house.stores.rows("replies/handled_words", story_ids=list(story_ids))
    return [row for row in rows if row["triage_state"] != HELD or reader.may(READ_HELD)]
