"""Outlines of small areas, with the ward each lies in, and of councils (docs/methods/published-areas.md)."""

import re
from pathlib import Path

import pandas as pd

from tightrope.errors import Refusal
from tightrope.evidence.adapters import outlines, published
from tightrope.evidence.adapters.base import Aside, Format, Imported, Told
from tightrope.evidence.adapters.lookups import Lookups, council
from tightrope.evidence.adapters.outlines import Outline

PUBLISHER = "Office for National Statistics and Ordnance Survey"


def read(files: list[Path], told: Told) -> Imported:
    """Rows of `area`: code, name, outline (GeoJSON), middle (degrees), ward and locality where a look-up is given;
    rows of `outline`: outlines of councils, which a map draws as lines.

    Files: outlines of small areas (GeoJSON), or their middles (a table of lsoa21 codes with lon and lat); outlines of
    councils; the look-up of small area to ward and council; the area table that stands already, whose localities stay.
    Raises Refusal when no outline joins today's codes, or coordinates are not degrees.
    """
    sorted_files = published.sort(files)
    lookups, found = Lookups(sorted_files), Imported()
    wanted, rows = lookups.wanted(told), {}
    for path in sorted_files.get("outlines", []):
        rows |= _outlined(path, lookups, wanted, told, found, set(rows))
    for path in sorted_files.get("centroids", []):
        rows |= _middles(path, wanted, told, found, set(rows))
    if not rows and "outline" in found.tables:
        return found
    if not rows:
        raise Refusal(
            " ".join([*found.notes, f"No outline or middle of a small area (LSOA) of {council(told)} was given."])
        )
    frame = pd.DataFrame(list(rows.values()), dtype=object)
    found.tables["area"] = _in_wards(frame, lookups, found) if lookups.wards is not None else frame
    if lookups.wards is None:
        found.notes.append("No look-up was given: wards and localities stay empty, and no row is whole without them.")
    _say_whole(rows, wanted, told, found)
    return found


def _outlined(
    path: Path, lookups: Lookups, wanted: set[str] | None, told: Told, found: Imported, before: set[str]
) -> dict[str, dict[str, object]]:
    all_ = outlines.read(path)
    levels = {one.level for one in all_}
    if "ward" in levels:
        _wards(path, [one for one in all_ if one.level == "ward"], lookups, found)
    areas = [one for one in all_ if one.level == "small area"]
    if "council" in levels:
        _councils(path, [one for one in all_ if one.level == "council"], told, found)
    if not areas:
        if not levels & {"ward", "council"}:
            found.notes.append(f"{path.name} outlines no small areas; it was not taken.")
        return {}
    known = None if lookups.wards is None else set(lookups.wards["area_code"])
    known = wanted if known is None else known
    strange = [one for one in areas if known is not None and one.code not in known]
    if len(strange) == len(areas):
        raise Refusal(
            f"None of the {len(areas)} codes of {path.name} ({areas[0].label}, such as {areas[0].code}) is among "
            "today's small areas. It is of another year or place: get the outlines of 2021."
        )
    if strange:
        found.notes.append(
            f"{len(strange)} of {len(areas)} outlines of {path.name} carry a code that is not among today's: "
            + published.some([f"{one.code} ({one.name})" for one in strange]) + "."
        )  # fmt: skip
    seen, mended, elsewhere = set(before), [], 0
    rows: dict[str, dict[str, object]] = {}
    for one in areas:
        why = _fault(one, seen, strange)
        if why:
            found.aside.append(Aside(path.name, one.number, why, one.label, one.code))
        elif wanted is not None and one.code not in wanted:
            elsewhere += 1
        else:
            seen.add(one.code)
            lon, lat = one.middle
            rows[one.code] = {
                "area_code": one.code, "area_name": one.name, "lon": lon, "lat": lat, "boundary": one.text
            }  # fmt: skip
            mended += [one.code] if one.mended else []
    if mended:
        found.notes.append(
            f"{len(mended)} outlines of {path.name} crossed themselves and were mended (shapely, make_valid): "
            + published.some(mended) + "."
        )  # fmt: skip
    if elsewhere:
        found.notes.append(f"{elsewhere} outlines of {path.name} lie outside {council(told)} and were left out.")
    if rows:
        note = "Outlines as published; the middle is a point inside each outline (shapely, representative_point)."
        if mended:
            note += f" Mended: {published.some(mended)}."
        found.sources.append(published.source("area", path, told, PUBLISHER, note))
    return rows


def _fault(one: Outline, seen: set[str], strange: list[Outline]) -> str:
    if one in strange:
        return f"The code of {one.name} is not among today's small areas."
    if one.geometry.is_empty or not one.geometry.area:
        return f"The outline of {one.name} encloses nothing."
    return f"{one.name} is outlined a second time." if one.code in seen else ""


def _wards(path: Path, wards: list[Outline], lookups: Lookups, found: Imported) -> None:
    label = wards[0].label
    year = re.search(r"\d\d", label)
    of = f"of 20{year[0]} ({label})" if year else f"({label})"
    if lookups.wards is None:
        found.notes.append(f"{path.name} outlines {len(wards)} wards {of}; areas are kept by LSOA: it was not taken.")
        return
    known = set(lookups.wards["ward_code"])
    lost = [one for one in wards if one.code not in known]
    if len(lost) == len(wards):
        raise Refusal(
            f"None of the {len(wards)} ward codes {of} in {path.name} is among today's ward codes: "
            + published.some([f"{one.code} {one.name}" for one in lost], 3)
            + ". The wards were given new codes since, so nothing would join and the map would be empty. "
            "Get today's outlines from the Office for National Statistics."
        )
    words = f"{path.name} outlines {len(wards)} wards {of}; {len(wards) - len(lost)} join today's codes"
    words += f", {len(lost)} do not: {published.some([f'{one.code} ({one.name})' for one in lost])}" if lost else ""
    found.notes.append(words + ". Areas are kept by LSOA, so its outlines were not taken.")


def _councils(path: Path, councils: list[Outline], told: Told, found: Imported) -> None:
    mine = [one for one in councils if one.geometry.area and told.council_code in ("", one.code)]
    if not mine:
        found.notes.append(f"{path.name} outlines {len(councils)} councils and not {council(told)}: it was not taken.")
        return
    found.tables["outline"] = pd.DataFrame(
        {"outline_code": one.code, "outline_name": one.name, "boundary": one.text} for one in mine
    )
    found.notes.append(f"{len(mine)} outlines of councils from {path.name}: the map draws them as lines.")
    found.sources.append(published.source("outline", path, told, PUBLISHER, "Outlines of councils as published."))


def _middles(
    path: Path, wanted: set[str] | None, told: Told, found: Imported, before: set[str]
) -> dict[str, dict[str, object]]:
    table = published.table(path)
    frame = pd.DataFrame({
        "area_code": published.text(table, r"lsoa21(code|cd)"), "area_name": published.text(table, r"lsoa21(name|nm)"),
        "lon": published.numbers(table, "lon").round(6), "lat": published.numbers(table, "lat").round(6),
    })  # fmt: skip
    degrees = frame["lon"].between(-180, 180) & frame["lat"].between(-90, 90)
    found.aside += published.aside(path, table, ~degrees, "Its longitude and latitude are not degrees.", "lon")
    mine = degrees & ~frame["area_code"].isin(before)
    if wanted is not None:
        mine &= frame["area_code"].isin(wanted)
    frame = frame[mine].drop_duplicates("area_code")
    if len(frame):
        words = f"{len(frame)} areas have a middle from {path.name} and no outline: they can be placed, not drawn."
        found.notes.append(words)
        found.sources.append(published.source("area", path, told, PUBLISHER, "Middles of small areas; no outlines."))
    return {row["area_code"]: row for row in frame.to_dict("records")}


def _in_wards(frame: pd.DataFrame, lookups: Lookups, found: Imported) -> pd.DataFrame:
    both = frame.merge(lookups.wards, on="area_code", how="left", suffixes=("", "_today"))
    councils = both.pop("council_name")
    several = both.pop("council_code").nunique() > 1
    named = both["area_name"].where(both["area_name"].astype(bool) & (both["area_name"] != both["area_code"]))
    both["area_name"] = named.fillna(both.pop("area_name_today")).fillna(both["area_code"])
    both["locality"] = councils if several else both["ward_name"]
    kept = 0
    if lookups.ours is not None and "locality" in lookups.ours:
        ours = lookups.ours.set_index("area_code")
        made = dict(zip(both["area_code"], both["locality"], strict=True))
        own = (ours["locality"] != ours["ward_name"]) & (ours["locality"] != ours.index.map(made))
        given = ours["locality"].where(own).dropna()
        mine = both["area_code"].isin(given.index)
        both.loc[mine, "locality"] = None  # what stands in the folder stays
        kept = int(mine.sum())
    words = f"Wards from the look-up: {lookups.ward_rule}. "
    words += f"The {'council' if several else 'ward'}'s name stands in for the locality, as no locality is published; "
    words += "give area.csv to name them."
    found.notes.append(words + (f" {kept} areas keep the locality they have." if kept else ""))
    return both


def _say_whole(rows: dict[str, dict[str, object]], wanted: set[str] | None, told: Told, found: Imported) -> None:
    lost = sorted((wanted or set()) - rows.keys())
    if lost:
        found.notes.append(f"{len(lost)} areas of {council(told)} have no outline or middle: {published.some(lost)}.")


FORMAT = Format(
    "boundaries",
    "Outlines of small areas and of councils (GeoJSON), with the look-up of small area to ward and council",
    "Office for National Statistics, Open Geography Portal: LSOA (December 2021) and local authority boundaries; LSOA "
    "to ward look-up",
    read,
)
