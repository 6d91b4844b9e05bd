"""Fixtures for the records: an open store of its own, and accounts to put into it."""

import pytest

from tightrope import paths, sealing
from tightrope.database import Stores
from tightrope.evidence import intake_file
from tightrope.records import accounts, intake, schema, tries

ROW = {
    "source": "panel",
    "source_id": "1",
    "received_on": "2026-10-01",
    "event_month": "2026-09-01",
    "channel": "phone",
    "teller_id": "T1",
    "teller_role": "person",
    "about": "service",
    "contract_id": "HC-01",
    "words": "Marigold told us to ring 07700 900123.",
    "triage_state": "cleared",
    "consent_level": 3,
}


@pytest.fixture
def stores(home):
    """Open records, no warehouse."""
    made = Stores(paths.records_file(), paths.warehouses(), schema.statements())
    yield made
    made.close()


@pytest.fixture
def master(home):
    """The master key of this home."""
    return sealing.make_master()


@pytest.fixture
def waiting(master):
    """Put accounts (each ROW with changes) into a sealed intake file; returns the file."""

    def put(*changes):
        rows = [{**ROW, "source_id": str(number), **change} for number, change in enumerate(changes, start=1)]
        return intake_file.write(master, rows, "2026-11-03T090000")

    return put


@pytest.fixture
def tell(stores, master, waiting):
    """Take accounts (each ROW with changes) into the records; returns their ids in order."""

    def take(*changes):
        waiting(*changes)
        intake.take_in(stores, master)
        return [
            intake.story_id(one.get("source", "panel"), one.get("source_id", str(n)))
            for n, one in enumerate(changes, start=1)
        ]

    return take


@pytest.fixture(autouse=True)
def no_tries(monkeypatch):
    """Nobody has tried to sign in yet, and hashing is quick: its strength has a test of its own."""
    monkeypatch.setattr(tries, "_made", {})
    monkeypatch.setattr("tightrope.records.passwords.COST", 2**4)
    accounts._nobody.cache_clear()
    yield
    accounts._nobody.cache_clear()
