"""Safeguarding's word on screen: asked for by whoever wants to share something, given by their lead."""

from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

from tightrope.answers import board_item, subjects
from tightrope.answers.evidence import Evidence
from tightrope.records import clearing
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens.words import day


def contracts(found: Evidence, chosen: Iterable[str]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Of each chosen kind:key that runs: its title and its contracts, as `ask` takes them."""
    running = {
        f"{kind}:{key}": (one.title, one.members)
        for kind in board_item.KINDS
        for key, one in subjects.subjects(found, kind).items()
    }
    return {one: running[one] for one in chosen if one in running}


def ask(house: House, reader: Reader, place: str, about: Mapping[str, tuple[str, Sequence[str]]]) -> None:
    """Of each subject (kind:key -> its title and contracts) that safeguarding has to agree to: how it stands, and a
    button that asks them. `place` tells the buttons of one part of a page from those of another."""
    for subject, (title, contract_ids) in about.items():
        wrong = clearing.problem(house, subject, contract_ids)
        if not wrong:
            continue
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        left.text(f"{title}: {wrong}")
        if wrong == clearing.ASKED:
            continue
        if right.button("Ask safeguarding", key=f"ask_{place}_{subject}", width="stretch"):
            clearing.ask(house, reader, subject)
            st.rerun()


def answer(house: House, reader: Reader) -> None:
    """Questions to safeguarding whether something may be shared; nothing is said of what is held."""
    for row in clearing.waiting(house, reader):
        left, yes, no = st.columns([3, 1, 1], vertical_alignment="bottom")
        left.text(f"May {row['subject'].partition(':')[2]} be put before a board? Asked on {day(row['asked_at'])}.")
        for column, words, cleared in ((yes, "Yes", True), (no, "Not now", False)):
            if column.button(words, key=f"clear_{row['clearing_id']}_{cleared}", width="stretch"):
                clearing.answer(house, reader, row["clearing_id"], cleared)
                st.rerun()
