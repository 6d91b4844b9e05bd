"""What officers answered to the evidence that a renewal needs. Nothing is changed or removed: the latest row stands."""

import re
import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from tightrope import clock
from tightrope.database import Stores
from tightrope.errors import Refusal
from tightrope.records import audit
from tightrope.records.roles import DECIDE, Reader
from tightrope.renewals import gate
from tightrope.renewals.options import NAMES

PART = re.compile(r"(theme|account|question):[\w.-]{1,80}")
MOST_LETTERS = 4000
MOST_NAME = 120
FEWEST_WORDS = 3  # fewer say neither which clause nor why not
FIRST_YEAR, LAST_YEAR = 2000, 2100


def answer(
    stores: Stores, reader: Reader, contract_id: str, part: str, choice: str, words: str, named: str, dated_on: date
) -> str:
    """Keep the answer to one part of a contract's renewal and return its reference; an earlier one stays on record.

    A part is theme:id, account:id or question:id. Raises NotAllowed unless the role decides, and Refusal, with every
    problem at once, where something is missing.
    """
    reader.require(DECIDE)
    words, named = words.strip(), named.strip()
    problems = [*_choice(part, choice), *_words(part, choice, words), *_named(named), *_day(dated_on)]
    if problems:
        raise Refusal("This answer was not kept.", problems)
    return _keep(stores, reader, contract_id, part, choice, words, named, dated_on)


def propose(stores: Stores, reader: Reader, contract_id: str, option: str) -> str:
    """Keep which option is proposed. Raises NotAllowed and Refusal."""
    reader.require(DECIDE)
    if option not in NAMES:
        raise Refusal("This option is not one of the eight.")
    return _keep(stores, reader, contract_id, gate.OPTION_PART, option, "", reader.name, clock.now().date())


def call_ready(
    stores: Stores, reader: Reader, contract_id: str, named: str, dated_on: date, needed: Sequence[gate.Blank]
) -> str:
    """Call a renewal ready. Raises Refusal, naming each, while one of the parts `needed` has no answer on record.

    Looked up in the same change that writes, so that nothing slips between. Raises NotAllowed.
    """
    reader.require(DECIDE)
    named = named.strip()
    problems = [*_named(named), *_day(dated_on)]
    if problems:
        raise Refusal("This was not called ready.", problems)
    if not needed:
        raise Refusal("Nothing was said to be needed, so nothing can be ready.")
    return _keep(stores, reader, contract_id, gate.READY_PART, gate.READY, "", named, dated_on, needed)


def take_back(stores: Stores, reader: Reader, contract_id: str) -> str:
    """Say that a renewal is not ready after all. Raises NotAllowed."""
    reader.require(DECIDE)
    return _keep(stores, reader, contract_id, gate.READY_PART, gate.NOT_READY, "", reader.name, clock.now().date())


def _keep(
    stores: Stores,
    reader: Reader,
    contract_id: str,
    part: str,
    choice: str,
    words: str,
    named: str,
    dated_on: date,
    needed: Sequence[gate.Blank] = (),
) -> str:
    key, at = "RA" + secrets.token_hex(8), clock.now()
    row = [key, contract_id, part, choice, words or None, named, dated_on, reader.account_id, at]

    def change(cursor: Any) -> None:
        blank = [one.words for one in needed if not _is_answered(cursor, contract_id, one.part)]
        if blank:
            raise Refusal(f"Not ready: {len(blank)} of {len(needed)} answers are blank.", blank)
        cursor.execute("INSERT INTO records.renewal_answer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        audit.note(cursor, at, reader.account_id, "renewal_answered", contract_id, f"{part}: {choice}")

    stores.write(change)
    return key


def _is_answered(cursor: Any, contract_id: str, part: str) -> bool:
    cursor.execute(
        "SELECT count(*) > 0 FROM records.renewal_answer WHERE contract_id = ? AND part = ?", [contract_id, part]
    )
    return bool(cursor.fetchone()[0])


def _choice(part: str, choice: str) -> list[str]:
    if not PART.fullmatch(part):
        return ["It is not said what is answered."]
    if part == f"question:{gate.INTERESTS_ID}":
        known = gate.INTERESTS
    elif part.startswith("question:"):
        known = {gate.ANSWERED: ""}
    else:
        known = gate.CHANGES
    return [] if choice in known else ["Choose one of the answers."]


def _words(part: str, choice: str, words: str) -> list[str]:
    if choice == gate.NO_INTEREST and not words:
        return []
    if len(words) > MOST_LETTERS:
        return [f"The answer has {len(words):,} letters: at most {MOST_LETTERS:,} are kept."]
    if len(words.split()) < FEWEST_WORDS:
        wanted = {
            "clause_changed": "which clause, and what it says now",
            "measure_added": "which measure, and its target",
            "no_because": "why not",
        }.get(choice, "the answer")
        return [f"Say {wanted}, in {FEWEST_WORDS} words or more."]
    return []


def _named(named: str) -> list[str]:
    if not named:
        return ["Name who answers for it."]
    return [] if len(named) <= MOST_NAME else [f"A name has at most {MOST_NAME} letters."]


def _day(dated_on: date) -> list[str]:
    return [] if FIRST_YEAR <= dated_on.year <= LAST_YEAR else ["Give the day from which it holds."]
