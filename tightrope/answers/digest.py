"""The digest: what passed a test since somebody last looked, or since a day. Nothing that only wobbled is in it.

Disagreements and silence are judged twice by today's records: for the twelve months to the latest returns, and for
those that were the latest then. An account withdrawn since is in neither.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from tightrope import settings
from tightrope.answers import conflicts, missing_silence, moving, officers, promises, renewals
from tightrope.answers.evidence import evidence, last_month
from tightrope.answers.period import Period, earlier, twelve_months
from tightrope.answers.posts import contracts
from tightrope.answers.promises import DROPPED, LATE
from tightrope.answers.say import day
from tightrope.answers.subjects import subjects
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.renewals.committees import Meeting
from tightrope.renewals.options import OPEN

USUAL_DAYS = 31  # looked back where nobody looked before: one month of returns comes within
EARLIEST_DAYS = 366 * 5
DISAGREE, SILENT, MOVED, LAST_CALL, BROKEN, UNANSWERED = (
    "disagree", "silent", "moved", "last_call", "broken", "unanswered",
)  # fmt: skip
SECTIONS = {
    DISAGREE: "Numbers and stories that disagree",
    SILENT: "Who is not heard",
    MOVED: "Measures that moved by more than chance explains",
    LAST_CALL: "Options at their last committee, or lost",
    BROKEN: "Promises overdue or dropped",
    UNANSWERED: "Providers' answers overdue",
}
NO_RETURNS_SINCE = (
    "No month of returns came in since, so what disagrees, who is silent and what moved is as it was then."
)


@dataclass(frozen=True)
class Line:
    """One thing that passed a test. `page` and `values` open where it stands; `on` is its day, where it has one."""

    section: str
    key: str
    words: str
    page: str
    values: dict[str, str] = field(default_factory=dict)
    on: date | None = None


@dataclass(frozen=True)
class Digest:
    """What is new since a day. `looked_at` says what was looked through, `notes` what could not be compared."""

    since: date
    today: date
    why_since: str
    title: str
    lines: tuple[Line, ...]
    looked_at: str
    notes: tuple[str, ...]

    def of(self, section: str) -> list[Line]:
        """The lines of one section."""
        return [one for one in self.lines if one.section == section]


def since_of(house: House, reader: Reader, chosen: str = "") -> tuple[date, str]:
    """From which day a digest looks, and why: the day chosen, the reader's last look, else a month.

    A day that is none, that is still to come or too long ago counts as not chosen.
    """
    today = settings.today()
    if chosen:
        try:
            wanted = date.fromisoformat(chosen)
        except ValueError:
            wanted = today
        if today - timedelta(days=EARLIEST_DAYS) <= wanted < today:
            return wanted, "the day that was chosen"
    found = house.stores.one("look/last", account_id=reader.account_id)
    looked = found["looked_at"].date() if found else today
    if looked < today:
        return looked, "when you last looked at the overview"
    return today - timedelta(days=USUAL_DAYS), "a month ago"


def digest(house: House, reader: Reader, since: date, why_since: str = "") -> Digest:
    """Everything that passed a test after `since`, by section. Raises Refusal where no returns are loaded."""
    now = twelve_months(last_month(house))
    then = twelve_months(min(now.last, earlier(since.replace(day=1), 1)))
    lines = [*_changed(house, reader, now, then), *_last_calls(house, reader, since)]
    lines += [*_broken(house, since), *_unanswered(house, reader, now, since)]
    order = list(SECTIONS)
    lines.sort(key=lambda one: order.index(one.section))
    notes = [NO_RETURNS_SINCE] if then.last == now.last else []
    return Digest(
        since=since,
        today=settings.today(),
        why_since=why_since,
        title=_title(len(lines), since),
        lines=tuple(lines),
        looked_at=_looked_at(house, reader, now),
        notes=tuple(notes),
    )


def rows(found: Digest) -> list[dict[str, object]]:
    """The digest as rows for a table and a file."""
    return [
        {"section": SECTIONS[one.section], "reference": one.key, "what": one.words, "on": one.on or ""}
        for one in found.lines
    ]


def _changed(house: House, reader: Reader, now: Period, then: Period) -> list[Line]:
    """Disagreements and silences new and gone, and the measures that moved in each month of returns since."""
    if then.last == now.last:
        return []
    made = [*_disagreements(house, reader, now, then), *_silences(house, reader, now, then)]
    month = earlier(then.last, -1)
    while month <= now.last:
        for one in moving.flags(house, reader, month).named:
            values = {"part": "measures", "of": one.contract_id, "measure": one.measure_id}
            made.append(Line(MOVED, one.contract_id, f"{month:%B %Y}: {one.words}.", "contracts", values, month))
        month = earlier(month, -1)
    return made


def _disagreements(house: House, reader: Reader, now: Period, then: Period) -> list[Line]:
    new, old = (
        {(one.contract_id, one.kind): one for one in conflicts.conflicts(house, reader, span)} for span in (now, then)
    )
    made = [
        _weigh(DISAGREE, one.contract_id, f"New: {one.title}. {one.sentence}")
        for key, one in new.items()
        if key not in old
    ]
    for key, one in old.items():
        if key not in new:
            made.append(_weigh(DISAGREE, one.contract_id, f"Gone: {one.title} no longer clearly disagrees."))
    return made


def _silences(house: House, reader: Reader, now: Period, then: Period) -> list[Line]:
    new, old = (
        {one.contract_id: one for one in missing_silence.quiets(house, reader, span).silent} for span in (now, then)
    )
    values = {"view": "silence"}
    made = [
        Line(SILENT, key, f"New: {one.title}. {one.sentence}", "missing", values)
        for key, one in new.items()
        if key not in old
    ]
    runs = evidence(house, reader.audience, now).live
    for key, one in old.items():
        if key not in new and key in runs:
            made.append(Line(SILENT, key, f"Gone: {one.title} is no longer silent beyond chance.", "missing", values))
    return made


def _last_calls(house: House, reader: Reader, since: date) -> list[Line]:
    """Options lost since, a line a contract; and re-tenders that the next committee became the last to decide."""
    committee, made = _new_committee(house, reader, since), []
    for row in renewals.renewals(house, reader):
        values = {"of": row.contract_id, "part": "options"}
        lost = [one for one in row.lost if one.lost_on and since < one.lost_on <= settings.today()]
        if lost:
            names = ", ".join(f"{one.name[:1].lower()}{one.name[1:]}" for one in lost)
            words, on = (
                f"Lost: {row.title}. No longer possible: {names}.",
                max(one.lost_on for one in lost),
            )
            made.append(Line(LAST_CALL, row.contract_id, words, "renewals", values, on))
        retender = row.option(renewals.RETENDER)
        if committee and retender.status == OPEN and retender.meeting == committee:
            words = (
                f"Last committee: {row.title} can be re-tendered until {day(committee.meets_on)} and not later; "
                f"papers are due on {day(committee.papers_due_on)}."
            )
            made.append(Line(LAST_CALL, row.contract_id, words, "renewals", values, committee.papers_due_on))
    return made


def _new_committee(house: House, reader: Reader, since: date) -> Meeting | None:
    """The next committee, where papers for the one before it fell due since; None where it was the next one then."""
    found = renewals.next_committee(house, reader)
    if found is None:
        return None
    known = officers.meetings(house, evidence(house, reader.audience, renewals.usual(house)))
    before = [one.papers_due_on for one in known if one.papers_due_on < found.papers_due_on]
    return found if not before or since < max(before) else None


def _broken(house: House, since: date) -> list[Line]:
    """Promises whose day passed since and that are not done, and those dropped since."""
    titles, made, today = contracts(house), [], settings.today()
    for one in promises.promises(house):
        about = f" ({titles[one.contract_id][0]})" if one.contract_id in titles else ""
        values = {"view": "said"}
        if one.standing == LATE and not one.is_closed and since <= one.due_on < today:
            words = f"Overdue since {day(one.due_on)}{about}, {one.post}: “{one.words}”"
            made.append(Line(BROKEN, one.promise_id, words, "replies", values, one.due_on))
        elif one.standing == DROPPED and one.closed_on and since < one.closed_on <= today:
            words = f"Dropped on {day(one.closed_on)}{about}, {one.post}: “{one.words}”"
            made.append(Line(BROKEN, one.promise_id, words, "replies", values, one.closed_on))
    return made


def _unanswered(house: House, reader: Reader, now: Period, since: date) -> list[Line]:
    """Questions put to providers whose day passed since, with no answer."""
    found, today = evidence(house, reader.audience, now), settings.today()
    asked = house.stores.rows("right_of_reply/of_contracts", contract_ids=list(found.contracts))
    return [
        _weigh(
            UNANSWERED, row["contract_id"],
            f"{found.contracts[row['contract_id']]['title']}: asked on {day(row['asked_on'])}, due by "
            f"{day(row['due_on'])}, no answer yet.", row["due_on"],
        )
        for row in asked
        if row["answered_on"] is None and since <= row["due_on"] < today
    ]  # fmt: skip


def _weigh(section: str, contract_id: str, words: str, on: date | None = None) -> Line:
    return Line(section, contract_id, words, "weigh", {"kind": "contract", "of": contract_id}, on)


def _looked_at(house: House, reader: Reader, now: Period) -> str:
    many = len(subjects(evidence(house, reader.audience, now), "contract"))
    looked = moving.flags(house, reader).looked_at
    kept = len(promises.promises(house))
    return (
        f"Looked through: {many} contracts that run, {looked:,} of their measures month by month, {kept} promises, "
        "what providers were asked, and the calendar of committees."
    )


def _title(number: int, since: date) -> str:
    if not number:
        return f"Nothing passed a test since {day(since)}"
    return f"{number} {'thing' if number == 1 else 'things'} to know since {day(since)}"
