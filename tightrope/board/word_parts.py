"""What Word documents are made of: A4 in British English, real headings, tables with header rows, plain runs."""

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from tightrope.board.chart_figures import charts
from tightrope.board.images import png
from tightrope.board.pack_shapes import Item, Pack
from tightrope.board.properties import describe
from tightrope.board.safe_cells import line, plain

A4_WIDE, A4_HIGH, EDGE = Mm(210), Mm(297), Mm(20)
TEXT_WIDE = Mm(170)
LANGUAGE = "en-GB"
CLAY, SOFT = RGBColor(0x9A, 0x4A, 0x2C), RGBColor(0x56, 0x5D, 0x66)
SERIF = "Georgia"


def begin(pack: Pack, title: str) -> Any:
    """An empty A4 document with the pack's marks at its head and its reference at every foot."""
    made = Document()
    section = made.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = A4_WIDE, A4_HIGH
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = EDGE
    _speak(made)
    describe(made.core_properties, pack)
    section.header.paragraphs[0].add_run(line(" ".join(pack.marks))).bold = True
    run = section.footer.paragraphs[0].add_run(line(pack.foot))
    run.font.size, run.font.color.rgb = Pt(8), SOFT
    made.add_heading(line(title), 0)
    return made


def heading(made: Any, words: str, level: int = 1) -> None:
    """A real heading, so that the outline and a screen reader find it."""
    made.add_paragraph(line(words))._p.style = f"Heading{level}"  # by its id: to look it up by name takes long


def say(made: Any, *lines: str) -> None:
    """Paragraphs of plain text; empty ones are left out."""
    for words in lines:
        if words.strip():
            made.add_paragraph(plain(words))


def listed(made: Any, lines: Sequence[str]) -> None:
    """A numbered list. The numbers are written out, so that each list begins with 1."""
    say(made, *(f"{number}. {words}" for number, words in enumerate(lines, start=1)))


def labelled(made: Any, label: str, words: str) -> None:
    """One paragraph that begins with its label in bold."""
    paragraph = made.add_paragraph()
    paragraph.add_run(f"{line(label)}: ").bold = True
    paragraph.add_run(plain(words))


def quote(made: Any, number: str, text: str, by: str) -> None:
    """Somebody's words as they told them, as prose, with who tells and when below."""
    for words in plain(text).split("\n"):
        paragraph = made.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(6)
        run = paragraph.add_run(words)
        run.font.name, run.font.size = SERIF, Pt(12)
    below = made.add_paragraph()
    below.paragraph_format.left_indent = Mm(6)
    run = below.add_run(f"{number}. {line(by)}")
    run.font.color.rgb = CLAY


def table(made: Any, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table whose header row stands again on each page."""
    drawn = made.add_table(rows=len(rows) + 1, cols=len(head))
    drawn._tbl.tblPr.style = "TableGrid"
    for cell, words in zip(drawn.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(line(words)).bold = True
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    drawn.rows[0]._tr.get_or_add_trPr().append(mark)
    for below, row in zip(drawn._tbl.tr_lst[1:], rows, strict=True):
        for cell, words in zip(below.tc_lst, row, strict=True):
            cell.p_lst[0].add_r().text = plain(words)
    made.add_paragraph()


def pictures(made: Any, pack: Pack, item: Item) -> None:
    """Each chart of an item as a picture, with its sentence for whoever does not see it and as text below."""
    for chart in charts(item):
        shown = made.add_picture(io.BytesIO(png(chart, pack)), width=TEXT_WIDE)
        shown._inline.docPr.set("descr", line(chart.says))
        say(made, chart.says)


def page_break(made: Any) -> None:
    """What follows begins on a new page."""
    made.add_page_break()


def save(made: Any) -> bytes:
    """The finished file."""
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def _speak(made: Any) -> None:
    """The language of every style and run is British English."""
    for one in made.styles.element.iter(qn("w:lang")):
        one.set(qn("w:val"), LANGUAGE)
