"""Controls whose value also stands in the address: each follows the address, and the address follows it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from tightrope.screens import address


def select(
    place: Any,
    label: str,
    options: Sequence[str],
    value: str,
    key: str,
    words: Callable[[str], str] | None,
    **looks: Any,
) -> str:
    """A select box that shows `value` (what the address says) until somebody picks; returns what is picked.

    The key stays the same from run to run, so that the pick after a pick is not lost; when the address moved by
    other means (a button, a link) the box moves with it.
    """
    said = f"{key}_said"
    if st.session_state.get(key) not in options or _moved(said, value):
        st.session_state[key] = value
    picked = place.selectbox(label, options, format_func=words or str, key=key, **looks)
    st.session_state[said] = picked
    return picked


def parts(options: Mapping[str, str], value: str, key: str) -> str:
    """Which part of a page to show, all of them side by side; follows the address like select()."""
    said = f"{key}_said"
    if st.session_state.get(key) not in options or _moved(said, value):
        st.session_state[key] = value
    picked = st.segmented_control(
        "Part", list(options), format_func=options.__getitem__, key=key, label_visibility="collapsed", required=True
    )
    st.session_state[said] = picked or value
    return picked or value


def _moved(said: str, value: str) -> bool:
    """Whether the address moved by other means than this control, and is not merely behind it."""
    return st.session_state.get(said) != value and not st.session_state.get(address.BEHIND)
