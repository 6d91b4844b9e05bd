"""The gate of the demo council: what it asks of whom, that ready is refused, and that a withdrawn account is gone."""

from datetime import date

import pytest

from tightrope.answers import gate
from tightrope.answers.evidence import evidence, usual_period
from tightrope.errors import NotFound, Refusal
from tightrope.records import renewal_answers
from tightrope.records.roles import looking_as
from tightrope.renewals.gate import QUESTIONS, because, paper

COMMISSIONER = looking_as("commissioner")
DAY = date(2026, 11, 3)
WORDS = "Clause 4.2 names thirty minutes from April"


def fill(house, contract_id, leave=()):
    """Answer everything that is asked but the parts in `leave`; what is asked is looked up once."""
    found = gate.gate(house, COMMISSIONER, contract_id)
    choices = {one.part: "clause_changed" for one in found.concerns}
    for one in found.questions:
        if one.needs_person:
            choices[one.kind.part] = "none" if one.kind.question_id == "interests" else "answered"
    for part, choice in choices.items():
        if part not in leave:
            renewal_answers.answer(house.stores, COMMISSIONER, contract_id, part, choice, WORDS, "Priya Raman", DAY)


def test_hc_01_is_asked_for_every_theme_of_three_and_every_serious_account(house):
    found = gate.gate(house, COMMISSIONER, "HC-01")
    seen = evidence(house, "officers", usual_period(house))
    accounts = seen.by_contract["HC-01"]
    tellers = {}
    for account in accounts:
        for theme in seen.themes_of.get(account["story_id"], []):
            tellers.setdefault(theme, set()).add(account["teller_id"])
    assert all(account["teller_id"] for account in accounts), "every account of HC-01 names its teller"
    themes = {f"theme:{theme}" for theme, those in tellers.items() if len(those) >= 3}
    serious = {f"account:{account['story_id']}" for account in accounts if account["severity"] >= 4}
    assert {one.part for one in found.concerns} == themes | serious
    assert len(serious) == 2 and "theme:rushed" in themes
    rushed = next(one for one in found.concerns if one.part == "theme:rushed")
    assert rushed.told == "17 of 23 people we heard from" and len(rushed.story_ids) == 17
    praised = [one.part for one in found.concerns if one.praised]
    assert praised == ["theme:kindness"], "what people value can be lost too"


def test_it_fills_what_the_data_know_and_marks_what_a_person_must_answer(house):
    known = {one.kind.question_id: one for one in gate.gate(house, COMMISSIONER, "HC-01").questions}
    assert list(known) == [kind.question_id for kind in QUESTIONS]
    assert any("4 of 23 people we heard from told of a good experience." in line for line in known["satisfying"].knows)
    assert "£409,652 paid for what was not delivered." in known["value"].knows
    assert "last in 2023" in known["considerable"].knows[0]
    assert known["heard"].knows and not known["heard"].needs_person
    assert known["staff"].knows == ("3 accounts by care workers, social workers or nurses.",)
    assert not known["staff"].needs_person
    assert known["flags"].needs_person and len(known["flags"].knows) == 10
    assert known["promises"].knows == () and known["promises"].needs_person
    assert known["interests"].needs_person


def test_who_was_not_heard_is_said_of_ch_03(house):
    known = {one.kind.question_id: one for one in gate.gate(house, COMMISSIONER, "CH-03").questions}
    said = "Nobody of 140 people who live there told us anything themselves. We would expect about 9."
    assert said in known["not_heard"].knows


def test_ready_is_refused_while_one_is_blank_and_given_when_none_is(house):
    gate.propose(house, COMMISSIONER, "HC-01", "vary")
    fill(house, "HC-01", leave=("theme:medication",))
    found = gate.gate(house, COMMISSIONER, "HC-01")
    assert [one.words for one in found.blanks] == ["what changes for “Medicines”"]
    assert because(found) == "Extend with conditions: not ready, because one answer is blank"
    with pytest.raises(Refusal, match="Not ready: 1 answer is blank") as refused:
        gate.call_ready(house, COMMISSIONER, "HC-01", "Priya Raman", DAY)
    assert refused.value.problems == ["what changes for “Medicines”"]
    gate.answer(
        house, COMMISSIONER, "HC-01", "theme:medication", "no_because", "The pharmacy does it now", "Priya Raman", DAY
    )
    gate.call_ready(house, COMMISSIONER, "HC-01", "Priya Raman", DAY)
    found = gate.gate(house, COMMISSIONER, "HC-01")
    assert found.is_ready and because(found) == "Extend with conditions: ready, by Priya Raman"
    said = "No, because: The pharmacy does it now (Priya Raman, 3 November 2026)."
    assert f"Medicines (4 of 23 people we heard from). {said}" in paper(found)


def test_an_option_that_is_lost_or_not_in_the_contract_cannot_be_ready(house):
    fill(house, "CH-03")
    for option, said in (
        ("insource", "this option was lost on 19 June 2026"),
        ("extend", "no extension is left in the contract: going on as it is would be a new award"),
    ):
        gate.propose(house, COMMISSIONER, "CH-03", option)
        with pytest.raises(Refusal, match=said):
            gate.call_ready(house, COMMISSIONER, "CH-03", "Priya Raman", DAY)
        assert not gate.gate(house, COMMISSIONER, "CH-03").may_be_ready


def test_extend_as_is_cannot_be_ready_while_one_is_blank(house):
    """DO-05 has twelve months of extension left."""
    gate.propose(house, COMMISSIONER, "DO-05", "extend")
    found = gate.gate(house, COMMISSIONER, "DO-05")
    assert found.concerns and not found.stops
    for one in found.blanks:
        with pytest.raises(Refusal):
            gate.call_ready(house, COMMISSIONER, "DO-05", "Priya Raman", DAY)
        assert one.part
    fill(house, "DO-05", leave=(found.concerns[-1].part,))
    with pytest.raises(Refusal, match="Not ready: 1 answer is blank"):
        gate.call_ready(house, COMMISSIONER, "DO-05", "Priya Raman", DAY)
    fill(house, "DO-05")
    gate.call_ready(house, COMMISSIONER, "DO-05", "Priya Raman", DAY)
    assert gate.gate(house, COMMISSIONER, "DO-05").is_ready


def test_a_contract_that_holds_over_is_barred_by_no_date(house):
    gate.propose(house, COMMISSIONER, "HC-12", "retender")
    assert gate.gate(house, COMMISSIONER, "HC-12").stops == ()


def test_a_withdrawn_serious_account_is_neither_asked_nor_in_the_paper(house):
    found = gate.gate(house, COMMISSIONER, "SL-02")
    account = next(one for one in found.concerns if one.serious)
    gate.answer(house, COMMISSIONER, "SL-02", account.part, "no_because", "It was somebody else's visit", "Ann", DAY)
    assert any("somebody else" in line for line in paper(gate.gate(house, COMMISSIONER, "SL-02")))
    story_id = account.part.partition(":")[2]
    house.stores.write(
        lambda cursor: cursor.execute(
            "UPDATE records.story SET withdrawn_at = TIMESTAMP '2026-11-03 10:00:00' WHERE story_id = ?", [story_id]
        )
    )
    after = gate.gate(house, COMMISSIONER, "SL-02")
    assert account.part not in [one.part for one in after.concerns]
    assert not any("somebody else" in line for line in paper(after))
    with pytest.raises(Refusal, match="may have been withdrawn"):
        gate.answer(house, COMMISSIONER, "SL-02", account.part, "no_because", "It was nothing at all", "Ann", DAY)


def test_what_does_not_run_or_is_not_asked_is_refused(house):
    with pytest.raises(NotFound):
        gate.gate(house, COMMISSIONER, "ML-00")
    with pytest.raises(NotFound):
        gate.propose(house, COMMISSIONER, "HC-99", "extend")
    with pytest.raises(Refusal, match="not asked of this contract"):
        gate.answer(house, COMMISSIONER, "HC-02", "theme:none", "no_because", "It was nothing at all", "Ann", DAY)
