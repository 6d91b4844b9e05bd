"""Small areas out of published files: outlines, deprivation, population, wards."""

import csv
import gzip
import json
from pathlib import Path

import pandas as pd
import pytest
from adapter_fits import misfits
from shapely.geometry import shape

from tightrope.errors import Refusal
from tightrope.evidence.adapters import boundaries, imd, population
from tightrope.evidence.adapters.base import Told, write_into

OPEN = Path(__file__).resolve().parents[4] / "shared" / "open-data"
WARDS, PAIRS = OPEN / "geo/lookup_lsoa21_ward24_ltla24.csv.gz", OPEN / "geo/lookup_lsoa11_lsoa21_ltla22.csv.gz"
real = pytest.mark.skipif(not WARDS.is_file(), reason=f"the published files are not at {OPEN}")
SHEFFIELD = Told("E08000019", "Sheffield")
MILL = Told("E08000901", "Millbeck")  # a council that is made up

LOOKUP = """lsoa21_name,lsoa21_code,ward24_name,ward24_code,ltla24_name,ltla24_code
Millbeck 001A,E01900001,North Fold,E05900001,Millbeck,E08000901
Millbeck 001B,E01900002,South Fold,E05900002,Millbeck,E08000901
Millbeck 001B,E01900002,North Fold,E05900001,Millbeck,E08000901
Millbeck 001C,E01900003,South Fold,E05900002,Millbeck,E08000901
Millbeck 001D,E01900004,South Fold,E05900002,Millbeck,E08000901
Elsewhere 001A,E01900009,Far Fold,E05900009,Elsewhere,E08000909
"""
# 01 stayed; 11 and 12 became 02; 13 was divided into 03 and 04.
TODAY = """lsoa11_code,change_code,lsoa21_code,ltla22_name,ltla22_code
E01900001,U,E01900001,Millbeck,E08000901
E01900011,M,E01900002,Millbeck,E08000901
E01900012,M,E01900002,Millbeck,E08000901
E01900013,S,E01900003,Millbeck,E08000901
E01900013,S,E01900004,Millbeck,E08000901
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def square(west: float, south: float, size: float = 0.01) -> dict:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def outlined(folder: Path, name: str, shapes: dict[str, dict], label: str = "lsoa21", **more) -> Path:
    features = [
        {"type": "Feature", "properties": {f"{label}_code": one, f"{label}_name": f"Name {one}"}, "geometry": geometry}
        for one, geometry in shapes.items()
    ]
    return write(folder, name, json.dumps({"type": "FeatureCollection", "features": features, **more}))


@pytest.fixture
def lookups(tmp_path):
    return [write(tmp_path, "wards.csv", LOOKUP), write(tmp_path, "pairs.csv", TODAY)]


def by_code(found) -> dict[str, dict]:
    return {row["area_code"]: row for row in found.tables["area"].to_dict("records")}


def test_outlines_come_with_their_ward_and_a_point_inside(tmp_path, lookups):
    path = outlined(tmp_path, "a.geojson", {"E01900001": square(-1.5, 53.3), "E01900002": square(-1.4, 53.3)})
    found = boundaries.read([path, *lookups], MILL)
    rows = by_code(found)
    assert list(rows) == ["E01900001", "E01900002"]
    assert rows["E01900002"]["ward_code"] == "E05900001"  # it lies in two wards: the lowest code
    assert rows["E01900002"]["ward_name"] == rows["E01900002"]["locality"] == "North Fold"
    assert -1.4 < rows["E01900002"]["lon"] < -1.39 and 53.3 < rows["E01900002"]["lat"] < 53.31
    assert json.loads(rows["E01900001"]["boundary"]) == square(-1.5, 53.3)
    assert any("lowest code" in one and "stands in for the locality" in one for one in found.notes)
    assert any("2 areas of Millbeck have no outline" in one and "E01900003" in one for one in found.notes)


def test_the_ward_with_most_of_an_area_is_taken_where_shares_are_published(tmp_path):
    shares = LOOKUP.splitlines()
    text = "\n".join([shares[0] + ",share", *(f"{one},{0.7 if 'South' in one else 0.3}" for one in shares[1:])])
    path = outlined(tmp_path, "a.geojson", {"E01900002": square(-1.4, 53.3)})
    found = boundaries.read([path, write(tmp_path, "wards.csv", text)], MILL)
    assert by_code(found)["E01900002"]["ward_code"] == "E05900002"
    assert any("largest share" in one for one in found.notes)


def test_codes_that_join_nothing_are_counted_named_and_set_aside(tmp_path, lookups):
    shapes = {"E01900001": square(-1.5, 53.3), "E01900777": square(-1.4, 53.3), "E01900009": square(-1.3, 53.3)}
    found = boundaries.read([outlined(tmp_path, "a.geojson", shapes), *lookups], MILL)
    assert list(by_code(found)) == ["E01900001"]
    assert any("1 of 3 outlines" in one and "E01900777" in one for one in found.notes)
    assert [(one.row, one.value) for one in found.aside] == [(2, "E01900777")]
    assert any("1 outlines" in one and "outside Millbeck" in one for one in found.notes)


def test_old_ward_codes_are_refused_with_the_reason(tmp_path, lookups):
    path = outlined(tmp_path, "old.geojson", {"E05000111": square(-1.5, 53.3)}, label="wd13")
    with pytest.raises(Refusal, match="None of the 1 ward codes of 2013 .* new codes since"):
        boundaries.read([path, *lookups], MILL)


def test_an_outline_that_crosses_itself_is_mended_and_said(tmp_path, lookups):
    bow = {"type": "Polygon", "coordinates": [[[-1.5, 53.3], [-1.4, 53.4], [-1.4, 53.3], [-1.5, 53.4], [-1.5, 53.3]]]}
    found = boundaries.read([outlined(tmp_path, "a.geojson", {"E01900001": bow}), *lookups], MILL)
    whole = shape(json.loads(by_code(found)["E01900001"]["boundary"]))
    assert whole.is_valid and whole.area == pytest.approx(0.005)  # two triangles of half by a tenth by a twentieth
    assert any("mended" in one and "E01900001" in one for one in found.notes)


def test_eastings_and_northings_are_refused(tmp_path, lookups):
    grid = outlined(tmp_path, "grid.geojson", {"E01900001": square(435_000, 387_000, 500)})
    with pytest.raises(Refusal, match="eastings and northings .*435000, 387000.* not degrees"):
        boundaries.read([grid, *lookups], MILL)
    told = outlined(tmp_path, "crs.geojson", {"E01900001": square(1, 2)}, crs={"properties": {"name": "EPSG::27700"}})
    with pytest.raises(Refusal, match="eastings and northings"):
        boundaries.read([told, *lookups], MILL)
    turned = outlined(tmp_path, "turned.geojson", {"E01900001": square(53.3, -1.5)})
    with pytest.raises(Refusal, match="latitude before longitude"):
        boundaries.read([turned, *lookups], MILL)


def test_a_locality_that_the_council_gave_stays(tmp_path, lookups):
    path = outlined(tmp_path, "a.geojson", {"E01900001": square(-1.5, 53.3), "E01900003": square(-1.4, 53.3)})
    ours = write(tmp_path, "area.csv", "area_code,area_name,ward_code,ward_name,locality\n"
                 "E01900001,Name,E05900001,North Fold,Riverside\n")  # fmt: skip
    found = boundaries.read([path, *lookups, ours], MILL)
    write_into(tmp_path, "boundaries", found)
    rows = {one["area_code"]: one for one in rows_of(ours)}
    assert rows["E01900001"]["locality"] == "Riverside"
    assert rows["E01900003"]["locality"] == "South Fold"


def test_population_is_copied_summed_or_shared_and_its_sum_kept(tmp_path, lookups):
    path = write(tmp_path, "mid2020.csv", "lsoa11_code,total_population,pop_65plus,pop_85plus\n"
                 "E01900001,1500,300,40\nE01900011,1000,200,21\n"
                 "E01900012,900,100,10\nE01900013,1601,333,7\n")  # fmt: skip
    found = population.read([path, *lookups], MILL)
    rows = {code: (one["population"], one["pop_65_plus"], one["pop_85_plus"]) for code, one in by_code(found).items()}
    assert rows == {
        "E01900001": (1500, 300, 40), "E01900002": (1900, 300, 31),
        "E01900003": (801, 167, 4), "E01900004": (800, 166, 3),
    }  # fmt: skip
    assert any("share its people equally (an assumption)" in one for one in found.notes)
    assert any("mid-2020" in one for one in found.notes)
    assert "share its people equally" in found.sources[0]["note"] and "mid-2020" in found.sources[0]["note"]


def test_population_that_joins_nothing_or_is_no_number_is_set_aside(tmp_path, lookups):
    path = write(tmp_path, "p.csv", "lsoa11_code,total_population\nE01900001,1500\nE01900555,9\nE01900011,many\n")
    found = population.read([path, *lookups], MILL)
    assert by_code(found)["E01900001"]["population"] == 1500
    assert {(one.row, one.value) for one in found.aside} == {(3, "E01900555"), (4, "many")}
    assert any("a year that the file does not say" in one for one in found.notes)
    with pytest.raises(Refusal, match="Give the look-up of 2011 to 2021"):
        population.read([path], Told())


def test_indices_of_2025_go_over_as_they_are_and_lacks_are_said(tmp_path, lookups):
    path = write(tmp_path, "imd.csv", "lsoa21_code,IMD_score,IMD_decile\n"
                 "E01900001,55.5,1\nE01900002,12.25,7\nE01900009,3,10\nE01900003,20,11\n")  # fmt: skip
    found = imd.read([path, *lookups], MILL)
    rows = by_code(found)
    assert set(rows) == {"E01900001", "E01900002", "E01900003"}
    assert (rows["E01900001"]["imd_score"], rows["E01900001"]["imd_decile"]) == (55.5, 1)
    assert pd.isna(rows["E01900003"]["imd_decile"])  # there is no eleventh tenth
    assert [(one.row, one.value) for one in found.aside] == [(5, "11")]
    assert "older_income_deprivation" not in found.tables["area"]
    assert any("no older_income_deprivation" in one for one in found.notes)


def test_income_of_older_people_is_taken_where_the_file_has_it(tmp_path, lookups):
    path = write(tmp_path, "imd.csv", "LSOA code (2021),Index of Multiple Deprivation (IMD) Score,"
                 "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs),"
                 "Income Deprivation Affecting Older People (IDAOPI) Score (rate)\n"
                 "E01900001,55.5,1,0.42\n")  # fmt: skip
    assert by_code(imd.read([path, *lookups], MILL))["E01900001"]["older_income_deprivation"] == 0.42


def test_indices_of_2019_reach_2021_areas_without_mixing(tmp_path, lookups):
    old = write(tmp_path, "old.csv", "lsoa11_code,IMD_decile,IMD_rank\n"
                "E01900001,1,10\nE01900011,3,90\nE01900012,4,95\nE01900013,8,200\n")  # fmt: skip
    found = imd.read([old, *lookups], MILL)
    rows = by_code(found)
    assert len(found.tables["area"]) == 4  # the divided area does not repeat
    assert {code: one["imd_decile"] for code, one in rows.items() if pd.notna(one["imd_decile"])} == {
        "E01900001": 1, "E01900003": 8, "E01900004": 8
    }  # fmt: skip
    assert any("2 are parts" in one and "1 were put together" in one and "E01900002" in one for one in found.notes)
    new = write(tmp_path, "new.csv", "lsoa21_code,IMD_score,IMD_decile\nE01900001,55.5,2\nE01900002,12.25,7\n")
    with pytest.raises(Refusal, match="never mixed"):
        imd.read([old, new, *lookups], MILL)
    with pytest.raises(Refusal, match="look-up of 2011 to 2021"):
        imd.read([old, lookups[0]], MILL)
    into = tmp_path / "into"  # and one after the other: the older score must not stay beside the newer decile
    write_into(into, "imd", imd.read([new, *lookups], MILL))
    write_into(into, "imd", found)
    written = {one["area_code"]: one for one in rows_of(into / "area.csv")}
    assert written["E01900001"] == {"area_code": "E01900001", "imd_score": "", "imd_decile": "1"}
    assert written["E01900002"]["imd_decile"] == ""


def test_a_national_file_needs_the_look_up_to_find_one_council(tmp_path):
    path = write(tmp_path, "imd.csv", "lsoa21_code,IMD_score,IMD_decile\nE01900001,55.5,1\n")
    with pytest.raises(Refusal, match="Give the look-up"):
        imd.read([path], MILL)


def test_outlines_of_councils_become_lines_over_the_map(tmp_path, lookups):
    shapes = {"E08000901": square(-1.5, 53.3, 0.03), "E08000909": square(-1.2, 53.3, 0.02)}
    path = outlined(tmp_path, "councils.geojson", shapes, "ltla24")
    found = boundaries.read([path], Told())
    assert list(found.tables) == ["outline"]
    assert list(found.tables["outline"]["outline_code"]) == ["E08000901", "E08000909"]
    assert any("2 outlines of councils" in one for one in found.notes) and not misfits(found)
    areas = outlined(tmp_path, "areas.geojson", {"E01900001": square(-1.5, 53.3)})
    both = boundaries.read([path, areas, *lookups], MILL)
    assert list(both.tables["outline"]["outline_name"]) == ["Name E08000901"] and len(both.tables["area"]) == 1
    with pytest.raises(Refusal, match="2 councils and not Nowhere"):
        boundaries.read([path], Told("E08000999", "Nowhere"))


def test_areas_of_several_councils_lie_in_the_part_that_is_their_council(tmp_path, lookups):
    middles = write(
        tmp_path, "middles.csv", "lsoa21_name,lsoa21_code,lon,lat\n,E01900001,-1.5,53.3\n,E01900009,-1.2,53.3\n"
    )
    rows = boundaries.read([middles, *lookups], Told()).tables["area"].set_index("area_code")
    assert dict(rows["locality"]) == {"E01900001": "Millbeck", "E01900009": "Elsewhere"}
    assert dict(rows["ward_name"]) == {"E01900001": "North Fold", "E01900009": "Far Fold"}


def test_an_unknown_council_is_refused(tmp_path, lookups):
    path = outlined(tmp_path, "a.geojson", {"E01900001": square(-1.5, 53.3)})
    with pytest.raises(Refusal, match="knows no council Nowhere"):
        boundaries.read([path, *lookups], Told("E08000999", "Nowhere"))


def codes_of_sheffield() -> set[str]:
    with gzip.open(WARDS, "rt", encoding="utf-8-sig") as handle:
        return {row["lsoa21_code"] for row in csv.DictReader(handle) if row["ltla24_code"] == "E08000019"}


@real
def test_sheffield_has_343_outlined_areas_in_wards_of_today():
    found = boundaries.read([OPEN / "geo/lsoa21_sheffield.geojson", WARDS], SHEFFIELD)
    frame = found.tables["area"]
    features = json.loads((OPEN / "geo/lsoa21_sheffield.geojson").read_text(encoding="utf-8"))["features"]
    published = {one["properties"]["lsoa21_code"] for one in features}
    assert len(frame) == len(published & codes_of_sheffield()) == 343
    assert frame["ward_code"].nunique() == 28 and frame.notna().all().all()


@real
def test_wards_of_2013_are_refused():
    with pytest.raises(Refusal, match="None of the 28 ward codes of 2013"):
        boundaries.read([OPEN / "geo/martinjc_wards_E08000019_old_codes.geojson", WARDS], SHEFFIELD)


@real
def test_sheffield_has_75_areas_in_the_first_decile_of_2025():
    found = imd.read([OPEN / "imd/imd2025_england_lsoa21.parquet", WARDS], SHEFFIELD)
    raw = pd.read_parquet(OPEN / "imd/imd2025_england_lsoa21.parquet")
    mine = raw[raw["lsoa21_code"].isin(codes_of_sheffield())]
    assert len(found.tables["area"]) == len(mine) == 343
    assert int((found.tables["area"]["imd_decile"] == 1).sum()) == int((mine["IMD_decile"] == 1).sum()) == 75


@real
def test_population_keeps_the_sum_of_589_214():
    path = OPEN / "geo/population_mid2020_lsoa11_sheffield.csv"
    frame = population.read([path, WARDS, PAIRS], SHEFFIELD).tables["area"]
    with path.open(encoding="utf-8-sig") as handle:
        rows = list(csv.DictReader(handle))
    assert len(frame) == 343
    assert int(frame["population"].sum()) == round(sum(float(one["total_population"]) for one in rows)) == 589_214
    assert int(frame["pop_65_plus"].sum()) == round(sum(float(one["pop_65plus"]) for one in rows)) == 94_714


@real
def test_average_score_of_sheffield_agrees_with_the_published_one(capsys):
    score = imd.read([OPEN / "imd/imd2025_england_lsoa21.parquet", WARDS], SHEFFIELD).tables["area"]
    files = [OPEN / "geo/population_mid2020_lsoa11_sheffield.csv", WARDS, PAIRS]
    both = score.merge(population.read(files, SHEFFIELD).tables["area"], on="area_code")
    mean = (both["imd_score"] * both["population"]).sum() / both["population"].sum()
    with (OPEN / "imd/imd2025_england_ltla24.csv").open(encoding="utf-8-sig") as handle:
        row = next(one for one in csv.DictReader(handle) if "E08000019" in one.values())
    given = float(next(value for name, value in row.items() if name.endswith("imd_average_score")))
    with capsys.disabled():
        print(f"\n  average IMD score of Sheffield: {mean:.3f} (mid-2020 population); published {given}")
    assert given == 27.574
    assert mean == pytest.approx(27.6, abs=0.1) and mean == pytest.approx(given, abs=0.1)


SUMMARY = "ltla24_code,ltla24_name,imd_average_score\nE08000901,Millbeck,27.574\nE08000909,Elsewhere,12.5\n"


def test_the_published_average_of_the_council_is_kept_as_an_outcome(tmp_path, lookups):
    new = write(tmp_path, "imd.csv", "lsoa21_code,IMD_score,IMD_decile\nE01900001,55.5,1\n")
    summary = write(tmp_path, "summary.csv", SUMMARY)
    found = imd.read([new, summary, *lookups], MILL)
    (row,) = found.tables["outcome"].to_dict("records")
    assert (row["council_code"], row["council_name"], row["value"]) == ("E08000901", "Millbeck", 27.574)
    assert (row["table_code"], row["year"], row["measure_part"]) == ("imd_average_score", "2025", "average score")
    assert [one["file"] for one in found.sources if one["table_name"] == "outcome"] == ["summary.csv"]
    assert "outcome" not in imd.read([new, *lookups], MILL).tables, "nothing is made up where it was not given"
