"""What the Places page is about: chosen on the page, kept in the address."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

import streamlit as st

from tightrope.answers.areas import Areas, Measure
from tightrope.answers.period import Period, earlier, month_of
from tightrope.answers.places_gaps import KINDS, MOST_OPEN
from tightrope.answers.places_line import routes as known_routes
from tightrope.records.house import House
from tightrope.screens import address, controls
from tightrope.screens.links import Choice, Month, write
from tightrope.screens.register import page
from tightrope.screens.voices_choices import MONTHS_BACK, usual_period

MAP, LINE, TRAVEL, EQUITY, GAPS = "map", "line", "travel", "equity", "gaps"
VIEWS = {
    MAP: "Map",
    LINE: "The bus line",
    TRAVEL: "How far families travel",
    EQUITY: "Who gets what",
    GAPS: "What is not there",
}
ON, OFF = "yes", "no"
AREA, WARD = "area", "ward"
LEVELS = {AREA: "Small areas", WARD: "Wards"}
FIRST = "per_need"  # what a city is asked first: does the money go where the need is?


def period_of(house: House) -> Period:
    """The months of the address, else the usual twelve; so that the measures can be asked for before the controls."""
    usual = usual_period(house)
    first, last = f"{earlier(usual.last, MONTHS_BACK):%Y-%m}", f"{usual.last:%Y-%m}"
    asked = [st.query_params.get("from", f"{usual.first:%Y-%m}"), st.query_params.get("to", last)]
    if all(first <= one <= last and len(one) == len(last) for one in asked):
        return Period(*sorted(month_of(one) for one in asked))
    return usual


def read(house: House, found: Areas, measures: Mapping[str, Measure], data_date: date) -> dict[str, str]:
    """The checked choices of the address."""
    usual = usual_period(house)
    last, first = f"{usual.last:%Y-%m}", f"{earlier(usual.last, MONTHS_BACK):%Y-%m}"
    keys, routes = list(measures), _routes(house)
    return address.read(
        [
            Choice("view", "part", list(VIEWS), MAP),
            Choice("measure", "measure", keys, FIRST if FIRST in keys else keys[0]),
            Choice("area", "small area", ["", *(one.code for one in found.every)], ""),
            Choice("within", "part", ["", *sorted({one.locality for one in found.every})], ""),
            Choice("simple", "sort of map", [OFF, ON], OFF),
            Choice("level", "level", [AREA, WARD], AREA),
            Choice("arcs", "choice of lines", [OFF, ON], OFF),
            Choice("route", "bus line", routes or [""], (routes or [""])[0]),
            Choice("kind", "kind of place", list(KINDS), next(iter(KINDS))),
            Choice("open", "number of sites", [str(one) for one in range(1, MOST_OPEN + 1)], "1"),
            Choice("all", "choice of homes", [OFF, ON], OFF),
            Month("from", "month", first, last, f"{usual.first:%Y-%m}"),
            Month("to", "month", first, last, last),
        ],
        data_date,
    )


def draw(chosen: dict[str, str], measures: Mapping[str, Measure]) -> None:
    """The controls of the map. Changes `chosen` in place."""
    chosen["view"] = controls.parts(VIEWS, chosen["view"], "places_view")
    if chosen["view"] != MAP:
        return
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    names = {key: f"{one.group}: {one.name}" for key, one in measures.items()}
    chosen["measure"] = controls.select(left, "Show", list(names), chosen["measure"], "measure", names.__getitem__)
    with right.popover("How it is drawn", width="stretch"):
        chosen["level"] = controls.select(st, "By", list(LEVELS), chosen["level"], "map_level", LEVELS.__getitem__)
        plain = st.toggle("Simple map", chosen["simple"] == ON, key="simple_map")
        arcs = st.toggle("Where people moved from into homes", chosen["arcs"] == ON, key="map_arcs")
    chosen["simple"], chosen["arcs"] = (ON if one else OFF for one in (plain, arcs))


def after(chosen: dict[str, str], pressed: str | None, data_date: date) -> None:
    """What a press opens: weigh|contract or ended|contract on Weigh, voices|place on Voices, more| every home here."""
    what, _, key = (pressed or "").partition("|")
    if what == "more":
        chosen["all"] = ON
    elif what in ("weigh", "ended"):
        kind = "contract" if what == "weigh" else "ended"
        values = {"kind": kind, "of": key, "look": "nothing"}
        st.switch_page(page("weigh").script, query_params=write(values, data_date))
    elif what == "voices":
        st.switch_page(page("voices").script, query_params=write({"part": "read", "place": key}, data_date))


def _routes(house: House) -> list[str]:
    """Bus lines on file, the one with most stops first: it crosses most of the city."""
    counts = Counter(row["route_id"] for row in house.stores.rows("places/stops"))
    return sorted(known_routes(house), key=lambda one: (-counts[one], one))
