"""The council's promises by officer: what is late, dropped, open and kept; and closing one."""

from collections.abc import Sequence

import streamlit as st

from tightrope.answers import promises as answers
from tightrope.answers.promises import Promise
from tightrope.errors import Refusal
from tightrope.records import promising
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, Reader
from tightrope.screens.panel import panel
from tightrope.screens.tables import table

AT_ONCE = 40
HOW = {promising.KEPT: "Kept", promising.DROPPED: "Dropped"}


def draw(house: House, reader: Reader) -> bool:
    """Promises by post, then each; True when one was closed."""
    st.header("What was promised")
    found = answers.promises(house)
    st.text("Late means that its day has passed: it is still open, or it was done after it. More kept is better.")
    columns = {"post": "Post", "late": "Late", "dropped": "Dropped", "open": "Not due yet", "kept": "Kept in time"}
    rows = [vars(one) for one in answers.by_post(found)]
    table(
        rows, columns, "Promises late, dropped, open and kept, by the post that made them", "No promise is on record."
    )
    closed = _close(house, reader, [one for one in found if not one.is_closed])
    panel("promises.html", "promises", {"rows": found[:AT_ONCE], "standings": answers.STANDINGS})
    return closed


def _close(house: House, reader: Reader, still: Sequence[Promise]) -> bool:
    if not reader.may(DECIDE) or not still:
        return False
    known = {one.promise_id: f"{one.words} ({one.post})" for one in still}
    with st.expander("Close a promise"), st.form("close_promise", enter_to_submit=False, border=False):
        key = st.selectbox("Which", list(known), format_func=known.__getitem__)
        how = st.radio("How it ended", list(HOW), index=None, horizontal=True, format_func=HOW.__getitem__)
        why = st.text_input("Why, where it was dropped: anybody may read it", max_chars=promising.MOST_LETTERS)
        if not st.form_submit_button("Close it"):
            return False
    try:
        promising.close(house, reader, key, how or "", why)
    except Refusal as refusal:
        st.error("\n".join([str(refusal), *refusal.problems]))
        return False
    return True
