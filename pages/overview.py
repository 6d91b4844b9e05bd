"""Overview: what needs us before the next committee?"""

import streamlit as st

from tightrope import settings
from tightrope.answers import evidence, looks, moving
from tightrope.answers import overview as answers
from tightrope.answers import place as places
from tightrope.records.house import house
from tightrope.screens import address, overview_parts, place_parts, session
from tightrope.screens.links import Choice

opened = house()
reader = session.reader(opened)

# choose
data_date = settings.today()
chosen = address.read([Choice("show", "choice", ["first", "all"], "first")], data_date)
if not places.has_contracts(opened):
    place_parts.open_data(places.place(opened))
    address.write(chosen, data_date)
    st.stop()

# ask
period = evidence.usual_period(opened)
found = answers.overview(opened, reader, period)
since = looks.since(opened, reader)

# draw
st.title(answers.title(found))
overview_parts.since_last_look(since)
pressed = overview_parts.needs(found, everything=chosen["show"] == "all")
if pressed == "all":
    chosen["show"] = "all"
overview_parts.promises_line(looks.promises(opened))
overview_parts.money_line(opened)
overview_parts.moved_line(moving.flags(opened, reader))
overview_parts.missing_lines(found)
address.write(chosen, data_date)
if pressed == "all":
    st.rerun()
if pressed:
    overview_parts.go(pressed, data_date)
