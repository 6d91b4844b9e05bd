"""How movement is said: numbers, rules, thresholds, and the sentences that answer "is it moving?"."""

from collections.abc import Sequence
from datetime import date

from tightrope import settings
from tightrope.evidence.measures import UP, Measure
from tightrope.weighing import control
from tightrope.weighing.change import CANNOT_TELL, STILL, Move
from tightrope.weighing.control import Chart, Rules

BETTER, WORSE = "better", "worse"


def number(value: float, measure: Measure, unit: bool = True) -> str:
    """A value of a measure: 84.5%, 90%, 12.5 minutes, 1.2 per 1,000 visits."""
    if measure.percent:
        return f"{value * 100:.1f}".removesuffix(".0") + "%"
    said = f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}" if abs(value) < 1 else f"{value:,.1f}"
    said = said.rstrip("0").rstrip(".") if "." in said else said
    return f"{said} {measure.unit}" if unit else said


def rule_words(rule: str, rules: Rules) -> str:
    """The plain name of a rule, as it stands on the chart."""
    return {
        control.OUTSIDE: "one month outside the limits",
        control.RUN: f"{rules.run_months} months in a row on one side",
        control.UP: f"{rules.trend_months} months in a row up",
        control.DOWN: f"{rules.trend_months} months in a row down",
        control.NEAR: "two of three close to a limit",
    }[rule]


def way(measure: Measure, side: int) -> str:
    """BETTER or WORSE for a move up (1) or down (-1); "" for a measure that is context only."""
    if not measure.rated or not side:
        return ""
    return BETTER if (side > 0) == (measure.direction == UP) else WORSE


def way_words(measure: Measure, ways: frozenset[int]) -> str:
    """How a move is said: for the better, for the worse, up, down, both ways."""
    if len(ways) != 1:
        return "both ways"
    side = next(iter(ways))
    said = way(measure, side)
    return f"for the {said}" if said else "up" if side > 0 else "down"


def months_words(months: Sequence[date]) -> str:
    """March 2026; or March to October 2026."""
    first, last = months[0], months[-1]
    if first == last:
        return f"{first:%B %Y}"
    return f"{first:%B} to {last:%B %Y}" if first.year == last.year else f"{first:%B %Y} to {last:%B %Y}"


def inside(name: str) -> str:
    """A measure's name within a sentence: its first letter small, unless it is an abbreviation."""
    return name if name[1:2].isupper() else name[0].lower() + name[1:]


def answer(measure: Measure, chart: Chart, move: Move, rules: Rules) -> str:
    """The answer in a sentence: it moved, it did not, or nobody can tell."""
    if not chart.points:
        return f"Nothing was returned for {inside(measure.name)}, so nobody can tell whether it is moving"
    if move.kind == CANNOT_TELL:
        return f"Nobody can tell yet whether {inside(measure.name)} moves: {_why_not(measure, chart, rules)}"
    if move.kind == STILL:
        return f"{measure.name} did not move: the last six months lie where chance alone leaves them"
    said = [_said(rule, chart, move, rules) for rule in move.rules[:2]]
    return f"{measure.name} moved {way_words(measure, move.ways)}: {'; '.join(said)}"


def shown(measure: Measure, chart: Chart) -> str:
    """What the picture shows, in one sentence, with the limits and where they come from."""
    if chart.centre is None:
        return "Each dot is a month. There are no limits yet: too few months came before."
    base = f"{chart.baseline[0]:%b %Y} to {chart.baseline[-1]:%b %Y}"
    usual = f"Each dot is a month. Usual is {number(chart.centre, measure)}, from the shaded months {base}"
    if not chart.judged:
        return f"{usual}."
    last = chart.judged[-1]
    if last.low <= 0 and measure.percent and last.high >= 1:
        why = "so few are counted in a month" if chart.few else "months differed so much before"
        return f"{usual}; {why} that any value lies within chance."
    low, high = number(last.low, measure, unit=False), number(last.high, measure)
    return f"{usual}; chance alone leaves a month like the latest between {low} and {high}, the grey band."


def few_words(chart: Chart, rolling: bool) -> str:
    """Why only one rule is read, where that is so."""
    if chart.few:
        return "The numbers of a month are small, so only a month outside the limits counts as a move."
    if rolling and not chart.why_not:
        return "Each month tells of twelve months at once, so only a month outside the limits counts as a move."
    return ""


def threshold(measure: Measure) -> str:
    """The threshold as the council has set it, short enough for the chart; "" where no setting bears on it."""
    visits = settings.settings().visits
    return {
        "on_time": f"on time = within {visits.on_time_minutes} minutes of the plan",
        "duration_met": f"long enough = {visits.long_enough_share:.0%} of the minutes bought or more",
        "continuity_top_three": f"people with {visits.continuity_visits} visits or more in the month",
    }.get(measure.measure_id, "")


def _said(rule: str, chart: Chart, move: Move, rules: Rules) -> str:
    """A broken rule with the month it was broken in, or the last of them."""
    months = [point.month for point in chart.judged if point.month in move.months and rule in point.rules]
    words, last = rule_words(rule, rules), f"{months[-1]:%B %Y}"
    if rule in (control.RUN, control.UP, control.DOWN):
        return f"{words}, until {last}"
    if rule == control.OUTSIDE and len(months) > 1:
        return f"{len(months)} months outside the limits, the last in {last}"
    return f"{words}, {last}"


def _why_not(measure: Measure, chart: Chart, rules: Rules) -> str:
    if chart.why_not == control.ALIKE:
        last = chart.points[-1]
        usual = f"all {len(chart.baseline)} months before were {number(chart.centre, measure)}"
        return f"{usual}, so nothing says how far chance goes. {last.month:%B %Y}: {number(last.value, measure)}"
    if chart.why_not == control.TOO_SHORT:
        count = len(chart.points)
        have = "1 month is" if count == 1 else f"{count} months are"
        return f"{have} on file, and {rules.baseline_months + 1} are needed"
    return "no month of the last six was returned"
