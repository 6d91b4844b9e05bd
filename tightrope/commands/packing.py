"""The command that makes a pack for a meeting and writes it as a file, or says which packs hold what was withdrawn."""

import argparse
import os
from dataclasses import asdict
from pathlib import Path

from tightrope.answers import packs
from tightrope.answers.evidence import usual_period
from tightrope.board import pack
from tightrope.board.pack import Asked, Wanted
from tightrope.commands.base import DONE, FOUND_SOMETHING, Command, Result
from tightrope.commands.sharing import MAKER
from tightrope.errors import Refusal
from tightrope.records.house import House, who_holds
from tightrope.records.packs import EXEMPT, NOT_MADE, PUBLIC

ENDINGS = {".pptx": "pptx", ".docx": "docx", ".html": "html", ".zip": "zip"}


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("items", nargs="*", metavar="ITEM", help="a contract such as HC-01, or line:home_care")
    parser.add_argument("--out", type=Path, metavar="FILE", help="a .pptx, .docx, .html or .zip to write")
    parser.add_argument("--title", default="Papers for the committee", help="what the papers are called")
    parser.add_argument("--template", type=Path, metavar="FILE", help="the council's own slides (.pptx) to draw on")
    parser.add_argument("--exempt", action="store_true", help="write the part with what is exempt, not for publication")
    parser.add_argument("--for", dest="named", action="append", default=[], metavar="NAME",
                        help="restrict it to this reader; words that few may read then stand in it")  # fmt: skip
    parser.add_argument("--link", default="", metavar="URL", help="an address for the last slide, kept nowhere")
    parser.add_argument("--withdrawn", action="store_true", help="list packs that quote what may not be shown any more")


def _pack(arguments: argparse.Namespace, given: str, house: House) -> Result:
    from tightrope.board import files  # it brings the libraries of slides and papers, which no other command needs

    if arguments.withdrawn:
        return _withdrawn(house)
    if not arguments.items or arguments.out is None:
        raise Refusal("pack needs the items and --out FILE: pack HC-01 RS-01 --out papers.pptx")
    out, template = _out(arguments.out), _template(arguments.template)
    kind = ENDINGS[out.suffix.lower()]
    wanted = Wanted(
        title=arguments.title,
        items=tuple(_asked(one) for one in arguments.items),
        format=kind,
        restricted=bool(arguments.named),
        recipients=tuple(arguments.named),
    )
    files.try_link(arguments.link)  # before anything is entered in the register, as the template is
    if template is not None:
        files.try_template(kind, template)
    pack_id = pack.make(house, MAKER, usual_period(house), wanted)
    part = EXEMPT if arguments.exempt else PUBLIC
    made = files.give(house, MAKER, pack_id, kind, part, template, arguments.link)
    _write(out, made.data)
    many = "one item" if len(arguments.items) == 1 else f"{len(arguments.items)} items"
    plain = [f"{out} is written: {many}. Its reference is {pack_id}."]
    return Result(plain, {"pack_id": pack_id, "file": out, "bytes": len(made.data), "items": arguments.items})


def _withdrawn(house: House) -> Result:
    found = packs.to_tell(house, MAKER)
    plain = [f"{one.pack.pack_id}\t{one.pack.title}\ttell {', '.join(one.told)}\n  {one.notice}" for one in found]
    code = FOUND_SOMETHING if found else DONE
    return Result(plain or ["No pack quotes anything that may not be shown."], [asdict(one) for one in found], code)


def _asked(item: str) -> Asked:
    kind, found, key = item.partition(":")
    return Asked(kind, key) if found else Asked("contract", item)


def _out(path: Path) -> Path:
    if path.suffix.lower() not in ENDINGS:
        raise Refusal(f"The file ends in {path.suffix or 'nothing'}: give it one of {', '.join(ENDINGS)}.")
    _in_the_app(path)
    if path.exists():
        raise Refusal(f"{path} is there already. Give another name: papers that went out are not written over.")
    if not path.parent.is_dir():
        raise Refusal(f"There is no folder {path.parent}.")
    return path.absolute()


def _template(path: Path | None) -> bytes | None:
    if path is None:
        return None
    from tightrope.board.slide_template import LARGEST_TEMPLATE

    _in_the_app(path)
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_TEMPLATE + 1)
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}.") from error


def _in_the_app(path: Path) -> None:
    """While the app runs it carries this out, from another folder than the one the command was given in."""
    holder = who_holds()
    if holder and holder.get("pid") == os.getpid() and not path.is_absolute():
        raise Refusal(f"The app runs and writes the file for you, so give the whole path of {path}.")


def _write(path: Path, data: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(data)
    except OSError as error:
        raise Refusal(NOT_MADE, [f"{path} cannot be written: {error.strerror}."]) from error


COMMANDS = (Command("pack", "make papers for a meeting: slides, documents, one page, tables", _pack, True, _arguments),)
