"""The visits of one contract, one by one: how long they last, when they are late, who sees how many workers."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from tightrope import settings
from tightrope.answers.evidence import kept
from tightrope.answers.period import Period, earlier
from tightrope.answers.visits_people import people_of, spread, workers_of
from tightrope.answers.visits_shapes import Bought, Hour, Stayed, Totals, Usual, Visits
from tightrope.records.house import House
from tightrope.records.roles import READ_WORDS, Reader

# Lengths in whole minutes, up to and with the number; 15 stands alone, because visits so short are a dispute of their
# own: "15 bought" is the council's doing, "stayed 15" the provider's. 30 is the least that NICE QS123 asks for.
BANDS = ((15, "15 or less"), (29, "16 to 29"), (44, "30 to 44"), (59, "45 to 59"), (24 * 60, "60 or more"))
# People, workers and pairs are those of a year at most: over several years everybody has seen many workers, since
# workers and people come and go, and continuity would say more of that than of the contract.
DETAIL_MONTHS = 12
SUMS = ("planned", "delivered", "missed", "logged", "manual", "on_time", "late")


def visits(house: House, reader: Reader, contract_id: str, period: Period) -> Visits | None:
    """The visits of a contract in a period; None where none of its visits were ever loaded.

    Pseudonyms of people and workers are for roles that may read accounts; the others get their numbers alone.
    """
    found = kept(house, ("visits", contract_id, period), lambda: asked(house, contract_id, period))
    if found is None or reader.may(READ_WORDS):
        return found
    return replace(found, people=(), workers=(), one_by_one=False)


def asked(house: House, contract_id: str, period: Period) -> Visits | None:
    """The same for whoever may read all of it, asked anew each time."""
    rules, rows = settings.settings().visits, house.stores.rows
    record = house.stores.one("visits/span", contract_id=contract_id)
    if record is None or record["first_month"] is None:
        return None
    span = {"contract_id": contract_id, "first": period.first, "last": period.last}
    detail = Period(max(period.first, earlier(period.last, DETAIL_MONTHS - 1)), period.last)
    part = span | {"first": detail.first}
    shape = rows("visits/shape", **span, on_time_minutes=rules.on_time_minutes, late_minutes=rules.late_minutes)
    seen = rows("visits/people", **part, on_time_minutes=rules.on_time_minutes)
    rounds = rows("visits/pairs", **part, travel_kmh=rules.travel_kmh, change_over_minutes=rules.change_over_minutes)
    months = rows("visits/months", **span)
    people = people_of([row for row in seen if row["person_id"] is not None], rules.continuity_visits)
    workers = workers_of([row for row in seen if row["worker_id"] is not None], rounds)
    return Visits(
        contract_id=contract_id,
        period=period,
        detail=detail,
        rules=rules,
        on_record=Period(record["first_month"], record["last_month"]),
        totals=_totals(shape),
        usual=usual(shape),
        lengths=lengths(shape),
        hours=hours(shape),
        zones=tuple(rows("visits/zones", **span)),
        months=tuple(months),
        double_planned=sum(row["double_up_planned"] for row in months),
        double_failed=sum(row["double_up_failed"] for row in months),
        people=people,
        workers=workers,
        people_seen=len(people),
        workers_came=len(workers),
        lately=spread([one.workers_28_days for one in people if one.continuity is not None], most=True),
        continuity=spread([one.continuity for one in people]),
        punctual=spread([one.on_time_share for one in people]),
        **{name: sum(getattr(one, name) for one in workers) for name in ("pairs", "overlapping", "placed", "clipped")},
        one_by_one=True,
    )


def usual(shape: Iterable[dict[str, Any]]) -> Usual | None:
    """The middle of the visits for which the most usual length was bought; None where no visit has a length.

    The lower middle, the least that half of them did not outlast, and the upper middle, the most that half reached.
    """
    stays: dict[int, Counter[int]] = {}
    for row in shape:
        if row["minutes_stayed"] is not None:
            stays.setdefault(row["planned_minutes"], Counter())[row["minutes_stayed"]] += row["logged"]
    if not stays:
        return None
    bought = max(sorted(stays), key=lambda one: stays[one].total())
    minutes, timed = sorted(stays[bought].items()), stays[bought].total()
    half, at_most = _half(minutes, timed)
    upper, reached = _half(minutes[::-1], timed)
    return Usual(bought, timed, half, at_most, upper, reached)


def _half(minutes: Sequence[tuple[int, int]], timed: int) -> tuple[int, int]:
    """The first of the minutes, in the order given, at which half of the visits are counted, and how many are."""
    counted = 0
    for minute, number in minutes:
        counted += number
        if 2 * counted >= timed:
            return minute, counted
    raise ValueError("no visits")


def lengths(shape: Iterable[dict[str, Any]]) -> tuple[Bought, ...]:
    """Timed visits by the band bought and the band stayed; bands that nobody bought are left out."""
    table: dict[int, Counter[int]] = {}
    for row in shape:
        if row["minutes_stayed"] is not None:
            table.setdefault(_band(row["planned_minutes"]), Counter())[_band(row["minutes_stayed"])] += row["logged"]
    return tuple(
        Bought(
            BANDS[bought][1],
            table[bought].total(),
            tuple(Stayed(words, table[bought][band], band < bought) for band, (_, words) in enumerate(BANDS)),
        )
        for bought in sorted(table)
    )


def _band(minutes: int) -> int:
    return next((place for place, (most, _) in enumerate(BANDS) if minutes <= most), len(BANDS) - 1)


def hours(shape: Iterable[dict[str, Any]]) -> tuple[Hour, ...]:
    """Visits by the hour in which they should start; hours without a planned visit are left out."""
    table: dict[int, Counter[str]] = {}
    for row in shape:
        sums = table.setdefault(row["hour_planned"], Counter())
        for name in SUMS:
            sums[name] += row[name]
    return tuple(Hour(hour=hour, **{name: sums[name] for name in SUMS}) for hour, sums in sorted(table.items()))


def _totals(shape: Sequence[dict[str, Any]]) -> Totals:
    sums = {name: sum(row[name] for row in shape) for name in SUMS}
    return Totals(**sums, timed=sum(row["logged"] for row in shape if row["minutes_stayed"] is not None))
