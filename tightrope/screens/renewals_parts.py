"""The list on the renewals page: every contract with the option that is lost next, and the dates as files."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from tightrope import settings
from tightrope.answers.renewals import Renewal, calendar
from tightrope.renewals.options import LOST
from tightrope.screens.links import write
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.register import page
from tightrope.screens.tables import download
from tightrope.screens.words import day

FIRST = 8  # contracts before "show all": the rest has more time
SHOW_ALL = "all"
SHOWN_DAYS = 1461  # four years from today on the line of the term
STATES = {"open": "Open", "lost": "Lost", "not_offered": "Not in it", "unknown": "Not known"}


def explained() -> None:
    """What the dates rest on."""
    lead = settings.settings().lead_months
    note(
        f"A re-tender takes {lead.retender} months from the decision to the first day, bringing it in-house "
        f"{lead.insource}, an extension {lead.extend}: the council sets them. Bars run from today; an upright line is "
        "the last committee of an open option."
    )


def contracts(rows: Sequence[Renewal], flagged: Mapping[str, int], everything: bool) -> str | None:
    """The list; `flagged` is how many red flags stand. Returns what was pressed: SHOW_ALL, open|id or weigh|id."""
    shown = rows if everything else rows[:FIRST]
    pressed = panel("renewals.html", "renewals_list", {"rows": shown, "marks": marks, "flagged": flagged})
    if len(shown) < len(rows) and st.button(f"Show all {len(rows)}", key="show_all"):
        return SHOW_ALL
    return pressed


def as_files(rows: Sequence[Renewal]) -> None:
    """Every option of these contracts as one file, and every date as a calendar."""
    plain = [
        {
            "contract_id": row.contract_id,
            "title": row.title,
            "ends_on": row.ends_on,
            "option": one.name,
            "status": STATES[one.status],
            "committee": one.meeting.meets_on if one.meeting else None,
            "paper_due": one.meeting.papers_due_on if one.meeting else None,
            "words": one.words,
        }
        for row in rows
        for one in row.options
    ]
    download("These options as CSV", plain, "tightrope-renewals.csv", "renewals_csv")
    st.download_button(
        "These dates as a calendar (.ics)",
        lambda: calendar(rows),
        file_name="tightrope-renewals.ics",
        mime="text/calendar",
        key="renewals_ics",
    )


def go_to(contract_id: str, data_date: date) -> None:
    """Open this page on one contract."""
    st.switch_page(page("renewals").script, query_params=write({"of": contract_id, "part": "options"}, data_date))


def go_to_weigh(contract_id: str, data_date: date) -> None:
    """Open Weigh on the contract."""
    values = {"kind": "contract", "of": contract_id, "look": "nothing"}
    st.switch_page(page("weigh").script, query_params=write(values, data_date))


def marks(row: Renewal, whole: bool = False) -> list[dict[str, Any]]:
    """Where the term, its extension, notice, review and last committees stand, in per cent of the line.

    The line is four years from today on; with `whole` it is the term from its start to its last day with extensions.
    """
    today = settings.today()
    last = max(row.ends_on, row.could_run_to or row.ends_on)
    first = row.starts_on if whole else today
    days = max((max(last, today) - first).days, 1) if whole else SHOWN_DAYS

    def at(when: date) -> float:
        return round(min(max((when - first).days / days, 0.0), 1.0) * 100, 1)

    end, begin = at(row.ends_on), at(row.starts_on)
    made = [{"kind": "runs", "at": begin, "wide": end - begin, "words": f"Ends {day(row.ends_on)}"}]
    if row.could_run_to and row.could_run_to > row.ends_on:
        further = round(at(row.could_run_to) - end, 1)
        made.append({"kind": "extends", "at": end, "wide": further, "words": f"Extended to {day(row.could_run_to)}"})
    for when, words in ((row.notice_on, "Notice by"), (row.review_on, "Review on")):
        if when and when >= first:
            made.append({"kind": "dated", "at": at(when), "words": f"{words} {day(when)}"})
    for one in row.options:
        if one.meeting and one.status != LOST:
            words = f"{one.name}: {day(one.meeting.meets_on)}"
            made.append({"kind": "meets", "at": at(one.meeting.meets_on), "words": words})
    if whole:
        made.append({"kind": "today", "at": at(today), "words": f"Today, {day(today)}"})
    return made
