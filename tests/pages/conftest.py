"""Fixtures for the pages: the demo council opened once a file, and one of a test's own that may be spoilt first."""

import logging
import os
import shutil

import duckdb
import pytest
from looking import ACCOUNT, forget

from tightrope import paths, sealing
from tightrope.evidence import intake_file, warehouses
from tightrope.records import house as holding


@pytest.fixture(scope="session", autouse=True)
def quiet():
    """Without a server Streamlit logs on every run that it misses one."""
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True


@pytest.fixture(scope="module")
def council(built, tmp_path_factory):
    """The demo council, opened once for this file; its pages are only read."""
    folder = shutil.copytree(built, tmp_path_factory.mktemp("pages") / "demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "TIGHTROPE_HOME", str(folder / "home"))
        patch.setitem(os.environ, "TIGHTROPE_KEY_FILE", str(folder / "keys" / "master.key"))
        yield holding.house
        forget()


@pytest.fixture
def spoilt(demo):
    """The demo council of this test alone, not opened yet."""
    forget()
    yield demo
    forget()


@pytest.fixture
def add():
    """Leave accounts (each ACCOUNT with changes) for the next opening or `take_in()`."""

    def put(*changes):
        rows = [{**ACCOUNT, "source_id": f"A{number}", **change} for number, change in enumerate(changes)]
        intake_file.write(sealing.find_master(), rows, "2026-11-03T120000")

    return put


@pytest.fixture
def alter():
    """Run statements on the warehouse that is served, before it is opened."""

    def run(*statements):
        assert not holding.is_open() and warehouses.current().is_relative_to(paths.home())
        with duckdb.connect(str(warehouses.current())) as connection:
            for statement in statements:
                connection.execute(statement)

    return run
