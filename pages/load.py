"""Load your data: what do these files hold, what is wrong in them, row by row, and are they ready to load?"""

import streamlit as st

from tightrope.records.house import house
from tightrope.screens import load_parts as parts
from tightrope.screens import session

opened = house()
reader = session.reader(opened)

# choose
tray = parts.tray_of(reader)

# ask
now = parts.look(opened, tray)

# draw
st.title(parts.title(opened, now))
parts.loaded_just_now()
parts.files(reader, now)
parts.questions(now)
parts.council(opened, now)
parts.check(reader, now)
parts.load(opened, reader, now)
parts.start_again(now)
