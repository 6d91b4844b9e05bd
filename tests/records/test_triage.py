"""Reading first: who may, what is logged, what is let out and in which form, and that two cannot both decide."""

import pytest

from tightrope.errors import NotAllowed, NotFound, Refusal
from tightrope.records import triage
from tightrope.records.house import House
from tightrope.records.roles import READ_HELD, ROLES, TRIAGE, Reader, looking_as

VOICE, SAFE = Reader("A1", "Vera", "voice_team"), Reader("A2", "Sal", "safeguarding")
WHY = "Bruises on both arms"


@pytest.fixture
def council(stores, master, tell):
    """A house with one account untriaged and one held."""
    ids = tell({"triage_state": "untriaged"}, {"triage_state": "quarantined", "words": "He hit me on Tuesday."})
    return House(stores, master), *ids


def events(house):
    rows = house.stores.raw("SELECT story_id, account_id, did FROM records.triage_event ORDER BY happened_at")
    return [tuple(row.values()) for row in rows]


def shown(house, audience="officers"):
    return {row["story_id"] for row in house.stores.raw(f"FROM story_shown('{audience}', DATE '2026-11-03')")}


@pytest.mark.parametrize("role", ROLES)
def test_only_who_triages_sees_the_queue_and_only_safeguarding_what_is_held(council, role):
    house, waiting, held = council
    reader = looking_as(role)
    if TRIAGE not in ROLES[role]:
        for act in (triage.queue, triage.words_for_order):
            with pytest.raises(NotAllowed):
                act(house, reader)
        with pytest.raises(NotAllowed):
            triage.look(house, reader, waiting)
        return
    seen = {row["story_id"] for row in triage.queue(house, reader)}
    assert seen == ({waiting, held} if READ_HELD in ROLES[role] else {waiting})
    assert set(triage.words_for_order(house, reader)) == seen
    if held not in seen:
        with pytest.raises(NotFound):
            triage.look(house, reader, held)


def test_a_look_is_on_record_before_the_words_are_given(council):
    house, waiting, _ = council
    found = triage.look(house, VOICE, waiting)
    assert found["verbatim"] == "Marigold told us to ring 07700 900123."
    assert found["shown"] == "Marigold told us to ring [telephone]."
    assert events(house) == [(waiting, "A1", "looked")]
    assert triage.queue(house, VOICE)[0]["looks"] == 1


def test_what_the_machine_reads_for_the_order_is_no_look(council):
    house, *_ = council
    triage.words_for_order(house, SAFE)
    assert events(house) == []


def test_cleared_it_is_heard_in_the_words_a_person_left_redacted_once_more(council):
    house, waiting, _ = council
    assert waiting not in shown(house)
    triage.clear(house, VOICE, waiting, "[name] told us to ring 07700 900999.")
    assert waiting in shown(house)
    row = house.stores.raw(
        "SELECT sealed, wrapped_key FROM records.story_words JOIN records.story_key USING (story_id) "
        f"WHERE story_id = '{waiting}' AND part = 'shown'"
    )[0]
    assert house.master.open_words(row["wrapped_key"], waiting, "shown", row["sealed"]) == (
        "[name] told us to ring [telephone]."
    )
    assert events(house) == [(waiting, "A1", "cleared")]
    with pytest.raises(NotFound, match="not waiting"):
        triage.clear(house, SAFE, waiting, "Again.")


def test_passed_on_it_is_counted_nowhere_and_released_by_safeguarding_alone(council):
    house, waiting, _ = council
    with pytest.raises(Refusal, match="Say why"):
        triage.hold(house, VOICE, waiting, "harm")
    triage.hold(house, VOICE, waiting, WHY)
    assert shown(house) == shown(house, "counts") == set()
    with pytest.raises(NotAllowed):
        triage.release(house, VOICE, waiting, "A person was hurt.", WHY)
    with pytest.raises(Refusal, match="released, not cleared"):
        triage.clear(house, SAFE, waiting, "A person was hurt.")
    with pytest.raises(Refusal, match="Nothing would be left"):
        triage.release(house, SAFE, waiting, "  ", WHY)
    triage.release(house, SAFE, waiting, "A person was hurt.", WHY)
    assert waiting in shown(house)
    assert events(house) == [(waiting, "A1", "quarantined"), (waiting, "A2", "released")]


def test_what_is_not_held_cannot_be_released(council):
    house, waiting, _ = council
    with pytest.raises(Refusal, match="is not held"):
        triage.release(house, SAFE, waiting, "Words.", WHY)


def test_a_withdrawn_account_waits_no_more(council):
    house, waiting, _ = council
    house.stores.write(
        lambda cursor: cursor.execute("UPDATE records.story SET withdrawn_at = now() WHERE story_id = ?", [waiting])
    )
    for act in (lambda: triage.look(house, VOICE, waiting), lambda: triage.clear(house, VOICE, waiting, "Words.")):
        with pytest.raises(NotFound):
            act()


def test_without_the_master_key_nothing_opens_and_nothing_changes(council):
    house, waiting, _ = council
    house.master = None
    assert triage.words_for_order(house, VOICE) == {}
    for act in (lambda: triage.look(house, VOICE, waiting), lambda: triage.clear(house, VOICE, waiting, "Words.")):
        with pytest.raises(Refusal, match="master key is missing"):
            act()
    assert events(house) == []
