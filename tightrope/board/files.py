"""A pack as files: slides, papers, notices, one page, tables and pictures, alone or together in one folder."""

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime, time

from tightrope.board import notice, one_file, pack_open, paper, slides
from tightrope.board.chart_figures import charts
from tightrope.board.images import png
from tightrope.board.pack_shapes import Pack
from tightrope.board.slide_template import begin
from tightrope.board.tables_csv import tables
from tightrope.errors import Refusal
from tightrope.records import packs
from tightrope.records.house import House
from tightrope.records.packs import PUBLIC
from tightrope.records.roles import Reader

MIMES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "csv": "application/zip",  # several tables in one folder
    "zip": "application/zip",
}
WITH_SLIDES, NO_SLIDES = ("pptx", "zip"), "A template is for slides: ask for .pptx or .zip."
READ_ME = "read-me.txt"


@dataclass(frozen=True)
class File:
    """A finished file: its name, what it holds and of which sort it is."""

    name: str
    data: bytes
    mime: str


def give(
    house: House, reader: Reader, pack_id: str, kind: str, part: str = PUBLIC, template: bytes | None = None
) -> File:
    """A file of a pack with the words that may be read today, noted as given to whoever asks.

    Raises NotAllowed, NotFound, Altered, and Refusal for a kind or template that cannot be.
    """
    made = file(pack_open.opened(house, reader, pack_id, part), kind, template)
    packs.download(house, reader, pack_id, kind, part)
    return made


def try_template(kind: str, template: bytes) -> None:
    """Raise Refusal for a template that slides could not be drawn on."""
    if kind not in WITH_SLIDES:
        raise Refusal(NO_SLIDES)
    begin(template)


def file(one: Pack, kind: str, template: bytes | None = None) -> File:
    """A pack as one file. Raises Refusal."""
    if template is not None and kind not in WITH_SLIDES:
        raise Refusal(NO_SLIDES)
    if kind == "pptx":
        data = slides.pptx(one, template)
    elif kind == "docx":
        data = paper.docx(one)
    elif kind == "html":
        data = one_file.html(one)
    elif kind == "csv":
        data = _folder(one, tables(one))
    elif kind == "zip":
        data = _folder(one, _everything(one, template))
    else:
        raise Refusal(f"A pack can be had as {', '.join(packs.FORMATS)}.")
    ending = "zip" if kind == "csv" else kind
    return File(f"{one.pack_id}{'' if one.part == PUBLIC else '-exempt'}.{ending}", data, MIMES[kind])


def _everything(one: Pack, template: bytes | None) -> dict[str, bytes]:
    made = {
        "slides.pptx": slides.pptx(one, template),
        "paper.docx": paper.docx(one),
        "decision-notices.docx": notice.notices(one),
        "page.html": one_file.html(one),
    }
    made |= {f"tables/{name}": data for name, data in tables(one).items()}
    made |= {f"charts/{name}": data for name, data in one_file.svgs(one).items()}
    return made | {f"charts/{each.key}.png": png(each, one) for item in one.items for each in charts(item)}


def _folder(one: Pack, parts: dict[str, bytes]) -> bytes:
    about = "\n".join([one.title, *one.marks, *one.about, ""]).encode("utf-8")
    at = datetime.combine(one.made_on, time()).timetuple()[:6]
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, data in {READ_ME: about, **parts}.items():
            folder.writestr(zipfile.ZipInfo(name, at), data, zipfile.ZIP_DEFLATED)
    return kept.getvalue()
