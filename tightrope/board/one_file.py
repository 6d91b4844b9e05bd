"""A pack as one HTML file: the look of the board page, its charts inside, nothing from elsewhere."""

import base64
import io
from functools import cache
from itertools import groupby
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tightrope import paths, settings
from tightrope.board import charts_svg
from tightrope.board.chart_figures import NUMBERS, Chart, charts
from tightrope.board.pack_shapes import Item, Pack
from tightrope.board.safe_cells import plain

OWN = paths.ROOT / "tightrope" / "board" / "templates"
BOARD_PAGE = paths.ROOT / "tightrope" / "public" / "templates"  # the page's frame and style, as the board page has them


def html(pack: Pack) -> bytes:
    """The whole pack as one page for a screen and for A4."""
    text = _environment().get_template("pack.html").render(
        nonce="",
        council=pack.council,
        fictional=pack.fictional,
        pack=pack,
        drawn={item.number: _drawn(item) for item in pack.items},
        square=_square(pack.link),
    )  # fmt: skip
    return plain(text).encode("utf-8")


def svgs(pack: Pack) -> dict[str, bytes]:
    """File name -> SVG of every chart, and of the rope of each item."""
    made = {}
    for item in pack.items:
        made[f"{item.number}-rope.svg"] = _file(charts_svg.rope(item.snapshot.rope), pack, "Do they agree?")
        for chart in charts(item):
            made[f"{chart.key}.svg"] = _file(svg(chart), pack, chart.says)
    return made


def svg(chart: Chart) -> str:
    """One chart from its figures."""
    few = settings.settings().disclosure.fewest_people - 1
    rows = [(bar.name, bar.words if bar.value is None else str(bar.value), _told(chart, bar)) for bar in chart.bars]
    return charts_svg.bars(rows, chart.most, few, chart.kind)


def _told(chart: Chart, bar: Any) -> str:
    return f"{bar.words} ({bar.value} of 100)" if chart.kind == NUMBERS and bar.value is not None else bar.words


def _drawn(item: Item) -> dict[str, Any]:
    """The pictures of an item. They are our own, made from numbers; every word in them is escaped where it is put."""
    return {
        "rope": Markup(charts_svg.rope(item.snapshot.rope)),
        "charts": [(chart, Markup(svg(chart))) for chart in charts(item)],
        "voices": [(rule, list(some)) for rule, some in groupby(item.quotes, lambda one: one.rule)],
    }


def _file(drawn: str, pack: Pack, says: str) -> bytes:
    """A picture as a file of its own, with what it shows and where it is from inside."""
    head, _, rest = drawn.partition(">")
    told = Markup("<title>{}</title><desc>{} {} {}</desc>").format(says, " ".join(pack.marks), pack.source, pack.check)
    return plain(f"{head}>{told}{rest}").encode("utf-8")


def _square(link: str) -> str:
    if not link:
        return ""
    kept = io.BytesIO()
    segno.make(link, error="m").save(kept, kind="png", scale=5, border=4)
    return f"data:image/png;base64,{base64.b64encode(kept.getvalue()).decode('ascii')}"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader([OWN, BOARD_PAGE]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
