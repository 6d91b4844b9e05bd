"""The last meeting at which something can still be decided."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAYS_A_MONTH = 365.25 / 12  # for the part of a notice that is less than a month


@dataclass(frozen=True)
class Meeting:
    """One meeting of the body that decides, and the days by which a paper and an announcement must be in."""

    meets_on: date
    papers_due_on: date
    forward_plan_by: date | None


@dataclass(frozen=True)
class LastCall:
    """How long something can still be decided, in one of three ways.

    Open: `meeting` is the last in time. Lost: `lost_on` says since when, `missed` names the meeting whose papers were
    due, where there was one. Not known: neither, because the meetings known end before the day it is needed by;
    `known_until` is the last of them, None where none is known.
    """

    needed_by: date
    meeting: Meeting | None
    lost_on: date | None
    missed: Meeting | None = None
    known_until: date | None = None

    @property
    def unknown(self) -> bool:
        """True where it cannot be said which meeting is the last in time."""
        return self.meeting is None and self.lost_on is None

    @property
    def order(self) -> tuple[int, date]:
        """What is lost first comes first; what no known meeting can decide comes after all that has one."""
        return (0 if self.meeting else 1, self.needed_by)


def months_before(day: date, months: float) -> date:
    """The same day of the month some months earlier (later, where negative); the month's last day where it has none.

    A part of a month is taken in days after the whole months, the usual month at 30.4 days.

    >>> months_before(date(2028, 3, 31), 1)
    datetime.date(2028, 2, 29)
    """
    whole = int(months)
    count = day.year * 12 + day.month - 1 - whole
    year, month = count // 12, count % 12 + 1
    found = date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    return found - timedelta(days=round((months - whole) * DAYS_A_MONTH))


def prepared(
    meets_on: date, papers_due_on: date | None, forward_plan_by: date | None, paper_days: int, forward_plan_days: int
) -> Meeting:
    """A meeting with both its days; one that the calendar does not name is counted back from the meeting."""
    return Meeting(
        meets_on,
        papers_due_on or meets_on - timedelta(days=paper_days),
        forward_plan_by or meets_on - timedelta(days=forward_plan_days),
    )


def upcoming(meetings: Iterable[Meeting], today: date) -> Meeting | None:
    """The first meeting that a paper can still reach."""
    still = [one for one in meetings if one.papers_due_on >= today]
    return min(still, key=lambda one: one.meets_on) if still else None


def last_call(ends_on: date, lead_months: float, meetings: Sequence[Meeting], today: date) -> LastCall:
    """The last meeting on or before the day by which a decision is needed, whose papers are not yet due.

    `meetings` in order of their day. Where the last meeting in time is past, or its papers were due before today,
    it is lost: since that meeting's paper day, or since the needed day where no meeting is known before it. Where the
    needed day is yet to come and lies beyond the last meeting known, a later one may be called: nothing is said.
    """
    needed_by = months_before(ends_on, lead_months)
    known_until = meetings[-1].meets_on if meetings else None
    in_time = [one for one in meetings if one.meets_on <= needed_by]
    if known_until is None or needed_by > known_until:
        lost = needed_by if needed_by < today else None
        return LastCall(needed_by, None, lost, known_until=known_until)
    if not in_time:
        return LastCall(needed_by, None, min(needed_by, today), known_until=known_until)
    last = in_time[-1]
    if last.papers_due_on < today:
        return LastCall(needed_by, None, last.papers_due_on, last, known_until)
    return LastCall(needed_by, last, None, known_until=known_until)
