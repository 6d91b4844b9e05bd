"""The survey on the Missing page: whom it reached, what it may say of everybody, and what no account may."""

from typing import Any

import streamlit as st

from tightrope.answers.missing_survey import Margin, Survey, survey
from tightrope.answers.period import Period
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.tables import download, table
from tightrope.weighing.raking import TRIM
from tightrope.weighing.survey import FEWEST_FORMS, ON_FILE

HOW = (
    "Weights make those who answered match those who use it, by one kind of group after the other until nothing moves "
    f"(raking), cut to between {TRIM[0]} and {TRIM[1]:.0f}. What the weights cost is the design effect, n / n_eff "
    "with n_eff = (sum of w)\u00b2 / sum of w\u00b2; the interval is 1.96 \u00d7 (p (1 - p) / n_eff)^\u00bd, 95%. "
    f"Forms are weighted only where at least {FEWEST_FORMS} came back and at least {ON_FILE:.0%} of those that came "
    "back are on file, and never where a group has nobody in it. docs/methods/missing.md has the worked case."
)


def draw(house: House, reader: Reader, period: Period, chosen: dict[str, str]) -> None:
    """What the survey may say of everybody, or why it may not; whom it reached, by every group that is noted."""
    found = survey(house, reader, period, chosen["kind"], chosen["of"])
    st.title(found.title)
    if found.weighted_words:
        st.text(found.weighted_words)
    for words in (found.refused, found.unweighted):
        if words:
            st.text(words)
    if found.self_selected:
        st.header("What all other accounts may not be turned into")
        st.text(found.self_selected)
    if found.margins:
        st.header("Whom the survey reached")
        note(f"Asked in {found.year}. Blue square: share of those who use it. Clay dot: share of those who answered. "
             "Nearer to each other is better.")  # fmt: skip
        panel("missing_survey.html", "missing_survey", {"margins": [_margin(one) for one in found.margins]})
        _figures(found)
    with st.expander("How this is worked out"):
        st.text(HOW)
        for one in found.margins:
            if one.found.size is not None:
                st.text(f"{one.title}: n_eff {one.found.size:,.2f}, design effect {one.found.design:,.3f}.")
        if found.weighted:
            st.text(f"Forms: n_eff {found.weighted.size:,.2f}, design effect {found.weighted.design:,.3f}.")


def _margin(one: Margin) -> dict[str, Any]:
    served, answered = sum(row.served for row in one.rows), sum(row.answered for row in one.rows)
    rows = [
        {
            "name": f"{row.name[:1].upper()}{row.name[1:]}",
            "at": round(100 * row.served / served, 1),
            "told": round(100 * row.answered / answered, 1) if answered else None,
            "asked": f"{row.asked:,}",
            "answered": f"{row.answered:,}",
            "served": f"{row.served:,}",
            "weight": f"{row.weight:.1f}" if row.weight else "",
        }
        for row in one.rows
    ]
    return {"title": one.title, "said": one.said, "rows": rows}


def _figures(found: Survey) -> None:
    rows = [
        {"kind": one.title, "group": row.name, "served": row.served, "asked": row.asked, "answered": row.answered,
         "weight": None if row.weight is None else round(row.weight, 3)}
        for one in found.margins
        for row in one.rows
    ]  # fmt: skip
    columns = {"kind": "By", "group": "Group", "served": "People who use it", "asked": "Asked"}
    columns |= {"answered": "Answered", "weight": "Each answer would count for"}
    with st.expander("The figures as a table"):
        table(rows, columns, "People asked and people who answered the survey, by group", "")
        download("These rows as CSV", rows, "tightrope-survey-reach.csv", "missing_survey_csv")
