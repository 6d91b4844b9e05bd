"""The small pot of Hallamford: the planted dilemma, its splits, and its figures against the reference by hand."""

from dataclasses import replace

import numpy as np
import pytest

from tightrope.answers import best_split, futures, pot_stories, pots, scenarios
from tightrope.answers import futures_words as say
from tightrope.answers.evidence import usual_period
from tightrope.whatif import draws

HALF = {"poorer_areas": 0.5, "affluent_areas": 0.5}
TARGET = {"poorer_areas": 1.0, "affluent_areas": 0.0}


@pytest.fixture(scope="module")
def pot(house):
    return pots.pots(house)["POT-1"]


def test_the_pot_is_as_planted(pot):
    assert (float(pot.amount), float(pot.cost), pot.places) == (240_000, 400, 600)
    assert [(one.name, one.locality, one.at_risk, one.risk, one.rank) for one in pot.groups] == [
        ("Poorer areas", "North East", 2700, 0.14, 1), ("Affluent areas", "South West", 1320, 0.09, 2),
    ]  # fmt: skip
    assert "Ashmere" in pot.asked_by and pot.interest == ""


def test_its_splits_follow_from_its_figures(pot):
    found = pots.shares(pot)
    # by need: 2,700 x 0.14 = 378 crises against 1,320 x 0.09 = 118.8: 76 to 24; heads 9,000 to 11,000
    assert found["need"]["poorer_areas"] == pytest.approx(378 / 496.8)
    assert found["heads"] == pytest.approx({"poorer_areas": 0.45, "affluent_areas": 0.55})
    assert found["requested"] == pytest.approx({"poorer_areas": 0.3, "affluent_areas": 0.7})
    for share in found.values():
        assert sum(pots.amounts(pot, share).values()) == pytest.approx(240_000, abs=0.001)


def reference(share, n=10_000, seed=7):
    """The reference's draws, in its order, written out again: effect, take-up poorer and affluent, risks."""
    rng = np.random.default_rng(seed)
    effect = np.clip(rng.normal(0.20, 0.10, n), -0.05, 0.45)
    take_p, take_a = rng.uniform(0.45, 0.9, n), rng.uniform(0.6, 0.9, n)
    risk_p, risk_a = rng.beta(56, 344, n), rng.beta(36, 364, n)
    made = 0
    for people, part, take, risk in ((2700, share, take_p, risk_p), (1320, 1 - share, take_a, risk_a)):
        made = made + people * (1 - np.exp(-take * 240_000 * part / 400 / people)) * risk * effect
    return made


def test_every_split_comes_to_the_same_as_the_reference(pot):
    scenario = pots.scenario(pot, HALF, 0.0, 0.0)
    found = futures.futures(scenario)
    for key, share in (("requested", 0.3), ("even", 0.5), ("heads", 0.45), ("chosen", 0.5)):
        expected = reference(share)
        assert found.seen[key].mean == pytest.approx(expected.mean(), rel=1e-9)
        low, high = np.quantile(expected, [0.1, 0.9])
        assert (found.seen[key].low, found.seen[key].high) == pytest.approx((low, high), rel=1e-9)


def test_targeting_is_better_than_even_in_83_of_100_futures(pot):
    scenario = pots.scenario(pot, TARGET, 0.0, 0.0)
    better = futures.better_in(scenario, "chosen", "even")
    assert better == pytest.approx((reference(1.0) > reference(0.5)).mean(), abs=1e-9)
    assert better == pytest.approx(0.83, abs=0.01)


def test_the_page_says_how_sure_it_is_and_what_would_turn_it(pot):
    scenario = pots.scenario(pot, pots.shares(pot)["requested"], 0.0, 0.0)
    found, duel = futures.futures(scenario), futures.duel(scenario, "chosen", scenarios.rival(scenario))
    assert duel.second == "need"
    assert say.title(found, duel) == (
        "A split by need alone is better than the requested split in 90 of 100 plausible futures"
    )
    half = pots.scenario(pot, TARGET, 0.0, 0.0)
    turned = say.turning(futures.futures(half), futures.duel(half, "chosen", "even"))
    # domain: even wins below about 0.51 with take-up elsewhere at 0.8; here it is 0.75 at its mean
    assert turned[0].startswith("The even split wins if take-up in the most deprived group falls below 0.4")


def test_the_most_likely_turn_stands_first(pot):
    scenario = pots.scenario(pot, TARGET, 0.0, 0.0)
    chances = [futures._chance(one, draws.draw(scenario).values[one.parameter.id])
               for one in futures.duel(scenario, "chosen", "even").switching]  # fmt: skip
    assert chances == sorted(chances, reverse=True) and chances[0] > 0


def test_what_is_assumed_changes_every_split_alike(pot):
    plain = futures.futures(pots.scenario(pot, HALF, 0.0, 0.0))
    cautious = futures.futures(pots.scenario(pot, HALF, 0.5, 0.0))
    rising = futures.futures(pots.scenario(pot, HALF, 0.0, 0.02))
    for key in plain.seen:
        assert cautious.seen[key].mean < plain.seen[key].mean < rising.seen[key].mean


def test_nothing_is_said_of_an_effect_without_evidence(pot):
    unknown = replace(pot, effect=None)
    scenario = pots.scenario(unknown, HALF, 0.0, 0.0)
    found = futures.futures(scenario)
    assert not found.known and not any(line.has_effect for line in scenario.lines)
    assert "what that prevents is not" in say.title(found, futures.duel(scenario, "chosen", "requested"))
    assert say.three(found, futures.duel(scenario, "chosen", "requested")) == []
    assert best_split.best_split(scenario).near is None


def test_the_best_split_has_a_range_and_is_no_better_than_its_bound(pot):
    found = best_split.best_split(pots.scenario(pot, HALF, 0.0, 0.0))
    near = found.near
    assert near.best.gain <= near.best.bound + 1e-9 and near.best.gap <= 1e-6
    # by hand, a grid of whole per cents at the means of take-up 0.675 and 0.75
    grid = {}
    for part in range(101):
        poorer = 2700 * (1 - np.exp(-0.675 * 6 * part / 2700)) * 0.14
        affluent = 1320 * (1 - np.exp(-0.75 * 6 * (100 - part) / 1320)) * 0.09
        grid[part] = (poorer + affluent) * 0.2
    assert near.best.gain == pytest.approx(max(grid.values()), abs=1e-3)
    assert near.lines["poorer_areas"].least < near.lines["poorer_areas"].best
    within = [part for part, gain in grid.items() if gain >= 0.99 * near.best.gain]
    assert near.lines["poorer_areas"].least == pytest.approx(min(within) * 2400, abs=2400)


def test_people_are_heard_on_both_sides(house, commissioner, pot):
    told = pot_stories.told(house, commissioner, usual_period(house), pot.service_id, pot.groups)
    assert [one.people for one in told] == ["15 people", "5 people"] and all(one.cards for one in told)
    assert not any(one.wider for one in told)
    assert len(pot_stories.ids(told)) == len(set(pot_stories.ids(told))) == 5
