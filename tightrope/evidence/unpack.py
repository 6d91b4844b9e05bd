"""From any file that was looked at to one plain UTF-8 CSV with the row numbers that a person finds in it."""

import contextlib
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from tightrope.errors import Refusal
from tightrope.evidence import heads, readers, workbooks
from tightrope.evidence.heads import Head

NUMBER_COLUMN = "record_number"
MOST_TOTALS = 100  # rows held back until it is known whether they are the end; beyond, they are rows like others
MOST_LISTED = workbooks.MOST_LISTED  # formulas and error cells of each; the notes say how many there are in all
SURROGATES = re.compile("[\udc80-\udcff]")  # what Python puts in place of a byte that is not of the encoding
WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)}


@dataclass(frozen=True)
class Formula:
    """A formula in a workbook (`certain`), or a CSV cell that a spreadsheet would take for one."""

    row: int
    column: str  # its name
    cell: str  # as a spreadsheet calls it, such as C12
    text: str  # at most 200 characters
    certain: bool


@dataclass(frozen=True)
class Noted:
    """A cell that shows an Excel error, or a row of totals that was left out: where and what."""

    row: int
    column: str
    text: str


@dataclass
class Unpacked:
    """What was written, and all that a person should know of it.

    records written + broken + left_out = all rows that are not blank below the header. `notes` are sentences.
    """

    path: Path
    records: int = 0
    broken: list[readers.Broken] = field(default_factory=list)
    formulas: list[Formula] = field(default_factory=list)
    errors: list[Noted] = field(default_factory=list)
    left_out: list[Noted] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def needs_unpacking(head: Head) -> bool:
    """False for Parquet, and for a plain UTF-8 comma CSV with its names in the first line and no totals.

    Only what was looked at counts: the reader of plain files still refuses one whose later bytes are not UTF-8,
    and looks for no cells that begin like a formula; `unpack` does both for any CSV.
    """
    if head.kind == "parquet":
        return False
    plain = head.kind == "csv" and head.encoding in ("utf-8", "utf-8-sig") and head.delimiter == ","
    if not plain or head.header_row != 1 or head.totals:
        return True
    try:
        return readers.columns(head.path) != head.columns
    except Refusal:
        return True


def unpack(path: Path, head: Head, into: Path) -> Unpacked:
    """Write `into` as UTF-8 comma CSV: record_number, then the columns under their own names (head.columns).

    record_number is a workbook's row number; in a CSV it counts records from the header's own row, and blank lines
    do not count (docs/methods/checks.md). Days and times come in ISO form, numbers without exponent. Wholly empty
    rows are skipped. What somebody knows better than `head` saw is given to heads.head() first.

    Raises Refusal, and leaves no file, when the file cannot be opened. Parquet is refused: it is read as it stands.
    """
    if head.kind == "parquet":
        raise Refusal(f"{path.name} is Parquet, which needs no unpacking. Load it as it stands.")
    if NUMBER_COLUMN in [one.casefold() for one in head.columns]:
        raise Refusal(f"{path.name} has a column {NUMBER_COLUMN}, a name that is needed here. Give it another name.")
    out = Unpacked(into)
    try:
        with into.open("w", encoding="utf-8", newline="") as handle:
            # Both line ends are quoted in values only where the writer's own end has both.
            writer = csv.writer(handle, lineterminator="\r\n")
            writer.writerow([NUMBER_COLUMN, *head.columns])
            rows = _Rows(head, out, writer)
            sheet = _from_csv(path, head, rows) if head.kind == "csv" else _from_xlsx(path, head, rows)
            rows.finish()
            if sheet:
                _note_cells(sheet, rows)
    except BaseException:
        into.unlink(missing_ok=True)
        raise
    return out


class _Rows:
    """Takes rows in their order; holds back totals until it is known whether they are the end."""

    def __init__(self, head: Head, out: Unpacked, writer: "csv._writer"):
        self.out, self.head, self.first_column = out, head, 1
        self.possible = 0
        self._writer, self._width = writer, len(head.columns)
        self._held: list[tuple[int, list[str]]] = []

    def take(self, number: int, values: list[str]) -> None:
        """One row below the header; blank ones are skipped, and cells right of the last named column break it."""
        first = next((value for value in values if value and not value.isspace()), "")
        if not first:
            return
        if len(values) > self._width and any(value.strip() for value in values[self._width :]):
            words = "It has a value right of the last column that has a name. Name that column or empty the cell."
            self.out.broken.append(readers.Broken(number, ",".join(values)[: readers.VALUE_SHOWN], words))
            return
        values = values[: self._width] + [""] * (self._width - len(values))
        may_be = self._held or first.lstrip()[0] in "tTgGsS"  # total, grand total, subtotal, sum
        if may_be and (heads.is_total(values) or (self._held and heads.is_remark(values, self._width))):
            self._held.append((number, values))
            if len(self._held) <= MOST_TOTALS:
                return
            values = []
        for one in self._held:
            self._write(*one)
        self._held = []
        if values:
            self._write(number, values)

    def finish(self) -> None:
        """The end of the file: totals still held are left out, remarks below them are rows."""
        for number, values in self._held:
            if heads.is_total(values):
                shown = ", ".join(value for value in values if value)[: readers.VALUE_SHOWN]
                self.out.left_out.append(Noted(number, self.head.columns[0], shown))
            else:
                self._write(number, values)
        out = self.out.left_out
        if out:
            rows = ", ".join(f"{one.row:,}" for one in out)
            self.out.notes.append(f"Totals at the end were left out: row{'s' * (len(out) > 1)} {rows}.")

    def column(self, place: int) -> str | None:
        """The name of a sheet's column (from 1), or None where it has none."""
        at = place - self.first_column
        return self.head.columns[at] if 0 <= at < self._width else None

    def _write(self, number: int, values: list[str]) -> None:
        self._writer.writerow([number, *values])
        self.out.records += 1
        if self.head.kind == "csv":
            for at, value in enumerate(values):
                if value and value[0] in "=+-@\t\r" and _like_a_formula(value):
                    self.possible += 1
                    if self.possible <= MOST_LISTED:
                        cell = f"{workbooks.letters(at + 1)}{number}"
                        text = value[: workbooks.SHOWN]
                        self.out.formulas.append(Formula(number, self.head.columns[at], cell, text, False))


def _like_a_formula(value: str) -> bool:
    # A dash alone stands for "nothing" in many a table and can do no harm.
    return not heads.is_number(value) and any(sign.isalnum() for sign in value)


class _Lines(io.TextIOBase):
    """Lines of a CSV as text, the comma and the file's own delimiter changing places; says what it had to mend."""

    def __init__(self, handle: io.TextIOBase, delimiter: str):
        self._handle = handle
        self._delimiter = delimiter
        self._number = 0
        self.astray: list[int] = [0, 0]  # how many lines, and the first
        self.nothings = 0

    def readline(self, _: int = -1) -> str:
        """The next line with its end; what is longer than a record may be is cut, and so counts as broken."""
        line = self._handle.readline(readers.LONGEST_LINE + 2)
        if len(line) > readers.LONGEST_LINE and line[-1] not in "\r\n":
            while (more := self._handle.readline(readers.LONGEST_LINE)) and more[-1] not in "\r\n":
                pass
        self._number += 1
        if not line.isascii() and SURROGATES.search(line):
            self.astray = [self.astray[0] + 1, self.astray[1] or self._number]
            line = line.translate(WINDOWS)
        if "\0" in line:
            self.nothings += 1
            line = line.replace("\0", "")
        return self.swapped(line)

    def swapped(self, text: str) -> str:
        """Comma and delimiter changed about (twice gives the text again)."""
        if self._delimiter == "," or ("," not in text and self._delimiter not in text):
            return text
        return text.replace(",", "\0").replace(self._delimiter, ",").replace("\0", self._delimiter)


def _from_csv(path: Path, head: Head, rows: _Rows) -> None:
    # UTF-16 has no byte that could be told apart; what is amiss there becomes the sign for "unknown".
    errors = "replace" if head.encoding.startswith("utf-16") else "surrogateescape"
    with path.open(encoding=head.encoding, errors=errors, newline="") as handle:
        source = _Lines(handle, head.delimiter)
        lines = readers._Lines(source)
        width = 0
        for values in islice(heads.rows_of(lines, ","), head.header_row):
            width = len(values)
        for block in readers._blocks(lines, width):
            for one in block.broken:
                words = one.words.replace("comma", heads.DELIMITERS.get(head.delimiter, "commas").removesuffix("s"))
                number = one.record_number + head.header_row - 1
                rows.out.broken.append(readers.Broken(number, source.swapped(one.text), words))
            for number, values in zip(block.numbers, csv.reader(block.lines), strict=True):
                rows.take(number + head.header_row - 1, [source.swapped(value) for value in values])
    if source.astray[0]:
        count, first = source.astray
        more = f" and {count - 1:,} more" if count > 1 else ""
        what = f"Line {first:,}{more} of {path.name} holds a character that is not {head.encoding}"
        rows.out.notes.append(f"{what}. It was read as Windows text; look whether it is right.")
    if source.nothings:
        rows.out.notes.append(f"{source.nothings:,} lines held characters without meaning (zero bytes), now left out.")
    if rows.possible:
        rows.out.notes.append(f"{rows.possible:,} cells begin like a formula. They were taken as text.")


def _from_xlsx(path: Path, head: Head, rows: _Rows) -> workbooks.Sheet:
    with contextlib.closing(workbooks.Book(path)) as book:
        found = book.sheet(head.sheet or book.sheets[0])
    rows.first_column = found.first_column
    for number, values in enumerate(found.rows(), start=1):
        if number > head.header_row:
            rows.take(number, values)
    return found


def _note_cells(found: workbooks.Sheet, rows: _Rows) -> None:
    """Formulas and errors of the rows that were read, and a sentence on each kind."""
    out, gone = rows.out, {one.row for one in rows.out.left_out}

    def named(cells: list[workbooks.Cell]) -> Iterator[tuple[workbooks.Cell, str, str]]:
        for one in cells:
            name = rows.column(one.column)
            if one.row > rows.head.header_row and one.row not in gone and name:
                yield one, name, f"{workbooks.letters(one.column)}{one.row}"

    out.formulas += [Formula(one.row, name, cell, one.text, True) for one, name, cell in named(found.formulas)]
    errors = list(named([workbooks.Cell(*place, text) for place, text in found.errors.items()]))
    out.errors += [Noted(one.row, name, one.text) for one, name, _ in errors[:MOST_LISTED]]
    if out.formulas:
        many = found.formulas_in_all > MOST_LISTED
        count = f"Over {MOST_LISTED:,}" if many else f"{len(out.formulas):,}"
        out.notes.append(f"{count} cells hold formulas. Their stored results were read.")
    count, first = found.without_value
    if first:
        where = f"{workbooks.letters(first.column)}{first.row}"
        out.notes.append(
            f"{count:,} formulas keep no result, the first in {where}, so those cells came out empty. "
            "Open the workbook in Excel, save it and try again."
        )
    if errors:
        out.notes.append(f"{len(errors):,} cells show an error, the first {errors[0][0].text} in {errors[0][2]}.")
