"""The barrier register and planned outreach: who may write, what is refused, what stays on record."""

from datetime import date
from decimal import Decimal

import pytest

from tightrope.errors import NotAllowed, NotFound, Refusal
from tightrope.records import barriers, outreach
from tightrope.records.barriers import Barrier
from tightrope.records.outreach import Piece
from tightrope.records.roles import LISTEN, ROLES, Reader, looking_as

OFFICER = Reader("A7", "Dana", "commissioner")
GOOD = Barrier("CH-03", "lacks_capacity", "yes", "no_advocate", date(2025, 3, 31))
PIECES = [Piece("housebound", "yes", "home_visit", 3, 288.0), Piece("lacks_capacity", "yes", "advocate", 2, 420.0)]
SOON = date(2026, 12, 18)


def register(stores):
    return stores.rows("outreach/barriers")


def test_a_barrier_is_noted_owned_and_done_and_each_change_stays_on_record(stores):
    key = barriers.note(stores, OFFICER, GOOD)
    assert register(stores) == [
        {"barrier_id": key, "contract_id": "CH-03", "group_kind": "lacks_capacity", "group_value": "yes"}
        | {"kind": "no_advocate", "since_on": date(2025, 3, 31), "owner_id": None, "plan": None}
        | {"cost": None, "done_on": None}
    ]
    barriers.alter(stores, OFFICER, key, Barrier(*_noted(), "C2", "An advocate visits monthly", 2400.0))
    barriers.alter(stores, OFFICER, key, Barrier(*_noted(), "C2", "It visits", 2400.0, date(2026, 11, 2)))
    (row,) = register(stores)
    assert (row["owner_id"], row["plan"], row["cost"], row["done_on"]) == (
        "C2", "It visits", Decimal("2400.00"), date(2026, 11, 2)
    )  # fmt: skip
    trace = stores.raw("SELECT did, detail FROM records.audit_event ORDER BY happened_at")
    assert [row["did"] for row in trace] == ["barrier_noted", "barrier_changed", "barrier_changed"]
    assert "plan: An advocate visits monthly -> It visits" in trace[2]["detail"]


def _noted():
    return GOOD.contract_id, GOOD.group_kind, GOOD.group_value, GOOD.kind, GOOD.since_on


def test_what_was_noted_is_not_rewritten_by_a_change(stores):
    key = barriers.note(stores, OFFICER, GOOD)
    barriers.alter(stores, OFFICER, key, Barrier("HC-01", "sex", "female", "fear", date(2026, 1, 1), "C1"))
    (row,) = register(stores)
    assert (row["contract_id"], row["kind"], row["since_on"], row["owner_id"]) == (
        "CH-03", "no_advocate", date(2025, 3, 31), "C1"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"contract_id": ""}, "Say which contract."),
        ({"group_value": ""}, "Say which group."),
        ({"group_kind": "shoe_size"}, "Say which group."),
        ({"kind": "rain"}, "Say what stands in the way."),
        ({"since_on": date(2026, 11, 4)}, "Since when lies in the future."),
        ({"done_on": date(2025, 3, 30)}, "It cannot be done before it was there."),
        ({"done_on": date(2026, 11, 4)}, "The day it was done lies in the future."),
        ({"plan": "x" * 501}, "The plan has 501 letters: at most 500 are kept."),
        ({"cost": -1.0}, "The cost lies between £0 and £1,000,000."),
    ],
)
def test_what_is_missing_or_impossible_is_said(stores, changes, words):
    with pytest.raises(Refusal, match="not kept") as refused:
        barriers.note(stores, OFFICER, Barrier(**{**GOOD.__dict__, **changes}))
    assert refused.value.problems == [words]
    assert register(stores) == []


def test_a_barrier_that_is_not_there_cannot_be_changed(stores):
    with pytest.raises(NotFound):
        barriers.alter(stores, OFFICER, "BR-none", GOOD)


def test_a_plan_is_kept_whole_and_closed_piece_by_piece_once(stores):
    first, second = outreach.keep(stores, OFFICER, "CH-03", PIECES, "C2", SOON)
    outreach.close(stores, OFFICER, first, outreach.DONE)
    rows = {row["outreach_id"]: row for row in stores.rows("outreach/planned")}
    assert [rows[one]["state"] for one in (first, second)] == ["done", "planned"]
    assert (rows[second]["accounts"], rows[second]["cost"], rows[second]["due_on"]) == (2, Decimal("420.00"), SOON)
    with pytest.raises(Refusal, match="already"):
        outreach.close(stores, OFFICER, first, outreach.DROPPED)
    with pytest.raises(NotFound):
        outreach.close(stores, OFFICER, "OP-none", outreach.DONE)
    with pytest.raises(Refusal, match="done or dropped"):
        outreach.close(stores, OFFICER, second, "maybe")


def test_a_plan_with_faults_is_refused_whole_and_every_fault_is_said(stores):
    faulty = [*PIECES, Piece("housebound", "yes", "pigeon", 1, 3.0), Piece("housebound", "yes", "phone", 0, 3.0)]
    with pytest.raises(Refusal) as refused:
        outreach.keep(stores, OFFICER, "CH-03", faulty, "", date(2026, 11, 2))
    assert refused.value.problems == [
        "Say who owns it.",
        "The day by which it is done lies in the past.",
        "pigeon to housebound is no way to ask.",
        "Between 1 and 200 accounts of one group are planned at once.",
    ]
    with pytest.raises(Refusal) as refused:
        outreach.keep(stores, OFFICER, "CH-03", [], "C2", SOON)
    assert refused.value.problems == ["Nobody is to be asked: give a number of accounts."]
    assert stores.rows("outreach/planned") == []


@pytest.mark.parametrize("role", ROLES)
def test_only_those_who_listen_may_write(stores, role):
    reader = looking_as(role)
    acts = [lambda: barriers.note(stores, reader, GOOD), lambda: outreach.keep(stores, reader, "X", PIECES, "C2", SOON)]
    for act in acts:
        if LISTEN in ROLES[role]:
            act()
        else:
            with pytest.raises(NotAllowed):
                act()
