"""One pair, opened: what is recorded on the left, four accounts in full on the right, one of them contrary."""

from collections.abc import Sequence
from dataclasses import dataclass

from tightrope import settings
from tightrope.answers import drill
from tightrope.answers.cards import GOOD, Card, cards, in_order
from tightrope.answers.evidence import Evidence, evidence
from tightrope.answers.measures import telling
from tightrope.answers.period import Period
from tightrope.answers.shapes import MeasureLine, PairLine, Weighing
from tightrope.answers.subjects import accounts_of, subjects
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.weighing.words import percent

ACCOUNTS = 4  # in full, one of them contrary where there is one


@dataclass(frozen=True)
class Opened:
    """`facts` in words, `cards` about the theme, `contrary` the account that says otherwise, None where none does."""

    facts: tuple[str, ...]
    cards: tuple[Card, ...]
    contrary: Card | None


def open_pair(house: House, reader: Reader, weighed: Weighing, pair: PairLine, period: Period) -> Opened:
    """What stands behind one pair. The accounts are chosen by rule: in full first, most serious, latest; the
    contrary one is the latest good account that does not tell of the theme. One account a teller."""
    found = evidence(house, reader.audience, period)
    accounts = in_order(accounts_of(found, subjects(found, weighed.kind)[weighed.key]))
    about = [account for account in accounts if account["story_id"] in pair.story_ids]
    others = [account for account in accounts if account["story_id"] not in pair.story_ids and account["may_read"]]
    against = [card for card in cards(house, reader, found, others) if card.tone == GOOD and card.shows == "words"]
    contrary = max(against, key=lambda card: (card.month, card.story_id), default=None)
    room = ACCOUNTS - 1 if contrary else ACCOUNTS
    readable = sorted(about, key=lambda account: not account["may_read"])
    chosen, tellers = [], set()
    for account in readable:
        who = account["teller_id"] or account["story_id"]
        if who not in tellers and len(chosen) < room:
            tellers.add(who)
            chosen.append(account)
    return Opened(_facts(house, found, weighed, pair, period), tuple(cards(house, reader, found, chosen)), contrary)


def _facts(house: House, found: Evidence, weighed: Weighing, pair: PairLine, period: Period) -> tuple[str, ...]:
    """The record beside the theme: what the contract asks for, then what it leaves out."""
    made = []
    felt = telling(weighed.in_contract)
    if felt:
        made.append(_line(felt))
    members = subjects(found, weighed.kind)[weighed.key].members
    if pair.opens == "visits":
        made += _lengths(house, members, period)
    elif pair.measure_value_words and (felt is None or pair.measure_words != felt.name):
        made += [_line(line) for line in (*weighed.in_contract, *weighed.also) if line.name == pair.measure_words][:1]
    if pair.opens == "payments":
        paid = next((line.words for line in weighed.cost if line.label.startswith("Delivered")), "")
        made += [f"Delivered of what was paid for: {paid}."] if paid else []
    return tuple(made or [f"{pair.measure_words[0].upper()}{pair.measure_words[1:]}."])


def _line(line: MeasureLine) -> str:
    asked = f", {line.asked_words}" if line.asked_words else ", not in the contract"
    return f"{line.name}: {line.value_words}{asked}."


def _lengths(house: House, members: Sequence[str], period: Period) -> list[str]:
    rows = [row for row in drill.visits_by_length(house, members, period) if row["timed"]]
    if not rows:
        return []
    usual = max(rows, key=lambda row: row["timed"])
    short = settings.settings().visits.short_minutes
    share = percent(usual["short_stays"] / usual["timed"])
    return [
        f"Bought: {usual['planned_minutes']} minutes a visit. {share} of those visits last {short} minutes or less."
    ]
