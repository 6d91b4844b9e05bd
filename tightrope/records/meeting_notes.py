"""What only a meeting can say, kept while it lasts: interests at its beginning, who does not agree at its end.

It is kept in the records and not in a window, so that a reload, a second screen or a flat battery loses nothing. A
meeting is led by one account: two teams that meet on one day do not read each other's. What is drafted from the notes
goes into the register of decisions; here they are deleted on the day after.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from tightrope import clock, settings
from tightrope.errors import Refusal
from tightrope.records import audit
from tightrope.records.decision_shapes import MOST_LETTERS
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, Reader

INTERESTS, DISSENT, ANEW = "interests", "dissent", "anew"
KEPT_DAYS = 1
NOT_KEPT = "This was not noted."


class Meeting(NamedTuple):
    """Which meeting: its day, and the committee that it prepares, where one is known."""

    on: date
    committee_on: date | None


@dataclass(frozen=True)
class Declared:
    """An interest as it was declared: whose and what it is, and what was done about it. Without a contract, of all."""

    what: str
    done: str
    contract_id: str = ""


@dataclass(frozen=True)
class Interests:
    """What a meeting was asked first. `none`: everybody was asked and nobody has one; never true by itself.

    `by` noted it, at `at` (UTC).
    """

    declared: tuple[Declared, ...] = ()
    none: bool = False
    by: str = field(default="", compare=False)
    at: datetime | None = field(default=None, compare=False)

    @property
    def asked(self) -> bool:
        """True where everybody was asked."""
        return self.none or bool(self.declared)


@dataclass(frozen=True)
class Dissent:
    """Somebody who does not agree, and why, in their words."""

    who: str
    why: str


@dataclass(frozen=True)
class Notes:
    """All that a meeting has said so far. `dissents`: contract -> who does not agree about it, in order."""

    interests: Interests
    dissents: Mapping[str, tuple[Dissent, ...]]


def notes(house: House, reader: Reader, meeting: Meeting) -> Notes:
    """What was noted at the meeting that this reader leads; whoever may note nothing sees the one noted at last.

    A meeting ends when another begins, or once nothing was noted for as long as one lasts (room.open_hours).
    """
    rows = house.stores.rows("meeting/notes", on_day=meeting.on, committee_on=meeting.committee_on)
    led_by = rows[-1]["account_id"] if rows and not reader.may(DECIDE) else reader.account_id
    lasts, last = timedelta(hours=settings.settings().room.open_hours), datetime.min
    asked, dissents = Interests(), dict[str, tuple[Dissent, ...]]()
    for row in [one for one in rows if one["account_id"] == led_by]:
        if row["kind"] == ANEW or row["noted_at"] - last > lasts:
            asked, dissents = Interests(), {}
        body, last = json.loads(row["body"]), row["noted_at"]
        if row["kind"] == INTERESTS:
            declared = tuple(Declared(**one) for one in body["declared"])
            asked = Interests(declared, body["none"], row["noted_by"], row["noted_at"])
        elif row["kind"] == DISSENT:
            about = row["contract_id"]
            dissents[about] = (*dissents.get(about, ()), Dissent(**body))
    return Notes(asked, dissents) if clock.now() - last <= lasts else Notes(Interests(), {})


def ask_interests(house: House, reader: Reader, meeting: Meeting, asked: Interests) -> None:
    """Note that everybody was asked, and what they declared. Raises NotAllowed, and Refusal where it says nothing."""
    if not asked.asked or not all(one.what.strip() and one.done.strip() for one in asked.declared):
        raise Refusal("Choose one. Each interest needs whose and what it is, a colon, and what is done about it.")
    body = {"declared": [asdict(one) for one in asked.declared], "none": asked.none}
    _note(house, reader, meeting, INTERESTS, None, body)


def disagree(house: House, reader: Reader, meeting: Meeting, contract_id: str, said: Dissent) -> None:
    """Note who does not agree about a contract, and why. Raises NotAllowed and Refusal."""
    said = Dissent(said.who.strip(), " ".join(said.why.split()))
    if not said.who or not said.why:
        raise Refusal("Name who does not agree, and why.")
    _note(house, reader, meeting, DISSENT, contract_id, asdict(said))


def begin_anew(house: House, reader: Reader, meeting: Meeting) -> None:
    """Another meeting begins on the same day: what was noted before counts for it no more. Raises NotAllowed."""
    _note(house, reader, meeting, ANEW, None, {})


def forget_old(house: House) -> None:
    """Delete what meetings noted before yesterday."""
    house.stores.write(lambda cursor: _forget(cursor, clock.now()), quiet=True)


def _note(
    house: House, reader: Reader, meeting: Meeting, kind: str, contract_id: str | None, body: dict[str, Any]
) -> None:
    reader.require(DECIDE)
    at, text = clock.now(), json.dumps(body, ensure_ascii=False)
    if len(text) > 2 * MOST_LETTERS:
        raise Refusal(f"{NOT_KEPT} It is longer than {MOST_LETTERS:,} letters.")
    row = [meeting.on, meeting.committee_on, kind, contract_id, text, reader.account_id, reader.name, at]

    def change(cursor: Any) -> None:
        _forget(cursor, at)
        cursor.execute("SELECT coalesce(max(sequence), 0) + 1 FROM records.meeting_note")
        cursor.execute(
            "INSERT INTO records.meeting_note (sequence, meeting_on, committee_on, kind, contract_id, body, "
            "account_id, noted_by, noted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [cursor.fetchone()[0], *row],
        )
        audit.note(cursor, at, reader.account_id, f"meeting_{kind}", contract_id or str(meeting.on))

    house.stores.write(change, quiet=True)  # no figure hangs on it, so none has to be worked out anew


def _forget(cursor: Any, now: datetime) -> None:
    cursor.execute("DELETE FROM records.meeting_note WHERE noted_at < ?", [now - timedelta(days=KEPT_DAYS)])
