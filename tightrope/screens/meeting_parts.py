"""The meeting on a projector: who is in the room, interests, the agenda, one item at a time, what was promised.

What a room may see is decided where it is asked for (answers/meeting.py, board/in_the_room.py); nothing is hidden here.
"""

from dataclasses import dataclass

import streamlit as st

from tightrope.answers import meeting, meeting_agenda
from tightrope.answers.meeting import OFFICERS, PUBLIC, ROOMS
from tightrope.answers.meeting_agenda import (
    AFTER_INTERESTS,
    AGENDA,
    INTERESTS,
    ITEM,
    MATTERS,
    PROMISED,
    STEPS,
    WAYS,
    Agenda,
)
from tightrope.answers.meeting_item import Sight, Thing
from tightrope.answers.period import Period
from tightrope.answers.promises import LATE
from tightrope.board.in_the_room import sight
from tightrope.errors import NotFound, Refusal
from tightrope.records.house import House
from tightrope.records.meeting_notes import Interests
from tightrope.records.roles import DECIDE, Reader
from tightrope.screens import controls, meeting_close_parts, meeting_timer, meeting_weigh_parts
from tightrope.screens.links import Choice, Text
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.tables import download, table
from tightrope.screens.words import day

PARTS = (
    Choice("room_is", "sort of room", list(ROOMS), PUBLIC),
    Choice("step", "part of the meeting", list(STEPS), INTERESTS),
    Text("item", "contract"),
    Text("pinned", "list of evidence", longest=meeting.MOST_PINS * (meeting.LONGEST_PIN + 1)),
    Text("points", "list of points"),
    Text("since", "day"),
)
HERE = "here|"  # pressed, and what it changed stands in the address already
NOBODY_ASKED = "Interests come first: nobody was asked yet"
ASK_FIRST = "Everybody is asked for interests before anything is weighed or decided. That was not noted yet."


@dataclass(frozen=True)
class Pinned:
    """A piece of evidence on the wall, and the item it belongs to."""

    pin: str
    title: str
    thing: Thing


def draw(house: House, reader: Reader, period: Period, chosen: dict[str, str]) -> str | None:
    """The whole view; changes `chosen` in place. Returns decide|, weigh| or link| with contract|id, or here|."""
    left, right = st.columns(2)
    chosen["room_is"] = controls.select(
        left, "Who is in the room?", list(ROOMS), chosen["room_is"], "meeting_room", ROOMS.__getitem__
    )
    room_is = chosen["room_is"]
    found = meeting_agenda.agenda(house, reader, period, room_is)
    _item(found, chosen, right)
    note(meeting.in_room_words(room_is))
    chosen["step"] = controls.parts(STEPS, chosen["step"], "meeting_step")
    step, item = chosen["step"], chosen["item"]
    timed = (STEPS[step], step) if step in (INTERESTS, AGENDA, PROMISED) else (found.title_of(item), item)
    meeting_timer.draw(*timed)
    try:
        pressed = _step(house, reader, period, found, chosen)
        shown = _pinned(house, reader, period, chosen, found)
    except Refusal as refusal:
        st.error(str(refusal))
        return None
    return _after(chosen, pressed or shown)


def _item(found: Agenda, chosen: dict[str, str], place: st.delta_generator.DeltaGenerator) -> None:
    """Which contract is on the table: those of the agenda first, then any other that runs."""
    known = {one.contract_id: f"{number}. {one.title}" for number, one in enumerate(found.entries, start=1)}
    known |= found.others
    if not known:
        chosen["item"] = ""
        return
    if chosen["item"] not in known:
        if chosen["item"]:
            note("The link names a contract that does not run. You see the first item instead.")
        chosen["item"] = next(iter(known))
    chosen["item"] = controls.select(
        place, "On the table", list(known), chosen["item"], "meeting_item", known.__getitem__
    )


def _step(house: House, reader: Reader, period: Period, found: Agenda, chosen: dict[str, str]) -> str | None:
    step, room_is = chosen["step"], chosen["room_is"]
    if step in AFTER_INTERESTS and not meeting_close_parts.said(house, reader, found).interests.asked:
        st.title(NOBODY_ASKED)
        st.text(ASK_FIRST)
        return f"step|{INTERESTS}" if st.button("Ask for interests", type="primary") else None
    if step == INTERESTS:
        return _interests(house, reader, found)
    if step == PROMISED:
        _promised(found)
        return None
    if step == AGENDA or not chosen["item"]:
        return _agenda(house, reader, period, found, room_is)
    if step == ITEM:
        return _one(house, reader, period, chosen)
    if step == MATTERS:
        return meeting_weigh_parts.matters(house, reader, period, chosen)
    if step == WAYS:
        return meeting_weigh_parts.ways(house, reader, period, chosen)
    return meeting_close_parts.draw(house, reader, period, found, chosen)


def _interests(house: House, reader: Reader, found: Agenda) -> str | None:
    asked = meeting_close_parts.said(house, reader, found).interests
    st.title(_interest_title(asked))
    st.text("On the agenda:")
    for number, one in enumerate(found.entries, start=1):
        st.text(f"{number}. {one.title}, {one.provider}")
    return f"step|{AGENDA}" if meeting_close_parts.ask_interests(house, reader, asked, found) else None


def _interest_title(asked: Interests) -> str:
    if asked.declared:
        number = len(asked.declared)
        return "One interest is declared" if number == 1 else f"{number} interests are declared"
    return "Everybody was asked, and nobody has an interest" if asked.none else NOBODY_ASKED


def _agenda(house: House, reader: Reader, period: Period, found: Agenda, room_is: str) -> str | None:
    st.title(found.title)
    if not found.entries:
        st.text("Nothing is lost if nothing is decided at it, by what is loaded. Any contract can be brought above.")
        return None
    items = [{"entry": one, "sight": sight(house, reader, period, room_is, one.contract_id)} for one in found.entries]
    values = [{**one, "until": one["sight"].until} for one in items]
    pressed = panel("meeting_agenda.html", "meeting_agenda", {"items": values})
    rows = [
        {
            "item": number, "contract_id": one.contract_id, "title": one.title, "provider": one.provider,
            "needed_by": day(one.needed_by), "officer": one.officer.name, "decided": one.decided,
        }
        for number, one in enumerate(found.entries, start=1)
    ]  # fmt: skip
    with st.expander("The agenda as a table"):
        columns = {
            "item": "Item", "title": "Contract", "provider": "Provider", "needed_by": "Decided by",
            "officer": "Who answers for it", "decided": "In the register",
        }  # fmt: skip
        table(rows, columns, "Items of the meeting", "")
        download("These rows as CSV", rows, "tightrope-agenda.csv", "agenda")
    return pressed


def _one(house: House, reader: Reader, period: Period, chosen: dict[str, str]) -> str | None:
    found = sight(house, reader, period, chosen["room_is"], chosen["item"])
    st.title(found.ask)
    mine = [what for contract_id, what in meeting.pins(chosen["pinned"]) if contract_id == found.contract_id]
    values = {"sight": found, "pinned": mine, "shown": chosen["room_is"] == OFFICERS}
    pressed = panel("meeting_item.html", "meeting_sight", values)
    return pressed or _leave(found, reader, chosen["room_is"])


def _leave(found: Sight, reader: Reader, room_is: str) -> str | None:
    left, right = st.columns(2)
    if reader.may(DECIDE) and left.button("Make a link to this item", width="stretch"):
        return f"link|contract|{found.contract_id}"
    if room_is == OFFICERS and right.button("Open it on Weigh", width="stretch"):
        return f"weigh|contract|{found.contract_id}"
    return None


def _promised(found: Agenda) -> None:
    st.title(meeting_agenda.promised_title(found))
    if not found.broken:
        st.text("What the council promised is done, or its day is still to come.")
        return
    titles = {one.contract_id: one.title for one in found.entries} | found.others
    panel("meeting_promised.html", "meeting_promised", {"promises": found.broken, "titles": titles})
    rows = [
        {
            "words": one.words, "post": one.post, "about": titles.get(one.contract_id or "", one.contract_id or ""),
            "due_on": day(one.due_on), "stands": f"{one.days} days late" if one.standing == LATE else "Dropped",
            "why_dropped": one.why_dropped,
        }
        for one in found.broken
    ]  # fmt: skip
    with st.expander("These promises as a table"):
        columns = {
            "words": "Promise", "post": "Who promised", "about": "About", "due_on": "Due", "stands": "How it stands",
            "why_dropped": "Why it was dropped",
        }  # fmt: skip
        table(rows, columns, "Promises whose day has passed, or that were dropped", "")
        download("These rows as CSV", rows, "tightrope-promised.csv", "promised")


def _pinned(house: House, reader: Reader, period: Period, chosen: dict[str, str], found: Agenda) -> str | None:
    """What hangs on the wall, at every step; what this room may not see does not hang there."""
    shown, hidden = [], 0
    for contract_id, what in meeting.pins(chosen["pinned"]):
        try:
            one = sight(house, reader, period, chosen["room_is"], contract_id)
        except NotFound:
            continue
        thing = one.thing(what)
        if thing is None:
            hidden += 1
        else:
            shown.append(Pinned(f"{contract_id}|{what}", found.title_of(contract_id), thing))
    if not shown and not hidden:
        return None
    st.header("On the wall")
    if hidden:
        note(f"{hidden} more {'is' if hidden == 1 else 'are'} pinned and cannot be shown in this room.")
    return panel("meeting_pinned.html", "meeting_pinned", {"pins": shown}) if shown else None


def _after(chosen: dict[str, str], pressed: str | None) -> str | None:
    """What a press changes in the meeting itself; anything else is for the page."""
    what, _, rest = (pressed or "").partition("|")
    if what == "item":
        chosen.update(item=rest, step=ITEM)
    elif what == "step":
        chosen["step"] = rest
    elif what == "pin":
        chosen["pinned"] = meeting.pinned(chosen["pinned"], rest)
    else:
        return pressed
    return HERE
