"""The best split: against an independent solver, a grid, and what must hold of every split."""

import importlib.util

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_splits import by_cvxpy, lines, rules

from tightrope.errors import Refusal
from tightrope.whatif.best import best
from tightrope.whatif.curves import Curve
from tightrope.whatif.parts import Rule

POORER = Curve("poorer", "Poorer", 2700, 0.8, 400, 0.14 * 0.20, 0, 1_000_000)
AFFLUENT = Curve("affluent", "Affluent", 1320, 0.8, 400, 0.09 * 0.20, 0, 1_000_000)
needs_cvxpy = pytest.mark.skipif(importlib.util.find_spec("cvxpy") is None, reason="cvxpy is not installed")


def pence(amounts):
    return [round(one * 100) for one in amounts]


def test_a_curve_gains_as_the_worked_example():
    # 240,000 / 400 = 600 places; 2700 (1 - exp(-.8 x 600 / 2700)) = 439.8 reached; x .14 x .20 = 12.313
    assert POORER.gain(240_000) == pytest.approx(12.3131, abs=1e-4)
    # 1320 (1 - exp(-.8 x 300 / 1320)) x .09 x .20 = 1320 x .16625 x .018 = 3.950
    assert AFFLUENT.gain(120_000) == pytest.approx(3.950, abs=1e-3)
    assert Curve("n", "Nobody", 0, 0.8, 400, 0.1, 0, 100).gain(100) == 0


def test_set_up_and_least_amount_come_first():
    curve = Curve("c", "Class", 100, 0.5, 10, 1, 0, 10_000, set_up=1_000, least=1_500)
    assert curve.gain(1_499.99) == 0
    assert curve.gain(2_000) == pytest.approx(100 * (1 - np.exp(-0.5 * 100 / 100)))  # 1,000 pounds, 100 places


def test_the_worked_example_gives_all_to_the_poorer():
    # a grid of 101 shares has its best at 1.0, 12.3131 crises avoided
    shares = np.linspace(0, 1, 101)
    gains = [POORER.gain(240_000 * one) + AFFLUENT.gain(240_000 * (1 - one)) for one in shares]
    assert shares[int(np.argmax(gains))] == 1
    found = best([POORER, AFFLUENT], 240_000)
    assert found.amounts == {"poorer": 240_000, "affluent": 0}
    assert found.gain == pytest.approx(max(gains)) and found.gap == pytest.approx(0, abs=1e-12)
    # the next pound: .028 x .8 / 400 x exp(-.8 x 600 / 2700) = .0000560 x .8371 = .00004688; a thousand, .04688
    assert found.price == pytest.approx(0.04688, abs=1e-5)


def test_the_affluent_get_some_once_the_poorer_are_reached():
    # the poorer's next pound falls to the affluent's first at 2700 x 400 / .8 x ln(.028 / .018) = 1,350,000 x .441833
    # = 596,474; of £600,000 the 3,526 left go 1,350 to 660 (people x cost / catch): 1,157.7 to the affluent
    assert best([POORER, AFFLUENT], 596_000).amounts == {"poorer": 596_000, "affluent": 0}
    assert best([POORER, AFFLUENT], 600_000).amounts["affluent"] == pytest.approx(1_157.7, abs=0.2)


def test_two_lines_end_at_the_same_price():
    found = best([POORER, AFFLUENT], 900_000)
    step = 10.0
    marginal = [
        (one.gain(found.amounts[one.id] + step) - one.gain(found.amounts[one.id] - step)) / (2 * step)
        for one in (POORER, AFFLUENT)
    ]
    assert marginal[0] == pytest.approx(marginal[1], rel=1e-6)
    assert marginal[0] * 1_000 == pytest.approx(found.price, rel=1e-6)


@needs_cvxpy
@pytest.mark.parametrize("seed", range(50))
def test_an_independent_solver_finds_no_more(seed):
    number = 3 + seed % 18
    curves, total = lines(number, seed), 120_000.0 * number
    given = rules(curves, total, seed % 4, seed)
    found = best(curves, total, given)
    theirs = by_cvxpy(curves, total, given)
    assert found.gain == pytest.approx(theirs, rel=1e-6)
    assert found.gap <= 1e-8


def test_what_is_left_over_is_said_and_not_forced():
    small = Curve("s", "Small", 100, 0.5, 10, 0.1, 0, 1_000)
    harm = Curve("h", "Harm", 100, 0.5, 10, -0.1, 50, 1_000)
    found = best([small, harm], 5_000)
    assert found.amounts == {"s": 1_000, "h": 50} and found.left_over == 3_950 and found.price == 0
    assert any("£3,950 is left over" in words for words in found.binding)
    assert any("Small is held down at its most, £1,000" in words for words in found.binding)


def test_what_holds_the_split_is_named():
    kept = Curve("a", "Affluent", 1320, 0.8, 400, 0.018, 30_000, 1_000_000)
    found = best([POORER, kept], 240_000)
    assert found.amounts == {"poorer": 210_000, "a": 30_000}
    assert found.binding == ("Affluent is held up at its least, £30,000",)
    found = best([POORER, AFFLUENT], 240_000, [Rule("Share for the hills", ("affluent",), at_least=50_000)])
    assert found.amounts == {"poorer": 190_000, "affluent": 50_000}
    assert found.binding == ("the rule “Share for the hills” holds it at least £50,000",)
    loose = best([POORER, AFFLUENT], 240_000, [Rule("Share for the hills", ("affluent",), at_most=50_000)])
    assert loose.binding == () and loose.amounts["poorer"] == 240_000


def test_a_rule_that_forces_money_on_harm_reports_what_is_not_proved():
    harm = Curve("h", "Harm", 100, 0.5, 10, -0.1, 0, 4_000)
    found = best([harm], 4_000, [Rule("Must", ("h",), at_least=2_000)])
    assert found.amounts == {"h": 2_000} and found.left_over == 2_000
    # 200 places: -10 (1 - exp(-1)) = -6.321; on the straight line to 4,000 half of -10 (1 - exp(-2)) = -4.323
    assert found.gain == pytest.approx(-6.321, abs=1e-3) and found.bound == pytest.approx(-4.323, abs=1e-3)


@st.composite
def problems(draw):
    number = draw(st.integers(1, 7))
    curves = []
    for one in range(number):
        floor = draw(st.integers(0, 2_000_00)) / 100
        curves.append(
            Curve(
                f"l{one}",
                f"Line {one}",
                people=draw(st.sampled_from([0, 1, 40, 900])),
                catch=draw(st.sampled_from([0, 0.2, 0.8, 1])),
                unit_cost=draw(st.sampled_from([7, 100, 2_345])),
                worth=draw(st.sampled_from([-0.02, 0, 0.01, 0.3])),
                floor=floor,
                ceiling=floor + draw(st.integers(0, 9_000_00)) / 100,
            )
        )
    total = sum(one.floor for one in curves) + draw(st.integers(0, 20_000_00)) / 100
    given = []
    for one in range(draw(st.integers(0, 2))):
        ids = tuple(sorted(draw(st.sets(st.sampled_from([c.id for c in curves]), min_size=1))))
        held = sum(c.floor for c in curves if c.id in ids)
        given.append(Rule(f"R{one}", ids, at_most=held + draw(st.integers(0, 5_000_00)) / 100))
    return curves, round(total, 2), given


@settings(deadline=None, max_examples=80)
@given(problems())
def test_every_penny_is_placed_within_every_limit(problem):
    curves, total, given_rules = problem
    found = best(curves, total, given_rules)
    for curve in curves:
        low, high = pence([curve.floor, curve.ceiling])
        assert low <= round(found.amounts[curve.id] * 100) <= high
    assert sum(pence(found.amounts.values())) + round(found.left_over * 100) == round(total * 100)
    for rule in given_rules:
        assert sum(pence(found.amounts[one] for one in rule.line_ids)) <= round(rule.at_most * 100)
    helped = [one for one in curves if one.worth > 0 and one.people and one.catch]
    full = all(round(found.amounts[one.id] * 100) == round(one.ceiling * 100) for one in helped)
    assert found.left_over == 0 or full or given_rules
    assert all(found.amounts[one.id] == one.floor for one in curves if one not in helped)


@settings(deadline=None, max_examples=30)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_lines_makes_no_difference(problem, random):
    curves, total, given_rules = problem
    mixed = random.sample(curves, len(curves))
    found, other = best(curves, total, given_rules), best(mixed, total, given_rules[::-1])
    assert other.amounts == found.amounts and other.gain == found.gain and other.binding == found.binding
    assert list(other.amounts) == [one.id for one in mixed]


def test_rules_that_overlap_are_kept_to_the_penny():
    curves, total = lines(12, 5), 1_234_567.89
    given = rules(curves, total, 4, 5)
    found = best(curves, total, given)
    assert sum(pence(found.amounts.values())) == 123_456_789
    for rule in given:
        held = sum(pence(found.amounts[one] for one in rule.line_ids))
        assert held >= round((rule.at_least or 0) * 100)
        assert rule.at_most is None or held <= round(rule.at_most * 100)


def test_what_cannot_be_is_refused_in_words():
    with pytest.raises(Refusal, match="cannot all be kept") as caught:
        best([Curve("a", "A", 10, 0.5, 10, 0.1, 700, 900), Curve("b", "B", 10, 0.5, 10, 0.1, 500, 900)], 1_000)
    assert caught.value.problems == [
        "the total of £1,000 (would have to be £200 higher)",
        "A at least £700 (would have to be £200 lower)",
        "B at least £500 (would have to be £200 lower)",
    ]
    with pytest.raises(Refusal, match="set-up cost"):
        best([Curve("a", "A", 10, 0.5, 10, 0.1, 0, 900, set_up=100)], 1_000)
    with pytest.raises(Refusal, match="same id"):
        best([POORER, POORER], 1_000)
    with pytest.raises(Refusal) as caught:
        best([POORER], 1_000, [Rule("R", ("nobody",), at_least=1)])
    assert caught.value.problems == ["No line is called nobody."]
    with pytest.raises(Refusal, match="total must be"):
        best([POORER], float("nan"))


@pytest.mark.parametrize(
    "changed",
    [
        {"people": -1},
        {"catch": 1.1},
        {"unit_cost": 0},
        {"worth": float("nan")},
        {"floor": -1},
        {"ceiling": -1},
        {"set_up": -1},
        {"least": float("inf")},
        {"ceiling": float("nan")},
    ],
)
def test_a_curve_that_cannot_be_is_refused(changed):
    whole = {"people": 1, "catch": 1, "unit_cost": 1, "worth": 1, "floor": 0, "ceiling": 1, **changed}
    with pytest.raises(Refusal, match="Line cannot be worked out"):
        Curve("l", "Line", **whole)


@pytest.mark.parametrize(
    "rule",
    [((), 1, None), (("a", "a"), 1, None), (("a",), None, None), (("a",), 2, 1), (("a",), float("nan"), None)],
)
def test_a_rule_that_cannot_be_is_refused(rule):
    with pytest.raises(Refusal, match="Rule “R”"):
        Rule("R", *rule)


def test_a_line_without_a_most_takes_what_there_is():
    found = best([Curve("a", "A", 100, 0.5, 10, 0.1, 0, float("inf"))], 1_000)
    assert found.amounts == {"a": 1_000} and found.left_over == 0 and found.price > 0
