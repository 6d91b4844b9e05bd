"""What was said about a council's own files: which column is which of ours, how it is written, what it means."""

import re
from dataclasses import dataclass, field

from tightrope import tables
from tightrope.errors import Refusal
from tightrope.evidence import checks, convert


@dataclass
class FileMapping:
    """What one file (or every file of one name with *) holds. Names on the left are the file's, as in `columns`.

    `words`: our column -> their word -> ours. `always`: our column -> a value for every row. `together`: our column
    -> [their column with the day, their column with the time of day]. `header_row`, `sheet`, `encoding` and
    `delimiter` are for whoever reads the file; empty or 0 means that they find out.
    """

    table: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    sheet: str = ""
    header_row: int = 0
    encoding: str = ""
    delimiter: str = ""
    agreed: bool = False
    dates: str = ""
    may_be_used_for: int | None = None
    ignore: list[str] = field(default_factory=list)
    per_cent: list[str] = field(default_factory=list)
    dates_of: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    always: dict[str, str] = field(default_factory=dict)
    together: dict[str, list[str]] = field(default_factory=dict)

    def given(self) -> set[str]:
        """Our columns that this file fills."""
        filled = {*self.columns.values(), *self.always, *self.together}
        return filled | ({"consent_level"} if self.may_be_used_for is not None else set())

    def selection(self) -> dict[str, str]:
        """Our column -> SQL (DuckDB, VARCHAR) over the file's text columns under their own names.

        Raises Refusal for a table or column that does not exist; `problems` says so before.
        """
        table = table_of(self.table)
        found = {ours: convert.literal(value) for ours, value in self.always.items()}
        for theirs, ours in self.columns.items():
            found[ours] = convert.expression(column_of(table, ours), theirs, self.options(theirs, ours))
        for ours, (day, time) in self.together.items():
            found[ours] = convert.expression(column_of(table, ours), day, self.options(day, ours, time))
        if self.may_be_used_for is not None:
            level = convert.literal(str(self.may_be_used_for))
            stated = found.get("consent_level")
            found["consent_level"] = f"coalesce(nullif({stated}, ''), {level})" if stated else level
        return found

    def written(self) -> dict[str, str]:
        """Our column -> what the file should hold there, in words, for values that have a form."""
        table, found = table_of(self.table), {}
        days = {day: ours for ours, (day, _) in self.together.items()}
        for theirs, ours in [*self.columns.items(), *days.items()]:
            kind, way = column_of(table, ours).type, self.dates_of.get(theirs, self.dates)
            if kind in ("date", "datetime"):
                found[ours] = f"a date that exists, written {way or convert.ISO}"
            elif kind == "yearmonth":
                found[ours] = f"a month such as 2026-04 or Apr 2026{f', or a day written {way}' if way else ''}"
            elif kind in ("number", "integer"):
                found[ours] = "a whole number" if kind == "integer" else "a number"
            elif kind == "boolean":
                found[ours] = "yes or no"
        return found

    def options(self, theirs: str, ours: str, time_column: str = "") -> convert.Options:
        """How one column of the file is written."""
        dates = self.dates_of.get(theirs, self.dates)
        return convert.Options(dates, self.words.get(ours, {}), theirs in self.per_cent, time_column)


@dataclass
class Mapping:
    """All files that somebody has said something about, by name."""

    files: dict[str, FileMapping] = field(default_factory=dict)

    def of(self, file_name: str) -> FileMapping | None:
        """The part for a file: under its own name, else the first name with * that fits; None where there is none."""
        if file_name in self.files:
            return self.files[file_name]
        return next((one for name, one in self.files.items() if "*" in name and fits(name, file_name)), None)


def fits(pattern: str, file_name: str) -> bool:
    """True where the name is the pattern, with * for anything; capitals count for nothing."""
    shape = ".*".join(re.escape(one) for one in pattern.split("*"))
    return re.fullmatch(shape, file_name, re.IGNORECASE | re.DOTALL) is not None


def table_of(name: str) -> tables.Table:
    """The table of that name that a file may fill. Raises Refusal when there is none."""
    found = tables.load().get(name)
    if found is None or found.origin != "imported":
        raise Refusal(f"There is no table {name or 'without a name'} that a file can fill; see docs/dictionary.md.")
    return found


def column_of(table: tables.Table, name: str) -> tables.Field:
    """The column of that name that a file may bring. Raises Refusal when there is none."""
    for one in table.in_file:
        if one.name == name:
            return one
    raise Refusal(f"{table.name} has no column {name} that a file can fill; see docs/dictionary.md.")


def not_allowed(target: tables.Field, value: str) -> str:
    """Why the contract does not allow a value in a column, in words; empty where it does."""
    if value == "":
        return "every row needs a value there." if target.required else ""
    if target.enum and value not in target.enum:
        return "it must be one of " + ", ".join(target.enum) + "."
    shape = checks.TEXT.get(target.type) or ("|".join(checks.TRUE + checks.FALSE) if target.type == "boolean" else "")
    if shape and not re.fullmatch(shape, value):
        return f"it must be {checks.KIND_WORDS[target.type]}."
    if target.pattern and not re.fullmatch(target.pattern, value):
        return f"it must look like {target.pattern}."
    return ""
