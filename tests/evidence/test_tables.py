"""The table contracts: valid Table Schema, every table and column explained, keys that can be keys."""

import re

import duckdb
import frictionless
import pytest

from tightrope import paths, tables

TABLES = tables.load()
ORIGINS = {"imported", "built", "app"}


def test_the_package_is_valid_table_schema():
    report = frictionless.Package.metadata_validate(_descriptor())
    assert list(report) == []


def test_frictionless_reads_the_same_fields():
    package = frictionless.Package.from_descriptor(_without_files())
    assert {r.name: r.schema.field_names for r in package.resources} == {
        t.name: [f.name for f in t.fields] for t in TABLES.values()
    }


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_a_table_says_what_a_row_is_and_where_it_lives(table):
    assert re.fullmatch(r"[a-z][a-z_]*", table.name)
    assert re.match(r"(One|The|People|Packages|Visits|How|Something|When) ?.*\.$", table.grain, re.S), table.grain
    assert table.store in {"warehouse", "records"}
    assert table.origin in ORIGINS
    assert table.key and set(table.key) <= {f.name for f in table.fields}
    assert all(table.column(name).required for name in table.key), "a key that may be empty is no key"


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_every_column_is_described_in_one_sentence(table):
    names = [f.name for f in table.fields]
    assert len(names) == len(set(names))
    for one in table.fields:
        where = f"{table.name}.{one.name}"
        assert re.fullmatch(r"[a-z][a-z_0-9]*", one.name), where
        assert re.match("[A-Z0-9]", one.description) and one.description.endswith("."), where
        assert not re.search(r"[.!?] [A-Z]", one.description.replace("e.g. ", "")), f"{where}: more than a sentence"
        assert one.type in tables.STORAGE, where
        if one.minimum is not None and one.maximum is not None:
            assert one.minimum < one.maximum, where


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_numbers_have_a_unit(table):
    """A number that stands for an amount of something says of what; measures bring their own unit."""
    by_measure = {"measure_return", "contract_measure", "measure"}
    if table.name in by_measure:
        return
    assert [f.name for f in table.fields if f.type in ("integer", "number") and not f.unit] == []


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_references_point_to_the_whole_key_of_a_table_in_the_same_store(table):
    for one in table.references:
        target = TABLES[one.table]
        assert target.key == (one.target,)
        assert target.store == table.store
        assert target.column(one.target).type == table.column(one.column).type


def test_parents_stand_before_children():
    names = list(TABLES)
    for table in TABLES.values():
        for one in table.references:
            assert names.index(one.table) <= names.index(table.name)


def test_limits_name_columns_and_values_that_exist():
    for table in TABLES.values():
        for one in table.fields:
            if one.not_before:
                assert table.column(one.not_before).type == one.type
            if one.pattern:
                re.compile(one.pattern)
            assert len(one.enum) == len(set(one.enum))


def test_no_word_of_an_account_is_a_column_of_any_store():
    assert [f.name for f in TABLES["story"].fields if f.sealed] == ["words", "asks", "paraphrase", "severity_reason"]
    assert not {f.name for f in TABLES["story"].stored} & {"words", "asks", "paraphrase", "severity_reason"}
    assert [t.name for t in tables.of_store("warehouse") if t.name.startswith(("story", "consent", "reply"))] == []


@pytest.mark.parametrize("keyed", [True, False])
def test_duckdb_accepts_every_contract(keyed):
    with duckdb.connect() as connection:
        for table in TABLES.values():
            connection.execute(table.ddl("main", keyed=keyed))
        columns = "SELECT table_name, count(*) FROM duckdb_columns() WHERE NOT internal GROUP BY ALL"
        made = connection.execute(columns).fetchall()
    assert dict(made) == {t.name: len(t.stored) for t in TABLES.values()}


def test_a_name_that_is_not_there_is_a_key_error():
    with pytest.raises(KeyError):
        TABLES["contract"].column("colour")


def _descriptor():
    import json

    return json.loads(paths.TABLES.read_text(encoding="utf-8"))


def _without_files():
    """The same package with in-memory data, so that no CSV has to exist."""
    descriptor = _descriptor()
    for resource in descriptor["resources"]:
        resource.pop("path")
        resource["data"] = [[f["name"] for f in resource["schema"]["fields"]]]
    return descriptor
