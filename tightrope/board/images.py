"""Charts as PNG, drawn plainly from the same figures as every other file, for whoever pastes them elsewhere."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from tightrope.board.chart_figures import NUMBERS, Chart
from tightrope.board.pack_shapes import Pack
from tightrope.board.safe_cells import line

BLUE, CLAY, INK, SOFT, RULE = "#33597f", "#9a4a2c", "#23282f", "#565d66", "#d9d4ca"
WIDE, EDGE, ROW, BAR, HEAD, FOOT = 1000, 24, 56, 18, 96, 44  # pixels
LETTERS = 105  # of the small font in one line


def png(chart: Chart, pack: Pack) -> bytes:
    """One chart with its title, its sentence and where it is from."""
    high = HEAD + ROW * len(chart.bars) + FOOT
    image = Image.new("RGB", (WIDE, high), "white")
    draw, small = ImageDraw.Draw(image), ImageFont.load_default(18)
    draw.text((EDGE, 14), line(chart.title), INK, ImageFont.load_default(26))
    draw.text((EDGE, 54), line(chart.says)[:LETTERS], SOFT, small)
    for place, bar in enumerate(chart.bars):
        top = HEAD + ROW * place
        told = bar.words if bar.value is None or chart.kind != NUMBERS else f"{bar.words} ({bar.value} of 100)"
        draw.text((EDGE, top), line(f"{bar.name}: {told}")[:LETTERS], INK, small)
        box = [EDGE, top + 26, WIDE - EDGE, top + 26 + BAR]
        draw.rectangle(box, outline=RULE)
        if bar.value and chart.most:
            reach = EDGE + round((WIDE - 2 * EDGE) * min(1.0, bar.value / chart.most))
            draw.rectangle([EDGE, box[1], reach, box[3]], fill=BLUE if chart.kind == NUMBERS else CLAY)
    draw.text((EDGE, high - 32), line(pack.foot)[:LETTERS], SOFT, small)
    told = PngImagePlugin.PngInfo()
    for name, words in (("Title", chart.title), ("Description", chart.says), ("Source", pack.source),
                        ("Comment", f"{' '.join(pack.marks)} {pack.check}".strip())):  # fmt: skip
        told.add_itxt(name, line(words), "en-GB")
    kept = BytesIO()
    image.save(kept, "PNG", pnginfo=told, compress_level=2)
    return kept.getvalue()
