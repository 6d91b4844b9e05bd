"""Commands about people: accounts that may sign in, and blacking out what identifies somebody."""

import argparse
from pathlib import Path

from tightrope import settings
from tightrope.commands.base import Command, Result
from tightrope.errors import Refusal
from tightrope.records import accounts
from tightrope.records.house import House
from tightrope.records.roles import ROLES
from tightrope.voices import redaction, word_lists

SECRET = ("add", "password")  # what of `account` asks for a password


def _account_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["add", "list", "role", "password", "close"])
    parser.add_argument("name", nargs="?", help="sign-in name")
    parser.add_argument("--role", choices=list(ROLES), help="what the account may do (a new one: viewer)")
    parser.add_argument("--display-name", default="", help="the name others see")
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")


def _account(arguments: argparse.Namespace, given: str, house: House) -> Result:
    stores, rules = house.stores, settings.settings().accounts
    if arguments.what == "list":
        rows = accounts.everybody(stores)
        return Result([f"{row['name']}\t{row['role']}" for row in rows] or ["There are no accounts."], rows)
    name, password = arguments.name, given.rstrip("\r\n")
    if not name:
        raise Refusal(f"account {arguments.what} needs a name.")
    if arguments.what == "role":
        if not arguments.role:
            raise Refusal("account role needs --role.")
        accounts.set_role(stores, name, arguments.role)
        return Result([f"{name} is now {arguments.role}; open sessions ended."], {"name": name, "role": arguments.role})
    if arguments.what == "password":
        accounts.set_password(stores, rules, name, password)
        return Result([f"{name} has a new password; open sessions ended."], {"name": name})
    if arguments.what == "close":
        accounts.close(stores, name)
        return Result([f"{name} is closed; open sessions ended."], {"name": name})
    role = arguments.role or "viewer"
    account_id = accounts.add(stores, rules, name, arguments.display_name, role, password)
    return Result([f"{name} may sign in as {role}."], {"account_id": account_id, "name": name, "role": role})


def _redact_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--allow", type=Path, metavar="FILE", help="names of places and services that stay, one a line")


def _phrases(path: Path | None) -> list[str]:
    if path is None:
        return []
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"{path} cannot be read: {error}") from error
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _redact(arguments: argparse.Namespace, given: str) -> Result:
    # Only a line feed ends a line: others that Python knows may stand inside a text, and each would add a line.
    lines = given.split("\n")
    if lines[-1] == "":
        lines.pop()
    allow = word_lists.allow([settings.settings().council.name, *_phrases(arguments.allow)])
    found = [redaction.redact(line, allow) for line in lines]
    return Result(found, found)


COMMANDS = (
    Command("account", "add, list and close accounts, change a role or password", _account, True, _account_arguments),
    Command("redact", "black out identifiers, standard input to standard output", _redact, False, _redact_arguments),
)
