"""Making a pack for a meeting: its items frozen together, held against all that went out, and entered."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from tightrope import settings
from tightrope.answers import pack_item
from tightrope.answers.period import Period
from tightrope.board import beside, published, snapshot
from tightrope.board.links import frozen as frozen_subject
from tightrope.board.pack_open import frozen_hash
from tightrope.board.pack_shapes import Cover
from tightrope.board.snapshot import Snapshot
from tightrope.errors import NotFound, Refusal
from tightrope.records import packs
from tightrope.records.chain import canonical
from tightrope.records.house import House
from tightrope.records.packs import NOT_MADE, FrozenItem, FrozenPack
from tightrope.records.roles import DECIDE, Reader
from tightrope.records.sharing import NAMED, OPEN
from tightrope.renewals.options import OPEN as STILL_OPEN

MOST_ITEMS = 60
LONGEST_TITLE = 200


@dataclass(frozen=True)
class Asked:
    """One item that is asked for; `decision` is which decision is needed, by rule where it is empty."""

    kind: str
    key: str
    decision: str = ""


@dataclass(frozen=True)
class Wanted:
    """A pack that is asked for. A restricted one names its recipients and may show words that few may read."""

    title: str
    items: tuple[Asked, ...]
    format: str = "pptx"
    restricted: bool = False
    recipients: tuple[str, ...] = ()

    @property
    def level(self) -> str:
        """The audience that its accounts are chosen for."""
        return NAMED if self.restricted else OPEN


def problems(wanted: Wanted) -> list[str]:
    """What is wrong with a pack that is asked for, in plain words; empty where it can be made."""
    found = packs.problems(wanted.level, wanted.recipients)
    if not wanted.title.strip() or len(wanted.title) > LONGEST_TITLE:
        found.append(f"Give the pack a title of at most {LONGEST_TITLE} letters.")
    if wanted.format not in packs.FORMATS:
        found.append(f"A pack can be had as {', '.join(packs.FORMATS)}.")
    if not 1 <= len(wanted.items) <= MOST_ITEMS:
        found.append(f"A pack holds 1 to {MOST_ITEMS} items.")
    if len({(one.kind, one.key) for one in wanted.items}) != len(wanted.items):
        found.append("One item stands in it twice.")
    return found


def make(house: House, reader: Reader, period: Period, wanted: Wanted) -> str:
    """Freeze the items, enter the pack in the register and return its reference.

    Raises NotAllowed, and Refusal with every problem.
    """
    reader.require(DECIDE)
    found = problems(wanted)
    if found:
        raise Refusal(NOT_MADE, found)
    taken = []
    for asked in wanted.items:
        try:
            taken.append(snapshot.take(house, reader, period, asked.kind, asked.key, wanted.level))
        except NotFound as missing:
            found.append(str(missing))
    if found:
        raise Refusal(NOT_MADE, found)
    taken = beside.settled(taken, published.earlier(house))
    items = [_frozen(house, reader, period, asked, one) for asked, one in zip(wanted.items, taken, strict=True)]
    body = canonical([asdict(one) for one in taken])
    frozen = FrozenPack(
        title=wanted.title.strip(),
        format=wanted.format,
        level=wanted.level,
        recipients=wanted.recipients,
        made_on=settings.today(),
        body=body,
        body_hash=frozen_hash(body),
        items=tuple(items),
        quoted=_quoted(taken),
    )
    return packs.keep(house, reader, frozen)


def _frozen(house: House, reader: Reader, period: Period, asked: Asked, one: Snapshot) -> FrozenItem:
    published_words = (one.blue, one.clay, one.verdict)
    body = canonical(
        {
            "cover": asdict(Cover(one.title, one.ask, one.money[0].words, asked.decision.strip() or _needed(one))),
            "commercial": [asdict(line) for line in pack_item.commercial(house, reader, period, one.kind, one.key)],
            "notice": asdict(pack_item.notice(house, reader, period, one.kind, one.key, published_words)),
        }
    )
    return FrozenItem(frozen_subject(one), one.title, body, frozen_hash(body))


def _needed(one: Snapshot) -> str:
    """Which decision is needed, by rule from the options that are still open."""
    still = [choice.name for choice in one.choices if choice.state == STILL_OPEN]
    if len(still) == 1:
        return f"Agree to this or refuse it: {still[0][:1].lower()}{still[0][1:]}."
    return f"Choose one of {len(still)} options that are still open." if still else "Say what should follow it."


def _quoted(taken: Sequence[Snapshot]) -> dict[str, tuple[str, str]]:
    """Account -> its numbers in the files, and who tells it."""
    numbers, by = defaultdict(list), {}
    for number, one in enumerate(taken, start=1):
        for place, voice in enumerate(one.voices, start=1):
            numbers[voice.story_id].append(f"{number}.{place}")
            by[voice.story_id] = voice.by
    return {story_id: (", ".join(some), by[story_id]) for story_id, some in numbers.items()}
