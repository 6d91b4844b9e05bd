"""Opening an .xlsx that anybody may have made: bounded while it unpacks, and with what calamine leaves out.

calamine keeps a whole rectangle of cells in memory and ends the process where that does not fit, reads no error
cells and says nothing of formulas. So the sheet is copied part by part under limits, looked through on the way
(Office Open XML, ECMA-376 part 1, 18.3.1), and only the copy is handed to it.
"""

import copy
import datetime
import functools
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.parsers import expat

import python_calamine

from tightrope.errors import Refusal

MOST_UNPACKED = 500_000_000  # bytes that a workbook may unpack to: about a million rows of fifteen columns
MOST_RATIO, SMALL = 200, 1_000_000  # times that a part above SMALL bytes may grow; real sheets grow 10 to 60 times
MOST_CELLS = 20_000_000  # of the rectangle from the first to the last cell in use
MOST_ROWS, MOST_LETTERS = 1_048_576, 16_384  # as far as a spreadsheet reaches
MOST_ERRORS, MOST_LISTED, SHOWN = 200_000, 10_000, 200
CORE = re.compile(r"xl/[^/]+\.xml|xl/_rels/workbook\.xml\.rels|\[content_types\]\.xml|_rels/\.rels", re.IGNORECASE)
POSITION = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
DAMAGED = "cannot be opened: the workbook is damaged. Open it in Excel, save it again and try once more."
HALF_A_SECOND = datetime.timedelta(milliseconds=500)


@dataclass(frozen=True)
class Cell:
    """A cell worth a word: row and column from 1, and the text of its formula or error."""

    row: int
    column: int
    text: str


class Book:
    """A workbook: `sheets` are the names of its worksheets, `hidden` those of them that Excel does not show."""

    def __init__(self, path: Path):
        """Raises Refusal for a zip that is no .xlsx, or that unpacks to more than the limits allow."""
        self.name, self._left = path.name, MOST_UNPACKED
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise Refusal(f"{self.name} {DAMAGED}") from None
        parts = self._zip.infolist()
        if sum(one.file_size for one in parts) > MOST_UNPACKED or any(
            one.file_size > max(SMALL, MOST_RATIO * one.compress_size) for one in parts
        ):
            raise self._too_large()
        self._parts = {one.filename.lower(): one for one in parts}
        if "xl/workbook.xml" not in self._parts:
            raise Refusal(f"{self.name} is no .xlsx workbook. Open it, save it as .xlsx or CSV UTF-8, and try again.")
        # Targets stand below xl/ unless they begin with a slash; part names do not mind capitals.
        targets = {
            found.get("Id"): found.get("Target", "").lower()
            for _, found in self._elements("xl/_rels/workbook.xml.rels")
            if found.get("Type", "").endswith("/worksheet")
        }
        self._members, self.hidden = {}, []
        for tag, found in self._elements("xl/workbook.xml"):
            target = next((targets[v] for k, v in found.items() if k.endswith(":id") and v in targets), None)
            if tag == "sheet" and target and "name" in found:
                self._members[found["name"]] = target[1:] if target.startswith("/") else f"xl/{target}"
                if found.get("state", "visible") != "visible":
                    self.hidden.append(found["name"])
        self.sheets = list(self._members)
        if not self.sheets:
            raise Refusal(f"{self.name} has no worksheet.")

    def sheet(self, name: str) -> "Sheet":
        """Read one sheet. Raises Refusal when there is none of that name, or it is damaged or too large."""
        if name not in self._members:
            raise Refusal(f"{self.name} has no sheet '{name}'. It has: {', '.join(self.sheets)}.")
        member, looked, held = self._members[name], _Look(self.name), io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as kept:
            for low, part in self._parts.items():
                if low != member and not CORE.fullmatch(low):
                    continue
                with kept.open(part.filename, "w", force_zip64=True) as target:
                    for chunk in self._chunks(part):
                        target.write(chunk)
                        if low == member:
                            looked.feed(chunk)
        looked.feed(b"", True)  # nothing at all was fed where the part is missing, which is a fault too
        held.seek(0)
        try:
            return Sheet(python_calamine.CalamineWorkbook.from_filelike(held).get_sheet_by_name(name), looked)
        except (python_calamine.CalamineError, ValueError, OSError):
            raise Refusal(f"{self.name} {DAMAGED}") from None

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def _chunks(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        # The directory may lie about sizes. So read until the data really end, and count.
        truly = copy.copy(part)
        truly.file_size = MOST_UNPACKED + 1
        most = max(SMALL, MOST_RATIO * part.compress_size)
        try:
            with self._zip.open(truly) as handle:
                while chunk := handle.read(1 << 18):
                    most -= len(chunk)
                    self._left -= len(chunk)
                    if most < 0 or self._left < 0:
                        raise self._too_large()
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
            raise Refusal(f"{self.name} {DAMAGED}") from None

    def _elements(self, member: str) -> list[tuple[str, dict[str, str]]]:
        found: list[tuple[str, dict[str, str]]] = []
        parser = _parser(self.name)
        parser.StartElementHandler = lambda tag, given: found.append((tag.rpartition(":")[2], given))
        try:
            for chunk in self._chunks(self._parts[member]):
                parser.Parse(chunk)
            parser.Parse(b"", True)
        except (KeyError, expat.ExpatError):
            raise Refusal(f"{self.name} {DAMAGED}") from None
        return found

    def _too_large(self) -> Refusal:
        return Refusal(
            f"{self.name} unpacks to far more than a table needs (over {MOST_UNPACKED // 1_000_000} MB, or a part over "
            f"{MOST_RATIO} times its size), so it was not opened. Save the one sheet that is needed as 'CSV UTF-8'."
        )


class Sheet:
    """A sheet's rows, and what was seen in it: formulas, error cells, cells that belong to a merged one."""

    def __init__(self, found: python_calamine.CalamineSheet, looked: "_Look"):
        self._found = found
        self.first_column = found.start[1] + 1 if found.start else 1
        self.merged = [(top + 1, bottom + 1) for (top, _), (bottom, _) in found.merged_cell_ranges or []]
        self.formulas, self.formulas_in_all = looked.formulas, looked.formulas_in_all
        self.without_value = looked.without_value  # how many formulas keep no result, and the first of them
        self.errors = looked.errors

    def rows(self) -> Iterator[list[str]]:
        """Every row from row 1 on as texts, from `first_column` on; an error cell says what Excel shows."""
        wrong: dict[int, list[tuple[int, str]]] = {}
        for (row, column), text in self.errors.items():
            wrong.setdefault(row, []).append((column - self.first_column, text))
        for number, row in enumerate(self._found.iter_rows(), start=1):
            cells = [plain(value) for value in row]
            for at, text in wrong.get(number, ()):
                cells[at] = text
            yield cells


class _Look:
    """What calamine does not tell of a sheet, from its XML as it passes."""

    def __init__(self, name: str):
        self.formulas: list[Cell] = []
        self.formulas_in_all = 0
        self.without_value: tuple[int, Cell | None] = (0, None)
        self.errors: dict[tuple[int, int], str] = {}
        self._name, self._row, self._column, self._kind = name, 0, 0, ""
        self._extent = MOST_ROWS, MOST_LETTERS, 0, 0  # first row and column, last row and column
        self._text: list[str] = []
        self._shared: dict[str, str] = {}
        self._formula: dict[str, str] | None = None  # of the cell at hand
        self._unanswered = self._beyond = False
        self._parser = _parser(name)
        self._parser.StartElementHandler = self._start

    def feed(self, chunk: bytes, last: bool = False) -> None:
        """Take the next bytes. Raises Refusal when they are no sheet, or one too large for memory."""
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError:
            raise Refusal(f"{self._name} {DAMAGED}") from None
        if last:
            self._settle()

    def _start(self, tag: str, given: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2] if ":" in tag else tag
        if tag == "c":
            if self._formula is not None:
                self._settle()
            self._kind = given.get("t", "")
            self._place(given.get("r") or f"{letters(self._column + 1)}{self._row}")
        elif tag == "row":
            self._settle()  # while the last cell of the row before is still the one at hand
            self._place(f"A{given.get('r', self._row + 1)}")
            self._column = 0
        elif tag in ("extLst", "sheetData"):
            self._beyond = tag == "extLst"  # lists of choices below the cells have formulas of their own
        elif tag in ("v", "is", "f") and not (self._beyond and tag == "f"):
            self._reach()
            if tag == "f":
                self._formula = given
            if self._kind == "e" or self._formula is not None:
                self._text = []
                self._parser.CharacterDataHandler = self._text.append
                self._parser.EndElementHandler = self._end

    def _end(self, tag: str) -> None:
        text = "".join(self._text).strip()
        self._parser.CharacterDataHandler = self._parser.EndElementHandler = None
        if tag.rpartition(":")[2] == "f":
            self._note_formula(text)
        elif text:
            self._unanswered = False
            if self._kind == "e":
                self.errors[self._row, self._column] = text[:SHOWN]
                if len(self.errors) > MOST_ERRORS:
                    many = f"{self._name} has over {MOST_ERRORS:,} cells that show an error, such as {text[:SHOWN]}"
                    raise Refusal(f"{many}. Mend the formulas and try again.")

    def _note_formula(self, text: str) -> None:
        key = (self._formula or {}).get("si", "")
        if key and text:
            self._shared[key] = text[:SHOWN]
        text = text or self._shared.get(key, "")
        self.formulas_in_all += 1
        self._unanswered = self._kind != "str"  # a formula may well result in an empty text
        if len(self.formulas) < MOST_LISTED:
            self.formulas.append(Cell(self._row, self._column, f"={text}"[:SHOWN]))

    def _settle(self) -> None:
        if self._unanswered:
            count, first = self.without_value
            self.without_value = count + 1, first or Cell(self._row, self._column, "")
        self._unanswered, self._formula = False, None

    def _place(self, position: str) -> None:
        found = POSITION.fullmatch(position)
        if not found or (row := int(found[2])) > MOST_ROWS or (column := _number_of(found[1])) > MOST_LETTERS:
            raise Refusal(f"{self._name} {DAMAGED}")
        self._row, self._column = row, column

    def _reach(self) -> None:
        row, column = self._row, self._column
        top, left, bottom, right = self._extent
        if top <= row <= bottom and left <= column <= right:
            return
        self._extent = top, left, bottom, right = min(top, row), min(left, column), max(bottom, row), max(right, column)
        if (bottom - top + 1) * (right - left + 1) > MOST_CELLS:
            raise Refusal(
                f"A sheet of {self._name} reaches as far as cell {letters(right)}{bottom}, which is too large to "
                "open. Delete what stands far from the table, or save the sheet as 'CSV UTF-8'."
            )


def _parser(name: str) -> Any:
    """An XML parser that takes no document type, and so no entities (which may grow without end)."""

    def refuse(*_: Any) -> None:
        raise Refusal(f"{name} holds something that no spreadsheet needs (a document type), so it was not opened.")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    return parser


def plain(value: Any) -> str:
    """A value as text: days and times in ISO form, numbers to Excel's 15 places without exponent, true or false."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format(Decimal(f"{value:.15g}"), "f") if value else "0"
    if isinstance(value, datetime.datetime):
        value = (value + HALF_A_SECOND).replace(microsecond=0)
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    if isinstance(value, datetime.time):
        value = (datetime.datetime.combine(datetime.date(2000, 1, 1), value) + HALF_A_SECOND).time()
        return value.isoformat(timespec="seconds")
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def letters(column: int) -> str:
    """The letters of a spreadsheet column: 1 is A, 28 is AB."""
    more, rest = divmod(column - 1, 26)
    return (letters(more) if more else "") + chr(65 + rest)


@functools.cache
def _number_of(column: str) -> int:
    return sum((ord(sign) - 64) * 26**place for place, sign in enumerate(column[::-1]))
