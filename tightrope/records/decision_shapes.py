"""A decision as it is recorded: its parts, what it must have, and its form as plain values for the chain.

The required parts are those of the written record that an officer who decides under delegation must make (The Openness
of Local Government Bodies Regulations 2014, regulation 7): the day, the decision and its reasons, the alternatives
considered and rejected, interests declared. Besides them Tightrope asks who was not heard.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Any

KINDS = {"contract": "Contract", "pot": "Small pot", "line": "Service line"}
MEASURE, VOICES = "measure", "voices"  # what an expectation is about
FEWEST_WORDS = 3
MOST_LETTERS = 6000
FIRST_YEAR = 2000  # an earlier day is one that nobody gave
MOST_LINES = 30  # options, interests, expectations: more is a table, not a record


@dataclass(frozen=True)
class Rejected:
    """One option that was considered and not taken, and why."""

    option: str
    why: str


@dataclass(frozen=True)
class Interest:
    """One interest: whose and what it is, and what was done about it."""

    what: str
    done: str


@dataclass(frozen=True)
class Expected:
    """What is to change. `of` is measure (`key` its id) or voices (key empty; a share 0 to 1 with a good experience).

    `start` is where it stands, `low` to `high` where it is expected to stand on `by`, all in the measure's own unit.
    """

    of: str
    key: str
    words: str
    start: float
    low: float
    high: float
    by: date


@dataclass(frozen=True)
class Decided:
    """One decision. `kind` and `key` say what it is about; money is in pounds; ids stand for measures and accounts.

    `no_interest` is True only where somebody asked and confirmed that there is none.
    """

    kind: str
    key: str
    title: str = ""
    decided_on: date | None = None
    decision: str = ""
    reasons: str = ""
    rejected: tuple[Rejected, ...] = ()
    decided_by: str = ""
    post: str = ""
    delegation: str = ""
    interests: tuple[Interest, ...] = ()
    no_interest: bool = False
    not_heard: str = ""
    measures_used: tuple[str, ...] = ()
    measures_aside: tuple[str, ...] = ()
    stories_used: tuple[str, ...] = ()
    stories_aside: tuple[str, ...] = ()
    aside_because: str = ""
    participation: int | None = None
    equality: str = ""
    cost_a_year: Decimal | None = None
    cost_term: Decimal | None = None
    is_key: bool = False
    key_reason: str = ""
    dissent: str = ""
    reverse_if: str = ""
    review_on: date | None = None
    expects: tuple[Expected, ...] = ()


PARTS = {  # in the order in which a record is read; what it is about never changes
    "title": "Title",
    "decided_on": "Day of the decision",
    "decision": "Decision",
    "reasons": "Reasons",
    "rejected": "Options considered and rejected",
    "decided_by": "Who decides",
    "post": "Post",
    "delegation": "Under which delegation",
    "interests": "Interests declared",
    "no_interest": "Nobody has an interest to declare",
    "not_heard": "Who was not heard",
    "measures_used": "Measures it rests on",
    "measures_aside": "Measures set aside",
    "stories_used": "Accounts it rests on",
    "stories_aside": "Accounts set aside",
    "aside_because": "Why they were set aside",
    "participation": "Step of taking part",
    "equality": "Equality",
    "cost_a_year": "Cost a year",
    "cost_term": "Cost over the whole term",
    "is_key": "Key decision",
    "key_reason": "Why it is a key decision or not",
    "dissent": "Who did not agree, and why",
    "reverse_if": "What would make us reverse it",
    "review_on": "Day of review",
    "expects": "What we expect to change",
}
NEEDED = {
    "decision": "the decision",
    "reasons": "the reasons",
    "not_heard": "who was not heard, or that nobody is missing and how you know",
}
NAMED = {
    "title": "Give it a title.",
    "decided_by": "Name who decides.",
    "post": "Say in which post they decide.",
    "delegation": "Say under which delegation they decide.",
}


def problems(made: Decided) -> list[str]:
    """Everything that keeps a decision from being recorded, in plain words; empty where it may be."""
    found = [words for name, words in NAMED.items() if not getattr(made, name).strip()]
    if made.decided_on is None:
        found.append("Give the day of the decision.")
    for name, words in NEEDED.items():
        if len(getattr(made, name).split()) < FEWEST_WORDS:
            found.append(f"Say {words}, in {FEWEST_WORDS} words or more.")
    found += [*_rejected(made), *_interests(made), *_aside(made)]
    for number, one in enumerate(made.expects, start=1):
        found += [f"What we expect, line {number}: {fault}" for fault in _expected(made, one)]
    return found + too_much(made)


def too_much(made: Decided) -> list[str]:
    """What does not fit, or names nothing that is known: it stops a draft as well."""
    found = [] if made.kind in KINDS and made.key else ["Choose what the decision is about."]
    for name, words in PARTS.items():
        value = getattr(made, name)
        if isinstance(value, str) and len(value) > MOST_LETTERS:
            found.append(f"{words}: {len(value):,} letters; at most {MOST_LETTERS:,} fit.")
    for name in ("rejected", "interests", "expects"):
        if len(getattr(made, name)) > MOST_LINES:
            found.append(f"{PARTS[name]}: {len(getattr(made, name))} lines; at most {MOST_LINES} fit.")
    if made.participation is not None and not 1 <= made.participation <= 7:
        found.append("The step of taking part goes from 1 to 7.")
    money = (made.cost_a_year, made.cost_term)
    if any(one is not None and not one.is_finite() for one in money):
        found.append("Give the cost as a number of pounds.")
    for number, one in enumerate(made.expects, start=1):
        if not all(isfinite(value) for value in (one.start, one.low, one.high)):
            found.append(f"What we expect, line {number}: give where it stands and where it is to stand as numbers.")
        if one.by.year < FIRST_YEAR:
            found.append(f"What we expect, line {number}: give the day by which.")
    return found


def plain(made: Decided) -> dict[str, Any]:
    """The decision as plain values: days as YYYY-MM-DD, pounds as text, so that nothing is rounded on the way."""
    return {name: _plain(value) for name, value in asdict(made).items()}


def from_plain(found: Mapping[str, Any]) -> Decided:
    """The decision again. What a later version added has its usual value; what this version does not know is left."""
    known = {one.name for one in fields(Decided)}
    values = {name: value for name, value in found.items() if name in known}
    for name, kind in (("rejected", Rejected), ("interests", Interest)):
        values[name] = tuple(kind(**one) for one in values.get(name, ()))
    values["expects"] = tuple(Expected(**{**one, "by": _day(one["by"])}) for one in values.get("expects", ()))
    for name in ("measures_used", "measures_aside", "stories_used", "stories_aside"):
        values[name] = tuple(values.get(name, ()))
    for name in ("decided_on", "review_on"):
        values[name] = _day(values.get(name))
    for name in ("cost_a_year", "cost_term"):
        values[name] = Decimal(values[name]) if values.get(name) is not None else None
    return Decided(**values)


def _rejected(made: Decided) -> list[str]:
    if not made.rejected:
        return ["Say which options were considered and rejected, and why. Leaving things as they are is one of them."]
    return [
        f"Say why this option was rejected: {one.option}."
        if one.option.strip()
        else "Name the option that was rejected."
        for one in made.rejected
        if not one.option.strip() or not one.why.strip()
    ]


def _interests(made: Decided) -> list[str]:
    if made.no_interest and made.interests:
        return ["Interests are declared and it is said that there are none: which of the two?"]
    if not made.no_interest and not made.interests:
        return ["Declare the interests of everybody who prepares or decides this, or confirm that there are none."]
    return [
        f"Say what was done about this interest: {one.what}." if one.what.strip() else "Say what the interest is."
        for one in made.interests
        if not one.what.strip() or not one.done.strip()
    ]


def _aside(made: Decided) -> list[str]:
    aside = made.measures_aside or made.stories_aside
    if aside and len(made.aside_because.split()) < FEWEST_WORDS:
        return [f"Evidence was set aside: say why, in {FEWEST_WORDS} words or more."]
    return []


def _expected(made: Decided, one: Expected) -> list[str]:
    found = []
    if one.of not in (MEASURE, VOICES) or (one.of == MEASURE and not one.key):
        found.append("say which measure, or what people tell.")
    if one.low > one.high:
        found.append("the lower figure comes first.")
    if one.of == VOICES and not all(0 <= value <= 1 for value in (one.start, one.low, one.high)):
        found.append("a share of people lies between 0 and 100%.")
    if made.decided_on and one.by <= made.decided_on and one.by.year >= FIRST_YEAR:
        found.append("the day must come after the decision.")
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
