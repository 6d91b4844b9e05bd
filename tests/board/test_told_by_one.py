"""Accounts that were taken back are counted as accounts, and those who took them back as people."""

import pytest

from tightrope.answers import packs
from tightrope.board import pack
from tightrope.board.pack import Asked, Wanted
from tightrope.public.board_view import tombstones
from tightrope.records import consent

SAME = "UPDATE records.story SET teller_id = ? WHERE story_id = ?"


@pytest.fixture(scope="module")
def quoted(house, officer, year):
    """Three accounts that a pack about RS-01 quotes; the first two are told by one person."""
    pack_id = pack.make(house, officer, year, Wanted("Papers", (Asked("contract", "RS-01"),)))
    some = [row["story_id"] for row in house.stores.rows("packs/quoted") if row["pack_id"] == pack_id][:3]
    assert len(some) == 3, "else this shows nothing"
    for story_id, teller_id in zip(some, ("T-one", "T-one", "T-other"), strict=True):
        given = (SAME, [teller_id, story_id])
        house.stores.write(lambda cursor, given=given: cursor.execute(*given))
    return some


def test_two_accounts_of_one_person_are_taken_back_by_one_person(house, officer, quoted):
    for story_id in quoted[:2]:
        consent.withdraw(house.stores, story_id, "the teller")
    assert tombstones(house, quoted[:2]) == ["2 accounts withdrawn by the person who told them."]
    (one,) = packs.to_tell(house, officer)
    assert (len(one.accounts), one.withdrawn) == (2, 2)
    assert "The person who told 2 of them has taken that back." in one.notice


def test_accounts_of_two_people_are_taken_back_by_people(house, officer, quoted):
    """After the test before: a third account, by somebody else."""
    consent.withdraw(house.stores, quoted[2], "the teller")
    assert tombstones(house, quoted) == ["3 accounts withdrawn by the people who told them."]
    (one,) = packs.to_tell(house, officer)
    assert "The people who told 3 of them have taken that back." in one.notice


def test_accounts_that_nobody_can_be_linked_to_are_of_as_many_people(house, quoted):
    """Without a pseudonym nothing says that two accounts are of one person."""
    for story_id in quoted[:2]:
        given = (SAME, [None, story_id])
        house.stores.write(lambda cursor, given=given: cursor.execute(*given))
    assert tombstones(house, quoted[:2]) == ["2 accounts withdrawn by the people who told them."]
