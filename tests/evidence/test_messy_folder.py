"""A made-up council's folder as it really comes: the report is the one worked out by hand, and the good rows serve."""

import csv
import io
import json
import logging
import shutil
from pathlib import Path

import duckdb
import pytest

from tightrope import commands, sealing
from tightrope.evidence import intake_file
from tightrope.evidence.build import build
from tightrope.records import house as holding

MESSY = Path(__file__).parent.parent / "data" / "messy"
EXPECTED = json.loads((MESSY / "expected.json").read_text(encoding="utf-8"))
SECRET = ("Tonkiss", "Mavis", "9434765919", "943 476 5919")  # a name, and an NHS number as it stands in three files
WORDS = ("They came late", "Mum waits", "never closed,P107", "nobody closed")  # of accounts, sound and not


@pytest.fixture
def folder(tmp_path):
    """A copy of the messy folder."""
    return shutil.copytree(MESSY, tmp_path / "brackenshaw")


def told(*arguments):
    """One command with --json: exit code and what it said."""
    code, out, err = commands.carry_out([*arguments, "--json"], "", holding.house)
    assert err == ""
    return code, json.loads(out)


def findings(rows):
    return sorted(
        ([one["file"], one["record_number"], one["column_name"], one["value"], one["rule"]] for one in rows), key=str
    )


@pytest.fixture
def checked(home, folder):
    """What `check --json` says of the folder."""
    code, report = told("check", str(folder))
    assert code == commands.FOUND_SOMETHING
    return report


def test_there_are_faults_enough_of_enough_sorts():
    found = EXPECTED["set_aside_rows"] + EXPECTED["to_look_at"]
    assert len(found) >= 25 and len({row[4] for row in found}) >= 18
    assert len({row[0] for row in found}) == 5


def test_check_sets_aside_exactly_the_rows_found_by_hand(checked):
    assert findings(checked["faults"]) == sorted(EXPECTED["set_aside_rows"], key=str)
    assert checked["set_aside"] == EXPECTED["set_aside"]


def test_check_doubts_exactly_the_rows_found_by_hand(checked):
    assert findings(checked["warnings"]) == sorted(EXPECTED["to_look_at"], key=str)


def test_check_counts_the_rows_that_are_right(checked):
    assert checked["loaded"] == EXPECTED["loaded_from_files"] | EXPECTED["made_from_other_files"]
    assert checked["stories"] == EXPECTED["loaded_from_files"]["story"]


def test_check_says_what_it_assumed_and_nothing_more(checked):
    wanted = EXPECTED["notes"]
    for start, words in wanted:
        assert [note for note in checked["notes"] if note.startswith(start) and words in note], (start, words)
    assert len(checked["notes"]) == len(wanted), checked["notes"]


def test_check_says_how_complete_the_rest_is(checked):
    found = checked["coverage"]
    months = {}
    for row in found["months_missing"]:
        months.setdefault(row["table_name"], []).append(row["month"][:7])
    assert months == EXPECTED["months_missing"]
    joins = [[row["table_name"], row["column_name"], row["named"], row["found"]] for row in found["joins"]]
    assert [row for row in joins if row[2] != row[3]] == EXPECTED["joins"]
    filled = {(row["table_name"], row["column_name"]): (row["filled"], row["rows"]) for row in found["fields"]}
    assert filled["contract", "annual_value"] == (4, 5)  # the lunch club has none
    assert filled["contract", "notice_months"] == (4, 5)
    assert filled["package", "hours_a_week"] == (2, 3)  # the formula kept no result


def test_every_reason_speaks_of_the_file_and_not_of_us(checked):
    words = {(one["file"], one["record_number"]): one["words"] for one in checked["faults"]}
    assert "DD/MM/YYYY" in words["Contract register Q2.csv", 9]
    assert "before Start" in words["Contract register Q2.csv", 10]
    assert "same Contract, KPI, Month" in words["KPI returns.csv", 6]
    assert "extra semicolon" in words["Contract register Q2.csv", 19]
    assert "£" not in words["Payments 2026.csv", 10]  # a £ does no harm there


def test_check_in_plain_words_keeps_nothing_and_counts_what_came_from_files(home, folder):
    code, out, _ = commands.carry_out(["check", str(folder)], "", None)
    assert code == commands.FOUND_SOMETHING
    assert out.startswith("26 rows are right and 43 would be set aside. Nothing was loaded.\n")
    assert "payment: 9 rows name a contract under contract_id; 8 of them were found." in out
    assert "measure_return: no row for 2026-09, 2026-10, 2026-11." in out
    assert not any(word in out for word in (*SECRET, *WORDS))
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_the_list_to_send_back_has_every_finding_and_runs_nothing(home, folder, tmp_path):
    back = tmp_path / "back.csv"
    commands.carry_out(["check", str(folder), "--out", str(back)], "", None)
    text = back.read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == len(EXPECTED["set_aside_rows"]) + len(EXPECTED["to_look_at"])
    assert "'=HYPERLINK" in text
    assert [cell for row in rows for cell in row.values() if cell and cell[0] in "=+-@"] == []
    assert not any(word in text for word in (*SECRET, *WORDS))


@pytest.fixture
def served(home, folder, caplog):
    """The folder, built."""
    caplog.set_level(logging.DEBUG)
    report = build(folder, demo=False, master=sealing.make_master())
    yield report
    holding.leave()


def test_no_name_and_no_number_is_on_disk_or_in_a_log(served, home, caplog, capfd):
    kept = [path for path in home.rglob("*") if path.is_file()]
    assert served.warehouse in kept and served.stories_file in kept
    for secret in (*SECRET, *WORDS):
        assert [path.name for path in kept if secret.encode() in path.read_bytes()] == [], secret
        assert secret not in caplog.text + "".join(capfd.readouterr()), secret


def test_no_table_of_the_warehouse_holds_them_either(served):
    """The file is compressed, so that looking for bytes is not enough."""
    with duckdb.connect(str(served.warehouse), read_only=True) as connection:
        names = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        assert {"rejected_row", "row_warning", "package", "measure_return"} <= set(names)
        for name in names:
            text = str(connection.execute(f"SELECT * FROM {name}").fetchall())
            assert [secret for secret in (*SECRET, *WORDS) if secret in text] == [], name


def test_only_sound_accounts_are_sealed(served):
    rows = intake_file.read(sealing.find_master(), served.stories_file)
    assert [row["source_id"] for row in rows] == ["1", "2", "9"]
    assert {row["consent_level"] for row in rows} == {3}
    assert [row["received_on"] for row in rows] == ["2026-05-06", "2026-05-12", "2026-05-19"]


def test_the_good_rows_are_what_the_files_say(served):
    with duckdb.connect(str(served.warehouse), read_only=True) as connection:
        ask = connection.execute
        assert ask("SELECT contract_id, CAST(annual_value AS DOUBLE), starts_on::VARCHAR FROM contract").fetchall() == [
            ("BC-01", 1_200_000, "2024-04-01"),
            ("BC-02", 850_000, "2023-04-01"),
            ("BC-03", 1_200_000, "2025-06-01"),  # 1.2m
            ("BC-04", None, "2025-04-01"),
            ("BC-11", 75_000, "2000-04-01"),
        ]
        assert ask("SELECT title FROM contract WHERE contract_id = 'BC-04'").fetchone() == ("Café lunch club",)
        paid = "SELECT strftime(month, '%Y-%m'), CAST(amount AS DOUBLE) FROM payment WHERE contract_id = 'BC-01'"
        assert ask(paid).fetchall() == [
            ("2026-04", 100_000),
            ("2026-05", 100_500.5),
            ("2026-06", -123),  # a credit
            ("2026-08", 100_000),  # 0.1m
        ]
        assert ask("SELECT note FROM measure_return WHERE note IS NOT NULL").fetchall() == [("Rain, then\nsnow",)]


def test_the_contract_is_weighed_on_the_good_rows(served):
    """On time: 900 + 880 + 920 of 3 x 1,000. Paid: 100,000 + 100,500.50 - 123 + 100,000. Two people told, unread."""
    _, found = told("weigh", "BC-01", "--from", "2026-04", "--to", "2026-08")
    on_time = {one["measure_id"]: one for one in found["in_contract"]}["on_time"]
    assert on_time["counted_words"] == "2,700 of 3,000" and on_time["value"] == 0.9
    cost = {one["label"]: one for one in found["cost"]}
    assert cost["Value in a year"]["amount"] == 1_200_000
    assert cost["Paid in the period"]["amount"] == 300_377.5
    assert cost["Delivered of what was paid for"]["words"] == "19,650 of 20,000 units (98%)"  # 4,900+4,950+5,000+4,800
    assert found["untriaged"] == 2 and found["tellers"] == 0  # nobody has read them, so nobody else may
