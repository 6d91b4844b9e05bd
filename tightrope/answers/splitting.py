"""What if we split it differently? Every figure of one split of a year's budget, for page, command line and comparison.

Changes are pounds of a whole year; what falls into this year is the part after the day on which they begin.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tightrope.answers import splitting_asked, splitting_binding, splitting_compare
from tightrope.answers.period import Period
from tightrope.answers.splitting_asked import BASES, BY, Asked
from tightrope.answers.splitting_base import Base, base
from tightrope.answers.splitting_lines import Before, Moved, before
from tightrope.answers.splitting_shapes import NOTHING, Split, SplitLine
from tightrope.errors import Refusal
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.whatif.movable import months_left, this_year
from tightrope.whatif.rebalance import rebalance, spread

NO_DATA = "Nothing is loaded yet, so there is nothing to split: budget.csv brings the budget."


def from_body(body: Mapping[str, Any]) -> Asked:
    """What a saved split asks for; raises Refusal with every fault of the body. `of` works it out."""
    return splitting_asked.from_body(body)


def difference_words(one: Split, other: Split) -> list[str]:
    """What the second split does that the first does not: pounds, people, places, and whose stories are told of."""
    return splitting_compare.difference(one, other)


def of(house: House, reader: Reader, period: Period, asked: Asked) -> Split:
    """The split that a body, an address or a command asks for."""
    return split(house, reader, period, asked.by, asked.basis, asked.on, asked.rule, asked.changes, asked.year)


def split(
    house: House,
    reader: Reader,
    period: Period,
    by: str,
    basis: str,
    on: date,
    rule: str,
    changes: Mapping[str, Decimal],
    year: str | None = None,
) -> Split:
    """Move `changes` (pounds of a whole year, by line) from `on`, let the rest follow by the rule; say what it does.

    Figures before anything moves are kept; this is arithmetic alone. Raises Refusal where there is no budget, for an
    unknown choice or line, and where a line would have less than nothing or than contracts bind: each with how much.
    """
    start = _start(house, reader, period, by, basis, year)
    found = before(start, basis, on)
    problems = _faults(found, changes, on)
    if problems:
        raise Refusal("This split cannot be made.", list(problems.values()))
    made = rebalance({k: v.amount for k, v in found.items()}, {k: v.held for k, v in found.items()}, changes, rule)
    moved = {key: one.moved(made.changes[key], basis) for key, one in found.items()}
    asked = Asked(start.year, by, basis, on, rule, dict(changes))
    places: dict[str, Decimal] = defaultdict(Decimal)
    for cell, gross, _ in (one for some in moved.values() for one in some):
        places[cell.locality] += gross
    months = months_left(on, start.year)
    return Split(
        asked=asked,
        lines=tuple(_lines(start, found, made.changes, moved, months, changes)),
        said_gross=start.said_gross,
        said_net=start.said_net,
        to_find=made.to_find,
        months=months,
        places=dict(places),
        today=start.today,
        notes=start.notes,
    )


def allowed(house: House, reader: Reader, period: Period, asked: Asked) -> tuple[Asked, list[str]]:
    """The same without the changes that cannot be made, and why each was left out."""
    start = _start(house, reader, period, asked.by, asked.basis, asked.year)
    problems = _faults(before(start, asked.basis, asked.on), asked.changes, asked.on)
    left = {key: pounds for key, pounds in asked.changes.items() if key not in problems}
    return replace(asked, changes=left), list(problems.values())


def why_not(house: House, reader: Reader, period: Period, by: str, year: str | None = None) -> str:
    """Nothing where there is a budget to split so, else why there is none."""
    if not house.has_data:
        return NO_DATA
    return base(house, reader, period, by, year).problem


def lines_of(house: House, reader: Reader, period: Period, by: str, year: str | None = None) -> dict[str, str]:
    """The lines that may be changed: id -> name, in the order of the budget."""
    return base(house, reader, period, by, year).names


def _start(house: House, reader: Reader, period: Period, by: str, basis: str, year: str | None) -> Base:
    if by not in BY or basis not in BASES:
        raise Refusal("A budget is split by service line, by part of the city or by fifth; gross or net.")
    problem = why_not(house, reader, period, by, year)
    if problem:
        raise Refusal(problem)
    return base(house, reader, period, by, year)


def _faults(found: Mapping[str, Before], changes: Mapping[str, Decimal], on: date) -> dict[str, str]:
    """Changes that cannot be made, each with the reason and by how much."""
    made = {}
    for line_id, pounds in changes.items():
        one = found.get(line_id)
        if one is None:
            made[line_id] = f"There is no line \u201c{line_id}\u201d in this split."
        elif one.amount + pounds < 0:
            made[line_id] = splitting_binding.below_nothing(one.name, one.amount, pounds)
        elif pounds < 0 and one.amount + pounds < one.floor:
            made[line_id] = splitting_binding.below_floor(one.name, one.amount + pounds, one.floor, one.binds, on)
    return made


def _lines(
    start: Base,
    found: Mapping[str, Before],
    changes: Mapping[str, Decimal],
    moved: Mapping[str, Moved],
    months: int,
    asked: Mapping[str, Decimal],
) -> Iterable[SplitLine]:
    gross = {key: sum((one[1] for one in some), NOTHING) for key, some in moved.items()}
    net = {key: sum((one[2] for one in some), NOTHING) for key, some in moved.items()}
    in_year, gross_in_year, net_in_year = (this_year(one, months) for one in (changes, gross, net))
    once = _once(found, changes)
    for key, one in found.items():
        yield SplitLine(
            line_id=key,
            name=one.name,
            demand=one.demand,
            gross=sum((cell.gross for cell in one.cells), NOTHING),
            net=sum((cell.net for cell in one.cells), NOTHING),
            amount=one.amount,
            change=changes[key],
            this_year=in_year[key],
            gross_change=gross[key],
            net_change=net[key],
            gross_this_year=gross_in_year[key],
            net_this_year=net_in_year[key],
            floor=one.floor,
            held=one.held,
            over=one.over,
            once=once[key],
            binds=one.binds,
            asked=key in asked,
            parts=one.parts(start, moved[key]),
        )


def _once(found: Mapping[str, Before], changes: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Money that comes once, by line: what each loser gives of it, and the same over the gainers by what they get."""
    given = {key: one.once(changes[key]) for key, one in found.items()}
    gain = {key: max(NOTHING, pounds) for key, pounds in changes.items()}
    parts, _ = spread(sum(given.values(), NOTHING), list(gain.values()), list(gain.values()))
    return {key: given[key] + part for (key, part) in zip(gain, parts, strict=True)}
