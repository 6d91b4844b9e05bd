"""Stories of the people who use what a split takes from: chosen by the rules for quotes, never by whoever splits."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tightrope.answers import say
from tightrope.answers.cards import Card, cards
from tightrope.answers.evidence import evidence, kept
from tightrope.answers.period import Period
from tightrope.answers.quoting import quotes
from tightrope.answers.splitting_asked import FIFTH, SERVICE
from tightrope.answers.splitting_base import base
from tightrope.answers.splitting_shapes import Split, SplitLine
from tightrope.answers.subjects import Subject, held_of
from tightrope.answers.voices import ANY, FILTERS, Told, told
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.voices.heard import people_words
from tightrope.voices.quotes import CONTRARY, FEWEST, SERIOUS, TYPICAL

RULES = {TYPICAL: "Typical", CONTRARY: "Contrary", SERIOUS: "Most serious"}
MOST_COUNTED = 3  # cards of accounts that may be counted and not read


@dataclass(frozen=True)
class CutStories:
    """Accounts about one line that has less. `cards` is empty where nobody was heard or nobody may be shown, and `said`
    says which, and how many accounts wait or are held; `chosen` has the rule that chose each card, empty where all that
    may be read are shown."""

    line_id: str
    said: str
    cards: tuple[Card, ...]
    chosen: tuple[str, ...]

    @property
    def story_ids(self) -> tuple[str, ...]:
        """The accounts that were shown."""
        return tuple(one.story_id for one in self.cards)


@dataclass(frozen=True)
class _Pick:
    """Which accounts of a line are shown, and the rule that chose each; no words, so that it may be kept."""

    said: str
    story_ids: tuple[str, ...]
    rules: tuple[str, ...]


def of_cuts(house: House, reader: Reader, period: Period, split: Split) -> list[CutStories]:
    """For each line that has less, the one that loses most first: its stories, read now at the reader's audience.

    One typical account, one that says the contrary and the most serious one; where fewer than ten may be read, all of
    those instead. Every line that loses is here, so that saving can ask whether each was shown. Which accounts is kept
    while the same lines lose; their words are read anew at each look.
    """
    lines = {one.line_id: one for one in split.losers}
    which = tuple(sorted((key, one.parts[0].service_id) for key, one in lines.items() if one.parts))
    name = ("cut_stories", reader.audience, period, split.asked.by, split.asked.year, which, house.master is not None)
    picked = kept(house, name, lambda: {key: _pick(house, reader, period, split, lines[key]) for key, _ in which})
    found = evidence(house, reader.audience, period)
    wanted = {key for one in picked.values() for key in one.story_ids}
    opened = cards(house, reader, found, [one for one in found.accounts if one["story_id"] in wanted])
    by_id = {one.story_id: one for one in opened}
    return [
        CutStories(key, one.said, tuple(by_id[each] for each in one.story_ids), one.rules)
        for key, one in ((key, picked[key]) for key in lines if key in picked)
    ]


def story_ids(found: Iterable[CutStories]) -> list[str]:
    """Every account that was shown, once."""
    return list(dict.fromkeys(key for one in found for key in one.story_ids))


def _pick(house: House, reader: Reader, period: Period, split: Split, line: SplitLine) -> _Pick:
    some, whose = _told(house, reader, period, split, line)
    waiting = say.waiting(held_of(some.found, _subject(some)))
    if not some.accounts:
        nobody = f"Nobody who uses {whose} {'may be shown' if waiting else 'was heard'} in these months."
        return _Pick(f"{nobody} {waiting}".rstrip(), (), ())
    said = f"{whose}: {people_words(some.heard)} heard. {waiting}".rstrip()
    readable = [one["story_id"] for one in some.accounts if one["may_read"]]
    by_rule: dict[str, str] = {}
    for one in quotes(house, reader, some) if len(readable) >= FEWEST else []:
        if one.rule in RULES:
            by_rule.setdefault(one.rule, one.card.story_id)
    if by_rule:
        return _Pick(said, tuple(by_rule.values()), tuple(RULES[rule] for rule in by_rule))
    shown = readable or [one["story_id"] for one in some.accounts[:MOST_COUNTED]]
    return _Pick(said, tuple(shown), ("",) * len(shown))


def _told(house: House, reader: Reader, period: Period, split: Split, line: SplitLine) -> tuple[Told, str]:
    """Accounts about a service line; or about the service line that loses most in a part of the city, else about all
    there. An account is placed no finer than a part of the city: a fifth has those of the part where most of it lies.
    """
    asked = dict.fromkeys(FILTERS, ANY)
    if split.asked.by == SERVICE:
        return told(house, reader, period, asked | {"service": line.line_id}), line.name
    place = line.line_id if split.asked.by != FIFTH else _part_of(house, reader, period, split, line)
    first = line.parts[0]
    some = told(house, reader, period, asked | {"service": first.service_id, "place": place})
    if some.accounts:
        return some, f"{first.service} in {place}"
    return told(house, reader, period, asked | {"place": place}), f"any service in {place}"


def _subject(some: Told) -> Subject:
    """The contracts of the line and part of the city that were asked about: what waits is known by contract alone."""
    service, place = some.asked["service"], some.asked["place"]
    members = tuple(key for key, row in some.found.contracts.items() if _runs_there(row, service, place))
    return Subject("line", service, "", members, "")


def _runs_there(row: Mapping[str, Any], service: str, place: str) -> bool:
    return service in (ANY, row["service_id"]) and (place == ANY or place in (row["localities"] or "").split(", "))


def _part_of(house: House, reader: Reader, period: Period, split: Split, line: SplitLine) -> str:
    money: Counter[str] = Counter()
    for cell in base(house, reader, period, split.asked.by, split.asked.year).cells:
        if cell.line_id == line.line_id:
            money[cell.locality] += cell.gross or Decimal(0)
    return max(sorted(money), key=money.__getitem__)
