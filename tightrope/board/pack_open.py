"""Opening a pack of the register: frozen figures as they were, people's words as they may be read today."""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from tightrope.answers.pack_item import Commercial, Notice, Option
from tightrope.answers.packs import FILE
from tightrope.board import snapshot
from tightrope.board.pack_shapes import Cover, Item, Pack, Quote
from tightrope.board.snapshot import ALTERED, Altered, Snapshot
from tightrope.errors import NotFound
from tightrope.public.board_view import tombstones
from tightrope.records import packs, share_links
from tightrope.records.chain import canonical
from tightrope.records.house import House
from tightrope.records.packs import EXEMPT, PUBLIC
from tightrope.records.roles import DECIDE, Reader
from tightrope.records.sharing import CONSENT, OPEN
from tightrope.records.stories import SHOWN, words


def opened(house: House, reader: Reader, pack_id: str, part: str = PUBLIC) -> Pack:
    """A pack of the register with the words that may be read today, without a link: none is kept.

    Raises NotAllowed, NotFound, and Altered, which is put on record.
    """
    reader.require(DECIDE)
    row = house.stores.one("packs/one", pack_id=pack_id)
    if row is None:
        raise NotFound("There is no such pack.")
    try:
        pack = _pack(house, row)
    except Altered:
        packs.altered(house, pack_id)
        raise
    return pack if part == EXEMPT else pack.public()


def _pack(house: House, row: dict[str, Any]) -> Pack:
    """The whole pack, with what is exempt. Raises Altered."""
    level = next(level for level, consent in CONSENT.items() if consent == row["consent_level"])
    taken = [snapshot.read(text, frozen_hash(text)) for text in map(canonical, json.loads(_whole(row)))]
    rows = house.stores.rows("packs/items", pack_id=row["pack_id"])
    if [one.subject for one in taken] != [each["subject"] for each in rows]:
        raise Altered(ALTERED)
    told = said(house, taken, level)
    items = tuple(
        _item(house, number, one, json.loads(_whole(each)), told)
        for number, (one, each) in enumerate(zip(taken, rows, strict=True), start=1)
    )
    count = row["register_count"] or 0
    return Pack(
        pack_id=row["pack_id"],
        title=row["title"],
        council=taken[0].council,
        fictional=taken[0].fictional,
        made_on=row["made_on"] or row["made_at"].date(),
        part=EXEMPT,
        level=level,
        recipients=tuple((row["recipients"] or "").split("; ")) if row["recipients"] else (),
        link="",
        register=f"The register of decisions then had {count:,} entries and ended {(row['register_head'] or '')[:16]}.",
        items=items,
    )


def said(house: House, taken: Sequence[Snapshot], level: str) -> dict[str, str]:
    """Account -> its words, of those that a file of this level may show today."""
    reader = share_links.opener(FILE if level == OPEN else level)
    found = words(house, reader, sorted({voice.story_id for one in taken for voice in one.voices}))
    return {story_id: parts[SHOWN] for story_id, parts in found.items() if SHOWN in parts}


def frozen_hash(text: str) -> str:
    """The SHA-256 of what is frozen, in hexadecimal digits."""
    return sha256(text.encode("utf-8")).hexdigest()


def _item(house: House, number: int, one: Snapshot, body: dict[str, Any], told: dict[str, str]) -> Item:
    notice = body["notice"]
    lists = {name: tuple(value) for name, value in notice.items() if isinstance(value, list)}
    rejected = tuple(Option(**each) for each in notice["rejected"])
    return Item(
        number=number,
        snapshot=one,
        cover=Cover(**body["cover"]),
        commercial=tuple(Commercial(**each) for each in body["commercial"]),
        notice=Notice(**{**notice, **lists, "rejected": rejected}),
        quotes=tuple(
            Quote(f"{number}.{place}", voice.rule, told[voice.story_id], voice.by)
            for place, voice in enumerate(one.voices, start=1)
            if voice.story_id in told
        ),
        gone=tuple(tombstones(house, [voice.story_id for voice in one.voices if voice.story_id not in told])),
    )


def _whole(row: dict[str, Any]) -> str:
    """What was frozen. Raises Altered where a letter of it was."""
    if frozen_hash(row["body"]) != row["body_hash"]:
        raise Altered(ALTERED)
    return row["body"]
