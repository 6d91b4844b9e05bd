"""Writing in the register: a decision drafted from what is on file, a draft taken up again, or a correction."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import streamlit as st

from tightrope.answers import decision_draft, decision_facts
from tightrope.answers import decisions as answers
from tightrope.answers.period import Period
from tightrope.errors import NotFound, Refusal
from tightrope.records import deciding
from tightrope.records.decision_entries import DRAFT, STANDS, Between
from tightrope.records.decision_shapes import KINDS, MOST_LETTERS, Decided
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens import decision_form, session
from tightrope.screens.decision_form import Known
from tightrope.screens.note import box, note
from tightrope.screens.panel import panel

WRITE, TAKE_UP, CORRECT = "write", "draft", "correct"
SAID_AFTER = "decision_said_after"
WATCHED = "decision_watched"  # the decision that was written last in this window, and its entry
EVERY = 10  # seconds after which it is looked whether somebody else wrote about the same
START = "decision_start_"
DONE = "done|"


@dataclass(frozen=True)
class Start:
    """What a form began from: what its writer saw, what is on file, and the register's latest entry then."""

    made: Decided
    decision_id: str
    subject: str
    on_file: dict[str, str]
    known: Known
    seen: int


def is_form(item: str) -> bool:
    """True where the address opens a form: write, a kind:key to begin with, draft:id or correct:id."""
    return item == WRITE or item.partition(":")[0] in (*KINDS, TAKE_UP, CORRECT)


def forget() -> None:
    """A form that is opened anew shows what is on record then, not what it showed when it was left."""
    for key in [one for one in st.session_state if str(one).startswith(START)]:
        del st.session_state[key]


def draw(house: House, reader: Reader, period: Period, item: str) -> str | None:
    """The form that is open; returns item|what to open next, or done|."""
    if item == WRITE:
        return _choose(house, reader, period)
    name = f"{START}{item}"
    try:
        if name not in st.session_state:
            st.session_state[name] = _start(house, reader, period, item)
    except NotFound as refusal:
        st.info(str(refusal))
        return DONE if st.button("All decisions") else None
    start = st.session_state[name]
    corrects = item.partition(":")[0] == CORRECT
    st.title("Correct what is on record" if corrects else f"Record a decision: {start.subject}")
    note("What stands here is drafted from what is on file. Change what is not so; what only you know is blank.")
    if start.on_file:
        panel("decision_known.html", "decision_known", {"on_file": start.on_file})
    did = _form(house, reader, start, item, corrects)
    return did or (DONE if st.button("Close this form") else None)


def _choose(house: House, reader: Reader, period: Period) -> str | None:
    st.title("What is the decision about?")
    words = decision_facts.choices(house, reader, period)
    picked = st.selectbox(
        "A contract, a small pot or a service line", list(words), None, format_func=words.__getitem__,
        placeholder="Choose one",
    )  # fmt: skip
    if picked:
        return f"item|{picked}"
    return DONE if st.button("All decisions") else None


def _start(house: House, reader: Reader, period: Period, item: str) -> Start:
    """Where a form begins. Raises NotFound for a subject or decision that is not there, or not in that state."""
    kind, _, key = item.partition(":")
    if kind in KINDS:
        draft = decision_draft.draft(house, reader, period, kind, key)
        known = Known(draft.measures, draft.themes, draft.stories)
        return Start(draft.made, "", draft.subject, dict(draft.known), known, draft.seen)
    one = answers.one(house, reader, key)
    if one.state != (STANDS if kind == CORRECT else DRAFT):
        raise NotFound("This decision is not in a state in which it can be changed like this.")
    try:
        draft = decision_draft.draft(house, reader, period, one.made.kind, one.made.key)
    except NotFound:  # what it was about is in the data no more; its words can be corrected all the same
        return Start(one.made, key, one.made.title, {}, Known({}, {}, {}), deciding.last(house.stores))
    known = Known(draft.measures, draft.themes, draft.stories)
    return Start(one.made, key, draft.subject, {}, known, draft.seen)


def _form(house: House, reader: Reader, start: Start, item: str, corrects: bool) -> str | None:
    with st.form(f"decision_{item}", enter_to_submit=False):
        made = decision_form.fields(start.made, start.known, f"{item}_")
        if corrects:
            why = st.text_area("Why it is corrected", max_chars=MOST_LETTERS, key=f"{item}_why_corrected")
            record, keep = st.form_submit_button("Record the correction", type="primary"), False
        else:
            why = ""
            record = st.form_submit_button("Record the decision", type="primary")
            keep = st.form_submit_button("Keep it as a draft")
    if not record and not keep:
        return None
    try:
        if corrects:
            written = deciding.correct(house, reader, start.decision_id, start.made, made, why, start.seen)
        elif record:
            written = deciding.record(house, reader, made, start.decision_id, start.seen)
        else:
            written = deciding.keep_draft(house, reader, made, start.decision_id, start.seen)
    except Refusal as refusal:
        st.error("\n".join([str(refusal), *(f"- {problem}" for problem in refusal.problems)]))
        return None
    st.session_state[SAID_AFTER] = said(written.sequence, written.between, keep)
    st.session_state[WATCHED] = written.decision_id, written.sequence
    forget()
    return f"item|{written.decision_id}"


def said(sequence: int, between: Sequence[Between], is_draft: bool) -> str:
    """What whoever wrote is told: where it stands, and what others wrote about the same thing meanwhile."""
    words = f"The draft is kept as entry {sequence}." if is_draft else f"It is recorded as entry {sequence}."
    return f"{words} While you wrote: {_others(between)}" if between else words


def watch(decision_id: str) -> None:
    """Tell whoever recorded first, while their record is open, that somebody else did since."""
    watched, sequence = st.session_state.get(WATCHED, ("", 0))
    if watched == decision_id:
        _since(decision_id, sequence)


@st.fragment(run_every=EVERY)
def _since(decision_id: str, sequence: int) -> None:
    now, every = session.again(), []
    with suppress(Refusal):
        every = answers.decisions(*now) if now is not None else []
    mine = next((one for one in every if one.decision_id == decision_id), None)
    later = answers.since(every, mine, sequence) if mine else []
    if later:
        box(f"Since you wrote: {_others(later)}")


def _others(some: Sequence[Between]) -> str:
    who = "; ".join(f"{one.by} {one.what} (entry {one.sequence})" for one in some)
    return f"{who}. Both are kept, in order. Read the other before you go on."
