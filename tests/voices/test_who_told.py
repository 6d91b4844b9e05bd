"""How many accounts come from panels and from the two who told most, counted by hand."""

import pytest

from tightrope.voices.who_told import WhoTold, counted, loud_words, panel_words, who_told

# Two panel members tell 11 and 8 times, seventeen others once each: 36 accounts, 19 of them from the two.
DIVIDED = [("P1", True)] * 11 + [("P2", True)] * 8 + [(f"T{n}", False) for n in range(17)]


def test_two_loud_people_of_a_panel():
    assert counted(DIVIDED) == WhoTold(accounts=36, panel=19, loudest=19, tellers=19, unlinked=0)
    assert who_told(DIVIDED) == (
        "19 of 36 accounts come from people who sit on a panel, and 19 of 36 from the two who told most."
    )


def test_panel_and_loudest_are_counted_apart():
    """Nine of 36 from a panel of nine who told once each; two others told 11 and 8 times, eight once: 19 loud."""
    rows = [(f"P{n}", True) for n in range(9)] + [("A", False)] * 11 + [("B", False)] * 8 + [("C", False)] * 8
    assert counted(rows) == WhoTold(36, panel=9, loudest=11 + 8, tellers=12, unlinked=0)
    assert panel_words(counted(rows)) == "9 of 36 accounts come from people who sit on a panel."
    assert loud_words(counted(rows)) == "19 of 36 accounts come from the two who told most."


def test_accounts_without_a_teller_make_it_at_least():
    """T1 told twice, T2 once, five cannot be tied to anybody: the two told 3 or more of the 8."""
    rows = [("T1", False), ("T1", True), ("T2", False)] + [(None, False)] * 5
    assert counted(rows) == WhoTold(8, panel=1, loudest=3, tellers=2, unlinked=5)
    assert who_told(rows) == (
        "1 of 8 accounts come from people who sit on a panel, and at least 3 of 8 from the two who told most."
    )
    assert loud_words(counted(rows)) == "At least 3 of 8 accounts come from the two who told most."


@pytest.mark.parametrize(
    ("rows", "loudest", "tellers"),
    [
        ([(None, True)] * 4, 2, 0),  # nobody known: any two accounts are told by two people at most
        ([(None, False)], 1, 0),
        ([("T1", False)] * 3 + [(None, False)] * 2, 3 + 1, 1),
        ([("T1", False)] * 3, 3, 1),
        ([("", False), ("T1", False)], 2, 1),  # an empty teller is no teller
    ],
)
def test_few_tellers(rows, loudest, tellers):
    assert (counted(rows).loudest, counted(rows).tellers) == (loudest, tellers)


def test_one_account_and_none():
    assert who_told([("T1", True)]) == (
        "1 of 1 account comes from people who sit on a panel, and 1 of 1 from the two who told most."
    )
    assert who_told([]) == "" and panel_words(counted([])) == "" and loud_words(counted([])) == ""
