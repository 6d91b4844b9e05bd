"""The board page as it was drawn last: 200 phones open one link in the second in which its address is read out.

What is kept belongs to one state of the records and one day. With the next change (a consent, a withdrawal, a decision)
everything kept is dropped, so that no page holds words that may not be read any more.
"""

import secrets
import threading
from collections.abc import Callable, Hashable

from tightrope import settings
from tightrope.records.house import House

MOST = 200  # pages: links times wards that are looked at in one state of the records
HOLDS = secrets.token_hex(16)  # stands where the nonce of each answer goes; nobody outside can write it into a page

_pages: dict[Hashable, str] = {}
_state: Hashable = None
_lock = threading.Lock()


def known(house: House, name: Hashable, nonce: str) -> str | None:
    """The page of that name with this nonce, where it is kept; nothing is asked of the stores."""
    kept = _kept(_now(house), name)
    return None if kept is None else kept.replace(HOLDS, nonce)


def drawn(house: House, name: Hashable, nonce: str, make: Callable[[str], str]) -> str:
    """The same; `make` draws it with HOLDS where nothing is kept."""
    state = _now(house)
    kept = _kept(state, name)
    if kept is None:
        kept = make(HOLDS)
        with _lock:
            if state == _state and house.stores.version == state[2]:  # nothing changed while it was drawn
                while len(_pages) >= MOST:
                    del _pages[next(iter(_pages))]
                _pages[name] = kept
    return kept.replace(HOLDS, nonce)


def _now(house: House) -> tuple[Hashable, ...]:
    return str(house.stores.warehouse), id(house.stores), house.stores.version, settings.today()


def _kept(state: Hashable, name: Hashable) -> str | None:
    global _state
    with _lock:
        if state != _state:
            _pages.clear()
            _state = state
        return _pages.get(name)
