"""The bars of a pot: one a group, always a hundred parts together; moving one moves the others in proportion."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from tightrope import clock
from tightrope.answers import scenarios
from tightrope.answers.pots import Pot, shares
from tightrope.records.scenarios import Move
from tightrope.screens import split_bar
from tightrope.screens.words import pounds
from tightrope.whatif import scenario

WHOLE = 100
START = {"requested": "As requested", "even": "Even", "heads": "By head count", "need": "By need alone"}


def read(pot: Pot, text: str) -> dict[str, int]:
    """Parts of a hundred by group from the address, such as poorer_areas:75;affluent_areas:25; else as requested."""
    given = {}
    for piece in text.split(";"):
        name, _, part = piece.rpartition(":")
        if part.isdecimal() and len(part) <= len(str(WHOLE)):
            given[name] = int(part)
    names = {one.line_id for one in pot.groups}
    if set(given) == names and sum(given.values()) == WHOLE:
        return {one.line_id: given[one.line_id] for one in pot.groups}
    known = shares(pot)
    return rounded(known.get("requested") or known.get("even") or {})


def write(parts: Mapping[str, int]) -> str:
    """The same for the address."""
    return ";".join(f"{name}:{part}" for name, part in parts.items())


def of_saved(body: str) -> dict[str, str]:
    """The choices that a saved scenario of a pot was made with."""
    kept = scenario.read(body)
    pounds_by = kept.split(scenarios.chosen(kept)).amounts
    parts = rounded({name: paid / (kept.total or 1.0) for name, paid in pounds_by.items()})
    return {"shares": write(parts), "less": f"{kept.optimism:.0%}"[:-1], "trend": f"{kept.trend:.0%}"[:-1]}


def rounded(share: Mapping[str, float]) -> dict[str, int]:
    """Shares as whole parts of a hundred: the largest remainders get what is left, of equals the first."""
    parts = {name: int(one * WHOLE) for name, one in share.items()}
    order = sorted(share, key=lambda name: parts[name] - share[name] * WHOLE)
    for name in order[: WHOLE - sum(parts.values())] if share else ():
        parts[name] += 1
    return parts


def moved(parts: Mapping[str, int], name: str, to: int) -> dict[str, int]:
    """One group put to `to` parts; the others keep their proportions, or share evenly where they had nothing."""
    others = [one for one in parts if one != name]
    if not others:
        return {name: WHOLE}
    had = sum(parts[one] for one in others)
    left = WHOLE - to
    share = {one: (parts[one] / had if had else 1 / len(others)) * left / WHOLE for one in others}
    made = {one: int(value * WHOLE + 1e-9) for one, value in share.items()}
    order = sorted(others, key=lambda one: made[one] - share[one] * WHOLE)
    for one in order[: left - sum(made.values())]:
        made[one] += 1
    return {one: to if one == name else made[one] for one in parts}


def draw(pot: Pot, chosen: dict[str, str]) -> dict[str, int]:
    """The bars and where they stand; changes `chosen` in place. They follow the address when it moves."""
    state = st.session_state
    if state.get(_said(pot)) != chosen["shares"] or _parts(pot) not in state:
        state[_parts(pot)] = read(pot, chosen["shares"])
        forget_moves(pot.pot_id)  # a link was followed: what was moved before is no part of it
    parts, known = state[_parts(pot)], shares(pot)
    split_bar.bars(_bars(pot), _values(pot, parts), partial(_dragged, pot), "pot_bar.html")
    names = [name for name in START if name in known]
    for column, name in zip(st.columns(len(names)), names, strict=True):
        column.button(
            START[name], key=f"pot_start_{name}", width="stretch", on_click=_put, args=(pot, rounded(known[name]))
        )
    # At once, not at the end: a run that is cut short must not leave the address of before to be taken for a link.
    chosen["shares"] = state[_said(pot)] = st.query_params["shares"] = write(parts)
    return parts


def moves(pot: Pot) -> list[Move]:
    """Every move made here since the page was opened or the split saved, oldest first."""
    return st.session_state.get(f"pot_moves_{pot.pot_id}", [])


def forget_moves(pot_id: str) -> None:
    """Start a new list of moves: the old one is kept with what was saved, or was of another split."""
    st.session_state[f"pot_moves_{pot_id}"] = []


def _values(pot: Pot, parts: Mapping[str, int]) -> dict:
    """The bars in pounds more or less than was asked for, in steps of a hundredth of the pot."""
    asked = rounded(shares(pot).get("requested") or {name: 1 / len(parts) for name in parts})
    step = pot.amount / WHOLE
    lines = []
    for group in pot.groups:
        part, before = parts[group.line_id], asked[group.line_id]
        change = int(step * (part - before))
        moved_by = f", {'+' if change > 0 else ''}{pounds(change)}" if change else ""
        lines.append(
            {
                "line_id": group.line_id, "name": f"{group.name}, {group.locality}", "amount": step * before,
                "least": int(-step * before), "most": int(step * (WHOLE - before)), "value": change, "at": part,
                "was": before, "pounds": step * part, "valuetext": f"{pounds(step * part)}{moved_by}",
            }
        )  # fmt: skip
    return {"lines": lines, "step": step}


def _dragged(pot: Pot) -> None:
    """A bar was let go: pounds more or less than asked for, back into parts of a hundred."""
    line, _, change = split_bar.said(_bars(pot)).rpartition("|")
    before = st.session_state[_parts(pot)]
    known = {one["line_id"]: one for one in _values(pot, before)["lines"]}
    try:
        part = round((float(known[line]["amount"]) + float(change)) / float(pot.amount) * WHOLE)
    except (KeyError, ValueError):
        return  # nothing that these bars send
    _put(pot, moved(before, line, min(max(part, 0), WHOLE)))


def _put(pot: Pot, after: dict[str, int]) -> None:
    """Keep where the bars stand, and note each group whose pounds changed."""
    before, made, at = st.session_state[_parts(pot)], moves(pot), clock.now()
    for group in pot.groups:
        was, became = (pot.amount * parts[group.line_id] / WHOLE for parts in (before, after))
        if was != became:
            made = [*made, Move(at, group.name, was, became)]
    st.session_state[f"pot_moves_{pot.pot_id}"] = made
    st.session_state[_parts(pot)] = after


def _parts(pot: Pot) -> str:
    return f"pot_parts_{pot.pot_id}"


def _said(pot: Pot) -> str:
    return f"pot_said_{pot.pot_id}"


def _bars(pot: Pot) -> str:
    return f"pot_bars_{pot.pot_id}"
