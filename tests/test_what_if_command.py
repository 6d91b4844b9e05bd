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


@pytest.mark.parametrize("given, said", [
    ("", "not JSON"), ("[1, 2]", "scenario"), ('{"schema": 7}', "7"), ('{"kind": "activity"}', "no split"),
])  # fmt: skip
def test_what_is_no_scenario_is_refused_in_words(house, given, said):
    code, out, err = carried(house, given)
    assert (code, out) == (2, "") and said in err and "Traceback" not in err


def test_a_file_that_is_not_there_is_named(home, capsysbinary):
    assert main(["whatif", "nowhere.json"]) == 2
    assert b"nowhere.json cannot be read: No such file" in capsysbinary.readouterr().err
