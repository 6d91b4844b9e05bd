"""What a contract says beside what is told under it: the demo council's counts, and what may be said of them."""

import pytest

from tightrope.answers import terms_felt as answers
from tightrope.answers.evidence import evidence
from tightrope.answers.standing import thresholds
from tightrope.answers.terms_felt import Under, Value, apart
from tightrope.weighing.rates import share_rate


@pytest.fixture(scope="module")
def rushed(house, commissioner, year):
    found = answers.felt(house, commissioner, year, "visit_minutes_bought")
    return next(one for one in found if (one.theme_id, one.service_id) == ("rushed", "home_care"))


def test_rushed_is_counted_by_the_minutes_that_are_bought(house, commissioner, year, rushed):
    """Each value against a count of its own over the accounts."""
    found = evidence(house, commissioner.audience, year)
    terms = house.stores.raw(
        "SELECT contract_id, value FROM warehouse.contract_term WHERE clause = 'visit_minutes_bought'"
    )
    for value in rushed.values:
        keys = {row["contract_id"] for row in terms if row["value"] == value.value} & set(found.live)
        keys = {key for key in keys if found.contracts[key]["service_id"] == "home_care"}
        accounts = [one for one in found.accounts if one["contract_id"] in keys]
        told = {one["teller_id"] for one in accounts if "rushed" in found.themes_of.get(one["story_id"], ())}
        assert {one.contract_id for one in value.under} == keys
        assert (value.told, value.heard) == (len(told), len({one["teller_id"] for one in accounts})), value.value
    assert [value.value for value in rushed.values] == ["30", "40", "45", "60"]


def test_the_answer_names_the_one_contract_that_it_rests_on(rushed):
    first = rushed.values[0]
    most = max(first.under, key=lambda one: one.told)
    assert (most.contract_id, most.told) == ("HC-01", 17)
    assert (
        rushed.answer
        == "“Rushed” is told more often where the contract says “30” than “45”, but mostly under one contract"
    )
    assert "that contract may be the reason, not the clause" in rushed.caution


def value(name, told, heard, under=1):
    those = tuple(Under(f"X-{name}-{i}", f"X {i}", told // under, "") for i in range(under))
    return Value(name, told, heard, "", 0.0, 0.0, 0.0, those)


def rates(*values):
    made = []
    for one in values:
        others = [(two.told, two.heard) for two in values if two is not one]
        made.append(share_rate(one.told, one.heard, [k for k, _ in others], [n for _, n in others], thresholds()))
    return made


def test_values_are_called_apart_only_where_their_ranges_are():
    far = (value("30", 18, 20), value("60", 2, 20))
    assert apart(far, rates(*far)) == far
    near = (value("30", 10, 20), value("60", 9, 20))
    assert apart(near, rates(*near)) is None


def test_of_too_few_people_nothing_is_said():
    few = (value("30", 7, 7), value("60", 0, 20))
    assert apart(few, rates(*few)) is None
    said = answers.answer("Rushed", "Minutes bought for a visit", few, None)
    assert said.startswith("Too few people were heard under different values")


def test_no_clause_stands_here_on_which_contracts_of_one_line_agree(house, commissioner, year):
    for clause in answers.clauses(house, commissioner, year):
        for one in answers.felt(house, commissioner, year, clause):
            assert len(one.values) > 1


def test_an_unknown_clause_has_no_answer(house, commissioner, year):
    assert answers.felt(house, commissioner, year, "nothing") == []
