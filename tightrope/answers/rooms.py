"""What a room answered on its phones: the spread by role, so that disagreement is seen and not averaged away."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from tightrope import clock
from tightrope.records import rooms
from tightrope.records.house import House
from tightrope.records.rooms import ROLES, Line

FAR_APART = 30  # points of 100 between two people's answers from which the room is said to be far apart


@dataclass(frozen=True)
class Of:
    """The answers of one role to one line, smallest first."""

    role: str
    values: tuple[float, ...]
    middle: float


@dataclass(frozen=True)
class Spread:
    """All answers to one line, of 100, and by role in the order the roles are offered."""

    line_id: str
    name: str
    low: float
    middle: float
    high: float
    roles: tuple[Of, ...]


@dataclass(frozen=True)
class Room:
    """One question: how many joined and answered, and the spread of each line; no lines before anybody answered."""

    room_id: str
    kind: str
    title: str
    made_at: datetime
    is_open: bool
    joined: int
    answered: int
    lines: tuple[Spread, ...]
    sentence: str


def rooms_of(house: House, kind: str, subject: str) -> list[Room]:
    """The questions asked about a subject, newest first."""
    return [_room(house, row) for row in _asked(house, "", kind, subject)]


def spread(house: House, room_id: str) -> Room | None:
    """One question, or None where there is none."""
    return next((_room(house, row) for row in _asked(house, room_id, "", "")), None)


def _asked(house: House, room_id: str, kind: str, subject: str) -> list[dict[str, Any]]:
    return house.stores.rows("rooms/asked", room_id=room_id, kind=kind, subject=subject, now=clock.now())


def _room(house: House, row: Mapping) -> Room:
    given = [
        (one["role"], json.loads(one["body"])) for one in house.stores.rows("rooms/answers", room_id=row["room_id"])
    ]
    lines = tuple(_spread(Line(*one), given) for one in json.loads(row["body"])) if given else ()
    return Room(
        row["room_id"], row["kind"], row["title"], row["made_at"], row["is_open"], row["joined"], len(given), lines,
        _sentence(row["kind"], given, lines),
    )  # fmt: skip


def _spread(line: Line, given: Sequence[tuple[str, Mapping[str, float]]]) -> Spread:
    every = sorted(numbers[line.line_id] for _, numbers in given)
    roles = []
    for role, words in ROLES.items():
        values = tuple(sorted(numbers[line.line_id] for one, numbers in given if one == role))
        if values:
            roles.append(Of(words, values, median(values)))
    return Spread(line.line_id, line.name, every[0], median(every), every[-1], tuple(roles))


def _sentence(kind: str, given: Sequence, lines: Sequence[Spread]) -> str:
    if not lines:
        return "Nobody has answered yet."
    people = "1 person answered" if len(given) == 1 else f"{len(given)} people answered"
    widest = max(lines, key=lambda one: one.high - one.low)
    between = f"{widest.low:.0f} to {widest.high:.0f} of 100"
    if widest.high - widest.low < FAR_APART:
        return f"{people}, and they are close: at most {between} for “{widest.name}”."
    what = "give" if kind == rooms.SPLIT else "weigh it"
    return f"{people}. They are furthest apart on “{widest.name}”: they {what} {between}."
