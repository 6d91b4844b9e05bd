"""A provider's right of reply: the finding put to it, a code that opens it, and the answer, which nobody alters."""

import re
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tightrope import clock, settings
from tightrope.errors import NotFound, Refusal
from tightrope.records import audit, follow, local_words, stories
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, Reader
from tightrope.voices import working_days
from tightrope.voices.echo import echoes
from tightrope.voices.published_counts import too_fine

FEWEST_WORDS = 8
MOST_LETTERS = 1500  # of a finding: it stands beside the answer on one screen
MOST_ANSWER = 3000  # letters of an answer: two pages of a letter
MOST_POST = 120
OPEN_DAYS = 90  # after it was due a late answer is still taken: a quarter, then the figures are those of another year
REFERENCE = re.compile(r"\b(?:S[0-9a-f]{16}|T-?\d{3,}|[A-Z]{2}-\d{4})\b")  # of an account or a teller
NOT_ASKED = "The provider was not asked."
NO_CODE = "No question is open under this code. Check the six words, or ask the officer who gave them to you."
ONLY_TWO = "You have answered and added to it. Ring the officer who asked: what stands here is not altered."


@dataclass(frozen=True)
class Asked:
    """What was put to the provider. `code` is shown to the officer once; only its hash is kept."""

    right_of_reply_id: str
    code: str
    due_on: date


def holidays(house: House) -> list[date]:
    """Bank holidays on file; none without data."""
    return [row["holiday_on"] for row in house.stores.rows("renewals/bank_holidays")] if house.has_data else []


def due(house: House, asked_on: date) -> date:
    """The last working day of the provider's time to answer."""
    return working_days.after(asked_on, settings.settings().replies.provider_days, holidays(house))


def problems(house: House, reader: Reader, contract_id: str, finding: str) -> list[str]:
    """Why a finding may not go to a provider, in plain words; empty where it may."""
    found, rules = [], settings.settings().disclosure
    if len(finding.split()) < FEWEST_WORDS:
        found.append(f"Say what was found, in {FEWEST_WORDS} words or more.")
    if len(finding) > MOST_LETTERS:
        found.append(f"The finding has {len(finding):,} letters; at most {MOST_LETTERS:,} fit.")
    if local_words.redact(house.stores, finding) != finding:
        found.append(f"This seems to name somebody: \u201c{local_words.redact(house.stores, finding)}\u201d.")
    if REFERENCE.search(finding):
        found.append("A reference to an account or to who told it may not go to a provider.")
    said = echoes(finding, _told(house, reader, contract_id))
    if said:
        found.append(f"These are somebody's own words: \u201c{said[0]}\u201d. A provider may know whose.")
    for one in too_fine(finding, rules.fewest_people, rules.round_to):
        found.append(
            f"\u201c{one}\u201d is finer than may be published: write \u201cfewer than 8\u201d or the nearest 5."
        )
    return found


def ask(house: House, reader: Reader, contract_id: str, finding: str, post: str) -> Asked:
    """Put a finding to the provider of a contract. Raises NotAllowed, and Refusal with every problem."""
    reader.require(DECIDE)
    finding, post = finding.strip(), post.strip()[:MOST_POST]
    wrong = problems(house, reader, contract_id, finding)
    if not post:
        wrong.append("Say who asks, by post: the provider has a right to know.")
    if wrong:
        raise Refusal(NOT_ASKED, wrong)
    key, code, today, at = "RR" + secrets.token_hex(8), follow.card_code(), settings.today(), clock.now()
    row = [key, contract_id, finding, today, due(house, today), post, follow.hashed(code)]

    def change(cursor: Any) -> None:
        cursor.execute(
            "INSERT INTO records.right_of_reply (right_of_reply_id, contract_id, finding, asked_on, due_on, asked_by, "
            "code_hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        audit.note(cursor, at, reader.account_id, "provider_asked", key, contract_id)

    house.stores.write(change)
    return Asked(key, code, row[4])


def new_code(house: House, reader: Reader, right_of_reply_id: str) -> str:
    """Another code for the same question; the one before opens nothing any more. Raises NotAllowed and NotFound."""
    reader.require(DECIDE)
    code, at = follow.card_code(), clock.now()
    hashed = follow.hashed(code)

    def change(cursor: Any) -> None:
        cursor.execute(
            "UPDATE records.right_of_reply SET code_hash = ? WHERE right_of_reply_id = ? RETURNING right_of_reply_id",
            [hashed, right_of_reply_id],
        )
        if cursor.fetchone() is None:
            raise NotFound("There is no such question.")
        audit.note(cursor, at, reader.account_id, "provider_code_given", right_of_reply_id)

    house.stores.write(change)
    return code


def opened(house: House, code: str) -> dict[str, Any]:
    """The question that a code opens. Raises NotFound: one answer for a wrong, a made-up and an expired code."""
    row = house.stores.one("right_of_reply/by_code", code_hash=follow.hashed(code[:200]))
    if row is None or settings.today() > row["due_on"] + timedelta(days=OPEN_DAYS):
        raise NotFound(NO_CODE)
    return row


def answer(house: House, code: str, words: str, post: str) -> None:
    """Keep a provider's answer, or what it adds to the one it gave. Raises NotFound and Refusal.

    The first answer is never altered; one more may be added to it.
    """
    key, words, post = opened(house, code)["right_of_reply_id"], words.strip(), post.strip()
    wrong = []
    if not words:
        wrong.append("Please write your answer.")
    if len(words) > MOST_ANSWER:
        wrong.append(f"Your answer has {len(words):,} letters; at most {MOST_ANSWER:,} fit. Please shorten it.")
    if not post or len(post) > MOST_POST:
        wrong.append(f"Please say your post, in at most {MOST_POST} letters. We print it, and no name.")
    if wrong:
        raise Refusal("Your answer was not sent.", wrong)
    at, today = clock.now(), settings.today()

    def change(cursor: Any) -> None:
        cursor.execute(
            "SELECT answered_on, words, added_on, added_words FROM records.right_of_reply WHERE right_of_reply_id = ?",
            [key],
        )
        answered_on, first, added_on, second = cursor.fetchone()
        if words in (first, second):
            return  # the same form sent twice
        if added_on is not None:
            raise Refusal(ONLY_TWO)
        if answered_on is None:
            cursor.execute(
                "UPDATE records.right_of_reply SET answered_on = ?, answered_by = ?, words = ? "
                "WHERE right_of_reply_id = ?",
                [today, post, words, key],
            )
        else:
            cursor.execute(
                "UPDATE records.right_of_reply SET added_on = ?, added_words = ? WHERE right_of_reply_id = ?",
                [today, words, key],
            )
        audit.note(cursor, at, None, "provider_answered" if answered_on is None else "provider_added", key)

    house.stores.write(change)


def _told(house: House, reader: Reader, contract_id: str) -> list[str]:
    asking = {"audience": reader.audience, "on_day": settings.today()}
    rows = house.stores.rows("right_of_reply/accounts", **asking, contract_id=contract_id)
    found = stories.words(house, reader, [row["story_id"] for row in rows])
    return [words for parts in found.values() for words in parts.values()]
