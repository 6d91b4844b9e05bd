"""The command that says which options every contract still has, until which committee, and which red flags stand."""

import argparse
from dataclasses import asdict
from typing import Any

from tightrope.answers import red_flags, term_change
from tightrope.answers import renewals as answers
from tightrope.commands.base import Command, Result
from tightrope.commands.weighing import READER
from tightrope.records.house import House


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("contract", nargs="?", help="one contract such as HC-01 (else every one that runs)")
    parser.add_argument("--ics", action="store_true", help="print the dates as a calendar file (.ics) instead")


def _renewals(arguments: argparse.Namespace, given: str, house: House) -> Result:
    if arguments.ics:
        return _calendar(arguments, house)
    if arguments.contract:
        return _one(arguments.contract, house)
    rows, flags = answers.renewals(house, READER), red_flags.all_red_flags(house, READER)
    plain = [answers.answer(rows, answers.next_committee(house, READER))]
    for row in rows:
        lost, found = row.next_lost, flags.get(row.contract_id)
        words = row.holding_words or (f"{lost.name}, {lost.days} days left" if lost else "nothing is left to choose")
        number = len(found.raised) if found else 0
        plain.append(f"{row.contract_id}\t{row.ends_on}\t{words}\t{number} raised")
    return Result(plain, [_plain(row, flags.get(row.contract_id)) for row in rows])


def _one(contract_id: str, house: House) -> Result:
    row = answers.one(house, READER, contract_id)
    changed = term_change.term_change(house, READER, contract_id)
    flags = red_flags.all_red_flags(house, READER).get(contract_id)
    plain = [f"{row.title}. {row.provider}. Responsible: {row.responsible}.", row.holding_words, *row.notes]
    plain += [f"  {one.words}" for one in row.options]
    plain.append(changed.words)
    plain += [f"  {line}" for lines in changed.lines for line in lines]
    if flags:
        number = len(flags.raised)
        plain.append(f"{number} {'flag' if number == 1 else 'flags'} and notes raised:")
        plain += [f"  {one.name} ({one.level}): {one.evidence}" for one in flags.raised]
    data = _plain(row, flags) | {"term_change": asdict(changed)}
    return Result([line for line in plain if line], data)


def _calendar(arguments: argparse.Namespace, house: House) -> Result:
    """The calendar on standard output: the running app, which may carry this out, writes no files for others."""
    rows = answers.renewals(house, READER)
    if arguments.contract:
        rows = [answers.one(house, READER, arguments.contract)]
    text = answers.calendar(rows).decode("utf-8")
    return Result([text.removesuffix("\n")], {"calendar": text})


def _plain(row: answers.Renewal, flags: red_flags.RedFlags | None) -> dict[str, Any]:
    return answers.as_plain(row) | {"red_flags": asdict(flags) if flags else None}


COMMANDS = (Command("renewals", "options by committee, term changes and red flags", _renewals, True, _arguments),)
