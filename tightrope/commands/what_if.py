"""The command of the what-if: every figure of the page for a scenario file or for a split of the budget."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tightrope.answers.splitting_asked import KIND
from tightrope.commands.base import FOUND_SOMETHING, Command, Result
from tightrope.commands.weighing import READER, period_arguments, period_of
from tightrope.errors import Refusal
from tightrope.records.house import House

if TYPE_CHECKING:  # solvers and drawing are loaded by this command alone, or every other one would wait for them
    from tightrope.answers.futures import Duel, Futures, Seen
    from tightrope.evidence.effects import Effect
    from tightrope.whatif.model import Scenario


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a scenario, or a split of the budget, as the page What if gives it")
    parser.add_argument("--best", action="store_true", help="also the split that does most, and those as good")
    period_arguments(parser)


def _what_if(arguments: argparse.Namespace, given: str, house: House) -> Result:
    from tightrope.whatif import scenario as files

    if _is_activity(given):
        if arguments.best:
            raise Refusal("A split of the budget has no best one: nothing is known of its effects.")
        return _activity(arguments, given, house)
    read, notes = files.read_with_notes(given)
    result = _effects(read, notes)
    return _with_best(read, result) if arguments.best else result


def _is_activity(given: str) -> bool:
    try:
        body = json.loads(given)
    except ValueError:
        return False  # whoever reads scenarios says what is wrong with it
    return isinstance(body, dict) and body.get("kind") == KIND


def _activity(arguments: argparse.Namespace, given: str, house: House) -> Result:
    from tightrope.answers import splitting, splitting_words

    found = splitting.of(house, READER, period_of(arguments, house), splitting.from_body(json.loads(given)))
    pays, once = splitting_words.who_pays(found), splitting_words.once(found)
    plain = [splitting_words.title(found), splitting_words.control(found), splitting_words.from_when(found)]
    plain += [f"{whose}: {words}." for whose, words in pays]
    plain += [one for one in (splitting_words.why_to_find(found), once, *found.notes) if one]
    plain += [
        f"{one.name}\t{one.amount:,.2f}\t{one.became:,.2f}\t{splitting_words.line(one, found)}" for one in found.lines
    ]
    lines = [
        {
            "line": one.line_id, "name": one.name, "demand": one.demand, "was": one.amount, "became": one.became,
            "change": one.change, "this_year": one.this_year, "gross_change": one.gross_change,
            "net_change": one.net_change, "gross_this_year": one.gross_this_year, "net_this_year": one.net_this_year,
            "once": one.once, "floor": one.floor, "people": one.people, "words": splitting_words.line(one, found),
        }
        for one in found.lines
    ]  # fmt: skip
    totals = ("gross_change", "net_change", "gross_this_year", "net_this_year")
    data = {
        "kind": KIND, "title": plain[0], "control": plain[1], "to_find": found.to_find,
        "who_pays": [{"whose": whose, "words": words} for whose, words in pays], "once": once,
        "notes": list(found.notes), "places": found.places, **{name: found.total(name) for name in totals},
        "lines": lines,
    }  # fmt: skip
    return Result(plain, data, FOUND_SOMETHING if found.to_find else 0)


def _effects(read: "Scenario", notes: tuple[str, ...]) -> Result:
    from tightrope.answers import futures, scenarios
    from tightrope.answers import futures_words as say
    from tightrope.whatif import whatif_words

    found, first, second = futures.futures(read), scenarios.chosen(read), scenarios.rival(read)
    duel, assumed, effect = futures.duel(read, first, second), say.assumed(read), _effect_of(read)
    said = [say.title(found, duel), *say.three(found, duel), *(say.fairness(found, duel) if found.known else ())]
    plain = [*notes, *said, *([assumed] if assumed else [])]
    for seen in found.seen.values():
        spread = f"{seen.value:.2f} {read.outcome} ({seen.low:.2f} to {seen.high:.2f})"
        plain.append(f"{seen.split.name}\t{spread if seen.known else f'{seen.value:,.0f} people reached'}")
        plain += [f"  {line}" for line in whatif_words.cautions(read, seen.split)]
    plain += [say.worth(found.seen[first], effect)] if effect else []
    data = {
        "kind": "effects", "title": said[0], "seed": read.seed, "draws": read.draws, "outcome": read.outcome,
        "known": found.known, "chosen": first, "against": second, "assumed": assumed, "sentences": said[1:],
        "notes": list(notes), "splits": {key: _split(seen, effect) for key, seen in found.seen.items()},
    }  # fmt: skip
    return Result(plain, data | _doubt(found, duel) if found.known else data)


def _effect_of(read: "Scenario") -> "Effect | None":
    """What is on file of the outcome that is counted, for what it is worth; None where no line has an effect."""
    from tightrope.evidence.effects import load_effects

    known = any(line.has_effect for line in read.lines)
    some = [one for one in load_effects().values() if known and one.outcome == read.outcome]
    return some[0] if len(some) == 1 else None  # two with one outcome may be worth different sums: then none is said


def _doubt(found: "Futures", duel: "Duel") -> dict[str, Any]:
    """How sure it is, what would turn it, how much a gain to the poorest must count, and what to find out first."""
    from tightrope.answers import futures_words as say

    return {
        "comparison": asdict(duel.comparison),
        "icons": dict(zip(("better", "tied", "worse"), say.icons(duel), strict=True)),
        "turning": [
            {"parameter": one.parameter.id, "value": flip.value, "below": flip.below, "above": flip.above,
             "likely": flip.likely}
            for one in duel.switching for flip in one.flips
        ],
        "drivers": [
            {"parameter": one.parameter.id, "low": one.low, "high": one.high, "at_low": one.at_low,
             "at_high": one.at_high}
            for one in duel.drivers
        ],
        "weight": asdict(duel.balance),
        "knowing": found.knowing,
        "learning": {one.parameter.id: one.value for one in found.learning},
        "accounts": {key: dict(values) for key, values in found.accounts.items()},
        "finding_out": say.finding(found),
    }  # fmt: skip


def _split(seen: "Seen", effect: "Effect | None") -> dict[str, Any]:
    made = {
        "name": seen.split.name, "amounts": dict(seen.split.amounts), "places": seen.places, "reached": seen.reached,
        "value": seen.value,
    }  # fmt: skip
    if not seen.known:
        return made
    made |= {
        "expected": seen.central, "mean": seen.mean, "low": seen.low, "middle": seen.middle, "high": seen.high,
        "regret": seen.regret.mean, "regret_one_in_ten": seen.regret.one_in_ten, "gain": seen.point.gain,
        "narrowed": seen.point.narrowed, "gap": asdict(seen.gap) if seen.gap else None,
        "against_base": seen.reading.kind,
    }  # fmt: skip
    if effect is not None:
        each = {"low": effect.banked.each_low, "high": effect.banked.each_high}
        made["worth"] = {end: max(seen.value, 0.0) * pounds for end, pounds in each.items()}
    return made


def _with_best(read: "Scenario", result: Result) -> Result:
    from tightrope.answers import best_split

    found = best_split.best_split(read)
    near = found.near
    if near is None:
        broken = [str(one) for one in found.clash]
        data = {**result.data, "best": {"why": found.why, "clash": broken}}
        return Result([*result.plain, found.why, *(f"  {one}" for one in broken)], data, FOUND_SOMETHING)
    data = {
        "amounts": near.best.amounts, "gain": near.best.gain, "bound": near.best.bound, "gap": near.best.gap,
        "left_over": near.best.left_over, "binding": list(near.best.binding), "within": near.within,
        "lines": {key: asdict(one) for key, one in near.lines.items()}, "shared": list(near.shared),
        "members": [asdict(one) for one in near.members], "frontier": [asdict(one) for one in found.points],
    }  # fmt: skip
    plain = [
        f"The most that the rules allow: {near.best.gain:.2f} {read.outcome} (at most {near.best.bound:.2f}; a better "
        f"split by more than {near.best.gap:.2%} is ruled out). With it, and in all splits within {near.within:.0%}:"
    ]
    for line in read.lines:
        one = near.lines[line.id]
        plain.append(f"  {line.name}\t{near.best.amounts[line.id]:,.2f}\t{one.least:,.2f} to {one.most:,.2f}")
    return Result([*result.plain, *plain, *near.shared], {**result.data, "best": data})


COMMANDS = (
    Command("whatif", "what a split would do, how sure that is, and what would turn it", _what_if, True, _arguments),
)
