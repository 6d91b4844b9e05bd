"""Four numbers beside every theme: how many people, how widely, how lately, how long (domain: criticality is apart)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tightrope.voices.heard import Heard, people, telling_of

MONTHS_OF_A_QUARTER = 3


@dataclass(frozen=True)
class FourNumbers:
    """One theme. `people` of `heard` people told of it, about `contracts` contracts in `places` localities; the last
    time in `latest`; in `quarters` of the `quarters_looked_at` quarters of the period."""

    theme_id: str
    people: int
    heard: int
    at_least: bool
    contracts: int
    places: int
    latest: date
    quarters: int
    quarters_looked_at: int


def four_numbers(heard: Sequence[Heard], theme_id: str, first: date, last: date) -> FourNumbers | None:
    """The four of one theme for the months from `first` to `last`; None where nobody tells of it."""
    telling = telling_of(heard, theme_id)
    if not telling:
        return None
    return FourNumbers(
        theme_id=theme_id,
        people=people(telling),
        heard=people(heard),
        at_least=any(one.teller is None for one in telling),
        contracts=len({one.contract_id for one in telling if one.contract_id}),
        places=len({one.locality for one in telling if one.locality}),
        latest=max(one.month for one in telling),
        quarters=len({quarter(one.month) for one in telling}),
        quarters_looked_at=len(quarters(first, last)),
    )


def quarter(month: date) -> date:
    """The first month of its calendar quarter.

    >>> quarter(date(2026, 8, 1))
    datetime.date(2026, 7, 1)
    """
    return date(month.year, month.month - (month.month - 1) % MONTHS_OF_A_QUARTER, 1)


def quarters(first: date, last: date) -> list[date]:
    """The calendar quarters that a span of months touches, in order."""
    made, one = [], quarter(first)
    while one <= last:
        made.append(one)
        count = one.year * 12 + one.month - 1 + MONTHS_OF_A_QUARTER
        one = date(count // 12, count % 12 + 1, 1)
    return made
