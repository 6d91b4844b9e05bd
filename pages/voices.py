"""Voices: what are people telling us, in their words?"""

import streamlit as st

from tightrope import settings
from tightrope.answers import voices as answers
from tightrope.records.house import house
from tightrope.screens import address, controls, session, voices_choices, voices_parts

opened = house()
reader = session.reader(opened)

# choose
data_date = settings.today()
chosen, known = voices_choices.read(opened, reader, data_date)
period = voices_choices.draw(opened, chosen, known)

# ask
found = answers.told(opened, reader, period, chosen)
shown = int(chosen["shown"])

# draw
st.title(answers.answer(found))
chosen["part"] = controls.parts(voices_parts.PARTS, chosen["part"], "voices_part")
pressed, swapped, again = None, False, False
if chosen["part"] == "read":
    pressed = voices_parts.read(opened, reader, found, shown)
elif chosen["part"] == "themes":
    pressed = voices_parts.themes(opened, reader, found, chosen["theme"])
elif chosen["part"] == "between":
    voices_parts.between(opened, reader, found, answers.everything(opened, reader, period))
elif chosen["part"] == "quotes":
    swapped = voices_parts.quotes(opened, reader, found)
else:
    again = voices_parts.find(opened, reader, period, chosen)
voices_choices.after(chosen, pressed)
address.write(chosen, data_date)
if pressed or swapped or again:
    st.rerun()
