"""Writing an answer beside the account it answers: looked over while it is written, sent with a reason if it lacks."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from tightrope.answers import replies, replying
from tightrope.answers.replies import Desk, Item
from tightrope.answers.replies_calls import OUTCOME_WORDS
from tightrope.answers.replying import Looked, Opened
from tightrope.errors import Refusal
from tightrope.records import answering_desk
from tightrope.records import replying as records
from tightrope.records.house import House
from tightrope.records.replying import DOING, GONE, Draft
from tightrope.records.roles import DECIDE, TRIAGE, Reader
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.words import day
from tightrope.voices import reading_age
from tightrope.voices.perfunctory import OWN

DRAFTS = "reply_drafts"  # in the session: what was typed, by account, so that nothing is lost when the account goes
HANDED = "reply_handed"  # in the session: the words somebody who triages opened, so that one opening is one look
SENT = "replies_sent"  # in the session: what is said once after an answer went
STATE_WORDS = {
    "answered": "Answered: it says what we know and will do",
    "decided": "Decided: what will or will not happen is settled",
    "changed": "Changed: it is different now",
}
VERDICT_WORDS = {"answered": "It answered them.", "not_answered": "It did not answer them."}


def write(house: House, reader: Reader, found: Desk, story_id: str) -> str | None:
    """One account and its answer; returns sent|calls once it went, read| once it is kept as read, else None."""
    if not story_id:
        note("Choose an account under Owed, and write its answer here.")
        return None
    item = found.item(story_id)
    if item is None:
        _gone(story_id)
        return None
    one = _opened(house, reader, found, item)
    if one is None:
        return None
    left, right = st.columns(2, gap="large")
    with left:
        _account(found, one)
        done = _earlier(house, reader, found, one)
    with right:
        if not (one.may_answer and (reader.may(DECIDE) or reader.may(TRIAGE))):
            note("Your role does not answer this account.")
            _draft_kept(story_id)
            return done
        return _answer(house, reader, found, one) or done


def said_once() -> None:
    """What is said after an answer went, once."""
    words = st.session_state.pop(SENT, "")
    if words:
        st.success(words, icon=":material/check:")


def _opened(house: House, reader: Reader, found: Desk, item: Item) -> Opened | None:
    handed = None
    if item.apart and reader.may(TRIAGE):
        kept = st.session_state.get(HANDED)
        if kept and kept[:2] == (item.story_id, reader.account_id):
            handed = kept[2]
        else:
            try:
                handed = answering_desk.opened(house, reader, [item.story_id]).get(item.story_id, {})
            except Refusal as refusal:
                st.error(str(refusal))
                _draft_kept(item.story_id)
                return None
            st.session_state[HANDED] = (item.story_id, reader.account_id, handed)
    return replying.opened(house, reader, found, item, handed)


def _account(found: Desk, one: Opened) -> None:
    st.header("What they told")
    about = replies.about(found, one.item)
    panel("replies_account.html", "replies_account_read", {"one": one, "about": about})
    said = one.item.standing
    if said.wanted:
        note(
            f"Acknowledge by {day(said.acknowledge_by)}, answer by {day(said.answer_by)}, change or say why not by "
            f"{day(said.change_by)}."
        )
    if one.answers_also:
        number = "One colleague" if one.answers_also == 1 else f"{one.answers_also} colleagues"
        note(f"{number} noted the same: your answer goes to all of them, so tell nothing of anybody in it.")


def _earlier(house: House, reader: Reader, found: Desk, one: Opened) -> str | None:
    done = None
    for row, words in one.replies:
        st.subheader(f"{found.name(row['commissioner_id'])} answered on {day(row['answered_on'])}")
        st.text(words or "These words cannot be opened here.")
        told = f"Told on {day(row['told_on'])}." if row["told_on"] else "Its teller has not been told."
        promised = f" Promised by {day(row['doing_by_on'])}." if row["doing_by_on"] else ""
        note(
            f"{OUTCOME_WORDS.get(row['outcome'], '')}.{promised} {told} {VERDICT_WORDS.get(row['teller_verdict'], '')}"
        )
        if row is one.replies[-1][0] and one.may_answer and row["state"] != "changed":
            done = _moved(house, reader, row) or done
    return done


def _moved(house: House, reader: Reader, row: Mapping[str, Any]) -> str | None:
    left = list(records.STATES)[records.STATES.index(row["state"]) + 1 :]
    with st.form(f"reply_moved_{row['reply_id']}", enter_to_submit=False):
        state = st.selectbox("It has come further since", left, format_func=STATE_WORDS.__getitem__)
        if not st.form_submit_button("Keep this"):
            return None
    try:
        records.moved(house, reader, row["reply_id"], state)
    except Refusal as refusal:
        st.error(str(refusal))
        return None
    return "read|"


def _answer(house: House, reader: Reader, found: Desk, one: Opened) -> str | None:
    story_id = one.item.story_id
    st.header("The answer")
    who = replies.people_who_answer(found)
    usual = list(who).index(one.item.officer_id) if one.item.officer_id in who else None
    officer = st.selectbox("Who answers", list(who), usual, format_func=who.get, key=f"reply_who_{story_id}") or ""
    words = _words(story_id)
    outcome = st.radio(
        "What you say", list(OUTCOME_WORDS), index=None, format_func=OUTCOME_WORDS.get, key=f"reply_outcome_{story_id}"
    )
    by, promise = None, ""
    if outcome == DOING:
        by = st.date_input(
            "Done by", value=None, min_value=found.today, format="DD/MM/YYYY", key=f"reply_by_{story_id}"
        )
        promise = st.text_input(
            "The promise in one line, for everybody to read",
            max_chars=records.MOST_PROMISE,
            key=f"reply_promise_{story_id}",
        )
    state = st.selectbox(
        "How far it has come", list(STATE_WORDS), format_func=STATE_WORDS.get, key=f"reply_state_{story_id}"
    )
    looked = replying.look_over(house, reader, found, one, officer, words) if words.strip() else None
    why = _look(looked, story_id)
    if st.button("Send it", type="primary", key=f"reply_send_{story_id}"):
        lacks = looked.lacks if looked else ()
        due = one.item.standing.answer_by or found.today
        draft = Draft(words, officer, outcome or "", state or "", due, by, promise, lacks, why)
        return _sent(house, reader, story_id, draft)
    if not one.item.replies and st.button("Keep that it was read", key=f"reply_read_{story_id}"):
        return _read(house, reader, one, officer)
    return None


def _words(story_id: str) -> str:
    """What is typed; it is kept for the session apart from the field, which goes when the account does."""
    drafts = st.session_state.setdefault(DRAFTS, {})
    key = f"reply_words_{story_id}"
    if key not in st.session_state:
        st.session_state[key] = drafts.get(story_id, "")
    words = st.text_area("Your answer, to the person who told it", key=key, height=260)
    drafts[story_id] = words
    return words


def _look(looked: Looked | None, story_id: str) -> str:
    """What the answer has and lacks; returns why it goes as it is, where it lacks something and somebody says so."""
    if looked is None:
        note("While you write, this looks over what you wrote: does it answer, by whom, by when?")
        return ""
    values = {
        "lines": looked.check.lines,
        "own": OWN,
        "age": reading_age.words(looked.reading),
        "plain": looked.reading.is_plain,
        "named": looked.named,
    }
    panel("replies_look.html", "replies_look_over", values)
    if not looked.lacks:
        return ""
    note("It can go as it is, with a reason, which is sealed with it.")
    return st.text_input("Why it goes as it is", max_chars=400, key=f"reply_why_{story_id}")


def _sent(house: House, reader: Reader, story_id: str, draft: Draft) -> str | None:
    try:
        answered = records.send(house, reader, story_id, draft)
    except Refusal as refusal:
        st.error(" ".join([str(refusal), *refusal.problems]))
        return None
    st.session_state[DRAFTS].pop(story_id, None)
    st.session_state.pop(HANDED, None)
    number = "" if len(answered) == 1 else f" It answers {len(answered)} accounts that said the same."
    st.session_state[SENT] = f"Sent.{number} It counts as given once the teller was told: that is kept below."
    return "sent|calls"


def _read(house: House, reader: Reader, one: Opened, officer: str) -> str | None:
    try:
        due = one.item.standing.answer_by
        records.has_read(house, reader, one.item.story_id, officer or one.item.officer_id, due)
    except Refusal as refusal:
        st.error(str(refusal))
        return None
    return "read|"


def _gone(story_id: str) -> None:
    st.warning(GONE, icon=":material/block:")
    _draft_kept(story_id)


def _draft_kept(story_id: str) -> None:
    """What was typed to an account that cannot be answered here, to be copied."""
    draft = st.session_state.get(DRAFTS, {}).get(story_id, "")
    if draft:
        st.subheader("What you had written")
        st.text(draft)
