"""Accounts as they may be shown: in full, retold, or as counted only. One size, whoever tells it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tightrope.answers.evidence import Evidence
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.records.stories import ASKS, RETOLD, SHOWN, words
from tightrope.records.telling import MET

ROLE_WORDS = {
    "person": "Somebody who draws on this support",
    "unpaid_carer": "Unpaid carer",
    "family": "Family member",
    "friend": "Friend",
    "advocate": "Advocate",
    "social_worker": "Social worker",
    "care_worker": "Care worker",
    "nurse": "Nurse",
    "provider": "Provider",
    "observer": "Somebody who saw it",
}
CHANNEL_WORDS = {
    "complaint": "in a complaint",
    "compliment": "in a thank-you note",
    "panel": "at a panel",
    "survey": "in a survey",
    "staff_concern": "as a concern raised by staff",
    "advocacy_report": "through an advocate",
    "outreach": "to somebody who came to them",
    "carers_assessment": "at a carer's assessment",
    "quality_visit": "during a quality visit",
    "phone": "by telephone",
    "letter": "by letter",
    "web": "on the web form",
    "councillor": "through a councillor",
    "other": "another way",
}
MET_WORDS = "to an officer who met them, and who wrote it down"  # marked: who decides chose whom they met
SEASONS = ("winter", "spring", "summer", "autumn")
GOOD, MIXED, BAD = "good", "mixed", "bad"
COUNTS = "counts"  # the audience of roles that count accounts and read none
SERIOUS = 4  # harm or serious risk, by the severity scale


@dataclass(frozen=True)
class Card:
    """One account on a page. `shows` is words, retelling, counted (may not be read) or sealed (no key)."""

    story_id: str
    shows: str
    text: str
    asks: str
    by: str
    tone: str
    severity: int
    themes: tuple[str, ...]
    month: date
    panel: bool


def cards(house: House, reader: Reader, found: Evidence, accounts: Sequence[dict[str, Any]]) -> list[Card]:
    """The accounts as cards, in the order given."""
    opened = words(house, reader, [account["story_id"] for account in accounts])
    return [_card(found, account, opened.get(account["story_id"], {})) for account in accounts]


def tone(account: dict[str, Any]) -> str:
    """good, mixed or bad: by the teller's own rating where there is one, else by the tone a person gave."""
    if account["own_rating"] is not None:
        return GOOD if account["own_rating"] >= 4 else BAD if account["own_rating"] <= 2 else MIXED
    if not account["valence"]:
        return MIXED
    return GOOD if account["valence"] > 0 else BAD


def in_order(accounts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The published order: most serious first, then latest, then by reference. Nobody chooses."""
    return sorted(accounts, key=lambda a: (-(a["severity"] or 0), -a["month"].toordinal(), a["story_id"]))


def season(month: date) -> str:
    """winter 2025/26, spring 2026, …: never finer than that beside somebody's words."""
    name = SEASONS[month.month % 12 // 3]
    if name != "winter":
        return f"{name} {month.year}"
    first = month.year if month.month == 12 else month.year - 1
    return f"winter {first}/{(first + 1) % 100:02d}"


def attribution(account: dict[str, Any]) -> str:
    """Role, area, season and channel: enough to weigh an account by, too little to find somebody."""
    parts = [ROLE_WORDS[account["teller_role"]], account["locality"], season(account["month"])]
    told = MET_WORDS if account.get("source") == MET else CHANNEL_WORDS[account["channel"]]
    panel = " (sits on a panel)" if account["is_panel"] else ""
    seen = account.get("seen_with_about")
    about = f". Staff estimate: seen with about {seen:,} people" if seen else ""
    return ", ".join(part for part in parts if part) + f", {told}{panel}{about}"


def why_unread(found: Evidence) -> str:
    """Why a counted account has no words here: the reader's role, or the teller's consent."""
    if found.audience == COUNTS:
        return "Your role counts accounts and does not read them."
    return "They let us count this, not show it."


def _card(found: Evidence, account: dict[str, Any], opened: dict[str, str]) -> Card:
    names = tuple(found.themes[one].name for one in found.themes_of.get(account["story_id"], []) if one in found.themes)
    if SHOWN in opened:
        shows, text = "words", opened[SHOWN]
    elif RETOLD in opened:
        shows, text = "retelling", opened[RETOLD]
    elif account["may_read"] or account["may_retell"]:
        shows, text = "sealed", "These words cannot be opened now: the master key is missing."
    else:
        shows, text = "counted", why_unread(found)
    return Card(
        story_id=account["story_id"],
        shows=shows,
        text=text,
        asks=opened.get(ASKS, "") if shows == "words" else "",
        by=attribution(account),
        tone=tone(account),
        severity=account["severity"] or 0,
        themes=names,
        month=account["month"],
        panel=account["is_panel"],
    )
