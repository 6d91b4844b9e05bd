"""Silence as a finding: contracts where far fewer of the people it is for were heard than elsewhere in the line."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import floor
from typing import Any

from tightrope.answers.cards import ROLE_WORDS
from tightrope.answers.evidence import Evidence, evidence, kept
from tightrope.answers.missing_groups import accounts_about, choices, person_of
from tightrope.answers.period import Period
from tightrope.answers.say import day, whom
from tightrope.answers.standing import Standings, standings
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.weighing.by_whom import SELF, by_whom, speaks_for_self
from tightrope.weighing.silence import Silence
from tightrope.weighing.words import silence_sentence

NO_PEOPLE = "How many people use each contract is not known, so silence cannot be told: people_served.csv brings it."
NOBODY = {"people who live there": "Nobody who lives there", "people who draw on it": "Nobody who draws on it"}
ROUTE_WORDS = {
    "advocacy": "Advocacy",
    "residents_meeting": "Residents' meetings",
    "survey": "The survey",
    "panel": "The panel",
    "visiting_officer": "An officer's visits",
}


@dataclass(frozen=True)
class Quiet:
    """One contract that is not heard. `since` is the month after which nobody was; None where nobody knows.

    `stopped` says each way of being heard that ended and why, the latest first; `still` those that run on.
    `others` says who else spoke about it.
    """

    contract_id: str
    title: str
    line: str
    people: int
    heard: int
    expected: int
    chance: float
    sentence: str
    since: date | None
    since_words: str
    stopped: tuple[str, ...]
    still: tuple[str, ...]
    others: str
    grade: str


@dataclass(frozen=True)
class Listened:
    """One row of the table of every contract looked at."""

    contract_id: str
    title: str
    line: str
    people: int
    heard: int
    expected: float | None
    named: bool


@dataclass(frozen=True)
class Quiets:
    """The list, the least likely first, and every contract that was looked at."""

    title: str
    silent: tuple[Quiet, ...]
    every: tuple[Listened, ...]
    alone: int  # contracts with nothing to compare with, or that nobody is counted in
    note: str = ""


def quiets(house: House, reader: Reader, period: Period) -> Quiets:
    """Every contract that is not heard in a period, with since when and what stopped."""
    name = ("missing_quiets", reader.audience, period)
    return kept(house, name, lambda: _quiets(house, reader, period))


def last_heard(house: House, found: Evidence) -> dict[str, date]:
    """The latest month in which somebody spoke for themselves about each contract, over all years on file."""
    rows = house.stores.rows("missing/last_heard", audience=found.audience, on_day=found.today)
    made: dict[str, date] = {}
    for row in rows:
        if speaks_for_self(row):
            made[row["contract_id"]] = max(row["month"], made.get(row["contract_id"], date.min))
    return made


def _quiets(house: House, reader: Reader, period: Period) -> Quiets:
    found = evidence(house, reader.audience, period)
    judged = standings(house, reader.audience, period)
    every = sorted(judged.silence.values(), key=lambda one: (one.chance is None, one.chance, one.contract_id))
    spoke = last_heard(house, found)
    silent = tuple(_quiet(house, found, judged, one, spoke.get(one.contract_id)) for one in every if one.named)
    note = "" if any(one.people for one in every) else NO_PEOPLE
    return Quiets(
        title=_title(silent, note),
        silent=silent,
        every=tuple(_row(found, one) for one in every if one.chance is not None),
        alone=sum(one.chance is None for one in every),
        note=note,
    )


def _title(silent: tuple[Quiet, ...], note: str) -> str:
    if note:
        return "Who is silent cannot be said"
    if not silent:
        return "No contract is silent by more than chance explains"
    if len(silent) == 1:
        one = silent[0]
        return f"One contract is silent: {one.title}, {one.heard} heard of about {one.expected} expected"
    return f"{len(silent)} contracts are silent; the least likely is {silent[0].title}"


def _row(found: Evidence, one: Silence) -> Listened:
    row = found.contracts[one.contract_id]
    return Listened(one.contract_id, row["title"], row["service_name"], one.people, one.heard, one.expected, one.named)


def _quiet(house: House, found: Evidence, judged: Standings, one: Silence, spoke: date | None) -> Quiet:
    row = found.contracts[one.contract_id]
    subject = choices(found, "contract")[one.contract_id]
    routes = house.stores.rows("weigh/voice_routes", contract_ids=[one.contract_id])
    ended = [route for route in routes if route["ended_on"] and route["ended_on"] <= found.today]
    since = spoke or (ended[0]["ended_on"] if ended else None)
    return Quiet(
        contract_id=one.contract_id,
        title=row["title"],
        line=row["service_name"],
        people=one.people,
        heard=one.heard,
        expected=floor((one.expected or 0) + 0.5),
        chance=one.chance or 0.0,
        sentence=silence_sentence(one, whom(found, subject)),
        since=since,
        since_words=_since(NOBODY[whom(found, subject)], spoke, ended),
        stopped=tuple(_stopped(route) for route in ended),
        still=tuple(_kind(route) for route in routes if route not in ended),
        others=_others(accounts_about(found, subject)),
        grade=judged.confidence[one.contract_id].grade,
    )


def _since(nobody: str, spoke: date | None, ended: list[dict[str, Any]]) -> str:
    since = spoke or (ended[0]["ended_on"] if ended else None)
    if since is None:
        return f"{nobody} has an account on file, and no way of being heard is known to have stopped."
    routes = [
        route for route in ended if (route["ended_on"].year, route["ended_on"].month) == (since.year, since.month)
    ]
    when = f", when {_lower(_kind(routes[0]))} ended" if routes else ""
    return f"{nobody} has been heard since {since:%B %Y}{when}."


def _stopped(route: dict[str, Any]) -> str:
    why = f" {route['why_ended'].rstrip('.')}." if route["why_ended"] else ""
    return f"{_kind(route)} ended on {day(route['ended_on'])}.{why}"


def _kind(route: dict[str, Any]) -> str:
    return ROUTE_WORDS.get(route["kind"], route["kind"].replace("_", " ").capitalize())


def _others(accounts: Iterable[dict[str, Any]]) -> str:
    """Who spoke about it without being one of those it is for."""
    people = {(person_of(one), one["teller_role"]) for one in accounts if by_whom(one) != SELF}
    if not people:
        return "Nobody else told us about it either."
    counted = Counter(role for _, role in people)
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    said = [f"{_lower(ROLE_WORDS.get(role, role))} ({number})" for role, number in ordered]
    return f"Others told us about it: {', '.join(said)}. They cannot stand in for those it is for."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
