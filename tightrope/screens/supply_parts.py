"""Can they staff it? What was bought in each zone, what the staff in post can give, and who else could take it."""

import streamlit as st

from tightrope import settings
from tightrope.answers import supply as answers
from tightrope.answers.contracts import Cost
from tightrope.answers.period import Period
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens.tables import download, table


def supply(house: House, reader: Reader, period: Period, row: Cost) -> None:
    """The title, the zones as a table, and others who could take it on."""
    found = answers.zones(house, period).get(row.contract_id, [])
    st.title(answers.answer(row.title, found))
    if found:
        chosen = settings.settings().supply
        st.text(
            f"{row.provider}, {answers.as_at(found)}. One full-time post gives about {chosen.hours_a_post:.0f} hours "
            f"of care a week; more than {chosen.short_share:.0%} short is more than overtime bridges."
        )
        rows = [
            {
                "zone": one.zone,
                "bought": one.supply.bought,
                "can_give": one.supply.can_give,
                "short": None if one.supply.short is None else round(one.supply.short, 2),
                "staff": one.staff,
                "vacancies": one.vacancies,
                "accepted": answers.acceptance(one),
                "verdict": "more than it can staff" if one.supply.too_much else "staffed, or nearly",
            }
            for one in found
        ]
        hours = {"format": "%,.0f"}
        columns = {
            "zone": "Zone",
            "verdict": "What that means",
            "bought": st.column_config.NumberColumn("Hours bought a week", **hours),
            "can_give": st.column_config.NumberColumn("Hours the staff can give", **hours),
            "short": st.column_config.NumberColumn("Short of it", format="percent"),
            "staff": st.column_config.NumberColumn("Posts filled", format="%.1f"),
            "vacancies": st.column_config.NumberColumn("Posts empty", format="%.1f"),
            "accepted": "People taken on, of those offered in twelve months",
        }
        table(rows, columns, "Hours bought and staff by zone", "")
        download("These rows as CSV", rows, "tightrope-staff.csv", "supply")
    else:
        st.text("No staff figures are loaded for this contract: capacity.csv brings them where its supply is staff.")
    _others(house, reader, period, row)


def _others(house: House, reader: Reader, period: Period, row: Cost) -> None:
    st.header("Who else could take it")
    st.text("By room alone, in the order of the register: Weigh says what people tell of each.")
    rows = [
        {"name": one.name, "provider": one.provider, "where": one.where, "room": one.room}
        for one in answers.others(house, reader, period, row.contract_id)
    ]
    columns = {"name": "Contract or place", "provider": "Provider", "where": "Where", "room": "Room"}
    table(
        rows, columns, "Who else could take it", "Nobody with room is known for this line in these parts of the city."
    )
