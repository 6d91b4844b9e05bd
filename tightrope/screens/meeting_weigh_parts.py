"""What matters to whoever is in the room, and in how many ways of weighing the item comes first among those alike."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

import streamlit as st

from tightrope.answers import rooms
from tightrope.answers import ways_of_weighing as answers
from tightrope.answers.meeting import OFFICERS, reader_in
from tightrope.answers.period import Period
from tightrope.answers.ways_of_weighing import ByRole, Ways
from tightrope.answers.ways_options import NAMES, Options, options
from tightrope.errors import Refusal
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.records.rooms import SWING
from tightrope.screens import room_parts, session
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.tables import download, table
from tightrope.weighing.swing import MOST

CANNOT = "Weighing needs at least two contracts that are alike and of which numbers and people tell."


def matters(house: House, reader: Reader, period: Period, chosen: dict[str, str]) -> str | None:
    """How much each way from worst to best matters: asked on phones by role, or given by hand. Changes `chosen`."""
    found = _options(house, reader, period, chosen)
    title = st.container()
    if not found.can_be_weighed:
        title.title(answers.ranked(found).title)
        _limits(found, CANNOT)
        return None
    _scales(found)
    question = "How much does it matter to you to go from the worst to the best?"
    shown = room_parts.ask(house, reader, SWING, f"contract:{found.own}", question, answers.questions(found), title)
    if shown:
        _roles_so_far(found, shown)
    _by_hand(found, chosen)
    return None


def ways(house: House, reader: Reader, period: Period, chosen: dict[str, str]) -> str | None:
    """The picture over all ways of weighing, what would turn it, and what comes first by whose weights."""
    found, alone = _options(house, reader, period, chosen), chosen["room_is"] == OFFICERS
    made = answers.ways(house, reader_in(chosen["room_is"], reader), period, chosen["item"], alone)
    st.title(made.title)
    if not made.bars:
        _limits(found, CANNOT)
        return None
    panel("meeting_ways.html", "meeting_ways", {"bars": made.bars, "later": len(made.bars) > answers.PLACES})
    note("Each bar holds all ways of weighing: the fuller its dark part, the more often it comes first.")
    asked = rooms.rooms_of(house, SWING, f"contract:{found.own}")
    some = answers.given(house, asked[0].room_id, found) if asked else []
    weights, whose = answers.weights_of(answers.points_of(chosen["points"], found), some, found)
    st.header("What would turn it")
    st.text(whose)
    for one in answers.by_weights(found, weights, alone):
        st.text(one)
    _roles(found, answers.by_role(found, some))
    _limits(found)
    _as_table(found, made, alone)
    _worked_out(found)
    return None


def _options(house: House, reader: Reader, period: Period, chosen: Mapping[str, str]) -> Options:
    room_is = chosen["room_is"]
    return options(house, reader_in(room_is, reader), period, chosen["item"], room_is == OFFICERS)


def _scales(found: Options) -> None:
    for one in found.scales:
        st.text(f"{_big(NAMES[one.criterion])}. Worst: {one.worst}. Best: {one.best}.")


@st.fragment(run_every=room_parts.EVERY)
def _roles_so_far(found: Options, room_id: str) -> None:
    """Looked at again while phones answer, as the spread above it is."""
    now = session.again()
    with suppress(Refusal):
        if now is not None:
            _roles(found, answers.by_role(found, answers.given(now[0], room_id, found)))


def _roles(found: Options, roles: Sequence[ByRole]) -> None:
    """One mark a role on each line: where they lie apart is what there is to talk about."""
    if not roles:
        return
    st.header("What matters, by who answers")
    lines = [
        {
            "name": _big(NAMES[one.criterion]),
            "marks": [{"role": r.role, "people": r.people, "at": r.weights[one.criterion]} for r in roles],
        }
        for one in found.scales
    ]
    firsts = [one for one in roles if one.first]
    panel("meeting_roles.html", "meeting_roles", {"lines": lines, "apart": answers.apart(roles), "firsts": firsts})


def _by_hand(found: Options, chosen: dict[str, str]) -> None:
    """Points given on this screen; as long as there are any they count in place of the phones' answers."""
    points = answers.points_of(chosen["points"], found)
    with st.expander("Or give points by hand", expanded=any(points.values())):
        note("100 for the way from worst to best that matters most, the others against it. All 0: the phones count.")
        given = {
            name: float(st.slider(_big(NAMES[name]), 0, int(MOST), int(value), 5, key=f"swing_{name}"))
            for name, value in points.items()
        }
    chosen["points"] = answers.points_text(given) if any(given.values()) else ""
    if chosen["points"]:
        weights, _ = answers.weights_of(given, (), found)
        note("; ".join(f"{NAMES[name]} {100 * value:.0f}%" for name, value in weights.items()))


def _limits(found: Options, first: str = "") -> None:
    """Who is not weighed and why, and what limits the picture."""
    for one in filter(None, (first, *found.left_out, *found.notes)):
        st.text(one)


def _as_table(found: Options, made: Ways, alone: bool) -> None:
    rows = answers.rows(found, made, alone)
    with st.expander("The same as a table"):
        share = {"format": "percent"}
        columns = {"title": "Contract"}
        columns |= {
            name: st.column_config.NumberColumn(f"{NAMES[name.removeprefix('value_')].capitalize()}, 0 to 1")
            for name in rows[0] if name.startswith("value_")
        }  # fmt: skip
        columns |= {
            name: st.column_config.NumberColumn(f"Place {name.removeprefix('place_')}", **share)
            for name in rows[0] if name.startswith("place_")
        }  # fmt: skip
        table(rows, columns, "Share of the ways of weighing in which each contract takes each place", "")
        download("These rows as CSV", rows, "tightrope-ways-of-weighing.csv", "ways")


def _worked_out(found: Options) -> None:
    with st.expander("How this is worked out"):
        _scales(found)
        st.text(
            "Every way to share 100% between these is taken to be as likely as any other. For 10,000 of them, each "
            "contract's place on the scales is drawn within what is known of it, multiplied by the weights and added "
            "up; contracts that tie share their places. docs/methods/meeting.md has the formulas."
        )


def _big(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
