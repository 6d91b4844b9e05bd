"""One contract on the renewals page: its options, what changed from term to term, and the red flags that stand."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from tightrope.answers import officers, supply
from tightrope.answers.evidence import evidence
from tightrope.answers.period import Period
from tightrope.answers.red_flags import RedFlags, red_flags
from tightrope.answers.renewals import Renewal
from tightrope.answers.subjects import subjects
from tightrope.answers.term_change import TermChange, term_change
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.renewals.flag import CANNOT_SAY, CLEAR
from tightrope.screens import controls, renewals_parts
from tightrope.screens.links import write
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.register import page
from tightrope.screens.words import count

PARTS = {
    "options": "What is still open",
    "difference": "What changed last time",
    "flags": "Red flags",
    "change": "What would change this time",
}
MOST_OTHERS = 12
LEVELS = {"flag": "Flag", "note": "Note"}


def back() -> str | None:
    """The way back to the list; returns what was pressed."""
    return panel("back.html", "back", {})


def choose_part(chosen: str) -> str:
    """Which part of one contract to show."""
    return controls.parts(PARTS, chosen, "renewals_part")


def options(house: House, reader: Reader, period: Period, row: Renewal) -> str | None:
    """Its dates, the last committee of every option, and who else could take it; returns what was pressed."""
    st.title(_left(row))
    found = evidence(house, reader.audience, period)
    subject = subjects(found, "contract").get(row.contract_id)
    also = [*officers.renewed(house, row.contract_id)]
    also += [officers.responsible(house, found, subject)] if subject else []
    others = supply.others(house, reader, period, row.contract_id)
    values = {
        "row": row,
        "also": also,
        "others": others[:MOST_OTHERS],
        "more": max(len(others) - MOST_OTHERS, 0),
        "marks": renewals_parts.marks,
        "states": renewals_parts.STATES,
    }
    return panel("renewal_one.html", "renewal_one", values)


def difference(house: House, reader: Reader, period: Period, row: Renewal) -> str | None:
    """Every renewal so far, and the two specifications held against each other, sentence by sentence."""
    found = term_change(house, reader, row.contract_id, period)
    note(f"{row.title}, {row.provider}.")
    st.title(found.words.rstrip("."))
    values = {"found": found, "spec": None, "row": row, "named": _named(found)}
    return panel("difference.html", "difference", values | {"spec": found.changes[0].text if found.changes else None})


def flags(house: House, reader: Reader, period: Period, row: Renewal) -> str | None:
    """Every rule: those that stand first, each with its evidence and what would clear it."""
    if row.contract_id not in evidence(house, reader.audience, period).live:
        st.title(f"{row.title}: the register calls it ended, so no rule is applied")
        return None
    found = red_flags(house, reader, row.contract_id, period)
    standing = [one for one in found.raised if one.level == "flag"]
    st.title(f"{row.title}: {count(len(standing), 'red flag stands', 'red flags stand')}")
    values = {
        "raised": found.raised,
        "cannot": [one for one in found.flags if one.status == CANNOT_SAY],
        "clear": [one for one in found.flags if one.status == CLEAR],
        "unlooked": found.not_looked_at,
        "levels": LEVELS,
        "row": row,
    }
    return panel("flags.html", "flags", values)


def go_to_evidence(found: RedFlags, flag_id: str, data_date: date) -> None:
    """Open what a flag rests on."""
    flag = found.flag(flag_id)
    if flag is None:
        return
    key, values = flag.opens
    st.switch_page(page(key).script, query_params=write(dict(values), data_date))


def _left(row: Renewal) -> str:
    if row.holding_over:
        return f"{row.title}: holding over"
    lost = row.next_lost
    if lost is None:
        return f"{row.title}: no option is left in time"
    return f"{row.title}: {count(lost.days, 'day')} left to {_doing(lost.option_id, lost.name)}"


def _doing(option_id: str, name: str) -> str:
    """An option as it ends "days left to"."""
    return "end it" if option_id == "decommission" else name[:1].lower() + name[1:]


def _named(found: TermChange) -> Sequence[str]:
    """The two terms whose specifications are held against each other."""
    if not found.changes:
        return ()
    latest = found.changes[0]
    return (latest.before.contract_id, latest.after.contract_id)
