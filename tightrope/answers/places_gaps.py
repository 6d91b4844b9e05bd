"""What is not there: areas far from anything suitable, what is gone or never was, where one more place would help."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tightrope.answers.areas import Area, Areas
from tightrope.answers.cards import Card, cards, in_order
from tightrope.answers.evidence import evidence, kept
from tightrope.answers.period import Period
from tightrope.answers.places_equity import NAMES, fifths
from tightrope.answers.subjects import subjects
from tightrope.places import siting
from tightrope.places.distance import kilometres
from tightrope.places.siting import Choice
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.voices.heard import people_among

KINDS = {
    "care_home": "Care home",
    "nursing_home": "Nursing home",
    "extra_care": "Extra care",
    "day_centre": "Day centre",
    "respite_house": "Respite beds",
    "specialist_home": "Specialist home",
    "care_home_dementia": "Care home for dementia",
}
SUITABLE = ("Good", "Outstanding")  # a rating with which a place is offered without more questions
FAR = 45.0  # minutes by bus on a Sunday; as the contracts' own measure of families' travel has it
FAR_KM = 5.0  # in a straight line, where no journey is on file: about as far by a city's roads and buses
MOST_OPEN = 3
FIRST_CARDS = 3
GONE = ("gone", "never_there", "nothing_suitable")
GONE_WORDS = {
    "gone": "is gone",
    "never_there": "was never there",
    "nothing_suitable": "nothing suitable was found",
}
EVEN_OLDER = "people aged 65 and over"


@dataclass(frozen=True)
class Reach:
    """Areas and the nearest suitable place of a kind: minutes by bus on a Sunday (None: no bus, or none at all).

    `straight`: no journey is on file, so these are kilometres in a straight line.
    """

    kind: str
    straight: bool
    suitable: int
    free: int
    far: tuple[tuple[Area, float | None], ...]
    free_for: dict[str, float]  # by area: the same to the nearest with a place free
    older_far: int
    older: int
    per_place: float | None
    title: str


@dataclass(frozen=True)
class Sited:
    """Sites to open, with what they save: mean kilometres of everybody before and after, and by fifth."""

    names: tuple[str, ...]
    cost: float
    near_before: float  # people aged 65 and over within FAR_KM, before and after
    near_after: float
    before: float
    after: float
    by_fifth: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True)
class Missing:
    """One service that people miss: how many told of it, and some of their accounts."""

    name: str
    about: str
    people: int
    cards: tuple[Card, ...]


def reach(house: House, found: Areas, kind: str) -> Reach:
    """How far every area is from a place of that kind rated Good or better, those furthest first."""
    homes = [row for row in house.stores.rows("places/homes") if row["kind"] == kind]
    good = {
        row["location_id"] for row in homes if row["cqc_rating"] in SUITABLE or kind in ("day_centre", "respite_house")
    }
    best: dict[str, float] = {}
    ways = house.stores.rows("places/ways")
    for row in ways:
        minutes = row["bus_minutes_sunday"]
        if row["location_id"] in good and minutes is not None:
            best[row["area_code"]] = min(best.get(row["area_code"], np.inf), minutes)
    open_ = {row["location_id"] for row in homes if row["location_id"] in good and (row["vacancies"] or 0) > 0}
    free_for: dict[str, float] = {}
    for row in ways:
        if row["location_id"] in open_ and row["bus_minutes_sunday"] is not None:
            free_for[row["area_code"]] = min(free_for.get(row["area_code"], np.inf), row["bus_minutes_sunday"])
    if not ways:
        free_for = _straight(found, [row for row in homes if row["location_id"] in open_])
        best = _straight(found, [row for row in homes if row["location_id"] in good])
    limit = FAR if ways else FAR_KM
    far = [(one, best.get(one.code)) for one in found.every if best.get(one.code, np.inf) > limit]
    far.sort(key=lambda pair: (pair[1] is not None, -(pair[1] or 0), pair[0].code))
    older = sum(one.older or 0 for one in found.every)
    older_far = sum(one.older or 0 for one, _ in far)
    beds = sum(row["beds"] or 0 for row in homes)
    share = round(100 * older_far / older) if older else 0
    how = f"{FAR:.0f} minutes by Sunday bus" if ways else f"{FAR_KM:.0f} km in a straight line (no journeys are loaded)"
    title = f"{share} in 100 {EVEN_OLDER} live over {how} from a suitable {KINDS[kind].lower()}"
    return Reach(
        kind, not ways, len(good), sum(row["vacancies"] or 0 for row in homes), tuple(far), free_for, older_far, older,
        older / beds if beds else None, title,
    )  # fmt: skip


def _straight(found: Areas, homes: Sequence[dict[str, Any]]) -> dict[str, float]:
    if not homes or not found.every:
        return {}
    lons, lats = [one.lon for one in found.every], [one.lat for one in found.every]
    km = kilometres(lons, lats, [row["lon"] for row in homes], [row["lat"] for row in homes]).min(axis=1)
    return {one.code: float(value) for one, value in zip(found.every, km, strict=True)}


def sited(house: House, found: Areas, kind: str, number: int) -> tuple[Sited, Sited | None] | None:
    """The best `number` sites for a kind and the second-best; None where no site is on file.

    Straight lines from the middle of each area, weighed by the people aged 65 and over: no journey to a site that is
    not open is on file.
    """
    return kept(house, ("sited", kind, number), lambda: _sited(house, found, kind, number))


def missing(house: House, reader: Reader, period: Period) -> list[Missing]:
    """What people say is gone, was never there or did not suit, by service line: most people first."""
    found = evidence(house, reader.audience, period)
    lines = {row["service_id"]: row["service_name"] for row in found.contracts.values()}
    told: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for account in found.accounts:
        if account["about"] in GONE and account["service_id"]:
            told[account["service_id"], account["about"]].append(account)
    made = []
    for (service, about), some in told.items():
        people = people_among(one["teller_id"] for one in some)[0]
        readable = [one for one in in_order(some) if one["may_read"] or one["may_retell"]][:FIRST_CARDS]
        shown = tuple(cards(house, reader, found, readable))
        made.append(Missing(lines.get(service, service), GONE_WORDS[about], people, shown))
    return sorted(made, key=lambda one: (-one.people, one.name))


def ended(house: House, reader: Reader, period: Period) -> list[dict[str, Any]]:
    """Contracts that ended without a successor: when, what was saved, and where else it shows."""
    found = evidence(house, reader.audience, period)
    moved = _meals(house, found.contracts)
    made = []
    for key, one in subjects(found, "ended").items():
        row = found.contracts[key]
        made.append(
            {
                "contract_id": key,
                "title": one.title,
                "service": row["service_name"],
                "ended_on": row["ended_on"] or row["ends_on"],
                "saving": float(row["ended_saving"]) if row.get("ended_saving") else None,
                "moved": moved if row["service_id"] == "meals" else (),
            }
        )
    return sorted(made, key=lambda one: one["title"])


def _meals(house: House, contracts: dict[str, dict[str, Any]]) -> tuple[tuple[str, int, int], ...]:
    """Where hot meals went: visits to warm a meal by contract, in the year before they ended and the year after."""
    rows = house.stores.rows("places/meals_moved")
    names = [(contracts[row["contract_id"]]["title"], int(row["before"]), int(row["after"])) for row in rows
             if row["contract_id"] in contracts]  # fmt: skip
    return tuple(sorted(names, key=lambda one: (one[1] - one[2], one[0])))


def _given(
    house: House, found: Areas, kind: str, number: int
) -> tuple[list[dict[str, Any]], list[Area], list[float], np.ndarray, np.ndarray] | None:
    """Sites, areas, people, kilometres to each site and to the nearest place there is; None where too few sites are."""
    sites = [row for row in house.stores.rows("places/sites") if row["kind"] == kind]
    there = [row for row in house.stores.rows("places/homes") if row["kind"] == kind]
    areas = [one for one in found.every if one.older]
    if not sites or not areas or number > len(sites):
        return None
    lons, lats = [one.lon for one in areas], [one.lat for one in areas]
    to_sites = kilometres(lons, lats, [row["lon"] for row in sites], [row["lat"] for row in sites])
    now = np.full(len(areas), np.inf)
    if there:
        now = kilometres(lons, lats, [row["lon"] for row in there], [row["lat"] for row in there]).min(axis=1)
    return sites, areas, [float(one.older or 0) for one in areas], to_sites, now


def _sited(house: House, found: Areas, kind: str, number: int) -> tuple[Sited, Sited | None] | None:
    given = _given(house, found, kind, number)
    if given is None:
        return None
    sites, areas, weights, to_sites, now = given
    best = siting.least_travel(weights, to_sites, now, number)
    made = _as_sited(best, sites, areas, weights, to_sites, now)
    if len(sites) <= number:
        return made, None
    second = siting.least_travel(weights, to_sites, now, number, without=[best])
    return made, _as_sited(second, sites, areas, weights, to_sites, now)


def widest(house: House, found: Areas, kind: str, number: int) -> Sited | None:
    """The sites that bring most people aged 65 and over within FAR_KM of a place of that kind; None without sites."""
    return kept(house, ("widest", kind, number), lambda: _widest(house, found, kind, number))


def _widest(house: House, found: Areas, kind: str, number: int) -> Sited | None:
    given = _given(house, found, kind, number)
    if given is None:
        return None
    _, _, weights, to_sites, now = given
    return _as_sited(siting.most_covered(weights, to_sites, now, number, FAR_KM), *given)


def _as_sited(
    choice: Choice,
    sites: Sequence[dict[str, Any]],
    areas: Sequence[Area],
    weights: Sequence[float],
    to_sites: np.ndarray,
    now: np.ndarray,
) -> Sited:
    w = np.asarray(weights)
    after = np.minimum(now, to_sites[:, list(choice.sites)].min(axis=1))
    known = np.isfinite(now)
    place = {one.code: number for number, group in enumerate(fifths(areas)) for one in group}
    by: dict[int, list[int]] = defaultdict(list)
    for row, one in enumerate(areas):
        if one.code in place and known[row]:
            by[place[one.code]].append(row)
    return Sited(
        names=tuple(f"{sites[one]['site_name']}, {sites[one]['area_name']}" for one in choice.sites),
        near_before=float(w[now <= FAR_KM].sum()),
        near_after=float(w[after <= FAR_KM].sum()),
        cost=float(sum(sites[one]["yearly_cost"] or 0 for one in choice.sites)),
        before=float(w[known] @ now[known] / w[known].sum()) if known.any() else float("nan"),
        after=float(w @ after / w.sum()),
        by_fifth=tuple(
            (
                NAMES[fifth],
                float(np.average(now[rows], weights=w[rows])),
                float(np.average(after[rows], weights=w[rows])),
            )
            for fifth, rows in sorted(by.items())
        ),
    )


def unprovided(found: Areas) -> list[tuple[str, float | None, float | None]]:
    """Each part of the city: hours a week that nobody provides, and notes of what was wanted and not there."""
    seen: dict[str, tuple[float | None, float | None]] = {}
    for one in found.every:
        seen.setdefault(one.locality, (one.values["hours"], one.values["shortfalls"]))
    count = Counter({name: hours or 0.0 for name, (hours, _) in seen.items()})
    return [(name, *seen[name]) for name, _ in count.most_common()]
