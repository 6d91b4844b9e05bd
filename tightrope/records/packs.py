"""The register of packs: what went out as files, which accounts they quote, who made them and who was given one.

What a pack holds is frozen before it comes here (tightrope/board): published figures and references, never words.
"""

import logging
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tightrope import clock
from tightrope.errors import NotFound, Refusal
from tightrope.records import anchoring, audit, clearing
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, Reader
from tightrope.records.sharing import CONSENT, LONGEST_NAME, MEANWHILE, MOST_RECIPIENTS, NAMED, Frozen

PUBLIC, EXEMPT = "public", "exempt"  # parts of a pack; what is exempt stands in the second alone
FORMATS = ("pptx", "docx", "html", "csv", "zip")
NOT_MADE = "The pack was not made."

_altered: set[str] = set()
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class FrozenItem:
    """One item: its frozen subject, and as JSON what the files say of it besides."""

    subject: Frozen
    title: str
    body: str
    body_hash: str


@dataclass(frozen=True)
class FrozenPack:
    """A pack as it is kept. `body` is the list of snapshots as JSON; `quoted` account -> (numbers, who tells it)."""

    title: str
    format: str
    level: str
    recipients: tuple[str, ...]
    made_on: date
    body: str
    body_hash: str
    items: tuple[FrozenItem, ...]
    quoted: Mapping[str, tuple[str, str]]


def problems(level: str, recipients: tuple[str, ...]) -> list[str]:
    """What is wrong with whom a pack is for; empty where it can be made."""
    found = []
    if level == NAMED and not any(one.strip() for one in recipients):
        found.append("Name who a restricted pack is for: words that may be shown to few are in it.")
    if level != NAMED and recipients:
        found.append("Only a restricted pack names who it is for.")
    if len(recipients) > MOST_RECIPIENTS:
        found.append(f"At most {MOST_RECIPIENTS} people can be named.")
    if any(len(one) > LONGEST_NAME or ";" in one or not one.isprintable() for one in recipients):
        found.append(f"A name has at most {LONGEST_NAME} letters, on one line, and no semicolon.")
    return found


def uncleared(house: House, items: Iterable[tuple[str, str, Sequence[str]]]) -> list[str]:
    """For each (title, subject, contracts) that safeguarding has not agreed to, or no longer: why, in words."""
    said = [(title, clearing.problem(house, subject, contracts)) for title, subject, contracts in items]
    return [f"{title}: {wrong}" for title, wrong in said if wrong]


def keep(house: House, reader: Reader, frozen: FrozenPack) -> str:
    """Enter a pack; returns its reference. Raises NotAllowed, and Refusal with every problem.

    Nothing else may have gone out since its figures were held against what had (`after` of its items).
    """
    reader.require(DECIDE)
    found = problems(frozen.level, frozen.recipients)
    found += uncleared(house, [(one.title, one.subject.subject, one.subject.contract_ids) for one in frozen.items])
    if found:
        raise Refusal(NOT_MADE, found)
    key, at, stamp = "PK" + secrets.token_hex(8), clock.now(), anchoring.stamp(house.stores)
    row = {
        "pack_id": key,
        "format": frozen.format,
        "title": frozen.title,
        "subject": " ".join(one.subject.subject for one in frozen.items),
        "body": frozen.body,
        "body_hash": frozen.body_hash,
        "consent_level": CONSENT[frozen.level],
        "restricted": frozen.level == NAMED,
        "made_by": reader.account_id,
        "made_at": at,
        "made_on": frozen.made_on,
        "recipients": "; ".join(one.strip() for one in frozen.recipients if one.strip()) or None,
        "register_count": stamp["count"],
        "register_head": stamp["head"],
    }

    def change(cursor: Any) -> str:
        cursor.execute(
            "SELECT (SELECT count(*) FROM records.share WHERE kind = 'board') + (SELECT count(*) FROM records.pack)"
        )
        now = cursor.fetchone()[0]
        if any(one.subject.after != now for one in frozen.items):
            raise Refusal(NOT_MADE, [MEANWHILE])
        _put(cursor, "pack", row)
        for place, one in enumerate(frozen.items, start=1):
            item = {"pack_id": key, "place": place, "subject": one.subject.subject, "title": one.title}
            _put(cursor, "pack_item", {**item, "body": one.body, "body_hash": one.body_hash})
        for story_id, (numbers, told_by) in frozen.quoted.items():
            _put(cursor, "pack_story",
                 {"pack_id": key, "story_id": story_id, "numbers": numbers, "told_by": told_by})  # fmt: skip
        audit.note(cursor, at, reader.account_id, "pack_made", key, f"{len(frozen.items)} items {frozen.body_hash}")
        return key

    return house.stores.write(change)


def download(house: House, reader: Reader, pack_id: str, kind: str, part: str) -> None:
    """Note that a file of a pack is given to whoever asks. Raises NotAllowed, NotFound and Refusal."""
    reader.require(DECIDE)
    if kind not in FORMATS or part not in (PUBLIC, EXEMPT):
        raise Refusal(f"A pack can be had as {', '.join(FORMATS)}, its public part or the exempt one.")
    at = clock.now()

    def change(cursor: Any) -> None:
        cursor.execute("SELECT 1 FROM records.pack WHERE pack_id = ?", [pack_id])
        if cursor.fetchone() is None:
            raise NotFound("There is no such pack.")
        row = {"download_id": "PD" + secrets.token_hex(8), "pack_id": pack_id, "format": kind, "part": part}
        _put(cursor, "pack_download", {**row, "account_id": reader.account_id, "given_at": at})
        audit.note(cursor, at, reader.account_id, "pack_downloaded", pack_id, f"{kind} {part}")

    house.stores.write(change)


def altered(house: House, pack_id: str) -> None:
    """Put on record that what a pack holds was altered in the store, and say so in the log: once in this process."""
    at = clock.now()
    if pack_id in _altered:
        return  # pressing a button again and again would fill the record
    _altered.add(pack_id)
    _log.error("Pack %s was not opened: what it holds was altered after it was made.", pack_id)
    house.stores.write(lambda cursor: audit.note(cursor, at, None, "pack_altered", pack_id), quiet=True)


def _put(cursor: Any, table: str, row: Mapping[str, Any]) -> None:
    cursor.execute(
        f"INSERT INTO records.{table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", [*row.values()]
    )
