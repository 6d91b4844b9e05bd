"""Weigh: what do the numbers say, what do people say, do they agree, what would change our mind?"""

import streamlit as st

from tightrope import settings
from tightrope.answers import evidence
from tightrope.answers import place as places
from tightrope.answers import weigh as answers
from tightrope.records.house import house
from tightrope.screens import (
    address,
    place_parts,
    renewals_parts,
    right_of_reply_parts,
    session,
    weigh_choices,
    weigh_parts,
)

opened = house()
reader = session.reader(opened)

if not places.has_contracts(opened):
    place_parts.nothing_to_weigh(places.place(opened))
    st.stop()

# choose
data_date = settings.today()
chosen = weigh_choices.read(opened, reader, data_date)
weigh_choices.draw(opened, reader, chosen)
period = weigh_choices.period(chosen)

# ask
found = answers.weigh(opened, reader, chosen["kind"], chosen["of"], period)

# draw
pressed, asked = None, False
if chosen["with"] == weigh_choices.NOTHING:
    weigh_parts.heading(found)
    pressed = weigh_parts.rope_and_pairs(opened, reader, found, chosen["look"], period)
    pressed = weigh_parts.opened(opened, reader, found, chosen["look"], period) or pressed
    right_of_reply_parts.beside(opened, found)
    pressed = weigh_parts.pans(found, chosen["look"]) or pressed
    pressed = weigh_parts.clock(evidence.evidence(opened, reader.audience, period), opened, found, period) or pressed
    asked = right_of_reply_parts.ask(opened, reader, found)
else:
    other = answers.weigh(opened, reader, "contract", chosen["with"], period)
    both = weigh_parts.compared(found, other, answers.tipping(opened, reader, found, other, period))
    if both:
        chosen["of"], pressed = both
        chosen["with"] = weigh_choices.NOTHING
renewal = weigh_choices.renewal(pressed)
chosen["look"] = weigh_choices.after(None if renewal else pressed, chosen["look"])
address.write(chosen, data_date)
if renewal:
    renewals_parts.go_to(renewal, data_date)
if pressed or asked:
    st.rerun()
