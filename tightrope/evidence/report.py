"""What a build says about itself: every file, every row set aside or in doubt, how complete, from which settings."""

import csv
import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from tightrope import settings, tables
from tightrope.evidence import asides
from tightrope.evidence.changes import Changes
from tightrope.evidence.staging import Source

DATED = ("date", "datetime", "yearmonth")
SOURCES = "sources.csv"  # who published each file of a folder; kept by hand or by `import`


@dataclass(frozen=True)
class Coverage:
    """How complete the rows are that would be loaded, as written into the tables of the same names."""

    fields: tuple[tuple[str, str, int, int], ...] = ()  # table, column, rows, rows that have a value there
    joins: tuple[tuple[str, str, str, int, int], ...] = ()  # table, column, the other table, rows that name one, found
    months_missing: tuple[tuple[str, date], ...] = ()  # table, month without any row


@dataclass
class Report:
    """What a build did: the file, and for each file or generator what was read, loaded and set aside."""

    warehouse: Path
    sources: list[Source]
    loaded: dict[str, int]  # rows by table, stories included
    faults: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)
    doubts: dict[str, int] = field(default_factory=dict)  # doubtful rows by rule, all of them; warnings lists some
    notes: list[str] = field(default_factory=list)  # what was assumed, left out or made from other files
    stories: int = 0
    stories_file: Path | None = None
    coverage: Coverage = field(default_factory=Coverage)
    changes: Changes | None = None  # against the data in use until now, where they are the same council's

    @property
    def set_aside(self) -> int:
        """Records that were read and not loaded."""
        return sum(source.set_aside for source in self.sources)

    def findings(self) -> list[dict[str, Any]]:
        """Every row set aside and every doubt, as rows of one list; an empty list where all is well."""
        names = ("table_name", "file", "record_number", "column_name", "value", "rule", "words")
        kinds = (("set aside", self.faults), ("to look at", self.warnings))
        return [{"finding": kind, **{name: one[name] for name in names}} for kind, found in kinds for one in found]


def published(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    """The rows of sources.csv by table and file; nothing where there is none."""
    path = folder / SOURCES
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return {(row["table_name"], row["file"]): row for row in csv.DictReader(handle)}


def write(build: Any, report: Report, folder: Path, demo: bool) -> None:
    """Write source_file, rejected_row and row_warning of a build."""
    council = settings.settings().council.name
    known = published(folder)
    rows = []
    for source in report.sources:
        first, last = _span(build, source.table) if tables.load()[source.table].store == "warehouse" else (None, None)
        usual = ("Hallamford, made up", "MIT, with the code") if demo else (council, "")
        counts = [source.records, source.loaded, source.set_aside]
        told = [row for (table, _), row in known.items() if table == source.table]
        for one in told or [{}]:
            rows.append(
                [
                    source.table,
                    one.get("file") or source.file,
                    source.sha256 or None,
                    *counts,
                    source.generated,
                    one.get("publisher") or usual[0],
                    one.get("licence") or usual[1] or None,
                    first,
                    last,
                    one.get("published_on") or None,
                    one.get("note") or None,
                ]
            )
    fill(build, "source_file", rows)
    rejected = [*report.faults, *([] if demo else asides.read(folder))]
    for name, found in (("rejected_row", rejected), ("row_warning", report.warnings)):
        numbered = [[f"{one['table_name']}-{number}", *one.values()] for number, one in enumerate(found, start=1)]
        fill(build, name, numbered)


def facts(build: Any, folder: Path, demo: bool, visits: int, seed: int, doubts: dict[str, int]) -> None:
    """Write what this build was made from, and how many doubtful rows each rule found."""
    found = {
        "council": settings.settings().council.name,
        "as_at": settings.today().isoformat(),
        "demo": str(demo).lower(),
        "folder": folder.resolve().name,
        "visits": str(visits),
        "seed": str(seed),
        "settings": settings.own(),
        "doubts": json.dumps(doubts, sort_keys=True),
    }
    fill(build, "build_fact", [list(fact) for fact in found.items()])


def fill(build: Any, name: str, rows: list[list[Any]]) -> None:
    """Create one of the build's own tables from its contract and fill it, columns in the order of the contract."""
    table = tables.load()[name]
    build.execute(table.ddl("main"))
    if rows:
        frame = pd.DataFrame(rows, columns=[f.name for f in table.stored], dtype="object")
        build.register("incoming", frame)
        build.execute(f"INSERT INTO {name} SELECT * FROM incoming")
        build.unregister("incoming")


def _span(build: Any, name: str) -> tuple[date | None, date | None]:
    """First and last date in a table, over the first column that has a date; future ends do not count."""
    for one in tables.load()[name].stored:
        if one.type in DATED:
            return build.execute(f"SELECT min({one.name})::DATE, max({one.name})::DATE FROM {name}").fetchone()
    return None, None
