"""The bus line: one axis of minutes, and small pictures along it that share it."""

import streamlit as st

from tightrope.answers import places_line as answers
from tightrope.answers.areas import HEARD, Areas
from tightrope.answers.period import Period
from tightrope.answers.places_line import Line, Strip
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens import controls, tables
from tightrope.screens.note import note
from tightrope.screens.panel import panel

WIDE, HIGH, ROOM = 1000.0, 100.0, 8.0  # of the drawing; room above the highest and below the lowest


def draw(house: House, reader: Reader, period: Period, found: Areas, chosen: dict[str, str]) -> None:
    """The line that is chosen, or why there is none. Changes `chosen` in place."""
    known = answers.routes(house)
    title = st.container()
    if not known:
        title.title("No bus line is loaded")
        note("route_stop.csv brings lines: each stop with its order, minutes from the first, and small area.")
        return
    chosen["route"] = controls.select(st, "Bus line", list(known), chosen["route"], "route", known.__getitem__)
    one = answers.line(house, reader, period, found, chosen["route"])
    title.title(one.title)
    for line in one.notes:
        note(line)
    if one.problem:
        note(f"{one.problem} route_stop.csv needs two stops or more for a line.")
        return
    note(f"Left to right as the bus goes; {one.stops[-1].at:.0f} minutes from end to end. {period.words}.")
    panel("places_line.html", "places_line", _values(one))
    with st.expander("Every stop as a table"):
        rows = answers.table(one)
        columns = {"stop": "Stop", "name": "Name", "minutes": "Minutes", "locality": "Part of the city"}
        columns |= {
            strip.measure.key: st.column_config.NumberColumn(
                f"{strip.measure.name}, {strip.measure.unit}", format=f"%.{strip.measure.digits}f"
            )
            for strip in one.strips
        }
        tables.table(rows, columns, f"Stops of the {one.route_id} with their measures", "")
        tables.download("Every stop as CSV", rows, f"line-{one.route_id}.csv", "line_csv")


def _values(one: Line) -> dict:
    end = max(stop.at for stop in one.stops) or 1.0
    xs = [round(stop.at / end * WIDE, 1) for stop in one.stops]
    return {
        "stops": [{"x": x, "name": stop.name} for x, stop in zip(xs, one.stops, strict=True)],
        "strips": [_strip(strip, xs) for strip in one.strips],
        "stretches": one.stretches,
        "rule": answers.RULE,
        "alt": f"{len(one.stops)} stops from {one.stops[0].name} to {one.stops[-1].name}",
    }


def _strip(strip: Strip, xs: list[float]) -> dict:
    """A strip as lines; where an area has no figure the line breaks."""
    low, high = strip.low or 0.0, strip.high or 0.0
    span = (high - low) or 1.0
    parts: list[list[str]] = [[]]
    for x, value in zip(xs, strip.values, strict=True):
        if value is None:
            parts.append([])
            continue
        y = HIGH - ROOM - (value - low) / span * (HIGH - 2 * ROOM)
        parts[-1].append(f"{x},{y:.1f}")
    drawn = [" ".join(part if len(part) > 1 else part * 2) for part in parts if part]
    measure = strip.measure
    return {
        "name": measure.name, "unit": measure.unit, "clay": measure.group == HEARD, "parts": drawn,
        "sentence": strip.sentence,
    }  # fmt: skip
