"""The dates of contracts as a calendar file (RFC 5545), for whoever keeps a diary of their own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from unicodedata import category

from icalendar import Calendar, Event

from tightrope.renewals.options import OPEN, Option

MAKER = "-//Tightrope//Renewals//EN"
MOST_LETTERS = 1000  # of a title: more is no title


@dataclass(frozen=True)
class Dates:
    """What of one contract goes into a calendar; a date that is None is left out."""

    contract_id: str
    title: str
    provider: str
    ends_on: date
    could_run_to: date | None
    notice_on: date | None
    review_on: date | None
    options: Sequence[Option]


def calendar(contracts: Iterable[Dates], name: str, made_on: date) -> bytes:
    """One calendar with every date of these contracts as an event of the whole day.

    An event keeps its identity (UID) while the contract and what the event is for stay the same, so that a file taken
    in again moves it and adds none. `made_on` stands as the time it was made, so that the same dates make the same
    bytes.
    """
    made = Calendar()
    made.add("prodid", MAKER)
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    stamp = datetime.combine(made_on, time())
    for one in contracts:
        for what, day, summary, words in _events(one):
            made.add_component(_event(one, what, day, summary, words, stamp))
    return made.to_ical()


def _events(one: Dates) -> list[tuple[str, date, str, str]]:
    """What each event is for, its day, its words, and what more there is to say."""
    days = [
        ("review", one.review_on, "review due"),
        ("notice", one.notice_on, "last day to give notice"),
        ("end", one.ends_on, "contract ends"),
    ]
    if one.could_run_to and one.could_run_to > one.ends_on:
        days.append(("extension", one.could_run_to, "last day if every extension is used"))
    made = [(what, day, words, "") for what, day, words in days if day]
    for option in one.options:
        if option.status != OPEN or option.meeting is None:
            continue
        for what, day, words in (
            ("paper", option.meeting.papers_due_on, "paper due for"),
            ("plan", option.meeting.forward_plan_by, "forward plan closes for"),
            ("committee", option.meeting.meets_on, "last committee for"),
        ):
            if day:
                made.append((f"{option.option_id}-{what}", day, f"{words}: {option.name.lower()}", option.words))
    return made


def _event(one: Dates, what: str, day: date, summary: str, words: str, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{sha256(f'{one.contract_id}|{what}'.encode()).hexdigest()[:32]}@tightrope")
    event.add("dtstamp", stamp)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"{_clean(one.title)}: {summary}")
    event.add("description", "\n".join(line for line in (f"{one.contract_id}, {_clean(one.provider)}", words) if line))
    event.add("transp", "TRANSPARENT")  # a date to know of takes nobody's day
    return event


def _clean(text: str) -> str:
    """Without characters that no calendar can hold; line breaks stay and are escaped by the library."""
    kept = "".join(letter for letter in text if letter in "\n\t" or category(letter) not in ("Cc", "Cs"))
    return kept[:MOST_LETTERS]
