"""What must never do harm, each in a file of its own: named row by row, kept out, and nothing left behind."""

import csv
import io
import re
import shutil
import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pytest

from tightrope import commands, paths, sealing, spreadsheet
from tightrope.errors import Refusal
from tightrope.evidence import intake_file, personal, warehouses
from tightrope.evidence.build import build, check

BAD = Path(__file__).parent.parent / "data" / "bad"
ROOT = Path(__file__).resolve().parents[2]
NAME, NUMBER = "Tonkiss", re.compile(rb"943[ -]?476[ -]?5919")
SET_ASIDE = {  # case -> every row set aside: row, column, value, rule
    "duplicate_keys": [
        (3, "contract_id", "C1 | 2026-05-01", "unique_key"),
        (5, "contract_id", "C1 | 2026-05-01", "unique_key"),
    ],
    "dangling_keys": [(3, "contract_id", "C9", "reference"), (4, "contract_id", "c2", "reference")],
    "end_before_start": [(3, "ends_on", "2024-04-01", "order_of_dates")],
    "numerator_over_denominator": [(3, "numerator", "101", "numerator_within_denominator")],  # missed visits are a rate
    "negative_units": [(2, "units_paid", "-1", "minimum"), (3, "units_delivered", "-0.5", "minimum")],
    "years_1900_and_2099": [
        (3, "starts_on", "1900-01-01", "plausible_date"),
        (4, "ends_on", "2099-12-31", "plausible_date"),
    ],
    "formula": [
        (4, "contract_id", '=HYPERLINK("http://example.org","C1")', "reference"),
        (5, "numerator", '=HYPERLINK("http://example.org","80")', "type"),
        (6, "contract_id", "+cmd|' /C calc'!A0", "reference"),
    ],
    "nhs_number": [
        (3, "reason", None, "nhs_number"),
        (4, "people", None, "maximum"),
        (5, None, None, "readable_record"),
    ],
    "a_name_for_a_pseudonym": [
        (3, "person_id", None, "pseudonym"),
        (4, "person_id", None, "pseudonym"),
        (4, "started_on", "not known", "type"),
        (5, None, None, "readable_record"),
    ],
    "wrong_encoding": [],
}
SOUND = {  # rows of the file that are loaded
    "duplicate_keys": 2,
    "dangling_keys": 1,
    "end_before_start": 1,
    "numerator_over_denominator": 2,
    "negative_units": 1,
    "years_1900_and_2099": 2,
    "formula": 2,
    "nhs_number": 2,
    "a_name_for_a_pseudonym": 2,
    "wrong_encoding": 2,
}


@pytest.fixture
def council(tmp_path):
    """The sound small folder."""
    return shutil.copytree(BAD / "council", tmp_path / "council")


@pytest.fixture
def spoilt(council):
    """The sound folder with the files of a case in place of its own; returns the folder and the one table's name."""

    def swap(case):
        (given,) = (BAD / "swap" / case).iterdir()
        shutil.copy(given, council / given.name)
        return council, given.stem

    return swap


def in_store(path):
    """Everything that a warehouse holds, as text by table."""
    with duckdb.connect(str(path), read_only=True) as connection:
        names = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        return {name: str(connection.execute(f"SELECT * FROM {name}").fetchall()) for name in names}


def test_the_sound_folder_is_sound(home, council):
    report = check(council)
    assert (report.faults, report.set_aside) == ([], 0)
    assert report.loaded["payment"] == 3 and report.loaded["measure_return"] == 3


@pytest.mark.parametrize("case", sorted(SET_ASIDE))
def test_each_bad_row_is_named_and_the_others_are_loaded(home, spoilt, case):
    folder, table = spoilt(case)
    report = build(folder, demo=False)
    found = [
        (one["record_number"], one["column_name"], one["value"], one["rule"])
        for one in report.faults
        if one["file"] == f"{table}.csv"
    ]
    assert sorted(found, key=str) == sorted(SET_ASIDE[case], key=str)
    assert report.loaded[table] == SOUND[case]
    source = next(one for one in report.sources if one.table == table)
    assert source.set_aside == len({row for row, *_ in SET_ASIDE[case]})


def test_every_case_has_its_file():
    assert {path.name for path in (BAD / "swap").iterdir()} == set(SET_ASIDE)


def test_another_character_set_is_read_rightly_and_said(home, spoilt):
    folder, _ = spoilt("wrong_encoding")
    report = build(folder, demo=False)
    assert "Café lunch club" in in_store(report.warehouse)["contract"]
    assert "Home care – west" in in_store(report.warehouse)["contract"]  # 0x96 is a dash on Windows alone
    assert any("contract.csv" in note and "not UTF-8" in note for note in report.notes)


# a workbook that unpacks to far more than it says


def a_bomb(path):
    book = openpyxl.Workbook()
    book.active.append(["contract_id", "month", "amount"])
    book.save(path)
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    row = b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"0" * 300_000_000 + b"</t></is></c></row>"
    sheet = next(name for name in parts if name.endswith("sheet1.xml"))
    head, _, tail = parts[sheet].partition(b"<sheetData>")
    parts[sheet] = head + b"<sheetData>" + row + tail
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as whole:
        for name, data in parts.items():
            whole.writestr(name, data)


@pytest.mark.parametrize("command", [["check"], ["build", "--from"]])
def test_a_zip_bomb_is_refused_and_nothing_is_left_behind(home, council, command):
    build(council, demo=False)
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    (council / "payment.csv").unlink()
    a_bomb(council / "payment.xlsx")
    code, out, err = commands.carry_out([*command, str(council)], "", None)
    assert (code, out) == (commands.COULD_NOT, "")
    assert "payment.xlsx unpacks to far more than a table needs" in err and "CSV UTF-8" in err
    # a build may have made the key that it would have needed; nothing else is new
    after = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert after == before and list((home / "building").iterdir()) == []


# a quotation mark that is never closed, far down


@pytest.mark.parametrize("table", ["measure_return", "visit"])
def test_a_broken_quote_at_row_40001_costs_that_row_alone(home, council, table):
    """Visits have columns enough to tell a swallowed record from prose; so have returns."""
    if table == "visit":
        header = "contract_id,area_code,person_id,worker_number,planned_start_at,planned_minutes,visit_type,"
        header += "workers_planned,log_method,status"
        row = "C1,{quote}E01,P{n},1,2026-05-01T08:00:00,30,personal_care,1,app,delivered"
    else:
        header, row = "contract_id,measure_id,month,numerator,denominator,note", "C1,on_time,{quote}2026-05,1,2,{n}"
    lines = [header] + [row.format(n=n, quote='"' if n == 40_001 else "") for n in range(2, 50_002)]
    (council / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = check(council)
    source = next(one for one in report.sources if one.table == table)
    broken = [one["record_number"] for one in source.faults if one["rule"] == "readable_record"]
    assert broken == [40_001] and source.records == 50_000
    if table == "visit":
        assert (source.loaded, source.set_aside) == (49_999, 1)


# a formula must not survive into anything a spreadsheet opens


def harmless(data):
    """No cell of a CSV that we wrote begins as a formula does."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) > 1
    return [cell for row in rows for cell in row if cell and cell[0] in "=+-@\t\r\n" and not is_number(cell)]


def is_number(cell):
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_no_formula_survives_into_any_export(home, spoilt, tmp_path):
    folder, _ = spoilt("formula")
    back = tmp_path / "back.csv"
    commands.carry_out(["check", str(folder), "--out", str(back)], "", None)
    assert b"'=HYPERLINK" in back.read_bytes() and b"'+cmd" in back.read_bytes()
    assert harmless(back.read_bytes()) == []
    report = build(folder, demo=False)
    walked = 0
    with duckdb.connect(str(report.warehouse), read_only=True) as connection:
        for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            rows = connection.execute(f"SELECT * FROM {name}").df().to_dict("records")
            if rows:  # the way of screens/tables.py
                exported = spreadsheet.csv(rows)
                assert harmless(exported) == [], name
                walked += b"'=HYPERLINK" in exported
    assert walked >= 2  # the returns that were loaded, and the rows that were set aside


def test_whatever_people_download_as_csv_was_made_harmless():
    """A screen that offers a CSV gets it from spreadsheet.csv; no screen or command writes one by itself."""
    ways = re.compile(r"\.to_csv\(|csv\.(Dict)?[wW]riter\(")
    people = [*(ROOT / "pages").rglob("*.py"), *(ROOT / "tightrope" / "screens").rglob("*.py")]
    people += [*(ROOT / "tightrope" / "commands").rglob("*.py"), *(ROOT / "tightrope" / "answers").rglob("*.py")]
    assert [path.name for path in people if ways.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠A"])
def test_each_sign_that_begins_a_formula_is_made_harmless(value):
    assert spreadsheet.csv([{"a": value}]).decode("utf-8-sig").startswith(("a\n'", "a\n\"'"))


# who somebody is


@pytest.mark.parametrize("case", ["nhs_number", "a_name_for_a_pseudonym"])
def test_who_somebody_is_is_kept_nowhere_and_whoever_loads_it_is_warned(home, spoilt, tmp_path, capfd, caplog, case):
    folder, _ = spoilt(case)
    back = tmp_path / "back.csv"
    said = [commands.carry_out(one, "", None) for one in (
        ["check", str(folder), "--out", str(back)],
        ["check", str(folder), "--json"],
        ["build", "--from", str(folder)],
    )]  # fmt: skip
    words = "It holds an NHS number" if case == "nhs_number" else "never a name"
    assert all(words in out for _, out, _ in said)
    kept = b"".join(path.read_bytes() for path in [*home.rglob("*"), back] if path.is_file())
    kept += "".join([*in_store(warehouses.current()).values(), caplog.text, *capfd.readouterr()]).encode()
    kept += "".join(text for _, out, err in said for text in (out, err)).encode()
    assert not NUMBER.search(kept) and NAME.encode() not in kept


def test_an_nhs_number_in_an_account_is_sealed_and_not_in_the_warehouse(home, council):
    (council / "story.csv").write_text(
        "source,source_id,received_on,channel,teller_role,about,contract_id,words,teller_id\n"
        'log,1,2026-05-06,phone,person,service,C1,"My number is 943 476 5919",P1\n'
        "log,2,2026-05-06,phone,person,service,C1,Late again,943 476 5919\n",
        encoding="utf-8",
    )
    report = build(council, demo=False, master=sealing.make_master())
    assert [one["rule"] for one in report.faults] == ["pseudonym", "nhs_number"] or [
        one["rule"] for one in report.faults
    ] == ["nhs_number", "pseudonym"]
    assert len(intake_file.read(sealing.find_master(), report.stories_file)) == 1
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert not NUMBER.search(kept + "".join(in_store(report.warehouse).values()).encode())


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("9434765919", True),
        ("NHS 943-476-5919.", True),
        ("ref 1234567890 9434765919", True),  # the first has ten figures and no valid check digit
        ("943\u00a0476\u00a05919", True),
        ("9434765918", False),
        ("19434765919", False),
        ("01632 960001", False),
        ("", False),
    ],
)
def test_an_nhs_number_is_told_from_other_numbers_in_both_places_alike(home, text, holds):
    from tightrope import database
    from tightrope.evidence import checks

    assert personal.holds_nhs_number(text) is holds
    with database.scratch() as build_in:
        build_in.execute(checks.NHS_NUMBER)
        assert build_in.execute("SELECT is_nhs_number($text)", {"text": text}).fetchone() == (holds,)


def test_a_folder_that_is_refused_makes_no_home(tmp_path, council, monkeypatch):
    monkeypatch.setenv("TIGHTROPE_HOME", str(tmp_path / "elsewhere"))
    (council / "contract.csv").write_text("", encoding="utf-8")
    with pytest.raises(Refusal):
        check(council)
    assert [path for path in paths.home().rglob("*") if path.is_file()] == []
