"""The barrier register: why a group is not heard, since when, who owns it, what is planned, at what cost."""

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from tightrope import settings
from tightrope.answers import barriers as answers
from tightrope.answers.barriers import KIND_WORDS, Standing
from tightrope.answers.evidence import Evidence
from tightrope.answers.outreach import officers
from tightrope.answers.standing import group_words
from tightrope.errors import Refusal
from tightrope.records import barriers as records
from tightrope.records.barriers import Barrier
from tightrope.records.house import House
from tightrope.records.roles import LISTEN, Reader
from tightrope.screens import controls, tables
from tightrope.screens.panel import panel

ALL = "all"
FIRST = 30  # barriers drawn at once; the rest stand in the table
MAY_NOT = "Your role reads the register and does not write in it."


def draw(house: House, reader: Reader, found: Evidence, contract_id: str) -> str:
    """The register of one contract, or of all for ""; returns the contract that is picked now."""
    title = st.container()
    titles = {ALL: "All contracts"} | {one: f"{found.contracts[one]['title']} ({one})" for one in found.live}
    picked = controls.select(
        st, "Contract", list(titles), contract_id if contract_id in titles else ALL, "barriers_contract",
        titles.__getitem__,
    )  # fmt: skip
    contract_id = "" if picked == ALL else picked
    rows = answers.register(house, found, contract_id)
    title.title(answers.sentence(rows).rstrip("."))
    pressed = panel("barriers.html", "barriers", {"rows": rows[:FIRST], "may": reader.may(LISTEN)})
    what, _, key = (pressed or "").partition("|")
    if what in ("change", "plan"):
        st.session_state["barrier_open"] = key
    chosen = next((one for one in rows if one.barrier_id == st.session_state.get("barrier_open")), None)
    if not reader.may(LISTEN):
        st.text(MAY_NOT)
    elif chosen is not None:
        _change(house, reader, chosen)
    else:
        _new(house, reader, found, contract_id)
    _table(rows)
    return contract_id


def _change(house: House, reader: Reader, one: Standing) -> None:
    who = officers(house)
    st.header(f"{one.title}: {one.group}")
    with st.form(f"barrier_{one.barrier_id}", enter_to_submit=False):
        keys = list(who)
        at = keys.index(one.owner_id) if one.owner_id in keys else None
        owner = st.selectbox("Who owns it", keys, index=at, format_func=who.__getitem__)
        plan = st.text_area("What will be done", one.plan, max_chars=records.MOST_LETTERS)
        left, right = st.columns(2)
        cost = left.number_input("What it costs (£)", 0.0, float(records.MOST_COST), one.cost, step=50.0)
        done = right.date_input("Done on (leave empty while it is not)", one.done_on, max_value=settings.today())
        kept, closed = st.columns(2)
        keep = kept.form_submit_button("Keep", type="primary", width="stretch")
        close = closed.form_submit_button("Close without keeping", width="stretch")
    if close or (keep and _kept(house, reader, one, owner, plan, cost, done)):
        st.session_state.pop("barrier_open", None)
        st.rerun()


def _kept(
    house: House, reader: Reader, one: Standing, owner: str | None, plan: str, cost: float | None, done: date | None
) -> bool:
    row = next(each for each in house.stores.rows("outreach/barriers") if each["barrier_id"] == one.barrier_id)
    noted = {name: row[name] for name in ("contract_id", "group_kind", "group_value", "kind", "since_on")}
    barrier = Barrier(**noted, owner_id=owner, plan=plan.strip(), cost=cost, done_on=done)
    return _try(records.alter, house.stores, reader, one.barrier_id, barrier)


def _new(house: House, reader: Reader, found: Evidence, contract_id: str) -> None:
    """A new barrier of the contract that is picked; the groups are those that people_served names for it."""
    with st.expander("Note what keeps a group from being heard"):
        if not contract_id:
            st.text("Pick a contract above first.")
            return
        served = found.served.get(contract_id, {})
        groups = [(kind, value) for kind, values in served.items() if kind != ALL for value in values]
        if not groups:
            st.text("people_served.csv brings the groups of people who draw on this contract.")
            return
        who = officers(house)
        with st.form("barrier_new", enter_to_submit=False):
            group = st.selectbox("Which group", groups, index=None, format_func=lambda one: group_words(*one))
            kind = st.selectbox("What stands in the way", list(KIND_WORDS), index=None, format_func=KIND_WORDS.get)
            since = st.date_input("Since when", settings.today(), max_value=settings.today())
            owner = st.selectbox("Who owns it", list(who), index=None, format_func=who.__getitem__)
            plan = st.text_area("What will be done", max_chars=records.MOST_LETTERS)
            cost = st.number_input("What it costs (£)", 0.0, float(records.MOST_COST), None, step=50.0)
            sent = st.form_submit_button("Put it on the register")
        if sent:
            kind_of, value = group or ("", "")
            barrier = Barrier(contract_id, kind_of, value, kind or "", since, owner, plan.strip(), cost)
            if _try(records.note, house.stores, reader, barrier):
                st.rerun()


def _try(write: Callable[..., Any], *arguments: Any) -> bool:
    try:
        write(*arguments)
    except Refusal as refusal:
        st.error("\n\n".join([str(refusal), *refusal.problems]))
        return False
    return True


def _table(rows: list[Standing]) -> None:
    listed = [
        {
            "contract": one.title, "group": one.group, "barrier": one.kind, "since": one.since_on, "owner": one.owner,
            "plan": one.plan, "cost": one.cost, "done": one.done_on,
        }
        for one in rows
    ]  # fmt: skip
    if len(rows) > FIRST:
        columns = {"contract": "Contract", "group": "Group", "barrier": "Barrier", "since": "Since", "done": "Done"}
        tables.table(listed, columns, "Every barrier on the register", "")
    tables.download("The register as CSV", listed, "barriers.csv", "barriers_csv")
