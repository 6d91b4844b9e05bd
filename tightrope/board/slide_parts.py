"""What slides are made of: boxes of plain runs that fit, charts with their figures behind them, tables."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION
from pptx.util import Emu, Pt

from tightrope.board.chart_figures import NUMBERS, Chart
from tightrope.board.safe_cells import cell, line, plain
from tightrope.board.slide_template import layout

BLUE, CLAY, INK, SOFT = (RGBColor.from_string(one) for one in ("33597F", "9A4A2C", "23282F", "565D66"))
SERIF = "Georgia"
EMU_POINT = 12_700
LETTER, LEAD = 0.52, 1.25  # width of a letter and height of a line, of the size of the letters
MARGIN = 0.12  # inches inside a box
CUT = " … (whole in the document)"


@dataclass(frozen=True)
class Box:
    """Where something stands, in hundredths of the slide: left, top, width, height."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Said:
    """One paragraph: its words and how they look. `serif` is for people's own words."""

    text: str
    bold: bool = False
    serif: bool = False
    colour: RGBColor = INK
    scale: float = 1.0


def slide(made: Any, title: str, foot: str) -> Any:
    """A new slide with its title, which stands in the outline, and the line at its foot."""
    new = made.slides.add_slide(layout(made))
    for shape in list(new.placeholders):
        if shape.placeholder_format.idx != 0:
            shape._element.getparent().remove(shape._element)
    head = new.shapes.title
    head.left, head.top, head.width, head.height = _place(made, Box(4, 3.5, 92, 13))
    head.text_frame.word_wrap = True
    _fill(head.text_frame, [Said(title, bold=True)], 92 / 100 * made.slide_width, 13 / 100 * made.slide_height, 28, 16)
    box(made, new, Box(4, 94, 92, 5), [Said(foot, colour=SOFT)], 11, 8)
    return new


def box(made: Any, on: Any, where: Box, said: Sequence[Said], largest: int = 20, smallest: int = 11) -> Any:
    """A box of plain runs, as large as they fit; what fits at no size is cut at a word, and says so."""
    left, top, width, height = _place(made, where)
    shape = on.shapes.add_textbox(left, top, width, height)
    shape.text_frame.word_wrap = True
    _fill(shape.text_frame, said, width, height, largest, smallest)
    return shape


def bar_chart(made: Any, on: Any, where: Box, chart: Chart) -> Any:
    """A chart that can be edited: its figures stand in the workbook behind it."""
    data = CategoryChartData()
    data.categories = [cell(one.label) for one in chart.bars]
    data.add_series(cell(f"{chart.title}, {chart.unit}"), [one.value for one in chart.bars])
    frame = on.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *_place(made, where), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", line(chart.says))
    drawn = frame.chart
    drawn.has_legend, drawn.has_title = False, False
    drawn.font.size, drawn.font.color.rgb = Pt(12), INK
    values, names = drawn.value_axis, drawn.category_axis
    values.minimum_scale, values.maximum_scale = 0, max(chart.most, 1)
    values.has_major_gridlines, values.visible = False, False
    names.reverse_order, names.tick_label_position = True, XL_TICK_LABEL_POSITION.LOW
    names.has_major_gridlines = False
    plot = drawn.plots[0]
    plot.gap_width, plot.has_data_labels = 40, True
    plot.data_labels.show_value = True
    plot.data_labels.font.size = Pt(12)
    fill = plot.series[0].format.fill
    fill.solid()
    fill.fore_color.rgb = BLUE if chart.kind == NUMBERS else CLAY
    return frame


def table(
    made: Any, on: Any, where: Box, head: Mapping[str, int], rows: Sequence[Sequence[str]], size: int = 12
) -> Any:
    """A table with a header row, every cell plain text; `head` is title -> width in hundredths of the table."""
    left, top, width, height = _place(made, where)
    drawn = on.shapes.add_table(len(rows) + 1, len(head), left, top, width, height).table
    drawn.first_row = True
    for column, share in zip(drawn.columns, head.values(), strict=True):
        column.width = Emu(width * share // 100)
    for number, words in enumerate([[*head], *rows]):
        for column, text in enumerate(words):
            frame = drawn.cell(number, column).text_frame
            run = frame.paragraphs[0].add_run()
            run.text, run.font.size, run.font.bold = line(text), Pt(size), number == 0
    return drawn


def save(made: Any) -> bytes:
    """The finished file."""
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def _fill(frame: Any, said: Sequence[Said], width: float, height: float, largest: int, smallest: int) -> None:
    said = [replace(one, text=plain(one.text)) for one in said if one.text.strip()]
    size, said = _fitted(said, width / EMU_POINT - 2 * 72 * MARGIN, height / EMU_POINT - 72 * MARGIN, largest, smallest)
    first = True
    for one in said:
        for text in one.text.split("\n"):
            paragraph = frame.paragraphs[0] if first else frame.add_paragraph()
            first = False
            run = paragraph.add_run()
            run.text = text
            run.font.size, run.font.bold, run.font.color.rgb = Pt(round(size * one.scale)), one.bold, one.colour
            if one.serif:
                run.font.name = SERIF
            run._r.get_or_add_rPr().set("lang", "en-GB")


def _fitted(
    said: Sequence[Said], width: float, height: float, largest: int, smallest: int
) -> tuple[int, Sequence[Said]]:
    """The largest size, in points, at which the paragraphs fit, and the paragraphs; width and height in points."""
    for size in range(largest, smallest - 1, -1):
        if sum(_lines(one.text, size * one.scale, width) * size * one.scale * LEAD for one in said) <= height:
            return size, said
    made, left = [], height
    for one in said:
        size = smallest * one.scale
        room = int(left / (size * LEAD))
        if room < 1:
            break
        if _lines(one.text, size, width) > room:
            letters = max(1, int(room * width / (size * LETTER)) - len(CUT))
            made.append(replace(one, text=one.text[:letters].rpartition(" ")[0].rstrip() + CUT))
            break
        made.append(one)
        left -= _lines(one.text, size, width) * size * LEAD
    return smallest, made


def _lines(text: str, size: float, width: float) -> int:
    fit = max(1, int(width / (size * LETTER)))
    return sum(max(1, ceil(len(one) / fit)) for one in text.split("\n"))


def _place(made: Any, where: Box) -> tuple[Emu, Emu, Emu, Emu]:
    wide, high = made.slide_width / 100, made.slide_height / 100
    return (Emu(int(where.left * wide)), Emu(int(where.top * high)),
            Emu(int(where.width * wide)), Emu(int(where.height * high)))  # fmt: skip
