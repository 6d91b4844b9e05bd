"""A copy of a large file without the few lines that are no rows, so that the rest can still go the quick way."""

import csv
import io
from pathlib import Path

from tightrope.evidence import readers
from tightrope.evidence.readers import Broken


def copy_without(path: Path, into: Path, lines: set[int], width: int) -> list[Broken]:
    """Copy `path` to `into` without the physical `lines` (the header is 1); returns them as broken records, in order.

    A line that only has a comma too many at its end is a row (docs/methods/checks.md) and is copied without it.
    """
    broken: list[Broken] = []
    number = 0
    with path.open("rb") as source, into.open("wb") as target:
        for line, text in enumerate(source, start=1):
            if text in (b"\n", b"\r\n"):
                continue  # blank lines are no records
            number += 1
            if line not in lines:
                target.write(text)
                continue
            bare = text.decode("utf-8", errors="replace").rstrip("\r\n")
            values = readers.parsed(bare) or []
            if len(values) == width + 1 and not values[-1]:
                out = io.StringIO()
                csv.writer(out, lineterminator="\n").writerow(values[:-1])
                target.write(out.getvalue().encode("utf-8"))
            elif values and len(values) != width:
                broken.append(Broken(number, bare[: readers.VALUE_SHOWN], readers.wrong_width(len(values), width)))
            else:
                broken.append(Broken(number, bare[: readers.VALUE_SHOWN], readers.WRONG_QUOTE))
    return broken


def numbered(broken: list[Broken], row: str = "") -> str:
    """SQL for a row's number in the file it was copied from, from its place in the table it was loaded into."""
    place = f"{row}rowid + 2"
    if not broken:
        return place
    # The lines that were cut before a row are those whose number, less the lines cut before them, it has reached.
    reached = ", ".join(str(one.record_number - before) for before, one in enumerate(broken))
    return f"({place} + len(list_filter([{reached}], cut -> cut <= {place})))"
