"""The command of the what-if says what the page says, for effects and for the budget, and refuses in words."""

import json
from dataclasses import replace

import pytest

from tightrope import commands
from tightrope.__main__ import main
from tightrope.answers import futures, pots, splitting
from tightrope.answers.evidence import usual_period
from tightrope.commands.weighing import READER
from tightrope.whatif import scenario as files
from tightrope.whatif.parts import Rule

BUDGET = {
    "kind": "activity", "year": "2026-27", "by": "service", "basis": "gross", "rule": "hand", "on": "2027-04-01",
    "changes": {"day_opportunities": "-250000.00", "prevention": "250000.00"},
}  # fmt: skip


@pytest.fixture(scope="module")
def house(shared_house):
    return shared_house


@pytest.fixture(scope="module")
def scenario(house):
    pot = pots.pots(house)["POT-1"]
    return pots.scenario(pot, pots.shares(pot)["requested"], 0.0, 0.0)


def carried(house, given, *arguments):
    return commands.carry_out(["whatif", "a file", *arguments], given, lambda: house)


def test_every_figure_of_the_page_stands_in_it(house, scenario):
    code, out, err = carried(house, files.write(scenario), "--json")
    found, seen = json.loads(out), futures.futures(scenario).seen
    assert (code, err) == (0, "") and (found["chosen"], found["against"]) == ("chosen", "need")
    for key, one in seen.items():
        told = found["splits"][key]
        assert (told["mean"], told["low"], told["high"]) == (one.mean, one.low, one.high)
        assert told["reached"] == one.reached and told["gap"]["after"] == one.gap.after
    assert found["comparison"]["worse"] == futures.better_in(scenario, "need", "chosen")
    assert "90 of 100 plausible futures" in found["title"] and found["seed"] == 7


def test_the_best_split_comes_with_its_range(house, scenario):
    code, out, _ = carried(house, files.write(scenario), "--best", "--json")
    best = json.loads(out)["best"]
    assert code == 0 and sum(best["amounts"].values()) == pytest.approx(240_000, abs=0.001)
    assert best["lines"]["poorer_areas"]["least"] < best["amounts"]["poorer_areas"]


def test_rules_that_clash_are_named_and_end_with_1(house, scenario):
    rules = (Rule("At least to affluent areas", ("affluent_areas",), at_least=200_000.0),
             Rule("At least to poorer areas", ("poorer_areas",), at_least=100_000.0))  # fmt: skip
    code, out, _ = carried(house, files.write(replace(scenario, rules=rules)), "--best")
    assert code == 1 and "At least to poorer areas" in out and "£60,000" in out  # 200,000 + 100,000 - 240,000


def test_a_split_of_the_budget_keeps_the_ledger(house):
    code, out, err = carried(house, json.dumps(BUDGET), "--json")
    found = json.loads(out)
    lines = {one["line"]: one for one in found["lines"]}
    assert (code, err) == (0, "") and "ledger £330.0m, here £330.0m, difference £0" in found["control"]
    assert lines["prevention"]["became"] - lines["prevention"]["was"] == 250_000
    split = splitting.of(house, READER, usual_period(house), splitting.from_body(BUDGET))
    assert {one.line_id: float(one.became) for one in split.lines} == {k: v["became"] for k, v in lines.items()}


def test_the_budget_says_who_pays_and_what_of_it_falls_into_this_year(house):
    body = BUDGET | {"on": "2026-12-01", "changes": {"respite": "250000.00"}}
    code, out, _ = carried(house, json.dumps(body), "--json")
    found = json.loads(out)
    one = next(one for one in found["lines"] if one["line"] == "respite")
    # December to March is 4 of 12 months: 83,333.33. £1,696,724.40 of £3,199,999.99 is the council's own: £132,556.59
    # of it in a year, and £44,185.53 in 4 months.
    assert code == 1 and one["gross_this_year"] == found["gross_this_year"] == 83_333.33
    assert one["net_this_year"] == found["net_this_year"] == pytest.approx(44_185.53, abs=0.02)
    assert found["who_pays"][0] == {
        "whose": "Council cash", "words": "+£132,557 in a whole year, +£44,186 in 2026-27",
    }  # fmt: skip
    assert sum(found["places"].values()) == pytest.approx(250_000) and "counts as free to move" in found["notes"][0]
    assert (found["once"], one["once"]) == ("", 0)
    plain = carried(house, json.dumps(body))[1]
    assert "What people and the NHS pay: +£117,443 in a whole year" in plain and "still to find: by hand" in plain


def test_money_that_comes_once_is_said(house):
    body = BUDGET | {"changes": {"prevention": "-2200000.00", "respite": "2200000.00"}}
    code, out, _ = carried(house, json.dumps(body), "--json")
    found = json.loads(out)
    one = next(one for one in found["lines"] if one["line"] == "prevention")
    # £2,015,999.99 every year: 2,200,000 less that is £184,000.01.
    assert code == 0 and one["once"] == 184_000.01
    assert found["once"].startswith("£184,000 of the £2,200,000 moved comes once only")


def test_effects_have_their_point_icons_worth_and_what_is_assumed(house, scenario):
    found = json.loads(carried(house, files.write(replace(scenario, optimism=0.2)), "--json")[1])
    seen = futures.futures(replace(scenario, optimism=0.2)).seen
    assert found["assumed"] == "Assumed: effects are taken 20% lower than they were measured elsewhere."
    assert sum(found["icons"].values()) == 100
    assert all(abs(found["icons"][name] - 100 * found["comparison"][name]) < 1 for name in found["icons"])
    for key, one in seen.items():
        told = found["splits"][key]
        assert (told["gain"], told["narrowed"]) == (one.point.gain, one.point.narrowed)
        # data/effects/prevention.toml: £15,000 to £25,000 for each crisis avoided.
        assert told["worth"] == {"low": one.mean * 15_000, "high": one.mean * 25_000}


def test_without_an_effect_it_counts_people_and_is_silent_about_doubt(house):
    pot = replace(pots.pots(house)["POT-1"], effect=None)
    text = files.write(pots.scenario(pot, pots.shares(pot)["requested"], 0.0, 0.0))
    found = json.loads(carried(house, text, "--json")[1])
    one = found["splits"]["chosen"]
    # 180 and 420 places: 2,700 (1 - e^(-180/2,700)) + 1,320 (1 - e^(-420/1,320)) = 533.87 people.
    assert found["known"] is False and one["value"] == pytest.approx(533.87, abs=0.01)
    assert not {"low", "mean", "high", "worth", "regret"} & set(one) and not {"comparison", "icons"} & set(found)
    plain = carried(house, text)[1]
    assert "The split you chose\t534 people reached" in plain and "0.00" not in plain


def test_the_best_split_says_its_ranges_and_what_is_not_proved_in_plain_text_too(house, scenario):
    plain = carried(house, files.write(scenario), "--best")[1]
    best = json.loads(carried(house, files.write(scenario), "--best", "--json")[1])["best"]
    one = best["lines"]["poorer_areas"]
    assert f"  Poorer areas\t{one['best']:,.2f}\t{one['least']:,.2f} to {one['most']:,.2f}" in plain
    assert f"a better split by more than {best['gap']:.2%} is ruled out" in plain


@pytest.mark.parametrize("given, said", [
    ("", "not JSON"), ("[1, 2]", "scenario"), ('{"schema": 7}', "7"), ('{"kind": "activity"}', "no split"),
])  # fmt: skip
def test_what_is_no_scenario_is_refused_in_words(house, given, said):
    code, out, err = carried(house, given)
    assert (code, out) == (2, "") and said in err and "Traceback" not in err


def test_a_file_that_is_not_there_is_named(home, capsysbinary):
    assert main(["whatif", "nowhere.json"]) == 2
    assert b"nowhere.json cannot be read: No such file" in capsysbinary.readouterr().err
