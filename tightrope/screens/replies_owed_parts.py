"""The list of answers that are owed: who told, who answers, by when; and first words where they may be read."""

from collections.abc import Mapping
from typing import Any

from tightrope.answers import replies
from tightrope.answers.cards import attribution
from tightrope.answers.replies import Desk, Item
from tightrope.records import stories
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, TRIAGE, Reader
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.replies_choices import AT_ONCE
from tightrope.voices import working_days

FIRST_LETTERS = 220  # of an account in the list: enough to know it again; the whole stands beside the answer
ROUTE_WORDS = {
    "phone": "by telephone",
    "letter": "by letter",
    "advocate": "through their advocate",
    "web": "on the web",
}


def owed(house: House, reader: Reader, found: Desk, chosen: Mapping[str, str]) -> str | None:
    """Answers owed, the longest overdue first; returns what was pressed: write|id, or more|."""
    for words in replies.notes(found):
        note(words)
    some = replies.narrowed(found.owed, found.today, chosen["officer"], chosen["service"], chosen["sort"])
    shown = some[: int(chosen["shown"])]
    opened = stories.words(house, reader, [one.story_id for one in shown])
    rows = [_row(found, reader, one, opened.get(one.story_id, {})) for one in shown]
    values = {"rows": rows, "left": len(some) - len(shown), "at_once": AT_ONCE, "any": bool(found.owed)}
    return panel("replies_owed.html", "replies_owed_list", values)


def _row(found: Desk, reader: Reader, one: Item, opened: Mapping[str, str]) -> dict[str, Any]:
    said, due = one.standing, one.standing.answer_by
    days = working_days.between(due, found.today, found.rules.holidays)
    return {
        "story_id": one.story_id,
        "by": attribution(one.account),
        "about": replies.about(found, one),
        "officer": found.name(one.officer_id),
        "route": ROUTE_WORDS[one.account["reply_route"]],
        "late": said.late(found.today),
        "due": due,
        "days": f"{abs(days):,} working day{'' if abs(days) == 1 else 's'}",
        "state": _state(one, found),
        "dates": said,
        "text": _first(one, reader, opened),
        "may_write": reader.may(TRIAGE) or (reader.may(DECIDE) and not one.apart),
    }


def _state(one: Item, found: Desk) -> str:
    if one.standing.reopened:
        return "Its teller says that the last answer did not answer them."
    if one.standing.untold():
        return "An answer is written, and its teller has not been told."
    if one.replies:
        return "An officer has read it."
    acknowledge = one.standing.acknowledge_by
    return "Nobody has taken it up." if acknowledge >= found.today else "Nobody has taken it up or acknowledged it."


def _first(one: Item, reader: Reader, opened: Mapping[str, str]) -> str:
    text = opened.get(stories.SHOWN) or opened.get(stories.RETOLD) or ""
    if text:
        return text if len(text) <= FIRST_LETTERS else f"{text[:FIRST_LETTERS].rsplit(' ', 1)[0]} \u2026"
    if not reader.may("read_words"):
        return "Your role counts accounts and does not read them."
    if one.apart:
        return (
            "Open it to answer it."
            if reader.may(TRIAGE)
            else "They do not let officers read this: the voice team answers."
        )
    return "These words cannot be opened now: the master key is missing."
