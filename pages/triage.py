"""Read first: what must be read before anybody else can hear it (voice team and safeguarding only)?"""

import streamlit as st

from tightrope import settings
from tightrope.answers import triage as answers
from tightrope.evidence import harm_model
from tightrope.records.house import house
from tightrope.screens import address, session, triage_parts
from tightrope.screens.links import Text

opened = house()
reader = session.reader(opened)

# choose
data_date = settings.today()
chosen = address.read([Text("of", "account")], data_date)

# ask
rows = answers.queue(opened, reader)
unread = answers.still_unread(opened, reader)
one = {row.story_id: row for row in rows}.get(chosen["of"])

# draw
st.title(answers.answer(rows))
triage_parts.explained(unread, harm_model.why_off())
kept = one is not None and triage_parts.account(opened, reader, one)
pressed = triage_parts.queue(rows, chosen["of"])
what, _, key = (pressed or "").partition("|")
if what == "open":
    chosen["of"] = key
if kept:
    chosen["of"] = ""
address.write(chosen, data_date)
if pressed or kept:
    st.rerun()
