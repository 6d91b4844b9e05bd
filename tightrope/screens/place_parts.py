"""A place without contracts: what open data say of it, and what is missing to weigh anything there."""

import streamlit as st

from tightrope.answers.missing_files import WEIGH
from tightrope.answers.place import Place
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.register import page
from tightrope.screens.tables import download, table
from tightrope.screens.words import day, millions, pounds, share

GROUPS = {
    "areas": "Where people live",
    "people": "Who lives here",
    "care": "Care that is registered here",
    "outcomes": "What people say in the national surveys, and other published outcomes",
    "travel": "Getting about",
}


def open_data(found: Place) -> None:
    """Every figure of a place, the payments by year, and what is missing."""
    st.title(f"What open data say about {found.name}")
    note("No contract is loaded yet, so there is nothing to weigh. Each figure names its publisher and its date.")
    groups = [(words, getattr(found, name)) for name, words in GROUPS.items() if getattr(found, name)]
    panel("place.html", "place", {"groups": groups})
    payments(found)
    missing(found)


def nothing_to_weigh(found: Place) -> None:
    """What Weigh says where no contract is loaded."""
    st.title(f"There is nothing to weigh yet: no contract of {found.name} is loaded")
    known = [figure for name in GROUPS for figure in getattr(found, name)]
    if known:
        st.text(f"Open data give {len(known)} figures about the place. They say nothing of any one contract.")
        st.page_link(page("overview").script, label="See what open data say", icon=":material/flag:")
    missing(found)


def payments(found: Place) -> None:
    """Published payments by financial year, with credits and names taken out."""
    st.header("Payments that were published, by financial year")
    if not found.payments:
        st.text("No published payments are loaded: spend_line.csv brings them.")
        return
    first, last = found.payments[0]["first_on"], found.payments[-1]["last_on"]
    st.text(
        f"{millions(found.paid)} in {found.payment_lines:,} payment lines, {day(first)} to {day(last)}; credits are "
        "taken off. Years begin in April; the first and the last may be part years."
    )
    rows = [
        {
            **row,
            "amount": float(row["amount"]),
            "credits": f"{row['credits']:,} ({pounds(row['credit_amount'])})" if row["credits"] else "0",
            "unnamed": share(row["redacted_share"]),
            "days": f"{day(row['first_on'])} to {day(row['last_on'])}",
        }
        for row in found.payments
    ]
    columns = {
        "year": "Year",
        "lines": st.column_config.NumberColumn("Payment lines", format="localized"),
        "amount": st.column_config.NumberColumn("Pounds, credits taken off", format="£%,.0f"),
        "credits": "Credits",
        "redacted": st.column_config.NumberColumn("Lines without a payee's name", format="localized"),
        "unnamed": "Share of lines without one",
        "days": "From and to",
    }
    table(rows, columns, "Published payments by financial year, in pounds", "")
    note(f"{found.payments_source}. A name is taken out before publication where the payee is a person.")
    download("These rows as CSV", found.payments, "tightrope-payments-by-year.csv", "payments")


def missing(found: Place) -> None:
    """What is missing, and which file would bring it."""
    st.header("What is missing, and which file brings it")
    st.text(f"{', '.join(WEIGH[:-1])} and {WEIGH[-1]} are enough to weigh numbers against stories.")
    note("python3 run.py template DIR writes these files empty, with a filled example row and how to load them.")
    panel("missing.html", "missing", {"missing": found.missing})
