"""Why a line of a split cannot move, or cannot move so far: contracts with their notice, and need."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from tightrope.answers.money_now import FOLLOWS_NEED
from tightrope.answers.say import day, pounds
from tightrope.answers.splitting_amounts import exact
from tightrope.answers.splitting_shapes import SplitLine
from tightrope.whatif.movable import Bound

MOST_NAMED = 3  # contracts named in a reason before the rest are counted


def binds(one: SplitLine, on: date) -> str:
    """Why part of a line cannot move by the day; empty where nothing stops it."""
    made = []
    if one.binds and one.floor:
        made.append(f"{pounds(one.floor)} of {pounds(one.amount)} is bound on {day(on)}: {reasons(one.binds)}.")
    if one.over:
        made.append(f"Contracts cost {pounds(one.over)} a year more than the budget of the line.")
    if one.demand == FOLLOWS_NEED:
        made.append("It follows need: whoever has a right to care has it whatever the budget says.")
    elif one.held > one.floor:
        made.append(f"{pounds(one.held - one.floor)} more follows need, and no rule takes it.")
    return " ".join(made)


def can_move(one: SplitLine) -> str:
    """How much of a line can move by the day, in a few words; empty where all of it can."""
    free = one.amount - one.held
    if free <= 0:
        return "Any cut leaves people unfunded, or is overspent" if one.held > one.floor else "Nothing can move"
    return f"{pounds(free)} a year can move, {pounds(one.held)} cannot" if one.held else ""


def reasons(some: Iterable[Bound]) -> str:
    """HC-01 runs to 31 January 2028; 6 months' notice, so not before 1 June 2027; the dearest contracts first."""
    ordered = sorted(some, key=lambda one: (-one.full_year, one.contract_id))
    said = ". ".join(_reason(one) for one in ordered[:MOST_NAMED])
    rest = len(ordered) - MOST_NAMED
    return f"{said}. And {rest} more {'contract' if rest == 1 else 'contracts'}" if rest > 0 else said


def below_nothing(name: str, amount: Decimal, change: Decimal) -> str:
    """The fault of a line that would have less than nothing."""
    return f"{name} has {exact(amount)}: {exact(-change)} cannot be taken from it, {exact(-change - amount)} too much."


def below_floor(name: str, would: Decimal, floor: Decimal, some: Iterable[Bound], on: date) -> str:
    """The fault of a line that would have less than contracts bind."""
    return (
        f"{name} would have {exact(would)}, and contracts bind {exact(floor)} on {day(on)}: {exact(floor - would)} "
        f"too little. {reasons(some)}."
    )


def _reason(one: Bound) -> str:
    notice = f"; {one.notice_months:g} months' notice" if one.notice_months else ""
    return f"{one.contract_id} runs to {day(one.ends_on)}{notice}, so not before {day(one.free_from)}"
