"""Commands that weigh: the lists of the overview and every figure of the Weigh page."""

import argparse
from dataclasses import asdict

from tightrope.answers import evidence, weigh
from tightrope.answers.conflicts import conflicts
from tightrope.answers.period import MONTH, Period, month_of
from tightrope.answers.subjects import KINDS
from tightrope.commands.base import Command, Result
from tightrope.errors import Refusal
from tightrope.records.house import House
from tightrope.records.roles import Reader

# Whoever may run a command on the computer that holds the records may read what officers read.
READER = Reader(account_id="command-line", name="Command line", role="viewer")


def _conflicts_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="also those that are poor on both sides")
    period_arguments(parser)


def _conflicts(arguments: argparse.Namespace, given: str, house: House) -> Result:
    found = conflicts(house, READER, period_of(arguments, house), arguments.all)
    plain = [f"{one.contract_id}\t{one.kind}\t{one.title}. {one.sentence}" for one in found]
    return Result(plain or ["No contract disagrees, as far as can be said."], [asdict(one) for one in found])


def _weigh_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("subject", help="a contract such as HC-01; with --kind, a provider, line, place or ended one")
    parser.add_argument("--kind", choices=list(KINDS), default="contract")
    period_arguments(parser)


def _weigh(arguments: argparse.Namespace, given: str, house: House) -> Result:
    period = period_of(arguments, house)
    found = weigh.weigh(house, READER, arguments.kind, arguments.subject, period)
    plain = [f"{found.title}. {found.subtitle}. {found.period}.", found.answer, found.sentence]
    plain += [
        f"  {pair.theme}: {pair.told_words} | {pair.measure_words} {pair.measure_value_words} | "
        + (f"£{pair.pounds:,.0f} {pair.pounds_words}" if pair.pounds is not None else pair.pounds_words)
        for pair in found.pairs
    ]
    plain += [*found.still_possible, found.waiting_words, found.responsible]
    return Result([line for line in plain if line], asdict(found))


def period_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="first", metavar="YYYY-MM", help="first month (else twelve months)")
    parser.add_argument("--to", dest="last", metavar="YYYY-MM", help="last month (else the latest with returns)")


def period_of(arguments: argparse.Namespace, house: House) -> Period:
    usual = evidence.usual_period(house)
    for given in (arguments.first, arguments.last):
        if given is not None and not MONTH.match(given):
            raise Refusal(f"{given!r} is not a month. Write it as YYYY-MM.")
    first = month_of(arguments.first) if arguments.first else usual.first
    return Period(first, month_of(arguments.last) if arguments.last else usual.last)


COMMANDS = (
    Command("conflicts", "where numbers and stories disagree", _conflicts, True, _conflicts_arguments),
    Command("weigh", "every figure of the Weigh page", _weigh, True, _weigh_arguments),
)
