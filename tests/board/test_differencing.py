"""Two links side by side: no difference and no sum of counts tells of one to seven people."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tightrope.board.differencing import TOO_FEW, Cut, isolates, settle, settle_parts
from tightrope.disclosure import FEWEST_PEOPLE, count


def people(first, last):
    return frozenset(f"p{number}" for number in range(first, last))


def cut(scope, some, of="heard", as_at="2026-11-03"):
    return Cut(scope, of, count(len(some)).words, frozenset(some), as_at)


def test_the_first_count_goes_out_as_it_is():
    new = cut("contract:A|", people(0, 23))
    assert settle(new, [], FEWEST_PEOPLE) is new and new.shown == "25"


def test_three_more_people_keep_the_earlier_count_where_the_words_would_differ():
    """22 people read 20 and 25 read 25: the difference tells of three. 23 and 24 both read 25 and tell of nobody."""
    before = cut("contract:A|", people(0, 22), as_at="2026-10-01")
    assert settle(cut("contract:A|", people(0, 25)), [before], FEWEST_PEOPLE) is before
    first = cut("contract:A|", people(0, 23))
    again = cut("contract:A|", people(0, 24))
    assert settle(again, [first], FEWEST_PEOPLE) is again


def test_eight_more_people_are_shown():
    before, new = cut("contract:A|", people(0, 22)), cut("contract:A|", people(0, 30))
    assert settle(new, [before], FEWEST_PEOPLE) is new


def test_successive_dates_are_held_against_every_date_and_not_the_last_alone():
    """27 are 5 more than the 22 of the first link, whatever went out between."""
    first, second = cut("contract:A|", people(0, 22)), cut("contract:A|", people(0, 38))
    third = cut("contract:A|", people(0, 27))
    assert settle(third, [first, second], FEWEST_PEOPLE) is second


def test_a_line_does_not_tell_of_the_few_of_its_second_contract():
    """22 of contract A and 28 of the line: six people told of contract B."""
    contract, line = cut("contract:A|", people(0, 22)), cut("line:home_care|", people(0, 28))
    settled = settle(line, [contract], FEWEST_PEOPLE)
    assert (settled.shown, settled.people) == (TOO_FEW, frozenset())


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 2, 0), (2, 1, 0)])
def test_a_line_and_two_of_its_three_contracts_are_never_all_shown(order):
    """20 and 15 people and the 40 of the line leave the five of the third contract, in whatever order they go out."""
    every = [cut("line:L|", people(0, 40)), cut("contract:A|", people(0, 20)), cut("contract:B|", people(20, 35))]
    out = []
    for place in order:
        out.append(settle(every[place], out, FEWEST_PEOPLE))
    assert sum(one.tells for one in out) == 2


def test_three_contracts_of_four_leave_nobody_to_be_reckoned():
    parts = [cut(f"contract:{n}|", people(10 * n, 10 * n + 10)) for n in range(3)]
    line = cut("line:L|", people(0, 34))
    assert settle(line, parts, FEWEST_PEOPLE).shown == TOO_FEW


def test_two_lines_do_not_tell_of_few_by_their_contracts():
    """Two wholes of 20 and 25 against parts of 20 and 20 that cut across them: five people are left."""
    out = [cut("line:L|", people(0, 20)), cut("place:X|", people(0, 10) | people(20, 30))]
    out.append(cut("place:Y|", people(10, 20) | people(30, 40)))
    assert settle(cut("line:M|", people(20, 45)), out, FEWEST_PEOPLE).shown == TOO_FEW


def test_what_went_out_already_goes_out_again():
    first, second = cut("contract:A|", people(0, 22)), cut("line:L|", people(0, 60))
    again = cut("contract:A|", people(0, 22), as_at="2026-12-01")
    assert settle(again, [first, second], FEWEST_PEOPLE) is again


def test_nobody_and_somebody_differ_too():
    nobody = cut("contract:A|", [])
    assert settle(cut("contract:A|", people(0, 3)), [nobody], FEWEST_PEOPLE) is nobody


def test_that_nobody_told_of_one_contract_says_nothing_of_another():
    nobody, five = cut("contract:A|", []), cut("contract:B|", people(0, 5))
    assert settle(five, [nobody], FEWEST_PEOPLE) is five
    assert settle(nobody, [five], FEWEST_PEOPLE) is nobody


def test_counts_of_other_things_are_not_compared():
    heard = cut("contract:A|", people(0, 23))
    rushed = cut("contract:A|", people(0, 17), of="theme:rushed")
    assert settle(rushed, [heard], FEWEST_PEOPLE) is rushed


def test_all_parts_but_a_small_one_do_not_give_it_away_however_many_they_are():
    """Five parts of 12 and one of 4 make 64: five are more than any sum of three reaches, and still one goes."""
    parts = [cut(f"contract:A|{n}", people(12 * n, 12 * n + 12)) for n in range(5)]
    parts.append(cut("contract:A|5", people(60, 64)))
    made = settle_parts(cut("contract:A|", people(0, 64)), parts, [], FEWEST_PEOPLE)
    assert [one.shown for one in made].count(TOO_FEW) == 1
    assert made[-1].shown == "fewer than 8"


def attack(out):
    """Every set of 1 to 7 people whose number follows from what is shown: written anew, with sets alone."""
    found = []
    for one, other in combinations(out, 2):
        related = one.scope == other.scope or one.people & other.people
        if related and 0 < len(one.people ^ other.people) < FEWEST_PEOPLE and one.shown != other.shown:
            found.append(one.people ^ other.people)
    numbers = [one for one in out if one.shown.isdigit() and one.shown != "0"]
    sides = []
    for size in (1, 2, 3):
        for some in combinations(numbers, size):
            union = frozenset().union(*(one.people for one in some))
            if len(union) == sum(len(one.people) for one in some):  # else nobody knows what they come to together
                sides.append((union, sum(int(one.shown) for one in some), some))
    for (whole, value, some), (part, sum_of, others) in combinations(sides, 2):
        nested = whole < part or part < whole
        if nested and len(whole ^ part) < FEWEST_PEOPLE and value != sum_of and not set(some) & set(others):
            found.append(whole ^ part)
    return found


BLOCKS = st.lists(st.integers(1, 11), min_size=3, max_size=6)


@settings(max_examples=300, deadline=None)
@given(BLOCKS, st.lists(st.tuples(st.integers(1, 63), st.sampled_from("ABC")), min_size=2, max_size=6))
def test_nobody_is_isolated_by_any_sequence(sizes, asked):
    """People come in blocks; each publication counts some of the blocks. Nothing that went out tells of few."""
    bounds = [sum(sizes[:n]) for n in range(len(sizes) + 1)]
    out = []
    for mask, scope in asked:
        some = frozenset().union(*(people(a, b) for n, (a, b) in enumerate(zip(bounds, bounds[1:], strict=False))
                                   if mask >> n & 1))  # fmt: skip
        out.append(settle(cut(f"contract:{scope}|", some), out, FEWEST_PEOPLE))
    assert attack(list(dict.fromkeys(one for one in out if one.tells))) == []


@settings(deadline=None)
@given(st.lists(st.integers(0, 20), min_size=1, max_size=8))
def test_no_whole_with_its_parts_tells_of_few(sizes):
    bounds = [sum(sizes[:n]) for n in range(len(sizes) + 1)]
    whole = cut("contract:A|", people(0, bounds[-1]))
    parts = [cut(f"contract:A|{n}", people(bounds[n], bounds[n + 1])) for n in range(len(sizes))]
    made = settle_parts(whole, parts, [], FEWEST_PEOPLE)
    shown = [one for one in made if one.value]
    left = whole.people - frozenset().union(*(one.people for one in shown))
    assert not whole.value or not shown or not 0 < len(left) < FEWEST_PEOPLE


def test_the_attack_can_succeed():
    bare = [cut("contract:A|", people(0, 22)), cut("contract:A|", people(0, 25))]
    assert set(attack(bare)) == {people(22, 25)}
    assert isolates(bare[1], bare[:1], FEWEST_PEOPLE)
    parts = [cut("line:L|", people(0, 40)), cut("contract:A|", people(0, 20)), cut("contract:B|", people(20, 35))]
    assert people(35, 40) in attack(parts)
