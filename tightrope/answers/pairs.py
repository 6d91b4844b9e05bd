"""The pairs of a subject: what people tell, the measure that should have caught it, the pounds that paid for it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from tightrope.answers import say
from tightrope.answers.cards import SERIOUS
from tightrope.answers.evidence import Evidence
from tightrope.answers.measures import telling
from tightrope.answers.shapes import MeasureLine, PairLine
from tightrope.answers.standing import Standings, thresholds
from tightrope.answers.subjects import Subject, people_of
from tightrope.weighing import words
from tightrope.weighing.pairs import Measured, Pair, Pounds, Told, first_pairs, pairs

USUALLY_GOOD = "usually_good"  # a theme that praises: a serious account beside it is about something else


def pair_lines(
    found: Evidence,
    judged: Standings,
    subject: Subject,
    accounts: Sequence[dict[str, Any]],
    lines: Sequence[MeasureLine],
) -> list[PairLine]:
    """The pairs of a subject, the first five by the published rule."""
    told, of_theme = told_of(found, accounts)
    by_measure: dict[str, MeasureLine] = {}
    for line in lines:
        by_measure.setdefault(line.measure_id, line)
    measured = {
        line.measure_id: Measured(line.measure_id, line.name, line.in_contract, line.attained) for line in lines
    }
    shown = first_pairs(pairs(told, measured, pounds_of(found, subject), thresholds()), thresholds())
    felt = telling(lines)
    return [
        _pair_line(_with_what_is_asked(pair, felt), by_measure, found, of_theme[pair.told.theme_id]) for pair in shown
    ]


def told_of(found: Evidence, accounts: Sequence[dict[str, Any]]) -> tuple[list[Told], dict[str, list[str]]]:
    """Every theme that accounts tell of, with how many people told it; and the accounts behind each, by theme."""
    of_theme, worst = defaultdict(list), Counter()
    for account in accounts:
        for theme_id in found.themes_of.get(account["story_id"], []):
            of_theme[theme_id].append(account)
            if theme_id in found.themes and found.themes[theme_id].valence_hint != USUALLY_GOOD:
                worst[theme_id] = max(worst[theme_id], account["severity"] or 0)
    heard, at_least = people_of(accounts)
    told = [
        Told(
            theme_id=one,
            theme_name=found.themes[one].name,
            tellers=people_of(those)[0],
            heard=heard,
            worst=worst[one],
            answers_to=found.themes[one].answers_to,
            at_most=len(those) if at_least else 0,
        )
        for one, those in of_theme.items()
        if one in found.themes
    ]
    return told, {one: [account["story_id"] for account in those] for one, those in of_theme.items()}


def _with_what_is_asked(pair: Pair, felt: MeasureLine | None) -> Pair:
    """Where the theme's own measure is not in the contract, the one that is stands beside it: the blind spot."""
    if pair.measure is None or pair.measure.in_contract or pair.asked_instead or felt is None or not pair.pounds:
        return pair
    return replace(pair, asked_instead=Measured(felt.measure_id, felt.name, True, felt.attained))


def pounds_of(found: Evidence, subject: Subject) -> dict[str, Pounds]:
    """The pounds tied to each theme, added over the subject's contracts; none where there is no figure."""
    made = {}
    for theme in found.themes.values():
        rows = [found.money.get(theme.money, {}).get(one) for one in subject.members] if theme.money else []
        amounts = [Decimal(str(row["pounds"])) for row in rows if row and row["pounds"] is not None]
        if amounts and sum(amounts) > 0:
            saving = sum(Decimal(str(row["saving"])) for row in rows if row and "saving" in row)
            made[theme.theme_id] = Pounds(sum(amounts, Decimal(0)), say.money_words(theme.money, saving, found.period))
    return made


def _pair_line(pair: Pair, lines: dict[str, MeasureLine], found: Evidence, ids: list[str]) -> PairLine:
    line = lines.get(pair.measure.measure_id) if pair.measure else None
    money = found.themes[pair.told.theme_id].money if pair.pounds else ""
    return PairLine(
        theme_id=pair.told.theme_id,
        theme=pair.told.theme_name,
        tellers=pair.told.tellers,
        heard=pair.told.heard,
        told_words=words.of_people(pair.told.tellers, pair.told.heard, pair.told.at_least),
        serious=pair.told.worst >= SERIOUS,
        measure_words=pair.measure_words,
        measure_value_words=line.value_words if line else "",
        in_contract=pair.measure.in_contract if pair.measure else None,
        pounds=pair.pounds.amount if pair.pounds else None,
        pounds_words=pair.pounds_words,
        sentence=words.blind_spot(pair) if pair.pounds or pair.measure else "",
        opens=say.MONEY_OPENS.get(money, ""),
        story_ids=tuple(ids),
    )
