"""Move the budget: bars, a slider and a table that change the same split, what it does to people, and their stories."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from zlib import crc32

import streamlit as st

from tightrope import clock, settings
from tightrope.answers import splitting, splitting_stories
from tightrope.answers import splitting_words as words
from tightrope.answers.period import Period
from tightrope.answers.say import pounds
from tightrope.answers.splitting_amounts import signed
from tightrope.answers.splitting_asked import Asked, read_changes, write_changes
from tightrope.answers.splitting_binding import binds, can_move
from tightrope.answers.splitting_shapes import Split, SplitLine
from tightrope.answers.splitting_stories import CutStories
from tightrope.evidence.effects import load_effects
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.records.scenarios import Move
from tightrope.screens import split_bar, split_choices, split_table
from tightrope.screens.note import note
from tightrope.screens.panel import panel

BARS, LINE, SLIDER = "split_bars", "split_line", "split_slider"
MOVED, MOVES = "split_moved", "split_moves"  # in the session: (line, pounds) just moved; every move so far
EVERY_LINE = ""  # in MOVED: all of them back to the budget
STEP = 1_000  # pounds of a step of bar and slider
MOST_PARTS = 3  # service lines named in what a change of a part of the city or a fifth does
WIDEST_BOUND = 45  # per cent of a bar that what is bound may fill, so that what can move stays in reach


@dataclass(frozen=True)
class Drawn:
    """What is on screen: the split, its body as a saved split keeps it, the accounts that were drawn, the lines that
    lose whose accounts (or the lack of any) were drawn, and who moved what when."""

    title: str
    split: Split
    body: dict[str, Any]
    story_ids: tuple[str, ...]
    lines_read: tuple[str, ...]
    moves: tuple[Move, ...]


def draw(house: House, reader: Reader, period: Period, chosen: dict[str, str]) -> Drawn | None:
    """All of it; None where there is no budget to split. Changes `chosen` in place: by, basis, on, rule, changes."""
    typed = st.session_state.get(_table_key(chosen), {}).get("edited_rows", {})
    top, before = st.container(), (chosen["by"], chosen["basis"])
    split_choices.draw(chosen, settings.today())
    problem = splitting.why_not(house, reader, period, chosen["by"])
    if problem:
        top.title("There is no budget to split so")
        note(problem)
        return None
    if before != (chosen["by"], chosen["basis"]):
        typed, st.session_state[MOVED], st.session_state[MOVES] = {}, None, []
    was, problems = read_changes(chosen["changes"])
    names = splitting.lines_of(house, reader, period, chosen["by"])
    made, wrong = _changed(list(names), was, typed)
    asked, cannot = splitting.allowed(house, reader, period, _asked(chosen, made))
    found = splitting.of(house, reader, period, asked)
    chosen["changes"] = write_changes(asked.changes)
    if made != was:
        _remember(found, was)
    top.title(words.title(found))
    note(" ".join((words.control(found), words.from_when(found), words.rule(found))))
    with st.container():  # always there, so that what stands below keeps its place, and an open table stays open
        for line in (*problems, *wrong, *cannot):
            st.text(f"Left out: {line}")
    stories = splitting_stories.of_cuts(house, reader, period, found)
    left, right = st.columns(2, gap="medium")
    with left:
        _move(found)
    with right:
        panel("split_after.html", "split_after", _after(found, stories))
    with st.expander("The lines as a table, to type amounts into"):
        split_table.draw(found, _table_key(chosen))
    _worked_out(found, period)
    ids, read = splitting_stories.story_ids(stories), (one.line_id for one in stories)
    return Drawn(words.title(found), found, found.asked.body(), tuple(ids), tuple(read), tuple(_moves()))


def _move(found: Split) -> None:
    """Bars and slider; lines of which something can move come first."""
    limits = {one.line_id: _limits(one, found) for one in found.lines}
    lines = sorted(found.lines, key=lambda one: one.held >= one.amount)
    values = {"lines": [_bar(one, found, limits[one.line_id]) for one in lines], "step": STEP}
    split_bar.bars(BARS, values, _dragged)
    _slider(found, limits)


def _asked(chosen: Mapping[str, str], changes: dict[str, Decimal]) -> Asked:
    year, on = settings.settings().council.financial_year, date.fromisoformat(chosen["on"])
    return Asked(year, chosen["by"], chosen["basis"], on, chosen["rule"], changes)


def _changed(
    lines: list[str], changes: dict[str, Decimal], typed: Mapping[int, Mapping[str, Any]]
) -> tuple[dict[str, Decimal], list[str]]:
    """Changes after what was typed into the table, dragged or slid since the last run; and what was no amount."""
    made, wrong = split_table.edited(lines, typed, changes)
    line, amount = st.session_state.pop(MOVED, None) or (None, Decimal(0))
    if line is None:
        return made, wrong
    if line == EVERY_LINE:
        return {}, wrong
    rest = {key: value for key, value in made.items() if key != line}
    return (rest | {line: amount} if line in lines and amount else rest), wrong


def _remember(found: Split, was: Mapping[str, Decimal]) -> None:
    """Keep who moved what when, for a split that is saved."""
    for one in found.lines:
        old, new = was.get(one.line_id, Decimal(0)), found.asked.changes.get(one.line_id, Decimal(0))
        if old != new:
            _moves().append(Move(clock.now(), one.line_id, one.amount + old, one.amount + new))


def _moves() -> list[Move]:
    if not st.session_state.get(MOVES):
        st.session_state[MOVES] = []
    return st.session_state[MOVES]


def _limits(one: SplitLine, found: Split) -> tuple[int, int]:
    """The least and the most that a bar takes, in pounds of change: down to what contracts bind, up to what the lines
    that nobody set could free and those that somebody set leave over, and not beyond double the line, so that a small
    step stays in reach (more may be typed)."""
    least = -int((one.amount - one.floor) // STEP) * STEP
    pool = Decimal(0)
    for other in found.lines:
        if other.line_id != one.line_id:
            pool += -other.change if other.asked else max(Decimal(0), other.amount - other.held)
    most = int(min(pool, one.amount or pool) // STEP) * STEP
    most = max(0, most, -int(-one.change // STEP) * STEP)
    return min(least, int(one.change // STEP) * STEP if one.asked else least), most


def _bar(one: SplitLine, found: Split, limits: tuple[int, int]) -> dict[str, Any]:
    least, most = limits
    span = max(1, most - least)
    value = min(most, max(least, int(one.change)))
    became, moved = pounds(one.became), signed(one.change) if one.change else ""
    return {
        "line_id": one.line_id, "name": one.name, "demand": words.demand(one), "asked": one.asked,
        "amount": one.amount, "least": least, "most": most, "value": value, "change": one.change,
        "bound": round(min(WIDEST_BOUND, 100 * float(one.floor) / (float(one.floor) + span)), 1) if one.floor else 0,
        "at": round(100 * (value - least) / span, 1), "was": round(100 * -least / span, 1),
        "need": one.held > one.floor, "became": became, "moved": moved,
        "valuetext": f"{became}, {moved or 'no change'}", "short": can_move(one), "why": binds(one, found.asked.on),
    }  # fmt: skip


def _slider(found: Split, limits: Mapping[str, tuple[int, int]]) -> None:
    """One line at a time by Streamlit's own slider, and a button that lets every line follow the rule again."""
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    lines = {one.line_id: one for one in found.lines}
    if st.session_state.get(LINE) not in lines:
        st.session_state[LINE] = next((key for key, one in lines.items() if one.asked), _first_free(found))
    key = left.selectbox("Line", list(lines), format_func=lambda one: lines[one].name, key=LINE)
    least, most = limits[key]
    if least < most:
        st.session_state[SLIDER] = min(most, max(least, round(lines[key].change / STEP) * STEP))
        label = "Pounds a year more or less"
        st.slider(label, least, most, step=STEP, key=SLIDER, format="localized", on_change=_slid)
    else:
        st.text("Nothing of this line can move by that day, and no other line has anything to give.")
    if found.asked.changes:
        right.button("Put everything back", key="split_back", on_click=_put_back, width="stretch")


def _first_free(found: Split) -> str:
    """The line that a slider begins with: the one that most can move of."""
    return max(found.lines, key=lambda one: one.amount - one.held).line_id


def _put_back() -> None:
    st.session_state[MOVED] = (EVERY_LINE, Decimal(0))


def _dragged() -> None:
    line, _, amount = split_bar.said(BARS).rpartition("|")
    if amount.lstrip("-").isdigit():
        st.session_state[MOVED] = (line, Decimal(amount))


def _slid() -> None:
    st.session_state[MOVED] = (st.session_state[LINE], Decimal(st.session_state[SLIDER]))


def _after(found: Split, stories: list[CutStories]) -> dict[str, Any]:
    told = {one.line_id: one for one in stories}
    return {
        "pays": words.who_pays(found),
        "said": [one for one in (words.why_to_find(found), words.once(found), *found.notes) if one],
        "losers": [_told(one, found) | _stories(told[one.line_id]) for one in found.losers],
        "gainers": [_told(one, found) for one in found.gainers],
    }


def _told(one: SplitLine, found: Split) -> dict[str, Any]:
    return {
        "name": one.name, "demand": words.demand(one), "amount": signed(one.change),
        "parts": words.parts(one, MOST_PARTS), "years": words.years(one, found),
        "effect": words.effect(one, load_effects()),
        "binds": binds(one, found.asked.on),
    }  # fmt: skip


def _stories(one: CutStories) -> dict[str, Any]:
    return {"cards": list(zip(one.chosen, one.cards, strict=True)), "said": one.said}


def _table_key(chosen: Mapping[str, str]) -> str:
    """A table of its own for each split, so that what was typed into one is not typed into the next."""
    text = "|".join(chosen[name] for name in ("by", "basis", "on", "rule", "changes"))
    return f"split_table_{crc32(text.encode())}"


def _worked_out(found: Split, period: Period) -> None:
    with st.expander("How this is worked out"):
        for line in words.worked_out(found, period.words):
            st.text(line)
