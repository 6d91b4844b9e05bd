"""Packs and papers: chosen items frozen together, given as slides, papers, one page or tables; and taken back."""

import streamlit as st

from tightrope.answers import board_item, packs, subjects
from tightrope.answers.evidence import evidence
from tightrope.answers.packs import FORMAT_WORDS, Made
from tightrope.answers.period import Period
from tightrope.board import files, pack
from tightrope.board.pack import Asked, Wanted
from tightrope.errors import Refusal
from tightrope.records.house import House
from tightrope.records.packs import EXEMPT, PUBLIC
from tightrope.records.roles import DECIDE, Reader
from tightrope.screens import tables
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.words import count

MAY_NOT = "Your role does not make packs. Whoever may decide about a contract makes them."
PARTS = {PUBLIC: "Public part", EXEMPT: "Exempt part, not for publication"}
READY = "pack_ready"  # in the session: the file made last, until another is asked for


def draw(house: House, reader: Reader, period: Period, chosen: dict[str, str]) -> None:
    """Making packs, giving their files, and telling those who hold what was withdrawn. Changes `chosen` in place."""
    title = st.container()
    if not reader.may(DECIDE):
        title.title("Packs are made by whoever decides")
        note(MAY_NOT)
        return
    known = subjects.named(evidence(house, reader.audience, period), board_item.KINDS)
    made = packs.list_of(house, reader)
    tell = packs.to_tell(house, reader)
    title.title(_title(made, len(tell)))
    if tell:
        panel("packs_to_tell.html", "packs_to_tell", {"packs": tell})
    _make(house, reader, period, chosen, known)
    if made:
        _files(house, reader, made)


def _title(made: list[Made], tell: int) -> str:
    if tell:
        return f"{count(tell, 'pack quotes', 'packs quote')} what may not be shown any more: tell those who hold it"
    return f"{count(len(made), 'pack has', 'packs have')} been made" if made else "No pack has been made yet"


def _make(house: House, reader: Reader, period: Period, chosen: dict[str, str], known: dict[str, str]) -> None:
    st.header("Make a pack")
    asked = [one for one in chosen["items"].split(";") if one in known]
    picked = st.multiselect("Items, in the order of the meeting", list(known), asked, format_func=known.__getitem__)
    chosen["items"] = ";".join(picked)
    with st.form("pack_make", enter_to_submit=False):
        name = st.text_input("What the papers are called", "Papers for the committee", max_chars=pack.LONGEST_TITLE)
        left, right = st.columns(2)
        link = left.text_input("Link for the last slide, to photograph", max_chars=pack.LONGEST_LINK)
        names = right.text_input("Restricted to these readers, with semicolons between them")
        if not st.form_submit_button("Make the pack", type="primary"):
            return
    readers = tuple(one.strip() for one in names.split(";") if one.strip())
    items = tuple(Asked(*one.split(":", 1)) for one in picked)
    try:
        pack.make(house, reader, period, Wanted(name, items, "pptx", bool(readers), readers, link.strip()))
    except Refusal as refusal:
        st.error("\n\n".join([str(refusal), *refusal.problems]))
        return
    st.rerun()


def _files(house: House, reader: Reader, made: list[Made]) -> None:
    st.header("Files")
    names = {
        one.pack_id: f"{one.title}, {count(len(one.subjects), 'item')} ({one.made_at:%d %b %H:%M})" for one in made
    }
    which, what, part = st.columns([2, 1.4, 1.2], vertical_alignment="bottom")
    key = which.selectbox("Pack", list(names), format_func=names.__getitem__)
    kind = what.selectbox("As", list(FORMAT_WORDS), format_func=FORMAT_WORDS.__getitem__)
    wide = part.selectbox("Part", list(PARTS), format_func=PARTS.__getitem__)
    given = (
        st.file_uploader("The council's own slides to draw on", ["pptx"], key="pack_template")
        if kind == "pptx"
        else None
    )
    if st.button("Prepare the file", icon=":material/draft:"):
        try:
            template = given.getvalue() if given else None
            st.session_state[READY] = (key, kind, wide, files.give(house, reader, key, kind, wide, template))
        except Refusal as refusal:
            st.session_state.pop(READY, None)
            st.error("\n\n".join([str(refusal), *refusal.problems]))
    ready = st.session_state.get(READY)
    if ready and ready[:3] == (key, kind, wide):
        file = ready[3]
        st.download_button(f"Save {file.name}", file.data, file.name, file.mime, icon=":material/download:")
    rows = [
        {
            "title": one.title, "items": len(one.subjects), "for": ", ".join(one.recipients) or "anybody",
            "by": one.made_by, "made": one.made_at, "given": one.downloads, "id": one.pack_id,
        }
        for one in made
    ]  # fmt: skip
    columns = {
        "title": "Papers", "items": "Items", "for": "For", "by": "Made by",
        "made": st.column_config.DatetimeColumn("Made", format="D MMM YYYY, HH:mm"), "given": "Files given",
        "id": "Reference",
    }  # fmt: skip
    tables.table(rows, columns, "Packs, the latest first", "")
