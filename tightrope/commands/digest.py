"""The command that writes what passed a test since a day: on the terminal, as one page or as CSV."""

import argparse
from dataclasses import asdict
from pathlib import Path

from tightrope.answers import digest as answers
from tightrope.board import digest_file
from tightrope.commands.base import DONE, FOUND_SOMETHING, Command, Result
from tightrope.errors import Refusal
from tightrope.records.house import House
from tightrope.records.roles import Reader

ASKER = Reader("command", "The command line", "manager")
MADE = {".html": digest_file.html, ".csv": digest_file.csv}


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--since", default="", metavar="DAY", help="a day such as 2026-10-01; a month ago where none")
    parser.add_argument("--out", type=Path, metavar="FILE", help="a .html or .csv to write")
    parser.add_argument("--base", default="", metavar="URL", help="the address before each page, for links in a file")


def _digest(arguments: argparse.Namespace, given: str, house: House) -> Result:
    since, why = answers.since_of(house, ASKER, arguments.since)
    if arguments.since and arguments.since != since.isoformat():
        raise Refusal(f"{arguments.since} is no day that a digest can look back to: write it like 2026-10-01.")
    found = answers.digest(house, ASKER, since, why)
    if arguments.out:
        make = MADE.get(arguments.out.suffix.lower())
        if make is None:
            raise Refusal(f"The file ends in {arguments.out.suffix or 'nothing'}: give it .html or .csv.")
        if (
            not arguments.out.is_absolute()
        ):  # the app may carry this out, in another folder than the one it was given in
            raise Refusal(f"Give the whole path of {arguments.out}.")
        if arguments.out.exists():
            raise Refusal(f"{arguments.out} is there already. Give another name.")
        try:
            arguments.out.write_bytes(make(found, arguments.base))
        except OSError as error:
            raise Refusal(f"{arguments.out} cannot be written: {error.strerror}.") from error
    plain = [found.title, *(f"{answers.SECTIONS[one.section]}\t{one.words}" for one in found.lines), *found.notes]
    return Result([*plain, found.looked_at], asdict(found), FOUND_SOMETHING if found.lines else DONE)


COMMANDS = (Command("digest", "what passed a test since a day, to read or as a file", _digest, True, _arguments),)
