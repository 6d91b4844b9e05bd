"""Which pairs are shown and in which order; the sentences, and what they never say."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tightrope.weighing import words
from tightrope.weighing.disagreement import CELLS, Verdict
from tightrope.weighing.pairs import Measured, Pounds, Told, first_pairs, pairs
from tightrope.weighing.silence import Silence
from tightrope.weighing.tipping import Tipping
from tightrope.weighing.voice_score import Votes

ON_TIME = Measured("on_time", "On time", True, 1.0)
LENGTH = Measured("duration_met", "How long they stay", False, 0.1)
RUSHED = Told("rushed", "Rushed", 17, 23, answers_to=("duration_met", "on_time"))
LOST = Pounds(Decimal("410000"), "a year pays for minutes nobody got")
KINDS = (*CELLS, "in_between", "cannot_tell", "held", "not_heard", "too_few", "not_covered", "no_numbers")


def told(name, tellers, worst=0, answers_to=()):
    return Told(name, name.title(), tellers, 23, worst, answers_to)


def test_a_theme_is_set_against_its_nearest_measure_and_its_pounds():
    [pair] = pairs([RUSHED], {"on_time": ON_TIME, "duration_met": LENGTH}, {"rushed": LOST})
    assert (pair.measure, pair.asked_instead, pair.pounds) == (LENGTH, ON_TIME, LOST)
    assert words.blind_spot(pair) == (
        "“On time” is in the contract. “How long they stay” is not. £410,000 a year pays for minutes nobody got."
    )


def test_a_measure_without_a_return_gives_way_to_the_next():
    silent = Measured("duration_met", "How long they stay", False, None)
    [pair] = pairs([RUSHED], {"on_time": ON_TIME, "duration_met": silent}, {})
    assert (pair.measure, pair.asked_instead, pair.pounds_words) == (ON_TIME, None, "no figure")
    assert words.blind_spot(pair) == "“On time” is in the contract."
    [only_silent] = pairs([RUSHED], {"duration_met": silent}, {})
    assert (only_silent.measure, only_silent.measure_words) == (None, "measured, but nothing was returned")


def test_what_nobody_measures_is_said():
    [pair] = pairs([told("lonely", 4)], {"on_time": ON_TIME}, {})
    assert (pair.measure, pair.measure_words) == (None, "nobody measures this")
    assert words.blind_spot(pair) == "Nobody measures this."


def test_a_measure_outside_the_contract_with_nothing_asked_instead():
    [pair] = pairs([told("rushed", 3, answers_to=("duration_met",))], {"duration_met": LENGTH}, {})
    assert words.blind_spot(pair) == "“How long they stay” is not in the contract."


def test_three_people_or_one_serious_account_that_may_be_seen():
    found = pairs([told("a", 3), told("b", 2), told("c", 1, worst=4), told("d", 1, worst=3), told("e", 0, 5)], {}, {})
    assert [(one.told.theme_id, one.serious) for one in found] == [("a", False), ("c", True)]


def test_most_people_first_then_most_pounds_then_by_name():
    some, more = Pounds(Decimal(10), "spent"), Pounds(Decimal(20), "spent")
    found = pairs([told("d", 5), told("c", 5), told("b", 5), told("a", 5), told("e", 9)], {}, {"c": some, "d": more})
    assert [one.told.theme_id for one in found] == ["e", "d", "c", "a", "b"]


def test_the_first_look_never_cuts_a_serious_pair():
    found = pairs([told(name, 9 - i) for i, name in enumerate("abcdef")] + [told("z", 1, worst=5)], {}, {})
    assert [one.told.theme_id for one in first_pairs(found)] == ["a", "b", "c", "d", "z"]
    serious = pairs([told(name, 1, worst=5) for name in "abcdefg"] + [told("x", 9)], {}, {})
    assert [one.told.theme_id for one in first_pairs(serious)] == list("abcdefg")
    assert first_pairs([]) == []


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), max_size=12))
def test_the_first_look_keeps_the_order_and_fills_its_places(rows):
    found = pairs([told(f"t{i:02}", people, worst) for i, (people, worst) in enumerate(rows)], {}, {})
    first = first_pairs(found)
    assert [one for one in found if one in first] == first
    assert len(first) == min(len(found), max(5, sum(one.serious for one in found)))
    assert all(one in first for one in found if one.serious)


@pytest.mark.parametrize(
    "q, expected",
    [(0.94, "we are 94% sure"), (0.949, "we are 94% sure"), (0.29, "we are 29% sure"), (0.999, "we are 99% sure"),
     (1.0, "we are more than 99% sure")],
)
def test_sureness_is_never_rounded_up(q, expected):
    assert words.sure(q) == expected


def test_people_are_counted_out_loud():
    assert words.of_people(14, 23) == "14 of 23 people we heard from"
    assert words.of_people(14, 23, at_least=True) == "at least 14 of at least 23 people we heard from"
    assert words.of_people(1, 1) == "1 of 1 person we heard from"
    assert words.of_people(0, 0) == "nobody we can count"
    assert words.experience(Votes(0, 0, 0, 2, 0)) == "Nobody we can count told us how it was for them."


def verdict(kind, more=0, q=0.94):
    return Verdict("HC-01", kind, kind if kind in CELLS else CELLS[0], q, (q, 0.0, 0.0, 0.0), more)


@pytest.mark.parametrize(
    "kind, expected",
    [
        ("numbers_good_stories_bad", "They disagree: the numbers are good, what people tell is not. 6 of 23 people we "
         "heard from told of a good experience. We are 94% sure."),
        ("numbers_bad_stories_good", "They disagree: the numbers are poor, what people tell is good. 6 of 23 people we "
         "heard from told of a good experience. We are 94% sure."),
        ("both_bad", "Both are poor, the numbers and what people tell. 6 of 23 people we heard from told of a good "
         "experience. We are 94% sure."),
        ("both_good", "Both are good, the numbers and what people tell. 6 of 23 people we heard from told of a good "
         "experience. We are 94% sure."),
    ],
)
def test_a_sentence_a_cell(kind, expected):
    assert words.verdict_sentence(verdict(kind), Votes(6, 3, 14, 23, 0)) == expected


def test_where_we_cannot_tell_it_says_what_would_change_that():
    votes = Votes(5, 0, 6, 11, 0)
    start = "We cannot tell yet whether the two agree. 5 of 11 people we heard from told of a good experience. "
    assert words.verdict_sentence(verdict("cannot_tell", 6), votes) == (
        start + "Hearing from about 6 more people would probably settle it."
    )
    assert words.verdict_sentence(verdict("cannot_tell", None), votes) == (
        start + "More accounts alone will not settle it."
    )
    assert words.more_needed(1) == "Hearing from about one more person would probably settle it."


def test_tipping_sentences():
    crosses = Tipping("Rowan", "Beechcroft", "crosses", "Beechcroft", "Rowan", 0.34)
    start = "Rowan overtakes Beechcroft once stories count for more than 34%"
    assert words.tipping_sentence(crosses) == f"{start}."
    ranged = Tipping("Rowan", "Beechcroft", "crosses", "Beechcroft", "Rowan", 0.34, 0.25, 0.405, 0.9)
    assert words.tipping_sentence(ranged) == (
        f"{start} (probably between 25% and 41%). There is about a 10% chance that it never does."
    )
    assert words.tipping_sentence(Tipping("A", "B", "always", "B")) == "B is ahead of A however much stories count."
    assert "tie on the numbers; B leads" in words.tipping_sentence(Tipping("A", "B", "tie_on_numbers", "B"))
    assert "tie on the stories; A leads" in words.tipping_sentence(Tipping("A", "B", "tie_on_stories", "A"))
    assert "come out the same" in words.tipping_sentence(Tipping("A", "B", "same"))


def test_silence_sentences():
    assert words.silence_sentence(Silence("CH-03", 140, 0, 280, 18, 0.000452, 9.217), "people who live there") == (
        "Nobody of 140 people who live there told us anything themselves. We would expect about 9."
    )
    assert words.silence_sentence(Silence("X", 6, 1, 280, 18, 0.9, 0.4)) == (
        "1 of 6 people who draw on it told us something themselves. We would expect hardly anybody."
    )
    alone = words.silence_sentence(Silence("X", 6, 0, 0, 0, None, None))
    assert alone.endswith("There is nowhere else in this line to compare with.")
    assert words.silence_sentence(Silence("X", 0, 0, 9, 1, None, None)) == "Nobody draws on it in this period."


FORBIDDEN = (
    "posterior", "prior ", "beta", "bayes", "credible", "confidence interval", "p-value", "variance", "shrink", "kish",
    "alpha", "conflict", "veto", "service user", "case", "sample", "%%", "none", "nan",
)


def test_no_sentence_names_a_method():
    said = [
        words.verdict_sentence(verdict(kind, more, q), votes)
        for kind, more, q, votes in product(
            KINDS, (0, 1, 7, None), (0.2, 1.0), (Votes(0, 0, 0, 0, 0), Votes(1, 0, 0, 1, 2), Votes(6, 3, 14, 23, 0))
        )
    ]
    said += [words.tipping_sentence(Tipping("A", "B", kind, "A", "B", 0.3, 0.1, 0.4, 0.5))
             for kind in ("crosses", "always", "same", "tie_on_numbers", "tie_on_stories")]
    for sentence in said:
        assert sentence[0].isupper() and sentence.endswith("."), sentence
        for word in FORBIDDEN:
            assert word not in sentence.lower(), sentence
        assert sentence.isascii(), sentence  # no Greek


def test_accounts_that_name_no_teller_may_be_enough_people_for_a_pair():
    three = Told("meals", "Meals", tellers=1, heard=1, at_most=3)
    two = Told("nights", "Nights", tellers=1, heard=1, at_most=2)
    assert [one.told.theme_id for one in pairs([three, two], {}, {})] == ["meals"]
    assert three.at_least and not Told("rushed", "Rushed", tellers=3, heard=4).at_least
