"""Parts of a decision and what is expected of it, in words: one way for page, file and command line."""

from datetime import date
from decimal import Decimal
from typing import Any

from tightrope.answers.say import day, pounds
from tightrope.evidence.measures import load_measures
from tightrope.records.decision_shapes import VOICES, Expected
from tightrope.voices.taking_part import LADDER
from tightrope.weighing.words import percent

NOTHING = "nothing"
YES_NO = {True: "yes", False: "no"}


def part_words(name: str, value: Any) -> str:
    """One part of a decision, as plain values hold it, in words."""
    if value in (None, "", []):
        return NOTHING
    if isinstance(value, bool):
        return YES_NO[value]
    if name in ("decided_on", "review_on"):
        return day(date.fromisoformat(value))
    if name in ("cost_a_year", "cost_term"):
        return pounds(Decimal(value))
    if name == "participation":
        return f"{value} {LADDER.get(value, '')}".strip()
    if name.startswith("measures_"):
        return ", ".join(measure_name(one) for one in value)
    if name.startswith("stories_"):
        return f"{len(value)} account{'' if len(value) == 1 else 's'}"
    if name == "expects":
        return "; ".join(expected_words(Expected(**{**one, "by": date.fromisoformat(one["by"])})) for one in value)
    if isinstance(value, list):
        return "; ".join(": ".join(part for part in one.values() if part) for one in value)
    return str(value)


def measure_name(measure_id: str) -> str:
    """The name of a measure; one that is defined no longer keeps its id."""
    measure = load_measures().get(measure_id)
    return measure.name if measure else measure_id


def expected_words(one: Expected) -> str:
    """What was expected, in a sentence without its full stop."""
    start, low, high = (figure_words(one, value) for value in (one.start, one.low, one.high))
    to = low if low == high else f"between {low} and {high}"
    return f"{one.words}: from {start} to {to} by {day(one.by)}"


def figure_words(one: Expected, value: float) -> str:
    """A figure of an expectation in its own unit."""
    measure = load_measures().get(one.key)
    unit = "%" if one.of == VOICES else measure.unit if measure else ""
    if unit == "%":
        return percent(value)
    return f"{value:,.1f} {unit}".strip()
