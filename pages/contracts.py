"""Contracts: what do we pay, what do we get, is it moving?"""

import streamlit as st

from tightrope import settings
from tightrope.answers import contracts as answers
from tightrope.answers import evidence
from tightrope.answers import place as places
from tightrope.records.house import house
from tightrope.screens import (
    address,
    contracts_parts,
    fair_cost_parts,
    measures_parts,
    money_now_parts,
    place_parts,
    session,
    supply_parts,
    terms_parts,
    visits_parts,
)
from tightrope.screens.links import Choice, Month, Text

opened = house()
reader = session.reader(opened)

if not places.has_contracts(opened):
    place_parts.nothing_to_weigh(places.place(opened))
    st.stop()

# choose
data_date = settings.today()
period = evidence.usual_period(opened)
rows = answers.costs(opened, reader, period)
lines, keys = list(answers.lines_of(rows)), [row.contract_id for row in rows]
if not rows:
    st.title("No contract runs today, by what is loaded")
    st.text("contract.csv brings them.")
    st.stop()
months = contracts_parts.months(period.last)
chosen = address.read(
    [
        Choice("part", "part", list(contracts_parts.PARTS), "cost"),
        Choice("line", "service line", lines, rows[0].service_id if "home_care" not in lines else "home_care"),
        Choice("of", "contract", keys, "HC-01" if "HC-01" in keys else keys[0]),
        Text("measure", "measure"),
        Text("clause", "clause"),
        Text("one", "person or worker"),
        Month("from", "month", *months, f"{period.first:%Y-%m}"),
        Month("to", "month", *months, months[1]),
        Choice("who", "speaker", list(answers.SPEAKERS), "everybody"),
    ],
    data_date,
)
chosen["part"] = contracts_parts.choose_part(chosen["part"])

# ask and draw
pressed = None
if chosen["part"] == "cost":
    chosen["line"] = contracts_parts.choose_line(rows, chosen["line"])
    shown = [row for row in rows if row.service_id == chosen["line"]]
    st.title(answers.answer(shown, answers.lines_of(rows)[chosen["line"]]))
    pressed = contracts_parts.against_others(opened, rows, chosen["line"])
    fair_cost_parts.fair_cost(rows, chosen["line"])
    contracts_parts.register(rows, chosen["line"])
    chosen["who"] = contracts_parts.against_outcome(opened, reader, period, rows, chosen["who"])
    contracts_parts.worked_out()
elif chosen["part"] == "money":
    money_now_parts.money_now(opened, reader, period)
elif chosen["part"] == "visits":
    chosen["of"] = contracts_parts.choose_contract(rows, chosen["of"])
    row = contracts_parts.row_of(rows, chosen["of"])
    st.title(contracts_parts.visits_title(row))
    looked_at = contracts_parts.choose_months(period.last, chosen)
    chosen["one"] = visits_parts.visits(opened, reader, row, looked_at, chosen["one"])
elif chosen["part"] == "terms":
    st.title("What contracts say, beside what people tell")
    chosen["clause"] = terms_parts.terms(opened, reader, period, chosen["clause"])
elif chosen["part"] == "staff":
    chosen["of"] = contracts_parts.choose_contract(rows, chosen["of"])
    supply_parts.supply(opened, reader, period, contracts_parts.row_of(rows, chosen["of"]))
else:
    chosen["of"] = contracts_parts.choose_contract(rows, chosen["of"])
    st.title(contracts_parts.title_of(contracts_parts.row_of(rows, chosen["of"])))
    chosen["measure"] = measures_parts.measures(opened, reader, chosen["of"], period, chosen["measure"])
address.write(chosen, data_date)
if pressed:
    contracts_parts.go(pressed, chosen, data_date)
