"""The parts of the Missing page. Each draws its title, its picture and its figures, and returns what was pressed."""

from typing import Any

import streamlit as st

from tightrope.answers import missing as answers
from tightrope.answers.evidence import evidence
from tightrope.answers.missing import Block, Who
from tightrope.answers.missing_groups import group_name, most_served
from tightrope.answers.missing_words import is_missing, verdict_words
from tightrope.answers.period import Period
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens import barriers_parts, met_parts, missing_more, missing_survey_parts, outreach_parts
from tightrope.screens.missing_choices import BARRIERS, MET, PLAN, SILENCE, STEPS, SURVEY
from tightrope.screens.missing_more import sorts_as_drawn
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.tables import download, table
from tightrope.weighing.representation import FEWER, LEAST, MOST, Group

ROOM = 0.05  # of their share: less is said as hardly anybody, not as 0.0
HOW = (
    "A group's share of those who told us is set against its share of the people who use it; between half and "
    "twice that share is all right. The line round the share holds the true share in 8 of 10 such lines. Where it "
    "is not known to which group somebody belongs, they stay in the count as a bar of their own, and no group is "
    "called too few that they might fill. A group is called missing where at least one person would be expected. "
    "Groups of fewer than eight people are not named. Nobody's account stands in for another's: people, families, "
    "advocates and witnesses are counted apart. docs/methods/missing.md has the formulas and a worked case."
)


def draw(house: House, reader: Reader, period: Period, chosen: dict[str, str]) -> str | None:
    """The view that is chosen; returns what was pressed."""
    view = chosen["view"]
    if view == SILENCE:
        return missing_more.silence(house, reader, period)
    if view == STEPS:
        return missing_more.steps(house, reader, period, chosen)
    if view == SURVEY:
        return missing_survey_parts.draw(house, reader, period, chosen)
    if view == BARRIERS:
        found = evidence(house, reader.audience, period)
        chosen["contract"] = barriers_parts.draw(house, reader, found, chosen["contract"])
        return None
    if view == PLAN:
        group = (chosen["group_kind"], chosen["group_value"])
        picked = outreach_parts.draw(house, reader, period, chosen["contract"], *group)
        if picked != chosen["contract"]:
            chosen.update(contract=picked, group_kind="", group_value="")
        return None
    if view == MET:
        found = evidence(house, reader.audience, period)
        chosen["service"], pressed = met_parts.draw(house, reader, period, found, chosen["service"])
        return pressed
    return who(house, reader, period, chosen)


def who(house: House, reader: Reader, period: Period, chosen: dict[str, str]) -> str | None:
    """Those who told set against those who use it, group by group."""
    found = answers.who(house, reader, period, chosen["kind"], chosen["of"], chosen["by"])
    st.title(found.title)
    note(_counted(found, period))
    values = {"sorts": sorts_as_drawn(found.sorts, found.by), "blocks": _blocks(house, reader, period, found)}
    pressed = panel("missing_who.html", "missing_who", values)
    for line in found.notes:
        note(line)
    _figures(found)
    with st.expander("How this is worked out"):
        st.text(HOW)
    return pressed


def _counted(found: Who, period: Period) -> str:
    served = f"{found.people:,} people use it ({found.year}). " if found.people else ""
    all_told = f" All four sorts together: {found.all_told}" if found.all_told else ""
    return f"{served}{period.words}. {found.told}{all_told}".rstrip()


def _blocks(house: House, reader: Reader, period: Period, found: Who) -> list[dict[str, Any]]:
    known = evidence(house, reader.audience, period)
    made = []
    for block in found.blocks:
        made.append(
            {
                "title": block.title,
                "said": block.said,
                "rows": [_row(block, one) for one in block.found.groups],
                "unknown": block.found.unknown,
                "unknown_share": _place(block.found.unknown_share),
                "tellers": block.found.tellers,
                "small": block.found.hides_small,
                "plans": [
                    (group_name(block.kind, one.value), f"plan|{where}|{block.kind}|{one.value}")
                    for one in block.found.groups
                    if (is_missing(block.kind, one, block.found) or one.verdict == FEWER)
                    and (where := most_served(known, found.subject, block.kind, one.value))
                ],
            }
        )
    return made


def _row(block: Block, one: Group) -> dict[str, Any]:
    """A group for the picture: places in per cent from the left, and everything in words."""
    name = group_name(block.kind, one.value)
    drawn, ratio = bool(block.found.tellers) and not block.found.says_nothing, ""
    if one.ratio is not None and drawn:
        ratio = f"{one.ratio:.1f} times their share (probably {one.ratio_low:.1f} to {one.ratio_high:.1f})"
        if not one.tellers:
            room = f"up to {one.ratio_high:.1f} times their share" if one.ratio_high >= ROOM else "hardly anybody"
            ratio = f"chance leaves room for {room}"
    return {
        "name": f"{name[:1].upper()}{name[1:]}",
        "verdict": verdict_words(one, block.found),
        "heard": f"{one.tellers} of {block.found.tellers}" if block.found.tellers else "nobody",
        "served": f"{one.served:,} of {block.found.served:,}",
        "ratio": ratio,
        "at": _place(one.served_share),
        "told": _place(one.share),
        "low": _place(one.low),
        "wide": _place(one.high - one.low),
        "least": _place(LEAST * one.served_share),
        "band": _place(min(MOST * one.served_share, 1) - LEAST * one.served_share),
        "drawn": drawn,
    }


def _figures(found: Who) -> None:
    rows = [
        {
            "kind": block.title,
            "group": group_name(block.kind, one.value),
            "served": one.served,
            "served_share": round(one.served_share, 4),
            "told": one.tellers,
            "told_share": round(one.share, 4),
            "ratio": None if one.ratio is None or block.found.says_nothing else round(one.ratio, 2),
            "word": verdict_words(one, block.found),
        }
        for block in found.blocks
        for one in block.found.groups
    ] + [
        {"kind": block.title, "group": "not known", "served": None, "served_share": None, "told": block.found.unknown,
         "told_share": round(block.found.unknown_share, 4), "ratio": None, "word": ""}
        for block in found.blocks
        if block.found.unknown
    ]  # fmt: skip
    columns = {
        "kind": "By",
        "group": "Group",
        "served": st.column_config.NumberColumn("People who use it", format="localized"),
        "served_share": st.column_config.NumberColumn("Share of them", format="percent"),
        "told": st.column_config.NumberColumn("People who told us", format="localized"),
        "told_share": st.column_config.NumberColumn("Share of them", format="percent"),
        "ratio": st.column_config.NumberColumn("Times their share"),
        "word": "In words",
    }
    if not rows:
        return
    with st.expander("The figures as a table"):
        table(rows, columns, "People who use it and people who told us, by group", "")
        download("These rows as CSV", rows, "tightrope-who-is-missing.csv", "missing_who_csv")


def _place(share: float) -> float:
    return round(100 * min(max(share, 0.0), 1.0), 1)
