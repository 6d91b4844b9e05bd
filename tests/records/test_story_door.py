"""The one door to stories: for each audience, what may be counted, retold and read."""

import itertools

import pytest

TODAY, YESTERDAY, TOMORROW = "2026-11-03", "2026-11-02", "2026-11-04"
STATES = ("untriaged", "quarantined", "released", "cleared")
READ_BY_A_PERSON = ("released", "cleared")

# audience: the consent level from which it may count, hear an officer's retelling, read the words (0: never).
LADDER = {
    "counts": (1, 0, 0),
    "officers": (1, 2, 3),
    "named_link": (1, 0, 3),
    "open_link": (1, 0, 4),
    "file": (1, 0, 4),
}
UNKNOWN = ("public", "", "Officers", "handlers", "officers ", None)
NOTHING = (False, False, False)


def case(level, state, withdrawn=False, until=None):
    return {
        "consent_level": level,
        "triage_state": state,
        "withdrawn_at": "2026-10-20T09:00:00" if withdrawn else None,
        "consent_until_on": until,
        "words": "Words.",
        "asks": "Asks.",
        "paraphrase": "Retold.",
    }


CASES = [
    case(*one)
    for one in itertools.product(range(6), STATES, (False, True), (None, YESTERDAY, TODAY, TOMORROW))
]  # fmt: skip


def allowed(one, audience):
    """Counted, retold, read: worked out from the rules as people state them, not as the query does."""
    if audience not in LADDER or one["triage_state"] not in READ_BY_A_PERSON or one["withdrawn_at"]:
        return NOTHING
    if one["consent_until_on"] == YESTERDAY:
        return NOTHING
    return tuple(least > 0 and one["consent_level"] >= least for least in LADDER[audience])


@pytest.mark.parametrize("audience", [*LADDER, *UNKNOWN])
def test_each_audience_gets_what_consent_and_triage_allow(stores, tell, audience):
    ids = tell(*CASES)
    rows = stores.raw(
        "SELECT story_id, may_read, may_retell FROM story_shown($audience, $on_day)",
        {"audience": audience, "on_day": TODAY},
    )
    shown = {row["story_id"]: (True, row["may_retell"], row["may_read"]) for row in rows}
    found = {}
    for row in stores.rows("story/words", audience=audience, on_day=TODAY, story_ids=ids):
        found.setdefault(row["story_id"], set()).add(row["part"])
    for one, story_id in zip(CASES, ids, strict=True):
        counted, retold, read = allowed(one, audience)
        assert shown.get(story_id, NOTHING) == (counted, retold, read), one
        parts = ({"paraphrase"} if retold else set()) | ({"shown", "asks"} if read else set())
        assert found.get(story_id, set()) == parts, one
    totals = stores.one("story/totals", audience=audience, on_day=TODAY)
    assert totals["accounts"] == sum(allowed(one, audience)[0] for one in CASES)
    assert totals["readable"] == sum(allowed(one, audience)[2] for one in CASES)


def test_words_are_given_for_the_accounts_asked_for_only(stores, tell):
    first, second = tell(case(4, "cleared"), case(4, "cleared"))
    rows = stores.rows("story/words", audience="officers", on_day=TODAY, story_ids=[second, "S-none"])
    assert {row["story_id"] for row in rows} == {second}
    assert stores.rows("story/words", audience="officers", on_day=TODAY, story_ids=[]) == []
    assert first != second


def test_verbatim_words_pass_through_no_door(stores, tell):
    ids = tell(*CASES)
    for audience in LADDER:
        rows = stores.rows("story/words", audience=audience, on_day=TODAY, story_ids=ids)
        assert "verbatim" not in {row["part"] for row in rows}


def test_a_withdrawal_closes_the_door_at_once(stores, tell):
    (one,) = tell(case(5, "cleared"))
    asked = {"audience": "open_link", "on_day": TODAY, "story_ids": [one]}
    assert len(stores.rows("story/words", **asked)) == 2
    statement = "UPDATE records.story SET withdrawn_at = TIMESTAMP '2026-11-03 10:00:00'"
    stores.write(lambda cursor: cursor.execute(statement))
    assert stores.rows("story/words", **asked) == []


def test_people_are_counted_once_and_unlinked_accounts_apart(stores, tell):
    tell({"teller_id": "T1"}, {"teller_id": "T1"}, {"teller_id": "T2"}, {"teller_id": None})
    totals = stores.one("story/totals", audience="counts", on_day=TODAY)
    assert (totals["accounts"], totals["tellers"], totals["unlinked"], totals["readable"]) == (4, 2, 1, 0)


def test_what_waits_is_counted_for_everybody_without_its_words(stores, tell):
    tell(
        {"triage_state": "untriaged", "received_on": "2026-10-30"},
        {"triage_state": "untriaged", "received_on": "2026-10-28", "consent_level": 0},
        {"triage_state": "quarantined", "received_on": "2026-10-25"},
        {"triage_state": "quarantined", "received_on": "2026-10-01", "withdrawn_at": "2026-10-20T09:00:00"},
        {"triage_state": "cleared"},
    )
    waiting = stores.one("story/waiting")
    assert {key: str(value) for key, value in waiting.items()} == {
        "untriaged": "2",
        "oldest_untriaged_on": "2026-10-28",
        "held": "1",
        "oldest_held_on": "2026-10-25",
    }
