"""What a folder holds for which table: files named after the tables, and those its mapping.toml names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tightrope import tables
from tightrope.errors import Refusal
from tightrope.evidence import guessing, heads, mapping, personal, readers, unpack
from tightrope.evidence.heads import Head
from tightrope.evidence.mapped import FileMapping, Mapping
from tightrope.evidence.raw_load import Given

MAPPING = "mapping.toml"
KINDS = (".csv", ".xlsx", ".parquet", ".txt", ".tsv")
NOT_DATA = ("sources.csv", "set-aside.csv", "measure_level.csv")  # kept beside the data, for no table
LIKE_TOTALS = re.compile("looks? like (a total|totals)")
FORMULA = "It holds a formula; its value was taken as text and nothing is carried out. Replace it by the value."
LIKE_FORMULA = "A spreadsheet would take it for a formula. It is kept as text and made harmless in every file we write."
CELL_ERROR = "The cell shows a spreadsheet error instead of a value. Mend the formula behind it."


@dataclass
class Found:
    """Files by table, ready to be read; what was assumed or left out; doubtful cells as rows of row_warning."""

    files: dict[str, list[Given]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)


def data_files(folder: Path) -> list[Path]:
    """Files of a folder that may hold data, in order of their names."""
    return sorted(one for one in folder.iterdir() if one.suffix.lower() in KINDS and one.name not in NOT_DATA)


def mapping_of(folder: Path) -> Mapping:
    """What mapping.toml of the folder says; nothing where there is none."""
    path = folder / MAPPING
    return mapping.load(path) if path.is_file() else Mapping({})


def read(folder: Path, workshop: Path) -> Found:
    """Every file of the folder that is for a table. `workshop` takes files made plain; it is emptied afterwards.

    Raises Refusal, with every open question at once, when somebody has to say first what a file holds.
    """
    found, said, problems = Found(), mapping_of(folder), []
    importable = {table.name for table in tables.load().values() if table.origin == "imported"}
    for path in data_files(folder):
        part = said.of(path.name)
        name = path.stem.lower()
        if part is None and name not in importable:
            found.notes.append(f"{path.name} is named after no table and was not read; {MAPPING} can say what it is.")
            continue
        if part is None and needs_none(path):
            found.files.setdefault(name, []).append(Given(path, path.name, readers.fingerprint(path)))
            continue
        try:
            looked = look(path, part)
            part = part or _exact(path.name, looked, name)
            faults = mapping.problems(Mapping({path.name: part}), {path.name: looked.columns})
        except Refusal as refusal:
            problems += refusal.problems or [str(refusal)]
            continue
        if faults:
            problems += faults
            continue
        found.files.setdefault(part.table, []).append(_plain(path, looked, part, workshop, found))
    problems += [f"{MAPPING} names {name}, which is not there." for name in _lost(said, folder)]
    if problems:
        more = f"Run: python3 run.py mapping {folder}" if any("mapping" in one for one in problems) else ""
        raise Refusal(" ".join([f"{len(problems)} things to settle first:", *problems, more]).strip(), problems)
    return found


def needs_none(path: Path) -> bool:
    """True for a plain CSV named after a table with columns of ours only: it is read without a mapping."""
    table = tables.load().get(path.stem.lower())
    return path.suffix == ".csv" and table is not None and table.origin == "imported" and _ours(path, table)


def look(path: Path, part: FileMapping | None = None) -> Head:
    """A file's head, with what a person said about it. Raises Refusal when it cannot be opened."""
    if part is None:
        return heads.head(path)
    return heads.head(path, part.sheet or None, part.encoding, part.delimiter, part.header_row)


def _ours(path: Path, table: tables.Table) -> bool:
    """True for a plain CSV with columns of ours only: it needs no mapping and is read as it stands."""
    try:
        header = readers.columns(path)
    except Refusal:
        return False
    known = {one.name for one in table.in_file}
    return bool(header) and set(header) <= known


def _exact(name: str, looked: Head, table: str) -> FileMapping:
    """The mapping of a file whose columns have our names, capitals and spaces apart. Raises Refusal for any other."""
    guessed = guessing.guess(name, looked.columns, looked.sample, table)
    strange = [one for one in guessed.questions if one.about in ("column", "leave_out")]
    if strange:
        named = ", ".join(one.subject for one in strange[:8])
        raise Refusal(f"{name} has columns that {table} does not know, and no mapping says what they are: {named}.")
    part = guessed.draft()
    part.agreed, part.ignore = True, []
    return part


def _plain(path: Path, looked: Head, part: FileMapping, workshop: Path, found: Found) -> Given:
    columns, sha256 = part.selection(), readers.fingerprint(path)
    headings = {ours: theirs for theirs, ours in part.columns.items()}
    headings |= {ours: day for ours, (day, _) in part.together.items()}
    table, written = tables.load()[part.table], part.written()
    # Totals are named below, row by row, once they have been left out.
    found.notes += [f"{path.name}: {one}" for one in looked.doubts if not LIKE_TOTALS.search(one)]
    if part.ignore:
        found.notes.append(f"{path.name}: left out as agreed: {', '.join(part.ignore)}.")
    if not unpack.needs_unpacking(looked):
        return Given(path, path.name, sha256, columns, headings=headings, written=written)
    into = workshop / f"{len(list(workshop.iterdir()))}.csv"
    made = unpack.unpack(path, looked, into)
    found.notes += [f"{path.name}: {one}" for one in made.notes if not one.startswith("Totals at the end")]
    for one in made.left_out:
        text = personal.shown(table, None, one.text)
        found.notes.append(f"{path.name}, row {one.row}: left out as a total{f' ({text})' if text else ''}.")
    for cell in made.formulas:
        rule, told = ("formula", FORMULA) if cell.certain else ("like_formula", LIKE_FORMULA)
        text = personal.shown(table, part.columns.get(cell.column), cell.text)
        found.warnings.append(_warning(part.table, path, cell.row, cell.column, text, rule, told))
    for cell in made.errors:
        found.warnings.append(_warning(part.table, path, cell.row, cell.column, cell.text, "cell_error", CELL_ERROR))
    return Given(into, path.name, sha256, columns, True, tuple(made.broken), headings, written)


def _warning(table: str, path: Path, row: int, column: str, value: str | None, rule: str, words: str) -> dict[str, Any]:
    return {
        "table_name": table,
        "file": path.name,
        "record_number": row,
        "row_key": "",
        "column_name": column,
        "value": value,
        "rule": rule,
        "words": words,
    }


def _lost(said: Mapping, folder: Path) -> Sequence[str]:
    return [name for name in said.files if "*" not in name and not (folder / name).is_file()]
