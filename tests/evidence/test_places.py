"""A folder of published files becomes one council's own tables, and what it lacks is named."""

import csv
import json
import tomllib
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from tightrope import tables
from tightrope.errors import Refusal
from tightrope.evidence.places import financial_year, gather

OPEN = Path(__file__).resolve().parents[3] / "shared" / "open-data"
real = pytest.mark.skipif(not OPEN.is_dir(), reason=f"the published files are not at {OPEN}")

LOOKUP = """lsoa21_name,lsoa21_code,ward24_name,ward24_code,ltla24_name,ltla24_code
Millbeck 001A,E01900001,North Fold,E05900001,Millbeck,E08000901
Elsewhere 001A,E01900009,Far Fold,E05900009,Elsewhere,E08000909
"""
RATINGS = """Location ID,Location Name,Care Home?,Location Primary Inspection Category,Location Post Code,\
Location Local Authority,Service / Population Group,Domain,Latest Rating,Publication Date,Provider ID,Provider Name
1-1,Ash House,Y,Residential social care,MB1 1AA,Millbeck,Overall,Overall,Good,25/02/2021,P1,Ash Ltd
1-2,Oak House,Y,Residential social care,EW1 1AA,Elsewhere,Overall,Overall,Good,25/02/2021,P2,Oak Ltd
"""
SPEND = "Payment Date,Supplier Name,Amount,Purpose,Transaction Number\n"
PAID = ["2025-04-03,Ash Ltd,100.00,Care,1", "2025-05-03,Ash Ltd,200.00,Care,2", "2025-06-03,Ash Ltd,300.00,Care,3"]


def geojson(label: str, code: str, west: float, east: float) -> str:
    ring = [[west, 53.3], [east, 53.3], [east, 53.31], [west, 53.31], [west, 53.3]]
    feature = {"type": "Feature", "properties": {f"{label}_code": code, f"{label}_name": "Name"},
               "geometry": {"type": "Polygon", "coordinates": [ring]}}  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "published"
    for name, text in {
        "geo/wards.csv": LOOKUP,
        "geo/areas.geojson": geojson("lsoa21", "E01900001", -1.5, -1.49),
        "geo/councils.geojson": geojson("ltla24", "E08000901", -1.51, -1.48),
        "geo/old_wards.geojson": geojson("wd13", "E05000001", -1.5, -1.49),
        "imd.csv": "lsoa21_code,IMD_score,IMD_decile\nE01900001,40,1\nE01900009,2,10\n",
        "cqc.csv": RATINGS,
        "millbeck_spend_2025.csv": SPEND + "\n".join(PAID) + "\n",
        "millbeck_spend_may.csv": SPEND + PAID[1].replace("Care", "CARE AT HOME") + "\n" + PAID[2] + "\n",
        "odd.csv": "a,b\n1,2\n",
        "broken.parquet": "no table at all",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def unfit(folder: Path) -> list[str]:
    """What of the written tables would not pass intake: needed and empty, twice, not listed, pointing nowhere."""
    frames = {one.stem: pd.read_csv(one, dtype=str) for one in folder.glob("*.csv") if one.stem in tables.load()}
    wrong = []
    for name, frame in frames.items():
        table = tables.load()[name]
        wrong += [f"{name}.{one.name}" for one in table.in_file
                  if one.required and (one.name not in frame or frame[one.name].isna().any())]  # fmt: skip
        wrong += [name + " key"] if frame.duplicated(list(table.key)).any() else []
        wrong += [f"{name}.{one.name} enum" for one in table.in_file
                  if one.enum and one.name in frame and not set(frame[one.name].dropna()) <= set(one.enum)]  # fmt: skip
        wrong += [f"{name}.{one.column} reference" for one in table.references
                  if one.column in frame and one.table in frames
                  and not set(frame[one.column].dropna()) <= set(frames[one.table][one.target])]  # fmt: skip
    return wrong


def test_everything_of_the_council_is_taken_and_only_that(source, tmp_path):
    into = tmp_path / "into"
    said = gather("millbeck", source, into)
    assert [(one["area_code"], one["ward_name"], one["imd_score"]) for one in rows(into, "area")] == [
        ("E01900001", "North Fold", "40")
    ]
    assert [one["location_id"] for one in rows(into, "location")] == ["1-1"]
    assert rows(into, "registered_location")[0]["overall_rating"] == "Good"
    assert not unfit(into)
    assert any("1 rows of registered_location with cqc.csv (Care Quality Commission" in one for one in said)
    assert any("published 2025-10-30" in one and "imd.csv" in one for one in said)
    assert any("None of the 1 ward codes of 2013" in one for one in said)


def test_what_is_missing_is_named_and_not_made_up(source, tmp_path):
    into = tmp_path / "into"
    said = gather("E08000901", source, into)
    missing = next(one for one in said if one.startswith("Missing, and not made up"))
    for words in ("contracts", "providers' returns", "visits", "stories", "bus stops", "outcomes"):
        assert words in missing
    assert "small areas" not in missing and "published spending" not in missing
    for name in ("contract", "visit", "story", "measure_return"):
        assert not (into / f"{name}.csv").exists()
    assert any("Missing for every area" in one and "population" in one for one in said)
    assert any("broken.parquet" in one and "odd.csv" in one for one in said if one.startswith("Not used"))


def test_payments_published_twice_are_taken_once(source, tmp_path):
    said = gather("millbeck", source, tmp_path / "into")
    assert sum(float(one["amount"]) for one in rows(tmp_path / "into", "spend_line")) == 600
    assert any("millbeck_spend_may.csv repeats payments" in one for one in said)


def test_settings_hold_the_council_and_are_left_alone_once_there(source, tmp_path, monkeypatch):
    monkeypatch.setenv("TIGHTROPE_AS_AT", "2027-02-01")
    into = tmp_path / "into"
    gather("millbeck", source, into)
    assert tomllib.loads((into / "settings.toml").read_text(encoding="utf-8")) == {"council": {
        "name": "Millbeck", "fictional": False, "code": "E08000901", "decides": "to be named",
        "financial_year": "2026-27", "ledger_gross": 0, "ledger_net": 0,
    }}  # fmt: skip
    mended = (into / "settings.toml").read_text(encoding="utf-8").replace("to be named", "Adults Committee")
    (into / "settings.toml").write_text(mended, encoding="utf-8")
    said = gather("millbeck", source, into)
    assert (into / "settings.toml").read_text(encoding="utf-8") == mended
    assert any("left as it is" in one for one in said)
    with pytest.raises(Refusal, match="holds the data of E08000901"):
        gather("elsewhere", source, into)


def test_an_unknown_council_is_refused_with_the_nearest_names(source, tmp_path):
    with pytest.raises(Refusal, match="Did you mean Millbeck"):
        gather("Milbeck", source, tmp_path / "into")
    with pytest.raises(Refusal, match="There is no folder"):
        gather("millbeck", tmp_path / "nothing", tmp_path / "into")


@pytest.mark.parametrize(
    ("day", "year"), [("2026-03-31", "2025-26"), ("2026-04-01", "2026-27"), ("2099-12-01", "2099-00")]
)
def test_the_financial_year_begins_in_april(day, year):
    assert financial_year(date.fromisoformat(day)) == year


@pytest.fixture(scope="module")
def sheffield(tmp_path_factory):
    into = tmp_path_factory.mktemp("sheffield")
    return gather("sheffield", OPEN, into), into


@real
@pytest.mark.slow
def test_sheffield_is_gathered_from_the_published_files(sheffield):
    said, into = sheffield
    assert len(rows(into, "area")) == 343 and len(rows(into, "location")) == 196
    assert sum(int(one["population"]) for one in rows(into, "area")) == 589_214
    assert sum(one["imd_decile"] == "1" for one in rows(into, "area")) == 75
    assert {one["neighbour_code"] for one in rows(into, "council_neighbour")} >= {"E08000035"}  # Leeds
    assert not unfit(into)
    assert any("old_codes.geojson" in one and "None of the 28 ward codes" in one for one in said)


@real
@pytest.mark.slow
def test_trafford_is_gathered_as_far_as_files_go(tmp_path):
    said = gather("E08000009", OPEN, tmp_path)
    assert len(rows(tmp_path, "area")) == 139 and len(rows(tmp_path, "registered_location")) == 56
    assert not (tmp_path / "stop.csv").exists()
    assert any("E0800009 is no official code" in one for one in said)
    assert any("Missing for every area: outlines, population" in one for one in said)
    assert not unfit(tmp_path)
