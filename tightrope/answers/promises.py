"""The council's promises: kept, late, dropped and still open, each under the post that made it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tightrope import settings
from tightrope.answers.posts import NOBODY, posts
from tightrope.records.house import House

KEPT, LATE, DROPPED, OPEN = "kept", "late", "dropped", "open"
STANDINGS = {KEPT: "Kept in time", LATE: "Late", DROPPED: "Dropped", OPEN: "Not due yet"}
ORDER = (LATE, DROPPED, OPEN, KEPT)  # what was not kept stands first


@dataclass(frozen=True)
class Promise:
    """One promise as it stands today. `days` is how many days it is, or was, past its day; 0 where it is not late."""

    promise_id: str
    commissioner_id: str
    post: str
    contract_id: str | None
    service_id: str | None
    words: str
    promised_on: date
    due_on: date
    closed_on: date | None
    why_dropped: str
    standing: str
    days: int

    @property
    def is_closed(self) -> bool:
        """True where nothing more is to be done about it."""
        return self.closed_on is not None


@dataclass(frozen=True)
class ByPost:
    """How the promises of one post stand: counts of the council's own work, so they are exact."""

    post: str
    kept: int
    late: int
    dropped: int
    open: int


def standing(state: str, due_on: date, closed_on: date | None, today: date) -> str:
    """Kept, late, dropped or open. Late is past its day: still open then, or closed after it.

    >>> standing("open", date(2026, 11, 3), None, date(2026, 11, 3))
    'open'
    >>> standing("kept", date(2026, 11, 3), date(2026, 11, 4), date(2026, 12, 1))
    'late'
    """
    if state == DROPPED:
        return DROPPED
    if state == LATE or (closed_on or today) > due_on:
        return LATE
    return KEPT if state == KEPT else OPEN


def promises(house: House) -> list[Promise]:
    """Every promise on record: late ones first, then dropped, open and kept, each the earliest due first."""
    named, today = posts(house), settings.today()
    made = [_promise(row, named, today) for row in house.stores.rows("promises/all")]
    return sorted(made, key=lambda one: (ORDER.index(one.standing), one.due_on, one.promise_id))


def by_post(found: Iterable[Promise]) -> list[ByPost]:
    """Counts for each post that promised anything, in the order of the alphabet: a table, no ranking."""
    counts: dict[str, dict[str, int]] = {}
    for one in found:
        counts.setdefault(one.post, dict.fromkeys(STANDINGS, 0))[one.standing] += 1
    return [ByPost(post, **{key: counts[post][key] for key in STANDINGS}) for post in sorted(counts)]


def _promise(row: dict[str, Any], named: dict[str, str], today: date) -> Promise:
    how = standing(row["state"], row["due_on"], row["closed_on"], today)
    end = row["closed_on"] or today
    return Promise(
        promise_id=row["promise_id"],
        commissioner_id=row["commissioner_id"],
        post=named.get(row["commissioner_id"], NOBODY),
        contract_id=row["contract_id"],
        service_id=row["service_id"],
        words=row["words"],
        promised_on=row["promised_on"],
        due_on=row["due_on"],
        closed_on=row["closed_on"],
        why_dropped=row["why_dropped"] or "",
        standing=how,
        days=max((end - row["due_on"]).days, 0) if how == LATE else 0,
    )
