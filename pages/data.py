"""Data: what is loaded, how good is it, how are figures made?"""

import streamlit as st

from tightrope import settings, tables
from tightrope.answers import loaded as answers
from tightrope.records.house import house
from tightrope.screens import address, session
from tightrope.screens import data_parts as parts
from tightrope.screens.links import Choice

opened = house()
reader = session.reader(opened)

if not opened.has_data:
    st.title("No data are loaded yet")
    st.text("Run: python3 run.py build")
    st.stop()

# choose
data_date = settings.today()
known = list(tables.load())
chosen = address.read(
    [Choice("part", "part", list(parts.PARTS), "loaded"), Choice("table", "table", known, "contract")], data_date
)

# ask
found = answers.loaded(opened, reader)

# draw
st.title(parts.title(found))
parts.summary(found, answers.ledger(opened))
chosen["part"] = parts.choose_part(chosen["part"])
if chosen["part"] == "loaded":
    parts.loaded(found)
elif chosen["part"] == "coverage":
    parts.coverage(
        answers.returns_coverage(opened, found.last_month), answers.visits_coverage(opened, found.last_month)
    )
elif chosen["part"] == "set-aside":
    parts.set_aside(found, answers.rejected(opened))
elif chosen["part"] == "money":
    parts.money(answers.ledger(opened))
elif chosen["part"] == "dictionary":
    chosen["table"] = parts.dictionary(chosen["table"])
else:
    parts.figures(answers.measures())
address.write(chosen, data_date)
