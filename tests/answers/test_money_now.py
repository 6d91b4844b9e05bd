"""Money now in Hallamford: equal to the ledger, to the payments in pandas, and nothing movable that follows need."""

import pandas as pd
import pytest

from tightrope.answers import money_now as answers


@pytest.fixture(scope="module")
def found(house, commissioner, year):
    return answers.money_now(house, commissioner, year)


def test_the_budget_is_the_ledgers_to_the_pound(found):
    assert found.total("gross") == 330_000_000 and found.total("net") == 165_000_000
    assert found.total("every_year") + found.total("once") == found.total("gross")
    assert sum(row["gross"] or 0 for row in found.places) == 330_000_000


def test_paid_and_forecast_stand_as_in_pandas(house, found):
    raw = pd.DataFrame(house.stores.raw("SELECT * FROM warehouse.payment"))
    raw["month"], raw["amount"] = pd.to_datetime(raw["month"]), raw["amount"].astype(float)
    raw = raw[(raw["month"] >= "2026-04-01") & (raw["month"] <= "2026-11-03")]
    assert float(found.total("paid")) == pytest.approx(raw["amount"].sum())
    assert str(found.paid_to) == "2026-10-01"
    # The three contracts run past March: five months more at the mean of the latest three each.
    lines = raw[raw["contract_id"].isin(["RS-01", "RS-02", "RS-03"])].sort_values("month")
    by = lines.groupby("contract_id")["amount"]
    wanted = (by.sum() + 5 * by.apply(lambda one: one.tail(3).mean()).round(2)).sum()
    assert float(next(line.forecast for line in found.lines if line.service_id == "respite")) == pytest.approx(wanted)
    assert sum(float(row["forecast"] or 0) for row in found.places) == pytest.approx(float(found.total("forecast")))


def test_lines_that_follow_need_have_nothing_to_move(found):
    for line in found.lines:
        assert (line.movable == 0) or line.demand != "demand_led"
    assert found.total("movable") > 0
    assert "could still move" in answers.answer(found)
