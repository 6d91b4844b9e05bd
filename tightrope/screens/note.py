"""A line of smaller text with full contrast: Streamlit's own caption is too faint to read on a projector."""

from html import escape

import streamlit as st


def note(words: str) -> None:
    """Draw one line; the words are text, whatever they look like."""
    st.html(f'<p style="font-size: 0.9rem; margin: 0">{escape(words)}</p>')


def box(words: str) -> None:
    """Words in a frame of their own, for what somebody has to see; they may hold names that people gave themselves,
    so they are text, whatever they look like."""
    with st.container(border=True):
        st.text(words)
