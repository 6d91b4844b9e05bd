"""What only a meeting can say: interests at its beginning, who does not agree at its end, and the record it drafts.

Both are those of one meeting, by its day and its committee, on whatever screen it is led.
"""

import streamlit as st

from tightrope import clock, settings
from tightrope.answers import meeting
from tightrope.answers.decision_draft import Draft
from tightrope.answers.meeting import OFFICERS
from tightrope.answers.meeting_agenda import Agenda
from tightrope.answers.period import Period
from tightrope.errors import Refusal
from tightrope.records import meeting_notes
from tightrope.records.decision_shapes import MOST_LETTERS
from tightrope.records.house import House
from tightrope.records.meeting_notes import Dissent, Interests, Meeting, Notes
from tightrope.records.roles import DECIDE, Reader
from tightrope.screens.decision_form import DECLARED, INTERESTS, NONE, Known
from tightrope.screens.decision_write_parts import START, Start
from tightrope.screens.note import box, note
from tightrope.screens.panel import panel

EXACT = "The record opens in the register, which is for officers and shows exact counts: turn the projector off first."
LONGEST_NAME = 120
FORMS = "meeting_form_"  # in the session: how many forms of a kind this window has noted
MEANWHILE = "What you typed is not noted yet. Press again to note it in place of that."


def said(house: House, reader: Reader, found: Agenda) -> Notes:
    """What this meeting has said so far."""
    return meeting_notes.notes(house, reader, _meeting(found))


def ask_interests(house: House, reader: Reader, asked: Interests, found: Agenda) -> bool:
    """The question with which a meeting begins; True once it is answered."""
    if not reader.may(DECIDE):
        st.text("Your role sees what was declared, and does not note it.")
        return False
    if asked.asked:
        st.text(f"{noted(asked)} It holds on every screen of this meeting.")
        if st.button("Another meeting begins", icon=":material/restart_alt:"):
            meeting_notes.begin_anew(house, reader, _meeting(found))
            _next_form("interests")
            st.rerun()
    form = _form("interests")
    # What the form began with: it stays as it is while somebody types, whatever is noted on another screen meanwhile.
    began: Interests = st.session_state.setdefault(f"{form}_began", asked)
    items = [one.contract_id for one in found.entries]
    place = list(INTERESTS).index(NONE if began.none else DECLARED) if began.asked else None
    with st.form(form):
        choice = st.radio("Interests", list(INTERESTS), place, format_func=INTERESTS.get, key=f"{form}_has")
        text = st.text_area(
            "One a line: whose and what it is, a colon, and what is done about it. Where it is about one item alone, "
            "begin with its number and a full stop",
            meeting.interests_text(began.declared, items),
            max_chars=MOST_LETTERS, key=f"{form}_declared",
        )  # fmt: skip
        sent = st.form_submit_button("Everybody was asked", type="primary")
    if not sent:
        return False
    if asked.at != st.session_state.setdefault(f"{form}_seen", began.at):
        st.session_state[f"{form}_seen"] = asked.at
        box(f"{noted(asked) if asked.asked else 'Another meeting began.'} {MEANWHILE}")
        return False
    try:
        declared = meeting.interests_of(text, items) if choice == DECLARED else ()
        meeting_notes.ask_interests(house, reader, _meeting(found), Interests(declared, choice == NONE))
    except Refusal as refusal:
        st.error(str(refusal))
        return False
    _next_form("interests")
    return True


def noted(asked: Interests) -> str:
    """What was noted, by whom and how long ago: whoever tried this out in the morning has not asked the afternoon."""
    what = "that nobody has an interest" if asked.none else f"{len(asked.declared)} declared"
    minutes = int((clock.now() - asked.at).total_seconds() // 60) if asked.at else 0
    ago = f"{minutes // 60} h {minutes % 60} min ago" if minutes >= 60 else f"{minutes} min ago"
    return f"Noted by {asked.by} {ago if minutes else 'just now'}: {what}."


def draw(house: House, reader: Reader, period: Period, found: Agenda, chosen: dict[str, str]) -> str | None:
    """Who does not agree, who answers for what, and the record; returns decide|contract|id."""
    key = chosen["item"]
    entry = next((one for one in found.entries if one.contract_id == key), None)
    name = found.title_of(key)
    decided = entry.decided.rstrip(".") if entry else "What do we decide?"
    st.title(f"{name}: {decided[:1].lower()}{decided[1:]}")
    notes = said(house, reader, found)
    dissent = notes.dissents.get(key, ())
    if reader.may(DECIDE):
        _ask_dissent(house, reader, found, key)
    panel("meeting_close.html", "meeting_close", {"entries": found.entries, "dissent": dissent})
    if not reader.may(DECIDE):
        st.text("Your role sees what is decided, and does not record it.")
        return None
    made = meeting.drafted(house, reader, period, key, notes.interests, dissent)
    st.header("The record, drafted")
    st.text(f"Interests. {noted(notes.interests)}")
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


def _meeting(found: Agenda) -> Meeting:
    """Which meeting this is: its day, and the committee that it prepares."""
    return Meeting(settings.today(), found.committee_on)


def _ask_dissent(house: House, reader: Reader, found: Agenda, key: str) -> None:
    """The form is empty again once this window has noted something, and keeps what was typed where it has not."""
    form = _form(f"dissent_{key}")
    with st.form(form):
        who = st.text_input("Who does not agree", max_chars=LONGEST_NAME, key=f"{form}_who")
        why = st.text_area("Why", max_chars=MOST_LETTERS // 4, key=f"{form}_why")
        sent = st.form_submit_button("Write it down")
    if not sent:
        return
    try:
        meeting_notes.disagree(house, reader, _meeting(found), key, Dissent(who, why))
    except Refusal as refusal:
        st.error(str(refusal))
        return
    _next_form(f"dissent_{key}")
    st.rerun()


def _form(name: str) -> str:
    """The key of a form of this window; another one once what it held is noted."""
    return f"meeting_{name}_{st.session_state.get(f'{FORMS}{name}', 0)}"


def _next_form(name: str) -> None:
    st.session_state[f"{FORMS}{name}"] = st.session_state.get(f"{FORMS}{name}", 0) + 1


def _start(made: Draft) -> Start:
    """The register's form, begun with the meeting's draft."""
    known = Known(made.measures, made.themes, made.stories)
    return Start(made.made, "", made.subject, dict(made.known), known, made.seen)
