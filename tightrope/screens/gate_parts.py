"""What would change this time: every theme and serious account answered, and the evidence a renewal needs."""

import streamlit as st

from tightrope import settings
from tightrope.answers import gate as answers
from tightrope.answers.cards import cards, in_order
from tightrope.answers.evidence import evidence
from tightrope.answers.period import Period
from tightrope.answers.renewals import Renewal
from tightrope.errors import Refusal
from tightrope.records.house import House
from tightrope.records.renewal_answers import MOST_LETTERS, MOST_NAME
from tightrope.records.roles import DECIDE, Reader
from tightrope.renewals import gate as judging
from tightrope.renewals.gate import CHANGES, INTERESTS, Concern, Gate, Question
from tightrope.renewals.options import LOST, NAMES
from tightrope.screens.note import note
from tightrope.screens.panel import panel

MAY_NOT = "Your role reads these answers and does not give them."
FIRST_CARDS = 4  # accounts beside the form; Weigh has all of them


def what_changes(house: House, reader: Reader, period: Period, row: Renewal, item: str) -> str | None:
    """The gate of one contract; returns what was pressed: close|, item|part, or done| after an answer was kept."""
    found = answers.gate(house, reader, row.contract_id, period)
    st.title(judging.because(found))
    note(f"{row.title}. {judging.contradicts(found)}".strip())
    did = _option(house, reader, row, found)
    one = next((each for each in _parts(found) if _part(each) == item), None)
    if one is not None:
        did = _item(house, reader, period, row, found, one) or did
    values = {
        "found": found,
        "changes": {**CHANGES, **INTERESTS, judging.ANSWERED: "Answered"},
        "item": item,
        "may": reader.may(DECIDE),
    }
    pressed = panel("gate.html", "gate", values)
    did = _ready(house, reader, row, found) or did
    _paper(row, found)
    return pressed or did


def _option(house: House, reader: Reader, row: Renewal, found: Gate) -> str | None:
    """Which option is proposed: kept when the button is pressed."""
    if not reader.may(DECIDE):
        st.text(MAY_NOT)
        return None
    words = {one.option_id: f"{one.name} (lost)" if one.status == LOST else one.name for one in row.options}
    left, right = st.columns([2.2, 1.3], vertical_alignment="bottom")
    keys = list(NAMES)
    at = keys.index(found.option) if found.option in keys else None
    picked = left.selectbox(
        "Which option is proposed", keys, index=at, format_func=words.__getitem__, key=f"option_{row.contract_id}",
        placeholder="Choose one",
    )  # fmt: skip
    if right.button("Propose this option", disabled=picked is None or picked == found.option, width="stretch"):
        answers.propose(house, reader, row.contract_id, picked)
        return "done|"
    return None


def _item(
    house: House, reader: Reader, period: Period, row: Renewal, found: Gate, one: Concern | Question
) -> str | None:
    """One part, with the accounts or facts behind it and the form to answer it."""
    part, title = _part(one), one.title if isinstance(one, Concern) else one.kind.title
    st.header(title)
    if isinstance(one, Concern):
        asked = evidence(house, reader.audience, period)
        wanted = set(one.story_ids)
        accounts = in_order(each for each in asked.accounts if each["story_id"] in wanted)
        shown = cards(house, reader, asked, accounts[:FIRST_CARDS])
        more = len(accounts) - len(shown)
        panel("told.html", "told", {"one": one, "cards": shown, "more": more})
    else:
        for line in one.knows:
            st.text(line)
    if not reader.may(DECIDE):
        return None
    before = found.answers.get(part)
    with st.form(f"answer_{row.contract_id}_{part}", enter_to_submit=False):
        choices = _choices(one)
        choice = judging.ANSWERED
        if choices:
            keys = list(choices)
            at = keys.index(before.choice) if before and before.choice in keys else None
            choice = st.radio("What changes" if isinstance(one, Concern) else "Interests", keys, index=at,
                              format_func=choices.__getitem__, horizontal=True)  # fmt: skip
        words = st.text_area(_asks(one), before.words if before else "", max_chars=MOST_LETTERS)
        left, right = st.columns(2)
        named = left.text_input("Who answers for it", before.named if before else row.responsible, max_chars=MOST_NAME)
        dated = right.date_input("From which day", before.dated_on if before else settings.today(), format="DD/MM/YYYY")
        if not st.form_submit_button("Keep this answer"):
            return None
    try:
        answers.answer(house, reader, row.contract_id, part, choice or "", words, named, dated, period)
    except Refusal as refusal:
        st.error("\n".join([str(refusal), *(f"- {problem}" for problem in refusal.problems)]))
        return None
    return f"item|{_next(found, part)}"


def _ready(house: House, reader: Reader, row: Renewal, found: Gate) -> str | None:
    """Call it ready, where it may be; take that back, where it is."""
    if not reader.may(DECIDE) or not found.may_be_ready:
        return None
    if found.is_ready:
        if st.button("It is not ready after all"):
            answers.take_back(house, reader, row.contract_id)
            return "done|"
        return None
    if st.button("Call it ready", type="primary"):
        answers.call_ready(house, reader, row.contract_id, row.responsible, settings.today())
        return "done|"
    return None


def _paper(row: Renewal, found: Gate) -> None:
    """The paper's part on consultation and what changed, as it stands now."""
    lines = judging.paper(found)
    if not lines:
        return
    with st.expander("For the paper: consultation and what changed"):
        for line in lines:
            st.text(line)
        st.download_button(
            "This part as a text file",
            "\n\n".join([f"{row.title}: consultation and what changed", *lines]) + "\n",
            file_name=f"tightrope-{row.contract_id}-what-changed.txt",
            mime="text/plain",
            key="paper",
            icon=":material/download:",
        )


def _parts(found: Gate) -> list[Concern | Question]:
    return [*found.concerns, *found.questions]


def _part(one: Concern | Question) -> str:
    return one.part if isinstance(one, Concern) else one.kind.part


def _next(found: Gate, part: str) -> str:
    """The next blank part after the one just answered, or nothing."""
    blank = {one.part for one in found.blanks} - {part}
    order = [_part(one) for one in _parts(found)]
    rest = order[order.index(part) + 1 :] + order[: order.index(part)]
    return next((one for one in rest if one in blank), "")


def _choices(one: Concern | Question) -> dict[str, str]:
    if isinstance(one, Concern):
        return CHANGES
    return INTERESTS if one.kind.question_id == judging.INTERESTS_ID else {}


def _asks(one: Concern | Question) -> str:
    if isinstance(one, Question):
        return one.kind.asks
    kept = " People value this: say how it is kept." if one.praised else ""
    return f"Which clause or measure, and what it says now; or why nothing changes.{kept}"
