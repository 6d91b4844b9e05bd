"""Tries at a sign-in name: slower after each, locked after some, for names nobody has as well.

They are kept in memory: a restart forgets them, and nobody outside can cause one.
"""

import threading
from datetime import datetime, timedelta

from tightrope import clock
from tightrope.setting_sections import Accounts

MOST_NAMES = 10_000  # names remembered at once; beyond, the one whose last try is oldest goes
LONGEST_PAUSE = 4.0  # seconds

_made: dict[str, list[datetime]] = {}
_lock = threading.Lock()


def allowed(name: str, rules: Accounts) -> bool:
    """Count one more try at a name and return True; False, and nothing counted, while the name is locked."""
    at, key = clock.now(), name.casefold()
    with _lock:
        recent = _recent(key, at, rules)
        if len(recent) >= rules.tries:
            return False
        _made.pop(key, None)  # put last: the names stay in the order of their last try
        _made[key] = [*recent, at]
        while len(_made) > MOST_NAMES:
            del _made[next(iter(_made))]
        return True


def forget(name: str) -> None:
    """Start anew after the right password."""
    with _lock:
        _made.pop(name.casefold(), None)


def pause(name: str, rules: Accounts) -> float:
    """Seconds to wait before the next answer about a name: doubles with each try, at most 4."""
    with _lock:
        made = len(_recent(name.casefold(), clock.now(), rules))
    return min(LONGEST_PAUSE, 0.25 * 2**made) if made else 0.0


def _recent(key: str, at: datetime, rules: Accounts) -> list[datetime]:
    since = at - timedelta(minutes=rules.lock_minutes)
    return [one for one in _made.get(key, ()) if one > since]
