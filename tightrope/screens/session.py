"""Who is asking: the signed-in account, or a role tried on at the fictional council."""

from urllib.parse import urlencode

import streamlit as st

from tightrope import settings
from tightrope.public import binding
from tightrope.public.signing import COOKIE
from tightrope.records import accounts
from tightrope.records.house import House
from tightrope.records.roles import ROLES, Reader, looking_as

ROLE_KEY = "looking_as"
FIRST_ROLE = "commissioner"


def reader(house: House) -> Reader | None:
    """Asked anew on each run, so that a closed account or a changed role takes effect at the next click."""
    if not binding.sign_in_needed():
        role = st.session_state.get(ROLE_KEY, FIRST_ROLE)
        return looking_as(role if role in ROLES else FIRST_ROLE)
    return accounts.reader_of(house.stores, settings.settings().accounts, st.context.cookies.get(COOKIE))


def ask_to_sign_in() -> None:
    """What somebody without a session sees, at whichever address they came to."""
    st.title("Sign in to Tightrope")
    st.text(f"{settings.settings().council.name}: these pages are for people with an account.")
    st.link_button("Sign in", f"/sign-in?{urlencode({'next': _here()})}", type="primary")


def _here() -> str:
    path = "/" + (st.context.url or "/").split("//", 1)[-1].partition("/")[2].partition("?")[0]
    query = urlencode(st.query_params.to_dict())
    return f"{path}?{query}" if query else path
