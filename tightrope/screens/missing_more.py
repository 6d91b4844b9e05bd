"""Silence as a finding, and where people drop out on the way to being answered: two parts of the Missing page."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import streamlit as st

from tightrope.answers.missing import Sort
from tightrope.answers.missing_silence import quiets
from tightrope.answers.missing_steps import Way, ways
from tightrope.answers.period import Period
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.screens.note import note
from tightrope.screens.panel import panel
from tightrope.screens.tables import download, table
from tightrope.weighing.by_whom import WORDS as SORT_WORDS
from tightrope.weighing.voice_funnel import ASKED, LOST_WORDS, USES, WORDS, Step

FIRST = ("all", "housebound", "lacks_capacity", "unpaid_carer", "first_language")  # groups whose invitations are noted
HOW_SILENCE = (
    "For each contract: if people here were heard as often as in the rest of the service line, how likely are so few "
    "or fewer, counting only those who speak for themselves? The list is cut so that no more than one in ten of those "
    "on it is expected to be chance, for all that were looked at. Families and staff cannot end a silence; only those "
    "it is for can. docs/methods/missing.md has the formulas and their sources."
)


def silence(house: House, reader: Reader, period: Period) -> str | None:
    """Each contract that is not heard: how unlikely that is, since when, and what stopped. Returns what was pressed."""
    found = quiets(house, reader, period)
    st.title(found.title)
    if found.note:
        note(found.note)
        return None
    note(f"{period.words}. {len(found.every)} contracts looked at; silence is not satisfaction.")
    silent = [{**asdict(one), "odds": odds(one.chance)} for one in found.silent]
    pressed = panel("missing_silence.html", "missing_silence", {"silent": silent})
    if found.alone:
        few = "1 contract is" if found.alone == 1 else f"{found.alone} contracts are"
        note(f"{few} alone in the service line, or nobody is counted there: nothing to set them against.")
    rows = [
        {
            "contract": f"{one.title} ({one.contract_id})",
            "line": one.line,
            "people": one.people,
            "heard": one.heard,
            "expected": round(one.expected, 1) if one.expected is not None else None,
            "silent": "not heard" if one.named else "",
        }
        for one in found.every
    ]
    with st.expander("Every contract that was looked at"):
        columns = {"contract": "Contract", "line": "Service line", "people": "People who use it"} | {
            "heard": "Spoke for themselves",
            "expected": "Expected, as elsewhere in the line",
            "silent": "",
        }
        table(rows, columns, "People heard and people expected, by contract, the least likely first", "")
        download("These rows as CSV", rows, "tightrope-silence.csv", "missing_silence_csv")
    with st.expander("How this is worked out"):
        st.text(HOW_SILENCE)
    return pressed


def odds(chance: float) -> str:
    """How often chance alone would do it, in words: less than once in 2,000 times."""
    if chance >= 0.5:
        return "more often than not"
    times = 1 / max(chance, 1e-6)
    size = 10 ** (len(str(int(times))) - 1)
    rounded = max(int(times // size * size), 2)
    return f"less than once in {rounded:,} times"


def sorts_as_drawn(sorts: Sequence[Sort], by: str) -> list[dict[str, Any]]:
    """The four sorts of tellers as buttons: each with its counts, whichever is shown."""
    return [
        {
            "by": one.by,
            "name": SORT_WORDS[one.by],
            "here": one.by == by,
            "people": f"{'at least ' if one.at_least else ''}{one.people}",
            "accounts": one.accounts,
        }
        for one in sorts
    ]


def steps(house: House, reader: Reader, period: Period, chosen: dict[str, str]) -> str | None:
    """From using it to being told what happened: pictures of groups whose invitations are noted, a table of all."""
    found = ways(house, reader, period, chosen["kind"], chosen["of"], chosen["by"])
    st.title(found.title)
    note("Each bar is a share of the people who use it; the longer the later bars, the better.")
    drawn = [
        {
            "name": way.name[:1].upper() + way.name[1:],
            "dropped": way.dropped,
            "steps": [_step(one) for one in way.steps],
        }
        for way in found.ways
        if way.kind in FIRST
    ]
    sorts = sorts_as_drawn(found.sorts, chosen["by"])
    pressed = panel("missing_steps.html", "missing_steps", {"ways": drawn, "sorts": sorts})
    for line in found.notes:
        note(line)
    rows = [_row(way) for way in found.ways]
    with st.expander("Every group as a table"):
        columns = {"group": "Group", **{stage: words.capitalize() for stage, words in WORDS.items()}}
        columns["dropped"] = "Where most drop out"
        table(rows, columns, "People at each step, by group; empty where nobody notes it", "")
        download("These rows as CSV", rows, "tightrope-where-people-drop-out.csv", "missing_steps_csv")
    return pressed


def _step(one: Step) -> dict[str, Any]:
    lost = f"{one.lost:,} of {one.before:,} {LOST_WORDS[one.stage]}" if one.lost else ""
    return {
        "name": WORDS[one.stage].capitalize(),
        "people": "nobody notes it" if one.people is None else f"{one.people:,}",
        "lost": lost,
        "wide": round(100 * min(one.share, 1.0), 1) if one.share is not None else None,
        "colour": "numbers" if one.stage in (USES, ASKED) else "stories",
    }


def _row(way: Way) -> dict[str, Any]:
    return {"group": way.name, **{one.stage: one.people for one in way.steps}, "dropped": way.dropped}
