"""Text on its way into files: nothing in it that a file cannot hold, that hides, or that a program would carry out."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tightrope import spreadsheet

# What XML 1.0 cannot hold, and half characters. The signs that turn the direction of writing go as well: with them a
# line can read otherwise than it is written.
UNPRINTABLE = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u007f-\u0084\u0086-\u009f\u202a-\u202e\u2066-\u2069]"
)
LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
ADDRESS = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*://|mailto:|internal:|external:|file:)", re.IGNORECASE)


def plain(text: Any) -> str:
    r"""The text as plain letters with line ends as \n; every sign that has no place in a document is dropped.

    >>> plain("tea\x0b and\x00 toast\r\nat ten")
    'tea and toast\nat ten'
    """
    return UNPRINTABLE.sub("", LINE_ENDS.sub("\n", str(text)))


def line(text: Any) -> str:
    """The same on one line."""
    return " ".join(plain(text).split())


def cell(value: Any) -> Any:
    """A value for a cell of a workbook: text that begins like a formula or an address gets an apostrophe in front.

    The library that writes the workbook behind a chart would make a formula or a link of it.

    >>> cell("=1+1"), cell("http://a.b"), cell(12), cell("Rushed")
    ("'=1+1", "'http://a.b", 12, 'Rushed')
    """
    if not isinstance(value, str):
        return value
    made = spreadsheet.harmless(line(value))
    return f"'{made}" if ADDRESS.match(made) else made


def csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Rows as CSV for a spreadsheet, every text as cell() gives it."""
    return spreadsheet.csv([{name: cell(value) for name, value in row.items()} for row in rows])
