"""What people say where a split gives less, chosen by the rules for quotes, to be read before it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tightrope.answers import quoting, say, voices
from tightrope.answers.cards import Card, cards, in_order
from tightrope.answers.period import Period
from tightrope.answers.subjects import held_of, subjects
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.voices.heard import people_words
from tightrope.voices.quotes import CONTRARY, RULE_WORDS, SERIOUS, TYPICAL

MOST_EACH = 3  # accounts of each group: one of each rule
FIRST = (TYPICAL, CONTRARY, SERIOUS)  # one of each rule, in this order
LATEST = "Too few may be read for a choice by rule: the most serious first, then the latest."


class Place(Protocol):
    """Who could get money: a group of a pot or a line of a scenario, by its name and its part of the city."""

    name: str
    locality: str


@dataclass(frozen=True)
class Told:
    """One group's accounts: how many people told of the service there, in words, and those that stand for them.

    `waiting` says what everybody may know of accounts about contracts there that nobody here may read.
    `wider` is True where nobody spoke of this service there, so that accounts of any service in that part of the city
    are shown. No cards: nobody was heard, or nothing may be read.
    """

    group: Place
    people: str
    heard: bool
    wider: bool
    cards: tuple[tuple[str, Card], ...]
    rule: str
    waiting: str


def told(house: House, reader: Reader, period: Period, service_id: str, groups: Sequence[Place]) -> list[Told]:
    """The accounts of each group, in the order given; of one service line, or of any where that is empty."""
    return [_told(house, reader, period, service_id, one) for one in groups]


def ids(found: Sequence[Told]) -> list[str]:
    """The references of every account on screen."""
    return [card.story_id for one in found for _, card in one.cards]


def _told(house: House, reader: Reader, period: Period, service_id: str, group: Place) -> Told:
    asked = dict.fromkeys(voices.FILTERS, voices.ANY) | {"place": group.locality}
    here = voices.told(house, reader, period, asked | ({"service": service_id} if service_id else {}))
    wider = not service_id or not here.accounts
    if wider:
        here = voices.told(house, reader, period, asked)
    people = people_words(here.heard)
    by_rule = {one.rule: one for one in reversed(quoting.quotes(house, reader, here))}
    chosen = [by_rule[rule] for rule in FIRST if rule in by_rule][:MOST_EACH]
    if chosen:
        rules = " ".join(dict.fromkeys(one.rule_words for one in chosen))
        made = tuple((RULE_WORDS[one.rule], one.card) for one in chosen)
    else:
        some = cards(house, reader, here.found, in_order(here.accounts)[:MOST_EACH])
        made, rules = tuple(("", card) for card in some), LATEST if some else ""
    place = subjects(here.found, "place").get(group.locality)
    waiting = say.waiting(held_of(here.found, place)) if place else ""
    return Told(group, people, bool(here.accounts), wider, made, rules, waiting)
