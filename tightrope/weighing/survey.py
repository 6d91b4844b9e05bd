"""When a survey may be weighted to those it is about, and what it says then; else why it may not.

Weights are for a survey with a frame: we know whom it was sent to, and hold what (nearly) everybody wrote who answered.
A few forms out of many are no sample of them, and people who choose to tell are none of anybody.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tightrope.disclosure import FEWEST_PEOPLE
from tightrope.errors import Refusal
from tightrope.weighing.raking import Raked, design_effect, effective_size, gaps, half_width, rake, weighted_share

FEWEST_FORMS = 30  # with fewer, even 30 equal weights leave more than 18 points to either side
ON_FILE = 0.5  # least share of the answered forms that must be on file: else nobody knows what the others say
KNOWN = 0.9  # least share of the forms on which a group must be noted for the forms to be weighted by it


@dataclass(frozen=True)
class Form:
    """One person's form: whether it tells of a good experience, and the groups they belong to, as far as noted."""

    good: bool
    groups: Mapping[str, str]


@dataclass(frozen=True)
class Weighted:
    """The weighted `share` with a good experience, `half` of its 95% interval to either side.

    `forms` were weighted and count for `size` without weights (`design` = forms / size); `left_out` forms lack a
    group; `trimmed` weights were cut; `by` are the kinds of group weighted by.
    """

    share: float
    half: float
    forms: int
    good: int
    size: float
    design: float
    trimmed: int
    left_out: int
    by: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """How those who answered, by one kind of group, would have to be weighted: a `weight` for each value.

    `size` people without weights would tell as much as all who answered; `half` is the most of the 95% interval to
    either side of a share. `missing` are the values of which nobody answered; then there are no weights.
    """

    weight: Mapping[str, float]
    size: float | None
    design: float | None
    half: float | None
    missing: tuple[str, ...]


def weigh_forms(forms: Sequence[Form], answered: int, served: Mapping[str, Mapping[str, int]]) -> Weighted:
    """Weight the forms to the people served, by every kind of group that is noted on nearly all of them.

    `served` counts people by kind of group and value. Groups of fewer than eight people are not weighted to: their
    forms are left out. Raises Refusal, in words for the screen, where the forms may not be weighted.
    """
    if len(forms) > answered:
        raise Refusal(
            f"{len(forms)} forms are on file and {answered} are counted as answered: one of the two is wrong."
        )
    if len(forms) < ON_FILE * answered:
        rest = answered - len(forms)
        raise Refusal(
            f"{len(forms)} of the {answered:,} forms that came back are on file as accounts. What the other {rest:,} "
            "say is not known, so no weight makes these a sample."
        )
    if len(forms) < FEWEST_FORMS:
        raise Refusal(f"Only {len(forms)} forms came back. With fewer than {FEWEST_FORMS}, weights promise too much.")
    wanted = {kind: {v: n for v, n in values.items() if n >= FEWEST_PEOPLE} for kind, values in served.items()}
    kinds = [kind for kind, values in wanted.items() if len(values) > 1 and _noted(forms, kind) >= KNOWN * len(forms)]
    if not kinds:
        raise Refusal("On too few forms is it noted who filled them in, so they cannot be weighted to anybody.")
    kept = [form for form in forms if all(form.groups.get(kind) in wanted[kind] for kind in kinds)]
    members = {kind: [form.groups[kind] for form in kept] for kind in kinds}
    targets = {kind: wanted[kind] for kind in kinds}
    if not kept:
        raise Refusal("No form is of a group large enough to be named, so they cannot be weighted to anybody.")
    made = rake(members, targets)
    return _weighted(kept, made, len(forms) - len(kept), tuple(kinds))


def unheard(forms: Sequence[Form], served: Mapping[str, Mapping[str, int]]) -> list[tuple[str, str]]:
    """(kind, value) of groups of eight and more of whom no form came back, over the kinds noted on nearly all."""
    members = {kind: [form.groups.get(kind, "") for form in forms] for kind in served}
    wanted = {
        kind: {value: people for value, people in values.items() if people >= FEWEST_PEOPLE}
        for kind, values in served.items()
        if forms and _noted(forms, kind) >= KNOWN * len(forms)
    }
    return gaps(members, wanted)


def weigh_answers(answered: Mapping[str, int], served: Mapping[str, int]) -> Answers:
    """Weights for one kind of group: share of people served / share of those who answered, by value.

    Groups of fewer than eight people served are left out of both.
    """
    named = [value for value, people in served.items() if people >= FEWEST_PEOPLE]
    missing = tuple(value for value in named if not answered.get(value))
    total, people = sum(answered.get(one, 0) for one in named), sum(served[one] for one in named)
    if missing or not total:
        return Answers({}, None, None, None, missing)
    weight = {one: (served[one] / people) / (answered[one] / total) for one in named}
    each = [weight[one] for one in named for _ in range(answered[one])]
    size = effective_size(each)
    return Answers(weight, size, design_effect(each), half_width(0.5, size), ())


def _noted(forms: Sequence[Form], kind: str) -> int:
    return Counter(kind in form.groups for form in forms)[True]


def _weighted(kept: Sequence[Form], made: Raked, left_out: int, kinds: tuple[str, ...]) -> Weighted:
    good = [form.good for form in kept]
    share, size = weighted_share(made.weights, good), effective_size(made.weights)
    return Weighted(
        share=share,
        half=half_width(share, size),
        forms=len(kept),
        good=sum(good),
        size=size,
        design=design_effect(made.weights),
        trimmed=made.trimmed,
        left_out=left_out,
        by=kinds,
    )
