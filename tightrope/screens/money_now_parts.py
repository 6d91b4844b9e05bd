"""Money now: what is budgeted, paid and forecast, and what could still go elsewhere, by line and part of the city."""

import streamlit as st

from tightrope.answers import money_now as answers
from tightrope.answers.loaded import ledger
from tightrope.answers.money_now import DEMAND_WORDS, MoneyNow
from tightrope.answers.period import Period
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens.data_money import reconciled
from tightrope.screens.tables import download, table
from tightrope.screens.words import month

AMOUNTS = {
    "gross": "Budget, gross",
    "paid": "Paid to contracts so far",
    "forecast": "Contracts are heading for",
    "movable": "Could move this year",
    "movable_full_year": "Could move in a whole year",
    "net": "Budget, net of what people and the NHS pay",
    "every_year": "Every year, gross",
    "once": "Once, gross",
}


def money_now(house: House, reader: Reader, period: Period) -> None:
    """The title, the control line, the lines and the parts of the city."""
    found = answers.money_now(house, reader, period)
    st.title(answers.answer(found))
    st.text(reconciled(ledger(house)))
    if found.paid_to:
        st.text(
            f"Paid up to {month(found.paid_to)}; each month still to come counts as the mean of the latest three. A "
            "term that is past runs on. What could move is what is left of the year after notice given today, and "
            "nothing of a line that follows need: the people are still there."
        )
    _lines(found)
    _places(found)


def _lines(found: MoneyNow) -> None:
    st.header("By service line")
    rows = [
        {"name": line.name, "demand": DEMAND_WORDS.get(line.demand, line.demand)}
        | {name: _plain(getattr(line, name)) for name in AMOUNTS}
        for line in found.lines
    ]
    columns = {"name": "Service line", "demand": "What binds it"} | {
        name: st.column_config.NumberColumn(words, format="£%,.0f") for name, words in AMOUNTS.items()
    }
    table(rows, columns, "Budget, paid, forecast and movable by service line, in pounds", "No budget is loaded.")
    download("These rows as CSV", rows, "tightrope-money-now.csv", "money_now")


def _places(found: MoneyNow) -> None:
    st.header("By part of the city")
    st.text("Contracts that work in more than one part stand together: what they spend in each is not in the record.")
    rows = [
        {"locality": row["locality"]} | {n: _plain(row[n]) for n in ("gross", "net", "forecast")}
        for row in found.places
    ]
    columns = {"locality": "Part of the city"} | {
        name: st.column_config.NumberColumn(AMOUNTS[name], format="£%,.0f") for name in ("gross", "net", "forecast")
    }
    table(rows, columns, "Budget and forecast by part of the city, in pounds", "No budget is loaded.")


def _plain(value: object) -> float | None:
    return None if value is None else round(float(value), 2)
