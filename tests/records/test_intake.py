"""Intake: each account once, redacted, unread ones marked so, and no word in clear on disk."""

import threading
from pathlib import Path

import pytest

from tightrope import paths, sealing
from tightrope.database import Stores
from tightrope.evidence import intake_file
from tightrope.records import intake, schema

MARKER = "marigoldenrod"  # a word that stands nowhere else


def count(stores, table="story"):
    return stores.raw(f"SELECT count(*) AS n FROM records.{table}")[0]["n"]


def parts(stores, master, story_id):
    rows = stores.raw(
        "SELECT w.part, w.sealed, k.wrapped_key FROM records.story_words AS w "
        "INNER JOIN records.story_key AS k ON w.story_id = k.story_id WHERE w.story_id = $id",
        {"id": story_id},
    )
    return {row["part"]: master.open_words(row["wrapped_key"], story_id, row["part"], row["sealed"]) for row in rows}


def test_the_same_source_and_reference_are_one_account(stores, master, waiting):
    waiting({}, {}, {"source_id": "1", "words": "Told again, in other words."})
    first = intake.take_in(stores, master)
    assert (first.new, first.known, count(stores)) == (2, 1, 2)
    waiting({}, {}, {"source": "survey", "source_id": "1"})
    second = intake.take_in(stores, master)
    assert (second.new, second.known, count(stores)) == (1, 2, 3)
    assert count(stores, "story_key") == 3
    assert intake_file.waiting() == []


def test_references_that_run_together_are_two_accounts():
    assert intake.story_id("a", "bc") != intake.story_id("ab", "c")


def test_a_crash_between_commit_and_unlink_takes_nothing_twice(stores, master, waiting, monkeypatch):
    path = waiting({}, {"teller_groups": "age_band=85+", "themes": "rushed"})

    def crash(self, missing_ok=False):
        raise KeyboardInterrupt

    with monkeypatch.context() as crashing, pytest.raises(KeyboardInterrupt):
        crashing.setattr(Path, "unlink", crash)
        intake.take_in(stores, master)
    assert path.exists() and count(stores) == 2
    again = intake.take_in(stores, master)
    assert (again.new, again.known) == (0, 2)
    tables = ("story", "story_key", "story_words", "story_group", "story_theme")
    assert [count(stores, one) for one in tables] == [2, 2, 4, 1, 1]
    assert not path.exists()


def test_two_at_the_same_time_take_each_account_once(stores, master, waiting):
    waiting(*[{"teller_id": f"T{n}"} for n in range(30)])
    taken, errors = [], []

    def take():
        try:
            taken.append(intake.take_in(stores, master))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sum(one.new for one in taken) == count(stores) == 30


@pytest.mark.parametrize(
    ("label", "state", "by"),
    [
        (None, "untriaged", None),
        ("", "untriaged", None),
        ("fine", "untriaged", None),
        ("untriaged", "untriaged", None),
        ("cleared", "cleared", "as imported"),
        ("released", "released", "as imported"),
        ("quarantined", "quarantined", "as imported"),
    ],
)
def test_what_arrives_without_a_label_has_not_been_read(stores, tell, label, state, by):
    tell({"triage_state": label})
    row = stores.raw("SELECT triage_state, triaged_by, triaged_at FROM records.story")[0]
    assert (row["triage_state"], row["triaged_by"], row["triaged_at"] is not None) == (state, by, by is not None)


def test_what_arrives_without_consent_is_not_counted(stores, tell):
    tell({"consent_level": None})
    assert stores.raw("SELECT consent_level FROM records.story") == [{"consent_level": 0}]
    assert stores.one("story/totals", audience="officers", on_day="2026-11-03")["accounts"] == 0


def test_everything_that_may_be_shown_is_redacted_and_the_verbatim_is_kept_sealed(stores, master, tell):
    phone = "Ring 07700 900123"
    (one,) = tell({"words": phone, "asks": phone, "paraphrase": phone, "severity_reason": phone})
    blacked = "Ring [telephone]"
    assert parts(stores, master, one) == {
        "verbatim": phone,
        "shown": blacked,
        "asks": blacked,
        "paraphrase": blacked,
        "severity_reason": blacked,
    }


def test_an_account_without_words_has_none(stores, master, tell):
    (one,) = tell({"words": None, "paraphrase": "Her son told us."})
    assert parts(stores, master, one) == {"paraphrase": "Her son told us."}


def test_groups_and_themes_each_once(stores, tell):
    tell({"teller_groups": "age_band=85+; sex=female;age_band=85+;broken", "themes": "rushed; rushed;meals"})
    assert stores.raw("SELECT group_kind, group_value FROM records.story_group ORDER BY 1") == [
        {"group_kind": "age_band", "group_value": "85+"},
        {"group_kind": "sex", "group_value": "female"},
    ]
    assert stores.raw("SELECT theme_id, source FROM records.story_theme ORDER BY 1") == [
        {"theme_id": "meals", "source": "hand"},
        {"theme_id": "rushed", "source": "hand"},
    ]


def test_a_file_of_another_key_is_kept_and_named_and_the_next_one_taken(stores, master, waiting):
    other = sealing.Master(bytes(32))
    lost = intake_file.write(other, [{"source": "x", "source_id": "1"}], "2026-11-01T090000")
    waiting({})
    taken = intake.take_in(stores, master)
    assert taken.new == 1
    assert len(taken.problems) == 1 and lost.name in taken.problems[0]
    assert intake_file.waiting() == [lost]


def test_no_word_is_in_clear_on_disk(home, master, waiting):
    waiting({"words": MARKER, "asks": MARKER, "paraphrase": MARKER})
    written = [path for path in home.rglob("*") if path.is_file()]
    assert written and not any(MARKER.encode() in path.read_bytes() for path in written)
    stores = Stores(paths.records_file(), paths.warehouses(), schema.statements())
    try:
        intake.take_in(stores, master)
        during = [path for path in home.rglob("*") if path.is_file()]
        assert not any(MARKER.encode() in path.read_bytes() for path in during)
    finally:
        stores.close()
    after = paths.records_file().read_bytes()
    assert MARKER.encode() not in after
    assert b"HC-01" in after, "the file was not read where the account stands"


def test_an_account_delivered_again_may_narrow_its_consent_but_never_widen_it(stores, master, waiting):
    wide, gone, shy = ({"source_id": name, "consent_level": level} for name, level in (("w", 4), ("g", 4), ("s", 1)))
    waiting(wide, gone, shy)
    intake.take_in(stores, master)
    waiting(
        {**wide, "consent_level": 1}, {**gone, "withdrawn_at": "2026-10-30T09:00:00"}, {**shy, "consent_level": 5}
    )
    assert intake.take_in(stores, master).narrowed == 2
    rows = stores.raw("SELECT source_id, consent_level, withdrawn_at FROM records.story ORDER BY source_id")
    assert [(row["source_id"], row["consent_level"], row["withdrawn_at"] is not None) for row in rows] == [
        ("g", 4, True),
        ("s", 1, False),
        ("w", 1, False),
    ]
    assert count(stores, "consent_event") == 2
    # What is withdrawn is destroyed, whoever says so.
    for table in ("story_words", "story_key"):
        left = stores.raw(f"SELECT s.source_id FROM records.{table} INNER JOIN records.story AS s USING (story_id)")
        assert {row["source_id"] for row in left} == {"s", "w"}
