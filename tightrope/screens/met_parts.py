"""Start from the person you met: write them down, and see who has been heard in the other parts of the city."""

import streamlit as st

from tightrope import settings
from tightrope.answers import met as answers
from tightrope.answers.evidence import Evidence
from tightrope.answers.met import Met
from tightrope.answers.period import Period
from tightrope.errors import Refusal
from tightrope.public import speak_words
from tightrope.records.house import House
from tightrope.records.roles import LISTEN, Reader
from tightrope.records.telling import new_reference
from tightrope.screens import controls
from tightrope.screens.note import note
from tightrope.screens.panel import panel

REFERENCE = "met_reference"
TOLD = {"person": "Somebody who draws on the support", "unpaid_carer": "Somebody who looks after them, unpaid"} | {
    "family": "Family", "friend": "A friend or neighbour", "observer": "I saw it myself"
}  # fmt: skip
KEPT = (
    "Kept, and marked as written down by an officer who met them. The voice team reads it before it is counted or "
    "shown. These six words, for the person you met, show how far it has come: {code}"
)


def draw(house: House, reader: Reader, period: Period, found: Evidence, service_id: str) -> tuple[str, str]:
    """The line's parts of the city, and the form; returns (service line picked, pressed: ask|contract|place)."""
    lines = answers.lines(found)
    if not lines:
        st.title("No service is loaded, so nobody can be placed beside anybody")
        return service_id, ""
    title = st.container()
    chosen = service_id if service_id in lines else next(iter(lines))
    chosen = controls.select(st, "Service", list(lines), chosen, "met_service", lines.__getitem__)
    made = answers.places(house, reader, period, chosen)
    title.title(answers.sentence(lines[chosen], made).rstrip("."))
    note(
        "One person you met is one person. Here is who has been heard of the same service elsewhere: an empty ring is "
        "a place where nobody was. Ask there before you decide."
    )
    _form(house, reader, chosen, [one.locality for one in made])
    values = {"places": made, "rule": answers.RULE, "least": answers.until_today(period).words}
    pressed = panel("met.html", "met", values)
    return chosen, pressed or ""


def _form(house: House, reader: Reader, service_id: str, places: list[str]) -> None:
    said = st.session_state.pop("met_kept", "")
    if said:
        st.success(KEPT.format(code=said))
    if reader.may(LISTEN):
        with st.expander("Write down whom you met"):
            _fields(house, reader, service_id, places)


def _fields(house: House, reader: Reader, service_id: str, places: list[str]) -> None:
    reference = st.session_state.setdefault(REFERENCE, new_reference())
    with st.form("met_form", enter_to_submit=False):
        words = st.text_area("What they told you, in their words", max_chars=settings.settings().telling.longest)
        asks = st.text_input("What they want changed", max_chars=500)
        left, right = st.columns(2)
        role = left.selectbox("Who they are", list(TOLD), format_func=TOLD.__getitem__)
        place = right.selectbox("Where they live", places, index=None)
        level = st.selectbox(
            "What they let us do with it (ask them; if you did not, only those who handle it read it)",
            list(speak_words.CONSENT), format_func=lambda one: speak_words.CONSENT[one][0],
        )  # fmt: skip
        if not st.form_submit_button("Keep it"):
            return
    try:
        if not place:
            raise Refusal("Say where they live: it stands beside the other parts of the city.")
        receipt = answers.keep(
            house,
            reader,
            Met(reference, service_id, place, words, asks=asks, teller_role=role, consent_level=int(level)),
        )
    except Refusal as refusal:
        st.error("\n\n".join([str(refusal), *refusal.problems]))
        return
    st.session_state.pop(REFERENCE, None)
    st.session_state["met_kept"] = receipt.code
    st.rerun()
