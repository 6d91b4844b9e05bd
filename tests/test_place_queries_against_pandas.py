"""Questions about a place without contracts, recalculated in plain pandas from the files: both must agree."""

import os
import shutil

import pandas as pd
import pytest
from test_queries_against_pandas import same

from tightrope import paths
from tightrope.records import house as holding

PLACE = paths.ROOT / "tests" / "data" / "place"
ON_DAY = pd.Timestamp("2026-11-22")
TABLES = [path.stem for path in sorted(PLACE.glob("*.csv")) if path.stem not in ("sources", "set-aside")]


@pytest.fixture(scope="module")
def opened(built_place, tmp_path_factory):
    """The made-up place, opened once for this module."""
    folder = shutil.copytree(built_place, tmp_path_factory.mktemp("place") / "millbeck")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "TIGHTROPE_HOME", str(folder / "home"))
        patch.setitem(os.environ, "TIGHTROPE_KEY_FILE", str(folder / "keys" / "master.key"))
        yield holding.house()
        holding.leave()


def given(name):
    return pd.read_csv(PLACE / f"{name}.csv")


def test_areas(opened):
    area = given("area")
    scored = area.dropna(subset=["imd_score"])
    expected = {
        "areas": len(area),
        "with_decile": area["imd_decile"].notna().sum(),
        "most_deprived": (area["imd_decile"] == 1).sum(),
        "with_population": area["population"].notna().sum(),
        "population": area["population"].sum(),
        "pop_65_plus": area["pop_65_plus"].sum(),
        "pop_85_plus": area["pop_85_plus"].sum(),
        "with_both": len(scored),
        "population_with_score": scored["population"].sum(),
        "mean_score": (scored["imd_score"] * scored["population"]).sum() / scored["population"].sum(),
    }
    rows = opened.stores.rows("place/areas")
    same(rows, pd.DataFrame([expected]), ["areas"])
    assert rows[0]["mean_score"] == pytest.approx(171_000 / 5_000), "by hand: 60, 80, 30 and 1 thousand over 5,000"


def test_locations(opened):
    location = given("location").assign(cqc_rated_on=lambda one: pd.to_datetime(one["cqc_rated_on"]))
    groups = location.groupby(["kind", "cqc_rating"], dropna=False)
    expected = groups.agg(
        places=("location_id", "count"), in_an_area=("area_code", "count"),
        oldest_on=("cqc_rated_on", "min"), newest_on=("cqc_rated_on", "max"),
    ).reset_index()  # fmt: skip
    same(opened.stores.rows("place/locations"), expected, ["kind", "cqc_rating"])


def test_ratings_age(opened):
    rated = pd.to_datetime(given("location")["cqc_rated_on"])
    expected = {
        "places": len(rated),
        "dated": rated.notna().sum(),
        "oldest_on": rated.min(),
        "newest_on": rated.max(),
        "median_days": (ON_DAY - rated.dropna()).dt.days.median(),
        "over_three_years": (rated < ON_DAY - pd.DateOffset(years=3)).sum(),
    }
    rows = opened.stores.rows("place/ratings_age", on_day=ON_DAY.date())
    same(rows, pd.DataFrame([expected]), ["places"])
    assert rows[0]["over_three_years"] == 3, "by hand: 2019, 2020 and 22 November 2022"


def outcome_of(frame, council, table, part, year):
    found = frame.query("council_code == @council and table_code == @table and measure_part == @part and year == @year")
    return (found["value"].iloc[0], found["mark"].iloc[0]) if len(found) else (None, None)


def test_outcomes(opened):
    asked = [
        ("Table_1a", "outcome", "number of respondents"), ("Table_1e", "outcome", "number of respondents"),
        ("Table_2c", "outcome", "denominator"), ("Table_6b", "6b outcome", "6b denominator"),
        ("Table_9z", "outcome", "denominator"),
    ]  # fmt: skip
    outcome = given("outcome").astype({"mark": object}).where(lambda one: one.notna(), None)
    alike = set(given("council_neighbour").query("council_code == 'E08000901'")["neighbour_code"])
    expected = []
    for table, part, count_part in asked[:-1]:
        own = outcome.query("council_code == 'E08000901' and table_code == @table and measure_part == @part")
        measured = own[own["mark"] != "[z]"]
        latest = (measured if len(measured) else own).sort_values("year").iloc[-1]
        others = [outcome_of(outcome, one, table, part, latest["year"])[0] for one in sorted(alike)]
        with_figure = pd.Series(others, dtype=float).dropna()
        england = outcome_of(outcome, "E92000001", table, part, latest["year"])
        expected.append({
            **latest[["table_code", "measure_part", "title", "year", "value", "mark"]].to_dict(),
            "margin": outcome_of(outcome, "E08000901", table, "margin of error", latest["year"])[0],
            "counted": outcome_of(outcome, "E08000901", table, count_part, latest["year"])[0],
            "england": england[0], "england_mark": england[1],
            "neighbours": len(alike), "neighbours_with": len(with_figure), "neighbours_median": with_figure.median(),
        })  # fmt: skip
    rows = opened.stores.rows(
        "place/outcomes", council_code="E08000901",
        tables=[one[0] for one in asked], parts=[one[1] for one in asked], counts=[one[2] for one in asked],
    )  # fmt: skip
    same(rows, pd.DataFrame(expected).astype(object), ["table_code"])
    by_table = {row["table_code"]: row for row in rows}
    assert (by_table["Table_1a"]["neighbours_median"], by_table["Table_1a"]["neighbours_with"]) == (19.5, 2)
    assert by_table["Table_1e"]["year"] == "2023 to 2024", "the year without a survey is passed over"
    assert (by_table["Table_2c"]["value"], by_table["Table_2c"]["mark"]) == (None, "[c]")


def test_payments(opened):
    spend = given("spend_line").assign(paid_on=lambda one: pd.to_datetime(one["paid_on"]))
    began = spend["paid_on"].dt.year - (spend["paid_on"].dt.month < 4)
    expected = []
    for first, rows in spend.groupby(began):
        expected.append({
            "year": f"{first}-{(first + 1) % 100:02}", "lines": len(rows), "amount": rows["amount"].sum(),
            "credits": (rows["amount"] < 0).sum(), "credit_amount": rows.loc[rows["amount"] < 0, "amount"].sum(),
            "redacted": rows["is_redacted"].sum(), "redacted_amount": rows.loc[rows["is_redacted"], "amount"].sum(),
            "on_a_line": rows.loc[rows["service_id"].notna(), "amount"].sum(),
            "first_on": rows["paid_on"].min(), "last_on": rows["paid_on"].max(),
        })  # fmt: skip
    rows = opened.stores.rows("place/payments")
    same(rows, pd.DataFrame(expected), ["year"])
    paid = {row["year"]: float(row["amount"]) for row in rows}
    assert paid == {"2024-25": 100.25, "2025-26": 175, "2026-27": 7}


def test_stops(opened):
    stop = given("stop")
    active = stop[stop["is_active"]]
    expected = {"stops": len(stop), "active": len(active), "in_an_area": active["area_code"].notna().sum()}
    same(opened.stores.rows("place/stops"), pd.DataFrame([expected]), ["stops"])
    assert opened.stores.rows("place/contracts") == [{"contracts": 0}]


def test_published_payments_stand_beside_the_budget_of_the_year(opened):
    spend = given("spend_line").query("'2025-04-01' <= paid_on <= '2026-03-31'").dropna(subset=["service_id"])
    expected = spend.groupby("service_id")["amount"].sum().to_dict()
    rows = opened.stores.rows("data/ledger", year="2025-26")
    assert expected == {"care_home": 150, "home_care": 30}
    assert {row["service_id"]: float(row["published"]) for row in rows} == expected
    assert all(row["gross"] is None and row["paid"] is None for row in rows)


def test_fields_filled(opened):
    expected = []
    for name in TABLES:
        frame = given(name)
        expected += [
            {"table_name": name, "column_name": one, "rows": len(frame), "filled": frame[one].notna().sum(),
             "share": frame[one].notna().mean()}
            for one in frame
        ]  # fmt: skip
    rows = opened.stores.rows("data/fields_filled")
    stood = {(one["table_name"], one["column_name"]) for one in expected}
    extra = [row for row in rows if (row["table_name"], row["column_name"]) not in stood]
    assert extra and not any(row["filled"] for row in extra), "columns no file has are empty"
    same([row for row in rows if row not in extra], pd.DataFrame(expected), ["table_name", "column_name"])
    assert [row["share"] for row in rows] == sorted(row["share"] for row in rows)


def test_references_joined(opened):
    rows = {(row["table_name"], row["column_name"]): row for row in opened.stores.rows("data/references_joined")}
    for name, column, target in (("location", "area_code", "area"), ("stop", "area_code", "area"),
                                 ("spend_line", "service_id", "service")):  # fmt: skip
        frame, key = given(name), given(target).iloc[:, 0]
        row = rows[name, column]
        assert row["given"] == frame[column].notna().sum()
        assert row["joined"] == frame[column].isin(key).sum() and row["target_table"] == target
        assert row["share"] == row["joined"] / row["given"]


def test_months_missing(opened):
    months = pd.to_datetime(given("waiting")["month"])
    whole = pd.date_range(months.min(), months.max(), freq="MS")
    expected = pd.DataFrame({"table_name": "waiting", "month": whole[~whole.isin(months)]})
    assert len(expected) == 2
    same(opened.stores.rows("data/months_missing"), expected, ["month"])


def test_what_is_doubtful(opened):
    redacted = given("spend_line").query("is_redacted")
    (rule,) = opened.stores.rows("data/warnings")
    assert (rule["table_name"], rule["rule"], rule["listed"]) == ("spend_line", "redacted_payee", len(redacted))
    rows = opened.stores.rows("data/warning_rows", most=100)
    assert [row["row_key"] for row in rows] == list(redacted["spend_line_id"])
    assert len(opened.stores.rows("data/warning_rows", most=1)) == 1


def test_rows_of_published_files_that_were_not_taken_are_kept_and_accounts_are_not(opened):
    aside = given("set-aside").query("format != 'stories'")
    assert opened.stores.rows("data/not_taken") == [{"not_taken": len(aside.drop_duplicates(["file", "row"]))}]
    rows = opened.stores.rows("data/rejected", most=100)
    assert {(row["file"], row["record_number"], row["words"]) for row in rows} == set(
        aside[["file", "row", "words"]].itertuples(index=False, name=None)
    )
    assert {row["table_name"] for row in rows} == {"spend_line", "stop"}
    assert "Words that must not be here" not in str(rows)
