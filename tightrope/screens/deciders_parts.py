"""Who decides: every officer in their own words with what they answer for, and invitations to come out with a team."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from tightrope import settings
from tightrope.answers import deciders as answers
from tightrope.answers import deciders_narrowed
from tightrope.answers.deciders import Deciders, Officer
from tightrope.answers.invitations import Invitation
from tightrope.errors import Refusal
from tightrope.records import inviting, telling
from tightrope.records.house import House
from tightrope.records.inviting import ACCEPTED, BEEN, DECLINED, Asked
from tightrope.records.roles import CODE, DECIDE, Reader
from tightrope.screens import deciders_choices
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.tables import download

FIRST = 3  # contracts of an officer before the rest is folded
MOST = 60  # contracts of one officer listed at once: a browser on a council laptop still scrolls it
AT_ONCE = 40  # officers on one page
REFERENCE = "invite_reference"
INVITE = (
    '<p style="font-size: 0.9rem; margin: 0">Staff: <a href="/p/invite" style="color: inherit">ask an officer to come '
    "out with your team</a>, and read there what they answer.</p>"
)
ANSWERS = {ACCEPTED: "Yes, on this day", DECLINED: "No, because", BEEN: "They went, on this day"}


def draw(house: House, reader: Reader, chosen: dict[str, str]) -> str | None:
    """The whole view; changes `chosen` in place. Returns what was pressed: open|contract, answer|invitation, done|."""
    found = answers.deciders(house, reader)
    st.title(answers.answer(found))
    note("In the order of their names. Nobody is compared: each says in their own words what they bring.")
    st.html(INVITE)
    shown = deciders_choices.narrow(found, chosen)
    did = _ask(house, reader, found) or _answer(house, reader, found, chosen["invite"])
    values = {
        "found": shown,
        "officers": shown.officers[:AT_ONCE],
        "more": max(len(shown.officers) - AT_ONCE, 0),
        "first": FIRST,
        "most": MOST,
        "narrowed": deciders_choices.is_narrowed(chosen),
        "may_answer": reader.may(DECIDE) or reader.may(CODE),
        "brings": answers.BRINGS,
    }
    pressed = panel("deciders.html", "deciders", values)
    download(
        "These contracts and officers as CSV",
        deciders_narrowed.as_rows(shown),
        "tightrope-who-decides.csv",
        "deciders_csv",
    )
    return did or pressed


def _ask(house: House, reader: Reader, found: Deciders) -> str | None:
    """The form by which the voice team asks an officer for a team."""
    officers = {f"officer:{one.officer_id}": f"{one.name}, {one.post}" for one in found.officers if one.is_known}
    if not reader.may(CODE) or not officers:
        return None
    if REFERENCE not in st.session_state:
        st.session_state[REFERENCE] = telling.new_reference()
    with (
        st.expander("Ask an officer to come out with a team"),
        st.form("invite", enter_to_submit=False, border=False),
    ):
        note("Teams can ask by themselves at /p/invite, and see there what was answered.")
        of = st.selectbox("Whom", list(officers), index=None, format_func=officers.__getitem__, placeholder="Choose")
        team = st.text_input("Which team asks", max_chars=inviting.LONGEST_TEAM)
        words = st.text_area("What they would see", max_chars=inviting.LONGEST_WORDS)
        proposed = st.date_input("A day, or leave it to them", None, format="DD/MM/YYYY")
        if not st.form_submit_button("Send the invitation"):
            return None
    asked = Asked(st.session_state[REFERENCE], of or "", team, words, proposed)
    try:
        inviting.invite(house, reader, asked)
    except Refusal as refusal:
        _say(refusal)
        return None
    del st.session_state[REFERENCE]
    return "done|"


def _answer(house: House, reader: Reader, found: Deciders, invite_id: str) -> str | None:
    """The form to answer one invitation, where one is opened and may be answered."""
    officer, one = _opened(found.officers, invite_id)
    if officer is None or one is None or not (reader.may(DECIDE) or reader.may(CODE)):
        return None
    st.header(f"{one.team} asks {officer.name}")
    st.text(one.words)
    note(one.said)
    ways = {key: words for key, words in ANSWERS.items() if reader.may(DECIDE) or key == BEEN}
    if one.state == BEEN:
        ways = {BEEN: "They went on another day"}
    with st.form(f"answer_{invite_id}", enter_to_submit=False):
        how = st.radio("The answer", list(ways), index=None if len(ways) > 1 else 0, format_func=ways.__getitem__)
        on = st.date_input("The day: as proposed, or another", _day(one), format="DD/MM/YYYY")
        why = st.text_area("What you say with it; the team reads it", max_chars=inviting.LONGEST_WHY)
        sent = st.form_submit_button("Keep this answer")
    if not sent:
        return "done|" if st.button("Close this form") else None
    try:
        if how is None:
            raise Refusal(inviting.NOT_KEPT, ["Choose yes, no, or that they went."])
        if how == ACCEPTED:
            inviting.accept(house, reader, invite_id, on, why)
        elif how == DECLINED:
            inviting.decline(house, reader, invite_id, why)
        else:
            inviting.been(house, reader, invite_id, on)
    except Refusal as refusal:
        _say(refusal)
        return None
    return "done|"


def _opened(officers: Sequence[Officer], invite_id: str) -> tuple[Officer | None, Invitation | None]:
    for officer in officers:
        for one in officer.invitations:
            if invite_id and one.invite_id == invite_id:
                return officer, one
    return None, None


def _day(one: Invitation) -> date:
    return one.been_on or one.agreed_on or one.proposed_on or settings.today()


def _say(refusal: Refusal) -> None:
    st.error("\n".join([str(refusal), *(f"- {problem}" for problem in refusal.problems)]))
