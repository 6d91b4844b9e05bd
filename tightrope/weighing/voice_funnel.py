"""The way from using something to being told what came of it, and where people drop out of it."""

from collections.abc import Mapping
from dataclasses import dataclass

USES, ASKED, ANSWERED, TOLD, READ, CITED, TOLD_BACK = "uses", "asked", "answered", "told", "read", "cited", "told_back"
WORDS = {
    USES: "use it",
    ASKED: "were asked",
    ANSWERED: "answered",
    TOLD: "told us",
    READ: "were read",
    CITED: "are cited in a decision",
    TOLD_BACK: "were told what happened",
}
LOST_WORDS = {  # between the step before and this one
    ASKED: "were never asked",
    ANSWERED: "did not answer",
    TOLD: "told us nothing in their own words",
    READ: "told us and nobody has sorted it yet",
    CITED: "were read and no decision cites them",
    TOLD_BACK: "told us and nobody has told them what happened",
}
ROOT = {TOLD_BACK: TOLD}  # who is told what happened need not be cited first


@dataclass(frozen=True)
class Step:
    """One step: `people` who came so far (None: nobody notes it), `lost` of the `before` who came to the step before.

    The step before is the nearest that is noted. People also tell without having been asked, so a step can hold more
    than the one before; then nobody is lost. `share` is of those who use it.
    """

    stage: str
    people: int | None
    before: int | None
    after: str
    lost: int | None
    share: float | None


def steps(counts: Mapping[str, int | None]) -> tuple[Step, ...]:
    """Every step in order, from counts by stage; a stage that is left out is one nobody notes.

    Invitations beyond the people who use it are second letters: `asked` is never more than `uses`.
    """
    given = {stage: counts.get(stage) for stage in WORDS}
    uses = given[USES]
    if uses is not None and given[ASKED] is not None:
        given[ASKED] = min(given[ASKED], uses)
    made = []
    for stage, people in given.items():
        after = _before(stage, given)
        before = given.get(after)
        lost = max(before - people, 0) if before is not None and people is not None else None
        made.append(Step(stage, people, before, after, lost, people / uses if uses and people is not None else None))
    return tuple(made)


def most_lost(made: tuple[Step, ...]) -> Step | None:
    """The step at which most people drop out; the earliest of equals; None where nobody is known to."""
    known = [one for one in made if one.lost]
    return max(known, key=lambda one: one.lost) if known else None


def dropped_words(made: tuple[Step, ...]) -> str:
    """Where most drop out, in a sentence.

    >>> dropped_words(steps({"uses": 100, "asked": 40, "answered": 10, "told": 12}))
    'Most drop out at the start: 60 of 100 were never asked.'
    """
    worst = most_lost(made)
    if worst is None:
        return "Nobody is known to have dropped out."
    where = "at the start" if worst.after == USES else f"after they {WORDS[worst.after]}"
    return f"Most drop out {where}: {worst.lost:,} of {worst.before:,} {LOST_WORDS[worst.stage]}."


def _before(stage: str, given: Mapping[str, int | None]) -> str:
    """The nearest step before that is noted; empty for the first."""
    if stage in ROOT:
        return ROOT[stage]
    earlier = list(WORDS)[: list(WORDS).index(stage)]
    return next((one for one in reversed(earlier) if given[one] is not None), "")
