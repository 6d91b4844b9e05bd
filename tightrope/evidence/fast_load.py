"""The quick way in for a large file: DuckDB reads it typed, straight into its table, and the rules count what is wrong.

A row's place in the table says its number in the file, so that faulty rows are named without a second copy. Columns
in which some value does not fit are read once more as text, and lines that are no rows are cut out. A line break
inside a value or a number with a fraction where none may be makes it say no: then the careful way reads the file.
What both would say is the same.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tightrope import database
from tightrope.evidence import checks, cut_lines, readers
from tightrope.evidence.checks import Rule
from tightrope.evidence.readers import Broken
from tightrope.tables import Field, Table

MOMENTS = {16: "%Y-%m-%d{0}%H:%M", 19: "%Y-%m-%d{0}%H:%M:%S"}  # how long a date and time is when written so
TYPED = "typed__"  # in front of a column's name while its text stands beside it
# What is written back as it was written, so that a report shows the value as it stands in the file.
SAME_TEXT = ("string", "date")


MOST_UNFIT = 1_000  # faults listed; columns show themselves early, and lines that are no rows are few or many
UNFIT = "does not fit: "  # how a statement that ends says in which column
TRIES = 4  # as it stands, without the lines that are no rows, and with columns as text in which something did not fit


@dataclass(frozen=True)
class Unfit:
    """What DuckDB could not read: columns in which a value does not fit, and lines that are no rows."""

    columns: frozenset[str] = frozenset()
    lines: frozenset[int] = frozenset()


NOTHING = Unfit()


@dataclass
class Loaded:
    """A table that was filled the quick way: the rules some row breaks, and the columns whose text is still there."""

    broken: list[Rule] = field(default_factory=list)
    as_text: list[str] = field(default_factory=list)
    cut: list[Broken] = field(default_factory=list)  # lines that were no rows, in order


def load(
    build: Any, table: Table, path: Path, header: list[str], extra: list[Rule], workshop: Path
) -> Loaded | None:
    """Put a CSV into the table typed_<name>; None, and nothing left behind, where it needs the careful way.

    Afterwards the rows that break a rule have to be taken out, and settle() called. `workshop` takes a copy where a
    few lines are no rows.
    """
    if any(sign in str(path) for sign in "*?["):
        return None  # DuckDB would take the path for a pattern
    fields = [table.column(one) for one in header if table.column(one) in table.stored]
    as_text: set[str] = set()
    cut: list[Broken] = []
    copy = workshop / f"{table.name}-cut.csv"
    for _ in range(TRIES):
        unfit = _read(build, table, copy if cut else path, header, fields, as_text)
        if unfit == NOTHING:
            return _ruled(build, table, fields, extra, as_text, cut)
        if unfit is None or unfit.lines and cut:
            break
        as_text |= unfit.columns
        if unfit.lines:
            cut = cut_lines.copy_without(path, copy, unfit.lines, len(header))
            if not cut:
                break
    build.execute(f"DROP TABLE IF EXISTS typed_{table.name}")
    return None


def settle(build: Any, table: Table, found: Loaded) -> None:
    """Once the faulty rows are gone, let the typed columns take the place of their text."""
    for name in found.as_text:
        build.execute(f"ALTER TABLE typed_{table.name} DROP COLUMN {name}")
        build.execute(f"ALTER TABLE typed_{table.name} RENAME COLUMN {TYPED}{name} TO {name}")


def _read(
    build: Any, table: Table, path: Path, header: list[str], fields: list[Field], as_text: set[str]
) -> Unfit | None:
    """Fill the table; which columns and lines do not fit, or None where too much does not."""
    name = f"typed_{table.name}"
    columns = [f"{one.name} {'VARCHAR' if one.name in as_text else one.storage}" for one in table.stored]
    columns += [f"{TYPED}{one} {table.column(one).storage}" for one in sorted(as_text)]
    into = [one.name for one in fields] + [TYPED + one for one in sorted(as_text)]
    values = [one.name if one.name in as_text else _value(one) for one in fields]
    values += [checks.typed(table.column(one), "VARCHAR") for one in sorted(as_text)]
    try:
        build.execute("DROP TABLE IF EXISTS unfit; DROP TABLE IF EXISTS unfit_scan")
        build.execute(f"CREATE OR REPLACE TABLE {name} ({', '.join(columns)})")
        reading = _reading(path, [table.column(one) for one in header], as_text)
        build.execute(f"INSERT INTO {name} ({', '.join(into)}) SELECT {', '.join(values)} FROM {reading}")
        found = build.execute("SELECT error_type, column_name, line FROM unfit").fetchall()
    except database.Error as error:
        told = re.search(f"{UNFIT}([a-z0-9_]+)", str(error))
        return Unfit(frozenset(told.groups())) if told else None
    if len(found) >= MOST_UNFIT and any(kind != "CAST" for kind, _, _ in found):
        return None  # there may be more of them than were listed
    return Unfit(
        frozenset(column for kind, column, _ in found if kind == "CAST"),
        frozenset(line for kind, _, line in found if kind != "CAST"),
    )


def _ruled(
    build: Any, table: Table, fields: list[Field], extra: list[Rule], as_text: set[str], cut: list[Broken]
) -> Loaded | None:
    name = f"typed_{table.name}"
    kinds = {one.name: "VARCHAR" if one.name in as_text else one.storage for one in fields}
    rules = checks.rules(table, kinds) + [rule for rule in extra if {rule.column, *rule.needs} <= kinds.keys()]
    texts = [one for one in kinds if kinds[one] == "VARCHAR"]
    breaks = " OR ".join(f"contains({one}, chr(10)) OR contains({one}, chr(13))" for one in texts) or "false"
    counted = [f"coalesce(bool_or({faulty}), false)" for faulty in [breaks, *(rule.faulty for rule in rules)]]
    swallowed, *found = build.execute(f"SELECT {', '.join(counted)} FROM {name}").fetchone()
    broken = [rule for rule, is_broken in zip(rules, found, strict=True) if is_broken]
    shown = {one.name for one in fields if one.type in SAME_TEXT} | as_text
    if swallowed or any(rule.column not in shown for rule in broken):
        build.execute(f"DROP TABLE {name}")  # two broken quotes may have swallowed the records between them
        return None
    return Loaded(broken, sorted(as_text), cut)


def _reading(path: Path, fields: list[Field], as_text: set[str]) -> str:
    kinds = ", ".join(f"'{one.name}': '{'VARCHAR' if one.name in as_text else _read_as(one)}'" for one in fields)
    where = str(path).replace("'", "''")
    moment = _moment(path, fields)
    written = f", timestampformat = '{moment}'" if moment else ""
    return (
        f"read_csv('{where}', columns = {{{kinds}}}, header = true, auto_detect = false, delim = ',', quote = '\"', "
        f"escape = '\"', strict_mode = true, max_line_size = {readers.LONGEST_LINE}, dateformat = '%Y-%m-%d'{written}, "
        f"store_rejects = true, rejects_table = 'unfit', rejects_scan = 'unfit_scan', rejects_limit = {MOST_UNFIT})"
    )


def _read_as(one: Field) -> str:
    """All but times are read as text: the reader itself takes 1.5 and 1_0 for whole numbers, 2024-1-5 for a day."""
    return one.storage if one.type == "datetime" else "VARCHAR"


def _value(one: Field) -> str:
    """SQL for the value as stored; one that does not fit ends the statement and names its column.

    Written again, a whole number or a day must be the text it was: cheaper than a pattern, and stricter.
    """
    name = one.name
    if one.type in ("string", "datetime"):
        return name
    value, sure = f"TRY_CAST({name} AS {one.storage})", "true"
    if one.type in ("boolean", "yearmonth"):
        value = checks.typed(one, "VARCHAR")
    elif one.type == "integer":
        sure = f"CAST({value} AS VARCHAR) = {name}"
    elif one.type == "date":
        sure = f"length({name}) = 10 AND CAST({value} AS VARCHAR) = {name}"
    else:
        finite = f" AND isfinite({value})" if one.storage == "DOUBLE" else ""
        sure = f"NOT contains({name}, '_'){finite}"
    fits = f"CASE WHEN {sure} THEN {value} END"
    return f"CASE WHEN {name} IS NULL THEN NULL ELSE coalesce({fits}, error('{UNFIT}{name}')) END"


def _moment(path: Path, fields: list[Field]) -> str:
    """How the first row writes a date and time; one file keeps one way, else the careful way reads it."""
    at = next((place for place, one in enumerate(fields) if one.type == "datetime"), None)
    if at is None:
        return ""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        handle.readline(readers.LONGEST_LINE)
        values = handle.readline(readers.LONGEST_LINE).rstrip("\r\n").split(",")
    value = values[at].strip('"') if at < len(values) else ""
    return MOMENTS.get(len(value), "").format(value[10:11])
