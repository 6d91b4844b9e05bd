"""Counts of people as they go out: rounded, held against all that went out before, who stands behind them hashed."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from tightrope import disclosure, settings
from tightrope.answers.board_voices import HEARD, Counted
from tightrope.board.differencing import TOO_FEW, Cut, settle, settle_parts
from tightrope.errors import Refusal
from tightrope.records.house import House

HASH_DIGITS = 16  # 64 bits: two of a million tellers share one once in thirty-odd million councils
NO_KEY = "The master key is missing, so nothing can be shared: who stands behind a count could not be kept unreadable."
EARLIER_ALTERED = (
    "Something that went out before was altered in the records. Nothing can be shared until it is put right."
)

log = logging.getLogger(__name__)

_parsed: dict[tuple[str, str], tuple[Cut, ...]] = {}


@dataclass(frozen=True)
class Published:
    """One count as it stands in a snapshot. `shown` is the rounded count, "fewer than 8" or that it is too few to show;
    `among` the same for all those heard, or empty; `as_at` the day of the figures, which may be an earlier link's."""

    of: str
    name: str
    place: str
    shown: str
    among: str
    words: str
    as_at: str
    people: tuple[str, ...]

    @property
    def value(self) -> int | None:
        """The rounded count; None where it is hidden."""
        return int(self.shown) if self.shown.isdigit() else None


def counts(
    house: House,
    subject: str,
    as_at: str,
    found: Sequence[Counted],
    places: Sequence[Counted],
    skip_altered: bool = False,
) -> tuple[Published, ...]:
    """The counts of one subject, the places last. `subject` is kind:key, `as_at` the day of the figures as ISO text.

    What is said "of those heard" stands or falls with how many were heard. Raises Refusal without a master key, and
    where something that went out before was altered; with `skip_altered`, for what is looked at and not kept, that is
    left aside and logged.
    """
    before = earlier(house, skip_altered)
    fewest = settings.settings().disclosure.fewest_people
    hashes = _hashes(house, [*found, *places])
    whole = next(one for one in found if one.of == HEARD)
    wanted = _cut(subject, as_at, whole, hashes)
    heard = settle(wanted, before, fewest)
    out, made = [*before, heard], [_published(whole, heard)]
    for one in found:
        if one is whole:
            continue
        cut = _cut(subject, as_at, one, hashes, heard.shown if one.among_heard else "")
        cut = _before(cut, before) if one.among_heard and heard is not wanted else settle(cut, out, fewest)
        out.append(cut)
        made.append(_published(one, cut))
    parts = settle_parts(heard, [_cut(subject, as_at, one, hashes) for one in places], out, fewest)
    return (*made, *(_published(one, cut) for one, cut in zip(places, parts, strict=True)))


def earlier(house: House, skip_altered: bool = False) -> list[Cut]:
    """Every count that ever went out, in the order it did. Raises Refusal where one was altered since, or skips it."""
    found: list[Cut] = []
    for row in house.stores.rows("share/published"):
        try:
            found += _cuts(row)
        except Refusal:
            if not skip_altered:
                raise
            log.error("%s was altered after it went out: its counts are left aside.", row["item_id"])
    return found


def how_many(house: House) -> int:
    """How many links and files went out so far."""
    return len(house.stores.rows("share/published"))


def count_words(shown: str, among: str) -> str:
    """A count in words.

    >>> count_words("15", "25"), count_words("25", ""), count_words("0", ""), count_words("fewer than 8", "")
    ('15 of 25 people', '25 people', 'nobody', 'fewer than 8 people')
    """
    if shown == TOO_FEW:
        return TOO_FEW
    if shown == "0":
        return f"nobody of {among} people" if among.isdigit() and among != "0" else "nobody"
    return f"{shown} of {among} people" if among.isdigit() else f"{shown} people"


def _cut(subject: str, as_at: str, one: Counted, hashes: dict[str, str], among: str = "") -> Cut:
    rules = settings.settings().disclosure
    people = frozenset(hashes[who] for who in one.people)
    shown = disclosure.count(len(people), rules.fewest_people, rules.round_to).words
    return Cut(f"{subject}|{one.place}", one.of, shown, people, as_at, among)


def _before(wanted: Cut, before: Sequence[Cut]) -> Cut:
    """The count of the same that went out last; that it is too few to show where there is none."""
    same = [one for one in before if (one.scope, one.of) == (wanted.scope, wanted.of) and one.tells]
    return same[-1] if same else Cut(wanted.scope, wanted.of, TOO_FEW, frozenset(), wanted.as_at)


def _published(one: Counted, cut: Cut) -> Published:
    return Published(
        of=one.of,
        name=one.name,
        place=one.place,
        shown=cut.shown,
        among=cut.among,
        words=count_words(cut.shown, cut.among),
        as_at=cut.as_at,
        people=tuple(sorted(cut.people)),
    )


def _hashes(house: House, found: Sequence[Counted]) -> dict[str, str]:
    if house.master is None:
        raise Refusal(NO_KEY)
    everybody = {who for one in found for who in one.people}
    return {who: house.master.token(f"share|{who}").hex()[:HASH_DIGITS] for who in everybody}


def _cuts(row: dict[str, str]) -> tuple[Cut, ...]:
    """The counts of one link or file, read once: what went out never changes."""
    key = (row["item_id"], row["body_hash"])
    if sha256(row["body"].encode()).hexdigest() != row["body_hash"]:
        raise Refusal(EARLIER_ALTERED)
    if key not in _parsed:
        body = json.loads(row["body"])
        items = body if isinstance(body, list) else [body]  # a file may hold several
        _parsed[key] = tuple(_read(f"{item['kind']}:{item['key']}", one) for item in items for one in item["counts"])
    return _parsed[key]


def _read(subject: str, one: dict[str, Any]) -> Cut:
    scope = f"{subject}|{one['place']}"
    return Cut(scope, one["of"], one["shown"], frozenset(one["people"]), one["as_at"], one["among"])
