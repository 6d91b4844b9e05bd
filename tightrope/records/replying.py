"""Answering an account: who may write to it, what is kept, when it counts as given, and what its teller says of it.

A reply's words are sealed under the account's own key, so that erasing the account erases them. It counts as given
once somebody kept how, by whom and when the teller was told.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tightrope import clock, settings
from tightrope.errors import Refusal
from tightrope.records import answering_desk, audit, local_words, noting, promising
from tightrope.records.answering_desk import REPLY_PART
from tightrope.records.house import House
from tightrope.records.promising import Made
from tightrope.records.roles import DECIDE, TRIAGE, Reader

DONE, DOING, NOT_DOING, HELP = "done", "doing_by", "not_doing_because", "need_your_help"
OUTCOMES = (DONE, DOING, NOT_DOING, HELP)
READ, STATES = "read", ("answered", "decided", "changed")
HOW = ("phone", "letter", "advocate", "web", "in_person")
VERDICTS = ("answered", "not_answered")
WHY_PART = "reply_why:"  # why a reply went though the check warned: sealed beside its words
ON_THE_WEB, NOBODY_ASKED = "their own page on the web", "they asked for no answer"
NOT_WANTED = "not_wanted"
FEWEST_WORDS = 3
MOST_LETTERS, MOST_PROMISE, MOST_NAME = 8_000, 300, 120
NOT_SENT = "This answer was not sent. Your words stand as you wrote them."
GONE = (
    "This account cannot be answered from here: its teller took it back, or does not let it be read any more. "
    "Nothing was sent, and your words stand as you wrote them."
)
NO_KEY = "This answer cannot be sealed now: the master key is missing. Nothing was sent, and your words stand."


@dataclass(frozen=True)
class Draft:
    """One answer before it goes. `lacks` is what the check warned of; then `why` says why it goes as it is.

    `promise` is the line that stands in the list of promises, in clear: it must tell nothing of anybody.
    """

    words: str
    commissioner_id: str
    outcome: str
    state: str
    due_on: date
    doing_by_on: date | None = None
    promise: str = ""
    lacks: tuple[str, ...] = ()
    why: str = ""


def problems(draft: Draft, today: date) -> list[str]:
    """What is missing or wrong, in plain words; an empty list where it can go."""
    found = []
    if not draft.words.strip():
        found.append("Write the answer.")
    if len(draft.words) > MOST_LETTERS:
        found.append(f"The answer has {len(draft.words):,} letters; at most {MOST_LETTERS:,} fit.")
    if not draft.commissioner_id:
        found.append("Choose who answers: somebody is named for every answer.")
    if draft.outcome not in OUTCOMES:
        found.append("Choose what you say: done, doing it by a day, not doing it because, or we need your help.")
    if draft.state not in STATES:
        found.append("Choose how far it has come.")
    if draft.outcome == DOING:
        if draft.doing_by_on is None or draft.doing_by_on < today:
            found.append("Give the day by which it will be done: today or later.")
        if len(draft.promise.split()) < FEWEST_WORDS:
            found.append("Write the promise in one line, as everybody may read it, without telling of anybody.")
        if len(draft.promise) > MOST_PROMISE:
            found.append(f"The promise has {len(draft.promise)} letters; at most {MOST_PROMISE} fit.")
    if draft.lacks and len(draft.why.split()) < FEWEST_WORDS:
        found.append(f"Mend what is marked, or say in {FEWEST_WORDS} words or more why it goes as it is.")
    return found


def has_read(house: House, reader: Reader, story_id: str, commissioner_id: str, due_on: date) -> None:
    """Keep that who answers has read the account; nothing where that stands already. Raises NotAllowed, Refusal."""
    _key(house, reader, story_id)
    at = clock.now()

    def change(cursor: Any) -> None:
        _still_here(cursor, story_id)
        cursor.execute("SELECT count(*) FROM records.reply WHERE story_id = ?", [story_id])
        if cursor.fetchone()[0]:
            return
        _insert(cursor, "RP" + secrets.token_hex(8), story_id, commissioner_id, due_on, reader, at)
        audit.note(cursor, at, reader.account_id, "reply_read", story_id)

    house.stores.write(change)


def send(house: House, reader: Reader, story_id: str, draft: Draft) -> list[str]:
    """Keep an answer, and with it that of every colleague who noted the same; returns the accounts answered.

    Whoever follows by a code and asked for the web is told by it at once; all others wait to be told. Raises
    NotAllowed, and Refusal where the account may not be answered any more or something is missing.
    """
    wrapped = _key(house, reader, story_id)
    wrong = problems(draft, settings.today())
    if wrong:
        raise Refusal(NOT_SENT, wrong)
    if house.master is None:
        raise Refusal(NO_KEY)
    others = sorted(noting.answered_together(house, [story_id]) - {story_id})
    promise = local_words.redact(house.stores, draft.promise.strip())
    at = datetime.combine(settings.today(), clock.now().time())

    def change(cursor: Any) -> list[str]:
        contract_id, service_id = _still_here(cursor, story_id)
        promise_id = None
        if draft.outcome == DOING:
            made = Made(draft.commissioner_id, promise, draft.doing_by_on, service_id, contract_id)
            promise_id = promising.put(cursor, reader, made)
        answered = [(story_id, wrapped), *_noted_the_same(cursor, others)]
        for one, key in answered:
            _answer(house, cursor, one, key, draft, promise_id, reader, at)
        return [one for one, _ in answered]

    return house.stores.write(change)


def told(house: House, reader: Reader, reply_id: str, how: str, by: str, on: date) -> None:
    """Keep how, by whom and when a teller was told: from then on the reply counts as given. Raises as send() does."""
    row = answering_desk.reply(house, reader, reply_id)
    found = [] if how in HOW else ["Choose how they were told."]
    if not by.strip():
        found.append("Name who told them.")
    if len(by) > MOST_NAME:
        found.append(f"A name has at most {MOST_NAME} letters.")
    if row["answered_on"] is None:
        found.append("No answer is written yet.")
    elif not row["answered_on"] <= on <= settings.today():
        found.append("Give the day on which they were told: not before the answer was written, and not after today.")
    if found:
        raise Refusal("This was not kept.", found)
    values = {"told_on": on, "told_how": how, "told_by": by.strip()}
    _update(house, reader, row, values, "reply_told")


def moved(house: House, reader: Reader, reply_id: str, state: str) -> None:
    """Keep that what was answered has been decided or has changed since. Raises as send() does."""
    row = answering_desk.reply(house, reader, reply_id)
    if state not in STATES or row["state"] not in STATES:
        raise Refusal("Choose how far it has come.")
    _update(house, reader, row, {"state": state}, "reply_moved")


def verdict(house: House, reader: Reader, reply_id: str, said: str, on: date) -> None:
    """Keep what a teller said of a reply to whoever told them. "Not answered" makes it owed again. Raises Refusal."""
    row = answering_desk.reply(house, reader, reply_id)
    if said not in VERDICTS:
        raise Refusal("Say whether it answered them or not.")
    if row["told_on"] is None or not row["told_on"] <= on <= settings.today():
        raise Refusal("They can say so once they have been told.")
    _update(house, reader, row, {"teller_verdict": said, "verdict_on": on}, "teller_verdict")


def _key(house: House, reader: Reader, story_id: str) -> bytes:
    """The wrapped key of an account this reader may answer. Raises NotAllowed, and Refusal where it is gone."""
    if not reader.may(TRIAGE):
        reader.require(DECIDE)
    row = house.stores.one("replies/key", audience=reader.audience, on_day=settings.today(), story_id=story_id)
    if row is None and reader.may(TRIAGE):
        row = answering_desk.key(house, reader, story_id)
    if row is None:
        raise Refusal(GONE)
    return row["wrapped_key"]


def _still_here(cursor: Any, story_id: str) -> tuple[str | None, str | None]:
    """What it is about; looked up in the change itself, so that nothing is sealed for what was just taken back."""
    cursor.execute(
        "SELECT contract_id, service_id FROM records.story WHERE story_id = ? AND withdrawn_at IS NULL "
        "AND triage_state IN ('cleared', 'released', 'quarantined')",
        [story_id],
    )
    found = cursor.fetchone()
    if found is None:
        raise Refusal(GONE)
    return found


def _noted_the_same(cursor: Any, others: Collection[str]) -> list[tuple[str, bytes]]:
    """Notes of the same concern that were read and have no answer of their own, each with its key."""
    if not others:
        return []
    cursor.execute(
        "SELECT s.story_id, k.wrapped_key FROM records.story AS s JOIN records.story_key AS k USING (story_id) "
        "WHERE list_contains(?, s.story_id) AND s.withdrawn_at IS NULL AND s.triage_state IN ('cleared', 'released') "
        "AND NOT EXISTS (SELECT 1 FROM records.reply AS r WHERE r.story_id = s.story_id AND r.answered_on IS NOT NULL) "
        "ORDER BY s.story_id",
        [list(others)],
    )
    return cursor.fetchall()


def _answer(
    house: House,
    cursor: Any,
    story_id: str,
    wrapped: bytes,
    draft: Draft,
    promise_id: str | None,
    reader: Reader,
    at: datetime,
) -> None:
    cursor.execute("SELECT reply_id FROM records.reply WHERE story_id = ? AND answered_on IS NULL", [story_id])
    begun = cursor.fetchone()
    reply_id = begun[0] if begun else "RP" + secrets.token_hex(8)
    if not begun:
        _insert(cursor, reply_id, story_id, draft.commissioner_id, draft.due_on, reader, at)
    how = _told_at_once(cursor, story_id)
    cursor.execute(
        "UPDATE records.reply SET commissioner_id = ?, state = ?, outcome = ?, doing_by_on = ?, answered_on = ?, "
        "promise_id = ?, written_by = ?, written_at = ?, told_on = ?, told_how = ?, told_by = ? WHERE reply_id = ?",
        [draft.commissioner_id, draft.state, draft.outcome, draft.doing_by_on, at.date(), promise_id, reader.account_id,
         at, at.date() if how else None, how, ON_THE_WEB if how == "web" else NOBODY_ASKED if how else None, reply_id],
    )  # fmt: skip
    parts = {REPLY_PART: draft.words.strip(), WHY_PART: draft.why.strip() if draft.lacks else ""}
    for begins, text in parts.items():
        if text:
            part = f"{begins}{reply_id}"
            sealed = house.master.seal_words(wrapped, story_id, part, text)
            cursor.execute("INSERT OR REPLACE INTO records.story_words VALUES (?, ?, ?)", [story_id, part, sealed])
    audit.note(cursor, at, reader.account_id, "reply_sent", story_id, ";".join(draft.lacks))


def _told_at_once(cursor: Any, story_id: str) -> str | None:
    """How a teller is told by the answer's going itself: on the web by their code, or not where they want none."""
    cursor.execute(
        "SELECT s.reply_route, s.triage_state = 'quarantined', count(f.story_id) FROM records.story AS s "
        "LEFT JOIN records.follow_code AS f USING (story_id) WHERE s.story_id = ? GROUP BY ALL",
        [story_id],
    )
    route, is_held, codes = cursor.fetchone()
    if route in (None, "none"):
        return NOT_WANTED
    return "web" if route == "web" and codes and not is_held else None


def _insert(
    cursor: Any, reply_id: str, story_id: str, officer: str, due_on: date, reader: Reader, at: datetime
) -> None:
    cursor.execute(
        "INSERT INTO records.reply (reply_id, story_id, commissioner_id, due_on, state, written_by, written_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [reply_id, story_id, officer, due_on, READ, reader.account_id, at],
    )


def _update(house: House, reader: Reader, row: dict[str, Any], values: dict[str, Any], did: str) -> None:
    at = clock.now()
    named = ", ".join(f"{name} = ?" for name in values)

    def change(cursor: Any) -> None:
        _still_here(cursor, row["story_id"])
        cursor.execute(f"UPDATE records.reply SET {named} WHERE reply_id = ?", [*values.values(), row["reply_id"]])
        audit.note(cursor, at, reader.account_id, did, row["story_id"])

    house.stores.write(change)
