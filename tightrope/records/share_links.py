"""Opening a link: who holds its token, its passcode, or came back with the ticket of an opening before.

A wrong, an expired, a withdrawn and a used-up token are all None here, so that nobody outside can tell them apart.
"""

import hmac
import re
import secrets
import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from tightrope import clock, settings
from tightrope.records import passwords, tries
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.records.sharing import CONSENT, hashed
from tightrope.setting_sections import Accounts

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
LONGEST_PASSCODE = 100
PLACES = 1024  # unknown tokens share so many places among the tries, so that making up tokens pushes nobody out

_rows: dict[str, dict[str, Any]] = {}
_state: tuple[int, int] | None = None
_lock = threading.Lock()
_secret = secrets.token_bytes(32)  # of this process: a ticket is forgotten with a restart


@dataclass(frozen=True)
class Opener(Reader):
    """Whoever opens a link: no role and no permission, only the audience that the link is for."""

    level: str = ""

    @property
    def audience(self) -> str:
        """What story_shown is asked for."""
        return self.level


@dataclass(frozen=True)
class Link:
    """A link that can be opened now. `left` is how often it may still be opened; None where there is no limit."""

    share_id: str
    subject: str
    body: str
    body_hash: str
    level: str
    made_at: datetime
    ends_at: datetime
    passcode_hash: str
    left: int | None


def opener(level: str) -> Opener:
    """The reader that a link of this level reads accounts as."""
    return Opener("", "Somebody with the link", "", level)


def find(house: House, token: str) -> Link | None:
    """The link behind a token, as long as it lasts."""
    return _lasting(_row(house, _code(token)))


def known(house: House, token: str) -> Link | None:
    """The same from what is kept in memory alone: None also for a link that has a limit or was not opened lately."""
    with _lock:
        is_now = (id(house.stores), house.stores.version) == _state
        return _lasting(_rows.get(_code(token)) if is_now else None)


def _code(token: str) -> str:
    return hashed(token if TOKEN.fullmatch(token) else "")


def _lasting(row: dict[str, Any] | None) -> Link | None:
    if row is None or row["withdrawn_at"] is not None or row["ends_at"] is None or row["ends_at"] <= clock.now():
        return None
    return Link(
        share_id=row["share_id"],
        subject=row["subject"],
        body=row["body"],
        body_hash=row["body_hash"],
        level=next(level for level, consent in CONSENT.items() if consent == row["consent_level"]),
        made_at=row["made_at"],
        ends_at=row["ends_at"],
        passcode_hash=row["passcode_hash"] or "",
        left=None if row["views_allowed"] is None else row["views_allowed"] - row["views"],
    )


def _row(house: House, token_hash: str) -> dict[str, Any] | None:
    """What is kept of a link, read anew after each change of the records, and each time where openings are limited:
    those are counted without anything else of the records changing."""
    global _state
    state = (id(house.stores), house.stores.version)
    with _lock:
        if state == _state and token_hash in _rows:
            return _rows[token_hash]
    row = house.stores.one("share/by_token", code_hash=token_hash)
    if row is None or row["views_allowed"] is not None:
        return row  # an unknown token is not kept: there is no end of them
    with _lock:
        if state != _state:
            _rows.clear()
            _state = state
        _rows[token_hash] = row
    return row


def fits(link: Link | None, token: str, passcode: str) -> bool | None:
    """True for the right passcode of a link; None while too many were tried. Takes as long for a token nobody has."""
    place, given = _place(link, token), " ".join(passcode[:LONGEST_PASSCODE].casefold().replace("-", " ").split())
    if not tries.allowed(place, rules()):
        return None
    right = passwords.fits(given, (link.passcode_hash if link else "") or _nobodys())
    if not (link and link.passcode_hash and right):
        return False
    tries.forget(place)
    return True


def pause(link: Link | None, token: str) -> float:
    """Seconds to wait before the next passcode for this token is looked at."""
    return tries.pause(_place(link, token), rules())


def rules() -> Accounts:
    """How many passcodes may be tried before a link locks, and for how long."""
    chosen = settings.settings()
    return replace(chosen.accounts, tries=chosen.share.passcode_tries, lock_minutes=chosen.share.lock_minutes)


def ticket(link: Link) -> str:
    """What a browser brings when it comes back to a page it opened: for a while, for this link and passcode alone."""
    until = int((clock.now() + timedelta(minutes=settings.settings().share.opening_minutes)).timestamp())
    return f"{until}.{_mark(link, until)}"


def holds(link: Link, brought: str) -> bool:
    """True for a ticket of this link that has not run out."""
    until, _, mark = brought.partition(".")
    if not (until.isascii() and until.isdigit() and len(until) < 12) or int(until) < clock.now().timestamp():
        return False
    return hmac.compare_digest(mark.encode(), _mark(link, int(until)).encode())


def _mark(link: Link, until: int) -> str:
    about = f"{link.share_id}|{link.body_hash}|{link.passcode_hash}|{until}"
    return hmac.digest(_secret, about.encode(), "sha256").hex()


def _place(link: Link | None, token: str) -> str:
    return f"share|{link.share_id}" if link else f"share|{int(hashed(token)[:8], 16) % PLACES}"


@cache
def _nobodys() -> str:
    """The hash of a passcode that nobody has: trying it takes as long as any other."""
    return passwords.hashed(secrets.token_hex(16))
