"""Asking those a decision rests on whether it got better: who can be asked, the button, what they said, by hand too."""

from collections.abc import Callable, Sequence

import streamlit as st

from tightrope import settings
from tightrope.answers import asked_again as answers
from tightrope.answers.asked_again import Wave
from tightrope.answers.cards import attribution
from tightrope.answers.decisions import Decision
from tightrope.errors import Refusal
from tightrope.records import asking
from tightrope.records.asking import BETTER, CANNOT_SAY, SAME, WORSE
from tightrope.records.decision_entries import STANDS
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, READ_WORDS, TRIAGE, Reader
from tightrope.screens.panel import panel

WAY_WORDS = {
    "code": "On the web, by their code",
    "phone": "By telephone",
    "letter": "By letter",
    "advocate": "Through their advocate",
    "in_person": "In person",
    "no_code": "They asked for the web and have no code",
    "none": "They named no way to be answered",
}
SAID_WORDS = {BETTER: "Better", SAME: "About the same", WORSE: "Worse", CANNOT_SAY: "They cannot say"}


def draw(house: House, reader: Reader, one: Decision) -> bool:
    """What they said, who can be asked, and the forms of whoever may; True when something was kept."""
    found = answers.waves(house, reader, one)
    may_ask = reader.may(DECIDE) and one.state == STANDS
    reach = answers.reach(house, reader, one) if reader.may(READ_WORDS) and one.state == STANDS else None
    values = {"waves": found, "reach": reach, "ways": WAY_WORDS, "silent": answers.SILENT}
    panel("decision_again.html", "decision_again", values)
    asked = False
    if may_ask and reach and reach.can and not reach.refused and st.button("Ask them whether it is better"):
        asked = _kept(lambda: asking.ask(house, reader, one.decision_id))
    if one.state == STANDS and (reader.may(DECIDE) or reader.may(TRIAGE)):
        asked = _by_hand(house, reader, one.decision_id, found[:1]) or asked
    return asked


def _by_hand(house: House, reader: Reader, decision_id: str, found: Sequence[Wave]) -> bool:
    """The form for what somebody said to whoever rang, wrote or went: empty again for the next once it is kept."""
    rows = [row for wave in found for row in answers.open_accounts(house, reader, wave)]
    if not rows:
        return False
    wave, today = found[0], settings.today()
    labels = {
        row["story_id"]: f"{attribution(row)}; {WAY_WORDS[row['way']].lower()}; account {row['story_id'][:7]}"
        + ("; answered" if row["said"] else "")
        for row in sorted(rows, key=lambda row: (row["said"] is not None, row["way"], row["story_id"]))
    }
    kept = f"asked_kept_{decision_id}"  # in the session: how many answers this window has kept
    at = f"asked_{decision_id}_{st.session_state.get(kept, 0)}"
    with st.expander("Keep what somebody answered"), st.form(at, enter_to_submit=False, border=False):
        story_id = st.selectbox(
            "Whose answer", list(labels), None, format_func=labels.__getitem__, placeholder="Choose", key=f"{at}_whose"
        )
        said = st.radio(
            "Since then it is", list(SAID_WORDS), None, format_func=SAID_WORDS.__getitem__, key=f"{at}_said"
        )
        how = st.selectbox(
            "How they were asked", asking.HOW, None, format_func=WAY_WORDS.get, placeholder="Choose", key=f"{at}_how"
        )
        on = st.date_input("On which day they said so", today, min_value=wave.asked_on, max_value=today,
                           format="DD/MM/YYYY", key=f"{at}_on")  # fmt: skip
        if not st.form_submit_button("Keep this answer"):
            return False
    if not story_id:
        st.error("Choose who answered.")
        return False
    done = _kept(lambda: asking.answer_for(house, reader, story_id, wave.wave_id, said or "", how or "", on))
    if done:
        st.session_state[kept] = st.session_state.get(kept, 0) + 1
    return done


def _kept(keep: Callable[[], object]) -> bool:
    try:
        keep()
    except Refusal as refusal:
        st.error("\n".join([str(refusal), *(f"- {problem}" for problem in refusal.problems)]))
        return False
    return True
