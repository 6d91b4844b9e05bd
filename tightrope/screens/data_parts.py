"""The parts of the data page. Each takes what was asked and draws it."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from tightrope import tables
from tightrope.answers.loaded import MOST_REJECTED, Ledger, Loaded
from tightrope.evidence import dictionary as words_of
from tightrope.evidence.measures import Measure
from tightrope.screens import controls
from tightrope.screens.data_money import reconciled
from tightrope.screens.note import note
from tightrope.screens.tables import download, table
from tightrope.screens.words import count, day, millions, month

PARTS = {
    "loaded": "What is loaded",
    "coverage": "How complete",
    "set-aside": "Set aside",
    "to-look-at": "To look at",
    "names": "Names to match",
    "money": "Money",
    "dictionary": "Dictionary",
    "figures": "How figures are made",
}
NONE = "none"
DIRECTION = {"up_is_good": "more is better", "down_is_good": "less is better", "context_only": "for context only"}
SOURCE = {
    "provider_return": "the provider's return",
    "call_monitoring": "call monitoring",
    "council_record": "the council's record",
    "survey": "a survey",
    "cqc": "the Care Quality Commission",
    "quality_visit": "quality visits",
}


def title(found: Loaded) -> str:
    """The answer in one sentence."""
    aside = (
        "no row was set aside" if not found.set_aside else f"{count(found.set_aside, 'row was', 'rows were')} set aside"
    )
    if not found.contracts:
        rows = f"{count(found.records - found.set_aside, 'row')} about {found.facts['council']}"
        return f"{rows} are loaded, no contract among them, and {aside}"
    contracts = count(found.live, "live contract is", "live contracts are")
    return f"{contracts} loaded, and {aside}"


def summary(found: Loaded, ledger: Ledger) -> None:
    """Four figures that say whether to trust the rest."""
    first, second, third, fourth = st.columns(4)
    until = f", to {month(found.last_month)}" if found.last_month else ""
    first.metric(f"Months of returns{until}", found.months or NONE, border=True)
    second.metric("Rows read", f"{found.records:,}", border=True)
    third.metric("Budget loaded, gross", millions(ledger.gross) if ledger.has("gross") else NONE, border=True)
    tellers = found.accounts.get("tellers") or 0
    at_least = "at least " if found.accounts.get("unlinked") else ""
    fourth.metric("People we heard from", f"{at_least}{tellers:,}" if tellers else NONE, border=True)
    note(reconciled(ledger))


def choose_part(chosen: str) -> str:
    """Which part to show."""
    return controls.parts(PARTS, chosen, "data_part")


def loaded(found: Loaded) -> None:
    """Each file, with what came in and from when."""
    st.header("Every file that was read")
    st.text("A row is either loaded or set aside with its reason; nothing is dropped. Generated tables are made up.")
    rows = [
        {
            **row,
            "made": "generated" if row["is_generated"] else "file",
            "published": day(row["published_on"]) if row["published_on"] else "",
            "from": day(row["data_from"]) if row["data_from"] else "",
            "to": day(row["data_to"]) if row["data_to"] else "",
        }
        for row in found.sources
    ]
    columns = {
        "table_name": "Table",
        "file": "File",
        "made": "Kind",
        "records": st.column_config.NumberColumn("Read", format="localized"),
        "loaded": st.column_config.NumberColumn("Loaded", format="localized"),
        "set_aside": st.column_config.NumberColumn("Set aside", format="localized"),
        "publisher": "Publisher",
        "licence": "Licence",
        "published": "Published",
        "from": "First date",
        "to": "Last date",
        "note": "What must be known to read it",
    }
    table(rows, columns, "Files read, with rows loaded and set aside", "Nothing was read.")
    download("These rows as CSV", found.sources, "tightrope-files.csv", "files")
    if found.missing:
        st.text("Nothing was loaded for: " + ", ".join(found.missing) + ". A file of that name would bring it.")


def set_aside(found: Loaded, rows: Sequence[dict[str, Any]]) -> None:
    """Rows that were not loaded, each with its reason and how to mend it."""
    st.header("Every row was loaded" if not found.set_aside else f"{count(found.set_aside, 'row')} set aside")
    if not rows:
        st.text("When a row breaks a rule it is kept here with the file, the row, the value and how to mend it.")
        return
    if len(rows) >= MOST_REJECTED:
        st.text(f"The first {MOST_REJECTED:,} reasons are listed.")
    columns = {
        "file": "File",
        "record_number": "Row (header is 1)",
        "column_name": "Column",
        "value": "Value",
        "words": "What is wrong, and how to mend it",
    }
    table(rows, columns, "Rows set aside with their reasons", "")
    download("These rows as CSV", rows, "tightrope-set-aside.csv", "aside")


def dictionary(chosen: str) -> str:
    """One table of the dictionary: what a row is, and each column."""
    known = list(tables.load())
    chosen = st.selectbox("Table", known, index=known.index(chosen), key="dictionary_table")
    one = tables.load()[chosen]
    st.text(f"{one.grain} Key: {', '.join(one.key)}.")
    rows = [
        {
            "name": field.name,
            "type": field.type,
            "unit": field.unit.replace("_", " "),
            "description": field.description,
            "limits": words_of.limits(field),
        }
        for field in one.fields
    ]
    columns = {"name": "Column", "type": "Type", "unit": "Unit", "description": "What it is", "limits": "Limits"}
    table(rows, columns, f"Columns of the table {chosen}", "")
    return chosen


def figures(measures: Sequence[Measure]) -> None:
    """Every measure: what is counted, from what, which way is good, and what it cannot say."""
    st.header(f"{len(measures)} measures, each made in one place")
    for measure in measures:
        with st.expander(measure.name):
            st.text(f"{measure.numerator}, out of: {measure.denominator or 'nothing else'}.")
            st.text(
                f"Unit: {measure.unit}. {DIRECTION[measure.direction].capitalize()}. From {SOURCE[measure.source]}."
            )
            if measure.threshold_words:
                st.text(measure.threshold_words)
            st.text(f"Why it matters: {measure.why_it_matters}")
            st.text(f"What it cannot say: {measure.what_it_misses}")
