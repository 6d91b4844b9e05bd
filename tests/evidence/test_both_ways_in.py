"""A file that DuckDB reads typed and the same file read value by value: the same rows, the same faults."""

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tightrope import database, tables
from tightrope.evidence import build, checks
from tightrope.evidence.measures import load_measures
from tightrope.evidence.raw_load import Given
from tightrope.evidence.staging import Stage

NAMES = ("service", "contract", "measure_return", "visit", "package", "waiting")
SERVICE = (
    "service_id,service_name,unit,outcome_words,demand,under_contract\nhome_care,Home care,hour,Safe,demand_led,true\n"
)
CONTRACT = (
    "contract_id,title,service_id,provider_id,kind,starts_on,ends_on,extension_months,annual_value,status\n"
    "C1,First,home_care,P1,block,2024-04-01,2027-03-31,12,1000.50,live\n"
)
RETURNS = "contract_id,measure_id,month,numerator,denominator,value,note\n"
VISITS = (
    "contract_id,area_code,person_id,worker_number,planned_start_at,planned_minutes,actual_minutes,visit_type,"
    "workers_planned,log_method,status\n"
)
WAITING = "service_id,locality,month,people,hours,median_days\n"
CASES = {  # name -> files beside SERVICE and CONTRACT, or in place of them
    "sound": {"measure_return": RETURNS + "C1,on_time,2026-05,9,10,0.9,fine\nC1,on_time,2026-06,9,10,,\n"},
    "a fraction in whole numbers": {
        "waiting": WAITING + "home_care,East,2026-05,1.5,3,4\nhome_care,East,2026-06,2,3,4\n"
    },
    "a whole number written 2.0": {"waiting": WAITING + "home_care,East,2026-05,2.0,3,4\n"},
    "a whole number written 1e3": {"waiting": WAITING + "home_care,East,2026-05,1e3,3,4\n"},
    "a whole number past the range": {"waiting": WAITING + "home_care,East,2026-05,99999999999999999999,3,4\n"},
    "a whole number that a double cannot hold": {"waiting": WAITING + "home_care,East,2026-05,9007199254740993,3,4\n"},
    "more than a double holds": {"waiting": WAITING + "home_care,East,2026-05,1,1e400,4\nhome_care,E,2026-05,1,1,1\n"},
    "inf, nan and hex": {
        "waiting": WAITING + "home_care,A,2026-05,1,inf,4\nhome_care,B,2026-05,1,nan,4\nhome_care,C,2026-05,1,0x10,4\n"
    },
    "points at either end": {"waiting": WAITING + "home_care,A,2026-05,1,.5,4\nhome_care,B,2026-05,+1,5.,4\n"},
    "thousands and underscores": {
        "waiting": WAITING
        + 'home_care,A,2026-05,"1,000",1,4\nhome_care,B,2026-05,1_000,1,4\nhome_care,C,2026-05,1,1_0,4\n'
    },
    "spaces around values": {
        "waiting": WAITING + "home_care,A, 2026-05 , 1 , 1.5 ,4\n home_care,B,2026-05,1,1,4\n",
        "measure_return": RETURNS + "C1, on_time,2026-05,9,10,0.9,  kept  \n",
    },
    "spaces in place of a needed value": {
        "waiting": WAITING + "home_care,   ,2026-05,1,1,4\nhome_care,A,2026-05, ,1,4\n"
    },
    "quoted blanks": {"waiting": WAITING + 'home_care,"",2026-05,1,1,4\n"home_care","A","2026-05","1","",""\n'},
    "short dates": {"contract": CONTRACT + "C2,Second,home_care,P1,block,2024-1-5,2027-03-31,1,1,live\n"},
    "dates the other way round": {
        "contract": CONTRACT + "C2,Second,home_care,P1,block,05/01/2024,2027-03-31,1,1,live\n"
    },
    "a day that never was": {"contract": CONTRACT + "C2,Second,home_care,P1,block,2025-02-30,2027-03-31,1,1,live\n"},
    "dates with a time": {"contract": CONTRACT + "C2,Second,home_care,P1,block,2025-02-03 10:00,2027-03-31,1,1,live\n"},
    "infinity as a date": {"contract": CONTRACT + "C2,Second,home_care,P1,block,infinity,2027-03-31,1,1,live\n"},
    "years 1900 and 2099": {
        "contract": CONTRACT + "C2,B,home_care,P1,block,1900-04-01,2027-03-31,1,1,live\n"
        "C3,C,home_care,P1,block,2024-04-01,2099-03-31,1,1,live\n"
    },
    "end before start": {"contract": CONTRACT + "C2,Second,home_care,P1,block,2027-04-01,2024-03-31,1,1,live\n"},
    "money to a tenth of a penny": {
        "contract": CONTRACT + "C2,Second,home_care,P1,block,2024-04-01,2027-03-31,1,10.005,live\n"
    },
    "money with a pound": {"contract": CONTRACT + "C2,Second,home_care,P1,block,2024-04-01,2027-03-31,1,£10,live\n"},
    "money past the range": {"contract": CONTRACT + "C2,B,home_care,P1,block,2024-04-01,2027-03-31,1,1e30,live\n"},
    "money with an exponent": {"contract": CONTRACT + "C2,B,home_care,P1,block,2024-04-01,2027-03-31,1,1e3,live\n"},
    "a negative value": {"contract": CONTRACT + "C2,B,home_care,P1,block,2024-04-01,2027-03-31,1,-1,live\n"},
    "a kind nobody knows": {"contract": CONTRACT + "C2,B,home_care,P1,Block,2024-04-01,2027-03-31,1,1,live\n"},
    "yes and no": {"service": SERVICE + "meals,Meals,meal,Fed,contracted,yes\nday,Day,day,Out,contracted,0\n"},
    "true in capitals": {
        "service": SERVICE + "meals,Meals,meal,Fed,contracted,TRUE\nday,Day,day,Out,contracted,tRUE\n"
    },
    "months": {
        "measure_return": RETURNS
        + "C1,on_time,2026-05-01,9,10,,\nC1,on_time,2026-06-15,9,10,,\nC1,on_time,2026-13,9,10,,\n"
        "C1,on_time,2026-7,9,10,,\nC1,on_time,May 2026,9,10,,\n"
    },
    "line breaks in values": {
        "measure_return": RETURNS + 'C1,on_time,2026-05,9,10,,"one\ntwo"\nC1,on_time,2026-06,9,10,,x\n'
    },
    "a broken quote": {"measure_return": RETURNS + 'C1,on_time,"2026-05,9,10,,\nC1,on_time,2026-06,9,10,,x\n'},
    "a quote inside a value": {
        "measure_return": RETURNS + 'C1,on_time,2026-05,9,10,,5" pipe\nC1,on_time,2026-06,9,10,,x\n'
    },
    "too many and too few columns": {
        "measure_return": RETURNS + "C1,on_time,2026-05,9,10,,a,b\nC1,on_time,2026-06\nC1,on_time,2026-07,9,10,,\n"
    },
    "one comma too many": {"measure_return": RETURNS + "C1,on_time,2026-05,9,10,,a,\nC1,on_time,2026-06,9,10,,b\n"},
    "blank lines": {"measure_return": RETURNS + "\nC1,on_time,2026-05,9,10,,\n\n  \nC1,on_time,2026-06,x,10,,\n"},
    "carriage returns": {
        "measure_return": (RETURNS + "C1,on_time,2026-05,9,10,,\nC1,on_time,x,9,10,,\n").replace("\n", "\r\n")
    },
    "no end of the last line": {"measure_return": RETURNS + "C1,on_time,2026-05,9,10,,\nC1,on_time,2026-06,9,10,,last"},
    "a byte-order mark": {"measure_return": "\ufeff" + RETURNS + "C1,on_time,2026-05,9,10,,\n"},
    "duplicate keys": {
        "measure_return": RETURNS
        + "C1,on_time,2026-05,9,10,,\nC1,on_time,2026-05-01,8,10,,\nC1,on_time,2026-05,x,10,,\n"
    },
    "a duplicate whose first is faulty": {
        "measure_return": RETURNS + "C1,on_time,2026-05,x,10,,\nC1,on_time,2026-05,8,10,,\nC1,on_time,2026-05,7,10,,\n"
    },
    "duplicates and their children": {
        "contract": CONTRACT + "C1,Again,home_care,P1,block,2024-04-01,2027-03-31,1,1,live\n"
        "C2,B,nowhere,P1,block,2024-04-01,2027-03-31,1,1,live\n",
        "measure_return": RETURNS + "C1,on_time,2026-05,9,10,,\nC2,on_time,2026-05,9,10,,\nC3,on_time,2026-05,9,10,,\n",
    },
    "numerator over denominator": {
        "measure_return": RETURNS + "C1,on_time,2026-05,11,10,1.1,\nC1,missed_visits,2026-05,3,2,,\n"
    },
    "no such measure": {"measure_return": RETURNS + "C1,smiles,2026-05,1,10,,\nC1, ,2026-06,1,10,,\n"},
    "an NHS number": {
        "measure_return": RETURNS + "C1,on_time,2026-05,1,10,,NHS 943 476 5919\nC1,on_time,2026-06,1,9,,ok\n"
    },
    "an example row": {"service": SERVICE + "EXAMPLE,text,text,text,demand_led,true\n"},
    "names for pseudonyms": {
        "visit": VISITS + "C1,E01,P1,1,2026-05-01T08:00,30,28,welfare,1,app,delivered\n"
        "C1,E01,Ann Example,1,2026-05-01T08:00,30,28,welfare,1,app,delivered\n"
        "C1,E01,9434765919,1,2026-05-01T08:00,30,28,welfare,1,app,delivered\n"
    },
    "times of several forms": {
        "visit": VISITS
        + "".join(
            f"C1,E01,P{n},1,{when},30,28,welfare,1,app,delivered\n"
            for n, when in enumerate(
                ["2026-05-01T08:00", "2026-05-01 08:00", "2026-05-01T08:00:30", "2026-05-01T08:00:30.5", "2026-05-01"]
            )
        )
    },
    "time zones": {
        "visit": VISITS
        + "".join(
            f"C1,E01,P{n},1,{when},30,28,welfare,1,app,delivered\n"
            for n, when in enumerate(["2026-05-01T08:00:00", "2026-05-01T08:00:00Z", "2026-05-01T08:00:00+01:00"])
        )
    },
    "hours past midnight": {
        "visit": VISITS + "C1,E01,P1,1,2026-05-01T24:00:00,30,28,welfare,1,app,delivered\n"
        "C1,E01,P2,1,2026-05-01T08:60:00,30,28,welfare,1,app,delivered\n"
        "C1,E01,P3,1,2026-05-01T8:00:00,30,28,welfare,1,app,delivered\n"
    },
    "limits": {
        "visit": VISITS + "C1,E01,P1,0,2026-05-01T08:00:00,1440,1440,welfare,1,app,delivered\n"
        "C1,E01,P2,1,2026-05-01T08:00:00,1441,1440.1,welfare,5,app,delivered\n"
    },
    "several rules broken by one row": {
        "visit": VISITS
        + "C9,E01,Ann Example,x,never,0,-1,tea,9,pen,gone\n"
        "C1,E01,P2,1,2026-05-01T08:00:00,30,28,welfare,1,app,delivered\n"
    },
}


@pytest.fixture(scope="module")
def extra():
    return build._extra_rules(load_measures())


def staged(folder, workshop, extra, quick):
    """Rows of every table and every fault, by the quick way where that is tried, else by the careful way alone."""
    with database.scratch() as connection:
        stage = Stage(connection)
        wanted = {name: tables.load()[name] for name in NAMES if (folder / f"{name}.csv").is_file()}
        went_quick = set()
        for name, table in wanted.items():
            path = folder / f"{name}.csv"
            if quick and stage.quick(table, path, workshop, extra.get(name)):
                went_quick.add(name)
            else:
                stage.given(table, Given(path, path.name, "x"))
                stage.check(table, extra.get(name))
        stage.references(list(wanted.values()))
        for table in wanted.values():
            stage.insert(table)
        rows = {
            name: connection.execute(
                f"SELECT {', '.join(f.name for f in table.stored)} FROM {name} ORDER BY ALL"
            ).fetchall()
            for name, table in wanted.items()
        }
        faults = sorted(str(fault) for found in stage.sources.values() for one in found for fault in one.faults)
        counts = {name: (one.records, one.loaded) for name, found in stage.sources.items() for one in found}
    return rows, faults, counts, went_quick


def put(folder, files):
    folder.mkdir(exist_ok=True)
    for name, text in {"service": SERVICE, "contract": CONTRACT, **files}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    return folder


def same(folder, extra):
    workshop = folder.with_name("workshop")
    workshop.mkdir(exist_ok=True)
    quick, careful = (staged(folder, workshop, extra, tried) for tried in (True, False))
    assert quick[0] == careful[0]
    assert quick[1] == careful[1]
    assert quick[2] == careful[2]
    return quick


@pytest.mark.parametrize("case", list(CASES))
def test_both_ways_give_the_same_rows_and_the_same_faults(home, tmp_path, extra, case):
    same(put(tmp_path / "council", CASES[case]), extra)


def test_the_quick_way_is_taken_where_nothing_is_wrong(home, tmp_path, extra):
    rows, faults, _, went_quick = same(put(tmp_path / "council", CASES["sound"]), extra)
    assert faults == [] and went_quick == {"service", "contract", "measure_return"}
    assert len(rows["measure_return"]) == 2


@pytest.mark.parametrize(
    "case", ["a fraction in whole numbers", "short dates", "time zones", "more than a double holds"]
)
def test_what_is_no_value_of_its_type_is_never_loaded(home, tmp_path, extra, case):
    """Strict wins: the careful way refuses these, so the quick way must not round or guess."""
    _, faults, counts, _ = same(put(tmp_path / "council", CASES[case]), extra)
    assert faults and all("'rule': 'type'" in one for one in faults)
    assert sum(records - loaded for records, loaded in counts.values()) == len(faults)


VALUES = {  # each column: values that are right and values that are wrong in their own way
    "contract_id": ["C1", "C1", "C1", "C2", "", " C1", "c1", "=C1"],
    "measure_id": ["on_time", "on_time", "missed_visits", "smiles", ""],
    "month": [
        "2026-05",
        "2026-06",
        "2026-07",
        "2026-05-01",
        "2026-5",
        "2026-13",
        "1900-01",
        "2099-12",
        "",
        " 2026-08",
        "May",
    ],
    "numerator": ["1", "0", "10", "-1", "1.5", "1e3", "1e400", "x", "", " 2", "١", "0x1", "+3", "1_0"],
    "denominator": ["10", "0", "", "inf", "1,0", "10.0", "-0", "NaN"],
    "value": ["0.9", "", "90%", "1e-3", ".5", "5.", "-"],
    "note": [
        "",
        "fine",
        "  ",
        "one\ntwo",
        'say "x"',
        "943 476 5919",
        "a,b",
        "é",
        "\u2028",
        "\x0b",
        "=1+1",
        "NULL",
        "\\N",
    ],
}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(*(st.sampled_from(values) for values in VALUES.values())), max_size=6))
def test_any_small_file_comes_in_alike(home, tmp_path, extra, rows):
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(VALUES)
    writer.writerows(rows)
    folder = tmp_path / "any"
    shutil.rmtree(folder, ignore_errors=True)
    same(put(folder, {"measure_return": out.getvalue()}), extra)


def test_the_rules_that_are_tried_are_those_of_a_build(extra):
    assert {rule.name for rule in extra["measure_return"]} >= {"known_measure", "numerator_within_denominator"}
    assert all(isinstance(rule, checks.Rule) for found in extra.values() for rule in found)
