"""Pages take turns: one is worked out at a time.

Python does one thing at a time, however many ask. Pages that are worked out side by side are none the sooner for it,
and whoever opens a link waits for all of them: each of its steps has to get in between.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST = 0.5  # seconds that a page waits for its turn: one that takes long (a pack of 60 items) holds up nobody
OFTEN = 0.001  # seconds after which Python lets another thread in; its own 5 ms are most of what an opening takes

_turn = threading.Semaphore()


def often() -> None:
    """Let whoever answers links in between a page's steps more often than Python does by itself."""
    sys.setswitchinterval(OFTEN)


@contextmanager
def turn() -> Iterator[None]:
    """Wait until the page before is done, or for LONGEST seconds, and go ahead."""
    mine = _turn.acquire(timeout=LONGEST)
    try:
        yield
    finally:
        if mine:
            _turn.release()
