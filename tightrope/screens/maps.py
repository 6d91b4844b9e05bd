"""Maps without any outside request: pydeck over a blank ground, and outlines drawn by plotly for who has no WebGL."""

import json
import math
from collections.abc import Mapping, Sequence
from functools import cached_property

import plotly.graph_objects as go
import pydeck as pdk
import streamlit as st

from tightrope.answers.areas import HEARD, Area
from tightrope.answers.places_map import Home, Shown
from tightrope.places.bundles import Arc
from tightrope.places.outlines import Ring
from tightrope.screens.chart_looks import Colours, colours, empty, plain

Rings = Mapping[str, list[Ring]]
AREAS, AROUND, HOMES, ARCS = "areas", "around", "homes", "arcs"  # layers, as a pick names them
DIGITS = 4  # of a coordinate: eleven metres, finer than any outline here
HEIGHT = 560
NOTHING = [190, 186, 178]
TILE = 512  # points that the whole world is wide at zoom 0
FILLED = 0.92  # of the height that the city fills
NARROW = 720  # points of width that are there on any laptop; a phone is moved about
FAINTEST = 0.16  # of the theme's colour in the lowest class, so that it still stands off the paper


def ground(paint: Colours) -> str:
    """A map style that fetches nothing: one background, given in the address itself."""
    layers = [{"id": "bg", "type": "background", "paint": {"background-color": paint.paper}}]
    style = json.dumps({"version": 8, "sources": {}, "layers": layers}, separators=(",", ":"))
    return "data:application/json," + style.replace("#", "%23").replace(" ", "")


def shades(paint: Colours, group: str, number: int) -> list[list[int]]:
    """Colours from lowest to highest class: one hue that grows darker, blue for numbers and clay for being heard."""
    full, paper = _rgb(paint.stories if group == HEARD else paint.numbers), _rgb(paint.paper)
    made = []
    for step in range(number):
        share = FAINTEST + (1 - FAINTEST) * (step / (number - 1) if number > 1 else 1)
        made.append([round(p + (f - p) * share) for f, p in zip(full, paper, strict=True)])
    return made


class Made(pdk.Deck):
    """A map that is written out once, without the spaces: Streamlit asks for it on every run, and points are many."""

    @cached_property
    def _written(self) -> str:
        return json.dumps(json.loads(super().to_json()), separators=(",", ":"))

    def to_json(self) -> str:
        """The map as the browser gets it."""
        return self._written


@st.cache_resource(max_entries=8)
def deck(
    _areas: Sequence[Area],
    _rings: Rings,
    _around: Sequence[Ring],
    _shown: Shown,
    _homes: Sequence[Home],
    _arcs: Sequence[dict],
    dark: bool,
    key: str,
) -> pdk.Deck:
    """Areas in their class, lines around them, homes as rings (hollow where the rating is old), arcs where asked for.

    `key` names everything that it is drawn from: the same key gives the same map.
    """
    paint = colours(dark)
    scale = shades(paint, _shown.measure.group, max(_shown.classes.number, 1))
    line = _rgb(paint.line)
    rows = []
    for one, number in zip(_areas, _shown.classes.of, strict=True):
        for ring in _rings.get(one.code, ()):
            rows.append(
                {
                    "code": one.code,
                    "name": one.name,
                    "ring": [[round(x, DIGITS), round(y, DIGITS)] for x, y in ring],
                    "fill": [*(NOTHING if number is None else scale[number]), 90 if number is None else 235],
                }
            )
    layers = [
        pdk.Layer(
            "PolygonLayer", rows, id=AREAS, get_polygon="ring", get_fill_color="fill", get_line_color=line,
            line_width_min_pixels=0.6, stroked=True, filled=True, pickable=True, auto_highlight=True,
        )
    ]  # fmt: skip
    if not rows:  # centres stand in where no outline is loaded
        layers = [_points(_areas, _shown, scale)]
    if _around:
        layers.append(_lines(_around, paint))
    if _arcs:
        layers.append(
            pdk.Layer(
                "ArcLayer", list(_arcs), id=ARCS, get_source_position="start", get_target_position="end",
                get_source_color=_rgb(paint.stories), get_target_color=_rgb(paint.ink), get_width="width",
            )
        )  # fmt: skip
    if _homes:
        layers.append(_places(_homes, paint))
    lon, lat = _middle(_areas)
    view = pdk.ViewState(longitude=lon, latitude=lat, zoom=_zoom(_areas), pitch=0)
    return Made(
        layers=layers,
        initial_view_state=view,
        map_provider="carto",
        map_style=ground(paint),
        tooltip={"text": "{name}"},
    )


@st.cache_resource(max_entries=8)
def simple(_areas: Sequence[Area], _rings: Rings, _shown: Shown, dark: bool, key: str) -> go.Figure:
    """The same classes as outlines without WebGL: one trace a class, so that 343 areas are five shapes."""
    paint = colours(dark)
    figure = empty(paint)
    scale = shades(paint, _shown.measure.group, max(_shown.classes.number, 1))
    names = [*_shown.names, "no figure"]
    for number in [*range(_shown.classes.number), None]:
        some = [one for one, of in zip(_areas, _shown.classes.of, strict=True) if of == number]
        xs, ys = _outline(some, _rings)
        if not xs:
            continue
        colour = NOTHING if number is None else scale[number]
        figure.add_scatter(
            x=xs, y=ys, mode="lines", fill="toself", fillcolor=f"rgb({','.join(map(str, colour))})",
            line={"color": paint.line, "width": 0.6}, name=plain(names[-1 if number is None else number]),
            hoverinfo="skip",
        )  # fmt: skip
    figure.update_xaxes(visible=False)
    # A degree north is longer than one east. Anchored to the top, so that a phone has no gap above the city.
    figure.update_xaxes(constrain="domain")
    figure.update_yaxes(
        visible=False, scaleanchor="x", scaleratio=round(1 / _shrink(_areas), 3), constrain="domain",
        constraintoward="top",
    )  # fmt: skip
    figure.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0}, showlegend=False)  # the legend below the map counts
    return figure


def tallness(areas: Sequence[Area]) -> float:
    """Height of the areas together over their width, as they are drawn."""
    wide, tall = _span(areas)
    return tall / wide


def lines(arcs: Sequence[Arc], centres: Mapping[str, tuple[float, float]], homes: Sequence[Home]) -> list[dict]:
    """Arcs with both ends in degrees; an end without a place is left out."""
    places = dict(centres) | {one.location_id: (one.lon, one.lat) for one in homes}
    return [
        {"start": list(places[one.start]), "end": list(places[one.end]), "width": round(1 + one.people**0.5 / 2, 1)}
        for one in arcs
        if one.start in places and one.end in places and one.start != one.end
    ]


def _outline(areas: Sequence[Area], rings: Rings) -> tuple[list[float | None], list[float | None]]:
    """Every ring one after another, a gap between two."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for one in areas:
        for ring in rings.get(one.code, ()):
            xs += [*(round(x, DIGITS) for x, _ in ring), None]
            ys += [*(round(y, DIGITS) for _, y in ring), None]
    return xs, ys


def _points(areas: Sequence[Area], shown: Shown, scale: list[list[int]]) -> pdk.Layer:
    rows = [
        {
            "code": one.code,
            "name": one.name,
            "at": [round(one.lon, DIGITS), round(one.lat, DIGITS)],
            "fill": NOTHING if number is None else scale[number],
        }
        for one, number in zip(areas, shown.classes.of, strict=True)
    ]
    return pdk.Layer(
        "ScatterplotLayer", rows, id=AREAS, get_position="at", get_fill_color="fill", get_radius=350,
        radius_min_pixels=1.5, radius_max_pixels=14, pickable=True,
    )  # fmt: skip


def _lines(around: Sequence[Ring], paint: Colours) -> pdk.Layer:
    paths = [{"path": [[round(x, DIGITS), round(y, DIGITS)] for x, y in line]} for line in around]
    return pdk.Layer(
        "PathLayer", paths, id=AROUND, get_path="path", get_color=[*_rgb(paint.ink), 130], get_width=1,
        width_min_pixels=0.8, pickable=False,
    )  # fmt: skip


def _places(homes: Sequence[Home], paint: Colours) -> pdk.Layer:
    rows = [
        {
            "name": f"{one.name}: {one.rated}",
            "at": [one.lon, one.lat],
            "fill": [0, 0, 0, 0] if one.is_old else _rgb(paint.ink),
        }
        for one in homes
    ]
    return pdk.Layer(
        "ScatterplotLayer", rows, id=HOMES, get_position="at", get_fill_color="fill", get_line_color=_rgb(paint.ink),
        stroked=True, filled=True, line_width_min_pixels=2, get_radius=140, radius_min_pixels=5, pickable=True,
    )  # fmt: skip


def _middle(areas: Sequence[Area]) -> tuple[float, float]:
    lons, lats = [one.lon for one in areas], [one.lat for one in areas]
    return (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2


def _zoom(areas: Sequence[Area]) -> float:
    """So far out that all of it is seen, on a laptop as on a phone: each step halves what a screen holds."""
    wide, tall = _span(areas)
    most = min(HEIGHT * FILLED / tall, NARROW / wide) * 360 / TILE
    return round(math.log2(most), 2)


def _span(areas: Sequence[Area]) -> tuple[float, float]:
    """Width and height of the middles of areas, both in degrees of longitude as a map draws them."""
    lons, lats = [one.lon for one in areas], [one.lat for one in areas]
    return max(lons) - min(lons) or 0.01, (max(lats) - min(lats) or 0.01) / _shrink(areas)


def _shrink(areas: Sequence[Area]) -> float:
    """How much shorter a degree of longitude is there than one of latitude."""
    lats = [one.lat for one in areas]
    return math.cos(math.radians((max(lats) + min(lats)) / 2))


def _rgb(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
