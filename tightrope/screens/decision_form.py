"""The fields of a decision on screen, and what is typed into them as a decision again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from tightrope.answers.decision_draft import VOICES_WORDS
from tightrope.answers.decision_words import measure_name
from tightrope.evidence.measures import load_measures
from tightrope.records.decision_shapes import MEASURE, MOST_LETTERS, VOICES, Decided, Expected, Interest, Rejected
from tightrope.screens.note import note
from tightrope.voices.taking_part import LADDER

ROWS = 3  # expectations that a form has room for, unless more are on record
NONE, DECLARED = "none", "declared"
INTERESTS = {
    NONE: "Everybody who prepares or decides this was asked, and has none",
    DECLARED: "Declared below",
}
YES_NO = {True: "Yes", False: "No"}
PENCE = Decimal("0.01")


@dataclass(frozen=True)
class Known:
    """What evidence may be chosen from: measure id -> words; theme -> words; theme -> its accounts."""

    measures: Mapping[str, str]
    themes: Mapping[str, str]
    stories: Mapping[str, tuple[str, ...]]


def fields(start: Decided, known: Known, at: str) -> Decided:
    """Draw every field and give what is typed, as far as it goes: records/decision_shapes.py says what is missing."""
    made = replace(start, **_needed(start, at))
    with st.expander("Evidence: what it rests on and what was set aside"):
        made = replace(made, **_evidence(start, known, at))
    with st.expander("Money, taking part, equality, who did not agree"):
        made = replace(made, **_more(start, at))
    with st.expander("Afterwards: review, and what we expect to change"):
        made = replace(made, **_afterwards(start, known, at))
    return made


def _needed(start: Decided, at: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    left, right = st.columns([2.2, 1])
    made["title"] = _line(left, "Title", start.title, f"{at}title")
    made["decided_on"] = right.date_input("Day of the decision", start.decided_on, format="DD/MM/YYYY", key=f"{at}on")
    made["decision"] = _text("What was decided", start.decision, f"{at}decision")
    made["reasons"] = _text("The reasons. Refer to accounts, do not copy their words", start.reasons, f"{at}reasons")
    rejected = _text(
        "Options considered and rejected: one a line, the option, a colon, and why",
        "\n".join(f"{one.option}: {one.why}" for one in start.rejected),
        f"{at}rejected",
        200,
    )
    made["rejected"] = tuple(Rejected(*pair) for pair in _pairs(rejected))
    left, right = st.columns(2)
    made["decided_by"] = _line(left, "Who decides: a name, or the body", start.decided_by, f"{at}by")
    made["post"] = _line(right, "In which post", start.post, f"{at}post")
    made["delegation"] = _line(st, "Under which delegation", start.delegation, f"{at}delegation")
    said = NONE if start.no_interest else DECLARED if start.interests else None
    place = list(INTERESTS).index(said) if said else None
    choice = st.radio("Interests", list(INTERESTS), place, format_func=INTERESTS.__getitem__, key=f"{at}interests")
    declared = _text(
        "Interests declared: one a line, whose and what it is, a colon, and what was done about it",
        "\n".join(f"{one.what}: {one.done}" for one in start.interests),
        f"{at}declared",
    )
    made["no_interest"] = choice == NONE
    made["interests"] = tuple(Interest(*pair) for pair in _pairs(declared))
    made["not_heard"] = _text("Who was not heard, and what was done to hear them", start.not_heard, f"{at}not_heard")
    return made


def _evidence(start: Decided, known: Known, at: str) -> dict[str, Any]:
    note("What you take out here is set aside, and the record says so.")
    every = {one: measure_name(one) for one in (*start.measures_used, *start.measures_aside)} | dict(known.measures)
    used = st.multiselect(
        "Measures it rests on", list(every), list(start.measures_used), format_func=every.__getitem__,
        key=f"{at}measures",
    )  # fmt: skip
    before = [one for one in known.themes if set(known.stories[one]) & set(start.stories_used)]
    themes = st.multiselect(
        "What people tell that it rests on", list(known.themes), before, format_func=known.themes.__getitem__,
        key=f"{at}themes",
    )  # fmt: skip
    made: dict[str, Any] = {
        "measures_used": start.measures_used if set(used) == set(start.measures_used) else tuple(used),
        "aside_because": _text("Why it was set aside", start.aside_because, f"{at}aside"),
    }
    made["measures_aside"] = tuple(one for one in every if one not in used)
    if set(themes) != set(before):
        kept = {story for theme in themes for story in known.stories[theme]}
        named = (*start.stories_used, *start.stories_aside)
        made["stories_used"] = tuple(one for one in named if one in kept)
        made["stories_aside"] = tuple(one for one in named if one not in kept)
    return made


def _more(start: Decided, at: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    left, right = st.columns(2)
    made["cost_a_year"] = _pounds(left, "What it costs a year, in pounds", start.cost_a_year, f"{at}year")
    made["cost_term"] = _pounds(
        right, "Over the whole term, extension included, in pounds", start.cost_term, f"{at}term"
    )
    place = list(YES_NO).index(start.is_key)
    made["is_key"] = st.radio(
        "Is it a key decision?", list(YES_NO), place, format_func=YES_NO.__getitem__, horizontal=True, key=f"{at}key"
    )
    made["key_reason"] = _line(st, "Why it is one, or is not", start.key_reason, f"{at}why_key")
    steps = {step: f"{step} {name}" for step, name in LADDER.items()}
    place = list(steps).index(start.participation) if start.participation in steps else None
    made["participation"] = st.selectbox(
        "How people took part: the step you claim", list(steps), place, format_func=steps.__getitem__,
        placeholder="Not said", key=f"{at}level",
    )  # fmt: skip
    made["equality"] = _text("Equality: who gains and who loses, and what was weighed", start.equality, f"{at}equality")
    made["dissent"] = _text("Who did not agree, and why", start.dissent, f"{at}dissent")
    return made


def _afterwards(start: Decided, known: Known, at: str) -> dict[str, Any]:
    made: dict[str, Any] = {"reverse_if": _text("What would make us reverse it", start.reverse_if, f"{at}reverse")}
    made["review_on"] = st.date_input("Day of review", start.review_on, format="DD/MM/YYYY", key=f"{at}review")
    note("What we expect to change: from where it stands to between two figures, by a day. Shares in %.")
    choices = {VOICES: VOICES_WORDS} | {one: measure_name(one) for one in known.measures}
    choices |= {one.key: one.words for one in start.expects if one.of == MEASURE}
    rows = [*start.expects, *[None] * max(ROWS - len(start.expects), 0)]
    found = [_expected(number, one, choices, f"{at}expect_{number}_") for number, one in enumerate(rows, start=1)]
    made["expects"] = tuple(one for one in found if one is not None)
    return made


def _expected(number: int, before: Expected | None, choices: Mapping[str, str], at: str) -> Expected | None:
    """One row; None where nothing is chosen. A row that is begun and not finished comes back with what is not given
    as no number, which is said when it is recorded."""
    what, start, low, high, by = st.columns([2.4, 1, 1, 1, 1.2])
    keys = list(choices)
    key = (VOICES if before.of == VOICES else before.key) if before else None
    picked = what.selectbox(
        f"{number}. What changes", keys, keys.index(key) if key else None, format_func=choices.__getitem__,
        placeholder="Nothing", key=f"{at}what",
    )  # fmt: skip
    values = []
    for place, label, name in ((start, "from", "start"), (low, "to at least", "low"), (high, "to at most", "high")):
        old = getattr(before, name) if before else None
        shown = None if old is None else round(old * _scale(key), 2)
        given = place.number_input(f"{number}. {label}", value=shown, step=1.0, key=f"{at}{name}")
        same = picked == key and given == shown and old is not None
        values.append(old if same else float("nan") if given is None else round(given / _scale(picked), 6))
    day = by.date_input(f"{number}. by", before.by if before else None, format="DD/MM/YYYY", key=f"{at}by")
    if picked is None:
        return None
    of, key = (VOICES, "") if picked == VOICES else (MEASURE, picked)
    return Expected(of, key, choices[picked], *values, day or date.min)


def _scale(key: str | None) -> int:
    """Shares are typed in per cent."""
    measure = load_measures().get(key or "")
    return 100 if key == VOICES or (measure is not None and measure.unit == "%") else 1


def _pairs(text: str) -> list[tuple[str, str]]:
    """(before the colon, after it) of each line that is not empty."""
    lines = [line.partition(":") for line in text.splitlines() if line.strip()]
    return [(first.strip(), second.strip()) for first, _, second in lines]


def _pounds(place: Any, label: str, value: Decimal | None, key: str) -> Decimal | None:
    shown = None if value is None else float(value)
    given = place.number_input(label, 0.0, None, shown, 1000.0, "%.2f", key=key)
    return None if given is None else Decimal(str(given)).quantize(PENCE)


def _line(place: Any, label: str, value: str, key: str) -> str:
    return place.text_input(label, value, max_chars=MOST_LETTERS, key=key)


def _text(label: str, value: str, key: str, height: int = 110) -> str:
    return st.text_area(label, value, max_chars=MOST_LETTERS, height=height, key=key)
