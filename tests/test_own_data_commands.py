"""Commands for a council's own files: template, mapping, import and the report of many bad rows."""

import json
import re
import tracemalloc
from pathlib import Path

import pytest

from tightrope import commands, tables
from tightrope.evidence import build, mapping, staging
from tightrope.evidence.template import EXAMPLE

SURVEY = (
    "Response ID,Date,I am a,Your comments,Respondent ID\n"
    "1,03/04/2025,Service user,She stays and listens.,R1\n"
    "2,25/04/2025,Daughter,They come too late.,R2\n"
    "3,05/04/2025,Friend,,R3\n"
)


def run(*arguments):
    """One command: exit code, standard output, standard error."""
    return commands.carry_out([str(one) for one in arguments], "", None)


@pytest.fixture
def folder(home, tmp_path):
    """A fresh template."""
    made = tmp_path / "ashmere"
    code, out, err = run("template", made)
    assert (code, err) == (0, "")
    assert f"files are in {made}. Begin with its README.md." in out
    return made


# template


def test_a_template_has_a_file_for_each_table_that_can_be_brought(folder):
    wanted = {f"{table.name}.csv" for table in tables.load().values() if table.origin == "imported"}
    assert {path.name for path in folder.iterdir()} == wanted | {"README.md", "settings.toml"}
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert all(name in readme for name in wanted)
    assert "consent_level" in readme and "contract.csv, measure_return.csv, story.csv" in readme


def test_a_check_of_a_fresh_template_sets_aside_its_example_rows_and_nothing_else(folder):
    code, out, err = run("check", folder, "--json")
    told = json.loads(out)
    assert (code, err) == (commands.FOUND_SOMETHING, "")
    found = [(one["file"], one["record_number"], one["rule"]) for one in told["faults"]]
    files = sorted(path.name for path in folder.glob("*.csv"))
    assert sorted(found) == [(name, 2, "example_row") for name in files]
    assert told["set_aside"] == len(files) and sum(told["loaded"].values()) == 0
    assert told["warnings"] == []


def test_nothing_is_written_over(folder):
    before = (folder / "contract.csv").read_bytes()
    code, out, err = run("template", folder)
    assert (code, out) == (commands.COULD_NOT, "") and "Choose an empty folder" in err
    assert (folder / "contract.csv").read_bytes() == before


def fill(folder, name, **values):
    """One row in place of the example."""
    path = folder / f"{name}.csv"
    header = path.read_text(encoding="utf-8").splitlines()[0]
    assert set(values) <= set(header.split(","))
    path.write_text(f"{header}\n{','.join(values.get(one, '') for one in header.split(','))}\n", encoding="utf-8")


def test_with_three_files_filled_and_the_examples_gone_it_builds(folder):
    for path in folder.glob("*.csv"):
        header, example = path.read_text(encoding="utf-8").splitlines()
        assert EXAMPLE in example
        path.write_text(header + "\n", encoding="utf-8")
    dates = {"starts_on": "2024-04-01", "ends_on": "2027-03-31"}
    fill(
        folder, "contract", contract_id="C1", title="Home care", service_id="home_care", provider_id="P1",
        kind="block", status="live", **dates,
    )  # fmt: skip
    fill(
        folder, "measure_return", contract_id="C1", measure_id="on_time", month="2026-05", numerator="9",
        denominator="10",
    )  # fmt: skip
    fill(
        folder, "story", source="log", source_id="1", received_on="2026-05-06", channel="phone", teller_role="person",
        about="service", contract_id="C1", words="They came late",
    )  # fmt: skip
    code, out, err = run("build", "--from", folder, "--json")
    told = json.loads(out)
    assert (code, err, told["set_aside"]) == (commands.DONE, "", 0)
    assert {name: count for name, count in told["loaded"].items() if count} == {
        "contract": 1, "measure_return": 1, "story": 1, "service": 1, "provider": 1, "contract_measure": 1,
    }  # fmt: skip
    assert "service.csv holds no rows and counts as not given." in told["notes"]
    assert told["warehouse"].endswith(".name-of-the-council.duckdb")


# mapping


def test_a_draft_is_never_agreed_and_is_not_loaded(home, tmp_path):
    folder = tmp_path / "ashmere"
    folder.mkdir()
    (folder / "Register.csv").write_text(
        "Contract ref,Contract title,Service,Supplier,Contract type,Start date,End date,Annual value,Status\n"
        "A1,Home care,Home care,Alder,Block,01/04/2024,31/03/2027,£1,Live\n".replace("£1", '"£1,000"'),
        encoding="utf-8",
    )
    code, out, err = run("mapping", folder, "--json")
    assert (code, err) == (commands.FOUND_SOMETHING, "")
    assert [one["file"] for one in json.loads(out)] == ["Register.csv"]
    drafted = mapping.load(folder / "mapping.toml")
    assert [part.agreed for part in drafted.files.values()] == [False]
    assert drafted.of("Register.csv").columns["Contract ref"] == "contract_id"
    for command in (["check"], ["build", "--from"]):
        code, out, err = run(*command, folder)
        assert (code, out) == (commands.COULD_NOT, "") and "nobody has agreed to it yet" in err
    again = (folder / "mapping.toml").read_bytes()
    code, out, _ = run("mapping", folder)
    assert code == commands.DONE and "Nothing was written" in out
    assert (folder / "mapping.toml").read_bytes() == again


def test_the_questions_say_how_sure_a_guess_is(home, tmp_path):
    folder = tmp_path / "ashmere"
    folder.mkdir()
    (folder / "Register.csv").write_text("Contract ref,Title,Colour\nA1,Home care,red\n", encoding="utf-8")
    _, out, _ = run("mapping", folder)
    assert re.search(r"\d+% sure", out) and "Colour" in out
    assert "set agreed = true for each file that is right" in out


# import


def test_import_turns_a_published_file_into_tables_beside_its_source(home, tmp_path):
    (tmp_path / "survey.csv").write_text(SURVEY, encoding="utf-8")
    into = tmp_path / "made"
    code, out, err = run("import", "stories", tmp_path / "survey.csv", "--into", into, "--json")
    told = json.loads(out)
    assert err == "" and told["written"] == {"story": 2} and code in (commands.DONE, commands.FOUND_SOMETHING)
    rows = (into / "story.csv").read_text(encoding="utf-8")
    assert "She stays and listens." in rows and "2025-04-25" in rows
    assert (into / "sources.csv").is_file()
    run("import", "stories", tmp_path / "survey.csv", "--into", into)
    assert (into / "story.csv").read_text(encoding="utf-8") == rows, "the same file twice adds nothing"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import", "stories", "nowhere.csv", "--into", "x"], "There is no file nowhere.csv"),
        (["import", "stories", "pyproject.toml", "--into", "x", "--dated", "soon"], "--dated must be a day"),
        (["check", "nowhere"], "There is no folder nowhere"),
        (["mapping", "nowhere"], "There is no folder nowhere"),
        (["build", "--place", "sheffield"], "--place needs --from"),
        (["warehouses", "--back", "1999"], "kept warehouse begins with 1999"),
    ],
)
def test_what_cannot_be_done_is_said_and_ends_with_2(home, monkeypatch, arguments, words):
    monkeypatch.chdir(Path(__file__).resolve().parents[1])
    code, out, err = run(*arguments)
    assert (code, out) == (commands.COULD_NOT, "") and words in err


def test_warehouses_before_the_first_build(home):
    assert run("warehouses") == (0, "None yet. Run: python3 run.py build\n", "")


# a report of very many bad rows


@pytest.mark.slow
def test_very_many_bad_rows_are_counted_whole_and_listed_in_part(home, tmp_path):
    """300,000 rows (a million takes the same way and only longer): each breaks two rules, every third a third one."""
    many = 300_000
    folder = tmp_path / "ashmere"
    folder.mkdir()
    (folder / "contract.csv").write_text(
        "contract_id,title,service_id,provider_id,kind,starts_on,ends_on,status\n"
        "C1,Home care,home_care,P1,block,2024-04-01,2027-03-31,live\n",
        encoding="utf-8",
    )
    with (folder / "payment.csv").open("w", encoding="utf-8") as handle:
        handle.write("contract_id,month,units_paid,amount\n")
        handle.writelines(f"C{n},2026-05,{-n},{'x' if n % 3 else 'twelve pounds'}\n" for n in range(1, many + 1))
        handle.write("C1,2026-06,1,10\nC9,2026-06,1,10\n")  # the last one points nowhere
    tracemalloc.start()
    report = build.check(folder)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    (source,) = [one for one in report.sources if one.table == "payment"]
    assert (source.records, source.loaded, source.set_aside) == (many + 2, 1, many + 1)
    kept = {}
    for fault in report.faults:
        kept[fault["rule"], fault["column_name"]] = kept.get((fault["rule"], fault["column_name"]), 0) + 1
    cap = staging.MOST_REJECTED_KEPT
    assert kept == {("minimum", "units_paid"): cap, ("type", "amount"): cap, ("reference", "contract_id"): 1}
    (nowhere,) = [fault for fault in report.faults if fault["rule"] == "reference"]
    assert nowhere["record_number"] == many + 3, "rows keep their numbers however many before them go"
    assert min(fault["record_number"] for fault in report.faults) == 2, "the first are those that are listed"
    assert most < 150_000_000
    code, out, _ = run("check", folder)
    assert code == commands.FOUND_SOMETHING
    assert out.startswith(f"2 rows are right and {many + 1:,} would be set aside.")
    assert len(out.splitlines()) < 30 and len(out) < 5_000
