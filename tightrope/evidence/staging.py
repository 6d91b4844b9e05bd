"""From files and frames to checked, typed rows; what fails is set aside with its reason (docs/methods/checks.md)."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from tightrope import database
from tightrope.errors import Refusal
from tightrope.evidence import checks, readers
from tightrope.tables import Field, Reference, Table

VALUE_SHOWN = readers.VALUE_SHOWN
MOST_REJECTED_KEPT = 10_000  # of a table, column and rule; the rest are counted, so that a report stays readable
FROM_FRAME = 1_000_000_000  # generated rows are numbered from here, apart from those of a file for the same table


@dataclass
class Source:
    """What was read for one table from one file (or one generator), and what came of it."""

    table: str
    file: str
    sha256: str
    records: int
    generated: bool = False
    loaded: int = 0
    faults: list[dict[str, Any]] = field(default_factory=list)

    @property
    def set_aside(self) -> int:
        """Records that were read and not loaded."""
        return self.records - self.loaded


class Stage:
    """Rows on their way into a warehouse: raw_<table> as given, then typed_<table> with the sound rows only."""

    def __init__(self, build: Any):
        """`build` is a connection of database.scratch(); all tables here are temporary, encrypted if they spill."""
        self._build = build
        self.sources: dict[str, list[Source]] = {}
        build.execute("SET temp_file_encryption = true")

    def file(self, table: Table, path: Path) -> Source:
        """Put a CSV into raw_<table> as text with its record numbers. Broken records become faults.

        A file without fault and without line breaks in values goes straight through DuckDB; any other is read
        record by record. Raises Refusal when the file cannot be read or its columns do not fit.
        """
        header = readers.columns(path)
        columns_fit(table, header, path.name)
        source = Source(table.name, path.name, readers.fingerprint(path), 0)
        if not self._straight(table, path, header):
            self._by_record(table, path, header, source)
        source.records = len(source.faults) + self._count(f"raw_{table.name}")
        self.sources.setdefault(table.name, []).append(source)
        return source

    def frame(self, table: Table, frame: pd.DataFrame, name: str) -> Source:
        """Put a generated frame into raw_<table>; rows whose key a file for this table has already are left out."""
        columns_fit(table, list(frame.columns), name)
        self._build.register("incoming", frame)
        self._build.execute(
            f"CREATE TEMP TABLE raw_{table.name} AS "
            f"SELECT row_number() OVER () + 1 + {FROM_FRAME} AS record_number, * FROM incoming"
        )
        self._build.unregister("incoming")
        if table.name in self.sources:
            kinds = self._kinds(f"raw_{table.name}")
            same = " AND ".join(f"{checks.typed(table.column(k), kinds[k], 'r.')} = t.{k}" for k in table.key)
            self._build.execute(
                f"DELETE FROM raw_{table.name} AS r WHERE EXISTS (SELECT 1 FROM typed_{table.name} AS t WHERE {same})"
            )
        source = Source(table.name, name, "", self._count(f"raw_{table.name}"), generated=True)
        self.sources.setdefault(table.name, []).append(source)
        return source

    def check(self, table: Table, extra: list[checks.Rule] | None = None, key: tuple[str, ...] = ()) -> None:
        """Move the sound rows of raw_<table> into typed_<table>; the faults go to their source.

        `extra` are rules beyond the contract's; those about columns that the file lacks are left out.
        `key` replaces the contract's key where that is given on intake.
        """
        raw, typed = f"raw_{table.name}", f"typed_{table.name}"
        kinds = self._kinds(raw)
        found = checks.rules(table, kinds) + [r for r in extra or [] if {r.column, *r.needs} <= kinds.keys()]
        counts = self._build.execute(checks.counts_sql(raw, found)).fetchone()
        broken = [rule for rule, count in zip(found, counts, strict=True) if count]
        self._build.execute(_typed_ddl(table))
        aside = ""
        if broken:
            self._build.execute(f"CREATE TEMP TABLE fault AS {checks.faults_sql(raw, broken, VALUE_SHOWN)}")
            self._keep_faults(table)
            aside = "WHERE record_number NOT IN (SELECT record_number FROM fault)"
        columns = ", ".join(
            f"{checks.typed(f, kinds[f.name])} AS {f.name}" for f in staged_fields(table) if f.name in kinds
        )
        self._build.execute(f"INSERT INTO {typed} BY NAME SELECT record_number, {columns} FROM {raw} {aside}")
        self._build.execute(f"DROP TABLE {raw}")
        self._build.execute("DROP TABLE IF EXISTS fault")
        self._repeats(table, key or table.key)

    def nothing(self, table: Table) -> None:
        """An empty typed_<table> where nothing was given."""
        self._build.execute(_typed_ddl(table))

    def references(self, given: list[Table]) -> None:
        """Set aside rows that point to nothing, until nothing more falls (a parent set aside takes its children).

        A reference to a table that nobody gave a file for cannot be checked and is let be.
        """
        changed = {table.name for table in given}
        while changed:
            fallen = set()
            for table in given:
                for one in table.references:
                    if one.table in changed and one.table in self.sources and self._dangling(table, one):
                        fallen.add(table.name)
            changed = fallen

    def insert(self, table: Table) -> int:
        """Create `table` from its contract and fill it; say in each source how many rows were loaded."""
        typed = f"typed_{table.name}"
        for source in self.sources.get(table.name, []):
            compare = ">" if source.generated else "<="
            source.loaded = self._count(f"{typed} WHERE record_number {compare} {FROM_FRAME}")
        # The key was checked above; an index would double the file and the time, and nothing looks rows up by it.
        self._build.execute(table.ddl("main", keyed=False))
        names = ", ".join(f.name for f in staged_fields(table))
        self._build.execute(f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {typed}")
        self._build.execute(f"DROP TABLE {typed}")
        return self._count(table.name)

    def _straight(self, table: Table, path: Path, header: list[str]) -> bool:
        raw = f"raw_{table.name}"
        if any(sign in str(path) for sign in "*?["):
            return False  # DuckDB would take the path for a pattern
        columns = ", ".join(f"'{name}': 'VARCHAR'" for name in header)
        where = str(path).replace("'", "''")
        try:
            self._build.execute(
                f"CREATE TEMP TABLE {raw} AS SELECT row_number() OVER () + 1 AS record_number, * FROM read_csv("
                f"'{where}', columns = {{{columns}}}, header = true, auto_detect = false, delim = ',', quote = '\"', "
                f"escape = '\"', strict_mode = true, max_line_size = {readers.LONGEST_LINE})"
            )
        except database.Error:
            return False
        breaks = " OR ".join(f"contains({name}, chr(10)) OR contains({name}, chr(13))" for name in header)
        if not self._count(f"{raw} WHERE {breaks}"):
            return True
        self._build.execute(f"DROP TABLE {raw}")  # two broken quotes may have swallowed the records between them
        return False

    def _by_record(self, table: Table, path: Path, header: list[str], source: Source) -> None:
        raw = f"raw_{table.name}"
        columns = ", ".join(f"{name} VARCHAR" for name in header)
        self._build.execute(f"CREATE TEMP TABLE {raw} (record_number BIGINT, {columns})")
        for block in readers.sift(path):
            self._build.register("incoming", block.table(header))
            self._build.execute(f"INSERT INTO {raw} SELECT * FROM incoming")
            self._build.unregister("incoming")
            for one in block.broken:
                fault = (one.record_number, None, one.text, "readable_record", one.words)
                source.faults.append(_fault(source, *fault))

    def _kinds(self, raw: str) -> dict[str, str]:
        rows = self._build.execute(
            "SELECT column_name, if(data_type LIKE 'ENUM%', 'ENUM', data_type) FROM duckdb_columns() "
            "WHERE table_name = $raw AND column_name <> 'record_number'",
            {"raw": raw},
        ).fetchall()
        return dict(rows)

    def _count(self, what: str) -> int:
        return self._build.execute(f"SELECT count(*) FROM {what}").fetchone()[0]

    def _keep_faults(self, table: Table) -> None:
        found = self._build.execute(
            "SELECT record_number, column_name, value, rule, words FROM fault QUALIFY row_number() OVER "
            f"(PARTITION BY rule, column_name ORDER BY record_number) <= {MOST_REJECTED_KEPT} "
            "ORDER BY record_number, column_name, rule"
        ).fetchall()
        for row in found:
            self._blame(table, *row)

    def _repeats(self, table: Table, key: tuple[str, ...]) -> None:
        listed = ", ".join(key)
        words = f"Another row before it has the same {listed}. The first is kept; give this one its own."
        shown = f"concat_ws(' | ', {listed})"
        # Counting keys is cheap; numbering every row is not, and seldom needed.
        if self._count(f"(SELECT 1 FROM typed_{table.name} GROUP BY {listed} HAVING count(*) > 1 LIMIT 1)"):
            repeated = f"QUALIFY row_number() OVER (PARTITION BY {listed} ORDER BY record_number) > 1"
            self._set_aside(table, key[0], shown, repeated, "unique_key", words)

    def _dangling(self, table: Table, one: Reference) -> bool:
        words = f"No {one.table} has this {one.target}, or its row was set aside. Add it or mend the reference."
        lost = (
            f"WHERE {one.column} IS NOT NULL AND {one.column} NOT IN "
            f"(SELECT {one.target} FROM typed_{one.table} WHERE {one.target} IS NOT NULL)"
        )
        return self._set_aside(table, one.column, one.column, lost, "reference", words)

    def _set_aside(self, table: Table, column: str, shown: str, which: str, rule: str, words: str) -> bool:
        """Take rows out of typed_<table> and say why. True when there were any."""
        self._build.execute(
            f"CREATE OR REPLACE TEMP TABLE lost AS SELECT record_number, left(CAST({shown} AS VARCHAR), {VALUE_SHOWN}) "
            f"AS value FROM typed_{table.name} {which}"
        )
        first = f"SELECT record_number, value FROM lost ORDER BY record_number LIMIT {MOST_REJECTED_KEPT}"
        found = self._build.execute(first).fetchall()
        for number, value in found:
            self._blame(table, number, column, value, rule, words)
        if found:
            self._build.execute(
                f"DELETE FROM typed_{table.name} WHERE record_number IN (SELECT record_number FROM lost)"
            )
        return bool(found)

    def _blame(self, table: Table, number: int, column: str, value: Any, rule: str, words: str) -> None:
        generated = number > FROM_FRAME
        source = next(one for one in self.sources[table.name] if one.generated == generated)
        number -= FROM_FRAME if generated else 0
        source.faults.append(_fault(source, number, column, value, rule, words))


def staged_fields(table: Table) -> list[Field]:
    """Columns a file may bring; words of accounts only where the table is for the records store."""
    return [f for f in table.in_file if not (table.store == "warehouse" and f.sealed)]


def columns_fit(table: Table, header: list[str], name: str) -> None:
    """Raise Refusal when a column that every row needs is not there, or one is that nobody knows."""
    must = [f.name for f in table.in_file if f.required or f.name in table.key]
    missing = [one for one in must if one not in header]
    if missing:
        raise Refusal(
            f"{name} has no column {', '.join(missing)}, which every row of {table.name} needs. "
            "Nothing was changed. Add the column; docs/dictionary.md lists all of them."
        )
    known = {f.name for f in table.in_file}
    extra = [one for one in header if one not in known]
    if extra:
        named = ", ".join(one or "one without a name" for one in extra)
        raise Refusal(
            f"{name} has a column that {table.name} does not know: {named}. "
            "Nothing was changed. Rename or remove it; docs/dictionary.md lists the columns."
        )


def _typed_ddl(table: Table) -> str:
    columns = ", ".join(f"{f.name} {f.storage}" for f in staged_fields(table))
    return f"CREATE TEMP TABLE IF NOT EXISTS typed_{table.name} (record_number BIGINT, {columns})"


def _fault(source: Source, number: int, column: str | None, value: Any, rule: str, words: str) -> dict[str, Any]:
    return {
        "table_name": source.table,
        "file": source.file,
        "record_number": number,
        "column_name": column,
        "value": value,
        "rule": rule,
        "words": words,
    }
