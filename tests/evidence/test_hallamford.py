"""The demo council's bulk data: repeatable, whole, and holding what PLANTED.md says is hidden in it."""

import json

import numpy as np
import pandas as pd
import pytest

from tightrope import paths, tables
from tightrope.evidence import hallamford
from tightrope.evidence.hallamford import kit, money, places

VISITS, SEED = 250_000, 7
LAST_YEAR = pd.Timestamp("2025-11-01")
ELECTRONIC = ["app", "tag", "phone"]


def _read(table: tables.Table) -> pd.DataFrame:
    frame = pd.read_csv(paths.SAMPLE / f"{table.name}.csv", dtype=str, keep_default_na=False, na_values=[""])
    for field in table.in_file:
        if field.name not in frame:
            continue
        column = frame[field.name]
        if field.type in ("date", "datetime"):
            frame[field.name] = pd.to_datetime(column)
        elif field.type == "yearmonth":
            frame[field.name] = pd.to_datetime(column.str[:7] + "-01")
        elif field.type in ("number", "integer"):
            frame[field.name] = pd.to_numeric(column)
        elif field.type == "boolean":
            frame[field.name] = column.map({"true": True, "false": False})
    return frame


@pytest.fixture(scope="module")
def hand() -> dict[str, pd.DataFrame]:
    wanted = tables.of_store("warehouse", "imported")
    found = {t.name: _read(t) for t in wanted if (paths.SAMPLE / f"{t.name}.csv").is_file()}
    found["measure_level"] = pd.read_csv(paths.SAMPLE / "measure_level.csv")
    return found


@pytest.fixture(scope="module")
def made(hand: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return hallamford.generate(hand, visits=VISITS, seed=SEED)


@pytest.fixture(scope="module")
def logged(made: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Visits with an electronic log, with on_time and minutes counted up to those bought."""
    visit = made["visit"]
    frame = visit[visit["status"].eq("delivered") & visit["log_method"].isin(ELECTRONIC)].copy()
    gap = (frame["actual_start_at"] - frame["planned_start_at"]).dt.total_seconds().abs()
    frame["on_time"] = gap <= 15 * 60
    frame["counted"] = np.minimum(frame["actual_minutes"], frame["planned_minutes"]).astype(float)
    return frame


def test_every_table_keeps_its_contract(made, hand):
    contract = {t.name: t for t in tables.of_store("warehouse", "imported")}
    assert set(made) <= set(contract)
    for name, frame in made.items():
        table = contract[name]
        assert set(frame.columns) <= {f.name for f in table.in_file}, name
        assert {f.name for f in table.fields if f.required} <= set(frame.columns), name
        assert not frame.duplicated(list(table.key)).any(), f"{name}: repeated key"
        for field in table.in_file:
            if field.name not in frame:
                continue
            values = frame[field.name]
            where = f"{name}.{field.name}"
            if field.required:
                assert values.notna().all(), where
            given = values.dropna()
            if field.enum:
                assert set(given.unique()) <= set(field.enum), where
            if field.minimum is not None:
                assert given.min() >= field.minimum, where
            if field.maximum is not None:
                assert given.max() <= field.maximum, where
            if field.pattern:
                assert given.drop_duplicates().astype(str).str.fullmatch(field.pattern).all(), where
            if field.pseudonym:
                assert given.drop_duplicates().astype(str).str.fullmatch(r"[PW]\d{5,8}").all(), where
            if field.type == "integer":
                assert (given == given.round()).all(), where
            if field.type in ("date", "datetime", "yearmonth"):
                assert pd.api.types.is_datetime64_any_dtype(values), where
            if field.type == "yearmonth":
                assert (given.dt.day == 1).all(), where
            if field.not_before:
                both = frame[[field.not_before, field.name]].dropna()
                assert (both[field.name] >= both[field.not_before]).all(), where
        for reference in table.references:
            parent = made.get(reference.table, hand.get(reference.table))
            found = set(frame[reference.column].dropna().unique())
            assert found <= set(parent[reference.target]), f"{name}.{reference.column}"


def test_shares_never_exceed_one(made, hand):
    kinds = hand["measure_level"][["measure_id", "kind_note"]].drop_duplicates("measure_id")
    shares = kinds.loc[kinds["kind_note"].str.startswith("share"), "measure_id"]
    returns = made["measure_return"]
    rows = returns[returns["measure_id"].isin(shares) & returns["numerator"].notna()]
    assert len(rows) > 10_000
    assert (rows["numerator"] <= rows["denominator"]).all()


def test_the_same_seed_gives_the_same_data(hand):
    first, again = (hallamford.generate(hand, visits=20_000, seed=3) for _ in range(2))
    for name in first:
        pd.testing.assert_frame_equal(first[name], again[name])


def test_more_visits_change_visits_and_what_is_paid_for_and_nothing_on_the_ground(hand, made):
    fewer = hallamford.generate(hand, visits=20_000, seed=SEED)
    for name in made.keys() - {"visit", "payment"}:
        pd.testing.assert_frame_equal(made[name], fewer[name])
    assert abs(len(fewer["visit"]) - 20_000) <= 200
    assert abs(len(made["visit"]) - VISITS) <= VISITS / 100


def test_another_seed_moves_every_kind_of_return_but_no_year(hand):
    first, again, other = (hallamford.monthly(hand, seed) for seed in (7, 7, 8))
    pd.testing.assert_frame_equal(first, again)
    assert first[["contract_id", "measure_id", "month"]].equals(other[["contract_id", "measure_id", "month"]])
    assert not first["value"].equals(other["value"])
    on_time = [
        one[one["contract_id"].eq("HC-01") & one["measure_id"].eq("on_time") & one["month"].ge(LAST_YEAR)]
        for one in (first, other)
    ]
    assert not np.array_equal(on_time[0]["value"], on_time[1]["value"])
    for year in on_time:
        assert year["numerator"].sum() / year["denominator"].sum() == pytest.approx(0.95, abs=0.003)


def test_people_of_the_city(made):
    area = made["area"]
    assert len(area) == 343 and area["ward_code"].nunique() == 28 and area["locality"].nunique() == 7
    assert area["population"].sum() == 580_000
    assert (area["pop_85_plus"] <= area["pop_65_plus"]).all() and (area["pop_65_plus"] <= area["population"]).all()
    older = area.groupby("locality")["pop_65_plus"].sum()
    assert older["North East"] == 9_000 and older["South West"] == 11_000  # as pot_share.csv says
    women = area.groupby("ward_name")["female_life_expectancy"].agg(["min", "max"])
    assert (women["min"] == women["max"]).all()
    assert women.loc["Ashmere", "max"] == 86 == women["max"].max()
    assert women.loc["Marlpits", "min"] == 77 == women["min"].min()
    assert (area["male_life_expectancy"] < area["female_life_expectancy"]).all()
    poor = area.groupby("locality")["imd_score"].mean()
    assert poor.idxmax() == "North East" and poor.idxmin() == "South West"


def _ring(boundary: str) -> np.ndarray:
    shape = json.loads(boundary)
    assert shape["type"] == "Polygon" and len(shape["coordinates"]) == 1
    ring = np.array(shape["coordinates"][0])
    assert (ring[0] == ring[-1]).all()
    return ring[:-1]


def _inside(ring: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Which points lie in a ring: an odd number of its sides lies to their right."""
    odd = np.zeros(len(x), dtype=bool)
    for (ax, ay), (bx, by) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        if ay != by:
            odd ^= ((ay > y) != (by > y)) & (x < (bx - ax) * (y - ay) / (by - ay) + ax)
    return odd


def test_areas_tile_the_city(made):
    rings = [_ring(one) for one in made["area"]["boundary"]]
    sizes = np.array([places.shoelace(ring) for ring in rings])
    outline = places.city_outline(SEED)
    assert (sizes > 0).all()
    assert sizes.sum() == pytest.approx(places.shoelace(outline), rel=1e-9)
    rng = np.random.default_rng(1)
    low, high = outline.min(axis=0), outline.max(axis=0)
    x, y = (low + rng.random((1_500, 2)) * (high - low)).T
    times = np.sum([_inside(ring, x, y) for ring in rings], axis=0)
    in_city = _inside(outline, x, y)
    assert in_city.mean() > 0.4
    assert (times[in_city] == 1).all() and (times[~in_city] == 0).all()  # no gap, no overlap


@pytest.mark.parametrize("level", ["ward_name", "locality"])
def test_wards_and_localities_hang_together(made, level):
    rings = [{tuple(point) for point in _ring(one).tolist()} for one in made["area"]["boundary"]]
    names = made["area"][level].to_numpy()
    for name in set(names):
        here = np.flatnonzero(names == name).tolist()
        reached, waiting = {here[0]}, [here[0]]
        while waiting:
            one = waiting.pop()
            near = [other for other in here if other not in reached and len(rings[one] & rings[other]) >= 2]
            reached.update(near)
            waiting += near
        assert len(reached) == len(here), name


def test_the_38_runs_from_the_richest_ward_to_the_poorest(made):
    stops = made["route_stop"].merge(made["area"][["area_code", "ward_name"]])
    assert stops["route_id"].nunique() == 3
    line = stops[stops["route_id"].eq("38")].sort_values("stop_order")
    assert len(line) == 24 and line["minutes_from_start"].is_monotonic_increasing
    wards = list(dict.fromkeys(line["ward_name"]))
    assert wards == list(
        ("Ashmere", "Dunnock Hall", "Brookvale", "Parkside", "Castle Quay", "Viaduct", "Tinsmith", "Foundry")
        + ("Kiln Hill", "Marlpits")
    )


def test_ledger_to_the_penny(made):
    year = made["budget"][made["budget"]["year"].eq("2026-27")]
    assert round(year["gross"].mul(100).round().sum()) == 330_000_000_00
    assert round(year["net"].mul(100).round().sum()) == 165_000_000_00
    assert (made["budget"]["net"] < made["budget"]["gross"]).all()
    totals = made["budget"].groupby("year")["gross"].sum()
    assert totals.is_monotonic_increasing and len(totals) == 4


def test_the_budget_of_a_line_covers_its_contracts(made, hand):
    live = hand["contract"][hand["contract"]["status"].ne("ended")]
    bought = live.groupby("service_id")["annual_value"].sum()
    line = made["budget"][made["budget"]["year"].eq("2026-27")].groupby("service_id")["gross"].sum()
    assert (line.loc[bought.index] >= bought).all()


def test_payments_written_by_hand_stay(made, hand):
    both = hand["payment"].merge(made["payment"], on=["contract_id", "month"], suffixes=("", "_made"))
    assert len(both) == len(hand["payment"])
    for name in ("units_paid", "units_delivered", "amount"):
        assert (both[name] == both[f"{name}_made"]).all()


def test_payments_run_as_long_as_contracts_do(made):
    paid = made["payment"].groupby("contract_id")["month"].agg(["min", "max", "size"])
    assert paid.loc["HC-01", "size"] == 36
    assert paid.loc["HC-12", "max"] == pd.Timestamp("2026-10-01")  # holding over
    assert paid.loc["HC-12-T1", "max"] == pd.Timestamp("2024-09-01")
    assert paid.loc["ML-00", "max"] == pd.Timestamp("2025-03-01")


def test_home_care_units_delivered_agree_with_visits(made, logged, hand):
    frame = logged.assign(month=logged["planned_start_at"].dt.to_period("M").dt.to_timestamp())
    sums = frame.groupby(["contract_id", "month"], observed=True)[["counted", "planned_minutes"]].sum()
    share = (sums["counted"] / sums["planned_minutes"]).rename("share").reset_index()
    share["contract_id"] = share["contract_id"].astype(str)
    both = made["payment"].merge(share, on=["contract_id", "month"])
    assert len(both) > 350
    by_hand = both["contract_id"].eq("HC-01") & both["month"].ge(LAST_YEAR)
    gap = (both["units_delivered"] / both["units_paid"] - both["share"]).abs()
    assert gap[~by_hand].max() < 0.0005
    assert by_hand.sum() == 12 and gap[by_hand].max() < 0.02


def test_pounds_for_minutes_nobody_got(made):
    paid = made["payment"][made["payment"]["contract_id"].eq("HC-01") & made["payment"]["month"].ge(LAST_YEAR)]
    lost = (paid["amount"] * (1 - paid["units_delivered"] / paid["units_paid"])).sum()
    assert lost == pytest.approx(409_651.80, abs=0.01)  # as PLANTED.md says


def test_a_home_care_north_east(logged):
    recent = logged[logged["contract_id"].eq("HC-01") & logged["planned_start_at"].ge(LAST_YEAR)]
    assert 0.94 <= recent["on_time"].mean() <= 0.96
    assert recent["actual_minutes"].median() <= 14
    assert set(recent["planned_minutes"]) == {30, 15}
    assert recent["planned_minutes"].eq(30).mean() > 0.85
    assert 0.64 <= recent["counted"].sum() / recent["planned_minutes"].sum() <= 0.68
    always = logged[logged["contract_id"].eq("HC-01")]
    assert 0.94 <= always["on_time"].mean() <= 0.96


@pytest.mark.parametrize("measure", ["on_time", "duration_met", "visits_30_minutes", "visits_delivered"])
def test_visits_give_the_levels_that_returns_give(made, logged, hand, measure):
    visit = made["visit"]
    if measure == "visits_delivered":
        frame = visit[visit["status"].ne("cancelled_by_person")]
        good = frame["status"].eq("delivered")
    else:
        frame = logged
        good = {
            "on_time": frame["on_time"],
            "duration_met": frame["actual_minutes"] >= 0.9 * frame["planned_minutes"],
            "visits_30_minutes": frame["actual_minutes"] >= 30,
        }[measure]
    recent = frame["planned_start_at"].ge(LAST_YEAR)
    seen = good[recent].groupby(frame.loc[recent, "contract_id"].astype(str)).mean()
    level = hand["measure_level"]
    level = level[level["measure_id"].eq(measure) & level["contract_id"].str.startswith("HC-")]
    level = level.set_index("contract_id")["level"]
    assert len(level) > 0
    for contract_id, wanted in level.items():
        assert seen[contract_id] == pytest.approx(wanted, abs=0.015), contract_id


def test_continuity_of_the_middle_person(made, hand):
    visit = made["visit"]
    frame = visit[visit["status"].eq("delivered") & visit["planned_start_at"].ge(LAST_YEAR)]
    frame = frame.assign(month=frame["planned_start_at"].dt.month)
    seen = frame.groupby(["contract_id", "month", "person_id", "worker_id"], observed=True).size()
    person = seen.groupby(level=[0, 1, 2], observed=True)
    total = person.sum()
    top = seen.sort_values(ascending=False).groupby(level=[0, 1, 2], observed=True).head(3)
    share = top.groupby(level=[0, 1, 2], observed=True).sum() / total
    middle = share[total >= 8].groupby(level=0, observed=True).median()
    level = hand["measure_level"]
    level = level[level["measure_id"].eq("continuity_top_three")].set_index("contract_id")["level"]
    home = [one for one in level.index if one.startswith("HC-")]
    for contract_id in home:
        assert middle[contract_id] == pytest.approx(level[contract_id], abs=0.06), contract_id
    assert middle["HC-02"] - middle["HC-01"] > 0.3


def test_nobody_came_means_no_worker_and_no_time(made):
    visit = made["visit"]
    gone = visit[visit["status"].ne("delivered")]
    assert gone["worker_id"].isna().all() and gone["actual_start_at"].isna().all()
    assert gone["log_method"].eq("none").all()
    assert {"missed", "cancelled_by_person", "cancelled_by_provider"} == set(gone["status"].unique())
    assert visit.loc[visit["status"].eq("delivered"), "worker_id"].notna().all()


def test_two_workers_are_two(made):
    visit = made["visit"]
    pairs = visit[visit["workers_planned"].eq(2)]
    came = pairs[pairs["status"].eq("delivered")]
    assert set(pairs["worker_number"]) == {1, 2}
    assert pairs["worker_number"].eq(2).mean() == pytest.approx(0.5, abs=1e-9)
    assert not came.duplicated(["person_id", "planned_start_at", "worker_id"]).any()


def test_m_reheated_meals_rise_when_hot_meals_end(made):
    visit = made["visit"]
    meals = visit[visit["visit_type"].eq("meal_reheated")]
    assert meals["planned_minutes"].eq(15).all()
    after = visit["planned_start_at"].ge("2025-06-01")
    before = visit["planned_start_at"].lt("2025-04-01")
    for contract_id in ("HC-01", "HC-04", "HC-05", "HC-07"):
        own = visit["contract_id"].eq(contract_id)
        heated = visit["visit_type"].eq("meal_reheated")
        assert heated[own & before].mean() < 0.012, contract_id
        assert heated[own & after].mean() > 0.08, contract_id
    assert visit["visit_type"].eq("meal_reheated")[visit["contract_id"].eq("HC-02") & after].mean() < 0.03


def test_b_sheets_not_returned(made):
    rows = made["measure_return"]
    rows = rows[rows["contract_id"].eq("DO-02") & rows["month"].ge(LAST_YEAR)]
    attended = rows[rows["measure_id"].eq("attendance")]
    assert len(attended) == 12
    missing = attended["note"].eq("sheet not returned")
    assert missing.sum() == 7
    assert attended.loc[missing, "value"].max() < 0.35 < 0.80 < attended.loc[~missing, "value"].min()


def test_must_not_hc06_has_one_bad_month_within_its_limits(made):
    rows = made["measure_return"]
    rows = rows[rows["contract_id"].eq("HC-06") & rows["measure_id"].eq("on_time")].set_index("month")["value"]
    assert rows.idxmin() == pd.Timestamp("2026-03-01")
    limit = 2.66 * rows.diff().abs().mean()  # XmR chart: individuals against the mean moving range
    assert (rows - rows.mean()).abs().max() < limit


def test_must_not_sh03_is_last_by_nine_of_twelve(made):
    rows = made["measure_return"]
    rows = rows[rows["measure_id"].eq("complaints_in_time") & rows["contract_id"].str.startswith("SH-")]
    year = rows[rows["month"].ge(LAST_YEAR)].groupby("contract_id")[["numerator", "denominator"]].sum()
    assert tuple(year.loc["SH-03"]) == (9, 12)
    assert (year["numerator"] / year["denominator"]).idxmin() == "SH-03"


def test_e_hours_handed_back(made):
    rows = made["measure_return"]
    row = rows[rows["contract_id"].eq("HC-09") & rows["measure_id"].eq("hand_backs_rate")].iloc[-1]
    assert row["month"] == pd.Timestamp("2026-10-01")
    assert (row["numerator"], row["denominator"]) == (70, 2423)


def test_f_nights_paid_and_not_used(made):
    paid = made["payment"][made["payment"]["contract_id"].eq("RS-01") & made["payment"]["month"].ge(LAST_YEAR)]
    assert paid["units_paid"].sum() == 2555 and paid["units_delivered"].sum() == 1270
    assert (2555 - 1270) * 165 == 212_025 == paid["amount"].sum() - 1270 * 165
    rows = made["measure_return"]
    used = rows[rows["contract_id"].eq("RS-01") & rows["measure_id"].eq("nights_used")]
    every = made["payment"][made["payment"]["contract_id"].eq("RS-01")]
    assert np.array_equal(used["numerator"], every["units_delivered"])
    turned_down = made["package"].loc[made["package"]["contract_id"].eq("RS-01"), "refused_reason"]
    assert turned_down.notna().sum() == 62


def test_d_people_in_care_homes(made, hand):
    served = made["people_served"]
    everyone = served[served["year"].eq("2026-27") & served["group_kind"].eq("all")].set_index("contract_id")["people"]
    homes = [f"CH-{number:02d}" for number in range(1, 11)]
    assert everyone["CH-03"] == 140
    assert everyone[homes].sum() - 140 == 280
    assert everyone[homes].tolist() == [34, 30, 140, 36, 32, 28, 30, 27, 33, 30]
    assert everyone[["HC-01", "EC-01", "DO-02", "SL-02", "HC-04"]].tolist() == [420, 60, 55, 48, 260]
    live = made["placement"][made["placement"]["ended_on"].isna()].groupby("contract_id").size()
    assert live[homes].tolist() == everyone[homes].tolist()
    assert 2_700 <= len(made["placement"]) <= 3_300
    asked = made["invitation"][made["invitation"]["contract_id"].eq("CH-03")].groupby("year")["asked"].sum()
    assert asked["2024-25"] > 0 and asked["2025-26"] == asked["2026-27"] == 0


def test_groups_split_the_whole(made):
    served = made["people_served"]
    sums = served.groupby(["contract_id", "year", "group_kind"])["people"].sum().unstack()
    assert sums.shape[1] == 11
    assert sums.eq(sums["all"], axis=0).all().all()


def test_people_hard_to_reach_are_rarely_asked(made):
    asked = made["invitation"].groupby(["group_kind", "group_value"])["asked"].sum()
    served = made["people_served"].groupby(["group_kind", "group_value"])["people"].sum()
    share = asked / served.loc[asked.index]
    assert share["lacks_capacity", "yes"] < 0.1 < 0.3 < share["lacks_capacity", "no"]
    assert share["housebound", "yes"] < 0.12 < 0.3 < share["housebound", "no"]
    assert (made["invitation"]["answered"] <= made["invitation"]["asked"]).all()


def test_g_sunday_buses_and_who_lives_at_moor_edge(made, hand):
    area = made["area"].set_index("area_code")
    journey = made["journey"].join(area[["ward_name", "locality"]], on="area_code")
    moor = journey[journey["location_id"].eq("L-CH-05") & journey["locality"].eq("South East")]
    sunday = moor["bus_minutes_sunday"]
    assert sunday.isna().sum() >= 10 and sunday.notna().sum() >= 10
    assert sunday.min() >= 80 and sunday.max() <= 110
    assert moor["changes"].eq(2).all() and moor.loc[sunday.isna(), "last_bus"].isna().all()
    near = journey[journey["location_id"].eq("L-CH-08") & journey["ward_name"].isin(["Nether Field", "Limekiln"])]
    assert near["bus_minutes_sunday"].between(20, 30).all()
    assert near["bus_minutes_sunday"].mean() == pytest.approx(25, abs=1.5)
    now = made["placement"]
    now = now[now["contract_id"].eq("CH-05") & now["ended_on"].isna()]
    assert len(now) == 32
    assert now["area_code"].map(area["ward_name"]).isin(["Nether Field", "Limekiln"]).sum() == 16
    families = (
        made["placement"]
        .loc[lambda frame: frame["ended_on"].isna()]
        .merge(journey, left_on=["family_area_code", "location_id"], right_on=["area_code", "location_id"])
    )
    far = ~(families["bus_minutes_sunday"] <= 45)  # no bus at all counts as far
    far = far.groupby(families["contract_id"]).mean()
    assert far["CH-05"] == far[[f"CH-{number:02d}" for number in range(1, 11)]].max() > 0.5
    kinds = "care_home care_home_dementia nursing_home specialist_home extra_care day_centre respite_house".split()
    to = hand["location"].loc[hand["location"]["kind"].isin(kinds), "location_id"]
    assert len(journey) == 343 * len(to)


def test_packages_know_the_people_who_are_visited(made):
    visited = set(made["visit"]["person_id"].astype(str).unique())
    assert visited <= set(made["package"]["person_id"])
    now = made["package"][made["package"]["ended_on"].isna()].groupby("contract_id").size()
    assert now["HC-01"] == 420 and now["HC-04"] == 260 and now["EC-01"] == 60 and now["RS-01"] == 85


def test_whole_keeps_the_total():
    # 10 shared 1:1:1 is 3.33 each: largest remainders, first come first, give 4, 3, 3
    assert kit.whole(np.array([1.0, 1.0, 1.0]), 10).tolist() == [4, 3, 3]
    assert kit.whole(np.array([5.0, 3.0, 2.0]), 7).tolist() == [4, 2, 1]  # 3.5, 2.1, 1.4


def test_area_codes_fall_to_wards_as_the_hand_written_locations_expect():
    ward = kit.ward_of_areas()
    # ward w holds floor((w-1)*343/28)+1 .. floor(w*343/28): ward 1 HF0001-0012, ward 4 HF0037-0049, ward 28 HF0331-0343
    assert np.flatnonzero(ward == 0)[[0, -1]].tolist() == [0, 11]
    assert np.flatnonzero(ward == 3)[[0, -1]].tolist() == [36, 48]
    assert np.flatnonzero(ward == 27)[[0, -1]].tolist() == [330, 342]


def test_financial_year_turns_in_april():
    when = pd.DatetimeIndex(["2026-03-01", "2026-04-01", "2023-11-01"])
    assert money.financial_year(when).tolist() == ["2025-26", "2026-27", "2023-24"]
