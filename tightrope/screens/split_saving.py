"""Saving a split of the budget: what the form needs from what is on screen."""

import json

import streamlit as st

from tightrope.answers import scenarios
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.records.scenarios import ACTIVITY
from tightrope.screens import scenario_save, what_if_choices
from tightrope.screens.scenario_save import Prepared
from tightrope.screens.split_parts import MOVES, Drawn


def draw(house: House, reader: Reader, drawn: Drawn | None, chosen: dict[str, str]) -> str | None:
    """The form under a split of the budget, once something moves; returns saved|reference once it is kept."""
    if drawn is None or not drawn.split.asked.changes:
        return None
    cut = {one.line_id for one in drawn.split.losers}
    prepared = Prepared(
        kind=ACTIVITY,
        subject="",
        body=json.dumps(drawn.body, sort_keys=True),
        figures=scenarios.of_activity(drawn.split),
        stories=drawn.story_ids,
        looked=cut <= set(drawn.lines_read),
        differs=False,
        beside="",
        moves=drawn.moves,
    )
    saved = scenario_save.draw(house, reader, prepared, what_if_choices.parent(what_if_choices.LINES, ""))
    if saved:
        st.session_state[MOVES] = []
    return f"saved|{saved}" if saved else None
