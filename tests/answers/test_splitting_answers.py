"""Splits of Hallamford's budget: totals to the penny, floors by notice, activity against pandas, what is refused."""

from datetime import date
from decimal import ROUND_DOWN, Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tightrope.answers import splitting
from tightrope.answers.splitting_asked import BASES, BY, from_body, read_changes, write_changes
from tightrope.errors import Refusal
from tightrope.whatif.rebalance import BY_HAND, PROPORTION, RULES

DECEMBER, APRIL = date(2026, 12, 1), date(2027, 4, 1)


@pytest.fixture(scope="module")
def split(house, commissioner, year):
    def make(by="service", basis="gross", on=APRIL, rule=PROPORTION, **changes):
        given = {name: Decimal(str(amount)) for name, amount in changes.items()}
        return splitting.split(house, commissioner, year, by, basis, on, rule, given)

    return make


def line(found, name):
    return next(one for one in found.lines if one.line_id == name)


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("basis", BASES)
def test_every_way_to_split_holds_against_the_ledger_to_the_penny(split, by, basis):
    found = split(by, basis)
    assert found.total("gross") == found.said_gross == 330_000_000
    assert found.total("net") == found.said_net == 165_000_000
    assert found.total("amount") == found.total(basis) and not found.losers and not found.gainers


@limits(max_examples=30, deadline=None)
@given(
    st.sampled_from(tuple(BY)), st.sampled_from(tuple(BASES)), st.sampled_from(RULES), st.integers(0, 400), st.data()
)
def test_whatever_moves_keeps_every_total(split, by, basis, rule, share, data):
    start = split(by, basis, on=DECEMBER)
    one = data.draw(st.sampled_from(start.lines))
    change = ((one.amount - one.floor) * (share - 100) / 100).quantize(Decimal("0.01"), ROUND_DOWN)
    found = split(by, basis, on=DECEMBER, rule=rule, **{one.line_id: change})
    assert found.total("change") == found.to_find and found.total("amount") == start.total("amount")
    assert sum(found.places.values()) == found.total("gross_change")
    for other in found.lines:
        assert other.became >= other.floor
        assert sum(part.gross for part in other.parts) == other.gross_change
        assert other.change == (other.gross_change if basis == "gross" else other.net_change)
    if found.to_find == 0:
        assert found.total("this_year") == 0


def test_what_follows_need_is_never_taken_by_a_rule(split):
    for rule in RULES:
        found = split(rule=rule, respite=250_000)
        assert all(one.change == 0 for one in found.lines if one.demand == "demand_led")
        assert not found.unfunded


def test_floors_are_what_contracts_bind_on_the_day(house, split):
    # Short breaks: RS-01 and RS-03 have six months' notice, so from 3 November 2026 they are free on 1 June 2027; RS-02
    # has three, so on 1 March. What a contract costs in a year is twelve times the mean of its latest three months.
    raw = pd.DataFrame(house.stores.raw("SELECT * FROM warehouse.payment WHERE contract_id LIKE 'RS-%'"))
    raw = raw[pd.to_datetime(raw["month"]) <= "2026-11-03"].sort_values("month")
    each = raw.groupby("contract_id")["amount"].apply(lambda one: one.astype(float).tail(3).mean().round(2) * 12)
    for on, bound in (
        (date(2026, 12, 1), ["RS-01", "RS-02", "RS-03"]),
        (date(2027, 3, 1), ["RS-01", "RS-03"]),
        (date(2027, 6, 1), []),
    ):
        one = line(split(on=on), "respite")
        assert [each.contract_id for each in one.binds] == bound
        assert float(one.floor) == pytest.approx(sum(each[key] for key in bound), abs=0.1)


def test_activity_is_the_payments_of_twelve_months_in_pandas(house, split):
    raw = pd.DataFrame(house.stores.raw("SELECT * FROM warehouse.payment WHERE contract_id LIKE 'RS-%'"))
    raw["month"] = pd.to_datetime(raw["month"])
    raw = raw[(raw["month"] >= "2025-11-01") & (raw["month"] <= "2026-10-01")]
    sums = raw[["amount", "units_paid", "units_delivered"]].astype(float).sum()
    does = line(split(respite=250_000), "respite").parts[0].does
    assert does.unit == "night"
    assert float(does.units_paid) == pytest.approx(250_000 / (sums["amount"] / sums["units_paid"]))
    assert float(does.units_delivered) == pytest.approx(250_000 / (sums["amount"] / sums["units_delivered"]))
    # 1,130 + 2,469 + 1,030 months of short breaks for £1,392,148: £3,608.9 a person and year.
    assert float(does.people) == pytest.approx(250_000 / (1_392_148 * 12 / 4_629), rel=1e-6)


def test_this_year_is_the_part_that_is_left(split):
    found = split(on=DECEMBER, respite=250_000)  # December to March: 4 of 12 months
    one = line(found, "respite")
    assert found.months == 4 and one.this_year == one.gross_this_year == Decimal("83333.33")
    assert found.total("this_year") == 0
    assert split(on=APRIL, respite=250_000).total("gross_this_year") == 0


def test_net_follows_each_lines_own_share(split):
    # Short breaks: £1,696,724.40 of £3,199,999.99 is the council's own: 250,000 x 0.53022... = £132,556.59.
    assert line(split(respite=250_000), "respite").net_change == pytest.approx(
        Decimal("132556.59"), abs=Decimal("0.05")
    )
    net = split(basis="net", respite=100_000)
    assert line(net, "respite").net_change == 100_000 and net.total("net_change") == 0
    assert line(net, "respite").gross_change == pytest.approx(Decimal("188598.50"), abs=Decimal(5))


def test_money_that_comes_once_is_told_apart(split):
    # Keeping well at home: £2,015,999.99 every year and £384,000.00 once; no contract binds it on 1 April 2027.
    one = line(split(rule=BY_HAND, prevention=-2_200_000), "prevention")
    assert one.once == Decimal("2200000") - Decimal("2015999.99")
    assert line(split(rule=BY_HAND, prevention=-2_000_000), "prevention").once == 0
    both = split(rule=BY_HAND, prevention=-2_200_000, respite=2_200_000)
    assert line(both, "respite").once == one.once


def test_what_cannot_be_made_is_refused_with_how_much(split):
    with pytest.raises(Refusal) as refused:
        split(on=DECEMBER, respite=-3_000_000, meals=-1_000_000, castle=1)
    short, less, unknown = refused.value.problems
    assert short.startswith("Short breaks for unpaid carers would have £199,999.99, and contracts bind £1,398,002.40")
    assert (
        "£1,198,002.41 too little. RS-03 runs to 30 November 2029; 6 months' notice, so not before 1 June 2027" in short
    )
    assert less == "Meals at home has £500,000: £1,000,000 cannot be taken from it, £500,000 too much."
    assert "castle" in unknown
    with pytest.raises(Refusal, match="no rule"):
        split(rule="fair", respite=1)
    with pytest.raises(Refusal, match="gross or net"):
        split(by="moon")


def test_the_same_without_what_cannot_be_made(house, commissioner, year):
    asked = from_body(
        {"kind": "activity", "year": "2026-27", "by": "service", "basis": "gross", "rule": "hand", "on": "2026-12-01",
         "changes": {"meals": "-1000000", "respite": "10"}}
    )  # fmt: skip
    fits, problems = splitting.allowed(house, commissioner, year, asked)
    assert fits.changes == {"respite": 10} and len(problems) == 1


def test_a_year_without_a_budget_is_said_in_words(house, commissioner, year):
    with pytest.raises(Refusal, match=r"No budget is loaded for 2031-32.*budget\.csv"):
        splitting.split(house, commissioner, year, "service", "gross", APRIL, PROPORTION, {}, year="2031-32")


def test_a_body_comes_back_as_it_went(house, commissioner, year, split):
    found = split(by="place", **{"South West": Decimal("500000.01")})
    again = splitting.of(house, commissioner, year, splitting.from_body(found.asked.body()))
    assert again == found and found.asked.body()["changes"] == {"South West": "500000.01"}


def test_every_fault_of_a_body_is_told_at_once():
    with pytest.raises(Refusal) as refused:
        from_body(
            {"kind": "x", "by": "y", "basis": None, "rule": 3, "year": 2026, "on": "soon", "changes": {"a": "NaN"}}
        )
    assert len(refused.value.problems) == 7
    for changes in (None, [], {str(number): "1" for number in range(201)}):
        with pytest.raises(Refusal):
            from_body(
                {"kind": "activity", "by": "service", "basis": "net", "rule": "hand", "year": "2026-27",
                 "on": "2027-04-01", "changes": changes}
            )  # fmt: skip


@given(st.dictionaries(st.text(min_size=1), st.integers(-(10**13), 10**13).filter(bool), max_size=6))
def test_an_address_holds_changes_of_any_line(given_pence):
    changes = {name: Decimal(pence).scaleb(-2) for name, pence in given_pence.items()}
    assert read_changes(write_changes(changes)) == (changes, [])


@pytest.mark.parametrize("text", ["respite", ":5", "respite:lots", "respite:1e9", "respite:1;respite:2", "a:1.234"])
def test_what_an_address_says_wrong_is_named(text):
    changes, problems = read_changes(text)
    assert len(problems) == 1 and changes in ({}, {"respite": 1})


def test_two_splits_differ_in_pounds_people_places_and_stories(split):
    pounds, people, cash, places, stories = splitting.difference_words(
        split(rule=BY_HAND, respite=100_000, meals=-100_000), split(rule=BY_HAND, respite=100_000, prevention=-100_000)
    )
    assert pounds == "Pounds: Keeping well at home -£100,000, Meals at home +£100,000 a year with the second."
    assert people.startswith(
        "People in a whole year. The first: about 28 people gain; about 113 people lose. The second"
    )
    assert cash.startswith("Council cash: -£") and places.startswith("Parts of the city, gross:")
    assert stories == (
        "Whose stories are to be read: Meals at home with the first alone; Keeping well at home with the second alone."
    )
    same = split(respite=1)
    assert "the same in every line" in splitting.difference_words(same, same)[0]
    assert "different things" in splitting.difference_words(same, split(by="place"))[0]
