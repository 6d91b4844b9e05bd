"""Outlines of areas as rings to draw: from GeoJSON, mended where they cross themselves, else left out and named.

Shapes are drawn a few hundred points tall, so finer detail is only weight. Neighbours are simplified together, so that
no gap opens between them (coverage simplification of GEOS: Visvalingam and Whyatt, 1993).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from shapely.errors import GEOSException
from shapely.geometry import LineString, MultiPolygon, Polygon, shape

Ring = list[list[float]]
FAULTY = (ValueError, KeyError, TypeError, AttributeError, IndexError, GEOSException)
LONGEST, WIDEST = 180.0, 90.0  # degrees
MOST_POINTS = 20_000  # of all outlines of a map together: drawn as they are; more are simplified first
FINEST = 1500  # steps from end to end of all of it that a map can tell apart


@dataclass(frozen=True)
class Outlines:
    """`rings` by area: outer rings of [longitude, latitude]. `mended` crossed themselves; `unread` could not be read,
    or are eastings and northings, which would lie off the map."""

    rings: dict[str, list[Ring]]
    mended: tuple[str, ...]
    unread: tuple[str, ...]


def outlines(rows: Iterable[tuple[str, str]]) -> Outlines:
    """The outlines of (area, GeoJSON geometry) rows."""
    shapes, mended, unread = {}, [], []
    for code, text in rows:
        try:
            geometry = shapely.force_2d(shape(json.loads(text)))
            if not geometry.is_valid:
                geometry = shapely.make_valid(geometry)
                mended.append(code)
            found = MultiPolygon(_parts(geometry))
        except FAULTY:
            unread.append(code)
            continue
        if found.is_empty or not _in_degrees(found):
            unread.append(code)
            continue
        shapes[code] = found
    drawn = zip(shapes, _lighter(list(shapes.values())), strict=True)
    rings = {code: [list(map(list, one.exterior.coords)) for one in found.geoms] for code, found in drawn}
    return Outlines(rings, tuple(one for one in mended if one in rings), tuple(unread))


def borders(found: Outlines) -> list[Ring]:
    """Lines of [longitude, latitude] along the outlines; a border that two of them share is there once."""
    rings = [LineString(ring) for some in found.rings.values() for ring in some]
    merged = shapely.line_merge(shapely.union_all(rings))
    return [list(map(list, one.coords)) for one in shapely.get_parts(merged)]


def _in_degrees(found: MultiPolygon) -> bool:
    west, south, east, north = found.bounds
    return max(-west, east) <= LONGEST and max(-south, north) <= WIDEST


def _lighter(shapes: list[MultiPolygon]) -> list[MultiPolygon]:
    """The same shapes with no more detail than a map shows, where they are many points; parts too small to see go."""
    if sum(map(shapely.get_num_coordinates, shapes)) <= MOST_POINTS:
        return shapes
    west, south, east, north = shapely.total_bounds(shapes)
    least = max(east - west, north - south) / FINEST
    made = []
    for one in shapely.coverage_simplify(shapes, least):
        parts = sorted(_parts(one), key=lambda part: part.area, reverse=True)
        made.append(MultiPolygon(parts[:1] + [part for part in parts[1:] if part.area > least**2]))
    return made


def _parts(geometry: shapely.Geometry) -> list[Polygon]:
    """Polygons of a geometry; mending may leave lines and points over, which have no area."""
    if isinstance(geometry, Polygon):
        return [geometry] if geometry.area else []
    if isinstance(geometry, MultiPolygon) or hasattr(geometry, "geoms"):
        return [part for one in geometry.geoms for part in _parts(one)]
    return []
