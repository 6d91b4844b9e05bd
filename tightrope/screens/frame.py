"""The thin frame round every page: where we are, what day it is here, who is looking, what is wrong."""

from datetime import date

import streamlit as st
from streamlit import config

from tightrope import settings
from tightrope.answers.triage import late_words
from tightrope.errors import Refusal
from tightrope.public import binding, welcome
from tightrope.records.house import House
from tightrope.records.house import house as opened_house
from tightrope.records.roles import LOAD_DATA, ROLE_WORDS, ROLES, Reader
from tightrope.screens.note import note
from tightrope.screens.register import DECIDE, LISTEN, PAGES, UNDERSTAND, page
from tightrope.screens.session import FIRST_ROLE, ROLE_KEY
from tightrope.screens.words import day

TO_LOAD = "go_to_load"  # pressed: the next run is the data officer's, who may open the page


def menu(reader: Reader) -> dict[str, list]:
    """Every page by group, for st.navigation. Those not open to the reader are not shown; a link to one says so."""
    made = {group: [] for group in (DECIDE, LISTEN, UNDERSTAND)}
    for one in PAGES:
        visible = "visible" if one.open_to(reader) else "hidden"
        made[one.group].append(
            st.Page(
                one.script,
                title=one.title,
                icon=one.icon,
                url_path=one.key,
                default=one.is_first,
                visibility=visible,
            )
        )
    return {group: found for group, found in made.items() if found}


def draw(house: House, reader: Reader) -> None:
    """The line on top, and whatever needs to be known before reading on."""
    council = settings.settings().council
    where = f"{council.name}, a fictional council." if council.fictional else f"{council.name}."
    left, right = st.columns([3, 1.3], vertical_alignment="center")
    with left:
        note(f"{where} Today here is {day(settings.today())}.")
    with right:
        _who(reader)
    if house.data_problem:
        st.warning(house.data_problem, icon=":material/error:")
    if house.key_problem:
        st.warning(house.key_problem, icon=":material/key_off:")
    if house.intake_problem:
        st.warning(house.intake_problem, icon=":material/inbox:")
    newer = house.newer_data()
    if newer is not None:
        _offer(house, date.fromisoformat(newer.stem[:10]))


def foot(house: House) -> None:
    """What everybody may know of what nobody may read yet."""
    waiting = house.stores.one("story/waiting") or {}
    if waiting.get("untriaged") or waiting.get("held"):
        oldest = waiting["oldest_untriaged_on"]
        since = f", the oldest since {day(oldest)}" if oldest else ""
        longest = waiting["oldest_held_on"]
        held = f", the oldest of them came on {day(longest)}" if longest else ""
        note(
            f"{waiting['untriaged']} accounts wait to be read for the first time{since}. "
            f"{waiting['held']} were received and passed to safeguarding{held}. {late_words(house)}".rstrip()
        )


def way_to_load(reader: Reader) -> None:
    """Where nothing is loaded: how to get a council's own files in."""
    if st.session_state.pop(TO_LOAD, False) and reader.may(LOAD_DATA):
        st.switch_page(page("load").script)
    if reader.may(LOAD_DATA):
        st.page_link(page("load").script, label="Load your council's own files", icon=page("load").icon)
    elif binding.sign_in_needed():
        st.text("A data officer or an administrator can load the council's own files here.")
    else:
        words = "Load your council's own files, as its data officer"
        st.button(words, icon=page("load").icon, on_click=_as_officer, key="to_load")


def _as_officer() -> None:
    st.session_state.update({ROLE_KEY: "data_officer", TO_LOAD: True})


def _who(reader: Reader) -> None:
    if binding.sign_in_needed():
        with st.popover(reader.name, width="stretch"):
            st.text(ROLE_WORDS[reader.role])
            st.link_button("Say what was not there", "/p/note")
            st.link_button("Take it down for somebody", "/p/take-down")
            st.html('<form method="post" action="/sign-out"><button>Sign out</button></form>')
        return
    st.selectbox(
        "Looking as",
        list(ROLES),
        index=list(ROLES).index(FIRST_ROLE),
        format_func=lambda role: f"Looking as: {ROLE_WORDS[role]}",
        label_visibility="collapsed",
        key=ROLE_KEY,
        persist_state="session",
    )


def _first_account() -> None:
    """Where the new data are another council's and nobody has an account there: the link is printed, as at a start."""
    welcome.say(welcome.first_link(opened_house()), config.get_option("server.port"))


def _offer(house: House, built_on: date) -> None:
    left, right = st.columns([4, 1], vertical_alignment="center")
    left.info(f"New data are ready, built on {day(built_on)}.", icon=":material/sync:")
    if right.button("Use the new data", width="stretch"):
        try:
            house.use_newest()
            _first_account()
        except Refusal as refusal:
            st.warning(str(refusal), icon=":material/error:")
        else:
            st.rerun()
