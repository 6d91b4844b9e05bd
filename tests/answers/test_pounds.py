"""Pounds to the penny against sums made another way: from the written file, by hand, and in plain pandas."""

import csv
from collections import Counter
from decimal import Decimal

import pandas as pd
import pytest

from tightrope import paths
from tightrope.answers.evidence import evidence
from tightrope.answers.weigh import weigh

PENNY = Decimal("0.01")
YEAR = ("2025-11", "2026-10")


@pytest.fixture(scope="module")
def money(house, year):
    return evidence(house, "officers", year).money


@pytest.fixture(scope="module")
def visit(house):
    frame = pd.DataFrame(
        house.stores.raw(
            "SELECT contract_id, planned_start_at, planned_minutes, visit_type, status FROM warehouse.visit"
        )
    )
    frame["month"] = frame["planned_start_at"].dt.to_period("M").dt.to_timestamp()
    return frame[frame["status"] != "cancelled_by_person"]


@pytest.fixture(scope="module")
def payment(house):
    frame = pd.DataFrame(house.stores.raw("SELECT * FROM warehouse.payment"))
    return frame.assign(month=pd.to_datetime(frame["month"]), amount=frame["amount"].astype(float))


def written(contract_id):
    """Months of a contract in payment.csv, as decimals and nothing else."""
    with (paths.SAMPLE / "payment.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["contract_id"] == contract_id]
    inside = [row for row in rows if YEAR[0] <= row["month"] <= YEAR[1]]
    return [tuple(Decimal(row[name]) for name in ("units_paid", "units_delivered", "amount")) for row in inside]


def not_delivered(months):
    return sum((amount * (1 - delivered / paid)).quantize(PENNY) for paid, delivered, amount in months)


def test_a_minutes_paid_and_not_delivered(house, commissioner, year, money):
    months = written("HC-01")
    assert len(months) == 12 and {paid for paid, _, _ in months} == {Decimal(4200)}
    assert {amount for *_, amount in months} == {Decimal("4200") * Decimal("24.10")}
    delivered = sum(delivered for _, delivered, _ in months)
    assert delivered == Decimal("33402.0")
    # 12 x 4,200 hours paid, 33,402 delivered: 16,998 hours at £24.10
    assert 12 * 4200 - delivered == 16998
    by_hand = Decimal("16998") * Decimal("24.10")
    assert by_hand == not_delivered(months) == Decimal("409651.80")
    assert Decimal(str(money["money/minutes_not_delivered"]["HC-01"]["pounds"])) == by_hand
    pair = weigh(house, commissioner, "contract", "HC-01", year).pairs[0]
    assert pair.pounds == by_hand and pair.pounds_words == "a year pays for minutes nobody got"


def test_f_nights_paid_and_not_used(house, commissioner, year, money):
    months = written("RS-01")
    paid, used = sum(paid for paid, _, _ in months), sum(used for _, used, _ in months)
    assert (paid, used) == (7 * 365, 1270) == (2555, 1270)
    by_hand = (paid - used) * 165  # 1,285 nights at £165
    assert by_hand == not_delivered(months) == Decimal("212025.00")
    assert Decimal(str(money["money/nights_not_used"]["RS-01"]["pounds"])) == by_hand
    found = weigh(house, commissioner, "contract", "RS-01", year)
    assert [pair.pounds for pair in found.pairs if pair.pounds is not None][0] == by_hand


def test_every_home_care_contract_pays_for_minutes_as_its_payments_say(payment, money):
    home_care = payment[payment["contract_id"].str.match(r"HC-\d+$") & payment["month"].between(*YEAR)]
    for key, months in home_care.groupby("contract_id"):
        due = (months["amount"] * (1 - months["units_delivered"] / months["units_paid"])).round(2).sum()
        assert float(money["money/minutes_not_delivered"][key]["pounds"]) == pytest.approx(due, abs=0.01)


def test_pounds_are_pounds_and_pence(house, commissioner, year, money):
    found = weigh(house, commissioner, "line", "home_care", year)
    every = [pair.pounds for pair in found.pairs if pair.pounds is not None]
    every += [row["pounds"] for rows in money.values() for row in rows.values()]
    assert len(every) > 20
    for pounds in every:
        assert isinstance(pounds, Decimal) and pounds == pounds.quantize(PENNY)


def test_a_line_s_pounds_are_the_sum_of_its_contracts(house, commissioner, year, money):
    found = weigh(house, commissioner, "line", "home_care", year)
    rushed = {pair.theme_id: pair for pair in found.pairs}["rushed"]
    assert rushed.pounds == sum(row["pounds"] for row in money["money/minutes_not_delivered"].values())


def test_m_what_stopping_hot_meals_saved_beside_what_came_after(house, commissioner, year, visit, payment, money):
    ended = pd.Timestamp("2025-03-31")
    minutes = visit.groupby(["contract_id", "month"])["planned_minutes"].sum()
    reheated = visit[visit["visit_type"] == "meal_reheated"].groupby(["contract_id", "month"])["planned_minutes"].sum()
    share = (reheated / minutes).reindex(minutes.index).fillna(0.0).reset_index(name="share")
    last_year = share[share["month"].between("2024-04-01", "2025-03-01")]
    assert last_year["month"].nunique() == 12 and last_year["month"].max() < ended
    before = last_year.groupby("contract_id")["share"].mean()
    after = share[share["month"].between(*YEAR)].merge(payment, on=["contract_id", "month"])
    after["more"] = after["amount"] * (after["share"] - after["contract_id"].map(before).fillna(0.0))
    expected = after["more"].sum()
    row = money["money/meals_saving_and_after"]["ML-00"]
    assert float(row["pounds"]) == pytest.approx(expected, abs=0.005)
    assert float(row["saving"]) == 186_000 and expected > 186_000
    most = after.groupby("contract_id")["share"].mean().sub(before, fill_value=0).nlargest(2)
    assert set(most.index) <= {"HC-01", "HC-04", "HC-05", "HC-07"}, "where workers came to warm a meal instead"
    pair = weigh(house, commissioner, "ended", "ML-00", year).pairs[0]
    assert pair.pounds == row["pounds"] and "beside £186,000 saved" in pair.pounds_words


def test_m_a_shorter_period_has_its_part_of_the_saving(house, year):
    from tightrope.answers.period import Period, earlier

    half = Period(earlier(year.last, 5), year.last)
    row = evidence(house, "officers", half).money["money/meals_saving_and_after"]["ML-00"]
    assert (row["months"], float(row["saving"])) == (6, 93_000.0)


def test_visits_that_nobody_made(visit, payment, money):
    """The payment of a month, times the share of planned minutes to which nobody came."""
    missed = money["money/visits_missed_paid"]
    visits = visit[visit["month"].between(*YEAR)]
    counted = Counter(visits.loc[visits["status"] == "missed", "contract_id"])
    assert {key: row["units"] for key, row in missed.items()} == dict(counted) and "HC-04" in counted
    mine = visits[visits["contract_id"] == "HC-04"]
    planned = mine.groupby("month")["planned_minutes"].sum()
    gone = mine[mine["status"] == "missed"].groupby("month")["planned_minutes"].sum()
    paid = payment[payment["contract_id"] == "HC-04"].set_index("month")["amount"]
    expected = sum(round(paid[month] * gone[month] / planned[month], 2) for month in gone.index)
    assert float(missed["HC-04"]["pounds"]) == pytest.approx(expected, abs=0.005)
