"""Making and withdrawing links to a board page: the token is shown once and only its hash is kept.

What a link opens is frozen before it comes here (tightrope/board): canonical JSON of published figures and story ids,
never words. This module checks who it may be for, adds how the register of decisions ended, keeps it, and makes sure
that nothing else went out in between.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tightrope import clock, settings
from tightrope.errors import NotFound, Refusal
from tightrope.records import anchoring, audit, clearing, follow, passwords
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, Reader

OPEN, NAMED = "open_link", "named_link"  # audiences of story_shown
CONSENT = {OPEN: 4, NAMED: 3}  # the lowest consent with which an account's words may appear
TOKEN_BYTES = 32  # 256 bits
PASSCODE_WORDS = 4  # of 2,048: 44 bits, and 50 tries at a time
MOST_RECIPIENTS, LONGEST_NAME = 40, 80
MOST_VIEWS = 10_000
NOT_MADE = "The link was not made."
MEANWHILE = "Something else was shared in the same moment. Press the button again."


@dataclass(frozen=True)
class Frozen:
    """What a link opens. `subject` is kind:key; `body` canonical JSON; `after` says how many links and files it was
    held against."""

    subject: str
    body: str
    contract_ids: tuple[str, ...]
    after: int


@dataclass(frozen=True)
class Wanted:
    """How a link is to be. `level` OPEN: anybody who has it. NAMED: `recipients`, and always a passcode."""

    level: str = OPEN
    days: int | None = None
    with_passcode: bool = False
    recipients: tuple[str, ...] = ()
    views_allowed: int | None = None


@dataclass(frozen=True)
class Made:
    """A link as it is shown to its maker, once. `passcode` is empty where it has none."""

    share_id: str
    token: str
    passcode: str
    ends_at: datetime


def problems(wanted: Wanted) -> list[str]:
    """What is wrong with a link that is asked for, in plain words; empty where it can be made."""
    rules, found = settings.settings().share, []
    if wanted.level not in CONSENT:
        found.append("Choose whether anybody who has the link may open it, or named people with a passcode.")
    if wanted.days is not None and not 1 <= wanted.days <= rules.most_days:
        found.append(f"A link lasts 1 to {rules.most_days} days.")
    if wanted.views_allowed is not None and not 1 <= wanted.views_allowed <= MOST_VIEWS:
        found.append(f"A link can be limited to 1 to {MOST_VIEWS:,} openings.")
    if wanted.level == NAMED and not any(one.strip() for one in wanted.recipients):
        found.append("Name who the link is for: words that may be shown to few are on it.")
    if wanted.level == NAMED and not wanted.with_passcode:
        found.append("A link for named people needs a passcode.")
    if len(wanted.recipients) > MOST_RECIPIENTS:
        found.append(f"At most {MOST_RECIPIENTS} people can be named.")
    if any(len(one) > LONGEST_NAME or ";" in one or not one.isprintable() for one in wanted.recipients):
        found.append(f"A name has at most {LONGEST_NAME} letters, on one line, and no semicolon.")
    return found


def make(house: House, reader: Reader, wanted: Wanted, frozen: Frozen) -> Made:
    """Keep a link and return what opens it. Raises NotAllowed, and Refusal with every problem."""
    reader.require(DECIDE)
    found = [*problems(wanted), clearing.problem(house, frozen.subject, frozen.contract_ids)]
    if any(found):
        raise Refusal(NOT_MADE, [one for one in found if one])
    key, token, at = "SH" + secrets.token_hex(8), secrets.token_urlsafe(TOKEN_BYTES), clock.now()
    passcode = " ".join(secrets.choice(follow.words()) for _ in range(PASSCODE_WORDS)) if wanted.with_passcode else ""
    ends = at + timedelta(days=wanted.days or settings.settings().share.days)
    body = anchoring.stamped(house.stores, frozen.body)
    body_hash = hashlib.sha256(body.encode("utf-8")).hexdigest()
    row = {
        "share_id": key,
        "token_hash": hashed(token),
        "kind": "board",
        "subject": frozen.subject,
        "body": body,
        "body_hash": body_hash,
        "consent_level": CONSENT[wanted.level],
        "made_by": reader.account_id,
        "made_at": at,
        "ends_at": ends,
        "passcode_hash": passwords.hashed(passcode) if passcode else None,
        "views_allowed": wanted.views_allowed,
        "views": 0,
        "recipients": "; ".join(one.strip() for one in wanted.recipients if one.strip()) or None,
    }

    def change(cursor: Any) -> None:
        cursor.execute(
            "SELECT (SELECT count(*) FROM records.share WHERE kind = 'board') + (SELECT count(*) FROM records.pack)"
        )
        if cursor.fetchone()[0] != frozen.after:
            raise Refusal(NOT_MADE, [MEANWHILE])
        cursor.execute(
            f"INSERT INTO records.share ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", [*row.values()]
        )
        audit.note(cursor, at, reader.account_id, "share_made", key, f"{frozen.subject} {body_hash}")

    house.stores.write(change)
    return Made(key, token, passcode, ends)


def withdraw(house: House, reader: Reader, share_id: str) -> None:
    """End a link at once; it opens nothing from now on. Raises NotAllowed, NotFound, and Refusal where it has ended."""
    reader.require(DECIDE)
    at = clock.now()

    def change(cursor: Any) -> None:
        cursor.execute("SELECT withdrawn_at FROM records.share WHERE share_id = ?", [share_id])
        found = cursor.fetchone()
        if found is None:
            raise NotFound("There is no such link.")
        if found[0] is not None:
            raise Refusal("This link was withdrawn already.")
        cursor.execute(
            "UPDATE records.share SET withdrawn_at = ?, withdrawn_by = ? WHERE share_id = ?",
            [at, reader.account_id, share_id],
        )
        audit.note(cursor, at, reader.account_id, "share_withdrawn", share_id)

    house.stores.write(change)


def hashed(token: str) -> str:
    """What is kept of a token. It has 256 drawn bits, so nothing is gained by a slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
