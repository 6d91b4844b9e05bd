"""Did it work? What a decision was expected to change beside what happened, and how well the council foresees at all.

Every figure is the one that Weigh shows for the same months. What came after a decision need not come from it: nothing
here says that it does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tightrope import settings
from tightrope.answers import weigh as weighs
from tightrope.answers.decision_facts import WAYS_TO_WEIGH
from tightrope.answers.decisions import Decision, Entry
from tightrope.answers.evidence import brought, evidence, kept, last_month
from tightrope.answers.expectations import MISSED, REACHED, Happened, Score, held_against, score
from tightrope.answers.period import Period, earlier
from tightrope.answers.say import pounds
from tightrope.answers.shapes import Weighing
from tightrope.answers.standing import standings
from tightrope.answers.subjects import subjects
from tightrope.errors import Refusal
from tightrope.records.decision_entries import CHECKED, DRAFT
from tightrope.records.decision_shapes import MEASURE, Expected
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.weighing.words import of_people

MONTHS = 12  # before and after: every season counts alike
TOGETHER = (6, 7)  # steps of the ladder on which people shaped it
TOLD = (1, 2, 3)  # steps on which they were told
LOST = {  # what was paid for and not delivered, by the query that knows it
    "money/minutes_not_delivered": "hours of care paid for and not delivered",
    "money/nights_not_used": "nights paid for and not used",
    "money/visits_missed_paid": "visits paid for and not made",
}
NO_FIGURES = (None, None, None)  # a figure with its likely range
NO_CAUSE = "What came after a decision need not come from it: other things changed as well."


@dataclass(frozen=True)
class Side:
    """One side of a decision: months, and people with a good experience with the likely range; None where unheard."""

    period: str
    words: str
    low: float | None
    middle: float | None
    high: float | None


@dataclass(frozen=True)
class Lost:
    """What was paid for and not delivered, a month, before and after. None where no payments are loaded."""

    what: str
    before: float | None
    after: float | None
    pounds_before: Decimal | None
    pounds_after: Decimal | None

    @property
    def words(self) -> str:
        """Both in a sentence."""
        sides = [
            "not known" if units is None or money is None else f"{units:,.0f} a month ({pounds(money)})"
            for units, money in ((self.before, self.pounds_before), (self.after, self.pounds_after))
        ]
        return f"{self.what[0].upper()}{self.what[1:]}: {sides[0]} before, {sides[1]} since."


@dataclass(frozen=True)
class After:
    """All that is known of one decision's outcome. `after` is None where no month with returns has followed yet."""

    title: str
    happened: tuple[Happened, ...]
    before: Side | None
    after: Side | None
    lost: tuple[Lost, ...]
    caution: str = NO_CAUSE


@dataclass(frozen=True)
class Foresight:
    """The council's own forecasts so far: all, those of decisions shaped together, and those people were told of.

    `waiting`: decisions with something due that nobody has looked at.
    """

    every: Score
    together: Score
    told: Score
    waiting: int


def did_it_work(house: House, reader: Reader, decision: Decision) -> After:
    """What was expected of one decision beside what happened. Remembered until data or records change."""
    name = ("did_it_work", reader.audience, decision.decision_id)
    return kept(house, name, lambda: _after(house, reader, decision))


def results(found: After) -> list[dict[str, Any]]:
    """Every expectation that is due, as the register keeps it."""
    return [
        {
            "of": one.expected.of,
            "key": one.expected.key,
            "state": one.state,
            "value": one.value,
            "miss": one.miss,
            "words": one.words,
        }
        for one in found.happened
        if one.state in (REACHED, MISSED)
    ]


def foresight(found: Sequence[Decision]) -> Foresight:
    """How well what was expected came about, by what the register holds: each decision's latest look counts.

    Nothing is worked out anew, so what was found at the time stands.
    """
    looked = {one.decision_id: looks[-1].results for one in found if (looks := _looks(one))}
    scored = [(one.made.participation, each) for one in found for each in looked.get(one.decision_id, ())]
    today = settings.today()
    waiting = sum(
        one.state != DRAFT and one.decision_id not in looked and any(each.by <= today for each in one.made.expects)
        for one in found
    )
    return Foresight(
        every=score([each for _, each in scored]),
        together=score([each for step, each in scored if step in TOGETHER]),
        told=score([each for step, each in scored if step in TOLD]),
        waiting=waiting,
    )


def _looks(decision: Decision) -> list[Entry]:
    return [one for one in decision.entries if one.what == CHECKED]


def _after(house: House, reader: Reader, decision: Decision) -> After:
    made, today = decision.made, settings.today()
    since = _since(house, made.decided_on, today)
    if since is None:
        happened = [held_against(one, *NO_FIGURES, today) for one in made.expects]
        return After(_title(happened), tuple(happened), None, None, ())
    before = _before(made.decided_on)
    happened = []
    for one in made.expects:
        upto = _since(house, made.decided_on, min(one.by, today))
        happened.append(_happened(one, _weighed(house, reader, decision, upto), today))
    return After(
        title=_title(happened),
        happened=tuple(happened),
        before=_side(house, reader, before, _weighed(house, reader, decision, before)),
        after=_side(house, reader, since, _weighed(house, reader, decision, since)),
        lost=tuple(_lost(house, reader, decision, before, since)),
    )


def _title(happened: Sequence[Happened]) -> str:
    due = [one for one in happened if one.state in (REACHED, MISSED)]
    if not happened:
        return "Nothing was written down that it should change"
    if not due:
        return "It is too early to say whether it worked"
    hits = sum(one.state == REACHED for one in due)
    if len(due) == 1:
        return "What was expected came about" if hits else "What was expected did not come about"
    return f"{hits} of {len(due)} things that were expected came about"


def _before(decided_on: date | None) -> Period | None:
    """The twelve whole months up to the month of the decision, that month left out."""
    if decided_on is None:
        return None
    month = decided_on.replace(day=1)
    return Period(earlier(month, MONTHS), earlier(month, 1))


def _since(house: House, decided_on: date | None, upto: date) -> Period | None:
    """Up to twelve whole months after the month of the decision, the latest that have returns by a day."""
    try:
        last = min(last_month(house), upto.replace(day=1))
    except Refusal:
        return None
    if decided_on is None:
        return None
    first = max(earlier(decided_on.replace(day=1), -1), earlier(last, MONTHS - 1))
    return Period(first, last) if first <= last else None


def _subject(house: House, reader: Reader, decision: Decision, period: Period) -> tuple[str, str] | None:
    """How Weigh names what a decision is about: a pot is weighed as its service line."""
    found, kind, key = evidence(house, reader.audience, period), decision.made.kind, decision.made.key
    if kind not in WAYS_TO_WEIGH:
        pots = {row["pot_id"]: row["service_id"] for row in house.stores.rows("decisions/pots")}
        kind, key = "line", pots.get(key, "")
    return next(((way, key) for way in WAYS_TO_WEIGH[kind] if key in subjects(found, way)), None)


def _weighed(house: House, reader: Reader, decision: Decision, period: Period | None) -> Weighing | None:
    if period is None:
        return None
    named = _subject(house, reader, decision, period)
    return weighs.weigh(house, reader, *named, period) if named else None


def _happened(one: Expected, weighed: Weighing | None, today: date) -> Happened:
    if weighed is None:
        return held_against(one, *NO_FIGURES, today)
    if one.of == MEASURE:
        lines = [*weighed.in_contract, *weighed.also]
        line = next((each for each in lines if each.measure_id == one.key), None)
        figures = (line.value, line.low, line.high) if line else NO_FIGURES
    else:
        figures = (weighed.voices.middle, weighed.voices.low, weighed.voices.high)
    return held_against(one, *figures, today)


def _side(house: House, reader: Reader, period: Period | None, weighed: Weighing | None) -> Side | None:
    if period is None or weighed is None:
        return None
    votes = standings(house, reader.audience, period, weighed.kind).standing[weighed.key].voices.votes
    words = of_people(votes.good, votes.voted, votes.at_least)
    return Side(period.words, words, weighed.voices.low, weighed.voices.middle, weighed.voices.high)


def _lost(house: House, reader: Reader, decision: Decision, before: Period | None, since: Period | None) -> list[Lost]:
    if "payment" not in brought(house):
        return []
    made = []
    for query, what in LOST.items():
        sides = [_each_month(house, reader, decision, period, query) for period in (before, since)]
        if any(units is not None and units >= 0.5 for units, _ in sides):  # less is none to speak of
            (units, money), (later, later_money) = sides
            made.append(Lost(what, units, later, money, later_money))
    return made


def _each_month(
    house: House, reader: Reader, decision: Decision, period: Period | None, query: str
) -> tuple[float | None, Decimal | None]:
    """Units and pounds a month over a period; None where it is not known."""
    named = _subject(house, reader, decision, period) if period else None
    if period is None or named is None:
        return None, None
    found = evidence(house, reader.audience, period)
    members, rows = subjects(found, named[0])[named[1]].members, found.money.get(query, {})
    some = [rows[one] for one in members if one in rows]
    if not some and not any(one in found.payments for one in members):
        return None, None
    units = sum(float(row["units"]) for row in some) / period.months
    return units, sum((row["pounds"] for row in some), Decimal(0)) / period.months
