"""What a board page shows at this opening: frozen figures, words joined now through the one door, what came of it."""

import threading
import time
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from markupsafe import Markup

from tightrope import settings
from tightrope.answers import board_decided
from tightrope.answers.board_voices import GOOD
from tightrope.answers.evidence import last_month
from tightrope.answers.period import Period, earlier
from tightrope.answers.say import day
from tightrope.board import charts_svg
from tightrope.board.snapshot import Snapshot, as_of_now, differs
from tightrope.errors import NotFound, Refusal
from tightrope.records.house import House
from tightrope.records.share_links import Link, opener
from tightrope.records.stories import SHOWN, words

ANEW_SECONDS = 60  # at most so often is it worked out anew for a link whether its figures have changed
MOST_KEPT = 500
CHANGED = "Some figures have changed since this was made. Ask for a new link before you decide."

_kept: dict[str, tuple[tuple[Any, ...], float, str]] = {}
_at_work: set[str] = set()
_lock = threading.Lock()
_working = threading.Lock()


@dataclass(frozen=True)
class Shown:
    """One account that may be read now."""

    text: str
    by: str


def values(house: House, link: Link, snapshot: Snapshot, ward: str, changed: str) -> dict[str, Any]:
    """Everything that board.html prints; `ward` is a name from the address, or anything. `changed`: see there."""
    chosen = next((one for one in snapshot.wards if one.name == ward), None)
    opened = words(house, opener(link.level), [one.story_id for one in snapshot.voices])
    here = [one for one in snapshot.voices if SHOWN in opened.get(one.story_id, {})]
    gone = [one.story_id for one in snapshot.voices if one not in here]
    fewest = settings.settings().disclosure.fewest_people
    themes = [(one.name, one.shown, one.words) for one in snapshot.themes]
    return {
        "one": snapshot,
        "outcome": board_decided.outcome(house, snapshot.kind, snapshot.key, date.fromisoformat(snapshot.as_at)),
        "changed": changed,
        "as_at": day(date.fromisoformat(snapshot.as_at)),
        "voices": [
            (rule, [Shown(opened[one.story_id][SHOWN], one.by) for one in some])
            for rule, some in groupby(here, lambda one: one.rule)
        ],
        "tombstones": tombstones(house, gone),
        "ward": chosen,
        "ward_heard": next((one for one in snapshot.places if chosen and one.place == chosen.locality), None),
        "good": snapshot.count(GOOD),
        "rope": Markup(charts_svg.rope(snapshot.rope)),  # our own, made from numbers; its words are escaped there
        "themes": Markup(charts_svg.bars(themes, snapshot.heard.value or 0, fewest - 1)),
        "phone": snapshot.officer.phone or settings.settings().telling.phone,
    }  # fmt: skip


def tombstones(house: House, story_ids: list[str]) -> list[str]:
    """What stands where accounts stood that may not be read any more."""
    if not story_ids:
        return []
    if house.master is None:
        return ["People's words cannot be opened now. The figures are not affected."]
    row = house.stores.one("share/gone", story_ids=story_ids)
    withdrawn, people = (row["withdrawn"], row["people"]) if row else (0, 0)
    made = [f"{_accounts(withdrawn)} withdrawn by {_persons(people)} who told {_it(withdrawn)}."] if withdrawn else []
    rest = len(story_ids) - withdrawn
    return [*made, f"{_accounts(rest)} not shown any more."] if rest else made


def changed(house: House, link: Link, snapshot: Snapshot) -> str:
    """That figures read differently as they would go out today; worked out when data or records changed, and kept."""
    found = known(house, link)
    if found is not None:
        return found
    with _lock:
        before = _kept.get(link.share_id)
        if before and link.share_id in _at_work:
            return before[2]  # somebody is waiting for the next one already; until it is there, this one stands
        _at_work.add(link.share_id)
    try:
        with _working:  # one at a time; whoever waited finds what the one before worked out
            found = known(house, link)
            return _worked_out(house, link, snapshot) if found is None else found
    finally:
        with _lock:
            _at_work.discard(link.share_id)


def known(house: House, link: Link) -> str | None:
    """What was worked out for a link, where that holds for now; nothing is asked of the stores."""
    with _lock:
        kept = _kept.get(link.share_id)
    return kept[2] if kept and (kept[0] == _state(house) or time.monotonic() < kept[1] + ANEW_SECONDS) else None


def forget() -> None:
    """Work everything out anew, as after a restart."""
    with _lock:
        _kept.clear()


def _state(house: House) -> tuple[Any, ...]:
    return str(house.stores.warehouse), house.stores.version, settings.today()


def _worked_out(house: House, link: Link, snapshot: Snapshot) -> str:
    state, said = _state(house), CHANGED if _differs(house, snapshot) else ""
    with _lock:
        _kept.pop(link.share_id, None)
        _kept[link.share_id] = (state, time.monotonic(), said)
        while len(_kept) > MOST_KEPT:
            del _kept[next(iter(_kept))]
    return said


def _differs(house: House, snapshot: Snapshot) -> bool:
    if house.master is None:
        return False  # who stands behind a count cannot be compared
    months = Period(date.fromisoformat(snapshot.first), date.fromisoformat(snapshot.last)).months
    try:
        last = last_month(house)
        now = as_of_now(house, Period(earlier(last, months - 1), last), snapshot.kind, snapshot.key, snapshot.level)
    except NotFound:
        return True  # it does not run any more
    except Refusal:
        return False  # nothing can be worked out today, so nothing is known to have changed
    return differs(snapshot, now)


def _accounts(number: int) -> str:
    return "1 account" if number == 1 else f"{number} accounts"


def _persons(number: int) -> str:
    return "the person" if number == 1 else "the people"


def _it(number: int) -> str:
    return "it" if number == 1 else "them"
