"""What may be put to a provider about its contract, and what it says: finding and answer side by side.

A finding is made of figures and the contract's own words, never of anybody's account; counts of people are published
counts. An officer may put it better; records/right_of_reply.py looks at what they wrote before it goes out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tightrope import disclosure, settings
from tightrope.answers.posts import contracts, officers
from tightrope.answers.say import day
from tightrope.answers.shapes import PairLine, Weighing
from tightrope.records import local_words
from tightrope.records.house import House
from tightrope.records.right_of_reply import holidays
from tightrope.voices import working_days
from tightrope.voices.published_counts import too_fine
from tightrope.weighing.disagreement import BOTH_BAD, NUMBERS_BAD, NUMBERS_GOOD

NOTHING_YET = "Nothing yet."


@dataclass(frozen=True)
class Finding:
    """One finding in words that may go to the provider; `name` is what it is called in a list."""

    key: str
    name: str
    words: str


@dataclass(frozen=True)
class Beside:
    """A finding and what the provider says of it. `says` and `added` are text with names blacked out; `standing` says
    how far it has come: asked, due, late or answered."""

    right_of_reply_id: str
    contract_id: str
    title: str
    finding: str
    says: str
    added: str
    standing: str
    late: bool
    may_still_answer: bool


def findings(found: Weighing) -> list[Finding]:
    """What can be put to the provider of a contract: the verdict or the silence, and each theme that enough people
    told of."""
    made = []
    if found.silent:
        made.append(Finding("silence", "Nobody was heard", _silence(found)))
    elif found.verdict in (NUMBERS_GOOD, NUMBERS_BAD, BOTH_BAD):
        name = "Both are poor" if found.verdict == BOTH_BAD else "They disagree"
        made.append(Finding("verdict", name, _verdict(found)))
    fewest = settings.settings().disclosure.fewest_people
    for pair in found.pairs:
        if pair.tellers >= fewest:
            made.append(Finding(f"theme:{pair.theme_id}", pair.theme, _theme(found, pair)))
    return made


def beside(house: House, contract_ids: Sequence[str]) -> list[Beside]:
    """Every question put to the providers of these contracts, the latest first."""
    rows = house.stores.rows("right_of_reply/of_contracts", contract_ids=list(contract_ids))
    titles = contracts(house)
    return [_beside(house, row, titles.get(row["contract_id"], (row["contract_id"], ""))[0]) for row in rows]


def post_of(house: House, contract_id: str) -> str:
    """The post that answers for a contract, as the provider reads it; empty where nobody is named."""
    found = house.stores.one("follow/officer", contract_id=contract_id) if house.has_data else None
    who = officers(house).get((found or {}).get("commissioner_id") or "")
    return who["post"] if who else ""


def calendar_words(house: House, due_on: date) -> str:
    """What is said where no bank holidays of that year are on file; empty where they are."""
    return working_days.missing_words(working_days.missing_years([due_on], holidays(house)))


def _beside(house: House, row: dict[str, Any], title: str) -> Beside:
    today, due, asked = settings.today(), day(row["due_on"]), day(row["asked_on"])
    if row["answered_on"] is None:
        late = today > row["due_on"]
        standing = f"Asked on {asked}, none yet. {'Late: it was due' if late else 'Due'} by {due}."
    else:
        late = row["answered_on"] > row["due_on"]
        when = f"Answered on {day(row['answered_on'])}{f', late (due by {due})' if late else ''}"
        standing = f"{when} by the provider's {_low(row['answered_by'] or 'office')}. Asked on {asked}."
    return Beside(
        right_of_reply_id=row["right_of_reply_id"],
        contract_id=row["contract_id"],
        title=title,
        finding=row["finding"],
        says=local_words.redact(house.stores, row["words"]) if row["words"] else NOTHING_YET,
        added=local_words.redact(house.stores, row["added_words"]) if row["added_words"] else "",
        standing=standing + (f" Added to on {day(row['added_on'])}." if row["added_on"] else ""),
        late=late,
        may_still_answer=row["added_on"] is None,
    )


def _verdict(found: Weighing) -> str:
    people = f"{_people(found.tellers, found.tellers_at_least)} told us of it in the months {found.period}"
    good = f"{_some(found.good_tellers)} had a good experience"
    if found.verdict == NUMBERS_GOOD:
        return f"By its returns, {found.title} does what the contract asks. {people}; {good}. The two disagree."
    if found.verdict == NUMBERS_BAD:
        return f"By its returns, {found.title} does not do what the contract asks. {people}; {good}. The two disagree."
    return f"By its returns, {found.title} does not do what the contract asks. {people}; {good}. Both are poor."


def _silence(found: Weighing) -> str:
    return (
        f"In the months {found.period} nobody who draws on {found.title} told us anything themselves. By what is heard "
        "about other contracts for the same service we would expect to hear from some. What stands in the way?"
    )


def _theme(found: Weighing, pair: PairLine) -> str:
    told = _count(pair.tellers)
    people = _people(pair.heard, found.tellers_at_least)
    rules = settings.settings().disclosure
    if pair.sentence and not too_fine(pair.sentence, rules.fewest_people, rules.round_to):
        measured = pair.sentence
    elif pair.in_contract is None:
        measured = "No measure would show it."
    elif pair.in_contract:
        measured = f"The measure that should show it is in the contract: {_low(pair.measure_words)}."
    else:
        measured = f"The measure that would show it is not in the contract: {_low(pair.measure_words)}."
    first = f"{people} told us of {found.title} in the months {found.period}; {told} of them speak of: {pair.theme}."
    return f"{first} {measured}"


def _people(number: int, at_least: bool) -> str:
    words = _count(number)
    return f"{words[:1].upper()}{words[1:]} people{' or more' if at_least else ''}"


def _some(number: int) -> str:
    return "none of them" if not number else f"{_count(number)} of them"


def _count(number: int) -> str:
    rules = settings.settings().disclosure
    cell = disclosure.count(number, rules.fewest_people, rules.round_to)
    return cell.words if cell.value is None else f"about {cell.words}"


def _low(words: str) -> str:
    return words[:1].lower() + words[1:]
