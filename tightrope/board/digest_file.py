"""The digest as one HTML file and as CSV, for officers: it holds exact counts."""

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tightrope import paths, settings, spreadsheet
from tightrope.answers.digest import SECTIONS, Digest, Line, rows
from tightrope.answers.say import day
from tightrope.screens import links
from tightrope.screens.register import page

TEMPLATES = paths.ROOT / "tightrope" / "board" / "templates"


def address(line: Line, found: Digest) -> str:
    """The page that a line opens, as a path."""
    return links.address(page(line.page).address, line.values, found.today)


def html(found: Digest, base: str = "") -> bytes:
    """The whole digest as one page; `base` is the address before each path, such as https://tightrope.council."""
    council = settings.settings().council
    text = (
        _environment()
        .get_template("digest.html")
        .render(
            found=found,
            council=council.name,
            fictional=council.fictional,
            sections=SECTIONS,
            link=lambda one: f"{base.rstrip('/')}{address(one, found)}",
        )
    )
    return text.encode("utf-8")


def csv(found: Digest, base: str = "") -> bytes:
    """The lines as rows, each with its address."""
    made = [
        {**row, "address": f"{base.rstrip('/')}{address(one, found)}"}
        for row, one in zip(rows(found), found.lines, strict=True)
    ]
    return spreadsheet.csv(made or [{"section": "", "reference": "", "what": found.title, "on": "", "address": ""}])


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.filters["day"] = day
    return made
