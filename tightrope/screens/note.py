"""A line of smaller text with full contrast: Streamlit's own caption is too faint to read on a projector."""

from html import escape

import streamlit as st


def note(words: str) -> None:
    """Draw one line; the words are text, whatever they look like."""
    st.html(f'<p style="font-size: 0.9rem; margin: 0">{escape(words)}</p>')
