"""What a teller allows, and takes back: every change is kept; what is withdrawn is destroyed, not hidden."""

import secrets
from datetime import date
from typing import Any

from tightrope import clock
from tightrope.database import Stores
from tightrope.errors import NotFound, Refusal
from tightrope.records import audit

DECIDED = "best-interests decision"  # how the consent of somebody who lacks capacity begins; the name follows
HANGS_ON = ("story_words", "story_key", "story_theme", "story_media", "coding", "quote_tick", "asking_answer")
LEVELS = range(5)  # 5 is a named use, agreed with a person, never by a form


def change(
    stores: Stores, story_id: str, level: int, by_whom: str, why: str = "", until_on: date | None = None
) -> None:
    """Set what may be done with an account from now on. Raises Refusal for an unknown level, NotFound if it is gone."""
    if level not in LEVELS:
        raise Refusal("Choose one of the five.")
    at, key = clock.now(), "C" + secrets.token_hex(8)

    def write(cursor: Any) -> None:
        _standing(cursor, story_id)
        cursor.execute(
            "UPDATE records.story SET consent_level = ?, consent_until_on = ? WHERE story_id = ?",
            [level, until_on, story_id],
        )
        cursor.execute(
            "INSERT INTO records.consent_event VALUES (?, ?, ?, ?, ?, ?, ?)",
            [key, story_id, at, level, until_on, by_whom, why or None],
        )
        audit.note(cursor, at, None, "consent_changed", story_id, f"level {level}")

    stores.write(write)


def withdraw(stores: Stores, story_id: str, by_whom: str, why: str = "") -> None:
    """Withdraw an account: its key and sealed words are deleted, so that no copy of them can be opened again.

    What remains says that there was one: its reference, dates and role. Raises NotFound where it is gone already.
    """
    at, key = clock.now(), "C" + secrets.token_hex(8)

    def write(cursor: Any) -> None:
        _standing(cursor, story_id)
        cursor.execute(
            "UPDATE records.story SET withdrawn_at = ?, consent_level = 0 WHERE story_id = ?", [at, story_id]
        )
        destroy(cursor, story_id)
        cursor.execute(
            "INSERT INTO records.consent_event VALUES (?, ?, ?, ?, ?, ?, ?)",
            [key, story_id, at, 0, None, by_whom, why or "withdrawn"],
        )
        audit.note(cursor, at, None, "withdrawn", story_id)

    stores.write(write)


def destroy(cursor: Any, story_id: str) -> None:
    """Delete the key of a withdrawn account with all that tells of it: words, files, codes, what a note wanted."""
    for table in HANGS_ON:
        cursor.execute(f"DELETE FROM records.{table} WHERE story_id = ?", [story_id])
    # A note by staff still says that there was one, and where; what was wanted and offered were its words.
    statement = "UPDATE records.shortfall_noted SET wanted = ?, offered = NULL WHERE story_id = ?"
    cursor.execute(statement, ["taken back", story_id])
    # Who decided for somebody, and when, stays on record; why tells of the person.
    statement = "UPDATE records.consent_event SET why = NULL WHERE story_id = ? AND starts_with(by_whom, ?)"
    cursor.execute(statement, [story_id, DECIDED])


def _standing(cursor: Any, story_id: str) -> None:
    cursor.execute("SELECT withdrawn_at FROM records.story WHERE story_id = ?", [story_id])
    found = cursor.fetchone()
    if found is None or found[0] is not None:
        raise NotFound("This account is not here any more.")
