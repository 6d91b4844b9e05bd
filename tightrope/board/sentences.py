"""The sentences of a snapshot: from published counts, measures and money alone, never from an exact count of people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tightrope import settings
from tightrope.answers.board_voices import GOOD, HEARD, SELF, THEME
from tightrope.answers.overview import leading
from tightrope.answers.say import pounds
from tightrope.answers.shapes import Weighing
from tightrope.board.differencing import TOO_FEW
from tightrope.board.published import Published
from tightrope.weighing.confidence import SILENT
from tightrope.weighing.disagreement import BOTH_GOOD

NOBODY = "0"
AGREE = "They do not disagree."
GRADES = {
    "A": "Many people told us, in more than one way, and no group that we can name is missing.",
    "B": "Many people told us, with one weakness: a group that is missing, one way of telling, or few people.",
    "C": "What people tell has more than one weakness: take it as a sign, not as a measure.",
    "D": "Too little was heard to speak for those who draw on it.",
}


@dataclass(frozen=True)
class Rope:
    """Where numbers and stories stand, 0 far below what we ask to 1 what we ask; None where there is nothing to show.

    Stories stand at the published share with a good experience; where that count is hidden, from its least to its most.
    """

    numbers_low: float | None
    numbers: float | None
    numbers_high: float | None
    stories_low: float | None
    stories_high: float | None


def clay(weighed: Weighing, whole: Mapping[str, Published]) -> str:
    """What people tell, in one sentence, from published counts alone."""
    if weighed.silent:
        return _themselves(whole[SELF]) or _heard(whole)
    lead = leading(weighed.pairs)
    if lead and whole[THEME + lead.theme_id].shown not in (TOO_FEW, NOBODY):
        return f"{_big(whole[THEME + lead.theme_id].words)} we heard from tell of: {_low(lead.theme)}."
    if whole[GOOD].value:
        return f"{_big(whole[GOOD].words)} we heard from told of a good experience."
    return _heard(whole)


def verdict(weighed: Weighing) -> str:
    """Whether the two agree, without any count. What is held is not spoken of here, and is never called good.

    Both good has one sentence whether or not accounts are held: two would tell which subjects have some.
    """
    if weighed.verdict in ("held", BOTH_GOOD):
        return AGREE
    return weighed.sentence.partition(". ")[0].rstrip(".") + "."


def rope(weighed: Weighing, whole: Mapping[str, Published]) -> Rope:
    """Both marks of the rope; the stories' mark only where the count behind it is shown."""
    numbers = weighed.numbers
    low, middle, high = (None if one is None else round(one, 2) for one in (numbers.low, numbers.middle, numbers.high))
    return Rope(low, middle, high, *(_stories(whole[GOOD]) if not weighed.silent else (None, None)))


def how_sure(weighed: Weighing) -> tuple[str, ...]:
    """How far what was heard can be trusted to speak for those served, and whether the numbers are all there."""
    made = [GRADES[weighed.grade]]
    if SILENT in weighed.grade_reasons:
        made.append(SILENT)
    numbers = "all" if all(line.value is not None for line in weighed.in_contract) else "not all"
    made.append(f"Of the measures in the contract, {numbers} were returned." if weighed.in_contract else "No measures.")
    return tuple(made)


def paid_for_nothing(weighed: Weighing) -> str:
    """The pounds that paid for what nobody got; empty where there are none."""
    pair = next((one for one in weighed.pairs if one.pounds), None)
    return f"{pounds(pair.pounds)} {pair.pounds_words}" if pair else ""


def methods(weighed: Weighing, counted: Sequence[Published]) -> tuple[str, ...]:
    """How this was made, in a few sentences for the foot of a page."""
    rules = settings.settings().disclosure
    made = [
        f"Figures are of the months {weighed.period}. People are counted, not mentions.",
        f"Fewer than {rules.fewest_people} people are not shown; other counts of people go to the nearest "
        f"{rules.round_to}, so that a part can look like the whole. A count that would tell few people "
        "apart beside an earlier link is not renewed.",
        "Accounts are chosen by rules that are printed beside them; nobody picks them.",
        "How far numbers and stories reach what is asked runs from far below it to all of it.",
    ]
    old = sorted({one.as_at for one in counted if one.as_at != weighed.as_at.isoformat()})
    if old:
        made.append(f"Some counts stand as they went out before, on {', '.join(old)}.")
    return tuple(made)


def _stories(good: Published) -> tuple[float | None, float | None]:
    heard = int(good.among) if good.among.isdigit() else 0
    if not heard or good.shown == TOO_FEW:
        return None, None
    if good.value is None:
        return 0.0, round(min(1.0, (settings.settings().disclosure.fewest_people - 1) / heard), 2)
    share = round(min(1.0, good.value / heard), 2)
    return share, share


def _themselves(one: Published) -> str:
    if one.shown == NOBODY:
        return "Nobody who draws on it told us anything themselves."
    return "" if one.shown == TOO_FEW else f"{_big(one.shown)} people who draw on it told us something themselves."


def _heard(whole: Mapping[str, Published]) -> str:
    heard = whole[HEARD]
    if heard.shown == NOBODY:
        return "Nobody we can count told us how it was for them."
    return "Few people told us how it was for them." if heard.value is None else f"{_big(heard.words)} told us of it."


def _big(words: str) -> str:
    return words[:1].upper() + words[1:]


def _low(words: str) -> str:
    return words[:1].lower() + words[1:]
