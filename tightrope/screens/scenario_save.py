"""Saving a split: only after the stories, with interests declared or none confirmed, and with the reason for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from tightrope.errors import Refusal
from tightrope.records import scenarios as records
from tightrope.records.house import House
from tightrope.records.roles import TRY_SPLITS, Reader
from tightrope.records.scenarios import Move, Saved

SOME, NONE = "some", "none"
ASKED = {SOME: "Somebody's, named here", NONE: "Nobody's that I know of: I confirm it"}
MAY_NOT = "Your role looks at splits and does not save them."


@dataclass(frozen=True)
class Prepared:
    """A split ready to be saved: its kind, subject, body and figures, and what was shown and moved before.

    `beside` says in words what need alone would give, where the split `differs` from it.
    """

    kind: str
    subject: str
    body: str
    figures: Mapping[str, float]
    stories: Sequence[str]
    looked: bool
    differs: bool
    beside: str
    moves: Sequence[Move]


def draw(house: House, reader: Reader, prepared: Prepared, parent_id: str | None) -> str | None:
    """The form; returns the reference of what was saved just now."""
    st.header("Save this split")
    if not reader.may(TRY_SPLITS):
        st.text(MAY_NOT)
        return None
    with st.form(f"save_{prepared.kind}", enter_to_submit=False):
        title = st.text_input("Name", max_chars=records.LONGEST_TITLE)
        interest = st.radio(
            "Whose interests does it touch: who asked, who gains, whom you know?", list(ASKED), index=None,
            format_func=ASKED.__getitem__,
        )  # fmt: skip
        whose = st.text_area("Whose, and what was done about it", max_chars=records.LONGEST_WORDS, height=68)
        reason = ""
        if prepared.differs:
            st.text(prepared.beside)
            reason = st.text_area("Why it differs from that", max_chars=records.LONGEST_WORDS, height=68)
        if not st.form_submit_button("Save it", type="primary"):
            return None
    saved = Saved(
        title, prepared.kind, prepared.subject, prepared.body, prepared.figures, prepared.stories, prepared.looked,
        _interests(interest, whose), prepared.differs, reason, prepared.moves, parent_id,
    )  # fmt: skip
    try:
        return records.save(house, reader, saved)
    except Refusal as refusal:
        st.error("\n\n".join([str(refusal), *refusal.problems]))
        return None


def _interests(answer: str | None, whose: str) -> str | None:
    """What was declared; None where nothing was answered, or somebody's are touched and nobody is named."""
    if answer == NONE:
        return ""
    return whose.strip() or None if answer == SOME else None
