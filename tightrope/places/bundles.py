"""Arcs from where people lived to their homes: bundled so that no arc is fewer than eight people."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FEWEST = 8


@dataclass(frozen=True)
class Arc:
    """`people` who came from one place to one other; `level` says how fine the places are."""

    start: str
    end: str
    people: int
    level: str


@dataclass(frozen=True)
class Bundled:
    """Arcs that may be drawn, and how many people are in none because even the widest bundle is too few."""

    arcs: tuple[Arc, ...]
    left_out: int


def bundle(
    moves: Iterable[tuple[str, str]],
    wider_start: Mapping[str, str],
    wider_end: Mapping[str, str],
    *,
    fewest: int = FEWEST,
    levels: tuple[str, str, str] = ("ward to home", "ward to locality", "locality to locality"),
) -> Bundled:
    """Bundle moves (from, to). Those fewer than `fewest` merge upward: first the end, then the start as well.

    `wider_start` and `wider_end` name the wider place of each start and end. A bundle that stays too few is left out
    and counted: one person is never an arc. A person is in one arc only.
    """
    fine = Counter(moves)
    arcs = [Arc(start, end, number, levels[0]) for (start, end), number in fine.items() if number >= fewest]
    middle: Counter[tuple[str, str]] = Counter()
    for (start, end), number in fine.items():
        if number < fewest:
            middle[start, wider_end[end]] += number
    arcs += [Arc(start, end, number, levels[1]) for (start, end), number in middle.items() if number >= fewest]
    wide: Counter[tuple[str, str]] = Counter()
    for (start, end), number in middle.items():
        if number < fewest:
            wide[wider_start[start], end] += number
    arcs += [Arc(start, end, number, levels[2]) for (start, end), number in wide.items() if number >= fewest]
    left_out = sum(number for number in wide.values() if number < fewest)
    return Bundled(tuple(sorted(arcs, key=lambda one: (-one.people, one.start, one.end))), left_out)
