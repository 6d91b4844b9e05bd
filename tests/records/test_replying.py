"""Answering an account: who may, what is kept and sealed, when it counts as given, and what its teller says of it."""

from dataclasses import replace
from datetime import date

import pytest

from tightrope import clock
from tightrope.answers import following, replies
from tightrope.errors import NotAllowed, NotFound, Refusal
from tightrope.records import answering_desk, consent, noting, replying, telling, triage, verdicts
from tightrope.records.noting import Noted
from tightrope.records.replying import GONE, NO_KEY, NOT_SENT, Draft
from tightrope.records.roles import Reader, looking_as
from tightrope.records.telling import Told

TODAY = date(2026, 11, 3)
OFFICER, VOICE, SAFE = looking_as("commissioner"), looking_as("voice_team"), looking_as("safeguarding")
WORDS = (
    "Your half hour was cut short. From Monday it is half an hour again. Ring me, Priya Raman, if it is not. Quagmire."
)
DRAFT = Draft(WORDS, "C1", "done", "answered", date(2026, 12, 1))
TOLD = Told(
    source="web",
    source_id="1",
    words="Ten minutes and gone.",
    asks="Stay the half hour.",
    service_id="home_care",
    contract_id="HC-01",
    locality="North East",
    reply_route="phone",
    contact="Ring 01632 960999 after six",
    consent_level=3,
)


@pytest.fixture
def tell(house):
    """Tell accounts (TOLD with changes) and let them be heard; returns (id, code)."""

    def take(state="cleared", **changes):
        receipt = telling.tell(house, replace(TOLD, **changes))
        if state == "quarantined":
            triage.hold(house, VOICE, receipt.story_id, "Somebody is being hurt")
        elif state:
            triage.clear(house, VOICE, receipt.story_id, changes.get("words", TOLD.words), TOLD.asks)
        return receipt.story_id, receipt.code

    return take


def rows(house, story_id):
    return house.stores.raw("SELECT * FROM records.reply WHERE story_id = $id ORDER BY answered_on", {"id": story_id})


def parts(house, story_id):
    found = house.stores.raw("SELECT part FROM records.story_words WHERE story_id = $id", {"id": story_id})
    return {row["part"] for row in found}


def item(house, story_id, reader=OFFICER):
    return replies.desk(house, reader).item(story_id)


def test_an_answer_is_kept_sealed_and_owed_until_its_teller_was_told(house, tell):
    story_id, _ = tell()
    assert item(house, story_id).standing.owed and not item(house, story_id).standing.written
    assert replying.send(house, OFFICER, story_id, DRAFT) == [story_id]
    (row,) = rows(house, story_id)
    kept = (row["commissioner_id"], row["state"], row["outcome"], row["answered_on"], row["written_by"])
    assert kept == ("C1", "answered", "done", TODAY, "as-commissioner")
    assert f"reply:{row['reply_id']}" in parts(house, story_id)
    standing = item(house, story_id).standing
    assert (standing.owed, standing.untold(), standing.stage) == (True, True, "read"), "written is not given"
    replying.told(house, VOICE, row["reply_id"], "phone", "Vera of the voice team", TODAY)
    standing = item(house, story_id).standing
    assert (standing.owed, standing.stage, standing.told_on) == (False, "answered", TODAY)
    told = rows(house, story_id)[0]
    assert (told["told_how"], told["told_by"]) == ("phone", "Vera of the voice team")


def test_no_table_holds_its_words_in_clear(house, tell):
    story_id, _ = tell()
    replying.send(house, OFFICER, story_id, replace(DRAFT, lacks=("day",), why="Quicksand reason for it"))
    for name in ("reply", "story", "promise", "audit_event", "story_words"):
        text = repr(house.stores.raw(f"SELECT * FROM records.{name}")).lower()
        assert "quagmire" not in text and "quicksand" not in text, name
    did = house.stores.raw("SELECT did, detail FROM records.audit_event WHERE subject = $id", {"id": story_id})
    assert {"did": "reply_sent", "detail": "day"} in did


@pytest.mark.parametrize(
    ("how", "by", "on", "said"),
    [
        ("", "Vera", TODAY, "Choose how they were told."),
        ("pigeon", "Vera", TODAY, "Choose how they were told."),
        ("phone", "  ", TODAY, "Name who told them."),
        ("phone", "V" * 200, TODAY, "at most 120 letters"),
        ("phone", "Vera", date(2026, 11, 2), "not before the answer was written"),
        ("phone", "Vera", date(2026, 11, 4), "not after today"),
    ],
)
def test_told_needs_how_by_whom_and_when(house, tell, how, by, on, said):
    story_id, _ = tell()
    replying.send(house, OFFICER, story_id, DRAFT)
    reply_id = rows(house, story_id)[0]["reply_id"]
    with pytest.raises(Refusal) as refused:
        replying.told(house, OFFICER, reply_id, how, by, on)
    assert said in " ".join(refused.value.problems)
    assert rows(house, story_id)[0]["told_on"] is None and item(house, story_id).standing.owed


def test_what_was_only_read_cannot_be_told(house, tell):
    story_id, _ = tell()
    replying.has_read(house, OFFICER, story_id, "C1", date(2026, 12, 1))
    replying.has_read(house, OFFICER, story_id, "C1", date(2026, 12, 1))
    (row,) = rows(house, story_id)
    assert row["state"] == "read" and item(house, story_id).standing.stage == "read"
    with pytest.raises(Refusal):
        replying.told(house, OFFICER, row["reply_id"], "phone", "Vera", TODAY)
    replying.send(house, OFFICER, story_id, DRAFT)
    assert [one["reply_id"] for one in rows(house, story_id)] == [row["reply_id"]], "the same row goes on"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"words": "  "}, "Write the answer."),
        ({"words": "x" * 9000}, "9,000 letters"),
        ({"commissioner_id": ""}, "somebody is named"),
        ({"outcome": ""}, "Choose what you say"),
        ({"outcome": "soon"}, "Choose what you say"),
        ({"state": "read"}, "how far it has come"),
        ({"outcome": "doing_by"}, "Give the day by which"),
        ({"outcome": "doing_by", "doing_by_on": date(2026, 11, 2)}, "today or later"),
        ({"outcome": "doing_by", "doing_by_on": TODAY, "promise": "Soon"}, "Write the promise"),
        ({"outcome": "doing_by", "doing_by_on": TODAY, "promise": "a b " * 100}, "at most 300"),
        ({"lacks": ("day",), "why": "No"}, "Mend what is marked"),
    ],
)
def test_every_problem_is_said_and_nothing_is_kept(house, tell, changes, said):
    story_id, _ = tell()
    with pytest.raises(Refusal, match=NOT_SENT) as refused:
        replying.send(house, OFFICER, story_id, replace(DRAFT, **changes))
    assert said in " ".join(refused.value.problems) and rows(house, story_id) == []


def test_a_warning_does_not_block_where_a_reason_is_given(house, tell):
    story_id, _ = tell()
    replying.send(house, OFFICER, story_id, replace(DRAFT, lacks=("day",), why="The landlord gives no day"))
    (row,) = rows(house, story_id)
    assert f"reply_why:{row['reply_id']}" in parts(house, story_id)


def test_doing_it_by_a_day_makes_a_promise_without_anybody_in_it(house, tell):
    story_id, _ = tell()
    promise = "Half an hour for Siobhan and for all"
    draft = replace(DRAFT, outcome="doing_by", doing_by_on=date(2027, 1, 14), promise=promise)
    replying.send(house, OFFICER, story_id, draft)
    (row,) = rows(house, story_id)
    (made,) = house.stores.raw("SELECT * FROM records.promise WHERE promise_id = $id", {"id": row["promise_id"]})
    about = (made["commissioner_id"], made["contract_id"], made["service_id"], made["due_on"], made["state"])
    assert about == ("C1", "HC-01", "home_care", date(2027, 1, 14), "open")
    assert made["words"] == "Half an hour for [name] and for all"
    assert row["doing_by_on"] == date(2027, 1, 14)


def test_a_withdrawn_account_is_refused_in_plain_words(house, tell):
    story_id, _ = tell()
    consent.withdraw(house.stores, story_id, "the teller")
    for reader in (OFFICER, VOICE, SAFE):
        with pytest.raises(Refusal) as refused:
            replying.send(house, reader, story_id, DRAFT)
        assert str(refused.value) == GONE and "your words stand" in GONE
    assert rows(house, story_id) == []


def test_taken_back_in_the_same_moment_nothing_is_kept(house, tell, monkeypatch):
    story_id, _ = tell()
    plainly = replying._key

    def late(house, reader, key):
        found = plainly(house, reader, key)
        consent.withdraw(house.stores, key, "the teller")
        return found

    monkeypatch.setattr(replying, "_key", late)
    with pytest.raises(Refusal, match="took it back"):
        replying.send(house, OFFICER, story_id, DRAFT)
    assert rows(house, story_id) == [] and parts(house, story_id) == set()


def test_erasing_an_account_erases_its_answers(house, tell):
    story_id, _ = tell()
    replying.send(house, OFFICER, story_id, DRAFT)
    asked = {"audience": "officers", "on_day": TODAY, "story_ids": [story_id]}
    assert story_id in {row["story_id"] for row in house.stores.rows("replies/words", **asked)}
    consent.withdraw(house.stores, story_id, "the teller")
    assert parts(house, story_id) == set()
    assert story_id not in {row["story_id"] for row in house.stores.rows("replies/words", **asked)}
    assert not house.stores.raw("SELECT 1 FROM records.story_key WHERE story_id = $id", {"id": story_id})
    assert answering_desk.opened(house, SAFE, [story_id]) == {}
    assert item(house, story_id) is None and item(house, story_id, SAFE) is None


def test_without_the_master_key_a_draft_is_refused_in_words(house, tell, monkeypatch):
    story_id, _ = tell()
    monkeypatch.setattr(house, "master", None)
    with pytest.raises(Refusal) as refused:
        replying.send(house, OFFICER, story_id, DRAFT)
    assert str(refused.value) == NO_KEY and rows(house, story_id) == []
    with pytest.raises(Refusal, match="master key is missing"):
        answering_desk.opened(house, VOICE, [story_id])


@pytest.mark.parametrize(
    ("level", "state", "may"),
    [
        (3, "cleared", {"commissioner", "manager", "voice_team", "safeguarding"}),
        (2, "cleared", {"commissioner", "manager", "voice_team", "safeguarding"}),
        (1, "cleared", {"voice_team", "safeguarding"}),
        (0, "cleared", {"voice_team", "safeguarding"}),
        (3, "quarantined", {"safeguarding"}),
        (3, "", set()),
    ],
)
def test_who_may_answer_what(house, tell, level, state, may):
    story_id, _ = tell(state, consent_level=level)
    roles = ("viewer", "commissioner", "manager", "voice_team", "safeguarding", "data_officer", "admin")
    allowed = set()
    for role in roles:
        try:
            replying.send(house, looking_as(role), story_id, DRAFT)
        except (NotAllowed, Refusal):
            continue
        allowed.add(role)
    assert allowed == may


def test_what_officers_may_not_read_is_opened_by_those_who_triage_and_on_record(house, tell):
    shut, _ = tell(source_id="2", consent_level=0)
    held, _ = tell("quarantined", source_id="3")
    assert item(house, shut) is None and item(house, held) is None
    assert item(house, shut, VOICE).apart and not item(house, shut, VOICE).counted
    assert item(house, held, VOICE) is None and item(house, held, SAFE).apart
    found = answering_desk.opened(house, VOICE, [shut, held])
    assert set(found) == {shut} and found[shut]["contact"] == TOLD.contact and found[shut]["verbatim"] == TOLD.words
    looks = house.stores.raw("SELECT subject FROM records.audit_event WHERE did = 'opened_to_answer'")
    assert [row["subject"] for row in looks] == [shut]
    for role in ("commissioner", "manager", "viewer", "data_officer", "admin"):
        with pytest.raises(NotAllowed):
            answering_desk.opened(house, looking_as(role), [shut])
        with pytest.raises(NotAllowed):
            answering_desk.handled(house, looking_as(role))


def test_who_follows_by_a_code_is_told_by_it_and_reads_the_answer(house, tell):
    story_id, code = tell(reply_route="web", contact="")
    replying.send(house, OFFICER, story_id, replace(DRAFT, state="decided"))
    (row,) = rows(house, story_id)
    assert (row["told_on"], row["told_how"]) == (TODAY, "web") and not item(house, story_id).standing.owed
    found = following.following(house, code)
    steps = {one.name: one for one in found.steps}
    assert steps["Answered"].on == TODAY and steps["Answered"].words == WORDS and found.answered
    assert steps["Decided"].words == "It is done." and steps["Changed"].on is None


def test_who_wants_no_answer_is_not_to_be_told_and_it_comes_further_all_the_same(house, tell):
    story_id, _ = tell(reply_route="none", contact="")
    replying.send(house, OFFICER, story_id, replace(DRAFT, state="changed"))
    (row,) = rows(house, story_id)
    assert (row["told_how"], row["told_by"]) == ("not_wanted", "they asked for no answer")
    standing = item(house, story_id).standing
    assert (standing.owed, standing.untold(), standing.stage) == (False, False, "changed")


def test_who_is_to_be_rung_sees_no_answer_by_code_before_they_were_told(house, tell):
    story_id, code = tell()
    replying.send(house, OFFICER, story_id, DRAFT)
    found = following.following(house, code)
    steps = {one.name: one for one in found.steps}
    assert steps["Answered"].on is None and steps["Answered"].words.startswith("Due by") and not found.answered
    with pytest.raises(Refusal, match="There is no answer yet"):
        following.answered(house, code, "answered")
    replying.told(house, OFFICER, rows(house, story_id)[0]["reply_id"], "letter", "Priya Raman", TODAY)
    assert following.following(house, code).answered


def test_not_answered_makes_it_owed_again_and_a_second_answer_stands(house, tell, monkeypatch):
    story_id, code = tell(reply_route="web", contact="")
    replying.send(house, OFFICER, story_id, DRAFT)
    following.answered(house, code, "not_answered")
    (row,) = rows(house, story_id)
    assert (row["teller_verdict"], row["verdict_on"]) == ("not_answered", TODAY)
    standing = item(house, story_id).standing
    assert (standing.owed, standing.reopened, standing.stage) == (True, True, "read")
    # C1 answers within 20 working days of the day they said so: from 3 November that is 1 December.
    assert standing.answer_by == date(2026, 12, 1)
    monkeypatch.setenv(clock.AS_AT, "2026-11-10")
    replying.send(house, OFFICER, story_id, replace(DRAFT, words="Another answer, by 3 December. Priya Raman."))
    assert len(rows(house, story_id)) == 2 and not item(house, story_id).standing.owed
    assert following.following(house, code).verdict == ""
    following.answered(house, code, "answered")
    assert [one["teller_verdict"] for one in rows(house, story_id)] == ["not_answered", "answered"]
    assert "Another answer" in {s.name: s.words for s in following.following(house, code).steps}["Answered"]


def test_a_verdict_by_telephone_needs_telling_first(house, tell):
    story_id, _ = tell()
    replying.send(house, OFFICER, story_id, DRAFT)
    reply_id = rows(house, story_id)[0]["reply_id"]
    with pytest.raises(Refusal, match="once they have been told"):
        replying.verdict(house, VOICE, reply_id, "answered", TODAY)
    replying.told(house, VOICE, reply_id, "phone", "Vera", TODAY)
    with pytest.raises(Refusal, match="answered them or not"):
        replying.verdict(house, VOICE, reply_id, "perhaps", TODAY)
    replying.verdict(house, VOICE, reply_id, "not_answered", TODAY)
    assert item(house, story_id).standing.reopened
    with pytest.raises(NotFound):
        replying.verdict(house, VOICE, "RP-nowhere", "answered", TODAY)
    with pytest.raises(Refusal, match="There is no answer yet"):
        verdicts.say(house.stores, "S0", "answered")


def test_what_was_answered_is_decided_and_changes_later(house, tell):
    story_id, _ = tell()
    replying.send(house, OFFICER, story_id, DRAFT)
    reply_id = rows(house, story_id)[0]["reply_id"]
    with pytest.raises(Refusal):
        replying.moved(house, OFFICER, reply_id, "read")
    replying.moved(house, OFFICER, reply_id, "changed")
    replying.told(house, OFFICER, reply_id, "phone", "Priya", TODAY)
    assert item(house, story_id).standing.stage == "changed"
    replying.verdict(house, OFFICER, reply_id, "answered", TODAY)
    assert item(house, story_id).standing.stage == "agreed"


def test_colleagues_who_noted_the_same_are_all_answered(house):
    ann, ben, cat = (Reader(f"A{n}", f"Colleague {n}", "viewer") for n in (1, 2, 3))
    gap = Noted("a" * 32, "home_care", "North", wanted="A visit before nine", happened="She waited.", consent_level=3)
    first = noting.note(house, ann, gap)
    words = triage.look(house, VOICE, first.story_id)
    triage.clear(house, VOICE, first.story_id, words["shown"])
    join = {"joins": "N" + first.story_id[1:], "service_id": "home_care", "locality": "North"}
    second = noting.note(house, ben, Noted("b" * 32, wanted="", **join, consent_level=1))
    third = noting.note(house, cat, Noted("c" * 32, wanted="", **join, consent_level=1))
    triage.clear(house, VOICE, second.story_id, "Wanted: A visit before nine")
    answered = replying.send(house, OFFICER, first.story_id, DRAFT)
    assert sorted(answered) == sorted([first.story_id, second.story_id]), "the third has not been read yet"
    assert rows(house, third.story_id) == []
    for one in (first, second):
        found = following.following(house, one.code)
        assert {step.name: step.words for step in found.steps}["Answered"] == WORDS and found.answered
    consent.withdraw(house.stores, first.story_id, "the teller")
    assert parts(house, first.story_id) == set()
    (row,) = rows(house, second.story_id)
    assert f"reply:{row['reply_id']}" in parts(house, second.story_id), "each has it under a key of its own"
