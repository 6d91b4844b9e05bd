"""Fixtures everybody shares: a home of its own for each test, and the demo council built once a run."""

import os
import shutil
import sys
import time
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb
import pytest
import streamlit
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import local_script_runner

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
OPEN_DATA = ROOT.parent / "shared" / "open-data"
PLACE = ROOT / "tests" / "data" / "place"
MOST_SECONDS = 300  # to wait for what another process of the run builds
FEW_VISITS = 20_000  # enough for every figure to exist, small enough to build in seconds

# Many tests start a server or a command: none of them compiles again what one before it compiled.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

for name in [one for one in os.environ if one.startswith("TIGHTROPE_") and one != "TIGHTROPE_CHROMIUM"]:
    del os.environ[name]


def pytest_report_header():
    """Versions that decide what is possible."""
    browser = os.environ.get("TIGHTROPE_CHROMIUM") or "none found"
    return f"duckdb {duckdb.__version__}, streamlit {streamlit.__version__}, browser: {browser}"


def pytest_terminal_summary(terminalreporter):
    """Say loudly what was left out."""
    left = terminalreporter.stats.get("skipped", [])
    if left:
        terminalreporter.section("LEFT OUT", sep="*")
        for report in left:
            terminalreporter.line(f"{report.nodeid}: {report.longrepr[2] if report.longrepr else ''}")


@pytest.fixture(scope="session", autouse=True)
def scanned_once():
    """Each AppTest looks through all installed packages for components; during a run these stay as they are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session", autouse=True)
def waited_for():
    """An AppTest looks every millisecond whether its script has ended, and takes the time from it: wait instead."""

    def until_it_ends(runner, timeout=3):
        runner._script_thread.join(timeout)
        plain(runner, timeout)  # gives back at once what has ended, and says what takes too long

    plain = local_script_runner.require_widgets_deltas
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", until_it_ends)
        yield


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty home: no warehouse, no records, a master key file of its own."""
    monkeypatch.setenv("TIGHTROPE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TIGHTROPE_KEY_FILE", str(tmp_path / "keys" / "master.key"))
    return tmp_path / "home"


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The demo council with few visits, built once, its accounts taken in. Copy it, do not open it."""

    def make(where):
        _built(where, visits=FEW_VISITS)
        with _at(where):
            from tightrope.records import house

            house.open_house().close()  # the accounts are redacted and sealed once, not in every copy

    return _once(tmp_path_factory, "built", make)


@pytest.fixture(scope="module")
def shared_house(built, tmp_path_factory):
    """The demo council, opened once for a module: for tests that read, or only add to it."""
    from tightrope.records import house as holding

    folder = shutil.copytree(built, tmp_path_factory.mktemp("house") / "demo")
    with _at(folder):
        yield holding.house()
        holding.leave()


@pytest.fixture(scope="module")
def year(shared_house):
    """The last twelve months of data: 2025-11 to 2026-10."""
    from tightrope.answers.evidence import usual_period

    return usual_period(shared_house)


@pytest.fixture(scope="session")
def built_place(tmp_path_factory):
    """A made-up place without contracts (tests/data/place), built once: (home, key file). Copy it, do not open it."""
    return _once(tmp_path_factory, "built-place", lambda where: _built(where, folder=PLACE, demo=False))


def _once(tmp_path_factory, name, make):
    """A folder that one of the processes of this run makes, while the others wait for it."""
    root = tmp_path_factory.getbasetemp()
    root = root.parent if os.environ.get("PYTEST_XDIST_WORKER") else root
    where, done = root / name, root / f"{name}.done"
    try:
        where.mkdir()
    except FileExistsError:
        until = time.monotonic() + MOST_SECONDS
        while not done.exists():
            assert time.monotonic() < until, f"{name} was not made by the process that began it"
            time.sleep(0.2)
        return where
    make(where)
    done.touch()
    return where


def _built(where, **order):
    from tightrope import sealing
    from tightrope.evidence.build import build

    with _at(where):
        build(master=sealing.make_master(), **order)
    return where


@contextmanager
def _at(where):
    """The home and the key of a built council, while something is done there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIGHTROPE_HOME", str(where / "home"))
        patch.setenv("TIGHTROPE_KEY_FILE", str(where / "keys" / "master.key"))
        yield


@pytest.fixture
def demo(built, tmp_path, monkeypatch):
    """A home of this test's own with the demo council built and nothing opened yet."""
    shutil.copytree(built, tmp_path / "demo")
    monkeypatch.setenv("TIGHTROPE_HOME", str(tmp_path / "demo" / "home"))
    monkeypatch.setenv("TIGHTROPE_KEY_FILE", str(tmp_path / "demo" / "keys" / "master.key"))
    return tmp_path / "demo" / "home"


@pytest.fixture
def house(demo):
    """The demo council, opened; closed at the end."""
    from tightrope.records import house as holding

    yield holding.house()
    holding.leave()
