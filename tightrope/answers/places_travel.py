"""How far families travel to each home, what they tell of it, what it costs them, and what lies nearer with a place."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from tightrope import settings
from tightrope.answers.areas import Areas
from tightrope.answers.cards import Card, cards, in_order
from tightrope.answers.evidence import evidence, kept
from tightrope.answers.period import Period
from tightrope.places.distance import kilometres
from tightrope.places.travel import BEYOND, Home, Nearer, Travel, Way, nearer, travel, week_of_visits
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.voices.heard import people_among
from tightrope.weighing.words import of_people

THEME = "travel_to_visit"
WEEKDAY, SUNDAY = "weekday", "sunday"
DAYS = {SUNDAY: "on a Sunday", WEEKDAY: "on a weekday"}
MOST_NEARER = 4  # offered for a home
FIFTHS = 5
FIRST_CARDS = 3


@dataclass(frozen=True)
class ToHome:
    """Families' ways to one home. `few` says that fewer than eight families are known: their ways are not shown.

    `told` of the people heard under its contract speak of the way; `nearer` are homes with a place for most of its
    families; `hours` and `fares` are families' for a visit a week, `fee` the council's for one person a week.
    """

    location_id: str
    name: str
    kind: str
    contract_id: str | None
    weekday: Travel
    sunday: Travel
    changes: float | None
    last_bus: str
    few: bool
    fee: float | None
    hours: float | None
    fares: float | None
    told: str
    nearer: tuple[tuple[Nearer, str, int], ...]  # home, its name, families it would be nearer for


@dataclass(frozen=True)
class Straight:
    """Families of one home in straight lines, where no journey is on file: kilometres, and no minutes."""

    name: str
    families: int
    median: float | None
    ninth: float | None


@dataclass(frozen=True)
class Travelled:
    """Every home, those with the longest Sunday way first, and the ways by deprivation of the family's area.

    `straight` stands in where no journey is on file. `without` people who live in homes have no family area on file.
    """

    homes: tuple[ToHome, ...]
    by_fifth: tuple[tuple[str, Travel], ...]
    by_place: tuple[tuple[str, Travel], ...]
    all_sunday: Travel
    all_weekday: Travel
    has_ways: bool
    straight: tuple[Straight, ...]
    without: int
    title: str


def travelled(house: House, reader: Reader, period: Period, found: Areas) -> Travelled:
    """Families' ways today. Without journeys on file there are none, and the page says so in its title."""
    name = ("travelled", reader.audience, period)
    return kept(house, name, lambda: _travelled(house, reader, period, found))


def told_of(house: House, reader: Reader, period: Period, contract_id: str | None) -> list[Card]:
    """Accounts about visiting under a contract, as cards: most serious first."""
    asked = evidence(house, reader.audience, period)
    some = [one for one in asked.accounts if contract_id in (None, one["contract_id"])]
    about = [one for one in some if THEME in asked.themes_of.get(one["story_id"], ())]
    return cards(house, reader, asked, in_order(about)[:FIRST_CARDS])


def table(found: Travelled) -> list[dict[str, Any]]:
    """A row a home, for a table and a file; homes of few families without their ways."""
    return [
        {"home": one.name, "families": one.sunday.families, "known": one.sunday.known}
        | {
            name: None if one.few else value
            for name, value in (
                ("sunday_median", one.sunday.median), ("sunday_90th", one.sunday.ninth),
                ("no_sunday_bus", one.sunday.no_bus), ("weekday_median", one.weekday.median),
                *((f"sunday_over_{most}", share) for most, share in zip(BEYOND, one.sunday.over, strict=True)),
            )
        }
        | {"weekly_fee": one.fee, "told": one.told}
        for one in found.homes
    ]  # fmt: skip


def _travelled(house: House, reader: Reader, period: Period, found: Areas) -> Travelled:
    placements = house.stores.rows("places/placements", on_day=settings.today())
    homes = {row["location_id"]: row for row in house.stores.rows("places/homes")}
    ways = {(row["area_code"], row["location_id"]): _way(row) for row in house.stores.rows("places/ways")}
    by_home: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in placements:
        if row["family_area_code"]:
            by_home[row["location_id"]].append(row)
    of_contract = {row["location_id"]: row["contract_id"] for row in house.stores.rows("places/contract_homes")}
    told = _told(house, reader, period)
    made = [
        _home(homes[key], rows, ways, homes, of_contract.get(key), told)
        for key, rows in by_home.items()
        if key in homes
    ]
    straight = () if ways else tuple(_straight(found, homes, by_home))
    every = [ways.get((row["family_area_code"], row["location_id"])) for rows in by_home.values() for row in rows]
    made.sort(key=lambda one: (one.few, -_longest(one), one.name))
    return Travelled(
        homes=tuple(made),
        by_fifth=tuple(_by_fifth(found, by_home, ways)),
        by_place=tuple(_by_place(found, by_home, ways)),
        all_sunday=travel(every, SUNDAY),
        all_weekday=travel(every, WEEKDAY),
        has_ways=bool(ways),
        straight=straight,
        without=sum(not row["family_area_code"] for row in placements),
        title=_title(made) if ways else _straight_title(straight),
    )


def _home(
    row: dict[str, Any],
    rows: list[dict[str, Any]],
    ways: dict[tuple[str, str], Way],
    homes: dict[str, dict[str, Any]],
    contract_id: str | None,
    told: dict[str, str],
) -> ToHome:
    key, fewest = row["location_id"], settings.settings().disclosure.fewest_people
    own = [ways.get((one["family_area_code"], key)) for one in rows]
    known = [one for one in own if one is not None]
    changes = [one.changes for one in known if one.changes is not None]
    lasts = sorted(one.last_bus for one in known if one.last_bus)
    hours, fares = week_of_visits(own)
    return ToHome(
        location_id=key,
        name=row["location_name"],
        kind=row["kind"],
        contract_id=contract_id,
        weekday=travel(own, WEEKDAY),
        sunday=travel(own, SUNDAY),
        changes=sum(changes) / len(changes) if changes else None,
        last_bus=lasts[len(lasts) // 2] if lasts else "",
        few=len(known) < fewest,
        fee=row["weekly_fee"],
        hours=hours,
        fares=fares,
        told=told.get(contract_id or "", "nobody heard"),
        nearer=tuple(_nearer(row, rows, ways, homes)),
    )


def _nearer(
    row: dict[str, Any],
    rows: list[dict[str, Any]],
    ways: dict[tuple[str, str], Way],
    homes: dict[str, dict[str, Any]],
) -> Iterable[tuple[Nearer, str, int]]:
    """Homes with a free place that are nearer for the families of one, those that help most families first."""
    now, counted, best = _as_home(row), defaultdict(int), {}
    for one in rows:
        area = one["family_area_code"]
        others = [(_as_home(other), ways.get((area, key))) for key, other in homes.items()]
        for found in nearer(now, ways.get((area, row["location_id"])), others):
            counted[found.home.location_id] += 1
            kept_one = best.get(found.home.location_id)
            if kept_one is None or (found.saves or 0) > (kept_one.saves or 0):
                best[found.home.location_id] = found
    order = sorted(counted, key=lambda key: (-counted[key], key))[:MOST_NEARER]
    return [(best[key], homes[key]["location_name"], counted[key]) for key in order]


def _as_home(row: dict[str, Any]) -> Home:
    kind = "care_home" if row["kind"] == "care_home_dementia" else row["kind"]
    return Home(row["location_id"], kind, row["cqc_rating"] or "", row["vacancies"] or 0, row["weekly_fee"])


def _told(house: House, reader: Reader, period: Period) -> dict[str, str]:
    """How many of those heard under each contract speak of the way."""
    asked = evidence(house, reader.audience, period)
    made = {}
    for key, accounts in asked.by_contract.items():
        about = [one for one in accounts if THEME in asked.themes_of.get(one["story_id"], ())]
        heard, loose = people_among(one["teller_id"] for one in accounts)
        made[key] = of_people(people_among(one["teller_id"] for one in about)[0], heard, loose)
    return made


def _by_fifth(
    found: Areas, by_home: dict[str, list[dict[str, Any]]], ways: dict[tuple[str, str], Way]
) -> Iterable[tuple[str, Travel]]:
    fifths = {one.code: (one.decile + 1) // 2 for one in found.every if one.decile}
    of: dict[int, list[Way | None]] = defaultdict(list)
    for key, rows in by_home.items():
        for one in rows:
            fifth = fifths.get(one["family_area_code"])
            if fifth:
                of[fifth].append(ways.get((one["family_area_code"], key)))
    for fifth in range(1, FIFTHS + 1):
        if of[fifth]:
            ends = {1: " (most deprived)", FIFTHS: " (least deprived)"}.get(fifth, "")
            yield f"Fifth {fifth}{ends}", travel(of[fifth], SUNDAY)


def _by_place(
    found: Areas, by_home: dict[str, list[dict[str, Any]]], ways: dict[tuple[str, str], Way]
) -> Iterable[tuple[str, Travel]]:
    """By the part of the city that the family lives in; fewer than eight families known there are left out."""
    places = {one.code: one.locality for one in found.every}
    of: dict[str, list[Way | None]] = defaultdict(list)
    for key, rows in by_home.items():
        for one in rows:
            if one["family_area_code"] in places:
                of[places[one["family_area_code"]]].append(ways.get((one["family_area_code"], key)))
    fewest = settings.settings().disclosure.fewest_people
    for name in sorted(of):
        made = travel(of[name], SUNDAY)
        if made.known >= fewest:
            yield name, made


def _way(row: dict[str, Any]) -> Way:
    return Way(
        row["bus_minutes_weekday"], row["bus_minutes_sunday"], row["changes"], row["last_bus"] or "", row["fare"],
        row["drive_minutes"],
    )  # fmt: skip


def _longest(one: ToHome) -> float:
    """By which homes are ordered: the share of families over an hour or without a bus on a Sunday."""
    return one.sunday.over[-1] or 0.0


def _straight(
    found: Areas, homes: dict[str, dict[str, Any]], by_home: dict[str, list[dict[str, Any]]]
) -> Iterable[Straight]:
    """Families' straight lines to each home, the furthest first; fewer than eight families without a figure."""
    at = {one.code: (one.lon, one.lat) for one in found.every}
    made = []
    for key, rows in by_home.items():
        known = [at[row["family_area_code"]] for row in rows if row["family_area_code"] in at]
        if key not in homes or not known:
            continue
        home = homes[key]
        lons, lats = zip(*known, strict=True)
        km = kilometres(lons, lats, [home["lon"]], [home["lat"]])[:, 0]
        few = len(known) < settings.settings().disclosure.fewest_people
        middle, ninth = (None, None) if few else (float(one) for one in np.percentile(km, [50, 90]))
        made.append(Straight(home["location_name"], len(known), middle, ninth))
    return sorted(made, key=lambda one: (one.median is None, -(one.median or 0), one.name))


def _straight_title(straight: tuple[Straight, ...]) -> str:
    first = next((one for one in straight if one.median is not None), None)
    if first is None:
        return "No journeys are loaded, so nobody's minutes are known"
    return (
        f"In straight lines, as no journeys are loaded: {first.name} is furthest, over {first.median:.1f} km for half"
    )


def _title(made: list[ToHome]) -> str:
    shown = [one for one in made if not one.few]
    if not shown:
        return "Too few families are known to say how far they travel"
    first = shown[0]
    share = round(100 * (first.sunday.over[-1] or 0))
    return f"{first.name} is furthest: on a Sunday {share} in 100 families have over an hour, or no bus at all"
