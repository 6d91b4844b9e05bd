"""Limits that cannot hold together: the smallest set, against every subset tried one by one."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tightrope.whatif.clash import clash
from tightrope.whatif.curves import Curve
from tightrope.whatif.parts import Rule


def line(name, floor, ceiling):
    return Curve(name, name, 10, 0.5, 10, 0.1, floor, ceiling)


def limits(curves, total, rules):
    """Every limit by name as row x pounds <= most, written anew."""
    ids = [one.id for one in curves]
    found = {("total", "total"): ([1] * len(ids), total)}
    for one in curves:
        unit = [int(other == one.id) for other in ids]
        if one.floor > 0:
            found["floor", one.name] = ([-u for u in unit], -one.floor)
        found["ceiling", one.name] = (unit, one.ceiling)
    for rule in rules:
        row = [int(one in rule.line_ids) for one in ids]
        if rule.at_least:
            found["at_least", rule.name] = ([-r for r in row], -rule.at_least)
        if rule.at_most is not None:
            found["at_most", rule.name] = (row, rule.at_most)
    return found


def holds(chosen):
    rows, most = zip(*chosen, strict=True)
    return linprog(np.zeros(len(rows[0])), rows, most).status == 0


def smallest(curves, total, rules):
    """The number of limits in the smallest set that cannot hold; 0 where all can."""
    every = list(limits(curves, total, rules).values())
    if holds(every):
        return 0
    return next(n for n in range(1, len(every) + 1) if not all(holds(some) for some in combinations(every, n)))


whole = st.integers(0, 12).map(float)


@st.composite
def problems(draw):
    curves = []
    for name in "abc"[: draw(st.integers(1, 3))]:
        floor = draw(st.sampled_from([0.0, 0.0, 2.0, 5.0]))
        curves.append(line(name, floor, floor + draw(whole)))
    rules = []
    for number in range(draw(st.integers(0, 3))):
        ids = tuple(sorted(draw(st.sets(st.sampled_from([one.id for one in curves]), min_size=1))))
        low, high = sorted([draw(whole), draw(whole)])
        sides = draw(st.sampled_from([{"at_least": high}, {"at_most": low}, {"at_least": low, "at_most": high}]))
        rules.append(Rule(f"R{number}", ids, **sides))
    return curves, float(draw(st.integers(0, 30))), rules


@settings(deadline=None, max_examples=50)
@given(problems())
def test_no_smaller_set_clashes(problem):
    curves, total, rules = problem
    found = clash(curves, total, rules)
    assert len(found) == smallest(curves, total, rules)
    if found:
        every = limits(curves, total, rules)
        named = [every[one.kind, one.name] for one in found]
        assert not holds(named)
        for number, one in enumerate(found):
            row, most = named[number]
            rest = named[:number] + named[number + 1 :]
            # by what it says, and not by a little less, it has to give way for the set to hold
            assert holds([*rest, (row, most + one.gives_way + 0.006)])
            assert one.gives_way <= 0.02 or not holds([*rest, (row, most + one.gives_way - 0.02)])


def test_a_total_below_the_floors_names_as_few_lines_as_will_do():
    curves = [line("a", 10, 99), line("b", 400, 900), line("c", 300, 900), line("d", 350, 900)]
    found = clash(curves, 700)
    # 400 + 350 = 750 exceed 700 already; 10 and 300 need not be named
    assert [(one.kind, one.name, one.gives_way) for one in found] == [
        ("total", "total", 50),
        ("floor", "b", 50),
        ("floor", "d", 50),
    ]
    assert str(found[0]) == "the total of £700 (would have to be £50 higher)"
    assert str(found[1]) == "b at least £400 (would have to be £50 lower)"


def test_a_penny_is_a_clash_and_nothing_is_not():
    curves = [line("a", 10_000_000.01, 20_000_000), line("b", 10_000_000, 20_000_000)]
    assert clash(curves, 20_000_000.01) == ()
    assert [one.gives_way for one in clash(curves, 20_000_000)] == [0.01] * 3


def test_rules_against_each_other_and_against_ceilings():
    curves = [line("a", 0, 100), line("b", 0, 100), line("c", 0, 100)]
    two = [Rule("North", ("a", "b"), at_least=90), Rule("Homes", ("a", "b", "c"), at_most=60)]
    assert [(one.name, one.gives_way) for one in clash(curves, 500, two)] == [("Homes", 30), ("North", 30)]
    over = clash(curves, 500, [Rule("North", ("a", "b"), at_least=220)])
    assert [(one.kind, one.gives_way) for one in over] == [("at_least", 20), ("ceiling", 20), ("ceiling", 20)]
    assert str(over[1]) == "a at most £100 (would have to be £20 higher)"


def test_rules_that_count_a_total_twice():
    # each pair needs 10, so the three together need 15: (10 + 10 + 10) / 2; only all four together clash
    curves = [line("a", 0, 100), line("b", 0, 100), line("c", 0, 100)]
    pairs = [Rule("ab", ("a", "b"), at_least=10), Rule("bc", ("b", "c"), at_least=10)]
    pairs.append(Rule("ca", ("a", "c"), at_least=10))
    found = clash(curves, 14, pairs)
    assert {one.name: one.gives_way for one in found} == {"total": 1, "ab": 2, "bc": 2, "ca": 2}
    assert clash(curves, 15, pairs) == ()


def test_many_rules():
    curves = [line(f"l{number}", 0, 50) for number in range(20)]
    wide = [Rule(f"R{i:02d}", (f"l{i}", f"l{i + 1}", f"l{i + 2}"), at_least=60) for i in range(18)]
    found = clash(curves, 300, wide)
    # six rules that share no line need 360
    assert len(found) == 7 and found[0].kind == "total"
    assert {one.gives_way for one in found} == {60}


def test_many_rules_and_a_penny():
    # too little for the whole-number program to see: each limit is needed all the same
    curves = [line(f"l{number}", 0, 9_000_000) for number in range(8)]
    each = [Rule(f"R{i}", (f"l{i}",), at_least=1_000_000) for i in range(8)]
    found = clash(curves, 7_999_999.99, each)
    assert len(found) == 9 and {one.gives_way for one in found} == {0.01}


def test_hundreds_of_floors():
    curves = [line(f"l{one:03d}", 10, 20) for one in range(300)]
    found = clash(curves, 2_500)
    # 251 floors of £10 are the first that exceed £2,500
    assert len(found) == 252 and {one.gives_way for one in found} == {10}
