"""Who gains and who loses: the gaps of the worked case, the turning weight by hand, and every reading."""

from dataclasses import replace

import numpy as np
import pytest

from tightrope.whatif import draws, fairness
from tightrope.whatif.model import Split


def test_the_gaps_of_the_worked_case(known):
    gaps = {split.id: fairness.gap(known, split.amounts) for split in known.splits}
    assert all(one.before == pytest.approx(0.05) for one in gaps.values())
    after = {name: round(one.after * 100, 2) for name, one in gaps.items()}
    assert after == {"target": 4.54, "two_thirds": 4.89, "even": 5.06, "by_heads": 5.11, "affluent": 5.55}


def test_the_slope_of_two_groups_is_twice_the_gap(known):
    """Mid-ranks of two groups lie half of all people apart, whatever their sizes: slope = -gap / 0.5."""
    found = fairness.gap(known, known.split("target").amounts)
    assert found.slope_before == pytest.approx(-0.05 / 0.5)
    assert found.slope_after == pytest.approx(-found.after / 0.5)


def test_two_lines_for_the_same_people_count_them_once(known):
    second = replace(known.lines[0], id="P2", name="Poorer areas, by telephone")
    both = replace(known, lines=(*known.lines, second))
    found = fairness.rates(both, draws.central(both), {"P": 100_000, "P2": 100_000})
    assert list(found.people[:, 0]) == [2700, 1320]
    one = draws.expected(known, {"P": 100_000})[0]
    assert found.after[0, 0] == pytest.approx((2700 * 0.14 - 2 * one) / 2700)
    elsewhere = replace(both, lines=(*known.lines, replace(second, locality="West")))
    assert list(fairness.rates(elsewhere, draws.central(both), {}).people[:, 0]) == [5400, 1320]


def test_rates_stand_in_every_future(unsure):
    drawn = draws.draw(replace(unsure, draws=200))
    found = fairness.rates(unsure, drawn, unsure.split("target").amounts)
    assert found.before.shape == (2, 200) and found.ranks == (1, 5)
    assert found.before[0] == pytest.approx(drawn.values["bP"])
    assert np.array_equal(found.before[1], found.after[1])  # nothing is spent there


def test_no_gap_without_two_ranks(known):
    alone = replace(known, lines=(known.lines[0], replace(known.lines[1], deprivation_rank=None)))
    assert fairness.gap(alone, {}) is None
    assert fairness.plane(alone)[0].narrowed is None
    assert fairness.reading(alone, alone.split("target")).narrows is None


def test_the_plane_of_gain_and_fairness(known):
    points = {one.split: (round(one.gain, 1), round(one.narrowed * 100, 2)) for one in fairness.plane(known)}
    assert points["target"] == (12.3, 0.46) and points["even"] == (10.4, -0.06)


def test_the_weight_that_turns_the_choice(known):
    """Target gives the poorer 12.313 and nobody else; even 6.430 and 3.950: w* = 3.950 / (12.313 - 6.430) = 0.671."""
    found = fairness.balance(known, "target", "even")
    assert (found.kind, found.below, found.above) == ("crosses", "even", "target")
    assert found.weight == pytest.approx(3.9500307 / (12.3130906 - 6.4299895), abs=1e-6)
    turned = fairness.balance(known, "even", "target")
    assert (turned.weight, turned.below, turned.above) == (pytest.approx(found.weight), "even", "target")


def test_ties_and_choices_that_no_weight_turns(known):
    splits = (
        Split("even", "Even", {"P": 100_000, "A": 100_000}, ""),
        Split("more", "More for both", {"P": 110_000, "A": 110_000}, ""),
        Split("same_poor", "Less elsewhere", {"P": 100_000, "A": 50_000}, ""),
        Split("same_rest", "Less for the poorer", {"P": 50_000, "A": 100_000}, ""),
    )
    scenario = replace(known, splits=splits)
    kinds = {id: fairness.balance(scenario, "even", id) for id in ("even", "more", "same_poor", "same_rest")}
    assert {id: one.kind for id, one in kinds.items()} == {
        "even": "same",
        "more": "always",
        "same_poor": "always",
        "same_rest": "tie_elsewhere",
    }
    assert (kinds["more"].ahead, kinds["same_poor"].ahead, kinds["same_rest"].ahead) == ("more", "even", "even")


@pytest.mark.parametrize(
    "amounts, kind, narrows",
    [
        ({"P": 120_000, "A": 120_000}, "same", False),
        ({"P": 120_000, "A": 110_000}, "level_down", True),
        ({"P": 110_000, "A": 120_000}, "level_down", False),
        ({"P": 240_000, "A": 0}, "zero_sum", True),
        ({"P": 0, "A": 240_000}, "zero_sum", False),
        ({"P": 125_000, "A": 120_000}, "level_up", True),
        ({"P": 120_000, "A": 125_000}, "level_up", False),
    ],
)
def test_who_gains_and_who_loses(known, amounts, kind, narrows):
    scenario = replace(known, total=250_000)
    found = fairness.reading(scenario, Split("x", "X", amounts, ""))
    assert (found.kind, found.narrows) == (kind, narrows)
    assert set(found.groups) == {"Poorer", "Affluent"}
    assert (found.groups["Poorer"] > 0) == (amounts["P"] > 120_000)
