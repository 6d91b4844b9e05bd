"""Taking sealed stories, and what else files bring, into the records: redacted, triaged as they came, each once."""

import hashlib
import secrets
import threading
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tightrope import clock, database
from tightrope.database import Stores
from tightrope.errors import Refusal
from tightrope.evidence import intake_file
from tightrope.records import brought, consent, local_words
from tightrope.sealing import Master
from tightrope.tables import load
from tightrope.voices import redaction
from tightrope.voices.word_lists import Allow

AT_ONCE = 500  # accounts a commit: bounds how long other writers wait
READ_BEFORE = ("cleared", "released", "quarantined")  # labels that say a person has looked

_one_at_a_time = threading.Lock()  # two people may ask for the new data at the same moment


@dataclass
class Taken:
    """What an intake did; `problems` names files that could not be opened and were kept."""

    new: int = 0
    known: int = 0
    beside: int = 0  # rows of other tables of the records
    narrowed: int = 0  # known accounts whose consent the new delivery narrows or withdraws
    problems: list[str] = field(default_factory=list)


def story_id(source: str, source_id: str) -> str:
    """The id of an account: the same source and reference always give the same one."""
    return "S" + hashlib.sha256(f"{source}\x1f{source_id}".encode()).hexdigest()[:16]


def take_in(stores: Stores, master: Master, council: str = "") -> Taken:
    """Take in every waiting file of a council, oldest first; a file is deleted only after its accounts are committed.

    A file that this key does not open is kept and named: it must not keep the app from starting.
    """
    taken = Taken()
    with _one_at_a_time:
        for path in intake_file.waiting(council):
            try:
                rows = intake_file.read(master, path)
            except (Refusal, OSError, ValueError):
                taken.problems.append(
                    f"New accounts wait in {path.name}, which this master key does not open or which was altered. "
                    "The file is kept. Build again to bring them in."
                )
                continue
            stories = [row for row in rows if "table" not in row]
            for start in range(0, len(stories), AT_ONCE):
                _some(stores, master, stories[start : start + AT_ONCE], path.stem, taken)
            taken.beside, problems = brought.take_in(stores, master, [row for row in rows if "table" in row])
            taken.problems += problems
            path.unlink(missing_ok=True)
    return taken


def _some(stores: Stores, master: Master, rows: list[dict[str, Any]], batch: str, taken: Taken) -> None:
    given = {story_id(row["source"], row["source_id"]): row for row in rows}
    known = {
        row["story_id"]: row
        for row in stores.raw(
            "SELECT story_id, consent_level, withdrawn_at FROM records.story WHERE list_contains($ids, story_id)",
            {"ids": list(given)},
        )
    }
    new = {key: row for key, row in given.items() if key not in known}
    taken.known += len(rows) - len(new)
    at = clock.now()
    _narrow(stores, {key: given[key] for key in known}, known, at, taken)
    if not new:
        return
    allow = local_words.allow(stores)
    prepared = [prepare(master, key, row, batch, at, allow) for key, row in new.items()]

    def change(cursor: Any) -> None:
        for table in ("story", "story_key", "story_words", "story_group", "story_theme"):
            values = [row for one in prepared for row in one[table]]
            if values:
                names = [field.name for field in load()[table].stored]
                database.insert_rows(cursor, f"records.{table}", names, values)

    stores.write(change)
    taken.new += len(new)


def _narrow(
    stores: Stores, rows: dict[str, dict[str, Any]], known: dict[str, dict[str, Any]], at: datetime, taken: Taken
) -> None:
    """An account delivered again may narrow its consent or withdraw it, never widen it: widening is asked for here."""
    fewer = {
        key: row.get("consent_level") or 0
        for key, row in rows.items()
        if (row.get("consent_level") or 0) < (known[key]["consent_level"] or 0)
    }
    gone = [key for key, row in rows.items() if row.get("withdrawn_at") and not known[key]["withdrawn_at"]]
    if not fewer and not gone:
        return
    ids = {key: "C" + secrets.token_hex(8) for key in [*fewer, *gone]}

    def change(cursor: Any) -> None:
        for key, level in fewer.items():
            cursor.execute("UPDATE records.story SET consent_level = ? WHERE story_id = ?", [level, key])
        for key in gone:
            cursor.execute("UPDATE records.story SET withdrawn_at = ? WHERE story_id = ?", [at, key])
            consent.destroy(cursor, key)
        for key, event_id in ids.items():
            level = 0 if key in gone else fewer[key]
            row = [event_id, key, at, level, None, "delivered again", "narrowed by the source"]
            cursor.execute("INSERT INTO records.consent_event VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    stores.write(change)
    taken.narrowed += len(ids)


def prepare(
    master: Master, key: str, row: dict[str, Any], batch: str, at: datetime, allow: Allow | None = None
) -> dict[str, list[list[Any]]]:
    """The rows of one account for each table, with its words redacted and sealed. `allow`: nobody's names here."""
    wrapped = master.new_key(key)
    parts = {
        "verbatim": row.get("words"),
        "shown": _redacted(row.get("words"), allow),
        "asks": _redacted(row.get("asks"), allow),
        "paraphrase": _redacted(row.get("paraphrase"), allow),
        "severity_reason": _redacted(row.get("severity_reason"), allow),  # what was done to somebody is never in clear
    }
    values = {**row, "story_id": key, "batch": batch, "triaged_by": None, "triaged_at": None}
    values["is_bench"] = bool(row.get("is_bench"))
    if values.get("triage_state") in READ_BEFORE:
        values["triaged_by"], values["triaged_at"] = "as imported", at
    else:
        values["triage_state"] = "untriaged"
    values["consent_level"] = values.get("consent_level") or 0  # nobody said yes: handlers only, never counted
    story = [values.get(field.name) for field in load()["story"].stored]
    groups = [pair.partition("=") for pair in _split(row.get("teller_groups"))]
    return {
        "story": [story],
        "story_key": [[key, wrapped]],
        "story_words": [
            [key, part, master.seal_words(wrapped, key, part, words)] for part, words in parts.items() if words
        ],
        "story_group": [[key, kind.strip(), value.strip()] for kind, _, value in groups if value.strip()],
        "story_theme": [[key, theme, "hand", "as imported", at, None, True] for theme in _split(row.get("themes"))],
    }


def _redacted(words: str | None, allow: Allow | None) -> str | None:
    return redaction.redact(words, allow) if words else None


def _split(text: str | None) -> list[str]:
    """Values separated by semicolons, each once, in order."""
    return list(dict.fromkeys(part.strip() for part in (text or "").split(";") if part.strip()))
