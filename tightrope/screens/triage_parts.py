"""Reading an account for the first time: the queue, one account open, and what a person decides about it."""

from collections.abc import Sequence

import streamlit as st

from tightrope.answers.cards import CHANNEL_WORDS, ROLE_WORDS
from tightrope.answers.triage import Waiting
from tightrope.errors import Refusal
from tightrope.records import triage as records
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens import media_parts
from tightrope.screens.note import note
from tightrope.screens.panel import panel

HEARD, HELD = "heard", "held"
CHOICES = {HEARD: "It may be heard, as it stands below", HELD: "Pass it to safeguarding"}
LOOKED_AT = "triage_looked_at"


def explained(unread: int, why_off: str) -> None:
    """What the order means, and what it does not; how many the machine has yet to read, or why it reads no sense."""
    said = (
        "Accounts with direct wording of harm stand first. Most people tell of harm without any such word, so every "
        "account is read, and \u201cin turn\u201d says nothing of what is in it. Each look is on record."
    )
    if why_off:
        said += f" The machine goes by words alone, not by sense. {why_off}"
    if unread:
        said += f" The machine has yet to read {unread} of them for their sense; they may still move forward."
    note(said)


def queue(rows: Sequence[Waiting], opened: str) -> str | None:
    """The queue without words; returns what was pressed: open|id."""
    values = {"rows": rows, "opened": opened, "roles": ROLE_WORDS, "channels": CHANNEL_WORDS}
    return panel("triage.html", "triage", values)


def account(house: House, reader: Reader, one: Waiting) -> bool:
    """One account with its words, and the decision about it; True when a decision was kept."""
    try:
        words = _looked(house, reader, one.story_id)
    except Refusal as refusal:
        st.error(str(refusal))
        return False
    st.header("What was told")
    st.text(words.get("verbatim", ""))
    if words.get("asks"):
        st.subheader("What should change")
        st.text(words["asks"])
    if words.get("handling"):
        st.subheader("Who told it, or how it was taken down, for you alone")
        st.text(words["handling"])
    media_parts.account(house, reader, one.story_id)
    return _decided(house, reader, one, words)


def _looked(house: House, reader: Reader, story_id: str) -> dict[str, str]:
    """The words; a look is written once for each opening, not for each click on the page."""
    kept = st.session_state.get(LOOKED_AT)
    if kept and kept[0] == story_id and kept[1] == reader.account_id:
        return kept[2]
    words = records.look(house, reader, story_id)
    st.session_state[LOOKED_AT] = (story_id, reader.account_id, words)
    return words


def _decided(house: House, reader: Reader, one: Waiting, words: dict[str, str]) -> bool:
    with st.form(f"triage_{one.story_id}", enter_to_submit=False):
        choice = HEARD
        if one.held:
            note("Safeguarding holds it. It can be released in the form below, and in no other.")
        else:
            choice = st.radio("What happens with it", list(CHOICES), index=None, format_func=CHOICES.__getitem__)
        shown = st.text_area("What may be heard, with names and places blacked out", words.get("shown", ""), height=220)
        asks = st.text_area("What should change, as it may be heard", words.get("asks", ""))
        why = st.text_input("Why it is passed on, or released", max_chars=400)
        if not st.form_submit_button("Keep this decision"):
            return False
    try:
        if choice is None:
            raise Refusal("Choose what happens with it.")
        if one.held:
            records.release(house, reader, one.story_id, shown, why, asks)
        elif choice == HELD:
            records.hold(house, reader, one.story_id, why)
        else:
            records.clear(house, reader, one.story_id, shown, asks)
    except Refusal as refusal:
        st.error(str(refusal))
        return False
    st.session_state.pop(LOOKED_AT, None)
    media_parts.forget()
    return True
