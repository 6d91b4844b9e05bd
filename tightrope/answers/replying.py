"""One account opened to be answered: its words as far as this reader may read them, and the look over a draft."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tightrope import settings
from tightrope.answers.cards import ROLE_WORDS, attribution
from tightrope.answers.evidence import kept
from tightrope.answers.replies import Desk, Item
from tightrope.evidence.themes import load_themes
from tightrope.records import answering_desk, local_words, noting, stories
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, TRIAGE, Reader
from tightrope.voices import lexicon, perfunctory, reading_age, redaction
from tightrope.voices.answering import GIVEN
from tightrope.voices.perfunctory import LAST_REPLIES, Check
from tightrope.voices.reading_age import Reading

WORDS, RETOLD, COUNTED, SEALED, HANDED = "words", "retelling", "counted", "sealed", "handed"


@dataclass(frozen=True)
class Opened:
    """One account beside its answer. `shows` is words, retelling, counted (may not be read here), sealed (no key), or
    handed (for those who triage). `replies` are earlier ones: (row, words)."""

    item: Item
    shows: str
    text: str
    asks: str
    by: str
    replies: tuple[tuple[Mapping[str, Any], str], ...]
    answers_also: int
    may_answer: bool


@dataclass(frozen=True)
class Looked:
    """A draft looked over: what it lacks, how it reads, and the words in it that may name somebody."""

    check: Check
    reading: Reading
    named: tuple[str, ...]

    @property
    def lacks(self) -> tuple[str, ...]:
        """What is warned of, by its name: what the check finds, names, and long words."""
        found = sorted(self.check.lacks) if self.check.perfunctory else []
        return (*found, *(["named"] if self.named else []))


def opened(house: House, reader: Reader, found: Desk, item: Item, handed: Mapping[str, str] | None = None) -> Opened:
    """The account to be answered. `handed`: its words as answering_desk.opened() gave them to somebody who triages."""
    told = stories.words(house, reader, [item.story_id]).get(item.story_id, {})
    if handed is not None:
        shows, text = HANDED, handed.get(answering_desk.FULL, "")
        asks = handed.get(answering_desk.ASKS, "")
    elif stories.SHOWN in told:
        shows, text, asks = WORDS, told[stories.SHOWN], told.get(stories.ASKS, "")
    elif stories.RETOLD in told:
        shows, text, asks = RETOLD, told[stories.RETOLD], ""
    elif item.account["may_read"] or item.account["may_retell"]:
        shows, text, asks = SEALED, "These words cannot be opened now: the master key is missing.", ""
    else:
        shows, text, asks = COUNTED, "They let us count this, not show it. The voice team answers it.", ""
    earlier = _earlier(house, reader, item, handed)
    also = noting.answered_together(house, [item.story_id]) - {item.story_id}
    readable = shows in (WORDS, RETOLD, SEALED) and (reader.may(DECIDE) or reader.may(TRIAGE))
    return Opened(
        item=item,
        shows=shows,
        text=text,
        asks=asks,
        by=attribution(item.account),
        replies=tuple((row, earlier.get(row["reply_id"], "")) for row in item.replies if row["state"] in GIVEN),
        answers_also=len(also),
        may_answer=readable or (shows == HANDED and reader.may(TRIAGE)),
    )


def look_over(house: House, reader: Reader, found: Desk, one: Opened, officer_id: str, draft: str) -> Looked:
    """What a draft has and lacks, before it goes: it warns, and never blocks."""
    chosen = settings.settings().replies
    who = found.officers.get(officer_id)
    names = [who["name"]] if who else []
    checked = perfunctory.check(
        draft,
        one.text if one.shows in (WORDS, RETOLD, HANDED) else "",
        one.asks,
        names,
        last_words(house, reader, found, officer_id, but=one.item.story_id),
        chosen.alike,
        _themes(house, reader, one.item.story_id),
    )
    return Looked(checked, reading_age.reading(draft), tuple(_named(house, found, draft)))


def last_words(house: House, reader: Reader, found: Desk, officer_id: str, but: str = "") -> list[str]:
    """The words of an officer's last replies that this reader may open, the oldest first; empty without the key."""
    mine = [
        (reply["answered_on"], reply["reply_id"], one.story_id)
        for one in found.items
        for reply in one.replies
        if reply["commissioner_id"] == officer_id
        and reply["answered_on"]
        and reply.get("may_open")
        and one.story_id != but
    ]
    last = sorted(mine)[-LAST_REPLIES:]
    opened = words_of(house, reader, [story_id for _, _, story_id in last])
    return [opened[reply_id] for _, reply_id, _ in last if reply_id in opened]


def words_of(house: House, reader: Reader, story_ids: Sequence[str]) -> dict[str, str]:
    """The words of replies to these accounts by the replies' references, as far as this reader may open them."""
    if house.master is None or not story_ids:
        return {}
    asked = {"audience": reader.audience, "on_day": settings.today(), "story_ids": list(story_ids)}
    return {
        row["reply_id"]: house.master.open_words(row["wrapped_key"], row["story_id"], row["part"], row["sealed"])
        for row in house.stores.rows("replies/words", **asked)
    }


def _earlier(house: House, reader: Reader, item: Item, handed: Mapping[str, str] | None) -> dict[str, str]:
    if handed is not None:
        begins = answering_desk.REPLY_PART
        return {part.removeprefix(begins): text for part, text in handed.items() if part.startswith(begins)}
    return words_of(house, reader, [item.story_id]) if item.replies else {}


def _themes(house: House, reader: Reader, story_id: str) -> dict[str, re.Pattern[str]]:
    """The words by which the confirmed themes of an account are told."""
    ids = kept(house, ("replies_themes", reader.audience), lambda: _themes_of(house, reader)).get(story_id, ())
    return lexicon.compiled({key: one.lexicon for key, one in load_themes().items() if key in ids})


def _themes_of(house: House, reader: Reader) -> dict[str, set[str]]:
    made: dict[str, set[str]] = defaultdict(set)
    for row in house.stores.rows("weigh/themes", audience=reader.audience, on_day=settings.today()):
        made[row["story_id"]].add(row["theme_id"])
    return dict(made)


def _named(house: House, found: Desk, draft: str) -> list[str]:
    """What redaction would black out of a draft, the officers' own names and telephones aside."""
    ours = {part.lower() for row in found.officers.values() for part in row["name"].split()}
    phones = {"".join(filter(str.isdigit, row["phone"] or "")) for row in found.officers.values()}
    made = []
    for start, end, kind in redaction.spans(draft, local_words.allow(house.stores)):
        text = draft[start:end]
        if kind == redaction.NAME and {part.strip(".,'’").lower() for part in text.split()} <= ours:
            continue
        if kind == redaction.PHONE_KIND and "".join(filter(str.isdigit, text)) in phones:
            continue
        if kind == redaction.DATE_KIND:
            continue  # a reply must give days
        made.append(text)
    return list(dict.fromkeys(made))


def heading(item: Item) -> str:
    """Who told it, and where, for a list."""
    parts = [ROLE_WORDS[item.account["teller_role"]], item.account["locality"], item.account["contract_id"]]
    return ", ".join(one for one in parts if one)
