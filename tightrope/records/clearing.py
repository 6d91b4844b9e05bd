"""Safeguarding's word before something is shared: a contract about which accounts are held needs it first.

Nothing of what is held is said, here or anywhere the share is read: only that safeguarding agrees to its being shared.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tightrope import clock, settings
from tightrope.errors import NotFound, Refusal
from tightrope.records import audit
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, READ_HELD, Reader

FIRST = "Safeguarding has to agree before this is shared. Ask them here; they answer on this page."
ASKED = "Safeguarding was asked and has not answered yet."
REFUSED = "Safeguarding does not agree to this being shared now. Ring them before you ask again."
EPOCH = datetime(1970, 1, 1)


def needed(house: House, contract_ids: Sequence[str]) -> datetime | None:
    """When the last account about these contracts came to be held (UTC); None where none is held."""
    rows = house.stores.rows("share/held", contract_ids=list(contract_ids))
    return EPOCH + timedelta(microseconds=max(row["last_held"] for row in rows)) if rows else None


def problem(house: House, subject: str, contract_ids: Sequence[str]) -> str:
    """Why something may not be shared yet; empty where nothing is held, or safeguarding cleared what is.

    A clearance ends after the days in the settings, and with the next account that comes to be held.
    """
    since = needed(house, contract_ids)
    if since is None:
        return ""
    last = next((row for row in house.stores.rows("share/clearings") if row["subject"] == subject), None)
    if last is None:
        return FIRST
    if last["answered_at"] is None:
        return ASKED
    lasts = timedelta(days=settings.settings().share.clearing_days)
    if last["answered_at"] < since or last["answered_at"] + lasts < clock.now():
        return FIRST
    return "" if last["cleared"] else REFUSED


def ask(house: House, reader: Reader, subject: str) -> str:
    """Ask safeguarding whether a subject may be shared; returns the question's reference. Asked twice, it is one
    question. Raises NotAllowed."""
    reader.require(DECIDE)
    key, at = "SC" + secrets.token_hex(8), clock.now()

    def change(cursor: Any) -> str:
        cursor.execute(
            "SELECT clearing_id FROM records.share_clearing WHERE subject = ? AND answered_at IS NULL", [subject]
        )
        found = cursor.fetchone()
        if found:
            return found[0]
        cursor.execute(
            "INSERT INTO records.share_clearing (clearing_id, subject, asked_by, asked_at) VALUES (?, ?, ?, ?)",
            [key, subject, reader.account_id, at],
        )
        audit.note(cursor, at, reader.account_id, "share_clearing_asked", key, subject)
        return key

    return house.stores.write(change)


def answer(house: House, reader: Reader, clearing_id: str, cleared: bool) -> None:
    """Safeguarding says yes or no. Raises NotAllowed, NotFound, and Refusal where it was answered already."""
    reader.require(READ_HELD)
    at = clock.now()

    def change(cursor: Any) -> None:
        cursor.execute("SELECT answered_at FROM records.share_clearing WHERE clearing_id = ?", [clearing_id])
        found = cursor.fetchone()
        if found is None:
            raise NotFound("There is no such question.")
        if found[0] is not None:
            raise Refusal("This question is answered already. A new one can be asked.")
        cursor.execute(
            "UPDATE records.share_clearing SET answered_by = ?, answered_at = ?, cleared = ? WHERE clearing_id = ?",
            [reader.account_id, at, cleared, clearing_id],
        )
        audit.note(cursor, at, reader.account_id, "share_clearing_answered", clearing_id, "yes" if cleared else "no")

    house.stores.write(change)


def waiting(house: House, reader: Reader) -> list[dict[str, Any]]:
    """Questions that safeguarding has not answered, the latest first. Raises NotAllowed."""
    reader.require(READ_HELD)
    return [row for row in house.stores.rows("share/clearings") if row["answered_at"] is None]
