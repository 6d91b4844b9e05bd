"""One subject as it goes before a board, frozen: published figures and references of accounts, never anybody's words.

The same snapshot is opened by links and printed by packs. Its JSON has one form, so that its hash shows any change.
"""

import json
from dataclasses import asdict, dataclass, fields, is_dataclass
from functools import cache, lru_cache
from hashlib import sha256
from types import GenericAlias
from typing import Any, get_args, get_type_hints

from tightrope.answers.board_item import Choice, Line, Measured, Officer, Replied
from tightrope.answers.board_voices import HEARD, THEME, Voice
from tightrope.answers.period import Period
from tightrope.board import items
from tightrope.board.published import Published
from tightrope.board.sentences import Rope
from tightrope.board.wards import Ward
from tightrope.errors import Refusal
from tightrope.records.anchoring import STAMP
from tightrope.records.chain import canonical
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, Reader

VERSION = 1
ALTERED = "What was frozen was altered after it was made, so it is not opened."
OTHER_VERSION = "This was frozen by another version of Tightrope. Make it again."


class Altered(Refusal):
    """A snapshot whose letters are not those that were frozen."""


@dataclass(frozen=True)
class Snapshot:
    """Everything a board reads of one subject. Days are ISO text, people counts are published, money is in words.

    `level` is the audience of story_shown that it was made for; `warehouse` and `records_version` say from what;
    `after` how many links and files had gone out before, against which its counts were held.
    """

    version: int
    council: str
    fictional: bool
    kind: str
    key: str
    contract_ids: tuple[str, ...]
    level: str
    warehouse: str
    records_version: int
    after: int
    as_at: str
    first: str
    last: str
    period: str
    title: str
    subtitle: str
    ask: str
    until: str
    money: tuple[Line, ...]
    if_no: tuple[str, ...]
    blue: str
    clay: str
    verdict: str
    rope: Rope
    measures: tuple[Measured, ...]
    counts: tuple[Published, ...]
    wards: tuple[Ward, ...]
    voices: tuple[Voice, ...]
    voices_about: str
    voices_note: str
    not_heard: tuple[str, ...]
    hardly_heard: tuple[str, ...]
    choices: tuple[Choice, ...]
    how_sure: tuple[str, ...]
    questions: tuple[str, ...]
    replies: tuple[Replied, ...]
    officer: Officer
    methods: tuple[str, ...]

    @property
    def subject(self) -> str:
        """kind:key, as links and files are kept under."""
        return f"{self.kind}:{self.key}"

    @property
    def heard(self) -> Published:
        """How many people were heard."""
        return self.count(HEARD)

    @property
    def themes(self) -> tuple[Published, ...]:
        """What people tell of, most people first as they were counted."""
        return tuple(one for one in self.counts if one.of.startswith(THEME))

    @property
    def places(self) -> tuple[Published, ...]:
        """People heard by part of the city."""
        return tuple(one for one in self.counts if one.place)

    def count(self, of: str) -> Published:
        """One count of the whole subject. Raises KeyError."""
        for one in self.counts:
            if one.of == of and not one.place:
                return one
        raise KeyError(of)


def take(house: House, reader: Reader, period: Period, kind: str, key: str, level: str) -> Snapshot:
    """Freeze one subject for an audience (sharing.OPEN or NAMED). Accounts are read as that audience, not as `reader`.

    Raises NotAllowed for a reader who may not decide, NotFound for what is not there, and Refusal.
    """
    reader.require(DECIDE)
    return as_of_now(house, period, kind, key, level)


def as_of_now(house: House, period: Period, kind: str, key: str, level: str, skip_altered: bool = False) -> Snapshot:
    """What would be frozen now, to look at or to say whether figures have changed; nothing of it is kept or sent out.

    `skip_altered`: see published.counts.
    """
    return Snapshot(version=VERSION, **items.gather(house, period, kind, key, level, skip_altered))


def differs(then: Snapshot, now: Snapshot) -> bool:
    """True where the one reads differently in the other: a figure, the verdict, an option or what the provider says.

    The day of the figures alone is no difference.
    """
    return _figures(then) != _figures(now)


def write(snapshot: Snapshot) -> tuple[str, str]:
    """Its canonical JSON and the SHA-256 of that, in hexadecimal digits."""
    body = canonical(asdict(snapshot))
    return body, sha256(body.encode("utf-8")).hexdigest()


def read(body: str, body_hash: str) -> Snapshot:
    """The snapshot again. Raises Altered where a letter of it was, and Refusal where another version wrote it."""
    if sha256(body.encode("utf-8")).hexdigest() != body_hash:
        raise Altered(ALTERED)
    return _parsed(body)


@lru_cache(maxsize=200)
def _parsed(body: str) -> Snapshot:
    """Read once: what is frozen never changes."""
    found = json.loads(body)
    found.pop(STAMP, None)  # a link holds beside it how the register of decisions ended: no part of what a board reads
    if found.get("version") != VERSION or found.keys() != {one.name for one in fields(Snapshot)}:
        raise Refusal(OTHER_VERSION)
    return _built(Snapshot, found)


def _built(kind: Any, value: Any) -> Any:
    """Plain JSON as the dataclass it was written from; lists become tuples."""
    if is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _built(hints[name], each) for name, each in value.items()})
    if isinstance(kind, GenericAlias) and isinstance(value, list):
        return tuple(_built(get_args(kind)[0], each) for each in value)
    return value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _figures(one: Snapshot) -> tuple[Any, ...]:
    counts = {(each.of, each.place, each.words) for each in one.counts}
    return counts, one.money, one.measures, one.blue, one.verdict, one.choices, one.replies
