"""Outlines of areas as rings to draw: from GeoJSON, mended where they cross themselves, else left out and named."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from shapely.errors import GEOSException
from shapely.geometry import MultiPolygon, Polygon, shape

Ring = list[list[float]]
FAULTY = (ValueError, KeyError, TypeError, AttributeError, IndexError, GEOSException)
LONGEST, WIDEST = 180.0, 90.0  # degrees


@dataclass(frozen=True)
class Outlines:
    """`rings` by area: outer rings of [longitude, latitude]. `mended` crossed themselves; `unread` could not be read,
    or are eastings and northings, which would lie off the map."""

    rings: dict[str, list[Ring]]
    mended: tuple[str, ...]
    unread: tuple[str, ...]


def outlines(rows: Iterable[tuple[str, str]]) -> Outlines:
    """The outlines of (area, GeoJSON geometry) rows."""
    rings, mended, unread = {}, [], []
    for code, text in rows:
        try:
            geometry = shape(json.loads(text))
            if not geometry.is_valid:
                geometry = shapely.make_valid(geometry)
                mended.append(code)
            found = [list(map(list, one.exterior.coords)) for one in _parts(geometry)]
        except FAULTY:
            unread.append(code)
            continue
        if not found or any(abs(x) > LONGEST or abs(y) > WIDEST for ring in found for x, y, *_ in ring):
            unread.append(code)
            continue
        rings[code] = [[[x, y] for x, y, *_ in ring] for ring in found]
    return Outlines(rings, tuple(one for one in mended if one in rings), tuple(unread))


def _parts(geometry: shapely.Geometry) -> list[Polygon]:
    """Polygons of a geometry; mending may leave lines and points over, which have no area."""
    if isinstance(geometry, Polygon):
        return [geometry] if geometry.area else []
    if isinstance(geometry, MultiPolygon) or hasattr(geometry, "geoms"):
        return [part for one in geometry.geoms for part in _parts(one)]
    return []
