"""The command for renewals: the answers' own figures in words, JSON and calendar; what cannot be asked ends with 2."""

import json
import subprocess
import sys

import icalendar
import pytest

from tightrope import commands, paths
from tightrope.answers import red_flags, renewals
from tightrope.answers.term_change import term_change
from tightrope.commands.weighing import READER

TITLE = "Three contracts can be re-tendered until the committee on 14 January 2027 and not later"


@pytest.fixture(scope="module")
def house(shared_house):
    return shared_house


def carried(house, *arguments):
    return commands.carry_out(["renewals", *arguments], "", lambda: house)


def asked(house, *arguments):
    code, out, err = carried(house, *arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_the_list_is_that_of_the_answers_a_line_a_contract(house):
    code, out, err = carried(house)
    first, *lines = out.splitlines()
    assert (code, err, first) == (0, "", TITLE)
    rows = renewals.renewals(house, READER)
    assert [line.split("\t")[0] for line in lines] == [row.contract_id for row in rows] and len(rows) == 60
    found = {line.split("\t")[0]: line.split("\t")[1:] for line in lines}
    # HC-12 ended on 30 September 2026; no paper reaches the committee of 5 November any more
    assert found["HC-12"][:2] == [
        "2026-09-30",
        "It ended on 30 September 2026 and runs on: holding over. The next committee that can decide is "
        "14 January 2027; paper due 18 December 2026; forward plan by 17 December 2026.",
    ]
    # HC-01: re-tender and ending it by 14 January; papers on 18 December are 27 + 18 days from 3 November
    assert found["HC-01"][:2] == ["2028-01-31", "Re-tender, 45 days left"]
    every = red_flags.all_red_flags(house, READER)
    assert all(said[2] == f"{len(every[key].raised)} raised" for key, said in found.items())


def test_json_holds_every_contract_with_options_and_flags(house):
    data = asked(house)
    assert [one["contract_id"] for one in data][0] == "HC-12" and len(data) == 60
    (north_east,) = [one for one in data if one["contract_id"] == "HC-01"]
    options = {one["option_id"]: one for one in north_east["options"]}
    assert len(options) == 8
    assert options["retender"]["meeting"] == {
        "meets_on": "2027-01-14",
        "papers_due_on": "2026-12-18",
        "forward_plan_by": "2026-12-17",
    }
    assert (options["split_lots"]["status"], options["split_lots"]["lost_on"]) == ("lost", "2026-08-21")
    assert north_east["annual_value"] == 1214640.0  # 50,400 hours at £24.10
    raised = {one["flag_id"] for one in north_east["red_flags"]["flags"] if one["status"] == "raised"}
    assert "renewed_unchanged_poor" in raised and "fee_below_staff_cost" not in raised
    assert len(north_east["red_flags"]["not_looked_at"]) == 3


def test_one_contract_says_options_changes_and_flags(house):
    code, out, err = carried(house, "HC-04")
    lines = out.splitlines()
    assert (code, err) == (0, "") and lines[0].startswith("Home care, East. ") and "Responsible: " in lines[0]
    row, changed = renewals.one(house, READER, "HC-04"), term_change(house, READER, "HC-04")
    assert lines[1:9] == [f"  {one.words}" for one in row.options]
    assert lines[9] == changed.words and "Renewed as the same contract again twice" in lines[9]
    assert sum(line.strip() == "Measures and targets: the same 6." for line in lines) == 2
    flags = red_flags.red_flags(house, READER, "HC-04").raised
    assert f"{len(flags)} flags and notes raised:" in lines
    assert lines[-len(flags) :] == [f"  {one.name} ({one.level}): {one.evidence}" for one in flags]
    assert "" not in lines


def test_one_contract_in_json_has_its_term_changes(house):
    data = asked(house, "HC-04")
    assert [one["before"]["contract_id"] for one in data["term_change"]["changes"]] == ["HC-04-T2", "HC-04-T1"]
    assert data["term_change"]["renewed_unchanged_poor"] is True
    assert asked(house, "HC-09")["term_change"]["changes"] == []


def test_the_calendar_is_that_of_the_answers(house):
    code, out, err = carried(house, "NH-02", "--ics")
    assert (code, err) == (0, "")
    assert out.encode() == renewals.calendar([renewals.one(house, READER, "NH-02")])
    # extend, vary, renegotiate with paper, plan and committee; review, notice, end, last day of all
    assert len(icalendar.Calendar.from_ical(out).walk("VEVENT")) == 13
    assert asked(house, "NH-02", "--ics") == {"calendar": out}
    whole = icalendar.Calendar.from_ical(carried(house, "--ics")[1]).walk("VEVENT")
    ends = [str(one["SUMMARY"]) for one in whole if str(one["SUMMARY"]).endswith(": contract ends")]
    assert len(ends) == 60


@pytest.mark.parametrize("arguments", [["HC-99"], ["HC-04-T2"], ["ML-00"], ["HC-99", "--ics"]])
def test_a_contract_that_does_not_run_ends_with_2(house, arguments):
    code, out, err = carried(house, *arguments)
    assert (code, out, err) == (2, "", f"No contract {arguments[0]} runs today.\n")


@pytest.mark.slow
def test_from_the_shell_a_calendar_keeps_its_line_ends(demo):
    ended = subprocess.run(
        [sys.executable, "-m", "tightrope", "renewals", "HC-01", "--ics"],
        capture_output=True,
        cwd=paths.ROOT,
        timeout=120,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout.startswith(b"BEGIN:VCALENDAR\r\n") and ended.stdout.endswith(b"END:VCALENDAR\r\n")
    assert len(icalendar.Calendar.from_ical(ended.stdout).walk("VEVENT")) == 18


@pytest.mark.slow
def test_without_data_it_says_so_and_ends_with_2(home):
    ended = subprocess.run(
        [sys.executable, "-m", "tightrope", "renewals"], capture_output=True, cwd=paths.ROOT, timeout=120
    )
    said = b"No returns are loaded yet: measure_return.csv brings them."
    assert (ended.returncode, ended.stdout, ended.stderr.strip()) == (2, b"", said)
