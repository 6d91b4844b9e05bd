"""Each rule, with rows made by hand: what passes, what is set aside, and the reason that is given."""

import csv
import datetime as dt
from decimal import Decimal

import pandas as pd
import pytest

from tightrope import database
from tightrope.evidence import checks, staging
from tightrope.evidence.staging import Stage
from tightrope.tables import STORAGE, Field, Reference, Table


def one(name, kind="string", **limits):
    return Field(name, kind, limits.pop("storage", STORAGE[kind]), "What it is.", **limits)


def a_table(*fields, name="thing", key=("id",), references=()):
    return Table(name, "One thing.", "warehouse", "imported", (one("id", required=True), *fields), key, references)


@pytest.fixture
def load(tmp_path):
    """load(table, header, rows): (typed rows without their number, [(record, column, rule)], faults)."""

    def run(table, header, *rows, extra=None):
        path = tmp_path / f"{table.name}.csv"
        with path.open("w", newline="", encoding="utf-8") as handle:
            csv.writer(handle).writerows([header.split(), *rows])
        with database.scratch() as build:
            stage = Stage(build)
            source = stage.file(table, path)
            stage.check(table, extra)
            columns = header.replace(" ", ", ")
            rows = build.execute(f"SELECT {columns} FROM typed_{table.name} ORDER BY record_number").fetchall()
        assert len(rows) + len({fault["record_number"] for fault in source.faults}) == source.records
        return rows, [(f["record_number"], f["column_name"], f["rule"]) for f in source.faults], source.faults

    return run


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("integer", "7", 7),
        ("integer", " 7 ", 7),
        ("integer", "-7", -7),
        ("integer", "+7", 7),
        ("integer", "007", 7),
        ("integer", "", None),
        ("integer", "  ", None),
        ("number", "1.5", 1.5),
        ("number", "1e3", 1000.0),
        ("number", ".5", 0.5),
        ("number", "5.", 5.0),
        ("number", "-0.25", -0.25),
        ("boolean", "true", True),
        ("boolean", "FALSE", False),
        ("boolean", "1", True),
        ("boolean", " 0 ", False),
        ("date", "2026-02-28", dt.date(2026, 2, 28)),
        ("date", "2024-02-29", dt.date(2024, 2, 29)),
        ("datetime", "2026-02-28T09:05:00", dt.datetime(2026, 2, 28, 9, 5)),
        ("datetime", "2026-02-28 09:05", dt.datetime(2026, 2, 28, 9, 5)),
        ("yearmonth", "2026-12", dt.date(2026, 12, 1)),
        ("yearmonth", "2026-12-01", dt.date(2026, 12, 1)),
        ("string", " as it stands ", " as it stands "),
    ],
)
def test_a_value_as_it_may_be_written(load, kind, text, value):
    rows, faults, _ = load(a_table(one("x", kind)), "id x", ["A", text])
    assert (rows, faults) == ([("A", value)], [])


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("integer", "1.5"),
        ("integer", "1e3"),
        ("integer", "1,234"),
        ("integer", "seven"),
        ("integer", "£5"),
        ("integer", "99999999999999999999"),
        ("integer", "٧"),
        ("number", "inf"),
        ("number", "nan"),
        ("number", "NULL"),
        ("number", "n/a"),
        ("number", "1e400"),
        ("number", "£5"),
        ("number", "1,234.50"),
        ("number", "(12)"),
        ("number", "."),
        ("boolean", "yes"),
        ("boolean", "2"),
        ("date", "2026-02-30"),
        ("date", "2025-02-29"),
        ("date", "30/01/2026"),
        ("date", "2026-1-5"),
        ("date", "45000"),
        ("datetime", "2026-02-28"),
        ("datetime", "2026-02-28T25:00:00"),
        ("datetime", "2026-02-28T09:05:00+01:00"),
        ("yearmonth", "2026-13"),
        ("yearmonth", "2026-12-15"),
        ("yearmonth", "Dec 2026"),
    ],
)
def test_a_value_of_another_type_is_set_aside(load, kind, text):
    rows, found, faults = load(a_table(one("x", kind)), "id x", ["A", text], ["B", ""])
    assert rows == [("B", None)]
    assert found == [(2, "x", "type")]
    assert faults[0]["value"] == text
    assert faults[0]["words"] == f"It must be {checks.KIND_WORDS[kind]}."


def test_money_keeps_its_pence_and_its_bounds(load):
    table = a_table(one("x", "number", storage="DECIMAL(14,2)"))
    rows, found, _ = load(table, "id x", ["A", "0.1"], ["B", "-12.34"], ["C", "1e13"])
    assert rows == [("A", Decimal("0.10")), ("B", Decimal("-12.34"))]
    assert found == [(4, "x", "type")]


def test_an_empty_value_where_one_is_needed(load):
    table = a_table(one("x", "integer", required=True))
    _, found, faults = load(table, "id x", ["A", ""], ["B", "  "], ["", "1"], ["D", "1"])
    assert found == [(2, "x", "required"), (3, "x", "required"), (4, "id", "required")]
    assert faults[0]["words"] == "It is empty; every row needs a value here."


def test_a_value_that_is_not_one_of_those_allowed(load):
    table = a_table(one("x", enum=("block", "owner's")))
    rows, found, faults = load(table, "id x", ["A", "block"], ["B", "Block"], ["C", ""], ["D", "owner's"])
    assert [row[0] for row in rows] == ["A", "C", "D"]
    assert found == [(3, "x", "allowed_values")]
    assert faults[0]["words"] == "It must be one of: block, owner's."


def test_limits_are_inclusive(load):
    table = a_table(one("x", "number", minimum=0, maximum=1))
    _, found, _ = load(table, "id x", ["A", "0"], ["B", "1"], ["C", "-0.01"], ["D", "1.01"], ["E", ""])
    assert found == [(4, "x", "minimum"), (5, "x", "maximum")]


def test_eastings_and_northings_are_told_from_a_slip_in_degrees(load):
    # The Town Hall of Sheffield: easting 435255, northing 387270, which is longitude -1.470, latitude 53.381.
    degrees = {"unit": "degrees", "minimum": -180, "maximum": 180}
    table = a_table(one("lon", "number", **degrees), one("lat", "number", **degrees))
    rows, found, faults = load(
        table, "id lon lat", ["A", "-1.470", "53.381"], ["B", "435255", "387270"], ["C", "-1.47", "533.81"]
    )
    assert [row[0] for row in rows] == ["A"]
    assert sorted(found) == [(3, "lat", "degrees"), (3, "lon", "degrees"), (4, "lat", "maximum")]
    words = {fault["rule"]: fault["words"] for fault in faults}
    assert "easting or a northing" in words["degrees"] and "EPSG:4326" in words["degrees"]
    assert words["maximum"] == "It must be at most 180."


def test_a_pattern_is_for_the_whole_value(load):
    table = a_table(one("x", pattern="^20[0-9]{2}-[0-9]{2}$"))
    _, found, _ = load(table, "id x", ["A", "2026-27"], ["B", "2026-27 est."], ["C", "26-27"], ["D", ""])
    assert found == [(3, "x", "pattern"), (4, "x", "pattern")]


@pytest.mark.parametrize("text", ["P1042", "W-17", "w_17", "1042", "ABCD9", "p9a-3"])
def test_a_pseudonym_passes(load, text):
    assert load(a_table(one("x", pseudonym=True)), "id x", ["A", text])[1] == []


@pytest.mark.parametrize("text", ["Margaret Hollis", "M Hollis", "Hollis", "O'Neil", "Margaret1", "hollis.m@x.org"])
def test_a_name_where_a_pseudonym_is_expected(load, text):
    _, found, faults = load(a_table(one("x", pseudonym=True)), "id x", ["A", text])
    assert found == [(2, "x", "pseudonym")]
    assert "never a name" in faults[0]["words"]


@pytest.mark.parametrize("kind", ["date", "datetime", "yearmonth"])
def test_a_year_that_cannot_be_right(load, kind):
    text = {"date": "{}-05-01", "datetime": "{}-05-01T08:00:00", "yearmonth": "{}-05"}[kind]
    years = ["1900", "1989", "1990", "2026", "2060", "2061", "2099"]
    rows, found, _ = load(a_table(one("x", kind)), "id x", *([year, text.format(year)] for year in years))
    assert [row[0] for row in rows] == ["1990", "2026", "2060"]
    assert found == [(number, "x", "plausible_date") for number in (2, 3, 7, 8)]


def test_a_date_before_the_one_it_must_follow(load):
    table = a_table(one("since", "date"), one("until", "date", not_before="since"))
    given = [["A", "2026-05-01", "2026-05-01"], ["B", "2026-05-01", "2026-04-30"], ["C", "2026-05-01", ""]]
    _, found, faults = load(table, "id since until", *given)
    assert found == [(3, "until", "order_of_dates")]
    assert faults[0]["words"] == "It lies before since. Check which of the two dates is wrong."


def test_more_answered_than_asked(load):
    table = a_table(one("asked", "integer"), one("answered", "integer"))
    _, found, _ = load(table, "id asked answered", ["A", "9", "9"], ["B", "9", "10"], ["C", "", "10"], ["D", "10", "9"])
    assert found == [(3, "answered", "answered_within_asked")]


def test_numerator_above_denominator_for_a_share_alone(load):
    table = a_table(one("measure_id"), one("numerator", "number"), one("denominator", "number"))
    rule = checks.share_rule(["on_time"])
    given = [["A", "on_time", "9", "10"], ["B", "on_time", "10.5", "10"], ["C", "missed", "11", "10"]]
    _, found, _ = load(table, "id measure_id numerator denominator", *given, extra=[rule])
    assert found == [(3, "numerator", "numerator_within_denominator")]


def test_a_rule_about_columns_that_the_file_lacks_is_left_out(load):
    table = a_table(one("measure_id"), one("numerator", "number"), one("denominator", "number"))
    extra = [checks.share_rule(["on_time"]), checks.known_rule("numerator", ["x"], "thing")]
    assert load(table, "id measure_id", ["A", "on_time"], extra=extra)[1] == []


def test_a_measure_that_nobody_defined(load):
    rule = checks.known_rule("x", ["on_time", "owner's"], "measure")
    _, found, faults = load(a_table(one("x")), "id x", ["A", "on_time"], ["B", "in_time"], ["C", ""], extra=[rule])
    assert found == [(3, "x", "known_measure")]
    assert faults[0]["words"] == "There is no such measure. Add it or mend the name."


def test_a_list_with_a_theme_that_nobody_defined(load):
    rule = checks.known_list_rule("x", ["meals", "rushed"], "theme")
    given = [["A", "meals; rushed;"], ["B", "meals;rush"], ["C", ""]]
    assert load(a_table(one("x")), "id x", *given, extra=[rule])[1] == [(3, "x", "known_theme")]


def test_a_row_may_break_several_rules_and_is_set_aside_once(load):
    table = a_table(one("x", "integer", minimum=0), one("y", enum=("a",)))
    rows, found, _ = load(table, "id x y", ["A", "-1", "b"], ["B", "1", "a"])
    assert rows == [("B", 1, "a")]
    assert found == [(2, "x", "minimum"), (2, "y", "allowed_values")]


def test_of_two_rows_with_the_same_key_the_first_is_kept(load):
    table = a_table(one("month", "yearmonth", required=True), one("x"), key=("id", "month"))
    given = [["A", "2026-01", "first"], ["A", "2026-01-01", "second"], ["A", "2026-02", "other"], ["A", "2026-01", "3"]]
    rows, found, faults = load(table, "id month x", *given)
    assert [row[2] for row in rows] == ["first", "other"]
    assert found == [(3, "id", "unique_key"), (5, "id", "unique_key")]
    assert faults[0]["value"] == "A | 2026-01-01"


def test_a_faulty_first_row_leaves_its_key_to_the_second(load):
    rows, found, _ = load(a_table(one("x", "integer")), "id x", ["A", "seven"], ["A", "7"])
    assert (rows, found) == ([("A", 7)], [(2, "x", "type")])


def test_a_value_is_cut_before_it_is_shown(load):
    _, _, faults = load(a_table(one("x", enum=("a",))), "id x", ["A", "b" * 5000])
    assert faults[0]["value"] == "b" * 200


def test_many_faults_are_counted_and_some_are_named(tmp_path, monkeypatch):
    monkeypatch.setattr(staging, "MOST_REJECTED_KEPT", 3)
    path = tmp_path / "thing.csv"
    path.write_text("id,x\n" + "A,seven\n" * 5 + "A,7\n" * 6, encoding="utf-8")
    table = a_table(one("x", "integer"))
    with database.scratch() as build:
        stage = Stage(build)
        source = stage.file(table, path)
        stage.check(table)
        assert stage.insert(table) == 1
    assert (source.records, source.loaded, source.set_aside) == (11, 1, 10)
    named = [(fault["record_number"], fault["rule"]) for fault in source.faults]
    assert named == [(2, "type"), (3, "type"), (4, "type"), (8, "unique_key"), (9, "unique_key"), (10, "unique_key")]


# references

PARENT = a_table(one("up"), name="parent", references=(Reference("up", "parent", "id"),))
CHILD = a_table(one("of"), name="child", references=(Reference("of", "parent", "id"),))
GRANDCHILD = a_table(one("of"), name="grandchild", references=(Reference("of", "child", "id"),))


def refer(tmp_path, **files):
    """(rows loaded by table, [(table, record, rule)]) of parent, child and grandchild files."""
    with database.scratch() as build:
        stage = Stage(build)
        given = [PARENT, CHILD, GRANDCHILD]
        for table in given:
            if table.name in files:
                path = tmp_path / f"{table.name}.csv"
                path.write_text("".join(f"{line}\n" for line in files[table.name]), encoding="utf-8")
                stage.file(table, path)
                stage.check(table)
            else:
                stage.nothing(table)
        stage.references(given)
        for table in given:
            stage.insert(table)
        ids = {t.name: build.execute(f"SELECT id FROM {t.name} ORDER BY id").fetchall() for t in given}
    names = {name: [row[0] for row in found] for name, found in ids.items()}
    sources = [source for found in stage.sources.values() for source in found]
    assert all(s.loaded + s.set_aside == s.records and s.set_aside == len(s.faults) for s in sources)
    return names, [(f["table_name"], f["record_number"], f["rule"]) for s in sources for f in s.faults]


def test_a_row_that_points_to_nothing_takes_its_children_with_it(tmp_path):
    names, faults = refer(
        tmp_path,
        parent=["id,up", "A,", "B,A"],
        child=["id,of", "a,A", "x,Z", "n,"],
        grandchild=["id,of", "1,a", "2,x"],
    )
    assert names == {"parent": ["A", "B"], "child": ["a", "n"], "grandchild": ["1"]}
    assert faults == [("child", 3, "reference"), ("grandchild", 3, "reference")]


def test_a_faulty_parent_takes_children_and_those_below_through_a_reference_to_its_own_table(tmp_path):
    names, faults = refer(
        tmp_path,
        parent=["id,up", "A,", "B,Z", "C,B", "D,C", "E,E"],
        child=["id,of", "a,D", "b,E"],
        grandchild=["id,of", "1,a", "2,b"],
    )
    assert names == {"parent": ["A", "E"], "child": ["b"], "grandchild": ["2"]}
    assert [fault[:2] for fault in faults] == [
        ("parent", 3), ("parent", 4), ("parent", 5), ("child", 2), ("grandchild", 2)
    ]  # fmt: skip


def test_what_points_to_a_table_that_nobody_gave_is_let_be(tmp_path):
    names, faults = refer(tmp_path, child=["id,of", "a,A"], grandchild=["id,of", "1,a", "2,b"])
    assert names == {"parent": [], "child": ["a"], "grandchild": ["1"]}
    assert faults == [("grandchild", 3, "reference")]


# frames of the generator


def test_a_frame_is_held_to_the_same_rules_and_its_kinds_are_kept():
    table = a_table(one("n", "integer", maximum=9), one("day", "date"), one("x", enum=("a", "b")))
    frame = pd.DataFrame(
        {
            "id": ["A", "B", "C", "D", None],
            "n": [1.0, 1.5, 10.0, None, 2.0],
            "day": pd.to_datetime(["2026-01-02", "2026-01-02", "2026-01-02", None, "2026-01-02"]),
            "x": pd.Categorical(["a", "b", "b", None, "a"]),
        }
    )
    with database.scratch() as build:
        stage = Stage(build)
        source = stage.frame(table, frame, "generator")
        stage.check(table)
        stage.insert(table)
        rows = build.execute("SELECT * FROM thing ORDER BY id").fetchall()
    assert rows == [("A", 1, dt.date(2026, 1, 2), "a"), ("D", None, None, None)]
    assert [(f["record_number"], f["rule"]) for f in source.faults] == [(3, "type"), (4, "maximum"), (6, "required")]
    assert (source.records, source.loaded, source.generated) == (5, 2, True)


def test_rows_written_by_hand_stay_and_are_not_counted_twice(tmp_path):
    table = a_table(one("month", "yearmonth", required=True), one("n", "integer"), key=("id", "month"))
    path = tmp_path / "thing.csv"
    path.write_text("id,month,n\nA,2026-01,1\nB,2026-01,x\n", encoding="utf-8")
    frame = pd.DataFrame({"id": ["A", "A"], "month": pd.to_datetime(["2026-01-01", "2026-02-01"]), "n": [99, 2]})
    with database.scratch() as build:
        stage = Stage(build)
        for put in (lambda: stage.file(table, path), lambda: stage.frame(table, frame, "generator")):
            put()
            stage.check(table)
        stage.insert(table)
        rows = build.execute("SELECT id, n FROM thing ORDER BY month").fetchall()
    assert rows == [("A", 1), ("A", 2)]
    assert [(s.file, s.records, s.loaded) for s in stage.sources["thing"]] == [("thing.csv", 2, 1), ("generator", 1, 1)]
