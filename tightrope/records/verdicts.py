"""What the teller of an account says of the reply it got."""

from typing import Any

from tightrope import clock
from tightrope.database import Stores
from tightrope.errors import Refusal
from tightrope.records import audit

VERDICTS = ("answered", "not_answered")


def say(stores: Stores, story_id: str, verdict: str) -> None:
    """Keep whether a reply answered its teller; a later word stands. Raises Refusal while there is no reply."""
    if verdict not in VERDICTS:
        raise Refusal("Say whether it answered you or not.")
    at = clock.now()

    def change(cursor: Any) -> None:
        cursor.execute(
            "SELECT reply_id FROM records.reply WHERE story_id = ? AND state IN ('answered', 'decided', 'changed')",
            [story_id],
        )
        known = [row[0] for row in cursor.fetchall()]
        if not known:
            raise Refusal("There is no answer yet.")
        for reply_id in known:
            cursor.execute("UPDATE records.reply SET teller_verdict = ? WHERE reply_id = ?", [verdict, reply_id])
        audit.note(cursor, at, None, "teller_verdict", story_id, verdict)

    stores.write(change)
