"""Named steps from one split to another: each alone, and what they do only together, worked out by hand."""

import math
from dataclasses import replace

import pytest

from tightrope.whatif.compare import waterfall
from tightrope.whatif.distributions import fixed
from tightrope.whatif.model import Line, Parameter, Scenario, Split


def number(key, value):
    return Parameter(key, key, "", fixed(value), "source", "low", "reason")


@pytest.fixture
def scenario():
    return Scenario(
        title="t", year="2026-27", outcome="crises", seed=1, draws=10, total=1000.0, base="a",
        parameters=(number("people", 100.0), number("cost", 10.0), number("catch", 0.5), number("risk", 0.2),
                    number("effect", 0.4)),
        lines=(Line(id="one", name="One", group="g", locality="", deprivation_rank=1, people="people", unit_cost="cost",
                    catch="catch", baseline_risk="risk", reduction="effect"),),
        splits=(Split("a", "a", {"one": 400.0}, "why"), Split("b", "b", {"one": 1000.0}, "why")),
    )  # fmt: skip


def avoided(pounds, effect):
    """100 people, a place at £10, half of the places find somebody new: by hand."""
    return 100 * (1 - math.exp(-0.5 * pounds / 10 / 100)) * 0.2 * effect


def test_money_alone_is_one_step_and_leaves_nothing_over(scenario):
    fall = waterfall(scenario, "a", scenario, "b")
    assert fall.start == pytest.approx(avoided(400, 0.4)) and fall.end == pytest.approx(avoided(1000, 0.4))
    assert [one.name for one in fall.steps] == ["One: £400 to £1,000"]
    assert fall.steps[0].change == pytest.approx(fall.end - fall.start) and fall.together == pytest.approx(0, abs=1e-12)


def test_money_and_a_smaller_effect_do_something_only_together(scenario):
    other = replace(scenario, optimism=0.5)
    fall = waterfall(scenario, "a", other, "b")
    money, doubt = avoided(1000, 0.4) - avoided(400, 0.4), avoided(400, 0.2) - avoided(400, 0.4)
    assert [one.change for one in fall.steps] == pytest.approx([money, doubt])
    assert fall.end == pytest.approx(avoided(1000, 0.2))
    # half of what the extra money would bring is lost again: that is what only both do
    assert fall.together == pytest.approx(-money / 2)
    assert fall.start + sum(one.change for one in fall.steps) + fall.together == pytest.approx(fall.end)


def test_every_assumption_that_differs_is_a_step_of_its_own(scenario):
    changed = tuple(number(one.id, 0.3) if one.id == "risk" else one for one in scenario.parameters)
    other = replace(scenario, parameters=changed, trend=0.1)
    names = [one.name for one in waterfall(scenario, "a", other, "a").steps]
    assert names == ["risk", "Risk changes by +10% a year instead of +0%"]


def test_the_same_split_has_no_steps(scenario):
    fall = waterfall(scenario, "a", scenario, "a")
    assert fall.steps == () and fall.together == 0 and fall.start == fall.end
