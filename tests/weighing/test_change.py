"""More than chance? One month beside its baseline, whether a measure moved, whether more people tell of something."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tightrope.weighing.change import (
    CANNOT_TELL,
    FEWER,
    MORE,
    MOVED,
    STILL,
    Told,
    month_chance,
    moved,
    two_groups,
)
from tightrope.weighing.control import NEAR, OUTSIDE, RATE, RUN, SHARE, UP, VALUE, Chart, Point

ONES = np.ones(12)


# One month beside its own baseline


def test_a_value_is_held_against_the_scatter_of_its_baseline():
    """9 and 11 by turns: mean 10, scatter sqrt(12 / 11) = 1.0445. 13: 3 / (1.0445 sqrt(13 / 12)) = 2.7596, t with 11.

    Student's t with 11 degrees beyond +/- 2.7596: 0.0186 (t tables: 2.718 leaves 0.02 and 3.106 leaves 0.01).
    """
    chance, side = month_chance(VALUE, np.array([9.0, 11.0] * 6), ONES, 13.0, 1.0)
    assert (chance, side) == (pytest.approx(2 * stats.t.sf(2.7596, 11), abs=1e-5), 1)
    assert 0.01 < chance < 0.02
    assert month_chance(VALUE, np.array([9.0, 11.0] * 6), ONES, 7.0, 1.0) == (pytest.approx(chance), -1)


def test_large_shares_are_held_against_more_than_counting_chance():
    """19,000 of 20,000 and 18,000 of 20,000 by turns: 200 binomial steps apart, and still 92.5% is an ordinary month.

    By counting alone 17,800 (89%) would lie 0.035 / sqrt(0.925 x 0.075 / 20,000) = 18.8 steps out. The months'
    own scatter is 0.025 sqrt(12 / 11) = 0.02611: 0.035 / (0.02611 sqrt(13 / 12)) = 1.288, t with 11, 0.224.
    """
    counts, size = np.array([19_000.0, 18_000.0] * 6), np.full(12, 20_000.0)
    chance, side = month_chance(SHARE, counts, size, 17_800.0, 20_000.0)
    assert (chance, side) == (pytest.approx(2 * stats.t.sf(1.288, 11), abs=2e-4), -1)


def test_months_more_alike_than_chance_do_not_make_the_next_surprising():
    """50 of 100 twelve times, then 57: 1.4 binomial steps, divided by sqrt(13 / 12) 1.345, t with 11: 0.206.

    Counting alone says twice P(57 or more of 100 at one half) = 0.193, which is less; the greater stands.
    """
    chance, _ = month_chance(SHARE, np.full(12, 50.0), np.full(12, 100.0), 57.0, 100.0)
    assert chance == pytest.approx(2 * stats.t.sf(1.4 / np.sqrt(13 / 12), 11))
    assert chance > 2 * stats.binom.sf(56, 100, 0.5)


def test_a_single_late_answer_is_no_move():
    """One complaint a month, 11 of 12 in time, then one late: Beta(1.5, 11.5) says 1.5 / 13, twice that 0.231.

    A bell curve would have said 3.3 steps.
    """
    counts = np.array([1.0] * 6 + [0.0] + [1.0] * 5)
    chance, side = month_chance(SHARE, counts, ONES, 0.0, 1.0)
    assert (chance, side) == (pytest.approx(3 / 13), -1)


@pytest.mark.parametrize("count", [28, 23])
def test_all_in_the_baseline(count):
    """30 of 30 twelve times: the share that fails is Beta(0.5, 360.5), and 30 - count of 30 fail."""
    chance, side = month_chance(SHARE, np.full(12, 30.0), np.full(12, 30.0), float(count), 30.0)
    counted = 2 * stats.betabinom(30, 0.5, 360.5).sf(30 - count - 1)
    p = 0.5 / 361
    z = (count / 30 - (1 - p)) / np.sqrt(p * (1 - p) / 30) - (p / np.sqrt(p * (1 - p) / 30))
    bell = 2 * stats.t.sf(abs(z) / np.sqrt(13 / 12), 11)
    assert (chance, side) == (pytest.approx(max(counted, bell)), -1)
    assert counted > bell


def test_rates_are_held_against_poisson_chance():
    """3 of 1,000 every month, then 9: Gamma(36.5, 12,000) says P(9 or more of 1,000) = 0.0054, twice that 0.0108.

    That is the negative binomial with 36.5 and 12/13. By scatter: 6 / sqrt(3 x 13 / 12) = 3.33, t with 11, 0.0067.
    """
    chance, side = month_chance(RATE, np.full(12, 3.0), np.full(12, 1000.0), 9.0, 1000.0)
    assert (chance, side) == (pytest.approx(2 * stats.nbinom(36.5, 12 / 13).sf(8)), 1)
    assert chance > 2 * stats.t.sf(6 / np.sqrt(3 * 13 / 12), 11)
    assert month_chance(RATE, np.full(12, 3.0), np.full(12, 1000.0), 3.0, 1000.0)[0] == 1.0
    none, side = month_chance(RATE, np.full(12, 30.0), np.full(12, 1000.0), 0.0, 1000.0)
    assert (none, side) == (pytest.approx(2 * stats.t.sf(np.sqrt(30 * 12 / 13), 11)), -1)


def test_values_all_alike_give_no_scale():
    assert month_chance(VALUE, np.full(12, 7.0), ONES, 9.0, 1.0) == (1.0, 0)


def draws(kind, rng):
    """37 months in which nothing changes: counts, sizes."""
    if kind == "large":
        size = rng.poisson(20_000, 25).astype(float)
        return SHARE, rng.binomial(size.astype(int), np.clip(rng.normal(0.9, 0.015, 25), 0, 1)).astype(float), size
    if kind == "small":
        size = rng.integers(1, 6, 25).astype(float)
        return SHARE, rng.binomial(size.astype(int), 0.92).astype(float), size
    if kind == "rare":
        size = rng.uniform(800, 1200, 25)
        return RATE, rng.poisson(size * 0.002).astype(float), size
    return VALUE, rng.normal(10, 2, 25), np.ones(25)


@pytest.mark.parametrize("kind", ["large", "small", "rare", "value"])
def test_where_nothing_changes_it_is_not_surprising_more_often_than_it_says(kind):
    """2,000 baselines of 24 months each: no more than 5% + 3 x 0.5% have a chance of 5% or less, 1% + 0.7% of 1%."""
    rng, chances = np.random.default_rng(20261103), []
    for _ in range(2000):
        sort, counts, size = draws(kind, rng)
        chances.append(month_chance(sort, counts[:-1], size[:-1], counts[-1], size[-1])[0])
    assert np.mean(np.array(chances) <= 0.05) <= 0.065
    assert np.mean(np.array(chances) <= 0.01) <= 0.017


def test_where_something_changes_it_is_found():
    """From 90% to 80% of 20,000, months scattering by 1.5 points: six scatters."""
    rng = np.random.default_rng(1)
    size = np.full(24, 20_000.0)
    counts = rng.binomial(20_000, rng.normal(0.9, 0.015, 24)).astype(float)
    assert month_chance(SHARE, counts, size, 16_000.0, 20_000.0)[0] < 0.0001


# Did it move?


def chart(*marks, why_not=""):
    """Six judged months of 2026-05 to 2026-10 with these rules each, at 12 where usual is 10."""
    points = [
        Point(date(2026, 5 + i, 1), 12.0, None, None, 5.0, 15.0, not why_not, rules) for i, rules in enumerate(marks)
    ]
    return Chart(VALUE, tuple(points), (), 10.0, 1.0, False, why_not)


def test_moved_by_its_rules_in_the_last_months():
    found = moved(chart((), (OUTSIDE,), (RUN, UP)), date(2026, 5, 1))
    assert (found.kind, found.ways, found.rules) == (MOVED, {1}, (OUTSIDE, RUN, UP))
    assert found.months == (date(2026, 6, 1), date(2026, 7, 1))
    assert moved(chart((), (OUTSIDE,), ()), date(2026, 7, 1)).kind == STILL
    assert moved(chart((), ()), date(2026, 5, 1)).kind == STILL
    assert moved(chart((), why_not="too_short"), date(2026, 5, 1)).kind == CANNOT_TELL
    assert moved(chart((OUTSIDE,)), date(2026, 9, 1)).kind == CANNOT_TELL


def test_a_trend_goes_the_way_it_goes_wherever_it_lies():
    assert moved(chart(("down",)), date(2026, 5, 1)).ways == {-1}
    assert moved(chart(("down", NEAR)), date(2026, 5, 1)).ways == {-1, 1}


# Do more people tell of it?


def test_two_groups_by_hand():
    """3 of 4 against 1 of 4: C(4,3) C(4,1) = 16 of C(8,4) = 70 ways; as likely or less: 16 + 16 + 1 + 1 = 34."""
    assert two_groups(3, 4, 1, 4) == pytest.approx(34 / 70)
    assert two_groups(4, 4, 0, 4) == pytest.approx(2 / 70)


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(0, 60), st.data())
def test_it_agrees_with_scipy(of_first, of_second, data):
    first, second = data.draw(st.integers(0, of_first)), data.draw(st.integers(0, of_second))
    table = [[first, of_first - first], [second, of_second - second]]
    assert two_groups(first, of_first, second, of_second) == pytest.approx(stats.fisher_exact(table).pvalue, abs=1e-9)


def test_more_fewer_or_still():
    assert Told(10, 12, 2, 12).kind == MORE
    assert Told(2, 12, 10, 12).kind == FEWER
    assert Told(6, 12, 2, 12).kind == STILL
    assert Told(5, 5, 0, 0).kind == STILL
    assert Told(0, 0, 0, 0).kind == STILL
