"""The command that makes, lists and withdraws links to the board page."""

import argparse
from dataclasses import asdict, replace
from typing import Any

from tightrope.answers import board_links
from tightrope.answers.board_item import KINDS
from tightrope.answers.evidence import usual_period
from tightrope.board import links
from tightrope.commands.base import Command, Result
from tightrope.commands.weighing import READER
from tightrope.errors import Refusal
from tightrope.records import sharing
from tightrope.records.house import House
from tightrope.records.sharing import Wanted

# Whoever may run commands on the computer that holds the records may do what an officer does on the pages.
MAKER = replace(READER, role="commissioner")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["create", "list", "revoke"])
    parser.add_argument("of", nargs="?", help="create: a contract such as HC-01; revoke: a link's reference")
    parser.add_argument("--kind", choices=list(KINDS), default="contract", help="what is shared (contract)")
    parser.add_argument("--days", type=int, help="days until it ends")
    parser.add_argument("--passcode", action="store_true", help="draw a passcode of four words")
    parser.add_argument("--for", dest="named", action="append", default=[], metavar="NAME", help="a named reader")
    parser.add_argument("--views", type=int, help="how often it may be opened")


def _share(arguments: argparse.Namespace, given: str, house: House) -> Result:
    if arguments.what == "list":
        return _list(house)
    if not arguments.of:
        raise Refusal(f"share {arguments.what} needs {'a contract' if arguments.what == 'create' else 'a reference'}.")
    if arguments.what == "revoke":
        sharing.withdraw(house, MAKER, arguments.of)
        return Result([f"{arguments.of} opens nothing any more."], {"share_id": arguments.of, "state": "withdrawn"})
    return _create(arguments, house)


def _create(arguments: argparse.Namespace, house: House) -> Result:
    wanted = Wanted(
        level=sharing.NAMED if arguments.named else sharing.OPEN,
        days=arguments.days,
        with_passcode=arguments.passcode or bool(arguments.named),
        recipients=tuple(arguments.named),
        views_allowed=arguments.views,
    )
    made = links.make(house, MAKER, usual_period(house), arguments.kind, arguments.of, wanted)
    where = links.address(made.token)
    plain = [where.url, f"Passcode: {made.passcode}" if made.passcode else "", where.note]
    plain.append(f"Reference {made.share_id}. It ends on {made.ends_at:%Y-%m-%d}. The address is not shown again.")
    data: dict[str, Any] = {
        "share_id": made.share_id,
        "url": where.url,
        "only_on_this_computer": bool(where.note),
        "passcode": made.passcode,
        "ends_at": made.ends_at,
    }
    return Result([line for line in plain if line], data)


def _list(house: House) -> Result:
    found = board_links.list_of(house, MAKER)
    plain = [
        f"{one.share_id}\t{one.subject}\t{one.state_words}\tfor {one.for_words}\t{one.views_words}\tby {one.made_by}"
        for one in found
    ]
    return Result(plain or ["No link has been made."], [asdict(one) for one in found])


COMMANDS = (Command("share", "make, list and withdraw links to the board page", _share, True, _arguments),)
