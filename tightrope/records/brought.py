"""Rows that files brought for the records: each once, by its key; what people changed here since stands."""

from collections.abc import Sequence
from typing import Any

from tightrope import database
from tightrope.database import Stores
from tightrope.sealing import Master
from tightrope.tables import Table, load

REPLY_PART = "reply:"  # the sealed part of an account that holds one reply to it, before the reply's reference


def take_in(stores: Stores, master: Master, rows: Sequence[dict[str, Any]]) -> tuple[int, list[str]]:
    """Take in rows, each with its table under "table". Returns how many were new, and what could not be placed.

    A row whose key is known is left as it is. A reply's words are sealed under the key of the account it answers, so
    that erasing the account erases them; where that key is gone the reply stands without words.
    """
    new, problems = 0, []
    named = dict.fromkeys(row["table"] for row in rows)
    for name in [one for one in load() if one in named]:
        table = load()[name]
        some = [row for row in rows if row["table"] == name]
        known = _known(stores, table)
        some = [row for row in some if tuple(row[key] for key in table.key) not in known]
        if "story_id" in {one.name for one in table.stored} and "source" in {one.name for one in table.in_file}:
            some, lost = _of_accounts(stores, some)
            problems += [
                f"{name} {row[table.key[0]]} answers an account that is not here: it was left out." for row in lost
            ]
        if some:
            _insert(stores, master, table, some)
            new += len(some)
    return new, problems


def _known(stores: Stores, table: Table) -> set[tuple[Any, ...]]:
    listed = ", ".join(table.key)
    rows = stores.raw(f"SELECT {listed} FROM records.{table.name}")
    return {tuple(row[key] for key in table.key) for row in rows}


def _of_accounts(stores: Stores, rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows with the account they name by source and reference, and those whose account is not there."""
    found = stores.raw("SELECT story_id, source, source_id FROM records.story")
    ids = {(row["source"], row["source_id"]): row["story_id"] for row in found}
    placed, lost = [], []
    for row in rows:
        story_id = ids.get((row["source"], row["source_id"]))
        (placed if story_id else lost).append({**row, "story_id": story_id})
    return placed, lost


def _insert(stores: Stores, master: Master, table: Table, rows: list[dict[str, Any]]) -> None:
    names = [one.name for one in table.stored]
    sealed = [one.name for one in table.fields if one.sealed]
    keys = _keys(stores, [row["story_id"] for row in rows]) if sealed else {}
    parts = []
    for row in rows:
        wrapped = keys.get(row.get("story_id"))
        for column in sealed:
            if row.get(column) and wrapped:
                part = f"{REPLY_PART}{row[table.key[0]]}"
                parts.append([row["story_id"], part, master.seal_words(wrapped, row["story_id"], part, row[column])])

    def change(cursor: Any) -> None:
        values = [[row.get(name) for name in names] for row in rows]
        database.insert_rows(cursor, f"records.{table.name}", names, values)
        if parts:
            database.insert_rows(cursor, "records.story_words", ["story_id", "part", "sealed"], parts)

    stores.write(change)


def _keys(stores: Stores, story_ids: list[str]) -> dict[str, bytes]:
    rows = stores.raw(
        "SELECT story_id, wrapped_key FROM records.story_key WHERE list_contains($ids, story_id)", {"ids": story_ids}
    )
    return {row["story_id"]: row["wrapped_key"] for row in rows}
