"""From files and frames to checked, typed rows; what fails is set aside with its reason (docs/methods/checks.md)."""

from pathlib import Path
from typing import Any

import pandas as pd

from tightrope.evidence import checks, cut_lines, fast_load, heads, raw_load, readers
from tightrope.evidence.fits import columns_fit, staged_fields
from tightrope.evidence.raw_load import Given
from tightrope.evidence.sources import Source, broken_record, fault
from tightrope.tables import Reference, Table

VALUE_SHOWN = readers.VALUE_SHOWN
MOST_REJECTED_KEPT = 10_000  # of a table, column and rule; the rest are counted, so that a report stays readable
STEP = 1_000_000_000  # rows of a table's second source are numbered from here, of its third from twice that


class Stage:
    """Rows on their way into a warehouse: raw_<table> as given, then typed_<table> with the sound rows only."""

    def __init__(self, build: Any):
        """`build` is a connection of database.scratch(); what is not sound yet is temporary, encrypted if it spills."""
        self._build = build
        self.sources: dict[str, list[Source]] = {}
        self.joins: dict[tuple[str, str], tuple[int, int]] = {}  # (table, column) -> rows that name something, found it
        self._quick: dict[str, tuple[Given, list[checks.Rule]]] = {}
        self._cut: dict[str, list[readers.Broken]] = {}
        build.execute("SET temp_file_encryption = true")
        build.execute(checks.NHS_NUMBER)

    def quick(self, table: Table, path: Path, workshop: Path, extra: list[checks.Rule] | None = None) -> bool:
        """Load a CSV for a table of the warehouse without a second copy; False where it needs file() and check().

        Raises Refusal when the file cannot be read or its columns do not fit.
        """
        header = readers.columns(path)
        columns_fit(table, header, path.name)
        if table.store != "warehouse" or table.name in self.sources:
            return False  # words of accounts are never written in clear into the file of the build
        found = fast_load.load(self._build, table, path, header, extra or [], workshop)
        if found is None:
            return False
        name = f"typed_{table.name}"
        source = Source(table.name, path.name, readers.fingerprint(path), self._count(name) + len(found.cut))
        self.sources[table.name], self._cut[table.name] = [source], found.cut
        source.faults += [broken_record(table, source, one) for one in found.cut]
        self._quick[table.name] = (Given(path, path.name, source.sha256), extra or [])
        if found.broken:
            numbered = f"(SELECT {self.numbered(table.name)} AS record_number, * FROM {name})"
            self._build.execute(f"CREATE TEMP TABLE fault AS {checks.faults_sql(numbered, found.broken, VALUE_SHOWN)}")
            self._keep_faults(table)
            self._build.execute(
                f"DELETE FROM {name} WHERE {self.numbered(table.name)} IN (SELECT record_number FROM fault)"
            )
            self._build.execute("DROP TABLE fault")
        fast_load.settle(self._build, table, found)
        self._repeats(table, table.key)
        return True

    def file(self, table: Table, path: Path) -> Source:
        """Put a CSV whose columns are the table's into raw_<table>; the same as given() otherwise."""
        return self.given(table, Given(path, path.name, readers.fingerprint(path)))

    def given(self, table: Table, one: Given) -> Source:
        """Put a file into raw_<table> as text with its record numbers. Broken records become faults.

        A file without broken records and without line breaks in values goes straight through DuckDB; any other is
        read record by record. Raises Refusal when the file cannot be read or its columns do not fit.
        """
        self._careful(table)
        header = heads.head(one.path).columns if one.path.suffix == raw_load.PARQUET else readers.columns(one.path)
        columns_fit(table, list(one.columns or [c for c in header if c != "record_number"]), one.name)
        source = Source(table.name, one.name, one.sha256, 0, headings=one.headings, written=one.written)
        for broken in raw_load.bring_in(self._build, f"raw_{table.name}", one, header, self._offset(table)):
            source.faults.append(broken_record(table, source, broken))
        source.records = len(source.faults) + self._count(f"raw_{table.name}")
        self.sources.setdefault(table.name, []).append(source)
        return source

    def frame(self, table: Table, frame: pd.DataFrame, name: str, made: bool = True) -> Source:
        """Put a frame into raw_<table>; rows whose key a source for this table has already are left out."""
        self._careful(table)
        columns_fit(table, list(frame.columns), name)
        self._build.register("incoming", frame)
        self._build.execute(
            f"CREATE TEMP TABLE raw_{table.name} AS "
            f"SELECT row_number() OVER () + 1 + {self._offset(table)} AS record_number, * FROM incoming"
        )
        self._build.unregister("incoming")
        if table.name in self.sources:
            kinds = self._kinds(f"raw_{table.name}")
            same = " AND ".join(f"{checks.typed(table.column(k), kinds[k], 'r.')} = t.{k}" for k in table.key)
            self._build.execute(
                f"DELETE FROM raw_{table.name} AS r WHERE EXISTS (SELECT 1 FROM typed_{table.name} AS t WHERE {same})"
            )
        source = Source(table.name, name, "", self._count(f"raw_{table.name}"), generated=made)
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
        raw_load.drop(self._build, raw)
        self._build.execute("DROP TABLE IF EXISTS fault")
        self._repeats(table, key or table.key)

    def nothing(self, table: Table) -> None:
        """An empty typed_<table> where nothing was given."""
        self._build.execute(_typed_ddl(table))

    def records(self, table: str) -> int:
        """Records that were read for a table, sound or not."""
        return sum(one.records for one in self.sources[table])

    def forget(self, table: Table) -> None:
        """Treat a table without any record as one that nobody gave."""
        del self.sources[table.name]
        self._quick.pop(table.name, None)
        self._cut.pop(table.name, None)
        self._build.execute(f"DROP TABLE typed_{table.name}")
        self.nothing(table)

    def references(self, given: list[Table]) -> None:
        """Set aside rows that point to nothing, until nothing more falls (a parent set aside takes its children).

        A reference to a table that nobody gave a file for cannot be checked and is let be.
        """
        for table in given:
            for one in table.references:
                if table.name in self.sources and one.table in self.sources:
                    self.joins[table.name, one.column] = self._joined(table, one)
        changed = {table.name for table in given}
        while changed:
            fallen = set()
            for table in given:
                for one in table.references:
                    if one.table in changed and one.table in self.sources and self._dangling(table, one):
                        fallen.add(table.name)
            changed = fallen

    def numbered(self, table: str, row: str = "") -> str:
        """SQL for the number of a row of typed_<table>; `row` is put before it where a statement reads several.

        A file without fault in itself was loaded in its own order: there a row's place says its number.
        """
        return cut_lines.numbered(self._cut[table], row) if table in self._quick else f"{row}record_number"

    def columns(self, table: str) -> set[str]:
        """Columns of typed_<table>."""
        return set(self._kinds(f"typed_{table}"))

    def place(self, table: str, number: int) -> tuple[str, int]:
        """The file a staged row stood in, and its row there."""
        return self.sources[table][number // STEP].file, number % STEP

    def heading(self, table: str, column: str, number: int | None) -> str:
        """What the file of a staged row calls one of our columns."""
        return self.sources[table][(number or 0) // STEP].headings.get(column, column)

    def insert(self, table: Table) -> int:
        """Create `table` from its contract and fill it; say in each source how many rows were loaded."""
        typed = f"typed_{table.name}"
        if table.name in self._quick:
            self._build.execute(f"ALTER TABLE {typed} RENAME TO {table.name}")
            self.sources[table.name][0].loaded = self._count(table.name)
            return self.sources[table.name][0].loaded
        for place, source in enumerate(self.sources.get(table.name, [])):
            source.loaded = self._count(f"{typed} WHERE record_number // {STEP} = {place}")
        # The key was checked above; an index would double the file and the time, and nothing looks rows up by it.
        self._build.execute(table.ddl("main", keyed=False))
        names = ", ".join(f.name for f in staged_fields(table))
        self._build.execute(f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {typed}")
        self._build.execute(f"DROP TABLE {typed}")
        return self._count(table.name)

    def _offset(self, table: Table) -> int:
        return STEP * len(self.sources.get(table.name, []))

    def _careful(self, table: Table) -> None:
        """Read a table that came the quick way once more the careful way, so that its rows have numbers."""
        if table.name not in self._quick:
            return
        given, extra = self._quick.pop(table.name)
        del self.sources[table.name]
        self._build.execute(f"DROP TABLE typed_{table.name}")
        self.given(table, given)
        self.check(table, extra)

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
            by = self.numbered(table.name)
            repeated = f"QUALIFY row_number() OVER (PARTITION BY {listed} ORDER BY {by}) > 1"
            self.set_aside(table, key[0], shown, repeated, "unique_key", words)

    def _joined(self, table: Table, one: Reference) -> tuple[int, int]:
        found = f"{one.column} IN (SELECT {one.target} FROM typed_{one.table})"
        counts = f"SELECT count({one.column}), count(*) FILTER (WHERE {found}) FROM typed_{table.name}"
        given, joined = self._build.execute(counts).fetchone()
        return given, joined

    def _dangling(self, table: Table, one: Reference) -> bool:
        words = f"No {one.table} has this {one.target}, or its row was set aside. Add it or mend the reference."
        lost = (
            f"WHERE {one.column} IS NOT NULL AND {one.column} NOT IN "
            f"(SELECT {one.target} FROM typed_{one.table} WHERE {one.target} IS NOT NULL)"
        )
        return self.set_aside(table, one.column, one.column, lost, "reference", words)

    def set_aside(self, table: Table, column: str, shown: str, which: str, rule: str, words: str) -> bool:
        """Take rows out of typed_<table> and say why. True when there were any."""
        numbered = self.numbered(table.name)
        self._build.execute(
            f"CREATE OR REPLACE TEMP TABLE lost AS SELECT {numbered} AS record_number, "
            f"left(CAST({shown} AS VARCHAR), {VALUE_SHOWN}) AS value FROM typed_{table.name} {which}"
        )
        first = f"SELECT record_number, value FROM lost ORDER BY record_number LIMIT {MOST_REJECTED_KEPT}"
        found = self._build.execute(first).fetchall()
        for number, value in found:
            self._blame(table, number, column, value, rule, words)
        if found:
            self._build.execute(
                f"DELETE FROM typed_{table.name} WHERE {numbered} IN (SELECT record_number FROM lost)"
            )
        return bool(found)

    def _blame(self, table: Table, number: int, column: str, value: Any, rule: str, words: str) -> None:
        source = self.sources[table.name][number // STEP]
        source.faults.append(fault(table, source, number % STEP, column, value, rule, words))


def _typed_ddl(table: Table) -> str:
    columns = ", ".join(f"{f.name} {f.storage}" for f in staged_fields(table))
    return f"CREATE TEMP TABLE IF NOT EXISTS typed_{table.name} (record_number BIGINT, {columns})"
