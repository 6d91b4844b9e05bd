"""What is not there: who lives far from a suitable place, where one more would help, and what people miss."""

import streamlit as st

from tightrope.answers import places_gaps as answers
from tightrope.answers.areas import Areas
from tightrope.answers.period import Period
from tightrope.answers.places_gaps import KINDS, MOST_OPEN
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens import controls, tables
from tightrope.screens.note import note
from tightrope.screens.panel import panel

MOST_AREAS = 400  # rows of the table


def draw(house: House, reader: Reader, period: Period, found: Areas, chosen: dict[str, str]) -> str | None:
    """One kind of place; returns what was pressed: ended|contract. Changes `chosen` in place."""
    title = st.container()
    left, right = st.columns([2, 1])
    chosen["kind"] = controls.select(left, "What is looked for", list(KINDS), chosen["kind"], "gap_kind", KINDS.get)
    numbers = [str(one) for one in range(1, MOST_OPEN + 1)]
    chosen["open"] = controls.select(right, "How many to open", numbers, chosen["open"], "gap_open", None)
    one = answers.reach(house, found, chosen["kind"])
    title.title(one.title)
    each = "" if one.per_place is None else f" One place for {one.per_place:,.0f} people aged 65 and over."
    note(
        f"{one.suitable} suitable (rated Good or Outstanding where it is rated), {one.free} places free of that kind."
        f"{each} Nearer is better."
    )
    best = answers.sited(house, found, chosen["kind"], int(chosen["open"]))
    values = {"best": best[0] if best else None, "second": best[1] if best else None, "km": answers.FAR_KM}
    values["widest"] = answers.widest(house, found, chosen["kind"], int(chosen["open"]))
    panel("places_gaps.html", "places_gaps", values)
    _far(one)
    st.header("What people say is gone, or was never there")
    values = {"missing": answers.missing(house, reader, period), "ended": answers.ended(house, reader, period)}
    pressed = panel("places_missing.html", "places_missing", values)
    _unprovided(found)
    return pressed


def _far(one: answers.Reach) -> None:
    with st.expander(f"The {len(one.far)} small areas that are furthest"):
        rows = [
            {
                "area": area.name, "ward": area.ward, "locality": area.locality, "older": area.older,
                "minutes": None if minutes is None else round(minutes), "free": one.free_for.get(area.code),
            }
            for area, minutes in one.far
        ]  # fmt: skip
        columns = {
            "area": "Small area",
            "ward": "Ward",
            "locality": "Part of the city",
            "older": "People aged 65 and over",
            "minutes": "Km in a straight line" if one.straight else "Minutes by Sunday bus (empty: no bus)",
            "free": "The same to the nearest with a place free",
        }
        tables.table(rows[:MOST_AREAS], columns, "Areas far from a suitable place", "No area is.")
        tables.download("These areas as CSV", rows, "far-areas.csv", "far_csv")


def _unprovided(found: Areas) -> None:
    st.header("Care that nobody provides, by part of the city")
    rows = [{"locality": name, "hours": hours, "notes": notes} for name, hours, notes in answers.unprovided(found)]
    columns = {"locality": "Part of the city", "hours": "Hours a week", "notes": "Noted as wanted and not there"}
    tables.table(rows, columns, "Hours that nobody provides by part of the city", "waiting.csv brings it.")
