"""The last meeting at which something can still be decided."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Meeting:
    """One meeting of the body that decides, and the days by which a paper and an announcement must be in."""

    meets_on: date
    papers_due_on: date
    forward_plan_by: date | None


@dataclass(frozen=True)
class LastCall:
    """How long an option stays open. `meeting` is None where no meeting is left in time: `lost_on` says since when."""

    needed_by: date
    meeting: Meeting | None
    lost_on: date | None


def months_before(day: date, months: int) -> date:
    """The same day of the month some months earlier; the month's last day where it has no such day.

    >>> months_before(date(2028, 3, 31), 1)
    datetime.date(2028, 2, 29)
    """
    count = day.year * 12 + day.month - 1 - months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def last_call(ends_on: date, lead_months: int, meetings: Sequence[Meeting], today: date) -> LastCall:
    """The last meeting on or before the day by which a decision is needed, whose papers are not yet due.

    `meetings` in order of their day. Where the last meeting in time is past, or its papers were due before today,
    the option is lost: since that meeting's paper day, or since the needed day where there was no meeting at all.
    """
    needed_by = months_before(ends_on, lead_months)
    in_time = [one for one in meetings if one.meets_on <= needed_by]
    if not in_time:
        return LastCall(needed_by, None, min(needed_by, today))
    last = in_time[-1]
    if last.papers_due_on < today:
        return LastCall(needed_by, None, last.papers_due_on)
    return LastCall(needed_by, last, None)
