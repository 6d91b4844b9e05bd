"""Whatever a fresh server is asked first, it answers with the frame and, where people sign in, with that alone."""

import hashlib

import pytest
from serving import go, over_websocket

from tightrope.screens.register import PAGES

FRAME = "Hallamford, a fictional council. Today here is 3 Nov 2026."
ASKS = "Sign in to Tightrope"
DATA = {  # what only the page itself shows
    "overview": "See why",
    "weigh": "What people tell, what is measured, what is paid",
    "renewals": "contracts can be re-tendered until the committee",
    "contracts": "of it for what was not delivered",
    "decisions": "Six officers answer for all 60 contracts",
    "voices": "people told us; 185 of them tell of",
    "missing": "Nobody who needs help with memory told us themselves",
    "replies": "answers are owed, 213 of them overdue",
    "coding": "Code is for other roles than yours.",
    "triage": "Read first is for other roles than yours.",
    "board": "Interests come first",
    "what-if": "as it is budgeted for 2026-27",
    "places": "on a low income: most in Brookvale",
    "data": "60 live contracts are loaded",
    "load": "Load your data is for other roles than yours.",  # the role that a session begins with may not
}
ANY_DATA = (*DATA.values(), "Beechcroft", "£", "Home care", "Looking as")
KEYS = [page.key for page in PAGES]
# The first page, one for everybody and one for few stand for the others, which all come the same way: app.py's script
# lies away from pages/. By browser or over its own websocket every page is the first request once.
SOME = ["overview", "weigh", "triage"]
REQUIRED = {"TIGHTROPE_SIGN_IN": "required"}


def address(server, key):
    return server.address + next(page.address for page in PAGES if page.key == key)


def test_every_page_is_asked_for():
    assert set(DATA) == set(KEYS)


@pytest.mark.parametrize("key", SOME)
def test_the_first_request_by_browser_gets_frame_and_page(fresh, window, key):
    page = go(window(), address(fresh(), key))
    page.get_by_text(FRAME).wait_for()
    page.get_by_text(DATA[key]).first.wait_for()


@pytest.mark.parametrize("key", SOME[1:])
def test_where_people_sign_in_the_first_request_by_browser_gets_that_alone(fresh, window, key):
    page = go(window(), address(fresh(**REQUIRED), key))
    assert page.locator("h1").inner_text() == ASKS
    everything = page.locator("body").inner_text() + page.content()
    assert not [one for one in ANY_DATA if one in everything]


def words(messages):
    return "\n".join(str(one) for one in messages if one.WhichOneof("type") in ("delta", "navigation", "new_session"))


def script_hash(key):
    """What a client would send for the page's file, were pages found by their files."""
    script = next(page.script for page in PAGES if page.key == key)
    return hashlib.md5(script.encode(), usedforsecurity=False).hexdigest()


@pytest.mark.parametrize(("key", "how"), [("weigh", "name"), ("triage", "hash")])
def test_where_people_sign_in_the_first_bare_websocket_gets_that_alone(fresh, chromium_path, key, how):
    server = fresh(**REQUIRED)
    asked = {"page": key} if how == "name" else {"script_hash": script_hash(key)}
    found = words(over_websocket(server, **asked))
    assert ASKS in found
    assert not [one for one in ANY_DATA if one in found]
    again = words(over_websocket(server, page=key, query="of=HC-01&look=all:&show=all&part=money"))
    assert ASKS in again and not [one for one in ANY_DATA if one in again]


@pytest.mark.parametrize("key", [key for key in KEYS if key not in SOME])
def test_the_first_bare_websocket_gets_frame_and_page(fresh, chromium_path, key):
    found = words(over_websocket(fresh(), page="" if key == "overview" else key))
    assert FRAME in found and DATA[key] in found
