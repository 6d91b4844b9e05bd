"""The register of decisions as pages, packs and the command line read it: each decision with everything done to it."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tightrope import settings
from tightrope.answers.decision_words import part_words
from tightrope.answers.evidence import kept
from tightrope.answers.officers import number_words
from tightrope.answers.say import day
from tightrope.errors import NotFound
from tightrope.records.anchoring import known, verify
from tightrope.records.chain import Event
from tightrope.records.deciding import OUTCOMES
from tightrope.records.decision_entries import (
    CHECKED,
    CORRECTED,
    DISSENT,
    DRAFT,
    DRAFTED,
    NONE_SUCH,
    RECORDED,
    REPLACED,
    REVIEWED,
    STANDS,
    SUPERSEDED,
    WHAT_WORDS,
    Between,
    events,
    folded,
)
from tightrope.records.decision_shapes import PARTS, Decided, plain
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.voices.heard import people_among

STATE_WORDS = {DRAFT: "Draft", STANDS: "Recorded", REPLACED: "Replaced"}


@dataclass(frozen=True)
class Change:
    """One part of a decision that was corrected: how it was and how it is, in words."""

    part: str
    was: str
    now: str


@dataclass(frozen=True)
class Entry:
    """One entry about a decision. `said` is what its writer wrote, `changes` what a correction changed."""

    sequence: int
    what: str
    words: str
    by: str
    happened_at: datetime
    said: str
    changes: tuple[Change, ...]
    results: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Cited:
    """Accounts that a decision names: people behind those that still count, how they want an answer, what is gone.

    `people` never counts an account that was withdrawn or has expired since; `gone` counts those accounts.
    """

    people: int
    at_least: bool
    accounts: int
    set_aside: int
    gone: int
    routes: Mapping[str, int]


@dataclass(frozen=True)
class Decision:
    """One decision of the register as it stands, with its entries in order. `others` are about the same subject."""

    decision_id: str
    state: str
    made: Decided
    by: str
    entries: tuple[Entry, ...]
    cited: Cited
    replaced_by: str
    others: tuple[str, ...]

    @property
    def recorded_at(self) -> datetime:
        """When it was recorded, or a draft was last kept."""
        return next(one for one in reversed(self.entries) if one.what in (RECORDED, DRAFTED)).happened_at

    @property
    def is_due(self) -> bool:
        """True where its day of review has come and nobody has reviewed it since."""
        on, last = self.made.review_on, self.reviewed_on
        if self.state != STANDS or on is None or on > settings.today():
            return False
        return last is None or last < on

    @property
    def reviewed_on(self) -> date | None:
        """The day of the latest review; None where there was none."""
        return max((one.happened_at.date() for one in self.entries if one.what == REVIEWED), default=None)

    @property
    def to_review_on(self) -> date | None:
        """The day of a review that is still to come."""
        on = self.made.review_on
        return on if self.state == STANDS and on is not None and on > settings.today() else None

    @property
    def corrections(self) -> int:
        """How often it was corrected."""
        return sum(one.what == CORRECTED for one in self.entries)


def decisions(house: House, reader: Reader) -> list[Decision]:
    """Every decision and draft, the latest day first. Remembered until data or records change; never alter it."""
    return kept(house, ("decisions", reader.audience), lambda: _ask(house, reader))


def one(house: House, reader: Reader, decision_id: str) -> Decision:
    """One decision. Raises NotFound."""
    for found in decisions(house, reader):
        if found.decision_id == decision_id:
            return found
    raise NotFound(NONE_SUCH)


def since(found: Sequence[Decision], decision: Decision, sequence: int) -> list[Between]:
    """What was kept or recorded in other decisions about the same subject after an entry, in order."""
    others = [each for each in about(found, decision.made.kind, decision.made.key) if each != decision]
    later = [
        Between(each.decision_id, entry.sequence, entry.by, entry.happened_at, WHAT_WORDS[entry.what])
        for each in others
        for entry in each.entries
        if entry.sequence > sequence and entry.what in (DRAFTED, RECORDED)
    ]
    return sorted(later, key=lambda one: one.sequence)


def about(found: Sequence[Decision], kind: str, key: str) -> list[Decision]:
    """Those about one contract, pot or line, the latest first."""
    return [each for each in found if (each.made.kind, each.made.key) == (kind, key)]


def answer(found: Sequence[Decision]) -> str:
    """The page's title: how many decisions stand, and how many are due for review."""
    standing = [each for each in found if each.state == STANDS]
    due = sum(each.is_due for each in standing)
    if not standing:
        drafts = sum(each.state == DRAFT for each in found)
        waits = "waits" if drafts == 1 else "wait"
        return "No decision is on record yet" + (f"; {_many(drafts, 'draft').lower()} {waits}" if drafts else "")
    stand = "stands" if len(standing) == 1 else "stand"
    if due:
        are = "is" if due == 1 else "are"
        return f"{_many(len(standing), 'decision')} {stand}; {number_words(due).lower()} {are} due for review"
    later = min((each.to_review_on for each in standing if each.to_review_on), default=None)
    return f"{_many(len(standing), 'decision')} {stand}" + (f"; the next review is on {day(later)}" if later else "")


def as_plain(found: Decision) -> dict[str, Any]:
    """The decision as plain values for a file or the command line: references and figures, no words of accounts."""
    return {
        "decision_id": found.decision_id,
        "state": found.state,
        "recorded_by": found.by,
        "recorded_at": found.recorded_at,
        "due_for_review": found.is_due,
        "replaced_by": found.replaced_by or None,
        **plain(found.made),
        "people_cited": found.cited.people,
        "people_cited_at_least": found.cited.at_least,
        "accounts_gone": found.cited.gone,
        "entries": [
            {"sequence": each.sequence, "what": each.what, "by": each.by, "happened_at": each.happened_at,
             "said": each.said, "changes": [vars(change) for change in each.changes], "results": list(each.results)}
            for each in found.entries
        ],
    }  # fmt: skip


def _ask(house: House, reader: Reader) -> list[Decision]:
    by_decision: dict[str, list[Event]] = defaultdict(list)
    for event in events(house.stores):
        by_decision[event.decision_id].append(event)
    countable = defaultdict(list)
    for row in house.stores.rows("decisions/cited", audience=reader.audience, on_day=settings.today()):
        countable[row["decision_id"]].append(row)
    rows = house.stores.rows("decisions/index")
    subjects = defaultdict(list)
    for row in rows:
        subjects[row["kind"], row["subject_id"]].append(row["decision_id"])
    found = []
    for row in rows:
        key = row["decision_id"]
        made = folded(by_decision[key])
        if made is None:
            continue  # listed without an entry: `decision verify` names it
        entries = tuple(_entry(event) for event in by_decision[key])
        others = tuple(one for one in subjects[made.kind, made.key] if one != key)
        found.append(
            Decision(
                decision_id=key,
                state=row["state"],
                made=made,
                by=next(one.by for one in reversed(entries) if one.what in (RECORDED, DRAFTED)),
                entries=entries,
                cited=_cited(
                    countable[key], set() if row["state"] == DRAFT else {*made.stories_used, *made.stories_aside}
                ),
                replaced_by=_replaced(by_decision[key]),
                others=others,
            )
        )
    return found


def _entry(event: Event) -> Entry:
    body = json.loads(event.body)
    parts = body.get("parts", {})
    said = body.get("why") or body.get("words") or ""
    words = WHAT_WORDS[body["what"]]
    if body["what"] == DISSENT:
        words = f"wrote down that {body['who']} does not agree"
    if body["what"] == REVIEWED:
        words = f"reviewed it: {OUTCOMES[body['outcome']].lower()}"
    return Entry(
        sequence=event.sequence,
        what=body["what"],
        words=words,
        by=body["by"],
        happened_at=event.happened_at,
        said=said,
        changes=tuple(
            Change(PARTS[name], *(part_words(name, each[side]) for side in ("was", "is")))
            for name, each in parts.items()
            if name in PARTS
        ),
        results=tuple(body.get("results", ())) if body["what"] == CHECKED else (),
    )


def _cited(countable: Sequence[dict[str, Any]], named: Collection[str]) -> Cited:
    used = [row for row in countable if not row["is_set_aside"]]
    people, at_least = people_among(row["teller_id"] for row in used)
    tellers: dict[str, list[str | None]] = defaultdict(list)
    for row in used:
        tellers[row["reply_route"]].append(row["teller_id"])
    return Cited(
        people=people,
        at_least=at_least,
        accounts=len(used),
        set_aside=len(countable) - len(used),
        gone=len(named) - len(countable),
        routes={route: people_among(some)[0] for route, some in sorted(tellers.items())},
    )


def _replaced(entries: Sequence[Event]) -> str:
    bodies = [json.loads(one.body) for one in entries]
    return next((one["by_decision"] for one in reversed(bodies) if one["what"] == SUPERSEDED), "")


def _many(number: int, what: str) -> str:
    return f"{number_words(number)} {what}{'' if number == 1 else 's'}"


def whole(house: House) -> list[str]:
    """What is not as it was written, by every anchor that is found here; empty where the register is whole.

    Raises Refusal without the master key. Remembered until records change; never alter it.
    """
    return kept(house, "decisions_whole", lambda: verify(house.stores, house.master, known(house.stores)))
