"""How far an account has come, whether an answer is owed, and how a desk ages. Pure: rows in, judgement out.

A reply counts as given once its teller was told. A teller who says that it did not answer them is owed one again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from tightrope.voices import working_days

UNHEARD, READ, ANSWERED, DECIDED, CHANGED, AGREED = "unheard", "read", "answered", "decided", "changed", "agreed"
STAGES = (UNHEARD, READ, ANSWERED, DECIDED, CHANGED, AGREED)
GIVEN = (ANSWERED, DECIDED, CHANGED)  # states of a reply that has words
YES, NO = "answered", "not_answered"  # the teller's own verdict
NOT_WANTED = "not_wanted"  # told nobody, because nobody wanted to be told: neither told nor untold
ROUTES = ("phone", "letter", "advocate", "web")  # of those who want an answer


@dataclass(frozen=True)
class Rules:
    """Working days, and the bank holidays that do not count."""

    acknowledge: int
    answer: int
    change: int
    holidays: frozenset[date]


@dataclass(frozen=True)
class Standing:
    """One account's way so far. `asked_on` is when an answer became due to be written: the day it came, or the day its
    teller said that the last one did not answer. Dates due are None where nobody asked for an answer."""

    stage: str
    wanted: bool
    owed: bool
    reopened: bool
    written: bool
    asked_on: date
    acknowledge_by: date | None
    answer_by: date | None
    change_by: date | None
    told_on: date | None
    verdict: str

    def late(self, today: date) -> bool:
        """True where an answer is owed and its day is past."""
        return self.owed and self.answer_by is not None and self.answer_by < today

    def untold(self) -> bool:
        """True where an answer is written and its teller waits to be told."""
        return self.written and self.owed and not self.reopened


def standing(
    account: Mapping[str, Any], replies: Sequence[Mapping[str, Any]], rules: Rules, own: int | None
) -> Standing:
    """How one account stands. `own`: the days in which its officer says to answer, where those are fewer."""
    last = latest(replies)
    told = [one for one in replies if one["told_on"] is not None and one["state"] in GIVEN]
    reopened = last is not None and last["teller_verdict"] == NO and last["told_on"] is not None
    written = last is not None and not reopened
    wanted = account["reply_route"] in ROUTES
    given = written and last["told_on"] is not None
    asked_on = (last["verdict_on"] or last["told_on"]) if reopened else account["received_on"]
    days = min(rules.answer, own) if own else rules.answer
    return Standing(
        stage=_stage(last, replies, given),
        wanted=wanted,
        owed=wanted and not given,
        reopened=reopened and wanted,
        written=written,
        asked_on=asked_on,
        acknowledge_by=working_days.after(asked_on, rules.acknowledge, rules.holidays) if wanted else None,
        answer_by=working_days.after(asked_on, days, rules.holidays) if wanted else None,
        change_by=working_days.after(asked_on, rules.change, rules.holidays) if wanted else None,
        told_on=max((one["told_on"] for one in told), default=None),
        verdict=(last["teller_verdict"] or "") if last is not None else "",
    )


def latest(replies: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The reply that stands: the one written last; None where none has words."""
    some = [one for one in replies if one["state"] in GIVEN]
    return max(some, key=lambda one: (one["answered_on"] or date.min, one["reply_id"]), default=None)


def _stage(last: Mapping[str, Any] | None, replies: Sequence[Mapping[str, Any]], given: bool) -> str:
    if last is None:
        return READ if any(one["state"] == READ for one in replies) else UNHEARD
    if not given:
        return READ  # written and not told, or not an answer by its teller's word
    return AGREED if last["state"] == CHANGED and last["teller_verdict"] == YES else str(last["state"])


@dataclass(frozen=True)
class Aged:
    """One officer's or one service's desk: counts of the council's own work, and days.

    `days` is the median of working days from receipt to telling, None where nobody was told; `written` are answers
    with words, `told` those whose tellers were told; `said` tellers who said whether it answered them, `yes` those
    who said it did.
    """

    asked: int
    owed: int
    late: int
    reopened: int
    written: int
    told: int
    days: float | None
    said: int
    yes: int
    oldest_on: date | None


def aged(
    standings: Iterable[Standing],
    replies: Iterable[tuple[Mapping[str, Any], date]],
    today: date,
    holidays: Collection[date],
) -> Aged:
    """Add up a desk: accounts that are its to answer, and replies it wrote with the day each account came."""
    mine = [one for one in standings if one.wanted]
    owed = [one for one in mine if one.owed]
    given = [(one, came) for one, came in replies if one["state"] in GIVEN and one.get("told_how") != NOT_WANTED]
    told = [(one, came) for one, came in given if one["told_on"] is not None]
    said = [one["teller_verdict"] for one, _ in told if one["teller_verdict"]]
    took = [working_days.between(came, one["told_on"], holidays) for one, came in told]
    return Aged(
        asked=len(mine),
        owed=len(owed),
        late=sum(one.late(today) for one in owed),
        reopened=sum(one.reopened for one in owed),
        written=len(given),
        told=len(told),
        days=median(took) if took else None,
        said=len(said),
        yes=said.count(YES),
        oldest_on=min((one.asked_on for one in owed), default=None),
    )
