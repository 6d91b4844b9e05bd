"""What the teller of an account says of the reply it got."""

from typing import Any

from tightrope import clock, settings
from tightrope.database import Stores
from tightrope.errors import Refusal
from tightrope.records import audit

VERDICTS = ("answered", "not_answered")


def say(stores: Stores, story_id: str, verdict: str) -> None:
    """Keep whether the reply given last answered its teller; a later word stands. Raises Refusal while none was given.

    "Not answered" makes an answer owed again.
    """
    if verdict not in VERDICTS:
        raise Refusal("Say whether it answered you or not.")
    at, today = clock.now(), settings.today()

    def change(cursor: Any) -> None:
        cursor.execute(
            "SELECT reply_id FROM records.reply WHERE story_id = ? AND state IN ('answered', 'decided', 'changed') "
            "AND told_on IS NOT NULL ORDER BY answered_on DESC NULLS LAST, reply_id DESC LIMIT 1",
            [story_id],
        )
        found = cursor.fetchone()
        if found is None:
            raise Refusal("There is no answer yet.")
        cursor.execute(
            "UPDATE records.reply SET teller_verdict = ?, verdict_on = ? WHERE reply_id = ?", [verdict, today, found[0]]
        )
        audit.note(cursor, at, None, "teller_verdict", story_id, verdict)

    stores.write(change)
