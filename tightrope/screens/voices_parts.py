"""The parts of the Voices page: accounts in full, themes by who tells of them, what sets some apart, quotes by rule."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from tightrope.answers import quoting
from tightrope.answers import voices as answers
from tightrope.answers.cards import cards
from tightrope.answers.period import Period
from tightrope.answers.voices import ANY, FILTERS, Told
from tightrope.errors import Refusal
from tightrope.records import swapping
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, READ_WORDS, Reader
from tightrope.screens import controls, finding_parts
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.voices.heard import GROUPS
from tightrope.voices.quotes import RULE_WORDS

PARTS = {
    "read": "Read",
    "themes": "Themes",
    "between": "Who says what",
    "quotes": "Quotes",
    "find": "Find",
}
FILTER_WORDS = {
    "service": "Service",
    "contract": "Contract",
    "place": "Place",
    "teller": "Told by",
    "channel": "How it came",
    "theme": "Theme",
    "severity": "At least as serious as",
    "about": "About",
}
AT_ONCE = 20  # accounts read at once
MOST_SHOWN = 400  # accounts on one page: a browser on a council laptop still scrolls it
MOST_DIVIDES = 6
MOST_LABEL = 120  # letters of a button


def narrow(known: Mapping[str, Mapping[str, str]], chosen: dict[str, str]) -> None:
    """The filters behind one button; changes `chosen` in place."""
    on = [known[name].get(chosen[name], "") for name in FILTERS if chosen[name] != ANY]
    with st.popover((", ".join(on) or "All accounts: narrow them")[:MOST_LABEL], width="stretch"):
        for name in FILTERS:
            options = known[name]
            chosen[name] = controls.select(
                st, FILTER_WORDS[name], list(options), chosen[name], f"voices_{name}", options.__getitem__
            )


def read(house: House, reader: Reader, found: Told, shown: int) -> str | None:
    """Accounts in full, the most serious first, then the latest; returns what was pressed: more|."""
    note("Most serious first, then latest. Who may not be quoted is counted, with a retelling where there is one.")
    some = cards(house, reader, found.found, found.accounts[:shown])
    return panel("voices_read.html", "voices_read", {"cards": some, "left": max(len(found.accounts) - shown, 0)})


def themes(house: House, reader: Reader, found: Told, opened: str) -> str | None:
    """Each theme with its four numbers, by who tells of it; one as a trend. Returns what was pressed: theme|id."""
    rows = answers.themes(house, reader, found)
    told = [row for row in rows if row.four]
    if told:
        names = {row.theme_id: row.name for row in told}
        st.header("How a theme moves")
        picked = controls.select(
            st, "Theme", list(names), opened if opened in names else told[0].theme_id, "voices_trend", names.get
        )
        quarters, said = answers.quarters(found, picked)
        st.text(said)
        st.text(answers.told_by(found))
        panel("voices_trend.html", "voices_quarters", {"quarters": quarters, "name": names[picked]})
    st.header("Every theme, by how many people tell of it")
    st.text(answers.told_by(found))
    values = {"rows": rows, "groups": answers.groups(found), "opened": opened}
    return panel("voices_themes.html", "voices_themes", values)


def between(house: House, reader: Reader, found: Told, all_told: Told) -> None:
    """Common ground and divides between sorts of tellers, and what sets the selection apart from all others."""
    common, divided = answers.common_and_divided(found)
    known = found.found.themes
    st.header("What all sorts of people tell of")
    st.text(", ".join(known[one].name for one in common) or "Nothing that a fifth of every group tells of.")
    note("Groups with fewer than eight people heard are not compared.")
    st.header("Where they differ by more than chance explains")
    for one in divided[:MOST_DIVIDES]:
        st.text(
            f"{known[one.theme_id].name}: {GROUPS[one.group].lower()} {one.here.telling} of {one.here.heard}, "
            f"all others {one.others.telling} of {one.others.heard}."
        )
    if not divided:
        st.text("Nothing.")
    st.header("What sets these accounts apart from all others")
    if not found.narrowed:
        st.text("Choose a contract, a place or another filter above.")
        return
    words, some = quoting.apart(house, reader, found, all_told)
    for one in some:
        st.text(f"{known[one.what].name}: {one.here} people here, {one.elsewhere} elsewhere.")
    if words:
        listed = ", ".join(f"\u201c{one.what}\u201d ({one.here} and {one.elsewhere})" for one in words)
        st.text(f"Words that more people use here, with how many here and elsewhere: {listed}.")
    if not words and not some:
        st.text("No word and no theme that at least three people use, by more than chance explains.")


def quotes(house: House, reader: Reader, found: Told) -> bool:
    """The quotes the rules choose, and a form to put another in the place of one; True when one was swapped."""
    some = quoting.quotes(house, reader, found)
    note("Nobody picks these: the same accounts give the same quotes, each by the rule that stands under it.")
    panel("voices_quotes.html", "voices_quotes", {"quotes": some, "names": RULE_WORDS})
    if not some or not reader.may(DECIDE) or not reader.may(READ_WORDS):
        return False
    return _swapped(house, reader, found, some)


def find(house: House, reader: Reader, period: Period, chosen: dict[str, str]) -> bool:
    """Search all accounts of the months, whatever narrows the other parts; changes `chosen` in place.

    True when more accounts were asked for.
    """
    note("Searches all accounts of these months that may be read. What you look for is kept nowhere.")
    mode, concept, shown = chosen["mode"], chosen["concept"], int(chosen["shown"])
    made = finding_parts.find(house, reader, period, "", mode, concept, shown)
    chosen.update(mode=made.mode, concept=made.concept, shown=str(min(made.shown, MOST_SHOWN)))
    return made.again


def _swapped(house: House, reader: Reader, found: Told, some: Sequence[Any]) -> bool:
    pool = {one["story_id"]: one for one in quoting.pool(found)}
    by = {card.story_id: f"{card.by} ({card.story_id})" for card in cards(house, reader, found.found, pool.values())}
    places = {f"{one.rule}|{one.chosen_id}": f"{RULE_WORDS[one.rule]}, {one.card.by}" for one in some}
    with st.expander("Put another account in the place of one"), st.form("swap", enter_to_submit=False):
        note("Both the rule's choice and your reason stay on record, and the reason stands under the quote.")
        place = st.selectbox("In the place of", list(places), format_func=places.__getitem__)
        instead = st.selectbox("This account", list(by), index=None, format_func=by.__getitem__, placeholder="Choose")
        why = st.text_input("Why", max_chars=swapping.MOST_LETTERS)
        if not st.form_submit_button("Swap it"):
            return False
    rule, _, chosen = place.partition("|")
    try:
        swapping.swap(house, reader, quoting.selection(found), rule, chosen, instead or "", why, pool)
    except Refusal as refusal:
        st.error(" ".join([str(refusal), *refusal.problems]))
        return False
    return True
