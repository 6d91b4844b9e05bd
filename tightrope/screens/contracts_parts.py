"""The parts of the contracts page that are about money: cost against others, against outcome, and a fair cost."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from tightrope.answers import contracts as answers
from tightrope.answers.contracts import BASIS_WORDS, SPEAKERS, Cost
from tightrope.answers.period import Period, earlier, month_of
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens import charts_cost, controls
from tightrope.screens.chart_looks import is_dark, show
from tightrope.screens.links import write
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.register import page
from tightrope.screens.tables import download, table
from tightrope.screens.words import count, day, month

PARTS = {
    "cost": "What we pay",
    "measures": "Is it moving?",
    "visits": "The visits",
    "terms": "Terms people feel",
    "staff": "Can they staff it?",
    "money": "Money now",
}
MONTHS_BACK = 59  # five years of visits can be looked at
ROOM = 0.04  # free at both ends of the track, of its length
NO_VALUE = "not given"


def choose_part(chosen: str) -> str:
    """Which part of the page to show."""
    return controls.parts(PARTS, chosen, "contracts_part")


def choose_line(rows: Sequence[Cost], chosen: str) -> str:
    """Which service line."""
    names = answers.lines_of(rows)
    return controls.select(
        st, "Service line", list(names), chosen, "line", names.__getitem__, label_visibility="collapsed"
    )


def choose_contract(rows: Sequence[Cost], chosen: str) -> str:
    """Which contract, of all that run."""
    names = {row.contract_id: f"{row.title} ({row.contract_id})" for row in rows}
    return controls.select(st, "Contract", list(names), chosen, "of", names.__getitem__, label_visibility="collapsed")


def months(last: date) -> tuple[str, str]:
    """The first and the last month of visits that can be chosen, as in the address."""
    return f"{earlier(last, MONTHS_BACK):%Y-%m}", f"{last:%Y-%m}"


def choose_months(last: date, chosen: dict[str, str]) -> Period:
    """From which month to which; the wrong way round they are swapped. Changes `chosen` in place."""
    known = [f"{earlier(last, back):%Y-%m}" for back in range(MONTHS_BACK, -1, -1)]
    left, right = st.columns(2)
    chosen["from"] = controls.select(left, "From", known, chosen["from"], "visits_from", _month)
    chosen["to"] = controls.select(right, "To", known, chosen["to"], "visits_to", _month)
    first, until = sorted((month_of(chosen["from"]), month_of(chosen["to"])))
    return Period(first, until)


def _month(key: str) -> str:
    return month(month_of(key))


def visits_title(row: Cost) -> str:
    """The contract whose visits are shown, and who gives it."""
    return f"{row.title}, {row.provider}: visit by visit"


def row_of(rows: Sequence[Cost], contract_id: str) -> Cost:
    """The contract of that id."""
    return next(row for row in rows if row.contract_id == contract_id)


def title_of(row: Cost) -> str:
    """The contract whose measures are shown, and who gives it."""
    return f"{row.title}, {row.provider}: is it moving?"


def against_others(house: House, rows: Sequence[Cost], service_id: str) -> str | None:
    """Price and cost of a unit delivered on one scale with published lines; returns what was pressed."""
    shown = [row for row in rows if row.service_id == service_id]
    lines = answers.reference_lines(house, service_id)
    marks = answers.comparable(lines, shown)
    bases = sorted({BASIS_WORDS.get(row.price_basis or "", "price basis not given") for row in shown})
    unit = shown[0].unit if shown else "unit"
    st.header(f"What one {unit} that was delivered cost")
    st.text(
        f"The ring is the price of one {unit}; the mark is what one cost once what was paid and not delivered is "
        f"counted, with its likely range. Basis: {', '.join(bases)}. Lower is not better by itself: below what staff "
        "cost, a contract cannot be kept. Contracts stand in the order of the register, which is no rank."
    )
    if len(bases) > 1:
        st.text("These contracts have prices of different basis, so they are not held against each other or a line.")
    elif lines and not marks:
        st.text("The published figures for this line are of another basis, so they are not drawn beside these prices.")
    pressed = panel("costs.html", "costs", _track(shown, marks))
    _too_cheap(shown, marks)
    return pressed


def register(rows: Sequence[Cost], service_id: str) -> None:
    """Every figure of the line's contracts as a table and a file."""
    st.header("Every contract of this line, in figures")
    st.text(
        "Cost for a person and month helped divides what was paid by months of support that people had, so that "
        "a week of care is not taken for a year of it."
    )
    shown = [_row(row) for row in rows if row.service_id == service_id]
    money = {"format": "£%,.2f"}
    whole = {"format": "£%,.0f"}
    columns = {
        "title": "Contract",
        "provider": "Provider",
        "kind": "How it is bought",
        "unit_price": st.column_config.NumberColumn("Price of a unit", **money),
        "each": st.column_config.NumberColumn("Cost of a unit delivered", **money),
        "per_person_month": st.column_config.NumberColumn("Cost for a person and month helped", **money),
        "not_delivered": st.column_config.NumberColumn("Paid and not delivered", **whole),
        "amount": st.column_config.NumberColumn("Paid in the period", **whole),
        "annual_value": st.column_config.NumberColumn("Value in a year", **whole),
        "whole_value": st.column_config.NumberColumn("Value over the whole term", **whole),
        "numbers": "By the contract",
        "stories": "Good experiences told",
        "regime": "Bought under",
        "officer": "Who is responsible",
        "ends_on": "Ends",
    }
    table(shown, columns, "Contracts of the line with prices in pounds", "No contract of this line runs today.")
    download("These rows as CSV", shown, "tightrope-contracts.csv", "contracts")


def against_outcome(house: House, reader: Reader, period: Period, rows: Sequence[Cost], chosen: str) -> str:
    """Cost against outcome over all lines, each dot by what people say; returns who is speaking."""
    st.header("Does it cost more where more is reached?")
    who = controls.select(st, "Who is speaking", list(SPEAKERS), chosen, "who", lambda one: SPEAKERS[one][0])
    found = answers.spots(house, reader, period, who)
    if not found:
        st.text("No line has three contracts with payments, deliveries and returns alike enough to compare.")
        return who
    st.text(
        f"{count(len(found), 'contract')}, each against the middle of its own line: to the right costs more for a unit "
        "delivered, upwards keeps more of what the contract asks. The shape says what people told of it. "
        "Lines whose contracts buy different things, such as nights and sittings of short breaks, spread widest."
    )
    st.text(answers.told_by(house, reader, period, who))
    show(charts_cost.quadrant(tuple(found), is_dark()), "quadrant", charts_cost.alt(found))
    with st.expander("The same as a table"):
        plain = [{"title": one.title, "cost": one.cost, "attained": one.attained, "voices": one.said} for one in found]
        columns = {
            "title": "Contract",
            "cost": st.column_config.NumberColumn("Cost, as a multiple of the line's middle", format="%.2f"),
            "attained": st.column_config.NumberColumn("How far the contract is kept", format="percent"),
            "voices": "What people told",
        }
        table(plain, columns, "Cost against outcome by contract", "")
    return who


def go(pressed: str, chosen: dict[str, str], data_date: date) -> None:
    """Open the measures of the contract that was pressed."""
    contract_id = pressed.partition("|")[2]
    values = {**chosen, "part": "measures", "of": contract_id}
    st.switch_page(page("contracts").script, query_params=write(values, data_date))


def _row(row: Cost) -> dict:
    plain = {
        name: None if getattr(row, name) is None else round(float(getattr(row, name)), 2)
        for name in ("unit_price", "per_person_month", "not_delivered", "amount", "annual_value", "whole_value")
    }
    return {
        "contract_id": row.contract_id,
        "title": row.title,
        "provider": row.provider,
        "kind": row.kind,
        "regime": row.regime,
        "officer": row.officer,
        "ends_on": day(row.ends_on),
        "price_basis": row.price_basis,
        "numbers": row.numbers_word,
        "stories": f"{row.good_tellers} of {row.voted}" if row.voted else "nobody heard",
        "each": round(row.each.median, 2) if row.each else None,
        **plain,
    }


def _track(shown: Sequence[Cost], marks: Sequence[dict]) -> dict:
    """Where everything stands on one scale, in per cent of the track."""
    known = [row for row in shown if row.each]
    ends = [value for row in known for value in (row.each.low, row.each.high)]
    ends += [float(row.unit_price) for row in known if row.unit_price is not None]
    ends += [line["amount"] for line in marks]
    least, most = (min(ends), max(ends)) if ends else (0.0, 1.0)
    room = (most - least or 1.0) * ROOM
    scale = most - least + 2 * room

    def at(value: float) -> float:
        return round((value - least + room) / scale * 100, 1)

    rows = []
    for row in shown:
        price = float(row.unit_price) if row.unit_price is not None else None
        rows.append(
            {
                "row": row,
                "at": at(row.each.median) if row.each else None,
                "low": at(row.each.low) if row.each else None,
                "wide": round(at(row.each.high) - at(row.each.low), 1) if row.each else None,
                "paid": at(price) if price is not None and row.each else -100,
                "each": f"£{row.each.median:,.2f}" if row.each else "",
                "price": f"£{price:,.2f}" if price is not None else NO_VALUE,
            }
        )
    letters = "ABCDEFGHIJ"
    lines = [
        {**line, "at": at(line["amount"]), "letter": letters[i], "words_amount": f"{line['amount']:,.2f}"}
        for i, line in enumerate(marks[: len(letters)])
    ]
    return {"rows": rows, "marks": lines}


def _too_cheap(shown: Sequence[Cost], marks: Sequence[dict]) -> None:
    line = answers.staff_line(marks)
    if line is None:
        return
    for row in answers.too_cheap(shown, line):
        st.warning(
            f"{row.title} ({row.provider}) is paid £{row.unit_price:,.2f}: too cheap to be kept. Staff alone cost "
            f"£{line['amount']:,.2f} at the legal minimum ({line['source']}, {line['year']}). That is a warning sign "
            "about whether it can last, and no proof of anything unlawful.",
            icon=":material/warning:",
        )


def worked_out() -> None:
    """How the figures of this part are made."""
    with st.expander("How this is worked out"):
        st.text(
            "Cost of a unit delivered: all pounds paid in the period over all units delivered in the same months. Its "
            "range comes from how far single months lie from that. Two contracts are called clearly apart only where "
            "their ranges do not touch, and only with the same service line, unit and price basis. Whole term: value "
            "in a year times the years of the term, without extensions. docs/methods/contracts.md has the formulas."
        )
        note("Pounds come from payments. A block that is paid whether used or not is counted as it was paid.")
