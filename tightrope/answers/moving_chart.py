"""One measure of one contract: is it moving, and is that more than chance?"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tightrope.answers import moving_words as words
from tightrope.answers.evidence import kept
from tightrope.answers.moving import Line, definitions, lines, rolling, rules
from tightrope.answers.period import Period, earlier
from tightrope.answers.say import SOURCE_WORDS, WAY_WORDS
from tightrope.errors import NotFound
from tightrope.evidence.measures import Measure
from tightrope.records.house import House
from tightrope.weighing.change import MOVED_MONTHS, Move, moved
from tightrope.weighing.control import RULES, Chart, Rules, control_chart, kind_of

SHOWN_MONTHS = 36


@dataclass(frozen=True)
class Moving:
    """A measure of a contract up to the end of a period: the chart, whether it moved, and all that is said of it."""

    contract_id: str
    measure: Measure
    chart: Chart
    move: Move
    rules: Rules
    answer: str
    shown: str
    few_words: str
    earlier_words: str
    in_contract: bool
    target: float | None
    target_words: str
    threshold: str
    way_words: str
    source_words: str
    notes: tuple[tuple[date, str], ...]

    def number(self, value: float) -> str:
        """A value of this measure as it is said."""
        return words.number(value, self.measure)


def measures_of(house: House, contract_id: str) -> dict[str, Line]:
    """The measures of a contract that came back in any month, those in the contract first, then by name."""
    known = definitions(house)
    found = [line for (contract, _), line in lines(house).items() if contract == contract_id and line.months]
    ordered = sorted(found, key=lambda line: (not line.in_contract, known[line.measure_id].name))
    return {line.measure_id: line for line in ordered}


def moving(house: House, contract_id: str, measure_id: str, period: Period) -> Moving:
    """The chart of a measure: the period's months are judged by those before it. Raises NotFound."""
    return kept(
        house, ("moving", contract_id, measure_id, period), lambda: _moving(house, contract_id, measure_id, period)
    )


def table_rows(found: Moving) -> list[dict[str, Any]]:
    """The chart month by month, newest first, as a table and a file give it; values in the measure's unit."""
    notes = dict(found.notes)
    scale = 100 if found.measure.percent else 1
    in_base = set(found.chart.baseline)
    rows = []
    for point in reversed(found.chart.points):
        used = "judged" if point.judged else "gives the limits" if point.month in in_base else "shown only"
        rows.append(
            {
                "month": point.month,
                "value": round(point.value * scale, 4),
                "numerator": point.numerator,
                "denominator": point.denominator,
                "low": None if point.low is None else round(point.low * scale, 4),
                "high": None if point.high is None else round(point.high * scale, 4),
                "used": used,
                "rules": ", ".join(words.rule_words(rule, found.rules) for rule in point.rules),
                "note": notes.get(point.month, ""),
            }
        )
    return rows


def _moving(house: House, contract_id: str, measure_id: str, period: Period) -> Moving:
    line, measure = lines(house).get((contract_id, measure_id)), definitions(house).get(measure_id)
    if line is None or measure is None:
        raise NotFound(f"There is no measure {measure_id} for {contract_id}.")
    first, chosen = earlier(period.last, SHOWN_MONTHS - 1), rules()
    months = [one for one in line.months if first <= one.month <= period.last]
    overlapping = rolling(measure)
    chart = control_chart(
        kind_of(measure.kind, months),
        months,
        period.first,
        chosen,
        per=measure.per,
        rolling=overlapping,
        top=1.0 if measure.percent else float("inf"),
    )
    recent = earlier(period.last, MOVED_MONTHS - 1)
    move = moved(chart, recent)
    return Moving(
        contract_id=contract_id,
        measure=measure,
        chart=chart,
        move=move,
        rules=chosen,
        answer=words.answer(measure, chart, move, chosen),
        shown=words.shown(measure, chart),
        few_words=words.few_words(chart, overlapping),
        earlier_words=_earlier(chart, move, recent, chosen),
        in_contract=line.in_contract,
        target=line.target if measure.rated else None,
        target_words=_target(measure, line),
        threshold=words.threshold(measure),
        way_words=WAY_WORDS[measure.direction],
        source_words=SOURCE_WORDS.get(line.source or measure.source, ""),
        notes=tuple((month, note) for month, note in line.notes if first <= month <= period.last),
    )


def _target(measure: Measure, line: Line) -> str:
    if not measure.rated or line.target is None:
        return ""
    asked = words.number(line.target, measure)
    return f"asked for {asked}" if line.in_contract else f"not in the contract; usual target {asked}"


def _earlier(chart: Chart, move: Move, recent: date, chosen: Rules) -> str:
    """Rules broken before the last six months and not in them, in a sentence; "" where none was."""
    old = {point.month: set(point.rules) - set(move.rules) for point in chart.judged if point.month < recent}
    broken = [month for month, found in old.items() if found]
    if not broken:
        return ""
    said = [words.rule_words(rule, chosen) for rule in RULES if any(rule in old[month] for month in broken)]
    return f"Before that: {', '.join(said)} ({words.months_words(broken)})."
