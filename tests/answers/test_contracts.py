"""What the contracts page says of money, against sums by hand and the raw tables in plain pandas."""

from decimal import Decimal

import pandas as pd
import pytest

from tightrope.answers import contracts as answers
from tightrope.answers.fair_cost import built, parts


@pytest.fixture(scope="module")
def rows(house, commissioner, year):
    return {row.contract_id: row for row in answers.costs(house, commissioner, year)}


@pytest.fixture(scope="module")
def table(house):
    def read(name):
        return pd.DataFrame(house.stores.raw(f"SELECT * FROM warehouse.{name}"))

    return read


def test_pounds_for_what_was_not_delivered_are_those_planted(rows):
    assert round(rows["HC-01"].not_delivered, 2) == Decimal("409651.80")  # 16,998 hours at 24.10
    assert round(rows["RS-01"].not_delivered, 2) == Decimal("212025.00")  # 1,285 nights at 165
    assert rows["RS-01"].each.median == pytest.approx(421_575 / 1_270)


def test_every_contract_equals_its_payments_in_pandas(rows, table):
    paid = table("payment")
    paid = paid[(pd.to_datetime(paid["month"]) >= "2025-11-01") & (pd.to_datetime(paid["month"]) <= "2026-10-01")]
    sums = paid.astype({"amount": float}).groupby("contract_id")[["amount", "units_delivered"]].sum()
    assert len(rows) == 60
    for key, row in rows.items():
        assert float(row.amount) == pytest.approx(sums.loc[key, "amount"])
        assert row.each.median == pytest.approx(sums.loc[key, "amount"] / sums.loc[key, "units_delivered"])


def test_months_of_support_are_counted_person_by_person(rows, table):
    support = pd.concat([table("package"), table("placement")])
    support = support[support["refused_reason"].isna() & support["contract_id"].notna()]
    months = pd.period_range("2025-11", "2026-10", freq="M")
    started = pd.to_datetime(support["started_on"]).dt.to_period("M")
    ended = pd.to_datetime(support["ended_on"]).dt.to_period("M").fillna(months[-1])
    running = sum(((started <= one) & (ended >= one)).astype(int) for one in months)
    wanted = running.groupby(support["contract_id"]).sum()
    for key in ("HC-01", "HC-09", "CH-03", "SL-02", "RS-01"):
        assert rows[key].person_months == wanted[key] > 0
        assert rows[key].per_person_month == rows[key].amount / rows[key].person_months


def test_the_whole_term_is_the_yearly_value_times_its_years(rows):
    assert rows["HC-01"].whole_value == Decimal(1_214_640) * 5  # 1 Feb 2023 to 31 Jan 2028
    assert rows["HC-12"].whole_value == Decimal(1_531_200) * 2  # 1 Oct 2024 to 30 Sep 2026


def test_the_cheapest_is_warned_of_and_never_praised(house, rows):
    line = [row for row in rows.values() if row.service_id == "home_care"]
    staff = answers.staff_line(answers.comparable(answers.reference_lines(house, "home_care"), line))
    assert (staff["amount"], staff["year"]) == (22.71, "2025-26")
    assert [row.contract_id for row in answers.too_cheap(line, staff)] == ["HC-09"]


def test_prices_of_another_basis_are_never_held_against_each_other(house, rows):
    homes = [row for row in rows.values() if row.service_id == "care_home"]
    assert answers.reference_lines(house, "care_home") and not answers.comparable(
        answers.reference_lines(house, "care_home"), homes
    ), "published homes' figures are all-in costs and prices, ours are fees"
    days = [row for row in rows.values() if row.service_id == "day_opportunities"]
    assert {row.price_basis for row in days} == {"fee", "unit_cost"}
    assert not answers.comparable(answers.reference_lines(house, "day_opportunities"), days)
    assert rows["DO-04"].place_words == "Too few alike to compare with."
    assert "of 4 alike" in rows["DO-01"].place_words or rows["DO-01"].place_words.startswith("Too few")


def test_a_place_among_others_counts_those_whose_ranges_do_not_touch(rows):
    own, others = rows["HC-05"].each, [
        row.each for key, row in rows.items() if row.service_id == "home_care" and key != "HC-05"
    ]
    below, above = sum(one.high < own.low for one in others), sum(one.low > own.high for one in others)
    even = 11 - below - above
    assert rows["HC-05"].place_words == (
        f"{below} of 11 alike cost clearly less, {above} clearly more, {even} about the same."
    )


def test_what_people_tell_can_be_split_by_who_is_speaking(house, commissioner, year):
    everybody = {one.contract_id: one for one in answers.spots(house, commissioner, year, "everybody")}
    assert everybody["HC-01"].voices == "poor" and everybody["DO-02"].voices == "good"
    assert everybody["HC-01"].cost > 1.2 and everybody["HC-01"].attained > 0.9
    groups = [
        {one.contract_id: one for one in answers.spots(house, commissioner, year, who)}
        for who in ("people", "families", "staff")
    ]
    said = [int(group["HC-01"].said.split(" of ")[1].split()[0]) for group in groups if " of " in group["HC-01"].said]
    assert sum(said) == int(everybody["HC-01"].said.split(" of ")[1].split()[0])


def test_the_parts_of_a_fair_cost_have_a_source_each_and_add_up():
    assert all(part.source and part.certainty in ("law", "assumption") for part in parts().values())
    found = built({part.name: part.value for part in parts().values()})
    # 12.21 * 1.25 = 15.2625; * 1.1707 = 17.8678; * 1.11 = 19.8333; + 1.50 = 21.3333; (21.3333 + 6.50) / 0.95 = 29.2982
    assert found.staff == pytest.approx(21.3333, abs=1e-3)
    assert found.whole == pytest.approx(29.2982, abs=1e-3)
