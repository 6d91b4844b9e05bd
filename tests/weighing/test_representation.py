"""Tellers against people served: ratio, interval, verdict and what is not known; by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tightrope.errors import Refusal
from tightrope.weighing.representation import (
    ALIKE,
    BEYOND,
    FEWER,
    MAYBE_FEWER,
    MAYBE_MORE,
    MORE,
    NOBODY,
    UNKNOWN,
    interval,
    represent,
)


def one(served, told, tellers, value):
    return next(group for group in represent(served, told, tellers).groups if group.value == value)


def test_shares_and_ratio_by_hand():
    """229 of 420 cannot leave home and 4 of 20 who told: 0.2 / 0.5452 = 0.367."""
    found = one({"no": 191, "yes": 229}, {"no": 16, "yes": 4}, 20, "yes")
    assert (found.served_share, found.share) == (pytest.approx(229 / 420), pytest.approx(0.2))
    assert found.ratio == pytest.approx((4 / 20) / (229 / 420))
    truth = stats.beta(4.5, 16.5)
    assert represent({"no": 191, "yes": 229}, {"no": 16, "yes": 4}, 20).expected(found) == pytest.approx(20 * 229 / 420)
    assert (found.low, found.high) == pytest.approx((truth.ppf(0.1), truth.ppf(0.9)))
    assert (found.ratio_low, found.ratio_high) == pytest.approx(
        (truth.ppf(0.1) * 420 / 229, truth.ppf(0.9) * 420 / 229)
    )


@pytest.mark.parametrize(
    ("told", "tellers", "verdict"),
    [
        (0, 40, NOBODY),
        (2, 40, FEWER),  # 0.05 of 0.5: even 0.12, where chance may reach, is less than half of it
        (8, 40, MAYBE_FEWER),  # 0.2 of 0.5 = 0.4; chance reaches 0.28, more than half
        (20, 40, ALIKE),
    ],
)
def test_verdicts_below(told, tellers, verdict):
    served = {"a": 50, "b": 50}
    assert one(served, {"a": told, "b": tellers - told}, tellers, "a").verdict == verdict


@pytest.mark.parametrize(("told", "verdict"), [(2, ALIKE), (3, MAYBE_MORE), (12, MORE)])
def test_verdicts_above(told, verdict):
    """A tenth is served: 2 of 10 tellers are just twice their share, 3 may be chance, 12 of 12 are not."""
    served, tellers = {"a": 100, "b": 900}, max(10, told)
    assert one(served, {"a": told, "b": tellers - told}, tellers, "a").verdict == verdict


def test_what_is_not_known_stays_in_the_count_and_takes_the_certainty_away():
    """2 of 40 cannot leave home, 8 can, of 30 it is not known: the share may be as high as 32 of 40."""
    found = represent({"yes": 50, "no": 50}, {"yes": 2, "no": 8}, 40)
    assert (found.unknown, found.unknown_share, found.says_nothing) == (30, 0.75, False)
    yes = found.groups[0]
    assert (yes.share, yes.most, yes.verdict) == (pytest.approx(2 / 40), pytest.approx(32 / 40), MAYBE_FEWER)


def test_where_nothing_is_known_of_anybody_it_says_nothing():
    found = represent({"1": 50, "5": 50}, {}, 12)
    assert found.says_nothing and found.unknown == 12
    assert {group.verdict for group in found.groups} == {UNKNOWN}, "that nobody was heard is not known"
    assert not represent({"1": 50}, {}, 0).says_nothing


def test_groups_of_fewer_than_eight_are_not_named_and_their_tellers_not_dropped():
    found = represent({"White": 60, "Asian": 8, "Mixed": 7}, {"White": 5, "Mixed": 2}, 9)
    assert [group.value for group in found.groups] == ["White", "Asian"]
    assert found.hides_small and found.unknown == 9 - 5
    assert found.served == 75 and found.groups[0].served_share == pytest.approx(60 / 75)


def test_a_group_that_told_and_is_not_served_is_not_named_either():
    found = represent({"care_home": 34}, {"care_home": 2, "own_home": 1}, 3)
    assert [group.value for group in found.groups] == ["care_home"] and (found.unknown, found.hides_small) == (1, True)


def test_more_tellers_than_people_served_have_no_ratio():
    found = one({"a": 8, "b": 20}, {"a": 9, "b": 3}, 12, "a")
    assert one({"a": 8, "b": 20}, {"a": 9, "b": 3}, 12, "b").ratio == pytest.approx((3 / 12) / (20 / 28))
    assert one({"a": 8, "b": 8}, {"a": 1}, 17, "a").verdict == BEYOND, "17 told and 16 are served"
    assert (found.verdict, found.ratio, found.ratio_low, found.ratio_high) == (BEYOND, None, None, None)
    assert found.share == pytest.approx(9 / 12)


def test_nobody_heard_at_all():
    found = represent({"a": 20, "b": 20}, {}, 0)
    assert [group.verdict for group in found.groups] == [NOBODY, NOBODY] and found.unknown_share == 0


def test_nobody_served_has_no_groups():
    assert represent({}, {}, 3).groups == () and represent({}, {}, 3).unknown == 3
    assert represent({"a": 0}, {}, 3).groups == ()


def test_more_people_with_a_group_than_people_is_refused():
    with pytest.raises(Refusal):
        represent({"a": 20}, {"a": 4}, 3)
    with pytest.raises(Refusal):
        interval(4, 3)


def test_the_ends_of_the_interval():
    assert interval(0, 10) == (0.0, pytest.approx(stats.beta.ppf(0.9, 0.5, 10.5)))
    assert interval(10, 10) == (pytest.approx(stats.beta.ppf(0.1, 10.5, 0.5)), 1.0)
    assert interval(0, 0) == (0.0, 1.0)


@settings(deadline=None)
@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(8, 400), st.integers(8, 400))
def test_shares_add_up_and_intervals_hold_the_share(a, b, unknown, served_a, served_b):
    found = represent({"a": served_a, "b": served_b}, {"a": a, "b": b}, a + b + unknown)
    assert sum(group.tellers for group in found.groups) + found.unknown == a + b + unknown
    for group in found.groups:
        assert group.low <= group.share + 1e-12 and group.share <= group.high + 1e-12
        assert group.ratio is None or group.ratio_low <= group.ratio <= group.ratio_high
