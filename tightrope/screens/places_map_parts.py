"""The map of the city: one measure, its legend and its table, and one area's numbers beside its stories."""

from functools import cache
from typing import Any

import streamlit as st

from tightrope.answers import places_map as answers
from tightrope.answers.areas import MEASURES, Area, Areas
from tightrope.answers.areas_by_ward import by_ward
from tightrope.answers.period import Period
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens import controls, maps, tables
from tightrope.screens.chart_looks import colours, is_dark
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.places_choices import ON, WARD

NO_GL = "no_gl"
MOST_LISTED = 3000  # areas in one list and table: the largest city has fewer; tens of thousands are megabytes
CHECK = """
export default function (component) {
  const canvas = document.createElement("canvas")
  if (!canvas.getContext("webgl2") && !canvas.getContext("webgl")) component.setStateValue("missing", true)
}
"""


def draw(house: House, reader: Reader, period: Period, found: Areas, chosen: dict[str, str]) -> str | None:
    """The map and what stands with it; the area picked is put into `chosen`. Returns what was pressed."""
    own, found = found, by_ward(found) if chosen["level"] == WARD else found
    shown = answers.shown(found, chosen["measure"], chosen["level"] == WARD)
    st.title(shown.title)
    note(f"{shown.measure.unit[:1].upper()}{shown.measure.unit[1:]}. {period.words}. {shown.sentence}")
    outlines, (around, lines), homes = answers.outlines(house), answers.around(house), answers.homes(house)
    rings = outlines.rings
    for said in filter(None, map(answers.drawn_words, (outlines, around))):
        note(said)
    plain = chosen["simple"] == ON or _without_gl()
    if plain:
        _simple(house, found, rings, shown, period, chosen)
    else:
        _deck(house, found, rings, lines, homes, shown, period, chosen)
    _legend(shown, plain)
    st.header("One small area")
    listed = _listed(own, chosen)
    pressed = _area(house, reader, period, own, listed, chosen)
    _table(listed)
    return pressed


def no_areas() -> None:
    """What is said where no small area is loaded."""
    st.title("No small area is loaded, so there is no map")
    note("area.csv brings them: code, ward, part of the city, people, deprivation, and an outline or a middle.")


def _deck(house, found, rings, lines, homes, shown, period, chosen) -> None:
    drawn, left_out = [], 0
    if chosen["arcs"] == ON:
        bundled = answers.arcs(house, found)
        drawn, left_out = maps.lines(bundled.arcs, answers.centres(found), homes), bundled.left_out
    dark = is_dark()
    key = f"{_made_from(house, period, shown, chosen)}|{chosen['arcs']}|{dark}"
    picture = maps.deck(found.every, rings, lines, shown, homes, drawn, dark, key)
    did = st.pydeck_chart(
        picture, key="places_deck", on_select="rerun", selection_mode="single-object", height=maps.HEIGHT
    )
    picked = (did.selection.objects or {}).get(maps.AREAS) if did else None
    if picked and picked[0].get("code") and st.session_state.get("deck_said") != picked[0]["code"]:
        st.session_state["deck_said"] = chosen["area"] = picked[0]["code"]
    if drawn:
        st.text(
            f"Lines run from the part of the city where people lived to their home; none stands for fewer than eight "
            f"people. {left_out} people are in no line."
        )


def _made_from(house, period, shown, chosen) -> str:
    """What a map is drawn from: the same words, the same map."""
    return f"{house.stores.warehouse}|{house.stores.version}|{period}|{shown.measure.key}|{chosen['level']}"


def _simple(house, found, rings, shown, period, chosen) -> None:
    if not rings:
        st.text("No outlines are loaded, so this map has nothing to draw: the table below has every area.")
        return
    dark = is_dark()
    key = f"{_made_from(house, period, shown, chosen)}|{dark}"
    # On a phone the city is narrower than the picture is high: what is left empty below it is cut off.
    st.html(
        f"<style>div.st-key-places_simple {{ overflow: hidden; max-height: calc({maps.tallness(found.every):.3f} * "
        "100vw + 1rem) }</style>"
    )
    st.plotly_chart(
        maps.simple(found.every, rings, shown, dark, key), key="places_simple", width="stretch", height=maps.HEIGHT,
        theme=None, config={"displayModeBar": False, "responsive": True}, alt=shown.title,
    )  # fmt: skip


def _without_gl() -> bool:
    """True where the browser said that it has no WebGL: asked by a small script of our own, once a session."""
    if st.session_state.get(NO_GL):
        note("This browser draws no maps of the usual sort, so the simple one is shown.")
        return True
    answer = _component()(key="gl_check", on_missing_change=lambda: None)
    if getattr(answer, "missing", None):
        st.session_state[NO_GL] = True
        st.rerun()
    return False


@cache
def _component() -> Any:
    return st.components.v2.component("tightrope_gl", html="<span></span>", js=CHECK)


def _legend(shown, plain: bool) -> None:
    paint = colours(is_dark())
    scale = maps.shades(paint, shown.measure.group, max(shown.classes.number, 1))
    counts = shown.classes.counts()
    classes = [
        {"colour": f"rgb({','.join(map(str, colour))})", "words": words, "count": count}
        for colour, words, count in zip(scale, shown.names, counts, strict=False)
    ]
    unknown = sum(one is None for one in shown.classes.of)
    panel("places_legend.html", "legend", {"classes": classes, "unknown": unknown, "plain": plain})


def _listed(found: Areas, chosen: dict[str, str]) -> list[Area]:
    """The areas that lists hold: all of a city; of a whole country those of one part, which is asked for first."""
    if len(found.every) <= MOST_LISTED:
        return list(found.every)
    picked = found.of(chosen["area"])
    if picked is not None:
        chosen["within"] = picked.locality
    parts = ["", *sorted({one.locality for one in found.every})]
    chosen["within"] = controls.select(
        st, "Part", parts, chosen["within"], "places_within", lambda one: one or "Choose where it lies"
    )
    if picked is not None and picked.locality != chosen["within"]:
        chosen["area"] = ""
    return [one for one in found.every if one.locality == chosen["within"]]


def _area(
    house: House, reader: Reader, period: Period, found: Areas, listed: list[Area], chosen: dict[str, str]
) -> str | None:
    names = {"": "Choose a small area"} | {one.code: f"{one.name}, {one.ward} ({one.locality})" for one in listed}
    chosen["area"] = controls.select(
        st, "Small area", list(names), chosen["area"], "places_area", names.__getitem__, label_visibility="collapsed"
    )
    one = found.of(chosen["area"])
    if one is None:
        note("Pick it on the map or from the list: its numbers stand beside what people of its part of the city tell.")
        return None
    beside = answers.beside(house, reader, period, one)
    return panel("places_area.html", "places_area_facts", {"one": beside})


def _table(listed: list[Area]) -> None:
    if not listed:
        return
    with st.expander("Every small area as a table"):
        rows = answers.table(listed)
        columns = {
            "area": "Small area",
            "ward": "Ward",
            "locality": "Part of the city",
            "decile": "Tenth (1 most deprived)",
        }
        columns |= {
            key: st.column_config.NumberColumn(f"{one.name}, {one.unit}", format=f"%.{one.digits}f")
            for key, one in MEASURES.items()
            if any(row[key] is not None for row in rows)
        }
        tables.table(rows, columns, "Every small area with its measures", "No small area is loaded.")
        tables.download("Every small area as CSV", rows, "areas.csv", "areas_csv")
