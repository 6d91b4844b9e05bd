"""The demo council, opened once for each module of these tests: they only read."""

import pytest

from tightrope.records.roles import looking_as


@pytest.fixture(scope="module")
def house(shared_house):
    return shared_house


@pytest.fixture(scope="module")
def commissioner():
    return looking_as("commissioner")
