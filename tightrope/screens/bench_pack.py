"""Measuring the slides of a pack on this computer, from made-up figures: no council is built for it."""

import statistics
from collections.abc import Iterator
from datetime import date
from typing import Any

from tightrope.answers.board_item import Choice, Line, Measured, Officer
from tightrope.answers.pack_item import Commercial, Notice
from tightrope.board import slides
from tightrope.board.pack_shapes import Cover, Item, Pack, Quote
from tightrope.board.published import Published
from tightrope.board.sentences import Rope
from tightrope.board.slide_parts import save, slide
from tightrope.board.slide_template import begin
from tightrope.board.snapshot import VERSION, Snapshot
from tightrope.records.packs import PUBLIC
from tightrope.records.sharing import OPEN
from tightrope.screens.bench import Row, both, timed, told

AT_MOST = 1_000.0  # milliseconds that ten slides may take; these are two more
SLIDES = 12  # of the two made-up items: cover, five each, how it was made
DAY = "2026-11-03"
WORDS = "They came in with the coat still on and went out again before the tea had drawn. Nobody asked me. "


def run(runs: int) -> list[dict[str, Any]]:
    """Measure slides with charts that can be edited, held against as many empty ones."""
    return told(list(_measured(runs)))


def _measured(runs: int) -> Iterator[Row]:
    one = made_up()
    ours = timed(lambda: slides.pptx(one), runs)
    bare = statistics.median(timed(lambda: _empty(), runs)) * 1000
    yield Row("slides of a pack", f"{SLIDES} slides, 4 charts", *both(ours), "empty slides", bare, at_most=AT_MOST)


def made_up() -> Pack:
    """Two items, twelve slides."""
    return Pack(
        pack_id="PK0000000000000000",
        title="Made up for measuring",
        council="Made-up council",
        fictional=True,
        made_on=date.fromisoformat(DAY),
        part=PUBLIC,
        level=OPEN,
        recipients=(),
        link="",
        register="",
        items=(_item(1), _item(2)),
    )


def _empty() -> None:
    made = begin(None)
    for _ in range(SLIDES):
        slide(made, "Nothing", "")
    save(made)


def _item(number: int) -> Item:
    return Item(
        number=number,
        snapshot=_snapshot(number),
        cover=Cover(f"Item {number}", "What should follow it?", "£1,000,000", "Choose one of 8 options."),
        commercial=(Commercial("Price of one hour", "exempt: commercial", "made up"),),
        notice=Notice("", "", "", "", (), (), "", "", (), "", "", "", "", "", "", "", ()),
        quotes=tuple(Quote(f"{number}.{place}", "Made up.", WORDS * 3, "Somebody, 2026") for place in (1, 2, 3)),
        gone=(),
    )


def _snapshot(number: int) -> Snapshot:
    names = ("Rushed", "Late or missed", "Medicines", "Kindness", "Dignity and respect", "Nights", "No answer")
    people = [Published("heard", "People we heard from", "", "60", "", "60 people", DAY, ())]
    people += [
        Published(f"theme:{place}", name, "", str(10 + 5 * place), "60", f"{10 + 5 * place} of 60 people", DAY, ())
        for place, name in enumerate(names)
    ]
    words = ("Made up.",)
    return Snapshot(
        version=VERSION, council="Made-up council", fictional=True, kind="contract", key=f"C{number}",
        contract_ids=(f"C{number}",), level=OPEN, warehouse="made-up", records_version=0, after=0, as_at=DAY,
        first=DAY, last=DAY, period="a year", title=f"Item {number}", subtitle="made up", ask="What should follow it?",
        until="", money=(Line("A year", "£1,000,000"),), if_no=words, blue="Visits on time: 95%.",
        clay="40 of 60 people tell of: no answer.", verdict="They disagree.", rope=Rope(0.9, 0.9, 0.9, 0.3, 0.3),
        measures=tuple(Measured(f"Measure {each}", "95%", "asked for 90%", 0.9, True, "more is better")
                       for each in range(8)),
        counts=tuple(people), wards=(), voices=(), voices_about="", voices_note="", not_heard=words, hardly_heard=(),
        choices=tuple(Choice(f"Option {each}", "open", "until the committee of the spring") for each in range(8)),
        how_sure=words, questions=words * 3, replies=(), officer=Officer("", "", ""), methods=words,
    )  # fmt: skip
