"""Reading a CSV so that every physical record is accounted for: loaded, or set aside with its reason.

The rules, and what a physical record is, stand in docs/methods/checks.md.
"""

import csv
import hashlib
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow
import pyarrow.csv

from tightrope.errors import Refusal

LONGEST_RECORD = 400  # lines one quoted field may run over (a specification); beyond, the quote is broken
LONGEST_LINE = 4_000_000  # characters; an outline of an area is a few hundred thousand at most
VALUE_SHOWN = 200  # characters of a faulty record that are kept to show
COMMAS_NOT_PROSE = 4  # a line of somebody's words may well have fewer
BLOCK = 8_000_000  # characters handed on at once: bounds the memory that a large file needs
WRONG_QUOTE = "A quotation mark is opened and never closed, or stands in the wrong place. Close or remove it."

csv.field_size_limit(LONGEST_LINE)


@dataclass
class Broken:
    """A physical record that is no row: where it stands (the header is record 1), its text, why."""

    record_number: int
    text: str
    words: str


@dataclass
class Block:
    """Some records of a file: the sound ones as CSV text with their numbers, and the broken ones."""

    numbers: list[int] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)

    def table(self, columns: list[str]) -> pyarrow.Table:
        """The sound records as text, one column each, with record_number in front."""
        if not self.lines:
            kinds = [("record_number", pyarrow.int64()), *((name, pyarrow.string()) for name in columns)]
            return pyarrow.schema(kinds).empty_table()
        data = "".join(self.lines).encode("utf-8")
        found = pyarrow.csv.read_csv(
            io.BytesIO(data),
            pyarrow.csv.ReadOptions(column_names=columns, block_size=len(data) + 1),
            pyarrow.csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
            pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(columns, pyarrow.string())),
        )
        return found.add_column(0, "record_number", pyarrow.array(self.numbers, pyarrow.int64()))


def fingerprint(path: Path) -> str:
    """SHA-256 of a file's bytes, as hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def columns(path: Path) -> list[str]:
    """The column names in a file's first line.

    Raises Refusal when there is no header, a column is named twice, or the file is not UTF-8.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            line = handle.readline(LONGEST_LINE)
    except UnicodeDecodeError:
        raise _not_utf8(path) from None
    if not line.strip():
        raise Refusal(f"{path.name} has no header row. The first line must name the columns.")
    try:
        found = [one.strip() for one in next(csv.reader([line], strict=True))]
    except csv.Error:
        raise Refusal(f"The header row of {path.name} cannot be read. {WRONG_QUOTE}") from None
    twice = sorted({one for one in found if found.count(one) > 1})
    if twice:
        raise Refusal(f"{path.name} names a column twice: {', '.join(twice) or 'one without a name'}.")
    return found


def sift(path: Path) -> Iterator[Block]:
    """Read a UTF-8 CSV (with or without byte-order mark) record by record, in blocks; the header is left out.

    A record with a broken quote or the wrong number of columns is set aside and reading goes on with the
    next line, so that one broken quote costs one record. Raises Refusal as columns() does.
    """
    width = len(columns(path))
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            handle.readline(LONGEST_LINE)
            yield from _blocks(_Lines(handle), width)
    except UnicodeDecodeError:
        raise _not_utf8(path) from None


class _Lines:
    """The lines of a file, with the possibility to go back to some that were looked at."""

    def __init__(self, handle: io.TextIOBase):
        self._handle = handle
        self._again: deque[str] = deque()

    def take(self) -> str:
        """The next line with its ending; empty at the end of the file."""
        return self._again.popleft() if self._again else self._handle.readline()

    def give_back(self, lines: list[str]) -> None:
        self._again.extendleft(reversed(lines))


def _blocks(lines: _Lines, width: int) -> Iterator[Block]:
    block, size, number, commas = Block(), 0, 1, width - 1
    while line := lines.take():
        bare = line.rstrip("\r\n")
        if not bare:
            continue
        number += 1
        if '"' not in bare and bare.count(",") == commas and len(bare) <= LONGEST_LINE:
            sound, fault = bare + "\n", ""
        else:
            sound, fault = _record(line, lines, width)
        if fault:
            block.broken.append(Broken(number, bare[:VALUE_SHOWN], fault))
        else:
            block.lines.append(sound)
            block.numbers.append(number)
        size += len(line)
        if size >= BLOCK:
            yield block
            block, size = Block(), 0
    yield block


def _record(line: str, lines: _Lines, width: int) -> tuple[str, str]:
    """The record that begins with `line`: its text with every value quoted, and why it is none (or nothing)."""
    values = None if len(line) > LONGEST_LINE else parsed(line)
    if values is None:
        return "", WRONG_QUOTE
    if not values:
        values = _longer(line, lines, width)
        if not values:
            return "", WRONG_QUOTE
    if len(values) == width + 1 and not values[-1]:
        values = values[:-1]  # a comma too many at the end of a line takes nothing away
    if len(values) != width:
        return "", wrong_width(len(values), width)
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(values)
    return out.getvalue(), ""


def _longer(line: str, lines: _Lines, width: int) -> list[str]:
    """The values of a record that runs over several lines; empty, and all but `line` given back, where there is none.

    Two broken quotes can swallow the records between them and still look like one long value. A line inside
    that would be a whole record by itself gives that away, in files with enough columns to tell it from prose.
    """
    before = len(next(csv.reader([line]))) - 1  # values that stand before the one whose quote is open
    text, taken = line, []
    while len(taken) < LONGEST_RECORD and len(text) <= LONGEST_LINE:
        more = lines.take()
        if not more:
            break
        taken.append(more)
        text += more
        if '"' not in more:
            if more.count(",") == width - 1 >= COMMAS_NOT_PROSE:
                break
            continue
        values = parsed(text)
        if values is None:
            break
        if values:
            swallowed = before >= COMMAS_NOT_PROSE and len(parsed(more) or []) == width
            if len(values) == width and not swallowed:
                return values
            break
    lines.give_back(taken)
    return []


def wrong_width(found: int, width: int) -> str:
    """What to say of a record with another number of columns than the header."""
    return f"It has {found} columns; the header names {width}. Look for a missing or extra comma."


def parsed(text: str) -> list[str] | None:
    """The values of one record; an empty list while a quote is still open; None where a quote is misplaced."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        values = next(reader)
    except csv.Error as error:
        return [] if "unexpected end" in str(error) else None
    return values if next(reader, None) is None else None


def _not_utf8(path: Path) -> Refusal:
    with path.open("rb") as handle:
        line = next((number for number, one in enumerate(handle, start=1) if not _decodes(one)), 1)
    return Refusal(f"{path.name} is not UTF-8 (line {line}). Save it as 'CSV UTF-8' and try again.")


def _decodes(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
