"""The register of the Care Quality Commission: dates, repeats, places, postcodes."""

import csv
import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from adapter_fits import misfits

from tightrope.errors import Refusal
from tightrope.evidence.adapters import cqc
from tightrope.evidence.adapters.base import Told
from tightrope.evidence.adapters.dates import days

OPEN = Path(__file__).resolve().parents[4] / "shared" / "open-data"
RATINGS = OPEN / "cqc/cqc_ratings_sheffield_2021-02.csv"
WARDS, PAIRS = OPEN / "geo/lookup_lsoa21_ward24_ltla24.csv.gz", OPEN / "geo/lookup_lsoa11_lsoa21_ltla22.csv.gz"
POSTCODES = OPEN / "postcodes/postcodes_sheffield_lsoa11_latlon.csv"
real = pytest.mark.skipif(not RATINGS.is_file(), reason=f"the published files are not at {OPEN}")
MILL = Told("E08000901", "Millbeck")  # a council that is made up

HEAD = ("Location ID,Location Name,Care Home?,Location Type,Location Primary Inspection Category,"
        "Location Street Address,Location Address Line 2,Location City,Location Post Code,Location Local Authority,"
        "Service / Population Group,Domain,Latest Rating,Publication Date,Provider ID,Provider Name")  # fmt: skip
HOME, CARE = "Residential social care", "Community based adult social care services"


def line(id_, name, home, category, group, domain, rating, day, code="MB1 1AA", council="Millbeck", by="P1,Ash Ltd"):
    place = f"1 High Street,,Millbeck,{code},{council}"
    return f"{id_},{name},{home},Social Care Org,{category},{place},{group},{domain},{rating},{day},{by}"


ROWS = [
    line("1-1", "Ash House", "Y", HOME, "Overall", "Overall", "Requires improvement", "25/02/2021"),
    line("1-1", "Ash House", "Y", HOME, "Overall", "Safe", "Good", "25/02/2021"),
    line("1-1", "Ash House", "Y", HOME, "Overall", "Well-led", "Inadequate", "25/02/2021"),
    line("1-1", "Ash House", "Y", HOME, "Care Homes", "Overall", "Outstanding", "25/02/2021"),
    line("1-2", "Elm at Home", "N", CARE, "Overall", "Overall", "Good", "03/04/2020", "mb12ab", by="P2,Elm CIC"),
    line("1-3", "The Surgery", "N", "GP Practices", "Overall", "Overall", "Good", "03/04/2019", "MB9 9ZZ"),
    line("1-4", "Oak House", "Y", HOME, "Overall", "Overall", "Good", "01/04/2019", council="Elsewhere"),
]
POSTCODE_ROWS = ("pcds,ladcd,lsoa11cd,lon,lat\nMB1 1AA,E08000901,E01900001,-1.5,53.3\n"
                 "MB1 2AB,E08000901,E01900013,-1.4,53.3\n")  # fmt: skip
TODAY = ("lsoa11_code,lsoa21_code,ltla22_name,ltla22_code\nE01900001,E01900001,Millbeck,E08000901\n"
         "E01900013,E01900003,Millbeck,E08000901\nE01900013,E01900004,Millbeck,E08000901\n")  # fmt: skip


def sheet(folder: Path, rows: list[str], name: str = "ratings.csv") -> Path:
    return write(folder, name, "\n".join([HEAD, *rows]) + "\n")


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def register(found) -> dict[str, dict]:
    return {row["location_id"]: row for row in found.tables["registered_location"].to_dict("records")}


def test_the_order_of_day_and_month_is_read_off_the_values():
    found, wrong, words = days(pd.Series(["03/04/2020", "25/02/2021", ""]), "a.csv")
    assert list(found) == [date(2020, 4, 3), date(2021, 2, 25), None] and not wrong.any()
    assert "DD/MM/YYYY" in words
    found, _, words = days(pd.Series(["03/04/2020", "02/25/2021"]), "a.csv")
    assert list(found) == [date(2020, 3, 4), date(2021, 2, 25)] and "MM/DD/YYYY" in words
    found, _, _ = days(pd.Series(["2020-04-03", "05/05/2021"]), "a.csv")  # the fifth of May reads both ways alike
    assert list(found) == [date(2020, 4, 3), date(2021, 5, 5)]


def test_an_order_that_cannot_be_told_is_refused():
    with pytest.raises(Refusal, match="cannot be told"):
        days(pd.Series(["03/04/2020", "11/12/2021"]), "a.csv")
    with pytest.raises(Refusal, match="some with the month first"):
        days(pd.Series(["25/02/2021", "02/25/2021"]), "a.csv")


def test_a_value_that_is_no_day_is_marked():
    _, wrong, _ = days(pd.Series(["31/02/2021", "soon", "25/02/2021"]), "a.csv")
    assert list(wrong) == [True, True, False]


def test_a_location_is_taken_once_with_its_overall_rating_and_key_questions(tmp_path):
    found = cqc.read([sheet(tmp_path, ROWS)], MILL)
    rows = register(found)
    assert set(rows) == {"1-1", "1-2", "1-3"}  # 1-4 is another council's
    assert rows["1-1"]["overall_rating"] == "Requires_improvement"  # not the one of a service group
    assert (rows["1-1"]["safe"], rows["1-1"]["well_led"]) == ("Good", "Inadequate")
    assert pd.isna(rows["1-1"]["caring"])
    assert rows["1-1"]["rated_on"] == date(2021, 2, 25) and rows["1-2"]["rated_on"] == date(2020, 4, 3)
    assert rows["1-1"]["address"] == "1 High Street, Millbeck" and rows["1-2"]["postcode"] == "MB1 2AB"
    assert any("1 rows of ratings.csv are of other councils (Elsewhere)" in one for one in found.notes)
    assert not misfits(found)


def test_places_providers_and_services_come_for_social_care_only(tmp_path):
    found = cqc.read([sheet(tmp_path, ROWS)], MILL)
    location = found.tables["location"].set_index("location_id")
    assert dict(location["kind"]) == {"1-1": "care_home", "1-2": "office"}
    assert dict(location["service_id"]) == {"1-1": "care_home", "1-2": "home_care"}
    assert set(found.tables["service"]["service_id"]) == {"care_home", "home_care"}
    provider = found.tables["provider"].set_index("provider_id")
    assert provider["sector"].fillna("").to_dict() == {"P1": "", "P2": "community"}, "nobody said who owns P1"
    assert provider["is_vcse"].astype(object).where(provider["is_vcse"].notna(), None).to_dict() == {
        "P1": None, "P2": True,
    }  # fmt: skip
    assert "is_sme" not in provider
    assert {one["table_name"] for one in found.sources} == {
        "registered_location", "location", "provider", "service",
    }  # fmt: skip
    assert any("does not say who owns them: 1 are told by name" in one for one in found.notes)


def test_postcodes_lead_to_areas_of_today_and_a_divided_area_is_left_open(tmp_path):
    files = [sheet(tmp_path, ROWS), write(tmp_path, "pc.csv", POSTCODE_ROWS), write(tmp_path, "pairs.csv", TODAY)]
    found = cqc.read(files, MILL)
    rows = register(found)
    assert rows["1-1"]["area_code"] == "E01900001" and pd.isna(rows["1-2"]["area_code"])
    assert rows["1-1"]["lon"] == -1.5  # the sheet has no points: those of the postcodes
    assert any("1 locations lie in an area that was divided" in one for one in found.notes)
    assert any("1 of 3 locations joined" in one and "1 postcodes are not in the file" in one for one in found.notes)
    ring = [[-1.41, 53.29], [-1.39, 53.29], [-1.39, 53.31], [-1.41, 53.31], [-1.41, 53.29]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"lsoa21_code": "E01900004"}, "geometry": shape}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    found = cqc.read([*files, write(tmp_path, "o.geojson", text)], MILL)
    assert register(found)["1-2"]["area_code"] == "E01900004"  # the outline tells which part


def test_postcodes_of_2011_join_nothing_without_their_look_up(tmp_path):
    found = cqc.read([sheet(tmp_path, ROWS), write(tmp_path, "pc.csv", POSTCODE_ROWS)], MILL)
    assert all(pd.isna(one["area_code"]) for one in register(found).values())
    assert any("give the look-up of 2011 to 2021" in one for one in found.notes)


def test_of_two_overall_ratings_the_newer_is_taken_and_the_older_set_aside(tmp_path):
    older = line("1-1", "Ash House", "Y", HOME, "Overall", "Overall", "Good", "13/01/2018")
    found = cqc.read([sheet(tmp_path, [older, *ROWS])], MILL)
    assert register(found)["1-1"]["rated_on"] == date(2021, 2, 25)
    assert [(one.row, one.value) for one in found.aside] == [(2, "Good")]


def test_what_is_no_rating_stays_empty(tmp_path):
    rows = [line("1-7", "Dental", "N", "Dentists", "Overall", "Overall", "Regulations met", "25/02/2021"),
            line("1-8", "New House", "Y", HOME, "Overall", "Overall", "Not Rated", "25/02/2021"),
            line("1-9", "Part House", "Y", HOME, "Care Homes", "Overall", "Good", "25/02/2021")]  # fmt: skip
    found = cqc.read([sheet(tmp_path, rows)], MILL)
    given = {code: one["overall_rating"] for code, one in register(found).items()}
    assert pd.isna(given["1-7"]) and given["1-8"] == "Not_yet_rated" and pd.isna(given["1-9"])
    assert any("1 locations have no such row; Regulations met is no rating" in one for one in found.notes)


def test_a_council_without_a_location_is_refused(tmp_path):
    with pytest.raises(Refusal, match="No location of Nowhere"):
        cqc.read([sheet(tmp_path, ROWS)], Told("E08000999", "Nowhere"))


def test_a_list_of_care_homes_reports_its_wrong_area_code_and_knows_nursing(tmp_path):
    text = ("name,cqc_id,type,address,postcode,provider,inspection_date,area_name,area_code,lon,lat\n"
            'Ash,1-1,Residential homes,"1 High St,Millbeck",MB1 1AA,'
            "Ash & Co. Ltd,2023-05-31,Millbeck,E0800901,-1.5,53.3\n"
            "Elm,1-2,Nursing homes|Residential homes,2 High St,MB1 1AB,"
            "Elm Ltd,,Millbeck,E0800901,-1.4,53.3\n")  # fmt: skip
    found = cqc.read([write(tmp_path, "homes.csv", text)], MILL)
    assert [(one.row, one.column, one.value) for one in found.aside] == [(2, "area_code", "E0800901")]
    assert "in 2 rows" in found.aside[0].words and any("E0800901 is no official code" in one for one in found.notes)
    location = found.tables["location"].set_index("location_id")
    assert dict(location["kind"]) == {"1-1": "care_home", "1-2": "nursing_home"}
    assert location["cqc_rating"].isna().all()  # a day of inspection is no rating
    assert register(found)["1-1"]["provider_id"] == "name-ash-co-ltd"
    assert not misfits(found)


@real
def test_sheffield_2021_has_196_places_of_care_and_all_join_an_area():
    found = cqc.read([RATINGS, POSTCODES, PAIRS, WARDS], Told("E08000019", "Sheffield"))
    with RATINGS.open(encoding="utf-8-sig") as handle:
        rows = [one for one in csv.DictReader(handle) if one["Location Local Authority"] == "Sheffield"]
    with POSTCODES.open(encoding="utf-8-sig") as handle:
        joined = {one["pcds"] for one in csv.DictReader(handle) if one["lsoa11cd"]}
    wanted = {one["Location ID"]: one for one in rows if one["Location Primary Inspection Category"] in (HOME, CARE)}
    location = found.tables["location"]
    assert len(location) == len(wanted) == 196 and set(location["location_id"]) == set(wanted)
    assert sum(one["Location Post Code"] in joined for one in wanted.values()) == 196
    assert location["area_code"].notna().all() and location["area_code"].str.fullmatch(r"E01\d{6}").all()
    assert len(found.tables["registered_location"]) == len({one["Location ID"] for one in rows})
    assert any("DD/MM/YYYY" in one for one in found.notes)
    assert not misfits(found)


@real
def test_the_sheet_of_2026_has_months_first_and_five_key_questions():
    path = OPEN / "cqc/cqc_ratings_lincolnshire_2026.csv"
    found = cqc.read([path], Told("", "Lincolnshire"))
    with path.open(encoding="utf-8-sig") as handle:
        rows = list(csv.DictReader(handle))
    safe = {one["Location ID"]: one["Latest Rating"] for one in rows
            if one["Domain"] == "Safe" and one["Service / Population Group"] == "Overall"}  # fmt: skip
    frame = found.tables["registered_location"].set_index("location_id")
    assert len(frame) == len({one["Location ID"] for one in rows})
    assert frame["safe"].dropna().to_dict() == safe
    assert any("MM/DD/YYYY" in one for one in found.notes)
    assert max(frame["rated_on"].dropna()).year == 2026


@real
def test_the_wrong_area_code_of_trafford_is_reported():
    found = cqc.read([OPEN / "cqc/trafford_care_homes.csv"], Told("E08000009", "Trafford"))
    assert len(found.tables["registered_location"]) == 56
    assert any("E0800009 is no official code" in one and "56 rows" in one for one in found.notes)
    assert [one.value for one in found.aside] == ["E0800009"]
