"""The agenda of a meeting, made from what cannot wait: interests first, the contracts, what was promised, who answers.

What people tell stands beside the money of each item and not at the end of the meeting.
"""

from dataclasses import dataclass
from datetime import date

from tightrope.answers import board_item, decisions, officers
from tightrope.answers import overview as overviews
from tightrope.answers import promises as promised
from tightrope.answers.board_item import Officer
from tightrope.answers.evidence import Evidence, evidence, kept
from tightrope.answers.meeting import reader_in
from tightrope.answers.period import Period
from tightrope.answers.promises import DROPPED, LATE, Promise
from tightrope.answers.say import day
from tightrope.answers.subjects import subjects
from tightrope.records.decision_entries import DRAFT, STANDS
from tightrope.records.house import House
from tightrope.records.roles import Reader

INTERESTS, AGENDA, ITEM, MATTERS, WAYS, PROMISED, CLOSE = (
    "interests", "agenda", "item", "matters", "ways", "promised", "close",
)  # fmt: skip
STEPS = {
    INTERESTS: "Interests",
    AGENDA: "Agenda",
    ITEM: "The item",
    MATTERS: "What matters to us",
    WAYS: "Ways of weighing",
    PROMISED: "Promised",
    CLOSE: "Decide",
}
AFTER_INTERESTS = (MATTERS, WAYS, CLOSE)  # nobody weighs or decides before everybody was asked


@dataclass(frozen=True)
class Entry:
    """One contract on the agenda: who answers for it, and what the register holds about it."""

    contract_id: str
    title: str
    provider: str
    needed_by: date
    officer: Officer
    decided: str


@dataclass(frozen=True)
class Agenda:
    """What cannot wait. `others` are all further contracts that run, id -> title, for whoever brings one.

    `broken` are promises that are overdue or were dropped: those about the items first, the longest overdue first.
    """

    title: str
    committee_on: date | None
    entries: tuple[Entry, ...]
    others: dict[str, str]
    broken: tuple[Promise, ...]

    def title_of(self, contract_id: str) -> str:
        """What a contract is called; empty for none that runs."""
        known = {one.contract_id: one.title for one in self.entries} | self.others
        return known.get(contract_id, "")


def agenda(house: House, reader: Reader, period: Period, room_is: str) -> Agenda:
    """The contracts that need a decision before the next committee, by the overview, read as this room may.

    Remembered until data or records change, without any account's words; never alter it.
    """
    who = reader_in(room_is, reader)
    return kept(house, ("meeting_agenda", who.audience, period), lambda: _agenda(house, who, period))


def decided_words(register: list[decisions.Decision], contract_id: str) -> str:
    """What the register of decisions holds about a contract, without anybody's text."""
    about = decisions.about(register, "contract", contract_id)
    stands = [one for one in about if one.state == STANDS and one.made.decided_on]
    if stands:
        return f"Decided on {day(max(one.made.decided_on for one in stands))}; it is in the register."
    if any(one.state == DRAFT for one in about):
        return "A draft is in the register. Nothing is decided."
    return "Nothing is decided yet."


def promised_title(found: Agenda) -> str:
    """How many promises were not kept, in a sentence."""
    late = sum(one.standing == LATE for one in found.broken)
    dropped = len(found.broken) - late
    if not found.broken:
        return "No promise is overdue, and none was dropped"
    parts = [f"{officers.number_words(late)} promise{' is' if late == 1 else 's are'} overdue"] if late else []
    if dropped:
        parts.append(f"{officers.number_words(dropped)} {'was' if dropped == 1 else 'were'} dropped")
    words = ", ".join(parts)
    return words if len(parts) < 2 else f"{parts[0]}, {parts[1][:1].lower()}{parts[1][1:]}"


def _agenda(house: House, who: Reader, period: Period) -> Agenda:
    found, over = evidence(house, who.audience, period), overviews.overview(house, who, period)
    register = decisions.decisions(house, who)
    needs = [one for one in over.needs if over.committee_on and one.committee_on == over.committee_on]
    every = subjects(found, "contract")
    entries = tuple(
        Entry(
            contract_id=one.contract_id,
            title=one.title,
            provider=one.provider,
            needed_by=one.needed_by,
            officer=board_item.officer(house, found, every[one.contract_id]),
            decided=decided_words(register, one.contract_id),
        )
        for one in needs
    )
    keys = [one.contract_id for one in entries]
    return Agenda(
        title=_title(len(entries), over.committee_on),
        committee_on=over.committee_on,
        entries=entries,
        others={key: one.title for key, one in every.items() if key not in keys},
        broken=tuple(_broken(house, found, keys)),
    )


def _broken(house: House, found: Evidence, keys: list[str]) -> list[Promise]:
    """Overdue and not done yet, or dropped; about an item or its service line first."""
    lines = {found.contracts[key]["service_id"] for key in keys}
    some = [
        one
        for one in promised.promises(house)
        if (one.standing == LATE and not one.is_closed) or one.standing == DROPPED
    ]
    return sorted(some, key=lambda one: (one.contract_id not in keys, one.service_id not in lines))


def _title(number: int, committee_on: date | None) -> str:
    if committee_on is None:
        return "Which committee comes next is not known: meeting.csv brings the meetings"
    if not number:
        return f"No contract has to be decided before the committee on {day(committee_on)}"
    verb = "contract needs" if number == 1 else "contracts need"
    return f"{officers.number_words(number)} {verb} a decision before the committee on {day(committee_on)}"
