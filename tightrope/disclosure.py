"""What may be published of a figure, so that nobody can be picked out: one function, at the edge of the data layer.

Counts of people: 0 stays 0; 1 to 7 read "fewer than 8"; all others go to the nearest 5, a half going up (a whole
number is never halfway between two multiples of 5, so 12 is 10 and 13 is 15). After NHS England's sub-national
rule, with words in place of an asterisk. Counts of the council's own work stay exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tightrope.errors import Refusal

FEWEST_PEOPLE = 8
ROUND_TO = 5
POSSIBLE_LEFT = 4  # ours: a hidden count must be left at least four of its seven possible values
TOO_FEW = "too few to show"
NOT_SHOWN = "not shown"
KINDS = ("people", "share", "money", "measure", "council_work")
DIRECTIONS = ("up_is_good", "down_is_good", "context_only")


@dataclass(frozen=True)
class Figure:
    """One figure with all that must stand beside it.

    A share is between 0 and 1 and carries `numerator` and `denominator`, both people; of a measure the
    denominator is anything, and people where `denominator_unit` says "people". `value` None is a figure that is
    not known or not shown; `words` then says which. `one_home` marks a count of the council's work that concerns
    the people of a single home.
    """

    value: float | None
    unit: str
    kind: str
    direction: str = "context_only"
    source: str = ""
    as_at: date | None = None
    denominator: int | None = None
    words: str = ""
    numerator: int | None = None
    denominator_unit: str = ""
    one_home: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise Refusal(f"A figure cannot be of the kind {self.kind!r}. Use one of {', '.join(KINDS)}.")
        if self.direction not in DIRECTIONS:
            raise Refusal(f"A figure's direction cannot be {self.direction!r}. Use one of {', '.join(DIRECTIONS)}.")


@dataclass(frozen=True)
class Cell:
    """A published count: a value, or None and the words that stand in its place."""

    value: int | None
    words: str


@dataclass(frozen=True)
class PublishedTable:
    """Counts that add to a total, as published; `total` is None where none was given."""

    cells: tuple[Cell, ...]
    total: Cell | None


def publish(figure: Figure, fewest: int = FEWEST_PEOPLE, round_to: int = ROUND_TO) -> Figure:
    """The figure as it may be published; publishing it again changes nothing.

    People and shares of people get new words, because the old ones may hold the exact count. A share is computed
    from the published counts and is not shown where either is hidden. Money and measures stay as they are, but a
    measure of fewer people than `fewest` is not shown, and the people it was measured on are rounded.
    """
    if figure.kind == "share":
        return _share(figure, fewest, round_to)
    if figure.value is None:
        return figure
    if figure.kind == "people":
        cell = count(figure.value, fewest, round_to)
        if figure.denominator is None:
            return replace(figure, value=cell.value, numerator=None, words=cell.words)
        among = count(figure.denominator, fewest, round_to)
        words = cell.words if among.value is None else f"{cell.words} of {among.words}"
        return replace(figure, value=cell.value, numerator=None, denominator=among.value, words=words)
    if figure.kind == "council_work":
        if figure.one_home and 0 < figure.value < fewest:
            return replace(figure, value=None, words=f"fewer than {fewest}")
        return figure
    if figure.denominator is None or figure.denominator_unit != "people":
        return figure
    among = count(figure.denominator, fewest, round_to)
    if among.value is None:
        return replace(figure, value=None, denominator=None, numerator=None, words=TOO_FEW)
    if among.value == figure.denominator and figure.numerator is None:
        return figure
    return replace(figure, denominator=among.value, numerator=None, words=f"{figure.value:g} {figure.unit}".strip())


def count(people: float, fewest: int = FEWEST_PEOPLE, round_to: int = ROUND_TO) -> Cell:
    """A count of people as published. Refuses anything that is no whole number of 0 or more."""
    if people != int(people) or people < 0:
        raise Refusal(f"{people!r} is no count of people. Give a whole number of 0 or more.")
    people = int(people)
    if people == 0:
        return Cell(0, "0")
    if people < fewest:
        return Cell(None, f"fewer than {fewest}")
    least = -(-fewest // round_to) * round_to  # the first multiple that does not look like a hidden count
    rounded = max(least, (2 * people + round_to) // (2 * round_to) * round_to)
    return Cell(rounded, str(rounded))


def publish_table(
    counts: Sequence[int], total: int | None = None, fewest: int = FEWEST_PEOPLE, round_to: int = ROUND_TO
) -> PublishedTable:
    """Counts of people that add to `total`, each rounded on its own, so they may not add up as shown.

    A hidden count stays derivable where the published counts and total leave fewer than four values possible for
    it. Then the smallest count shown is "not shown" as well, and the next, and at last the total, until none is.
    One row at a time: two tables that share a margin are published as one row each, or not both.
    """
    if total is not None and total != sum(counts):
        raise Refusal(f"The counts add to {sum(counts)}, not to {total}.")
    cells = [count(one, fewest, round_to) for one in counts]
    if total is None:
        return PublishedTable(tuple(cells), None)
    whole = count(total, fewest, round_to)
    while _derivable(cells, whole, fewest, round_to):
        shown = [i for i, cell in enumerate(cells) if cell.value]
        if not shown:
            whole = Cell(None, NOT_SHOWN)
            break
        smallest = min(shown, key=lambda i: (counts[i], i))
        cells[smallest] = Cell(None, NOT_SHOWN)
    return PublishedTable(tuple(cells), whole)


def bounds(cell: Cell, fewest: int = FEWEST_PEOPLE, round_to: int = ROUND_TO) -> tuple[int, float]:
    """The least and the greatest count that a reader of the published cell can infer from it alone."""
    if cell.words == NOT_SHOWN:
        return fewest, float("inf")
    if cell.value is None:
        return 1, fewest - 1
    if cell.value == 0:
        return 0, 0
    fits = [n for n in range(max(fewest, cell.value - round_to), cell.value + round_to + 1)
            if count(n, fewest, round_to).value == cell.value]
    return min(fits), max(fits)


def possible(
    cells: Sequence[Cell], total: Cell, index: int, fewest: int = FEWEST_PEOPLE, round_to: int = ROUND_TO
) -> int:
    """How many values the hidden count at `index` can still have for a reader who adds up the table."""
    least, most = bounds(cells[index], fewest, round_to)
    others = [bounds(cell, fewest, round_to) for i, cell in enumerate(cells) if i != index]
    whole = (0, float("inf")) if total.words == NOT_SHOWN else bounds(total, fewest, round_to)
    low = max(least, whole[0] - sum(high for _, high in others))
    high = min(most, whole[1] - sum(low for low, _ in others))
    return int(max(0, high - low + 1))


def _derivable(cells: Sequence[Cell], total: Cell, fewest: int, round_to: int) -> bool:
    small = f"fewer than {fewest}"
    enough = min(POSSIBLE_LEFT, fewest - 1)
    hidden = [i for i, cell in enumerate(cells) if cell.words == small]
    return any(possible(cells, total, i, fewest, round_to) < enough for i in hidden)


def _share(figure: Figure, fewest: int, round_to: int) -> Figure:
    if figure.value is None and figure.numerator is None:
        return figure
    if figure.numerator is None or figure.denominator is None:
        raise Refusal("A share of people is published from its two counts. Give its numerator and denominator.")
    if figure.numerator > figure.denominator:
        raise Refusal(f"{figure.numerator} of {figure.denominator} is no share.")
    part, among = count(figure.numerator, fewest, round_to), count(figure.denominator, fewest, round_to)
    if not among.value:
        words = TOO_FEW if among.value is None else "nobody"
        return replace(figure, value=None, numerator=None, denominator=among.value, words=words)
    words = f"{part.words} of {among.words}"
    value = None if part.value is None else part.value / among.value
    return replace(figure, value=value, numerator=part.value, denominator=among.value, words=words)
