"""Whom to ring, write to or see: a list to print with what to say; keeping who was told and what they said of it."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from tightrope import settings
from tightrope.answers import replies_calls as answers
from tightrope.answers import replying
from tightrope.answers.replies import Desk, Item
from tightrope.answers.replies_calls import ROUTE_WORDS, Call
from tightrope.errors import Refusal
from tightrope.records import answering_desk
from tightrope.records import replying as records
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, TRIAGE, Reader
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.voices.answering import NO, YES

CONTACTS = "reply_contacts"  # in the session: what somebody who triages opened, so that one opening is one look
AT_ONCE = 50  # on one list: more than a morning of calls
HOW_WORDS = {
    "phone": "By telephone",
    "letter": "By letter",
    "advocate": "Through their advocate",
    "web": "On the web",
    "in_person": "In person",
}
SAID_WORDS = {YES: "It answered them", NO: "It did not answer them: it is owed again"}
REFUSED = "This was not kept."


def calls(house: House, reader: Reader, found: Desk) -> bool:
    """The list and its two forms; True when something was kept."""
    waiting = answers.untold(found)[:AT_ONCE]
    handed = _handed(house, reader, [item.story_id for item, _ in waiting])
    some = answers.calls(house, reader, found, handed)[:AT_ONCE]
    note("An answer counts as given once somebody keeps how, by whom and when its teller was told.")
    phone = settings.settings().telling.phone
    rows = [
        {"call": one, "say": answers.to_say(one, phone), "contact": answers.contact_words(reader, one, bool(handed))}
        for one in some
    ]
    groups = [(words, [row for row in rows if row["call"].route == route]) for route, words in ROUTE_WORDS.items()]
    panel("replies_calls.html", "replies_calls_list", {"groups": [one for one in groups if one[1]]})
    if not (reader.may(DECIDE) or reader.may(TRIAGE)):
        return False
    return _told(house, reader, found, some) or _said(house, reader, found)


def _handed(house: House, reader: Reader, story_ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    """Words and contacts, once somebody who may open them has asked for them: every look is on record."""
    if not reader.may(TRIAGE) or not story_ids:
        return {}
    kept = st.session_state.get(CONTACTS)
    if kept and kept[:2] == (tuple(story_ids), reader.account_id):
        return kept[2]
    if not st.button("Open the answers, numbers and addresses of this list", key="replies_open_contacts"):
        return {}
    try:
        handed = answering_desk.opened(house, reader, story_ids)
    except Refusal as refusal:
        st.error(str(refusal))
        return {}
    st.session_state[CONTACTS] = (tuple(story_ids), reader.account_id, handed)
    return handed


def _told(house: House, reader: Reader, found: Desk, some: Sequence[Call]) -> bool:
    if not some:
        return False
    labels = {one.reply_id: f"{one.officer}: {one.by}" for one in some}
    with st.expander("Keep that somebody was told", expanded=True), st.form("reply_told", enter_to_submit=False):
        reply_id = st.selectbox("Which answer", list(labels), index=None, format_func=labels.get, placeholder="Choose")
        how = st.selectbox("How", list(HOW_WORDS), index=None, format_func=HOW_WORDS.get, placeholder="Choose")
        by = st.text_input("Who told them", max_chars=records.MOST_NAME)
        on = st.date_input("On which day", value=found.today, max_value=found.today, format="DD/MM/YYYY")
        said = st.radio(
            "Did it answer them?", ["", *SAID_WORDS], format_func=lambda key: SAID_WORDS.get(key, "They did not say")
        )
        if not st.form_submit_button("Keep this"):
            return False
    if not reply_id:
        st.error("Choose which answer they were told.")
        return False
    return _kept(house, reader, reply_id, how or "", by, on, said)


def _said(house: House, reader: Reader, found: Desk) -> bool:
    some: list[tuple[Item, Mapping[str, Any]]] = answers.unasked(found)
    if not some:
        return False
    labels = {row["reply_id"]: f"{found.name(row['commissioner_id'])}: {replying.heading(item)}" for item, row in some}
    with st.expander("Keep what somebody said of an answer they were told before"):
        with st.form("reply_said", enter_to_submit=False):
            reply_id = st.selectbox(
                "Of which answer", list(labels), index=None, format_func=labels.get, placeholder="Choose"
            )
            said = st.radio("Did it answer them?", list(SAID_WORDS), index=None, format_func=SAID_WORDS.get)
            if not st.form_submit_button("Keep what they said"):
                return False
        if not reply_id or not said:
            st.error("Choose the answer, and whether it answered them.")
            return False
        return _kept(house, reader, reply_id, "", "", found.today, said)


def _kept(house: House, reader: Reader, reply_id: str, how: str, by: str, on: Any, said: str) -> bool:
    try:
        if how or by or not said:
            records.told(house, reader, reply_id, how, by, on)
        if said:
            records.verdict(house, reader, reply_id, said, on)
    except Refusal as refusal:
        st.error(" ".join([str(refusal), *refusal.problems]))
        return False
    return True
