"""Places: where is the need, where does the money go, how far do families travel?"""

import streamlit as st

from tightrope import settings
from tightrope.answers import areas
from tightrope.records.house import house
from tightrope.screens import (
    address,
    places_choices,
    places_equity_parts,
    places_gaps_parts,
    places_line_parts,
    places_map_parts,
    places_travel_parts,
    session,
)

opened = house()
reader = session.reader(opened)

if opened.has_data and not areas.has_areas(opened):
    places_map_parts.no_areas()
    st.stop()

# choose
data_date = settings.today()
period = places_choices.period_of(opened)
found = areas.areas(opened, reader, period)
measures = areas.known(found)
chosen = places_choices.read(opened, found, measures, data_date)
places_choices.draw(chosen, measures)

# ask and draw
pressed = None
if chosen["view"] == places_choices.LINE:
    places_line_parts.draw(opened, reader, period, found, chosen)
elif chosen["view"] == places_choices.TRAVEL:
    pressed = places_travel_parts.draw(opened, reader, period, found, chosen)
elif chosen["view"] == places_choices.EQUITY:
    places_equity_parts.draw(opened, reader, period, found)
elif chosen["view"] == places_choices.GAPS:
    pressed = places_gaps_parts.draw(opened, reader, period, found, chosen)
else:
    pressed = places_map_parts.draw(opened, reader, period, found, chosen)
places_choices.after(chosen, pressed, data_date)
address.write(chosen, data_date)
if pressed:
    st.rerun()
