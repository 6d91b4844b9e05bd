"""The quick way in for a file without fault: DuckDB reads it typed, straight into its table, and the rules only count.

Anything doubtful (a value that does not fit, a broken rule, a line break inside a value) makes it say no; then the
careful way reads the file again and names every fault. So this way may be strict, but never lenient.
"""

from pathlib import Path
from typing import Any

from tightrope import database
from tightrope.evidence import checks, readers
from tightrope.tables import Field, Table

MOMENTS = {16: "%Y-%m-%d{0}%H:%M", 19: "%Y-%m-%d{0}%H:%M:%S"}  # how long a date and time is when written so


def load(build: Any, table: Table, path: Path, header: list[str], extra: list[checks.Rule]) -> bool:
    """Put a sound CSV into the table typed_<name>; False, and nothing left behind, where any row may be faulty."""
    if any(sign in str(path) for sign in "*?["):
        return False  # DuckDB would take the path for a pattern
    name = f"typed_{table.name}"
    fields = [table.column(one) for one in header]
    stored = [one for one in fields if one in table.stored]
    try:
        build.execute(table.ddl("main", keyed=False).replace(f"main.{table.name} ", f"main.{name} ", 1))
        into = ", ".join(one.name for one in stored)
        values = ", ".join(_value(one) for one in stored)
        build.execute(f"INSERT INTO {name} ({into}) SELECT {values} FROM {_reading(path, fields)}")
        if _sound(build, name, table, stored, extra):
            return True
    except database.Error:
        pass
    build.execute(f"DROP TABLE IF EXISTS {name}")
    return False


def _reading(path: Path, fields: list[Field]) -> str:
    kinds = ", ".join(f"'{one.name}': '{_read_as(one)}'" for one in fields)
    where = str(path).replace("'", "''")
    moment = _moment(path, fields)
    written = f", timestampformat = '{moment}'" if moment else ""
    return (
        f"read_csv('{where}', columns = {{{kinds}}}, header = true, auto_detect = false, delim = ',', quote = '\"', "
        f"escape = '\"', strict_mode = true, max_line_size = {readers.LONGEST_LINE}, dateformat = '%Y-%m-%d'{written})"
    )


def _read_as(field: Field) -> str:
    """Whole numbers are read with their fraction, so that 1.5 is seen and not rounded."""
    if field.type == "integer":
        return "DOUBLE"
    if field.type in ("boolean", "yearmonth", "string"):
        return "VARCHAR"
    return field.storage


def _value(field: Field) -> str:
    """SQL for the value as stored; what does not fit ends the statement."""
    name = field.name
    if field.type == "integer":
        return f"CASE WHEN {name} IS NULL OR {name} = round({name}) THEN {name}::BIGINT ELSE error('fraction') END"
    if field.type in ("boolean", "yearmonth"):
        value = checks.typed(field, "VARCHAR")
        return f"CASE WHEN {name} IS NULL THEN NULL ELSE coalesce({value}, error('{field.type}')) END"
    if field.storage == "DOUBLE":
        return f"CASE WHEN {name} IS NULL OR isfinite({name}) THEN {name} ELSE error('no number') END"
    return name


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


def _sound(build: Any, name: str, table: Table, stored: list[Field], extra: list[checks.Rule]) -> bool:
    kinds = {one.name: one.storage for one in stored}
    rules = checks.rules(table, kinds) + [rule for rule in extra if {rule.column, *rule.needs} <= kinds.keys()]
    texts = [one.name for one in stored if one.type == "string"]
    breaks = [f"contains({one}, chr(10)) OR contains({one}, chr(13))" for one in texts]
    counted = [f"coalesce(bool_or({faulty}), false)" for faulty in [*(rule.faulty for rule in rules), *breaks]]
    counted.append(f"count(*) <> count(DISTINCT hash({', '.join(table.key)}))")  # equal counts prove every key its own
    found = build.execute(f"SELECT {', '.join(counted)} FROM {name}").fetchone()
    return not any(found)
