"""The same small folder checked by us and by the frictionless package: the same rows are found faulty.

Where the rules differ on purpose, the difference is stated and the rows are taken out of the comparison:

* a child of a row that was set aside is set aside too, so that nothing loaded points to nothing; frictionless looks
  for the parent in its file only (TAKEN_ALONG);
* the second row with a key is named by both; where the first is faulty itself, we load the second, frictionless
  names it (the second test);
* a month may also be written as its first day (2026-05-01), and one comma too many at the end of a line takes
  nothing away: we load both, frictionless names them (MORE_GENEROUS);
* a day is written with two digits for month and day; frictionless lets 2026-5-6 pass, we do not (STRICTER).

Rules that Table Schema does not have (pseudonyms, order of dates, plausible years) are tested in test_checks.py.
"""

import json
import shutil
from pathlib import Path

import duckdb
import frictionless
import pytest

from tightrope import database, paths, tables
from tightrope.evidence import readers
from tightrope.evidence.build import build
from tightrope.evidence.staging import Stage

SMALL = Path(__file__).parent.parent / "data" / "bad" / "small"
MESSY = Path(__file__).parent.parent / "data" / "messy"
NAMES = frozenset(path.stem for path in SMALL.glob("*.csv"))
TAKEN_ALONG = {("contract_area", 7), ("budget", 8)}
MORE_GENEROUS = {("payment", 8), ("budget", 7)}
STRICTER = {("hand_back", 6)}
NO_PARENT_HERE = ("provider", "location", "commissioner")


@pytest.fixture
def folder(tmp_path):
    """A copy of the small folder that a test may change."""
    return shutil.copytree(SMALL, tmp_path / "small")


def theirs(folder):
    """{(table, row)} that frictionless finds faulty; rows are numbered with the header as 1."""
    descriptor = json.loads(paths.TABLES.read_text(encoding="utf-8"))
    descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] in NAMES]
    for resource in descriptor["resources"]:
        schema = resource["schema"]
        header = readers.columns(folder / resource["path"])
        schema["fields"] = [f for f in schema["fields"] if f["name"] in header]
        resource["encoding"] = "utf-8"
        keys = schema.pop("foreignKeys", [])
        schema["foreignKeys"] = [
            k for k in keys if k["fields"][0] in header and k["reference"]["resource"] not in NO_PARENT_HERE
        ]
    package = frictionless.Package.from_descriptor(descriptor, basepath=str(folder))
    report = package.validate()
    rows = set()
    for task in report.tasks:
        for error in task.errors:
            assert hasattr(error, "row_number"), f"{task.name}: {error.message}"
            rows.add((task.name, error.row_number))
    return rows


def ours(folder):
    """{(table, record)} that we set aside, and the values of the references among them."""
    with database.scratch() as build:
        stage = Stage(build)
        given = [t for t in tables.of_store("warehouse", "imported") if t.name in NAMES]
        for table in given:
            stage.file(table, folder / f"{table.name}.csv")
            stage.check(table)
        stage.references(given)
        for table in given:
            stage.insert(table)
    return {(f["table_name"], f["record_number"]) for found in stage.sources.values() for s in found for f in s.faults}


def test_we_and_frictionless_find_the_same_rows_faulty(folder):
    expected = theirs(folder)
    assert len(expected) >= 25
    found = ours(folder)
    ours_alone = TAKEN_ALONG | STRICTER
    assert found - ours_alone == expected - MORE_GENEROUS
    assert ours_alone <= found and not ours_alone & expected
    assert expected >= MORE_GENEROUS and not MORE_GENEROUS & found


def test_a_second_row_gets_its_chance_where_the_first_is_faulty(folder):
    """Stated difference: frictionless names the second row as a repeat of one that is not loaded."""
    text = "contract_id,month,units_paid,units_delivered,amount\nC1,2026-05,ten,9,20\nC1,2026-05,10,9,20\n"
    (folder / "payment.csv").write_text(text, encoding="utf-8")
    assert {row for row in theirs(folder) if row[0] == "payment"} == {("payment", 2), ("payment", 3)}
    assert {row for row in ours(folder) if row[0] == "payment"} == {("payment", 2)}


def test_frictionless_finds_nothing_wrong_with_what_we_load_of_a_messy_folder(home, tmp_path):
    """The rows of five files in five forms, once they are in: typed, joined and complete as the contracts ask."""
    report = build(MESSY, demo=False)
    names = ("service", "provider", "contract", "measure_return", "payment", "package", "contract_measure")
    contract = tables.load()
    with duckdb.connect(str(report.warehouse), read_only=True) as connection:
        for name in names:
            columns = ", ".join(
                f"strftime({one.name}, '%Y-%m') AS {one.name}" if one.type == "yearmonth" else one.name
                for one in contract[name].stored
            )
            connection.sql(f"SELECT {columns} FROM {name}").write_csv(str(tmp_path / f"{name}.csv"))
    descriptor = json.loads(paths.TABLES.read_text(encoding="utf-8"))
    descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] in names]
    for resource in descriptor["resources"]:
        schema = resource["schema"]
        kept = {one.name for one in contract[resource["name"]].stored}
        schema["fields"] = [one for one in schema["fields"] if one["name"] in kept]
        schema["foreignKeys"] = [
            key for key in schema.get("foreignKeys", []) if key["reference"]["resource"] in ("", *names)
        ]
    found = frictionless.Package.from_descriptor(descriptor, basepath=str(tmp_path)).validate()
    assert {task.name: task.stats["rows"] for task in found.tasks} == {
        "service": 3, "provider": 4, "contract": 5, "measure_return": 7, "payment": 8, "package": 3,
        "contract_measure": 3,
    }  # fmt: skip
    assert [(task.name, error.message) for task in found.tasks for error in task.errors] == []
