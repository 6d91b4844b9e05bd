"""What a map of the city shows: one measure in classes, homes with their rating's age, and where people moved from."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from tightrope import settings
from tightrope.answers.areas import LOCALITY, MEASURES, Area, Areas, Measure
from tightrope.answers.cards import Card, cards, in_order
from tightrope.answers.evidence import Evidence, evidence, kept
from tightrope.answers.period import Period
from tightrope.places import bundles
from tightrope.places import outlines as shapes
from tightrope.places.bundles import Bundled
from tightrope.places.classes import Classes, quantiles
from tightrope.places.outlines import Outlines, Ring
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.voices.heard import people_among

FIRST_CONTRACTS = 4  # that help most people of an area: a way to Weigh for each
FIRST_CARDS = 3  # accounts beside an area's numbers; Voices has all of them
OLD_YEARS = 3  # a rating older than this says little about today
LEVELS = ("part of the city to home", "part of the city to part of the city", "city to part of the city")
CITY = "the whole city"
NO_FIGURE = "no figure"
MOST_NAMED = 5  # outlines named in a note
OF_PLACE = " (of the part of the city)"


@dataclass(frozen=True)
class Shown:
    """One measure over all areas, in classes. `sentence` says what is seen and which way is better."""

    measure: Measure
    classes: Classes
    names: tuple[str, ...]
    title: str
    sentence: str


@dataclass(frozen=True)
class Home:
    """A place that a provider runs, as a map shows it. `rated` is its rating and its age in words."""

    location_id: str
    name: str
    kind: str
    lon: float
    lat: float
    rated: str
    is_old: bool
    free: int | None
    fee: float | None


@dataclass(frozen=True)
class Beside:
    """One area: its numbers in words, accounts from the part of the city it lies in, and contracts by id and title.

    The contracts are those that help most people from there today, without saying how many.
    """

    area: Area
    numbers: tuple[tuple[str, str], ...]
    accounts: int
    people: int
    cards: tuple[Card, ...]
    contracts: tuple[tuple[str, str], ...]


def shown(found: Areas, key: str, by_ward: bool = False) -> Shown:
    """The measure of that key over every area; `by_ward` says that areas have the values of their ward."""
    measure = MEASURES[key]
    classes = quantiles([one.values[key] for one in found.every])
    names = tuple(f"{words(measure, low)} to {words(measure, high)}" for low, high in pairwise(classes.edges))
    return Shown(measure, classes, names, _title(found, measure), _sentence(measure, classes, by_ward))


def words(measure: Measure, value: float | None) -> str:
    """A value with as many digits as it deserves; pounds with their sign."""
    if value is None:
        return NO_FIGURE
    plain = f"{value:,.{measure.digits}f}"
    return f"£{plain}" if measure.unit.startswith("pounds") else plain


def outlines(house: House) -> Outlines:
    """Outer rings by area, and which outlines were mended or could not be read."""
    return kept(house, "outlines", lambda: shapes.outlines(_rows(house, "places/outlines", "area_code")))


def around(house: House) -> tuple[Outlines, list[Ring]]:
    """Outlines that lie over the areas, such as councils', and the lines to draw; none where none is loaded."""
    return kept(house, "around", lambda: _around(house))


def drawn_words(found: Outlines) -> str:
    """What was done to outlines so that they could be drawn; empty where nothing was."""
    said = []
    if found.mended:
        said.append(f"{_count(found.mended)} crossed themselves and were mended for drawing: {_some(found.mended)}.")
    if found.unread:
        said.append(f"{_count(found.unread)} could not be read as degrees and are not drawn: {_some(found.unread)}.")
    return " ".join(said)


def homes(house: House) -> list[Home]:
    """Places with coordinates, by reference; offices and kitchens are no homes and are left out."""
    today = settings.today()
    return [
        Home(
            row["location_id"],
            row["location_name"],
            row["kind"],
            row["lon"],
            row["lat"],
            *_rated(row["cqc_rating"], row["cqc_rated_on"], today),
            row["vacancies"],
            row["weekly_fee"],
        )
        for row in house.stores.rows("places/homes")
        if row["kind"] not in ("office", "kitchen")
    ]


def arcs(house: House, found: Areas) -> Bundled:
    """Where people who live in homes came from: bundles of eight and more."""
    localities = {one.code: one.locality for one in found.every}
    places = {row["location_id"]: row["locality"] or CITY for row in house.stores.rows("places/homes")}
    moves = [
        (localities[row["area_code"]], row["location_id"])
        for row in house.stores.rows("places/placements", on_day=settings.today())
        if row["area_code"] in localities and row["location_id"] in places
    ]
    return bundles.bundle(moves, dict.fromkeys(localities.values(), CITY), places, levels=LEVELS)


def centres(found: Areas) -> dict[str, tuple[float, float]]:
    """The middle of each part of the city, by the people in its areas, and of the whole city."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for one in found.every:
        for name in (one.locality, CITY):
            weight = one.population or 1
            sums[name][0] += one.lon * weight
            sums[name][1] += one.lat * weight
            sums[name][2] += weight
    return {name: (lon / weight, lat / weight) for name, (lon, lat, weight) in sums.items()}


def beside(house: House, reader: Reader, period: Period, area: Area) -> Beside:
    """An area's numbers, and what people of its part of the city tell: never finer, so that nobody is found."""
    found = evidence(house, reader.audience, period)
    told = in_order(one for one in found.accounts if one["locality"] == area.locality)
    readable = [one for one in told if one["may_read"] or one["may_retell"]][:FIRST_CARDS]
    numbers = [
        (
            f"{one.name}{' (of the part of the city)' if one.grain == LOCALITY else ''}",
            _with_unit(one, area.values[key]),
        )
        for key, one in MEASURES.items()
        if area.values[key] is not None
    ]
    return Beside(
        area,
        tuple(numbers),
        len(told),
        people_among(one["teller_id"] for one in told)[0],
        tuple(cards(house, reader, found, readable)),
        tuple(_serve(house, found, area.code)),
    )


def _serve(house: House, found: Evidence, code: str) -> Iterable[tuple[str, str]]:
    rows = house.stores.rows("places/serves", area_code=code, on_day=settings.today())
    some = [row["contract_id"] for row in rows if row["contract_id"] in found.live]
    return [(key, found.contracts[key]["title"]) for key in some[:FIRST_CONTRACTS]]


def table(every: Iterable[Area]) -> list[dict[str, Any]]:
    """Areas with every measure, as rows for a table and a file."""
    return [
        {"area_code": one.code, "area": one.name, "ward": one.ward, "locality": one.locality, "decile": one.decile}
        | {key: None if one.values[key] is None else round(one.values[key], 2) for key in MEASURES}
        for one in every
    ]


def _with_unit(measure: Measure, value: float | None) -> str:
    said = words(measure, value)
    return said if measure.unit == "score" or measure.unit.startswith("pounds") else f"{said} {measure.unit}"


def _title(found: Areas, measure: Measure) -> str:
    """Where it is highest, in a sentence; of a measure by locality the part of the city, else the ward."""
    by: dict[tuple[str, str], list[float]] = defaultdict(list)
    for one in found.every:
        value = one.values[measure.key]
        if value is not None:  # many places have a ward called Central: told apart by their codes
            by[(one.locality, "") if measure.grain == LOCALITY else (one.ward, one.ward_code)].append(value)
    if not by:
        return f"{measure.name}: no figure is loaded"
    means = {place: sum(values) / len(values) for place, values in by.items()}
    (top, _), high = max(means.items(), key=lambda one: (one[1], one[0]))
    (low, _), least = min(means.items(), key=lambda one: (one[1], one[0]))
    high, least = (_with_unit(measure, value) for value in (high, least))
    return f"{measure.name}: most in {top} ({high}), least in {low} ({least})"


def _sentence(measure: Measure, classes: Classes, by_ward: bool) -> str:
    unknown = sum(one is None for one in classes.of)
    grain = "each part of the city" if measure.grain == LOCALITY else "each ward" if by_ward else "each small area"
    good = f" {measure.good.capitalize()}." if measure.good else ""
    missing = f" {unknown} areas have no figure." if unknown else ""
    how = "about as many areas in each class" if measure.grain != LOCALITY else "a part of the city is in one class"
    return f"Shown for {grain}, in {classes.number or 'no'} classes, {how}.{good}{missing} From {measure.source}."


def _rated(rating: str | None, rated_on: date | None, today: date) -> tuple[str, bool]:
    if not rating or rating == "Not_yet_rated":
        return "not rated", False
    said = rating.replace("_", " ")
    if rated_on is None:
        return f"{said}, nobody knows since when", True
    years = (today - rated_on).days / 365.25
    return f"{said}, rated {rated_on:%B %Y}", years > OLD_YEARS


def _around(house: House) -> tuple[Outlines, list[Ring]]:
    found = shapes.outlines(_rows(house, "places/outlines_around", "outline_code"))
    return found, shapes.borders(found)


def _rows(house: House, query: str, code: str) -> list[tuple[str, str]]:
    return [(row[code], row["boundary"]) for row in house.stores.rows(query)]


def _count(codes: Sequence[str]) -> str:
    return "1 outline" if len(codes) == 1 else f"{len(codes)} outlines"


def _some(codes: Sequence[str]) -> str:
    more = len(codes) - MOST_NAMED
    return ", ".join(codes[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
