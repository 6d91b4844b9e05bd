"""Ask the room: a code on the wall, answers from phones, and how far apart they are, by role."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from urllib.parse import urlsplit

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tightrope.answers import rooms as answers
from tightrope.answers.pots import Pot
from tightrope.answers.rooms import Room
from tightrope.errors import Refusal
from tightrope.public import binding
from tightrope.records import rooms as records
from tightrope.records.house import House
from tightrope.records.roles import TRY_SPLITS, Reader
from tightrope.records.rooms import SPLIT, Line
from tightrope.screens import controls, session
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.qr import qr

MAY_NOT = "Your role sees what a room answered, and does not ask it."
EVERY = 5  # seconds after which the answers are looked at again while the question is open


def draw(house: House, reader: Reader, known: Mapping[str, Pot], chosen: dict[str, str]) -> None:
    """The question about the pot that is chosen: ask it, or see what was answered. Changes `chosen` in place."""
    title = st.container()
    if not known:
        title.title("There is nothing yet to ask a room about")
        note("pot.csv and pot_share.csv bring a pot of money: a room can say how it would share that out.")
        return
    pot = known[chosen["pot"]]
    ask(house, reader, SPLIT, pot.pot_id, f"How would you split {pot.title}?", _lines(pot), title)


def ask(
    house: House,
    reader: Reader,
    kind: str,
    subject: str,
    question: str,
    lines: Sequence[Line],
    title: DeltaGenerator,
) -> str:
    """A question of any kind about any subject: opened, shown and closed here. Returns the room that is shown."""
    every = answers.rooms_of(house, kind, subject)
    shown = every[0].room_id if every else ""
    title.title(every[0].sentence if every else "Nobody in the room has been asked yet")
    if reader.may(TRY_SPLITS):
        _open_or_close(house, reader, kind, subject, question, lines, every)
    else:
        st.text(MAY_NOT)
    if shown:
        if len(every) > 1:
            names = {one.room_id: f"{one.title} ({one.made_at:%d %b, %H:%M})" for one in every}
            shown = controls.select(st, "Question", list(names), shown, f"room_{kind}", names.__getitem__)
        _answers(shown)
    return shown


def _open_or_close(
    house: House, reader: Reader, kind: str, subject: str, question: str, lines: Sequence[Line], every: Sequence[Room]
) -> None:
    key = f"room_code_{kind}_{subject}"
    running = next((one for one in every if one.is_open), None)
    left, right = st.columns(2)
    if left.button(
        "Ask the room now" if running is None else "Ask anew", icon=":material/smartphone:", width="stretch"
    ):
        try:
            st.session_state[key] = records.open_room(house, reader, kind, question, subject, lines)
        except Refusal as refusal:
            st.error(str(refusal))
            return
        st.rerun()
    if running is not None and right.button("Close the question", icon=":material/lock:", width="stretch"):
        records.close(house, reader, running.room_id)
        st.session_state.pop(key, None)
        st.rerun()
    room_id, code = st.session_state.get(key, ("", ""))
    if running is None or running.room_id != room_id:
        if running is not None:
            note("A question is open; its code is kept on the screen that asked it and nowhere else.")
        return
    door = binding.public_url() or "{0.scheme}://{0.netloc}".format(urlsplit(st.context.url or ""))
    address = f"{door}/p/join"
    values = {"code": f"{code[:4]} {code[4:]}", "address": address, "qr": qr(f"{address}?code={code}")}
    panel("room_code.html", "room_code", values)
    if not binding.public_url():
        note("Phones reach this only where the public door is open to them; until then it opens on this computer.")


@st.fragment(run_every=EVERY)
def _answers(room_id: str) -> None:
    """The spread so far; looked at again every few seconds, because phones answer while everybody watches."""
    now, one = session.again(), None
    with suppress(Refusal):
        one = answers.spread(now[0], room_id) if now is not None else None
    if one is None:
        return
    joined = "1 phone has joined" if one.joined == 1 else f"{one.joined} phones have joined"
    lines = [
        {
            "name": line.name, "low": round(line.low, 1), "high": round(line.high, 1), "middle": round(line.middle, 1),
            "wide": round(line.high - line.low, 1),
            "roles": [
                {"name": role.role, "dots": [round(value, 1) for value in role.values], "middle": f"{role.middle:.0f}"}
                for role in line.roles
            ],
        }
        for line in one.lines
    ]  # fmt: skip
    panel("room.html", f"room_{room_id}", {"joined": joined, "one": one, "lines": lines})


def _lines(pot: Pot) -> list[Line]:
    return [
        Line(
            group.line_id, f"{group.name}, {group.locality}",
            f"{group.at_risk:,} people at risk; {group.risk * 100:.0f} in 100 of them have a crisis in a year.",
        )
        for group in pot.groups
    ]  # fmt: skip
