"""Plans to hear more people: tried out by the grade's own rule, cheapest against every other plan, by hand."""

from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tightrope.errors import Refusal
from tightrope.weighing.confidence import GRADES, Heard, confidence
from tightrope.weighing.outreach import (
    ADVOCATE,
    BY_OTHERS,
    FAITH,
    HOME_VISIT,
    PHONE,
    ROUTES,
    STALL,
    Group,
    as_asked,
    more_for_themselves,
    plan,
    spread,
)
from tightrope.weighing.thresholds import Thresholds

COSTS = {HOME_VISIT: 96.0, PHONE: 40.0, ADVOCATE: 210.0, STALL: 24.0, FAITH: 48.0}
HOUSEBOUND = Group("housebound", "yes", "people who cannot leave home", 40, 0)
CAPACITY = Group("lacks_capacity", "yes", "people who lack capacity", 60, 0)
OLDEST = Group("age_band", "85+", "people aged 85 and over", 100, 3)
NOBODY = Heard({}, {}, {one.name: one.heard for one in (HOUSEBOUND, CAPACITY, OLDEST)})


def heard_of(tellers, groups, channels=None, silent=False):
    """So many tellers of an account each, by two channels in turn where none are given."""
    told = {f"T{number}": 1 for number in range(tellers)}
    ways = channels or {"panel": tellers - tellers // 2, "phone": tellers // 2}
    return Heard(told, ways, {one.name: one.heard for one in groups}, silent=silent)


def test_the_hand_case_of_a_home_where_nobody_is_heard_needs_five_people():
    # 140 people, 18 of 280 elsewhere: the chance of 4 or fewer is 0.0796, of 5 or fewer 0.1459; 0.10 is the line.
    assert more_for_themselves(140, 0, 280, 18) == 5
    assert more_for_themselves(140, 5, 280, 18) == 0
    assert more_for_themselves(3, 0, 280, 280) == 3  # never more than there are people


def test_nobody_heard_comes_to_b_with_eight_people_of_every_missing_group():
    """By hand: A falls by one grade for fewer than 16 tellers, so B leaves room for that alone: 8 tellers, both groups
    that are missing, and no channel with four in five accounts. The cheapest eight: an advocate, a visit, six calls are
    6 of 8 by phone, 75 in 100, so still fine: 210 + 96 + 6 x 40 = 546.
    """
    made = plan(NOBODY, [HOUSEBOUND, CAPACITY, OLDEST], COSTS)
    assert (made.before, made.after, made.reached, made.accounts, made.cost) == ("D", "B", True, 8, 546.0)
    assert {(one.group.kind, one.route): one.accounts for one in made.asks} == {
        ("age_band", PHONE): 6, ("housebound", HOME_VISIT): 1, ("lacks_capacity", ADVOCATE): 1
    }  # fmt: skip
    assert made.left == ("Only 8 people were heard.",)


def test_what_an_advocate_tells_ends_nobodys_silence():
    groups = [Group("lacks_capacity", "yes", "people who lack capacity", 60, 5)]
    heard = heard_of(20, groups, silent=True)
    only_advocates = spread(heard, groups, COSTS, 3, own_more=3)
    assert (only_advocates.still_silent, only_advocates.reached) == (True, False)
    visited = plan(heard, groups, COSTS, own_more=3, routes={("lacks_capacity", "yes"): HOME_VISIT})
    assert (visited.accounts, visited.still_silent, visited.reached, visited.cost) == (3, False, True, 288.0)


def test_a_grade_that_is_good_enough_needs_no_plan():
    made = plan(heard_of(20, [OLDEST]), [OLDEST], COSTS)
    assert (made.before, made.asks, made.cost, made.reached) == ("A", (), 0.0, True)


def test_two_loud_people_are_outnumbered_by_others_and_not_silenced():
    heard = Heard({"T1": 10, "T2": 9, "T3": 1, **{f"T{n}": 1 for n in range(4, 20)}}, {"panel": 18, "phone": 18}, {})
    group = Group("age_band", "85+", "people aged 85 and over", 100, 3, named=False)
    made = plan(heard, [group], COSTS, target="A")
    # 19 of 36 accounts by two people; at most half is needed: 19 of 38, so two more.
    assert (made.before, made.after, made.accounts) == ("B", "A", 2)


def test_where_accounts_alone_do_not_do_it_that_is_said():
    heard = Heard({f"T{n}": 1 for n in range(20)}, {"panel": 10, "phone": 10}, {OLDEST.name: 3}, old=20, unconfirmed=20)
    made = plan(heard, [OLDEST], COSTS, target="A", thresholds=Thresholds(most_more_tellers=9))
    assert (made.reached, made.accounts) == (False, 9)
    assert made.left and made.after != "A"


def test_nobody_to_ask_and_a_route_without_a_price_are_refused():
    with pytest.raises(Refusal, match=r"people_served\.csv"):
        plan(NOBODY, [], COSTS)
    with pytest.raises(Refusal, match="advocate"):
        plan(NOBODY, [CAPACITY], {PHONE: 40.0})


def test_a_plan_by_hand_is_counted_the_same_way():
    asks = [(HOUSEBOUND, HOME_VISIT, 1), (CAPACITY, ADVOCATE, 1), (OLDEST, PHONE, 6), (OLDEST, STALL, 0)]
    made = as_asked(NOBODY, asks, COSTS)
    assert (made.after, made.cost, made.accounts) == ("B", 546.0, 8)


GROUPS = st.lists(
    st.builds(
        Group,
        st.sampled_from(["age_band", "housebound", "lacks_capacity", "first_language"]),
        st.sampled_from(["yes", "other", "85+"]),
        st.sampled_from(["one", "two", "three"]),
        st.integers(8, 60),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=3,
    unique_by=(lambda one: (one.kind, one.value), lambda one: one.name),
)
SMALL = Thresholds(fewest_tellers=2, tellers_enough=4, most_more_tellers=12)


def grade_after(heard, groups, counts, own_more):
    """The grade of a plan, counted anew here: the oracle for the search."""
    told = {**heard.accounts_by_teller, **{f"new {number}": 1 for number in range(sum(counts))}}
    ways, names, own = dict(heard.accounts_by_channel), dict(heard.groups), 0
    channel = {HOME_VISIT: "outreach", STALL: "outreach", FAITH: "outreach", PHONE: "phone"}
    for group, count in zip(groups, counts, strict=True):
        way = channel.get(group.route, "advocacy_report")
        ways[way] = ways.get(way, 0) + count
        names[group.name] += count
        own += count if group.route not in BY_OTHERS else 0
    after = Heard(told, {way: count for way, count in ways.items() if count}, names, silent=own < own_more)
    return own >= own_more and GRADES.index(confidence(after, SMALL).grade) <= GRADES.index("B")


@settings(max_examples=60, deadline=None)
@example([Group("age_band", "yes", "one", 16, 0), Group("housebound", "yes", "three", 20, 1)], 0, 2)
@given(GROUPS, st.integers(0, 3), st.integers(0, 2))
def test_a_plan_is_the_cheapest_of_all_that_reach_the_grade(groups, tellers, own_more):
    heard = heard_of(tellers, groups)
    made = plan(heard, groups, COSTS, own_more=own_more, thresholds=SMALL)
    counts = [sum(one.accounts for one in made.asks if one.group == group) for group in groups]
    assert made.reached == grade_after(heard, groups, counts, own_more)
    possible = [tried for tried in product(range(6), repeat=len(groups)) if grade_after(heard, groups, tried, own_more)]
    if possible:
        assert made.reached
    if made.reached:
        assert all(one.route in ROUTES and one.accounts > 0 for one in made.asks)
        assert made.cost == min(sum(COSTS[g.route] * n for g, n in zip(groups, way, strict=True)) for way in possible)
