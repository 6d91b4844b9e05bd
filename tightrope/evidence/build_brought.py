"""Rows of the records that files bring at build: checked like any table, handed over sealed, never in the warehouse."""

from collections.abc import Callable
from typing import Any

from tightrope import tables
from tightrope.evidence import template
from tightrope.evidence.raw_load import Given
from tightrope.evidence.staging import STEP, Stage
from tightrope.tables import Table

ABOUT = "story"  # the table of accounts, which is taken in another way
# Which table a column of these names a row of.
NAMES = {
    "contract_id": "contract",
    "service_id": "service",
    "commissioner_id": "commissioner",
    "owner_id": "commissioner",
    "consultation_id": "consultation",
    "promise_id": "promise",
    "reply_id": "reply",
    "we_did_id": "we_did",
    "theme_id": "theme",
}
NO_ACCOUNT = "No account of story.csv has this source and source_id. Add the account or mend the reference."


def brought() -> list[Table]:
    """Tables of the records that files may bring, accounts apart, parents before children."""
    return [table for table in tables.of_store("records", "imported") if table.name != ABOUT]


def take(
    build: Any,
    stage: Stage,
    files: dict[str, list[Given]],
    stories: list[dict[str, Any]],
    themes: list[str],
    say: Callable[[str], None],
) -> list[dict[str, Any]]:
    """The sound rows of every such table, each with its table's name under "table"; what is faulty is set aside."""
    made: list[dict[str, Any]] = []
    known = {"theme": themes}
    told = sorted({f"{one['source']}\x1f{one['source_id']}" for one in stories})
    for table in brought():
        given = files.get(table.name, [])
        if not given:
            continue
        say(f"Checking {table.name}")
        for one in given:
            stage.given(table, one)
            stage.check(table, template.example_rule(table))
        _lost(build, stage, table, known, told)
        rows = _sound(build, stage, table)
        known[table.name] = [row[table.key[0]] for row in rows]
        made += [{"table": table.name, **row} for row in rows]
    return made


def counted(rows: list[dict[str, Any]]) -> dict[str, int]:
    """How many of the rows are for each table."""
    names = [row["table"] for row in rows]
    return {name: names.count(name) for name in dict.fromkeys(names)}


def _lost(build: Any, stage: Stage, table: Table, known: dict[str, list[str]], told: list[str]) -> None:
    """Set aside rows that name what is not there; where nobody gave the other table, nothing can be said."""
    for field in table.in_file:
        target = NAMES.get(field.name)
        if target is None or (field.name,) == table.key:
            continue
        if target not in known and tables.load()[target].store == "warehouse":
            rows = build.execute(f"SELECT {target}_id FROM {target}").fetchall()
            known[target] = [row[0] for row in rows]
        if known.get(target):
            words = f"There is no such {target}. Add it or mend the name."
            _set_aside(build, stage, table, field.name, field.name, known[target], words)
    if told and "source_id" in {one.name for one in table.in_file}:
        _set_aside(build, stage, table, "source_id", "source || chr(31) || source_id", told, NO_ACCOUNT)


def _set_aside(build: Any, stage: Stage, table: Table, column: str, value: str, known: list[str], words: str) -> None:
    build.execute("CREATE OR REPLACE TEMP TABLE known_here AS SELECT unnest($known) AS value", {"known": known})
    which = f"WHERE {column} IS NOT NULL AND {value} NOT IN (SELECT value FROM known_here)"
    stage.set_aside(table, column, "NULL", which, "reference", words)


def _sound(build: Any, stage: Stage, table: Table) -> list[dict[str, Any]]:
    found = build.execute(f"SELECT * FROM typed_{table.name} ORDER BY record_number")
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    numbers = [row.pop("record_number") for row in rows]
    build.execute(f"DROP TABLE typed_{table.name}")
    for place, source in enumerate(stage.sources[table.name]):
        source.loaded = sum(1 for number in numbers if number // STEP == place)
        for fault in source.faults:
            fault["value"] = None  # it may hold words about somebody; the warehouse never does
    return rows
