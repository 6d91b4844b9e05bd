"""The equity strip: need, money, care and being heard across fifths, on one scale, and what would close the gap."""

import streamlit as st

from tightrope.answers import places_equity as answers
from tightrope.answers.areas import Areas
from tightrope.answers.period import Period
from tightrope.answers.places_equity import Equity, Row
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens import tables
from tightrope.screens.note import note
from tightrope.screens.panel import panel

TALLEST = 2.5  # times the mean that fill the height: beyond, a bar is cut and its number says how high it is
WIDEST = 320.0  # pence that fill the track


def draw(house: House, reader: Reader, period: Period, found: Areas) -> None:
    """The strip and what would close the gap."""
    one = answers.equity(house, reader, period, found)
    st.title(one.title)
    if one.problem:
        note(one.problem)
        return
    note(f"{period.words}. Need is people aged 65 and over on a low income.")
    values = {
        "rows": [_row(row) for row in one.rows],
        "parts": [_part(part) for part in one.fifths],
        "up": one.level_up,
        "moved": one.moved,
        "down": one.level_down,
    }
    panel("places_equity.html", "places_equity", values)
    for line in one.notes:
        note(line)
    _worked_out(one)
    rows = answers.table(one)
    with st.expander("Every fifth as a table"):
        columns = {"fifth": "Fifth", "areas": "Areas", "need": "People in need", "paid": "Paid (£ a year)"} | {
            "pence": "Pence for each pound", "gap": "Gap (£ a year)"
        }  # fmt: skip
        tables.table(rows, columns, "Fifths of deprivation with need and money", "Nothing is known by fifth.")
        tables.download("Every fifth as CSV", rows, "fifths.csv", "fifths_csv")


def _row(row: Row) -> dict:
    bars = [
        {"value": f"{value:,.0f}", "high": round(min(share, TALLEST) / TALLEST * 100, 1)}
        for value, share in zip(row.values, row.relative, strict=True)
    ]
    return {
        "name": row.name, "unit": row.unit, "clay": row.clay, "bars": bars, "sentence": row.sentence,
        "mean": round(100 / TALLEST, 1),
    }  # fmt: skip


def _part(part: answers.Fifth) -> dict:
    said = f"{part.pence:.0f}p" if part.pence < 100 else f"£{part.pence / 100:.2f}"
    gap = f"£{abs(part.gap):,.0f} a year {'less' if part.gap > 0 else 'more'} than need would give."
    scale = 100 / WIDEST
    return {
        "name": part.name, "pence": round(part.pence, 1), "said": said, "gap": gap,
        "at": round(min(part.pence, WIDEST) * scale, 1), "whole": round(100 * scale, 1),
    }  # fmt: skip


def _spread(row: Row) -> str:
    """How unequal it is whoever has more: as a share of the whole, and in its own units."""
    share, units = row.gradient.atkinson, row.gradient.kolm
    said = f"An equal spread is worth {units.value:,.2f} ({units.low:,.2f} to {units.high:,.2f}) more a person"
    if share is None:
        return f"{said}."
    return f"{said}, or {share.value:.1%} ({share.low:.1%} to {share.high:.1%}) of the whole."


def _worked_out(one: Equity) -> None:
    with st.expander("How this is worked out"):
        for row in one.rows:
            slope, relative, index = row.gradient.slope, row.gradient.relative, row.gradient.concentration
            st.text(
                f"{row.name}. Slope index of inequality {slope.value:,.2f} ({slope.low:,.2f} to {slope.high:,.2f}); "
                f"relative index {relative.value:.2f} ({relative.low:.2f} to {relative.high:.2f}); concentration index "
                f"{index.value:.3f} ({index.low:.3f} to {index.high:.3f}). {_spread(row)}"
            )
        st.text(
            "Fifths hold about as many residents each, by the deprivation score of their small area. The slope is the "
            "gap between the two ends of a straight line through the fifths, below 0 where there is more at the "
            "deprived end. Intervals draw areas anew within each fifth, 2,000 times. For something bad the absolute "
            "and the relative gap may move in opposite directions, so both stand here. docs/methods/places.md has the "
            "formulas."
        )
