"""A readers-writer gate: many may read at once, a swap waits for them and goes in alone."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """Readers share it; somebody who needs to be alone comes before readers that arrive later.

    A thread that already reads may read again inside (a query within a cursor), even while somebody waits:
    otherwise the two would wait for each other for ever.
    """

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._readers = 0
        self._waiting = 0
        self._taken = False
        self._mine = threading.local()

    @contextmanager
    def reading(self) -> Iterator[None]:
        depth = getattr(self._mine, "depth", 0)
        if depth == 0:
            with self._condition:
                while self._taken or self._waiting:
                    self._condition.wait()
                self._readers += 1
        self._mine.depth = depth + 1
        try:
            yield
        finally:
            self._mine.depth = depth
            if depth == 0:
                with self._condition:
                    self._readers -= 1
                    self._condition.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        with self._condition:
            self._waiting += 1
            while self._taken or self._readers:
                self._condition.wait()
            self._waiting -= 1
            self._taken = True
        try:
            yield
        finally:
            with self._condition:
                self._taken = False
                self._condition.notify_all()
