"""What the page What if is about: chosen on the page, kept in the address."""

import json
from collections.abc import Mapping
from datetime import date

import streamlit as st

from tightrope import settings
from tightrope.answers import scenarios
from tightrope.answers.period import Period
from tightrope.answers.pots import Pot
from tightrope.answers.splitting_asked import from_body, write_changes
from tightrope.records.house import House
from tightrope.screens import address, pot_shares
from tightrope.screens.links import Choice, Text
from tightrope.screens.split_choices import PARTS as SPLIT_PARTS
from tightrope.screens.split_parts import MOVES
from tightrope.screens.voices_choices import usual_period

LINES, POT, SAVED, ROOM = "lines", "pot", "saved", "room"
VIEWS = {
    LINES: "Move the budget",
    POT: "Target or spread thin",
    SAVED: "Saved and compared",
    ROOM: "Ask the room",
}
LESS = ("0", "10", "20", "30", "40", "50")  # per cent taken off every effect
TRENDS = ("-2", "0", "2", "4")  # per cent a year by which risks change if nothing is done
PARENT = "what_if_parent"  # in the session: view and subject, and the saved split that is taken further there


def period_of(house: House) -> Period:
    """The months whose accounts stand beside a split: the usual twelve."""
    return usual_period(house)


def read(house: House, pots: Mapping[str, Pot], data_date: date) -> dict[str, str]:
    """The checked choices of the address."""
    known = scenarios.titles(house)
    return address.read(
        [
            Choice("view", "part", list(VIEWS), LINES),
            *SPLIT_PARTS,
            Choice("pot", "pot", list(pots) or [""], next(iter(pots), "")),
            Text("shares", "split", longest=1_000),
            Choice("less", "part taken off the effects", LESS, _usual_less()),
            Choice("trend", "yearly change", TRENDS, "0"),
            Choice("scenario", "saved split", ["", *known], ""),
            Choice("beside", "saved split", ["", *known], ""),
        ],
        data_date,
    )


def _usual_less() -> str:
    """What the council's settings take off at first, to the nearest that is offered."""
    asked = settings.settings().what_if.optimism * 100
    return min(LESS, key=lambda one: abs(int(one) - asked))


def parent(view: str, subject: str) -> str | None:
    """The saved split that the one on screen was taken further from, where it was one of this view and subject."""
    of_view, of_subject, key = st.session_state.get(PARENT, ("", "", None))
    return key if (of_view, of_subject) == (view, subject) else None


def after(house: House, chosen: dict[str, str], pressed: str | None) -> None:
    """What a press opens: saved|reference the saved split, fork|reference the same split to go on with."""
    what, _, key = (pressed or "").partition("|")
    if what == "saved":
        chosen.update(view=SAVED, scenario=key, beside="")
        st.session_state.pop(PARENT, None)
    elif what == "fork":
        row = scenarios.saved(house, key)
        body = json.loads(row["body"])
        if row["kind"] == scenarios.ACTIVITY:
            changes = write_changes(from_body(body).changes)
            chosen.update(view=LINES, changes=changes, **{one: body[one] for one in ("by", "basis", "rule", "on")})
            st.session_state[MOVES] = []
        else:
            chosen.update(view=POT, pot=row["subject"], scenario="", **pot_shares.of_saved(row["body"]))
            pot_shares.forget_moves(row["subject"])
        st.session_state[PARENT] = (chosen["view"], row["subject"] or "", key)
