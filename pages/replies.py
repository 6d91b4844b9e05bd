"""Replies: what did we do about it, who owes whom an answer?"""

import streamlit as st

from tightrope import settings
from tightrope.answers import replies as answers
from tightrope.records.house import house
from tightrope.screens import (
    address,
    replies_ages_parts,
    replies_calls_parts,
    replies_choices,
    replies_owed_parts,
    replies_write_parts,
    said_parts,
    session,
)
from tightrope.screens.replies_choices import AGES, CALLS, OWED, SAID, SWARM

opened = house()
reader = session.reader(opened)

# ask
data_date = settings.today()
found = answers.desk(opened, reader)

# choose
chosen, known = replies_choices.read(found, data_date)
replies_choices.draw(known, chosen)

# draw
if chosen["view"] != SAID:
    st.title(replies_choices.title(found, chosen))
    replies_write_parts.said_once()
pressed, again = None, False
if chosen["view"] == OWED:
    pressed = replies_owed_parts.owed(opened, reader, found, chosen)
elif chosen["view"] == CALLS:
    again = replies_calls_parts.calls(opened, reader, found)
elif chosen["view"] == AGES:
    replies_ages_parts.by_officer_and_service(opened, reader, found)
elif chosen["view"] == SWARM:
    replies_ages_parts.swarm(found)
elif chosen["view"] == SAID:
    again = said_parts.draw(opened, reader)
else:
    pressed = replies_write_parts.write(opened, reader, found, chosen["of"])
replies_choices.after(chosen, pressed)
address.write(chosen, data_date)
if pressed or again:
    st.rerun()
