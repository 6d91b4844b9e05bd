"""You said, we did, as officers write it: draft, look at it as the public will, publish, take down; and promises."""

from datetime import date

import streamlit as st

from tightrope.answers import said as answers
from tightrope.answers import said_desk as desk
from tightrope.answers.posts import contracts, officers, services
from tightrope.answers.said_desk import Written
from tightrope.errors import Refusal
from tightrope.records import saying
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, Reader
from tightrope.records.saying import Draft
from tightrope.screens import promises_parts
from tightrope.screens.note import note
from tightrope.screens.panel import panel

AT_ONCE = 30  # lines on one page
OPEN = "said_open"  # in the session: the draft that is open
NEW, ANY = "new", "any"
NOTHING = ""


def draw(house: House, reader: Reader) -> bool:
    """The whole view; True when something was kept or opened, so that the page is drawn again."""
    st.title(answers.title(answers.said(house)))
    note("Anybody reads this at /p/said: the council's own words, counts as published, posts and no names.")
    written = desk.desk(house, reader)
    done = _open(house, reader, written) if reader.may(DECIDE) else False
    done = _listed(house, reader, written) or done
    return promises_parts.draw(house, reader) or done


def _listed(house: House, reader: Reader, written: list[Written]) -> bool:
    names = {ANY: "Every service", **{one.draft.service_id: one.service for one in written}}
    picked = st.selectbox("Service", list(names), format_func=names.__getitem__, key="said_service")
    some = [one for one in written if picked in (ANY, one.draft.service_id)]
    values = {"lines": some[:AT_ONCE], "more": max(len(some) - AT_ONCE, 0), "may": reader.may(DECIDE)}
    what, _, key = (panel("said_lines.html", "said_lines", values) or "").partition("|")
    if what == "edit":
        st.session_state[OPEN] = key
        return True
    return what == "down" and _do(saying.take_down, house, reader, key)


def _open(house: House, reader: Reader, written: list[Written]) -> bool:
    """The draft that is open, or an empty one; below it, as the public will read it."""
    drafts = {one.line.we_did_id: one for one in written if one.is_draft}
    if st.session_state.get(OPEN) not in drafts:
        st.session_state.pop(OPEN, None)
    key = st.session_state.get(OPEN, NEW)
    one = drafts.get(key)
    with st.expander("Write a line" if one is None else "The draft that is open", expanded=one is not None):
        made = _form(house, reader, key, one.draft if one else None)
        if made is not None and _keep(house, reader, made, key):
            return True
        return one is not None and _publish(house, reader, one)


def _form(house: House, reader: Reader, key: str, before: Draft | None) -> Draft | None:
    """The fields of a line; the draft when the button is pressed, else None."""
    names, named, themes = services(house), officers(house), {NOTHING: "No theme", **desk.themes()}
    places = {NOTHING: "The whole city", **{one: one for one in desk.localities(house)}}
    titles = {NOTHING: "The whole service", **{one: title for one, (title, _) in contracts(house).items()}}
    replies = {one.reply_id: one.words for one in desk.replies(house, reader)}
    chosen = [one for one in before.reply_ids if one in replies] if before else []
    with st.form(f"said_{key}", enter_to_submit=False, border=False):
        left, right = st.columns(2)
        service = left.selectbox(
            "Service", list(names), _at(names, before and before.service_id), format_func=names.__getitem__,
            placeholder="Choose",
        )  # fmt: skip
        contract = right.selectbox(
            "Contract", list(titles), _at(titles, before and before.contract_id) or 0, format_func=titles.__getitem__
        )
        theme = left.selectbox(
            "Theme: whoever told of it is counted", list(themes), _at(themes, before and before.theme_id) or 0,
            format_func=themes.__getitem__,
        )  # fmt: skip
        who = right.selectbox(
            "Who answers for it", list(named), _at(named, before and before.commissioner_id), placeholder="Choose",
            format_func=lambda one: f"{named[one]['name']}, {named[one]['post']}",
        )  # fmt: skip
        place = st.selectbox(
            "Part of the city, where it is about one", list(places), _at(places, before and before.locality) or 0,
            format_func=places.__getitem__,
        )  # fmt: skip
        picked = st.multiselect(
            "Replies that it sums up, all of one service", list(replies), chosen, format_func=replies.__getitem__
        )
        you_said = st.text_area(
            "You said, in your plain words", before.you_said if before else "", max_chars=saying.MOST_LETTERS
        )
        we_did = st.text_area(
            "We did, or do not do, and why", before.we_did if before else "", max_chars=saying.MOST_LETTERS
        )
        state = st.radio(
            "How it stands", answers.ORDER, answers.ORDER.index(before.state) if before else None, horizontal=True,
            format_func=answers.STATES.__getitem__,
        )  # fmt: skip
        due_on = st.date_input(
            "By when, where we are doing it: it becomes a promise", before.due_on if before else None,
            format="DD/MM/YYYY",
        )  # fmt: skip
        easy = st.text_area(
            f"Easy Read: one idea a line, at most {saying.EASY_WORDS} words each", before.easy_read if before else "",
            max_chars=saying.MOST_LETTERS,
        )  # fmt: skip
        if not st.form_submit_button("Keep the draft"):
            return None
    due = due_on if isinstance(due_on, date) and state == answers.DOING else None
    about = (contract or None, place or None, theme or None)
    return Draft(service or "", you_said, we_did, state or "", who or "", due, *about, easy, tuple(picked))


def _keep(house: House, reader: Reader, made: Draft, key: str) -> bool:
    try:
        st.session_state[OPEN] = saying.draft(house, reader, made, "" if key == NEW else key)
    except Refusal as refusal:
        _say(refusal)
        return False
    return True


def _publish(house: House, reader: Reader, one: Written) -> bool:
    """The draft as the public will read it, what to look at again, and the buttons."""
    st.header("As the public will read it")
    warned = desk.warnings(house, reader, one.draft)
    panel("said_preview.html", "said_preview", {"line": one.line, "warnings": warned})
    note(one.reading)
    looked = st.checkbox("I looked again, and nobody is named", key=f"looked_{one.line.we_did_id}") if warned else False
    left, right = st.columns(2)
    if right.button("Close the draft", width="stretch"):
        st.session_state.pop(OPEN, None)
        return True
    if not left.button("Put it before the public", type="primary", width="stretch"):
        return False
    return _do(saying.publish, house, reader, one.line.we_did_id, one.draft, looked)


def _do(what, *given) -> bool:  # type: ignore[no-untyped-def]
    """Carry it out, or say why not."""
    try:
        what(*given)
    except Refusal as refusal:
        _say(refusal)
        return False
    return True


def _say(refusal: Refusal) -> None:
    st.error("\n".join([str(refusal), *(f"- {problem}" for problem in refusal.problems)]))


def _at(options: dict[str, object], value: str | None) -> int | None:
    """Where a value stands among the options; None where it is not there."""
    return list(options).index(value) if value in options else None
