"""Missing: whom have we not heard, why, and what would it take?"""

import streamlit as st

from tightrope import settings
from tightrope.answers import place as places
from tightrope.records.house import house
from tightrope.screens import address, missing_choices, missing_parts, place_parts, renewals_parts, session

opened = house()
reader = session.reader(opened)

if not places.has_contracts(opened):
    place_parts.nothing_to_weigh(places.place(opened))
    st.stop()

# choose
data_date = settings.today()
chosen = missing_choices.read(opened, reader, data_date)
period = missing_choices.draw(opened, reader, chosen)

# ask and draw: each part asks for what it shows
pressed = missing_parts.draw(opened, reader, period, chosen)
weigh = missing_choices.after(chosen, pressed)
address.write(chosen, data_date)
if weigh:
    renewals_parts.go_to_weigh(weigh, data_date)
if pressed:
    st.rerun()
