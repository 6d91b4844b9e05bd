"""The command line: what each command takes and does. A command returns its text; nothing here prints."""

import argparse
import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tightrope.commands import (
    data,
    deciding,
    digest,
    missing,
    own_data,
    packing,
    people,
    renewals,
    sharing,
    weighing,
    what_if,
    words,
)
from tightrope.commands.base import COULD_NOT, DONE, FOUND_SOMETHING, Command, Result
from tightrope.commands.people import SECRET
from tightrope.errors import Refusal
from tightrope.records.house import House

COMMANDS = (
    *data.COMMANDS,
    *own_data.COMMANDS,
    *weighing.COMMANDS,
    *missing.COMMANDS,
    *renewals.COMMANDS,
    *what_if.COMMANDS,
    *deciding.COMMANDS,
    *sharing.COMMANDS,
    *packing.COMMANDS,
    *digest.COMMANDS,
    *people.COMMANDS,
    *words.COMMANDS,
)

READ_INPUT = ("redact", "code", "triage")  # one text a line
READ_FILE = ("whatif",)  # where the command was given, so that a running app elsewhere gets what is in it


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(prog="tightrope", description="Weigh the numbers against the stories.")
    parts = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        part = parts.add_parser(command.name, help=command.words, description=command.words)
        part.add_argument("--json", action="store_true", help="print JSON")
        command.arguments(part)
    return top


def carry_out(arguments: list[str], given: str, house: Callable[[], House]) -> tuple[int, str, str]:
    """Run one command. Returns exit code, what goes to standard output, what goes to standard error."""
    try:
        parsed = parser().parse_args(arguments)
    except SystemExit:  # another version asks the running app: it must not end for that
        return COULD_NOT, "", "The running Tightrope does not know this command. Start it again after an update.\n"
    command = next(one for one in COMMANDS if one.name == parsed.command)
    try:
        result = command.run(parsed, given, house()) if command.needs_house else command.run(parsed, given)
    except Refusal as refusal:
        lines = [str(refusal), *(f"  - {problem}" for problem in refusal.problems)]
        return COULD_NOT, "", "\n".join(lines) + "\n"
    if parsed.json:
        text = json.dumps(result.data, default=_jsonable, ensure_ascii=False, indent=1)
        return result.code, text + "\n", ""
    return result.code, "".join(line + "\n" for line in result.plain), ""


def needs_house(parsed: argparse.Namespace) -> bool:
    """True when the command reads or writes records, so that only the process holding them can run it."""
    return next(one for one in COMMANDS if one.name == parsed.command).needs_house


def wants_password(parsed: argparse.Namespace) -> bool:
    """True when the command needs a password."""
    return parsed.command == "account" and parsed.what in SECRET and bool(parsed.name)


def wants_file(parsed: argparse.Namespace) -> Path | None:
    """The file whose text the command works on, if it is one of those."""
    return parsed.file if parsed.command in READ_FILE else None


def wants_input(parsed: argparse.Namespace) -> bool:
    """True when the command reads standard input."""
    return parsed.command in READ_INPUT or (wants_password(parsed) and parsed.password_stdin)


def _jsonable(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


__all__ = ["COMMANDS", "COULD_NOT", "DONE", "FOUND_SOMETHING", "Command", "Result", "carry_out", "parser"]
