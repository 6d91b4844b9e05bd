"""Measures: what is counted, which way is good, and what the number cannot say; one file each in data/measures."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tightrope import paths
from tightrope.evidence import definitions
from tightrope.evidence.definitions import Definition

KINDS = ("share", "rate", "mean", "count", "median")
UP, DOWN, CONTEXT = "up_is_good", "down_is_good", "context_only"
DIRECTIONS = (UP, DOWN, CONTEXT)
SOURCES = ("provider_return", "call_monitoring", "council_record", "survey", "cqc", "quality_visit")
FREQUENCIES = ("monthly", "quarterly", "yearly")
SERVICES = (
    "home_care", "care_home", "nursing_home", "specialist_home", "supported_living", "extra_care",
    "day_opportunities", "respite", "reablement", "meals", "advocacy", "prevention",
)  # fmt: skip
AGREE = "Check the direction, or swap the two."
NAME_FITS = 40  # characters: the longest name that stands on one line of a card on a phone


@dataclass(frozen=True)
class Measure:
    """One measure. `target` and `floor` are in the measure's unit; where the unit is %, they lie in 0 to 1."""

    measure_id: str
    name: str
    numerator: str
    denominator: str  # empty only for a count
    kind: str
    per: int  # a rate is numerator / denominator * per; else 1
    unit: str
    direction: str
    target: float | None  # both None where the direction is context_only: never rated
    floor: float | None  # the level that counts as nothing achieved
    why_it_matters: str
    what_it_misses: str
    services: tuple[str, ...]
    source: str
    from_visits: bool  # computed from call monitoring where there are visits
    threshold_words: str
    themes: tuple[str, ...]  # whose stories it should have caught
    frequency: str
    reference: str  # where the target comes from
    author: str
    checker: str
    next_review: date

    @property
    def percent(self) -> bool:
        """True where values lie in 0 to 1 and are shown times 100."""
        return self.unit == "%"

    @property
    def rated(self) -> bool:
        """False for a measure that is context only: it is shown, never scored."""
        return self.direction != CONTEXT


def load_measures(
    folder: Path = paths.MEASURES,
    *,
    theme_ids: Collection[str] | None = None,
    service_ids: Collection[str] = SERVICES,
) -> dict[str, Measure]:
    """Every measure of the folder by id, in the order of the ids.

    `theme_ids` are the themes that may be named: those of data/themes where None is given. Raises Refusal that
    lists all faults of all files, each with file, field, what is wrong and how to mend it.
    """
    known = definitions.ids(paths.THEMES) if theme_ids is None else theme_ids
    return definitions.read_folder(folder, "measure", lambda file: _measure(file, known, service_ids))


def overdue(measures: Iterable[Measure], today: date) -> list[Measure]:
    """Measures whose next review is past on that day, the longest past first."""
    return sorted((m for m in measures if m.next_review < today), key=lambda m: (m.next_review, m.measure_id))


def _measure(file: Definition, theme_ids: Collection[str], service_ids: Collection[str]) -> Measure:
    kind = file.choice("kind", KINDS)
    direction = file.choice("direction", DIRECTIONS)
    unit = file.words("unit")
    per = _per(file, kind, unit)
    target, floor = _levels(file, direction, unit)
    source = file.choice("source", SOURCES)
    from_visits = file.yes_no("from_visits")
    if from_visits and source and source != "call_monitoring":
        file.wrong("source", f'"{source}" does not go with from_visits = true. Write source = "call_monitoring".')
    return Measure(
        measure_id=file.id,
        name=file.words("name", longest=NAME_FITS),
        numerator=file.words("numerator"),
        denominator=file.words("denominator", may_be_empty=kind == "count"),
        kind=kind,
        per=per,
        unit=unit,
        direction=direction,
        target=target,
        floor=floor,
        why_it_matters=file.words("why_it_matters"),
        what_it_misses=file.words("what_it_misses"),
        services=file.several("services", service_ids, what="service", fewest=1),
        source=source,
        from_visits=from_visits,
        threshold_words=file.words("threshold_words", may_be_empty=True),
        themes=file.several("themes", theme_ids, what="theme"),
        frequency=file.choice("frequency", FREQUENCIES),
        reference=file.words("reference"),
        author=file.words("author"),
        checker=file.words("checker"),
        next_review=file.day("next_review"),
    )


def _per(file: Definition, kind: str, unit: str) -> int:
    """How many of the denominator a rate is given for; a rate's unit must say the same number."""
    value = file.number("per")
    if value is None or not kind:
        return 1
    if value < 1 or value != int(value):
        file.wrong("per", f"{value:g} is not a whole number of 1 or more. Write 1, or 1000 for a rate per 1,000.")
        return 1
    per = int(value)
    if kind != "rate" and per != 1:
        file.wrong("per", f'{per} goes only with kind = "rate". Write per = 1.')
    if kind == "rate" and unit and not unit.startswith(f"per {per:,} "):
        file.wrong("unit", f'"{unit}" does not say "per {per:,} ...", as per = {per} does. Make them agree.')
    if kind == "share" and unit and unit != "%":
        file.wrong("unit", f'"{unit}" does not go with a share. Write unit = "%".')
    return per


def _levels(file: Definition, direction: str, unit: str) -> tuple[float | None, float | None]:
    """Target and floor, on the right sides of each other; neither where a measure is never rated."""
    if not direction:  # which side is right cannot be told; types can
        given = {field: file.number(field) if file.has(field) else None for field in ("target", "floor")}
        return given["target"], given["floor"]
    if direction == CONTEXT:
        for field in ("target", "floor"):
            if file.has(field):
                file.number(field)
                file.wrong(field, "A measure that is context_only is never rated. Take it out.")
        return None, None
    target, floor = file.number("target"), file.number("floor")
    for field, value in (("target", target), ("floor", floor)):
        if unit == "%" and value is not None and not 0 <= value <= 1:
            file.wrong(field, f"{value:g} is not within 0 and 1. Where the unit is %, write 0.95 for 95%.")
    if target is None or floor is None:
        return target, floor
    if direction == UP and target <= floor:
        file.wrong("target", f"{target:g} is not above the floor {floor:g}, but up is good. {AGREE}")
    if direction == DOWN and target >= floor:
        file.wrong("target", f"{target:g} is not below the floor {floor:g}, but down is good. {AGREE}")
    return target, floor


def share_ids(measures: dict[str, Measure]) -> list[str]:
    """Ids of the measures that are shares: a numerator within a denominator."""
    return sorted(one.measure_id for one in measures.values() if one.kind == "share")
