"""One thread writes the records; changes that arrive together share one commit (group commit)."""

import contextlib
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from tightrope.errors import Refusal

GROUP = 200  # most changes that share a commit: bounds how long the first of them waits

_STOP = object()

BUMP = "UPDATE records.store_state SET value = CAST(CAST(value AS BIGINT) + 1 AS VARCHAR) WHERE name = 'version'"


class Writer:
    """Takes changes from any thread and returns each one's result after the commit that holds it."""

    def __init__(self, cursor: Callable[[], Any], database_error: type[Exception], version: int = 0):
        """`cursor()` gives the cursor to write with; `database_error` is what the database raises."""
        self.version = version
        self._cursor = cursor
        self._database_error = database_error
        self._queue: queue.SimpleQueue = queue.SimpleQueue()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="records-writer", daemon=True)
        self._thread.start()

    def submit(self, change: Callable[[Any], Any], quiet: bool = False) -> Any:
        """Hand over a change and wait for its commit. Raises Refusal once closed or when the disk is full.

        A quiet change (somebody's last look, a session's last use) does not raise the version: no page shows it
        to anybody else, so nothing kept in memory has to be worked out again.
        """
        if self._closed.is_set():
            raise Refusal("The records are closed: nothing was saved. Start Tightrope again.")
        waiting: Future = Future()
        self._queue.put((change, waiting, quiet))
        return waiting.result()

    def close(self) -> None:
        """Finish what is waiting, then stop."""
        if not self._closed.is_set():
            self._closed.set()
            self._queue.put(_STOP)
            self._thread.join()

    def _run(self) -> None:
        with self._cursor() as cursor:
            while (group := self._next_group()) is not None:
                if not self._together(cursor, group):
                    for change in group:  # one of them failed: each again, alone, so that only it fails
                        self._together(cursor, [change])

    def _next_group(self) -> list | None:
        first = self._queue.get()
        if first is _STOP:
            return None
        group = [first]
        while len(group) < GROUP and not self._queue.empty():
            item = self._queue.get()
            if item is _STOP:
                self._queue.put(_STOP)
                break
            group.append(item)
        return group

    def _together(self, cursor: Any, group: list) -> bool:
        loud = not all(quiet for _, _, quiet in group)
        try:
            cursor.execute("BEGIN")
            results = [change(cursor) for change, _, _ in group]
            if loud:
                cursor.execute(BUMP)
            cursor.execute("COMMIT")
        except Exception as error:
            self._undo(cursor)
            if len(group) == 1:
                group[0][1].set_exception(self._in_words(error))
                return True
            return False
        self.version += loud
        for (_, waiting, _), result in zip(group, results, strict=True):
            waiting.set_result(result)
        return True

    def _undo(self, cursor: Any) -> None:
        with contextlib.suppress(self._database_error):  # the failure itself may have ended the transaction
            cursor.execute("ROLLBACK")

    def _in_words(self, error: Exception) -> Exception:
        if not isinstance(error, self._database_error):
            return error
        words = str(error)
        signs = ("no space", "could not write", "disk", "file too large", "failed to write")
        if any(sign in words.lower() for sign in signs):
            return Refusal(f"Nothing was saved: the disk is full or cannot be written. ({words})")
        if "FATAL" in words or "invalidated" in words:
            return Refusal(
                "Nothing was saved: the records were closed after a disk fault. "
                f"Free some space and start Tightrope again; what was acknowledged before is safe. ({words})"
            )
        return error
