"""What a person decided about a payee's name: this provider, or none of those shown. It outlives every warehouse."""

from typing import Any

from tightrope import clock
from tightrope.database import Stores
from tightrope.errors import NotFound, Refusal
from tightrope.evidence.plain_names import normalise
from tightrope.records import audit
from tightrope.records.roles import LOAD_DATA, Reader

NONE = "none"


def decide(
    stores: Stores, reader: Reader, payee: str, provider_id: str | None, is_same: bool, score: float | None = None
) -> str:
    """Keep a decision on a payee's name and return its key, the normalised name. A later one replaces it.

    With `is_same` the payee is `provider_id`; without it, it is not that provider, or none of them where that is None.
    What stood before is in the trace. Raises NotAllowed unless the role loads data, Refusal for a name without
    letters, for "same" without a provider, and for a score outside 0 to 100.
    """
    reader.require(LOAD_DATA)
    key = normalise(payee)
    if not key:
        raise Refusal("This name has no letters or digits to tell it by, so nothing can be decided about it.")
    if is_same and not provider_id:
        raise Refusal("Say which provider it is, or that it is none of these.")
    if score is not None and not 0 <= score <= 100:
        raise Refusal("How alike two names are is between 0 and 100.")
    at = clock.now()
    row = [key, payee, provider_id, is_same, score, reader.account_id, at]

    def change(cursor: Any) -> None:
        before = _before(cursor, key)
        cursor.execute("INSERT OR REPLACE INTO records.provider_match VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        now = _words(provider_id, is_same)
        audit.note(cursor, at, reader.account_id, "name_decided", key, f"{now}, before: {before}" if before else now)

    stores.write(change)
    return key


def undo(stores: Stores, reader: Reader, payee: str) -> None:
    """Take back the decision on a payee's name, so that it is asked again. `payee` may be the name or its key.

    Raises NotAllowed unless the role loads data, NotFound when nothing was decided about it.
    """
    reader.require(LOAD_DATA)
    key, at = normalise(payee), clock.now()

    def change(cursor: Any) -> None:
        before = _before(cursor, key)
        if before is None:
            raise NotFound("Nothing has been decided about this name.")
        cursor.execute("DELETE FROM records.provider_match WHERE payee_key = ?", [key])
        audit.note(cursor, at, reader.account_id, "name_decision_undone", key, f"before: {before}")

    stores.write(change)


def _before(cursor: Any, key: str) -> str | None:
    """The decision that stands, in the words of the trace."""
    cursor.execute("SELECT provider_id, is_same FROM records.provider_match WHERE payee_key = ?", [key])
    found = cursor.fetchone()
    return _words(*found) if found else None


def _words(provider_id: str | None, is_same: bool) -> str:
    return provider_id if is_same and provider_id else f"not {provider_id}" if provider_id else NONE
