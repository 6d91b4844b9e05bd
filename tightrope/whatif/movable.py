"""What contracts bind on a given day: pounds of a whole year that cannot go elsewhere by then, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tightrope.renewals.commitment import Commitment
from tightrope.whatif.rebalance import spread

MONTHS = 12
PENNY = Decimal("0.01")


@dataclass(frozen=True)
class Bound:
    """One contract. `full_year` is what it costs in twelve months; `free_from` the first day on which that could go
    elsewhere if notice were given today."""

    contract_id: str
    localities: tuple[str, ...]
    full_year: Decimal
    free_from: date
    ends_on: date
    notice_months: float | None

    def binds(self, on: date) -> bool:
        """True where its money cannot go elsewhere by that day."""
        return self.full_year > 0 and self.free_from > on


def bound(
    contract_id: str, localities: Iterable[str], found: Commitment, ends_on: date, notice_months: float | None
) -> Bound:
    """A contract's commitment as it binds a split. `found` is what it is whether or not the line follows need: what
    notice frees is a matter of the contract, what people need is not."""
    return Bound(contract_id, tuple(localities), found.movable_full_year, found.free_from, ends_on, notice_months)


def months_left(on: date, year: str) -> int:
    """Whole months of a financial year (2026-27) from the first whole month on or after a day: 0 to 12.

    >>> months_left(date(2027, 1, 1), "2026-27"), months_left(date(2027, 1, 2), "2026-27")
    (3, 2)
    """
    begins = on.year * MONTHS + on.month - 1 + (on.day > 1)
    after = (int(year[:4]) + 1) * MONTHS + 3  # April of the next
    return max(0, min(MONTHS, after - begins))


def this_year(changes: Mapping[str, Decimal], months: int) -> dict[str, Decimal]:
    """The part of yearly changes that falls into so many months; what is taken and what is given keep their balance
    to the penny.

    >>> this_year({"a": Decimal("10"), "b": Decimal("-10")}, 4)
    {'a': Decimal('3.33'), 'b': Decimal('-3.33')}
    """
    made = dict.fromkeys(changes, Decimal(0))
    for sign in (1, -1):
        some = [line for line, pounds in changes.items() if pounds * sign > 0]
        whole = sum((abs(changes[line]) for line in some), Decimal(0)) * months / MONTHS
        parts, _ = spread(whole.quantize(PENNY), [abs(changes[line]) for line in some])
        made |= {line: part if sign > 0 else -part for line, part in zip(some, parts, strict=True)}
    return made
