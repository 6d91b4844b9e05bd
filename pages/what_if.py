"""What if: if we split it this way, who gains, who loses, how sure are we, and what would have to be true?"""

import streamlit as st

from tightrope import settings
from tightrope.answers import pots as pot_answers
from tightrope.records.house import house
from tightrope.screens import (
    address,
    controls,
    pot_parts,
    pot_saving,
    room_parts,
    scenario_parts,
    session,
    split_parts,
    split_saving,
    what_if_choices,
)

opened = house()
reader = session.reader(opened)

# choose
data_date = settings.today()
period = what_if_choices.period_of(opened)
pots = pot_answers.pots(opened) if opened.has_data else {}
chosen = what_if_choices.read(opened, pots, data_date)
chosen["view"] = controls.parts(what_if_choices.VIEWS, chosen["view"], "what_if_view")

# ask and draw
pressed = None
if chosen["view"] == what_if_choices.POT:
    pot = pot_parts.draw(opened, reader, period, pots, chosen)
    pressed = pot_saving.draw(opened, reader, pot, chosen)
elif chosen["view"] == what_if_choices.SAVED:
    pressed = scenario_parts.draw(opened, reader, period, chosen)
elif chosen["view"] == what_if_choices.ROOM:
    room_parts.draw(opened, reader, pots, chosen)
else:
    split = split_parts.draw(opened, reader, period, chosen)
    pressed = split_saving.draw(opened, reader, split, chosen)
what_if_choices.after(opened, chosen, pressed)
address.write(chosen, data_date)
if pressed:
    st.rerun()
