"""Rows as CSV for a spreadsheet, with nothing in it that a spreadsheet would carry out."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

# What a spreadsheet would carry out instead of showing; some take the wide signs for the narrow ones.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Rows as UTF-8 CSV with a byte-order mark (so that Excel reads it); text that looks like a formula is quoted."""
    frame = pd.DataFrame(rows)
    for name in frame.columns:
        if pd.api.types.is_string_dtype(frame[name]) or frame[name].dtype == object:
            frame[name] = frame[name].map(harmless)
    return frame.to_csv(index=False).encode("utf-8-sig")


def harmless(value: Any) -> Any:
    """Text that begins like a formula gets an apostrophe in front; anything else comes back as it is.

    >>> harmless("=HYPERLINK(1)"), harmless("-12 left"), harmless(-12), harmless("tea")
    ("'=HYPERLINK(1)", "'-12 left", -12, 'tea')
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
