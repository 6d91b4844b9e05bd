"""The register of decisions: what was decided, on what, what was written about it since, and whether it worked."""

from collections.abc import Callable, Sequence

import streamlit as st

from tightrope.answers import decisions as answers
from tightrope.answers import did_it_work as after
from tightrope.answers import renewals
from tightrope.answers.decision_notice import cited_words, cost_words, lines
from tightrope.answers.decision_words import measure_name
from tightrope.answers.decisions import STATE_WORDS, Decision
from tightrope.answers.expectations import Score
from tightrope.answers.period import Period
from tightrope.answers.say import day, times
from tightrope.errors import NotFound, Refusal
from tightrope.records import deciding
from tightrope.records.deciding import OUTCOMES
from tightrope.records.decision_entries import DRAFT, STANDS
from tightrope.records.decision_shapes import KINDS, MOST_LETTERS
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, Reader
from tightrope.screens import decision_again_parts, decision_write_parts
from tightrope.screens.decision_write_parts import CORRECT, SAID_AFTER, TAKE_UP, WRITE
from tightrope.screens.note import box, note
from tightrope.screens.panel import panel
from tightrope.screens.tables import download, table
from tightrope.voices.taking_part import LADDER
from tightrope.weighing.words import percent

AT_ONCE = 30  # decisions on one page
DONE = "done|"


def draw(house: House, reader: Reader, chosen: dict[str, str]) -> str | None:
    """The whole view; returns what was pressed: item|what to open, open|contract, or done|."""
    period, found = renewals.usual(house), answers.decisions(house, reader)
    said = st.session_state.pop(SAID_AFTER, "")
    if said:
        box(said)
    if decision_write_parts.is_form(chosen["item"]) and reader.may(DECIDE):
        return decision_write_parts.draw(house, reader, period, chosen["item"])
    decision_write_parts.forget()
    try:
        opened = answers.one(house, reader, chosen["item"]) if chosen["item"] else None
    except NotFound:
        opened = None
    if opened is None:
        return _list(house, reader, found)
    return _one(house, reader, period, opened, found)


def _list(house: House, reader: Reader, found: Sequence[Decision]) -> str | None:
    st.title(answers.answer(found))
    _whole(house)
    new = reader.may(DECIDE) and st.button("Record a decision")
    values = {
        "found": found[:AT_ONCE],
        "more": max(len(found) - AT_ONCE, 0),
        "states": STATE_WORDS,
        "kinds": KINDS,
        "cited": cited_words,
        "times": times,
        "may": reader.may(DECIDE),
    }
    pressed = panel("decision_list.html", "decision_list", values)
    _foresight(found)
    if found:
        with st.expander("These as a table"):
            _as_table(found)
    return f"item|{WRITE}" if new else pressed


def _one(house: House, reader: Reader, period: Period, one: Decision, found: Sequence[Decision]) -> str | None:
    back = st.button("All decisions")
    st.title(_stands(one))
    st.text(one.made.title)
    decision_write_parts.watch(one.decision_id)
    runs = {row.contract_id for row in renewals.renewals(house, reader, period)}
    values = {
        "one": one,
        "made": one.made,
        "others": [each for each in found if each.decision_id in one.others],
        "states": STATE_WORDS,
        "cited": cited_words,
        "cost": cost_words(one),
        "measure": measure_name,
        "ladder": LADDER,
        "runs": one.made.key in runs,
    }
    pressed = panel("decision_one.html", "decision_one", values)
    st.download_button(
        "This record as a text file",
        "\n".join(lines(one)) + "\n",
        file_name=f"tightrope-decision-{one.decision_id}.txt",
        mime="text/plain",
        key="decision_text",
        icon=":material/download:",
    )
    did = _outcome(house, reader, one) if one.state != DRAFT else None
    if reader.may(DECIDE) and one.state != DRAFT:
        did = _write_beside(house, reader, one, found) or did
    if one.state == DRAFT and reader.may(DECIDE) and st.button("Take this draft up", type="primary"):
        return f"item|{TAKE_UP}:{one.decision_id}"
    if back:
        return DONE
    return pressed or did


def _stands(one: Decision) -> str:
    """How it stands, in a sentence; the title that somebody typed stands below it as text."""
    when = f"on {day(one.made.decided_on)}" if one.made.decided_on else "on a day not named"
    if one.replaced_by:
        return f"Decided {when}; another decision took its place"
    if one.state == DRAFT:
        return "A draft: nothing is decided by it"
    if one.is_due and one.made.review_on:
        return f"Decided {when}; due for review since {day(one.made.review_on)}"
    if one.to_review_on:
        return f"Decided {when}; to be reviewed on {day(one.to_review_on)}"
    return f"Decided {when}" + (f"; reviewed on {day(one.reviewed_on)}" if one.reviewed_on else "")


def _outcome(house: House, reader: Reader, one: Decision) -> str | None:
    """What was expected beside what happened, and the button that writes it down."""
    found = after.did_it_work(house, reader, one)
    st.header(f"Did it work? {found.title}")
    panel("decision_after.html", "decision_after", {"found": found})
    asked = f"item|{one.decision_id}" if decision_again_parts.draw(house, reader, one) else None
    results = after.results(found)
    if not results or not reader.may(DECIDE):
        return asked
    if st.button("Write this into the register"):
        return _kept(lambda: deciding.check(house, reader, one.decision_id, results), one.decision_id)
    return asked


def _write_beside(house: House, reader: Reader, one: Decision, found: Sequence[Decision]) -> str | None:
    """Everything that can be added to a decision: nothing that was written is taken away by it."""
    key = one.decision_id
    did = None
    if one.state == STANDS and st.button("Correct it"):
        did = f"item|{CORRECT}:{key}"
    with st.expander("Write down a review"), st.form(f"review_{key}", enter_to_submit=False, border=False):
        outcome = st.radio("What it comes to", list(OUTCOMES), None, format_func=OUTCOMES.__getitem__)
        words = st.text_area("What was found", max_chars=MOST_LETTERS)
        if st.form_submit_button("Keep this review"):
            did = _kept(lambda: deciding.review(house, reader, key, outcome or "", words), key) or did
    with st.expander("Write down who does not agree"), st.form(f"dissent_{key}", enter_to_submit=False, border=False):
        who = st.text_input("Who does not agree", max_chars=120)
        why = st.text_area("Why they do not agree", max_chars=MOST_LETTERS)
        if st.form_submit_button("Keep this"):
            did = _kept(lambda: deciding.dissent(house, reader, key, who, why), key) or did
    later = {each.decision_id: each.made.title for each in found if each.state == STANDS and each.decision_id != key}
    if one.state == STANDS and later:
        with st.expander("Another decision takes its place"), st.form(f"replace_{key}", enter_to_submit=False):
            by = st.selectbox("Which", list(later), None, format_func=later.__getitem__, placeholder="Choose")
            because = st.text_area("Why it takes its place", max_chars=MOST_LETTERS)
            if st.form_submit_button("Put it in its place"):
                did = _kept(lambda: deciding.supersede(house, reader, key, by or "", because), key) or did
    return did


def _whole(house: House) -> None:
    """Whether every entry is as it was written."""
    try:
        faults = answers.whole(house)
    except Refusal as refusal:
        note(str(refusal))
        return
    if faults:
        st.error("\n".join(["The register is not as it was written:", *(f"- {fault}" for fault in faults)]))
    else:
        note("Every entry is as it was written: each is sealed over the one before. A correction shows as one.")


def _foresight(found: Sequence[Decision]) -> None:
    """How often what was expected came about."""
    seen = after.foresight(found)
    if not seen.every.due and not seen.waiting:
        return
    st.header("How well do we foresee?")
    for who, score in (
        ("All decisions", seen.every),
        ("Shaped together with people (steps 6 and 7)", seen.together),
        ("People were told (steps 1 to 3)", seen.told),
    ):
        st.text(f"{who}: {_score_words(score)}")
    if seen.waiting:
        st.text(f"{seen.waiting} more with something due that nobody has looked at: open it and write it down.")
    note("Things expected of one decision stand together, and decisions differ in more than in who shaped them: "
         "this is what came about, not why.")  # fmt: skip


def _score_words(score: Score) -> str:
    if not score.due or score.low is None or score.high is None:
        return "nothing that was expected has been looked at yet."
    words = f"{score.hits} of {score.due} things expected came about (probably {percent(score.low)} to "
    words += f"{percent(score.high)} in the long run)"
    if score.mean_miss is None:
        return f"{words}."
    return f"{words}; on average {percent(score.mean_miss)} of the change expected was missed."


def _as_table(found: Sequence[Decision]) -> None:
    rows = [
        {
            "title": one.made.title,
            "about": f"{KINDS[one.made.kind]} {one.made.key}",
            "state": STATE_WORDS[one.state],
            "decided_on": one.made.decided_on,
            "decided_by": one.made.decided_by,
            "key": "yes" if one.made.is_key else "no",
            "review_on": one.made.review_on,
            "people": one.cited.people,
        }
        for one in found
    ]
    columns = {
        "title": "Title",
        "about": "About",
        "state": "How it stands",
        "decided_on": st.column_config.DateColumn("Decided on", format="DD/MM/YYYY"),
        "decided_by": "Who decided",
        "key": "Key decision",
        "review_on": st.column_config.DateColumn("Reviewed on", format="DD/MM/YYYY"),
        "people": "People it rests on",
    }
    table(rows, columns, "Decisions on record", "Nothing is on record.")
    download("These rows as CSV", rows, "tightrope-decisions.csv", "decisions_csv")


def _kept(keep: Callable[[], object], decision_id: str) -> str | None:
    """Do it; what is wrong is said, and the form keeps what was typed."""
    try:
        keep()
    except Refusal as refusal:
        st.error("\n".join([str(refusal), *(f"- {problem}" for problem in refusal.problems)]))
        return None
    return f"item|{decision_id}"
