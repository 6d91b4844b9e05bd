"""How complete the data are, and what looks doubtful: two parts of the data page."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from tightrope import settings
from tightrope.answers.completeness import Completeness
from tightrope.screens.tables import download, table
from tightrope.screens.words import count, month, share

READ = "read by a page"
NO_RETURNS = "contract_measure.csv says which returns a contract asks for."


def verdicts(returns: Sequence[dict[str, Any]], visits: Sequence[dict[str, Any]]) -> None:
    """Shares of months returned and of visits logged; below the settings no verdict is given."""
    least = settings.settings().coverage
    thin = [row for row in returns if not row["enough"]]
    st.header(
        "No contract asks for a return"
        if not returns
        else f"{count(len(returns) - len(thin), 'contract has', 'contracts have')} enough returns for a verdict"
        + (f", {len(thin)} have not" if thin else "")
    )
    st.text(f"Enough means a return for {share(least.returns_months)} of the months asked for, over twelve months.")
    columns = {
        "contract_id": "Contract",
        "title": "Title",
        "measures": "Measures asked for",
        "months_wanted": "Returns due",
        "months_returned": "Returns in",
        "share": st.column_config.ProgressColumn("Share in", format="percent", min_value=0, max_value=1),
    }
    table(returns, columns, "Contracts with the share of returns that came in", NO_RETURNS)
    st.header("Home-care visits: how they were recorded")
    st.text("Visits written in by hand afterwards are kept apart: they are never counted as on time.")
    columns = {
        "contract_id": "Contract",
        "title": "Title",
        "delivered": st.column_config.NumberColumn("Visits delivered", format="localized"),
        "logged": st.column_config.NumberColumn("Logged as they happened", format="localized"),
        "manual": st.column_config.NumberColumn("Written in by hand", format="localized"),
        "share": st.column_config.ProgressColumn("Share logged", format="percent", min_value=0, max_value=1),
    }
    table(visits, columns, "Contracts with the share of visits logged", "No visits are loaded: visit.csv brings them.")


def filled(found: Completeness) -> None:
    """Columns with the share filled, references that hold, months without a row."""
    st.header(
        f"{count(found.empty_and_asked, 'column that a page reads is', 'columns that a page reads are')} empty"
        if found.empty_and_asked
        else "No column that a page reads is empty"
    )
    st.text("The emptiest first. What no page reads may stay empty; it is listed so that nothing is hidden.")
    rows = [{**row, "read": READ if row["asked"] else ""} for row in found.fields]
    columns = {
        "table_name": "Table",
        "column_name": "Column",
        "read": "Needed",
        "filled": st.column_config.NumberColumn("Rows with a value", format="localized"),
        "rows": st.column_config.NumberColumn("Rows", format="localized"),
        "share": st.column_config.ProgressColumn("Share filled", format="percent", min_value=0, max_value=1),
    }
    table(rows, columns, "Columns with the share of rows that have a value", "No file brought a table.")
    download("These columns as CSV", rows, "tightrope-columns-filled.csv", "filled")
    lost = sum(row["given"] - row["joined"] for row in found.joins)
    st.header(f"{count(lost, 'row points', 'rows point')} to nothing" if lost else "Every row finds what it points to")
    columns = {
        "table_name": "Table",
        "column_name": "Column",
        "target_table": "Points to",
        "given": st.column_config.NumberColumn("Rows that name one", format="localized"),
        "joined": st.column_config.NumberColumn("Rows that found it", format="localized"),
        "share": st.column_config.ProgressColumn("Share found", format="percent", min_value=0, max_value=1),
    }
    table(found.joins, columns, "Columns that point to another table", "No loaded table points to another.")
    st.header(
        f"{count(len(found.months), 'month has', 'months have')} no row between the first and the last"
        if found.months
        else "No month is missing between the first and the last"
    )
    rows = [{**row, "month": month(row["month"])} for row in found.months]
    if rows:
        table(rows, {"table_name": "Table", "month": "Month"}, "Months without any row, by table", "")


def to_look_at(rules: Sequence[dict[str, Any]], rows: Sequence[dict[str, Any]]) -> None:
    """Loaded rows that look doubtful, by rule, and the rows themselves as a file."""
    total = sum(rule["rows"] for rule in rules)
    looks = count(total, "loaded row looks", "loaded rows look")
    st.header(f"{looks} doubtful" if rules else "No loaded row looks doubtful")
    st.text("These rows are loaded as they stand. A person who knows the data should look at them.")
    columns = {
        "table_name": "Table",
        "column_name": "Column",
        "rows": st.column_config.NumberColumn("Rows", format="localized"),
        "words": "What looks wrong, and what to check",
    }
    if not rules:
        return
    table(rules, columns, "Rules that loaded rows break, with how many rows", "")
    st.subheader("The rows")
    if len(rows) < total:
        st.text(f"{count(len(rows), 'row is', 'rows are')} listed of {total:,}.")
    columns = {
        "file": "File",
        "record_number": "Row (header is 1)",
        "row_key": "Key",
        "column_name": "Column",
        "value": "Value",
        "words": "What to check",
    }
    table(rows, columns, "Loaded rows that look doubtful", "")
    download("These rows as CSV", rows, "tightrope-to-look-at.csv", "doubtful")
