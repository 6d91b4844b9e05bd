"""Reading an account for the first time and deciding who may hear it: for those who triage alone, every look logged."""

import secrets
from typing import Any

from tightrope import clock
from tightrope.errors import NotFound, Refusal
from tightrope.records import audit, local_words
from tightrope.records.house import House
from tightrope.records.roles import READ_HELD, TRIAGE, Reader

UNTRIAGED, HELD, CLEARED, RELEASED = "untriaged", "quarantined", "cleared", "released"
LOOKED = "looked"
FEWEST_WORDS = 3  # of a reason
NO_KEY = "These words cannot be opened now: the master key is missing."
NOT_WAITING = "This account is not waiting to be read any more."


def queue(house: House, reader: Reader) -> list[dict[str, Any]]:
    """What waits, without any words: untriaged ones, and held ones for those who may read them.

    Raises NotAllowed unless the role triages.
    """
    reader.require(TRIAGE)
    rows = house.stores.rows("triage/queue")
    return [row for row in rows if row["triage_state"] == UNTRIAGED or reader.may(READ_HELD)]


def words_for_order(house: House, reader: Reader) -> dict[str, tuple[str, str]]:
    """Text and language of each account in the reader's queue, for the machine that orders it; no person has looked.

    Raises NotAllowed unless the role triages. Empty while the master key is missing.
    """
    ids = [row["story_id"] for row in queue(house, reader)]
    if house.master is None or not ids:
        return {}
    rows = house.stores.rows("triage/words", story_ids=ids)
    return {
        row["story_id"]: (_open(house, row), row["language"] or "English") for row in rows if row["part"] == "verbatim"
    }


def look(house: House, reader: Reader, story_id: str) -> dict[str, str]:
    """The words of one account by part, after the look is on record. Raises NotAllowed, NotFound and Refusal."""
    _one(house, reader, story_id)
    if house.master is None:
        raise Refusal(NO_KEY)
    rows = house.stores.rows("triage/words", story_ids=[story_id])
    _event(house, reader, story_id, LOOKED, None, None)
    return {row["part"]: _open(house, row) for row in rows}


def clear(house: House, reader: Reader, story_id: str, shown: str, asks: str = "") -> None:
    """Let it be heard as `shown`, what a person left of it, redacted anew. Raises NotAllowed, NotFound, Refusal."""
    row = _one(house, reader, story_id)
    if row["triage_state"] != UNTRIAGED:
        raise Refusal("Safeguarding holds this account: it can be released, not cleared.")
    _let_out(house, reader, story_id, CLEARED, shown, asks, None)


def hold(house: House, reader: Reader, story_id: str, why: str, referral: str = "") -> None:
    """Pass it to safeguarding: nobody else may read, count or quote it. Raises NotAllowed, NotFound and Refusal."""
    _one(house, reader, story_id)
    _reason(why)
    _event(house, reader, story_id, HELD, why.strip(), referral.strip() or None, HELD)


def release(house: House, reader: Reader, story_id: str, shown: str, why: str, asks: str = "") -> None:
    """Let a held account be heard, in redacted form alone. Raises NotAllowed unless the role reads held accounts."""
    reader.require(READ_HELD)
    row = _one(house, reader, story_id)
    if row["triage_state"] != HELD:
        raise Refusal("This account is not held.")
    _reason(why)
    _let_out(house, reader, story_id, RELEASED, shown, asks, why.strip())


def _one(house: House, reader: Reader, story_id: str) -> dict[str, Any]:
    for row in queue(house, reader):
        if row["story_id"] == story_id:
            return row
    raise NotFound(NOT_WAITING)


def _let_out(house: House, reader: Reader, story_id: str, state: str, shown: str, asks: str, why: str | None) -> None:
    if house.master is None:
        raise Refusal(NO_KEY)
    if not shown.strip():
        raise Refusal("Nothing would be left to show. Leave what may be heard, or pass it to safeguarding.")
    rows = house.stores.rows("triage/words", story_ids=[story_id])
    wrapped = rows[0]["wrapped_key"]
    stores = house.stores
    parts = {"shown": local_words.redact(stores, shown.strip()), "asks": local_words.redact(stores, asks.strip())}
    sealed = {part: house.master.seal_words(wrapped, story_id, part, text) for part, text in parts.items() if text}
    _event(house, reader, story_id, state, why, None, state, sealed)


def _event(
    house: House,
    reader: Reader,
    story_id: str,
    did: str,
    why: str | None,
    referral: str | None,
    state: str = "",
    sealed: dict[str, bytes] | None = None,
) -> None:
    """Write what was done with the change it means, in one: both are on disk or neither is."""
    at, key = clock.now(), "TE" + secrets.token_hex(8)

    def change(cursor: Any) -> None:
        cursor.execute("SELECT triage_state, withdrawn_at FROM records.story WHERE story_id = ?", [story_id])
        found = cursor.fetchone()
        if found is None or found[1] is not None or found[0] not in (UNTRIAGED, HELD):
            raise NotFound(NOT_WAITING)
        if state:
            cursor.execute(
                "UPDATE records.story SET triage_state = ?, triaged_by = ?, triaged_at = ? WHERE story_id = ?",
                [state, reader.account_id, at, story_id],
            )
        if sealed is not None:
            if "asks" not in sealed:
                cursor.execute("DELETE FROM records.story_words WHERE story_id = ? AND part = 'asks'", [story_id])
            for part, value in sealed.items():
                cursor.execute("INSERT OR REPLACE INTO records.story_words VALUES (?, ?, ?)", [story_id, part, value])
        cursor.execute(
            "INSERT INTO records.triage_event VALUES (?, ?, ?, ?, ?, ?, ?)",
            [key, story_id, at, reader.account_id, did, why, referral],
        )
        audit.note(cursor, at, reader.account_id, f"triage_{did}", story_id)

    house.stores.write(change)


def _open(house: House, row: dict[str, Any]) -> str:
    return house.master.open_words(row["wrapped_key"], row["story_id"], row["part"], row["sealed"])


def _reason(why: str) -> None:
    if len(why.split()) < FEWEST_WORDS:
        raise Refusal(f"Say why, in {FEWEST_WORDS} words or more: whoever takes it on reads that first.")
