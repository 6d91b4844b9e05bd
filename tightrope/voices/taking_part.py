"""Consult or tell, judged on plain values: dates, ticks with evidence, and the ladder's step claimed against rated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

# Think Local Act Personal with the National Co-production Advisory Group, "Ladder of co-production": seven steps.
LADDER = {
    1: "coercing",
    2: "educating",
    3: "informing",
    4: "consulting",
    5: "engaging",
    6: "co-designing",
    7: "co-producing",
}
LADDER_MEANS = {
    1: "It was done to us, whatever we said.",
    2: "We were told why it is right as it is.",
    3: "We were told what will happen.",
    4: "We were asked what we think of a plan.",
    5: "We were asked early, and again as it went on.",
    6: "We shaped the plan together. Others carried it out.",
    7: "We shaped it, decided it and carried it out together.",
}
LADDER_SOURCE = "Think Local Act Personal, ladder of co-production"

# R v Brent LBC ex parte Gunning (1985), endorsed in R (Moseley) v Haringey LBC [2014] UKSC 56.
GUNNING = {
    "formative": "Asked while it could still change",
    "reasons": "Enough reasons given to answer with sense",
    "time": "Enough time to consider and to answer",
    "considered": "Answers conscientiously taken into account",
}
GUNNING_SOURCE = "R v Brent ex parte Gunning (1985); R (Moseley) v Haringey [2014] UKSC 56"

PLANNED, OPEN, UNDECIDED, TO_DECIDE, TOLD, EARLY, AFTER, CANNOT_SAY = (
    "planned", "open", "undecided", "to_decide", "told", "early", "after", "cannot_say",
)  # fmt: skip
MET, NOT_MET, NOBODY_SAID, NO_EVIDENCE = "met", "not_met", "nobody_said", "no_evidence"


@dataclass(frozen=True)
class Timing:
    """When it was decided against when people could answer. `days` are those the words speak of, never below 0."""

    kind: str
    days: int | None
    words: str


@dataclass(frozen=True)
class Rated:
    """What those who took part say: how many, and where enough did the mean step, the middle half and the ends."""

    people: int
    too_few: bool
    mean: float | None = None
    low: int | None = None
    high: int | None = None
    middle: tuple[int, int] | None = None

    @property
    def words(self) -> str:
        """The step nearest the mean; both where it lies half-way between two."""
        if self.mean is None:
            return ""
        lower = int(self.mean)
        if self.mean - lower == 0.5:
            return f"between {LADDER[lower]} and {LADDER[lower + 1]}"
        return LADDER[round(self.mean)]


def timing(opened_on: date, closed_on: date | None, decided_on: date | None, today: date) -> Timing:
    """Told, not asked, where it was decided before it opened; early where before it had closed."""
    if decided_on is not None and decided_on < opened_on:
        days = (opened_on - decided_on).days
        return Timing(TOLD, days, f"Told, not asked: it was decided {_days(days)} before it opened.")
    if decided_on is not None and decided_on > today:
        beside = f", {_days((decided_on - closed_on).days)} after it closes" if closed_on else ""
        beside = ", before it closes" if closed_on and decided_on <= closed_on else beside
        return Timing(TO_DECIDE, (decided_on - today).days, f"To be decided on {_day(decided_on)}{beside}.")
    if decided_on is not None:
        return _decided(opened_on, closed_on, decided_on)
    if opened_on > today:
        return Timing(PLANNED, (opened_on - today).days, f"It opens on {_day(opened_on)}.")
    if closed_on is None:
        days = (today - opened_on).days
        return Timing(OPEN, days, f"Open for {_days(days)}, with no last day on record. No decision is on record.")
    if closed_on >= today:
        days = (closed_on - today).days
        left = f"{_days(days)} left" if days else "today is the last day"
        return Timing(OPEN, days, f"Open now: {left}. No decision is on record.")
    days = (today - closed_on).days
    return Timing(UNDECIDED, days, f"It closed {_days(days)} ago, and no decision is on record.")


def rated(levels: Mapping[int, int], fewest: int) -> Rated:
    """`levels`: how many people gave each step. Fewer than `fewest` people are too few to show.

    The middle half runs from the smallest step that a quarter of people do not exceed to that of three quarters.
    """
    people = sum(levels.values())
    if not 0 < fewest <= people:
        return Rated(people, people > 0)
    given = sorted(step for step, number in levels.items() for _ in range(number))
    middle = (given[_place(people, 1)], given[_place(people, 3)])
    return Rated(people, False, sum(given) / people, given[0], given[-1], middle)


def claim_words(claimed: int | None, found: Rated) -> str:
    """What the council says and what those who took part say, in one sentence or two."""
    council = f"The council says {LADDER[claimed]}" if claimed in LADDER else "The council claims no step"
    if found.mean is not None:
        return f"{council}; {found.people} people who took part say {found.words}."
    if found.too_few:
        return f"{council}. Too few of those who took part have rated it to show what they say."
    return f"{council}. Nobody who took part has rated it."


def gap(claimed: int | None, found: Rated) -> float | None:
    """Steps claimed above the mean of those who took part; below 0 where they rate it higher; None without both."""
    return None if claimed is None or found.mean is None else claimed - found.mean


def tick(met: bool | None, evidence: str) -> str:
    """One of the four: met or not met only with evidence in words; without a word from anybody, nobody has said."""
    if met is None:
        return NOBODY_SAID
    if not evidence.strip():
        return NO_EVIDENCE
    return MET if met else NOT_MET


def _decided(opened_on: date, closed_on: date | None, decided_on: date) -> Timing:
    if closed_on is None:
        days = (decided_on - opened_on).days
        return Timing(CANNOT_SAY, days, f"Decided {_days(days)} after it opened; no last day is on record.")
    if decided_on > closed_on:
        days = (decided_on - closed_on).days
        return Timing(AFTER, days, f"Decided {_days(days)} after it closed.")
    days = (closed_on - decided_on).days
    if not days:
        return Timing(EARLY, 0, "Decided on its last day, while people could still answer.")
    return Timing(EARLY, days, f"Decided {_days(days)} before it closed, while people could still answer.")


def _place(people: int, quarters: int) -> int:
    """Place, from 0, of the first that reaches so many quarters."""
    return -(-people * quarters // 4) - 1


def _days(number: int) -> str:
    return f"{number:,} day{'' if number == 1 else 's'}"


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
