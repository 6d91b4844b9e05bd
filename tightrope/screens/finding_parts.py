"""Search over accounts: by exact words, or for similar ones. One part that any page can hold."""

from dataclasses import dataclass

import streamlit as st

from tightrope.answers import finding as answers
from tightrope.answers.finding import PAGE, SIMILAR, WORDS, Found
from tightrope.answers.period import Period
from tightrope.evidence.concepts import concepts
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens import controls
from tightrope.screens.note import note
from tightrope.screens.panel import panel

MODES = {WORDS: "Exact words", SIMILAR: "Similar accounts"}
LABELS = {WORDS: "Words to look for", SIMILAR: "Or a sentence, as somebody would say it"}
LONGEST = 2_000  # letters; what is compared is cut there too
NOTHING = "Nothing from the list"
TEXT = "find_text"


@dataclass(frozen=True)
class Chosen:
    """What is chosen after this run. `again` is true when the page should run once more to show it.

    Mode, concept and how many are shown may stand in the page's address; the text somebody typed never does.
    """

    text: str
    mode: str
    concept: str
    shown: int
    again: bool
    found: Found


def find(
    house: House,
    reader: Reader,
    period: Period,
    chosen_text: str = "",
    chosen_mode: str = WORDS,
    chosen_concept: str = "",
    shown: int = PAGE,
) -> Chosen:
    """Draw the two modes, the text box, the list of what to look for and the accounts found in the period.

    How to use it on a page: give mode, concept and shown from the address (`links.Choice` over `MODES` and over
    `["", *concepts()]`, and a number), take them from what comes back, write them to the address, and rerun when
    `again` is true:

        found = finding_parts.find(opened, reader, period, "", chosen["mode"], chosen["concept"], shown)
        chosen["mode"], chosen["concept"] = found.mode, found.concept

    `chosen_text` fills the box the first time alone (a link from a theme, say); from then on the session keeps it, and
    it must not be written to the address, which browsers and proxies remember. Any other mode counts as exact words,
    any other concept as none. It writes nothing and needs no key of its own; use it once on a page.
    """
    mode = controls.parts(MODES, chosen_mode if chosen_mode in MODES else WORDS, "find_mode")
    concept, known = "", concepts()
    if mode == SIMILAR:
        concept = controls.select(
            st,
            "What to look for",
            ["", *known],
            chosen_concept if chosen_concept in known else "",
            "find_concept",
            lambda one: known[one].name if one else NOTHING,
        )
    text = st.text_input(LABELS[mode], value=chosen_text, max_chars=LONGEST, key=TEXT)
    found = answers.find(house, reader, period, text, mode, concept, shown)
    pressed = _drawn(found)
    return Chosen(text, mode, concept, shown + PAGE * pressed, pressed, found)


def _drawn(found: Found) -> bool:
    """The answer; true when more is asked for."""
    if found.why_not:
        st.text(found.why_not)
        return False
    if found.title:
        st.header(found.title)
    for one in (found.progress, *found.notes):
        if one:
            note(one)
    if not found.cards:
        return False
    values = {"cards": found.cards, "more": found.more, "step": PAGE}
    return panel("found.html", "found", values) == "more|"
