"""Fixed totals: to the penny whatever is asked (drawn at random too), no line below what is held, each rule by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tightrope.errors import Refusal
from tightrope.whatif.rebalance import BY_HAND, EVENLY, LEAST_COMMITTED, PROPORTION, RULES, rebalance, spread

pence = st.integers(min_value=0, max_value=10**11).map(lambda one: Decimal(one).scaleb(-2))


def pounds(**amounts):
    return {name: Decimal(str(amount)) for name, amount in amounts.items()}


@st.composite
def asked(draw):
    """Lines with what is held of each, changes of some of them that leave nothing below 0, and a rule."""
    amounts = {f"line {number}": draw(pence) for number in range(draw(st.integers(1, 8)))}
    held = {name: min(amount, draw(pence)) for name, amount in amounts.items()}
    some = draw(st.sets(st.sampled_from(sorted(amounts))))
    changes = {name: draw(pence) - amounts[name] for name in sorted(some)}
    return amounts, held, changes, draw(st.sampled_from(RULES))


@given(asked())
def test_the_total_is_kept_to_the_penny_and_no_line_falls_below_what_is_held(one):
    amounts, held, changes, rule = one
    found = rebalance(amounts, held, changes, rule)
    assert sum(found.changes.values()) == found.to_find
    assert {name: found.changes[name] for name in changes} == changes
    for name in amounts.keys() - changes.keys():
        assert amounts[name] + found.changes[name] >= held[name]
        assert found.changes[name] == found.changes[name].quantize(Decimal("0.01"))
    if rule != BY_HAND and found.to_find > 0:  # all that could move has moved
        assert all(amounts[name] + found.changes[name] == held[name] for name in amounts.keys() - changes.keys())


@given(pence, st.lists(st.tuples(pence, pence), min_size=1, max_size=8))
def test_parts_and_rest_add_up_and_nobody_gets_more_than_its_most(whole, rows):
    weights, most = [one[0] for one in rows], [one[1] for one in rows]
    parts, left = spread(whole, weights, most)
    assert sum(parts) + left == whole
    assert all(0 <= part <= top for part, top in zip(parts, most, strict=True))
    assert not left or all(part == top or not weight for part, top, weight in zip(parts, most, weights, strict=True))


def test_in_proportion_and_the_largest_remainder():
    # £100 over 1 : 1 : 1 is 33.33 each and a penny for the first; over 2 : 1 it is 66.666... and 33.333...
    assert spread(Decimal(100), [Decimal(1)] * 3)[0] == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert spread(Decimal(100), [Decimal(2), Decimal(1)])[0] == [Decimal("66.67"), Decimal("33.33")]
    found = rebalance(pounds(a=100, b=300, c=600), pounds(a=0, b=0, c=0), pounds(a=90), PROPORTION)
    assert found.changes == pounds(a=90, b=-30, c=-60) and found.to_find == 0  # 90 by 300 : 600


def test_a_line_that_can_give_no_more_leaves_the_rest_to_the_others():
    # 90 by 300 : 600 would be 30 and 60; b can give 10 alone, so c gives 80.
    found = rebalance(pounds(a=100, b=300, c=600), pounds(a=0, b=290, c=0), pounds(a=90), PROPORTION)
    assert found.changes == pounds(a=90, b=-10, c=-80)


def test_evenly_is_the_same_pounds_each():
    found = rebalance(pounds(a=100, b=300, c=600), pounds(a=0, b=0, c=0), pounds(a=90), EVENLY)
    assert found.changes == pounds(a=90, b=-45, c=-45)
    assert rebalance(pounds(a=100, b=300, c=600), {}, pounds(a=-90), EVENLY).changes == pounds(a=-90, b=45, c=45)


def test_the_least_committed_line_gives_first():
    # Held: b 290 of 300 (97%), c 300 of 600 (50%), d 40 of 100 (40%): d gives its 60, then c 30.
    found = rebalance(
        pounds(a=100, b=300, c=600, d=100), pounds(a=0, b=290, c=300, d=40), pounds(a=90), LEAST_COMMITTED
    )
    assert found.changes == pounds(a=90, b=0, c=-30, d=-60)
    freed = rebalance(pounds(a=100, b=300, c=600), pounds(a=0, b=0, c=0), pounds(a=-90), LEAST_COMMITTED)
    assert freed.changes == pounds(a=-90, b=30, c=60)  # what is freed goes in proportion


def test_by_hand_says_what_is_still_to_find_or_to_place():
    found = rebalance(pounds(a=100, b=300), pounds(a=0, b=0), pounds(a=90), BY_HAND)
    assert found.changes == pounds(a=90, b=0) and found.to_find == 90
    assert rebalance(pounds(a=100, b=300), pounds(a=0, b=0), pounds(a=-20), BY_HAND).to_find == -20


def test_what_nobody_can_give_is_still_to_find():
    found = rebalance(pounds(a=100, b=300), pounds(a=0, b=250), pounds(a=90), PROPORTION)
    assert found.changes == pounds(a=90, b=-50) and found.to_find == 40


def test_an_unknown_rule_is_refused_and_parts_of_a_penny_are_no_pounds():
    with pytest.raises(Refusal, match="no rule"):
        rebalance(pounds(a=1), pounds(a=0), {}, "fair")
    with pytest.raises(ValueError, match="no sum of pence"):
        spread(Decimal("0.001"), [Decimal(1)])
