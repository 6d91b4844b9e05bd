"""Counting in working days: weekends and bank holidays do not count. One way for the whole house."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache

import numpy as np


def after(day: date, days: int, holidays: Collection[date]) -> date:
    """The last day of `days` working days, counted from the day after `day`; a weekend is no start of its own.

    >>> after(date(2026, 4, 1), 3, [date(2026, 4, 3), date(2026, 4, 6)])
    datetime.date(2026, 4, 8)
    """
    return np.busday_offset(day, days, roll="backward", busdaycal=_calendar(frozenset(holidays))).astype(date)


def between(first: date, last: date, holidays: Collection[date]) -> int:
    """Working days after `first` up to and with `last`; negative where `last` lies before.

    >>> between(date(2026, 4, 1), date(2026, 4, 8), [date(2026, 4, 3), date(2026, 4, 6)])
    3
    """
    if last < first:
        return -between(last, first, holidays)
    # numpy counts the first day and not the last: one step on turns that round.
    day = np.timedelta64(1, "D")
    days = np.busday_count(
        np.datetime64(first) + day, np.datetime64(last) + day, busdaycal=_calendar(frozenset(holidays))
    )
    return int(days)


def missing_years(days: Iterable[date], holidays: Collection[date]) -> list[int]:
    """The years of these days of which no bank holiday is on file: dates counted there may be a day or more early."""
    known = {one.year for one in holidays}
    return sorted({one.year for one in days} - known)


def missing_words(years: Iterable[int]) -> str:
    """What is said of such years; empty where there are none."""
    named = " and ".join(str(one) for one in years)
    if not named:
        return ""
    return f"Bank holidays of {named} are not on file: bank_holiday.csv brings them; dates may be a day or more early."


@lru_cache(maxsize=16)
def _calendar(holidays: frozenset[date]) -> np.busdaycalendar:
    """Made once for a council's bank holidays: hundreds of days are counted by it in one go."""
    return np.busdaycalendar(holidays=sorted(holidays))
