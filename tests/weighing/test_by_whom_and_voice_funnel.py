"""Whose account it is, and where people drop out between using something and being told what came of it."""

import pytest

from tightrope.weighing import voice_funnel
from tightrope.weighing.by_whom import ADVOCATE, OBSERVED, PROXY, SELF, by_whom, own_parts, speaks_for_self
from tightrope.weighing.voice_funnel import dropped_words, most_lost, steps


@pytest.mark.parametrize(
    ("role", "behalf", "whose"),
    [
        ("person", "self", SELF),
        ("unpaid_carer", "self", SELF),  # of the support they draw on as carers
        ("unpaid_carer", "named_with_authority", PROXY),
        ("family", "named_without_capacity", PROXY),
        ("friend", "named_with_authority", PROXY),
        ("family", "self", PROXY),  # a family member has no support of their own here
        ("friend", "observed", OBSERVED),
        ("friend", "group", OBSERVED),
        ("advocate", "named_without_capacity", ADVOCATE),
        ("advocate", "group", ADVOCATE),
        ("social_worker", "named_with_authority", OBSERVED),  # leave to speak makes no proxy of a witness
        ("care_worker", "group", OBSERVED),
        ("observer", "observed", OBSERVED),
        ("provider", None, OBSERVED),
        ("family", None, PROXY),
    ],
)
def test_whose_account_it_is(role, behalf, whose):
    account = {"teller_role": role, "on_behalf_of": behalf}
    assert by_whom(account) == whose
    assert speaks_for_self(account) == (whose == SELF)


def test_the_persons_own_part_is_counted():
    accounts = [{"own_part": part} for part in ("asked", "not_asked", "asked", None, "could_not_be_asked")]
    assert own_parts(accounts) == {"asked": 2, "could_not_be_asked": 1, "not_asked": 1}


ALL = {"uses": 420, "asked": 130, "answered": 29, "told": 13, "read": 13, "cited": 0, "told_back": 2}


def test_each_step_against_the_one_before():
    made = {one.stage: one for one in steps(ALL)}
    assert {stage: one.lost for stage, one in made.items()} == {
        "uses": None, "asked": 420 - 130, "answered": 130 - 29, "told": 29 - 13, "read": 0, "cited": 13,
        "told_back": 13 - 2,
    }  # fmt: skip
    assert made["answered"].share == pytest.approx(29 / 420)


def test_where_most_drop_out():
    assert most_lost(steps(ALL)).stage == "asked"
    assert dropped_words(steps(ALL)) == "Most drop out at the start: 290 of 420 were never asked."
    later = ALL | {"asked": 400}
    assert dropped_words(steps(later)) == ("Most drop out after they were asked: 371 of 400 did not answer.")


def test_people_who_tell_unasked_are_no_loss():
    made = {one.stage: one for one in steps({"uses": 100, "asked": 40, "answered": 10, "told": 12, "read": 12})}
    assert made["told"].lost == 0 and made["cited"].people is None and made["cited"].lost is None


def test_second_letters_are_not_more_people():
    made = {one.stage: one for one in steps({"uses": 30, "asked": 45, "answered": 9})}
    assert (made["asked"].people, made["asked"].lost, made["answered"].lost) == (30, 0, 21)


def test_what_nobody_notes_is_not_nobody():
    made = steps({"told": 5, "read": 5})
    assert [one.people for one in made] == [None, None, None, 5, 5, None, None]
    assert most_lost(made) is None and dropped_words(made) == "Nobody is known to have dropped out."


def test_every_step_has_words():
    assert list(voice_funnel.WORDS) == list(steps({}) and [one.stage for one in steps({})])
    assert set(voice_funnel.LOST_WORDS) == set(voice_funnel.WORDS) - {"uses"}


def test_a_step_follows_the_nearest_that_is_noted():
    """Nobody notes whether people of 85 and over were asked: those who told are set against those who use it."""
    made = {one.stage: one for one in steps({"uses": 5107, "told": 27, "read": 27, "cited": 0, "told_back": 5})}
    assert (made["told"].before, made["told"].after, made["told"].lost) == (5107, "uses", 5107 - 27)
    assert (made["told_back"].before, made["told_back"].after, made["told_back"].lost) == (27, "told", 22)
    assert dropped_words(tuple(made.values())) == (
        "Most drop out at the start: 5,080 of 5,107 told us nothing in their own words."
    )
