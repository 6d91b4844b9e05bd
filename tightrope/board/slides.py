"""A pack as PowerPoint: for each item the question, numbers and stories at the same size, words, doubts, options."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

import segno
from pptx.util import Emu

from tightrope.board.chart_figures import Chart, measures, places, themes
from tightrope.board.pack_shapes import Item, Pack, Quote
from tightrope.board.properties import describe
from tightrope.board.slide_parts import BLUE, CLAY, SOFT, Box, Said, bar_chart, box, save, slide, table
from tightrope.board.slide_template import begin

COVER_ROWS = 6  # items on one cover slide
QUOTE_LETTERS, MOST_QUOTES = 1_000, 3  # on one slide
COVER = {"No.": 5, "Item": 20, "What is asked": 35, "A year": 13, "Decision needed": 27}  # width in hundredths
OPTIONS = {"Option": 25, "How it stands": 15, "Until when": 60}
LEFT, RIGHT, WHOLE = Box(4, 18, 45, 74), Box(51, 18, 45, 74), Box(4, 18, 92, 74)


def pptx(pack: Pack, template: bytes | None = None) -> bytes:
    """The slides of a pack, on a council's own template where one is given. Raises Refusal for a bad template."""
    made = begin(template)
    describe(made.core_properties, pack)
    _covers(made, pack)
    for item in pack.items:
        _asked(made, pack, item)
        _both(made, pack, item)
        _words(made, pack, item)
        _doubts(made, pack, item)
        _options(made, pack, item)
    _last(made, pack)
    return save(made)


def _covers(made: Any, pack: Pack) -> None:
    rows = [(str(one.number), one.cover.title, one.cover.asked, one.cover.a_year, one.cover.decision)
            for one in pack.items]  # fmt: skip
    for first in range(0, len(rows), COVER_ROWS):
        some = rows[first : first + COVER_ROWS]
        page = f", {first // COVER_ROWS + 1}" if len(rows) > COVER_ROWS else ""
        new = slide(made, f"{pack.title}{page}", pack.foot)
        box(made, new, Box(4, 17, 92, 8.5), [Said(one, bold=True) for one in pack.marks], 14, 9)
        table(made, new, Box(4, 26, 92, 60), COVER, some)


def _asked(made: Any, pack: Pack, item: Item) -> None:
    """The question, the money and what follows a no; beside them one sentence of each side, in boxes of one size."""
    one = item.snapshot
    new = slide(made, f"{item.number}. {one.ask}", pack.foot)
    money = [Said(f"{each.label}: {each.words}.") for each in one.money]
    box(made, new, LEFT, [Said(f"Decision needed: {item.cover.decision}", bold=True), Said(one.until), *money,
                          Said(f"If the answer is no: {' '.join(one.if_no)}")])  # fmt: skip
    _side(made, new, Box(51, 18, 45, 35), "What the numbers say", one.blue, BLUE, False)
    _side(made, new, Box(51, 57, 45, 35), "What people tell", one.clay, CLAY, True)


def _side(made: Any, new: Any, where: Box, title: str, words: str, colour: Any, serif: bool) -> None:
    shape = box(made, new, where, [Said(title, bold=True, colour=colour, scale=0.75), Said(words, serif=serif)], 24)
    shape.line.color.rgb = colour


def _both(made: Any, pack: Pack, item: Item) -> None:
    """Numbers and stories side by side, a chart of one size each."""
    new = slide(made, f"{item.number}. {item.snapshot.verdict}", pack.foot)
    _chart(made, new, LEFT, measures(item))
    _chart(made, new, RIGHT, themes(item))


def _chart(made: Any, new: Any, where: Box, chart: Chart) -> None:
    colour = BLUE if chart.kind == "numbers" else CLAY
    head = Box(where.left, where.top, where.width, 14)
    box(made, new, head, [Said(chart.title, bold=True, colour=colour), Said(chart.says, colour=SOFT, scale=0.8)], 16, 9)
    below = Box(where.left, where.top + 14, where.width, where.height - 14)
    if any(bar.value is not None for bar in chart.bars):
        bar_chart(made, new, below, chart)
    else:
        words = [Said(bar.label) for bar in chart.bars] or [Said("Nothing can be shown.")]
        box(made, new, below, words, 16)


def _words(made: Any, pack: Pack, item: Item) -> None:
    """The accounts that rules chose, as they were told; a slide takes as many as can be read on it."""
    about = f" about {item.snapshot.voices_about.lower()}" if item.snapshot.voices_about else ""
    for some in _groups(item.quotes):
        new = slide(made, f"{item.number}. In their own words{about}", pack.foot)
        share = 74 / len(some)
        for place, each in enumerate(some):
            # Who tells comes first: of words that fit on no slide the end is cut.
            said = [Said(f"{each.number}. {each.by}", bold=True, colour=CLAY, scale=0.85),
                    Said(each.text, serif=True)]  # fmt: skip
            if place == 0 or some[place - 1].rule != each.rule:
                said.insert(0, Said(each.rule, colour=SOFT, scale=0.7))
            box(made, new, Box(4, 18 + share * place, 92, share), said, 18, 10)
    notes = [Said(one) for one in item.beside_words]
    if notes:
        box(made, slide(made, f"{item.number}. About these words", pack.foot), WHOLE, notes, 20)


def _groups(quotes: Sequence[Quote]) -> Iterator[list[Quote]]:
    some: list[Quote] = []
    for one in quotes:
        if some and (len(some) == MOST_QUOTES or sum(len(each.text) for each in [*some, one]) > QUOTE_LETTERS):
            yield some
            some = []
        some.append(one)
    if some:
        yield some


def _doubts(made: Any, pack: Pack, item: Item) -> None:
    one = item.snapshot
    new = slide(made, f"{item.number}. Who was not heard, and how sure are we?", pack.foot)
    said = [Said("Who was not heard", bold=True, colour=CLAY)]
    said += [Said(f"Nobody took part: {'; '.join(one.not_heard)}.")] if one.not_heard else []
    said += [Said(f"Hardly anybody: {'; '.join(one.hardly_heard)}.")] if one.hardly_heard else []
    if not one.not_heard and not one.hardly_heard:
        said.append(Said("Of every group that can be counted here, some were heard."))
    said += [Said("Silence does not mean that people are content."), Said("How sure are we?", bold=True, colour=BLUE)]
    box(made, new, LEFT, [*said, *(Said(each) for each in one.how_sure)], 18)
    asked = [Said(f"{number}. {each}") for number, each in enumerate(one.questions, start=1)]
    where = places(item)
    room = Box(RIGHT.left, RIGHT.top, RIGHT.width, 36) if where.bars else RIGHT
    box(made, new, room, [Said("Three questions you could ask", bold=True), *asked], 18)
    if where.bars:
        _chart(made, new, Box(RIGHT.left, 55, RIGHT.width, 37), where)


def _options(made: Any, pack: Pack, item: Item) -> None:
    one = item.snapshot
    new = slide(made, f"{item.number}. What else could be done, and what does the provider say?", pack.foot)
    states = {"open": "open", "lost": "no longer possible", "not_offered": "not offered"}
    rows = [(each.name, states.get(each.state, "not known"), each.words) for each in one.choices]
    if rows:
        table(made, new, Box(4, 17, 92, 44), OPTIONS, rows, 10)
    said = [Said(f"{each.standing} {each.says} {each.added}".strip()) for each in one.replies]
    said = said or [Said("The provider was not asked.")]
    said += [Said(f"{each.label}: {each.words}{f' ({each.reason})' if each.reason else ''}.", scale=0.8)
             for each in item.commercial]  # fmt: skip
    box(made, new, Box(4, 68, 92, 25) if rows else WHOLE, said, 16, 9)


def _last(made: Any, pack: Pack) -> None:
    new = slide(made, "How this was made", pack.foot)
    where = Box(4, 18, 62, 74) if pack.link else WHOLE
    box(made, new, where, [*(Said(one, bold=True) for one in pack.marks), *(Said(one) for one in pack.about)], 16, 9)
    if not pack.link:
        return
    kept = io.BytesIO()
    segno.make(pack.link, error="m").save(kept, kind="png", scale=8, border=4)
    kept.seek(0)
    side = Emu(int(min(made.slide_width * 0.27, made.slide_height * 0.5)))
    left, top = Emu(int(made.slide_width * 0.69)), Emu(int(made.slide_height * 0.2))
    shown = new.shapes.add_picture(kept, left, top, side, side)
    shown._element.nvPicPr.cNvPr.set("descr", "A square to photograph: it leads to the address below it.")
    box(made, new, Box(68, 74, 28, 16), [Said(pack.link)], 12, 8)
