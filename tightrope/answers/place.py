"""What open data say about a place before any contract is loaded: figures with source, date and denominator."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tightrope import settings
from tightrope.answers.evidence import kept
from tightrope.answers.missing_files import Missing, missing_files
from tightrope.answers.outcomes import PUBLISHED_SCORE, Outcome, outcomes
from tightrope.records.house import House

OPEN, OWN = "Real open data", "The council's own file"
DEPRIVATION, POPULATION = "Indices of Deprivation", "residents"  # what the notes of those sources speak of
KINDS = {
    "care_home": "Care homes", "nursing_home": "Nursing homes", "care_home_dementia": "Care homes for dementia",
    "specialist_home": "Specialist homes", "extra_care": "Extra care", "day_centre": "Day centres",
    "respite_house": "Respite houses", "office": "Home care and other community services", "kitchen": "Kitchens",
    "community": "Community places",
}  # fmt: skip
RATINGS = ("Outstanding", "Good", "Requires_improvement", "Inadequate", "Not_yet_rated")
NO_RATING = "no rating"


@dataclass(frozen=True)
class Figure:
    """One figure as the page says it. `value` is exact; `source` says who published it, and when; `of` counts what."""

    key: str
    name: str
    value: Any
    words: str
    of: str
    dated: str
    source: str
    beside: str = ""  # what it is held against


@dataclass(frozen=True)
class Place:
    """All that is known of a place. A group without figures had no file."""

    name: str
    areas: tuple[Figure, ...]
    people: tuple[Figure, ...]
    care: tuple[Figure, ...]
    outcomes: tuple[Figure, ...]
    travel: tuple[Figure, ...]
    payments: tuple[dict[str, Any], ...]
    payments_source: str
    missing: tuple[Missing, ...]

    @property
    def paid(self) -> Decimal:
        """Published payments of all years in pounds, credits taken off."""
        return sum((row["amount"] for row in self.payments), Decimal(0))

    @property
    def payment_lines(self) -> int:
        """Published payment lines of all years."""
        return sum(row["lines"] for row in self.payments)


def has_contracts(house: House) -> bool:
    """False where data are loaded and no contract is among them: then there is nothing to weigh yet."""
    row = house.stores.one("place/contracts") if house.has_data else None
    return row is None or row["contracts"] > 0


def place(house: House) -> Place:
    """Everything open data say of the council whose data are loaded. Remembered until they change; never alter it."""
    return kept(house, "place", lambda: _ask(house))


def _ask(house: House) -> Place:
    sources = house.stores.rows("data/loaded")
    area = house.stores.one("place/areas") or {}
    stops = house.stores.one("place/stops") or {}
    own = outcomes(house, settings.settings().council.code or "")
    published = next((one for one in own if one.table_code == PUBLISHED_SCORE), None)
    years = house.stores.rows("place/payments")
    return Place(
        name=settings.settings().council.name,
        areas=_known(
            small_areas(area, sources),
            most_deprived(area, sources),
            mean_score(area, published, sources),
        ),
        people=_known(people(area, sources), older_people(area, sources)),
        care=_care(house, sources),
        outcomes=tuple(outcome(one, sources) for one in own if one.table_code != PUBLISHED_SCORE),
        travel=_known(bus_stops(stops, sources)),
        payments=tuple({**row, "redacted_share": row["redacted"] / row["lines"]} for row in years),
        payments_source=source_of(sources, "spend_line"),
        missing=missing_files(house, sources),
    )


def small_areas(area: dict[str, Any], sources: Sequence[dict[str, Any]]) -> Figure | None:
    """How many small areas the council has."""
    if not area.get("areas"):
        return None
    return Figure(
        "areas", "Small areas", area["areas"], f"{area['areas']:,}", "areas of about 1,500 people each (LSOA 2021)",
        "areas of 2021", source_of(sources, "area", "Outlines"),
    )  # fmt: skip


def most_deprived(area: dict[str, Any], sources: Sequence[dict[str, Any]]) -> Figure | None:
    """How many of them are in the most deprived tenth of England."""
    if not area.get("with_decile"):
        return None
    number, of = area["most_deprived"], area["with_decile"]
    return Figure(
        "most_deprived", "In the most deprived tenth of England", number, f"{number:,}",
        f"of {of:,} small areas with an index: {number / of:.0%}; a tenth is what an average place would have",
        _edition(sources), source_of(sources, "area", DEPRIVATION),
    )  # fmt: skip


def mean_score(
    area: dict[str, Any], published: Outcome | None, sources: Sequence[dict[str, Any]]
) -> Figure | None:
    """The areas' deprivation scores, each weighted by its people; beside it what is published for the council."""
    if area.get("mean_score") is None:
        return None
    beside = ""
    if published and published.value is not None:
        words = "with the population made for the indices"
        beside = f"Published for the council as a whole: {published.value:g} ({published.year}, {words})"
    return Figure(
        "mean_score", "Average deprivation score", area["mean_score"], f"{area['mean_score']:.3f}",
        f"score, higher is more deprived; {area['with_both']:,} of {area['areas']:,} areas, "
        f"weighted by their {area['population_with_score']:,} people",
        f"{_edition(sources)}, with the population of {population_year(sources)}",
        source_of(sources, "area", DEPRIVATION), beside,
    )  # fmt: skip


def people(area: dict[str, Any], sources: Sequence[dict[str, Any]]) -> Figure | None:
    """People who live in the place."""
    if not area.get("with_population"):
        return None
    return Figure(
        "population", "People", area["population"], f"{area['population']:,}",
        f"people who live in {area['with_population']:,} of {area['areas']:,} small areas",
        population_year(sources), source_of(sources, "area", POPULATION),
    )  # fmt: skip


def older_people(area: dict[str, Any], sources: Sequence[dict[str, Any]]) -> Figure | None:
    """People aged 65 and over, and of them 85 and over."""
    if not area.get("pop_65_plus") or not area.get("population"):
        return None
    older, oldest = area["pop_65_plus"], area["pop_85_plus"]
    beside = f"{oldest:,} of them are aged 85 and over" if oldest else ""
    return Figure(
        "pop_65_plus", "Aged 65 and over", older, f"{older:,}",
        f"of {area['population']:,} people: {older / area['population']:.0%}",
        population_year(sources), source_of(sources, "area", POPULATION), beside,
    )  # fmt: skip


def _care(house: House, sources: Sequence[dict[str, Any]]) -> tuple[Figure, ...]:
    rows = house.stores.rows("place/locations")
    kinds = sorted({row["kind"] for row in rows}, key=list(KINDS).index)
    age = house.stores.one("place/ratings_age", on_day=settings.today()) or {}
    named = [care_of_kind(kind, [row for row in rows if row["kind"] == kind], sources) for kind in kinds]
    return _known(care_places(rows, sources), *named, ratings_age(age, sources))


def care_places(rows: Sequence[dict[str, Any]], sources: Sequence[dict[str, Any]]) -> Figure | None:
    """All places of adult social care."""
    if not rows:
        return None
    places = sum(row["places"] for row in rows)
    joined = sum(row["in_an_area"] for row in rows)
    listed = max((one["loaded"] for one in sources if one["table_name"] == "registered_location"), default=0)
    of = f"of {listed:,} locations in the register; the others are of health care" if listed else "places loaded"
    return Figure(
        "locations", "Places of adult social care", places, f"{places:,}", of, _rated(rows),
        source_of(sources, "location"), f"{joined:,} of them stand in a known small area",
    )  # fmt: skip


def care_of_kind(kind: str, rows: Sequence[dict[str, Any]], sources: Sequence[dict[str, Any]]) -> Figure:
    """Places of one kind with how many have each rating."""
    places = sum(row["places"] for row in rows)
    by_rating = {row["cqc_rating"]: row["places"] for row in rows}
    said = [f"{by_rating[one]:,} {rating_words(one)}" for one in (*RATINGS, None) if by_rating.get(one)]
    return Figure(
        f"locations-{kind}", KINDS[kind], places, f"{places:,}", ", ".join(said), _rated(rows),
        source_of(sources, "location"),
    )  # fmt: skip


def ratings_age(age: dict[str, Any], sources: Sequence[dict[str, Any]]) -> Figure | None:
    """How old the ratings are: the middle one, and how many are older than three years."""
    if not age.get("dated"):
        return None
    years = age["median_days"] / 365.25
    return Figure(
        "ratings_age", "Age of the ratings", age["median_days"], f"{years:.1f} years",
        f"half of {age['dated']:,} rated places have an older rating; {age['over_three_years']:,} are older than "
        "three years. Newer is better",
        f"on {_day(settings.today())}; rated {_day(age['oldest_on'])} to {_day(age['newest_on'])}",
        source_of(sources, "location"),
    )  # fmt: skip


def outcome(one: Outcome, sources: Sequence[dict[str, Any]]) -> Figure:
    """A published outcome of the council beside England and the middle of its statistical neighbours."""
    return Figure(
        f"outcome-{one.table_code}", one.name, one.value, one.words, one.of, f"year {one.year}",
        source_of(sources, "outcome", "Client records"), one.beside,
    )  # fmt: skip


def bus_stops(stops: dict[str, Any], sources: Sequence[dict[str, Any]]) -> Figure | None:
    """Bus stops in use."""
    if not stops.get("stops"):
        return None
    return Figure(
        "stops", "Bus stops in use", stops["active"], f"{stops['active']:,}",
        f"of {stops['stops']:,} in the register of stops; {stops['in_an_area']:,} of those in use stand in a known "
        "small area", "as registered", source_of(sources, "stop"),
    )  # fmt: skip


def source_of(sources: Sequence[dict[str, Any]], table: str, sign: str = "") -> str:
    """Who published what a table was made from; where several files fed it, the one whose note has the sign."""
    of_table = [one for one in sources if one["table_name"] == table]
    chosen = [one for one in of_table if sign in (one["note"] or "")] or of_table
    said = []
    for one in chosen:
        dated = f", published {_day(one['published_on'])}" if one["published_on"] else ""
        words = f"{OPEN if one['licence'] else OWN}: {one['publisher']}{dated}"
        said += [words] if words not in said else []
    return "; ".join(said)


def population_year(sources: Sequence[dict[str, Any]]) -> str:
    """The year of the population, as its source says: `mid-2020`."""
    notes = " ".join(one["note"] or "" for one in sources if one["table_name"] == "area")
    found = re.search(r"mid-20\d\d", notes)
    return found.group() if found else "a year that the file does not say"


def rating_words(rating: str | None) -> str:
    """A rating as it is said."""
    return (rating or NO_RATING).replace("_", " ")


def _edition(sources: Sequence[dict[str, Any]]) -> str:
    notes = " ".join(one["note"] or "" for one in sources if one["table_name"] == "area")
    found = re.search(r"Indices of Deprivation (20\d\d)", notes)
    return f"indices of {found.group(1)}" if found else "an edition that the file does not say"


def _rated(rows: Sequence[dict[str, Any]]) -> str:
    oldest = [row["oldest_on"] for row in rows if row["oldest_on"]]
    newest = [row["newest_on"] for row in rows if row["newest_on"]]
    return f"ratings of {_day(min(oldest))} to {_day(max(newest))}" if oldest else "ratings without a date"


def _day(value: Any) -> str:
    return f"{value.day} {value:%b %Y}"


def _known(*figures: Figure | None) -> tuple[Figure, ...]:
    return tuple(one for one in figures if one is not None)
