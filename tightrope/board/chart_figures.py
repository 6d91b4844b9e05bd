"""The charts of an item as plain figures: one source for slides, documents, pictures and tables alike."""

from dataclasses import dataclass

from tightrope.board.pack_shapes import Item
from tightrope.board.published import Published

NUMBERS, STORIES = "numbers", "stories"
WHOLE = 100


@dataclass(frozen=True)
class Bar:
    """One bar. `value` is None where a figure is hidden or not known; `words` then says which."""

    name: str
    value: int | None
    words: str

    @property
    def label(self) -> str:
        """The name, with the words where there is no bar to read."""
        return self.name if self.value is not None else f"{self.name}: {self.words}"


@dataclass(frozen=True)
class Chart:
    """One chart: `says` is the sentence that stands with it, `most` where its axis ends, `unit` what is counted."""

    key: str
    title: str
    says: str
    kind: str
    unit: str
    most: int
    bars: tuple[Bar, ...]


def charts(item: Item) -> tuple[Chart, ...]:
    """The charts of one item: what is measured, what people tell of, and from where; none without a bar."""
    return tuple(one for one in (measures(item), themes(item), places(item)) if one.bars)


def measures(item: Item) -> Chart:
    """How far each measure in the contract has come to what it asks, in 100ths."""
    bars = tuple(
        Bar(one.name, None if one.reached is None else round(WHOLE * one.reached), one.value)
        for one in item.snapshot.measures
        if one.in_contract
    )
    return Chart(
        f"{item.number}-numbers",
        "What the numbers say",
        "How far each measure in the contract has come to what it asks: 100 is all of it. More is better.",
        NUMBERS,
        "of 100",
        WHOLE,
        bars,
    )


def themes(item: Item) -> Chart:
    """How many of those heard tell of each theme, as published."""
    heard = item.snapshot.heard
    return Chart(
        f"{item.number}-stories",
        "What people tell",
        f"People who tell of each. Heard from: {heard.words}. Each person counts once.",
        STORIES,
        "people",
        heard.value or 0,
        tuple(_bar(one) for one in item.snapshot.themes),
    )


def places(item: Item) -> Chart:
    """People heard from by part of the city, where more than one had any."""
    some = item.snapshot.places
    bars = tuple(_bar(one) for one in some) if sum(one.value != 0 for one in some) > 1 else ()
    return Chart(
        f"{item.number}-places",
        "Where they live",
        "People heard from in each part of the city. Few heard does not mean few in need.",
        STORIES,
        "people",
        max((one.value or 0 for one in some), default=0),
        bars,
    )


def _bar(one: Published) -> Bar:
    return Bar(one.name, one.value, one.words)
