"""The open house: what works without the key, which warehouse is served, and who may open it."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tightrope import paths, sealing, settings
from tightrope.errors import Refusal
from tightrope.evidence import warehouses
from tightrope.records import house as holding
from tightrope.records import stories
from tightrope.records.roles import looking_as

ROOT = Path(__file__).resolve().parents[2]
OFFICER = looking_as("commissioner")
NAMED = {  # where redaction looks for names that are nobody's
    "service": ["service_name"], "provider": ["provider_name"], "location": ["location_name"], "contract": ["title"],
    "contract_area": ["locality"], "area": ["area_name", "ward_name", "locality"],
}  # fmt: skip


def warehouse(day: str, rows: int) -> Path:
    """A published warehouse named after a day, with one table of `rows` rows."""
    made = paths.home() / "making.duckdb"
    made.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(made)) as connection:
        connection.execute(f"CREATE TABLE thing AS SELECT range AS number FROM range({rows})")
        for table, columns in NAMED.items():
            connection.execute(f"CREATE TABLE {table} ({', '.join(f'{one} VARCHAR' for one in columns)})")
    return warehouses.publish(made, f"{day}T090000-abc123", keep=5)


@pytest.fixture
def opening():
    """Opens the house as the app does, after closing the one before; the last is closed at the end."""
    opened = []

    def one():
        shut()
        opened.append(holding.open_house())
        return opened[0]

    def shut():
        while opened:
            opened.pop().close()

    one.shut = shut
    yield one
    shut()


def rows_of(house) -> int:
    return house.stores.raw("SELECT count(*) AS n FROM warehouse.thing")[0]["n"]


def readable(house) -> list[str]:
    ids = [row["story_id"] for row in house.stores.raw("SELECT story_id FROM records.story")]
    return [parts["shown"] for parts in stories.words(house, OFFICER, ids).values()]


@pytest.fixture
def sealed(home, opening, waiting):
    """A home with one warehouse and one account, taken in and closed; returns the key's digits."""
    warehouse("2026-11-01", 11)
    waiting({"words": "Marigold."})
    house = opening()
    assert readable(house) == ["Marigold."]
    opening.shut()
    return paths.master_key_file().read_text()


def test_a_first_start_makes_the_key(home, opening):
    house = opening()
    assert house.master is not None and house.key_problem == ""
    assert paths.master_key_file().is_file()


def test_without_the_key_numbers_work_and_words_stay_shut(sealed, opening):
    paths.master_key_file().unlink()
    house = opening()
    assert rows_of(house) == 11
    counted = house.stores.one("story/totals", audience="officers", on_day=settings.today())
    assert counted["accounts"] == 1
    assert readable(house) == []
    assert "master key is missing" in house.key_problem and "Numbers are not affected" in house.key_problem
    assert not paths.master_key_file().exists(), "a new key was made over old records"


def test_another_key_opens_nothing_and_the_right_one_put_back_opens_all(sealed, opening):
    paths.master_key_file().write_text("ab" * 32)
    house = opening()
    assert (rows_of(house), readable(house)) == (11, [])
    assert "not the one these records were sealed with" in house.key_problem
    assert paths.master_key_file().read_text() == "ab" * 32
    paths.master_key_file().write_text(sealed)
    house = opening()
    assert (house.key_problem, readable(house)) == ("", ["Marigold."])


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_a_key_that_others_may_read_is_said_and_not_used(sealed, opening):
    paths.master_key_file().chmod(0o644)
    house = opening()
    assert house.master is None and "chmod 600" in house.key_problem
    assert rows_of(house) == 11


def test_no_new_key_where_accounts_are_sealed_and_the_mark_is_gone(sealed, opening):
    paths.master_key_file().unlink()
    with duckdb.connect(str(paths.records_file())) as connection:
        connection.execute("DELETE FROM store_state WHERE name = 'key_check'")
    house = opening()
    assert house.master is None and "do not say which master key" in house.key_problem
    assert not paths.master_key_file().exists()


def test_a_damaged_warehouse_gives_way_to_the_last_good_one(home, opening):
    warehouse("2026-10-01", 11)
    bad = warehouse("2026-11-01", 22)
    bad.write_bytes(b"half a file")
    house = opening()
    assert rows_of(house) == 11
    assert "damaged or only half written" in house.data_problem
    assert "the data of 2026-10-01 are shown" in house.data_problem
    assert house.newer_data() is None, "what cannot be opened is offered as new"


def test_a_missing_warehouse_gives_way_as_well(home, opening):
    warehouse("2026-10-01", 11)
    warehouse("2026-11-01", 22).unlink()
    house = opening()
    assert rows_of(house) == 11
    assert "is missing" in house.data_problem


def test_without_any_warehouse_it_opens_and_says_what_to_do(home, opening):
    house = opening()
    assert not house.has_data
    assert house.data_problem == "No data have been built yet. Run: python3 run.py build"


def test_newer_data_are_offered_and_used(home, opening):
    warehouse("2026-10-01", 11)
    house = opening()
    assert house.newer_data() is None
    newer = warehouse("2026-11-01", 22)
    assert house.newer_data() == newer
    assert rows_of(house) == 11, "data changed under somebody who did not ask"
    house.use_newest()
    assert (rows_of(house), house.newer_data(), house.data_problem) == (22, None, "")


def test_newer_data_that_do_not_open_leave_the_old_ones_and_say_so(home, opening):
    warehouse("2026-10-01", 11)
    house = opening()
    warehouse("2026-11-01", 22).write_bytes(b"half a file")
    with pytest.raises(Refusal, match="damaged"):
        house.use_newest()
    assert rows_of(house) == 11
    assert "damaged" in house.data_problem
    assert house.newer_data() is None


def test_new_data_bring_their_accounts(home, opening, waiting):
    warehouse("2026-10-01", 11)
    house = opening()
    warehouse("2026-11-01", 22)
    waiting({"words": "Marigold."})
    house.use_newest()
    assert readable(house) == ["Marigold."]


def test_accounts_sealed_with_another_key_do_not_stop_the_start(home, opening, waiting):
    path = waiting({"words": "Marigold."})
    paths.master_key_file().unlink()
    sealing.make_master()
    house = opening()
    assert house.key_problem == ""
    assert path.name in house.intake_problem and path.exists()


def test_records_of_another_shape_are_refused_by_name(home, opening):
    opening()
    opening.shut()
    with duckdb.connect(str(paths.records_file())) as connection:
        connection.execute("UPDATE store_state SET value = '99' WHERE name = 'schema'")
    with pytest.raises(Refusal, match="shape 99"):
        holding.open_house()
    with duckdb.connect(str(paths.records_file())) as connection:  # and the file was let go
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_second_process_is_refused_and_told_who_holds_the_records(home, opening):
    opening()
    asking = "from tightrope.records import house\nfrom tightrope.errors import Refusal\n"
    asking += "try:\n    house.open_house()\nexcept Refusal as refusal:\n    print(refusal)"
    second = subprocess.run(
        [sys.executable, "-c", asking], capture_output=True, text=True, cwd=ROOT, env=dict(os.environ), timeout=60
    )
    assert "Another program holds the records file" in second.stdout, second.stderr
    assert str(os.getpid()) in second.stdout


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_nobody_else_on_this_computer_reads_the_records(home, opening):
    opening()
    file = paths.records_file()
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize(
    "note",
    ["", "{", "[]", "null", '{"pid": "x"}', '{"pid": 0.5}', '{"port": 1}', '{"pid": 999999999, "port": 1}'],
)
def test_a_spoilt_runtime_file_means_that_nobody_holds_them(home, note):
    paths.runtime_file().parent.mkdir(parents=True)
    paths.runtime_file().write_text(note)
    assert holding.who_holds() is None


def test_the_day_is_the_fictional_councils(monkeypatch):
    monkeypatch.delenv("TIGHTROPE_AS_AT", raising=False)
    assert settings.today() == date(2026, 11, 3)
