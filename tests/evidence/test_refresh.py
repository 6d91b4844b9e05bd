"""The monthly run: the same folder changes nothing, a changed one says what moved, and one can go back."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from tightrope import commands, paths, sealing
from tightrope.evidence import template, warehouses
from tightrope.evidence.build import build
from tightrope.records import house as holding

COUNCIL = Path(__file__).parent.parent / "data" / "bad" / "council"
MARKER = "quillsomething"  # stands in one account and nowhere else
STORIES = (
    "source,source_id,received_on,event_month,channel,teller_role,teller_id,about,contract_id,words,"
    "triage_state,consent_level,withdrawn_at\n"
    "log,1,2026-05-06,2026-05,phone,person,P1,service,C1,They {marker} came late,cleared,4,{gone}\n"
    "log,2,2026-05-07,2026-05,phone,person,P2,service,C1,Always kind,cleared,4,\n"
)


@pytest.fixture
def folder(home, tmp_path):
    """A copy of a small sound folder; whatever house it opened is closed at the end."""
    yield shutil.copytree(COUNCIL, tmp_path / "ashmere")
    holding.leave()


def edit(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def run(*arguments):
    code, out, err = commands.carry_out(list(arguments), "", holding.house)
    assert err == "", err
    return code, out


def built(folder):
    return build(folder, demo=False, master=sealing.find_master() or sealing.make_master())


# what changed


def test_the_same_folder_twice_changes_nothing(folder):
    run("build", "--from", str(folder))
    code, out = run("build", "--from", str(folder))
    assert code == commands.DONE
    assert out.splitlines()[-1] == "Nothing changed against the data in use."


def test_the_first_build_compares_with_nothing(folder):
    assert built(folder).changes is None


def test_a_changed_folder_says_what_came_went_and_moved(folder):
    """Paid, C1: 2,500 + 2,500 before, 2,500 + 3,500 + 2,500 after. On time, C1: 181 of 200, then 171 of 200."""
    run("build", "--from", str(folder))
    edit(folder, "contract.csv", "500000", "550000")
    edit(folder, "payment.csv", "C1,2026-06,100,98,2500.00\n", "C1,2026-06,100,98,3500.00\nC1,2026-07,100,98,2500.00\n")
    edit(folder, "payment.csv", "C2,2026-05,50,50,1250.50\n", "")
    edit(folder, "measure_return.csv", "C1,on_time,2026-06,91,100,0.91", "C1,on_time,2026-06,81,100,0.81")
    _, out = run("build", "--from", str(folder), "--json")
    told = json.loads(out)["changes"]
    assert told["rows"] == {
        "contract": {"came": 0, "went": 0, "altered": 1},
        "measure_return": {"came": 0, "went": 0, "altered": 1},
        "payment": {"came": 1, "went": 1, "altered": 1},
    }
    figures = [(one["what"], one["contract_id"], one["before"], one["after"], one["moved"]) for one in told["figures"]]
    assert figures == [
        ("Paid in twelve months, in pounds", "C1", 5000, 8500, 0.4118),  # 3,500 / 8,500
        ("Value a year in pounds", "C1", 500_000, 550_000, 0.0909),  # 50,000 / 550,000
        ("on_time, twelve months", "C1", 0.905, 0.855, -0.0552),  # -0.05 / 0.905
    ]


def test_the_changes_in_plain_words(folder):
    built(folder)
    edit(folder, "payment.csv", "C1,2026-06,100,98,2500.00", "C1,2026-06,100,98,2750.25")
    _, out = run("build", "--from", str(folder))
    assert "payment: 0 rows came, 0 went, 1 were altered." in out
    assert "Paid in twelve months, in pounds, C1: 5,000 to 5,250.25." in out


def test_a_contract_that_goes_takes_rows_of_an_unchanged_file_with_it_and_that_is_said(folder):
    """measure_return.csv and payment.csv stay as they are; C2 is no longer in contract.csv."""
    built(folder)
    edit(folder, "contract.csv", "C2,Home care west,home_care,Birch,spot,2024-04-01,2027-03-31,300000,live\n", "")
    rows = built(folder).changes.rows
    assert rows["contract"] == rows["measure_return"] == rows["payment"] == {"came": 0, "went": 1, "altered": 0}


def test_another_mapping_of_the_same_file_is_a_change(folder):
    (folder / "payment.csv").rename(folder / "ledger.csv")
    mapping = '[file."ledger.csv"]\ntable = "payment"\nagreed = true\nignore = ["{left}"]\n'
    mapping += '[file."ledger.csv".columns]\ncontract_id = "contract_id"\n'
    mapping += 'month = "month"\namount = "amount"\n{used} = "units_paid"\n'
    told = folder / "mapping.toml"
    told.write_text(mapping.format(left="units_delivered", used="units_paid"), encoding="utf-8")
    built(folder)
    told.write_text(mapping.format(left="units_paid", used="units_delivered"), encoding="utf-8")
    # 100 and 99, 100 and 98, 50 and 50: two of the three rows say something else now
    assert built(folder).changes.rows == {"payment": {"came": 0, "went": 0, "altered": 2}}


def test_a_new_specification_is_a_change(folder):
    built(folder)
    (folder / "specification").mkdir()
    (folder / "specification" / "C1.md").write_text("Care that fits.", encoding="utf-8")
    assert built(folder).changes.rows == {"contract": {"came": 0, "went": 0, "altered": 1}}


# what is kept, and going back


def own_settings(folder, name, keep=None):
    text = template.settings_for(name).replace("fictional = false", "fictional = false\ntoday = 2026-10-15")
    text += f"[store]\nkeep_warehouses = {keep}\n" if keep else ""
    (folder / "settings.toml").write_text(text, encoding="utf-8")


def test_the_last_few_of_each_council_are_kept(folder, tmp_path):
    other = shutil.copytree(folder, tmp_path / "brook")
    own_settings(folder, "Ashmere", keep=2)
    own_settings(other, "Brook", keep=3)
    first = [built(folder).warehouse for _ in range(2)]
    brook = [built(other).warehouse for _ in range(2)]
    first += [built(folder).warehouse for _ in range(2)]
    assert set(warehouses.all_files()) == {*first[-2:], *brook}


def test_going_back_serves_the_earlier_numbers(folder):
    own_settings(folder, "Ashmere")
    before = built(folder).warehouse
    edit(folder, "contract.csv", "500000", "550000")
    after = built(folder).warehouse
    listed = json.loads(run("warehouses", "--json")[1])
    assert {row["warehouse"]: row["served"] for row in listed} == {before.name: False, after.name: True}
    assert worth("C1") == 550_000
    holding.leave()
    code, out = run("warehouses", "--back", before.stem)
    assert code == commands.DONE and before.stem in out
    assert warehouses.current() == before
    assert worth("C1") == 500_000


def worth(contract):
    found = json.loads(run("weigh", contract, "--json")[1])
    return next(one["amount"] for one in found["cost"] if one["label"] == "Value in a year")


def test_there_is_no_way_back_to_another_council_or_to_nothing(folder, tmp_path):
    other = shutil.copytree(folder, tmp_path / "brook")
    own_settings(folder, "Ashmere")
    own_settings(other, "Brook")
    first, second = built(folder).warehouse, built(other).warehouse
    for name in (first.stem, "1999", "../records"):
        code, out, err = commands.carry_out(["warehouses", "--back", name], "", None)
        assert (code, out) == (commands.COULD_NOT, "") and second.stem in err
    assert warehouses.current() == second


def shown():
    """What officers may count and read of accounts, and every row that can be asked for, as text."""
    totals = json.loads(run("query", "story/totals", "audience=officers", "--json")[1])[0]
    weighed = run("weigh", "C1", "--from", "2026-05", "--to", "2026-06", "--json")[1]
    return totals["accounts"], json.loads(weighed)["accounts"], weighed


def test_what_was_withdrawn_stays_withdrawn_after_going_back(folder):
    own_settings(folder, "Ashmere")
    stories = folder / "story.csv"
    stories.write_text(STORIES.format(marker=MARKER, gone=""), encoding="utf-8")
    before = built(folder).warehouse
    accounts, weighed, text = shown()
    assert (accounts, weighed) == (2, 2) and MARKER in text
    holding.leave()
    stories.write_text(STORIES.format(marker=MARKER, gone="2026-06-01T09:00:00"), encoding="utf-8")
    built(folder)
    assert shown()[:2] == (1, 1)
    holding.leave()
    run("warehouses", "--back", before.stem)
    assert warehouses.current() == before
    accounts, weighed, text = shown()
    assert (accounts, weighed) == (1, 1) and MARKER not in text and "Always kind" in text
    holding.leave()
    stories.write_text(STORIES.format(marker=MARKER, gone=""), encoding="utf-8")
    built(folder)  # the old delivery once more: it cannot bring the account back either
    assert shown()[:2] == (1, 1)
    for path in paths.warehouses().iterdir():
        with duckdb.connect(str(path), read_only=True) as connection:
            names = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
            assert not any(MARKER in str(connection.execute(f"SELECT * FROM {n}").fetchall()) for (n,) in names)
