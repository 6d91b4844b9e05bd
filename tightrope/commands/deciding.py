"""The command of the register of decisions: show one, say whether every entry is as it was written, write its end."""

import argparse
from pathlib import Path

from tightrope.answers import asked_again
from tightrope.answers import decisions as answers
from tightrope.answers.decision_notice import lines
from tightrope.answers.decisions import STATE_WORDS, Decision
from tightrope.commands.base import DONE, FOUND_SOMETHING, Command, Result
from tightrope.commands.weighing import READER
from tightrope.records import anchoring
from tightrope.records.house import House


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["show", "verify", "anchor"])
    parser.add_argument("decision", nargs="?", help="a decision's reference (else every decision)")
    parser.add_argument("--contract", metavar="C", help="show those about one contract")
    parser.add_argument("--anchor", type=Path, metavar="FILE", help="verify against the end that this file holds too")


def _decision(arguments: argparse.Namespace, given: str, house: House) -> Result:
    if arguments.what == "verify":
        return _verify(house, arguments.anchor)
    if arguments.what == "anchor":
        stamp = anchoring.stamp(house.stores)
        return Result([f"{stamp['count']} {stamp['head']}"], stamp)
    if arguments.decision:
        found = [answers.one(house, READER, arguments.decision)]
    else:
        found = answers.decisions(house, READER)
        if arguments.contract:
            found = answers.about(found, "contract", arguments.contract)
    if arguments.decision:
        plain = [*lines(found[0]), *asked_again.lines(house, READER, found[0])]
    else:
        plain = [_line(one) for one in found]
    data = [{**answers.as_plain(one), "asked_again": asked_again.as_plain(house, READER, one)} for one in found]
    return Result(plain or ["No decision is on record."], data)


def _verify(house: House, path: Path | None) -> Result:
    anchors = anchoring.known(house.stores)
    if path is not None:
        anchors.append(anchoring.read(path))
    faults = anchoring.verify(house.stores, house.master, anchors)
    count = anchoring.stamp(house.stores)["count"]
    data = {"entries": count, "anchors": len(anchors), "faults": faults}
    if faults:
        return Result(faults, data, FOUND_SOMETHING)
    entries, ends = "entry" if count == 1 else "entries", "end" if len(anchors) == 1 else "ends"
    words = f"{count:,} {entries}, each as it was written; held against {len(anchors):,} {ends} noted before."
    return Result([words], data, DONE)


def _line(one: Decision) -> str:
    due = "\tdue for review" if one.is_due else ""
    decided = one.made.decided_on.isoformat() if one.made.decided_on else "no day"
    return f"{one.decision_id}\t{decided}\t{STATE_WORDS[one.state]}\t{one.made.key}\t{one.made.title}{due}"


COMMANDS = (
    Command("decision", "show decisions, and verify that the register is as it was written", _decision, True,
            _arguments),
)  # fmt: skip
