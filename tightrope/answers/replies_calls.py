"""Whom to ring, write to or see: answers that are written and not told, by the way their tellers asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tightrope import settings
from tightrope.answers.cards import attribution
from tightrope.answers.replies import Desk, Item
from tightrope.answers.replying import words_of
from tightrope.records import answering_desk
from tightrope.records.house import House
from tightrope.records.roles import TRIAGE, Reader
from tightrope.voices import answering

ROUTE_WORDS = {
    "phone": "By telephone",
    "letter": "By letter",
    "advocate": "Through their advocate",
    "web": "On the web, but without a code: ask the voice team how they are reached",
}
OUTCOME_WORDS = {
    "done": "It is done",
    "doing_by": "It is being done",
    "not_doing_because": "It is not being done, and why",
    "need_your_help": "We need your help",
}


@dataclass(frozen=True)
class Call:
    """One answer to be told. `words` and `contact` are empty where this reader may not open them, or has not."""

    reply_id: str
    story_id: str
    route: str
    by: str
    officer: str
    outcome: str
    answered_on: date | None
    waits: int
    words: str
    contact: str
    filed_as: str


def untold(found: Desk) -> list[tuple[Item, Mapping[str, Any]]]:
    """Accounts with an answer that waits to be told, the one written first on top."""
    some = [(one, answering.latest(one.replies)) for one in found.items if one.standing.untold()]
    return sorted(
        [(item, last) for item, last in some if last], key=lambda pair: (pair[1]["answered_on"], pair[0].story_id)
    )


def unasked(found: Desk) -> list[tuple[Item, Mapping[str, Any]]]:
    """Accounts whose tellers were told and have not said whether it answered them, the latest told on top."""
    some = [(one, answering.latest(one.replies)) for one in found.items if one.standing.wanted]
    told = [(item, last) for item, last in some if last and last["told_on"] and not last["teller_verdict"]]
    return sorted(told, key=lambda pair: (-pair[1]["told_on"].toordinal(), pair[0].story_id))


def calls(house: House, reader: Reader, found: Desk, handed: Mapping[str, Mapping[str, str]]) -> list[Call]:
    """What stands on the list. `handed`: words by account and part that answering_desk.opened() gave, or nothing."""
    some = untold(found)
    words = words_of(house, reader, [item.story_id for item, _ in some])
    return [_call(found, item, last, words, handed.get(item.story_id, {})) for item, last in some]


def answer(found: Desk) -> str:
    """The title of the list: how many wait to be told."""
    number = len(untold(found))
    if not number:
        return "Everybody whose answer is written has been told"
    if number == 1:
        return "One answer is written and its teller has not been told"
    return f"{number:,} answers are written and their tellers have not been told"


def to_say(call: Call, phone: str) -> str:
    """What to say, for whoever rings, writes or goes."""
    council = settings.settings().council.name
    return (
        f"I am ringing for {call.officer} of {council} council, about what you told us. You asked to be answered this "
        "way. Is now a good time? [Read the answer as it stands; leave a copy.] Did that answer you? [Keep yes or no "
        f"below.] If you would rather not hear from us again, say so. You can ring {phone}."
    )


def contact_words(reader: Reader, call: Call, opened: bool) -> str:
    """How the teller is reached, as far as this reader may know it."""
    if call.contact:
        return call.contact
    if not reader.may(TRIAGE):
        return "The voice team holds the number or address."
    if not opened:
        return "Not opened yet."
    return (
        f"None is filed with the account. It came as {call.filed_as}: look there."
        if call.filed_as
        else "None is filed."
    )


def _call(
    found: Desk, item: Item, last: Mapping[str, Any], words: Mapping[str, str], handed: Mapping[str, str]
) -> Call:
    reply_id = last["reply_id"]
    filed = item.account.get("source_id")
    return Call(
        reply_id=reply_id,
        story_id=item.story_id,
        route=item.account["reply_route"],
        by=attribution(item.account),
        officer=found.name(last["commissioner_id"]),
        outcome=OUTCOME_WORDS.get(last["outcome"], ""),
        answered_on=last["answered_on"],
        waits=(found.today - last["answered_on"]).days if last["answered_on"] else 0,
        words=handed.get(f"{answering_desk.REPLY_PART}{reply_id}", words.get(reply_id, "")),
        contact=handed.get(answering_desk.CONTACT, ""),
        filed_as=f"{item.account['source']} {filed}" if filed else "",
    )
