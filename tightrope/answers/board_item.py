"""What a board is told of one contract or service line: the question, the money, the options, in plain words.

Nothing here counts people: those counts come with the people behind them from answers/board_voices.py, and are
published by tightrope/board before anybody sees them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tightrope import disclosure, settings
from tightrope.answers import officers, renewals
from tightrope.answers.evidence import Evidence
from tightrope.answers.measures import telling
from tightrope.answers.posts import officers as known_officers
from tightrope.answers.renewals import Renewal
from tightrope.answers.right_of_reply import beside
from tightrope.answers.say import day, pounds
from tightrope.answers.shapes import MeasureLine, Weighing
from tightrope.answers.subjects import Subject
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.renewals.options import LOST, OPEN

KINDS = {"contract": "Contract", "line": "Service line"}
FOLLOWS = " follows it from "  # in what the register notes of a term that has a next one
FEWEST_PRICES = 3  # under that the lowest says little
HIDDEN = "measured on too few people to show"


@dataclass(frozen=True)
class Line:
    """A label with what is said to it."""

    label: str
    words: str


@dataclass(frozen=True)
class Measured:
    """One measure as it may be published. `reached` is 0 to 1 of what is asked; None where it is not known."""

    name: str
    value: str
    asked: str
    reached: float | None
    in_contract: bool
    good_way: str


@dataclass(frozen=True)
class Choice:
    """One option: `state` is open, lost, not_offered or unknown."""

    name: str
    state: str
    words: str


@dataclass(frozen=True)
class Replied:
    """A finding that was put to the provider, what it says, and how far that has come."""

    finding: str
    says: str
    added: str
    standing: str


@dataclass(frozen=True)
class Officer:
    """Who answers for it; empty where nobody, or more than one, is named."""

    name: str
    post: str
    phone: str


def measured(found: Evidence, lines: Sequence[MeasureLine]) -> tuple[Measured, ...]:
    """Measures as published: what was measured on fewer people than may be shown has no value.

    Whatever a measure was counted on is taken for people, as many as in the month in which it was counted on most: the
    same few people come back month after month, and added up they would look like many.
    """
    return tuple(_measured(found, line) for line in lines if line.value is not None)


def blue(found: Evidence, weighed: Weighing) -> str:
    """What the numbers say, in one sentence: the measure in the contract that people notice first."""
    line = telling(weighed.in_contract)
    if line is None:
        return "Nothing that the contract asks for was returned."
    one = _measured(found, line)
    return f"{one.name}: {one.value}{f', {one.asked}' if one.asked else ''}."


def asked(house: House, found: Evidence, subject: Subject, rows: Sequence[Renewal]) -> tuple[str, str]:
    """The question before the board, by rule from the dates, and until when it can be answered."""
    if subject.kind == "line":
        ending = sum(row.option(renewals.RETENDER).status == OPEN for row in rows)
        return (
            f"What should follow the {len(rows)} contracts for {subject.title.lower()}?",
            f"{ending} of them can still be re-tendered.",
        )
    if not rows:
        return f"What should follow {subject.title}?", ""
    if rows[0].holding_over:
        return f"What should follow {subject.title}?", rows[0].holding_words
    until = " ".join(officers.still_possible(house, found, subject)[:1])
    return f"What should follow {subject.title} when it ends on {day(rows[0].ends_on)}?", until


def if_no(rows: Sequence[Renewal]) -> tuple[str, ...]:
    """What happens if the answer is no, or nothing is decided."""
    if not rows:
        return ("When it ends is not known.",)
    if len(rows) > 1:
        soon = min(rows, key=lambda row: row.ends_on)
        return (f"The first to end is {soon.title}, on {day(soon.ends_on)}. {_people(rows)}",)
    row = rows[0]
    follows = [note for note in row.notes if FOLLOWS in note]
    ends = f"It ends on {day(row.ends_on)}{'' if follows else ', and nothing follows it'}."
    made = [row.holding_words if row.holding_over else " ".join([ends, *follows])]
    made.append(_people(rows))
    if row.next_lost:
        made.append(f"What can no longer be chosen next: {row.next_lost.name}, after {day(row.next_lost.by)}.")
    return tuple(made)


def money(rows: Sequence[Renewal], weighed: Weighing) -> tuple[Line, ...]:
    """Pounds a year and over the whole term; then what the pounds of the period paid for that nobody got."""
    known = [row for row in rows if row.annual_value is not None]
    if not rows or len(known) != len(rows):
        made = [Line("A year", "not known: the contract register gives no value")]
    else:
        made = [Line("A year", pounds(sum((row.annual_value for row in known), Decimal(0))))]
        made.append(Line("Over the whole term", _term(known)))
    made += [Line(pair.theme, f"{pounds(pair.pounds)} {pair.pounds_words}") for pair in weighed.pairs if pair.pounds]
    return tuple(made)


def choices(rows: Sequence[Renewal]) -> tuple[Choice, ...]:
    """Every option of one contract with until when it can be chosen, those still open first."""
    if len(rows) != 1:
        return ()
    order = {OPEN: 0, LOST: 2}
    found = sorted(rows[0].options, key=lambda one: order.get(one.status, 1))
    return tuple(Choice(one.name, one.status, one.words.partition(": ")[2] or one.words) for one in found)


def renewed_unchanged(house: House, subject: Subject) -> bool:
    """True where the term before was renewed as it was."""
    return subject.kind == "contract" and any("unchanged" in one for one in officers.renewed(house, subject.key))


def cheapest(found: Evidence, subject: Subject) -> bool:
    """True where a contract has the lowest price of those that run for the same service on the same basis."""
    if subject.kind != "contract":
        return False
    own = found.contracts[subject.key]
    peers = [
        row["unit_price"]
        for row in (found.contracts[one] for one in found.live)
        if (row["service_id"], row["price_basis"]) == (own["service_id"], own["price_basis"]) and row["unit_price"]
    ]
    return own["unit_price"] is not None and len(peers) >= FEWEST_PRICES and own["unit_price"] == min(peers)


def replied(house: House, contract_ids: Sequence[str]) -> tuple[Replied, ...]:
    """What providers were asked and what they say."""
    return tuple(Replied(one.finding, one.says, one.added, one.standing) for one in beside(house, contract_ids))


def officer(house: House, found: Evidence, subject: Subject) -> Officer:
    """Name, post and telephone of whoever answers for it."""
    named = {found.contracts[one]["commissioner_id"] for one in subject.members} - {None}
    who = known_officers(house).get(named.pop()) if len(named) == 1 else None
    return Officer(who["name"] or "", who["post"] or "", who["phone"] or "") if who else Officer("", "", "")


def of_subject(house: House, reader: Reader, subject: Subject) -> list[Renewal]:
    """The dates and options of the subject's contracts that run."""
    return [row for row in renewals.renewals(house, reader) if row.contract_id in subject.members]


def _measured(found: Evidence, line: MeasureLine) -> Measured:
    on = _counted_on(found, line)
    figure = disclosure.Figure(line.value, "", "measure", denominator=on, denominator_unit="people" if on else "")
    rules = settings.settings().disclosure
    hidden = disclosure.publish(figure, rules.fewest_people, rules.round_to).value is None
    return Measured(
        name=line.name,
        value=HIDDEN if hidden else line.value_words,
        asked=line.asked_words,
        reached=None if hidden or line.attained is None else round(line.attained, 2),
        in_contract=line.in_contract,
        good_way=line.good_way,
    )


def _counted_on(found: Evidence, line: MeasureLine) -> int | None:
    rows: list[Mapping[str, Any]] = [
        row
        for contract_id, some in found.returns.items()
        for row in some
        if row["measure_id"] == line.measure_id and line.contract_id in (contract_id, _service(found, contract_id))
    ]
    counted = [row["most_at_once"] for row in rows if row["most_at_once"]]
    return int(sum(counted)) if counted else None


def _service(found: Evidence, contract_id: str) -> str | None:
    return found.contracts[contract_id]["service_id"] if contract_id in found.contracts else None


def _people(rows: Sequence[Renewal]) -> str:
    known = [row.people for row in rows if row.people is not None]
    if not known:
        return "How many people draw on it is not known."
    rules = settings.settings().disclosure
    shown = disclosure.publish(disclosure.Figure(sum(known), "people", "people"), rules.fewest_people, rules.round_to)
    return f"{'About ' if shown.value else ''}{shown.words} people draw on it.".capitalize()


def _term(rows: Sequence[Renewal]) -> str:
    whole = sum((row.annual_value * _months(row.starts_on, row.ends_on) / 12 for row in rows), Decimal(0))
    if len(rows) > 1:
        return pounds(whole)
    row = rows[0]
    words = f"{pounds(whole)}, from {day(row.starts_on)} to {day(row.ends_on)}"
    if row.could_run_to and row.could_run_to > row.ends_on:
        more = row.annual_value * _months(row.starts_on, row.could_run_to) / 12
        words += f"; {pounds(more)} if every extension is used, to {day(row.could_run_to)}"
    return words


def _months(first: date, last: date) -> int:
    """Whole months of a term, the last day included: 1 February 2024 to 31 January 2028 has 48."""
    return (last.year - first.year) * 12 + last.month - first.month + (1 if last.day >= first.day - 1 else 0)
