"""A page's URL: read once at the top, written once at the bottom. What it holds is decided in links.py."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from tightrope.records.house import house
from tightrope.screens import links
from tightrope.screens.links import Part

MARK = 6  # letters: two builds of one council never share them by chance that anybody would see


def read(parts: Sequence[Part], data_date: date | None) -> dict[str, str]:
    """The checked values of this page's URL; what had to fall back is said on the page."""
    found = links.read(st.query_params.to_dict(), parts, data_date, _loaded())
    for note in found.notes:
        st.info(note, icon=":material/link:")
    return found.values


def write(values: dict[str, str], data_date: date | None) -> None:
    """Make the address of the page reopen what is on screen now."""
    made = links.write(values, data_date, _loaded())
    if st.query_params.to_dict() != made:
        st.query_params.from_dict(made)


def _loaded() -> str:
    """A mark of the data that are served now: the end of the dated name of their file. Empty without data."""
    opened = house()
    return opened.stores.warehouse.stem[-MARK:] if opened.has_data and opened.stores.warehouse else ""
