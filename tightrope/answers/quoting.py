"""What sets a selection apart from all other accounts, and the quotes that the rules choose for it."""

from dataclasses import dataclass
from typing import Any

from tightrope import settings
from tightrope.answers.cards import Card, cards, season
from tightrope.answers.evidence import kept
from tightrope.answers.voices import FILTERS, Told
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.records.stories import SHOWN, words
from tightrope.voices import apart as apart_by
from tightrope.voices import quotes as by_rule
from tightrope.voices.jigsaw import warning

MOST_APART = 12
MOST_POOL = 400  # accounts from which quotes are chosen: the most serious and latest; more would take seconds


@dataclass(frozen=True)
class Quoted:
    """One quote on the page. `swapped_why` is the reason where somebody put it in the place of the rule's."""

    rule: str
    rule_words: str
    card: Card
    stands_words: str
    chosen_id: str  # what the rule chose
    swapped_why: str
    ticked: bool
    jigsaw: str  # a warning where role, place and season together could tell who it was


def apart(house: House, reader: Reader, found: Told, all_told: Told) -> tuple[list[apart_by.Apart], list[Any]]:
    """Words and themes that more people use here than in the period's other accounts; empty without a selection.

    Words are told only where at least three people use them.
    """
    if not found.narrowed or not found.accounts:
        return [], []
    return kept(house, ("apart", reader.audience, *_selection(found)), lambda: _apart(house, reader, found, all_told))


def quotes(house: House, reader: Reader, found: Told) -> list[Quoted]:
    """The quotes of a selection with what was swapped; empty where too few accounts may be read."""
    chosen = kept(house, ("quotes", reader.audience, *_selection(found)), lambda: _chosen(house, reader, found))
    day = settings.today()
    swaps = house.stores.rows("quotes/swaps", audience=reader.audience, on_day=day, selection=selection(found))
    ticks = {row["story_id"] for row in house.stores.rows("quotes/ticks", audience=reader.audience, on_day=day)}
    latest = {(row["rule"], row["story_id"]): row for row in swaps}
    known = {one["story_id"]: one for one in found.accounts}
    made = []
    for one in chosen:
        swap = latest.get((one.rule, one.story_id))
        instead = swap["instead_id"] if swap and swap["instead_id"] in known else one.story_id
        card = cards(house, reader, found.found, [known[instead]])[0]
        made.append(
            Quoted(
                one.rule,
                by_rule.RULES[one.rule],
                card,
                _stands(one, instead),
                one.story_id,
                swap["why"] if swap and instead != one.story_id else "",
                instead in ticks,
                jigsaw(found.found, known[instead]),
            )
        )
    return made


def pool(found: Told) -> list[dict[str, Any]]:
    """The accounts from which quotes are chosen: those whose words may be read."""
    return [one for one in found.accounts if one["may_read"]][:MOST_POOL]


def selection(found: Told) -> str:
    """The choices that make a selection, as they are kept beside a swap."""
    period = found.found.period
    asked = "&".join(f"{name}={found.asked[name]}" for name in FILTERS)
    return f"{period.first:%Y-%m}..{period.last:%Y-%m}&{asked}"


def jigsaw(found: Any, account: dict[str, Any]) -> str:
    """The warning for one account, or nothing: its teller's role, how many people the place serves, the season."""
    groups = found.served.get(account["contract_id"] or "", {})
    totals = [sum(values.values()) for values in groups.values()]
    people = max(totals) if totals else None
    fewest = settings.settings().disclosure.fewest_people
    return warning(account["teller_role"], people, season(account["month"]), fewest) if account["contract_id"] else ""


def _selection(found: Told) -> tuple[Any, ...]:
    return found.found.period, *(found.asked[name] for name in FILTERS)


def _apart(house: House, reader: Reader, found: Told, all_told: Told) -> tuple[list[apart_by.Apart], list[Any]]:
    here = {one.story_id for one in found.heard}
    opened = words(house, reader, [one.story_id for one in all_told.heard])
    said = {
        key: apart_by.words_of(parts[SHOWN]) for key, parts in opened.items() if SHOWN in parts
    }  # of those that may be read
    by_word = [(one, said[one.story_id]) for one in all_told.heard if one.story_id in said]
    by_theme = [(one, one.themes) for one in all_told.heard]
    made = []
    for used in (by_word, by_theme):
        sides = [
            apart_by.used_by(
                (one.teller or one.story_id, given) for one, given in used if (one.story_id in here) == side
            )
            for side in (True, False)
        ]
        made.append(apart_by.apart(*sides)[:MOST_APART])
    return made[0], made[1]


def _chosen(house: House, reader: Reader, found: Told) -> list[by_rule.Quote]:
    readable = {one["story_id"] for one in pool(found)}
    some = [one for one in found.heard if one.story_id in readable]
    opened = words(house, reader, readable)
    some = [one for one in some if SHOWN in opened.get(one.story_id, {})]
    return by_rule.quotes(some, [frozenset(apart_by.words_of(opened[one.story_id][SHOWN])) for one in some])


def _stands(one: by_rule.Quote, shown: str) -> str:
    if one.rule != by_rule.TYPICAL:
        return f"one of {one.of}"
    return f"stands for {one.stands_for} of {one.of}" if shown == one.story_id else f"swapped in, one of {one.of}"
