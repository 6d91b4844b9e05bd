"""Who decides: who answers for what, what was decided and did it work, were people asked, what do providers offer?"""

import streamlit as st

from tightrope import settings
from tightrope.answers import place as places
from tightrope.records.house import house
from tightrope.screens import (
    address,
    consult_parts,
    controls,
    deciders_choices,
    deciders_parts,
    decision_parts,
    offers_parts,
    place_parts,
    renewals_parts,
    session,
)

opened = house()
reader = session.reader(opened)

if not places.has_contracts(opened):
    place_parts.nothing_to_weigh(places.place(opened))
    st.stop()

# choose
data_date = settings.today()
chosen = deciders_choices.read(opened, reader, data_date)
chosen["view"] = controls.parts(deciders_choices.VIEWS, chosen["view"], "decisions_view")

# ask and draw
if chosen["view"] == deciders_choices.WHO:
    pressed = deciders_parts.draw(opened, reader, chosen)
elif chosen["view"] == deciders_choices.CONSULT:
    pressed = consult_parts.draw(opened, reader, chosen)
elif chosen["view"] == deciders_choices.REGISTER:
    pressed = decision_parts.draw(opened, reader, chosen)
else:
    pressed = offers_parts.draw_providers(opened, reader)

what, _, key = (pressed or "").partition("|")
if what == "answer":
    chosen["invite"] = key
elif what == "item":
    chosen["item"] = key
elif what == "done":
    chosen.update(invite="", item="")
address.write(chosen, data_date)
if what == "open":
    renewals_parts.go_to(key, data_date)
elif what == "renew":
    consult_parts.go_to_change(key, data_date)
if pressed:
    st.rerun()
