"""Two saved splits held against each other: in named steps, and in words. Never where one cannot be worked out."""

from tightrope.answers import futures, splitting
from tightrope.answers.scenarios import Opened, chosen
from tightrope.errors import Refusal
from tightrope.whatif import compare
from tightrope.whatif.compare import Waterfall

OTHER_KIND = "One moves the budget and the other shares out a pot: they are not held against each other."
NO_STEPS = "No effect is on file for {}, so there are no steps from one to the other: people reached stand below."


def steps(one: Opened, other: Opened) -> Waterfall:
    """From the first to the second in named steps. Raises Refusal where they split different money, or where nothing
    is known of what one of them prevents."""
    if one.scenario is None or other.scenario is None:
        raise Refusal("Steps from one to the other need two splits with effects.")
    if {line.id for line in one.scenario.lines} != {line.id for line in other.scenario.lines}:
        raise Refusal("They share out money between different groups, so there are no steps from one to the other.")
    unknown = [f"\u201c{each.row.title}\u201d" for each in (one, other) if not futures.futures(each.scenario).known]
    if unknown:
        raise Refusal(NO_STEPS.format(" and ".join(unknown)))
    return compare.waterfall(one.scenario, chosen(one.scenario), other.scenario, chosen(other.scenario))


def difference(one: Opened, other: Opened) -> list[str]:
    """What the second does that the first does not, in words: pounds, people, places, whose stories are told of."""
    if one.row.kind != other.row.kind:
        return [OTHER_KIND]
    gone = [each.row.title for each in (one, other) if not each.worked_out]
    if gone:
        return [f"\u201c{title}\u201d cannot be worked out with what is known today." for title in gone]
    if one.split is not None and other.split is not None:
        return splitting.difference_words(one.split, other.split)
    first, second = (each.scenario.split(chosen(each.scenario)).amounts for each in (one, other))
    names = {line.id: line for line in (*one.scenario.lines, *other.scenario.lines)}
    gaps = {key: second.get(key, 0.0) - first.get(key, 0.0) for key in names}
    some = [f"{names[key].name} {_signed(gap, '£')}" for key, gap in gaps.items() if gap]
    reached = [futures.futures(each.scenario).seen[chosen(each.scenario)].reached for each in (one, other)]
    people = [
        f"{names[key].name} {_signed(reached[1].get(key, 0) - reached[0].get(key, 0), '')}"
        for key in names
        if round(reached[1].get(key, 0) - reached[0].get(key, 0))
    ]
    fewer = [f"{names[key].name} ({names[key].locality})" for key, gap in gaps.items() if gap < 0]
    return [
        f"Pounds a year with the second: {', '.join(some) or 'the same for every group'}.",
        f"People reached: {', '.join(people) or 'as many in every group'}.",
        f"Whose stories are to be read with the second: {', '.join(fewer) or 'nobody gets less'}.",
    ]


def _signed(value: float, unit: str) -> str:
    return f"{'+' if value > 0 else '-'}{unit}{abs(value):,.0f}"
