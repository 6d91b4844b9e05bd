"""What Weigh answers with: plain values, the same for page, command line and packs."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tightrope.answers.cards import Card


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
    tellers_at_least: bool
    good_tellers: int
    pairs: tuple[PairLine, ...]
    in_contract: tuple[MeasureLine, ...]
    also: tuple[MeasureLine, ...]
    cost: tuple[CostLine, ...]
    terms: tuple[str, ...]
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
