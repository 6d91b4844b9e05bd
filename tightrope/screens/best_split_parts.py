"""The best split: never one winner, but the range of all that are as good, and what more fairness would cost."""

from collections.abc import Mapping

import streamlit as st

from tightrope.answers import best_split as answers
from tightrope.answers.best_split import Found
from tightrope.screens import tables
from tightrope.screens.panel import panel
from tightrope.screens.words import pounds
from tightrope.whatif.model import Scenario

ROUNDING = 1e-6
AT_ONCE = 12  # lines up to which it is worked out without being asked for
LEFT, RIGHT, TOP, BOTTOM = 70.0, 400.0, 20.0, 210.0  # of the picture of fairness


def draw(scenario: Scenario, chosen: Mapping[str, float]) -> None:
    """What would do most, beside the split that is chosen (pounds by line)."""
    with st.expander("What would do most"):
        if len(scenario.lines) > AT_ONCE and not st.toggle("Work it out: with many lines it may take some seconds"):
            return
        found = answers.best_split(scenario)
        panel("best_split.html", "best_split", _values(scenario, found, chosen))
        if found.near is None:
            return
        rows = [
            {
                "line": line.name, "least": found.near.lines[line.id].least, "best": found.near.lines[line.id].best,
                "most": found.near.lines[line.id].most, "chosen": chosen.get(line.id, 0.0),
            }
            for line in scenario.lines
        ]  # fmt: skip
        money = {"least": "At least", "best": "In the best", "most": "At most", "chosen": "You chose"}
        columns = {"line": "Line"} | {
            key: st.column_config.NumberColumn(words, format="£%.0f") for key, words in money.items()
        }
        tables.table(rows, columns, "Pounds of each line over all splits as good as the best", "")
        tables.download("Best splits as CSV", rows, "best-splits.csv", "best_csv")


def _values(scenario: Scenario, found: Found, chosen: Mapping[str, float]) -> dict:
    near = found.near
    if near is None:
        return {"why": found.why, "clash": [str(one) for one in found.clash]}
    total = scenario.total or 1.0
    lines = []
    for line in scenario.lines:
        one = near.lines[line.id]
        lines.append(
            {
                "name": line.name, "at": round(one.least / total * 100, 1),
                "wide": round((one.most - one.least) / total * 100, 1), "best": round(one.best / total * 100, 1),
                "here": round(chosen[line.id] / total * 100, 1) if line.id in chosen else None,
                "said": f"{pounds(one.least)} to {pounds(one.most)}; {pounds(one.best)} in the best",
            }
        )  # fmt: skip
    left = f" {pounds(near.best.left_over)} are left over: they bring nothing anywhere." if near.best.left_over else ""
    return {
        "why": "", "clash": [], "shared": near.shared, "lines": lines, "within": f"{near.within:.0%}",
        "members": [one.words for one in near.members],
        "proof": f"No split avoids more than {near.best.bound:.2f} {scenario.outcome}; the best avoids "
        f"{near.best.gain:.2f}{_gap(near.best.gap)}.{left}",
        **_fairness(scenario, found),
    }  # fmt: skip


def _gap(gap: float) -> str:
    """What is not proved of the best, where that is more than a rounding."""
    return f"; a better one by {gap:.2%} cannot be ruled out" if gap > ROUNDING else ""


def _fairness(scenario: Scenario, found: Found) -> dict:
    """The line from most in all to most for the poorest."""
    if len(found.points) < 2:
        return {"points": [], "cost": ""}
    first, last = found.points[0], found.points[-1]
    wide, high = (last.poorest - first.poorest) or 1.0, (first.gain - last.gain) or 1.0
    points = [
        {
            "x": round(LEFT + (one.poorest - first.poorest) / wide * (RIGHT - LEFT), 1),
            "y": round(BOTTOM - (one.gain - last.gain) / high * (BOTTOM - TOP), 1),
        }
        for one in found.points
    ]
    cost = (
        f"From {first.gain:.1f} {scenario.outcome} in all, {first.poorest:.1f} of them for the most deprived, to "
        f"{last.gain:.1f} in all and {last.poorest:.1f} for the most deprived."
    )
    return {"points": points, "cost": cost}
