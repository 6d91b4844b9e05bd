"""Splits of money that somebody saved: what was tried, who moved what, whose interests, and why."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from tightrope import clock
from tightrope.errors import Refusal
from tightrope.records import audit
from tightrope.records.house import House
from tightrope.records.roles import TRY_SPLITS, Reader

ACTIVITY, EFFECTS = "activity", "effects"
NOT_SAVED = "The split was not saved."
NONE_DECLARED = "None: confirmed by who saved it."
FEWEST_WORDS = 3
LONGEST_TITLE, LONGEST_WORDS, LARGEST_BODY = 120, 2000, 2_000_000
MOST_MOVES = 500  # steps kept; a slider that was dragged to and fro more often than that was played with


@dataclass(frozen=True)
class Move:
    """One step in which a line went from so many pounds to so many."""

    at: datetime
    line: str
    was: Decimal
    became: Decimal


@dataclass(frozen=True)
class Saved:
    """A split to be saved.

    `interests` None was not answered, "" confirms that there are none. `looked` is True when the accounts about the
    lines that lose were on screen before; `reason` is needed where `differs` from what need alone would give.
    """

    title: str
    kind: str
    subject: str
    body: str
    figures: Mapping[str, Any]
    stories: Sequence[str]
    looked: bool
    interests: str | None
    differs: bool
    reason: str
    moves: Sequence[Move] = ()
    parent_id: str | None = None


def save(house: House, reader: Reader, saved: Saved) -> str:
    """Keep a split and return its reference. Raises NotAllowed, and Refusal with every problem at once."""
    reader.require(TRY_SPLITS)
    wrong = problems(saved)
    if wrong:
        raise Refusal(NOT_SAVED, wrong)
    key, at = "SC" + secrets.token_hex(6), clock.now()
    row = {
        "scenario_id": key, "title": saved.title.strip(), "body": saved.body, "parent_id": saved.parent_id,
        "account_id": reader.account_id, "saved_at": at, "interests": (saved.interests or "").strip() or NONE_DECLARED,
        "kind": saved.kind, "subject": saved.subject, "reason": saved.reason.strip() or None,
        "figures": json.dumps(saved.figures, sort_keys=True), "stories": json.dumps(list(saved.stories)),
    }  # fmt: skip

    def change(cursor: Any) -> str:
        cursor.execute(
            f"INSERT INTO records.scenario ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", [*row.values()]
        )
        for step, move in enumerate(saved.moves[-MOST_MOVES:], 1):
            cursor.execute(
                "INSERT INTO records.scenario_move VALUES (?, ?, ?, ?, ?, ?, ?)",
                [key, step, reader.account_id, move.at, move.line, move.was, move.became],
            )
        audit.note(cursor, at, reader.account_id, "split_saved", key, saved.subject)
        return key

    return house.stores.write(change)


def problems(saved: Saved) -> list[str]:
    """What is missing or too long, in plain words; an empty list where it can be saved."""
    found = [] if saved.title.strip() else ["Give the split a name."]
    if not saved.looked:
        found.append("Look first at what people say about those who would get less.")
    if saved.interests is None:
        found.append("Say whose interests are touched, or confirm that there are none.")
    if saved.differs and len(saved.reason.split()) < FEWEST_WORDS:
        found.append(f"Say why it differs from what need alone would give, in {FEWEST_WORDS} words or more.")
    for name, text, most in (
        ("name", saved.title, LONGEST_TITLE),
        ("reason", saved.reason, LONGEST_WORDS),
        ("words about interests", saved.interests or "", LONGEST_WORDS),
        ("split", saved.body, LARGEST_BODY),
    ):
        if len(text) > most:
            found.append(f"The {name} may have {most:,} letters; this has {len(text):,}.")
    return found
