"""Entries of the register: how one is put behind the last, and how the entries of a decision leave it."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tightrope.database import Stores
from tightrope.errors import NotFound, Refusal
from tightrope.records import audit
from tightrope.records.chain import START, Event, canonical, sealed
from tightrope.records.decision_shapes import Decided, from_plain
from tightrope.records.roles import Reader

DRAFTED, RECORDED, CORRECTED = "drafted", "recorded", "corrected"
REVIEWED, DISSENT, SUPERSEDED, CHECKED = "reviewed", "dissent", "superseded", "expectation_checked"
WHAT_WORDS = {
    DRAFTED: "kept a draft",
    RECORDED: "recorded the decision",
    CORRECTED: "corrected it",
    REVIEWED: "reviewed it",
    DISSENT: "wrote down who does not agree",
    SUPERSEDED: "put another decision in its place",
    CHECKED: "set what was expected beside what happened",
}
DRAFT, STANDS, REPLACED = "draft", "recorded", "superseded"  # how a decision stands
NONE_SUCH = "There is no such decision in the register."


@dataclass(frozen=True)
class Between:
    """What somebody wrote about the same contract, pot or line since a form was opened."""

    decision_id: str
    sequence: int
    by: str
    happened_at: datetime
    what: str


@dataclass(frozen=True)
class Written:
    """What was written and its place in the chain; `between` tells what others wrote meanwhile."""

    decision_id: str
    sequence: int
    between: tuple[Between, ...]


def events(stores: Stores) -> list[Event]:
    """Every entry, in the order of the chain."""
    return [Event(**row) for row in stores.rows("decisions/events")]


def folded(entries: Iterable[Event]) -> Decided | None:
    """A decision as its entries, in order, leave it; None where none of them says what was decided."""
    made: dict[str, Any] | None = None
    for entry in entries:
        body = json.loads(entry.body)
        if body["what"] in (DRAFTED, RECORDED):
            made = body["decided"]
        elif body["what"] == CORRECTED and made is not None:
            made = made | {name: each["is"] for name, each in body["parts"].items()}
    return from_plain(made) if made is not None else None


def state_of(entries: Iterable[Event]) -> str:
    """How a decision stands by its entries, in order: draft, recorded or superseded; empty where none of them says."""
    leads_to = {DRAFTED: DRAFT, RECORDED: STANDS, SUPERSEDED: REPLACED}
    found = [leads_to.get(json.loads(entry.body)["what"], "") for entry in entries]
    return next((one for one in reversed(found) if one), "")


def cites(made: Decided, state: str) -> dict[str, bool]:
    """The accounts that a decision names -> whether it sets them aside. A draft names none: nothing is decided yet."""
    if state == DRAFT:
        return {}
    return {**dict.fromkeys(made.stories_aside, True), **dict.fromkeys(made.stories_used, False)}


def standing(cursor: Any, decision_id: str, states: Collection[str]) -> Decided:
    """A decision as it is now, inside the change that builds on it. Raises NotFound, and Refusal in another state."""
    cursor.execute("SELECT state FROM records.decision WHERE decision_id = ?", [decision_id])
    found = cursor.fetchone()
    if found is None:
        raise NotFound(NONE_SUCH)
    if found[0] not in states:
        now = {DRAFT: "is a draft", STANDS: "is recorded", REPLACED: "was replaced by another"}[found[0]]
        raise Refusal(f"This decision {now}, so this cannot be done to it.")
    cursor.execute(
        "SELECT sequence, decision_id, happened_at, account_id, body, chain FROM records.decision_event "
        "WHERE decision_id = ? ORDER BY sequence",
        [decision_id],
    )
    made = folded(Event(*row) for row in cursor.fetchall())
    if made is None:
        raise Refusal("The entries of this decision are gone: `decision verify` says what is missing.")
    return made


def append(
    cursor: Any,
    key: bytes,
    decision_id: str,
    at: datetime,
    reader: Reader,
    what: str,
    body: dict[str, Any],
    made: Decided,
    seen: int | None = None,
) -> Written:
    """Put an entry behind the last, sealed over it, and tell what came about the same subject after `seen`."""
    cursor.execute("SELECT sequence, chain FROM records.decision_event ORDER BY sequence DESC LIMIT 1")
    before = cursor.fetchone() or (0, START)
    sequence, text = before[0] + 1, canonical({"what": what, "by": reader.name, **body})
    link = sealed(key, before[1], sequence, decision_id, at, reader.account_id, text)
    cursor.execute(
        "INSERT INTO records.decision_event (sequence, decision_id, happened_at, account_id, body, chain) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        [sequence, decision_id, at, reader.account_id, text, link],
    )
    audit.note(cursor, at, reader.account_id, f"decision_{what}", decision_id, f"entry {sequence}")
    return Written(decision_id, sequence, _between(cursor, made, sequence, seen))


def index(cursor: Any, decision_id: str, made: Decided, state: str, on: date) -> None:
    """Bring the list of decisions, and of the accounts that they name, up to what the entries say.

    A draft without its day is listed under the day `on` which it was kept.
    """
    contract_id = made.key if made.kind == "contract" else None
    cursor.execute(
        "INSERT OR REPLACE INTO records.decision "
        "(decision_id, contract_id, title, decided_on, state, kind, subject_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [decision_id, contract_id, made.title, made.decided_on or on, state, made.kind, made.key],
    )
    cursor.execute("DELETE FROM records.decision_story WHERE decision_id = ?", [decision_id])
    for story_id, is_aside in cites(made, state).items():
        cursor.execute(
            "INSERT INTO records.decision_story (decision_id, story_id, is_set_aside) VALUES (?, ?, ?)",
            [decision_id, story_id, is_aside],
        )


def _between(cursor: Any, made: Decided, sequence: int, seen: int | None) -> tuple[Between, ...]:
    if seen is None:
        return ()
    cursor.execute(
        "SELECT e.decision_id, e.sequence, e.body, e.happened_at FROM records.decision_event AS e "
        "INNER JOIN records.decision AS d ON e.decision_id = d.decision_id "
        "WHERE d.kind = ? AND d.subject_id = ? AND e.sequence > ? AND e.sequence < ? ORDER BY e.sequence",
        [made.kind, made.key, seen, sequence],
    )
    found = []
    for decision_id, number, text, at in cursor.fetchall():
        body = json.loads(text)
        found.append(Between(decision_id, number, body["by"], at, WHAT_WORDS[body["what"]]))
    return tuple(found)
