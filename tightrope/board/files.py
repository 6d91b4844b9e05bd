"""A pack as files: slides, papers, notices, one page, tables and pictures, alone or together in one folder."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from urllib.parse import urlsplit

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
LONGEST_LINK = 500
NO_LINK = "The link is no address that begins with http:// or https://."
NOT_GIVEN = "The file was not made."


@dataclass(frozen=True)
class File:
    """A finished file: its name, what it holds and of which sort it is."""

    name: str
    data: bytes
    mime: str


class NotCleared(Refusal):
    """Safeguarding has to agree to what the pack is about. `subjects`: kind:key -> its title and its contracts."""

    def __init__(self, problems: list[str], subjects: Mapping[str, tuple[str, tuple[str, ...]]]):
        super().__init__(NOT_GIVEN, problems)
        self.subjects = subjects


def give(
    house: House,
    reader: Reader,
    pack_id: str,
    kind: str,
    part: str = PUBLIC,
    template: bytes | None = None,
    link: str = "",
) -> File:
    """A file of a pack with the words that may be read today, noted as given to whoever asks.

    `link` is an address for the last slide; it may open a board page for whoever has it, so it is kept nowhere.
    Raises NotAllowed, NotFound, Altered, NotCleared, and Refusal for a kind, a template or a link that cannot be.
    """
    try_link(link)
    one = pack_open.opened(house, reader, pack_id, part)
    subjects = {each.snapshot.subject: (each.snapshot.title, each.snapshot.contract_ids) for each in one.items}
    wrong = packs.uncleared(house, [(title, subject, ids) for subject, (title, ids) in subjects.items()])
    if wrong:
        raise NotCleared(wrong, subjects)
    made = file(replace(one, link=link), kind, template)
    packs.download(house, reader, pack_id, kind, part)
    return made


def try_link(link: str) -> None:
    """Raise Refusal for what is no address; none at all is fine."""
    if link and not _is_address(link):
        raise Refusal(NO_LINK)


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


def _is_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    fits = len(link) <= LONGEST_LINK and link.isprintable()
    return fits and parts.scheme in ("http", "https") and bool(parts.hostname)
