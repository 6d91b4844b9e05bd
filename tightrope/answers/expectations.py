"""What was expected of a decision held against what happened: as expected or not, and how far off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tightrope.answers.decision_words import expected_words, figure_words
from tightrope.records.decision_shapes import Expected
from tightrope.weighing.rates import share_rate

REACHED, MISSED, NOT_DUE, NO_FIGURE = "reached", "missed", "not_due", "no_figure"
TIE = 1e-9  # a change expected that is only what binary arithmetic leaves
STATE_WORDS = {
    REACHED: "As expected",
    MISSED: "Not as expected",
    NOT_DUE: "Not due yet",
    NO_FIGURE: "Nothing to hold it against",
}


@dataclass(frozen=True)
class Happened:
    """One expectation beside what happened. `miss`: how far the figure lies outside what was expected, as a share of
    the change expected (0 inside, None where that cannot be said)."""

    expected: Expected
    state: str
    value: float | None
    low: float | None
    high: float | None
    miss: float | None
    words: str

    @property
    def state_words(self) -> str:
        """As it stands in words."""
        return STATE_WORDS[self.state]


@dataclass(frozen=True)
class Score:
    """How often what was expected came about: `hits` of `due`, the likely range, and the mean miss (None: unknown)."""

    due: int
    hits: int
    low: float | None
    high: float | None
    mean_miss: float | None


def held_against(
    expected: Expected, value: float | None, low: float | None, high: float | None, today: date
) -> Happened:
    """One expectation beside a figure of the months up to its day."""
    said = expected_words(expected)
    if value is None:
        state = NO_FIGURE if expected.by <= today else NOT_DUE
        return Happened(expected, state, None, None, None, None, f"{said}. No figure since.")
    inside = expected.low <= value <= expected.high
    state = NOT_DUE if expected.by > today else REACHED if inside else MISSED
    now = figure_words(expected, value)
    likely = ""
    if low is not None and high is not None and low < high:
        ends = [figure_words(expected, side) for side in (low, high)]
        likely = f" (probably {ends[0]} to {ends[1]})" if ends[0] != ends[1] else ""
        if (low < expected.low < high) or (low < expected.high < high):
            likely += ", so it may be chance on which side it falls"
    verb = "so far" if state == NOT_DUE else "it came to"
    return Happened(expected, state, value, low, high, miss(expected, value), f"{said}; {verb} {now}{likely}.")


def miss(expected: Expected, value: float) -> float | None:
    """How far outside what was expected, over the change expected (to the middle of it).

    Worked: from 40 to 60-70, and 50: 10 outside, 25 expected, so 0.4.
    """
    change = abs((expected.low + expected.high) / 2 - expected.start)
    if change < TIE:
        return None
    return max(expected.low - value, value - expected.high, 0.0) / change


def score(results: Sequence[Mapping[str, Any]]) -> Score:
    """Hits of those that were due, with the range that holds the true share with a chance of 80%.

    `results` as the register keeps them: state and miss. Nothing is known beforehand, so the range starts from even
    odds that count for as little as the thresholds say.
    """
    due = [one for one in results if one["state"] in (REACHED, MISSED)]
    if not due:
        return Score(0, 0, None, None, None)
    hits = sum(one["state"] == REACHED for one in due)
    rate = share_rate(hits, len(due), [], [])
    misses = [one["miss"] for one in due if one["miss"] is not None]
    return Score(len(due), hits, rate.low, rate.high, sum(misses) / len(misses) if misses else None)
