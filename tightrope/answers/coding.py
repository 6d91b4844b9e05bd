"""What waits to be coded, one account with what the machine suggests for it, and how far two coders agree."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from tightrope import settings
from tightrope.answers import suggesting
from tightrope.answers.evidence import Evidence, evidence, usual_period
from tightrope.answers.quoting import jigsaw
from tightrope.errors import NotFound
from tightrope.evidence.themes import load_themes
from tightrope.records.coding import NOT_HERE
from tightrope.records.house import House
from tightrope.records.roles import CODE, Reader
from tightrope.records.stories import ASKS, SHOWN, words
from tightrope.voices.agreement import Agreement, agreement
from tightrope.voices.suggest import Suggestion
from tightrope.voices.triage import ENGLISH

VALENCE_WORDS = {-2: "very bad", -1: "bad", 0: "neither, or both", 1: "good", 2: "very good"}
SEVERITY_WORDS = {
    0: "0: no harm",
    1: "1: inconvenience",
    2: "2: distress, dignity",
    3: "3: repeated, or loss of essential care",
    4: "4: harm or serious risk",
    5: "5: immediate danger or abuse",
}


@dataclass(frozen=True)
class ToCode:
    """One account that waits, without its words. `second` where somebody else coded it and a second view is wanted."""

    story_id: str
    received_on: date | None
    about: str
    second: bool


@dataclass(frozen=True)
class Item:
    """One account open to be coded. `themes`, `valence` and `severity` as they stand, None where nobody has coded it;
    a second coder sees neither those nor what the machine suggests."""

    story_id: str
    words: str
    asks: str
    language: str
    second: bool
    suggestions: tuple[Suggestion, ...]
    accuracy: dict[str, str]
    themes: tuple[str, ...]
    valence: int | None
    severity: int | None
    ticked: bool
    jigsaw: str


@dataclass(frozen=True)
class Agreed:
    """How far first and second coders agree about one thing."""

    what: str
    found: Agreement


@dataclass(frozen=True)
class Standing:
    """What is known of the codes of accounts that the reader may count; every one by the account's reference."""

    accounts: dict[str, dict[str, Any]]
    themes: dict[str, tuple[str, ...]]
    coders: dict[str, str]  # of those coded here; what came coded in a file has none
    seconds: dict[str, dict[str, Any]]

    def coded(self, story_id: str) -> bool:
        """True once a person has coded it, here or before it came."""
        return story_id in self.themes or story_id in self.coders


def standing(house: House, reader: Reader) -> Standing:
    """The codes of every account the reader may count, asked anew."""
    asking = {"audience": reader.audience, "on_day": settings.today()}
    themes: dict[str, list[str]] = {}
    for row in house.stores.rows("weigh/themes", **asking):
        themes.setdefault(row["story_id"], []).append(row["theme_id"])
    return Standing(
        accounts={row["story_id"]: row for row in house.stores.rows("coding/accounts", **asking)},
        themes={key: tuple(found) for key, found in themes.items()},
        coders={row["story_id"]: row["account_id"] for row in house.stores.rows("coding/coders", **asking)},
        seconds={row["story_id"]: row for row in house.stores.rows("coding/seconds", **asking)},
    )


def queue(house: House, reader: Reader) -> list[ToCode]:
    """What nobody has coded, the oldest first, and then what wants a second view. Raises NotAllowed."""
    reader.require(CODE)
    now, found = standing(house, reader), _evidence(house, reader)
    readable = [row for row in now.accounts.values() if row["may_read"]]
    made = [
        ToCode(row["story_id"], row["received_on"], _about(found, row), False)
        for row in readable
        if not now.coded(row["story_id"])
    ]
    return made + [
        ToCode(row["story_id"], None, "", True)
        for row in readable
        if now.coded(row["story_id"])
        and row["story_id"] not in now.seconds
        and wants_second(row["story_id"])
        and now.coders.get(row["story_id"]) != reader.account_id
    ]


def wants_second(story_id: str) -> bool:
    """Whether an account is of the share that two people code: by its reference, so that nobody chooses."""
    drawn = int(hashlib.sha256(f"second {story_id}".encode()).hexdigest()[:8], 16) / 2**32
    return drawn < settings.settings().coding.second_share


def answer(found: list[ToCode]) -> str:
    """The page's title."""
    first, second = sum(not one.second for one in found), sum(one.second for one in found)
    if not found:
        return "Every account has been coded"
    said = (
        f"{first} {'account waits' if first == 1 else 'accounts wait'} to be coded" if first else "All are coded once"
    )
    return f"{said}; {second} for a second view" if second else said


def item(house: House, reader: Reader, story_id: str, second: bool) -> Item:
    """One account with its words. Raises NotAllowed, and NotFound where it may not be read."""
    reader.require(CODE)
    opened = words(house, reader, [story_id]).get(story_id, {})
    now = standing(house, reader)
    row = now.accounts.get(story_id)
    if SHOWN not in opened or row is None:
        raise NotFound(NOT_HERE)
    language = row["language"] or ENGLISH
    machine = [] if second or language != ENGLISH else suggesting.suggest(house, reader, [opened[SHOWN]])[0] or []
    judged = suggesting.judged(house, reader) if machine else {}
    known = row if now.coded(story_id) and not second else {}
    day = settings.today()
    ticks = {one["story_id"] for one in house.stores.rows("quotes/ticks", audience=reader.audience, on_day=day)}
    return Item(
        story_id=story_id,
        words=opened[SHOWN],
        asks=opened.get(ASKS, ""),
        language=language,
        second=second,
        suggestions=tuple(machine),
        accuracy={one.theme_id: suggesting.words_of(judged[one.theme_id].accuracy) for one in machine},
        themes=now.themes.get(story_id, ()) if known else (),
        valence=known.get("valence"),
        severity=known.get("severity"),
        ticked=story_id in ticks,
        jigsaw=_jigsaw(house, reader, story_id),
    )


def agreed(house: House, reader: Reader) -> list[Agreed]:
    """Agreement about each theme that either coder gave, about severity and tone; nothing where none is coded twice."""
    now = standing(house, reader)
    pairs = [
        (now.accounts[key], row)
        for key, row in now.seconds.items()
        if now.coded(key) and now.accounts[key]["severity"] is not None
    ]
    if not pairs:
        return []
    made = [
        Agreed("Severity", agreement([a["severity"] for a, _ in pairs], [b["severity"] for _, b in pairs], True)),
        Agreed("Tone", agreement([a["valence"] or 0 for a, _ in pairs], [b["valence"] for _, b in pairs], True)),
    ]
    for theme_id, theme in load_themes().items():
        said = [
            (theme_id in now.themes.get(one["story_id"], ()), theme_id in (other["themes"] or "").split(";"))
            for one, other in pairs
        ]
        if any(any(pair) for pair in said):
            made.append(Agreed(theme.name, agreement([a for a, _ in said], [b for _, b in said])))
    return made


def taken(house: House, reader: Reader) -> dict[str, str]:
    """By theme: how often a person took what the machine suggested, of those it was shown to."""
    rows = house.stores.rows("coding/suggested", audience=reader.audience, on_day=settings.today())
    return {row["theme_id"]: f"{row['taken']} of {row['looked_at']}" for row in rows}


def _evidence(house: House, reader: Reader) -> Evidence | None:
    return evidence(house, reader.audience, usual_period(house)) if house.has_data else None


def _about(found: Evidence | None, row: dict[str, Any]) -> str:
    contract = found.contracts.get(row["contract_id"]) if found else None
    parts = [contract["title"] if contract else row["service_id"], row["locality"]]
    return ", ".join(part for part in parts if part)


def _jigsaw(house: House, reader: Reader, story_id: str) -> str:
    found = _evidence(house, reader)
    account = next((one for one in found.accounts if one["story_id"] == story_id), None) if found else None
    return jigsaw(found, account) if account else ""
