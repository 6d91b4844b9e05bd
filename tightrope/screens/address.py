"""A page's URL: read once at the top, written once at the bottom. What it holds is decided in links.py."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from tightrope.records.house import house
from tightrope.screens import links
from tightrope.screens.links import Part

OPEN = "address_open"  # in the session: the address of the run that has begun and not written its own yet
BEHIND = "address_behind"  # in the session: the run before was cut short, so the address does not hold its choices yet
MARK = 6  # letters: two builds of one council never share them by chance that anybody would see


def read(parts: Sequence[Part], data_date: date | None) -> dict[str, str]:
    """The checked values of this page's URL; what had to fall back is said on the page.

    Whoever clicks while a page is being drawn cuts that run short before it wrote its choices: see controls.py.
    """
    asked = st.query_params.to_dict()
    st.session_state[BEHIND] = st.session_state.get(OPEN) == asked
    st.session_state[OPEN] = asked
    found = links.read(asked, parts, data_date, _loaded())
    for note in found.notes:
        st.info(note, icon=":material/link:")
    return found.values


def write(values: dict[str, str], data_date: date | None) -> None:
    """Make the address of the page reopen what is on screen now."""
    made = links.write(values, data_date, _loaded())
    if st.query_params.to_dict() != made:
        st.query_params.from_dict(made)
    st.session_state[OPEN] = None


def _loaded() -> str:
    """A mark of the data that are served now: the end of the dated name of their file. Empty without data."""
    opened = house()
    return opened.stores.warehouse.stem[-MARK:] if opened.has_data and opened.stores.warehouse else ""
