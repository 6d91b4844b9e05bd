"""Weigh: for one subject and period, what the numbers say, what people say, and what follows.

Every figure of the page, of `weigh --json` and of the packs comes from weigh().
"""

from collections import Counter
from decimal import Decimal

from tightrope.answers import officers, say
from tightrope.answers.cards import cards, in_order, tone
from tightrope.answers.evidence import Evidence, brought, evidence
from tightrope.answers.measures import measure_lines
from tightrope.answers.pairs import pair_lines
from tightrope.answers.period import Period
from tightrope.answers.shapes import Band, CostLine, Dot, Weighing
from tightrope.answers.standing import Standings, standings, thresholds
from tightrope.answers.subjects import Subject, accounts_of, held_of, subjects
from tightrope.errors import NotFound
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.weighing import words
from tightrope.weighing.attainment import word
from tightrope.weighing.numbers_score import seeded
from tightrope.weighing.silence import Silence
from tightrope.weighing.tipping import Option, tipping_point

MOST_CARDS = 60  # accounts read at once; beyond, the page narrows by theme
UNKNOWN_PEOPLE = (
    "How many people draw on it is not known, so nobody can say who was not heard: people_served.csv brings it."
)


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
        tellers_at_least=voices.votes.at_least,
        good_tellers=voices.votes.good,
        pairs=tuple(rows),
        in_contract=tuple(line for line in lines if line.in_contract),
        also=tuple(line for line in lines if not line.in_contract),
        cost=tuple(cost_lines(found, subject)),
        terms=tuple(say.terms(house, subject)),
        accounts=len(accounts),
        cards=tuple(cards(house, reader, found, accounts[:MOST_CARDS])),
        who=dict(Counter(account["teller_role"] for account in accounts).most_common()),
        channels=dict(Counter(account["channel"] for account in accounts).most_common()),
        panel_words=say.panel(accounts),
        loud_words=say.loud(accounts),
        grade=judged.confidence[key].grade,
        grade_reasons=judged.confidence[key].reasons,
        held=held["held"],
        untriaged=held["untriaged"],
        waiting_words=say.waiting(held),
        silence_words=_silence(house, found, subject, silence) if kind == "contract" else "",
        silence_chance=silence.chance if kind == "contract" else None,
        silent=silent,
        change_mind=tuple(say.change_mind(verdict, judged.confidence[key], rows, voices.votes.voted, held)),
        still_possible=tuple(officers.still_possible(house, found, subject)),
        responsible=officers.responsible(house, found, subject),
        dots=tuple(Dot(a["story_id"], a["month"], tone(a)) for a in sorted(accounts, key=lambda a: a["month"])),
    )


def cost_lines(found: Evidence, subject: Subject) -> list[CostLine]:
    """What is bought, paid and delivered: price paid and price for each unit delivered, never averaged over prices."""
    made = []
    rows = [found.contracts[one] for one in subject.members]
    known = [row["annual_value"] for row in rows if row["annual_value"] is not None]
    if len(known) == len(rows):
        value = sum(known, Decimal(0))
        made.append(CostLine("Value in a year", value, say.pounds(value), "contract register"))
    else:
        said = f"{say.value_of(rows).capitalize()}: annual_value in contract.csv brings it."
        made.append(CostLine("Value in a year", None, said, "contract register"))
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


def _silence(house: House, found: Evidence, subject: Subject, silence: Silence) -> str:
    if not silence.people and "people_served" not in brought(house):
        return UNKNOWN_PEOPLE
    return words.silence_sentence(silence, say.whom(found, subject))


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
