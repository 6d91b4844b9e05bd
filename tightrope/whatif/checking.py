"""What must hold between the parts of a scenario, all findings at once, in words that say where."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite

from tightrope.whatif.parts import ROLES, Line, Parameter, Rule, Split
from tightrope.whatif.shapes import LEAST

HALF_PENNY = 0.005  # pounds closer than this are the same
# What each of a line's numbers can be at all; the open ends of people and of costs are set by their own spread.
POSSIBLE = {
    "people": (0.0, inf),
    "unit_cost": (LEAST, inf),
    "catch": (0.0, 1.0),
    "baseline_risk": (0.0, 1.0),
    "reduction": (-1.0, 1.0),
}
SAID = {
    "people": "0 or more",
    "unit_cost": "above 0",
    "catch": "between 0 and 1",
    "baseline_risk": "between 0 and 1",
    "reduction": "between -1 and 1",
}


@dataclass(frozen=True)
class Known:
    """Every id that the scenario gives out, those of parts that are wrong in themselves among them."""

    parameters: Collection[str]
    lines: Collection[str]
    splits: Collection[str]


def problems(
    parameters: Sequence[Parameter],
    lines: Sequence[Line],
    splits: Sequence[Split],
    rules: Sequence[Rule],
    base: str | None,
    total: float | None,
    known: Known,
) -> list[str]:
    """Sentences; an empty list where the parts fit. A base or total of None was refused elsewhere already."""
    return [
        *_twice("parameter", known.parameters),
        *_twice("line", known.lines),
        *_twice("split", known.splits),
        *_used(lines, {one.id: one for one in parameters}, known.parameters),
        *_named(splits, rules, base, known),
        *([] if total is None else _money(lines, splits, total)),
    ]  # fmt: skip


def _twice(kind: str, ids: Collection[str]) -> Iterator[str]:
    for one, times in Counter(ids).items():
        if times > 1:
            yield f"The {kind} id “{one}” is given {times} times. Each needs its own."


def _used(lines: Sequence[Line], parameters: Mapping[str, Parameter], known: Collection[str]) -> Iterator[str]:
    impossible = set()
    for line in lines:
        for role, word in ROLES.items():
            asked = getattr(line, role)
            if asked is None:
                continue
            if asked not in known:
                yield f"Line “{line.id}”: its {word} names the parameter “{asked}”, which is not in the list."
            elif asked in parameters and (asked, role) not in impossible:
                least, most = parameters[asked].distribution.ends()
                if not (POSSIBLE[role][0] <= least and most <= POSSIBLE[role][1]):
                    impossible.add((asked, role))  # said once, however many lines share it
                    can = f"can be from {least:g} to {most:g}" if isfinite(least) and isfinite(most) else "has no end"
                    yield (
                        f"Parameter “{asked}” is the {word} of line “{line.id}”, which must be {SAID[role]}; "
                        f"this one {can}. Give it a low and a high end."
                    )


def _named(splits: Sequence[Split], rules: Sequence[Rule], base: str | None, known: Known) -> Iterator[str]:
    for split in splits:
        for line in split.amounts:
            if line not in known.lines:
                yield f"Split “{split.id}” gives money to “{line}”, which is no line here."
    for rule in rules:
        for line in rule.line_ids:
            if line not in known.lines:
                yield f"Rule “{rule.name}” names “{line}”, which is no line here."
    if base is not None and base not in known.splits:
        yield f"The base “{base}” is none of the splits."


def _money(lines: Sequence[Line], splits: Sequence[Split], total: float) -> Iterator[str]:
    least = [(max(line.floor, line.committed), line.name) for line in lines]
    floors = sum(pounds for pounds, _ in least)
    if floors > total + HALF_PENNY:
        held = ", ".join(f"{name} £{pounds:,.0f}" for pounds, name in sorted(least, reverse=True)[:5] if pounds)
        yield (
            f"The total of £{total:,.0f} is £{floors - total:,.0f} below what the lines must have at least "
            f"(£{floors:,.0f}: {held}{' and others' if sum(1 for one in least if one[0]) > 5 else ''})."
        )
    for split in splits:
        spent = sum(split.amounts.values())
        if spent > total + HALF_PENNY:
            yield f"Split “{split.id}” spends £{spent - total:,.0f} more than the total of £{total:,.0f}."
