"""Work planned to hear more people: kept with an owner and a day, then done or dropped. Nothing is removed."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tightrope import clock, database, settings
from tightrope.database import Stores
from tightrope.errors import NotFound, Refusal
from tightrope.records import audit
from tightrope.records.roles import LISTEN, Reader
from tightrope.tables import load

MOST_ACCOUNTS = 200  # of one group: more is a survey, and planned as one
DONE, DROPPED, PLANNED = "done", "dropped", "planned"


@dataclass(frozen=True)
class Piece:
    """So many accounts from one group by one route, at `cost` pounds for all of them."""

    group_kind: str
    group_value: str
    route: str
    accounts: int
    cost: float


def keep(
    stores: Stores, reader: Reader, contract_id: str, pieces: Sequence[Piece], owner_id: str, due_on: date
) -> list[str]:
    """Keep a plan, a row for each piece, in one commit; returns their references.

    Raises NotAllowed, and Refusal with every problem at once.
    """
    reader.require(LISTEN)
    table, today, wrong = load()["outreach"], settings.today(), []
    wrong += [] if pieces else ["Nobody is to be asked: give a number of accounts."]
    wrong += [] if owner_id else ["Say who owns it."]
    wrong += ["The day by which it is done lies in the past."] if due_on < today else []
    for one in pieces:
        if one.route not in table.column("route").enum or one.group_kind not in table.column("group_kind").enum:
            wrong.append(f"{one.route} to {one.group_kind} is no way to ask.")
        if not 1 <= one.accounts <= MOST_ACCOUNTS or one.cost < 0:
            wrong.append(f"Between 1 and {MOST_ACCOUNTS} accounts of one group are planned at once.")
    if wrong:
        raise Refusal("This plan was not kept.", wrong)
    at, keys = clock.now(), ["OP" + secrets.token_hex(6) for _ in pieces]
    names = ["outreach_id", "contract_id", "group_kind", "group_value", "route", "accounts", "cost", "owner_id"]
    names += ["planned_on", "due_on", "state", "planned_by"]
    rows = [
        [key, contract_id, one.group_kind, one.group_value, one.route, one.accounts, round(one.cost, 2), owner_id]
        + [today, due_on, PLANNED, reader.account_id]
        for key, one in zip(keys, pieces, strict=True)
    ]

    def change(cursor: Any) -> None:
        database.insert_rows(cursor, "records.outreach", names, rows)
        audit.note(cursor, at, reader.account_id, "outreach_planned", contract_id, f"{len(rows)} groups")

    stores.write(change)
    return keys


def close(stores: Stores, reader: Reader, outreach_id: str, state: str) -> None:
    """Say that a piece is done, or dropped. Raises NotAllowed, NotFound and Refusal."""
    reader.require(LISTEN)
    if state not in (DONE, DROPPED):
        raise Refusal("Say whether it is done or dropped.")
    at, today = clock.now(), settings.today()

    def change(cursor: Any) -> None:
        cursor.execute("SELECT state FROM records.outreach WHERE outreach_id = ?", [outreach_id])
        before = cursor.fetchone()
        if before is None:
            raise NotFound("This piece of work is not on record.")
        if before[0] != PLANNED:
            raise Refusal(f"Somebody has called it {before[0]} already.")
        cursor.execute(
            "UPDATE records.outreach SET state = ?, closed_on = ? WHERE outreach_id = ?", [state, today, outreach_id]
        )
        audit.note(cursor, at, reader.account_id, "outreach_closed", outreach_id, state)

    stores.write(change)
