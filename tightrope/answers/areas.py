"""Every small area with what is known of it: need, money, waiting, visits, being heard and the way to a home."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tightrope import settings
from tightrope.answers.evidence import Evidence, evidence, kept
from tightrope.answers.period import Period
from tightrope.places.distance import kilometres
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.voices.heard import people_among

AREA, LOCALITY = "area", "locality"  # how fine a measure is: accounts are never placed finer than a locality
NEED, MONEY, SERVICE, HEARD, WAY = "Need", "Money", "What people get", "Being heard", "The way"
MORE, FEWER = "higher is better", "lower is better"


@dataclass(frozen=True)
class Measure:
    """One thing that a map can show. `good` says which way is better, or nothing where neither is."""

    key: str
    name: str
    unit: str
    group: str
    grain: str
    good: str = ""
    digits: int = 0
    source: str = ""


MEASURES = {
    one.key: one
    for one in (
        Measure("deprivation", "Deprivation score", "score", NEED, AREA, digits=1, source="area.csv, imd_score"),
        Measure(
            "older_poor", "Older people on a low income", "in 100 people aged 60 and over", NEED, AREA,
            source="area.csv, older_income_deprivation",
        ),
        Measure("at_need", "People aged 65 and over on a low income", "people", NEED, AREA, source="area.csv"),
        Measure(
            "per_head", "Paid for care, for each resident", "pounds a year", MONEY, AREA,
            source="payment.csv, package.csv, placement.csv",
        ),
        Measure(
            "per_need", "Paid for care, for each person aged 65 and over on a low income", "pounds a year", MONEY, AREA,
            source="payment.csv, package.csv, placement.csv, area.csv",
        ),
        Measure("late", "Late visits", "in 100 logged visits", SERVICE, AREA, FEWER, 1, "visit.csv"),
        Measure("missed", "Visits nobody came to", "in 100 planned visits", SERVICE, AREA, FEWER, 1, "visit.csv"),
        Measure("hours", "Care that nobody provides", "hours a week", SERVICE, LOCALITY, FEWER, 0, "waiting.csv"),
        Measure("shortfalls", "Wanted and not there", "notes", SERVICE, LOCALITY, FEWER, 0, "shortfall.csv"),
        Measure("accounts", "Accounts told", "accounts", HEARD, LOCALITY, source="accounts"),
        Measure(
            "tellers", "People who told us", "for each 100 people helped", HEARD, LOCALITY, MORE, 1,
            "accounts, package.csv, placement.csv",
        ),
        Measure(
            "home_sunday", "To the nearest care home by bus on a Sunday", "minutes", WAY, AREA, FEWER,
            source="journey.csv",
        ),
        Measure(
            "home_km", "To the nearest care home in a straight line, which is no journey", "km", WAY, AREA, FEWER, 1,
            "area.csv, location.csv",
        ),
        Measure(
            "home_free", "To the nearest care home with a free place, by bus on a Sunday", "minutes", WAY, AREA, FEWER,
            source="journey.csv, location.csv",
        ),
    )
}  # fmt: skip
VISITS = ("planned", "missed", "logged", "on_time")
CARE_HOMES = ("care_home", "care_home_dementia", "nursing_home")


@dataclass(frozen=True)
class Area:
    """One small area: who it is, and its value of each measure (None where it is not known).

    `few` says that fewer than eight people there are helped: what was paid for them is not shown. `values` of measures
    by locality hold the locality's.
    """

    code: str
    name: str
    ward: str
    ward_code: str
    locality: str
    decile: int | None
    population: int | None
    older: int | None
    lon: float
    lat: float
    has_outline: bool
    helped: int
    paid: float
    few: bool
    values: dict[str, float | None]
    visits: tuple[int, int, int, int] = (0, 0, 0, 0)  # planned, missed, logged, on time


@dataclass(frozen=True)
class Areas:
    """All small areas for a period. `placed` of `paid` pounds could be shared out to areas."""

    every: tuple[Area, ...]
    paid: float
    placed: float
    helped_by_locality: dict[str, int]
    years: float = 1.0

    def of(self, code: str) -> Area | None:
        """The area of that code."""
        return next((one for one in self.every if one.code == code), None)


def areas(house: House, reader: Reader, period: Period) -> Areas:
    """Every small area with all measures; empty where no area is loaded. It is shared: never alter it."""
    return kept(house, ("areas", reader.audience, period), lambda: _areas(house, reader, period))


def known(found: Areas) -> dict[str, Measure]:
    """The measures that some area has a value of."""
    return {key: one for key, one in MEASURES.items() if any(area.values[key] is not None for area in found.every)}


def at_need(row: dict[str, Any]) -> float | None:
    """People aged 65 and over on a low income: the share among those of 60 and over, of the people of 65 and over."""
    if row["older_income_deprivation"] is None or row["pop_65_plus"] is None:
        return None
    return row["older_income_deprivation"] * row["pop_65_plus"]


def _areas(house: House, reader: Reader, period: Period) -> Areas:
    rows, span = house.stores.rows, {"first": period.first, "last": period.last}
    listed = rows("places/areas")
    money = {row["area_code"]: row for row in rows("places/money", **span)}
    visits = {row["area_code"]: row for row in rows("places/visits", **span)}
    nearest = _nearest(rows("places/nearest"))
    straight = {} if nearest else _straight(listed, rows("places/homes"))
    paid = house.stores.one("places/money_placed", **span) or {"paid": None, "not_placed": None}
    helped: Counter[str] = Counter()
    for row in listed:
        helped[row["locality"]] += money.get(row["area_code"], {"people": 0})["people"]
    wide = _by_locality(house, reader, period, helped)
    years, fewest = period.months / 12, settings.settings().disclosure.fewest_people
    made = []
    for row in listed:
        here = money.get(row["area_code"])
        few = bool(here) and 0 < here["people"] < fewest
        values = _values(row, here, few, visits.get(row["area_code"]), years)
        values |= wide[row["locality"]] | nearest.get(row["area_code"], {"home_sunday": None, "home_free": None})
        values["home_km"] = straight.get(row["area_code"])
        made.append(_area(row, here, few, values, visits.get(row["area_code"])))
    total, lost = float(paid["paid"] or 0), float(paid["not_placed"] or 0)
    return Areas(tuple(made), total, total - lost, dict(helped), years)


def _values(
    row: dict[str, Any], money: dict[str, Any] | None, few: bool, visits: dict[str, Any] | None, years: float
) -> dict[str, float | None]:
    need, amount = at_need(row), (money or {}).get("amount")
    shown = None if amount is None or few else amount / years
    share = row["older_income_deprivation"]
    return {
        "deprivation": row["imd_score"],
        "older_poor": None if share is None else share * 100,
        "at_need": need,
        "per_head": shown / row["population"] if shown is not None and row["population"] else None,
        "per_need": shown / need if shown is not None and need else None,
        "late": 100 * (1 - visits["on_time"] / visits["logged"]) if visits and visits["logged"] else None,
        "missed": 100 * visits["missed"] / visits["planned"] if visits and visits["planned"] else None,
    }


def _by_locality(
    house: House, reader: Reader, period: Period, helped: Counter[str]
) -> defaultdict[str, dict[str, float | None]]:
    rows = house.stores.rows
    waiting = {row["locality"]: row for row in rows("places/waiting", last=period.last)}
    noted = Counter(row["locality"] for row in rows("places/shortfalls", first=period.first, last=period.last))
    found = _told(house, reader, period)
    made: defaultdict[str, dict[str, float | None]] = defaultdict(
        lambda: dict.fromkeys(("hours", "shortfalls", "accounts", "tellers"))
    )
    for one in {*helped, *waiting, *noted, *found}:
        tellers = found.get(one, [])
        people = people_among(tellers)[0]
        made[one] = {
            "hours": float(waiting[one]["hours"] or 0) if one in waiting else None,
            "shortfalls": float(noted[one]) if noted else None,
            "accounts": float(len(tellers)) if found else None,
            "tellers": 100 * people / helped[one] if found and helped[one] else None,
        }
    return made


def _told(house: House, reader: Reader, period: Period) -> dict[str, list[str | None]]:
    """Tellers of the accounts about each locality."""
    asked: Evidence = evidence(house, reader.audience, period)
    made: dict[str, list[str | None]] = defaultdict(list)
    for account in asked.accounts:
        if account["locality"]:
            made[account["locality"]].append(account["teller_id"])
    return dict(made)


def _nearest(rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, float | None]]:
    """Minutes to the nearest care home of any kind, and to the nearest with a free place."""
    made: dict[str, dict[str, float | None]] = {}
    for row in rows:
        if row["kind"] not in CARE_HOMES:
            continue
        here = made.setdefault(row["area_code"], {"home_sunday": None, "home_free": None})
        for key, column in (("home_sunday", "sunday"), ("home_free", "sunday_free")):
            if row[column] is not None and (here[key] is None or row[column] < here[key]):
                here[key] = row[column]
    return made


def _straight(listed: list[dict[str, Any]], homes: list[dict[str, Any]]) -> dict[str, float]:
    """Kilometres to the nearest care home, where no journey at all is on file."""
    some = [row for row in homes if row["kind"] in CARE_HOMES]
    if not some or not listed:
        return {}
    lons, lats = [row["lon"] for row in listed], [row["lat"] for row in listed]
    found = kilometres(lons, lats, [row["lon"] for row in some], [row["lat"] for row in some]).min(axis=1)
    return {row["area_code"]: float(value) for row, value in zip(listed, found, strict=True)}


def has_areas(house: House) -> bool:
    """True where some small area is loaded: without one there is nothing to draw."""
    return house.has_data and kept(house, "has_areas", lambda: bool(house.stores.rows("places/areas")))


def _area(
    row: dict[str, Any],
    money: dict[str, Any] | None,
    few: bool,
    values: dict[str, float | None],
    visits: dict[str, Any] | None,
) -> Area:
    return Area(
        code=row["area_code"],
        name=row["area_name"],
        ward=row["ward_name"],
        ward_code=row["ward_code"],
        locality=row["locality"],
        decile=row["imd_decile"],
        population=row["population"],
        older=row["pop_65_plus"],
        lon=row["lon"],
        lat=row["lat"],
        has_outline=row["has_outline"],
        helped=money["people"] if money else 0,
        paid=float(money["amount"] or 0) if money else 0.0,
        few=few,
        values=values,
        visits=tuple(int(visits[one]) for one in VISITS) if visits else (0, 0, 0, 0),
    )
