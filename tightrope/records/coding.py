"""What a person finds in an account: themes, tone, severity and why; a second coder's view; that it may be quoted."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from tightrope import clock, settings
from tightrope.errors import NotFound, Refusal
from tightrope.records import audit
from tightrope.records.house import House
from tightrope.records.roles import CODE, Reader

VALENCES, SEVERITIES = range(-2, 3), range(6)
FEWEST_WORDS = 3  # of a reason for a severity
MOST_LETTERS = 2_000
NOT_HERE = "This account is not here to be coded any more: it was taken back, or is held."
NO_KEY = "The reason cannot be sealed now: the master key is missing. Nothing was kept."


@dataclass(frozen=True)
class Coding:
    """One person's view of one account. `valence` from -2 very bad to 2 very good; `severity` from 0 none to 5."""

    themes: tuple[str, ...]
    valence: int
    severity: int
    why: str = ""  # why that severity; a second coder gives none


def problems(made: Coding, known: Collection[str], as_second: bool = False) -> list[str]:
    """What is missing or wrong, in plain words; empty where it can be kept."""
    found = [f"There is no theme {one}." for one in made.themes if one not in known]
    if made.valence not in VALENCES:
        found.append("Choose the tone, from very bad to very good.")
    if made.severity not in SEVERITIES:
        found.append("Choose how serious it is, from 0 to 5.")
    if not as_second and len(made.why.split()) < FEWEST_WORDS:
        found.append(f"Say why it is that serious, in {FEWEST_WORDS} words or more.")
    if len(made.why) > MOST_LETTERS:
        found.append(f"The reason has {len(made.why):,} letters; at most {MOST_LETTERS:,} fit.")
    return found


def code(
    house: House, reader: Reader, story_id: str, made: Coding, known: Collection[str], suggested: Mapping[str, float]
) -> None:
    """Keep what stands for this account from now on. `suggested` are the machine's themes with its confidence: each
    is kept as taken or left, so that its accuracy can be told.

    Raises NotAllowed unless the role codes, Refusal with every problem, NotFound where it may not be read any more.
    """
    reader.require(CODE)
    wrong = problems(made, known)
    if wrong:
        raise Refusal("This was not kept.", wrong)
    if house.master is None:
        raise Refusal(NO_KEY)
    row = _one(house, reader, story_id)
    at, key = clock.now(), "CD" + secrets.token_hex(8)
    reason = house.master.seal_words(row["wrapped_key"], story_id, "severity_reason", made.why.strip())

    def change(cursor: Any) -> None:
        _still_here(cursor, story_id)
        cursor.execute(
            "UPDATE records.story SET valence = ?, severity = ? WHERE story_id = ?",
            [made.valence, made.severity, story_id],
        )
        cursor.execute(
            "INSERT OR REPLACE INTO records.story_words VALUES (?, 'severity_reason', ?)", [story_id, reason]
        )
        # What the machine said before and was taken then may be left now.
        cursor.execute(
            "UPDATE records.story_theme SET accepted = list_contains(?, theme_id) "
            "WHERE story_id = ? AND source = 'suggested'",
            [list(made.themes), story_id],
        )
        cursor.execute("DELETE FROM records.story_theme WHERE story_id = ? AND source = 'hand'", [story_id])
        for theme in made.themes:
            cursor.execute(
                "INSERT INTO records.story_theme VALUES (?, ?, 'hand', ?, ?, NULL, true)",
                [story_id, theme, reader.account_id, at],
            )
        for theme, confidence in suggested.items():
            cursor.execute(
                "INSERT OR REPLACE INTO records.story_theme VALUES (?, ?, 'suggested', ?, ?, ?, ?)",
                [story_id, theme, reader.account_id, at, confidence, theme in made.themes],
            )
        _insert(cursor, key, story_id, at, reader, False, made)
        audit.note(cursor, at, reader.account_id, "coded", story_id)

    house.stores.write(change)


def code_second(house: House, reader: Reader, story_id: str, made: Coding, known: Collection[str]) -> None:
    """Keep a second coder's view, which changes nothing that is counted. Raises as code() does, and Refusal for whoever
    coded it first."""
    reader.require(CODE)
    wrong = problems(made, known, as_second=True)
    if wrong:
        raise Refusal("This was not kept.", wrong)
    _one(house, reader, story_id)
    at, key = clock.now(), "CD" + secrets.token_hex(8)

    def change(cursor: Any) -> None:
        _still_here(cursor, story_id)
        cursor.execute(
            "SELECT count(*) FROM records.coding WHERE story_id = ? AND account_id = ? AND NOT as_second",
            [story_id, reader.account_id],
        )
        if cursor.fetchone()[0]:
            raise Refusal("You coded this account first. A second coder is somebody else.")
        _insert(cursor, key, story_id, at, reader, True, made)
        audit.note(cursor, at, reader.account_id, "coded_second", story_id)

    house.stores.write(change)


def tick(house: House, reader: Reader, story_id: str, may_be_quoted: bool) -> None:
    """Keep that somebody read an account as it is shown and says that it may be quoted, or take that back.

    Raises NotAllowed unless the role codes, NotFound where it may not be read any more.
    """
    reader.require(CODE)
    _one(house, reader, story_id)
    at = clock.now()

    def change(cursor: Any) -> None:
        _still_here(cursor, story_id)
        cursor.execute("DELETE FROM records.quote_tick WHERE story_id = ?", [story_id])
        if may_be_quoted:
            cursor.execute("INSERT INTO records.quote_tick VALUES (?, ?, ?)", [story_id, reader.account_id, at])
        audit.note(cursor, at, reader.account_id, "quote_tick" if may_be_quoted else "quote_untick", story_id)

    house.stores.write(change)


def _one(house: House, reader: Reader, story_id: str) -> dict[str, Any]:
    row = house.stores.one("coding/key", audience=reader.audience, on_day=settings.today(), story_id=story_id)
    if row is None:
        raise NotFound(NOT_HERE)
    return row


def _still_here(cursor: Any, story_id: str) -> None:
    """Looked up in the change itself: an account taken back a moment ago gets no codes."""
    cursor.execute(
        "SELECT count(*) FROM records.story "
        "WHERE story_id = ? AND withdrawn_at IS NULL AND triage_state IN ('cleared', 'released')",
        [story_id],
    )
    if not cursor.fetchone()[0]:
        raise NotFound(NOT_HERE)


def _insert(cursor: Any, key: str, story_id: str, at: Any, reader: Reader, as_second: bool, made: Coding) -> None:
    themes = ";".join(sorted(made.themes)) or None
    cursor.execute(
        "INSERT INTO records.coding VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [key, story_id, at, reader.account_id, as_second, themes, made.valence, made.severity],
    )
