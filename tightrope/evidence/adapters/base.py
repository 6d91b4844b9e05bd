"""What every reader of a published format gives back, and how it is written beside what is there already."""

import csv
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from tightrope import tables
from tightrope.errors import Refusal
from tightrope.spreadsheet import harmless

SOURCES = "sources.csv"  # who published each file; the build shows it beside every figure
ASIDE = "set-aside.csv"  # rows of a published file that are no rows of ours, each with its reason
SOURCE_COLUMNS = ("table_name", "file", "publisher", "licence", "published_on", "note")
OURS = ("service",)  # tables whose rows the council words itself: a reader adds rows to them and changes none
ASIDE_COLUMNS = ("format", "file", "row", "column", "value", "words")


@dataclass(frozen=True)
class Aside:
    """One row of a published file that was not taken, and why. `row` counts as a spreadsheet does: the header is 1."""

    file: str
    row: int
    words: str
    column: str = ""
    value: str = ""


@dataclass(frozen=True)
class Told:
    """What whoever imports says besides the files."""

    council_code: str = ""  # ONS code, such as E08000019; empty takes all that is in the files
    council_name: str = ""
    licence: str = "Open Government Licence v3.0"
    dated: date | None = None  # day of publication, where the file does not say


@dataclass
class Imported:
    """Rows for our tables out of some published files.

    `tables`: for each table a frame whose columns are a part of the table's contract, the key among them.
    `sources`: one dictionary of SOURCE_COLUMNS a file and table. `notes`: plain sentences for whoever imports.
    `cleared`: columns of a table whose old values go where these rows give none; elsewhere an old value stays.
    """

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    aside: list[Aside] = field(default_factory=list)
    sources: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    cleared: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Format:
    """One published format: its name on the command line, what it is, where a council gets it, and its reader."""

    name: str
    words: str
    where: str
    read: Callable[[list[Path], Told], Imported]


def write_into(folder: Path, format_name: str, found: Imported) -> dict[str, int]:
    """Write the rows as <table>.csv into `folder`; returns rows written by table.

    A table that stands there already is added to: rows with the same key get the new columns' values, others stay.
    Service lines that stand there keep the council's own words. Raises Refusal when a frame does not fit its contract.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for name, frame in found.tables.items():
        written[name] = _merge(folder / f"{name}.csv", name, frame, found.cleared.get(name, ()))
    _append(folder / SOURCES, SOURCE_COLUMNS, found.sources, ("table_name", "file"))
    rows = [{"format": format_name, **asdict(one), "value": harmless(one.value)} for one in found.aside]
    _append(folder / ASIDE, ASIDE_COLUMNS, rows, ("format", "file", "row", "column"))
    return written


def _merge(path: Path, name: str, frame: pd.DataFrame, cleared: tuple[str, ...]) -> int:
    table = tables.load()[name]
    known = [one.name for one in table.in_file]
    strange = [one for one in frame.columns if one not in known]
    lost = [one for one in table.key if one not in frame.columns and one in known]
    if strange or lost:
        raise Refusal(f"{name}: unknown columns {', '.join(strange) or 'none'}; missing {', '.join(lost) or 'none'}.")
    key = [one for one in table.key if one in known] or ["source", "source_id"]  # accounts get their id on intake
    new = frame.astype(object).where(frame.notna(), None).map(_text).drop_duplicates(key, keep="first").set_index(key)
    if path.is_file():
        old = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""]).set_index(key)
        if name in OURS:
            new = new.loc[new.index.difference(old.index, sort=False)]
        for column in [one for one in new.columns if one not in old.columns]:
            old[column] = None
        both = old.index.intersection(new.index)
        old.loc[both, [one for one in cleared if one in old.columns]] = None
        old.loc[both, list(new.columns)] = new.loc[both].combine_first(old.loc[both, list(new.columns)])[new.columns]
        new = pd.concat([old, new.loc[new.index.difference(old.index, sort=False)]])
    new = new.reset_index()
    new[[one for one in known if one in new.columns]].to_csv(path, index=False, lineterminator="\n")
    return len(frame)


def _text(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _append(path: Path, columns: tuple[str, ...], rows: list[dict[str, Any]], key: tuple[str, ...]) -> None:
    """Add rows to a list kept in the folder; one with the same key replaces the former."""
    before: list[dict[str, Any]] = []
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as handle:
            before = list(csv.DictReader(handle))
    new = {tuple(str(row.get(one) or "") for one in key): row for row in rows}
    kept = [row for row in before if tuple(row.get(one) or "" for one in key) not in new]
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows([*kept, *new.values()])
