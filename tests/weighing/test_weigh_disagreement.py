"""Do they agree, how sure are we, and how many more people would have to be heard."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tightrope.weighing.disagreement import CELLS, Standing, judge, longest_list
from tightrope.weighing.more_tellers import more_tellers, settle
from tightrope.weighing.numbers_score import NumbersScore
from tightrope.weighing.thresholds import Thresholds
from tightrope.weighing.voice_score import Votes, voice_score

LINE = [Votes(7, 0, 3, 10, 0)]  # elsewhere 7 of 10 are content: worth 4 tellers, 2.8 of them content


def numbers(good=0.0, bad=0.0, coverage=1.0):
    return NumbersScore(good, bad, coverage, (SimpleNamespace(),), np.empty(0))


def standing(name, score, good, voted, **more):
    return Standing(name, score, voice_score(Votes(good, 0, voted - good, voted, 0), LINE), **more)


def only(one):
    return judge([one])[0]


def test_the_four_cells_are_products_of_the_two_sides():
    one = standing("HC-01", numbers(good=0.9, bad=0.02), 6, 23)
    truth = stats.beta(2.8 + 6, 1.2 + 17)
    liked, disliked = truth.sf(0.6), truth.cdf(0.5)
    verdict = only(one)
    assert CELLS == ("numbers_good_stories_bad", "numbers_bad_stories_good", "both_bad", "both_good")
    assert verdict.chances == pytest.approx((0.9 * disliked, 0.02 * liked, 0.02 * disliked, 0.9 * liked))


@pytest.mark.parametrize(
    "score, good, kind",
    [
        (numbers(good=1.0), 3, "numbers_good_stories_bad"),
        (numbers(bad=1.0), 22, "numbers_bad_stories_good"),
        (numbers(bad=1.0), 3, "both_bad"),
        (numbers(good=1.0), 22, "both_good"),
        (numbers(good=0.1, bad=0.05), 3, "in_between"),  # the numbers are surely neither
        (numbers(good=0.5, bad=0.4), 3, "cannot_tell"),
    ],
)
def test_the_kind_of_a_contract_with_enough_people(score, good, kind):
    verdict = only(standing("X", score, good, 23))
    assert verdict.kind == kind
    assert (verdict.more_tellers == 0) == (kind in CELLS)


def test_seven_people_are_too_few_whatever_they_say_and_eight_are_not():
    assert only(standing("NH-04", numbers(good=1.0), 0, 7)).kind == "too_few"
    assert only(standing("NH-04", numbers(good=1.0), 0, 8)).kind == "numbers_good_stories_bad"


def test_nobody_heard_no_numbers_and_too_little_covered_are_said_as_such():
    assert only(standing("CH-03", numbers(good=1.0), 0, 0)).kind == "not_heard"
    assert only(standing("X", NumbersScore(0, 0, 0, (), np.empty(0)), 3, 23)).kind == "no_numbers"
    assert only(standing("X", numbers(good=1.0, coverage=0.59), 3, 23)).kind == "not_covered"
    assert only(standing("X", numbers(good=1.0, coverage=0.60), 3, 23)).kind == "numbers_good_stories_bad"
    assert only(standing("X", numbers(good=1.0), 3, 23, voices_coverage=0.49)).kind == "not_covered"
    assert only(standing("X", numbers(good=1.0), 3, 23, voices_coverage=0.50)).kind == "numbers_good_stories_bad"


def test_never_good_on_both_sides_where_accounts_are_held():
    assert only(standing("X", numbers(good=1.0), 22, 23, held=1)).kind == "held"
    assert only(standing("X", numbers(good=1.0), 3, 23, held=1)).kind == "numbers_good_stories_bad"


def test_the_list_stops_where_its_expected_share_of_wrong_entries_would_pass_one_in_twenty():
    # doubts .01 .02 .06 .10: means .01, .015, .03, .0475; the fifth, .12, would make .31 / 5 = .062
    q = [0.88, 0.99, 0.94, 0.98, 0.90]
    assert longest_list(q, "abcde") == [1, 3, 2, 4]
    assert longest_list([0.94], "a") == []  # alone, its own doubt of .06 is already too much
    assert longest_list([0.99, 0.79], "ab", Thresholds(false_share=0.5)) == [0]
    assert longest_list([0.96, 0.96], ["z", "b"]) == [1, 0]  # ties by name


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), max_size=30))
def test_the_list_is_the_longest_allowed_run(q):
    names = [f"{i:02}" for i in range(len(q))]
    taken = longest_list(q, names)
    falling = sorted(q, reverse=True)
    allowed = [
        size
        for size in range(1, len(q) + 1)
        if falling[size - 1] >= 0.80 and sum(1 - one for one in falling[:size]) / size <= 0.05 + 1e-12
    ]
    assert len(taken) == max(allowed, default=0)
    assert [q[i] for i in taken] == falling[: len(taken)]


def test_both_poor_has_a_list_of_its_own():
    doubtful = standing("A", numbers(good=0.93), 0, 40)  # 7% doubt: too much for a list of one
    sure = [standing(f"B{i}", numbers(bad=1.0), 0, 40) for i in range(3)]
    assert [one.kind for one in judge([doubtful, *sure])] == ["cannot_tell"] + ["both_bad"] * 3
    agreeing = [standing(f"C{i}", numbers(good=1.0), 0, 40) for i in range(3)]
    assert judge([doubtful, *agreeing])[0].kind == "numbers_good_stories_bad"  # carried by surer neighbours


def test_judging_nobody_gives_nothing():
    assert judge([]) == []
    assert more_tellers([]) == []


def by_trying(a, b, strongest, voted, thresholds=None):
    """The same question answered the long way, with scipy's own beta-binomial."""
    thresholds = thresholds or Thresholds()
    for m in range(max(1, thresholds.fewest_tellers - voted), thresholds.most_more_tellers + 1):
        y = np.arange(m + 1)
        after = stats.beta(a + y, b + m - y)
        sure = strongest * np.maximum(after.cdf(thresholds.voices_bad), after.sf(thresholds.voices_good))
        if stats.betabinom(m, a, b).pmf(y)[sure >= thresholds.settled].sum() >= thresholds.settled_chance:
            return m
    return None


def test_the_first_answer_worked_out():
    # Beta(2, 9), numbers surely good. One more person: discontent with chance 9 / 11 = 0.818 makes it Beta(2, 10),
    # and P(Beta(2, 10) < 1/2) = 1 - (1 + 11) / 2**11 = 0.994; so one is enough to expect 0.9 with a chance of 0.8.
    assert settle(np.array([2.0]), np.array([9.0]), np.array([1.0]), np.array([20])) == [1]
    assert settle(np.array([2.0]), np.array([9.0]), np.array([1.0]), np.array([5])) == [8 - 5]


@pytest.mark.parametrize(
    "a, b, strongest, voted",
    [(3.8, 5.2, 1.0, 5), (2.4, 1.6, 0.99, 0), (5.4, 8.6, 0.98, 10), (12.4, 3.6, 0.95, 12), (2.4, 5.6, 1.0, 4),
     (5.0, 8.0, 1.0, 9), (16.0, 7.0, 0.97, 19), (4.4, 9.6, 0.93, 10), (7.0, 4.0, 0.5, 7), (9.8, 4.2, 1.0, 10)],
)
def test_the_search_finds_what_trying_every_number_finds(a, b, strongest, voted):
    found = settle(np.array([a]), np.array([b]), np.array([strongest]), np.array([voted]))
    assert found == [by_trying(a, b, strongest, voted)]


@settings(max_examples=40, deadline=None)
@given(st.floats(0.5, 20), st.floats(0.5, 20), st.floats(0, 1), st.integers(0, 20), st.integers(1, 25))
def test_the_search_agrees_for_any_contract_and_any_limit(a, b, strongest, voted, most):
    thresholds = Thresholds(most_more_tellers=most)
    found = settle(np.array([a]), np.array([b]), np.array([strongest]), np.array([voted]), thresholds)[0]
    if found is not None and found > most:
        raise AssertionError("above the most that may be asked for")
    expected = by_trying(a, b, strongest, voted, thresholds)
    if found != expected:  # only where a probability stands within rounding of its edge
        near = Thresholds(most_more_tellers=most, settled=0.9 + (1e-9 if found is not None else -1e-9))
        assert found == by_trying(a, b, strongest, voted, near)


def test_many_at_once_are_each_on_their_own():
    rng = np.random.default_rng(4)
    a, b, strongest = rng.uniform(1, 15, 30), rng.uniform(1, 15, 30), rng.uniform(0.85, 1, 30)
    voted = rng.integers(0, 12, 30)
    together = settle(a, b, strongest, voted)
    for i in range(30):
        assert [together[i]] == settle(a[i : i + 1], b[i : i + 1], strongest[i : i + 1], voted[i : i + 1])
    assert any(one is None for one in together) and any(one is not None for one in together)


def test_numbers_too_unsure_cannot_be_settled_by_more_accounts():
    assert only(standing("X", numbers(good=0.5, bad=0.4), 3, 23)).more_tellers is None


def test_an_edge_that_nobody_can_reach_holds_to_the_last_step():
    """Surely bad can be reached and surely good cannot, so one of the two edges stays below nought all the way."""
    assert settle(np.array([8.8]), np.array([18.2]), np.array([0.9]), np.array([23])) == [by_trying(8.8, 18.2, 0.9, 23)]
