"""Who decides: what is planted, who is named for what, how it is narrowed, and registers that say less."""

from contextlib import ExitStack
from datetime import date, timedelta

import pytest
from odd_register import opened

from tightrope.answers import deciders as answers
from tightrope.answers import deciders_narrowed, invitations
from tightrope.records.roles import looking_as

READER = looking_as("commissioner")


@pytest.fixture(scope="module")
def found(house, commissioner):
    return answers.deciders(house, commissioner)


@pytest.fixture
def altered(built, tmp_path):
    """Opens the demo council after these statements on its warehouse."""
    with ExitStack() as stack:
        yield lambda *statements: stack.enter_context(opened(built, tmp_path, statements))


def test_last_out_as_planted(found):
    assert {one.officer_id: one.days_out for one in found.officers} == {
        "C1": 412, "C2": None, "C3": 35, "C4": 12, "C5": 201, "C6": 600, "C7": 88,
    }  # fmt: skip
    words = {one.officer_id: one.out_words for one in found.officers}
    assert words["C2"] == "never (asked twice)" and words["C1"] == "412 days ago"


def test_what_was_never_taken_up_is_said_with_its_age(found):
    said = {one.officer_id: [each.said for each in one.invitations] for one in found.officers}
    assert said["C2"] == [
        "Asked 631 days ago by Care homes quality team (10 February 2025): no visit on file.",
        "Asked 225 days ago by Dementia care team, Parkside (23 March 2026): no visit on file.",
    ]
    assert said["C6"] == ["Asked 379 days ago by Night staff at Weaver Court (20 October 2025): no visit on file."]
    assert said["C3"] == said["C4"] == []
    assert [len(said[key]) for key in ("C1", "C5", "C6", "C7")] == [2, 1, 1, 1]


def test_every_contract_that_runs_has_its_officer(found):
    held = {one.officer_id: len(one.contracts) for one in found.officers}
    assert held == {"C1": 14, "C2": 16, "C3": 10, "C4": 12, "C5": 0, "C6": 5, "C7": 3}
    assert sum(held.values()) == found.contracts == 60 and not found.nobody
    assert answers.answer(found) == "Six officers answer for all 60 contracts"
    assert [one.name for one in found.officers] == sorted(one.name for one in found.officers), "by name, not by merit"


def test_an_officer_in_their_own_words_and_how_to_reach_them(found):
    one = {each.officer_id: each for each in found.officers}["C7"]
    assert one.background.startswith("I cared for my mother for nine years")
    assert (one.mail, one.telephone) == ("hannah.brightwell@hallamford.example", "01632960107")
    assert (one.reply_words, one.deputy) == ("an answer within 15 working days", "Samina Yusuf")
    assert one.may_decide == "A break for one family up to £1,500; changes that cost nothing"


def test_what_is_to_be_decided_next(found):
    by = {one.contract_id: one for officer in found.officers for one in officer.contracts}
    assert by["RS-01"].next_words == (
        "Re-tender: last committee 14 January 2027, paper due 18 December 2026 (45 days left)."
    )
    assert by["HC-12"].next_words.startswith("It ended on 30 September 2026 and runs on: holding over.")
    assert "14 January 2027" in by["HC-12"].next_words
    first = {one.officer_id: one.next_words for one in found.officers}
    assert first["C7"].startswith("Brook House short breaks: Re-tender: last committee 14 January 2027")
    assert first["C5"] == ""


@pytest.mark.parametrize(
    ("words", "service", "provider", "contract", "officers", "contracts"),
    [
        ("", "", "", "", 7, 60),
        ("brook house", "", "", "", 1, 1),
        ("raman", "", "", "", 1, 14),
        ("HEARTH meals", "", "", "", 1, 1),
        ("", "care_home", "", "", 1, 10),
        ("", "", "", "HC-01", 1, 1),
        ("thwaite", "care_home", "", "", 1, 10),
        ("raman", "care_home", "", "", 0, 0),
        ("samina", "", "", "", 1, 0),
        ("nobody of that name", "", "", "", 0, 0),
        ("'; DROP TABLE contract; --", "", "", "", 0, 0),
    ],
)
def test_narrowed(found, words, service, provider, contract, officers, contracts):
    some = deciders_narrowed.narrowed(found, words, service, provider, contract)
    assert (len(some.officers), some.contracts) == (officers, contracts)


def test_by_provider(found):
    some = deciders_narrowed.narrowed(found, "", "", "Rowan Care Co-operative", "")
    assert sorted(one.contract_id for o in some.officers for one in o.contracts) == ["HC-02", "HC-08"]


def test_a_file_has_a_row_for_each_contract(found):
    rows = deciders_narrowed.as_rows(found)
    assert len(rows) == 60
    one = {row["contract_id"]: row for row in rows}["CH-03"]
    assert (one["officer"], one["phone"], one["last_out_days"]) == ("Malcolm Thwaite", "01632 960102", None)


def test_contracts_with_nobody_named_come_first(altered):
    house = altered("UPDATE contract SET commissioner_id = NULL WHERE contract_id IN ('HC-04', 'ML-01')")
    found = answers.deciders(house, READER)
    assert {one.contract_id for one in found.nobody} == {"HC-04", "ML-01"}
    assert answers.answer(found) == "Two of 60 contracts have nobody named who answers for them"
    assert [row["officer"] for row in deciders_narrowed.as_rows(found)[:2]] == ["nobody is named"] * 2
    assert [one.contract_id for one in deciders_narrowed.narrowed(found, "", "meals", "", "").nobody] == ["ML-01"]


def test_without_commissioner_csv_the_file_that_brings_it_is_named(altered):
    house = altered("DELETE FROM front_line_visit", "DELETE FROM commissioner")
    found = answers.deciders(house, READER)
    assert not found.explained
    assert answers.answer(found) == (
        "Six officers answer for all 60 contracts; commissioner.csv brings name, post, background and telephone"
    )
    assert {one.name for one in found.officers} == {"C1", "C2", "C3", "C4", "C6", "C7"}
    assert not any(one.is_known or one.out_words != "not known" for one in found.officers)


def test_an_officer_of_whom_little_is_on_file(altered):
    house = altered(
        "DELETE FROM front_line_visit",
        "DELETE FROM source_file WHERE table_name = 'front_line_visit'",
        "UPDATE commissioner SET email = NULL, phone = NULL, background = NULL, may_decide = NULL, deputy_id = 'C99', "
        "reply_working_days = NULL WHERE commissioner_id = 'C1'",
    )
    one = answers.deciders(house, READER).officers
    one = {each.officer_id: each for each in one}["C1"]
    assert (one.email, one.phone, one.telephone, one.background, one.may_decide, one.reply_words) == ("",) * 6
    assert (one.deputy, one.days_out) == ("C99", None)
    assert one.out_words == "not known (front_line_visit.csv brings it), and nobody has asked here"


@pytest.mark.parametrize(
    ("days", "invited", "words"),
    [
        (0, 1, "today"),
        (1, 1, "1 day ago"),
        (1200, 1, "1,200 days ago"),
        (None, 0, "never, and nobody is on record as having asked"),
        (None, 1, "never (asked once)"),
        (None, 3, "never (asked 3 times)"),
    ],
)
def test_last_out_in_words(days, invited, words):
    today = date(2026, 11, 3)
    out = None if days is None else today - timedelta(days=days)
    assert answers.out_words(out, invited, today, True) == words


def test_nothing_asked_here_yet(house):
    assert all(one.state == invitations.ON_FILE for one in invitations.invitations(house))
