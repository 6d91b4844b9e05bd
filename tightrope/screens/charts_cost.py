"""The picture of cost against outcome: one figure for the same spots and theme, kept and never altered."""

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from tightrope.answers.contracts import Spot
from tightrope.screens.chart_looks import colours, empty, plain

VOICES = {  # what people told: words, symbol, whether it is filled
    "good": ("most told good things", "circle", True),
    "mixed": ("told both", "diamond", True),
    "poor": ("most told bad things", "x", True),
    "few": ("too few to tell", "circle-open", False),
    "silent": ("nobody heard", "square-open", False),
}


@st.cache_resource(max_entries=16)
def quadrant(found: tuple[Spot, ...], dark: bool) -> go.Figure:
    """Cost as a multiple of the line's middle across, attainment upwards, a symbol for what people told."""
    paint = colours(dark)
    figure = empty(paint)
    for voices, (words, symbol, filled) in VOICES.items():
        here = [one for one in found if one.voices == voices]
        if not here:
            continue
        figure.add_scatter(
            x=[one.cost for one in here],
            y=[one.attained for one in here],
            mode="markers",
            name=f"{words} ({len(here)})",
            marker={"symbol": symbol, "size": 12, "color": paint.stories if filled else paint.ink, "opacity": 0.9},
            text=[plain(f"{one.title}: {one.said}") for one in here],
            hovertemplate="%{text}<br>cost %{x:.2f} of the middle, %{y:.0%} of what is asked<extra></extra>",
        )
    figure.add_vline(1.0, line={"color": paint.ink, "width": 1, "dash": "dot"})
    figure.update_xaxes(title={"text": "Cost of a unit delivered, middle of the line = 1", "standoff": 4})
    figure.update_layout(legend={"y": -0.3})
    figure.update_yaxes(title={"text": "How far the contract is kept"}, tickformat=".0%", range=[-0.05, 1.08])
    return figure


def alt(found: Sequence[Spot]) -> str:
    """The picture in words."""
    dear = sum(one.cost > 1 for one in found)
    return f"{len(found)} contracts; {dear} cost more than the middle of their line for a unit delivered."
