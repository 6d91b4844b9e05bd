"""Rows that files brought: each once, a reply under its account's key, what was changed here kept."""


import pytest

from tightrope import paths, sealing, tables
from tightrope.database import Stores
from tightrope.evidence import build_brought, intake_file
from tightrope.evidence.build import build
from tightrope.records import brought, consent, intake, schema

BARRIER = {"table": "barrier", "barrier_id": "B1", "contract_id": "HC-01", "group_kind": "housebound"} | {
    "group_value": "yes", "kind": "cannot_leave_home", "since_on": "2026-01-01", "cost": "120.50"
}  # fmt: skip
REPLY = {"table": "reply", "reply_id": "R1", "source": "panel", "source_id": "1", "commissioner_id": "C1"} | {
    "due_on": "2026-10-01", "state": "answered", "words": "Dear Mrs Marigoldenrod, two workers come from Monday."
}  # fmt: skip


def taken(stores, master, *rows):
    intake_file.write(master, list(rows), "2026-11-03T090000")
    return intake.take_in(stores, master)


def test_a_row_is_taken_once_and_what_people_changed_since_stands(stores, master):
    assert taken(stores, master, BARRIER).beside == 1
    stores.write(lambda cursor: cursor.execute("UPDATE records.barrier SET plan = 'A new plan'"))
    again = taken(stores, master, {**BARRIER, "plan": "The old plan"}, {**BARRIER, "barrier_id": "B2"})
    assert (again.beside, again.new, again.problems) == (1, 0, [])
    rows = stores.raw("SELECT barrier_id, plan, cost FROM records.barrier ORDER BY barrier_id")
    assert [(row["barrier_id"], row["plan"], str(row["cost"])) for row in rows] == [
        ("B1", "A new plan", "120.50"), ("B2", None, "120.50")
    ]  # fmt: skip


def test_a_replys_words_are_sealed_under_the_key_of_its_account_and_go_with_it(stores, master, tell):
    (story,) = tell({"source_id": "1"})
    taken(stores, master, REPLY)
    part = f"{brought.REPLY_PART}R1"
    (row,) = stores.raw(
        "SELECT w.sealed, k.wrapped_key FROM records.story_words AS w INNER JOIN records.story_key AS k "
        "ON w.story_id = k.story_id WHERE w.part = $part",
        {"part": part},
    )
    assert master.open_words(row["wrapped_key"], story, part, row["sealed"]) == REPLY["words"]
    assert stores.raw("SELECT story_id, state FROM records.reply") == [{"story_id": story, "state": "answered"}]
    consent.withdraw(stores, story, "the teller", "asked")
    assert stores.raw("SELECT part FROM records.story_words WHERE part = $part", {"part": part}) == []


def test_a_reply_to_nothing_is_named_and_left_out(stores, master, tell):
    tell({"source_id": "1"})
    found = taken(stores, master, REPLY, {**REPLY, "reply_id": "R2", "source_id": "none"})
    assert found.problems == ["reply R2 answers an account that is not here: it was left out."]
    assert [row["reply_id"] for row in stores.raw("SELECT reply_id FROM records.reply")] == ["R1"]


def test_a_reply_to_an_account_that_was_taken_back_stands_without_words(stores, master, tell):
    (story,) = tell({"source_id": "1"})
    consent.withdraw(stores, story, "the teller", "asked")
    taken(stores, master, REPLY)
    assert stores.raw("SELECT count(*) AS n FROM records.reply")[0]["n"] == 1
    assert stores.raw("SELECT count(*) AS n FROM records.story_words")[0]["n"] == 0


def test_a_store_made_before_gets_the_columns_that_came_later(home, master):
    old = [text for text in schema.statements() if not text.startswith("ALTER")]
    cut = [text.replace("  told_how VARCHAR,\n", "") if ".reply (" in text else text for text in old]
    assert cut != old
    file = paths.records_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    Stores(file, paths.warehouses(), cut).close()
    stores = Stores(file, paths.warehouses(), schema.statements())
    try:
        intake_file.write(master, [{**BARRIER}], "2026-11-03T090000")
        intake.take_in(stores, master)
        names = {row["column_name"] for row in stores.raw("DESCRIBE records.reply")}
        assert names == {one.name for one in tables.load()["reply"].stored}
    finally:
        stores.close()


@pytest.fixture
def folder(tmp_path):
    """A council with one contract, one officer, one account, and barriers and replies of which some are faulty."""
    made = {
        "service": "service_id,service_name,unit,outcome_words,demand,under_contract\n"
        "home_care,Home care,hour,Stay at home,demand_led,true\n",
        "provider": "provider_id,provider_name,sector,is_sme,is_vcse\nP1,Beech,private,false,false\n",
        "commissioner": "commissioner_id,name,post\nC1,Ann Example,Commissioner\n",
        "contract": "contract_id,title,service_id,provider_id,kind,starts_on,ends_on,status\n"
        "K1,Home care,home_care,P1,block,2024-04-01,2028-03-31,live\n",
        "story": "source,source_id,received_on,channel,teller_role,about,words\n"
        "panel,1,2026-05-06,panel,person,service,They marigoldenrod came at noon\n",
        "barrier": "barrier_id,contract_id,group_kind,group_value,kind,since_on,owner_id\n"
        "B1,K1,housebound,yes,cannot_leave_home,2026-01-01,C1\n"
        "B2,K9,housebound,yes,cannot_leave_home,2026-01-01,C1\n"
        "B3,K1,housebound,yes,bad weather,2026-01-01,C1\n",
        "reply": "reply_id,source,source_id,commissioner_id,due_on,state,words\n"
        "R1,panel,1,C1,2026-06-01,answered,Dear marigoldenrod\n"
        "R2,panel,9,C1,2026-06-01,answered,Dear marigoldenrod\n",
    }  # fmt: skip
    place = tmp_path / "council"
    place.mkdir()
    for name, text in made.items():
        (place / f"{name}.csv").write_text(text, encoding="utf-8")
    return place


def test_a_faulty_row_is_set_aside_with_its_reason_and_without_its_words(home, folder):
    master = sealing.make_master()
    report = build(folder, demo=False, master=master)
    found = [(one["file"], one["record_number"], one["column_name"], one["value"]) for one in report.faults]
    assert sorted(found) == [
        ("barrier.csv", 3, "contract_id", None), ("barrier.csv", 4, "kind", None), ("reply.csv", 3, "source_id", None)
    ]  # fmt: skip
    assert (report.loaded["barrier"], report.loaded["reply"], report.stories) == (1, 1, 1)
    rows = intake_file.read(master, report.stories_file)
    assert [(row.get("table"), row.get("reply_id") or row.get("barrier_id")) for row in rows] == [
        (None, None), ("barrier", "B1"), ("reply", "R1")
    ]  # fmt: skip
    files = [path for path in home.rglob("*") if path.is_file()]
    assert [path for path in files if b"marigoldenrod" in path.read_bytes()] == []


def test_every_table_that_names_another_is_looked_up():
    """A column that ends in _id is the key of its table, or is named in NAMES, or is on purpose somebody else's."""
    elsewhere = {"source_id"}
    for table in build_brought.brought():
        for field in table.in_file:
            if field.name.endswith("_id") and (field.name,) != table.key and field.name not in elsewhere:
                assert field.name in build_brought.NAMES, f"{table.name}.{field.name}"
