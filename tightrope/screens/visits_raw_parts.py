"""Single visits of one person or one worker, as call monitoring has them."""

import streamlit as st

from tightrope.answers import visits_raw as answers
from tightrope.answers.visits_shapes import Visits
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens import controls
from tightrope.screens.tables import download, table
from tightrope.screens.words import count

NOBODY = ""
COLUMNS = {
    "planned_start_at": st.column_config.DatetimeColumn("Planned", format="D MMM YYYY, HH:mm"),
    "planned_minutes": "Minutes bought",
    "actual_start_at": st.column_config.DatetimeColumn("Began", format="HH:mm"),
    "actual_end_at": st.column_config.DatetimeColumn("Ended", format="HH:mm"),
    "actual_minutes": st.column_config.NumberColumn("Minutes stayed", format="%.0f"),
    "person_id": "Person",
    "worker_id": "Worker",
    "locality": "Place",
    "visit_type": "What for",
    "workers_planned": "Workers planned",
    "log_method": "Logged by",
    "status": "What became of it",
}


def one_by_one(house: House, reader: Reader, found: Visits, chosen: str) -> str:
    """Choose a person or a worker and draw each visit; returns the choice, "" for nobody or where none may be seen."""
    known = answers.known(found)
    if not known:
        return NOBODY
    st.header("One visit after another")
    if chosen and chosen not in known:
        st.text(f"Whom the link names has no visits here in {found.detail.words}. Choose somebody else.")
    value = chosen if chosen in known else NOBODY
    names = {NOBODY: "Choose a person or a worker"} | known
    picked = controls.select(st, "Whose visits", list(names), value, "visits_one", names.__getitem__)
    if not picked:
        return NOBODY
    rows = answers.one_by_one(house, reader, found.contract_id, found.detail, picked)
    most = ", the last ones of more" if len(rows) == answers.MOST else ""
    st.text(f"{known[picked]}: {count(len(rows), 'visit')} in {found.detail.words}{most}, the last one first.")
    table(rows, COLUMNS, "Visits one by one, with plan, log and what became of them", "No visits in these months.")
    download("These visits as CSV", rows, "tightrope-visits-one-by-one.csv", "visits_one_by_one")
    return picked
