"""Bus stops of the national register NaPTAN (docs/methods/published-areas.md)."""

from pathlib import Path

import numpy as np
import pandas as pd

from tightrope.errors import Refusal
from tightrope.evidence.adapters import outlines, published, timetable
from tightrope.evidence.adapters.base import Format, Imported, Told
from tightrope.evidence.adapters.lookups import Lookups, council

PUBLISHER = "Department for Transport"
BUS = ("BCT", "BCS", "BCQ", "BCE", "BST")  # stops, bays and stations for buses and coaches; others are rail, tram, air


def read(files: list[Path], told: Told) -> Imported:
    """Rows of `stop`: bus stops with their point (degrees), whether they are in use, and their small area.

    Files: NaPTAN as CSV; outlines of small areas, to say in which each stands; outlines of councils (or only those
    of the areas), to take one council's; lists of bus lines' stops in order, which give rows of `route_stop`
    (timetable.py). Raises Refusal where no bus stop is left.
    """
    sorted_files, found = published.sort(files), Imported()
    given = sorted_files.get("stops", [])
    if not given:
        raise Refusal("No file is a list of stops (NaPTAN, with the columns ATCOCode and CommonName).")
    shapes = [one for path in sorted_files.get("outlines", []) for one in outlines.read(path)]
    wanted = Lookups(sorted_files).wanted(told)
    areas = [one for one in shapes if one.level == "small area" and (wanted is None or one.code in wanted)]
    councils = [one for one in shapes if one.code == told.council_code] if told.council_code else []
    frame = pd.concat([_stops(path, told, found) for path in given], ignore_index=True).drop_duplicates("stop_code")
    frame["area_code"] = outlines.inside(areas, frame["lon"], frame["lat"])
    for path in sorted_files.get("timetable", []):
        timetable.read(path, frame, told, found)
    if told.council_code and (councils or areas):
        there = frame["area_code"].ne("")
        if councils:
            there |= np.array(outlines.inside(councils, frame["lon"], frame["lat"])) != ""
        found.notes.append(f"{int((~there).sum()):,} stops stand outside {council(told)} and were left out.")
        frame = frame[there]
    if frame.empty:
        raise Refusal(f"No bus stop of {council(told)} with a longitude and latitude is in these files.")
    idle = int((~frame["is_active"]).sum())
    homeless = int(frame["area_code"].eq("").sum())
    found.notes.append(
        f"{len(frame):,} bus stops, of which {idle:,} are marked inactive. "
        + (f"{homeless:,} stand in no outline of a small area." if areas else "No outlines: their areas stay empty.")
    )
    found.tables["stop"] = frame
    return found


def _stops(path: Path, told: Told, found: Imported) -> pd.DataFrame:
    table = published.table(path)
    frame = pd.DataFrame({
        "stop_code": published.text(table, "atcocode"), "stop_name": published.text(table, "commonname"),
        "indicator": published.text(table, "indicator"), "type": published.text(table, "stoptype"),
        "lon": published.numbers(table, "longitude"), "lat": published.numbers(table, "latitude"),
    })  # fmt: skip
    locality, street = published.text(table, "localityname"), published.text(table, "street")
    frame["locality_words"] = locality.where(locality != "", street)
    state, change = published.text(table, "status"), published.text(table, "modification")
    frame["is_active"] = ~(state.str.lower().isin(["inactive", "del", "deleted"]) | change.str.lower().eq("del"))
    rail = ~frame["type"].isin([*BUS, ""])
    found.aside += published.aside(path, table, rail, "It is no bus stop.", "stoptype")
    nameless = ~rail & (frame["stop_code"].eq("") | frame["stop_name"].eq(""))
    found.aside += published.aside(path, table, nameless, "It has no code or no name.")
    placed = frame["lon"].between(-180, 180) & frame["lat"].between(-90, 90)
    grid = published.numbers(table, "easting").notna() & published.numbers(table, "northing").notna()
    lost = ~placed & ~rail & ~nameless
    words = "It has eastings and northings only. Download the list with longitude and latitude (WGS 84)."
    found.aside += published.aside(path, table, lost & grid, words, "easting")
    found.aside += published.aside(path, table, lost & ~grid, "It has no place: no longitude and latitude.")
    if rail.any() or lost.any():
        left = f"{int(rail.sum())} rows are no bus stops, {int(lost.sum())} have no place in degrees."
        found.notes.append(f"{path.name}: {left}")
    note = "National register of access points to public transport."
    found.sources.append(published.source("stop", path, told, PUBLISHER, note))
    return frame[placed & ~rail & ~nameless].drop(columns="type")


FORMAT = Format(
    "stops",
    "Bus stops of the national register of access points to public transport (NaPTAN CSV), and lines along them",
    "Department for Transport, NaPTAN download by area, CSV",
    read,
)
