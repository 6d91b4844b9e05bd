"""A note by staff of what was wanted and not there: one row that counts, and one account that waits to be read.

Who wrote it is sealed with the account for those who triage alone. What is kept in clear is where, when, and what was
wanted and offered, redacted; colleagues are shown it once a person has read the account.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from tightrope import clock, settings
from tightrope.errors import Refusal
from tightrope.records import local_words, telling
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.records.telling import NO_KEY, NOTE, Receipt, Told

ROLES = ("social_worker", "care_worker", "nurse", "observer")
ABOUT = ("never_there", "nothing_suitable", "service")
OPEN_DAYS = 90  # a quarter, the span in which supply is planned; an older gap is noted anew, not joined
LONGEST_LINE = 200  # letters of what was wanted or offered: a line, not an account
MOST_SEEN = 5000  # as the table has it
NOT_SENT = "Your note was not sent."
GONE = "The concern you joined is not open any more. Say what was wanted."


@dataclass(frozen=True)
class Noted:
    """One note. `reference` is the form's own; `seen` as typed, "" where not said; `joins` a concern's id or ""."""

    reference: str
    service_id: str
    locality: str
    wanted: str = ""
    offered: str = ""
    seen: str = ""
    happened: str = ""
    teller_role: str = "social_worker"
    about: str = "never_there"
    consent_level: int = 0
    name: str = ""
    team: str = ""
    joins: str = ""


@dataclass(frozen=True)
class Concern:
    """What colleagues noted already: no words of accounts and no names. `last_on` is shown as a month.

    `seen` is the largest staff estimate, 0 where there is none: the same people may be seen by several, so never a sum.
    """

    concern_id: str
    wanted: str
    offered: str
    last_on: date
    notes: int
    seen: int


def concerns(house: House, service_id: str, locality: str) -> tuple[list[Concern], int]:
    """Open concerns of one service line and place, the latest first, and how many notes are not shown, or not yet."""
    if not house.has_data or not service_id or not locality:
        return [], 0
    asked = {"service_id": service_id, "locality": locality, "since": _since()}
    rows = house.stores.rows("note/concerns", audience="counts", on_day=settings.today(), **asked)
    made = [_concern(row) for row in rows]
    every = house.stores.rows("note/noted", **asked)[0]["notes"]
    return made, every - sum(row["notes_here"] for row in rows)


def note(house: House, reader: Reader, noted: Noted) -> Receipt:
    """Keep a note and its account in one commit. Raises Refusal with every problem; the same form twice is one note.

    All notes of one account of this app are by one teller, under a pseudonym that only the master key gives.
    """
    if house.master is None:
        raise Refusal(NO_KEY)
    noted, wrong = _joined(house, noted)
    told = _told(noted, "T" + house.master.token(f"teller|{reader.account_id}").hex()[:16])
    wrong += [*problems(noted), *telling.problems(told)]
    if wrong:
        raise Refusal(NOT_SENT, wrong)
    at = datetime.combine(settings.today(), clock.now().time())
    line = [local_words.redact(house.stores, text.strip()) for text in (noted.wanted, noted.offered)]

    def also(cursor: Any, story_id: str) -> None:
        row = ["N" + story_id[1:], story_id, noted.service_id, noted.locality, at]
        cursor.execute(
            "INSERT INTO records.shortfall_noted VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [*row, line[0], line[1] or None, noted.joins or None],
        )

    return telling.tell(house, told, also=also)


def problems(noted: Noted, joining: bool = False) -> list[str]:
    """What is missing or wrong, in plain words; an empty list where it can be kept. `joining`: a concern has words."""
    found = []
    if not noted.service_id:
        found.append("Please choose the service.")
    if not noted.locality:
        found.append("Please choose the place.")
    if not noted.wanted.strip() and not joining:
        found.append("Please say what was wanted, or join a concern.")
    for what, text in (("was wanted", noted.wanted), ("was offered", noted.offered)):
        if len(text) > LONGEST_LINE:
            found.append(f"What {what} has {len(text)} letters; at most {LONGEST_LINE} fit. Put the rest below.")
    if noted.seen.strip() and _seen(noted.seen) is None:
        found.append(f"Say with about how many people it is seen as a whole number up to {MOST_SEEN:,}, or nothing.")
    if noted.teller_role not in ROLES:
        found.append("Please choose who you are.")
    return found


def answered_together(house: House, story_ids: Collection[str]) -> set[str]:
    """The accounts that a reply to these answers as well: these, and whoever said "me too" to the same concern."""
    return set(story_ids) | {row["story_id"] for row in house.stores.rows("note/together", story_ids=list(story_ids))}


def _concern(row: dict[str, Any]) -> Concern:
    return Concern(
        row["concern_id"], row["wanted"], row["offered"] or "", row["last_on"], row["notes"], row["seen"] or 0
    )


def _joined(house: House, noted: Noted) -> tuple[Noted, list[str]]:
    """The note with the words of the concern that it joins; words of its own are kept as what happened."""
    if not noted.joins:
        return noted, []
    for one in concerns(house, noted.service_id, noted.locality)[0]:
        if one.concern_id == noted.joins:
            own = "\n".join(text for text in (noted.happened, noted.wanted, noted.offered) if text.strip())
            return replace(noted, wanted=one.wanted, offered=one.offered, happened=own), []
    return noted, [GONE]


def _told(noted: Noted, teller_id: str) -> Told:
    """The account: what triage reads and, as far as its consent goes, what is shown."""
    lines = [f"Wanted: {noted.wanted.strip()}"]
    lines += [f"Offered: {noted.offered.strip()}"] if noted.offered.strip() else []
    lines += ["Colleagues noted the same before."] if noted.joins else []
    lines += [noted.happened.strip()] if noted.happened.strip() else []
    said = [f"{what}: {text.strip()}" for what, text in (("Name", noted.name), ("Team", noted.team)) if text.strip()]
    return Told(
        source=NOTE,
        source_id=noted.reference,
        words="\n".join(lines),
        channel="staff_concern",
        teller_role=noted.teller_role,
        teller_id=teller_id,
        on_behalf_of="observed",
        about=noted.about if noted.about in ABOUT else ABOUT[0],
        service_id=noted.service_id,
        locality=noted.locality,
        event_month=settings.today().replace(day=1),
        reply_route="web",
        consent_level=noted.consent_level,
        seen_with_about=_seen(noted.seen),
        handling="\n".join(said),
    )


def _seen(given: str) -> int | None:
    """A staff estimate; None for anything that is no whole number within bounds."""
    text = given.strip().replace(",", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= MOST_SEEN else None


def _since() -> date:
    return settings.today() - timedelta(days=OPEN_DAYS)
