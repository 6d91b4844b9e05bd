"""The two sides of the rope: the numbers score, the voice score, and how far to trust what was heard."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tightrope.errors import Refusal
from tightrope.weighing.confidence import SILENT, Heard, confidence, coverage
from tightrope.weighing.numbers_score import Asked, numbers_score
from tightrope.weighing.rates import mean_level, share_rate
from tightrope.weighing.thresholds import Thresholds
from tightrope.weighing.voice_score import Account, Votes, count_votes, voice_score

MANY = Thresholds(draws=40_000)


def point(value):
    return mean_level([value])


def test_the_score_is_the_weighted_mean_attainment_of_what_the_contract_asks_for():
    measures = [
        Asked("on_time", point(0.95), 0.70, 0.90, "up_is_good"),
        Asked("visits_delivered", point(0.91), 0.85, 0.97, "up_is_good", weight=2),
        Asked("night_response", point(25), 30, 10, "down_is_good", in_contract=False),
    ]
    score = numbers_score("HC-01", measures)
    assert score.score == pytest.approx((1 * 1.0 + 2 * (0.91 - 0.85) / (0.97 - 0.85)) / (1 + 2))  # = 2 / 3
    assert (score.low, score.high) == pytest.approx((score.score, score.score))
    assert (score.good, score.bad, score.coverage) == (0.0, 0.0, 1.0)
    assert score.attained == pytest.approx({"on_time": 1.0, "visits_delivered": 0.5})


def test_numbers_can_be_good_by_the_contract_and_poor_by_the_record():
    asked = Asked("on_time", point(0.95), 0.70, 0.90, "up_is_good")
    silent = Asked("duration_met", point(0.2), 0.5, 0.9, "up_is_good", in_contract=False)
    assert numbers_score("HC-01", [asked, silent]).good == 1.0
    asked_too = Asked("duration_met", point(0.2), 0.5, 0.9, "up_is_good")
    assert numbers_score("HC-01", [asked, asked_too]).good == 0.0


def test_a_measure_nobody_returned_is_left_out_and_lowers_the_coverage():
    measures = [
        Asked("on_time", point(0.95), 0.70, 0.90, "up_is_good", months=10 / 12),
        Asked("goals_met", None, 0.5, 0.9, "up_is_good", weight=3),
    ]
    score = numbers_score("HC-01", measures)
    assert score.score == 1.0
    assert score.coverage == pytest.approx((1 * 10 / 12 + 3 * 0) / 4)
    nothing = numbers_score("HC-01", measures[1:])
    assert (nothing.score, nothing.low, nothing.high, nothing.good, nothing.bad) == (None, None, None, 0.0, 0.0)
    assert numbers_score("HC-01", []).coverage == 0.0


def test_the_chance_of_good_is_the_chance_of_the_rates_behind_it():
    """One measure, floor 0 and target 1: attainment is the rate itself, so scipy knows every answer."""
    rate = share_rate(30, 45, [1, 1], [2, 2])
    truth = stats.beta(2 + 30, 2 + 15)
    score = numbers_score("X", [Asked("m", rate, 0.0, 1.0, "up_is_good")], MANY)
    assert score.good == pytest.approx(truth.sf(0.70), abs=0.01)
    assert score.bad == pytest.approx(truth.cdf(0.50), abs=0.01)
    assert (score.low, score.score, score.high) == pytest.approx([truth.ppf(p) for p in (0.1, 0.5, 0.9)], abs=0.01)


def test_two_measures_are_taken_as_independent():
    rates = [share_rate(15, 20, [1, 1], [2, 2]), share_rate(9, 20, [1, 1], [2, 2])]
    score = numbers_score("X", [Asked(str(i), one, 0.0, 1.0, "up_is_good") for i, one in enumerate(rates)], MANY)
    truths = stats.beta(17, 7), stats.beta(11, 13)
    assert score.draws.var() == pytest.approx(sum(one.var() for one in truths) / 4, rel=0.05)


def test_the_seed_depends_on_the_contract_and_on_nothing_else():
    asked = [Asked("m", share_rate(30, 45, [], []), 0.0, 1.0, "up_is_good")]
    assert np.array_equal(numbers_score("A", asked).draws, numbers_score("A", asked).draws)
    assert not np.array_equal(numbers_score("A", asked).draws, numbers_score("B", asked).draws)


def test_a_weight_of_nothing_is_refused():
    with pytest.raises(Refusal, match="weight"):
        numbers_score("A", [Asked("m", point(1), 0, 1, "up_is_good", weight=0)])


def test_one_vote_a_teller():
    votes = count_votes(
        [
            Account("T1", own_rating=5),
            Account("T1", own_rating=4),  # T1: (5 + 4) / 2 = 4.5, good
            Account("T2", own_rating=5),
            Account("T2", own_rating=2),  # T2: (5 + 2) / 2 = 3.5, mixed
            Account("T3", own_rating=1, valence=2),  # T3: the own rating comes before the tone; bad
            Account("T4", valence=2),
            Account("T4", valence=-1),  # T4: (2 - 1) / 2 = 0.5, good
            Account("T5", valence=0),  # mixed
            Account("T6", valence=-2),  # bad
            Account("T7", valence=2, confirmed=False),  # only the machine says so: heard, but no vote
            Account("T8"),  # heard, no vote
            Account(None, own_rating=1),  # nobody knows whose: no vote
        ]
    )
    assert votes == Votes(good=2, mixed=2, bad=2, tellers=8, unlinked=1)
    assert votes.voted == 6 and votes.at_least


def test_accounts_that_cannot_be_linked_are_at_least_one_person():
    assert count_votes([Account(None), Account(None)]) == Votes(0, 0, 0, tellers=1, unlinked=2)
    assert count_votes([]) == Votes(0, 0, 0, 0, 0)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ABCDE"), st.integers(1, 5)), max_size=30))
def test_telling_more_often_never_makes_more_voters(told):
    votes = count_votes(Account(teller, own_rating=rating) for teller, rating in told)
    assert votes.voted == votes.tellers == len({teller for teller, _ in told})


def test_the_voice_score_starts_from_the_rest_of_the_line():
    others = [Votes(6, 1, 3, 10, 0), Votes(3, 0, 2, 5, 0)]  # 9 of 15 elsewhere: 0.6, worth 4
    score = voice_score(Votes(good=6, mixed=3, bad=14, tellers=23, unlinked=0), others)
    assert (score.a, score.b) == pytest.approx((4 * 0.6 + 6, 4 * 0.4 + 17))
    truth = stats.beta(8.4, 18.6)
    assert (score.good, score.bad) == pytest.approx((truth.sf(0.60), truth.cdf(0.50)))
    assert (score.low, score.median, score.high) == pytest.approx([truth.ppf(p) for p in (0.1, 0.5, 0.9)])


def test_alone_in_its_line_the_voice_score_starts_at_half():
    score = voice_score(Votes(0, 0, 0, 0, 0), [])
    assert (score.a, score.b, score.prior_mean) == (2.0, 2.0, 0.5)
    assert score.draws(np.random.default_rng(1), 20_000).mean() == pytest.approx(0.5, abs=0.01)


@settings(deadline=None)
@given(st.integers(0, 30), st.integers(0, 30))
def test_one_more_content_person_never_makes_good_less_likely(good, bad):
    def score(content):
        return voice_score(Votes(content, 0, bad, content + bad, 0), [Votes(7, 0, 3, 10, 0)])

    assert score(good + 1).good >= score(good).good - 1e-12
    assert score(good + 1).bad <= score(good).bad + 1e-12


def heard(**changes):
    fine = {
        "accounts_by_teller": {f"T{i}": 1 for i in range(20)},
        "accounts_by_channel": {"phone": 8, "letter": 7, "outreach": 5},
        "groups": {"people aged 85 or over": 9, "unpaid carers": 11},
    }
    return Heard(**fine | changes)


def test_nothing_wrong_is_an_a():
    assert confidence(heard()).grade == "A"
    assert confidence(heard()).reasons == ()


@pytest.mark.parametrize(
    "changes, grade, reason",
    [
        ({"accounts_by_teller": {f"T{i}": 1 for i in range(15)}}, "B", "Only 15 people were heard."),
        ({"accounts_by_teller": {f"T{i}": 1 for i in range(7)}}, "C", "Only 7 people were heard."),
        ({"groups": {"unpaid carers": 3, "people living alone": 0}}, "B", "Not heard: people living alone."),
        ({"groups": {"a": 0, "b": 0, "c": 2}}, "C", "Not heard: a; b."),
        ({"accounts_by_channel": {"panel": 16, "phone": 4}}, "B", "16 of 20 accounts came one way: panel."),
        ({"accounts_by_channel": {"staff_concern": 20}}, "B", "Everything came one way: staff concern."),
        ({"accounts_by_teller": {f"T{i}": 1 for i in range(18)} | {"X": 10, "Y": 9}}, "B",
         "Two people told 19 of the 37 accounts."),
        ({"old": 11}, "B", "11 of 20 people last told us more than 12 months ago."),
        ({"unconfirmed": 6}, "B",
         "What 6 of 20 people told has been sorted by machine and not yet read by a person."),
        ({"silent": True}, "B", "Far fewer people told us themselves than elsewhere in the service line."),
    ],
)
def test_each_weakness_lowers_the_grade_and_is_named(changes, grade, reason):
    found = confidence(heard(**changes))
    assert (found.grade, found.reasons) == (grade, (reason,))


def test_weaknesses_add_up_to_a_d_and_nobody_is_a_d():
    found = confidence(heard(accounts_by_teller={"T1": 1, "T2": 1, "T3": 1}, old=3, unconfirmed=3))
    assert found.grade == "D" and len(found.reasons) == 3
    none = confidence(Heard({}, {}, {"people who live there": 0}))
    assert none.grade == "D"
    assert none.reasons == ("Nobody we can count was heard.", "Not heard: people who live there.")
    silent = confidence(Heard({}, {}, {"people who live there": 0}, silent=True))
    assert silent.grade == "D" and silent.reasons == (*none.reasons, SILENT)


def test_two_people_of_two_are_few_but_not_loud():
    assert confidence(heard(accounts_by_teller={"T1": 5, "T2": 4})).reasons == ("Only 2 people were heard.",)


def test_more_tellers_with_old_accounts_than_tellers_is_refused():
    with pytest.raises(Refusal):
        confidence(heard(old=21))


@settings(deadline=None)
@given(st.integers(1, 30), st.integers(0, 4), st.integers(0, 10))
def test_a_further_missing_group_never_raises_the_grade(tellers, missing, present):
    def grade(gaps):
        groups = {f"m{i}": 0 for i in range(gaps)} | {f"p{i}": 1 for i in range(present)}
        return confidence(heard(accounts_by_teller={f"T{i}": 1 for i in range(tellers)}, groups=groups)).grade

    assert grade(missing) <= grade(missing + 1)  # A comes before D


def test_coverage_is_the_share_of_people_in_groups_that_were_heard():
    assert coverage([(100, 4), (40, 0), (60, 1)]) == pytest.approx((100 + 60) / 200)
    assert coverage([]) is None


def test_the_worked_case_of_a_voice_score_in_the_methods():
    score = voice_score(Votes(6, 3, 14, 23, 0), [Votes(9, 1, 5, 15, 0)])
    assert (round(score.low, 2), round(score.median, 2), round(score.high, 2)) == (0.20, 0.31, 0.43)
    assert round(score.bad, 3) == 0.978
