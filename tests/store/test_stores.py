"""The two stores: reading through swaps, writing from many threads, and what is said when something is wrong."""

import threading
import time

import duckdb
import pytest

from tightrope import paths
from tightrope.database import Stores
from tightrope.errors import Refusal
from tightrope.records import schema


def warehouse(name: str, rows: int):
    """A warehouse file with one table of `rows` rows."""
    path = paths.warehouses() / f"{name}.duckdb"
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"CREATE TABLE thing AS SELECT range AS number FROM range({rows})")
    return path


@pytest.fixture
def stores(home):
    made = Stores(paths.records_file(), paths.warehouses(), schema.statements())
    yield made
    made.close()


def note(stores, text):
    row = [f"E{text}", "2026-11-03 09:00:00", None, "noted", str(text), None]
    stores.write(lambda cursor: cursor.execute("INSERT INTO records.audit_event VALUES (?, ?, ?, ?, ?, ?)", row))


def notes(stores):
    return stores.raw("SELECT count(*) AS n FROM records.audit_event")[0]["n"]


def test_six_threads_read_through_forty_swaps_without_an_error(stores):
    sizes = {11, 22}
    files = [warehouse("a", 11), warehouse("b", 22)]
    stores.attach(files[0])
    errors, seen, done = [], set(), threading.Event()

    def read():
        while not done.is_set():
            try:
                row = stores.raw("SELECT count(*) AS n, count(*) AS again FROM warehouse.thing")[0]
                seen.add(row["n"])
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for swap in range(40):
        time.sleep(0.01)
        stores.attach(files[swap % 2])
    done.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert seen == sizes


def test_a_thread_may_ask_inside_a_cursor_while_a_swap_waits(stores):
    files = [warehouse("a", 11), warehouse("b", 22)]
    stores.attach(files[0])
    with stores.cursor() as cursor:
        swap = threading.Thread(target=stores.attach, args=(files[1],))
        swap.start()
        time.sleep(0.05)
        inner = stores.raw("SELECT count(*) AS n FROM warehouse.thing")[0]["n"]
        outer = cursor.execute("SELECT count(*) FROM warehouse.thing").fetchone()[0]
    swap.join(timeout=5)
    assert (inner, outer) == (11, 11)
    assert stores.raw("SELECT count(*) AS n FROM warehouse.thing")[0]["n"] == 22


def test_twenty_threads_write_and_every_change_is_there(stores):
    before = stores.version

    def write(thread):
        for number in range(25):
            note(stores, f"{thread}-{number}")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert notes(stores) == 20 * 25
    assert before < stores.version <= before + 20 * 25


def test_one_failing_change_does_not_take_its_neighbours_with_it(stores):
    note(stores, "same")
    outcome = {}

    def write(name, text):
        try:
            note(stores, text)
            outcome[name] = "saved"
        except duckdb.ConstraintException:
            outcome[name] = "refused"

    # A slow change first, so that the others wait together and share a commit.
    slow = threading.Thread(target=stores.write, args=(lambda cursor: time.sleep(0.2),))
    slow.start()
    time.sleep(0.05)
    threads = [threading.Thread(target=write, args=(text, text)) for text in ("one", "same", "two")]
    for thread in threads:
        thread.start()
    for thread in [slow, *threads]:
        thread.join()
    assert outcome == {"one": "saved", "same": "refused", "two": "saved"}
    assert notes(stores) == 3


def test_version_rises_with_every_commit_and_survives_a_restart(home):
    first = Stores(paths.records_file(), paths.warehouses(), schema.statements())
    note(first, "a")
    note(first, "b")
    version = first.version
    first.close()
    second = Stores(paths.records_file(), paths.warehouses(), schema.statements())
    assert version == 2
    assert second.version == 2
    second.close()


def test_after_closing_nothing_is_taken_as_saved(home):
    made = Stores(paths.records_file(), paths.warehouses(), schema.statements())
    made.close()
    with pytest.raises(Refusal, match="nothing was saved"):
        note(made, "late")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('{records}')",
        "ATTACH '{home}/elsewhere.duckdb' AS elsewhere",
        "COPY (SELECT 1) TO '{home}/out.csv'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
    ],
)
def test_sql_reaches_nothing_outside_the_warehouse_folder(stores, home, statement):
    with pytest.raises(duckdb.Error):
        stores.raw(statement.format(home=home, records=paths.records_file()))


def test_a_query_never_picks_up_a_python_variable(stores):
    import pandas as pd

    secret = pd.DataFrame({"word": ["kept"]})  # noqa: F841  the name a query must not find
    with pytest.raises(duckdb.CatalogException):
        stores.raw("SELECT * FROM secret")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda path: path.unlink(), "is missing"),
        (lambda path: path.write_bytes(b"not a database"), "damaged or only half written"),
        (lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 3]), "damaged or only half written"),
    ],
)
def test_a_bad_warehouse_is_refused_and_the_one_before_serves_on(stores, damage, words):
    good, bad = warehouse("good", 11), warehouse("later", 22)
    stores.attach(good)
    damage(bad)
    with pytest.raises(Refusal, match=words):
        stores.attach(bad)
    assert stores.raw("SELECT count(*) AS n FROM warehouse.thing")[0]["n"] == 11
