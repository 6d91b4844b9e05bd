"""What the Replies page shows: chosen on the page, kept in the address."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from tightrope.answers import replies, replies_ages, replies_calls
from tightrope.answers.replies import ANY, SORTS, Desk
from tightrope.screens import address, controls
from tightrope.screens.links import Choice, Text

OWED, WRITE, CALLS, AGES, SWARM, SAID = "owed", "write", "calls", "ages", "swarm", "said"
VIEWS = {
    OWED: "Owed",
    WRITE: "Write",
    CALLS: "Tell them",
    AGES: "By officer and service",
    SWARM: "How far all have come",
    SAID: "You said, we did",
}
AT_ONCE = 20  # accounts listed at once
MOST_SHOWN = 400  # on one page: a browser on a council laptop still scrolls it
MOST_LABEL = 120  # letters of a button
NARROWS = {"officer": "Officer", "service": "Service", "sort": "Which of them"}


def read(found: Desk, data_date: date) -> tuple[dict[str, str], dict[str, Mapping[str, str]]]:
    """The checked choices of the address, and what each filter may be set to."""
    officers = {one.officer_id or "nobody" for one in found.items if one.standing.wanted}
    named = {key: "Nobody is named" if key == "nobody" else found.name(key) for key in officers}
    known: dict[str, Mapping[str, str]] = {
        "officer": {ANY: "Everybody", **dict(sorted(named.items(), key=lambda pair: pair[1]))},
        "service": {ANY: "Every service", **replies.services_of(found)},
        "sort": SORTS,
    }
    shown = [str(number) for number in range(AT_ONCE, MOST_SHOWN + 1, AT_ONCE)]
    parts = [Choice("view", "view", list(VIEWS), OWED), Text("of", "account")]
    parts += [Choice(name, words.lower(), list(known[name]), ANY) for name, words in NARROWS.items()]
    parts.append(Choice("shown", "number of accounts", shown, shown[0]))
    return address.read(parts, data_date), known


def draw(known: Mapping[str, Mapping[str, str]], chosen: dict[str, str]) -> None:
    """The views side by side, and for the list what narrows it behind one button; changes `chosen` in place."""
    chosen["view"] = controls.parts(VIEWS, chosen["view"], "replies_view")
    if chosen["view"] != OWED:
        return
    on = [known[name][chosen[name]] for name in NARROWS if chosen[name] != ANY]
    with st.popover((", ".join(on) or "Everything that is owed: narrow it")[:MOST_LABEL], width="stretch"):
        for name, words in NARROWS.items():
            options = known[name]
            chosen[name] = controls.select(
                st, words, list(options), chosen[name], f"replies_{name}", options.__getitem__
            )


def title(found: Desk, chosen: Mapping[str, str]) -> str:
    """The sentence on top, which answers what the view asks."""
    if chosen["view"] == CALLS:
        return replies_calls.answer(found)
    if chosen["view"] == SWARM:
        return replies_ages.swarm_title(found)
    item = found.item(chosen["of"]) if chosen["view"] == WRITE else None
    if item is not None:
        return replies.answer_of(found, item)
    return replies.answer(found, chosen["officer"] if chosen["view"] == OWED else ANY)


def after(chosen: dict[str, str], pressed: str | None) -> None:
    """What a press changes: an account to write to, where to go once it went, or more; changes `chosen` in place."""
    what, _, key = (pressed or "").partition("|")
    if what == "write":
        chosen.update(view=WRITE, of=key)
    elif what == "sent":
        chosen.update(view=key, of="")
    elif what == "more":
        chosen["shown"] = str(min(int(chosen["shown"]) + AT_ONCE, MOST_SHOWN))
