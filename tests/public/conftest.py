"""Fixtures for the plain pages: the app's routes on empty records, asked as a browser on this computer would."""

import warnings

import pytest
from starlette.applications import Starlette
from starlette.exceptions import StarletteDeprecationWarning
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

with warnings.catch_warnings():  # it asks for another HTTP library, which nothing else here needs
    warnings.simplefilter("ignore", StarletteDeprecationWarning)
    from starlette.testclient import TestClient

from tightrope import commands
from tightrope.public import binding, door, local, signing
from tightrope.public.headers import SecurityHeaders
from tightrope.records import accounts, tries
from tightrope.records import house as holding

HERE = ("127.0.0.1", 50000)


@pytest.fixture
def opened(home, monkeypatch):
    """The house of this process on empty records; nobody has tried to sign in yet."""
    monkeypatch.setattr(tries, "_made", {})
    monkeypatch.setattr("tightrope.records.passwords.COST", 2**4)
    monkeypatch.setattr(tries, "LONGEST_PAUSE", 0.0)
    monkeypatch.setattr(binding, "_address", "localhost")
    accounts._nobody.cache_clear()
    yield holding.house()
    holding.leave()
    accounts._nobody.cache_clear()


def page(request):
    """Stands for Streamlit's pages."""
    return PlainTextResponse("a page")


def fails(request):
    """A defect."""
    raise RuntimeError("inside")


@pytest.fixture
def app(opened, monkeypatch):
    """Makes an app with app.py's routes and middleware, as the settings and environment of the moment have it."""
    monkeypatch.setattr(local, "_token", "")
    monkeypatch.setattr(local, "_carry", None)

    def make(client=HERE, base_url="http://localhost"):
        made = Starlette(
            routes=[
                *door.ROUTES,
                *signing.ROUTES,
                *local.ROUTES,
                Route("/fails", fails),
                Route("/p-fails", fails),
                Route("/{rest:path}", page),
            ],
            middleware=[
                Middleware(
                    SecurityHeaders,
                    hosts=binding.hosts(),
                    door_hosts=binding.door_hosts(),
                    only_here=not binding.sign_in_needed(),
                )
            ],
        )
        return TestClient(made, base_url=base_url, client=client, raise_server_exceptions=False, follow_redirects=False)

    return make


@pytest.fixture
def expecting(opened):
    """Lets the command line in with this token."""
    local.expect("right", lambda arguments, given: commands.carry_out(arguments, given, holding.house))
    return "right"
