"""The register of what keeps a group from being heard: noted, owned, planned for, done. Every change is on record."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from tightrope import clock, database, settings
from tightrope.database import Stores
from tightrope.errors import NotFound, Refusal
from tightrope.records import audit
from tightrope.records.roles import LISTEN, Reader
from tightrope.tables import load

MOST_LETTERS = 500  # of a plan: what will be done, not a paper
MOST_COST = 1_000_000
KEPT = ("owner_id", "plan", "cost", "done_on")  # what may be changed after it was noted


@dataclass(frozen=True)
class Barrier:
    """What stands in the way of one group of one contract; `cost` in pounds, `owner_id` a named officer."""

    contract_id: str
    group_kind: str
    group_value: str
    kind: str
    since_on: date
    owner_id: str | None = None
    plan: str = ""
    cost: float | None = None
    done_on: date | None = None


def note(stores: Stores, reader: Reader, barrier: Barrier) -> str:
    """Keep a new barrier and return its reference. Raises NotAllowed, and Refusal with every problem at once."""
    reader.require(LISTEN)
    wrong = problems(barrier)
    if wrong:
        raise Refusal("This barrier was not kept.", wrong)
    key, at = "BR" + secrets.token_hex(6), clock.now()
    row = [key, *_values(barrier), reader.account_id]
    names = ["barrier_id", *Barrier.__dataclass_fields__, "noted_by"]

    def change(cursor: Any) -> None:
        database.insert_rows(cursor, "records.barrier", names, [row])
        audit.note(cursor, at, reader.account_id, "barrier_noted", key, f"{barrier.contract_id}: {barrier.kind}")

    stores.write(change)
    return key


def alter(stores: Stores, reader: Reader, barrier_id: str, barrier: Barrier) -> None:
    """Say who owns it, what will be done, at what cost, and when it was done; the rest stands as it was noted.

    Raises NotAllowed, NotFound, and Refusal with every problem at once.
    """
    reader.require(LISTEN)
    wrong = problems(barrier)
    if wrong:
        raise Refusal("This barrier was not changed.", wrong)
    at = clock.now()

    def change(cursor: Any) -> None:
        cursor.execute(f"SELECT {', '.join(KEPT)} FROM records.barrier WHERE barrier_id = ?", [barrier_id])
        before = cursor.fetchone()
        if before is None:
            raise NotFound("This barrier is not on the register.")
        after = dict(zip(Barrier.__dataclass_fields__, _values(barrier), strict=True))
        cursor.execute(
            "UPDATE records.barrier SET owner_id = ?, plan = ?, cost = ?, done_on = ? WHERE barrier_id = ?",
            [*(after[one] for one in KEPT), barrier_id],
        )
        said = "; ".join(f"{one}: {was} -> {after[one]}" for one, was in zip(KEPT, before, strict=True))
        audit.note(cursor, at, reader.account_id, "barrier_changed", barrier_id, said)

    stores.write(change)


def problems(barrier: Barrier) -> list[str]:
    """What is missing or impossible, in plain words."""
    table, today, found = load()["barrier"], settings.today(), []
    if not barrier.contract_id:
        found.append("Say which contract.")
    if barrier.group_kind not in table.column("group_kind").enum or not barrier.group_value:
        found.append("Say which group.")
    if barrier.kind not in table.column("kind").enum:
        found.append("Say what stands in the way.")
    if barrier.since_on > today:
        found.append("Since when lies in the future.")
    if barrier.done_on and barrier.done_on < barrier.since_on:
        found.append("It cannot be done before it was there.")
    if barrier.done_on and barrier.done_on > today:
        found.append("The day it was done lies in the future.")
    if len(barrier.plan) > MOST_LETTERS:
        found.append(f"The plan has {len(barrier.plan):,} letters: at most {MOST_LETTERS} are kept.")
    if barrier.cost is not None and not 0 <= barrier.cost <= MOST_COST:
        found.append(f"The cost lies between £0 and £{MOST_COST:,}.")
    return found


def _values(barrier: Barrier) -> list[Any]:
    made = [getattr(barrier, name) for name in Barrier.__dataclass_fields__]
    return [None if value == "" else value for value in made]
