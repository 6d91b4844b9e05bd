"""Making and closing the council's promises: kept or dropped, with the day, and for what was dropped, why."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from tightrope import clock, settings
from tightrope.errors import NotFound, Refusal
from tightrope.records import audit
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, Reader

KEPT, LATE, DROPPED, OPEN = "kept", "late", "dropped", "open"
FEWEST_WORDS = 3
MOST_LETTERS = 1000


@dataclass(frozen=True)
class Made:
    """A promise to be made: who, what, by when, and what it is about."""

    commissioner_id: str
    words: str
    due_on: date
    service_id: str | None = None
    contract_id: str | None = None


def promise(house: House, reader: Reader, made: Made) -> str:
    """Keep a promise and return its reference. Raises NotAllowed, and Refusal with every problem."""
    reader.require(DECIDE)
    problems = []
    if len(made.words.split()) < FEWEST_WORDS:
        problems.append(f"Say what is promised, in {FEWEST_WORDS} words or more.")
    if len(made.words) > MOST_LETTERS:
        problems.append(f"The promise has {len(made.words):,} letters; at most {MOST_LETTERS:,} fit.")
    if not made.commissioner_id:
        problems.append("Choose who promises it.")
    if made.due_on < settings.today():
        problems.append("The day by which it is done has passed.")
    if problems:
        raise Refusal("The promise was not kept on record.", problems)
    return house.stores.write(lambda cursor: put(cursor, reader, made))


def put(cursor: Any, reader: Reader, made: Made) -> str:
    """Write a promise as a part of another change; returns its reference. The caller has checked it."""
    key, at = "PM" + secrets.token_hex(8), clock.now()
    values = [key, made.contract_id, made.service_id, made.commissioner_id, made.words.strip(), settings.today()]
    cursor.execute(
        "INSERT INTO records.promise (promise_id, contract_id, service_id, commissioner_id, words, promised_on, "
        "due_on, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [*values, made.due_on, OPEN],
    )
    audit.note(cursor, at, reader.account_id, "promise_made", key, made.due_on.isoformat())
    return key


def close(house: House, reader: Reader, promise_id: str, how: str, why: str = "") -> str:
    """Close an open promise as kept or dropped today, and return how it stands: what is kept after its day is late.

    Raises NotAllowed, NotFound, and Refusal where it is closed already or dropped without a reason.
    """
    reader.require(DECIDE)
    why, today = why.strip(), settings.today()
    if how not in (KEPT, DROPPED):
        raise Refusal("Say whether it was kept or dropped.")
    if how == DROPPED and len(why.split()) < FEWEST_WORDS:
        raise Refusal(f"Say why it was dropped, in {FEWEST_WORDS} words or more: anybody may read it.")
    if len(why) > MOST_LETTERS:
        raise Refusal(f"The reason has {len(why):,} letters; at most {MOST_LETTERS:,} fit.")
    at = clock.now()

    def change(cursor: Any) -> str:
        cursor.execute("SELECT due_on, closed_on FROM records.promise WHERE promise_id = ?", [promise_id])
        found = cursor.fetchone()
        if found is None:
            raise NotFound("There is no such promise.")
        if found[1] is not None:
            raise Refusal("This promise is closed already.")
        state = LATE if how == KEPT and found[0] < today else how
        cursor.execute(
            "UPDATE records.promise SET state = ?, closed_on = ?, why_dropped = ? WHERE promise_id = ?",
            [state, today, why if how == DROPPED else None, promise_id],
        )
        audit.note(cursor, at, reader.account_id, "promise_closed", promise_id, state)
        return state

    return house.stores.write(change)
