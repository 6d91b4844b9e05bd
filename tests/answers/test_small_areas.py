"""What is known of every small area, against pandas over the same tables."""

import pandas as pd
import pytest

from tightrope.answers import areas
from tightrope.answers.areas_by_ward import by_ward
from tightrope.answers.evidence import evidence


@pytest.fixture(scope="module")
def found(house, commissioner, year):
    return areas.areas(house, commissioner, year)


def frame(house, sql):
    return pd.DataFrame(house.stores.raw(sql))


def test_every_pound_is_placed_once_or_said_not_to_be(house, found):
    paid = frame(house, "SELECT amount, month FROM warehouse.payment WHERE month BETWEEN '2025-11-01' AND '2026-10-01'")
    assert found.paid == pytest.approx(float(paid["amount"].sum()))
    assert sum(one.paid for one in found.every) == pytest.approx(found.placed)
    assert found.placed < found.paid
    assert len(found.every) == 343


def test_payments_go_by_hours_of_packages_and_fees_of_placements(house, found):
    """Worked out anew in pandas: hours a week, or the fee, x days in the twelve months, each contract's alone."""
    package = frame(house, "SELECT *, coalesce(hours_a_week, 1) AS rate FROM warehouse.package")
    placement = frame(house, "SELECT *, coalesce(weekly_fee, 1) AS rate FROM warehouse.placement")
    paid = frame(house, "SELECT * FROM warehouse.payment WHERE month BETWEEN '2025-11-01' AND '2026-10-01'")
    amounts = paid.groupby("contract_id")["amount"].sum().astype(float)
    first, last = pd.Timestamp("2025-11-01"), pd.Timestamp("2026-10-31")
    columns = ["contract_id", "area_code", "rate", "started_on", "ended_on"]
    rows = pd.concat([package[columns], placement[columns]])
    starts = pd.to_datetime(rows["started_on"]).clip(lower=first)
    ends = pd.to_datetime(rows["ended_on"]).fillna(last).clip(upper=last)
    rows["weight"] = rows["rate"].astype(float) * ((ends - starts).dt.days + 1).clip(lower=0)
    whole = rows.groupby("contract_id")["weight"].sum()
    rows["amount"] = rows["weight"] / rows["contract_id"].map(whole) * rows["contract_id"].map(amounts)
    by_area = rows.groupby("area_code")["amount"].sum()
    for one in found.every:
        assert one.paid == pytest.approx(by_area[one.code], abs=0.05), one.code


def test_visits_and_waiting_are_those_of_the_tables(house, found):
    visit = frame(house, "SELECT area_code, sum(on_time) AS k, sum(logged) AS n, sum(missed) AS m, sum(planned) AS p "
                         "FROM warehouse.visit_month WHERE month BETWEEN '2025-11-01' AND '2026-10-01' "
                         "GROUP BY area_code")  # fmt: skip
    for row in visit.itertuples():
        values = found.of(row.area_code).values
        assert values["late"] == pytest.approx(100 - 100 * row.k / row.n)
        assert values["missed"] == pytest.approx(100 * row.m / row.p)
    waiting = frame(house, "SELECT locality, sum(hours) AS hours FROM warehouse.waiting WHERE month = '2026-10-01' "
                           "GROUP BY locality").set_index("locality")["hours"]  # fmt: skip
    for one in found.every:
        assert one.values["hours"] == pytest.approx(waiting[one.locality])


def test_people_who_told_are_counted_once_for_each_hundred_helped(house, found, year):
    told = [a for a in evidence(house, "officers", year).accounts if a["locality"] == "North East"]
    people = len({a["teller_id"] for a in told})
    helped = sum(one.helped for one in found.every if one.locality == "North East")
    one = next(one for one in found.every if one.locality == "North East")
    assert one.values["accounts"] == len(told)
    assert one.values["tellers"] == pytest.approx(100 * people / helped)


def test_money_for_fewer_than_eight_people_is_not_shown(found):
    for one in found.every:
        assert one.few == (0 < one.helped < 8)
        if one.few:
            assert one.values["per_head"] is None and one.values["per_need"] is None


def test_need_is_older_people_on_a_low_income(found):
    one = found.every[0]
    assert one.values["at_need"] == pytest.approx(0.244 * 363)
    assert one.values["per_need"] == pytest.approx(one.paid / (0.244 * 363))
    assert set(areas.known(found)) == set(areas.MEASURES) - {"home_km"}  # journeys are on file


def test_a_ward_has_sums_over_sums(house, found):
    """One ward worked out anew from its areas and the tables."""
    wards = by_ward(found)
    ward = next(one.ward_code for one in found.every if one.visits[2])
    some = [one for one in found.every if one.ward_code == ward]
    row = next(one for one in wards.every if one.ward_code == ward)
    need, people = sum(one.values["at_need"] for one in some), sum(one.population for one in some)
    paid = sum(one.paid for one in some)
    assert row.values["per_need"] == pytest.approx(paid / need) and row.values["per_head"] == pytest.approx(
        paid / people
    )
    codes = ", ".join(f"'{one.code}'" for one in some)
    visit = frame(house, "SELECT sum(on_time) AS k, sum(logged) AS n FROM warehouse.visit_month WHERE month BETWEEN "
                         f"'2025-11-01' AND '2026-10-01' AND area_code IN ({codes})").iloc[0]  # fmt: skip
    assert row.values["late"] == pytest.approx(100 - 100 * visit.k / visit.n)
    scores = [one.values["deprivation"] * one.population for one in some]
    assert row.values["deprivation"] == pytest.approx(sum(scores) / people)
    assert len({one.values["deprivation"] for one in wards.every}) == 28
    assert row.values["tellers"] == next(one for one in found.every if one.ward_code == ward).values["tellers"]
