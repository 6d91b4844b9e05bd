"""What papers say of a subject besides its published figures: commercial lines, and the notice of its decision.

The register and its drafts count people exactly. So no sentence that counts them goes into a paper from there; what
is published stands in its place.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tightrope import settings
from tightrope.answers import decision_draft, decisions, fair_cost
from tightrope.answers.decision_words import expected_words, measure_name, part_words
from tightrope.answers.decisions import Decision
from tightrope.answers.evidence import evidence
from tightrope.answers.period import Period
from tightrope.answers.say import day, pounds
from tightrope.answers.weigh import weigh
from tightrope.records import local_words
from tightrope.records.decision_entries import DISSENT, STANDS, events
from tightrope.records.decision_shapes import VOICES, Decided, Expected
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.voices.published_counts import COUNTED

NOT_EXEMPT = "none"  # what a council sets where a line goes into the public part
TO_WRITE = "To be written."
NOT_SHOWN = "The words count people exactly and are not shown here."
# Days as we write them: redaction takes any date for a day of birth, and a decision without its dates says little.
DAY = re.compile(
    r"(\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) 20\d\d\b)"
)
MONEY = re.compile(r"£\d[\d,]*")  # "£6,073,200, and people in 5 wards" counts nobody
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

    Everything is words; what nobody has written yet says so. The last three are of a decision on record alone, and
    empty in packs that were made before notices had them.
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
    dissent: tuple[str, ...] = ()
    not_heard: str = ""
    set_aside: tuple[str, ...] = ()


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
    """The decision that stands, due for review or not, else a draft. `published` are sentences that may be printed.

    Raises NotFound for a subject that is not there.
    """
    for one in decisions.about(decisions.decisions(house, reader), kind, key):
        if one.state == STANDS:
            return _recorded(house, one, published)
    return _of(house, decision_draft.draft(house, reader, period, kind, key).made, "", published)


def publishable(house: House, text: str) -> str:
    """A text of the register as it may be published: no sentence that counts people, names blacked out, days kept.

    Empty where nothing is left.
    """
    parts = DAY.split(without_counts(text))
    return "".join(one if DAY.fullmatch(one) else local_words.redact(house.stores, one) for one in parts)


def without_counts(text: str) -> str:
    """The text without the sentences that count people.

    >>> without_counts("They disagree. 4 of 23 people say so. £409,652 a year is paid.")
    'They disagree. £409,652 a year is paid.'
    """
    return " ".join(one for one in SENTENCE_END.split(text.strip()) if not COUNTED.search(MONEY.sub("£", one)))


def _recorded(house: House, one: Decision, published: Iterable[str]) -> Notice:
    """A decision on record, with what only a record says: who did not agree or was not heard, what was set aside."""
    made = one.made
    return replace(
        _of(house, made, one.decision_id, published),
        review=_review(one),
        dissent=_dissent(house, one),
        not_heard=_shown(house, made.not_heard),
        set_aside=_set_aside(house, made),
    )


def _review(one: Decision) -> str:
    if one.made.review_on is None:
        return TO_WRITE
    if one.is_due:
        return f"due for review since {day(one.made.review_on)}"
    reviewed = f"; reviewed on {day(one.reviewed_on)}" if one.reviewed_on else ""
    return f"{day(one.made.review_on)}{reviewed}"


def _dissent(house: House, one: Decision) -> tuple[str, ...]:
    """Who did not agree, a line each: as the record has it, and as it was written beside the record later."""
    lines = one.made.dissent.splitlines()
    bodies = (json.loads(event.body) for event in events(house.stores) if event.decision_id == one.decision_id)
    lines += [f"{body['who']}: {body['words']}" for body in bodies if body["what"] == DISSENT]
    shown = tuple(_shown(house, line) for line in lines if line.strip())
    return shown or ("Nobody is on record as not agreeing.",)


def _set_aside(house: House, made: Decided) -> tuple[str, ...]:
    """What it does not rest on and why. Accounts are not counted: a few would be counted exactly."""
    found = []
    if made.measures_aside:
        found.append(f"Measures: {'; '.join(measure_name(one) for one in made.measures_aside)}.")
    if made.stories_aside:
        found.append("Some of what people told.")
    if not found:
        return ("No evidence was set aside.",)
    return (*found, f"Why: {_shown(house, made.aside_because)}")


def _of(house: House, made: Decided, reference: str, published: Iterable[str]) -> Notice:
    def own(text: str) -> str:
        return _shown(house, text)

    reasons = [own(made.reasons)] if reference else []  # what a draft says of people is exact; this is published
    return Notice(
        reference=reference,
        date=day(made.decided_on) if reference and made.decided_on else "Not decided yet: this is a draft.",
        title=own(made.title),
        decision=own(made.decision),
        reasons=tuple(dict.fromkeys([*reasons, *(one for one in published if one)])),
        rejected=tuple(Option(own(one.option), own(one.why)) for one in made.rejected),
        decided_by=f"{made.decided_by}{f' ({made.post})' if made.post else ''}" or TO_WRITE,
        delegation=own(made.delegation),
        interests=_interests(house, made),
        key=f"{'Key decision' if made.is_key else 'Not a key decision'}. {publishable(house, made.key_reason)}".strip(),
        participation=part_words("participation", made.participation) if made.participation else TO_WRITE,
        equality=own(made.equality),
        cost_a_year=pounds(made.cost_a_year) if made.cost_a_year is not None else "not known",
        cost_term=pounds(made.cost_term) if made.cost_term is not None else "not known",
        review=day(made.review_on) if made.review_on else TO_WRITE,
        reverse_if=own(made.reverse_if),
        expects=tuple(_expected(one) for one in made.expects),
    )


def _shown(house: House, text: str) -> str:
    """What may be published of a text, and in its place that nobody wrote it yet, or that it cannot be shown."""
    return (publishable(house, text) or NOT_SHOWN) if text.strip() else TO_WRITE


def _interests(house: House, made: Decided) -> tuple[str, ...]:
    if made.no_interest:
        return ("Everybody who prepared or took it was asked, and nobody has one.",)
    return tuple(f"{_shown(house, one.what)} Done about it: {_shown(house, one.done)}" for one in made.interests) or (
        "Not asked yet: nobody's interest is assumed to be none.",
    )


def _expected(one: Expected) -> str:
    """What is expected; how many people said so before is not told to the person."""
    if one.of != VOICES:
        return expected_words(one) + "."
    return f"{one.words}: {round(100 * one.low)} of 100 or more by {day(one.by)}."


def _reason(told: str) -> str:
    return "" if told.strip().lower() == NOT_EXEMPT else told
