"""Photos, recordings and films of the account that is open in triage: listed, opened one at a time, described."""

import streamlit as st

from tightrope.errors import Refusal
from tightrope.public import speak_words
from tightrope.records import media as records
from tightrope.records.house import House
from tightrope.records.media import Item, Opened
from tightrope.records.roles import Reader
from tightrope.screens.note import note

OPENED = "media_opened"
KINDS = {"photo": "Photo", "audio": "Recording", "video": "Film"}
WIDE = 640  # points on the screen: a film upright on a phone still fits a laptop
NAMED = "A named use, agreed with a person"
SHOW = {
    "photo": lambda one: st.image(one.data),
    "audio": lambda one: st.audio(one.data, format=one.mime),
    "video": lambda one: st.video(one.data, format=one.mime, width=WIDE),
}


def account(house: House, reader: Reader, story_id: str) -> None:
    """What goes with one account; nothing where nothing does. Each opening is on record before anything is shown."""
    try:
        items = records.listed(house, reader, story_id)
    except Refusal as refusal:
        st.error(str(refusal))
        return
    if not items:
        forget()
        return
    st.header("What goes with it")
    note(
        "Each opening is on record. Nobody else can see or hear these yet, whatever their consent says: what you let "
        "be heard is the words alone."
    )
    for number, item in enumerate(items, 1):
        _one(house, reader, item, f"{KINDS[item.kind]} {number} of {len(items)}")


def forget() -> None:
    """Let go of the file that is open."""
    st.session_state.pop(OPENED, None)


def size(count: int) -> str:
    """Bytes in words: 640 KB, 2.3 MB."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} KB"


def consent(item: Item) -> str:
    """What may be done with it, and where the account allows less, that."""
    own, allowed = (_level(one) for one in (item.consent_level, item.allowed))
    return own if item.allowed == item.consent_level else f"{own} (the account itself: {allowed})"


def _level(level: int) -> str:
    return speak_words.CONSENT.get(str(level), (NAMED,))[0]


def _one(house: House, reader: Reader, item: Item, name: str) -> None:
    st.subheader(name)
    st.text(f"{size(item.size)}. Consent: {consent(item)}.")
    if item.by_teller:
        st.caption("What is said or shown in it, by who sent it")
        st.text(item.by_teller)
    if item.by_reader:
        st.caption("What is said or shown in it, typed by who opened it")
        st.text(item.by_reader)
    opened = _opened(reader, item)
    if opened is None:
        if not st.button("Open it", key=f"media_{item.media_id}", help=f"{name}: this look is on record"):
            return
        try:
            opened = records.look(house, reader, item.media_id)
        except Refusal as refusal:
            st.error(str(refusal))
            return
        st.session_state[OPENED] = (reader.account_id, item.media_id, opened)
        st.rerun()  # one at a time: whatever was open above goes
    SHOW[opened.kind](opened)
    _described(house, reader, item)


def _opened(reader: Reader, item: Item) -> Opened | None:
    """The file, where this reader opened it: a look is written once for each opening, not for each click."""
    kept = st.session_state.get(OPENED)
    return kept[2] if kept and kept[:2] == (reader.account_id, item.media_id) else None


def _described(house: House, reader: Reader, item: Item) -> None:
    with st.form(f"said_{item.media_id}", enter_to_submit=False):
        text = st.text_area("What is said or shown in it (typed by you)", item.by_reader)
        if not st.form_submit_button("Keep what you typed"):
            return
    try:
        records.describe(house, reader, item.media_id, text)
    except Refusal as refusal:
        st.error(str(refusal))
        return
    st.rerun()
