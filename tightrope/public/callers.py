"""How often one address has sent something in the last hour. No address is kept: only a hash, salted anew each day."""

import hashlib
import secrets
import threading
from datetime import datetime, timedelta

from starlette.requests import Request

from tightrope import clock

HOUR = timedelta(hours=1)
MOST_CALLERS = 20_000  # remembered at once; beyond, the one heard longest ago goes

_lock = threading.Lock()
_salt: tuple[object, bytes] = (None, b"")
_made: dict[tuple[str, bytes], list[datetime]] = {}


def allowed(request: Request, what: str, most: int) -> bool:
    """Count one more of `what` from this caller and return True; False, and nothing counted, above `most` an hour."""
    at = clock.now()
    address = (request.client.host if request.client else "").encode()
    with _lock:
        key = (what, hashlib.blake2b(address, key=_of(at), digest_size=16).digest())
        recent = [one for one in _made.pop(key, ()) if one > at - HOUR]
        fits = len(recent) < most
        _made[key] = [*recent, at] if fits else recent
        while len(_made) > MOST_CALLERS:
            del _made[next(iter(_made))]
        return fits


def forget() -> None:
    """Start anew, as after a restart."""
    with _lock:
        _made.clear()


def _of(at: datetime) -> bytes:
    """Today's salt; yesterday's is forgotten with everything counted under it."""
    global _salt
    if _salt[0] != at.date():
        _salt = (at.date(), secrets.token_bytes(32))
        _made.clear()
    return _salt[1]
