"""Weigh: for one subject and period, what the numbers say, what people say, and what follows.

Every figure of the page, of `weigh --json` and of the packs comes from weigh().
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from tightrope.answers import say
from tightrope.answers.cards import SERIOUS, Card, cards, in_order, tone
from tightrope.answers.evidence import Evidence, evidence
from tightrope.answers.period import Period
from tightrope.answers.standing import Standings, standings, thresholds
from tightrope.answers.subjects import Subject, accounts_of, held_of, subjects
from tightrope.errors import NotFound
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.weighing import words
from tightrope.weighing.attainment import attainment, word
from tightrope.weighing.numbers_score import seeded
from tightrope.weighing.pairs import Measured, Pair, Pounds, Told, first_pairs, pairs
from tightrope.weighing.rates import Level
from tightrope.weighing.tipping import Option, tipping_point

MOST_CARDS = 60  # accounts read at once; beyond, the page narrows by theme
LOUDEST = 2
USUALLY_GOOD = "usually_good"  # a theme that praises: a serious account beside it is about something else
FELT = ("on_time", "hours_delivered", "attendance", "occupancy")  # what somebody notices first, by service


@dataclass(frozen=True)
class Band:
    """Where one side stands on the rope, 0 far below what we ask to 1 what we ask; None where nothing is known."""

    low: float | None
    middle: float | None
    high: float | None


@dataclass(frozen=True)
class MeasureLine:
    """One measure of one contract: what was returned, what is asked, and how far that is reached."""

    contract_id: str
    measure_id: str
    name: str
    value: float | None
    low: float | None
    high: float | None
    value_words: str
    range_words: str
    counted_words: str
    asked_words: str
    attained: float | None
    in_contract: bool
    good_way: str
    months: int
    source: str
    last_month: date | None
    note: str


@dataclass(frozen=True)
class PairLine:
    """What people tell, the measure that should have caught it, and the pounds that paid for it."""

    theme_id: str
    theme: str
    tellers: int
    heard: int
    told_words: str
    serious: bool
    measure_words: str
    measure_value_words: str
    in_contract: bool | None
    pounds: Decimal | None
    pounds_words: str
    sentence: str
    opens: str  # visits, payments or nothing: what the pounds open
    story_ids: tuple[str, ...]


@dataclass(frozen=True)
class CostLine:
    """One line about money, with what it means and where it is from."""

    label: str
    amount: Decimal | None
    words: str
    source: str


@dataclass(frozen=True)
class Dot:
    """One account on the clock."""

    story_id: str
    month: date
    tone: str


@dataclass(frozen=True)
class Weighing:
    """Everything on the Weigh page for one subject."""

    kind: str
    key: str
    title: str
    subtitle: str
    period: str
    as_at: date
    ended_words: str
    verdict: str
    cell: str
    sure: float
    answer: str
    sentence: str
    numbers: Band
    voices: Band
    numbers_word: str
    tellers: int
    good_tellers: int
    pairs: tuple[PairLine, ...]
    in_contract: tuple[MeasureLine, ...]
    also: tuple[MeasureLine, ...]
    cost: tuple[CostLine, ...]
    accounts: int
    cards: tuple[Card, ...]
    who: dict[str, int]
    channels: dict[str, int]
    panel_words: str
    loud_words: str
    grade: str
    grade_reasons: tuple[str, ...]
    held: int
    untriaged: int
    waiting_words: str
    silence_words: str
    silence_chance: float | None
    silent: bool
    change_mind: tuple[str, ...]
    still_possible: tuple[str, ...]
    responsible: str
    dots: tuple[Dot, ...]


def weigh(house: House, reader: Reader, kind: str, key: str, period: Period) -> Weighing:
    """Weigh one subject. Raises NotFound for a subject that is not there."""
    found = evidence(house, reader.audience, period)
    subject = subjects(found, kind).get(key)
    if subject is None:
        raise NotFound(f"There is no {kind} {key} to weigh.")
    judged = standings(house, reader.audience, period, kind)
    accounts = in_order(accounts_of(found, subject))
    rules, standing, verdict = thresholds(), judged.standing[key], judged.verdict[key]
    lines = measure_lines(found, judged, subject)
    rows = pair_lines(found, judged, subject, accounts, lines)
    held, silence = held_of(found, subject), judged.silence[key]
    voices = standing.voices
    silent = kind == "contract" and silence.named
    heard = voices.votes.voted > 0 and not silent
    return Weighing(
        kind=kind,
        key=key,
        title=subject.title,
        subtitle=say.subtitle(found, subject),
        period=period.words,
        as_at=found.today,
        ended_words=say.ended(found, subject),
        verdict=verdict.kind,
        cell=verdict.cell,
        sure=verdict.sure,
        answer=say.answer(found, subject, verdict, rows, words.verdict_sentence(verdict, voices.votes), silence),
        sentence=words.verdict_sentence(verdict, voices.votes),
        numbers=Band(standing.numbers.low, standing.numbers.score, standing.numbers.high),
        voices=Band(voices.low, voices.median, voices.high) if heard else Band(None, None, None),
        numbers_word=word(standing.numbers.score, rules) if standing.numbers.score is not None else "",
        tellers=voices.votes.tellers,
        good_tellers=voices.votes.good,
        pairs=tuple(rows),
        in_contract=tuple(line for line in lines if line.in_contract),
        also=tuple(line for line in lines if not line.in_contract),
        cost=tuple(cost_lines(found, subject)),
        accounts=len(accounts),
        cards=tuple(cards(house, reader, found, accounts[:MOST_CARDS])),
        who=dict(Counter(account["teller_role"] for account in accounts).most_common()),
        channels=dict(Counter(account["channel"] for account in accounts).most_common()),
        panel_words=say.panel(accounts),
        loud_words=say.loud(accounts, LOUDEST),
        grade=judged.confidence[key].grade,
        grade_reasons=judged.confidence[key].reasons,
        held=held["held"],
        untriaged=held["untriaged"],
        waiting_words=say.waiting(held),
        silence_words=words.silence_sentence(silence, say.whom(found, subject)) if kind == "contract" else "",
        silence_chance=silence.chance if kind == "contract" else None,
        silent=silent,
        change_mind=tuple(say.change_mind(verdict, judged.confidence[key], rows, judged, key)),
        still_possible=tuple(say.still_possible(house, found, subject)),
        responsible=say.responsible(house, found, subject),
        dots=tuple(Dot(a["story_id"], a["month"], tone(a)) for a in sorted(accounts, key=lambda a: a["month"])),
    )


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


def pair_lines(
    found: Evidence,
    judged: Standings,
    subject: Subject,
    accounts: Sequence[dict[str, Any]],
    lines: Sequence[MeasureLine],
) -> list[PairLine]:
    """The pairs of a subject, the first five by the published rule."""
    tellers, worst, ids = defaultdict(set), Counter(), defaultdict(list)
    everybody = {account["teller_id"] or account["story_id"] for account in accounts}
    for account in accounts:
        for theme_id in found.themes_of.get(account["story_id"], []):
            tellers[theme_id].add(account["teller_id"] or account["story_id"])
            if theme_id in found.themes and found.themes[theme_id].valence_hint != USUALLY_GOOD:
                worst[theme_id] = max(worst[theme_id], account["severity"] or 0)
            ids[theme_id].append(account["story_id"])
    told = [
        Told(one, found.themes[one].name, len(tellers[one]), len(everybody), worst[one], found.themes[one].answers_to)
        for one in tellers
        if one in found.themes
    ]
    by_measure: dict[str, MeasureLine] = {}
    for line in lines:
        by_measure.setdefault(line.measure_id, line)
    measured = {
        line.measure_id: Measured(line.measure_id, line.name, line.in_contract, line.attained) for line in lines
    }
    shown = first_pairs(pairs(told, measured, pounds_of(found, subject), thresholds()), thresholds())
    felt = telling(lines)
    return [_pair_line(_with_what_is_asked(pair, felt), by_measure, found, ids[pair.told.theme_id]) for pair in shown]


def telling(lines: Sequence[MeasureLine]) -> MeasureLine | None:
    """The measure in the contract that people notice first, else the first by name; None where none came back."""
    shown = [line for line in lines if line.in_contract and line.value is not None]
    felt = [line for name in FELT for line in shown if line.measure_id == name]
    return next(iter(felt or shown), None)


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


def cost_lines(found: Evidence, subject: Subject) -> list[CostLine]:
    """What is bought, paid and delivered: price paid and price for each unit delivered, never averaged over prices."""
    made = []
    value = sum((found.contracts[one]["annual_value"] for one in subject.members), Decimal(0))
    made.append(CostLine("Value in a year", value, say.pounds(value), "contract register"))
    paid = [found.payments[one] for one in subject.members if one in found.payments]
    if not paid:
        made.append(
            CostLine("Paid in the period", None, "No payments are loaded: payment.csv brings them.", "payments")
        )
        return made
    amount = sum((row["amount"] for row in paid), Decimal(0))
    made.append(CostLine("Paid in the period", amount, say.pounds(amount), "payments"))
    if len(subject.members) == 1:
        made += say.unit_costs(found, subject.members[0], paid[0], CostLine)
    return made


def _pair_line(pair: Pair, lines: dict[str, MeasureLine], found: Evidence, ids: list[str]) -> PairLine:
    line = lines.get(pair.measure.measure_id) if pair.measure else None
    money = found.themes[pair.told.theme_id].money if pair.pounds else ""
    return PairLine(
        theme_id=pair.told.theme_id,
        theme=pair.told.theme_name,
        tellers=pair.told.tellers,
        heard=pair.told.heard,
        told_words=words.of_people(pair.told.tellers, pair.told.heard),
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


def tipping(house: House, reader: Reader, first: Weighing, second: Weighing, period: Period) -> str:
    """At which weight of stories against numbers the order of two contracts turns, in a sentence."""
    judged = standings(house, reader.audience, period)
    options = [_option(judged, one) for one in (first, second)]
    if None in options:
        return "One of the two has no numbers, or nobody was heard: they cannot be set on one scale."
    return words.tipping_sentence(tipping_point(*options, thresholds()))


def _option(judged: Standings, one: Weighing) -> Option | None:
    standing = judged.standing.get(one.key)
    if standing is None or standing.numbers.score is None or standing.voices.votes.voted == 0:
        return None
    draws = standing.numbers.draws
    stories = standing.voices.draws(seeded(f"voices {one.key}", thresholds().seed), len(draws))
    return Option(one.title, standing.numbers.score, standing.voices.median, draws, stories)
