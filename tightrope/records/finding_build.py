"""What the search is made of: parts that are read from the records a few accounts at a time, and grow together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import numpy as np

from tightrope import settings
from tightrope.errors import Refusal
from tightrope.records.house import House
from tightrope.voices import exact_words, nearness
from tightrope.voices.exact_words import Postings, tokens

AUDIENCE = "officers"  # the search holds what officers may read; who else asks is told that they cannot search
MOST_TOLD = 262_144  # accounts in one part: bounds how long two take to be made one (a second or two)
MOST_NEAR = 65_536  # the same of vectors: a hundred megabytes


@dataclass(frozen=True)
class Accounts:
    """Accounts as arrays, one value each: id as bytes, mark of its words (uint64), year * 12 + month (int32)."""

    ids: np.ndarray
    marks: np.ndarray
    months: np.ndarray

    def __len__(self) -> int:
        return len(self.ids)

    def at(self, which: Any) -> "Accounts":
        """Some of them: by a mask, places or a slice."""
        return type(self)(**{field.name: getattr(self, field.name)[which] for field in fields(self)})

    @property
    def nbytes(self) -> int:
        """Bytes that the arrays take."""
        return sum(getattr(self, field.name).nbytes for field in fields(self))


@dataclass(frozen=True)
class Waiting(Accounts):
    """Accounts that wait to be read, or to get a vector: whether each is in English."""

    english: np.ndarray


@dataclass(frozen=True)
class Told(Accounts):
    """Accounts with the words they have. `fits`: in English and long enough to be compared by meaning."""

    fits: np.ndarray
    postings: Postings

    def at(self, which: Any) -> "Told":
        """Those of a mask (bool, one an account)."""
        rest = {field.name: getattr(self, field.name)[which] for field in fields(self) if field.name != "postings"}
        return replace(self, **rest, postings=self.postings.without(which))


@dataclass(frozen=True)
class Near(Accounts):
    """Accounts with their vectors, float32 of shape (accounts, width)."""

    vectors: np.ndarray


Part = TypeVar("Part", Told, Near)


def waiting(ids: Sequence[str], marks: np.ndarray, months: np.ndarray, english: np.ndarray) -> Waiting:
    """Accounts that wait, from the columns of find/marks."""
    named = np.array([one.encode() for one in ids], dtype=np.bytes_)
    return Waiting(named, marks.astype(np.uint64), months.astype(np.int32), english.astype(bool))


def names(ids: np.ndarray) -> list[str]:
    """Ids as text."""
    return [one.decode() for one in ids.tolist()]


def read(house: House, ids: Sequence[str]) -> dict[str, str]:
    """The words of those accounts of a list that officers may read now, by id; nobody sees them here.

    What cannot be opened is left out. Empty while the master key is missing. Raises Refusal once the house is closed.
    """
    if house.master is None:
        return {}
    found = {}
    rows = house.stores.rows("find/words", audience=AUDIENCE, on_day=settings.today(), story_ids=list(ids))
    for row in rows:
        try:
            found[row["story_id"]] = house.master.open_words(
                row["wrapped_key"], row["story_id"], "shown", row["sealed"]
            )
        except Refusal:
            continue  # damaged: the page that shows it says so; it must not keep all others from being found
    return found


def told(accounts: Waiting, texts: Mapping[str, str]) -> Told:
    """The accounts of which there is a text, with its words."""
    known = [one for one in names(accounts.ids) if one in texts]
    there = accounts.at(np.array([one in texts for one in names(accounts.ids)], dtype=bool))
    split = [tokens(texts[one]) for one in known]
    fits = there.english & np.array([nearness.long_enough(one) for one in split], dtype=bool)
    return Told(there.ids, there.marks, there.months, fits, exact_words.postings(split))


def grown(parts: tuple[Part, ...], most: int) -> tuple[Part, ...]:
    """The same accounts in fewer parts: the last two become one while they are of like size and stay below `most`.

    So each account is moved only a few times however many there are, and a search looks into few parts.
    """
    made = [part for part in parts if len(part)]
    while len(made) > 1 and len(made[-2]) < 2 * len(made[-1]) and len(made[-2]) + len(made[-1]) <= most:
        made[-2:] = [_one(made[-2:])]
    return tuple(made)


def _one(parts: Sequence[Part]) -> Part:
    plain = {
        field.name: np.concatenate([getattr(part, field.name) for part in parts])
        for field in fields(parts[0])
        if field.name != "postings"
    }
    if isinstance(parts[0], Told):
        return Told(**plain, postings=exact_words.joined([part.postings for part in parts]))
    return Near(**plain)


def still(parts: tuple[Part, ...], marks: np.ndarray) -> tuple[Part, ...]:
    """Only the accounts whose mark is among these, which are sorted."""
    kept = []
    for part in parts:
        keep = among(part.marks, marks)
        kept.append(part if keep.all() else part.at(keep))
    return tuple(part for part in kept if len(part))


def among(marks: np.ndarray, known: np.ndarray) -> np.ndarray:
    """For each mark, whether it is among the known ones, which are sorted."""
    if not len(known):
        return np.zeros(len(marks), dtype=bool)
    place = np.minimum(np.searchsorted(known, marks), len(known) - 1)
    return known[place] == marks


def all_marks(parts: Sequence[Accounts]) -> np.ndarray:
    """The marks of all parts, sorted."""
    return np.sort(np.concatenate([np.zeros(0, np.uint64), *(part.marks for part in parts)]))
