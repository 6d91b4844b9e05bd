"""Writing the register: what a decision must have, edits that show, two people at once, and what a store keeps."""

import json
import threading
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from a_decision import A_DECISION

from tightrope import paths
from tightrope.errors import NotAllowed, Refusal
from tightrope.records import anchoring, deciding
from tightrope.records.decision_entries import events, folded
from tightrope.records.decision_shapes import Decided, Expected, Interest, Rejected, from_plain, plain, problems
from tightrope.records.house import House
from tightrope.records.roles import ROLES, looking_as

COMMISSIONER, MANAGER = looking_as("commissioner"), looking_as("manager")
WHOLE = replace(
    A_DECISION,
    measures_used=("on_time", "duration_met"),
    stories_used=("S1", "S2"),
    cost_a_year=Decimal("1214640.00"),
    cost_term=Decimal("6073200.00"),
    review_on=date(2027, 4, 20),
    expects=(Expected("measure", "duration_met", "Visits that last", 0.42, 0.9, 1.0, date(2027, 4, 20)),),
)


@pytest.fixture
def house(stores, master):
    return House(stores, master)


def entries(house, decision_id):
    return [json.loads(one.body) for one in events(house.stores) if one.decision_id == decision_id]


def cited(house):
    """The accounts that decisions name, in the table that the steps of being heard are counted by."""
    rows = house.stores.raw("SELECT story_id FROM records.decision_story ORDER BY story_id")
    return [row["story_id"] for row in rows]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": " "}, "Give it a title."),
        ({"decided_on": None}, "Give the day of the decision."),
        ({"decision": "Yes"}, "Say the decision, in 3 words or more."),
        ({"reasons": ""}, "Say the reasons, in 3 words or more."),
        ({"rejected": ()}, "Say which options were considered and rejected, and why."),
        ({"rejected": (Rejected("End it", " "),)}, "Say why this option was rejected: End it."),
        ({"decided_by": ""}, "Name who decides."),
        ({"post": ""}, "Say in which post they decide."),
        ({"delegation": ""}, "Say under which delegation they decide."),
        ({"no_interest": False}, "or confirm that there are none."),
        ({"interests": (Interest("A member's brother runs it", "left the room"),)}, "which of the two?"),
        ({"no_interest": False, "interests": (Interest("A brother", ""),)}, "Say what was done about this interest"),
        ({"not_heard": "nobody"}, "Say who was not heard"),
        ({"stories_aside": ("S3",)}, "Evidence was set aside: say why"),
        ({"kind": "contract", "key": ""}, "Choose what the decision is about."),
        ({"participation": 8}, "The step of taking part goes from 1 to 7."),
        ({"cost_term": Decimal("NaN")}, "Give the cost as a number of pounds."),
        ({"expects": (replace(WHOLE.expects[0], low=float("nan")),)}, "line 1: give where it stands"),
        ({"expects": (replace(WHOLE.expects[0], low=1.0, high=0.5),)}, "line 1: the lower figure comes first."),
        ({"expects": (replace(WHOLE.expects[0], by=date(2026, 10, 20)),)}, "the day must come after the decision."),
        ({"reasons": "word " * 2000}, "at most 6,000 fit."),
    ],
)
def test_what_is_missing_is_said(changes, said):
    found = problems(replace(WHOLE, **changes))
    assert any(said in one for one in found), found
    assert problems(WHOLE) == []


def test_what_may_not_be_recorded_leaves_nothing_behind(house):
    for changes, number in (({"rejected": (), "post": ""}, 2), ({"decided_on": date(2026, 11, 4)}, 1)):
        with pytest.raises(Refusal) as refusal:
            deciding.record(house, COMMISSIONER, replace(WHOLE, **changes))
        assert len(refusal.value.problems) == number, "everything that is wrong, at once"
    for role in ROLES:
        if role not in ("commissioner", "manager"):
            with pytest.raises(NotAllowed):
                deciding.record(house, looking_as(role), WHOLE)
    assert events(house.stores) == [] and house.stores.rows("decisions/index") == []


def test_that_nobody_has_an_interest_is_never_assumed():
    assert any("confirm" in one for one in problems(replace(WHOLE, no_interest=False)))
    assert Decided("contract", "HC-01").no_interest is False


def test_a_decision_comes_back_as_it_was_recorded(house):
    written = deciding.record(house, COMMISSIONER, WHOLE)
    assert (written.sequence, written.between) == (1, ())
    assert folded(events(house.stores)) == WHOLE == from_plain(plain(WHOLE))
    (row,) = house.stores.rows("decisions/index")
    assert (row["contract_id"], row["state"], row["subject_id"]) == ("HC-01", "recorded", "HC-01")
    assert cited(house) == ["S1", "S2"]
    (audit,) = house.stores.raw("SELECT did, subject, account_id FROM records.audit_event")
    assert audit == {"did": "decision_recorded", "subject": written.decision_id, "account_id": "as-commissioner"}


def test_a_correction_shows_what_was_and_what_is(house):
    key = deciding.record(house, COMMISSIONER, WHOLE).decision_id
    made = replace(WHOLE, cost_a_year=Decimal("1314640.00"), stories_used=("S1",))
    deciding.correct(house, MANAGER, key, WHOLE, made, "a digit was wrong")
    first, second = entries(house, key)
    assert first["decided"]["cost_a_year"] == "1214640.00", "what was recorded still stands in its own entry"
    assert second["parts"] == {
        "cost_a_year": {"was": "1214640.00", "is": "1314640.00"},
        "stories_used": {"was": ["S1", "S2"], "is": ["S1"]},
    }
    assert (second["by"], second["why"]) == ("Manager", "a digit was wrong")
    assert folded(events(house.stores)) == made
    assert cited(house) == ["S1"]
    for why, wanted in (("", made), ("nothing is changed", made)):
        with pytest.raises(Refusal):
            deciding.correct(house, MANAGER, key, made, wanted, why)
    with pytest.raises(Refusal, match="not recorded"):
        deciding.correct(house, MANAGER, key, made, replace(made, reasons=""), "to leave it out")
    assert len(entries(house, key)) == 2


def test_two_corrections_of_different_parts_both_stand(house):
    key = deciding.record(house, COMMISSIONER, WHOLE).decision_id
    deciding.correct(house, MANAGER, key, WHOLE, replace(WHOLE, equality="Older women gain."), "it was left out", 1)
    late = deciding.correct(house, COMMISSIONER, key, WHOLE, replace(WHOLE, post="Head"), "the post was wrong", 1)
    assert folded(events(house.stores)) == replace(WHOLE, equality="Older women gain.", post="Head")
    assert [(one.by, one.what) for one in late.between] == [("Manager", "corrected it")]


def test_a_draft_is_kept_taken_up_and_recorded_once(house):
    draft = deciding.keep_draft(house, COMMISSIONER, replace(WHOLE, decided_on=None, no_interest=False, reasons=""))
    (row,) = house.stores.rows("decisions/index")
    assert row["state"] == "draft" and cited(house) == [], "a draft cites nobody"
    with pytest.raises(Refusal, match="stays about"):
        deciding.keep_draft(house, COMMISSIONER, replace(WHOLE, key="HC-02"), draft.decision_id)
    deciding.record(house, COMMISSIONER, WHOLE, draft.decision_id)
    with pytest.raises(Refusal, match="is recorded"):
        deciding.record(house, COMMISSIONER, WHOLE, draft.decision_id)
    assert [one["what"] for one in entries(house, draft.decision_id)] == ["drafted", "recorded"]
    assert len(house.stores.rows("decisions/index")) == 1


def test_two_people_who_record_at_once_are_both_kept_and_told(house):
    seen, written = deciding.last(house.stores), {}

    def record(reader):
        written[reader.name] = deciding.record(house, reader, replace(WHOLE, title=reader.name), seen=seen)

    threads = [threading.Thread(target=record, args=(reader,)) for reader in (COMMISSIONER, MANAGER)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    first, second = sorted(written.values(), key=lambda one: one.sequence)
    assert (first.sequence, second.sequence) == (1, 2)
    assert first.between == () and [one.decision_id for one in second.between] == [first.decision_id]
    assert anchoring.verify(house.stores, house.master) == []
    other = deciding.record(house, MANAGER, replace(WHOLE, key="HC-02"), seen=seen)
    assert other.between == (), "what is about another contract is no news here"


def test_what_is_added_leaves_the_decision_as_it_was(house):
    key = deciding.record(house, COMMISSIONER, WHOLE).decision_id
    other = deciding.record(house, COMMISSIONER, replace(WHOLE, title="Later")).decision_id
    deciding.dissent(house, MANAGER, key, "A member", "It is too long")
    deciding.review(house, MANAGER, key, "change", "Visits are still short")
    deciding.check(house, MANAGER, key, [{"state": "missed", "miss": 0.5, "words": "It came to 60%."}])
    deciding.supersede(house, MANAGER, key, other, "The later one holds")
    assert [one["what"] for one in entries(house, key)] == [
        "recorded", "dissent", "reviewed", "expectation_checked", "superseded",
    ]  # fmt: skip
    assert folded(one for one in events(house.stores) if one.decision_id == key) == WHOLE
    states = {row["decision_id"]: row["state"] for row in house.stores.rows("decisions/index")}
    assert states == {key: "superseded", other: "recorded"}
    assert anchoring.verify(house.stores, house.master, anchoring.known(house.stores)) == []


def test_what_says_nothing_is_refused(house):
    key = deciding.record(house, COMMISSIONER, WHOLE).decision_id
    for write, *given in (
        (deciding.dissent, key, "", "It is too long"),
        (deciding.dissent, key, "A member", "no"),
        (deciding.review, key, "perhaps", "It is as it was"),
        (deciding.check, key, []),
        (deciding.supersede, key, key, "It holds no more"),
        (deciding.supersede, key, "D0", "It holds no more"),
        (deciding.review, "D0", "keep", "It is as it was"),
    ):
        with pytest.raises(Refusal):
            write(house, MANAGER, *given)
    assert len(events(house.stores)) == 1


def test_without_the_master_key_nothing_is_recorded_and_it_says_so(stores):
    with pytest.raises(Refusal, match="needs the master key"):
        deciding.record(House(stores, None), COMMISSIONER, WHOLE)
    with pytest.raises(Refusal, match="without the master key"):
        anchoring.verify(stores, None)


# anchors


@pytest.fixture
def two(house):
    """Two decisions on record."""
    keys = [deciding.record(house, COMMISSIONER, replace(WHOLE, title=one)).decision_id for one in ("One", "Two")]
    assert anchoring.verify(house.stores, house.master, anchoring.known(house.stores)) == []
    return keys


def spoil(house, statement):
    house.stores.write(lambda cursor: cursor.execute(statement))
    return anchoring.verify(house.stores, house.master, anchoring.known(house.stores))


SPOILS = (
    "UPDATE records.decision_event SET body = replace(body, 'conditions', 'pleasure') WHERE sequence = 1",
    "UPDATE records.decision_event SET account_id = 'as-manager' WHERE sequence = 2",
    "UPDATE records.decision_event SET happened_at = happened_at - INTERVAL 1 DAY WHERE sequence = 2",
    "DELETE FROM records.decision_event WHERE sequence = 1",
    "DELETE FROM records.decision_event WHERE sequence = 2",
    "DELETE FROM records.decision_event",
    "UPDATE records.decision SET title = 'Another' WHERE title = 'One'",
    "UPDATE records.decision SET decided_on = DATE '2026-01-01' WHERE title = 'One'",
    "DELETE FROM records.decision WHERE title = 'One'",
    "DELETE FROM records.decision_story WHERE story_id = 'S2'",
    "UPDATE records.decision_story SET is_set_aside = true WHERE story_id = 'S2'",
    "UPDATE records.decision SET state = 'superseded' WHERE title = 'One'",
    "UPDATE records.decision SET state = 'draft' WHERE title = 'One'",
)


def test_what_somebody_changes_in_the_file_is_found(house, two):
    """Each in a change of its own, which is undone after it was looked at."""
    names = ("decision_event", "decision", "decision_story")
    kept = {name: house.stores.raw(f"SELECT * FROM records.{name}") for name in names}
    for statement in SPOILS:
        assert spoil(house, statement), statement
        for name, rows in kept.items():
            house.stores.write(lambda cursor, name=name, rows=rows: put_back(cursor, name, rows))
        assert anchoring.verify(house.stores, house.master, anchoring.known(house.stores)) == [], statement


def put_back(cursor, name, rows):
    cursor.execute(f"DELETE FROM records.{name}")
    for row in rows:
        cursor.execute(
            f"INSERT INTO records.{name} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values())
        )


def test_each_entry_leaves_an_anchor_that_shows_a_cut_end(house, two):
    (one,) = anchoring.known(house.stores)
    assert (one.count, one.where) == (2, "decisions-2026-11-03.json")
    faults = spoil(house, "DELETE FROM records.decision_event WHERE sequence = 2")
    assert faults[0].startswith("2 entries were there once (decisions-2026-11-03.json) and 1 are")
    assert anchoring.folder(house.stores).parent == paths.records_file().parent


def test_what_a_link_froze_is_an_anchor_too(house, two):
    stamp = anchoring.stamp(house.stores)
    row = ["SH1", "h", "board", "HC-01", json.dumps({anchoring.STAMP: stamp}), "h", 4, "A1", "2026-11-03 09:00", 0]
    names = "share_id, token_hash, kind, subject, body, body_hash, consent_level, made_by, made_at, views"
    house.stores.write(
        lambda cursor: cursor.execute(f"INSERT INTO records.share ({names}) VALUES (?,?,?,?,?,?,?,?,?,?)", row)
    )
    anchoring.write(house.stores)
    assert [(one.count, one.where) for one in anchoring.known(house.stores)][1:] == [(2, "link SH1")]
    house.stores.write(
        lambda cursor: cursor.execute(
            "INSERT INTO records.pack (pack_id, format, title, subject, body, body_hash, consent_level, restricted, "
            "made_by, made_at, register_count, register_head) VALUES "
            "('PK1', 'paper', 'A pack', 'HC-01', '{}', 'h', 4, false, 'A1', TIMESTAMP '2026-11-03 10:00:00', ?, ?)",
            [stamp["count"], stamp["head"]],
        )
    )
    assert [(one.count, one.where) for one in anchoring.known(house.stores)][2:] == [(2, "pack PK1")]
    house.stores.write(lambda cursor: cursor.execute("DELETE FROM records.pack"))
    broken = "UPDATE records.share SET body = 'no JSON'"
    assert spoil(house, broken) == [] and len(anchoring.known(house.stores)) == 1


def test_a_file_that_holds_no_end_is_refused(tmp_path):
    path = tmp_path / "anchor.json"
    with pytest.raises(Refusal, match="Give its whole path"):
        anchoring.read(path)
    for text in (
        "",
        "[]",
        '{"count": -1, "head": "' + "0" * 64 + '"}',
        '{"count": 1, "head": "zz"}',
        '{"count": true}',
    ):
        path.write_text(text)
        with pytest.raises(Refusal, match="holds no end of a register"):
            anchoring.read(path)


def test_a_register_of_before_grows_its_columns(home):
    """A store made when decisions had neither kind nor subject opens, and takes decisions."""
    import duckdb

    from tightrope import sealing
    from tightrope.database import Stores
    from tightrope.records import schema

    path = paths.records_file()
    path.parent.mkdir(parents=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE decision (decision_id VARCHAR PRIMARY KEY, contract_id VARCHAR, "
                           "title VARCHAR NOT NULL, decided_on DATE NOT NULL, state VARCHAR NOT NULL)")  # fmt: skip
        connection.execute("CREATE TABLE decision_story (decision_id VARCHAR, story_id VARCHAR, "
                           "PRIMARY KEY (decision_id, story_id))")  # fmt: skip
    stores = Stores(path, paths.warehouses(), schema.statements())
    try:
        deciding.record(House(stores, sealing.make_master()), COMMISSIONER, WHOLE)
        assert stores.rows("decisions/index")[0]["subject_id"] == "HC-01"
    finally:
        stores.close()
