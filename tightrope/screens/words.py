"""How figures are written on every page: one way for each kind."""

from datetime import date
from decimal import Decimal


def day(value: date) -> str:
    """3 Nov 2026."""
    return f"{value.day} {value:%b %Y}"


def month(value: date) -> str:
    """Nov 2026."""
    return f"{value:%b %Y}"


def count(value: int, one: str, many: str = "") -> str:
    """1 row, 2 rows, 1,200 rows.

    >>> count(1, "row"), count(1200, "row"), count(2, "person", "people")
    ('1 row', '1,200 rows', '2 people')
    """
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def pounds(value: Decimal | float) -> str:
    """Whole pounds: £410,000; a credit is -£410,000.

    >>> pounds(-1234.4)
    '-£1,234'
    """
    sign = "-" if value < 0 else ""
    return f"{sign}£{abs(value):,.0f}"


def millions(value: Decimal | float) -> str:
    """£330.0 m: for sums where a hundred thousand is the last digit that matters.

    >>> millions(330_000_000)
    '£330.0 m'
    """
    sign = "-" if value < 0 else ""
    return f"{sign}£{abs(value) / 1_000_000:,.1f} m"


def share(value: float) -> str:
    """95%."""
    return f"{value:.0%}"
