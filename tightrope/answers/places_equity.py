"""Need, money, care and being heard across deprivation, side by side: who gets what against what need would give."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tightrope.answers.areas import Area, Areas
from tightrope.answers.evidence import evidence, kept
from tightrope.answers.period import Period
from tightrope.errors import Refusal
from tightrope.places.equity import Gradient, gradient, gradient_of_areas
from tightrope.records.house import House
from tightrope.records.roles import Reader

FIFTHS = 5
NAMES = ("Most deprived fifth", "Second fifth", "Middle fifth", "Fourth fifth", "Least deprived fifth")


@dataclass(frozen=True)
class Row:
    """One thing across the fifths, most deprived first: `values` in `unit`, the same over the mean in `relative`."""

    key: str
    name: str
    unit: str
    clay: bool
    values: tuple[float, ...]
    relative: tuple[float, ...]
    gradient: Gradient
    sentence: str


@dataclass(frozen=True)
class Fifth:
    """One fifth of the residents: its share of need and of money, and pounds it gets for each that need would give."""

    name: str
    areas: int
    need: float
    need_share: float
    paid: float
    paid_share: float
    pence: float
    gap: float  # pounds a year that need would give it above what it gets; below 0 where it gets more


@dataclass(frozen=True)
class Equity:
    """The strip, the fifths, and three ways to close the gap in pounds a year. `problem` says why there is nothing."""

    rows: tuple[Row, ...]
    fifths: tuple[Fifth, ...]
    level_up: float
    moved: float
    level_down: float
    title: str
    notes: tuple[str, ...]
    problem: str = ""


def equity(house: House, reader: Reader, period: Period, found: Areas) -> Equity:
    """Everything across fifths of the city's own residents, by the deprivation score of their area."""
    return kept(house, ("equity", reader.audience, period), lambda: _equity(house, reader, period, found))


def fifths(areas: Sequence[Area]) -> list[list[Area]]:
    """Areas in five groups of about as many residents, most deprived first; those without score or people left out."""
    known = [one for one in areas if one.values["deprivation"] is not None and one.population]
    ordered = sorted(known, key=lambda one: (-one.values["deprivation"], one.code))
    total = sum(one.population for one in ordered)
    made: list[list[Area]] = [[] for _ in range(FIFTHS)]
    before = 0
    for one in ordered:
        made[min(int((before + one.population / 2) / total * FIFTHS), FIFTHS - 1)].append(one)
        before += one.population
    return made


def closing(paid: Sequence[float], need: Sequence[float]) -> tuple[float, float, float]:
    """Pounds a year to level up, to move, and to level down.

    Level up: what it takes until every fifth has as much for its need as the best. Moved: what goes from fifths above
    the mean to those below, with no pound more. Level down: what is saved if every fifth has as little as the worst.
    """
    rates = [pounds / people for pounds, people in zip(paid, need, strict=True)]
    best, worst, mean = max(rates), min(rates), sum(paid) / sum(need)
    up = sum((best - rate) * people for rate, people in zip(rates, need, strict=True))
    moved = sum(max(mean - rate, 0) * people for rate, people in zip(rates, need, strict=True))
    down = sum((rate - worst) * people for rate, people in zip(rates, need, strict=True))
    return up, moved, down


def _equity(house: House, reader: Reader, period: Period, found: Areas) -> Equity:
    groups = fifths(found.every)
    if any(not group for group in groups):
        problem = "area.csv brings deprivation scores and residents: without both there are no fifths."
        return Equity((), (), 0, 0, 0, "How deprived each area is is not known", (), problem)
    years = period.months / 12
    need = [[one.values["at_need"] or 0.0 for one in group] for group in groups]
    paid = [[one.paid / years for one in group] for group in groups]
    rows, notes = _rows(house, reader, period, groups, need, paid), []
    needs, pounds = [sum(one) for one in need], [sum(one) for one in paid]
    if not sum(needs) or not sum(pounds):
        return Equity(tuple(rows), (), 0, 0, 0, "What was paid, or who is in need, is not known", tuple(notes), "")
    parts = tuple(
        Fifth(
            NAMES[place],
            len(groups[place]),
            needs[place],
            needs[place] / sum(needs),
            pounds[place],
            pounds[place] / sum(pounds),
            100 * (pounds[place] / sum(pounds)) / (needs[place] / sum(needs)),
            sum(pounds) * needs[place] / sum(needs) - pounds[place],
        )
        for place in range(FIFTHS)
    )
    notes.append(
        f"£{found.placed:,.0f} of £{found.paid:,.0f} could be shared out to areas; the rest is for contracts that name "
        "no package and no placement."
    )
    notes.append("Poor people live in well-off areas too: a fifth is a fifth of areas, never somebody's own need.")
    up, moved, down = closing(pounds, needs)
    return Equity(tuple(rows), parts, up, moved, down, _title(parts), tuple(notes))


def _rows(
    house: House,
    reader: Reader,
    period: Period,
    groups: list[list[Area]],
    need: list[list[float]],
    paid: list[list[float]],
) -> list[Row]:
    older = [[float(one.older or 0) for one in group] for group in groups]
    made = [
        _row("need", "People aged 65 and over on a low income", "in 100 people of that age", older, need, 100),
        _row("money", "Paid for care", "pounds a year for each of those", need, paid, 1),
    ]
    late = _late(house, period, groups)
    if late:
        made.append(_row("late", "Late visits", "in 100 logged visits", *late, 100))
    heard = _heard(house, reader, period, groups)
    if heard:
        people, told = heard
        made.append(
            _made(
                "heard",
                "People who told us",
                "for each 1,000 who use a service",
                people,
                told,
                gradient(people, told, 1000),
                1000,
            )
        )
    return [one for one in made if one is not None]


def _row(
    key: str, name: str, unit: str, people: list[list[float]], amounts: list[list[float]], per: float
) -> Row | None:
    groups = [list(zip(n, k, strict=True)) for n, k in zip(people, amounts, strict=True)]
    try:
        made = gradient_of_areas(groups, per)
    except Refusal:
        return None
    return _made(key, name, unit, [sum(one) for one in people], [sum(one) for one in amounts], made, per)


def _made(
    key: str, name: str, unit: str, people: Sequence[float], amounts: Sequence[float], found: Gradient, per: float
) -> Row:
    values = tuple(k / n * per for n, k in zip(people, amounts, strict=True))
    relative = tuple(one / found.mean if found.mean else 0.0 for one in values)
    return Row(key, name, unit, key == "heard", values, relative, found, _sentence(name, values, found))


def _sentence(name: str, values: Sequence[float], found: Gradient) -> str:
    """The two ends in words, and whether the difference is steady and more than areas differ by chance."""
    first, last = values[0], values[-1]
    ends = f"{name}: {first:,.0f} in the most deprived fifth, {last:,.0f} in the least"
    if found.slope.low <= 0 <= found.slope.high:
        return f"{ends}: areas differ as much by chance."
    if (found.slope.value < 0) != (first > last):
        most = max(range(len(values)), key=lambda place: values[place])
        return f"{ends}, and most ({values[most]:,.0f}) in the {NAMES[most].lower()}: no steady gradient."
    more = "most deprived" if first > last else "least deprived"
    times = max(first, last) / max(min(first, last), 1e-9)
    return f"{ends}: {times:.1f} times as much where people are {more}."


def _poisson(people: Sequence[float], told: Sequence[float]) -> Gradient:
    return gradient([float(round(one)) for one in people], [float(round(one)) for one in told], 1000)


def _late(house: House, period: Period, groups: list[list[Area]]) -> tuple[list[list[float]], list[list[float]]] | None:
    rows = house.stores.rows("places/visits", first=period.first, last=period.last)
    visits = {row["area_code"]: row for row in rows}
    some = [[visits[one.code] for one in group if one.code in visits] for group in groups]
    if any(not group for group in some):
        return None
    logged = [[float(row["logged"]) for row in group] for group in some]
    late = [[float(row["logged"] - row["on_time"]) for row in group] for group in some]
    return logged, late


def _heard(
    house: House, reader: Reader, period: Period, groups: list[list[Area]]
) -> tuple[list[float], list[float]] | None:
    """People helped and people who told us in each fifth.

    An account is placed no finer than a part of the city, so the people who told there are shared out over its areas
    by the people helped in each: what lies between two areas of one part of the city is evened out.
    """
    every = [one for group in groups for one in group]
    helped: Counter[str] = Counter()
    for one in every:
        helped[one.locality] += one.helped
    told: dict[str, set[str]] = {}
    for account in evidence(house, reader.audience, period).accounts:
        if account["locality"]:
            told.setdefault(account["locality"], set()).add(account["teller_id"] or account["story_id"])
    people = [float(sum(one.helped for one in group)) for group in groups]
    if not told or not all(people):
        return None
    made = [
        sum(
            len(told.get(one.locality, ())) * one.helped / helped[one.locality] for one in group if helped[one.locality]
        )
        for group in groups
    ]
    return people, made


def table(found: Equity) -> list[dict[str, Any]]:
    """A row a fifth, for a table and a file."""
    return [
        {
            "fifth": one.name, "areas": one.areas, "need": round(one.need), "need_share": round(one.need_share, 3),
            "paid": round(one.paid), "paid_share": round(one.paid_share, 3), "pence": round(one.pence, 1),
            "gap": round(one.gap),
        }
        | {row.key: round(row.values[place], 2) for row in found.rows}
        for place, one in enumerate(found.fifths)
    ]  # fmt: skip


def _title(parts: Sequence[Fifth]) -> str:
    first = parts[0]
    if first.pence < 100:
        return f"People in the most deprived fifth get {first.pence:.0f}p for each pound that need would give them"
    return f"People in the most deprived fifth get £{first.pence / 100:.2f} for each pound that need would give them"
