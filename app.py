"""The server: Streamlit's app with the public door beside it. Start it with run.py, or `streamlit run app.py`."""

import socket
import sys
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config

from tightrope import commands, paths
from tightrope.answers import trays
from tightrope.answers.warm import warm_up
from tightrope.errors import Refusal
from tightrope.public import binding, door, listener, local, signing, welcome
from tightrope.public.as_served import AsServed
from tightrope.public.static import CompressedStatic
from tightrope.records import accounts, house, meeting_notes, runtime
from tightrope.screens import turns

# The Streamlit script lives away from pages/, so that no request can reach a page without frame and sign-in.
SCRIPT = paths.ROOT / "tightrope" / "screens" / "entry.py"


def start() -> socket.socket | None:
    """Open the stores before the first request; what is wrong is said in one sentence, exit code 2.

    Returns the socket of the public door, where one is wanted.
    """
    binding.listen(config.get_option("server.address"))
    try:
        stores = house.house().stores
        binding.check(accounts.any_account(stores))
        return listener.reserve()
    except Refusal as refusal:
        print(refusal, file=sys.stderr, flush=True)
        house.leave()
        sys.exit(2)


@asynccontextmanager
async def lifespan(app):
    """Leave the note for the command line, open the public listener, and close everything at the end."""
    port = config.get_option("server.port")
    turns.often()
    try:
        token = runtime.leave_note(port, binding.way_in())
        local.expect(token, lambda arguments, given: commands.carry_out(arguments, given, house.house))
        welcome.say(welcome.first_link(house.house()), port)
        trays.clear_stale()
        meeting_notes.forget_old(house.house())
        warm_up(house.house())
        with listener.public(public_door):
            yield
    finally:
        runtime.take_note_away()
        house.leave()


public_door = start()
app = st.App(
    SCRIPT,
    routes=[*door.ROUTES, *signing.ROUTES, *local.ROUTES],
    middleware=[
        Middleware(AsServed),
        Middleware(CompressedStatic),
    ],
    lifespan=lifespan,
)
