"""Two splits side by side in words: pounds, people, places, and whose stories are to be read."""

from collections.abc import Iterable
from decimal import Decimal

from tightrope.answers.splitting_amounts import signed
from tightrope.answers.splitting_asked import BY
from tightrope.answers.splitting_shapes import Split
from tightrope.answers.splitting_words import gain_words, lose_words, money_word, to_find


def difference(one: Split, other: Split) -> list[str]:
    """What the second does that the first does not: pounds, people, places, and whose stories are told of."""
    if (one.asked.by, one.asked.basis, one.asked.year) != (other.asked.by, other.asked.basis, other.asked.year):
        made = [f"They split different things: {_subject(one)}, and {_subject(other)}."]
    else:
        made = [f"Pounds: {_apart(one, other)}."]
    made.append(f"People in a whole year. The first: {_both_ways(one)}. The second: {_both_ways(other)}.")
    net = other.total("net_change") - one.total("net_change")
    made.append(f"Council cash: {signed(net)} a year with the second.")
    gaps = [(other.places.get(key, Decimal(0)) - one.places.get(key, Decimal(0)), key) for key in _places(one, other)]
    said = _list_gaps(gaps)
    made.append(f"Parts of the city, gross: {said} a year with the second." if said else "No part of the city differs.")
    return [*made, _stories(one, other)]


def _both_ways(found: Split) -> str:
    return "; ".join(one for one in (gain_words(found), lose_words(found), to_find(found)) if one) or "nothing moves"


def _places(one: Split, other: Split) -> set[str]:
    return {*one.places, *other.places}


def _stories(one: Split, other: Split) -> str:
    first, second = ({line.name for line in found.losers} for found in (one, other))
    if first == second:
        return "Both take from the same lines: the same people's stories are to be read."
    alone = ((first - second, "first"), (second - first, "second"))
    said = [f"{', '.join(sorted(names))} with the {which} alone" for names, which in alone if names]
    return f"Whose stories are to be read: {'; '.join(said)}."


def _apart(one: Split, other: Split) -> str:
    first = {line.line_id: line.change for line in one.lines}
    said = _list_gaps([(line.change - first.get(line.line_id, Decimal(0)), line.name) for line in other.lines])
    return f"{said} a year with the second" if said else "the same in every line"


def _list_gaps(gaps: Iterable[tuple[Decimal, str]]) -> str:
    some = sorted((gap for gap in gaps if gap[0]), key=lambda gap: (-abs(gap[0]), gap[1]))
    return ", ".join(f"{name} {signed(gap)}" for gap, name in some)


def _subject(found: Split) -> str:
    return f"{money_word(found)} money of {found.asked.year} by {BY[found.asked.by].lower()}"
