"""The script every session runs: who is asking, the frame, and the page. Pages never run without it."""

from contextlib import suppress
from functools import partial

import streamlit as st

from tightrope.errors import NotAllowed, NotFound, Refusal
from tightrope.records.house import house
from tightrope.screens import board_choices, frame, session, turns
from tightrope.screens.register import PAGES, page

st.set_page_config(page_title="Tightrope", page_icon="⚖️", layout="wide")

try:
    opened = house()
except Refusal as refusal:
    st.title("Tightrope cannot start")
    st.text(str(refusal))
    st.stop()

reader = session.reader(opened)
if reader is None:
    ask = partial(session.ask_to_sign_in, opened)
    st.navigation(
        [st.Page(ask, title="Sign in", url_path=one.key, default=one.is_first) for one in PAGES],
        position="hidden",
    ).run()
    st.stop()

with turns.turn():
    chosen = st.navigation(frame.menu(reader), position="top")
    frame.draw(opened, reader)
    closed_to = [one.key for one in PAGES if not one.open_to(reader)]
    try:
        if chosen.url_path in closed_to:
            raise NotAllowed(f"{page(chosen.url_path).title} is for other roles than yours.")
        chosen.run()
    except (NotAllowed, NotFound) as refusal:
        st.title("This is not open to you")
        st.text(str(refusal))
    except Refusal as refusal:
        st.title("This cannot be shown now")
        st.text(str(refusal))
    if chosen.url_path in closed_to or (not opened.has_data and chosen.url_path != "load"):
        frame.way_to_load(reader)
    if not board_choices.in_a_meeting(chosen.url_path):
        with suppress(Refusal):  # another council's data took the place of these meanwhile
            frame.foot(opened)
