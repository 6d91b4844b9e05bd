"""What a check found: rows right, set aside and to look at, by rule with the first rows; how complete they are."""

import streamlit as st

from tightrope.answers.findings import ASIDE, FIRST_ROWS, LOOK, Found, Group
from tightrope.answers.trays import Tray
from tightrope.screens.load_questions import name_of
from tightrope.screens.note import note
from tightrope.screens.tables import table
from tightrope.screens.words import count

GROUPS_AT_ONCE = 12


def draw(tray: Tray, found: Found) -> None:
    """The report."""
    first, second, third = st.columns(3)
    first.metric("Rows right", f"{found.right:,}", border=True)
    second.metric("Rows set aside", f"{found.aside:,}", border=True)
    third.metric("To look at", f"{found.look:,}", border=True)
    if found.stories:
        st.text(
            f"{count(found.stories, 'account is', 'accounts are')} among them. Their words are sealed when they are "
            "loaded; accounts that nobody has read before wait to be read."
        )
    table(
        [{**one, "holds": name_of(one["table"])} for one in found.files],
        {"file": "File", "holds": "Holds", "read": "Read", "right": "Right", "aside": "Set aside"},
        "Files with rows read, right and set aside",
        "No row was read.",
    )
    _groups("Set aside: these rows would not be loaded", found.of(ASIDE))
    _groups("To look at: these rows would be loaded", found.of(LOOK))
    if found.more_groups:
        note(f"{count(found.more_groups, 'more sort', 'more sorts')} of findings are in the file below.")
    if found.groups and tray.findings.is_file():
        st.download_button(
            "All findings as CSV, to send to whoever keeps the file",
            tray.findings.read_bytes(),
            "tightrope-findings.csv",
            "text/csv",
            key="load_findings",
            icon=":material/download:",
        )
    if found.notes:
        with st.expander(f"What was assumed, or left out: {count(len(found.notes), 'note')}"):
            for one in found.notes:
                st.text(one)
    _coverage(found)


def _groups(title: str, groups: list[Group]) -> None:
    if not groups:
        return
    st.subheader(title)
    for one in groups[:GROUPS_AT_ONCE]:
        with st.container(border=True):
            many = count(one.count, "row") + (" or more" if one.is_least else "")
            st.text(f"{one.file}, {one.column or 'whole row'}: {many}")
            st.text(one.words)
            rows = [{"row": str(row["row"] or ""), "value": _value(one, row["value"])} for row in one.rows]
            table(rows, {"row": "Row (as numbered in the file)", "value": "Value"}, f"First rows of: {one.words}", "")
            if one.count > FIRST_ROWS:
                note(f"The first {FIRST_ROWS} are shown.")
    if len(groups) > GROUPS_AT_ONCE:
        note(f"{count(len(groups) - GROUPS_AT_ONCE, 'more sort', 'more sorts')} are in the file of all findings.")


def _value(one: Group, value: str | None) -> str:
    if one.table == "story" and value is None:
        return "not shown: it may be what somebody said"
    return "empty" if value in (None, "") else value


def _coverage(found: Found) -> None:
    """Before any verdict: fields filled, references that hold, months without a row, strands that nothing brings."""
    thin = [one for one in found.fields if 0 < one["share"] < 1]
    with st.expander("How complete they are"):
        for one in found.joins:
            st.text(
                f"{name_of(one['table'])}: {one['found']:,} of {one['named']:,} rows that name a "
                f"{one['target'].replace('_', ' ')} name one that is there."
            )
        missing: dict[str, list[str]] = {}
        for one in found.months_missing:
            missing.setdefault(one["table"], []).append(one["month"])
        for name, months in missing.items():
            more = f" and {len(months) - 12} more" if len(months) > 12 else ""
            st.text(f"{name_of(name)}: no row at all for {', '.join(months[:12])}{more}.")
        if thin:
            rows = [{**one, "holds": name_of(one["table"])} for one in sorted(thin, key=lambda one: one["share"])]
            columns = {
                "holds": "File of",
                "column": "Column",
                "filled": st.column_config.NumberColumn("Rows filled", format="localized"),
                "rows": st.column_config.NumberColumn("Of", format="localized"),
                "share": st.column_config.ProgressColumn("Share", format="percent", min_value=0, max_value=1),
            }
            table(rows, columns, "Columns that are filled in some rows and not in others", "")
        else:
            st.text("Every column that is filled at all is filled in every row.")
        note(f"No file brings these yet, and pages say so: {', '.join(found.absent)}.")
