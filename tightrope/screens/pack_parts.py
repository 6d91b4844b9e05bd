"""Packs and papers: chosen items frozen together, given as slides, papers, one page or tables; and taken back."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import streamlit as st

from tightrope import settings
from tightrope.answers import board_item, packs, subjects
from tightrope.answers.evidence import evidence
from tightrope.answers.packs import FORMAT_WORDS, Made
from tightrope.answers.period import Period
from tightrope.board import files, pack
from tightrope.board.files import File, NotCleared
from tightrope.board.pack import Asked, Wanted
from tightrope.errors import Refusal
from tightrope.records.house import House
from tightrope.records.packs import EXEMPT, PUBLIC
from tightrope.records.roles import DECIDE, Reader
from tightrope.screens import clearing_parts, tables
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.words import count

MAY_NOT = "Your role does not make packs. Whoever may decide about a contract makes them."
PARTS = {PUBLIC: "Public part", EXEMPT: "Exempt part, not for publication"}
READY = "pack_ready"  # in the session: the file made last, until another is asked for or the records change
UNCLEARED = "pack_uncleared"  # in the session: the pack of which no file was made, and what it is about
STALE = "The records have changed since this file was prepared. Prepare it again: it then holds what may be read now."


@dataclass(frozen=True)
class Ready:
    """A file that was prepared: what was asked for, and the state of the records and the day it holds for."""

    asked: tuple[str, ...]
    state: tuple[int, date]
    file: File


def draw(house: House, reader: Reader, period: Period, chosen: dict[str, str]) -> None:
    """Making packs, giving their files, and telling those who hold what was withdrawn. Changes `chosen` in place."""
    title = st.container()
    if not reader.may(DECIDE):
        title.title("Packs are made by whoever decides")
        note(MAY_NOT)
        return
    found = evidence(house, reader.audience, period)
    known = subjects.named(found, board_item.KINDS)
    made = packs.list_of(house, reader)
    tell = packs.to_tell(house, reader)
    title.title(_title(made, len(tell)))
    if tell:
        panel("packs_to_tell.html", "packs_to_tell", {"packs": tell})
    _make(house, reader, period, chosen, known)
    clearing_parts.ask(house, reader, "items", clearing_parts.contracts(found, _items(chosen)))
    if made:
        _files(house, reader, made)


def _title(made: list[Made], tell: int) -> str:
    if tell:
        return f"{count(tell, 'pack quotes', 'packs quote')} what may not be shown any more: tell those who hold it"
    return f"{count(len(made), 'pack has', 'packs have')} been made" if made else "No pack has been made yet"


def _make(house: House, reader: Reader, period: Period, chosen: dict[str, str], known: dict[str, str]) -> None:
    st.header("Make a pack")
    asked = [one for one in _items(chosen) if one in known]
    picked = st.multiselect("Items, in the order of the meeting", list(known), asked, format_func=known.__getitem__)
    chosen["items"] = ";".join(picked)
    with st.form("pack_make", enter_to_submit=False):
        name = st.text_input("What the papers are called", "Papers for the committee", max_chars=pack.LONGEST_TITLE)
        names = st.text_input("Restricted to these readers, with semicolons between them")
        if not st.form_submit_button("Make the pack", type="primary"):
            return
    readers = tuple(one.strip() for one in names.split(";") if one.strip())
    items = tuple(Asked(*one.split(":", 1)) for one in picked)
    try:
        pack.make(house, reader, period, Wanted(name, items, "pptx", bool(readers), readers))
    except Refusal as refusal:
        st.error("\n\n".join([str(refusal), *refusal.problems]))
        return
    st.rerun()


def _items(chosen: dict[str, str]) -> list[str]:
    return [one for one in chosen["items"].split(";") if one]


def _files(house: House, reader: Reader, made: list[Made]) -> None:
    st.header("Files")
    names = {  # with the reference: two packs of one minute may be called the same
        one.pack_id: f"{one.title}, {count(len(one.subjects), 'item')} ({one.made_at:%d %b %H:%M}), {one.pack_id}"
        for one in made
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
    link = st.text_input(
        "Link for the last slide, to photograph", max_chars=files.LONGEST_LINK, key="pack_link",
        help="It is printed in this file and kept nowhere.",
    ).strip()  # fmt: skip
    template = given.getvalue() if given else None
    if st.button("Prepare the file", icon=":material/draft:"):
        _prepare(house, reader, (key, kind, wide), template, link)
    pack_id, waits = st.session_state.get(UNCLEARED, ("", {}))
    if pack_id == key:
        clearing_parts.ask(house, reader, "file", waits)
    _offer(house, _asked((key, kind, wide), template, link))
    _table(made)


def _asked(which: tuple[str, str, str], template: bytes | None, link: str) -> tuple[str, ...]:
    return (*which, sha256(template).hexdigest() if template is not None else "", link)


def _prepare(house: House, reader: Reader, which: tuple[str, str, str], template: bytes | None, link: str) -> None:
    """Make the file and keep it to be saved, for as long as nothing else of the records changes."""
    st.session_state.pop(READY, None)
    st.session_state.pop(UNCLEARED, None)
    then = house.stores.version + 1  # that it is given is itself put on record
    try:
        made = files.give(house, reader, *which, template, link)
    except Refusal as refusal:
        if isinstance(refusal, NotCleared):
            st.session_state[UNCLEARED] = (which[0], refusal.subjects)
        st.error("\n\n".join([str(refusal), *refusal.problems]))
        return
    st.session_state[READY] = Ready(_asked(which, template, link), (then, settings.today()), made)


def _offer(house: House, asked: tuple[str, ...]) -> None:
    """The prepared file, where it is the one asked for. After a change it may hold words that were taken back."""
    ready: Ready | None = st.session_state.get(READY)
    if ready is None:
        return
    if ready.state != (house.stores.version, settings.today()):
        del st.session_state[READY]
        note(STALE)
        return
    if ready.asked == asked:
        file = ready.file
        st.download_button(f"Save {file.name}", file.data, file.name, file.mime, icon=":material/download:")


def _table(made: list[Made]) -> None:
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
