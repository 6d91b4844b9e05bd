"""What those who were asked again say: counts and range worked by hand."""

from datetime import date
from math import comb

import pytest

from tightrope.answers import asked_again

ROW = {"wave_id": "AG1", "asked_on": date(2026, 10, 1), "asked_by": "Commissioner", "accounts": 12}


def answers(*given):
    """Accounts of a time of asking: (teller, what they said or None, how they answered if not by telephone)."""
    return [
        {"teller_id": teller, "said": said, "answered_by": (*how, "phone" if said else None)[0]}
        for teller, said, *how in given
    ]


TEN = answers(
    ("T1", "better"), ("T2", "better"), ("T3", "better"), ("T4", "same"), ("T5", "worse"),
    ("T6", "better"), ("T6", "worse"),  # one person, two accounts, two minds: about the same
    ("T7", "cannot_say"), ("T8", None), (None, "worse"), (None, None),
)  # fmt: skip


def chance_below(x, a, b):
    """The chance that a share is below x, Beta(a, b) with whole a and b: at least a of a + b - 1 draws below x."""
    n = a + b - 1
    return sum(comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))


def test_people_are_counted_one_vote_each_and_who_said_nothing_is_said():
    one = asked_again._wave(ROW, TEN, True)
    assert one.words == (
        "Asked at least 8 people on 1 October 2026; 7 answered: 3 better, 2 about the same, 1 worse, 1 cannot say. "
        "1 did not answer. Answers that cannot be tied to one person, and have no vote: 1. "
        "Accounts that were asked about and do not count any more: 1."
    )
    # 3 of 6, with 4 tellers' worth of even odds before anybody was heard: Beta(2 + 3, 2 + 3)
    assert one.middle == pytest.approx(0.5)
    assert chance_below(one.low, 5, 5) == pytest.approx(0.1) and chance_below(one.high, 5, 5) == pytest.approx(0.9)
    assert one.range_words == "Better: probably 30% to 70% of people like those who answered."


def test_without_an_answer_there_is_no_range():
    for some in ([], answers(("T1", None)), answers(("T1", "cannot_say"))):
        one = asked_again._wave(ROW, some, True)
        assert (one.low, one.range_words, one.votes.voted) == (None, "", 0)


def test_published_of_few_nothing_is_said_and_of_more_what_is_rounded():
    few = asked_again._wave(ROW, TEN, False)
    assert few.words == "Asked on 1 October 2026: 10 people. Answered: fewer than 8."
    many = answers(*((f"T{n}", "better" if n < 12 else "worse") for n in range(26)))
    # 12 better and 14 worse of 26: to the nearest 5, and no range, from which they could be worked back
    words = "Answered: 25. Better: 10; About the same: 0; Worse: 15; Cannot say: 0."
    found = asked_again._wave(ROW, many, False)
    assert found.words.endswith(words) and found.low is None and found.votes.voted == 0
    one_off = answers(*((f"T{n}", "better" if n < 25 else "worse") for n in range(26)))
    assert "1" not in asked_again._wave(ROW, one_off, False).words.partition("Better:")[2]


def test_what_somebody_said_with_their_own_code_is_not_weighed_against_what_was_written_down_for_them():
    """T1 says worse by code, and better was written down for another account of theirs: one worse."""
    some = answers(("T1", "worse", "code"), ("T1", "better"), ("T2", "better"))
    votes = asked_again._wave(ROW, some, True).votes
    assert (votes.good, votes.mixed, votes.bad) == (1, 0, 1)
