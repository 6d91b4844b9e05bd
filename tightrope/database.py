"""The only module that imports duckdb: opens the stores, runs named queries, writes one at a time.

Two stores stand behind one in-memory connection (docs/methods/stores.md): `warehouse`, a dated file attached
read-only and swapped under a gate, and `records`, held by this process alone and written through one thread.
"""

import importlib.util
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from tightrope import paths
from tightrope.errors import Refusal
from tightrope.gate import Gate
from tightrope.writer import Writer

CLOSED = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,  # a query must never pick up a Python variable of the same name
}
MEMORY_LIMIT = "2GB"  # half of a small council laptop; pages read monthly tables and need far less
THREADS = max(2, min(4, os.cpu_count() or 2))

LET_GO = "Other data took the place of these. Load the page again."

Error = duckdb.Error


@cache
def sql(name: str) -> str:
    """Return the text of queries/<name>.sql, for example sql("data/loaded")."""
    return (paths.QUERIES / f"{name}.sql").read_text(encoding="utf-8")


@cache
def parameters(name: str) -> frozenset[str]:
    """The $named parameters that a query takes."""
    return frozenset(duckdb.extract_statements(sql(name))[0].named_parameters)


def extension(name: str) -> Path:
    """Path of a DuckDB extension that a wheel brought, so that nothing is fetched at run time."""
    found = importlib.util.find_spec(f"duckdb_extension_{name}")
    if found is None or found.origin is None:
        raise Refusal(f"The DuckDB extension {name} is not installed. Run: python3 run.py")
    folder = Path(found.origin).parent / "extensions" / f"v{duckdb.__version__}"
    return folder / f"{name}.duckdb_extension"


def scratch(path: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Open a private database for building and checking: in memory, or in a file nobody else has open.

    It may read files (that is what it is for), but never fetches extensions.
    """
    return duckdb.connect(str(path or ":memory:"), config={**CLOSED, "threads": THREADS})


def insert_rows(cursor: duckdb.DuckDBPyConnection, table: str, columns: list[str], rows: list[list[Any]]) -> None:
    """Insert many rows at once: hundreds of times faster than one statement a row."""
    cursor.register("incoming_rows", pd.DataFrame(rows, columns=columns, dtype=object))
    try:
        cursor.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming_rows")
    finally:
        cursor.unregister("incoming_rows")


class Stores:
    """Both stores, open. One per process; every call takes a cursor of its own, so threads may share it."""

    def __init__(self, records: Path, warehouse_folder: Path, prepare: list[str]):
        """Open `records` (made if missing), run the statements of `prepare`, allow reading warehouses from one folder.

        Raises Refusal when another process holds the records, or the file cannot be read.
        """
        self.records_path = records
        self.folder = warehouse_folder
        self.warehouse: Path | None = None
        self._closed = False
        self._gate = Gate()
        records.parent.mkdir(parents=True, exist_ok=True)
        warehouse_folder.mkdir(parents=True, exist_ok=True)
        self._main = duckdb.connect(":memory:", config={**CLOSED, "threads": THREADS, "memory_limit": MEMORY_LIMIT})
        # The order matters: once external access is off neither extensions nor records could be opened.
        try:
            self._main.execute(f"LOAD '{_quoted(extension('fts'))}'")
            self._main.execute(f"ATTACH '{_quoted(records)}' AS records")
            self._main.execute(f"SET allowed_directories = ['{_quoted(warehouse_folder)}']")
            self._main.execute("SET enable_external_access = false")
            self._main.execute("SET lock_configuration = true")
            for statement in prepare:
                self._main.execute(statement)
            version = self._main.execute("SELECT value FROM records.store_state WHERE name = 'version'").fetchone()
        except duckdb.Error as error:
            self._main.close()
            raise _cannot_open(records, error) from error
        self._writer = Writer(self._main.cursor, duckdb.Error, int(version[0]))

    # reading

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor under the reader's side of the gate: the warehouse cannot be swapped while it is in use."""
        with self._gate.reading():
            if self._closed:
                raise Refusal(LET_GO)
            with self._main.cursor() as cursor:
                yield cursor

    def query(self, name: str, /, **parameters: Any) -> pd.DataFrame:
        """Run queries/<name>.sql with its $named parameters and return a frame (may have no rows)."""
        with self.cursor() as cursor:
            return cursor.execute(sql(name), parameters).df()

    def rows(self, name: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """The same as a list of dictionaries, with Python dates and Decimals: cheaper for a few rows."""
        with self.cursor() as cursor:
            return _dicts(cursor.execute(sql(name), parameters))

    def one(self, name: str, /, **parameters: Any) -> dict[str, Any] | None:
        """The first row, or None."""
        found = self.rows(name, **parameters)
        return found[0] if found else None

    def raw(self, statement: str, parameters: Any = None) -> list[dict[str, Any]]:
        """Run a statement built by this package (never from outside text) and return its rows."""
        with self.cursor() as cursor:
            return _dicts(cursor.execute(statement, parameters))

    # writing

    def write(self, change: Callable[[duckdb.DuckDBPyConnection], Any], quiet: bool = False) -> Any:
        """Run `change(cursor)` in the writer's thread; return its result only after the commit.

        Changes that arrive together share one commit. A change may run twice (alone, after a neighbour
        failed), so it makes ids and times before it is handed over. A `quiet` one leaves `version` as it is.
        Raises what the change raises.
        """
        return self._writer.submit(change, quiet)

    @property
    def version(self) -> int:
        """Rises with every committed change: part of every cache key that depends on records."""
        return self._writer.version

    # the warehouse

    def attach(self, warehouse: Path) -> None:
        """Serve another warehouse file from now on. Readers finish first; new ones wait a moment.

        Raises Refusal, and goes on serving the one before, when the file cannot be opened.
        """
        _probe(warehouse)
        with self._gate.alone():
            before = self.warehouse
            if before is not None:
                self._main.execute("DETACH warehouse")
            try:
                self._main.execute(f"ATTACH '{_quoted(warehouse)}' AS warehouse (READ_ONLY)")
            except duckdb.Error as error:
                if before is not None:
                    self._main.execute(f"ATTACH '{_quoted(before)}' AS warehouse (READ_ONLY)")
                raise Refusal(f"The data file {warehouse.name} cannot be opened: {error}") from error
            self.warehouse = warehouse

    def close(self) -> None:
        """Finish waiting writes, fold the log into the records file and let go of both stores."""
        if self._closed:
            return
        self._closed = True
        self._writer.close()
        with self._gate.alone():
            try:
                self._main.execute("CHECKPOINT records")
            finally:
                self._main.close()


def _probe(path: Path) -> None:
    """Refuse a file that DuckDB cannot open or that holds no tables, before the one in use is let go."""
    if not path.is_file():
        raise Refusal(f"The data file {path.name} is missing. Build it again: python3 -m tightrope build")
    try:
        with duckdb.connect(str(path), read_only=True, config=CLOSED) as probe:
            tables = probe.execute("SELECT count(*) FROM duckdb_tables()").fetchone()
    except duckdb.Error as error:
        raise Refusal(
            f"The data file {path.name} is damaged or only half written. Build it again: python3 -m tightrope build"
        ) from error
    if not tables or not tables[0]:
        raise Refusal(f"The data file {path.name} is empty. Build it again: python3 -m tightrope build")


def _cannot_open(records: Path, error: duckdb.Error) -> Refusal:
    words = str(error)
    if "lock" in words.lower():
        return Refusal(f"Another program holds the records file {records}. Close the other Tightrope first. ({words})")
    return Refusal(
        f"The records file {records} cannot be opened: {words}. "
        "Put back the last copy of it together with its .wal file, if there is one."
    )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _dicts(result: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    if result.description is None:
        return []
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
