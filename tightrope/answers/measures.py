"""The measures of a subject: what was returned, what is asked, how far that is reached."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from tightrope.answers import say
from tightrope.answers.evidence import Evidence
from tightrope.answers.shapes import MeasureLine
from tightrope.answers.standing import Standings
from tightrope.answers.subjects import Subject
from tightrope.weighing.attainment import attainment
from tightrope.weighing.rates import Level

FELT = ("on_time", "hours_delivered", "attendance", "occupancy")  # what somebody notices first, by service


def measure_lines(found: Evidence, judged: Standings, subject: Subject) -> list[MeasureLine]:
    """Every measure of the subject, those in the contract first; over several contracts, each measure once."""
    if len(subject.members) == 1:
        made = []
        for row in found.returns.get(subject.members[0], []):
            level = judged.levels.get((row["contract_id"], row["measure_id"]))
            made.append(say.measure_line(found, row, level, reached(row, level), MeasureLine))
    else:
        made = [_together(found, judged, subject, rows) for rows in _by_measure(found, subject).values()]
    return sorted(made, key=lambda line: (not line.in_contract, line.name))


def _by_measure(found: Evidence, subject: Subject) -> dict[tuple[str, bool], list[dict[str, Any]]]:
    """Returns of the subject's contracts by measure, those in the contract apart from those that are not."""
    made = defaultdict(list)
    for contract_id in subject.members:
        for row in found.returns.get(contract_id, []):
            made[row["measure_id"], row["in_contract"]].append(row)
    return made


def _together(found: Evidence, judged: Standings, subject: Subject, rows: list[dict[str, Any]]) -> MeasureLine:
    """One measure over several contracts: counts added, other values averaged; attainment is the contracts' mean."""
    counted = [row for row in rows if row["denominator"]]
    targets = {row["target"] for row in rows}
    row = {
        **rows[0],
        "contract_id": subject.key,
        "numerator": sum(one["numerator"] or 0 for one in counted) if counted else None,
        "denominator": sum(one["denominator"] for one in counted) if counted else None,
        "values": [value for one in rows for value in one["values"] or ()],
        "months": sum(one["months"] for one in rows),
        "target": targets.pop() if len(targets) == 1 else None,
        "last_month": max((one["last_month"] for one in rows if one["last_month"]), default=None),
        "note": "",
    }
    attained = [reached(one, judged.levels.get((one["contract_id"], one["measure_id"]))) for one in rows]
    known = [one for one in attained if one is not None]
    return say.measure_line(found, row, None, sum(known) / len(known) if known else None, MeasureLine)


def reached(row: dict[str, Any], level: Level | None) -> float | None:
    """How far a measure reaches what is asked, 0 to 1; None where nothing came back or nothing is asked."""
    if level is None or row["target"] is None or row["floor"] is None or row["direction"] == "context_only":
        return None
    return float(attainment(level.median, row["floor"], row["target"], row["direction"]))


def telling(lines: Sequence[MeasureLine]) -> MeasureLine | None:
    """The measure in the contract that people notice first, else the first by name; None where none came back."""
    shown = [line for line in lines if line.in_contract and line.value is not None]
    felt = [line for name in FELT for line in shown if line.measure_id == name]
    return next(iter(felt or shown), None)
