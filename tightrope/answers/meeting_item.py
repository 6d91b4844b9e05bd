"""One item of a meeting as it is put before a room: money beside what people tell, and the evidence to point at.

What is kept in memory holds no words of any account: they are read at each look, as whoever is in the room may.
"""

from dataclasses import dataclass, replace

from tightrope.answers import board_item
from tightrope.answers.board_item import Line, Officer
from tightrope.answers.cards import attribution, in_order
from tightrope.answers.evidence import evidence
from tightrope.answers.measures import telling
from tightrope.answers.overview import overview, sentences
from tightrope.answers.pack_item import Commercial
from tightrope.answers.period import Period
from tightrope.answers.shapes import Weighing
from tightrope.answers.subjects import accounts_of, subjects
from tightrope.answers.weigh import weigh
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.records.stories import RETOLD, SHOWN, words

BLUE, CLAY = "blue", "clay"  # numbers, stories
MEASURE, PAIR, STORY = "measure:", "pair:", "story:"
MOST_ACCOUNTS = 6
QUOTE_LETTERS = 220  # of an account at the size of the money: what a room reads from the back row
UNREAD = "This account is counted. It may not be read in this room."


@dataclass(frozen=True)
class Thing:
    """One piece of evidence to point at. `story_id` stands where its words are a person's: then `words` are opened
    at each look and `by` says who tells."""

    pin: str
    side: str
    name: str
    words: str
    by: str = ""
    story_id: str = ""
    is_read: bool = True


@dataclass(frozen=True)
class Sight:
    """One contract before a room. `quote` is empty where nobody who draws on it was heard, or nobody may be read."""

    contract_id: str
    title: str
    ask: str
    until: str
    verdict: str
    blue: str
    clay: str
    money: tuple[Line, ...]
    prices: tuple[Commercial, ...]
    if_no: tuple[str, ...]
    things: tuple[Thing, ...]
    silent: bool
    officer: Officer
    lead_id: str = ""  # the account that stands beside the money, and which of its sentences
    lead_sentence: int | None = None
    quote: str = ""
    quote_by: str = ""

    def thing(self, pin: str) -> Thing | None:
        """A piece of evidence of this item, where this room may see it."""
        return next((one for one in self.things if one.pin == pin), None)


def exact(house: House, reader: Reader, period: Period, contract_id: str, prices: tuple[Commercial, ...]) -> Sight:
    """The item for officers alone, with exact counts and without any account's words. Raises KeyError for one that
    does not run."""
    found = evidence(house, reader.audience, period)
    subject = subjects(found, "contract")[contract_id]
    weighed, rows = weigh(house, reader, "contract", contract_id, period), board_item.of_subject(house, reader, subject)
    line = telling(weighed.in_contract)
    ask, until = board_item.asked(house, found, subject, rows)
    numbers = [
        Thing(
            MEASURE + one.name, BLUE, one.name, ", ".join(part for part in (one.value_words, one.asked_words) if part)
        )
        for one in (*weighed.in_contract, *weighed.also)
        if one.value is not None
    ]
    pairs = [
        Thing(PAIR + one.theme_id, CLAY, one.theme, f"{one.told_words}. {one.sentence}".strip())
        for one in weighed.pairs
    ]
    need = next((one for one in overview(house, reader, period).needs if one.contract_id == contract_id), None)
    lead = need.quote.story_id if need else ""
    accounts = sorted(in_order(accounts_of(found, subject)), key=lambda one: one["story_id"] != lead)
    told = [
        Thing(STORY + one["story_id"], CLAY, "An account", "", attribution(one), one["story_id"])
        for one in [each for each in accounts if each["may_read"]][:MOST_ACCOUNTS]
    ]
    return Sight(
        contract_id=contract_id,
        title=weighed.title,
        ask=ask,
        until=until,
        verdict=weighed.sentence,
        blue=f"{line.name}: {line.value_words}, {line.asked_words}." if line else "Nothing was returned.",
        clay=_clay(weighed),
        money=board_item.money(rows, weighed),
        prices=prices,
        if_no=board_item.if_no(rows),
        things=(*numbers, *pairs, *told),
        silent=weighed.silent,
        officer=board_item.officer(house, found, subject),
        lead_id=lead,
        lead_sentence=need.quote.sentence if lead else None,
    )


def with_words(house: House, who: Reader, made: Sight) -> Sight:
    """The item with people's words as `who` may read them now, and the first of them at the size of the money.

    Where those who draw on it were not heard, nobody else's words stand in their place.
    """
    opened = words(house, who, [one.story_id for one in made.things if one.story_id])
    things = tuple(_opened(one, opened.get(one.story_id, {})) if one.story_id else one for one in made.things)
    first = next((one for one in things if one.story_id and one.is_read), None)
    if first is None or made.silent:
        return replace(made, things=things)
    text = shortened(first.words)
    if first.story_id == made.lead_id:
        said = sentences(first.words)
        text = said[made.lead_sentence] if made.lead_sentence < len(said) else text
    return replace(made, things=things, quote=text, quote_by=first.by)


def shortened(text: str) -> str:
    """The whole sentences an account begins with, as many as fit; the first one always."""
    made = ""
    for one in sentences(text):
        if made and len(made) + len(one) > QUOTE_LETTERS:
            break
        made = f"{made} {one}".strip()
    return made


def _opened(one: Thing, parts: dict[str, str]) -> Thing:
    text = parts.get(SHOWN) or parts.get(RETOLD)
    return replace(one, words=text) if text else replace(one, words=UNREAD, is_read=False)


def _clay(weighed: Weighing) -> str:
    if weighed.silent:
        return weighed.silence_words
    if weighed.pairs:
        return f"{weighed.pairs[0].told_words}: {weighed.pairs[0].theme.lower()}."
    least = "at least " if weighed.tellers_at_least else ""
    if not weighed.tellers:
        return "Nobody we can count told us of it."
    return f"{weighed.good_tellers} of {least}{weighed.tellers} people we heard from had a good experience."
