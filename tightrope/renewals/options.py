"""Until which committee each option of a contract is open: dates alone, in the order in which they are offered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tightrope.renewals.committees import LastCall, Meeting, last_call, months_before, upcoming

OPEN, LOST, NOT_OFFERED, UNKNOWN = "open", "lost", "not_offered", "unknown"
NAMES = {
    "extend": "Extend as it is",
    "vary": "Extend with conditions",
    "renegotiate": "Renegotiate price or specification",
    "retender": "Re-tender",
    "split_lots": "Split into smaller or local lots",
    "direct_payment": "Offer direct payments or an individual service fund",
    "insource": "Bring it in-house",
    "decommission": "End it",
}
WITH_NOTICE = ("extend", "decommission")  # a notice that is longer than the lead time comes first
UNKNOWN_EXTENSION = "whether an extension is left is not known (extension_months in contract.csv says)"
NO_EXTENSION = "no extension is left in the contract; going on as it is would be a new award"


@dataclass(frozen=True)
class Term:
    """What the dates of one contract rest on. Months are None where the register does not say; notice may be 0.5."""

    ends_on: date
    extension_months: int | None = None
    notice_months: float | None = None


@dataclass(frozen=True)
class Option:
    """One option. `status` is open, lost, not_offered or unknown.

    `meeting` is the last that can decide it (also of an extension that is not offered: it would be a new award);
    `papers_days` and `plan_days` are the days left until its papers are due and its forward plan closes, below 0
    where that is past. `lost_on` stands where `status` is lost. `words` say all of it in a sentence.
    """

    option_id: str
    name: str
    status: str
    lead_months: float
    needed_by: date
    meeting: Meeting | None
    lost_on: date | None
    papers_days: int | None
    plan_days: int | None
    words: str


@dataclass(frozen=True)
class NextLost:
    """The option that is lost next: the day its paper is due, or where no meeting is known the day it is needed by."""

    option_id: str
    name: str
    by: date
    days: int
    meets_on: date | None

    @property
    def order(self) -> tuple[int, date]:
        """What no known meeting can decide comes after all that has one."""
        return (0 if self.meets_on else 1, self.by)


def options(term: Term, lead_months: Mapping[str, float], meetings: Sequence[Meeting], today: date) -> list[Option]:
    """Every option of a contract, in the order of NAMES.

    `lead_months`: months from the decision to the day the new arrangement runs, by option. `meetings` of the body
    that decides, past ones too, in order of their day.
    """
    return [_option(one, term, lead_months[one], meetings, today) for one in NAMES]


def next_lost(found: Sequence[Option], today: date) -> NextLost | None:
    """The option whose paper is due first; where none has a meeting the one needed first; None where none is left."""
    left = [
        NextLost(one.option_id, one.name, by, (by - today).days, one.meeting.meets_on if one.meeting else None)
        for one in found
        if one.status in (OPEN, UNKNOWN)
        for by in [one.meeting.papers_due_on if one.meeting else one.needed_by]
    ]
    return min(left, key=lambda one: (one.order, list(NAMES).index(one.option_id)), default=None)


def could_run_to(term: Term) -> date | None:
    """The last day if every extension were used; None where it is not known whether there is one."""
    return None if term.extension_months is None else months_before(term.ends_on, -term.extension_months)


def notice_day(term: Term) -> date | None:
    """The last day on which notice still ends it with its term; None where the register names no notice."""
    return None if term.notice_months is None else months_before(term.ends_on, term.notice_months)


def holding_over(ends_on: date, is_live: bool, last_paid: date | None, today: date) -> bool:
    """True for a contract that runs on past its last day: the register calls it live, or it is still paid.

    `last_paid`: first day of the last month that care was paid for. A contract that the register calls ended is
    still paid where that month begins after its last day.
    """
    return ends_on < today and (is_live or (last_paid is not None and last_paid > ends_on))


def holding_over_words(ends_on: date, meetings: Sequence[Meeting], today: date) -> str:
    """What can still be done for a contract that holds over, in a sentence or two."""
    said = f"It ended on {day_words(ends_on)} and runs on: holding over."
    first = upcoming(meetings, today)
    if first is None:
        return f"{said} No meeting is known that could still decide."
    return f"{said} The next committee that can decide is {day_words(first.meets_on)}; {_papers(first, today)}."


def _option(option_id: str, term: Term, lead: float, meetings: Sequence[Meeting], today: date) -> Option:
    if option_id in WITH_NOTICE and term.notice_months is not None:
        lead = max(lead, term.notice_months)
    call = last_call(term.ends_on, lead, meetings, today)
    status = LOST if call.lost_on else UNKNOWN if call.unknown else OPEN
    said = f"{NAMES[option_id]}: {_when(call, today)}"
    if option_id == "extend" and not term.extension_months:
        if term.extension_months == 0:
            status = NOT_OFFERED
            said = f"{NAMES[option_id]}: {NO_EXTENSION}, {_award(call, today)}"
        elif status != LOST:
            status = UNKNOWN
            said = f"{said}; {UNKNOWN_EXTENSION}"
    return Option(
        option_id=option_id,
        name=NAMES[option_id],
        status=status,
        lead_months=lead,
        needed_by=call.needed_by,
        meeting=call.meeting,
        lost_on=call.lost_on if status == LOST else None,
        papers_days=(call.meeting.papers_due_on - today).days if call.meeting else None,
        plan_days=(call.meeting.forward_plan_by - today).days
        if call.meeting and call.meeting.forward_plan_by
        else None,
        words=f"{said}.",
    )


def _when(call: LastCall, today: date) -> str:
    """last committee ..., lost on ..., or until when meetings are known."""
    if call.meeting:
        return f"last committee {day_words(call.meeting.meets_on)}; {_papers(call.meeting, today)}"
    if call.missed:
        committee = day_words(call.missed.meets_on)
        return f"lost on {day_words(call.lost_on)}, when papers for the committee of {committee} were due"
    if call.lost_on:
        return f"lost: it had to be decided by {day_words(call.needed_by)}, and no meeting is known in time for that"
    return f"{_known(call)}: it has to be decided by {day_words(call.needed_by)}"


def _award(call: LastCall, today: date) -> str:
    """When a new award in place of an extension would have to be decided."""
    if call.meeting:
        return f"to be decided by the committee of {day_words(call.meeting.meets_on)} ({_papers(call.meeting, today)})"
    if call.lost_on:
        since = f"; papers were due on {day_words(call.lost_on)}" if call.missed else ""
        return f"which had to be decided by {day_words(call.needed_by)}{since}"
    return f"to be decided by {day_words(call.needed_by)}; {_known(call)}"


def _known(call: LastCall) -> str:
    if call.known_until is None:
        return "no meetings are known (meeting.csv brings them)"
    return f"meetings are known only until {day_words(call.known_until)}"


def _papers(meeting: Meeting, today: date) -> str:
    """paper due ...; forward plan by ..., which may have closed already."""
    said = f"paper due {day_words(meeting.papers_due_on)}"
    if meeting.forward_plan_by is None:
        return said
    if meeting.forward_plan_by < today:
        return f"{said}; the forward plan closed on {day_words(meeting.forward_plan_by)}"
    return f"{said}; forward plan by {day_words(meeting.forward_plan_by)}"


def day_words(value: date) -> str:
    """14 January 2027."""
    return f"{value.day} {value:%B %Y}"
