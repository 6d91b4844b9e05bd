"""The command line: what each command takes and does. A command returns its text; nothing here prints."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tightrope import clock, database, paths, questions, sealing, settings
from tightrope.errors import NotFound, Refusal
from tightrope.evidence import dictionary
from tightrope.evidence.build import build
from tightrope.records import accounts, redaction
from tightrope.records.house import House
from tightrope.records.roles import ROLES

DONE, FOUND_SOMETHING, COULD_NOT = 0, 1, 2
AUDIENCES = ("officers", "counts", "named_link", "open_link", "file")  # those story_shown knows
SECRET = ("add", "password")  # what of `account` asks for a password


@dataclass
class Result:
    """What a command found: `plain` lines for people, `data` for --json, and how it ended."""

    plain: list[str]
    data: Any = None
    code: int = DONE


@dataclass(frozen=True)
class Command:
    """One command: its words, its arguments, and whether it needs the records."""

    name: str
    words: str
    run: Callable[..., Result]
    needs_house: bool = False
    arguments: Callable[[argparse.ArgumentParser], None] = field(default=lambda parser: None)


def _build_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="folder", type=Path, help="folder of CSVs named after the tables")
    parser.add_argument("--visits", type=int, default=250_000, help="visits to make for the demo council")
    parser.add_argument("--seed", type=int, default=7, help="seed of the demo council's bulk data")
    parser.add_argument("--as-at", help="pretend that today is this day, YYYY-MM-DD")


def _build(arguments: argparse.Namespace, given: str) -> Result:
    if arguments.visits < 0:
        raise Refusal("--visits cannot be negative.")
    folder = arguments.folder or paths.SAMPLE
    if not folder.is_dir():
        raise Refusal(f"There is no folder {folder}.")
    if arguments.as_at:
        os.environ[clock.AS_AT] = arguments.as_at
        settings.today()  # a date that is none ends here, before anything is made
    master = sealing.find_master() or (sealing.make_master() if not paths.records_file().exists() else None)

    def say(words: str) -> None:
        print(f"  {words} ...", file=sys.stderr, flush=True)

    report = build(
        folder,
        demo=arguments.folder is None,
        visits=arguments.visits,
        seed=arguments.seed,
        master=master,
        say=say,
    )
    rows = sum(report.loaded.values())
    plain = [f"{rows:,} rows in {len(report.sources)} tables are ready in {report.warehouse.name}."]
    plain += [
        f"{f['file']}, record {f['record_number']}, {f['column_name'] or 'whole row'}: {f['words']}"
        for f in report.faults[:50]
    ]
    if report.set_aside:
        plain.append(f"{report.set_aside:,} rows were set aside; all of them are on the data page with their reasons.")
    if report.stories and report.stories_file is None:
        plain.append("The stories were left out: there is no master key for the records that exist.")
    data = {
        "warehouse": report.warehouse.name,
        "loaded": report.loaded,
        "set_aside": report.set_aside,
        "faults": report.faults,
        "stories": report.stories,
    }
    return Result(plain, data, FOUND_SOMETHING if report.set_aside else DONE)


def _query_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="a file of queries/, such as data/loaded")
    parser.add_argument("values", nargs="*", metavar="key=value", help="its $named parameters")


def _query(arguments: argparse.Namespace, given: str, house: House) -> Result:
    known = questions.by_name()
    if arguments.name not in known:
        raise NotFound(f"There is no query {arguments.name}. There are: {', '.join(known)}.")
    wanted = database.parameters(arguments.name)
    values = _values(arguments.name, arguments.values, wanted)
    try:
        rows = house.stores.rows(arguments.name, **values)
    except database.Error as error:
        raise Refusal(f"{arguments.name} could not be answered: {error}") from error
    names = list(rows[0]) if rows else []
    plain = ["\t".join(names)] + ["\t".join(_shown(row[name]) for name in names) for row in rows]
    return Result(plain, rows)


def _values(name: str, pairs: list[str], wanted: frozenset[str]) -> dict[str, Any]:
    """The parameters of a query from key=value words. Raises Refusal for one too many, too few or not known."""
    values: dict[str, Any] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or key not in wanted:
            takes = ", ".join(f"{one}=…" for one in sorted(wanted)) or "nothing"
            raise Refusal(f"{name} does not take {pair!r}. It takes: {takes}.")
        values[key] = value
    if "on_day" in wanted:
        values.setdefault("on_day", settings.today().isoformat())
    missing = sorted(wanted - values.keys())
    if missing:
        raise Refusal(f"{name} needs {', '.join(one + '=…' for one in missing)}.")
    if values.get("audience", AUDIENCES[0]) not in AUDIENCES:
        raise Refusal(f"There is no audience {values['audience']!r}. Choose one of: {', '.join(AUDIENCES)}.")
    return values


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


def _redact(arguments: argparse.Namespace, given: str) -> Result:
    # Only a line feed ends a line: others that Python knows may stand inside a text, and each would add a line.
    lines = given.split("\n")
    if lines[-1] == "":
        lines.pop()
    found = [redaction.redact(line) for line in lines]
    return Result(found, found)


def _dictionary_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="only say whether both are current")


def _dictionary(arguments: argparse.Namespace, given: str) -> Result:
    if arguments.check:
        current = {"docs/dictionary.md": dictionary.is_current(), "docs/queries.md": questions.is_current()}
        plain = [f"{name} is {'current' if good else 'out of date'}." for name, good in current.items()]
        return Result(plain, current, DONE if all(current.values()) else FOUND_SOMETHING)
    dictionary.write()
    questions.write()
    return Result([f"{dictionary.FILE} and {questions.FILE.name} are written."])


def _bench_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--visits", type=int, default=250_000)
    parser.add_argument("--runs", type=int, default=20)


def _bench(arguments: argparse.Namespace, given: str) -> Result:
    from tightrope.screens import bench  # brings Streamlit, which no other command needs

    rows = bench.run(arguments.visits, arguments.runs)
    return Result(bench.table(rows), rows)


COMMANDS = (
    Command("build", "check and load the data, write a new warehouse", _build, arguments=_build_arguments),
    Command("query", "ask one of the questions in queries/", _query, True, _query_arguments),
    Command("account", "add, list and close accounts, change a role or password", _account, True, _account_arguments),
    Command("redact", "black out identifiers, standard input to standard output", _redact),
    Command("dictionary", "write docs/dictionary.md and docs/queries.md", _dictionary, arguments=_dictionary_arguments),
    Command(
        "bench", "measure pages and queries against a bare query and plain pandas", _bench, arguments=_bench_arguments
    ),
)


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


def wants_input(parsed: argparse.Namespace) -> bool:
    """True when the command reads standard input."""
    return parsed.command == "redact" or (wants_password(parsed) and parsed.password_stdin)


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _jsonable(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
