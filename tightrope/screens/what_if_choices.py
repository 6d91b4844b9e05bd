"""What the page What if is about: chosen on the page, kept in the address."""

import json
from collections.abc import Mapping
from datetime import date

import streamlit as st

from tightrope.answers import scenarios
from tightrope.answers.period import Period
from tightrope.answers.pots import Pot
from tightrope.records.house import House
from tightrope.screens import address, pot_shares
from tightrope.screens.links import Choice, Text
from tightrope.screens.split_choices import PARTS as SPLIT_PARTS
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
PARENT = "what_if_parent"  # in the session: the saved split that this one was taken further from


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
            Choice("less", "part taken off the effects", LESS, "0"),
            Choice("trend", "yearly change", TRENDS, "0"),
            Choice("scenario", "saved split", ["", *known], ""),
            Choice("beside", "saved split", ["", *known], ""),
        ],
        data_date,
    )


def parent() -> str | None:
    """The saved split that the one on screen was taken further from."""
    return st.session_state.get(PARENT)


def after(house: House, chosen: dict[str, str], pressed: str | None) -> None:
    """What a press opens: saved|reference the saved split, fork|reference the same split to go on with."""
    what, _, key = (pressed or "").partition("|")
    if what == "saved":
        chosen.update(view=SAVED, scenario=key, beside="")
        st.session_state.pop(PARENT, None)
    elif what == "fork":
        st.session_state[PARENT] = key
        row = scenarios.saved(house, key)
        body = json.loads(row["body"])
        if row["kind"] == scenarios.ACTIVITY:
            changes = ";".join(f"{line}:{pounds}".removesuffix(".00") for line, pounds in body["changes"].items())
            chosen.update(view=LINES, changes=changes, **{one: body[one] for one in ("by", "basis", "rule", "on")})
        else:
            chosen.update(view=POT, pot=row["subject"], scenario="", **pot_shares.of_saved(row["body"]))
