"""The last steps of loading: whose data, the check, and putting them to use."""

import streamlit as st
from streamlit import config

from tightrope import settings
from tightrope.answers import loading
from tightrope.answers.loading import Council, Done
from tightrope.answers.trays import Tray
from tightrope.errors import Refusal
from tightrope.public import binding, welcome
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens.note import note
from tightrope.screens.session import FIRST_LINK


def council(house: House, tray: Tray, said: Council | None) -> None:
    """Name, year and finance's totals."""
    usual = said or loading.council_usual(house)
    with st.form("load_council", border=False):
        left, right = st.columns([2, 1])
        name = left.text_input("Name of the council", usual.name, max_chars=loading.LONGEST_COUNCIL)
        year = right.text_input("Financial year", usual.financial_year, max_chars=7)
        left, right = st.columns(2)
        gross = left.text_input("Finance's ledger total for the year, gross, in pounds (optional)", _sum(usual, True))
        net = right.text_input("The same, net (optional)", _sum(usual, False))
        note("What is loaded is held against these totals, and the difference is named.")
        pressed = st.form_submit_button("Keep this", type="secondary" if said else "primary")
    if pressed:
        try:
            made = Council(name, year, loading.pounds_of(gross), loading.pounds_of(net))
            loading.say_council(house, tray, made)
        except Refusal as refusal:
            st.error(str(refusal), icon=":material/error:")
        else:
            st.rerun()
    elif said:
        st.text(f"These are the data of {said.name}, {said.financial_year}.")


def check(reader: Reader, tray: Tray) -> None:
    """The button, and why it waits."""
    left = loading.still_open(tray)
    if left:
        st.text("Before the check: " + " ".join(left))
    again = loading.checked(tray) is not None
    label = "Check again" if again else "Check"
    if st.button(label, key="load_check", type="secondary" if again else "primary", disabled=bool(left)):
        try:
            with st.spinner("Reading and checking every row"):
                loading.check(reader, tray)
        except Refusal as refusal:
            _refused(refusal)
        else:
            st.rerun()


def load(house: House, reader: Reader, tray: Tray, said: Council, same: bool) -> Done | None:
    """What loading means for the records, and the button. Returns what was done, once it was."""
    now = settings.settings().council.name
    if same:
        st.text(f"These take the place of the data in use. What people wrote in {now}'s records stays as it is.")
    else:
        st.text(
            f"{now}'s records stay apart: {said.name} begins with records of its own. Sign-in begins then: whoever "
            "is here now sees nothing more until they have an account there."
        )
    if not st.button("Load these", key="load_load", type="primary"):
        return None
    asked_to_sign_in = binding.sign_in_needed()
    try:
        with st.spinner("Reading, checking, loading. With many rows this takes a minute or two."):
            opened, done = loading.load(house, reader, tray)
    except Refusal as refusal:
        _refused(refusal)
        return None
    if not same:
        link = welcome.first_link(opened)
        welcome.say(link, config.get_option("server.port"))
        st.session_state[FIRST_LINK] = link if welcome.may_see(reader, asked_to_sign_in) else ""
    return done


def _refused(refusal: Refusal) -> None:
    """Why nothing was done, each reason by itself; nothing is lost by it."""
    for one in (refusal.problems or [str(refusal)])[:20]:
        st.error(one, icon=":material/error:")
    note("Nothing was changed, and your files still lie here.")


def _sum(said: Council, gross: bool) -> str:
    value = said.ledger_gross if gross else said.ledger_net
    return f"{value:,}" if value else ""
