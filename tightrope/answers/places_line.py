"""The bus line: stops in order along one axis, and along it how long people live, need, money, care and being heard."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tightrope.answers.areas import MEASURES, Area, Areas, Measure
from tightrope.answers.cards import Card, cards, in_order
from tightrope.answers.evidence import evidence
from tightrope.answers.period import Period
from tightrope.answers.places_map import words
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.voices.heard import people_among

FEWEST_STOPS = 2
LIFE = (
    Measure("women", "Women and girls can expect to live", "years", "Need", "ward", digits=1, source="area.csv"),
    Measure("men", "Men and boys can expect to live", "years", "Need", "ward", digits=1, source="area.csv"),
)
ALONG = ("older_poor", "per_need", "late", "home_free", "tellers")  # what stands along the line below life expectancy
STAND_IN = "deprivation"  # for older people on a low income, whose share is not in every published file
RULE = "The account of each stretch is the most serious of the latest that may be read: a rule picks it, nobody else."


@dataclass(frozen=True)
class Stop:
    """One stop: `at` is minutes from the first stop; `values` by measure, None where the area has no figure."""

    order: int
    name: str
    at: float
    area: str
    locality: str
    values: dict[str, float | None]


@dataclass(frozen=True)
class Strip:
    """One measure along the line: its values at the stops, `ends` says its least and most, `sentence` all of it."""

    measure: Measure
    values: tuple[float | None, ...]
    low: float | None
    high: float | None
    ends: str
    sentence: str


@dataclass(frozen=True)
class Stretch:
    """Stops one after another in one part of the city: who was heard there, and one account by rule."""

    locality: str
    first: float
    last: float
    people: int
    card: Card | None


@dataclass(frozen=True)
class Line:
    """A bus line. `problem` says why it cannot be drawn; then there is nothing else."""

    route_id: str
    name: str
    stops: tuple[Stop, ...]
    strips: tuple[Strip, ...]
    stretches: tuple[Stretch, ...]
    title: str
    notes: tuple[str, ...]
    problem: str = ""


def routes(house: House) -> dict[str, str]:
    """Bus lines on file by id, with where they run."""
    return {row["route_id"]: f"The {row['route_id']}: {row['route_name']}" for row in house.stores.rows("places/stops")}


def line(house: House, reader: Reader, period: Period, found: Areas, route_id: str) -> Line:
    """One line with everything along it."""
    rows = [row for row in house.stores.rows("places/stops") if row["route_id"] == route_id]
    name = rows[0]["route_name"] if rows else ""
    if len(rows) < FEWEST_STOPS:
        count = "one stop" if rows else "no stop"
        return Line(route_id, name, (), (), (), f"The {route_id} has {count}", (), f"{count} makes no line.")
    by_code, life = {one.code: one for one in found.every}, _life(house)
    notes = _order(rows)
    stops = tuple(
        _stop(row, by_code.get(row["area_code"]), life) for row in sorted(rows, key=lambda r: r["stop_order"])
    )
    lost = sum(row["area_code"] not in by_code for row in rows)
    if lost:
        notes.append(f"{lost} of {len(rows)} stops lie in no small area that is loaded: they have no figures.")
    poor = any(one.values[ALONG[0]] is not None for one in stops)
    measures = [*LIFE, *(MEASURES[key] for key in (ALONG if poor else (STAND_IN, *ALONG)))]
    strips = tuple(one for measure in measures if (one := _strip(measure, stops)) is not None)
    return Line(
        route_id, name, stops, strips, tuple(_stretches(house, reader, period, stops)),
        _title(route_id, stops, strips), tuple(notes),
    )  # fmt: skip


def table(found: Line) -> list[dict[str, Any]]:
    """A row a stop, for a table and a file."""
    return [
        {"stop": one.order, "name": one.name, "minutes": one.at, "area": one.area, "locality": one.locality}
        | {strip.measure.key: strip.values[place] for strip in found.strips}
        for place, one in enumerate(found.stops)
    ]


def _life(house: House) -> dict[str, dict[str, float | None]]:
    return {
        row["area_code"]: {"women": row["female_life_expectancy"], "men": row["male_life_expectancy"]}
        for row in house.stores.rows("places/areas")
    }


def _order(rows: Sequence[dict[str, Any]]) -> list[str]:
    """A note where the minutes do not rise with the order of the stops: they are drawn in their order all the same."""
    minutes = [row["minutes_from_start"] for row in sorted(rows, key=lambda row: row["stop_order"])]
    wrong = sum(later < earlier for earlier, later in zip(minutes, minutes[1:], strict=False))
    if not wrong:
        return []
    return [f"{wrong} stops come sooner than the stop before them: check stop_order and minutes in route_stop.csv."]


def _stop(row: dict[str, Any], area: Area | None, life: dict[str, dict[str, float | None]]) -> Stop:
    values = dict.fromkeys([*(one.key for one in LIFE), STAND_IN, *ALONG])
    if area is not None:
        values |= {key: area.values[key] for key in (STAND_IN, *ALONG)} | life[area.code]
    return Stop(
        row["stop_order"], row["stop_name"], row["minutes_from_start"], row["area_name"] or row["area_code"],
        row["locality"] or "", values,
    )  # fmt: skip


def _strip(measure: Measure, stops: Sequence[Stop]) -> Strip | None:
    values = tuple(one.values[measure.key] for one in stops)
    known = [(value, stop) for value, stop in zip(values, stops, strict=True) if value is not None]
    if not known:
        return None
    low, high = min(known, key=lambda one: one[0]), max(known, key=lambda one: one[0])
    good = f" {measure.good.capitalize()}." if measure.good else ""
    ends = f"{measure.name}: from {words(measure, low[0])} at {low[1].name} to {words(measure, high[0])} "
    ends += f"at {high[1].name}"
    return Strip(measure, values, low[0], high[0], ends, f"{ends} ({measure.unit}).{good}")


def _stretches(house: House, reader: Reader, period: Period, stops: Sequence[Stop]) -> list[Stretch]:
    found = evidence(house, reader.audience, period)
    made, used = [], set()
    for locality, some in groupby(stops, key=lambda one: one.locality):
        here = list(some)
        if not locality:
            continue
        told = [one for one in found.accounts if one["locality"] == locality]
        readable = [
            one for one in in_order(told) if (one["may_read"] or one["may_retell"]) and one["story_id"] not in used
        ]
        used |= {one["story_id"] for one in readable[:1]}
        card = next(iter(cards(house, reader, found, readable[:1])), None)
        people = people_among(one["teller_id"] for one in told)[0]
        made.append(Stretch(locality, here[0].at, here[-1].at, people, card))
    return made


def _title(route_id: str, stops: Sequence[Stop], strips: Sequence[Strip]) -> str:
    """What changes along the line, in a sentence: years of life where known, else the first of what is known."""
    known = [(one.values["women"], one) for one in stops if one.values["women"] is not None]
    if len(known) < FEWEST_STOPS:
        return f"Along the {route_id}. {strips[0].ends}" if strips else f"Along the {route_id}"
    low, high = min(known, key=lambda one: one[0]), max(known, key=lambda one: one[0])
    minutes = abs(high[1].at - low[1].at)
    return (
        f"On the {route_id}, {minutes:.0f} minutes are {high[0] - low[0]:.1f} years of a woman's life: "
        f"{high[1].name} {high[0]:.1f}, {low[1].name} {low[0]:.1f}"
    )
