"""The command that says whom we have not heard: contracts that are silent, or the groups missing from one."""

import argparse
from dataclasses import asdict
from typing import Any

from tightrope.answers import missing
from tightrope.answers.missing_groups import ALL, KINDS, group_name
from tightrope.answers.missing_silence import Quiet, quiets
from tightrope.answers.period import Period
from tightrope.commands.base import Command, Result
from tightrope.commands.weighing import READER, period_arguments, period_of
from tightrope.records.house import House
from tightrope.weighing.by_whom import SELF, WORDS


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("subject", nargs="?", help="a contract such as HC-01: its groups; else every silent contract")
    parser.add_argument("--kind", choices=list(KINDS), default="contract", help="what the subject is")
    parser.add_argument("--by", choices=list(WORDS), default=SELF, help="whose accounts (else those told in person)")
    period_arguments(parser)


def _missing(arguments: argparse.Namespace, given: str, house: House) -> Result:
    period = period_of(arguments, house)
    if arguments.subject is not None or arguments.kind == ALL:
        return _groups(house, period, arguments.kind, arguments.subject or ALL, arguments.by)
    found = quiets(house, READER, period)
    plain = [f"{one.contract_id}\t{one.title}. {one.sentence} {one.since_words}" for one in found.silent]
    return Result(plain or [found.note or f"{found.title}."], [_silent(one) for one in found.silent])


def _silent(one: Quiet) -> dict[str, Any]:
    return asdict(one) | {"stopped": list(one.stopped), "still": list(one.still)}


def _groups(house: House, period: Period, kind: str, key: str, by: str) -> Result:
    found = missing.who(house, READER, period, kind, key, by)
    plain = [f"{found.title}.", *(f"  {WORDS[one.by]}: {one.people}" for one in found.sorts)]
    plain += [f"{block.title}: {block.said}" for block in found.blocks if block.said]
    groups = [
        {
            "group_kind": block.kind,
            "group_value": one.value,
            "group": group_name(block.kind, one.value),
            "served": one.served,
            "served_share": one.served_share,
            "tellers": one.tellers,
            "share": one.share,
            "low": one.low,
            "high": one.high,
            "ratio": None if block.found.says_nothing else one.ratio,
            "verdict": one.verdict,
        }
        for block in found.blocks
        for one in block.found.groups
    ]
    data = {
        "kind": kind,
        "key": key,
        "title": found.title,
        "by": by,
        "people": found.people,
        "tellers": found.tellers,
        "sorts": [asdict(one) for one in found.sorts],
        "groups": groups,
        "not_known": {block.kind: block.found.unknown for block in found.blocks},
        "who_told": found.told,
        "who_told_of_all_sorts": found.all_told,
        "notes": list(found.notes),
    }
    return Result([*plain, *found.notes, *([found.all_told] if found.all_told else [])], data)


COMMANDS = (
    Command("missing", "whom we have not heard: silent contracts, or the groups of one", _missing, True, _arguments),
)
