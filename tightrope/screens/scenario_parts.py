"""Saved splits: the list, one opened with its own seed and figures, two compared, and files out and in."""

import streamlit as st

from tightrope.answers import scenario_difference, scenarios
from tightrope.answers.period import Period
from tightrope.answers.scenarios import Opened, Row
from tightrope.errors import NotFound, Refusal
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens import controls, scenario_depth, scenario_file, scenario_report, tables
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.plain import plain
from tightrope.whatif.compare import Waterfall

FORK = "fork"


def draw(house: House, reader: Reader, period: Period, chosen: dict[str, str]) -> str | None:
    """The saved split that is chosen, else the list. Returns fork| or saved| with a reference."""
    rows = scenarios.rows(house)
    title = st.container()
    if not rows:
        title.title("No split has been saved yet")
        note("Whoever moves the budget or a pot can save the split, with interests declared and the reason for it.")
        return scenario_file.draw(house, reader, period)
    names = {"": "All of them"} | scenarios.titles(house)
    left, right = st.columns(2)
    chosen["scenario"] = controls.select(
        left, "Saved split", list(names), chosen["scenario"], "saved_one", names.__getitem__
    )
    if not chosen["scenario"]:
        title.title(f"{len(rows)} splits are saved" if len(rows) > 1 else "One split is saved")
        _list(rows)
        return scenario_file.draw(house, reader, period)
    others = {"": "Nothing"} | {key: name for key, name in scenarios.titles(house).items() if key != chosen["scenario"]}
    chosen["beside"] = controls.select(
        right, "Beside it", list(others), chosen["beside"], "saved_beside", others.__getitem__
    )
    try:
        one = scenarios.opened(house, reader, period, chosen["scenario"])
        other = scenarios.opened(house, reader, period, chosen["beside"]) if chosen["beside"] else None
    except NotFound as refusal:
        title.title(str(refusal))
        return None
    title.title(plain(one.row.title))
    _one(one, {row.scenario_id: row.title for row in rows})
    if other is not None:
        _compare(one, other)
    elif one.scenario is not None:
        scenario_depth.draw(one.scenario)
    _files(one)
    if not scenarios.goes_on(house, one):
        note("It came from a file, so it is taken further there: change the JSON and look at it again.")
        return None
    return f"{FORK}|{one.row.scenario_id}" if st.button("Take it further", icon=":material/fork_right:") else None


def _list(rows: list[Row]) -> None:
    made = [
        {
            "title": one.title, "kind": "Pot, with effects" if one.kind == scenarios.EFFECTS else "Budget",
            "by": one.by, "saved": one.saved_at, "interests": one.interests, "moves": one.moves,
        }
        for one in rows
    ]  # fmt: skip
    columns = {
        "title": "Name", "kind": "What", "by": "Saved by",
        "saved": st.column_config.DatetimeColumn("When", format="D MMM YYYY, HH:mm"),
        "interests": "Interests", "moves": "Steps",
    }  # fmt: skip
    tables.table(made, columns, "Saved splits, newest first", "")


def _one(one: Opened, titles: dict[str, str]) -> None:
    values = {
        "row": one.row, "parent": titles.get(one.row.parent_id or "", ""), "changed": one.changed, "moves": one.moves,
    }  # fmt: skip
    panel("scenario.html", "scenario", values | scenario_report.table(one) | scenario_report.told(one))


def _compare(one: Opened, other: Opened) -> None:
    st.header(f"From \u201c{plain(one.row.title)}\u201d to \u201c{plain(other.row.title)}\u201d")
    words = scenario_difference.difference(one, other)
    bars = []
    try:
        bars = _bars(scenario_difference.steps(one, other), one, other)
    except Refusal as refusal:
        if one.scenario is not None and other.scenario is not None:
            words = [str(refusal), *words]
    panel("waterfall.html", "waterfall", {"bars": bars, "words": words})


def _bars(fall: Waterfall, one: Opened, other: Opened) -> list[dict]:
    """Start, each step from where the one before ended, what they do together, end: on one scale from 0."""
    at, made = fall.start, [(one.row.title, 0.0, fall.start, True)]
    for step in fall.steps:
        made.append((step.name, at, at + step.change, False))
        at += step.change
    made.append(("What the steps do only together", at, at + fall.together, False))
    made.append((other.row.title, 0.0, fall.end, True))
    low, high = min(0.0, *(min(a, b) for _, a, b, _ in made)), max(0.0, *(max(a, b) for _, a, b, _ in made))
    span = (high - low) or 1.0
    return [
        {
            "name": name, "whole": whole, "at": round((min(a, b) - low) / span * 100, 1),
            "wide": round(abs(b - a) / span * 100, 1), "said": f"{b:.1f}" if whole else f"{round(b - a, 1) + 0.0:+.1f}",
        }
        for name, a, b, whole in made
    ]  # fmt: skip


def _files(one: Opened) -> None:
    left, right = st.columns(2)
    left.download_button(
        "Scenario as JSON", one.body, f"split-{one.row.scenario_id}.json", "application/json",
        icon=":material/download:", width="stretch",
    )  # fmt: skip
    right.download_button(
        "Report as one HTML file", scenario_report.report(one), f"split-{one.row.scenario_id}.html", "text/html",
        icon=":material/print:", width="stretch",
    )  # fmt: skip
