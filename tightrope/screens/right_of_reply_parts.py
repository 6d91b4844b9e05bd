"""A finding beside what the provider says of it, on Weigh, and the form by which an officer asks the provider."""

import streamlit as st

from tightrope.answers import right_of_reply as answers
from tightrope.answers.say import day
from tightrope.answers.shapes import Weighing
from tightrope.errors import Refusal
from tightrope.records import right_of_reply
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, Reader
from tightrope.screens.note import note
from tightrope.screens.panel import panel

CODE = "provider_code"  # in the session: contract and code of the last question, until the officer has it
OWN = "own"
WHERE = "Tell the provider this code by telephone or letter: it opens the finding at /p/answer. It is kept nowhere."


def beside(house: House, found: Weighing) -> None:
    """What was found and what the provider says, in two halves of one size; nothing where nobody was asked."""
    if found.kind != "contract":
        return
    rows = answers.beside(house, [found.key])
    if rows:
        panel("right_of_reply.html", "right_of_reply", {"rows": rows, "many": False})


def ask(house: House, reader: Reader, found: Weighing) -> bool:
    """The form that puts a finding to the provider; True when one was sent or a new code was made."""
    if found.kind != "contract" or not reader.may(DECIDE):
        return False
    had = _show_code(found.key)
    with st.expander("Ask the provider what it says to this"):
        done = _ask(house, reader, found)
        return _again(house, reader, found.key) or done or had


def _ask(house: House, reader: Reader, found: Weighing) -> bool:
    made = {one.key: one for one in answers.findings(found)}
    keys = [*made, OWN]
    due_on = right_of_reply.due(house, found.as_at)
    note(
        f"It has until {day(due_on)} to answer. It reads the finding and nothing else: no account, nobody's words, "
        f"counts as published. {answers.calendar_words(house, due_on)}".strip()
    )
    picked = st.selectbox(
        "Which finding",
        keys,
        key=f"finding_{found.key}",
        format_func=lambda key: made[key].name if key in made else "My own words",
    )
    with st.form(f"ask_{found.key}_{picked}", enter_to_submit=False):
        words = st.text_area(
            "The finding, as the provider reads it", made[picked].words if picked in made else "",
            max_chars=right_of_reply.MOST_LETTERS, height=160,
        )  # fmt: skip
        post = st.text_input("Who asks, by post", answers.post_of(house, found.key), max_chars=right_of_reply.MOST_POST)
        if not st.form_submit_button("Ask the provider"):
            return False
    try:
        asked = right_of_reply.ask(house, reader, found.key, words, post)
    except Refusal as refusal:
        st.error("\n".join([str(refusal), *(f"- {problem}" for problem in refusal.problems)]))
        return False
    st.session_state[CODE] = (found.key, asked.code)
    return True


def _again(house: House, reader: Reader, contract_id: str) -> bool:
    """A new code where the old one was lost: then the old one opens nothing."""
    rows = [one for one in answers.beside(house, [contract_id]) if one.may_still_answer]
    if not rows or not st.button("The code was lost: make a new one", key=f"new_code_{contract_id}"):
        return False
    st.session_state[CODE] = (contract_id, right_of_reply.new_code(house, reader, rows[0].right_of_reply_id))
    return True


def _show_code(contract_id: str) -> bool:
    """The code that was just made, until the officer has it; True when they say so."""
    key, code = st.session_state.get(CODE, ("", ""))
    if key != contract_id:
        return False
    with st.container(border=True):
        st.text(WHERE)
        st.code(code, language=None)
        had = st.button("I have it: show it no more")
    if had:
        del st.session_state[CODE]
    return had
