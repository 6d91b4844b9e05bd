"""The outreach planner: whom to ask, by which route, how many, at what cost, and what grade that comes to."""

from datetime import timedelta

import streamlit as st

from tightrope import settings
from tightrope.answers import outreach as answers
from tightrope.answers.outreach import ROUTE_WORDS, Situation
from tightrope.answers.period import Period
from tightrope.errors import Refusal
from tightrope.records import outreach as records
from tightrope.records.house import House
from tightrope.records.outreach import Piece
from tightrope.records.roles import LISTEN, Reader
from tightrope.screens import controls, tables
from tightrope.screens.note import note
from tightrope.screens.panel import panel, render
from tightrope.weighing.outreach import ROUTES, Group, Plan

LIFT, SETTLE = "lift", "settle"
AIMS = {LIFT: "Trust what was heard", SETTLE: "Settle what we cannot tell"}
MAY_NOT = "Your role sees what it would take, and does not plan it."
WEEKS = 8  # usual time to arrange visits and write them down
NO_BASE = "Nobody knows who draws on this service: people_served.csv brings the groups to ask and their numbers."


def draw(house: House, reader: Reader, period: Period, contract_id: str, kind: str = "", value: str = "") -> str:
    """The planner of one contract, with one group asked in any case; returns the contract that is picked now."""
    known = answers.contracts(house, reader, period)
    if not known:
        st.title("No contract runs today, so there is nobody to plan for")
        return contract_id
    contract_id = contract_id if contract_id in known else next(iter(known))
    one = answers.situation(house, reader, contract_id, period)
    aim = AIMS[LIFT] if answers.settling(one) is None else ""
    wanted = LIFT
    title = st.container()
    contract_id = controls.select(st, "Contract", list(known), contract_id, "outreach_contract", known.__getitem__)
    if one.contract_id != contract_id:
        one = answers.situation(house, reader, contract_id, period)
    if not one.groups:
        title.title(f"Whom to ask about {one.title} is not known")
        note(NO_BASE)
        return contract_id
    if not aim:
        wanted = st.segmented_control(
            "Aim", list(AIMS), format_func=AIMS.__getitem__, default=LIFT, key=f"outreach_aim_{contract_id}",
            required=True,
        )  # fmt: skip
    proposed = answers.settling(one) if wanted == SETTLE else answers.lift(one)
    top = st.container()
    plan = _rows(one, proposed, kind, value, f"{contract_id}_{wanted}_{kind}_{value}")
    title.title(_title(one, plan))
    with top:
        st.text(answers.sentence(one, plan))
        _why(one, plan)
    _take_away(one, plan)
    _keep(house, reader, one, plan)
    _planned(house, reader, contract_id)
    _costs()
    return contract_id


def _title(one: Situation, plan: Plan) -> str:
    if not plan.asks:
        return f"{one.title}: nobody more has to be asked for a grade {plan.before}"
    accounts = "1 more account" if plan.accounts == 1 else f"{plan.accounts} more accounts"
    return f"{one.title}: {accounts}, about £{plan.cost:,.0f}"


def _rows(one: Situation, proposed: Plan, kind: str, value: str, key: str) -> Plan:
    """Numbers and routes, as proposed until somebody changes them; what comes of them."""
    st.header("Whom to ask, and how")
    asked = answers.asks_of(proposed)
    extra = answers.asked_for(one, kind, value) if kind else None
    groups = [*one.groups, *([extra] if extra and extra not in one.groups else [])]
    groups.sort(key=lambda group: ((group.kind, group.value) not in asked, group.heard > 0))
    made = []
    for group in groups:
        name = (group.kind, group.value)
        number = asked[name].accounts if name in asked else 1 if group is extra else 0
        route = asked[name].route if name in asked else group.route
        made.append(_row(group, number, route, f"{key}_{group.kind}_{group.value}"))
    return answers.by_hand(one, made)


def _row(group: Group, number: int, route: str, key: str) -> tuple[Group, str, int]:
    name, way, count = st.columns([2.4, 1.6, 1], vertical_alignment="center")
    served = f"{group.people} served" if group.people else "how many is not known"
    heard = "nobody heard" if not group.heard else f"{group.heard} heard"
    name.text(f"{group.name[:1].upper()}{group.name[1:]} ({served}, {heard})")
    picked = way.selectbox(
        f"How to ask {group.name}", ROUTES, index=ROUTES.index(route), format_func=ROUTE_WORDS.__getitem__,
        key=f"route_{key}", label_visibility="collapsed",
    )  # fmt: skip
    wanted = count.number_input(
        f"Accounts from {group.name}",
        0,
        records.MOST_ACCOUNTS,
        number,
        key=f"count_{key}",
        label_visibility="collapsed",
    )
    return group, picked, int(wanted)


def _why(one: Situation, plan: Plan) -> None:
    values = {"one": one, "plan": plan, "still": plan.left if plan.asks else one.reasons}
    panel("outreach.html", "outreach", values)


def _take_away(one: Situation, plan: Plan) -> None:
    if not plan.asks:
        return
    rows = answers.work_list(one, plan)
    council, today = settings.settings().council, settings.today()
    html, _ = render("work_list.html", one=one, plan=plan, rows=rows, council=council, today=today)
    left, right = st.columns(2)
    left.download_button(
        "Work list to print", html, file_name=f"work-list-{one.contract_id}.html", mime="text/html",
        icon=":material/print:", width="stretch",
    )  # fmt: skip
    with right:
        tables.download("Work list as CSV", rows, f"work-list-{one.contract_id}.csv", "work_list_csv")


def _keep(house: House, reader: Reader, one: Situation, plan: Plan) -> None:
    if not plan.asks:
        return
    if not reader.may(LISTEN):
        st.text(MAY_NOT)
        return
    who = answers.officers(house)
    if not who:
        note("commissioner.csv brings the officers who can own this work.")
        return
    today = settings.today()
    with st.form("outreach_keep", enter_to_submit=False):
        left, right = st.columns(2)
        owner = left.selectbox("Who owns it", list(who), index=None, format_func=who.__getitem__)
        due = right.date_input("Done by", today + timedelta(weeks=WEEKS), min_value=today)
        if not st.form_submit_button("Keep this plan"):
            return
    pieces = [Piece(ask.group.kind, ask.group.value, ask.route, ask.accounts, ask.cost) for ask in plan.asks]
    try:
        records.keep(house.stores, reader, one.contract_id, pieces, owner or "", due)
    except Refusal as refusal:
        st.error("\n\n".join([str(refusal), *refusal.problems]))
        return
    st.rerun()


def _planned(house: House, reader: Reader, contract_id: str) -> None:
    rows = answers.planned(house, contract_id)
    if not rows:
        return
    st.header("Planned for these people")
    pressed = panel("outreach_planned.html", "planned", {"rows": rows, "may": reader.may(LISTEN)})
    what, _, key = (pressed or "").partition("|")
    if what in (records.DONE, records.DROPPED):
        try:
            records.close(house.stores, reader, key, what)
        except Refusal as refusal:
            st.error(str(refusal))
            return
        st.rerun()


def _costs() -> None:
    with st.expander("How this is worked out"):
        st.text(
            "The grade is worked out by the same rule as on Weigh, as if every account had been told by somebody new. "
            "Missing groups come first; then the cheapest route, and another where too many would come one way. An "
            "advocate's account ends nobody's silence. What one account costs is the council's to set (settings, "
            "outreach)."
        )
        rows = [{"how": ROUTE_WORDS[route], "pounds": cost} for route, cost in answers.costs().items()]
        columns = {"how": "Route", "pounds": st.column_config.NumberColumn("Pounds an account", format="£%.0f")}
        tables.table(rows, columns, "What one account costs by route", "")
