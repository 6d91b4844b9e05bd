"""Notes by staff: one row and one account each, who said the same is answered together, names are nowhere in clear."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tightrope import database, paths
from tightrope.answers import following
from tightrope.errors import NotFound, Refusal
from tightrope.records import consent, follow, noting, telling, triage
from tightrope.records.noting import Noted
from tightrope.records.roles import Reader

ANN, BEN = Reader("A1", "Ann", "viewer"), Reader("A2", "Ben", "viewer")
VOICE = Reader("A3", "Vera", "voice_team")
GAP = Noted(
    reference="a" * 32, service_id="home_care", locality="North", wanted="A visit before nine",
    offered="A visit at noon", seen="40", happened="She waited in bed.", teller_role="social_worker",
    consent_level=3, name="Marigold Quill", team="Hospital team East",
)  # fmt: skip


def rows(house):
    return house.stores.raw("SELECT * FROM records.shortfall_noted ORDER BY noted_at, shortfall_id")


def stories(house):
    return house.stores.raw("SELECT * FROM records.story WHERE source = 'staff_note' ORDER BY source_id")


def sealed(house, part):
    found = house.stores.raw(
        "SELECT w.story_id, w.sealed, k.wrapped_key FROM records.story_words AS w "
        "JOIN records.story_key AS k USING (story_id) JOIN records.story AS s USING (story_id) "
        "WHERE s.source IN ('staff_note', 'taken_down') AND w.part = $part",
        {"part": part},
    )
    return [house.master.open_words(row["wrapped_key"], row["story_id"], part, row["sealed"]) for row in found]


def read(house, receipt):
    """Let an account be heard, as triage does."""
    words = triage.look(house, VOICE, receipt.story_id)
    triage.clear(house, VOICE, receipt.story_id, words["shown"])


def test_a_note_is_one_row_and_one_account_that_waits(house):
    receipt = noting.note(house, ANN, GAP)
    (row,), (story,) = rows(house), stories(house)
    assert (row["story_id"], row["service_id"], row["locality"]) == (receipt.story_id, "home_care", "North")
    assert (row["wanted"], row["offered"], row["joins_id"]) == ("A visit before nine", "A visit at noon", None)
    assert row["noted_at"].date() == date(2026, 11, 3), "the day of the council, not of the machine"
    told = ("untriaged", "staff_concern", "social_worker", "never_there", 3, 40, "web")
    names = ("triage_state", "channel", "teller_role", "about", "consent_level", "seen_with_about", "reply_route")
    assert tuple(story[name] for name in names) == told
    assert sealed(house, "verbatim") == ["Wanted: A visit before nine\nOffered: A visit at noon\nShe waited in bed."]
    assert follow.story_of(house, receipt.code) == receipt.story_id


def test_the_same_form_sent_twice_is_one_note(house):
    first, again = noting.note(house, ANN, GAP), noting.note(house, ANN, GAP)
    assert (first.is_new, again.is_new, first.code == again.code) == (True, False, True)
    assert len(rows(house)) == len(stories(house)) == 1


def test_the_estimate_is_never_added_to_the_people_heard_from(house):
    asked = {"audience": "counts", "on_day": date(2026, 11, 3)}
    before = house.stores.rows("story/totals", **asked)[0]
    read(house, noting.note(house, ANN, GAP))
    read(house, noting.note(house, ANN, replace(GAP, reference="b" * 32, seen="5000")))
    after = house.stores.rows("story/totals", **asked)[0]
    assert after["accounts"] - before["accounts"] == 2
    assert after["tellers"] - before["tellers"] == 1, "two notes by one of the staff are one person heard"
    assert after["unlinked"] == before["unlinked"]


def test_two_of_the_staff_are_two_tellers_and_no_pseudonym_is_an_account(house):
    noting.note(house, ANN, GAP)
    noting.note(house, BEN, replace(GAP, reference="b" * 32))
    tellers = {story["teller_id"] for story in stories(house)}
    assert len(tellers) == 2 and not tellers & {"A1", "A2"}


def test_the_name_is_sealed_and_opened_by_triage_alone(house):
    receipt = noting.note(house, ANN, GAP)
    assert triage.look(house, VOICE, receipt.story_id)["handling"] == "Name: Marigold Quill\nTeam: Hospital team East"
    texts = [path.read_text(encoding="utf-8") for path in paths.QUERIES.rglob("*.sql")]
    assert "'handling'" in database.sql("triage/words")
    assert sum("handling" in text for text in texts) == 1, "no other question asks for it"
    read(house, receipt)
    with pytest.raises(NotFound):
        triage.look(house, VOICE, receipt.story_id)
    house.stores.write(lambda cursor: None)
    for path in Path(paths.home()).rglob("*"):
        assert not path.is_file() or b"Marigold" not in path.read_bytes(), path


def test_what_colleagues_see_has_been_read_and_has_no_telephone(house):
    receipt = noting.note(house, ANN, replace(GAP, wanted="Somebody to ring 07700 900123 before nine"))
    before, waiting = noting.concerns(house, "home_care", "North")
    assert waiting == 1 and receipt.story_id not in repr(before) and "before nine" not in repr(before)
    read(house, receipt)
    made, waiting = noting.concerns(house, "home_care", "North")
    here = next(one for one in made if one.concern_id == "N" + receipt.story_id[1:])
    assert waiting == 0 and "07700" not in here.wanted and "before nine" in here.wanted
    assert (here.offered, here.notes, here.last_on) == ("A visit at noon", 1, date(2026, 11, 3))
    assert "Marigold" not in repr(made) and "waited" not in repr(made)
    assert noting.concerns(house, "home_care", "South West")[1] == 0
    assert here not in noting.concerns(house, "home_care", "East")[0]


def test_the_shortfall_file_of_the_last_90_days_stands_beside_them(house):
    made, waiting = noting.concerns(house, "home_care", "North East")
    assert [(one.concern_id, one.notes) for one in made] == [("SF-004", 1)], "noted in September 2026; 2026-02 is older"
    assert waiting == 0


@pytest.mark.parametrize("state", ["quarantined", "withdrawn", "nobody sees it"])
def test_what_may_not_be_counted_is_no_concern_of_colleagues(house, state):
    receipt = noting.note(house, ANN, replace(GAP, consent_level=0 if state.startswith("nobody") else 3))
    if state == "quarantined":
        triage.hold(house, VOICE, receipt.story_id, "He hit her on Tuesday.")
    else:
        read(house, receipt)
    if state == "withdrawn":
        consent.withdraw(house.stores, receipt.story_id, "the teller")
        assert [(row["wanted"], row["offered"]) for row in rows(house)] == [("taken back", None)]
    made, _ = noting.concerns(house, "home_care", "North")
    assert "N" + receipt.story_id[1:] not in {one.concern_id for one in made}


def joined(house, reader, to, reference):
    gap = Noted(reference=reference, service_id="home_care", locality="North", consent_level=1, joins=to, seen="30")
    return noting.note(house, reader, replace(gap, wanted="Twice this week"))


def test_me_too_joins_the_concern_and_its_answer(house):
    first = noting.note(house, ANN, GAP)
    read(house, first)
    key = "N" + first.story_id[1:]
    second = joined(house, BEN, key, "b" * 32)
    assert [(row["joins_id"], row["wanted"]) for row in rows(house)] == [
        (None, "A visit before nine"), (key, "A visit before nine")
    ]  # fmt: skip
    assert "Twice this week" in " ".join(sealed(house, "verbatim")), "words of one's own are kept"
    read(house, second)
    here = next(one for one in noting.concerns(house, "home_care", "North")[0] if one.concern_id == key)
    assert (here.notes, here.seen) == (2, 40), "estimates are not added up: the second note gave 30"
    both = {first.story_id, second.story_id}
    assert (
        noting.answered_together(house, [first.story_id]) == noting.answered_together(house, [second.story_id]) == both
    )
    answer = ["R1", first.story_id, "C01", date(2026, 11, 20), "answered", "done"]
    answer += [date(2026, 11, 3)] * 2
    named = "reply_id, story_id, commissioner_id, due_on, state, outcome, answered_on, told_on"
    insert = f"INSERT INTO records.reply ({named}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    house.stores.write(lambda c: c.execute(insert, answer))
    mine, theirs = following.following(house, first.code), following.following(house, second.code)
    steps = {one.name: one.on for one in theirs.steps}
    assert steps["Answered"] == date(2026, 11, 3), "whoever joined is among those whom the answer answers"
    assert (mine.answered, theirs.answered) == (True, False), "each says of their own answer whether it answered"
    with pytest.raises(Refusal):
        following.answered(house, second.code, "not_answered")


def test_a_third_note_joins_the_first_and_another_gap_is_apart(house):
    first = noting.note(house, ANN, GAP)
    other = noting.note(house, ANN, replace(GAP, reference="c" * 32, wanted="A hot lunch"))
    read(house, first)
    key = "N" + first.story_id[1:]
    many = [joined(house, BEN, key, letter * 32) for letter in "de"]
    assert noting.answered_together(house, [many[1].story_id]) == {first.story_id, *(one.story_id for one in many)}
    assert noting.answered_together(house, [other.story_id]) == {other.story_id}


def test_one_may_join_what_brokerage_noted(house):
    gap = Noted("f" * 32, "home_care", "North East", joins="SF-004", consent_level=1)
    noting.note(house, ANN, gap)
    (row,) = rows(house)
    assert row["joins_id"] == "SF-004" and row["wanted"].startswith("The same two workers")


def test_a_concern_that_is_not_open_here_is_not_joined(house):
    with pytest.raises(Refusal) as refused:
        joined(house, ANN, "SF-004", "a" * 32)
    assert refused.value.problems == [noting.GONE] and rows(house) == stories(house) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"wanted": " "}, "Please say what was wanted, or join a concern."),
        ({"wanted": "x" * 201}, "What was wanted has 201 letters; at most 200 fit. Put the rest below."),
        ({"service_id": ""}, "Please choose the service."),
        ({"locality": ""}, "Please choose the place."),
        ({"seen": "many"}, "Say with about how many people it is seen as a whole number up to 5,000, or nothing."),
        ({"seen": "5001"}, "Say with about how many people it is seen as a whole number up to 5,000, or nothing."),
        ({"teller_role": "king"}, "Please choose who you are."),
        ({"happened": "x" * 20_000}, None),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(house, changes, said):
    with pytest.raises(Refusal) as refused:
        noting.note(house, ANN, replace(GAP, **changes))
    assert said is None or refused.value.problems == [said]
    assert rows(house) == stories(house) == []


def test_without_the_master_key_nothing_is_kept(house):
    house.master = None
    with pytest.raises(Refusal, match="master key"):
        noting.note(house, ANN, GAP)
    assert rows(house) == []


def test_records_made_before_notes_could_join_get_the_column(house):
    house.stores.write(lambda cursor: cursor.execute("ALTER TABLE records.shortfall_noted DROP COLUMN joins_id"))
    for statement in noting_schema():
        house.stores.write(lambda cursor, told=statement: cursor.execute(told))
    noting.note(house, ANN, GAP)
    assert rows(house)[0]["joins_id"] is None


def noting_schema():
    from tightrope.records import schema

    return [one for one in schema.statements() if "shortfall_noted" in one]


# codes of cards


def told(**changes):
    made = telling.Told(source=telling.FOR_SOMEBODY, source_id="a" * 32, words="Nobody came.", consent_level=1)
    return replace(made, **changes)


def test_a_code_of_a_card_is_66_bits_and_is_bound_when_used(house):
    card = follow.card_code()
    assert len(card.split()) == 6 and set(card.split()) <= set(follow.words()) and 2048**6 == 2**66
    with pytest.raises(NotFound):
        follow.story_of(house, card)
    receipt = telling.tell(house, told(), card=card.upper().replace(" ", "-"))
    assert receipt.code == card and follow.story_of(house, card) == receipt.story_id
    kept = house.stores.raw("SELECT * FROM records.follow_code")
    assert len(kept) == 1 and not any(word in str(kept[0]["code_hash"]) for word in card.split())
    assert telling.tell(house, told(), card=card) == replace(receipt, is_new=False)


def test_codes_are_drawn_anew_each_time():
    assert len({follow.card_code() for _ in range(200)}) == 200


def test_a_card_is_for_one_account(house):
    card, other = follow.card_code(), follow.card_code()
    first = telling.tell(house, told(), card=card)
    with pytest.raises(Refusal, match="another account already"):
        telling.tell(house, told(source_id="b" * 32), card=card)
    with pytest.raises(Refusal, match="another code"):
        telling.tell(house, told(), card=other)
    assert follow.story_of(house, card) == first.story_id
    assert house.stores.raw("SELECT count(*) AS n FROM records.story WHERE source = 'taken_down'")[0]["n"] == 1


@pytest.mark.parametrize("card", ["abandon " * 6, "abandon ability able about above", "zebra zoo qqqq word work world"])
def test_a_mistyped_or_made_up_code_is_refused(card):
    with pytest.raises(Refusal):
        follow.on_card(card)


# who decides for somebody without capacity


def test_without_capacity_a_named_decision_is_needed_and_kept(house):
    lacking = told(on_behalf_of="named_without_capacity", consent_level=3)
    decided = telling.BestInterests(
        "Jo Ash, social worker", date(2026, 11, 2), "She smiles when asked; her son agrees."
    )
    for wrong in (None, replace(decided, who=" "), replace(decided, on=None), replace(decided, why="Yes.")):
        assert telling.problems(replace(lacking, best_interests=wrong)) == [telling.NO_DECISION]
    late = replace(lacking, best_interests=replace(decided, on=date(2026, 11, 4)))
    assert telling.problems(late) == ["The day of the best-interests decision lies in the future."]
    receipt = telling.tell(house, replace(lacking, best_interests=decided))
    (row,) = house.stores.raw("SELECT consent_by FROM records.story WHERE story_id = $s", {"s": receipt.story_id})
    assert row["consent_by"] == "best-interests decision: Jo Ash, social worker, 2026-11-02"
    (event,) = house.stores.raw("SELECT * FROM records.consent_event WHERE story_id = $s", {"s": receipt.story_id})
    assert (event["by_whom"], event["level"]) == (row["consent_by"], 3) and "her son agrees" in event["why"]
    consent.withdraw(house.stores, receipt.story_id, "the teller")
    events = house.stores.raw("SELECT why FROM records.consent_event WHERE story_id = $s", {"s": receipt.story_id})
    assert sorted(str(row["why"]) for row in events) == ["None", "withdrawn"], "who and when stay, why goes"


def test_in_another_language_what_should_change_waits_as_it_was_told(house):
    receipt = telling.tell(house, told(language="Bengali", words="বাংলা ০৭৭০০", asks="আসুন"))
    assert sealed(house, "verbatim") == ["বাংলা ০৭৭০০"] and sealed(house, "asks") == ["আসুন"]
    assert sealed(house, "shown") == []
    triage.look(house, VOICE, receipt.story_id)
    triage.clear(house, VOICE, receipt.story_id, "Somebody should come.")
    assert sealed(house, "asks") == [], "let out only as a person left it"
