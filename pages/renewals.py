"""Renewals: which options are still open, until which committee, and is this about to be renewed unchanged?"""

import streamlit as st

from tightrope import settings
from tightrope.answers import place as places
from tightrope.answers import red_flags as flagging
from tightrope.answers import renewals as answers
from tightrope.records.house import house
from tightrope.screens import address, gate_parts, place_parts, renewal_one, renewals_parts, session
from tightrope.screens.links import Choice, Text

opened = house()
reader = session.reader(opened)

if not places.has_contracts(opened):
    place_parts.nothing_to_weigh(places.place(opened))
    st.stop()

# choose
data_date = settings.today()
period = answers.usual(opened)
rows = {row.contract_id: row for row in answers.renewals(opened, reader, period)}
chosen = address.read(
    [
        Choice("show", "choice", ["first", "all"], "first"),
        Choice("of", "contract", ["", *rows], ""),
        Choice("part", "part", list(renewal_one.PARTS), "options"),
        Text("item", "part of the page"),
    ],
    data_date,
)
row = rows.get(chosen["of"])

# ask and draw
if row is None:
    every = list(rows.values())
    st.title(answers.answer(every, answers.next_committee(opened, reader, period)))
    renewals_parts.explained()
    pressed = renewals_parts.contracts(every, flagging.counts(opened, reader, period), chosen["show"] == "all")
    renewals_parts.as_files(every)
else:
    back = renewal_one.back()
    chosen["part"] = renewal_one.choose_part(chosen["part"])
    if chosen["part"] == "options":
        pressed = renewal_one.options(opened, reader, period, row)
        renewals_parts.as_files([row])
    elif chosen["part"] == "difference":
        pressed = renewal_one.difference(opened, reader, period, row)
    elif chosen["part"] == "flags":
        pressed = renewal_one.flags(opened, reader, period, row)
    else:
        pressed = gate_parts.what_changes(opened, reader, period, row, chosen["item"])
    pressed = back or pressed

what, _, key = (pressed or "").partition("|")
if what == renewals_parts.SHOW_ALL:
    chosen["show"] = "all"
elif what == "open":
    chosen.update(of=key, part="options", item="")
elif what == "close":
    chosen.update(of="", item="")
elif what == "item":
    chosen["item"] = key
address.write(chosen, data_date)
if what == "weigh":
    renewals_parts.go_to_weigh(key, data_date)
if what == "evidence":
    renewal_one.go_to_evidence(flagging.red_flags(opened, reader, chosen["of"], period), key, data_date)
if pressed:
    st.rerun()
