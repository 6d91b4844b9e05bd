"""A photo, a recording or a film that goes with an account: cleaned, sealed with it, opened by who triages alone."""

import hashlib
import json
import secrets
import threading
from dataclasses import dataclass
from typing import Any

from tightrope import clock, settings, stripping
from tightrope.errors import NotFound, Refusal
from tightrope.records import audit, consent, follow, triage
from tightrope.records.house import House
from tightrope.records.roles import TRIAGE, Reader
from tightrope.sealing import SEAL_BYTES

MEGABYTE = 1_000_000
WAITING = (triage.UNTRIAGED, triage.HELD)
COLUMNS = "media_id, story_id, kind, sealed, transcript_sealed, consent_level"
GONE = "This account is not here any more, so nothing can be added to it."
READ_ALREADY = (
    "This account has been read already, and nobody would open a file that is added now. "
    "Tell us in a new account what it shows, and add the file to that one."
)
TOO_MANY = "There are {most} files with this account already. More than that we cannot take."
TOO_LARGE = "This file is larger than {most} MB. Send a shorter part of it, or telephone."
NO_KEY = "Files cannot be taken now: the master key is missing, and we will not store them unsealed. Please telephone."
CHOOSE = "Please choose what we may do with the file."
TOO_LONG = "This is {given:,} letters for what is said or shown; at most {most:,} fit. Please shorten it."
NOT_HERE = "This file is not here any more."

_one_at_a_time = threading.Lock()  # a large photo takes up to 400 MB while it is decoded


@dataclass(frozen=True)
class Kept:
    """What became of a file that was sent. `is_new` is False where the same had been sent before; `files` now kept."""

    media_id: str
    kind: str
    is_new: bool
    files: int


@dataclass(frozen=True)
class Item:
    """One file in the list of an account. `allowed` is the lower of its own consent and the account's."""

    media_id: str
    kind: str
    size: int
    consent_level: int
    allowed: int
    by_teller: str
    by_reader: str


@dataclass(frozen=True)
class Opened:
    """A file that was opened: what it is, the name a browser shows it by, its bytes."""

    kind: str
    mime: str
    data: bytes


def largest() -> int:
    """Bytes of one file."""
    return settings.settings().telling.media_megabytes * MEGABYTE


def take(house: House, code: str, data: bytes, consent_level: int, said: str = "") -> Kept:
    """Check, clean and seal a file with the account behind the code; returns once it is on disk.

    `said`: what is said or shown in it, by whoever sends it. The same bytes sent twice are one file. Raises NotFound
    for an unknown code or an account taken back, Refusal in one sentence for anything else.
    """
    story_id, chosen = follow.story_of(house, code), settings.settings().telling
    if consent_level not in consent.LEVELS:
        raise Refusal(CHOOSE)
    if len(said) > chosen.longest:
        raise Refusal(TOO_LONG.format(given=len(said), most=chosen.longest))
    if len(data) > largest():
        raise Refusal(TOO_LARGE.format(most=chosen.media_megabytes))
    if house.master is None:
        raise Refusal(NO_KEY)
    place = house.stores.one("media/place", story_id=story_id)
    wrapped = _takes(place)
    known = place["media_ids"] or []
    media_id = "M" + house.master.token(f"media|{story_id}|{hashlib.sha256(data).hexdigest()}").hex()[:16]
    if media_id not in known and len(known) >= chosen.media_each:
        raise Refusal(TOO_MANY.format(most=chosen.media_each))
    with _one_at_a_time:
        clean = stripping.strip(data)
    sealed = house.master.seal_bytes(wrapped, story_id, f"media|{media_id}", clean.data)
    told = _sealed_words(house, wrapped, story_id, media_id, said.strip(), "") if said.strip() else None
    row, at = [media_id, story_id, clean.kind, sealed, told, consent_level], clock.now()

    def change(cursor: Any) -> tuple[bool, int]:
        cursor.execute("SELECT triage_state, withdrawn_at FROM records.story WHERE story_id = ?", [story_id])
        _standing(*(cursor.fetchone() or (None, None)))
        cursor.execute("SELECT media_id FROM records.story_media WHERE story_id = ?", [story_id])
        there = [one[0] for one in cursor.fetchall()]
        if media_id in there:
            return False, len(there)
        if len(there) >= chosen.media_each:
            raise Refusal(TOO_MANY.format(most=chosen.media_each))
        cursor.execute(f"INSERT INTO records.story_media ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", row)
        audit.note(cursor, at, None, "media_added", story_id, f"{media_id}: {clean.kind}, level {consent_level}")
        return True, len(there) + 1

    is_new, files = house.stores.write(change)
    return Kept(media_id, clean.kind, is_new, files)


def listed(house: House, reader: Reader, story_id: str) -> list[Item]:
    """What goes with an account in the reader's queue, without the files. Raises NotAllowed and NotFound.

    Empty while the master key is missing.
    """
    _in_queue(house, reader, story_id)
    if house.master is None:
        return []
    made = []
    for row in house.stores.rows("media/of_account", story_id=story_id):
        words = _words(house, row)
        size = row["sealed_bytes"] - SEAL_BYTES
        levels = row["consent_level"], row["allowed_level"]
        made.append(Item(row["media_id"], row["kind"], size, *levels, words["teller"], words["reader"]))
    return made


def look(house: House, reader: Reader, media_id: str) -> Opened:
    """One file, after the look is on record. Raises NotAllowed, NotFound and Refusal."""
    row = _one(house, reader, media_id)
    at, key = clock.now(), "TE" + secrets.token_hex(8)
    event = [key, row["story_id"], at, reader.account_id, triage.LOOKED, f"opened {row['kind']} {media_id}", None]

    def change(cursor: Any) -> None:
        _there(cursor, media_id)
        cursor.execute("INSERT INTO records.triage_event VALUES (?, ?, ?, ?, ?, ?, ?)", event)
        audit.note(cursor, at, reader.account_id, "media_looked", row["story_id"], media_id)

    house.stores.write(change)
    data = house.master.open_bytes(row["wrapped_key"], row["story_id"], f"media|{media_id}", row["sealed"])
    return Opened(row["kind"], stripping.mime(data, row["kind"]), data)


def describe(house: House, reader: Reader, media_id: str, text: str) -> None:
    """Keep what is said or shown in a file, typed by who listened; the teller's own words stay beside it.

    Raises NotAllowed, NotFound and Refusal.
    """
    most = settings.settings().telling.longest
    if len(text) > most:
        raise Refusal(TOO_LONG.format(given=len(text), most=most))
    row = _one(house, reader, media_id)
    by_teller = _words(house, row)["teller"]
    sealed = _sealed_words(house, row["wrapped_key"], row["story_id"], media_id, by_teller, text.strip())
    at = clock.now()

    def change(cursor: Any) -> None:
        _there(cursor, media_id)
        cursor.execute("UPDATE records.story_media SET transcript_sealed = ? WHERE media_id = ?", [sealed, media_id])
        audit.note(cursor, at, reader.account_id, "media_described", row["story_id"], media_id)

    house.stores.write(change)


def _takes(place: dict[str, Any] | None) -> bytes:
    """The wrapped key of an account that still takes files."""
    if place is None or place["wrapped_key"] is None:
        raise NotFound(GONE)
    _standing(place["triage_state"], place["withdrawn_at"])
    return place["wrapped_key"]


def _standing(state: str | None, withdrawn_at: Any) -> None:
    if state is None or withdrawn_at is not None:
        raise NotFound(GONE)
    if state not in WAITING:
        raise Refusal(READ_ALREADY)


def _in_queue(house: House, reader: Reader, story_id: str) -> None:
    """Raises NotAllowed unless the role triages, NotFound unless the account waits for this reader."""
    if not any(row["story_id"] == story_id for row in triage.queue(house, reader)):
        raise NotFound(triage.NOT_WAITING)


def _one(house: House, reader: Reader, media_id: str) -> dict[str, Any]:
    reader.require(TRIAGE)
    row = house.stores.one("media/one", media_id=media_id)
    if row is None:
        raise NotFound(NOT_HERE)
    _in_queue(house, reader, row["story_id"])
    if house.master is None:
        raise Refusal(triage.NO_KEY)
    return row


def _there(cursor: Any, media_id: str) -> None:
    """Raises NotFound where the account was taken back in the meantime."""
    cursor.execute("SELECT count(*) FROM records.story_media WHERE media_id = ?", [media_id])
    if not cursor.fetchone()[0]:
        raise NotFound(NOT_HERE)


def _words(house: House, row: dict[str, Any]) -> dict[str, str]:
    """What is said or shown in it: by the teller, and by who listened."""
    if row["transcript_sealed"] is None:
        return {"teller": "", "reader": ""}
    part = f"transcript|{row['media_id']}"
    return json.loads(house.master.open_words(row["wrapped_key"], row["story_id"], part, row["transcript_sealed"]))


def _sealed_words(house: House, wrapped: bytes, story_id: str, media_id: str, teller: str, reader: str) -> bytes:
    text = json.dumps({"teller": teller, "reader": reader}, ensure_ascii=False)
    return house.master.seal_words(wrapped, story_id, f"transcript|{media_id}", text)
