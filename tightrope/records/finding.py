"""The search over accounts: made from the records, in memory alone, and rid at each look of what may not be found.

Nothing of it is ever written to disk. A thread of its own reads the accounts, a few at a time; a look never waits for
it longer than a moment. What left the door (withdrawn, held, consent narrowed or lapsed, words changed) is taken out
before the next look sees anything.
"""

import atexit
import threading
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tightrope import database, settings
from tightrope.database import Stores
from tightrope.errors import Refusal
from tightrope.records import finding_build as build
from tightrope.records.finding_build import Near, Told, Waiting
from tightrope.records.house import House
from tightrope.voices import encoder

AT_ONCE = 4_000  # accounts read at one step: a fifth of a second
VECTORS_AT_ONCE = 16  # accounts that get vectors at one step: half a second on two cores
WAIT = 0.3  # seconds a look waits for a small council to be read, so that its first search is whole
SCANNED = 200  # newer accounts that a search reads on the spot

Encode = Callable[[Sequence[str]], np.ndarray]
NOBODY = build.waiting([], *(np.zeros(0),) * 3)


@dataclass(frozen=True)
class Seen:
    """What a look sees: parts that never change, and what is not in them yet."""

    told: tuple[Told, ...]
    near: tuple[Near, ...]
    unread: Waiting
    accounts: int  # that may be searched
    caught_up: bool = False  # all that could be compared by meaning has been, once: what is not yet, is newer

    @property
    def read(self) -> int:
        """Accounts that exact words find already."""
        return self.accounts - len(self.unread)

    @property
    def fitting(self) -> int:
        """Accounts read that can be compared by meaning: in English and of 20 words or more."""
        return sum(int(part.fits.sum()) for part in self.told)

    @property
    def compared(self) -> int:
        """Accounts that a search for similar ones compares."""
        return sum(map(len, self.near))

    @property
    def nbytes(self) -> int:
        """Bytes it takes."""
        words = sum(part.postings.nbytes + part.ids.nbytes + 13 * len(part) for part in self.told)
        return words + sum(part.nbytes for part in self.near)


class Finding:
    """The search of one open house. `encode` makes vectors of texts, so many at a time; without it the model does."""

    def __init__(self, stores: Stores, encode: Encode | None = None, at_once: int = 0):
        self.of = weakref.ref(stores, self._gone)  # never keeps a closed house
        self._encode, self._at_once = encode, at_once
        self._lock = threading.Lock()
        self._stop, self._whole = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._empty()

    def why_off(self) -> str:
        """Why nothing can be compared by meaning, in a sentence; empty when it can."""
        return "" if self._encode else encoder.available()

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of texts. Raises Refusal where the sentence model is not installed."""
        return (self._encode or encoder.encoder().encode)(texts)

    def look(self, house: House, wait: float = WAIT) -> Seen:
        """What may be searched now. Starts reading in the background whatever is not read yet."""
        if house.master is None:
            return Seen((), (), NOBODY, 0)
        self._sync(house)
        with self._lock:
            idle = self._thread is None or not self._thread.is_alive()
            if idle and not self._stop.is_set() and (len(self._unread) or len(self._bare)):
                self._thread = threading.Thread(target=self._work, args=(house,), name="finding", daemon=True)
                self._thread.start()
            behind = len(self._unread) > 0
        if behind:
            self._whole.wait(wait)
        with self._lock:
            return Seen(self._told, self._near, self._unread, self._accounts, self._caught_up)

    def end(self) -> None:
        """Stop reading and forget everything."""
        self._stop.set()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(2)
        with self._lock:
            self._empty()

    def _empty(self) -> None:
        self._synced: tuple[int, date] | None = None
        self._told: tuple[Told, ...] = ()
        self._near: tuple[Near, ...] = ()
        self._unread = self._bare = NOBODY  # not read yet; read, and without a vector yet
        self._accounts, self._caught_up = 0, False

    def _gone(self, _: object) -> None:
        self._stop.set()
        self._empty()  # no lock: this may run in the middle of anything, and nobody looks any more

    def _sync(self, house: House) -> None:
        """Take out what may not be found any more, and note what is new. Costs nothing where nothing changed."""
        with self._lock:
            key = (house.stores.version, settings.today())  # before the question: a later change is seen next time
            if key == self._synced:
                return
            frame = house.stores.query("find/marks", audience=build.AUDIENCE, on_day=key[1])
            marks = frame["mark"].to_numpy(np.uint64)
            self._told, self._near = build.still(self._told, marks), build.still(self._near, marks)
            new = ~build.among(marks, build.all_marks(self._told))
            columns = (frame[name].to_numpy()[new] for name in ("mark", "months", "is_english"))
            self._unread = build.waiting(frame["story_id"][new].tolist(), *columns)
            near = build.all_marks(self._near)
            self._bare = _joined([_bare(part, near) for part in self._told])
            self._accounts, self._synced = len(frame), key
            if len(self._unread):
                self._whole.clear()

    # in the background

    def _work(self, house: House) -> None:
        try:
            while self._step(house):
                pass
        except (Refusal, database.Error):  # the house was closed
            with self._lock:
                self._empty()
                self._thread = None
        finally:
            self._whole.set()

    def _step(self, house: House) -> bool:
        """Read a few accounts, or make vectors of a few; False when there is nothing left, or the house went."""
        some = self._at_once or VECTORS_AT_ONCE
        off = not len(self._unread) and bool(self.why_off())  # may load the model: not under the lock
        with self._lock:
            unread, bare, key = self._unread.at(slice(AT_ONCE)), self._bare.at(slice(some)), self._synced
            if not len(unread):
                self._whole.set()
            if self._stop.is_set() or not (len(unread) or (len(bare) and not off)):
                self._thread = None  # under the lock: whoever brings more work from now on starts another
                self._caught_up |= not (self._stop.is_set() or off)
                return False
        if len(unread):
            part = build.told(unread, build.read(house, build.names(unread.ids)))
            self._add_told(part, unread, key)
        else:
            texts = build.read(house, build.names(bare.ids))
            there = bare.at(np.array([one in texts for one in build.names(bare.ids)], dtype=bool))
            vectors = self.vectors([texts[one] for one in build.names(there.ids)])
            self._add_near(Near(there.ids, there.marks, there.months, vectors), bare)
        return True

    def _add_told(self, part: Told, asked: Waiting, key: tuple[int, date] | None) -> None:
        with self._lock:
            if self._synced != key or self._stop.is_set():
                return  # a look took out what may not be found since these were read: they are read again
            self._unread = self._unread.at(slice(len(asked), None))
            self._told = (*self._told, part)
            self._bare = _joined([self._bare, _bare(part, np.zeros(0, np.uint64))])
            parts = self._told
        fewer = build.grown(parts, build.MOST_TOLD)  # takes a while with many: nobody waits for it
        with self._lock:
            if self._told is parts:
                self._told = fewer

    def _add_near(self, part: Near, asked: Waiting) -> None:
        with self._lock:
            if self._stop.is_set():
                return
            self._bare = self._bare.at(~build.among(self._bare.marks, np.sort(asked.marks)))
            # A look may have taken some of them out, words and all, while their vectors were made.
            (part,) = build.still((part,), build.all_marks(self._told)) or (part.at(slice(0)),)
            self._near = build.grown((*self._near, part), build.MOST_NEAR)


def _bare(part: Told, near: np.ndarray) -> Waiting:
    """The accounts of a part that can be compared by meaning and have no vector yet."""
    lacks = part.fits & ~build.among(part.marks, near)
    return Waiting(part.ids[lacks], part.marks[lacks], part.months[lacks], part.fits[lacks])


def _joined(parts: Sequence[Waiting]) -> Waiting:
    columns = ([getattr(part, name) for part in (NOBODY, *parts)] for name in ("ids", "marks", "months", "english"))
    return Waiting(*(np.concatenate(column) for column in columns))


_one: Finding | None = None
_choosing = threading.Lock()


def finding(house: House) -> Finding:
    """The search of this house, made on first use; that of a house before it is forgotten."""
    return use(house, None)


def use(house: House, made: Finding | None) -> Finding:
    """Use `made` for this house, or make one where there is none."""
    global _one
    with _choosing:
        if made is None and _one is not None and _one.of() is house.stores:
            return _one
        before, _one = _one, made or Finding(house.stores)
        if before is not None:
            before.end()
        return _one


@atexit.register
def _end() -> None:
    if _one is not None:
        _one.end()  # or the model would be asked for vectors while the process is taken down
