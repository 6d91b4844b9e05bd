"""Coding: who may, what stands afterwards, what a second coder changes (nothing that is counted), quoting by tick."""

import pytest

from tightrope.errors import NotAllowed, NotFound, Refusal
from tightrope.records import coding, swapping
from tightrope.records.coding import Coding
from tightrope.records.house import House
from tightrope.records.roles import CODE, ROLES, Reader, looking_as

VERA, SAL = Reader("A1", "Vera", "voice_team"), Reader("A2", "Sal", "safeguarding")
DORA = Reader("A3", "Dora", "commissioner")
KNOWN = ("rushed", "kindness", "meals")
MADE = Coding(("rushed", "meals"), -1, 2, "Two cold dinners a week")


@pytest.fixture
def council(stores, master, tell):
    """A house with an account that may be read, one that may only be counted, and one that waits."""
    ids = tell({"consent_level": 3}, {"consent_level": 1}, {"triage_state": "untriaged", "consent_level": 3})
    stores.write(lambda cursor: cursor.execute("DELETE FROM records.story_theme"))
    return House(stores, master), *ids


def themes(house, story_id):
    rows = house.stores.raw(f"FROM records.story_theme WHERE story_id = '{story_id}'")
    return {(row["theme_id"], row["source"]): (row["accepted"], row["confidence"]) for row in rows}


def story(house, story_id):
    return house.stores.raw(f"SELECT valence, severity FROM records.story WHERE story_id = '{story_id}'")[0]


@pytest.mark.parametrize("role", ROLES)
def test_only_who_codes_may(council, role):
    house, readable, *_ = council
    if CODE in ROLES[role]:
        coding.code(house, looking_as(role), readable, MADE, KNOWN, {})
        return
    for act in (
        lambda: coding.code(house, looking_as(role), readable, MADE, KNOWN, {}),
        lambda: coding.code_second(house, looking_as(role), readable, MADE, KNOWN),
        lambda: coding.tick(house, looking_as(role), readable, True),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert themes(house, readable) == {}


def test_what_a_person_says_stands_and_what_was_suggested_is_kept_as_taken_or_left(council):
    house, readable, *_ = council
    coding.code(house, VERA, readable, MADE, KNOWN, {"rushed": 0.6, "kindness": 0.3})
    assert themes(house, readable) == {
        ("rushed", "hand"): (True, None), ("meals", "hand"): (True, None),
        ("rushed", "suggested"): (True, 0.6), ("kindness", "suggested"): (False, 0.3),
    }  # fmt: skip
    assert story(house, readable) == {"valence": -1, "severity": 2}


def test_coding_anew_takes_away_what_is_left_out_and_keeps_the_trace(council):
    house, readable, *_ = council
    coding.code(house, VERA, readable, MADE, KNOWN, {"rushed": 0.6})
    coding.code(house, SAL, readable, Coding(("kindness",), 1, 0, "No harm was told"), KNOWN, {})
    accepted = {key for key, (taken, _) in themes(house, readable).items() if taken}
    assert accepted == {("kindness", "hand")}
    rows = house.stores.raw("SELECT account_id, themes FROM records.coding ORDER BY coded_at")
    assert [tuple(row.values()) for row in rows] == [("A1", "meals;rushed"), ("A2", "kindness")]


def test_the_reason_is_sealed(council):
    house, readable, *_ = council
    coding.code(house, VERA, readable, MADE, KNOWN, {})
    row = house.stores.raw(
        f"SELECT sealed FROM records.story_words WHERE story_id = '{readable}' AND part = 'severity_reason'"
    )[0]
    key = house.stores.raw(f"SELECT wrapped_key FROM records.story_key WHERE story_id = '{readable}'")[0]["wrapped_key"]
    assert b"cold" not in row["sealed"]
    assert house.master.open_words(key, readable, "severity_reason", row["sealed"]) == MADE.why


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (Coding(("weather",), 0, 0, "one two three"), "There is no theme weather."),
        (Coding((), 3, 0, "one two three"), "Choose the tone"),
        (Coding((), 0, 6, "one two three"), "Choose how serious"),
        (Coding((), 0, 4, "bad"), "Say why it is that serious"),
        (Coding((), 0, 4, "three words here" * 200), "3,200 letters"),
    ],
)
def test_what_is_missing_is_said_and_nothing_kept(council, made, said):
    house, readable, *_ = council
    with pytest.raises(Refusal) as refused:
        coding.code(house, VERA, readable, made, KNOWN, {})
    assert said in " ".join(refused.value.problems)
    assert house.stores.raw("FROM records.coding") == []


def test_what_may_not_be_read_cannot_be_coded_or_ticked(council):
    house, _, counted, waiting = council
    for story_id in (counted, waiting, "S0"):
        with pytest.raises(NotFound):
            coding.code(house, VERA, story_id, MADE, KNOWN, {})
        with pytest.raises(NotFound):
            coding.tick(house, VERA, story_id, True)


def test_a_second_view_changes_nothing_that_is_counted_and_comes_from_somebody_else(council):
    house, readable, *_ = council
    coding.code(house, VERA, readable, MADE, KNOWN, {})
    before = themes(house, readable), story(house, readable)
    with pytest.raises(Refusal, match="somebody else"):
        coding.code_second(house, VERA, readable, Coding((), 0, 5), KNOWN)
    coding.code_second(house, SAL, readable, Coding((), 0, 5), KNOWN)
    assert (themes(house, readable), story(house, readable)) == before
    rows = house.stores.raw("SELECT account_id, severity FROM records.coding WHERE as_second")
    assert [tuple(row.values()) for row in rows] == [("A2", 5)]


def test_a_tick_is_kept_with_who_gave_it_and_can_be_taken_back(council):
    house, readable, *_ = council
    coding.tick(house, VERA, readable, True)
    coding.tick(house, SAL, readable, True)
    rows = house.stores.raw("SELECT story_id, account_id FROM records.quote_tick")
    assert [tuple(row.values()) for row in rows] == [(readable, "A2")]
    coding.tick(house, VERA, readable, False)
    assert house.stores.raw("FROM records.quote_tick") == []


def test_a_swap_needs_a_reason_an_account_of_the_selection_and_a_role_that_decides(council):
    house, readable, *_ = council
    with pytest.raises(NotAllowed):
        swapping.swap(house, VERA, "all", "typical", "S1", "S2", "It says more", ["S1", "S2"])
    with pytest.raises(Refusal) as refused:
        swapping.swap(house, DORA, "all", "typical", readable, "S9", "Better", [readable])
    assert len(refused.value.problems) == 2
    with pytest.raises(Refusal, match="not swapped"):
        swapping.swap(house, DORA, "all", "typical", readable, readable, "It says more", [readable])
    swapping.swap(house, DORA, "all", "typical", readable, "S9", "It says more", [readable, "S9"])
    rows = house.stores.raw("SELECT account_id, rule, instead_id, why FROM records.quote_swap")
    assert [tuple(row.values()) for row in rows] == [("A3", "typical", "S9", "It says more")]
    assert house.stores.raw("SELECT did FROM records.audit_event WHERE did = 'quote_swapped'")
