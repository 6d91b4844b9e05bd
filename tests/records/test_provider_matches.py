"""Decisions on names: who may make them, what replaces what, what is left in the trace."""

import threading

import pytest

from tightrope import clock, paths
from tightrope.database import Stores
from tightrope.errors import NotAllowed, NotFound, Refusal
from tightrope.records import provider_matches, schema
from tightrope.records.provider_matches import decide, undo
from tightrope.records.roles import ROLES, Reader, looking_as

OFFICER = Reader("A7", "Dana", "data_officer")


def kept(stores):
    """Decisions on record as (key, provider, is it), without when."""
    return [(row["payee_key"], row["provider_id"], row["is_same"]) for row in stores.rows("names/decided")]


def trace(stores):
    rows = stores.raw("SELECT account_id, did, subject, detail FROM records.audit_event ORDER BY happened_at")
    return [tuple(row.values()) for row in rows]


def test_a_decision_is_kept_with_who_when_and_how_alike(stores, monkeypatch):
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    assert decide(stores, OFFICER, "ELMTREE Care Ltd.", "1-1", True, 93.5) == "elmtree care"
    assert stores.raw("SELECT * FROM records.provider_match") == [{
        "payee_key": "elmtree care", "payee_name": "ELMTREE Care Ltd.", "provider_id": "1-1", "is_same": True,
        "score": 93.5, "decided_by": "A7", "decided_at": moment,
    }]  # fmt: skip
    assert trace(stores) == [("A7", "name_decided", "elmtree care", "1-1")]


def test_a_later_decision_on_another_spelling_replaces_it_and_the_trace_has_both(stores):
    decide(stores, OFFICER, "Elmtree Care Ltd", "1-1", True, 93.5)
    decide(stores, looking_as("admin"), "The Elmtree Care Limited", None, False)
    decide(stores, OFFICER, "Elmtree Care", "1-2", False, 70)
    assert kept(stores) == [("elmtree care", "1-2", False)]
    assert [one[3] for one in trace(stores)] == ["1-1", "none, before: 1-1", "not 1-2, before: none"]
    assert [one[0] for one in trace(stores)] == ["A7", "as-admin", "A7"]


def test_two_names_do_not_touch_each_other(stores):
    decide(stores, OFFICER, "Elmtree Care Ltd", "1-1", True)
    decide(stores, OFFICER, "Ashtree Care Ltd", None, False)
    undo(stores, OFFICER, "Elmtree Care Limited")
    assert kept(stores) == [("ashtree care", None, False)]


def test_what_is_taken_back_is_asked_again_and_said_in_the_trace(stores):
    decide(stores, OFFICER, "Elmtree Care Ltd", "1-1", True)
    undo(stores, OFFICER, "elmtree care")
    assert kept(stores) == []
    assert trace(stores)[-1] == ("A7", "name_decision_undone", "elmtree care", "before: 1-1")
    with pytest.raises(NotFound, match="Nothing has been decided"):
        undo(stores, OFFICER, "Elmtree Care Ltd")
    assert len(trace(stores)) == 2


@pytest.mark.parametrize("role", [*ROLES, "nobody"])
def test_only_who_loads_data_decides(stores, role):
    reader = Reader("A1", "Somebody", role)
    if role in {"data_officer", "admin"}:
        decide(stores, reader, "Elmtree Care", "1-1", True)
        undo(stores, reader, "Elmtree Care")
        return
    for act in (lambda: decide(stores, reader, "Elmtree Care", "1-1", True), lambda: undo(stores, reader, "Elmtree")):
        with pytest.raises(NotAllowed):
            act()
    assert kept(stores) == [] and trace(stores) == []


@pytest.mark.parametrize(("payee", "provider_id", "is_same", "score", "words"), [
    ("***", "1-1", True, 90, "no letters"),
    ("", None, False, None, "no letters"),
    ("Elmtree Care", None, True, 90, "which provider"),
    ("Elmtree Care", "", True, 90, "which provider"),
    ("Elmtree Care", "1-1", True, 100.1, "between 0 and 100"),
    ("Elmtree Care", "1-1", True, float("nan"), "between 0 and 100"),
])  # fmt: skip
def test_what_cannot_be_decided_is_refused_and_nothing_is_written(stores, payee, provider_id, is_same, score, words):
    with pytest.raises(Refusal, match=words):
        decide(stores, OFFICER, payee, provider_id, is_same, score)
    assert kept(stores) == [] and trace(stores) == []


def test_a_decision_changes_the_version_that_answers_are_remembered_under(stores):
    before = stores.version
    decide(stores, OFFICER, "Elmtree Care", "1-1", True)
    assert stores.version > before


def test_decisions_made_at_once_are_all_kept(stores):
    def many(first):
        for number in range(first, first + 10):
            decide(stores, OFFICER, f"Payee number {number} Ltd", f"1-{number}", True)

    threads = [threading.Thread(target=many, args=(first,)) for first in (0, 10, 20)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(kept(stores)) == len(trace(stores)) == 30


def test_decisions_outlive_the_process(stores):
    decide(stores, OFFICER, "Elmtree Care", "1-1", True)
    stores.close()
    again = Stores(paths.records_file(), paths.warehouses(), schema.statements())
    try:
        assert kept(again) == [("elmtree care", "1-1", True)]
    finally:
        again.close()


def test_the_words_of_the_trace():
    assert provider_matches._words("1-1", True) == "1-1"
    assert provider_matches._words("1-1", False) == "not 1-1"
    assert provider_matches._words(None, False) == "none"
