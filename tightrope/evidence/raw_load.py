"""The careful way in: a file as text, every record with its number, the broken ones apart."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tightrope import database
from tightrope.errors import Refusal
from tightrope.evidence import readers
from tightrope.evidence.readers import Broken

NUMBER = "record_number"
ROWS = "_rows"
PARQUET = ".parquet"
LARGE = 50_000_000  # bytes; beyond, a row's place in the table stands for its number and nothing is copied twice


@dataclass(frozen=True)
class Given:
    """One file for one table. `columns`: our column -> SQL over the file's own, where those are not ours already."""

    path: Path
    name: str  # the file as its owner knows it
    sha256: str
    columns: dict[str, str] | None = None
    numbered: bool = False  # its first column is record_number: the row in the spreadsheet it came from
    broken: tuple[Broken, ...] = ()  # records that were no rows, found before
    headings: dict[str, str] = field(default_factory=dict)  # our column -> the file's heading, to name in reports
    written: dict[str, str] = field(default_factory=dict)  # our column -> what the file should hold there, in words

    @property
    def plain(self) -> bool:
        """True for a CSV that may be tried the quick way."""
        return self.columns is None and not self.numbered and not self.broken and self.path.suffix != PARQUET


def bring_in(build: Any, raw: str, one: Given, header: list[str], offset: int) -> list[Broken]:
    """Make the temporary table `raw` from a CSV with these columns, all text, numbered from `offset`.

    Returns the records that are no rows. Without those, and without line breaks in values, DuckDB reads the file by
    itself; any other is read record by record.
    """
    columns = [name for name in header if name != NUMBER]
    broken, numbered = list(one.broken), not _unnumbered(one)
    if one.path.suffix == PARQUET:
        _from_parquet(build, one, columns, offset)
    elif not _straight(build, one, header, columns, offset):
        broken += _by_record(build, one, header, columns, offset)
        numbered = True
    if one.columns:
        ours = ", ".join(f"{sql} AS {name}" for name, sql in one.columns.items())
        build.execute(f"CREATE TEMP TABLE {raw} AS SELECT {NUMBER}, {ours} FROM given")
        build.execute("DROP TABLE given")
    elif not numbered:
        names = ", ".join(quoted(name) for name in columns)
        build.execute(f"ALTER TABLE given RENAME TO {raw}{ROWS}")
        build.execute(f"CREATE TEMP VIEW {raw} AS SELECT rowid + 2 + {offset} AS {NUMBER}, {names} FROM {raw}{ROWS}")
    else:
        build.execute(f"ALTER TABLE given RENAME TO {raw}")
    return broken


def _unnumbered(one: Given) -> bool:
    """True for a large file whose rows need no copy under other names: DuckDB keeps their order (rowid)."""
    return not (one.numbered or one.columns or one.path.suffix == PARQUET) and one.path.stat().st_size > LARGE


def drop(build: Any, raw: str) -> None:
    """Take away what bring_in made."""
    views = build.execute("SELECT view_name FROM duckdb_views() WHERE view_name = $raw", {"raw": raw}).fetchall()
    if views:
        build.execute(f"DROP VIEW {raw}")
        build.execute(f"DROP TABLE {raw}{ROWS}")
    else:
        build.execute(f"DROP TABLE {raw}")


def _straight(build: Any, one: Given, header: list[str], columns: list[str], offset: int) -> bool:
    if any(sign in str(one.path) for sign in "*?["):
        return False  # DuckDB would take the path for a pattern
    kinds = ", ".join(f"{text(name)}: 'VARCHAR'" for name in header)
    names = [quoted(name) for name in columns]
    number = (f"{NUMBER}::BIGINT" if one.numbered else "row_number() OVER () + 1") + f" + {offset} AS {NUMBER}, "
    try:
        build.execute(
            f"CREATE TEMP TABLE given AS SELECT {'' if _unnumbered(one) else number}{', '.join(names)} FROM read_csv("
            f"{text(str(one.path))}, columns = {{{kinds}}}, header = true, auto_detect = false, delim = ',', "
            f"quote = '\"', escape = '\"', strict_mode = true, max_line_size = {readers.LONGEST_LINE})"
        )
    except database.Error:
        return False
    breaks = " OR ".join(f"contains({name}, chr(10)) OR contains({name}, chr(13))" for name in names)
    if not one.numbered and build.execute(f"SELECT count(*) FROM given WHERE {breaks}").fetchone()[0]:
        build.execute("DROP TABLE given")  # two broken quotes may have swallowed the records between them
        return False
    return True


def _from_parquet(build: Any, one: Given, columns: list[str], offset: int) -> None:
    """Typed values as the text a person would write; whole numbers kept as floats lose their .0."""
    try:
        kinds = dict(
            build.execute(
                f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet({text(str(one.path))}))"
            ).fetchall()
        )
        values = []
        for name in columns:
            value = f"CAST({quoted(name)} AS VARCHAR)"
            if kinds[name] in ("DOUBLE", "FLOAT"):
                value = f"regexp_replace({value}, '\\.0$', '')"
            values.append(f"{value} AS {quoted(name)}")
        build.execute(
            f"CREATE TEMP TABLE given AS SELECT row_number() OVER () + 1 + {offset} AS {NUMBER}, {', '.join(values)} "
            f"FROM read_parquet({text(str(one.path))})"
        )
    except database.Error as error:
        raise Refusal(f"{one.name} cannot be read as Parquet: {error}") from error


def _by_record(build: Any, one: Given, header: list[str], columns: list[str], offset: int) -> list[Broken]:
    build.execute(f"CREATE TEMP TABLE given ({NUMBER} BIGINT, {', '.join(f'{quoted(c)} VARCHAR' for c in columns)})")
    own = "own_number"
    broken = []
    for block in readers.sift(one.path):
        build.register("incoming", block.table([own if name == NUMBER else name for name in header]))
        number = f"{own}::BIGINT" if one.numbered else NUMBER
        build.execute(
            f"INSERT INTO given SELECT {number} + {offset}, {', '.join(quoted(c) for c in columns)} FROM incoming"
        )
        build.unregister("incoming")
        broken += block.broken
    return broken


def quoted(name: str) -> str:
    """A name as SQL writes it, whatever stands in it."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"
