"""What stands to be weighed beside a contract: those alike in its service line, each on three fixed scales with doubt.

The ends of a scale are set once for the line and are told; values are never stretched to fill it. The formulas and a
worked case are in docs/methods/meeting.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

from tightrope import settings
from tightrope.answers import contracts
from tightrope.answers.contracts import Cost
from tightrope.answers.evidence import evidence, kept
from tightrope.answers.flag_facts import TRADE_LINE
from tightrope.answers.pack_item import NOT_EXEMPT
from tightrope.answers.period import Period
from tightrope.answers.standing import Standings, standings, thresholds
from tightrope.errors import NotFound
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.weighing.numbers_score import seeded
from tightrope.weighing.ranks import DRAWS

COST, NUMBERS, VOICES = "cost", "numbers", "voices"
NAMES = {COST: "cost", NUMBERS: "performance by the contract", VOICES: "what people tell"}
LEAST_SPAN = 1.25  # dear over cheap: where all cost nearly the same, pennies are not stretched into a gulf
FEWEST = 2  # options: one alone is first whatever counts
NORMAL_80 = 1.2815515655446004  # an 80% range reaches so many standard deviations to each side of the middle


@dataclass(frozen=True)
class Scale:
    """One criterion and its ends, in words: `worst` counts 0, `best` 1. `public` says it without any exempt figure."""

    criterion: str
    worst: str
    best: str
    public: str


OTHER_SCALES = (
    Scale(
        NUMBERS,
        "every measure in the contract at or below the least that is acceptable",
        "every measure in the contract reached",
        "From no measure of the contract kept to every measure reached.",
    ),
    Scale(
        VOICES,
        "nobody who tells us has a good experience",
        "everybody who tells us has a good experience",
        "From nobody who tells us having a good experience to everybody.",
    ),
)


@dataclass(frozen=True)
class Placed:
    """One option: its middle value on each scale. `too_cheap`: its price lies below what staff alone cost."""

    contract_id: str
    title: str
    values: dict[str, float]
    too_cheap: bool


@dataclass(frozen=True, eq=False)
class Options:
    """What is weighed. `drawn`: draws x options x criteria, in the order of `placed` and `scales`; empty where fewer
    than two can be weighed. `left_out`: who is not weighed and why; `notes`: what limits it."""

    own: str
    line: str
    scales: tuple[Scale, ...]
    placed: tuple[Placed, ...]
    drawn: np.ndarray
    left_out: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def can_be_weighed(self) -> bool:
        """True where there are at least two options."""
        return len(self.placed) >= FEWEST

    @property
    def holds_exempt(self) -> bool:
        """True where a cost is weighed that does not stand in public papers."""
        return _is_exempt("unit_delivered") and any(one.criterion == COST for one in self.scales)


def options(house: House, who: Reader, period: Period, contract_id: str, officers_alone: bool) -> Options:
    """The contract and those alike. Unless officers are alone, one of whom few people told is left out, and so is
    every figure from which an exempt price follows. Raises NotFound. Remembered; never alter it."""
    name = ("ways_options", who.audience, period, contract_id, officers_alone)
    return kept(house, name, lambda: _options(house, who, period, contract_id, officers_alone))


@dataclass(frozen=True)
class CostScale:
    """Pounds for a unit delivered: `cheap` counts 1, `dear` 0; below `floor` a price cannot be kept and is counted at
    `kept_at`. `floor` is None where nothing was published."""

    cheap: float
    dear: float
    floor: float | None
    kept_at: float

    def counted(self, row: Cost) -> float:
        """The pounds an option is weighed at: too cheap to be kept is no saving."""
        return self.kept_at if self.is_too_cheap(row) else row.each.median

    def is_too_cheap(self, row: Cost) -> bool:
        """True where the price does not cover what staff alone cost."""
        return self.floor is not None and row.unit_price is not None and float(row.unit_price) < self.floor

    def place(self, pounds: np.ndarray | float) -> np.ndarray | float:
        """Pounds on 0 (dear) to 1 (cheap); beyond an end it stays there."""
        return np.clip((self.dear - np.asarray(pounds, float)) / (self.dear - self.cheap), 0.0, 1.0)


def cost_scale(rows: Sequence[Cost], lines: Sequence[dict[str, Any]]) -> CostScale | None:
    """The ends of the cost scale from contracts alike and published lines of the same price basis.

    Cheap is what staff alone cost where that is published, else the lowest figure; dear is the highest, and at least
    a quarter above cheap. None where a cost is not known.
    """
    if not rows or any(row.each is None or row.each.median <= 0 for row in rows):
        return None
    costs, published = [row.each.median for row in rows], [float(line["amount"]) for line in lines]
    staff = contracts.staff_line(lines)
    trade = next((float(line["amount"]) for line in lines if line["words"].lower().startswith(TRADE_LINE)), None)
    cheap = float(staff["amount"]) if staff else min([*costs, *published])
    dear = max([*costs, *published, LEAST_SPAN * cheap])
    return CostScale(cheap, dear, float(staff["amount"]) if staff else None, trade or float(median(costs)))


def _options(house: House, who: Reader, period: Period, contract_id: str, officers_alone: bool) -> Options:
    every = contracts.costs(house, who, period)
    own = next((row for row in every if row.contract_id == contract_id), None)
    if own is None:
        raise NotFound(f"No contract {contract_id} runs today.")
    judged, left_out, alike = standings(house, who.audience, period), [], []
    for row in (one for one in every if one.service_id == own.service_id):
        why = _why_not(row, own, judged, officers_alone)
        if why:
            left_out.append(f"{row.title}: {why}")
        else:
            alike.append(row)
    lines = contracts.comparable(contracts.reference_lines(house, own.service_id), alike)
    scale = cost_scale(alike, lines)
    told = officers_alone or not _is_exempt("unit_delivered")
    scales = [*([_cost_words(scale, own.unit, bool(lines), told)] if scale else []), *OTHER_SCALES]
    placed, drawn = [], []
    for row in alike:
        values, draws = _values(row, judged, scale)
        too_cheap = bool(scale and scale.is_too_cheap(row)) and (officers_alone or not _is_exempt("unit_price"))
        placed.append(Placed(row.contract_id, row.title, values, too_cheap))
        drawn.append(np.stack([draws[one.criterion] for one in scales], axis=1))
    return Options(
        own=contract_id,
        line=own.service,
        scales=tuple(scales),
        placed=tuple(placed),
        drawn=np.stack(drawn, axis=1) if len(drawn) >= FEWEST else np.empty((0, 0, 0)),
        left_out=tuple(left_out),
        notes=tuple(_notes(scale, evidence(house, who.audience, period).contracts[contract_id]["price_basis"])),
    )


def _why_not(row: Cost, own: Cost, judged: Standings, officers_alone: bool) -> str:
    """Why a contract of the line is not weighed beside another; empty where it is."""
    standing = judged.standing[row.contract_id]
    fewest = settings.settings().disclosure.fewest_people
    if (row.unit, row.price_basis) != (own.unit, own.price_basis):
        return "it is paid for another unit, or on another basis."
    if standing.numbers.score is None:
        return "nothing that it asks for was returned."
    if not officers_alone and standing.voices.votes.voted < fewest:
        return f"fewer than {fewest} people told us of it, too few to show in this room."
    if standing.voices.votes.voted == 0 or judged.silence[row.contract_id].named:
        return "those who draw on it were not heard, so how it is for them cannot be weighed."
    return ""


def _values(row: Cost, judged: Standings, scale: CostScale | None) -> tuple[dict[str, float], dict[str, np.ndarray]]:
    """Middles and draws of one option on every scale."""
    standing, seed = judged.standing[row.contract_id], thresholds().seed
    rng = seeded(f"ways {row.contract_id}", seed)
    numbers, voices = standing.numbers, standing.voices
    values = {NUMBERS: float(numbers.score), VOICES: voices.median}
    draws = {NUMBERS: rng.choice(numbers.draws, DRAWS), VOICES: voices.draws(rng, DRAWS)}
    if scale is not None:
        values[COST] = float(scale.place(scale.counted(row)))
        spread = 0.0 if scale.is_too_cheap(row) else (row.each.high - row.each.low) / 2 / NORMAL_80
        draws[COST] = scale.place(rng.normal(scale.counted(row), spread, DRAWS))
    return values, {name: np.clip(some, 0.0, 1.0) for name, some in draws.items()}


def _cost_words(scale: CostScale, unit: str, published: bool, told: bool) -> Scale:
    """The ends of the cost scale in words; without pounds where those are exempt (`told` is False)."""
    beside = "this service line and published figures" if published else "this service line"
    stretched = scale.dear == LEAST_SPAN * scale.cheap
    dear = "a quarter above the cheapest, as all lie within that" if stretched else f"the dearest of {beside}"
    cheap = "what staff alone cost" if scale.floor is not None else f"the cheapest of {beside}"
    public = f"From {dear} to {cheap}."
    if not told:
        return Scale(COST, dear, cheap, public)
    return Scale(COST, f"£{scale.dear:,.2f} for one {unit} delivered, {dear}", f"£{scale.cheap:,.2f}, {cheap}", public)


def _is_exempt(name: str) -> bool:
    """True where the council leaves a figure of this sort out of public papers."""
    return getattr(settings.settings().pack, name).strip().lower() != NOT_EXEMPT


def _notes(scale: CostScale | None, basis: str | None) -> list[str]:
    """What limits the picture, said beside it."""
    made = [
        "These are contracts that run, because something is known of them. The options of a renewal cannot be ranked: "
        "nobody knows yet what a new contract would cost, keep or feel like."
    ]
    if scale is None:
        why = "the price basis is not given" if basis is None else "the cost of a unit delivered is not known for all"
        made.append(f"Cost is not weighed here: {why}.")
    elif scale.floor is not None:
        made.append(
            "A price below what staff alone cost is too cheap to be kept. It is no saving, so such a contract is "
            "counted at what the published least price would cost."
        )
    return made
