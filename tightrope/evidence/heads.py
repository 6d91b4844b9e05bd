"""Looking at a file before it is read: what kind it is, where its columns are named, what had to be assumed."""

import codecs
import collections
import contextlib
import csv
import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import charset_normalizer
import pyarrow
import pyarrow.parquet

from tightrope.errors import Refusal
from tightrope.evidence import readers, workbooks

LOOKED_AT = 1_000_000  # bytes at the beginning of a CSV from which its shape is told
TAIL = 64_000  # bytes at its end, for totals
ROWS_LOOKED_AT, SAMPLE, MOST_TITLE_ROWS, MOST_COLUMNS = 400, 200, 50, 400
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright lines"}
NUMBER = re.compile(r"[-+(]*[£$€]?[-+]?(?=[.,]*\d)[\d.,]+(e[-+]?\d+)?\s?%?\)?", re.IGNORECASE)
DAY, YEAR = re.compile(r"\d{1,4}[-/.]\d{1,2}([-/.]|$)"), re.compile(r"(19|20)\d\d([-/](\d\d|20\d\d))?")
TOTAL = re.compile(r"(grand[ -]?total|sub[ -]?total|total|sum)s?\s*:?", re.IGNORECASE)
NO_TABLE = (  # how the bytes of other files begin
    (rb"%PDF", "a PDF"),
    (rb"\x1f\x8b|\x89PNG|\xff\xd8\xff|GIF8", "a compressed file or a picture"),
    (rb"(\xef\xbb\xbf)?\s*<(!doctype|html|table|head|\?xml|!--)", "a web page or XML"),
    (rb"(\xef\xbb\xbf)?\s*([{\[]\s*[\"{\[]|{\\rtf)", "JSON or formatted text"),
)
Rows = list[list[str]]


@dataclass(frozen=True)
class Head:
    """What a file looks like: its kind (csv, xlsx, parquet), column names, first rows, and every doubt in words.

    `header_row` counts as a spreadsheet does, from 1; `sample` holds up to 200 rows below it, one text a column.
    """

    path: Path
    kind: str
    columns: list[str]
    sample: Rows
    header_row: int = 1
    sheets: list[str] = field(default_factory=list)
    sheet: str | None = None
    encoding: str = ""
    delimiter: str = ""
    totals: int = 0  # rows at the end that look like totals
    doubts: list[str] = field(default_factory=list)


def head(path: Path, sheet: str | None = None, encoding: str = "", delimiter: str = "", header_row: int = 0) -> Head:
    """Look at a file. What a person knows better (sheet, encoding, delimiter, header_row) is taken as given.

    Raises Refusal, with what to do, for anything that is no table or that it would not be safe to open.
    """
    with path.open("rb") as handle:
        start = handle.read(LOOKED_AT)
    kind = _kind(path, start)
    if kind == "csv":
        return _csv_head(path, start, encoding, delimiter, header_row)
    return _parquet_head(path) if kind == "parquet" else _xlsx_head(path, sheet, header_row)


def _kind(path: Path, start: bytes) -> str:
    if not start.strip():
        raise Refusal(f"{path.name} is empty. Export it again.")
    if start[:4] == b"PAR1":
        return "parquet"
    if start[:4] == b"PK\x03\x04":
        return "xlsx"
    if start[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        with path.open("rb") as handle:
            parts = iter(lambda: handle.read(1 << 20), b"")
            locked = any("EncryptedPackage".encode("utf-16-le") in part for part in parts)
        what = "protected with a password" if locked else "an old Excel file (.xls)"
        raise Refusal(f"{path.name} is {what}. Open it in Excel, save as .xlsx{' without one' * locked} and try again.")
    what = next((name for sign, name in NO_TABLE if re.match(sign, start, re.IGNORECASE)), "")
    if not what and start.count(0) * 100 > len(start) and not _utf16(start):
        what = "no text"  # a zero byte now and then is left to unpack
    if what:
        raise Refusal(f"{path.name} is {what} and not a spreadsheet. Save the table as .xlsx or as 'CSV UTF-8'.")
    return "csv"


def _utf16(start: bytes) -> str:
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    for encoding, odd in (("utf-16-le", start[1:2000:2]), ("utf-16-be", start[0:2000:2])):
        if odd.count(0) > 0.6 * len(odd):
            return encoding
    return ""


def _csv_head(path: Path, start: bytes, encoding: str, delimiter: str, header_row: int) -> Head:
    doubts: list[str] = []
    encoding = encoding or _encoding(start, doubts)
    try:
        text = start.decode(encoding, errors="replace")
    except LookupError:
        raise Refusal(f"There is no character set '{encoding}'. Try utf-8 or cp1252.") from None
    found = {}
    for one in DELIMITERS if delimiter not in DELIMITERS else [delimiter]:
        rows = _first_rows(text, one, len(start) < LOOKED_AT)
        at = header_row - 1 if header_row else find_header(rows)
        if at is not None and at < len(rows):
            same = [len(row) == len(rows[at]) for row in rows[at + 1 :] if row]
            named = [cell for cell in rows[at] if cell]
            if len(named) == 1 and not header_row and any(d in named[0] for d in DELIMITERS if d != one):
                continue  # a whole line that was not taken apart is no name
            found[one] = (len(named) > 1, round(sum(same) / max(len(same), 1), 1), len(named)), rows, at
    if not found:
        raise _no_header(path, header_row)
    delimiter = max(found, key=lambda one: found[one][0])
    _, rows, at = found[delimiter]
    if delimiter != ",":
        doubts.append(f"Columns were taken to be separated by {DELIMITERS[delimiter]}.")
    last = _last_rows(path, start, encoding, delimiter)
    return _head(path, "csv", rows, at, last, doubts, encoding=encoding, delimiter=delimiter)


def _xlsx_head(path: Path, sheet: str | None, header_row: int) -> Head:
    doubts: list[str] = []
    with contextlib.closing(workbooks.Book(path)) as book:
        shown = [one for one in book.sheets if one not in book.hidden] or book.sheets
        for name in [sheet] if sheet else shown:
            found = book.sheet(name)
            walk = found.rows()
            rows = [[cell.strip() for cell in row] for row in itertools.islice(walk, max(ROWS_LOOKED_AT, header_row))]
            at = header_row - 1 if header_row else find_header(rows)
            if at is not None and at < len(rows) and any(rows[at]):
                break
        else:
            raise _no_header(path, header_row)
    if not sheet and len(book.sheets) > 1:
        others = ", ".join(one for one in book.sheets if one != name)
        doubts.append(f"The sheet '{name}' was read. The workbook also has: {others}.")
    below = [f"{first} to {last}" for first, last in found.merged if last > at + 1]
    if below:
        doubts.append(f"Cells are merged in rows {', '.join(below[:5])}: only the first cell of each holds the value.")
    last = [*rows[at + 1 :], *collections.deque(walk, ROWS_LOOKED_AT)]
    return _head(path, "xlsx", rows, at, last, doubts, found.first_column, sheets=book.sheets, sheet=name)


def _parquet_head(path: Path) -> Head:
    try:
        with pyarrow.parquet.ParquetFile(path) as found:
            first = next(found.iter_batches(batch_size=SAMPLE), None)
            rows = [list(map(workbooks.plain, row.values())) for row in first.to_pylist()] if first else []
            return Head(path, "parquet", names(found.schema_arrow.names, path.name), rows)
    except (pyarrow.ArrowException, OSError, ValueError):
        raise Refusal(f"{path.name} cannot be read as Parquet: it is damaged or locked. Export it again.") from None


def _head(
    path: Path, kind: str, rows: Rows, at: int, last: Rows, doubts: list[str], first: int = 1, **more: Any
) -> Head:
    width = len(columns := names(rows[at], path.name, first))
    if at:
        doubts.append(f"{'Row 1 was' if at == 1 else f'Rows 1 to {at} were'} taken for a title and left out.")
    below = [[*row, *[""] * width][:width] for row in rows[at + 1 :] if any(row)][:SAMPLE]
    if not below:
        doubts.append("There are no rows below the column names.")
    while below and is_total(below[-1]):
        below.pop()
    if totals := totals_at_end(last, width):
        those = "The last row looks like a total" if totals == 1 else f"{totals} rows at the end look like totals"
        doubts.append(f"{those} and will be left out.")
    return Head(path, kind, columns, below, at + 1, totals=totals, doubts=doubts, **more)


def _no_header(path: Path, header_row: int) -> Refusal:
    where = f"{header_row}" if header_row else f"among its first {MOST_TITLE_ROWS}"
    how = "Put the column names in one row, a name to a cell, right above the data, and try again."
    return Refusal(f"{path.name} has no row {where} that names the columns. {how}")


def _encoding(start: bytes, doubts: list[str]) -> str:
    if start[:3] == b"\xef\xbb\xbf":
        return "utf-8-sig"
    if wide := _utf16(start):
        doubts += ["The file looks like UTF-16 without its usual mark and was read so."] * (wide != "utf-16")
        return wide
    with contextlib.suppress(UnicodeDecodeError):
        codecs.getincrementaldecoder("utf-8")().decode(start, final=len(start) < LOOKED_AT)
        return "utf-8"
    signs = b"\n".join(line for line in start.split(b"\n") if not line.isascii())[:TAIL]
    best = charset_normalizer.from_bytes(signs, cp_isolation=["cp1252", "latin_1"]).best()
    encoding = best.encoding if best else "cp1252"
    shown = ", ".join(sorted({c for c in signs.decode(encoding, errors="ignore") if c > "\x7f"})[:6])
    doubts.append(f"It is not UTF-8 and was read as Windows text ({encoding}). Look whether these are right: {shown}.")
    return encoding


def rows_of(lines: readers._Lines, delimiter: str) -> Iterator[list[str]]:
    """Rows as a spreadsheet shows them, blank ones too. A quote that nothing closes within 20 lines costs one line."""
    while line := lines.take():
        text, taken = line, []
        while text.count('"') % 2 and len(taken) < 20 and (more := lines.take()):
            taken.append(more)
            text += more
        try:
            cells = next(csv.reader([text.rstrip("\r\n")], delimiter=delimiter, strict=bool(taken)), [])
        except csv.Error:
            lines.give_back(taken)
            cells = line.replace('"', "").split(delimiter)
        yield [cell.strip() for cell in cells]


def _first_rows(text: str, delimiter: str, whole: bool) -> Rows:
    text = text.removeprefix("\ufeff").replace("\0", "")
    if not whole:
        text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1]
    return list(itertools.islice(rows_of(readers._Lines(io.StringIO(text, newline="")), delimiter), ROWS_LOOKED_AT))


def _last_rows(path: Path, start: bytes, encoding: str, delimiter: str) -> Rows:
    at = max(0, path.stat().st_size - TAIL) // 2 * 2  # even, for UTF-16
    with path.open("rb") as handle:
        handle.seek(at)
        tail = handle.read()
    if encoding == "utf-16":
        encoding = "utf-16-le" if start[:1] == b"\xff" else "utf-16-be"
    lines = tail.decode(encoding, errors="replace").splitlines()[1 if at else 0 :]
    return [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=delimiter)]


def is_number(text: str) -> bool:
    """True for a number as people write it: 1,200, £3.50, -4%, (12), 1e-7."""
    return NUMBER.fullmatch(text.strip()) is not None


def is_total(row: list[str]) -> bool:
    """True when the first filled cell says total (or grand total, subtotal, sum) and all others are numbers."""
    filled = [cell for cell in row if cell.strip()]
    return len(filled) > 1 and bool(TOTAL.fullmatch(filled[0].strip())) and all(map(is_number, filled[1:]))


def is_remark(row: list[str], width: int) -> bool:
    """True for one filled cell where a row has several: such as a note of the source below the totals."""
    return width > 2 and sum(1 for cell in row if cell.strip()) == 1


def totals_at_end(rows: Rows, width: int) -> int:
    """How many rows at the end are totals; blank rows and remarks among and below them do not matter."""
    count = 0
    for row in reversed(rows):
        if is_total(row):
            count += 1
        elif any(cell.strip() for cell in row) and not is_remark(row, width):
            break
    return count


def find_header(rows: Rows) -> int | None:
    """The place of the first row that fills over two thirds of the width with distinct texts that are no numbers.

    Rows above it that fill less are titles. None where the first full row is data, or nothing is there.
    """
    extents = [max((n for n, cell in enumerate(row, start=1) if cell), default=0) for row in rows]
    ranked = sorted(one for one in extents if one)
    if not ranked:
        return None
    for width in ranked[-(-3 * (len(ranked) - 1) // 4)], ranked[len(ranked) // 2]:
        full = (at for at, row in enumerate(rows[: MOST_TITLE_ROWS + 1]) if 3 * sum(map(bool, row)) > 2 * width)
        if (at := next(full, None)) is not None:
            below = [one for one in extents[at + 1 :] if one]
            wider = 2 * sum(one > extents[at] for one in below) - len(below) + (extents[at] == 1)
            if _names_things([cell for cell in rows[at] if cell]) and (wider <= 0 or not below):
                return at
    return None


def _names_things(cells: list[str]) -> bool:
    texts = [cell for cell in cells if not is_number(cell) and not DAY.match(cell)]
    years = [cell for cell in cells if YEAR.fullmatch(cell)]
    return bool(texts) and len({*texts, *years}) > len(cells) / 2 and {*texts, *years} == set(cells)


def names(row: list[str], file: str, first: int = 1) -> list[str]:
    """The column names of a header row, a line break inside made a space, empty ones at its end dropped."""
    found = [" ".join(cell.splitlines()).strip() for cell in row]
    while found and not found[-1]:
        found.pop()
    if len(found) > MOST_COLUMNS:
        raise Refusal(f"{file} has {len(found):,} columns; {MOST_COLUMNS} are the most. Keep those that are needed.")
    if "" in found:
        where = workbooks.letters(first + found.index(""))
        raise Refusal(f"{file} has a column without a name: column {where}. Name it, or take it out, and try again.")
    folded = [one.casefold() for one in found]
    twice = sorted({one for one in found if folded.count(one.casefold()) > 1})
    if twice:
        raise Refusal(f"{file} names a column twice: {', '.join(twice)}. Give each its own name and try again.")
    return found
