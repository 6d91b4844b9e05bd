"""Putting another account in the place of one that the rule chose: only with a reason, which stays on record."""

import secrets
from collections.abc import Collection
from typing import Any

from tightrope import clock
from tightrope.errors import Refusal
from tightrope.records import audit
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, READ_WORDS, Reader

FEWEST_WORDS = 3
MOST_LETTERS = 400


def swap(
    house: House,
    reader: Reader,
    selection: str,
    rule: str,
    story_id: str,
    instead_id: str,
    why: str,
    pool: Collection[str],
) -> None:
    """Show `instead_id` where the rule chose `story_id`, for one selection of accounts; both must be of the `pool`.

    Raises NotAllowed unless the role decides and reads words, and Refusal without a reason.
    """
    reader.require(READ_WORDS)
    reader.require(DECIDE)
    found = []
    if len(why.split()) < FEWEST_WORDS:
        found.append(f"Say why, in {FEWEST_WORDS} words or more: the reason is shown beside the quote.")
    if len(why) > MOST_LETTERS:
        found.append(f"The reason has {len(why):,} letters; at most {MOST_LETTERS:,} fit.")
    if not {story_id, instead_id} <= set(pool):
        found.append("Choose one of the accounts that may be read here.")
    if story_id == instead_id:
        found.append("This is the account the rule chose.")
    if found:
        raise Refusal("The quote was not swapped.", found)
    at, key = clock.now(), "QS" + secrets.token_hex(8)

    def change(cursor: Any) -> None:
        cursor.execute(
            "INSERT INTO records.quote_swap VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [key, at, reader.account_id, selection, rule, story_id, instead_id, why.strip()],
        )
        audit.note(cursor, at, reader.account_id, "quote_swapped", story_id, rule)

    house.stores.write(change)
