"""Invitations to officers: who may ask and answer, what is refused, and that going counts as last out."""

from datetime import date

import pytest

from tightrope.answers import deciders, invitations
from tightrope.errors import NotAllowed, NotFound, Refusal
from tightrope.records import inviting
from tightrope.records.inviting import Asked
from tightrope.records.roles import Reader, looking_as

OFFICER, VOICE, VIEWER = looking_as("commissioner"), looking_as("voice_team"), looking_as("viewer")
TODAY = date(2026, 11, 3)
GOOD = {
    "reference": "r1",
    "of": "officer:C2",
    "team": "Night staff, Weaver Court",
    "words": "What one worker does alone at three in the morning.",
    "proposed_on": date(2026, 11, 20),
}


def ask(house, reader=VOICE, **changes):
    return inviting.invite(house, reader, Asked(**{**GOOD, **changes}))


def row(house, key):
    return house.stores.raw("SELECT * FROM records.officer_invite WHERE invite_id = $key", {"key": key})[0]


def officer(house, key):
    return {one.officer_id: one for one in deciders.deciders(house, OFFICER).officers}[key]


def test_asking_is_kept_with_who_asked_and_when(house):
    key, is_new = ask(house)
    found = row(house, key)
    assert is_new and (found["commissioner_id"], found["state"], found["invited_on"]) == ("C2", "asked", TODAY)
    assert found["invited_by"] == VOICE.account_id
    said = house.stores.raw("SELECT account_id, did FROM records.audit_event WHERE subject = $key", {"key": key})
    assert said == [{"account_id": VOICE.account_id, "did": "officer_invited"}]
    one = officer(house, "C2").invitations[-1]
    assert one.said == "Asked today by Night staff, Weaver Court: no answer yet (for 20 November 2026)."
    assert officer(house, "C2").out_words == "never (asked 3 times)"


def test_the_same_form_sent_twice_asks_once(house):
    assert ask(house)[1] and not ask(house)[1]
    assert len(house.stores.rows("deciders/invites")) == 1
    assert ask(house, reference="r2")[1]


def test_a_contract_means_whoever_answers_for_it(house):
    found = row(house, ask(house, of="contract:EC-01")[0])
    assert (found["commissioner_id"], found["contract_id"]) == ("C6", "EC-01")


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"of": ""}, "Choose an officer, or a contract."),
        ({"of": "officer:C99"}, "Choose an officer, or a contract."),
        ({"of": "contract:ML-00"}, "Choose an officer, or a contract."),
        ({"team": "  "}, "Say which team asks."),
        ({"team": "x" * 121}, "The team's name has at most 120 letters."),
        ({"words": "come along"}, "Say what they would see with you, in 3 words or more."),
        ({"words": "so it is " * 300}, "At most 2,000 letters fit; this has 2,700."),
        (
            {"proposed_on": date(2026, 11, 2)},
            "Propose a day between today and a year from now, or leave the day to them.",
        ),
        (
            {"proposed_on": date(2030, 1, 1)},
            "Propose a day between today and a year from now, or leave the day to them.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(house, changes, wrong):
    with pytest.raises(Refusal) as refused:
        ask(house, **changes)
    assert refused.value.problems == [wrong]
    assert house.stores.rows("deciders/invites") == []


def test_everything_wrong_is_said_at_once(house):
    with pytest.raises(Refusal) as refused:
        ask(house, of="", team="", words="", proposed_on=date(2020, 1, 1))
    assert len(refused.value.problems) == 4


def test_an_unknown_role_may_not_ask_and_others_may_not_answer(house):
    with pytest.raises(NotAllowed):
        ask(house, Reader("A1", "Somebody", "stranger"))
    key, _ = ask(house, VIEWER)
    for reader in (VIEWER, VOICE, looking_as("data_officer")):
        with pytest.raises(NotAllowed):
            inviting.accept(house, reader, key, date(2026, 11, 20))
        with pytest.raises(NotAllowed):
            inviting.decline(house, reader, key, "No time before Christmas")
    with pytest.raises(NotAllowed):
        inviting.been(house, VIEWER, key, TODAY)


def test_yes_on_another_day_is_said_so(house):
    key, _ = ask(house)
    inviting.accept(house, OFFICER, key, date(2026, 12, 1), "Nights are easier for me then.")
    one = officer(house, "C2").invitations[-1]
    assert one.said == (
        "Asked today by Night staff, Weaver Court: said yes, on 1 December 2026 instead of 20 November 2026."
    )
    assert one.why == "Nights are easier for me then." and not one.is_open
    assert officer(house, "C2").days_out is None, "a promise to come is not having been"


def test_no_needs_a_reason_that_those_who_asked_read(house):
    key, _ = ask(house)
    with pytest.raises(Refusal) as refused:
        inviting.decline(house, OFFICER, key, "no")
    assert refused.value.problems == ["Say why, in 3 words or more: the team reads it."]
    inviting.decline(house, OFFICER, key, "I am away all winter.")
    (one,) = invitations.of_team(house, VOICE.account_id, [])
    assert (one.state, one.why) == ("declined", "I am away all winter.")
    inviting.accept(house, OFFICER, key, date(2026, 11, 20))
    assert row(house, key)["why"] is None, "a mind may change until they have been"


def test_having_been_counts_as_last_out_everywhere(house):
    key, _ = ask(house)
    house.stores.write(lambda c: c.execute("UPDATE records.officer_invite SET invited_on = DATE '2026-10-01'"))
    with pytest.raises(Refusal):
        inviting.been(house, OFFICER, key, date(2026, 11, 4))
    with pytest.raises(Refusal):
        inviting.been(house, OFFICER, key, date(2026, 9, 30))
    inviting.been(house, VOICE, key, date(2026, 10, 24))
    found = officer(house, "C2")
    assert (found.days_out, found.out_words) == (10, "10 days ago")
    shared = {one["commissioner_id"]: one for one in house.stores.rows("weigh/responsible", on_day=TODAY)}
    assert shared["C2"]["last_out_on"] == date(2026, 10, 24), "Weigh and Renewals read the same"
    with pytest.raises(Refusal):
        inviting.decline(house, OFFICER, key, "It was too cold")
    inviting.been(house, OFFICER, key, date(2026, 10, 25))
    assert officer(house, "C2").days_out == 9, "a wrong day can be put right"
    details = house.stores.raw(
        "SELECT detail FROM records.audit_event WHERE did = 'officer_invite_answered' ORDER BY happened_at"
    )
    assert len(details) == 2 and "2026-10-24" in details[1]["detail"], "and both stay on record"


def test_a_day_that_passed_without_a_word_is_said(house):
    key, _ = ask(house)
    inviting.accept(house, OFFICER, key, TODAY)
    house.stores.write(
        lambda c: c.execute("UPDATE records.officer_invite SET agreed_on = DATE '2026-10-01', proposed_on = NULL")
    )
    assert (
        officer(house, "C2")
        .invitations[-1]
        .said.endswith("said yes, on 1 October 2026. That day is past, and nobody has said whether they went.")
    )


def test_teams_see_what_they_asked_and_nothing_else(house):
    ask(house, Reader("A7", "Una", "viewer"), team="Hospital team")
    ask(house, Reader("A8", "Ola", "viewer"), reference="r2", team="hospital TEAM", of="officer:C1")
    ask(house, Reader("A9", "Ada", "viewer"), reference="r3", team="Another team")
    assert [one.officer_id for one in invitations.of_team(house, "A7", [])] == ["C1", "C2"]
    assert [one.team for one in invitations.of_team(house, "A9", [])] == ["Another team"]
    assert invitations.of_team(house, "A1", [""]) == []


@pytest.mark.parametrize("how", [lambda h: inviting.decline(h, OFFICER, "OI0", "No such thing here"),
                                 lambda h: inviting.been(h, OFFICER, "OI0", TODAY)])  # fmt: skip
def test_an_invitation_that_is_not_there(house, how):
    with pytest.raises(NotFound):
        how(house)


def test_without_data_nobody_can_be_asked(home):
    from tightrope.records import house as holding

    opened = holding.open_house()
    with pytest.raises(Refusal) as refused:
        ask(opened)
    assert refused.value.problems == ["No data have been built yet, so no officer is known."]
    opened.close()
