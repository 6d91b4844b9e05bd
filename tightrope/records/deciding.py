"""Writing the register of decisions: every change is a new entry in the chain, and nothing is overwritten."""

import contextlib
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from tightrope import clock, settings
from tightrope.database import Stores
from tightrope.errors import Refusal
from tightrope.records import anchoring, chain
from tightrope.records.decision_entries import (
    CHECKED,
    CORRECTED,
    DISSENT,
    DRAFT,
    DRAFTED,
    RECORDED,
    REPLACED,
    REVIEWED,
    STANDS,
    SUPERSEDED,
    Written,
    append,
    index,
    standing,
)
from tightrope.records.decision_shapes import (
    FEWEST_WORDS,
    MOST_LETTERS,
    PARTS,
    Decided,
    from_plain,
    plain,
    problems,
    too_much,
)
from tightrope.records.house import House
from tightrope.records.roles import DECIDE, Reader

KEEP, CHANGE, REVERSE = "keep", "change", "reverse"
OUTCOMES = {KEEP: "It stays as it is", CHANGE: "It is to be changed", REVERSE: "It is to be reversed"}
NO_KEY = "The register needs the master key, which is missing, so nothing was recorded."
NOT_KEPT = "This was not recorded."


def last(stores: Stores) -> int:
    """The latest entry's place in the chain: what whoever opens a form has seen. 0 for an empty register."""
    return stores.raw("SELECT coalesce(max(sequence), 0) AS last FROM records.decision_event")[0]["last"]


def keep_draft(house: House, reader: Reader, made: Decided, decision_id: str = "", seen: int = 0) -> Written:
    """Keep a draft, a new one or the next version of one. Raises NotAllowed, NotFound and Refusal."""
    reader.require(DECIDE)
    wrong = too_much(made) + ([] if made.title.strip() else ["Give it a title."])
    return _decide(house, reader, made, DRAFTED, decision_id, seen, wrong)


def record(house: House, reader: Reader, made: Decided, decision_id: str = "", seen: int = 0) -> Written:
    """Record a decision, of a draft or at once. Both of two people who record about the same thing are kept, in order.

    `seen`: the latest entry when the form was opened; what others wrote about the same thing since comes back.
    Raises NotAllowed, NotFound, and Refusal with everything that is missing.
    """
    reader.require(DECIDE)
    return _decide(house, reader, made, RECORDED, decision_id, seen, _not_yet(made))


def correct(
    house: House, reader: Reader, decision_id: str, opened: Decided, made: Decided, why: str, seen: int = 0
) -> Written:
    """Correct a recorded decision. `opened` is what its writer saw, `made` what they want.

    The entry holds each part that they changed as it was and as it is; what somebody else corrected meanwhile is not
    undone by it. Raises NotAllowed, NotFound, and Refusal also where nothing was changed.
    """
    reader.require(DECIDE)
    why = why.strip()
    key, at, wanted, saw = _key(house), _now(), plain(made), plain(opened)
    changed = {name: wanted[name] for name in PARTS if wanted[name] != saw[name]}

    def change(cursor: Any) -> Written:
        before = plain(standing(cursor, decision_id, {STANDS}))
        after = from_plain(before | changed)
        wrong = _not_yet(after) + _said(why, "why it is corrected")
        if wrong:
            raise Refusal(NOT_KEPT, wrong)
        parts = {name: {"was": before[name], "is": value} for name, value in changed.items() if before[name] != value}
        if not parts:
            raise Refusal("Nothing was changed, so there is nothing to correct.")
        written = append(cursor, key, decision_id, at, reader, CORRECTED, {"parts": parts, "why": why}, after, seen)
        index(cursor, decision_id, after, STANDS, at.date())
        return written

    return _kept(house, change)


def dissent(house: House, reader: Reader, decision_id: str, who: str, words: str) -> Written:
    """Write down that somebody does not agree, and why, beside a decision that stands."""
    wrong = [] if who.strip() else ["Name who does not agree."]
    body = {"who": who.strip(), "words": words.strip()}
    return _beside(house, reader, decision_id, DISSENT, body, wrong + _said(words, "why they do not agree"))


def review(house: House, reader: Reader, decision_id: str, outcome: str, words: str) -> Written:
    """Write down what a review found: keep, change or reverse, and why."""
    wrong = [] if outcome in OUTCOMES else ["Choose what the review comes to."]
    return _beside(
        house, reader, decision_id, REVIEWED, {"outcome": outcome, "words": words.strip()},
        wrong + _said(words, "what was found"),
    )  # fmt: skip


def check(house: House, reader: Reader, decision_id: str, results: Iterable[Mapping[str, Any]]) -> Written:
    """Write down what was expected beside what happened, as plain figures worked out by answers/did_it_work.py."""
    found = [dict(one) for one in results]
    wrong = [] if found else ["Nothing that was expected is due yet, so there is nothing to write down."]
    return _beside(house, reader, decision_id, CHECKED, {"results": found}, wrong)


def supersede(house: House, reader: Reader, decision_id: str, by: str, why: str) -> Written:
    """Say that another recorded decision took the place of this one. Raises NotFound for either."""
    reader.require(DECIDE)
    wrong = _said(why, "why the other takes its place")
    if by == decision_id:
        wrong.append("A decision cannot take its own place.")
    if wrong:
        raise Refusal(NOT_KEPT, wrong)
    key, at = _key(house), _now()

    def change(cursor: Any) -> Written:
        standing(cursor, by, {STANDS})
        made = standing(cursor, decision_id, {STANDS})
        body = {"by_decision": by, "why": why.strip()}
        written = append(cursor, key, decision_id, at, reader, SUPERSEDED, body, made)
        index(cursor, decision_id, made, REPLACED, at.date())
        return written

    return _kept(house, change)


def _decide(
    house: House, reader: Reader, made: Decided, what: str, decision_id: str, seen: int, wrong: list[str]
) -> Written:
    if wrong:
        raise Refusal(NOT_KEPT, wrong)
    key, at = _key(house), _now()
    named = decision_id or "D" + secrets.token_hex(8)

    def change(cursor: Any) -> Written:
        if decision_id:
            before = standing(cursor, decision_id, {DRAFT})
            if (before.kind, before.key) != (made.kind, made.key):
                raise Refusal("A draft stays about what it was begun for. Begin another.")
        written = append(cursor, key, named, at, reader, what, {"decided": plain(made)}, made, seen)
        index(cursor, named, made, STANDS if what == RECORDED else DRAFT, at.date())
        return written

    return _kept(house, change)


def _beside(
    house: House, reader: Reader, decision_id: str, what: str, body: dict[str, Any], wrong: list[str]
) -> Written:
    reader.require(DECIDE)
    if wrong:
        raise Refusal(NOT_KEPT, wrong)
    key, at = _key(house), _now()

    def change(cursor: Any) -> Written:
        made = standing(cursor, decision_id, {STANDS, REPLACED})
        return append(cursor, key, decision_id, at, reader, what, body, made)

    return _kept(house, change)


def _not_yet(made: Decided) -> list[str]:
    """Everything that keeps a decision from being recorded today."""
    wrong = problems(made)
    if made.decided_on is not None and made.decided_on > settings.today():
        wrong.append("A decision is recorded once it is taken: its day is still to come. Keep it as a draft.")
    return wrong


def _kept(house: House, change: Callable[[Any], Written]) -> Written:
    """Write, and note how the register ends now."""
    written = house.stores.write(change)
    with contextlib.suppress(OSError, Refusal):  # it is recorded, whether or not the note beside it could be written
        anchoring.write(house.stores)
    return written


def _key(house: House) -> bytes:
    if house.master is None:
        raise Refusal(NO_KEY)
    return chain.key_of(house.master)


def _now() -> datetime:
    """The council's day with the machine's time: the fictional council's register stands in its own year."""
    return datetime.combine(settings.today(), clock.now().time())


def _said(words: str, what: str) -> list[str]:
    if len(words.split()) < FEWEST_WORDS:
        return [f"Say {what}, in {FEWEST_WORDS} words or more."]
    return [f"There are {len(words):,} letters; at most {MOST_LETTERS:,} fit."] if len(words) > MOST_LETTERS else []
