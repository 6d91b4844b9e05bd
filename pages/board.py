"""Board: build the pack, run the meeting, make and withdraw links; what is new since last time?"""

import streamlit as st

from tightrope import settings
from tightrope.answers import place as places
from tightrope.records.house import house
from tightrope.screens import (
    address,
    board_choices,
    controls,
    digest_parts,
    meeting_parts,
    pack_parts,
    place_parts,
    session,
    share_parts,
)

opened = house()
reader = session.reader(opened)

if not places.has_contracts(opened):
    place_parts.nothing_to_weigh(places.place(opened))
    st.stop()

# choose
data_date = settings.today()
period = board_choices.period_of(opened)
chosen = board_choices.read(opened, reader, period, data_date)
chosen["view"] = controls.parts(board_choices.VIEWS, chosen["view"], "board_view")

# ask and draw
pressed = None
if chosen["view"] == board_choices.LINKS:
    share_parts.draw(opened, reader, period, chosen)
elif chosen["view"] == board_choices.PACKS:
    pack_parts.draw(opened, reader, period, chosen)
elif chosen["view"] == board_choices.DIGEST:
    digest_parts.draw(opened, reader, chosen)
else:
    pressed = meeting_parts.draw(opened, reader, period, chosen)
board_choices.after(chosen, pressed, data_date)
address.write(chosen, data_date)
if pressed:
    st.rerun()
