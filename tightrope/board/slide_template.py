"""The presentation that slides are drawn on: an empty wide one, or a council's own template, looked at first."""

import io
import zipfile
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Inches

from tightrope.errors import Refusal

WIDE, HIGH = Inches(13.333), Inches(7.5)
LARGEST_TEMPLATE, LARGEST_UNPACKED = 25_000_000, 200_000_000  # bytes
NO_TEMPLATE = "This template cannot be used."


def begin(template: bytes | None) -> Any:
    """An empty presentation, wide, or the council's template without its slides. Raises Refusal for a bad template."""
    if template is None:
        made = Presentation()
        made.slide_width, made.slide_height = WIDE, HIGH
        return made
    _check(template)
    try:
        made = Presentation(io.BytesIO(template))
        ids = made.slides._sldIdLst
        for one in list(ids):  # the slides that a template shows as examples
            made.part.drop_rel(one.rId)
            ids.remove(one)
        layout(made)
    except Refusal:
        raise
    except Exception as error:  # whatever a broken file makes the library stumble over
        raise Refusal(NO_TEMPLATE, ["It is no PowerPoint file that can be read. Save it anew as .pptx."]) from error
    return made


def layout(made: Any) -> Any:
    """The layout with a title and least besides. Raises Refusal where the template has none with a title."""
    titled = [one for one in made.slide_layouts if _title_of(one) is not None]
    if not titled:
        raise Refusal(NO_TEMPLATE, ["None of its layouts has a title."])
    return min(titled, key=lambda one: len(one.placeholders))


def _title_of(one: Any) -> Any:
    kinds = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
    return next((each for each in one.placeholders if each.placeholder_format.type in kinds), None)


def _check(template: bytes) -> None:
    """Refuse what is no template, is too large, or would fetch something from elsewhere whenever it is opened."""
    if len(template) > LARGEST_TEMPLATE:
        raise Refusal(NO_TEMPLATE, [f"It is larger than {LARGEST_TEMPLATE // 1_000_000} MB."])
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as packed:
            if sum(one.file_size for one in packed.infolist()) > LARGEST_UNPACKED:
                raise Refusal(NO_TEMPLATE, ["It unpacks to far more than a template needs."])
            names = packed.namelist()
            if "ppt/presentation.xml" not in names:
                raise Refusal(NO_TEMPLATE, ["It is no PowerPoint file (.pptx)."])
            if any(one.endswith("vbaProject.bin") for one in names):
                raise Refusal(NO_TEMPLATE, ["It holds macros. Save it as .pptx, without them."])
            relations = [packed.read(one) for one in names if one.endswith(".rels")]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise Refusal(NO_TEMPLATE, ["It is no PowerPoint file (.pptx)."]) from error
    if any(_fetches(one) for one in relations):
        raise Refusal(NO_TEMPLATE, ["It shows something from another place. Put its pictures into the file itself."])


def _fetches(relations: bytes) -> bool:
    """True where a part names something outside the file that a program would fetch; a link to press is none."""
    try:
        root = etree.fromstring(relations, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return False  # opening it will say that it is broken
    return any(one.get("TargetMode") == "External" and not one.get("Type", "").endswith("/hyperlink") for one in root)
