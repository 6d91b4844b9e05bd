"""Money on the data page: the year's budget and payments by service line, held against what finance said."""

from decimal import Decimal

import streamlit as st

from tightrope.answers.loaded import Ledger
from tightrope.screens.tables import download, table
from tightrope.screens.words import millions, month, pounds

COLUMNS = {
    "gross": "Budget, gross",
    "net": "Net of what people and the NHS pay",
    "recurring_gross": "Every year, gross",
    "once_gross": "Once, gross",
    "recurring_net": "Every year, net",
    "once_net": "Once, net",
    "paid": "Paid to contracts",
    "published": "Published payments",
}
TOTAL = "All lines"


def money(ledger: Ledger) -> None:
    """The ledger by service line with payments beside it, and the control lines."""
    st.header(f"Budget {ledger.year} by service line")
    st.text(reconciled(ledger))
    if ledger.has("net") and ledger.said_net:
        st.text(_held("net", ledger.said_net, ledger.net, ledger.net_difference))
    if ledger.has("paid") and ledger.paid_to:
        st.text(
            f"Paid to contracts: {millions(ledger.sum('paid'))} for {ledger.year}, up to {month(ledger.paid_to)}. "
            "What is not bought by contract has no payment here."
        )
    if not ledger.has("gross"):
        st.text("No budget is loaded for this year: budget.csv brings it.")
    if not ledger.has("paid"):
        st.text("No payment by contract is loaded for this year: payment.csv brings it.")
    names = {name: words for name, words in COLUMNS.items() if ledger.has(name)}
    if not names:
        return
    rows = [{"service_name": line["service_name"], **_plain(line, names)} for line in ledger.lines]
    rows.append({"service_name": TOTAL, **{name: float(ledger.sum(name)) for name in names}})
    columns = {"service_name": "Service line"} | {
        name: st.column_config.NumberColumn(words, format="£%,.0f") for name, words in names.items()
    }
    table(rows, columns, "Budget and payments by service line in pounds", "")
    download("These rows as CSV", ledger.lines, "tightrope-money.csv", "budget")


def reconciled(ledger: Ledger) -> str:
    """The gross budget loaded against finance's ledger, in one sentence, with the difference named."""
    if not ledger.has("gross"):
        return f"No budget is loaded for {ledger.year}, so nothing is held against finance's ledger."
    if not ledger.said_gross:
        return (
            f"Loaded here {millions(ledger.gross)}. Finance's ledger total is not in the settings yet "
            "(settings.toml, ledger_gross), so nothing is held against it."
        )
    return _held("gross", ledger.said_gross, ledger.gross, ledger.difference)


def _held(words: str, said: Decimal, loaded: Decimal, difference: Decimal) -> str:
    both = f"Finance's ledger {millions(said)} {words}, loaded here {millions(loaded)}"
    if difference == 0:
        return f"{both}: they agree to the pound."
    return f"{both}: {pounds(abs(difference))} {'more' if difference > 0 else 'less'} than finance says."


def _plain(line: dict, names: dict[str, str]) -> dict:
    return {name: None if line[name] is None else float(line[name]) for name in names}
