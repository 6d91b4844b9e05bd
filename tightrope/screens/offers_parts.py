"""What providers offer and what they say to what was found: for officers, who owe each an answer by a day."""

from collections.abc import Sequence

import streamlit as st

from tightrope.answers import offers as answers
from tightrope.answers import right_of_reply
from tightrope.answers.offers import ANY, Offer
from tightrope.answers.posts import contracts, officers
from tightrope.errors import Refusal
from tightrope.records import offering
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, Reader
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.tables import download

AT_ONCE = 30  # offers, and findings, on one page: a browser on a council laptop still scrolls them
EVERYWHERE = {ANY: "Every service"}


def draw_providers(house: House, reader: Reader) -> str | None:
    """The whole view; returns done| after something was kept, so that the page is drawn again."""
    found = answers.offers(house, reader)
    st.title(answers.title(found))
    note("Small and voluntary providers tell what they can do at /p/offer. Those who wait longest stand first.")
    shown = _narrow(house, found)
    done = _answer(house, reader, shown)
    values = {"offers": shown[:AT_ONCE], "more": max(len(shown) - AT_ONCE, 0)}
    panel("offers.html", "offers", values)
    download("These offers as CSV, without contacts", _rows(shown), "tightrope-offers.csv", "offers_csv")
    _findings(house)
    return done


def _narrow(house: House, found: Sequence[Offer]) -> list[Offer]:
    """Those of one service line and one part of the city."""
    names = {ANY: "Every service", **answers.lines(house)}
    places = [ANY, *sorted({one.locality for one in found} - {answers.WHOLE_CITY})]
    left, right = st.columns(2)
    service = left.selectbox("Service", list(names), format_func=names.__getitem__, key="offers_service")
    place = right.selectbox(
        "Part of the city", places, format_func=lambda one: "The whole city" if one == ANY else one, key="offers_place"
    )
    return answers.narrowed(found, service, place)


def _answer(house: House, reader: Reader, found: Sequence[Offer]) -> str | None:
    """The form that says what became of an offer."""
    if not reader.may(DECIDE) or not found:
        return None
    known, named = {one.offer_id: one for one in found}, officers(house)
    with st.expander("Say what became of an offer"), st.form("offer_answer", enter_to_submit=False, border=False):
        note("Whoever offered it reads this with their code: what became of it, your words, and who answers.")
        key = st.selectbox("Which offer", list(known), format_func=lambda one: _called(known[one]))
        state = st.radio(
            "What became of it",
            offering.OUTCOMES,
            index=None,
            horizontal=True,
            format_func=answers.STATE_WORDS.__getitem__,
        )
        words = st.text_area("In words", max_chars=offering.MOST_OUTCOME)
        who = st.selectbox(
            "Who answers", list(named), index=None, placeholder="Choose",
            format_func=lambda one: f"{named[one]['name']}, {named[one]['post']}",
        )  # fmt: skip
        if not st.form_submit_button("Keep this answer"):
            return None
    try:
        offering.answer(house, reader, key, state or "", words, who or "")
    except Refusal as refusal:
        st.error("\n".join([str(refusal), *(f"- {problem}" for problem in refusal.problems)]))
        return None
    return "done|"


def _findings(house: House) -> None:
    """Every finding that was put to a provider, beside what it says; late ones first."""
    st.header("What was put to providers, and what they say")
    rows = right_of_reply.beside(house, list(contracts(house)))
    if not rows:
        st.text("No provider has been asked yet. Weigh has the form, under the contract it is about.")
        return
    rows.sort(key=lambda one: not one.late)
    panel("right_of_reply.html", "rights_of_reply", {"rows": rows[:AT_ONCE], "many": True})
    if len(rows) > AT_ONCE:
        st.text(f"And {len(rows) - AT_ONCE} more: Weigh has them, each under its contract.")


def _rows(found: Sequence[Offer]) -> list[dict[str, object]]:
    return [
        {
            "offer_id": one.offer_id,
            "provider": one.provider_name,
            "service": one.service,
            "place": one.locality,
            "offer": one.words,
            "terms": one.terms,
            "offered_on": one.offered_on,
            "state": one.state_words,
            "outcome": one.outcome,
            "answer_due_on": one.due_on,
        }
        for one in found
    ]


def _called(one: Offer) -> str:
    return f"{one.provider_name}: {one.service.lower()}, {one.locality}"
