"""How answers age, in two tables with a sentence each, and how far every account has come, a dot each."""

from collections.abc import Sequence

import streamlit as st

from tightrope.answers import replies_ages as ages
from tightrope.answers.replies import Desk
from tightrope.answers.replies_ages import STAGE_WORDS, Row
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.tables import download, table

MOST_DOTS = 4_000  # drawn one by one; above, a dot stands for several and the sentence says so


def by_officer_and_service(house: House, reader: Reader, found: Desk) -> None:
    """Two tables, and whose last replies are one text."""
    st.header("By officer")
    note("Who is named for the accounts. Fewer owed and fewer days are better; more told and more answered are better.")
    for words in ages.one_text_words(ages.one_text_by(house, reader, found)):
        st.warning(words, icon=":material/content_copy:")
    _table(ages.by_officer(found), "Officer", "officer")
    st.header("By service")
    note("The same, by what the accounts are about. What one home alone would show is not given below eight.")
    _table(ages.by_service(found), "Service", "service")
    with st.expander("How this is worked out"):
        st.text(
            "Owed: the teller asked for an answer and was not told one, or says that it did not answer them. Days are "
            "working days from the day it came to the day its teller was told; half of the answers took fewer. "
            "Told: of the answers written, those whose tellers were told. Says it answered: of those who have said. "
            "Last replies are compared in pairs: twice the words both have in the same order, over all words of both; "
            "the figure is the mean of all pairs. Accounts that may not be counted are in none of these."
        )


def swarm(found: Desk) -> None:
    """Every account as a dot, by service and how far it has come; the same as a table; and who told."""
    rows = ages.swarm(found)
    st.text(ages.swarm_words(found))
    total = sum(number for _, stages in rows for _, number in stages)
    each = max(1, -(-total // MOST_DOTS))
    if each > 1:
        note(f"There are many: one dot stands for up to {each} accounts.")
    panel("replies_swarm.html", "replies_swarm_dots", {"rows": rows, "stages": STAGE_WORDS, "each": each})
    if rows:
        note(ages.told_by(found))
    listed = [{"service": name, **dict(stages)} for name, stages in rows]
    columns = {"service": "Service", **STAGE_WORDS}
    st.header("The same as a table")
    table(listed, columns, "How many accounts of each service have come how far", "No account may be counted yet.")
    download("Keep this table", listed, "how-far-accounts-have-come.csv", "replies_swarm_csv")


def _table(rows: Sequence[Row], first: str, key: str) -> None:
    listed = [ages.words(row) for row in rows]
    columns = {
        "name": first,
        "asked": "Asked for an answer",
        "owed": "Owed",
        "late": "Overdue",
        "days": "Working days, half of them fewer",
        "told": "Told, of written",
        "yes": "Says it answered, of who said",
        "oldest": st.column_config.DateColumn("Oldest waits since", format="D MMM YYYY"),
    }
    table(listed, columns, f"How answers age, by {key}", "No account asked for an answer yet.")
    download("Keep this table", listed, f"answers-by-{key}.csv", f"replies_{key}_csv")
