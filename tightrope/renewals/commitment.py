"""What a contract will still cost this year, and how much of that could go elsewhere, by when."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from tightrope.renewals.committees import months_before


@dataclass(frozen=True)
class Commitment:
    """Pounds. `forecast` is paid so far and the months left; `movable` what notice given today would free this year,
    `movable_full_year` in a whole year; `free_from` the first day it could be free."""

    paid: Decimal
    forecast: Decimal
    movable: Decimal
    movable_full_year: Decimal
    free_from: date


def commitment(
    paid: Decimal,
    a_month: Decimal,
    paid_to: date,
    year_ends_on: date,
    ends_on: date,
    notice_months: float | None,
    today: date,
    follows_need: bool,
) -> Commitment:
    """Paid so far plus `a_month` for every month after `paid_to` (a first of a month) until the year or the term ends.

    A term that is past runs on until the year ends: money flows as it did. What is free begins with the first whole
    month after notice; what follows need is never movable, for the people are still there.
    """
    last = year_ends_on if ends_on < today else min(ends_on, year_ends_on)
    months_left = max(0, _months(paid_to, last))
    after_notice = months_before(today, -ceil(notice_months or 0))
    free_from = min(after_notice, ends_on + timedelta(days=1)) if ends_on >= today else after_notice
    begins = free_from if free_from.day == 1 else months_before(free_from.replace(day=1), -1)
    free_months = 0 if follows_need else min(months_left, max(0, _months(begins, last) + 1))
    return Commitment(
        paid=paid,
        forecast=paid + a_month * months_left,
        movable=a_month * free_months,
        movable_full_year=Decimal(0) if follows_need else a_month * 12,
        free_from=begins,
    )


def _months(first: date, last: date) -> int:
    """Months from the month of one day to that of another."""
    return (last.year - first.year) * 12 + last.month - first.month
