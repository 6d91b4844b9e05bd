"""Pictures of measures: the trend, what people tell beside it, and the contracts of a line side by side.

Figures are made once, kept and shared: whoever gets one must not alter it. Slate blue is numbers, warm clay is
people; shapes and words say the rest.
"""

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from tightrope.answers.moving_chart import Moving
from tightrope.answers.moving_funnel import WHERE_WORDS
from tightrope.answers.moving_funnel import Line as FunnelLine
from tightrope.answers.moving_told import Block, Concern
from tightrope.answers.moving_words import number, rule_words
from tightrope.screens.chart_looks import Colours, colours, empty, plain, reach, thin
from tightrope.screens.words import month
from tightrope.weighing import control
from tightrope.weighing.funnel import BETWEEN, BEYOND, INSIDE

KEPT = 24  # figures; each a few dozen kilobytes
MARKS = {  # what a broken rule looks like: shape first, colour never alone
    control.OUTSIDE: "diamond",
    control.RUN: "square",
    control.UP: "triangle-up",
    control.DOWN: "triangle-down",
    control.NEAR: "x",
}
SPOTS = {INSIDE: "circle", BETWEEN: "diamond-open", BEYOND: "square"}


def trend(found: Moving, dark: bool) -> go.Figure:
    """A measure by month: limits, what is usual, what is asked, and a mark on each month that breaks a rule."""
    return _trend(hash(found), dark, found)


def told(found: Concern, dark: bool) -> go.Figure:
    """People who told of it out of all who told anything, by three months."""
    return _told(hash(found), dark, found)


def funnel(found: FunnelLine, dark: bool) -> go.Figure:
    """Contracts of a line by how much was counted and their share, between the limits of chance."""
    return _funnel(hash(found), dark, found)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _trend(key: int, dark: bool, _found: Moving) -> go.Figure:
    found, paint = _found, colours(dark)
    chart, percent = found.chart, found.measure.percent
    months = [point.month for point in chart.points]
    values = [point.value for point in chart.points]
    figure = empty(paint)
    if chart.baseline:
        figure.add_vrect(
            *(chart.baseline[0], chart.baseline[-1]), fillcolor=paint.band, opacity=0.45, line_width=0, layer="below"
        )
    limited = [point for point in chart.points if point.low is not None]
    if limited:
        along = [point.month for point in limited]
        step = {"color": paint.ink, "width": 1, "shape": "hvh", "dash": "dot"}
        low, high = [point.low for point in limited], [point.high for point in limited]
        figure.add_scatter(x=along, y=low, mode="lines", line=step, showlegend=False, hoverinfo="skip")
        name = "limits of chance"
        band = {"fill": "tonexty", "fillcolor": thin(paint.ink, 0.10)}
        figure.add_scatter(x=along, y=high, mode="lines", line=step, name=name, hoverinfo="skip", **band)
    if chart.centre is not None:
        usual, line = f"usual {found.number(chart.centre)}", {"color": paint.ink, "width": 1}
        ends = {"x": [months[0], months[-1]], "y": [chart.centre] * 2}
        figure.add_scatter(**ends, mode="lines", line=line, name=usual, hoverinfo="skip")
    if found.target is not None:
        ends, line = (
            {"x": [months[0], months[-1]], "y": [found.target] * 2},
            {"color": paint.ink, "width": 2, "dash": "dash"},
        )
        figure.add_scatter(**ends, mode="lines", line=line, name=found.target_words, hoverinfo="skip")
    figure.add_scatter(
        x=months,
        y=values,
        mode="lines+markers",
        line={"color": paint.numbers, "width": 2},
        marker={"size": 6, "color": paint.numbers},
        name="the month's value",
        text=[_hover(found, point) for point in chart.points],
        hovertemplate="%{text}<extra></extra>",
    )
    _marks(figure, found, paint)
    _notes(figure, found, paint)
    top = 1.0 if percent else float("inf")
    figure.update_yaxes(range=reach([*values, *_known(found)], top), tickformat=".0%" if percent else ",")
    figure.update_xaxes(tickformat="%b\n%Y", nticks=7)
    _corner(figure, found.threshold or ("" if percent else found.measure.unit), paint)
    return figure


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _told(key: int, dark: bool, _found: Concern) -> go.Figure:
    found, paint = _found, colours(dark)
    blocks = [block for block in found.blocks if block.people] or list(found.blocks[-4:])
    blocks = list(found.blocks[found.blocks.index(blocks[0]) :])
    names = [f"{block.first:%b}–<br>{block.last:%b}<br>{block.last:%Y}" for block in blocks]
    figure = empty(paint)
    outline = {"color": paint.stories_soft, "line": {"color": paint.stories, "width": 1.5}}
    said = [_told_hover(block) for block in blocks]
    every = [block.people for block in blocks]
    figure.add_bar(
        x=names,
        y=every,
        marker=outline,
        name="all who told anything",
        text=[f"{one.told} of {one.people}" if one.people else "" for one in blocks],
        textposition="outside",
        customdata=said,
        hovertemplate="%{customdata}<extra></extra>",
    )
    solid = {"color": paint.stories}
    figure.add_bar(x=names, y=[block.told for block in blocks], marker=solid, name="told of it", hoverinfo="skip")
    figure.update_layout(barmode="overlay", bargap=0.25)
    figure.update_yaxes(range=[0, max([*every, 1]) * 1.15], nticks=6)
    figure.update_xaxes(type="category", tickangle=0, tickfont={"size": 12})
    figure.update_layout(legend_y=-0.24)
    _corner(figure, "people", paint)
    return figure


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _funnel(key: int, dark: bool, _found: FunnelLine) -> go.Figure:
    found, paint = _found, colours(dark)
    made = found.funnel
    figure = empty(paint)
    along = [curve.n for curve in made.curves]
    sides = {
        "outer": ("chance reaches here 2 times in 1,000", "dot", ("outer_low", "outer_high")),
        "inner": ("chance reaches here 1 time in 20", "dash", ("inner_low", "inner_high")),
    }
    for name, dash, columns in sides.values():
        for number_of, column in enumerate(columns):
            line = {"color": paint.ink, "width": 1.2, "dash": dash}
            rim = [getattr(curve, column) for curve in made.curves]
            shown = {"name": name, "showlegend": number_of == 0, "hoverinfo": "skip"}
            figure.add_scatter(x=along, y=rim, mode="lines", line=line, **shown)
    ends, line = {"x": [along[0], along[-1]], "y": [made.centre] * 2}, {"color": paint.ink, "width": 1}
    usual = f"the whole line: {number(made.centre, found.measure)}"
    figure.add_scatter(**ends, mode="lines", line=line, name=usual, hoverinfo="skip")
    titles = {key: (title, provider) for key, title, provider in found.names}
    for where, symbol in SPOTS.items():
        spots = [spot for spot in made.spots if spot.where == where]
        if spots:
            figure.add_scatter(
                x=[spot.n for spot in spots],
                y=[spot.share for spot in spots],
                mode="markers",
                marker={
                    "symbol": symbol,
                    "size": 11,
                    "color": paint.numbers,
                    "line": {"color": paint.numbers, "width": 2},
                },
                name=WHERE_WORDS[where],
                text=[_spot(found, spot, titles) for spot in spots],
                hovertemplate="%{text}<extra></extra>",
            )
    for spot in made.spots:
        if spot.contract_id == found.own:
            ring = {"symbol": "circle-open", "size": 22, "color": paint.ink, "line": {"width": 2}}
            figure.add_scatter(
                x=[spot.n], y=[spot.share], mode="markers", marker=ring, name="this contract", hoverinfo="skip"
            )
    figure.update_yaxes(range=reach([spot.share for spot in made.spots], 1.0), tickformat=".0%")
    figure.update_xaxes(tickformat=",", nticks=7)
    return figure


def _marks(figure: go.Figure, found: Moving, paint: Colours) -> None:
    """A shape on each month that breaks a rule, by the first rule it breaks; hovering says them all."""
    for rule, symbol in MARKS.items():
        points = [point for point in found.chart.judged if point.rules[:1] == (rule,)]
        if points:
            figure.add_scatter(
                x=[point.month for point in points],
                y=[point.value for point in points],
                mode="markers",
                marker={"symbol": symbol, "size": 13, "color": paint.ink, "line": {"color": paint.paper, "width": 1}},
                name=rule_words(rule, found.rules),
                text=[_hover(found, point) for point in points],
                hovertemplate="%{text}<extra></extra>",
            )


def _notes(figure: go.Figure, found: Moving, paint: Colours) -> None:
    noted = {day for day, _ in found.notes}
    points = [point for point in found.chart.points if point.month in noted]
    if points:
        ring = {"symbol": "circle-open", "size": 15, "color": paint.ink, "line": {"width": 1.5}}
        spots = {"x": [point.month for point in points], "y": [point.value for point in points]}
        figure.add_scatter(**spots, mode="markers", marker=ring, name="month with a note", hoverinfo="skip")


def _hover(found: Moving, point: control.Point) -> str:
    """What hovering over a month says: figures alone, never the text of a note."""
    said = [f"{point.month:%B %Y}: {found.number(point.value)}"]
    if found.chart.kind != control.VALUE:
        said.append(f"{point.numerator:,.0f} of {point.denominator:,.0f}")
    said += [rule_words(rule, found.rules) for rule in point.rules]
    return "<br>".join(said)


def _spot(found: FunnelLine, spot: Any, titles: dict[str, tuple[str, str]]) -> str:
    title, provider = (plain(one) for one in titles[spot.contract_id])
    counted = f"{spot.k:,.0f} of {spot.n:,.0f}"
    return f"{title}<br>{provider}<br>{number(spot.share, found.measure)}, {counted}<br>{WHERE_WORDS[spot.where]}"


def _told_hover(block: Block) -> str:
    least = "at least " if block.at_least else ""
    return f"{month(block.first)} to {month(block.last)}: {block.told} of {least}{block.people} people"


def _corner(figure: go.Figure, words: str, paint: Colours) -> None:
    if words:
        place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1.0, "xanchor": "left", "yanchor": "bottom"}
        figure.add_annotation(text=words, showarrow=False, font={"size": 13, "color": paint.ink}, **place)


def _known(found: Moving) -> list[float]:
    edges = [one for point in found.chart.points for one in (point.low, point.high) if one is not None]
    return [*edges, *([found.target] if found.target is not None else [])]


def alt_trend(found: Moving) -> str:
    """The trend for whoever cannot see it."""
    values = [point.value for point in found.chart.points]
    first, last = found.chart.points[0].month, found.chart.points[-1].month
    broken = sum(bool(point.rules) for point in found.chart.judged)
    marked = f"{broken} of {len(found.chart.judged)} judged months are marked" if found.chart.judged else "none judged"
    said = f"{found.measure.name} by month, {month(first)} to {month(last)}, between {found.number(min(values))}"
    asked = f", {found.target_words}" if found.target_words else ""
    return f"{said} and {found.number(max(values))}{asked}; {marked}."


def alt_told(found: Concern) -> str:
    """The bars for whoever cannot see them."""
    said = [
        f"{month(one.first)} to {month(one.last)}: {one.told} of {one.people}" for one in found.blocks if one.people
    ]
    return "People who told of it, of all who told anything. " + "; ".join(said)


def alt_funnel(found: FunnelLine) -> str:
    """The side-by-side picture for whoever cannot see it."""
    return f"{len(found.funnel.spots)} contracts by how much was counted and their share. {found.words}"
