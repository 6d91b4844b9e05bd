"""Raking, its cost and its refusals: by hand, against samplics, and what must hold whatever the people."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from tightrope.errors import Refusal
from tightrope.weighing.raking import (
    MOST_ROUNDS,
    Z95,
    design_effect,
    effective_size,
    gaps,
    half_width,
    rake,
    weighted_share,
)

ORACLE = json.loads((Path(__file__).parents[1] / "data" / "raking" / "samplics.json").read_text(encoding="utf-8"))
HAND = [0.55] * 90 + [1.6] * 40 + [3.0] * 12


def test_the_hand_case_of_142_people():
    assert sum(HAND) == pytest.approx(49.5 + 64 + 36)
    assert round(effective_size(HAND), 2) == 94.06  # 149.5^2 / (27.225 + 102.4 + 108)
    assert round(design_effect(HAND), 3) == 1.510
    mean, variance = np.mean(HAND), np.var(HAND)
    assert design_effect(HAND) == pytest.approx(1 + variance / mean**2)  # 1 + CV^2


def test_half_width_by_hand():
    assert pytest.approx(stats.norm.ppf(0.975)) == Z95
    assert half_width(0.5, 94.06) == pytest.approx(1.96 * (0.25 / 94.06) ** 0.5, abs=1e-4)
    assert half_width(0.0, 10) == 0.0


def test_one_margin_is_weighed_by_hand():
    """Three women and one man answered, half of those served are men: 2/3 each and 2."""
    found = rake({"sex": ["f", "f", "f", "m"]}, {"sex": {"f": 50, "m": 50}})
    assert found.weights == pytest.approx([2 / 3, 2 / 3, 2 / 3, 2.0])
    assert weighted_share(found.weights, [True, False, False, True]) == pytest.approx((2 / 3 + 2) / 4)
    assert found.trimmed == 0


@pytest.mark.parametrize("number", range(len(ORACLE["cases"])))
def test_weights_and_design_effect_agree_with_samplics(number):
    case = ORACLE["cases"][number]
    found = rake(case["members"], case["targets"], trim=None)
    assert np.abs(found.weights - case["weights"]).max() < 1e-6
    assert design_effect(found.weights) == pytest.approx(case["design_effect"], abs=1e-6)


def test_the_oracle_is_the_version_that_is_named():
    assert ORACLE["made_with"]["samplics"] == "0.6.1" and len(ORACLE["cases"]) == 4
    assert max(len(case["targets"]) for case in ORACLE["cases"]) == 4


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_every_margin_is_met_and_the_mean_is_one(data):
    people = data.draw(st.integers(8, 60))
    members = {name: data.draw(st.lists(st.sampled_from("ab"), min_size=people, max_size=people)) for name in "xy"}
    pairs = set(zip(members["x"], members["y"], strict=True))
    assume(len(pairs) == 4)  # every mix is there, so that any margins can be met
    targets = {name: {"a": data.draw(st.integers(5, 95)), "b": data.draw(st.integers(5, 95))} for name in "xy"}
    found = rake(members, targets, trim=None)
    assert found.weights.mean() == pytest.approx(1) and (found.weights > 0).all()
    for name, shares in targets.items():
        here = found.weights[np.array(members[name]) == "a"].sum() / people
        assert here == pytest.approx(shares["a"] / sum(shares.values()), abs=1e-6)
    assert design_effect(found.weights) >= 1 - 1e-9 and effective_size(found.weights) <= people + 1e-9


def test_a_group_with_nobody_in_it_cannot_be_repaired_and_is_named():
    members, targets = {"home": ["no"] * 20}, {"home": {"no": 191, "yes": 229}}
    assert gaps(members, targets) == [("home", "yes")]
    with pytest.raises(Refusal, match=r"Nobody answered of: yes \(home\)\. No weight can repair") as refused:
        rake(members, targets)
    assert refused.value.problems == ["yes (home)"]


def test_a_group_that_is_nobodys_is_not_asked_for():
    """Nobody of 85 and over is served: that nobody answered of them is no gap."""
    members, targets = {"age": ["young", "old", "old"]}, {"age": {"young": 1, "old": 1, "85+": 0}}
    assert gaps(members, targets) == []
    assert rake(members, targets).weights == pytest.approx([1.5, 0.75, 0.75])


def test_somebody_of_a_group_that_nobody_serves_is_refused():
    with pytest.raises(Refusal, match="85"):
        rake({"age": ["young", "85+"]}, {"age": {"young": 10, "85+": 0}})


def test_margins_that_contradict_each_other_are_refused():
    """All men are old and all women young, but half are men and nine in ten old."""
    members = {"sex": ["m", "f"], "age": ["old", "young"]}
    with pytest.raises(Refusal, match="cannot all be met"):
        rake(members, {"sex": {"m": 50, "f": 50}, "age": {"old": 90, "young": 10}})
    assert MOST_ROUNDS >= 1000


def test_trimming_keeps_everybody_between_the_ends_and_the_mean_at_one():
    """One of 100 would stand for 50 people: cut to 5, the others share the remaining 95 in proportion."""
    members, targets = {"home": ["yes"] + ["no"] * 99}, {"home": {"yes": 50, "no": 50}}
    assert rake(members, targets, trim=None).weights[0] == pytest.approx(50)
    found = rake(members, targets)
    assert found.trimmed == 1
    assert found.weights[0] == 5.0 and found.weights[1:] == pytest.approx([95 / 99] * 99)


def test_trimming_at_both_ends_by_hand():
    """a 80 of 100 people and 2 of 20 answers (8 each), b 19 and 2 (1.9), c 1 and 16 (0.0125): cut to 5, c and 0.3.

    5 * 2 + 0.3 * 16 + 2 b = 20 gives b = 2.6.
    """
    members = {"x": ["a"] * 2 + ["b"] * 2 + ["c"] * 16}
    found = rake(members, {"x": {"a": 80, "b": 19, "c": 1}})
    assert found.weights == pytest.approx([5.0] * 2 + [2.6] * 2 + [0.3] * 16) and found.trimmed == 2 + 16


@pytest.mark.parametrize(
    ("members", "margins"),
    [({}, "sex"), ({"sex": []}, "sex"), ({"sex": ["f"], "age": ["f", "f"]}, "sex age"), ({"sex": ["f"]}, "sex age"),
     ({"sex": ["f"], "age": ["f"]}, "sex")],
)  # fmt: skip
def test_people_without_a_category_in_every_margin_are_refused(members, margins):
    with pytest.raises(Refusal, match="Every person needs a category"):
        rake(members, {name: {"f": 1} for name in margins.split()})


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_weights_that_weigh_nothing_are_refused(weights):
    with pytest.raises(Refusal):
        effective_size(weights)


@pytest.mark.parametrize(("share", "size"), [(1.1, 10), (-0.1, 10), (0.5, 0)])
def test_an_interval_of_nothing_is_refused(share, size):
    with pytest.raises(Refusal):
        half_width(share, size)
