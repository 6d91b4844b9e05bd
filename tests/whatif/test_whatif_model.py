"""Reach, places, the table of the worked case, and what must hold whatever the numbers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tightrope.errors import Refusal
from tightrope.whatif import draws, model
from tightrope.whatif.distributions import beta, fixed, normal, uniform
from tightrope.whatif.model import Line, Parameter, Rule, Split

RATES = {"rrr": fixed(0.20), "pP": fixed(0.8), "pA": fixed(0.8), "bP": fixed(0.14), "bA": fixed(0.09)}


def test_the_table_of_the_worked_case(known):
    """Target: 2700 (1 - exp(-.8 x 600 / 2700)) = 439.75 reached, x .14 x .20 = 12.31; the others alike."""
    made = {split.id: round(float(draws.expected(known, split.amounts).sum()), 1) for split in known.splits}
    assert made == {"target": 12.3, "two_thirds": 11.2, "even": 10.4, "by_heads": 10.1, "affluent": 7.2}


def test_open_to_all_and_thin(made):
    """30 / 70 with a take-up of 0.5: 89 reached x .028 + 194 x .018 = 6.0."""
    thin = made({**RATES, "pP": fixed(0.5), "pA": fixed(0.5)})
    amounts = {"P": 240_000 * 0.3, "A": 240_000 * 0.7}
    middle = draws.central(thin)
    reached = [round(float(draws.reached(middle, line, amounts[line.id])[0])) for line in thin.lines]
    assert reached == [89, 194] and round(float(draws.expected(thin, amounts).sum()), 1) == 6.0


def test_reach_at_its_ends():
    assert model.reach(0, 50, 0.8) == 0 and model.reach(100, 0, 0.8) == 0
    assert model.reach(100, 1e9, 0.8) == pytest.approx(100)
    # 100 (1 - e^-1) with 125 places of which 0.8 take somebody new
    assert list(model.reach(np.array([100, 0]), 125, 0.8)) == pytest.approx([63.212056, 0])


def test_set_up_is_spent_first_and_nothing_runs_below_its_least(known):
    line = replace(known.lines[0], set_up=40_000, least=60_000)
    assert model.places(line, 100_000, 400) == 150  # (100,000 - 40,000) / 400
    assert model.places(line, 59_999, 400) == 0 and model.places(line, 60_000, 400) == 50
    assert model.places(replace(line, least=0), 30_000, 400) == 0


def test_trend_and_optimism(made, known):
    """Risks 3% higher a year for two years, a quarter off the effect: x 1.03^2 x 0.75 = 0.795675."""
    changed = made(RATES, trend=0.03, years_ahead=2, optimism=0.25)
    even = known.split("even").amounts
    assert draws.expected(changed, even) == pytest.approx(draws.expected(known, even) * 0.795675)
    harmful = {**RATES, "rrr": fixed(-0.1)}
    assert list(draws.expected(made(harmful, optimism=0.5), even)) == list(draws.expected(made(harmful), even))
    assert draws.risk(made(RATES, trend=0.9, years_ahead=9), draws.central(known), known.lines[0]) == 1


def test_a_line_without_evidence_buys_places_only(known):
    lines = (known.lines[0], replace(known.lines[1], has_effect=False, baseline_risk=None, reduction=None))
    bare = replace(known, lines=lines)
    assert draws.expected(bare, known.split("even").amounts)[1] == 0
    assert draws.reached(draws.central(bare), lines[1], 120_000)[0] > 200


def test_far_beyond_what_was_seen(known):
    """£240,000 are 600 places: more than 1.5 x 399, not more than 1.5 x 400."""
    seen = [replace(known, lines=(replace(known.lines[0], observed_places=n), known.lines[1])) for n in (399, 400)]
    target = known.split("target").amounts
    (found,) = model.extrapolated(seen[0], target)
    assert (found.line.id, found.places, found.observed) == ("P", 600, 399)
    assert model.extrapolated(seen[1], target) == () == model.extrapolated(known, target)


@settings(max_examples=60, deadline=None)
@given(
    st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 5000), st.floats(0, 300_000), st.floats(0, 50_000)
)
def test_more_money_never_helps_less(catch, risk, effect, people, pounds, more):
    made = {
        "people": fixed(people),
        "cost": fixed(400),
        "catch": fixed(catch),
        "risk": fixed(risk),
        "cut": fixed(effect),
    }
    parameters = [Parameter(id, id, "", one, "S", "low", "R") for id, one in made.items()]
    line = Line("x", "X", "G", "L", 1, "people", "cost", "catch", "risk", "cut", set_up=10_000, least=20_000)
    splits = [Split("less", "Less", {"x": pounds}, ""), Split("more", "More", {"x": pounds + more}, "")]
    told = {"title": "T", "year": "2026-27", "outcome": "falls", "seed": 1, "total": 400_000, "base": "less"}
    scenario = model.Scenario(parameters=parameters, lines=[line], splits=splits, **told)
    less, more = (draws.expected(scenario, split.amounts)[0] for split in splits)
    assert more >= less >= 0 and more <= people * risk * effect + 1e-9


@pytest.mark.parametrize(
    "change, says",
    [
        ({"total": -1}, "£0 or more"),
        ({"total": float("nan")}, "£0 or more"),
        ({"base": "nowhere"}, "none of the splits"),
        ({"optimism": 1.5}, "between 0 and 1"),
        ({"trend": -1.0}, "above -1"),
        ({"seed": -1}, "0 or more"),
        ({"total": 1000}, "Split “target” spends £239,000 more"),
        ({"rules": (Rule("R", ("Z",), at_least=5),)}, "“Z”, which is no line"),
        ({"splits": (Split("even", "E", {"Z": 5}, ""),)}, "“Z”, which is no line"),
    ],
)
def test_a_scenario_that_does_not_hold_together(known, change, says):
    with pytest.raises(Refusal) as refused:
        replace(known, **change)
    assert any(says in one for one in refused.value.problems)


def test_all_that_is_wrong_is_said_at_once(known):
    lines = (
        replace(known.lines[0], floor=200_000, catch="k"),
        replace(known.lines[1], committed=50_000),
        known.lines[0],
    )
    with pytest.raises(Refusal, match="4 things are wrong") as refused:
        replace(known, lines=lines, parameters=(*known.parameters, known.parameters[0]))
    assert refused.value.problems == [
        "The parameter id “rrr” is given 2 times. Each needs its own.",
        "The line id “P” is given 2 times. Each needs its own.",
        "Line “P”: its take-up names the parameter “k”, which is not in the list.",
        "The total of £240,000 is £10,000 below what the lines must have at least "
        "(£250,000: Poorer areas £200,000, Affluent areas £50,000).",
    ]


@pytest.mark.parametrize("risk", [normal(0.1, 0.1), uniform(0.5, 1.2), uniform(-0.1, 0.5), fixed(1.01)])
def test_a_share_must_stay_a_share(made, risk):
    with pytest.raises(Refusal, match="must be between 0 and 1"):
        made({**RATES, "bP": risk})


def test_a_share_with_its_ends_cut_is_one(made):
    assert made({**RATES, "bP": normal(0.1, 0.1, 0, 1), "pP": beta(2, 2), "rrr": uniform(-1, 1)})


@pytest.mark.parametrize(
    "make, says",
    [
        (lambda: Parameter("a", "A", "", fixed(1), " ", "low", "R"), "its source"),
        (lambda: Parameter("a", "A", "", fixed(1), "S", "low", ""), "its reason"),
        (lambda: Parameter("a", "A", "", fixed(1), "S", "quite", "R"), "certainty of “A”"),
        (lambda: Split("s", "S", {"x": -1}, ""), "£0 or more"),
        (lambda: Split("s", "S", {"x": float("inf")}, ""), "£0 or more"),
        (lambda: Line("x", "X", "", "", 1, "n", "c", "k", "b", "r", floor=5, ceiling=4), "below its floor"),
        (lambda: Line("x", "X", "", "", 1, "n", "c", "k", None, "r"), "needs both"),
        (lambda: Line("x", "X", "", "", 1, "n", "c", "k", "b", "r", set_up=-1), "set-up must be 0"),
        (lambda: Rule("R", ("x",)), "asks for nothing"),
        (lambda: Rule("R", ("x",), 5, 4), "more than it allows"),
        (lambda: Rule("R", ("x",), -5), "0 or more"),
    ],
)
def test_a_part_that_is_wrong_in_itself(make, says):
    with pytest.raises(Refusal, match=says):
        make()
