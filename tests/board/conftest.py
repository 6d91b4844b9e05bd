"""The demo council, opened once for each module of these tests, and a way to put accounts into it."""

import pytest

from tightrope.records.roles import looking_as


@pytest.fixture(scope="module")
def house(shared_house):
    return shared_house


@pytest.fixture(scope="module")
def officer():
    return looking_as("commissioner")
