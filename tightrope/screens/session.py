"""Who is asking: the signed-in account, or a role tried on at the fictional council."""

from contextlib import suppress
from html import escape
from urllib.parse import urlencode

import streamlit as st

from tightrope import settings
from tightrope.errors import Refusal
from tightrope.public import binding
from tightrope.public.signing import COOKIE
from tightrope.records import accounts
from tightrope.records.house import House, house
from tightrope.records.roles import ROLES, Reader, looking_as

ROLE_KEY = "looking_as"
FIRST_LINK = "first_administrator"  # of this session alone: the one-time link of a council that has no account yet
LOADED = "load_done"  # what loading did, until it was said
FIRST_ROLE = "commissioner"


def reader(opened: House) -> Reader | None:
    """Asked anew on each run, so that a closed account or a changed role takes effect at the next click."""
    if not binding.sign_in_needed():
        role = st.session_state.get(ROLE_KEY, FIRST_ROLE)
        return looking_as(role if role in ROLES else FIRST_ROLE)
    return accounts.reader_of(opened.stores, settings.settings().accounts, st.context.cookies.get(COOKIE))


def again() -> tuple[House, Reader] | None:
    """The house and who asks, for what is drawn again by itself without the rest of its page.

    None where the house is closed or nobody is signed in any more: the page says so at the next click.
    """
    with suppress(Refusal):
        opened = house()
        who = reader(opened)
        return (opened, who) if who else None
    return None


def ask_to_sign_in(opened: House) -> None:
    """What somebody without a session sees, at whichever address they came to."""
    st.title("Sign in to Tightrope")
    st.text(f"{settings.settings().council.name}: these pages are for people with an account.")
    link = st.session_state.get(FIRST_LINK)
    nobody = not accounts.any_account(opened.stores)
    if link and nobody:
        _begin(link)
        return
    if nobody:
        st.text("Nobody has an account yet. On the computer that runs Tightrope, this makes a link for the first one:")
        st.code("python3 run.py account add NAME --role admin", language=None)
    st.link_button("Sign in", f"/sign-in?{urlencode({'next': _here()})}", type="primary")


def _begin(link: str) -> None:
    """Whoever has just loaded a council's first data on this computer makes its first administrator."""
    st.text("The new data are loaded, and records of their own begin now. First make an administrator's account:")
    style = (
        "display: inline-block; padding: 0.5rem 1rem; border-radius: 0.3rem; background: #33597f; color: #ffffff; "
        "text-decoration: none"
    )
    st.html(f'<a href="{escape(link)}" style="{style}">Make the first administrator</a>')
    st.text("The link works once and only on this computer. The administrator then gives others their accounts.")
    done = st.session_state.get(LOADED)
    if done and done.mapping:
        st.text("Your answers about the files, to give with next month's files so that nothing is asked twice:")
        st.download_button("Keep mapping.toml", done.mapping, "mapping.toml", "application/toml", key="load_kept")


def _here() -> str:
    path = "/" + (st.context.url or "/").split("//", 1)[-1].partition("/")[2].partition("?")[0]
    query = urlencode(st.query_params.to_dict())
    return f"{path}?{query}" if query else path
