"""Local accounts, sign-in and sessions. Tokens are stored hashed; a wrong name and a wrong password look the same."""

import contextlib
import hashlib
import re
import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

from tightrope import clock
from tightrope.database import Stores
from tightrope.errors import NotFound, Refusal
from tightrope.records import audit, passwords, tries
from tightrope.records.roles import ROLES, Reader
from tightrope.setting_sections import Accounts

NAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]{1,39}")
LONGEST_NAME = 40
LONGEST_SHOWN = 80
WRONG = "That name and password do not go together."
OVER = "This link has been used or is over. Ask for another."
INVITE_DAYS = 2
SEEN_EVERY = timedelta(minutes=10)  # a session's last use is written at most this often: each write stales caches


@cache
def _nobody() -> str:
    """Compared against when a name is unknown, so that it takes as long as for a known one."""
    return passwords.hashed(secrets.token_hex(16))


def token_hash(token: str) -> str:
    """What is stored of a token: the token itself is only in the browser or the link."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def add(
    stores: Stores,
    rules: Accounts,
    name: str,
    display_name: str,
    role: str,
    password: str,
    first: Callable[[Any], None] = lambda cursor: None,
) -> str:
    """Make an account and return its id. Raises Refusal for a bad name, role or password, or a name in use.

    `first(cursor)` is part of the same commit, so that a one-time link is spent exactly when the account is made.
    """
    if not NAME.fullmatch(name):
        raise Refusal("A sign-in name has 2 to 40 letters, digits, dots or dashes, and begins with a letter.")
    if len(display_name) > LONGEST_SHOWN or not display_name.isprintable():
        raise Refusal(f"The name others see has at most {LONGEST_SHOWN} letters, on one line.")
    _known(role)
    passwords.check(password, rules.password_length, [name, display_name, "tightrope"])
    account_id, at, stored = "A" + secrets.token_hex(6), clock.now(), passwords.hashed(password)
    row = [account_id, name, display_name or name, role, None, stored, at, None]

    def change(cursor: Any) -> None:
        first(cursor)
        cursor.execute("SELECT 1 FROM records.account WHERE lower(name) = lower($name)", {"name": name})
        if cursor.fetchone():
            raise Refusal(f"The name {name} is in use. Choose another.")
        cursor.execute("INSERT INTO records.account VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        audit.note(cursor, at, account_id, "account_made", account_id, role)

    stores.write(change)
    return account_id


def everybody(stores: Stores) -> list[dict[str, Any]]:
    """All accounts without their passwords."""
    return stores.rows("account/all")


def any_account(stores: Stores) -> bool:
    """True when somebody could sign in."""
    return any(row["closed_at"] is None for row in everybody(stores))


def set_role(stores: Stores, name: str, role: str) -> None:
    """Give an account another role; its sessions end. Raises NotFound or Refusal."""
    _known(role)
    _change(stores, name, "UPDATE records.account SET role = ? WHERE account_id = ?", role, "role_changed", role)


def set_password(stores: Stores, rules: Accounts, name: str, password: str) -> None:
    """Give an account another password; its sessions end. Raises NotFound or Refusal."""
    passwords.check(password, rules.password_length, [name, "tightrope"])
    statement = "UPDATE records.account SET password_hash = ? WHERE account_id = ?"
    _change(stores, name, statement, passwords.hashed(password), "password_changed")


def close(stores: Stores, name: str) -> None:
    """Close an account for somebody who left; its sessions end and its name stays taken. Raises NotFound."""
    statement = "UPDATE records.account SET closed_at = ? WHERE account_id = ?"
    _change(stores, name, statement, clock.now(), "account_closed")


def sign_in(stores: Stores, rules: Accounts, name: str, password: str) -> str:
    """Check a password and return the token of a new session.

    Raises Refusal: the same words for an unknown name and a wrong password; after some tries the name is
    locked for a while, whether or not anybody has it.
    """
    name = name[:LONGEST_NAME]
    # Counted before the password is looked at: tries sent all at once must not get past the lock.
    if not tries.allowed(name, rules):
        raise Refusal(f"Too many tries. Wait {rules.lock_minutes} minutes, or ask an administrator.")
    nobody = _nobody()
    found = stores.one("account/by_name", sign_in_name=name)
    if not passwords.fits(password, found["password_hash"] if found else nobody) or found is None:
        raise Refusal(WRONG)
    tries.forget(name)
    return open_session(stores, rules, found["account_id"])


def open_session(stores: Stores, rules: Accounts, account_id: str) -> str:
    """The token of a new session of an account; only its hash is stored. Sessions that are over are dropped."""
    token, at = secrets.token_urlsafe(32), clock.now()
    row = [token_hash(token), account_id, at, at, at + timedelta(hours=rules.session_hours)]

    def change(cursor: Any) -> None:
        cursor.execute("DELETE FROM records.session WHERE ends_at < ?", [at])
        cursor.execute("INSERT INTO records.session VALUES (?, ?, ?, ?, ?)", row)
        audit.note(cursor, at, account_id, "signed_in", account_id)

    stores.write(change, quiet=True)
    return token


def reader_of(stores: Stores, rules: Accounts, token: str | None) -> Reader | None:
    """Who a session token belongs to now; None when it is unknown, over or idle for too long."""
    if not token:
        return None
    at = clock.now()
    session = token_hash(token)
    idle_since = at - timedelta(minutes=rules.idle_minutes)
    found = stores.one("account/by_session", session_hash=session, now=at, idle_since=idle_since)
    if found is None:
        return None
    if at - found["seen_at"] > min(SEEN_EVERY, timedelta(minutes=rules.idle_minutes) / 2):
        statement = "UPDATE records.session SET seen_at = ? WHERE session_hash = ?"
        with contextlib.suppress(Refusal):  # reading goes on when the disk is full
            stores.write(lambda cursor: cursor.execute(statement, [at, session]), quiet=True)
    return Reader(found["account_id"], found["display_name"], found["role"])


def sign_out(stores: Stores, token: str) -> None:
    """End a session."""
    session = token_hash(token)
    stores.write(
        lambda cursor: cursor.execute("DELETE FROM records.session WHERE session_hash = ?", [session]), quiet=True
    )


def invite(stores: Stores, role: str) -> str:
    """Make a one-time link's token that lets somebody make an account with `role`.

    Unused links for the same role end: of two starts without an administrator only the last one's link works.
    """
    _known(role)
    token, at = secrets.token_urlsafe(32), clock.now()
    row = [token_hash(token), role, at, at + timedelta(days=INVITE_DAYS), None]

    def change(cursor: Any) -> None:
        cursor.execute("DELETE FROM records.invite WHERE role = ? AND used_at IS NULL", [role])
        cursor.execute("INSERT INTO records.invite VALUES (?, ?, ?, ?, ?)", row)
        audit.note(cursor, at, None, "invited", detail=role)

    stores.write(change)
    return token


def invited_role(stores: Stores, token: str) -> str:
    """The role a one-time link gives. Raises NotFound when it is unknown, used or over."""
    found = stores.one("account/invite", invite_hash=token_hash(token), now=clock.now())
    if found is None:
        raise NotFound(OVER)
    return found["role"]


def accept(stores: Stores, rules: Accounts, token: str, name: str, display_name: str, password: str) -> str:
    """Make the account that a one-time link allows, once, and return its id. Raises as add() and invited_role() do."""
    role = invited_role(stores, token)
    spent, at = token_hash(token), clock.now()

    def use(cursor: Any) -> None:
        cursor.execute("SELECT 1 FROM records.invite WHERE invite_hash = ? AND used_at IS NULL", [spent])
        if not cursor.fetchone():
            raise NotFound(OVER)
        cursor.execute("UPDATE records.invite SET used_at = ? WHERE invite_hash = ?", [at, spent])

    return add(stores, rules, name, display_name, role, password, first=use)


def _known(role: str) -> None:
    if role not in ROLES:
        raise Refusal(f"There is no role {role}. Choose one of: {', '.join(ROLES)}.")


def _change(stores: Stores, name: str, statement: str, value: Any, did: str, detail: str = "") -> None:
    """Change one column of an open account, end its sessions and note it, in one commit."""
    found = stores.one("account/by_name", sign_in_name=name)
    if found is None:
        raise NotFound(f"There is no account {name}.")
    account_id, at = found["account_id"], clock.now()

    def change(cursor: Any) -> None:
        cursor.execute(statement, [value, account_id])
        cursor.execute("DELETE FROM records.session WHERE account_id = ?", [account_id])
        audit.note(cursor, at, None, did, account_id, detail)

    stores.write(change)
