"""The lines of a split as a table in which amounts may be typed, and the same rows as a file."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from tightrope.answers import splitting_words as words
from tightrope.answers.splitting_asked import pounds_of
from tightrope.answers.splitting_shapes import Split
from tightrope.screens.tables import download

CHANGE = "change"
LOCKED = ("name", "budget", "became", "this_year", "gross", "net", "people", "bound")


def edited(
    lines: list[str], edits: Mapping[int, Mapping[str, Any]], changes: Mapping[str, Decimal]
) -> tuple[dict[str, Decimal], list[str]]:
    """Changes after what was typed into the table, row by row, and what of it is no amount. An emptied cell, or 0, lets
    its line follow the rule again."""
    made, problems = dict(changes), []
    for row, cells in edits.items():
        if CHANGE not in cells or not 0 <= row < len(lines):
            continue
        text = str(cells[CHANGE] or "").strip()
        amount = pounds_of(text) if text else Decimal(0)
        if amount is None:
            problems.append(f"\u201c{text}\u201d is no amount in pounds: write it like -250000 or 12,500.50.")
        elif amount:
            made[lines[row]] = amount
        else:
            made.pop(lines[row], None)
    return made, problems


def draw(found: Split, key: str) -> None:
    """The table: what each line has, a column to type changes into, and what follows from them."""
    rows = [
        {
            "name": one.name, "budget": float(one.amount), CHANGE: f"{one.change:,.2f}".removesuffix(".00"),
            "became": float(one.became), "this_year": float(one.this_year), "gross": float(one.gross_change),
            "net": float(one.net_change), "people": float(one.people) if one.people else None,
            "bound": float(one.floor),
        }
        for one in found.lines
    ]  # fmt: skip
    pounds = {
        "budget": "Budget", "became": "Afterwards", "this_year": f"In {found.asked.year}", "gross": "Change, gross",
        "net": "Change, net", "bound": "Bound by contracts",
    }  # fmt: skip
    columns = {name: st.column_config.NumberColumn(said, format="£%,.0f") for name, said in pounds.items()} | {
        "name": st.column_config.TextColumn("Line", pinned=True),
        CHANGE: st.column_config.TextColumn("Change (type pounds of a whole year)"),
        "people": st.column_config.NumberColumn("People, about", format="%,.0f"),
    }
    st.text(f"Pounds, {words.money_word(found)} where nothing else is said. 0 lets a line follow the rule again.")
    st.data_editor(
        pd.DataFrame(rows), column_config=columns, column_order=["name", "budget", CHANGE, *LOCKED[2:]],
        disabled=list(LOCKED), hide_index=True, width="stretch", height="content", num_rows="fixed", key=key,
    )  # fmt: skip
    download("These rows as CSV", rows, "tightrope-split.csv", "split_csv")
