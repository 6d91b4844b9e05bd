"""Outlines of places from GeoJSON: read, checked for degrees, mended where they cross, asked what lies where."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from tightrope.errors import Refusal
from tightrope.evidence.adapters import published

LEVELS = {"E01": "small area", "W01": "small area", "E02": "middle area", "W02": "middle area", "E05": "ward",
          "W05": "ward", "E06": "council", "E07": "council", "E08": "council", "E09": "council", "E10": "council",
          "W06": "council"}  # fmt: skip
BRITAIN = (-9.0, 49.0, 3.0, 61.5)  # degrees; beyond, longitude and latitude have changed places


@dataclass(frozen=True)
class Outline:
    """One feature: its code and name, the code's property (with its year), its shape and the same as GeoJSON text."""

    code: str
    name: str
    label: str
    level: str  # a value of LEVELS, or empty
    number: int  # of the feature in its file, from 1
    geometry: BaseGeometry
    text: str
    mended: bool

    @property
    def middle(self) -> tuple[float, float]:
        """Longitude and latitude of a point that lies inside the outline for certain, to six places."""
        point = self.geometry.representative_point()
        return round(point.x, 6), round(point.y, 6)


def read(path: Path) -> list[Outline]:
    """Every feature of a GeoJSON file that has an area.

    Raises Refusal when the file holds no outlines, no official codes, or coordinates that are not degrees.
    """
    found = published.document(path)
    features = [one for one in found.get("features", []) if one.get("geometry")] if isinstance(found, dict) else []
    if not features:
        raise Refusal(f"{path.name} holds no outlines. Give a GeoJSON file with one feature for each place.")
    label = _label(features)
    if not label:
        raise Refusal(f"No property of {path.name} holds official codes such as E01007823; its outlines join nothing.")
    _degrees(path, found, features)
    name = re.sub(r"(code|cd)$", "", label, flags=re.IGNORECASE)
    names = [f"{name}{one}" for one in ("name", "nm", "NM", "Name")]
    return [_outline(number, one, label, names) for number, one in enumerate(features, start=1)]


def inside(outlines: list[Outline], lon: Any, lat: Any) -> list[str]:
    """For each point the code of the outline it lies in or on the edge of (the first by code), or an empty text."""
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    codes = [""] * len(x)
    ordered = sorted(outlines, key=lambda one: one.code)
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if not ordered or not len(known):
        return codes
    tree = shapely.STRtree([one.geometry for one in ordered])
    points, shapes = tree.query(shapely.points(x[known], y[known]), predicate="intersects")
    for point, one in sorted(zip(points.tolist(), shapes.tolist(), strict=True), reverse=True):
        codes[known[point]] = ordered[one].code
    return codes


def _label(features: list[dict[str, Any]]) -> str:
    properties = features[0].get("properties") or {}
    found = [one for one in properties if re.search(r"(code|cd)$", one, re.IGNORECASE)]
    found = [one for one in found if published.CODE.fullmatch(str(properties[one]))]
    return min(found, key=lambda one: "lsoa" not in one.lower(), default="")


def _degrees(path: Path, found: dict[str, Any], features: list[dict[str, Any]]) -> None:
    boxes = np.array([shape(one["geometry"]).bounds for one in features])
    west, south, east, north = *boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)
    grid = "27700" in json.dumps(found.get("crs") or "")
    if grid or max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
        raise Refusal(
            f"{path.name} gives eastings and northings (such as {west:.0f}, {south:.0f}), not degrees: drawn as they "
            "are they would lie off the map. Export it again in WGS 84 (EPSG:4326)."
        )
    if BRITAIN[1] <= west and east <= BRITAIN[3] and BRITAIN[0] <= south and north <= BRITAIN[2]:
        raise Refusal(f"{path.name} gives latitude before longitude. GeoJSON puts longitude first: export it again.")


def _outline(number: int, feature: dict[str, Any], label: str, names: list[str]) -> Outline:
    properties = feature.get("properties") or {}
    code = str(properties.get(label) or "")
    geometry = shape(feature["geometry"])
    mended = not geometry.is_valid
    if mended:
        geometry = _areas(shapely.make_valid(geometry))
    text = json.dumps(mapping(geometry) if mended else feature["geometry"], separators=(",", ":"))
    name = next((str(properties[one]) for one in names if properties.get(one)), code)
    return Outline(code, name, label, LEVELS.get(code[:3], ""), number, geometry, text, mended)


def _areas(geometry: BaseGeometry) -> BaseGeometry:
    """Mending may leave lines and points over; an outline keeps only what has an area."""
    parts = [one for one in getattr(geometry, "geoms", [geometry]) if one.area > 0]
    return shapely.union_all(parts) if parts else geometry
