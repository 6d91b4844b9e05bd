"""Whether safeguarding's word still stands behind a link: looked up once a minute and after each change of records.

A clearance ends with the next account that comes to be held, with a no, and after the days in the settings.
"""

import threading
from collections.abc import Hashable

from tightrope import clock
from tightrope.board import snapshot
from tightrope.errors import Refusal
from tightrope.records import clearing
from tightrope.records.house import House
from tightrope.records.share_links import Link

ANEW_SECONDS = 60  # so long may a link stay open after the last day of a clearance

_kept: dict[str, bool] = {}
_state: Hashable = None
_lock = threading.Lock()


def known(house: House, link: Link) -> bool | None:
    """What was looked up for this state and minute; None where nothing was. Nothing is asked of the stores."""
    return _known(_now(house), link)


def cleared(house: House, link: Link) -> bool:
    """False where accounts about the link's contracts are held and safeguarding has not agreed, or not any more."""
    state = _now(house)
    kept = _known(state, link)
    if kept is None:
        try:
            frozen = snapshot.read(link.body, link.body_hash)
        except Refusal:
            return True  # what cannot be read is not opened either, and what was altered is put on record there
        kept = not clearing.problem(house, link.subject, frozen.contract_ids)
        with _lock:
            if state == _state:
                _kept[link.share_id] = kept
    return kept


def _now(house: House) -> tuple[Hashable, ...]:
    return id(house.stores), house.stores.version, int(clock.now().timestamp()) // ANEW_SECONDS


def _known(state: Hashable, link: Link) -> bool | None:
    global _state
    with _lock:
        if state != _state:
            _kept.clear()
            _state = state
        return _kept.get(link.share_id)
