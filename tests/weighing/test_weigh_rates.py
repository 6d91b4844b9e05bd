"""Rates of a line, levels of means, attainment and its five words, and the thresholds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tightrope.errors import Refusal
from tightrope.weighing.attainment import attainment, word
from tightrope.weighing.rates import (
    Place,
    count_rate,
    count_rates,
    mean_level,
    place_in_line,
    share_rate,
    share_rates,
)
from tightrope.weighing.thresholds import DEFAULTS, Thresholds


def test_a_rate_keeps_its_raw_count_and_says_where_its_prior_came_from():
    rate = share_rate(3, 10, [1, 1], [2, 2])
    plain = stats.beta(4 * 0.5 + 3, 4 * 0.5 + 7)
    assert (rate.k, rate.n, rate.peers, rate.learned) == (3, 10, 2, False)
    assert (rate.prior_mean, rate.prior_strength) == (0.5, 4.0)
    assert (rate.low, rate.median, rate.high) == pytest.approx([plain.ppf(p) for p in (0.1, 0.5, 0.9)])


def test_a_line_in_one_call_is_each_contract_against_the_others():
    k, n = [12, 15, 9, 18, 14, 16, 3], [20, 20, 20, 20, 20, 20, 4]
    rates = share_rates(k, n)
    for i, rate in enumerate(rates):
        alone = share_rate(k[i], n[i], k[:i] + k[i + 1 :], n[:i] + n[i + 1 :])
        assert rate.peers == 6
        assert (rate.low, rate.median, rate.high) == pytest.approx((alone.low, alone.median, alone.high))


def test_groups_do_not_see_each_other():
    k, n = [5, 6, 9, 1, 2], [10, 10, 10, 10, 10]
    together = share_rates(k, n, ["home_care", "home_care", "home_care", "meals", "meals"])
    apart = share_rates(k[:3], n[:3]) + share_rates(k[3:], n[3:])
    assert [one.median for one in together] == pytest.approx([one.median for one in apart])
    assert [one.peers for one in together] == [2, 2, 2, 1, 1]


def test_counts_of_a_line_are_each_against_the_others():
    events, exposure = [3, 9, 4, 7, 12, 1], [10, 20, 10, 15, 18, 9]
    rates = count_rates(events, exposure)
    alone = count_rate(3, 10, events[1:], exposure[1:])
    assert rates[0].median == pytest.approx(alone.median)
    assert rates[0].low < rates[0].median < rates[0].high


def test_last_of_its_line_by_chance_only_is_not_told_apart():
    """1 of 4 where the others are at about 70%: the raw 25% is last, the interval reaches the others'."""
    k, n = [1, 14, 13, 15, 14, 12, 16], [4, 20, 20, 20, 20, 20, 20]
    own, *others = share_rates(k, n)
    assert own.high > min(one.low for one in others)
    assert place_in_line(own, others) == Place(below=0, above=0, others=6)


def test_place_within_the_line_counts_only_intervals_that_do_not_touch():
    own, *others = share_rates([50, 95, 96, 94, 10], [100, 100, 100, 100, 100])
    assert place_in_line(own, others) == Place(below=1, above=3, others=4)
    assert place_in_line(own, others[:3]) is None  # four contracts are too few to describe a place
    near, *rest = share_rates([95, 93, 96, 94, 92], [100, 100, 100, 100, 100])
    assert place_in_line(near, rest) == Place(below=0, above=0, others=4)  # all of them overlap


@pytest.mark.parametrize("k, n", [([5], [4]), ([-1], [4]), ([1, 2], [4, float("nan")])])
def test_impossible_shares_are_refused(k, n):
    with pytest.raises(Refusal, match="between 0 and its denominator"):
        share_rates(k, n)


@pytest.mark.parametrize("events, exposure", [([-1], [4]), ([1], [0])])
def test_impossible_counts_are_refused(events, exposure):
    with pytest.raises(Refusal, match="exposure"):
        count_rates(events, exposure)


def test_a_mean_has_student_s_interval():
    values = [22, 25, 31, 26, 21, 25]
    level = mean_level(values)
    low, high = stats.t(5, loc=np.mean(values), scale=stats.sem(values)).interval(0.8)
    assert (level.median, level.low, level.high) == pytest.approx((150 / 6, low, high))
    draws = level.draws(np.random.default_rng(1), 40_000)
    assert np.quantile(draws, [0.1, 0.9]) == pytest.approx([low, high], abs=0.05)


def test_a_single_value_is_a_point_and_no_value_is_refused():
    level = mean_level([25.0])
    assert (level.low, level.high, level.n) == (25.0, 25.0, 1)
    assert set(level.draws(np.random.default_rng(1), 3)) == {25.0}
    with pytest.raises(Refusal, match="no value"):
        mean_level([])


@pytest.mark.parametrize(
    "value, floor, target, direction, expected",
    [
        (0.95, 0.70, 0.90, "up_is_good", 1.0),
        (0.85, 0.70, 0.90, "up_is_good", (0.85 - 0.70) / (0.90 - 0.70)),
        (0.60, 0.70, 0.90, "up_is_good", 0.0),
        (25, 30, 10, "down_is_good", (30 - 25) / (30 - 10)),
        (8, 30, 10, "down_is_good", 1.0),
        (31, 30, 10, "down_is_good", 0.0),
    ],
)
def test_attainment(value, floor, target, direction, expected):
    assert attainment(value, floor, target, direction) == pytest.approx(expected)


@pytest.mark.parametrize(
    "floor, target, direction, why",
    [
        (10, 30, "down_is_good", "above"),
        (30, 10, "up_is_good", "below"),
        (10, 10, "up_is_good", "both 10"),
        (1, 2, "context_only", "no good direction"),
    ],
)
def test_measures_on_which_nothing_can_be_attained_are_refused(floor, target, direction, why):
    with pytest.raises(Refusal, match=why):
        attainment(5, floor, target, direction)


@settings(deadline=None)
@given(st.lists(st.floats(-100, 100), min_size=2, max_size=20), st.booleans())
def test_attainment_never_falls_as_things_get_better(values, up):
    reached = attainment(np.sort(values), *((-20, 40, "up_is_good") if up else (40, -20, "down_is_good")))
    steps = np.diff(reached)
    assert np.all(steps >= 0) if up else np.all(steps <= 0)
    assert np.all((reached >= 0) & (reached <= 1))


@pytest.mark.parametrize(
    "reached, expected",
    [(1.0, "Good"), (0.95, "Good"), (0.94, "Approaching target"), (0.80, "Approaching target"),
     (0.79, "Requires improvement"), (0.50, "Requires improvement"), (0.49, "Inadequate"), (0.0, "Inadequate"),
     (None, "Other"), (float("nan"), "Other"), ((0.93 - 0.55) / (0.95 - 0.55), "Good")],
)
def test_the_five_words(reached, expected):
    assert word(reached) == expected


def test_bands_are_settings():
    assert word(0.9, Thresholds(bands=(0.9, 0.6, 0.3))) == "Good"


def test_thresholds_come_from_settings_and_impossible_ones_are_listed_together():
    assert Thresholds.of({}) == DEFAULTS
    assert Thresholds.of({"bands": [0.9, 0.6, 0.3], "fewest_tellers": 6}).bands == (0.9, 0.6, 0.3)
    with pytest.raises(Refusal, match="wombat"):
        Thresholds.of({"wombat": 1})
    with pytest.raises(Refusal) as refused:
        Thresholds(numbers_good=1.2, voices_bad=0.7, draws=0, bands=(0.5, 0.8, 0.9))
    assert len(refused.value.problems) == 4


def test_the_worked_case_of_a_rate_in_the_methods():
    rate = share_rate(3, 10, [1, 1], [2, 2])
    assert (round(rate.low, 2), round(rate.median, 2), round(rate.high, 2)) == (0.20, 0.35, 0.52)
