"""How sure, by how much, what turns the choice: published figures, cases by hand, and what must hold."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import optimize

from tightrope.whatif import doubt, draws
from tightrope.whatif.distributions import fixed, normal, uniform

RATES = {"rrr": fixed(0.20), "pP": fixed(0.8), "pA": fixed(0.8), "bP": fixed(0.14), "bA": fixed(0.09)}


@pytest.fixture(scope="module")
def drawn(unsure):
    return draws.draw(unsure)


def test_the_worked_case(unsure, drawn):
    totals = draws.totals(unsure, drawn)
    found = doubt.compare(totals["target"], totals["even"])
    assert (found.better, found.tied, found.worse) == (0.82855, 0, pytest.approx(0.17145))
    assert [round(one, 1) for one in (found.median, found.low, found.high)] == [1.0, -0.3, 3.4]
    two = {name: totals[name] for name in ("target", "even")}
    assert round(doubt.value_of_knowing(two), 4) == 0.0998
    turned = doubt.compare(totals["even"], totals["target"])
    assert (turned.better, turned.median) == (found.worse, pytest.approx(-found.median))


def test_ties_are_counted_as_ties():
    """0.1 + 0.2 is 0.3 but for its last binary digit: two ties, one better, one worse."""
    found = doubt.compare(np.array([0.1 + 0.2, 1, 2, 3]), np.array([0.3, 1, 1, 4]))
    assert (found.better, found.tied, found.worse) == (0.25, 0.5, 0.25)


def test_knowing_and_regret_by_hand():
    """A 4 0, B 1 1: the best is 4 1, mean 2.5; A alone 2, so knowing is worth 0.5. Regret of A 0 1, of B 3 0."""
    totals = {"A": np.array([4.0, 0.0]), "B": np.array([1.0, 1.0])}
    assert doubt.value_of_knowing(totals) == 0.5
    one, other = doubt.regrets(totals)
    assert (one.split, one.mean, one.one_in_ten) == ("A", 0.5, pytest.approx(0.9))  # 0.9 of the way from 0 to 1
    assert (other.split, other.mean, other.one_in_ten) == ("B", 1.5, pytest.approx(2.7))
    assert doubt.value_of_knowing({"A": totals["A"]}) == 0


def test_the_least_mean_regret_is_the_value_of_knowing(unsure, drawn):
    totals = draws.totals(unsure, drawn)
    assert min(one.mean for one in doubt.regrets(totals)) == pytest.approx(doubt.value_of_knowing(totals))


def test_take_up_that_turns_the_choice(known):
    """2700 (1 - e^(-600k/2700)) .028 = 2700 (1 - e^(-300k/2700)) .028 + 3.95: with x = e^(-k/9) a quadratic.
    x^2 - x + 3.95003 / 75.6 = 0 has the larger root x = .94470, so k = -9 ln x = 0.512."""
    found = doubt.switching(known, "pP", "target", "even")
    (flip,) = found.flips
    x = (1 + np.sqrt(1 - 4 * 3.9500307 / 75.6)) / 2
    assert flip.value == pytest.approx(-9 * np.log(x), abs=1e-5) == pytest.approx(0.512, abs=1e-3)
    assert (found.now, flip.below, flip.above, found.why) == ("target", "even", "target", "")
    assert (found.low, found.high) == (0, 1)
    turned = doubt.switching(known, "pP", "even", "target").flips[0]
    assert (turned.value, turned.below, turned.above) == (pytest.approx(flip.value), "even", "target")


def test_a_turn_outside_what_is_likely_is_found_and_said(made):
    wide = made({**RATES, "pP": uniform(0.7, 0.9)})
    assert not doubt.switching(wide, "pP", "target", "even").flips[0].likely
    wider = made({**RATES, "pP": uniform(0.4, 1.0)})
    assert doubt.switching(wider, "pP", "target", "even").flips[0].likely


def test_an_effect_below_nothing_turns_it_at_nothing(known):
    (flip,) = doubt.switching(known, "rrr", "target", "even").flips
    assert flip.value == pytest.approx(0, abs=1e-9) and flip.below == "even"


def test_cost_has_no_end_of_its_own(known):
    """Cheaper places fill the poorer areas up: the turn solves 2700 (1 - e^(-.8 240000/c/2700)) ... = even's."""

    def gap(cost):
        reach = [
            n * (1 - np.exp(-0.8 * pounds / cost / n)) for n, pounds in ((2700, 240e3), (2700, 120e3), (1320, 120e3))
        ]
        return (reach[0] - reach[1]) * 0.028 - reach[2] * 0.018

    found = doubt.switching(known, "cost", "target", "even")
    assert (found.low, found.high) == (40, 4000)
    assert [flip.value for flip in found.flips] == [pytest.approx(optimize.brentq(gap, 41, 400))]


def test_never_and_the_same(known):
    found = doubt.switching(known, "bA", "target", "target")
    assert (found.flips, found.why, found.now) == ((), "same", None)
    found = doubt.switching(known, "pA", "target", "even")
    assert (found.flips, found.why, found.now) == ((), "never", "target")
    # at a risk of 0 the two are the same; at any other targeting is ahead
    nothing = replace(known.parameter("bP"), distribution=fixed(0))
    hidden = replace(known, parameters=[nothing if one.id == "bP" else one for one in known.parameters])
    hidden = replace(hidden, lines=(hidden.lines[0], replace(hidden.lines[1], has_effect=False)))
    assert doubt.switching(hidden, "bP", "target", "even").now == "target"
    alone = replace(known, lines=(known.lines[0], replace(known.lines[1], has_effect=False)))
    assert doubt.switching(alone, "bA", "target", "even").why == "never"  # moves nothing


def test_a_choice_that_turns_twice(made):
    """One line fills at once, one slowly, the other split's line between the two. Worth .1 a person, so with take-up k
    a = 10 (1 - e^(-50k)) + 20 (1 - e^(-k)) and b = 20 (1 - e^(-8k)): a is better at both ends, b in the middle."""
    few, many = fixed(10), fixed(20)
    scenario = made({**RATES, "pP": fixed(0.9), "bP": fixed(0.5)})
    sizes = {"nP": few, "nA": many}
    parameters = [replace(one, distribution=sizes.get(one.id, one.distribution)) for one in scenario.parameters]
    quick = scenario.lines[0]  # 500 places for 10 people at £400
    middle, slow = (replace(quick, id=id, people="nA") for id in ("M", "S"))  # 160 and 20 places for 20 people
    splits = [
        replace(scenario.splits[0], id="a", amounts={"P": 200_000, "S": 8_000}),
        replace(scenario.splits[0], id="b", amounts={"M": 64_000}),
    ]
    scenario = replace(scenario, parameters=parameters, lines=[quick, middle, slow], splits=splits, base="a")

    def gap(k):
        return 10 * (1 - np.exp(-50 * k)) + 20 * (1 - np.exp(-k)) - 20 * (1 - np.exp(-8 * k))

    found = doubt.switching(scenario, "pP", "a", "b")
    roots = [optimize.brentq(gap, 0.01, 0.2), optimize.brentq(gap, 0.2, 1)]
    assert [flip.value for flip in found.flips] == pytest.approx(roots)
    assert [(flip.below, flip.above) for flip in found.flips] == [("a", "b"), ("b", "a")]
    assert found.now == "a"


def test_drivers_by_hand(made):
    """Only the effect and one take-up are unsure. Difference at the means 1.9331 for an effect of .2, so it moves
    by 9.665 times what the effect moves: from .2 - .1282 to .2 + .1282 (the tenths of a normal spread of .1)."""
    scenario = made({**RATES, "rrr": normal(0.2, 0.1, -1, 1), "pA": uniform(0.79, 0.81)}, draws=50_000)
    first, second = doubt.drivers(scenario, draws.draw(scenario), "target", "even")
    assert (first.parameter.id, second.parameter.id) == ("rrr", "pA")
    per = (12.31309059 - 10.38002017) / 0.2
    assert first.at_low == pytest.approx(per * (0.2 - 0.12816), abs=0.03)
    assert first.at_high == pytest.approx(per * (0.2 + 0.12816), abs=0.03)
    assert first.swing == first.at_high - first.at_low > second.swing > 0
    assert second.at_low > second.at_high  # the more the affluent areas take up, the less targeting is ahead
    assert len(doubt.drivers(scenario, draws.draw(scenario), "target", "even", most=1)) == 1
    assert doubt.drivers(scenario, draws.draw(scenario), "target", "target") == ()
