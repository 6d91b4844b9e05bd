"""How far families travel, home by home: minutes beside the fee, beside what they tell, and what lies nearer."""

import streamlit as st

from tightrope.answers import places_travel as answers
from tightrope.answers.areas import Areas
from tightrope.answers.period import Period
from tightrope.places.travel import BEYOND
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens import tables
from tightrope.screens.note import note
from tightrope.screens.panel import panel

FIRST = 5  # homes drawn before "show all"


def draw(house: House, reader: Reader, period: Period, found: Areas, chosen: dict[str, str]) -> str | None:
    """Homes with the longest ways first; returns what was pressed: weigh|contract, or more|."""
    one = answers.travelled(house, reader, period, found)
    st.title(one.title)
    if not one.has_ways:
        note("journey.csv brings minutes by bus and by car from each small area to each home. No minutes are guessed.")
        rows = [
            {"home": each.name, "families": each.families, "median": each.median, "ninth": each.ninth}
            for each in one.straight
        ]
        columns = {
            "home": "Home",
            "families": "Families",
            "median": st.column_config.NumberColumn("Half are further than (km, straight line)", format="%.1f"),
            "ninth": st.column_config.NumberColumn("One in ten is further than", format="%.1f"),
        }
        tables.table(rows, columns, "Families' straight lines to each home", "Nobody who lives in a home is on file.")
        return None
    note(
        f"{one.all_sunday.known} families of {one.all_sunday.families} with a home and an area on file; shorter is "
        f"better. All of them: half take over {one.all_sunday.median:.0f} minutes on a Sunday and "
        f"{one.all_weekday.median:.0f} on a weekday, door to door; {one.all_sunday.no_bus} have no Sunday bus. "
        f"{one.without} people who live in homes have no family's area on file."
    )
    everything = chosen["all"] == "yes"
    shown = one.homes if everything else one.homes[:FIRST]
    pressed = panel("places_travel.html", "places_travel", {"homes": shown})
    if len(one.homes) > len(shown) and st.button(f"Show all {len(one.homes)} homes"):
        return "more|"
    _told(house, reader, period, one)
    _fifths(one)
    with st.expander("Every home as a table"):
        rows = answers.table(one)
        minutes = {"format": "%.0f"}
        over = {"format": "percent"}
        columns = {
            "home": "Home",
            "families": "Families",
            "sunday_median": st.column_config.NumberColumn("Half take over, Sunday (minutes)", **minutes),
            "sunday_90th": st.column_config.NumberColumn("One in ten over, Sunday", **minutes),
            "no_sunday_bus": "No Sunday bus",
            "weekday_median": st.column_config.NumberColumn("Half take over, weekday", **minutes),
            **{
                f"sunday_over_{most}": st.column_config.NumberColumn(f"Over {most} minutes or no bus", **over)
                for most in BEYOND
            },
            "weekly_fee": st.column_config.NumberColumn("Fee a week", format="£%.0f"),
            "told": "Speak of the way",
        }
        tables.table(rows, columns, "Homes with families' ways", "Nobody lives in a home.")
        tables.download("Every home as CSV", rows, "families-ways.csv", "travel_csv")
    return pressed


def _told(house: House, reader: Reader, period: Period, one: answers.Travelled) -> None:
    first = next((home for home in one.homes if home.contract_id and not home.few), None)
    if first is None:
        return
    cards = answers.told_of(house, reader, period, first.contract_id)
    if cards:
        st.header(f"What people tell of the way to {first.name}")
        panel("voices_read.html", "travel_told", {"cards": cards, "left": 0})


def _fifths(one: answers.Travelled) -> None:
    st.header("By where the family lives")
    note("On a Sunday, door to door. Fifths are of England's deprivation.")
    rows = [
        {
            "fifth": name, "families": way.known, "median": way.median, "ninth": way.ninth,
            "over": way.over[-1], "no_bus": way.no_bus,
        }
        for name, way in (*one.by_place, *one.by_fifth)
    ]  # fmt: skip
    columns = {
        "fifth": "Family's area", "families": "Families",
        "median": st.column_config.NumberColumn("Half take over (minutes)", format="%.0f"),
        "ninth": st.column_config.NumberColumn("One in ten over", format="%.0f"),
        "over": st.column_config.NumberColumn("Over an hour or no bus", format="percent"), "no_bus": "No Sunday bus",
    }  # fmt: skip
    tables.table(rows, columns, "Families' ways by deprivation of their area", "No family's area is known.")
