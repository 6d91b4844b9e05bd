"""What people tell beside the measure that should have caught it: do both move, or only one?"""

from dataclasses import dataclass
from datetime import date

from tightrope import settings
from tightrope.answers import say
from tightrope.answers.evidence import evidence, kept
from tightrope.answers.period import Period, earlier
from tightrope.answers.subjects import people_of
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.weighing import change
from tightrope.weighing.change import CANNOT_TELL, FEWER, MORE, MOVED, MOVED_MONTHS, Move, Told

BLOCK = 3  # months; two blocks are the six months that are compared
BLOCKS = 8  # two years: as many bars as a phone has room for
FEW_ACCOUNTS, NO_THEME = "few_accounts", "no_theme"


@dataclass(frozen=True)
class Block:
    """Three months: people who told of it, of all who told anything about the contract."""

    first: date
    last: date
    told: int
    people: int
    at_least: bool


@dataclass(frozen=True)
class Concern:
    """`kind`: MORE, FEWER, STILL, or why nothing is said: FEW_ACCOUNTS, NO_THEME. `accounts`: of the twelve months."""

    themes: tuple[str, ...]
    blocks: tuple[Block, ...]
    accounts: int
    told: Told
    at_least: bool
    kind: str
    words: str
    told_by: str = ""


def concern(house: House, reader: Reader, contract_id: str, measure_id: str, last: date) -> Concern:
    """People who told of what a measure should have caught, in the six months to `last` and the six before."""
    name = ("moving_told", reader.audience, contract_id, measure_id, last)
    return kept(house, name, lambda: _concern(house, reader.audience, contract_id, measure_id, last))


def together(move: Move, found: Concern) -> str:
    """The finding in a sentence: both move, neither does, or only one of them does."""
    if found.kind == NO_THEME:
        return ""
    if move.kind == CANNOT_TELL or found.kind == FEW_ACCOUNTS:
        return "Whether the measure and what people tell move together cannot be told yet."
    told = found.kind in (MORE, FEWER)
    if move.kind == MOVED and told:
        return "Both moved: the measure, and how many people tell of it."
    if move.kind == MOVED:
        return "Only the measure moved. As many people tell of it as before."
    if told:
        return f"Only what people tell moved: {found.kind} people tell of it. The measure does not show it."
    return "Neither moved: not the measure, and not how many people tell of it."


def _concern(house: House, audience: str, contract_id: str, measure_id: str, last: date) -> Concern:
    asked = evidence(house, audience, Period(earlier(last, BLOCK * BLOCKS - 1), last))
    themes = {key: theme.name for key, theme in asked.themes.items() if measure_id in theme.answers_to}
    accounts = asked.by_contract.get(contract_id, [])
    about = [one for one in accounts if themes.keys() & set(asked.themes_of.get(one["story_id"], ()))]

    def counted(first: date, until: date) -> tuple[int, int, bool]:
        told, people = ([one for one in rows if first <= one["month"] <= until] for rows in (about, accounts))
        return people_of(told)[0], *people_of(people)

    blocks = []
    for back in range(BLOCK * (BLOCKS - 1), -1, -BLOCK):
        until = earlier(last, back)
        blocks.append(Block(earlier(until, BLOCK - 1), until, *counted(earlier(until, BLOCK - 1), until)))
    middle, first = earlier(last, MOVED_MONTHS - 1), earlier(last, 2 * MOVED_MONTHS - 1)
    recent, of_recent, loose = counted(middle, last)
    before, of_before, loose_before = counted(first, earlier(middle, 1))
    told = Told(recent, of_recent, before, of_before)
    number = sum(1 for one in accounts if one["month"] >= first)
    fewest = settings.settings().change.fewest_accounts
    kind = NO_THEME if not themes else FEW_ACCOUNTS if number < fewest else told.kind
    names = tuple(themes.values())
    at_least = loose or loose_before
    said = _words(kind, told, number, fewest, at_least)
    drawn = [one for one in accounts if blocks[0].first <= one["month"] <= last]
    return Concern(names, tuple(blocks), number, told, at_least, kind, said, say.told_by(drawn))


def _words(kind: str, told: Told, number: int, fewest: int, at_least: bool) -> str:
    if kind == NO_THEME:
        return "Nothing that people tell is tied to this measure."
    if kind == FEW_ACCOUNTS:
        have = "1 account" if number == 1 else f"{number} accounts" if number else "No account"
        return f"{have} in twelve months: too few to say whether more or fewer people tell of it. {fewest} are needed."
    least = "at least " if at_least else ""
    figures = (
        f"{told.recent} of {least}{told.of_recent} people in the last six months, "
        f"{told.before} of {least}{told.of_before} in the six before"
    )
    if kind == change.STILL:
        return f"No more people tell of it, and no fewer, than chance would explain: {figures}."
    return f"{kind.capitalize()} people tell of it: {figures}. That is more than chance would explain."
