"""How every picture looks: colours of the theme, an empty figure, and the one way to draw it.

Colours come from the theme in .streamlit/config.toml, light or dark, and from nowhere else.
"""

from dataclasses import dataclass

import plotly.graph_objects as go
import streamlit as st

HEIGHT = 400
LOOKS = {"displayModeBar": False, "responsive": True}  # nothing to press: the table below gives the rows
ROOM = 0.06  # above and below, of the height that is used


@dataclass(frozen=True)
class Colours:
    """What each thing is drawn in, as the theme has it."""

    numbers: str
    numbers_soft: str
    stories: str
    stories_soft: str
    ink: str
    line: str
    paper: str
    band: str


def colours(dark: bool) -> Colours:
    """The theme's colours."""
    theme = "dark" if dark else "light"
    names = ("blueColor", "blueBackgroundColor", "orangeColor", "orangeBackgroundColor", "textColor", "borderColor")
    found = [st.get_option(f"theme.{theme}.{name}") for name in (*names, "backgroundColor", "secondaryBackgroundColor")]
    return Colours(*found)


def is_dark() -> bool:
    """True when the reader looks at the dark theme."""
    return st.context.theme.type == "dark"


def show(figure: go.Figure, key: str, alt: str) -> None:
    """Draw a figure across the place it stands in, which never scrolls: not even for the moment that drawing takes."""
    st.html(f"<style>div.st-key-{key} {{ overflow: hidden }}</style>")
    st.plotly_chart(figure, width="stretch", height=HEIGHT, theme=None, key=key, config=LOOKS, alt=alt)


def empty(paint: Colours) -> go.Figure:
    """A figure without anything on it."""
    axis = {"gridcolor": paint.line, "linecolor": paint.line, "zeroline": False, "automargin": True, "fixedrange": True}
    return go.Figure(
        layout={
            "template": "none",
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": "'Source Sans', system-ui, sans-serif", "size": 14, "color": paint.ink},
            "hoverlabel": {"bgcolor": paint.paper, "font": {"color": paint.ink}, "bordercolor": paint.line},
            "margin": {"l": 8, "r": 8, "t": 28, "b": 8},
            "legend": {
                "orientation": "h",
                "traceorder": "normal",
                "y": -0.16,
                "x": 0,
                "yanchor": "top",
                "font": {"size": 13},
            },
            "xaxis": {**axis, "showgrid": False},
            "yaxis": axis,
        }
    )


def plain(words: str) -> str:
    """A title from a file as text: Plotly reads a little HTML in what it shows on hovering."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("%{", "% {")


def reach(values: list[float], top: float) -> list[float]:
    """From just below the least to just above the most; never below nothing where nothing is, nor far above all."""
    least, most = min(values), max(values)
    room = (most - least or abs(most) or 1.0) * ROOM
    low = least - room if least - room > 0 or least < 0 else -room / 2
    return [low, min(most + room, top + room / 2)]


def thin(colour: str, opacity: float) -> str:
    """A colour of the theme that lets what lies below shine through."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
