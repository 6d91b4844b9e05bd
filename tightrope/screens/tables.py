"""Tables: a sentence above, the figures, and the same rows as a file. Words of accounts never stand in a table."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from tightrope import spreadsheet

ROWS_WITHOUT_SCROLLING = 15


def table(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Any], alt: str, empty: str) -> None:
    """Draw rows under the column titles (or st.column_config columns) given; `empty` is said when there are none."""
    if not rows:
        st.text(empty)
        return
    frame = pd.DataFrame([{name: row[name] for name in columns} for row in rows], columns=list(columns))
    height = "content" if len(frame) <= ROWS_WITHOUT_SCROLLING else 420
    st.dataframe(
        frame, column_config=dict(columns), hide_index=True, width="stretch", height=height, alt=alt, placeholder=""
    )


def download(label: str, rows: Sequence[Mapping[str, Any]], name: str, key: str) -> None:
    """A button that gives the rows as CSV, with nothing a spreadsheet would run as a formula."""
    if rows:
        data = spreadsheet.csv(rows)
        st.download_button(label, data, file_name=name, mime="text/csv", key=key, icon=":material/download:")
