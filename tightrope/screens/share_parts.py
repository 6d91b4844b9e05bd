"""Links to a board page: made with their terms, shown once, listed with their openings, and withdrawn."""

from collections.abc import Mapping

import streamlit as st

from tightrope.answers import board_item, board_links, subjects
from tightrope.answers.board_links import OPENS, Link
from tightrope.answers.evidence import evidence
from tightrope.answers.period import Period
from tightrope.board import links
from tightrope.errors import Refusal
from tightrope.records import sharing
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, READ_HELD, Reader
from tightrope.records.sharing import NAMED, OPEN, Made, Wanted
from tightrope.screens import clearing_parts, controls, tables
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.qr import qr
from tightrope.screens.words import count, day

MAY_NOT = "Your role does not make links. Whoever may decide about a contract makes them."
SHOWN = "share_made"  # in the session: a link just made, as its maker sees it once
FOR = {OPEN: "Anybody who has the link", NAMED: "Named people, with a passcode"}
ALL = "all"


def draw(house: House, reader: Reader, period: Period, chosen: dict[str, str]) -> None:
    """Making, listing and withdrawing; for safeguarding, what waits for their word. Changes `chosen` in place."""
    title = st.container()
    if reader.may(READ_HELD):
        clearing_parts.answer(house, reader)
    if not reader.may(DECIDE):
        title.title("Links to the board page are made by whoever decides")
        note(MAY_NOT)
        return
    made = board_links.list_of(house, reader)
    opening = sum(one.state == OPENS for one in made)
    title.title(f"{count(opening, 'link opens', 'links open')} now" if made else "No link has been made yet")
    found = evidence(house, reader.audience, period)
    known = subjects.named(found, board_item.KINDS)
    if not known:
        note("No contract is loaded, so there is nothing to show a board.")
        return
    options = {"": "Choose one"} | known
    chosen["of"] = controls.select(st, "What is it about?", list(options), chosen["of"], "share_of", options.get)
    if chosen["of"]:
        _make(house, reader, period, chosen["of"])
        clearing_parts.ask(house, reader, "link", clearing_parts.contracts(found, [chosen["of"]]))
    _shown()
    _list(house, reader, made, known)


def _make(house: House, reader: Reader, period: Period, of: str) -> None:
    kind, _, key = of.partition(":")
    with st.form("share_make", enter_to_submit=False):
        level = st.radio("Who may open it?", list(FOR), format_func=FOR.__getitem__, horizontal=True)
        left, right = st.columns(2)
        days = left.number_input("Days until it ends", 1, None, None, placeholder="As in the settings")
        views = right.number_input("Openings at most", 1, sharing.MOST_VIEWS, None, placeholder="No limit")
        names = st.text_input("Names, with semicolons between them", help="Only for named people.")
        passcode = st.checkbox("Ask for a passcode too")
        sent = st.form_submit_button("Make the link", type="primary")
    if not sent:
        return
    recipients = tuple(one.strip() for one in names.split(";") if one.strip()) if level == NAMED else ()
    wanted = Wanted(level, days, passcode or level == NAMED, recipients, views)
    try:
        st.session_state[SHOWN] = links.make(house, reader, period, kind, key, wanted)
    except Refusal as refusal:
        st.error("\n\n".join([str(refusal), *refusal.problems]))
        return
    st.rerun()


def _shown() -> None:
    """The link just made: its address is kept nowhere, so it is on screen until something else is done with it."""
    made: Made | None = st.session_state.get(SHOWN)
    if made is None:
        return
    where = links.address(made.token)
    values = {
        "url": where.url, "note": where.note, "passcode": made.passcode, "ends": day(made.ends_at),
        "qr": qr(where.url),
    }  # fmt: skip
    panel("share_made.html", "share_made", values)
    st.code(where.url, language=None)
    if st.button("I have it: take it off the screen"):
        del st.session_state[SHOWN]
        st.rerun()


def _list(house: House, reader: Reader, made: list[Link], known: Mapping[str, str]) -> None:
    if not made:
        return
    st.header("Links that were made")
    rows = [
        {
            "about": known.get(one.subject, one.subject), "state": one.state_words, "for": one.for_words,
            "views": one.views_words, "by": one.made_by, "made": one.made_at, "ends": one.ends_at,
        }
        for one in made
    ]  # fmt: skip
    columns = {
        "about": "About", "state": "State", "for": "For", "views": "Openings", "by": "Made by",
        "made": st.column_config.DatetimeColumn("Made", format="D MMM YYYY, HH:mm"),
        "ends": st.column_config.DatetimeColumn("Ends", format="D MMM YYYY"),
    }  # fmt: skip
    tables.table(rows, columns, "Links to board pages, the latest first", "")
    open_now = {one.share_id: one for one in made if one.state == OPENS}
    if not open_now:
        return
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    words = {
        key: f"{known.get(one.subject, one.subject)}, for {one.for_words}, {one.made_at:%d %b %H:%M}"
        for key, one in open_now.items()
    }
    picked = left.selectbox("Withdraw", list(words), None, format_func=words.__getitem__, placeholder="Choose a link")
    if picked and right.button("Withdraw it", width="stretch"):
        try:
            sharing.withdraw(house, reader, picked)
        except Refusal as refusal:
            st.error(str(refusal))
            return
        st.session_state.pop(SHOWN, None)
        st.rerun()
