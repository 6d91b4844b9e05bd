"""A meeting: who is in the room decides as whom evidence is read, and what is exempt is left out before it is shown."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tightrope.answers import pack_item
from tightrope.answers.decision_draft import Draft, draft
from tightrope.answers.pack_item import Commercial
from tightrope.answers.period import Period
from tightrope.errors import Refusal
from tightrope.records.decision_shapes import Interest, problems
from tightrope.records.house import House
from tightrope.records.meeting_notes import Declared, Dissent, Interests
from tightrope.records.roles import READ_WORDS, Reader
from tightrope.records.share_links import opener
from tightrope.records.sharing import NAMED, OPEN

PUBLIC, PROVIDER, MEMBERS, OFFICERS = "public", "provider", "members", "officers"
ROOMS = {  # the widest audience first: it is what stands until somebody says who is there
    PUBLIC: "The public or the press",
    PROVIDER: "Somebody of a provider",
    MEMBERS: "Members of the board or committee",
    OFFICERS: "Officers of the council alone",
}
LEVELS = {PUBLIC: OPEN, PROVIDER: OPEN, MEMBERS: NAMED}
IN_ROOM = {
    PUBLIC: "Words are those that their tellers let anybody read.",
    PROVIDER: "Words are those that their tellers let anybody read.",
    MEMBERS: "Words are those that their tellers let named readers outside the council's offices read.",
    OFFICERS: "Words are those that their tellers let officers read. Counts are exact, and prices are shown.",
}
PUBLISHED = "Counts of people are rounded as in published papers, and exempt figures are left out."
LEFT_OUT = "left out: it is exempt, and others than officers are in the room"
LONGEST_PIN, MOST_PINS = 120, 12
OF_ITEM = re.compile(r"(\d+)\.\s+(.*)")  # "2. Her sister works there": the full stop tells it from "2 members"


def reader_in(room_is: str, reader: Reader) -> Reader:
    """As whom evidence is read: the officer alone, else somebody with a link for those who are there.

    Whoever may read no words reads none in any room. A room that nobody knows is taken for the public.
    """
    if room_is == OFFICERS or not reader.may(READ_WORDS):
        return reader
    return opener(LEVELS.get(room_is, OPEN))


def in_room_words(room_is: str) -> str:
    """What is shown in this room and what is not, to be said on the screen."""
    said = IN_ROOM.get(room_is, IN_ROOM[PUBLIC])
    return said if room_is == OFFICERS else f"{said} {PUBLISHED}"


def prices(house: House, who: Reader, period: Period, room_is: str, contract_id: str) -> tuple[Commercial, ...]:
    """What one unit costs, as this room may see it. `who` is reader_in(); what is exempt leaves here without figures
    unless officers are alone."""
    found = pack_item.commercial(house, who, period, "contract", contract_id)
    if room_is == OFFICERS:
        return found
    return tuple(replace(one, words=LEFT_OUT) if one.reason else one for one in found)


def pins(text: str) -> list[tuple[str, str]]:
    """(contract, piece of evidence) of each that the address keeps, in order, each once; what is no pin is left out.

    >>> pins("HC-01|pair:rushed;;nothing;HC-01|pair:rushed")
    [('HC-01', 'pair:rushed')]
    """
    made = [one.partition("|") for one in text.split(";") if 0 < len(one) <= LONGEST_PIN]
    return list(dict.fromkeys((contract_id, what) for contract_id, bar, what in made if bar and what))[:MOST_PINS]


def pinned(text: str, pin: str) -> str:
    """The pins of the address with one more, or without it where it was there."""
    some = [f"{contract_id}|{what}" for contract_id, what in pins(text)]
    some = [one for one in some if one != pin] if pin in some else [*some, pin]
    return ";".join(some[-MOST_PINS:])


def interests_of(text: str, items: Sequence[str] = ()) -> tuple[Declared, ...]:
    """Interests as they are typed: one a line, whose and what it is, a colon, and what was done about it.

    A line that begins with an item's number and a full stop is about that contract of the agenda alone; `items` are its
    contracts in order. Raises Refusal for a number that is none.
    """
    return tuple(_declared(line.strip(), items) for line in text.splitlines() if line.strip())


def interests_text(declared: Sequence[Declared], items: Sequence[str]) -> str:
    """Interests as they were typed; one whose contract has left the agenda is about all."""
    return "\n".join(
        f"{f'{items.index(one.contract_id) + 1}. ' if one.contract_id in items else ''}{one.what}: {one.done}"
        for one in declared
    )


def drafted(
    house: House, reader: Reader, period: Period, contract_id: str, asked: Interests, dissent: Sequence[Dissent]
) -> Draft:
    """The decision record that a meeting ends with: drafted from what is on file, with what was said in the room.

    Interests on file stay beside those declared here of this contract or of all. Where some were declared of others
    alone, it is left to the register's form to confirm that there is none. Raises NotFound for a contract that is not
    there.
    """
    begun = draft(house, reader, period, "contract", contract_id)
    fitting = [Interest(one.what, one.done) for one in asked.declared if one.contract_id in ("", contract_id)]
    interests = tuple(dict.fromkeys([*begun.made.interests, *fitting]))
    made = replace(
        begun.made,
        interests=interests,
        no_interest=asked.none and not interests,
        dissent="\n".join(f"{one.who}: {one.why}" for one in dissent),
    )
    return replace(begun, made=made, blanks=tuple(problems(made)))


def _declared(line: str, items: Sequence[str]) -> Declared:
    numbered = OF_ITEM.fullmatch(line)
    number, rest = (int(numbered[1]), numbered[2]) if numbered else (0, line)
    if numbered and not 1 <= number <= len(items):
        raise Refusal(f"There is no item {number} on the agenda.")
    what, _, done = rest.partition(":")
    return Declared(what.strip(), done.strip(), items[number - 1] if number else "")
