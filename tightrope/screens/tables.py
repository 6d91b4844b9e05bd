"""Tables: a sentence above, the figures, and the same rows as a file. Words of accounts never stand in a table."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would carry out instead of showing
ROWS_WITHOUT_SCROLLING = 15


def table(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Any], alt: str, empty: str) -> None:
    """Draw rows under the column titles (or st.column_config columns) given; `empty` is said when there are none."""
    if not rows:
        st.text(empty)
        return
    frame = pd.DataFrame([{name: row[name] for name in columns} for row in rows], columns=list(columns))
    height = "content" if len(frame) <= ROWS_WITHOUT_SCROLLING else 420
    st.dataframe(frame, column_config=dict(columns), hide_index=True, width="stretch", height=height, alt=alt)


def download(label: str, rows: Sequence[Mapping[str, Any]], name: str, key: str) -> None:
    """A button that gives the rows as CSV, with nothing a spreadsheet would run as a formula."""
    if rows:
        st.download_button(label, csv(rows), file_name=name, mime="text/csv", key=key, icon=":material/download:")


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
