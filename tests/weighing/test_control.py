"""Charts of monthly values: limits worked by hand or published, each rule alone, and all that can be missing."""

from datetime import date
from math import comb, exp, factorial, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tightrope.weighing import control
from tightrope.weighing.control import (
    ALIKE,
    DOWN,
    NEAR,
    OUTSIDE,
    RATE,
    RUN,
    SHARE,
    TOO_SHORT,
    UP,
    VALUE,
    Returned,
    Rules,
    bounds,
    control_chart,
    kind_of,
)

SHORT = Rules(baseline_months=4, run_months=8, trend_months=6)


def month(number):
    """Month 0 is January 2024."""
    return date(2024 + number // 12, number % 12 + 1, 1)


def shares(pairs):
    return [Returned(month(i), k, n, None if not n else k / n) for i, (k, n) in enumerate(pairs)]


def values(numbers):
    return [Returned(month(i), None, None, one) for i, one in enumerate(numbers)]


def marks(chart, rule):
    return [point.month for point in chart.points if rule in point.rules]


# Limits


def test_p_limits_of_a_published_chart():
    """30 wafers of 50 chips, 347 faults: NIST/SEMATECH e-Handbook of Statistical Methods 6.3.3.2, average 0.2313.

    0.2313 +/- 3 sqrt(0.2313 x 0.7687 / 50) = 0.2313 +/- 0.1789.
    """
    low, high = bounds(SHARE, 347 / 1500, 347 / 1500, np.array([50.0]), 1.0, 3.0)
    assert (low[0], high[0]) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.4102, abs=5e-5))


def test_p_limits_follow_each_months_denominator():
    """Baseline 80/100, 100/100, 160/200, 180/200: 520 of 600 = 0.8667.

    z: error 0.3399 / sqrt(n): -1.961, 3.922, -2.774, 1.387; moving ranges 5.883, 6.696, 4.160; mean 5.580 / 1.128 =
    4.947 times counting chance. A month of 400 has 0.8667 +/- 3 x 0.3399 / 20 x 4.947 = 0.6145 to 1 (1.119 is too
    much); one of 10,000 has 0.8667 +/- 0.0504.
    """
    chart = control_chart(
        SHARE, shares([(80, 100), (100, 100), (160, 200), (180, 200), (340, 400), (9_000, 10_000)]), month(4), SHORT
    )
    assert chart.centre == pytest.approx(520 / 600)
    assert chart.spread == pytest.approx(4.947, abs=0.001)
    fourth, large = chart.points[4:]
    assert (fourth.low, fourth.high) == (pytest.approx(0.6145, abs=2e-4), 1.0)
    assert (large.low, large.high) == (pytest.approx(0.8162, abs=2e-4), pytest.approx(0.9171, abs=2e-4))


def test_months_more_alike_than_chance_never_narrow_the_limits():
    """50 of 100 four times: no spread at all, and still 0.5 +/- 3 x 0.05."""
    chart = control_chart(SHARE, shares([(50, 100)] * 5), month(4), SHORT)
    assert chart.spread == 1.0
    assert (chart.points[4].low, chart.points[4].high) == (pytest.approx(0.35), pytest.approx(0.65))


def test_u_limits_by_hand():
    """153 faults in 107.5 units: 1.4233; with 10 units 1.4233 +/- 3 sqrt(1.4233 / 10) = 1.4233 +/- 1.1318."""
    rate = 153 / 107.5
    low, high = bounds(RATE, rate, rate, np.array([10.0]), 1.0, 3.0)
    assert (low[0], high[0]) == (pytest.approx(0.2915, abs=5e-5), pytest.approx(2.5550, abs=5e-5))


def test_u_chart_per_thousand():
    """Baseline 20, 30, 20, 30 of 10,000: 2.5 per 1,000. z: -5 and 5 / 5 = -1, 1, -1, 1; ranges 2; 2 / 1.128 = 1.773.

    With 10,000: 2.5 +/- 3 x 1.773 x sqrt(0.0025 / 10,000) x 1,000 = 2.5 +/- 2.660.
    With 40,000 half of that.
    """
    months = [Returned(month(i), k, 10_000.0, None) for i, k in enumerate((20, 30, 20, 30, 25))]
    months.append(Returned(month(5), 160, 40_000.0, None))
    chart = control_chart(RATE, months, month(4), SHORT, per=1000)
    assert chart.centre == pytest.approx(2.5)
    assert (chart.points[4].low, chart.points[4].high) == (0.0, pytest.approx(5.160, abs=0.001))
    assert (chart.points[5].low, chart.points[5].high) == (
        pytest.approx(1.170, abs=0.001),
        pytest.approx(3.830, abs=0.001),
    )
    assert marks(chart, OUTSIDE) == [month(5)] and chart.points[5].value == pytest.approx(4.0)


def test_individuals_limits_of_a_published_chart():
    """Flow rate of ten batches: NIST/SEMATECH e-Handbook 6.3.2.2. Mean 50.81, mean moving range 1.8778.

    The handbook takes 3 / 1.128 and prints 45.8159 and 55.8041; 2.66 gives 50.81 +/- 4.9949, 0.0008 further out.
    """
    flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1, 50.0]
    chart = control_chart(VALUE, values(flow), month(10), Rules(baseline_months=10))
    assert chart.centre == pytest.approx(50.81)
    point = chart.points[10]
    assert (point.low, point.high) == (pytest.approx(45.8151, abs=1e-4), pytest.approx(55.8049, abs=1e-4))
    assert (point.low, point.high) == (pytest.approx(45.8159, abs=0.001), pytest.approx(55.8041, abs=0.001))


def binomial_at_most(k, n, p):
    return sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1))


def test_small_counts_are_counted_out():
    """3 a month at 90%: the bell curve would put the limit at 0.9 - 3 x 0.173 = 0.38 and mark one of three.

    Counting: none late 0.729, one 0.243, two 0.027, three 0.001. Chance passes "two late" with 0.001 < 0.00135, so
    one of three is within, and none of three is outside.
    """
    baseline = [(3, 3), (3, 3), (2, 3), (3, 3), (3, 3), (2, 3), (3, 3), (3, 3), (2, 3), (3, 3)]
    assert sum(k for k, _ in baseline) / 30 == 0.9
    chart = control_chart(SHARE, shares([*baseline, (1, 3), (0, 3)]), month(10), Rules(baseline_months=10))
    assert chart.few
    assert marks(chart, OUTSIDE) == [month(11)]
    low, high = bounds(SHARE, 0.9, 0.9, np.array([3.0]), 1.0, 3.0)
    assert (low[0], high[0]) == (pytest.approx(1 / 3), 1.0)


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 40), st.floats(0.02, 0.98))
def test_counted_limits_hold_what_they_promise(n, p):
    low, high = bounds(SHARE, p, p, np.array([float(n)]), 1.0, 3.0)
    if n * min(p, 1 - p) < 5:
        below = binomial_at_most(round(low[0] * n) - 1, n, p) if low[0] > 0 else 0.0
        above = 1 - binomial_at_most(int(high[0] * n + 1e-9), n, p)
        assert below <= 0.00135 + 1e-9 and above <= 0.00135 + 1e-9


def test_counted_limits_of_rare_events():
    """2 expected: chance passes 7 with 1 - sum of e^-2 2^k / k! to 7 = 0.0011 < 0.00135, and 6 with 0.0045."""
    passes = [1 - sum(exp(-2) * 2**k / factorial(k) for k in range(most + 1)) for most in (6, 7)]
    assert passes == [pytest.approx(0.00453, abs=1e-5), pytest.approx(0.00110, abs=1e-5)]
    low, high = bounds(RATE, 0.002, 0.002, np.array([1000.0]), 1.0, 3.0)
    assert (low[0], high[0]) == (0.0, pytest.approx(7 / 1000))


# The baseline


def test_limits_come_from_the_two_years_before_and_never_from_the_months_judged():
    quiet = [1.0, 2.0] * 20
    chart = control_chart(VALUE, values([*quiet, 99.0]), month(34), Rules())
    assert chart.baseline == tuple(month(i) for i in range(10, 34))
    assert [point.month for point in chart.judged] == [month(i) for i in range(34, 41)]
    assert chart.centre == 1.5 and marks(chart, OUTSIDE) == [month(40)]


def test_where_too_few_come_before_the_first_on_file_are_taken():
    chart = control_chart(VALUE, values([1.0, 2.0] * 8), month(5), Rules())
    assert chart.baseline == tuple(month(i) for i in range(12))
    assert [point.month for point in chart.judged] == [month(i) for i in range(12, 16)]


@pytest.mark.parametrize("count", [0, 1, 11, 12])
def test_too_few_months_have_no_rule(count):
    chart = control_chart(VALUE, values([1.0, 5.0, 2.0, 9.0] * 3)[:count], month(5), Rules())
    assert (chart.why_not, chart.judged, chart.centre) == (TOO_SHORT, (), None)
    assert len(chart.points) == count


# The rules, one by one. Baseline 9, 11, 9, 11 ...: usual 10, moving range 2, limits 10 +/- 5.32, close from 13.55

CALM = [9.0, 11.0] * 6
RULES = Rules()


def judged(numbers, rules=RULES):
    return control_chart(VALUE, values([*CALM, *numbers]), month(12), rules)


def broken(chart):
    return {rule: [(one.year - 2024) * 12 + one.month - 13 for one in marks(chart, rule)] for rule in control.RULES}


def test_one_month_outside():
    assert broken(judged([10.5, 15.4, 9.0]))[OUTSIDE] == [1]
    assert broken(judged([10.5, 15.3, 9.0]))[OUTSIDE] == []
    assert broken(judged([4.6]))[OUTSIDE] == [0]


def test_eight_in_a_row_on_one_side():
    """The last month of the baseline lies above, so seven judged months make eight with it: only they are marked."""
    assert broken(judged([11.0, 10.5] * 3))[RUN] == []
    assert broken(judged([11.0, 10.5, 11.0, 10.5, 11.0, 10.5, 11.0]))[RUN] == list(range(7))
    assert broken(judged([11.0, 10.5, 11.0, 10.0, 11.0, 10.5, 11.0, 10.5]))[RUN] == []
    assert broken(judged([9.5, 9.0] * 4))[RUN] == list(range(8))
    assert broken(judged([9.5, 9.0] * 2, Rules(run_months=4)))[RUN] == [0, 1, 2, 3]


def test_six_in_a_row_up_or_down():
    assert broken(judged([9.0, 9.2, 9.4, 10.6, 10.7]))[UP] == []
    found = broken(judged([9.0, 9.2, 9.4, 10.6, 10.7, 10.8]))
    assert (found[UP], found[DOWN], found[RUN]) == (list(range(6)), [], [])
    assert broken(judged([9.0, 9.2, 9.4, 9.4, 10.7, 10.8, 10.9]))[UP] == []
    assert broken(judged([11.5, 11.2, 11.0, 10.6, 9.7, 9.6]))[DOWN] == list(range(6))


def test_two_of_three_close_to_a_limit():
    assert broken(judged([13.6, 10.0, 13.6]))[NEAR] == [0, 2]
    assert broken(judged([13.6, 10.0, 10.0, 13.6]))[NEAR] == []
    assert broken(judged([13.6, 10.0, 6.4]))[NEAR] == []
    assert broken(judged([13.5, 10.0, 13.5]))[NEAR] == []
    assert broken(judged([6.4, 6.4, 10.0]))[NEAR] == [0, 1]


def test_a_month_can_break_several_rules_and_the_baseline_none():
    chart = judged([13.6, 16.0])
    assert chart.points[13].rules == (OUTSIDE, NEAR)
    assert not any(point.rules for point in chart.points[:12])


# What can be missing


def test_zero_denominators_and_gaps_are_passed_over():
    pairs = [(45, 50), (40, 50), (0, 0), (44, 50), (46, 50), (0, 0), (10, 50)]
    months = [*shares(pairs), Returned(month(9), None, 50, None), Returned(month(8), 45, None, None)]
    chart = control_chart(SHARE, months, month(5), SHORT)
    assert [point.month for point in chart.points] == [month(i) for i in (0, 1, 3, 4, 6)]
    assert chart.centre == 175 / 200 and marks(chart, OUTSIDE) == [month(6)]


def test_values_all_alike_say_so():
    chart = control_chart(VALUE, values([7.0] * 13 + [8.0]), month(12), Rules())
    assert (chart.why_not, chart.centre, chart.judged) == (ALIKE, 7.0, ())


@pytest.mark.parametrize("kind", [SHARE, RATE])
@pytest.mark.parametrize("count", [0, 30])
def test_none_and_all_have_limits_all_the_same(kind, count):
    """Months of 0 of 30 or 30 of 30: one more or less is chance, half of them is not."""
    months = shares([(count, 30)] * 12 + [(abs(count - 1), 30), (15, 30)])
    chart = control_chart(kind, months, month(12), Rules())
    assert chart.why_not == "" and not chart.points[12].rules
    if kind == SHARE or count == 0:
        assert marks(chart, OUTSIDE) == [month(13)]


def test_months_that_count_a_year_are_not_read_for_runs():
    slow = [10 + sqrt(i) for i in range(12)]
    chart = control_chart(VALUE, values([*slow, *[14.0, 14.1, 14.2, 14.3, 14.4, 14.5, 14.6, 14.7]]), month(12), RULES)
    calm = control_chart(
        VALUE, values([*slow, *[14.0, 14.1, 14.2, 14.3, 14.4, 14.5, 14.6, 14.7]]), month(12), RULES, rolling=True
    )
    assert marks(chart, RUN) and marks(chart, UP) and marks(chart, OUTSIDE)
    assert not any(point.rules for point in calm.points)
    assert calm.points[0].high == pytest.approx(np.mean(slow) + 3 * np.std(slow, ddof=1))


def test_shares_that_came_without_counts_are_charted_by_value():
    assert kind_of(SHARE, shares([(1, 2)] * 3)) == SHARE
    assert kind_of(SHARE, values([0.5] * 3)) == VALUE
    assert kind_of(RATE, [*shares([(1, 2)] * 2), *values([0.5])]) == RATE
    assert kind_of("median", shares([(1, 2)])) == VALUE
    chart = control_chart(VALUE, values([0.99, 0.95] * 6 + [0.97]), month(12), RULES, top=1.0)
    assert chart.points[12].high == 1.0 and chart.points[12].low == pytest.approx(0.97 - 2.66 * 0.04)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=40), st.integers(0, 40))
def test_nothing_breaks_it(pairs, start):
    for kind in (SHARE, RATE, VALUE):
        months = shares([(min(k, n), n) for k, n in pairs])
        chart = control_chart(kind, months, month(start), RULES, per=100 if kind == RATE else 1)
        for point in chart.judged:
            assert point.low <= chart.centre + 1e-9 and chart.centre <= point.high + 1e-9
            assert (OUTSIDE in point.rules) == (point.value < point.low - 1e-6 or point.value > point.high + 1e-6)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_a_share_and_its_rest_are_marked_alike(seed):
    """On time and not on time are one thing seen from two sides."""
    rng = np.random.default_rng(seed)
    n = rng.integers(20, 400, 30)
    k = rng.binomial(n, 0.8)
    good = control_chart(SHARE, shares(zip(k.tolist(), n.tolist(), strict=True)), month(18), RULES)
    bad = control_chart(SHARE, shares(zip((n - k).tolist(), n.tolist(), strict=True)), month(18), RULES)
    turned = {UP: DOWN, DOWN: UP}
    for one, other in zip(good.points, bad.points, strict=True):
        assert {turned.get(rule, rule) for rule in one.rules} == set(other.rules)
        assert one.low == pytest.approx(1 - other.high) and one.high == pytest.approx(1 - other.low)
