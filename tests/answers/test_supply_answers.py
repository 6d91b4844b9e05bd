"""Who was sold more than it can staff in Hallamford, and who else could take it."""

import pandas as pd
import pytest

from tightrope.answers import supply as answers


@pytest.fixture(scope="module")
def zones(house, year):
    return answers.zones(house, year)


def test_those_who_lose_staff_are_named_and_nobody_else(zones):
    short = {key for key, found in zones.items() if any(one.supply.too_much for one in found)}
    assert {"HC-04", "HC-09", "SL-02"} <= short <= {"HC-01", "HC-04", "HC-09", "SL-02"}
    assert answers.answer("X", zones["HC-09"]).startswith("X has more work than it can staff: about ")
    assert answers.answer("X", zones["HC-02"]) == "X has the staff for what was bought, or nearly"
    assert answers.answer("X", []) == "X: how many staff it has is not known"


def test_the_latest_month_and_a_year_of_offers_stand_as_in_pandas(house, zones):
    raw = pd.DataFrame(house.stores.raw("SELECT * FROM warehouse.capacity WHERE contract_id = 'HC-09'"))
    raw["month"] = pd.to_datetime(raw["month"])
    last = raw[raw["month"] == "2026-10-01"].set_index("zone")
    year = raw[raw["month"] >= "2025-11-01"].groupby("zone")[["offered", "accepted"]].sum()
    assert [one.zone for one in zones["HC-09"]] == sorted(last.index)
    for one in zones["HC-09"]:
        assert one.supply.bought == last.loc[one.zone, "hours_commissioned"]
        assert one.supply.can_give == pytest.approx(last.loc[one.zone, "staff"] * 26)
        assert (one.offered, one.accepted) == tuple(year.loc[one.zone])


def test_others_work_in_the_same_part_of_the_city_or_have_a_place_free(house, commissioner, year):
    found = answers.others(house, commissioner, year, "CH-05")
    assert "Canal Court" in [one.name for one in found] and "Moor Edge" not in [one.name for one in found]
    assert next(one.room for one in found if one.name == "Canal Court").startswith("4 free")
    near = answers.others(house, commissioner, year, "HC-01")
    assert all("North East" in one.where or one.where == "city-wide" for one in near)


def test_an_offer_for_its_line_and_place_stands_among_them_until_something_became_of_it(house, commissioner, year):
    rows = [
        ("O1", "Tandem Visits", "home_care", "North East", "Weekday mornings", 24.5, 30, "2026-10-20", None),
        ("O2", "Far Away Care", "home_care", "South West", "Nights", 25, 10, "2026-10-20", None),
        ("O3", "Everywhere Ltd", "home_care", "city-wide", "Any hour", None, None, "2026-10-19", None),
        ("O4", "Settled Care", "home_care", "North East", "Mornings", 24, 5, "2026-10-18", "taken up"),
        ("O5", "Another Line", "respite", "North East", "A week", 900, 2, "2026-10-18", None),
    ]
    house.stores.write(
        lambda cursor: cursor.executemany(
            "INSERT INTO records.offer (offer_id, provider_name, service_id, locality, words, unit_price, places, "
            "offered_on, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
    )
    found = [(one.name, one.provider, one.room) for one in answers.others(house, commissioner, year, "HC-01")]
    assert found[-2:] == [
        ("Weekday mornings", "Tandem Visits", "offered on 20 October 2026: 30 places, £24.50 each"),
        ("Any hour", "Everywhere Ltd", "offered on 19 October 2026: how much is not said"),
    ]
    assert not {"Far Away Care", "Settled Care", "Another Line"} & {provider for _, provider, _ in found}
