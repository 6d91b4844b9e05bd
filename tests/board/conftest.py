"""The demo council, opened once for each module of these tests, and a way to put accounts into it."""

import os
import shutil

import pytest

from tightrope.answers.evidence import usual_period
from tightrope.records import house as holding
from tightrope.records.roles import looking_as


@pytest.fixture(scope="module")
def house(built, tmp_path_factory):
    """A copy of the demo council of this module's own, open until its last test."""
    folder = shutil.copytree(built, tmp_path_factory.mktemp("board") / "demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "TIGHTROPE_HOME", str(folder / "home"))
        patch.setitem(os.environ, "TIGHTROPE_KEY_FILE", str(folder / "keys" / "master.key"))
        yield holding.house()
        holding.leave()


@pytest.fixture(scope="module")
def officer():
    return looking_as("commissioner")


@pytest.fixture(scope="module")
def year(house):
    """The last twelve months of data: 2025-11 to 2026-10."""
    return usual_period(house)
