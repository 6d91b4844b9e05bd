"""The command for who is missing: silent contracts, or the groups of one; the page's own figures."""

import json

import pytest

from tightrope import commands
from tightrope.answers import missing
from tightrope.answers.evidence import usual_period
from tightrope.commands.weighing import READER


@pytest.fixture(scope="module")
def house(shared_house):
    return shared_house


def carried(house, *arguments):
    return commands.carry_out(["missing", *arguments], "", lambda: house)


def asked(house, *arguments):
    code, out, err = carried(house, *arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_silent_contracts_are_a_list_of_one(house):
    found = asked(house)
    assert [one["contract_id"] for one in found] == ["CH-03"]
    one = found[0]
    assert (one["people"], one["heard"], one["expected"], round(one["chance"], 6)) == (140, 0, 9, 0.000452)
    assert one["since"] == "2025-03-01" and len(one["stopped"]) == 3


def test_in_words_it_says_the_same(house):
    code, out, err = carried(house)
    assert (code, err) == (0, "")
    assert out == (
        "CH-03\tLarkfield House. Nobody of 140 people who live there told us anything themselves. We would expect "
        "about 9. Nobody who lives there has been heard since March 2025, when advocacy ended.\n"
    )


@pytest.mark.parametrize(
    "arguments", [["HC-01"], ["HC-01", "--by", "proxy"], ["home_care", "--kind", "line"], ["--kind", "all"]]
)
def test_the_groups_are_those_of_the_page(house, arguments):
    found = asked(house, *arguments)
    made = missing.who(house, READER, usual_period(house), found["kind"], found["key"], found["by"])
    assert (found["title"], found["people"], found["tellers"]) == (made.title, made.people, made.tellers)
    shown = {(block.kind, one.value): one.tellers for block in made.blocks for one in block.found.groups}
    assert {(one["group_kind"], one["group_value"]): one["tellers"] for one in found["groups"]} == shown
    assert found["not_known"] == {block.kind: block.found.unknown for block in made.blocks}
    assert [one["by"] for one in found["sorts"]] == ["self", "proxy", "advocate", "observed"]


def test_the_two_loud_people_of_do_03_are_said(house):
    code, out, _ = carried(house, "DO-03")
    assert code == 0 and "19 of 36 from the two who told most." in out
    assert asked(house, "DO-03")["who_told_of_all_sorts"] in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["HC-99"], "There is no contract HC-99"), (["--from", "2026-13"], "is not a month"), (["--by", "cat"], "")],
)
def test_what_cannot_be_asked_ends_with_two(house, arguments, said):
    code, out, err = carried(house, *arguments)
    assert (code, out) == (2, "") and said in err


def test_a_period_of_ones_own(house):
    """In the first months of 2025 those who live at Larkfield House were still heard."""
    assert asked(house, "--from", "2025-01", "--to", "2025-03") != asked(house)
