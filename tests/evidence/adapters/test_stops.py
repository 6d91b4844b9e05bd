"""Bus stops: in use or not, in which area, and with a place in degrees."""

import csv
import json
from pathlib import Path

import pytest
from adapter_fits import misfits

from tightrope.errors import Refusal
from tightrope.evidence.adapters import stops
from tightrope.evidence.adapters.base import Told

OPEN = Path(__file__).resolve().parents[4] / "shared" / "open-data"
REAL = OPEN / "transport/naptan_370_south_yorkshire_stops.csv"
real = pytest.mark.skipif(not REAL.is_file(), reason=f"the published files are not at {OPEN}")
HEAD = ("ATCOCode,CommonName,Street,Indicator,LocalityName,Easting,Northing,Longitude,Latitude,StopType,Modification,"
        "Status\n")  # fmt: skip
ROWS = """S1,High Street,High Street,opp,Millbeck,1,1,-1.495,53.305,BCT,,active
S2,Old Mill,Mill Lane,,,1,1,-1.485,53.305,BCT,,inactive
S3,Gone,Mill Lane,,Millbeck,1,1,-1.495,53.306,BCS,del,active
S4,On the grid,Mill Lane,,Millbeck,435000,387000,,,BCT,,active
S5,Nowhere,Mill Lane,,Millbeck,,,,,BCT,,active
S6,Tram,Mill Lane,,Millbeck,1,1,-1.495,53.305,TMU,,active
S7,Far away,Far Lane,,Far,1,1,-1.2,53.305,BCT,,active
"""


def given(folder: Path, rows: str = ROWS) -> Path:
    path = folder / "stops.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return path


def outlined(folder: Path, name: str, code: str, west: float, east: float) -> Path:
    ring = [[west, 53.3], [east, 53.3], [east, 53.31], [west, 53.31], [west, 53.3]]
    feature = {"type": "Feature", "properties": {"place_code": code, "place_name": name},
               "geometry": {"type": "Polygon", "coordinates": [ring]}}  # fmt: skip
    path = folder / f"{name}.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return path


def test_stops_without_degrees_and_other_than_bus_are_set_aside_with_the_reason(tmp_path):
    found = stops.read([given(tmp_path)], Told())
    assert list(found.tables["stop"]["stop_code"]) == ["S1", "S2", "S3", "S7"]
    why = {one.row: one.words for one in found.aside}
    assert set(why) == {5, 6, 7}
    assert "eastings and northings only" in why[5] and "no place" in why[6] and "no bus stop" in why[7]
    assert not misfits(found)


def test_inactive_and_deleted_stops_are_marked_and_streets_stand_in(tmp_path):
    rows = stops.read([given(tmp_path)], Told()).tables["stop"].set_index("stop_code")
    assert dict(rows["is_active"]) == {"S1": True, "S2": False, "S3": False, "S7": True}
    assert rows.loc["S1", "locality_words"] == "Millbeck" and rows.loc["S2", "locality_words"] == "Mill Lane"


def test_outlines_say_the_area_and_keep_to_the_council(tmp_path):
    area = outlined(tmp_path, "area", "E01900001", -1.5, -1.49)
    whole = outlined(tmp_path, "council", "E08000901", -1.5, -1.48)
    found = stops.read([given(tmp_path), area, whole], Told("E08000901", "Millbeck"))
    rows = found.tables["stop"].set_index("stop_code")
    assert dict(rows["area_code"]) == {"S1": "E01900001", "S2": "", "S3": "E01900001"}
    assert any("1 stops stand outside Millbeck" in one for one in found.notes)
    with pytest.raises(Refusal, match="No bus stop of Farland"):
        far = outlined(tmp_path, "far", "E08000902", 1.0, 1.1)
        stops.read([given(tmp_path), far], Told("E08000902", "Farland"))


LINE = """Line,From and to,ATCO code,Minutes
7,Mill - High Street,S2,0
7,Mill - High Street,S1,4.5
7,Mill - High Street,S7,9
7,Mill - High Street,S99,12
7,Mill - High Street,S3,
,,S1,3
9,,S1,0
9,,S2,6
"""


def test_a_list_of_stops_in_order_gives_a_line_and_what_does_not_fit_is_named(tmp_path):
    west, east = ("west", "E01900001", -1.5, -1.49), ("east", "E01900002", -1.49, -1.48)
    areas = [outlined(tmp_path, *one) for one in (west, east)]
    order = tmp_path / "order.csv"
    order.write_text(LINE, encoding="utf-8")
    found = stops.read([given(tmp_path), *areas, order], Told())
    rows = found.tables["route_stop"].to_dict("records")
    assert [(one["route_id"], one["stop_order"], one["stop_name"], one["minutes_from_start"]) for one in rows] == [
        ("7", 1, "Old Mill", 0), ("7", 2, "High Street", 4.5), ("9", 1, "High Street", 0), ("9", 2, "Old Mill", 6),
    ]  # fmt: skip
    assert [one["area_code"] for one in rows] == ["E01900002", "E01900001", "E01900001", "E01900002"]
    assert [one["route_name"] for one in rows] == ["Mill - High Street"] * 2 + ["High Street - Old Mill"] * 2
    why = {one.row: one.words for one in found.aside if one.file == "order.csv"}
    assert set(why) == {4, 5, 6, 7}  # row 1 holds the headings
    assert "no outline of a small area" in why[4] and "no bus stop with this code" in why[5]
    assert "no minutes" in why[6] and "names no line" in why[7]
    assert any("2 bus lines with 4 stops from order.csv; 4 rows were set aside." in one for one in found.notes)
    assert not misfits(found)


def test_a_list_of_which_no_stop_is_known_gives_no_line(tmp_path):
    order = tmp_path / "order.csv"
    order.write_text("line,atco_code,minutes\n7,S99,0\n", encoding="utf-8")
    found = stops.read([given(tmp_path), order], Told())
    assert "route_stop" not in found.tables
    assert any("gives no bus line: none of its 1 rows is whole" in one for one in found.notes)


@real
def test_all_bus_stops_of_south_yorkshire_are_read():
    found = stops.read([REAL], Told())
    with REAL.open(encoding="utf-8-sig") as handle:
        rows = [one for one in csv.DictReader(handle) if one["StopType"] in ("BCT", "BCS")]
    frame = found.tables["stop"]
    assert len(frame) == len(rows) == 10_454
    assert int((~frame["is_active"]).sum()) == sum(one["Status"] == "inactive" for one in rows)
    assert len(found.aside) == 10_668 - 10_454
    assert not misfits(found)
