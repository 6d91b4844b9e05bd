"""Data: what is loaded, how good is it, how are figures made?"""

import streamlit as st

from tightrope import settings, tables
from tightrope.answers import completeness
from tightrope.answers import loaded as answers
from tightrope.records.house import house
from tightrope.screens import address, data_complete, data_money, names_parts, session
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
    data_complete.verdicts(answers.returns_coverage(opened), answers.visits_coverage(opened))
    data_complete.filled(completeness.completeness(opened))
elif chosen["part"] == "set-aside":
    parts.set_aside(found, answers.rejected(opened))
elif chosen["part"] == "to-look-at":
    data_complete.to_look_at(completeness.doubtful(opened), completeness.doubtful_rows(opened))
elif chosen["part"] == "names":
    names_parts.names(opened, reader)
elif chosen["part"] == "money":
    data_money.money(answers.ledger(opened))
elif chosen["part"] == "dictionary":
    chosen["table"] = parts.dictionary(chosen["table"])
else:
    parts.figures(answers.measures())
address.write(chosen, data_date)
