"""A question that people in a meeting answer on their phones: joined by a code, without an account or a name.

The code is short because it is read off a wall; it lives for an evening, and the door counts who tries codes. What a
phone holds afterwards is a token of 256 bits, so that an answer can be changed by whoever gave it and by nobody else.
"""

import hashlib
import json
import math
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tightrope import clock, settings
from tightrope.errors import NotFound, Refusal
from tightrope.records import audit
from tightrope.records.house import House
from tightrope.records.roles import TRY_SPLITS, Reader

SPLIT, SWING = "split", "swing"
ROLES = {
    "officer": "Officer of the council",
    "member": "Member of the committee or board",
    "draws_on_care": "Somebody who draws on care",
    "unpaid_carer": "Unpaid carer or family",
    "front_line": "Front-line worker",
    "provider": "Provider",
    "other": "Somebody else",
}
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read as another
CODE_LENGTH = 8  # 30 ** 8 codes: at 20 guesses an hour from each of 1,000 phones, 4 billionths in an evening
FEWEST_LINES, MOST_LINES = 2, 12  # more do not fit a phone
NO_ROOM = "No open question has this code. Check it on the screen; it may have been closed."
MOST = {SPLIT: 100.0, SWING: 100.0}


@dataclass(frozen=True)
class Line:
    """One thing to answer: its id, its name, and a line of explanation."""

    line_id: str
    name: str
    words: str = ""


@dataclass(frozen=True)
class Seat:
    """What a phone sees after joining."""

    room_id: str
    kind: str
    title: str
    role: str
    lines: tuple[Line, ...]
    given: Mapping[str, float]
    is_open: bool


def hashed(token: str) -> str:
    """What is kept of a code or of a phone's token."""
    return hashlib.sha256(token.strip().encode()).hexdigest()


def plain_code(given: str) -> str:
    """A code as somebody types it: capitals, spaces and hyphens do not matter."""
    return "".join(one for one in given.upper()[:40] if one.isalnum())


def open_room(
    house: House, reader: Reader, kind: str, title: str, subject: str, lines: Sequence[Line]
) -> tuple[str, str]:
    """Ask a room; returns its reference and the code, which is kept as a hash only. Raises NotAllowed and Refusal."""
    reader.require(TRY_SPLITS)
    if kind not in MOST or not title.strip() or not FEWEST_LINES <= len(lines) <= MOST_LINES:
        raise Refusal(f"A room can be asked about {FEWEST_LINES} to {MOST_LINES} things, under a title.")
    key, at = "RM" + secrets.token_hex(6), clock.now()
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    body = json.dumps([[one.line_id, one.name, one.words] for one in lines], ensure_ascii=False)
    ends_at = at + timedelta(hours=settings.settings().room.open_hours)
    row = [key, hashed(code), kind, title.strip(), subject, body, reader.account_id, at, ends_at, None]

    def change(cursor: Any) -> None:
        cursor.execute(  # one question at a time: nobody goes on answering one that the wall shows no more
            "UPDATE records.room SET closed_at = ? WHERE subject = ? AND kind = ? AND closed_at IS NULL",
            [at, subject, kind],
        )
        cursor.execute(f"INSERT INTO records.room VALUES ({', '.join('?' * len(row))})", row)
        audit.note(cursor, at, reader.account_id, "room_opened", key, subject)

    house.stores.write(change)
    return key, code


def close(house: House, reader: Reader, room_id: str) -> None:
    """Take no more answers. Raises NotAllowed and NotFound."""
    reader.require(TRY_SPLITS)
    at = clock.now()

    def change(cursor: Any) -> None:
        cursor.execute("SELECT count(*) FROM records.room WHERE room_id = ?", [room_id])
        if not cursor.fetchone()[0]:
            raise NotFound("There is no such question.")
        cursor.execute("UPDATE records.room SET closed_at = coalesce(closed_at, ?) WHERE room_id = ?", [at, room_id])
        audit.note(cursor, at, reader.account_id, "room_closed", room_id)

    house.stores.write(change)


def join(house: House, code: str, role: str, held: str = "") -> str:
    """Take a seat with a code; returns the phone's token. Raises NotFound for a wrong, ended or closed one, Refusal.

    `held` is the token that the phone has already: with a seat in the same room it keeps that one, in the new role, so
    that whoever points a camera at the wall twice is still counted once.
    """
    if role not in ROLES:
        raise Refusal("Say in which role you answer.")
    row = house.stores.one("rooms/by_code", code_hash=hashed(plain_code(code)), now=clock.now())
    if row is None:
        raise NotFound(NO_ROOM)
    before = house.stores.one("rooms/seat", seat_hash=hashed(held[:100]), now=clock.now()) if held else None
    if before is not None and before["room_id"] == row["room_id"]:
        again = [role, hashed(held[:100])]
        change = "UPDATE records.seat SET role = ? WHERE seat_hash = ?"
        house.stores.write(lambda cursor: cursor.execute(change, again), quiet=True)
        return held
    token, at = secrets.token_urlsafe(32), clock.now()
    seat = [hashed(token), row["room_id"], role, at]
    change = "INSERT INTO records.seat VALUES (?, ?, ?, ?)"
    house.stores.write(lambda cursor: cursor.execute(change, seat), quiet=True)
    return token


def seat(house: House, token: str) -> Seat:
    """What a phone that joined may answer, and what it answered so far. Raises NotFound."""
    row = house.stores.one("rooms/seat", seat_hash=hashed(token[:100]), now=clock.now())
    if row is None:
        raise NotFound(NO_ROOM)
    return Seat(
        row["room_id"], row["kind"], row["title"], row["role"],
        tuple(Line(*one) for one in json.loads(row["body"])), json.loads(row["answer"] or "{}"), row["is_open"],
    )  # fmt: skip


def answer(house: House, token: str, given: Mapping[str, float]) -> None:
    """Keep what a phone answers; the last answer counts. Raises NotFound, and Refusal where numbers do not fit.

    A split is given in parts of a hundred and scaled to a hundred exactly; nobody has to do sums on a phone.
    """
    one = seat(house, token)
    if not one.is_open:
        raise Refusal("This question is closed. Your last answer stands.")
    known = [line.line_id for line in one.lines]
    if set(given) != set(known):
        raise Refusal("Answer every line, and no other.")
    numbers = {name: float(given[name]) for name in known}
    if any(not math.isfinite(value) or not 0 <= value <= MOST[one.kind] for value in numbers.values()):
        raise Refusal("Every answer lies between 0 and 100.")
    total = sum(numbers.values())
    if not total:
        raise Refusal("Give at least one line something.")
    if one.kind == SPLIT:
        numbers = {name: value / total * 100 for name, value in numbers.items()}
    row = [hashed(token), json.dumps(numbers), clock.now()]

    def change(cursor: Any) -> None:
        cursor.execute("DELETE FROM records.room_answer WHERE seat_hash = ?", row[:1])
        cursor.execute("INSERT INTO records.room_answer VALUES (?, ?, ?)", row)

    house.stores.write(change, quiet=True)  # no figure is made of it: twenty phones do not have all worked out anew
