"""The build: whole or not at all, every row accounted for, no word of an account in the warehouse."""

import errno
import json

import duckdb
import pytest

from tightrope import commands, paths, sealing
from tightrope.errors import Refusal
from tightrope.evidence import build as building
from tightrope.evidence import intake_file, warehouses
from tightrope.evidence.build import build

MARKER = "quillsomething"  # stands in every story and nowhere else
FILES = {
    "service": "service_id,service_name,unit,outcome_words,demand,under_contract\n"
    "home_care,Home care,hour,Safe at home,demand_led,true\n",
    "provider": None,  # made from the contract of the table, below
    "contract": "contract_id,title,service_id,provider_id,commissioner_id,kind,starts_on,ends_on,annual_value,status\n"
    "C1,First,home_care,P1,K9,block,2024-04-01,2027-03-31,1000,live\n"
    "C2,Wrong way round,home_care,P1,,block,2027-04-01,2024-03-31,1000,live\n"
    "C3,No such provider,home_care,P9,,block,2024-04-01,2027-03-31,1000,live\n",
    "measure_return": "contract_id,measure_id,month,numerator,denominator,value\n"
    "C1,on_time,2026-05,90,100,0.9\n"
    "C1,on_time,2026-06,101,100,1.01\n"
    "C1,no_such_measure,2026-06,90,100,0.9\n"
    "C1,on_time,2026-05,91,100,0.91\n"
    "C2,on_time,2026-05,90,100,0.9\n"
    'C1,on_time,"2026-07,90,100,0.9\n'
    "C1,on_time,2026-08,90,100,0.9\n",
    "story": "source,source_id,received_on,channel,teller_role,about,"
    "triage_state,consent_level,contract_id,words,themes\n"
    f'log,1,2026-05-06,phone,person,service,untriaged,3,C1,"They {MARKER} came\nat noon",meals\n'
    f"log,2,2026-05-06,phone,person,service,untriaged,9,C1,They {MARKER} came,\n"
    f"log,1,2026-05-06,phone,person,service,untriaged,3,C1,Again {MARKER},\n"
    f"log,4,2026-05-06,phone,person,service,untriaged,3,C2,Lost {MARKER},\n"
    f'log,5,2026-05-06,phone,person,service,untriaged,3,C1,"Open {MARKER},\n'
    f"log,6,2026-05-06,phone,person,service,untriaged,3,,None {MARKER},{MARKER}\n",
}


@pytest.fixture
def folder(tmp_path):
    """A small council's folder with a fault of each kind."""
    made = tmp_path / "council"
    made.mkdir()
    provider = (paths.SAMPLE / "provider.csv").read_text(encoding="utf-8").splitlines()
    first = provider[1].split(",")
    for name, text in FILES.items():
        if name == "provider":
            text = provider[0] + "\n" + ",".join(["P1", *first[1:]]) + "\n"
        (made / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    return made


@pytest.fixture
def served(home, folder):
    """A home in which that folder was built once: (home, the warehouse in use)."""
    build(folder, demo=False)
    return home, warehouses.current()


def rows(warehouse, statement):
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(statement).fetchall()


def nothing_changed(served):
    home, before = served
    return (
        warehouses.current() == before
        and warehouses.all_files() == [before]
        and rows(before, "SELECT count(*) FROM contract") == [(1,)]
        and list((home / "building").iterdir()) == []
        and intake_file.waiting() == []
    )


def test_what_is_sound_is_loaded_and_the_rest_is_named(home, folder):
    report = build(folder, demo=False, master=sealing.make_master())
    assert report.warehouse == warehouses.current()
    made = {"contract_measure": 1}  # no file says what the contract asks for
    assert report.loaded == {"service": 1, "provider": 1, "contract": 1, "measure_return": 2, "story": 1, **made}
    rejected = "SELECT file, record_number, column_name, value, rule FROM rejected_row ORDER BY ALL"
    found = rows(report.warehouse, rejected)
    assert found == [
        ("contract.csv", 3, "ends_on", "2024-03-31", "order_of_dates"),
        ("contract.csv", 4, "provider_id", "P9", "reference"),
        ("measure_return.csv", 3, "numerator", "101", "numerator_within_denominator"),
        ("measure_return.csv", 4, "measure_id", "no_such_measure", "known_measure"),
        ("measure_return.csv", 5, "contract_id", "C1 | on_time | 2026-05-01", "unique_key"),
        ("measure_return.csv", 6, "contract_id", "C2", "reference"),
        ("measure_return.csv", 7, None, 'C1,on_time,"2026-07,90,100,0.9', "readable_record"),
        ("story.csv", 3, "consent_level", None, "maximum"),
        ("story.csv", 4, "source", None, "unique_key"),
        ("story.csv", 5, "contract_id", None, "known_contract"),
        ("story.csv", 6, None, None, "readable_record"),
        ("story.csv", 7, "themes", None, "known_theme"),
    ]
    words = rows(report.warehouse, "SELECT words FROM rejected_row")
    assert all(text.endswith(".") and len(text) > 20 for (text,) in words)


def test_loaded_and_set_aside_are_the_physical_records_of_each_file(served):
    found = rows(served[1], "SELECT table_name, records, loaded, set_aside FROM source_file ORDER BY table_name")
    assert found == [
        ("contract", 3, 1, 2),
        ("contract_measure", 1, 1, 0),
        ("measure_return", 7, 2, 5),
        ("provider", 1, 1, 0),
        ("service", 1, 1, 0),
        ("story", 6, 1, 5),
    ]


def test_a_reference_to_a_table_nobody_gave_is_kept(served):
    assert rows(served[1], "SELECT contract_id, commissioner_id FROM contract") == [("C1", "K9")]


def test_specifications_in_files_of_their_own_are_read(home, folder):
    (folder / "specification").mkdir()
    (folder / "specification" / "C1.md").write_text("Care that\nfits.", encoding="utf-8")
    (folder / "specification" / "C2.md").write_text("For a row that is set aside.", encoding="utf-8")
    report = build(folder, demo=False)
    assert rows(report.warehouse, "SELECT specification FROM contract") == [("Care that\nfits.",)]


# what ends a build


def without_file(folder):
    (folder / "contract.csv").unlink()


def without_key(folder):
    (folder / "contract.csv").write_text("title,service_id\nFirst,home_care\n", encoding="utf-8")


def with_a_column_nobody_knows(folder):
    path = folder / "service.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("unit,", "colour,unit,"), encoding="utf-8")


def without_a_sound_row(folder):
    path = folder / "contract.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",live", ",alive"), encoding="utf-8")


def in_another_character_set(folder):
    (folder / "provider.csv").write_bytes("provider_id\nCaf\xe9\n".encode("latin-1"))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (without_file, r"has no contract\.csv\. Nothing was changed: the data in use stay in use\."),
        (without_key, r"contract\.csv has no column contract_id, .*Nothing was changed\. Add the column"),
        (with_a_column_nobody_knows, r"service\.csv has columns .* no mapping says what they are: colour\."),
        (without_a_sound_row, r"No row of contract\.csv could be loaded\. The first: record 2, It must be one of"),
        (in_another_character_set, r"provider\.csv: no column fills provider_name"),
    ],
)
def test_a_folder_that_will_not_do_is_refused_and_the_old_data_stay(served, folder, spoil, words):
    spoil(folder)
    with pytest.raises(Refusal, match=words):
        build(folder, demo=False)
    assert nothing_changed(served)
    code, out, err = commands.carry_out(["build", "--from", str(folder)], "", None)
    assert (code, out) == (commands.COULD_NOT, "")
    assert "Traceback" not in err
    assert nothing_changed(served)


@pytest.mark.parametrize("step", ["_add_up", "_measure_table", "_refuse_empty"])
def test_a_defect_half_way_leaves_nothing_behind(served, folder, monkeypatch, step):
    def fail(*arguments, **named):
        raise RuntimeError("half way")

    monkeypatch.setattr(building, step, fail)
    with pytest.raises(RuntimeError, match="half way"):
        build(folder, demo=False)
    assert nothing_changed(served)


@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "No space left on device"), duckdb.IOException("IO Error: No space left on device")],
)
def test_a_full_disk_is_said_and_takes_back_the_stories(served, folder, monkeypatch, error):
    def fail(*arguments):
        raise error

    monkeypatch.setattr(warehouses, "publish", fail)
    with pytest.raises(Refusal, match="disk is full. Nothing was changed"):
        build(folder, demo=False, master=sealing.make_master())
    assert nothing_changed(served)


# accounts


def test_no_word_of_an_account_is_on_disk_in_clear(home, folder):
    master = sealing.make_master()
    report = build(folder, demo=False, master=master)
    files = [path for path in home.rglob("*") if path.is_file()]
    assert report.warehouse in files and report.stories_file in files
    assert [path for path in files if MARKER.encode() in path.read_bytes()] == []
    (story,) = intake_file.read(master, report.stories_file)
    assert story["words"] == f"They {MARKER} came\nat noon"
    assert (story["source_id"], story["received_on"], story["consent_level"]) == ("1", "2026-05-06", 3)
    assert rows(report.warehouse, "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE '%story%'") == []


def test_without_a_master_key_stories_are_left_out_and_that_is_said(served, folder, monkeypatch):
    assert intake_file.waiting() == []
    paths.records_file().parent.mkdir(parents=True, exist_ok=True)
    paths.records_file().touch()  # records exist, so that no new key may be made for them
    code, out, _ = commands.carry_out(["build", "--from", str(folder)], "", None)
    assert code == commands.FOUND_SOMETHING
    assert "no master key" in out
    assert intake_file.waiting() == []


def test_an_intake_file_does_not_open_with_another_key(home, folder, tmp_path, monkeypatch):
    report = build(folder, demo=False, master=sealing.make_master())
    monkeypatch.setenv("TIGHTROPE_KEY_FILE", str(tmp_path / "other" / "master.key"))
    with pytest.raises(Refusal, match="cannot be opened"):
        intake_file.read(sealing.make_master(), report.stories_file)


# one warehouse after another


def test_building_again_while_the_old_file_is_open(served, folder):
    before = served[1]
    with duckdb.connect(str(before), read_only=True) as reader:
        after = build(folder, demo=False).warehouse
        assert reader.execute("SELECT count(*) FROM contract").fetchone() == (1,)
    assert warehouses.current() == after != before
    assert warehouses.all_files() == [after, before] if after.name > before.name else [before, after]


def test_the_same_folder_gives_the_same_warehouse(served, folder):
    before, after = served[1], build(folder, demo=False).warehouse
    names = [name for (name,) in rows(before, "SELECT table_name FROM duckdb_tables() ORDER BY table_name")]
    for name in names:
        assert rows(before, f"SELECT * FROM {name} ORDER BY ALL") == rows(after, f"SELECT * FROM {name} ORDER BY ALL")


def test_only_the_newest_warehouses_are_kept(home, folder, tmp_path, monkeypatch):
    text = paths.SETTINGS.read_text(encoding="utf-8")
    assert "keep_warehouses = 5" in text
    fewer = text.replace("keep_warehouses = 5", "keep_warehouses = 2")
    (tmp_path / "settings.toml").write_text(fewer, encoding="utf-8")
    monkeypatch.setenv("TIGHTROPE_SETTINGS", str(tmp_path / "settings.toml"))
    names = iter(["2026-01-01T000000-aa", "2026-01-02T000000-aa", "2026-01-03T000000-aa", "2025-12-31T000000-aa"])
    monkeypatch.setattr(warehouses, "new_name", lambda council: next(names))
    for _ in range(3):
        build(folder, demo=False)
    assert [path.stem for path in warehouses.all_files()] == ["2026-01-03T000000-aa", "2026-01-02T000000-aa"]
    build(folder, demo=False)  # the clock was set back: what was built last is served all the same
    assert warehouses.current().stem == "2025-12-31T000000-aa"
    assert [path.stem for path in warehouses.all_files()] == ["2026-01-03T000000-aa", "2025-12-31T000000-aa"]


def test_the_command_counts_and_names_what_was_set_aside(home, folder):
    code, out, _ = commands.carry_out(["build", "--from", str(folder), "--json"], "", None)
    told = json.loads(out)
    assert code == commands.FOUND_SOMETHING
    assert told["loaded"]["measure_return"] == 2
    assert told["set_aside"] == 12
    assert {fault["file"] for fault in told["faults"]} == {"contract.csv", "measure_return.csv", "story.csv"}
    assert MARKER not in out


def test_the_demo_council_builds_without_a_single_row_set_aside(built):
    (warehouse,) = (built / "home" / "warehouse").iterdir()
    found = rows(warehouse, "SELECT table_name, file, record_number, column_name, words FROM rejected_row LIMIT 5")
    assert found == []
    assert rows(warehouse, "SELECT count(*) FROM source_file WHERE records <> loaded + set_aside") == [(0,)]
    assert rows(warehouse, "SELECT file, loaded FROM source_file WHERE table_name = 'payment' ORDER BY file")[1] == (
        "payment.csv",
        24,
    )
    assert list((built / "home" / "building").iterdir()) == []


def test_the_pointer_names_a_file_in_the_warehouse_folder_alone(served):
    home, warehouse = served
    assert (home / "current").read_text(encoding="ascii") == warehouse.name
    assert [path.name for path in paths.warehouses().iterdir()] == [warehouse.name]


def test_a_share_without_a_value_gets_it_from_numerator_and_denominator(home, folder):
    path = folder / "measure_return.csv"
    text = path.read_text(encoding="utf-8")
    assert ",90,100,0.9" in text
    path.write_text(text.replace(",90,100,0.9", ",90,100,"), encoding="utf-8", newline="")
    report = build(folder, demo=False)
    found = rows(report.warehouse, "SELECT DISTINCT value FROM measure_return WHERE numerator = 90")
    assert found == [(0.9,)]
    assert any("worked out from numerator and denominator" in note for note in report.notes)
