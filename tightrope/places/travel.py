"""How far families travel: minutes by bus on a weekday and a Sunday, changes, last bus, fare; and nearer places.

Families' hours and fares are theirs: they stand beside what the council pays and are never added to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

BEYOND = (30, 45, 60)  # minutes: door to door, one way; the shares over them are printed
VISITS_A_WEEK = 1.0  # a family visit a week, when what a week of visiting costs is worked out


@dataclass(frozen=True)
class Way:
    """One family's way to one home. Minutes are None where no bus goes; `fare` is for the return, one adult."""

    weekday: float | None
    sunday: float | None
    changes: int | None = None
    last_bus: str = ""
    fare: float | None = None
    drive: float | None = None


@dataclass(frozen=True)
class Travel:
    """Families' ways taken together. `known` have a way on file; `no_bus` of them none on that day.

    `over` are shares of the known whose way is longer than each of BEYOND or who have no bus: nobody without a bus is
    left out. Median and 90th percentile are of those with a bus; None where there is none.
    """

    families: int
    known: int
    no_bus: int
    over: tuple[float | None, ...]
    median: float | None
    ninth: float | None  # 90th percentile


def travel(ways: Sequence[Way | None], day: str) -> Travel:
    """The ways of families on "weekday" or "sunday"; None for a family whose area or way is not on file."""
    known = [one for one in ways if one is not None]
    minutes = [value for one in known if (value := getattr(one, day)) is not None]
    no_bus = len(known) - len(minutes)
    over = tuple((sum(one > most for one in minutes) + no_bus) / len(known) if known else None for most in BEYOND)
    middle, ninth = np.percentile(minutes, [50, 90]) if minutes else (None, None)
    return Travel(
        families=len(ways),
        known=len(known),
        no_bus=no_bus,
        over=over,
        median=None if middle is None else float(middle),
        ninth=None if ninth is None else float(ninth),
    )


@dataclass(frozen=True)
class Home:
    """One home as a family could use it: where, how it is rated, places free, the fee of a week."""

    location_id: str
    kind: str
    rating: str
    free: int
    weekly_fee: float | None


@dataclass(frozen=True)
class Nearer:
    """A home with a free place that is nearer on a Sunday; `saves` minutes one way, `dearer` pounds a week."""

    home: Home
    minutes: float
    saves: float | None
    dearer: float | None


def nearer(now: Home, way: Way | None, others: Iterable[tuple[Home, Way | None]], least: float = 15.0) -> list[Nearer]:
    """Homes of the same kind with a place free that are at least `least` minutes nearer on a Sunday, nearest first.

    Where no bus goes to the home now, any home with a Sunday bus is nearer, and how much it saves is not said.
    """
    here = way.sunday if way else None
    made = []
    for home, there in others:
        if home.location_id == now.location_id or home.kind != now.kind or home.free < 1:
            continue
        if there is None or there.sunday is None or way is None:
            continue
        saves = None if here is None else here - there.sunday
        if saves is not None and saves < least:
            continue
        fees = (home.weekly_fee, now.weekly_fee)
        dearer = None if None in fees else fees[0] - fees[1]
        made.append(Nearer(home, there.sunday, saves, dearer))
    return sorted(made, key=lambda one: (one.minutes, one.home.location_id))


def week_of_visits(ways: Sequence[Way | None], visits: float = VISITS_A_WEEK) -> tuple[float | None, float | None]:
    """(hours on the way, pounds in fares) of all families' visits in a week, there and back on a Sunday.

    Families without a Sunday bus or a fare are left out of the sum: what they pay is not known. None where nobody is.
    """
    known = [one for one in ways if one is not None]
    hours = [2 * one.sunday / 60 * visits for one in known if one.sunday is not None]
    fares = [one.fare * visits for one in known if one.sunday is not None and one.fare is not None]
    return (sum(hours) if hours else None), (sum(fares) if fares else None)
