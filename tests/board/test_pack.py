"""Making a pack: what it may hold, for whom, beside what else; the register keeps it, and no letter of it changes."""

import json
import logging
from dataclasses import replace

import pytest
from reading import text

from tightrope import disclosure, tables
from tightrope.board import beside, files, pack, pack_open, snapshot
from tightrope.board.differencing import TOO_FEW
from tightrope.board.pack import MOST_ITEMS, Asked, Wanted
from tightrope.board.published import Published
from tightrope.board.snapshot import Altered
from tightrope.errors import NotAllowed, NotFound, Refusal
from tightrope.records import clearing, packs, schema
from tightrope.records.packs import EXEMPT, NOT_MADE
from tightrope.records.roles import ROLES, looking_as
from tightrope.records.sharing import OPEN

ONE = (Asked("contract", "HC-01"),)
LEAD = looking_as("safeguarding")


@pytest.fixture(scope="module")
def restricted(house, officer, year):
    """A pack about RS-01 for two named readers, with a decision in an officer's words."""
    asked = (Asked("contract", "RS-01", "Say whether nights can be given back."),)
    return pack.make(house, officer, year, Wanted("Papers", asked, "docx", True, ("A. Reader", "B. Reader")))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": " "}, "Give the pack a title"),
        ({"title": "x" * 201}, "Give the pack a title"),
        ({"format": "xls"}, "can be had as pptx, docx, html, csv, zip"),
        ({"items": ()}, "1 to 60 items"),
        ({"items": tuple(Asked("contract", f"C{number}") for number in range(MOST_ITEMS + 1))}, "1 to 60 items"),
        ({"items": ONE * 2}, "stands in it twice"),
        ({"restricted": True}, "Name who a restricted pack is for"),
        ({"recipients": ("A. Reader",)}, "Only a restricted pack names"),
        ({"restricted": True, "recipients": ("x; y",)}, "no semicolon"),
        ({"restricted": True, "recipients": ("x",) * 41}, "At most 40 people"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(house, officer, year, changes, said):
    before = len(house.stores.rows("packs/index"))
    with pytest.raises(Refusal, match=NOT_MADE) as refused:
        pack.make(house, officer, year, replace(Wanted("Papers", ONE), **changes))
    assert [one for one in refused.value.problems if said in one], refused.value.problems
    assert len(house.stores.rows("packs/index")) == before


def test_sixty_items_may_be_asked_for():
    items = tuple(Asked("contract", f"C{number}") for number in range(MOST_ITEMS))
    assert pack.problems(Wanted("Papers", items)) == []


def test_every_subject_that_is_not_there_is_named(house, officer, year):
    items = (Asked("contract", "NO-1"), *ONE, Asked("line", "none"))
    with pytest.raises(Refusal) as refused:
        pack.make(house, officer, year, Wanted("Papers", items))
    assert refused.value.problems == [
        "There is no contract NO-1 that runs.",
        "There is no service line none that runs.",
    ]


@pytest.mark.parametrize("role", [one for one in ROLES if one not in ("commissioner", "manager")])
def test_whoever_may_not_decide_makes_opens_and_gets_none(house, year, restricted, role):
    reader = looking_as(role)
    for act in (
        lambda: pack.make(house, reader, year, Wanted("Papers", ONE)),
        lambda: pack_open.opened(house, reader, restricted),
        lambda: files.give(house, reader, restricted, "docx"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_restricted_pack_names_its_readers_and_may_hold_what_few_may_read(house, officer, restricted):
    one = pack_open.opened(house, officer, restricted)
    assert one.recipients == ("A. Reader", "B. Reader") and one.marks[0].startswith("RESTRICTED. For A. Reader, B. Rea")
    consent = {row["story_id"]: row["consent_level"] for row in house.stores.raw("SELECT * FROM records.story")}
    levels = {consent[voice.story_id] for voice in one.items[0].snapshot.voices}
    assert min(levels) == 3, "RS-01 has grave accounts that named readers alone may read"
    assert one.items[0].cover.decision == "Say whether nights can be given back."
    row = house.stores.one("packs/one", pack_id=restricted)
    assert (row["consent_level"], row["restricted"], row["recipients"]) == (3, True, "A. Reader; B. Reader")


def test_the_register_says_what_is_in_it_and_which_accounts(house, officer, restricted):
    (row,) = [each for each in house.stores.rows("packs/index") if each["pack_id"] == restricted]
    assert (row["title"], row["subject"], row["format"], row["made_by"]) == (
        "Papers", "contract:RS-01", "docx", officer.account_id,
    )  # fmt: skip
    one = pack_open.opened(house, officer, restricted)
    quoted = {each["story_id"]: each for each in house.stores.rows("packs/quoted") if each["pack_id"] == restricted}
    assert quoted.keys() == {voice.story_id for voice in one.items[0].snapshot.voices}
    assert sorted(each["numbers"] for each in quoted.values()) == [f"1.{n}" for n in range(1, len(quoted) + 1)]
    assert {quote.number: quote.by for quote in one.items[0].quotes} == {
        each["numbers"]: each["told_by"] for each in quoted.values()
    }


def test_each_file_that_is_given_is_noted(house, officer, restricted):
    before = len(house.stores.rows("packs/downloads"))
    files.give(house, officer, restricted, "csv")
    files.give(house, officer, restricted, "html", EXEMPT)
    with pytest.raises(Refusal):
        files.give(house, officer, restricted, "html", template=b"x")
    rows = house.stores.rows("packs/downloads")
    assert len(rows) == before + 2
    assert {(row["format"], row["part"], row["account_id"]) for row in rows if row["pack_id"] == restricted} >= {
        ("csv", "public", "as-commissioner"), ("html", "exempt", "as-commissioner"),
    }  # fmt: skip
    noted = house.stores.raw("SELECT did FROM records.audit_event WHERE did IN ('pack_made', 'pack_downloaded')")
    assert len(noted) == len(rows) + len(house.stores.rows("packs/index"))


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://", "https://a.test/" + "x" * 500, "https://[a"])
def test_a_link_that_is_no_address_is_refused_and_nothing_is_given(house, officer, restricted, link):
    before = len(house.stores.rows("packs/downloads"))
    with pytest.raises(Refusal, match="no address"):
        files.give(house, officer, restricted, "pptx", link=link)
    assert len(house.stores.rows("packs/downloads")) == before


def test_a_link_stands_in_its_file_and_is_kept_nowhere(house, officer, restricted):
    """Whoever reads the records would open the board page with it."""
    link = "https://hallamford.example/p/board/lighthouse"
    assert link in text(files.give(house, officer, restricted, "html", link=link).data)
    kept = [house.stores.raw(f"SELECT * FROM records.{table.name}") for table in tables.of_store("records")]
    assert restricted in repr(kept) and "lighthouse" not in repr(kept)
    assert link not in text(files.give(house, officer, restricted, "html").data)


def test_a_store_that_kept_links_loses_them(house):
    """A store made before had the column; opening it again runs these statements."""

    def add(cursor):
        cursor.execute("ALTER TABLE records.pack ADD COLUMN link VARCHAR")
        cursor.execute("UPDATE records.pack SET link = 'https://a.test/p/board/lighthouse'")

    def ready(cursor):
        for statement in schema.statements():
            if statement.startswith("ALTER TABLE records.pack "):
                cursor.execute(statement)

    house.stores.write(add)
    house.stores.write(ready)
    rows = house.stores.raw("SELECT * FROM records.pack")
    assert rows and all("link" not in row for row in rows)


def test_what_is_not_there_is_not_given(house, officer):
    with pytest.raises(NotFound):
        files.give(house, officer, "PK0", "html")
    with pytest.raises(NotFound):
        packs.download(house, officer, "PK0", "html", "public")
    with pytest.raises(Refusal, match="can be had as"):
        packs.download(house, officer, "PK0", "xls", "public")


def noted(house, did):
    rows = house.stores.raw(f"SELECT subject FROM records.audit_event WHERE did = '{did}' ORDER BY happened_at")
    return [row["subject"] for row in rows]


@pytest.mark.parametrize(("table", "key"), [("pack", "body"), ("pack_item", "body")])
def test_a_letter_that_was_altered_opens_nothing_and_is_on_record(
    house, officer, restricted, table, key, monkeypatch, caplog
):
    (row,) = house.stores.raw(f"SELECT {key} FROM records.{table} WHERE pack_id = '{restricted}'")
    change = f"UPDATE records.{table} SET {key} = ? WHERE pack_id = ?"
    house.stores.write(lambda cursor: cursor.execute(change, [row[key].replace("RS-01", "RS-02", 1) + " ", restricted]))
    monkeypatch.setattr(packs, "_altered", set())
    before = noted(house, "pack_altered")
    try:
        with caplog.at_level(logging.ERROR):
            for _ in range(2):
                with pytest.raises(Altered):
                    files.give(house, officer, restricted, "html")
        assert noted(house, "pack_altered") == [*before, restricted] and restricted in caplog.text
    finally:
        house.stores.write(lambda cursor: cursor.execute(change, [row[key], restricted]))
    assert pack_open.opened(house, officer, restricted).items[0].snapshot.key == "RS-01"


def test_what_safeguarding_has_to_clear_first_is_refused_and_says_nothing_of_it(house, officer, year):
    held = {row["contract_id"] for row in house.stores.rows("weigh/held") if row["held"]}
    live = {row["contract_id"]: row for row in house.stores.rows("weigh/contracts") if row["status"] == "live"}
    key = sorted(held & live.keys())[0]
    with pytest.raises(Refusal, match=NOT_MADE) as refused:
        pack.make(house, officer, year, Wanted("Papers", (Asked("contract", key),)))
    assert refused.value.problems == [f"{live[key]['title']}: {clearing.FIRST}"]


def test_a_file_is_given_only_while_safeguarding_agrees(house, officer, year):
    """Nothing about RS-02 is held when the pack is made; then an account is, and what was cleared waits for a no."""
    pack_id = pack.make(
        house, officer, year, Wanted("Papers", (Asked("contract", "HC-01"), Asked("contract", "RS-02")))
    )
    assert files.give(house, officer, pack_id, "html")
    (held,) = house.stores.raw(
        "SELECT story_id, triage_state FROM records.story WHERE contract_id = 'RS-02' AND withdrawn_at IS NULL "
        "ORDER BY story_id LIMIT 1"
    )
    put = "UPDATE records.story SET triage_state = ? WHERE story_id = ?"
    house.stores.write(lambda cursor: cursor.execute(put, ["quarantined", held["story_id"]]))
    try:
        before = len(house.stores.rows("packs/downloads"))
        with pytest.raises(files.NotCleared) as refused:
            files.give(house, officer, pack_id, "html")
        title, contract_ids = refused.value.subjects["contract:RS-02"]
        assert refused.value.problems == [f"{title}: {clearing.FIRST}"] and contract_ids == ("RS-02",)
        assert len(house.stores.rows("packs/downloads")) == before
        clearing.answer(house, LEAD, clearing.ask(house, officer, "contract:RS-02"), True)
        assert files.give(house, officer, pack_id, "html")
        clearing.answer(house, LEAD, clearing.ask(house, officer, "contract:RS-02"), False)
        with pytest.raises(files.NotCleared) as refused:
            files.give(house, officer, pack_id, "html")
        assert refused.value.problems == [f"{title}: {clearing.REFUSED}"]
    finally:
        house.stores.write(lambda cursor: cursor.execute(put, [held["triage_state"], held["story_id"]]))


def test_something_that_went_out_in_between_stops_it(house, officer, year, monkeypatch):
    taken = snapshot.take(house, officer, year, "contract", "RS-01", OPEN)
    monkeypatch.setattr(snapshot, "take", lambda *asked: replace(taken, after=taken.after - 1))
    with pytest.raises(Refusal) as refused:
        pack.make(house, officer, year, Wanted("Papers", (Asked("contract", "RS-01"),)))
    assert refused.value.problems == ["Something else was shared in the same moment. Press the button again."]


# several subjects in one pack


def counted(of, first, last, among="", place=""):
    people = tuple(f"p{number:03d}" for number in range(first, last))
    shown = disclosure.count(len(people)).words
    return Published(of, of, place, shown, among, shown, "2026-11-03", people)


@pytest.fixture(scope="module")
def bare(house, officer, year):
    return snapshot.take(house, officer, year, "contract", "RS-01", OPEN)


def of(bare, key, *counts):
    return replace(bare, key=key, counts=counts, clay="15 of 25 people tell of it.")


def test_two_subjects_in_one_pack_do_not_tell_of_few_by_their_difference(bare):
    """22 people of the contract, 28 of the line that it belongs to: 20 and 30, and the six would be told."""
    contract = of(bare, "A", counted("heard", 0, 22), counted("theme:x", 0, 15, "20"))
    line = of(bare, "L", counted("heard", 0, 28), counted("theme:x", 0, 15, "30"), counted("heard", 0, 28, place="N"))
    first, second = beside.settled([contract, line], [])
    assert first == contract
    assert {count.shown for count in second.counts} == {TOO_FEW} and second.heard.people == ()
    assert second.clay == beside.NOT_BESIDE and second.rope.stories_low is None
    assert not [number for number in ("28", "30", "15") if number in json.dumps([c.words for c in second.counts])]


def test_subjects_without_a_person_in_common_are_all_shown(bare):
    """Nobody of a group was heard about the one, six about the other: neither tells anything of the other."""
    some = [
        of(bare, "A", counted("heard", 0, 22), counted("group:x", 0, 0)),
        of(bare, "B", counted("heard", 100, 128), counted("group:x", 100, 106)),
    ]
    assert beside.settled(some, []) == some


def test_an_earlier_link_is_held_against_the_pack_as_well(bare):
    """20 and 15 people in earlier links and this pack's first item, 40 of the second: the five of the rest."""
    earlier = [beside._cut(of(bare, "A"), counted("heard", 0, 20))]
    some = [of(bare, "B", counted("heard", 20, 35)), of(bare, "L", counted("heard", 0, 40))]
    assert [one.heard.shown for one in beside.settled(some, earlier)] == ["15", TOO_FEW]
    assert [one.heard.shown for one in beside.settled(some, [])] == ["15", "40"]
