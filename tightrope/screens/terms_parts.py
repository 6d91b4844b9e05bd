"""Terms people feel: what a contract says beside what is told under it, and the contracts behind each value."""

from math import ceil, floor
from typing import Any

import streamlit as st

from tightrope import settings
from tightrope.answers import terms_felt as answers
from tightrope.answers.period import Period
from tightrope.answers.terms_felt import Felt, Value
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens import controls, links
from tightrope.screens.panel import panel
from tightrope.screens.register import page
from tightrope.screens.tables import download
from tightrope.screens.words import count

NOTHING = ""
LINK = ":material/link:"


def terms(house: House, reader: Reader, period: Period, clause: str) -> str:
    """Draw one clause beside what people tell; returns the clause that is chosen, "" where no contract has any."""
    known = answers.clauses(house, reader, period)
    if not known:
        st.header("What contracts say is not known")
        st.text("contract_term.csv brings it: a row for each contract and clause that people feel.")
        return NOTHING
    value = clause if clause in known else next(iter(known))
    if clause and clause != value:
        st.info(f"The link names a clause that is not here. You see {known[value].lower()} instead.", icon=LINK)
    picked = controls.select(st, "What the contract says", list(known), value, "terms_clause", known.__getitem__)
    every = answers.felt(house, reader, period, picked)
    for theme in dict.fromkeys(one.theme_id for one in every):
        first, *others = [one for one in every if one.theme_id == theme]
        _felt(first, period)
        if others:
            with st.expander(f"“{first.theme}” in {count(len(others), 'other service')}"):
                for one in others:
                    _felt(one, period)
    with st.expander("How this is worked out"):
        st.text(
            "One vote a person: somebody who spoke of it twice counts once under a value, and somebody who told of two "
            "contracts counts under the value of each. Only contracts that run today, and only services in which they "
            "say different things. A bar holds the true share in 8 of 10 such bars; where few people were heard it is "
            "drawn towards the other values. Two values are called different only where bars made wider still, the "
            "wider the more values there are, do not touch, and 8 people or more were heard under each."
        )
    return picked


def _felt(found: Felt, period: Period) -> None:
    """One theme in one service line: the answer, the bars, the contracts behind each, and the rows as a file."""
    name = f"{found.theme_id}_{found.service_id}"
    values = {
        "found": found,
        "period": period.words,
        "values": [_place(one) for one in found.values],
        "name": name,
    }
    pressed = panel("terms_felt.html", f"terms_{name}", values)
    if pressed:
        _go_to_weigh(pressed, period)
    rows = [
        {
            "clause": found.clause,
            "value": value.value,
            "theme": found.theme_id,
            "contract_id": one.contract_id,
            "title": one.title,
            "told": one.told_words,
            "told_under_value": value.words,
        }
        for value in found.values
        for one in value.under
    ]
    download("These contracts as CSV", rows, f"tightrope-terms-{name}.csv", f"terms_csv_{name}")


def _place(value: Value) -> dict[str, Any]:
    """Where a value's bar stands on the track, in percent."""
    if value.low is None or value.middle is None or value.high is None:
        return {"value": value, "range": ""}
    low, at, high = (100 * one for one in (value.low, value.middle, value.high))
    return {
        "value": value,
        "low": round(low, 1),
        "wide": round(high - low, 1),
        "at": round(at, 1),
        "range": f"speak of it; allowing for chance, {floor(low)} to {ceil(high)} of 100",
    }


def _go_to_weigh(contract_id: str, period: Period) -> None:
    """Open Weigh on a contract, for the same months."""
    chosen = {
        "kind": "contract",
        "of": contract_id,
        "from": f"{period.first:%Y-%m}",
        "to": f"{period.last:%Y-%m}",
        "with": "nothing",
        "look": "nothing",
    }
    st.switch_page(page("weigh").script, query_params=links.write(chosen, settings.today()))
