"""Asking those a decision rests on again: who is asked, what is refused, rows only added, and what drops out."""

from dataclasses import replace
from datetime import date

import pytest
from a_decision import A_DECISION

from tightrope import clock
from tightrope.answers import asked_again, decisions, followed_words, following
from tightrope.errors import NotAllowed, Refusal
from tightrope.records import asking, consent, deciding, follow
from tightrope.records.house import House
from tightrope.records.roles import ROLES, looking_as

COMMISSIONER, VOICE = looking_as("commissioner"), looking_as("voice_team")
DAY = date(2026, 11, 3)
MADE = replace(
    A_DECISION,
    title="Home care in the north east",
    decision="Extend it with conditions for a year. Half of 23 people said so. The price is £24.10 an hour.",
)
ROUTES = ("web", "phone", "none", "letter", "web", "advocate")  # the fifth is set aside


@pytest.fixture
def house(stores, master):
    return House(stores, master)


@pytest.fixture
def told(house, tell):
    """Six accounts, each with its own route and code: (id, code) of each."""
    ids = tell(*({"teller_id": f"T{number}", "reply_route": route} for number, route in enumerate(ROUTES)))
    found = [(key, follow.code(house.master, key)) for key in ids]

    def give(cursor):
        for key, code in found:
            cursor.execute("INSERT INTO records.follow_code VALUES (?, ?, now())", [follow.hashed(code), key])

    house.stores.write(give)
    return found


@pytest.fixture
def decided(house, told):
    ids = [key for key, _ in told]
    made = replace(MADE, stories_used=tuple(ids[:4] + ids[5:]), stories_aside=(ids[4],), aside_because="it is too old")
    return deciding.record(house, COMMISSIONER, made).decision_id


@pytest.fixture
def wave(house, decided):
    return asking.ask(house, COMMISSIONER, decided)


def rows(house, table):
    return house.stores.raw(f"SELECT * FROM records.{table} ORDER BY ALL")


def seen(house, decided, reader=COMMISSIONER):
    (found,) = asked_again.waves(house, reader, decisions.one(house, reader, decided))
    return found


def test_before_anybody_is_asked_it_is_said_who_can_be_and_who_cannot(house, told, decided):
    found = asked_again.reach(house, COMMISSIONER, decisions.one(house, COMMISSIONER, decided))
    assert dict(found.ways) == {"code": 1, "phone": 1, "letter": 1, "advocate": 1} and found.can == 4
    assert (found.people, dict(found.cannot), found.gone, found.refused) == (5, {"none": 1}, 0, "")
    consent.withdraw(house.stores, told[1][0], "the teller")
    house.stores.write(lambda cursor: cursor.execute("DELETE FROM records.follow_code"))
    found = asked_again.reach(house, COMMISSIONER, decisions.one(house, COMMISSIONER, decided))
    assert dict(found.ways) == {"letter": 1, "advocate": 1}
    assert (dict(found.cannot), found.gone) == ({"no_code": 1, "none": 1}, 1)


def test_who_asked_when_about_what_and_whom_is_kept(house, told, decided, wave):
    (one,) = rows(house, "asking")
    assert (one["wave_id"], one["decision_id"], one["asked_on"], one["accounts"]) == (wave, decided, DAY, 4)
    assert (one["account_id"], one["asked_by"]) == ("as-commissioner", "Commissioner")
    asked = {row["story_id"]: row["way"] for row in rows(house, "asking_story")}
    ids = [key for key, _ in told]
    assert asked == {ids[0]: "code", ids[1]: "phone", ids[3]: "letter", ids[5]: "advocate"}, "not the one set aside"
    events = [row for row in rows(house, "audit_event") if row["did"] == "asked_again"]
    assert [(row["account_id"], row["subject"]) for row in events] == [("as-commissioner", decided)]


def test_a_draft_an_unripe_or_a_replaced_decision_and_others_than_deciders_are_refused(house, told, decided):
    draft = deciding.keep_draft(house, COMMISSIONER, replace(MADE, stories_used=(told[0][0],))).decision_id
    today = deciding.record(house, COMMISSIONER, replace(MADE, decided_on=DAY, stories_used=(told[0][0],))).decision_id
    nobody = deciding.record(house, COMMISSIONER, replace(MADE, stories_used=(told[2][0],))).decision_id
    for key, said in ((draft, "is a draft"), (today, "from the day after it"), (nobody, "can be reached")):
        with pytest.raises(Refusal, match=said):
            asking.ask(house, COMMISSIONER, key)
    deciding.supersede(house, COMMISSIONER, nobody, decided, "the other takes its place")
    with pytest.raises(Refusal, match="replaced"):
        asking.ask(house, COMMISSIONER, nobody)
    for role in ROLES:
        if role not in ("commissioner", "manager"):
            with pytest.raises(NotAllowed):
                asking.ask(house, looking_as(role), decided)
    assert rows(house, "asking") == rows(house, "asking_story") == []


def test_asked_twice_within_ninety_days_is_refused_and_later_is_a_new_row(house, told, decided, wave, monkeypatch):
    with pytest.raises(Refusal, match="They were asked on 3 November 2026.* from 1 February 2027 on"):
        asking.ask(house, COMMISSIONER, decided)
    monkeypatch.setenv(clock.AS_AT, "2027-01-31")
    with pytest.raises(Refusal, match="after 90 days"):
        asking.ask(house, looking_as("manager"), decided)
    assert len(rows(house, "asking")) == 1
    monkeypatch.setenv(clock.AS_AT, "2027-02-01")
    again = asking.ask(house, COMMISSIONER, decided)
    assert {row["wave_id"] for row in rows(house, "asking")} == {wave, again}
    (now,) = following.following(house, told[0][1]).asked
    assert now.wave_id == again, "of two times of one decision the latest is asked"


def test_of_a_day_before_it_nobody_was_asked_yet(house, told, decided, monkeypatch):
    monkeypatch.setenv(clock.AS_AT, "2026-12-01")
    wave = asking.ask(house, COMMISSIONER, decided)
    monkeypatch.setenv(clock.AS_AT, "2026-11-30")
    assert asked_again.waves(house, COMMISSIONER, decisions.one(house, COMMISSIONER, decided)) == []
    assert following.following(house, told[0][1]).asked == ()
    with pytest.raises(Refusal):
        following.since(house, told[0][1], wave, "worse")


def test_accounts_that_cannot_be_tied_to_a_person_add_nobody(house, tell):
    """Three without a teller, by three ways: at least one person in all; beside somebody known, nobody more."""
    ids = tell(*({"teller_id": None, "reply_route": route} for route in ("phone", "letter", "none")))
    made = replace(MADE, stories_used=tuple(ids))
    key = deciding.record(house, COMMISSIONER, made).decision_id
    found = asked_again.reach(house, COMMISSIONER, decisions.one(house, COMMISSIONER, key))
    assert (found.people, found.at_least, found.can, found.untied, dict(found.ways)) == (1, True, 1, 3, {})


def test_an_answer_changes_by_a_row_more_and_the_same_form_twice_is_one(house, told, decided, wave, monkeypatch):
    key, code = told[0]
    for said in ("worse", "worse", "better"):
        following.since(house, code, wave, said)
    kept = rows(house, "asking_answer")
    assert [(row["version"], row["said"], row["way"], row["account_id"]) for row in kept] == [
        (1, "worse", "code", None), (2, "better", "code", None),
    ]  # fmt: skip
    found = seen(house, decided)
    assert (found.asked, found.answered, found.votes.good, found.votes.bad, found.silent) == (4, 1, 1, 0, 3)
    assert found.words == (
        "Asked 4 people on 3 November 2026; 1 answered: 1 better, 0 about the same, 0 worse. 3 did not answer."
    )
    monkeypatch.setenv(clock.AS_AT, "2027-01-02")  # the sixtieth day
    following.since(house, code, wave, "same")
    monkeypatch.setenv(clock.AS_AT, "2027-01-03")
    with pytest.raises(Refusal, match="not any more"):
        following.since(house, code, wave, "worse")
    (now,) = following.following(house, code).asked
    assert (now.is_open, now.said) == (False, "same")


@pytest.mark.parametrize(
    "sentence",
    [
        "Raise the hourly rate to 24.10 from May.", "Pay 24.10 GBP an hour.", "The fee goes up.", "It costs less now.",
        "The uplift is 1.20 an hour.", "3 of the 5 who answered want it.", "Half a dozen residents said so.",
        "Twenty people said so.", "One of them asked for it.", "Both families agreed.", "A third say it is worse.",
        "One person asked.", "It is £1 a day.", "It rises by 4%.",
    ],
)  # fmt: skip
def test_no_number_and_no_word_about_money_reaches_whoever_follows(house, sentence):
    made = replace(MADE, title=sentence, decision=f"Visits stay as they are. {sentence} It begins on 1 May 2027.")
    title, words = followed_words.public_words(house, made)
    assert (title, words) == (followed_words.NO_TITLE, "Visits stay as they are. It begins on 1 May 2027.")


@pytest.mark.parametrize(
    "sentence", ["Extend it for two years.", "It is looked at again in 2027.", "A visit is 30 minutes, or one hour."]
)
def test_how_long_something_lasts_may_be_read(house, sentence):
    assert followed_words.public_words(house, replace(MADE, decision=sentence))[1] == sentence


def hold(house, key):
    house.stores.write(
        lambda cursor: cursor.execute("UPDATE records.story SET triage_state = 'quarantined' WHERE story_id = ?", [key])
    )


WAYS_TO_LEAVE = pytest.mark.parametrize(
    "leave",
    [
        lambda house, key: consent.withdraw(house.stores, key, "the teller"),
        hold,
        lambda house, key: consent.change(house.stores, key, 0, "the teller"),
        lambda house, key: consent.change(house.stores, key, 3, "the teller", "", date(2026, 11, 2)),
    ],
    ids=["withdrawn", "held", "consent gone", "expired"],
)


@WAYS_TO_LEAVE
def test_whoever_left_cannot_be_asked(house, told, decided, leave):
    leave(house, told[1][0])
    found = asked_again.reach(house, COMMISSIONER, decisions.one(house, COMMISSIONER, decided))
    assert dict(found.ways) == {"code": 1, "letter": 1, "advocate": 1} and (found.can, found.people) == (3, 4)
    asking.ask(house, COMMISSIONER, decided)
    assert told[1][0] not in {row["story_id"] for row in rows(house, "asking_story")}


@WAYS_TO_LEAVE
def test_what_left_is_not_asked_and_its_answer_not_counted(house, told, decided, wave, leave):
    key, code = told[0]
    following.since(house, code, wave, "worse")
    asking.answer_for(house, VOICE, told[1][0], wave, "better", "phone", DAY)
    before = seen(house, decided)
    assert (before.votes.good, before.votes.bad) == (1, 1)
    leave(house, key)
    assert following.following(house, code).asked == ()
    with pytest.raises(Refusal):
        following.since(house, code, wave, "better")
    found = seen(house, decided)
    assert (found.asked, found.answered, found.votes.good, found.votes.bad, found.gone) == (3, 1, 1, 0, 1)
    assert "Accounts that were asked about and do not count any more: 1." in found.words


def test_withdrawn_the_answer_itself_is_destroyed(house, told, wave):
    following.since(house, told[0][1], wave, "worse")
    consent.withdraw(house.stores, told[0][0], "the teller")
    assert rows(house, "asking_answer") == [] and len(rows(house, "asking_story")) == 4


def test_what_somebody_told_an_officer_is_kept_with_route_day_and_writer(house, told, wave):
    asking.answer_for(house, COMMISSIONER, told[3][0], wave, "same", "letter", DAY)
    (row,) = rows(house, "asking_answer")
    assert (row["said"], row["way"], row["answered_on"]) == ("same", "letter", DAY)
    assert row["account_id"] == "as-commissioner"
    with pytest.raises(Refusal) as refusal:
        asking.answer_for(house, VOICE, told[1][0], wave, "wonderful", "pigeon", DAY)
    assert len(refusal.value.problems) == 2
    for on in (date(2026, 11, 2), date(2026, 11, 4)):
        with pytest.raises(Refusal):
            asking.answer_for(house, VOICE, told[1][0], wave, "same", "phone", on)
    for key in (told[2][0], told[4][0], "S0"):
        with pytest.raises(Refusal, match="not asked"):
            asking.answer_for(house, VOICE, key, wave, "same", "phone", DAY)
    for role in ("viewer", "data_officer"):
        with pytest.raises(NotAllowed):
            asking.answer_for(house, looking_as(role), told[1][0], wave, "same", "phone", DAY)
    following.since(house, told[0][1], wave, "worse")
    with pytest.raises(Refusal, match="with their own code"):
        asking.answer_for(house, COMMISSIONER, told[0][0], wave, "better", "phone", DAY)
    assert len(rows(house, "asking_answer")) == 2


def test_an_account_that_a_correction_takes_out_keeps_its_answer(house, told, decided, wave):
    """An answer that nobody likes cannot be dropped by correcting what the decision rests on."""
    following.since(house, told[0][1], wave, "worse")
    opened = decisions.one(house, COMMISSIONER, decided).made
    made = replace(opened, stories_used=opened.stories_used[1:])
    deciding.correct(house, COMMISSIONER, decided, opened, made, "it was left out")
    assert seen(house, decided).votes.bad == 1
    assert len(following.following(house, told[0][1]).asked) == 1


def test_its_teller_reads_no_count_no_price_and_no_draft(house, told, decided, wave):
    deciding.keep_draft(house, COMMISSIONER, replace(MADE, title="Another way", stories_used=(told[0][0],)))
    (one,) = following.following(house, told[0][1]).asked
    assert (one.title, one.decision) == (MADE.title, "Extend it with conditions for a year.")
    assert (one.decided_on, one.until, one.is_open, one.said) == (date(2026, 10, 20), date(2027, 1, 2), True, "")
    hidden = replace(MADE, title="Pay £24 an hour", decision="Pay £24.10 an hour from May.")
    assert followed_words.public_words(house, hidden) == (followed_words.NO_TITLE, "")


def test_whoever_reads_no_accounts_sees_published_counts_alone(house, told, decided, wave):
    following.since(house, told[0][1], wave, "worse")
    found = seen(house, decided, looking_as("data_officer"))
    assert found.words == "Asked on 3 November 2026: fewer than 8 people. Answered: fewer than 8."
    assert (found.votes.bad, found.answered, found.asked, found.low, found.range_words) == (0, 0, 0, None, "")
