"""One line of a split: what it has, what binds it, and what a change of it does to the service lines inside."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tightrope.answers.splitting_asked import GROSS, SERVICE
from tightrope.answers.splitting_base import MIXED, Base, Cell, Service
from tightrope.answers.splitting_shapes import NOTHING, Part
from tightrope.whatif.activity import activity
from tightrope.whatif.movable import Bound
from tightrope.whatif.rebalance import spread

PENNY = Decimal("0.01")
Moved = list[tuple[Cell, Decimal, Decimal]]  # a cell with what it gets more, gross and net pounds


@dataclass(frozen=True)
class Before:
    """One line before anything moves: its cells, and for each what it has, what binds it and what no rule takes."""

    line_id: str
    name: str
    demand: str
    cells: tuple[Cell, ...]
    amounts: tuple[Decimal, ...]
    floors: tuple[Decimal, ...]
    helds: tuple[Decimal, ...]
    every_year: Decimal
    over: Decimal
    binds: tuple[Bound, ...]

    @property
    def amount(self) -> Decimal:
        """Pounds of the line today, in the money that is split."""
        return sum(self.amounts, NOTHING)

    @property
    def floor(self) -> Decimal:
        """What contracts bind of it."""
        return sum(self.floors, NOTHING)

    @property
    def held(self) -> Decimal:
        """What no rule takes of it."""
        return sum(self.helds, NOTHING)

    def once(self, change: Decimal) -> Decimal:
        """How much of what is taken comes once only: money of every year goes first, as far as no contract binds it."""
        return max(NOTHING, -change - max(NOTHING, self.every_year - self.floor))

    def moved(self, change: Decimal, basis: str) -> Moved:
        """The change over the cells: first from what no need and no contract holds, then from what contracts leave.

        What is added goes where the line's money is now. The other of gross and net follows each cell's own share.
        """
        if change >= 0:
            weights = self.amounts if any(one > 0 for one in self.amounts) else [Decimal(1)] * len(self.cells)
            parts, sign = spread(change, weights)[0], 1
        else:
            free = [max(NOTHING, a - h) for a, h in zip(self.amounts, self.helds, strict=True)]
            parts, left = spread(-change, free, free)
            rest = [max(NOTHING, a - f - p) for a, f, p in zip(self.amounts, self.floors, parts, strict=True)]
            more, _ = spread(left, rest, rest)
            parts, sign = [one + two for one, two in zip(parts, more, strict=True)], -1
        return [_both(cell, sign * part, basis) for cell, part in zip(self.cells, parts, strict=True) if part]

    def parts(self, start: Base, moved: Moved) -> tuple[Part, ...]:
        """What was moved by service line, the most first, with what it means there."""
        sums: dict[str, list[Decimal]] = defaultdict(lambda: [NOTHING, NOTHING])
        for cell, gross, net in moved:
            sums[cell.service_id][0] += gross
            sums[cell.service_id][1] += net
        return tuple(
            _part(key, start.services[key], gross, net)
            for key, (gross, net) in sorted(sums.items(), key=lambda item: (-abs(item[1][0]), item[0]))
        )


def before(start: Base, basis: str, on: date) -> dict[str, Before]:
    """Every line of a base, with what binds it on a day, in the money that is split."""
    floors, over = _floors(start, on)
    made = {}
    for line_id, name in start.names.items():
        places = [i for i, cell in enumerate(start.cells) if cell.line_id == line_id]
        cells = tuple(start.cells[i] for i in places)
        amounts = tuple(_in(basis, cell, cell.gross) for cell in cells)
        bound = tuple(_in(basis, cell, floors[i]) for cell, i in zip(cells, places, strict=True))
        needs = [start.services[cell.service_id].follows_need for cell in cells]
        held = tuple(max(a, f) if need else f for a, f, need in zip(amounts, bound, needs, strict=True))
        every = sum((_in(basis, cell, cell.every_year) for cell in cells), NOTHING)
        own = start.by == SERVICE
        made[line_id] = Before(
            line_id, name, start.services[line_id].demand if own else MIXED, cells, amounts, bound, held, every,
            over.get(line_id, NOTHING) if own else NOTHING, _binds(start, cells, on),
        )  # fmt: skip
    return made


def _part(service_id: str, one: Service, gross: Decimal, net: Decimal) -> Part:
    beyond = one.buys is not None and abs(gross) > one.buys.amount
    return Part(service_id, one.name, one.follows_need, gross, net, activity(gross, one.buys), one.hours, beyond)


def _floors(start: Base, on: date) -> tuple[list[Decimal], dict[str, Decimal]]:
    """Gross pounds of a whole year that contracts bind in each cell, and by service line what they cost beyond it.

    A contract's cost lies in its own parts of the city by what the line has there; what finds no room, in the others.
    """
    floors = [NOTHING] * len(start.cells)
    over: dict[str, Decimal] = {}
    by_service: Mapping[str, list[int]] = defaultdict(list)
    for i, cell in enumerate(start.cells):
        by_service[cell.service_id].append(i)
    for service_id, places in by_service.items():
        left_over = NOTHING
        for one in start.services[service_id].bounds:
            left = one.full_year if one.binds(on) else NOTHING
            own = [i for i in places if start.cells[i].locality in one.localities]
            for some in (own, places):
                room = [max(NOTHING, start.cells[i].gross - floors[i]) for i in some]
                parts, left = spread(left, [max(NOTHING, start.cells[i].gross) for i in some], room)
                for i, part in zip(some, parts, strict=True):
                    floors[i] += part
            left_over += left
        over[service_id] = left_over
    return floors, over


def _binds(start: Base, cells: tuple[Cell, ...], on: date) -> tuple[Bound, ...]:
    found = {}
    for cell in cells:
        for one in start.services[cell.service_id].bounds:
            if one.binds(on) and (cell.locality in one.localities or not one.localities):
                found[one.contract_id] = one
    return tuple(found[key] for key in sorted(found))


def _in(basis: str, cell: Cell, gross: Decimal) -> Decimal:
    """Gross pounds of a cell in the money that is split; a budget below nothing counts as nothing."""
    if basis == GROSS or not cell.gross:
        return max(NOTHING, gross)
    return max(NOTHING, (gross * cell.net / cell.gross).quantize(PENNY))


def _both(cell: Cell, part: Decimal, basis: str) -> tuple[Cell, Decimal, Decimal]:
    """The same pounds gross and net; where a line has no budget yet, all of it is the council's own."""
    if not cell.gross or not cell.net:
        return cell, part, part
    if basis == GROSS:
        return cell, part, (part * cell.net / cell.gross).quantize(PENNY)
    return cell, (part * cell.gross / cell.net).quantize(PENNY), part
