"""What only a meeting can say: interests at its beginning, who does not agree at its end, and the record it drafts.

Both are kept in this window until a record is drafted; the register keeps them from there. Interests are those of one
meeting, by its day and its committee: in the same window the next one is asked anew.
"""

from datetime import date

import streamlit as st

from tightrope import settings
from tightrope.answers import meeting
from tightrope.answers.decision_draft import Draft
from tightrope.answers.meeting import OFFICERS, Dissent, Interests
from tightrope.answers.meeting_agenda import Agenda
from tightrope.answers.period import Period
from tightrope.errors import Refusal
from tightrope.records.decision_shapes import MOST_LETTERS
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, Reader
from tightrope.screens.decision_form import DECLARED, INTERESTS, NONE, Known
from tightrope.screens.decision_write_parts import START, Start
from tightrope.screens.note import note
from tightrope.screens.panel import panel

ASKED, DISSENTS = "meeting_interests_kept", "meeting_dissents_kept"  # in the session
EXACT = "The record opens in the register, which is for officers and shows exact counts: turn the projector off first."
LONGEST_NAME = 120


def interests(found: Agenda) -> Interests:
    """What this meeting was asked first."""
    return st.session_state.get(ASKED, {}).get(_meeting(found), Interests())


def dissents(contract_id: str) -> tuple[Dissent, ...]:
    """Who does not agree on an item."""
    return st.session_state.get(DISSENTS, {}).get(contract_id, ())


def ask_interests(asked: Interests, found: Agenda) -> bool:
    """The question with which a meeting begins; True once it is answered."""
    items = [one.contract_id for one in found.entries]
    place = list(INTERESTS).index(NONE if asked.none else DECLARED) if asked.asked else None
    with st.form("meeting_interests"):
        choice = st.radio("Interests", list(INTERESTS), place, format_func=INTERESTS.__getitem__, key="meeting_has")
        text = st.text_area(
            "One a line: whose and what it is, a colon, and what is done about it. Where it is about one item alone, "
            "begin with its number and a full stop",
            meeting.interests_text(asked.declared, items),
            max_chars=MOST_LETTERS, key="meeting_declared",
        )  # fmt: skip
        sent = st.form_submit_button("Everybody was asked", type="primary")
    if not sent:
        return False
    try:
        declared = meeting.interests_of(text, items) if choice == DECLARED else ()
    except Refusal as refusal:
        st.error(str(refusal))
        return False
    if choice is None or (choice == DECLARED and not all(one.what and one.done for one in declared or [None])):
        st.error("Choose one. Each interest needs whose and what it is, a colon, and what is done about it.")
        return False
    st.session_state.setdefault(ASKED, {})[_meeting(found)] = Interests(declared, choice == NONE)
    return True


def draw(house: House, reader: Reader, period: Period, found: Agenda, chosen: dict[str, str]) -> str | None:
    """Who does not agree, who answers for what, and the record; returns decide|contract|id."""
    key = chosen["item"]
    entry = next((one for one in found.entries if one.contract_id == key), None)
    name = found.title_of(key)
    decided = entry.decided.rstrip(".") if entry else "What do we decide?"
    st.title(f"{name}: {decided[:1].lower()}{decided[1:]}")
    if reader.may(DECIDE):
        _ask_dissent(key)
    panel("meeting_close.html", "meeting_close", {"entries": found.entries, "dissent": dissents(key)})
    if not reader.may(DECIDE):
        st.text("Your role sees what is decided, and does not record it.")
        return None
    made = meeting.drafted(house, reader, period, key, interests(found), dissents(key))
    st.header("The record, drafted")
    missing = f"{len(made.blanks)} things are" if len(made.blanks) != 1 else "One thing is"
    st.text(
        "It holds what is on file, the interests and who does not agree. "
        + (f"{missing} still to be written in the register's form." if made.blanks else "It can be recorded.")
    )
    if chosen["room_is"] != OFFICERS:
        note(EXACT)
    if not st.button("Open the drafted record", type="primary", icon=":material/edit_note:"):
        return None
    st.session_state[f"{START}contract:{key}"] = _start(made)
    return f"decide|contract|{key}"


def _meeting(found: Agenda) -> tuple[date, date | None]:
    """Which meeting this is: its day, and the committee that it prepares."""
    return settings.today(), found.committee_on


def _ask_dissent(key: str) -> None:
    with st.form("meeting_dissent", clear_on_submit=True):
        who = st.text_input("Who does not agree", max_chars=LONGEST_NAME, key="meeting_dissent_who")
        why = st.text_area("Why", max_chars=MOST_LETTERS // 4, key="meeting_dissent_why")
        sent = st.form_submit_button("Write it down")
    if not sent:
        return
    if not who.strip() or not why.strip():
        st.error("Name who does not agree, and why.")
        return
    kept = st.session_state.setdefault(DISSENTS, {})
    kept[key] = (*kept.get(key, ()), Dissent(who.strip(), " ".join(why.split())))


def _start(made: Draft) -> Start:
    """The register's form, begun with the meeting's draft."""
    known = Known(made.measures, made.themes, made.stories)
    return Start(made.made, "", made.subject, dict(made.known), known, made.seen)
