"""Writing "you said, we did": a draft, its publication, and taking it down. What was published is never altered."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from tightrope import clock, settings
from tightrope.errors import NotFound, Refusal
from tightrope.records import audit, local_words, promising, stories
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, Reader
from tightrope.voices.echo import echoes

DONE, DOING, NOT_DOING, NEED_HELP = "done", "doing_by", "not_doing_because", "need_your_help"
STATES = (DONE, DOING, NOT_DOING, NEED_HELP)
MOST_LETTERS = 600  # of each part: a line is read at a bus stop
FEWEST_WORDS = 3
FEWEST_REASON = 8  # words of what is not done, and why: fewer give no reason
EASY_WORDS = 12  # a line of Easy Read: UK practice asks for 10 to 15 words a sentence
NOT_KEPT = "The line was not kept."
COLUMNS = (
    "we_did_id", "service_id", "contract_id", "locality", "theme_id", "you_said", "we_did", "easy_read", "state",
    "due_on", "commissioner_id", "promise_id", "written_on", "published_on", "taken_down_on",
)  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """One line as an officer writes it. `reply_ids`: the replies it sums up, all about its service."""

    service_id: str
    you_said: str
    we_did: str
    state: str
    commissioner_id: str
    due_on: date | None = None
    contract_id: str | None = None
    locality: str | None = None
    theme_id: str | None = None
    easy_read: str = ""
    reply_ids: tuple[str, ...] = ()


def problems(house: House, reader: Reader, draft: Draft) -> list[str]:
    """What is missing or wrong, in plain words; an empty list where it can be kept."""
    found = [*_words(draft), *_state(draft)]
    replies = {row["reply_id"]: row for row in _replies(house, reader)}
    if not draft.commissioner_id:
        found.append("Choose who answers for it: a named officer.")
    if not draft.service_id:
        found.append("Choose the service it is about.")
    if any(key not in replies for key in draft.reply_ids):
        found.append("One of the replies is not there any more.")
    elif any(replies[key]["service_id"] != draft.service_id for key in draft.reply_ids):
        found.append("The replies are about more than one service. Write a line for each.")
    return found


def named(house: House, draft: Draft) -> list[str]:
    """Parts that seem to name somebody, with the name blacked out, for an officer to look at again."""
    parts = (draft.you_said, draft.we_did, *draft.easy_read.splitlines())
    return [shown for text in parts if (shown := local_words.redact(house.stores, text)) != text]


def repeated(house: House, reader: Reader, draft: Draft) -> list[str]:
    """Runs of words that a teller used: this page tells what people said in the council's words, never in theirs."""
    rows = house.stores.rows("said/of_service", **_asking(reader), service_id=draft.service_id)
    told = stories.words(house, reader, [row["story_id"] for row in rows])
    others = [words for parts in told.values() for part, words in parts.items() if part != stories.RETOLD]
    return echoes(f"{draft.you_said}\n\n{draft.we_did}\n\n{draft.easy_read}", others)


def draft(house: House, reader: Reader, made: Draft, we_did_id: str = "") -> str:
    """Keep a draft (a new one, or in the place of an earlier draft) and return its reference.

    Raises NotAllowed, NotFound, and Refusal with every problem; what was published is taken down, never altered.
    """
    reader.require(DECIDE)
    wrong = problems(house, reader, made)
    if wrong:
        raise Refusal(NOT_KEPT, wrong)
    key, at = we_did_id or "WD" + secrets.token_hex(8), clock.now()
    values = [
        key, made.service_id, made.contract_id or None, made.locality or None, made.theme_id or None,
        made.you_said.strip(), made.we_did.strip(), made.easy_read.strip() or None, made.state,
        made.due_on if made.state == DOING else None, made.commissioner_id, None, settings.today(), None, None,
    ]  # fmt: skip

    def change(cursor: Any) -> None:
        if we_did_id:
            _only_draft(cursor, we_did_id)
            cursor.execute("DELETE FROM records.we_did WHERE we_did_id = ?", [key])
            cursor.execute("DELETE FROM records.we_did_reply WHERE we_did_id = ?", [key])
        marks = ", ".join("?" * len(COLUMNS))
        cursor.execute(f"INSERT INTO records.we_did ({', '.join(COLUMNS)}) VALUES ({marks})", values)
        for reply_id in dict.fromkeys(made.reply_ids):
            cursor.execute("INSERT INTO records.we_did_reply (we_did_id, reply_id) VALUES (?, ?)", [key, reply_id])
        audit.note(cursor, at, reader.account_id, "we_did_drafted", key, made.state)

    house.stores.write(change)
    return key


def publish(house: House, reader: Reader, we_did_id: str, made: Draft, nobody_named: bool = False) -> None:
    """Put a draft before the public; "doing by" becomes a promise of whoever answers for it.

    `made` is the draft as it was looked at: where somebody changed it since, nothing is published. `nobody_named` says
    that a person looked again at what seemed to name somebody. Raises NotAllowed, NotFound and Refusal.
    """
    reader.require(DECIDE)
    wrong = problems(house, reader, made)
    said = repeated(house, reader, made)
    if said:
        wrong.append(f"These are somebody's own words: \u201c{said[0]}\u201d. Say it in yours.")
    if named(house, made) and not nobody_named:
        wrong.append("This seems to name somebody. Take the name out, or say that you looked and nobody is named.")
    if wrong:
        raise Refusal("The line was not published.", wrong)
    at, today = clock.now(), settings.today()

    def change(cursor: Any) -> None:
        row = _only_draft(cursor, we_did_id)
        if row != (made.you_said.strip(), made.we_did.strip(), made.easy_read.strip(), made.state, made.due_on):
            raise Refusal("The draft was changed while you looked at it. Look at it again.")
        promise_id = _promised(cursor, made) or (promising.put(cursor, reader, _made(made)) if made.due_on else None)
        cursor.execute(
            "UPDATE records.we_did SET published_on = ?, promise_id = ? WHERE we_did_id = ?",
            [today, promise_id, we_did_id],
        )
        audit.note(cursor, at, reader.account_id, "we_did_published", we_did_id, "looked" if nobody_named else "")

    house.stores.write(change)


def take_down(house: House, reader: Reader, we_did_id: str) -> None:
    """Take a line from before the public; it stays on record, and so does its promise. Raises NotAllowed, NotFound."""
    reader.require(DECIDE)
    at, today = clock.now(), settings.today()

    def change(cursor: Any) -> None:
        cursor.execute(
            "UPDATE records.we_did SET taken_down_on = ? WHERE we_did_id = ? AND published_on IS NOT NULL "
            "AND taken_down_on IS NULL RETURNING we_did_id",
            [today, we_did_id],
        )
        if cursor.fetchone() is None:
            raise NotFound("This line does not stand before the public.")
        audit.note(cursor, at, reader.account_id, "we_did_taken_down", we_did_id)

    house.stores.write(change)


def _words(draft: Draft) -> list[str]:
    found = []
    for what, text in (("what people said", draft.you_said), ("what is done", draft.we_did)):
        if len(text.split()) < FEWEST_WORDS:
            found.append(f"Say {what}, in {FEWEST_WORDS} words or more.")
        if len(text) > MOST_LETTERS:
            found.append(f"There are {len(text):,} letters for {what}; at most {MOST_LETTERS:,} fit.")
    lines = [one for one in draft.easy_read.splitlines() if one.strip()]
    if any(len(one.split()) > EASY_WORDS for one in lines):
        found.append(f"A line of Easy Read has at most {EASY_WORDS} words. Make two lines of it.")
    if len(draft.easy_read) > MOST_LETTERS:
        found.append(f"There are {len(draft.easy_read):,} letters of Easy Read; at most {MOST_LETTERS:,} fit.")
    return found


def _state(draft: Draft) -> list[str]:
    if draft.state not in STATES:
        return ["Choose how it stands."]
    if draft.state == DOING and (draft.due_on is None or draft.due_on < settings.today()):
        return ["Say by when it is done: today or later."]
    if draft.state == NOT_DOING and len(draft.we_did.split()) < FEWEST_REASON:
        return ["Say why it is not done: people have a right to the reason."]
    return []


def _only_draft(cursor: Any, we_did_id: str) -> tuple[Any, ...]:
    cursor.execute(
        "SELECT you_said, we_did, coalesce(easy_read, ''), state, due_on, published_on FROM records.we_did "
        "WHERE we_did_id = ?",
        [we_did_id],
    )
    row = cursor.fetchone()
    if row is None:
        raise NotFound("There is no such line.")
    if row[-1] is not None:
        raise Refusal("This line was published: it is taken down, never altered. Write a new one.")
    return row[:-1]


def _promised(cursor: Any, made: Draft) -> str | None:
    """The promise that one of the replies made for the same day: it is the same promise, not a second one."""
    if made.state != DOING or not made.reply_ids:
        return None
    cursor.execute(
        "SELECT min(p.promise_id) FROM records.reply AS r "
        "INNER JOIN records.promise AS p ON r.promise_id = p.promise_id "
        "WHERE list_contains(?, r.reply_id) AND p.due_on = ?",
        [list(made.reply_ids), made.due_on],
    )
    return cursor.fetchone()[0]


def _made(made: Draft) -> promising.Made:
    assert made.due_on is not None
    return promising.Made(made.commissioner_id, made.we_did, made.due_on, made.service_id, made.contract_id)


def _asking(reader: Reader) -> dict[str, Any]:
    return {"audience": reader.audience, "on_day": settings.today()}


def _replies(house: House, reader: Reader) -> list[dict[str, Any]]:
    return house.stores.rows("said/replies", **_asking(reader))
