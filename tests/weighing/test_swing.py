"""Weights from what matters how much, by role, and what would turn the order of the first two."""

import pytest

from tightrope.errors import Refusal
from tightrope.weighing.swing import Given, by_role, group_weights, turning, weights

NAMES = {"told": "what people tell", "money": "money", "near": "being near"}


def test_points_become_weights_that_add_up():
    assert weights({"told": 100, "money": 50, "near": 50}) == {"told": 0.5, "money": 0.25, "near": 0.25}
    for points in ({}, {"told": 0, "money": 0}, {"told": 101}, {"told": -1}, {"told": float("nan")}):
        with pytest.raises(Refusal):
            weights(points)


def test_each_person_counts_once_however_many_points_they_gave():
    # 100:100 is a half each; 10:30 is a quarter and three quarters: the means are 3/8 and 5/8
    given = [Given("officer", {"told": 100, "money": 100}), Given("officer", {"told": 10, "money": 30})]
    assert group_weights(given) == pytest.approx({"told": 0.375, "money": 0.625})
    with pytest.raises(Refusal):
        group_weights([])
    with pytest.raises(Refusal, match="same things"):
        group_weights([*given, Given("member", {"told": 50})])


def test_roles_stand_apart_with_their_spread():
    points = [(100, 0), (75, 25), (50, 50), (25, 75), (0, 100)]
    given = [Given("carer", dict(zip(("told", "money"), pair, strict=True))) for pair in points]
    given.append(Given("officer", {"told": 20, "money": 80}))
    found = by_role(given)
    assert list(found) == ["carer", "officer"]
    told = found["carer"][0]
    # weights 0, 0.25, 0.5, 0.75, 1: the middle half runs from 0.25 to 0.75
    assert (told.people, told.mean, told.least, told.lower, told.upper, told.most) == (5, 0.5, 0.0, 0.25, 0.75, 1.0)
    assert (found["officer"][1].mean, found["officer"][1].people) == (0.8, 1)


def test_the_nearest_turn_is_told_in_words():
    # By what people tell .2 and money .8: A .2*.2+.8*.9 = .76, B .2*.9+.8*.5 = .58. They tie where
    # t*.2+(1-t)*.9 = t*.9+(1-t)*.5, so 1.1 t = .4 and t = .3636.
    options = {"B": {"told": 0.9, "money": 0.5}, "A": {"told": 0.2, "money": 0.9}}
    found = turning(options, {"told": 0.2, "money": 0.8}, NAMES)
    # With two criteria more of one is less of the other, both moves as long: what counts for more is told.
    assert (found.first, found.second, found.criterion, found.now) == ("A", "B", "told", 0.2)
    assert found.at == pytest.approx(4 / 11)
    assert found.words == "B overtakes A once what people tell counts for more than 36%; now 20%."


def test_a_turn_is_checked_by_weighing_again_at_it():
    options = {
        "A": {"told": 0.3, "money": 0.9, "near": 0.6},
        "B": {"told": 0.8, "money": 0.4, "near": 0.5},
        "C": {"told": 0.0, "money": 0.1, "near": 0.2},
    }
    chosen = {"told": 0.3, "money": 0.4, "near": 0.3}
    found = turning(options, chosen, NAMES)
    rest = 1 - chosen[found.criterion]
    moved = {
        name: found.at if name == found.criterion else weight / rest * (1 - found.at) for name, weight in chosen.items()
    }
    assert sum(moved.values()) == pytest.approx(1)
    first, second = (sum(moved[name] * options[one][name] for name in moved) for one in (found.first, found.second))
    assert first == pytest.approx(second), "level exactly there"


def test_what_never_turns_and_what_is_level_says_so():
    never = turning({"A": {"told": 0.9, "money": 0.9}, "B": {"told": 0.1, "money": 0.8}},
                    {"told": 0.5, "money": 0.5}, NAMES)  # fmt: skip
    assert never.criterion is None and never.words == "A stays ahead of B whichever one matters more."
    level = turning({"A": {"told": 1, "money": 0}, "B": {"told": 0, "money": 1}}, {"told": 0.5, "money": 0.5}, NAMES)
    assert level.words == "A and B are level at these weights."
    assert turning({"A": {"told": 1}}, {"told": 1.0}, NAMES) is None
    alone = turning({"A": {"told": 0.9}, "B": {"told": 0.1}}, {"told": 1.0}, NAMES)
    assert alone.words == "A stays ahead of B whichever one matters more."
