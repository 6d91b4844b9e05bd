"""What a contract says, beside what is told under it: for each value of a clause, how many speak of what it may bring.

Like with like: only contracts of one service line are compared, and only lines in which contracts say different things.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tightrope.answers import say
from tightrope.answers.evidence import Evidence, evidence, kept
from tightrope.answers.period import Period
from tightrope.answers.say import CLAUSE_WORDS
from tightrope.answers.standing import thresholds
from tightrope.answers.subjects import people_of
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.weighing.rates import Rate, share_rate
from tightrope.weighing.words import of_people

# Which themes a clause may be felt in.
FELT = {
    "visit_minutes_bought": ("rushed",),
    "travel_time_paid": ("rushed", "late_or_missed"),
    "same_workers_promised": ("unknown_worker",),
    "notice_of_change_days": ("changed_without_asking",),
    "staff_paid_by": ("rushed",),
    "meal_on_visit": ("meals",),
    "visiting_hours": ("travel_to_visit",),
    "transport_included": ("things_to_do",),
}
NUMBER = re.compile(r"\d+(\.\d+)?")
CAUTION = "Contracts differ in more than this clause, so it need not be the reason."
BOTH_WAYS = ("People speak of this theme well and badly alike: here is only how many speak of it.",)
MOSTLY = 0.5  # of those who speak of a theme under a value, under one contract: then it is more about that contract


@dataclass(frozen=True)
class Under:
    """One live contract under a value of the clause, with its own people."""

    contract_id: str
    title: str
    told: int
    told_words: str


@dataclass(frozen=True)
class Value:
    """One value of a clause: `told` of `heard` people speak of the theme, one vote a person.

    `low` and `high` hold the true share with a chance of 80%; None where nobody was heard.
    """

    value: str
    told: int
    heard: int
    words: str
    low: float | None
    middle: float | None
    high: float | None
    under: tuple[Under, ...]


@dataclass(frozen=True)
class Felt:
    """A clause beside one theme in one service line: its values in the order of the values, which is no rank."""

    clause: str
    clause_words: str
    theme_id: str
    theme: str
    service_id: str
    service: str
    values: tuple[Value, ...]
    answer: str
    caution: str
    told_by: str


def clauses(house: House, reader: Reader, period: Period) -> dict[str, str]:
    """Clauses that may be felt in what is told and on which contracts of one line differ, with their words."""
    found = evidence(house, reader.audience, period)
    terms = _terms(house, found)
    return {one: CLAUSE_WORDS[one] for one in FELT if terms.get(one)}


def felt(house: House, reader: Reader, period: Period, clause: str) -> list[Felt]:
    """A clause beside each of its themes, line by line, the line with most contracts first; empty where none differ."""
    found = evidence(house, reader.audience, period)
    lines = _terms(house, found).get(clause, {})
    ordered = sorted(lines, key=lambda one: (-sum(map(len, lines[one].values())), one))
    return [
        _felt(found, clause, theme, service, lines[service])
        for theme in FELT.get(clause, ())
        if theme in found.themes
        for service in ordered
    ]


def _terms(house: House, found: Evidence) -> dict[str, dict[str, dict[str, list[str]]]]:
    """Clause -> service line -> value -> live contracts, where a line has two values or more."""
    return kept(house, ("terms_felt", found.audience, found.period), lambda: _fetch(house, found))


def _fetch(house: House, found: Evidence) -> dict[str, dict[str, dict[str, list[str]]]]:
    terms: dict[str, Any] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for row in house.stores.rows("weigh/terms", contract_ids=found.live):
        value = " ".join(row["value"].split()).casefold()
        terms[row["clause"]][found.contracts[row["contract_id"]]["service_id"]][value].append(row["contract_id"])
    return {
        clause: {service: dict(values) for service, values in lines.items() if len(values) > 1}
        for clause, lines in terms.items()
    }


def _felt(found: Evidence, clause: str, theme_id: str, service_id: str, values: dict[str, list[str]]) -> Felt:
    ordered, theme = sorted(values, key=in_order), found.themes[theme_id]
    counted = [_count(found, values[one], theme_id) for one in ordered]
    made, rates = [], []
    for place, value in enumerate(ordered):
        told, heard, at_least = counted[place]
        others = [one for other, one in enumerate(counted) if other != place and one[1]]
        rate = share_rate(told, heard, [k for k, *_ in others], [n for _, n, _ in others], thresholds())
        rates.append(rate)
        made.append(
            Value(
                value=value,
                told=told,
                heard=heard,
                words=of_people(told, heard, at_least),
                low=rate.low if heard else None,
                middle=rate.median if heard else None,
                high=rate.high if heard else None,
                under=tuple(_under(found, one, theme_id) for one in values[value]),
            )
        )
    two, both_ways = apart(made, rates), theme.valence_hint == "either"
    members = [one for value in values.values() for one in value]
    told_by = say.told_by(account for one in members for account in found.by_contract.get(one, []))
    return Felt(
        clause=clause,
        clause_words=CLAUSE_WORDS[clause],
        theme_id=theme_id,
        theme=theme.name,
        service_id=service_id,
        service=found.contracts[values[ordered[0]][0]]["service_name"],
        values=tuple(made),
        answer=answer(theme.name, CLAUSE_WORDS[clause], made, two),
        caution=" ".join([CAUTION, *(_mostly_one(two[0]) if two else []), *(BOTH_WAYS if both_ways else [])]),
        told_by=told_by,
    )


def _count(found: Evidence, contracts: Sequence[str], theme_id: str) -> tuple[int, int, bool]:
    """People who speak of the theme, people heard, and whether both are an "at least"."""
    accounts = [account for one in contracts for account in found.by_contract.get(one, [])]
    about = [account for account in accounts if theme_id in found.themes_of.get(account["story_id"], ())]
    heard, at_least = people_of(accounts)
    return people_of(about)[0], heard, at_least


def apart(values: Sequence[Value], rates: Sequence[Rate]) -> tuple[Value, Value] | None:
    """The two values that lie furthest apart, the higher first; None where no ranges stay clear of each other.

    With many values some would differ by chance: the ranges that must not touch are wider the more pairs there are,
    the 20% outside of an 80% range shared out among all pairs (Bonferroni). Fewer than the least number of people
    heard under a value, and nothing is said of it.
    """
    known = [(one, rate) for one, rate in zip(values, rates, strict=True) if one.heard >= thresholds().fewest_tellers]
    pairs = len(known) * (len(known) - 1) // 2
    if not pairs:
        return None
    tail = (1 - thresholds().interval) / pairs / 2
    ends = [(one, *(float(rate.posterior.quantile(end)) for end in (tail, 1 - tail))) for one, rate in known]
    gap, more, fewer = max(
        ((low - high, more, fewer) for more, low, _ in ends for fewer, _, high in ends if more is not fewer),
        key=lambda one: one[0],
    )
    return (more, fewer) if gap > 0 else None


def answer(theme: str, clause: str, values: Sequence[Value], two: tuple[Value, Value] | None) -> str:
    """What can be said, as a title.

    >>> answer("Rushed", "Staff paid by", [], None)
    'Too few people were heard under different values of “staff paid by” to say anything of “Rushed”'
    """
    if two:
        how = "" if not _mostly_one(two[0]) else ", but mostly under one contract"
        how = ", which one contract alone does" if len(two[0].under) == 1 else how
        return f"“{theme}” is told more often where the contract says “{two[0].value}” than “{two[1].value}”{how}"
    if sum(one.heard >= thresholds().fewest_tellers for one in values) < 2:
        return f"Too few people were heard under different values of “{clause.lower()}” to say anything of “{theme}”"
    return f"“{theme}”: no clear difference by “{clause.lower()}”"


def in_order(value: str) -> tuple[int, float, str]:
    """Numbers by size, then phrases by alphabet: an order that says nothing of better or worse.

    >>> sorted(["yes", "45", "no", "30"], key=in_order)
    ['30', '45', 'no', 'yes']
    """
    return (0, float(value), "") if NUMBER.fullmatch(value) else (1, 0.0, value)


def _under(found: Evidence, contract_id: str, theme_id: str) -> Under:
    told, heard, at_least = _count(found, [contract_id], theme_id)
    return Under(contract_id, found.contracts[contract_id]["title"], told, of_people(told, heard, at_least))


def _mostly_one(value: Value) -> list[str]:
    """Whose people it is, where most who speak of the theme under a value are with one contract; else nothing."""
    most = max(value.under, key=lambda one: one.told)
    if len(value.under) == 1:
        return [f"Only {most.title} says “{value.value}”: that contract may be the reason, not the clause."]
    if most.told <= MOSTLY * value.told:
        return []
    return [
        f"Of the {value.told} people who speak of it where the contract says “{value.value}”, {most.told} are with "
        f"{most.title}: that contract may be the reason, not the clause."
    ]
