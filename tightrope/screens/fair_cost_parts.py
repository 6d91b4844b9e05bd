"""A fair cost of an hour of home care, built up from parts that anybody can change on the page."""

from collections.abc import Sequence

import streamlit as st

from tightrope.answers.contracts import Cost
from tightrope.answers.fair_cost import Part, built, parts
from tightrope.errors import Refusal

HOME_CARE = "home_care"


def fair_cost(rows: Sequence[Cost], service_id: str) -> None:
    """The parts as fields, the sum, and whose price does not reach what staff cost by it. Home care only."""
    if service_id != HOME_CARE:
        return
    with st.expander("What would an hour cost if everything were paid? Change the parts"):
        st.text("Nothing here is kept or sent; it shows what a price has to hold. A price below it is no saving.")
        given = {part.name: _field(part) for part in parts().values()}
        try:
            found = built(given)
        except Refusal as refusal:
            st.text(str(refusal))
            return
        st.text(f"Staff: £{found.staff:,.2f} an hour. With running costs and what is left over: £{found.whole:,.2f}.")
        below = [
            row
            for row in rows
            if row.service_id == service_id and row.unit_price is not None and float(row.unit_price) < found.staff
        ]
        for row in below:
            st.text(f"Too cheap to be kept by these parts: {row.title}, {row.provider}, £{row.unit_price:,.2f}.")
        if not below:
            st.text("Every price of this line reaches what staff cost by these parts.")


def _field(part: Part) -> float:
    label = f"{part.words}: {part.source}"
    if part.is_share:
        return (
            st.number_input(
                f"{label} (in per cent)", 0.0, 99.0, part.value * 100, 0.5, key=f"fair_{part.name}", format="%.2f"
            )
            / 100
        )
    return st.number_input(label, 0.0, 500.0, part.value, 0.1, key=f"fair_{part.name}", format="%.2f")
