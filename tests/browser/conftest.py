"""Fixtures for the browser: Chromium, one server that everybody shares, and fresh ones where that is the point."""

import os
import shutil

import pytest
from playwright.sync_api import expect, sync_playwright
from serving import FLAGS, MOST_SECONDS, SIZES, Server, copied

from tightrope import sealing
from tightrope.evidence import intake_file

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
NAMES += ("google-chrome", "google-chrome-stable", "chrome", "msedge")
NO_BROWSER = "No Chromium was found: the browser tests did not run. Name one in TIGHTROPE_CHROMIUM."

expect.set_options(timeout=MOST_SECONDS)  # to wait on a slow computer, never to judge speed

# A story as somebody might send it, and what a careless page would do with each part of it.
STRANGE = (
    "<script>document.title = 'taken over'</script><img src=x onerror=\"document.title = 'taken over'\"> "
    "**not bold** [not a link](javascript:alert(1)) # not a heading | not | a table |\n\n- not a list\n"
    "$\\frac{not}{latex}$ :material/flag: :red[not red] `not code` &amp; &lt;b&gt; {{ not.jinja }} "
    "مرحبا بكم من البيت \u202eback to front\u202c עברית 👩🏽‍🦽❤️ বাংলা "
)
STRANGE += "word " * ((20_000 - len(STRANGE)) // 5)
STRANGE_CONTRACT = "DO-05"


def pytest_collection_modifyitems(items):
    """All tests of this folder need Chromium."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium_path():
    """The program; without one these tests are left out loudly, and fail where CI is set."""
    found = os.environ.get("TIGHTROPE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        with sync_playwright() as playwright:
            known = playwright.chromium.executable_path
        found = known if os.path.exists(known) else None
    if found is None and os.environ.get("CI", "").lower() in ("1", "true", "yes"):
        pytest.fail(NO_BROWSER)
    if found is None:
        pytest.skip(NO_BROWSER)
    return found


@pytest.fixture(scope="module")
def chromium(chromium_path):
    """A running browser for this file. Not for the whole run: Playwright's loop would be in other tests' way."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium):
    """Make a page in a clean context: no cookies, nothing kept."""
    made = []

    def open_one(size="laptop", **more):
        width, height = SIZES[size]
        phone = size == "phone"
        context = chromium.new_context(
            viewport={"width": width, "height": height}, is_mobile=phone, has_touch=phone, **more
        )
        context.set_default_timeout(MOST_SECONDS)
        made.append(context)
        return context.new_page()

    yield open_one
    for context in made:
        context.close()


@pytest.fixture(scope="session")
def server(built, chromium_path, tmp_path_factory):
    """The demo council, with one strange story more, served for all who only read."""
    folder = copied(built, tmp_path_factory.mktemp("server") / "demo")
    row = {
        "source": "strange", "source_id": "1", "received_on": "2026-10-12", "event_month": "2026-10-01",
        "channel": "web", "teller_id": "T-strange", "teller_role": "family", "is_panel": False, "about": "service",
        "service_id": "day_opportunities", "contract_id": STRANGE_CONTRACT, "language": "English", "valence": 0,
        "severity": 1, "themes": "information", "triage_state": "cleared", "consent_level": 3, "words": STRANGE,
    }  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "TIGHTROPE_HOME", str(folder / "home"))
        patch.setitem(os.environ, "TIGHTROPE_KEY_FILE", str(folder / "keys" / "master.key"))
        intake_file.write(sealing.find_master(), [row], "2026-11-03T120000")
    made = Server(folder)
    yield made
    made.stop()


@pytest.fixture
def fresh(built, tmp_path):
    """Start a server that has served nothing yet: fresh(TIGHTROPE_SIGN_IN="required")."""
    made = []

    def start(**environment):
        made.append(Server(copied(built, tmp_path / f"demo{len(made)}"), **environment))
        return made[-1]

    yield start
    for one in made:
        one.stop()


@pytest.fixture(scope="module")
def own_server(built, chromium_path, tmp_path_factory):
    """A server of this file's own, for walks that change things and not one another's."""
    made = Server(copied(built, tmp_path_factory.mktemp("own") / "demo"))
    yield made
    made.stop()
