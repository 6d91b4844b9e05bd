"""Code: what does each account tell of, how serious is it, may it be quoted (voice team and safeguarding)?"""

import streamlit as st

from tightrope import settings
from tightrope.answers import coding as answers
from tightrope.records.house import house
from tightrope.screens import address, coding_parts, session
from tightrope.screens.links import Text

opened = house()
reader = session.reader(opened)

# choose
data_date = settings.today()
chosen = address.read([Text("of", "account")], data_date)

# ask
rows = answers.queue(opened, reader)
second = any(row.story_id == chosen["of"] and row.second for row in rows)

# draw
st.title(answers.answer(rows))
kept = bool(chosen["of"]) and coding_parts.account(opened, reader, chosen["of"], second)
pressed = coding_parts.queue(rows, chosen["of"])
coding_parts.agreement(opened, reader)
coding_parts.learning(opened, reader)
what, _, key = (pressed or "").partition("|")
if what == "open":
    chosen["of"] = key
if kept:
    chosen["of"] = ""
address.write(chosen, data_date)
if pressed or kept:
    st.rerun()
