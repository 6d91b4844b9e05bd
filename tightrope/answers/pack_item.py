"""What papers say of a subject besides its published figures: commercial lines, and the notice of its decision.

The register and its drafts count people exactly. So no sentence that counts them goes into a paper from there; what
is published stands in its place.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tightrope import settings
from tightrope.answers import decision_draft, decisions, fair_cost
from tightrope.answers.decision_words import expected_words, part_words
from tightrope.answers.evidence import evidence
from tightrope.answers.period import Period
from tightrope.answers.say import day, pounds
from tightrope.answers.weigh import weigh
from tightrope.records import local_words
from tightrope.records.decision_entries import STANDS
from tightrope.records.decision_shapes import VOICES, Decided, Expected
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.voices.published_counts import COUNTED

NOT_EXEMPT = "none"  # what a council sets where a line goes into the public part
TO_WRITE = "To be written."
# Days as we write them: redaction takes any date for a day of birth, and a decision without its dates says little.
DAY = re.compile(
    r"(\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) 20\d\d\b)"
)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“\"'£(])")


@dataclass(frozen=True)
class Commercial:
    """A line about price. `reason` says why it is left out of the public part; empty where it is not."""

    label: str
    words: str
    reason: str


@dataclass(frozen=True)
class Option:
    """One option that was considered and not taken, and why."""

    name: str
    why: str


@dataclass(frozen=True)
class Notice:
    """A decision in the shape of regulation 7 of the 2014 Regulations. `reference` is empty while it is a draft.

    Everything is words; what nobody has written yet says so.
    """

    reference: str
    date: str
    title: str
    decision: str
    reasons: tuple[str, ...]
    rejected: tuple[Option, ...]
    decided_by: str
    delegation: str
    interests: tuple[str, ...]
    key: str
    participation: str
    equality: str
    cost_a_year: str
    cost_term: str
    review: str
    reverse_if: str
    expects: tuple[str, ...]


def commercial(house: House, reader: Reader, period: Period, kind: str, key: str) -> tuple[Commercial, ...]:
    """What one unit costs, of one contract; none of a whole service line."""
    if kind != "contract":
        return ()
    rules, row = settings.settings().pack, evidence(house, reader.audience, period).contracts[key]
    made = []
    for line in weigh(house, reader, kind, key, period).cost:
        if line.label.startswith("Price of one "):
            made.append(Commercial(line.label, line.words, _reason(rules.unit_price)))
        elif line.label.startswith("Cost of one "):
            made.append(Commercial(line.label, line.words, _reason(rules.unit_delivered)))
    if row["unit"] == "hour" and row["unit_price"] is not None:
        whole = fair_cost.built({name: part.value for name, part in fair_cost.parts().items()}).whole
        gap = float(row["unit_price"]) - whole
        side = "above" if gap > 0 else "below"
        words = f"built up from its parts £{whole:,.2f}; the price is £{abs(gap):,.2f} {side}"
        made.append(Commercial("Fair cost of one hour", words, _reason(rules.fee_build_up)))
    return tuple(made)


def notice(house: House, reader: Reader, period: Period, kind: str, key: str, published: Iterable[str]) -> Notice:
    """The decision that stands and is not due for review, else a draft. `published` are sentences that may be printed.

    Raises NotFound for a subject that is not there.
    """
    today = settings.today()
    for one in decisions.about(decisions.decisions(house, reader), kind, key):
        if one.state == STANDS and (one.made.review_on is None or one.made.review_on > today):
            return _of(house, one.made, one.decision_id, published)
    return _of(house, decision_draft.draft(house, reader, period, kind, key).made, "", published)


def without_counts(text: str) -> str:
    """The text without the sentences that count people.

    >>> without_counts("They disagree. 4 of 23 people say so. £409,652 a year is paid.")
    'They disagree. £409,652 a year is paid.'
    """
    return " ".join(one for one in SENTENCE_END.split(text.strip()) if not COUNTED.search(one))


def _of(house: House, made: Decided, reference: str, published: Iterable[str]) -> Notice:
    def own(text: str) -> str:
        parts = DAY.split(without_counts(text))
        shown = (one if DAY.fullmatch(one) else local_words.redact(house.stores, one) for one in parts)
        return "".join(shown) or TO_WRITE

    reasons = [own(made.reasons)] if reference else []  # what a draft says of people is exact; this is published
    return Notice(
        reference=reference,
        date=day(made.decided_on) if reference and made.decided_on else "Not decided yet: this is a draft.",
        title=own(made.title),
        decision=own(made.decision),
        reasons=tuple(dict.fromkeys([*reasons, *(one for one in published if one)])),
        rejected=tuple(Option(one.option, own(one.why)) for one in made.rejected),
        decided_by=f"{made.decided_by}{f' ({made.post})' if made.post else ''}" or TO_WRITE,
        delegation=made.delegation or TO_WRITE,
        interests=_interests(made, own),
        key=f"{'Key decision' if made.is_key else 'Not a key decision'}. {made.key_reason}".strip(),
        participation=part_words("participation", made.participation) if made.participation else TO_WRITE,
        equality=own(made.equality),
        cost_a_year=pounds(made.cost_a_year) if made.cost_a_year is not None else "not known",
        cost_term=pounds(made.cost_term) if made.cost_term is not None else "not known",
        review=day(made.review_on) if made.review_on else TO_WRITE,
        reverse_if=own(made.reverse_if),
        expects=tuple(_expected(one) for one in made.expects),
    )


def _interests(made: Decided, own: Callable[[str], str]) -> tuple[str, ...]:
    if made.no_interest:
        return ("Everybody who prepared or took it was asked, and nobody has one.",)
    return tuple(f"{own(one.what)} Done about it: {own(one.done)}" for one in made.interests) or (
        "Not asked yet: nobody's interest is assumed to be none.",
    )


def _expected(one: Expected) -> str:
    """What is expected; how many people said so before is not told to the person."""
    if one.of != VOICES:
        return expected_words(one) + "."
    return f"{one.words}: {round(100 * one.low)} of 100 or more by {day(one.by)}."


def _reason(told: str) -> str:
    return "" if told.strip().lower() == NOT_EXEMPT else told
