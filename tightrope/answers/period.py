"""A span of whole months, and how it is said."""

import re
from dataclasses import dataclass
from datetime import date

from tightrope.errors import Refusal

MONTH = re.compile(r"^(19|20)\d{2}-(0[1-9]|1[0-2])$")


@dataclass(frozen=True)
class Period:
    """Months from `first` to `last`, both first days of a month and both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise Refusal("The period ends before it begins. Swap the two months.")

    @property
    def months(self) -> int:
        """How many months it spans."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    @property
    def words(self) -> str:
        """Nov 2025 to Oct 2026, or one month alone."""
        if self.first == self.last:
            return f"{self.first:%B %Y}"
        return f"{self.first:%b %Y} to {self.last:%b %Y}"


def month_of(text: str) -> date:
    """The first day of a month written YYYY-MM.

    >>> month_of("2026-10")
    datetime.date(2026, 10, 1)
    """
    year, _, month = text.partition("-")
    return date(int(year), int(month), 1)


def earlier(month: date, by: int) -> date:
    """The month `by` months before another (after it, where `by` is negative).

    >>> earlier(date(2026, 1, 1), 2)
    datetime.date(2025, 11, 1)
    """
    count = month.year * 12 + month.month - 1 - by
    return date(count // 12, count % 12 + 1, 1)


def twelve_months(last: date) -> Period:
    """The twelve months that end with `last`."""
    return Period(earlier(last, 11), last)
