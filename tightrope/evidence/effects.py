"""What is known of the effect of a service line: one file each in data/effects; without one there is no estimate."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tightrope import paths
from tightrope.errors import Refusal
from tightrope.evidence import definitions
from tightrope.evidence.definitions import Definition
from tightrope.evidence.measures import SERVICES
from tightrope.whatif.distributions import Distribution
from tightrope.whatif.shapes import SHAPES

CERTAINTIES = ("high", "moderate", "low", "very low")
NONE = Distribution("fixed", {"value": 0.0})  # stands in while the faults of a file are collected


@dataclass(frozen=True)
class Known:
    """One number of an effect with its doubt, where it comes from and why it was chosen; both are required."""

    words: str
    spread: Distribution
    certainty: str
    source: str
    reason: str


@dataclass(frozen=True)
class Banked:
    """Who has what an avoided outcome is worth, in words, and pounds of it for all who pay together, least and most."""

    each_low: float
    each_high: float
    council: str
    nhs: str
    unpaid_carers: str
    certainty: str
    source: str
    reason: str


@dataclass(frozen=True)
class Effect:
    """The effect of one service line.

    `baseline_people`: the risk of a group is as sure as if it had been seen in so many people. `take_up_poorest`
    stands for the most deprived group of a pot.
    """

    name: str
    outcome: str
    one_outcome: str
    reduction: Known
    baseline_words: str
    baseline_people: float
    baseline_certainty: str
    baseline_source: str
    baseline_reason: str
    take_up: Known
    take_up_poorest: Known
    banked: Banked


@cache
def load_effects(folder: Path = paths.EFFECTS) -> dict[str, Effect]:
    """Every effect by service id. Raises Refusal that lists all faults of all files."""
    return definitions.read_folder(folder, "effect", _effect)


def _effect(file: Definition) -> Effect:
    if file.id not in SERVICES:
        file.wrong("file name", f"It is the service line and must be one of {', '.join(SERVICES)}. Rename the file.")
    base = file.section("baseline")
    people = base.number("people_behind") or 0.0
    if people <= 0:
        base.wrong("people_behind", "It must be above 0: the number of people it is known from.")
    made = Effect(
        name=file.words("name"),
        outcome=file.words("outcome"),
        one_outcome=file.words("one_outcome"),
        reduction=_known(file.section("reduction")),
        baseline_words=base.words("words"),
        baseline_people=people,
        baseline_certainty=base.choice("certainty", CERTAINTIES),
        baseline_source=base.words("source"),
        baseline_reason=base.words("reason"),
        take_up=_known(file.section("take_up")),
        take_up_poorest=_known(file.section("take_up_poorest")),
        banked=_banked(file.section("banked")),
    )
    base.no_more()
    return made


def _banked(part: Definition) -> Banked:
    low, high = part.number("each_low") or 0.0, part.number("each_high") or 0.0
    if not 0 <= low <= high:
        part.wrong("each_low", "The least must be 0 or more and not above the most.")
    words = {one: part.words(one) for one in ("council", "nhs", "unpaid_carers")}
    made = Banked(
        low, high, **words, certainty=part.choice("certainty", CERTAINTIES), source=part.words("source"),
        reason=part.words("reason"),
    )  # fmt: skip
    part.no_more()
    return made


def _known(part: Definition) -> Known:
    words, kind = part.words("words"), part.choice("kind", tuple(SHAPES))
    names = SHAPES[kind].names if kind in SHAPES else ()
    values = {name: part.number(name) for name in names}
    ends = {name: part.number(name) if part.has(name) else None for name in ("low", "high")}
    known = Known(words, NONE, part.choice("certainty", CERTAINTIES), part.words("source"), part.words("reason"))
    part.no_more()
    if not names or None in values.values():
        return known  # what is missing is on the list of problems
    try:
        spread = Distribution(kind, {name: float(value or 0) for name, value in values.items()}, **ends)
    except Refusal as refusal:
        part.wrong("kind", str(refusal))
        return known
    return Known(known.words, spread, known.certainty, known.source, known.reason)
