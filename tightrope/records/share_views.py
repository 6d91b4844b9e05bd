"""Counting openings: in memory first, written together within a second, so that an opening waits for no disk.

A link with a limit writes first: an opening that is not on record has not been given. Who opened is never noted.
"""

import logging
import secrets
import threading
from collections import Counter
from datetime import datetime
from typing import Any

from tightrope import clock
from tightrope.errors import Refusal
from tightrope.records import audit
from tightrope.records.house import House

WITHIN = 0.8  # seconds until what waits is written; with the commit it stays within one
MOST_WAITING = 10_000  # openings kept in memory at once: beyond, the next one writes them itself

_lock = threading.Lock()
_writing = threading.Lock()  # whoever asks for what waits to be written also waits for what is being written
_waiting: list[tuple[str, str, datetime]] = []
_timer: threading.Timer | None = None
_altered: set[str] = set()
_log = logging.getLogger(__name__)


def count(house: House, share_id: str) -> None:
    """Count one opening of a link without a limit."""
    global _timer
    with _lock:
        _waiting.append((secrets.token_hex(8), share_id, clock.now()))
        many = len(_waiting) >= MOST_WAITING
        if _timer is None and not many:
            _timer = threading.Timer(WITHIN, write_out, [house])
            _timer.daemon = True
            _timer.start()
    if many:
        write_out(house)


def count_first(house: House, share_id: str) -> bool:
    """Count one opening of a link with a limit before it is given; False, and nothing counted, where none is left."""
    view, at = secrets.token_hex(8), clock.now()

    def change(cursor: Any) -> bool:
        cursor.execute("SELECT views, views_allowed FROM records.share WHERE share_id = ?", [share_id])
        views, allowed = cursor.fetchone()
        if allowed is not None and views >= allowed:
            return False
        _put(cursor, [(view, share_id, at)])
        return True

    return house.stores.write(change, quiet=True)


def write_out(house: House) -> None:
    """Write what waits. Counts that cannot be written any more (the records were closed) are lost, and logged."""
    global _timer
    with _writing:
        with _lock:
            some, _waiting[:] = list(_waiting), []
            _timer = None
        if not some:
            return
        try:
            house.stores.write(lambda cursor: _put(cursor, some), quiet=True)
        except Refusal:
            _log.warning("%s openings of links could not be counted: the records are closed.", len(some))


def altered(house: House, share_id: str) -> None:
    """Put on record that what a link opens was altered in the store, and say so in the log: once in this process."""
    at = clock.now()
    if share_id in _altered:
        return  # whoever holds the link could fill the record by opening it again and again
    _altered.add(share_id)
    _log.error("Link %s was not opened: what it holds was altered after it was made.", share_id)
    house.stores.write(lambda cursor: audit.note(cursor, at, None, "share_altered", share_id), quiet=True)


def _put(cursor: Any, some: list[tuple[str, str, datetime]]) -> None:
    """All at once: a statement for each opening would keep the disk busier than the openings do the app."""
    views, shares, moments = zip(*some, strict=True)
    cursor.execute(
        "INSERT INTO records.share_view (view_id, share_id, opened_at) "
        "SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::TIMESTAMP[])",
        [list(views), list(shares), list(moments)],
    )
    for share_id, many in Counter(shares).items():
        cursor.execute("UPDATE records.share SET views = views + ? WHERE share_id = ?", [many, share_id])
