"""Small pots of money: who could get them, who asked for which split, and the splits that are compared."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tightrope import settings
from tightrope.answers.evidence import kept
from tightrope.evidence.effects import Effect, Known, load_effects
from tightrope.records.house import House
from tightrope.whatif.distributions import beta, fixed
from tightrope.whatif.model import Line, Parameter, Scenario, Split
from tightrope.whatif.rebalance import spread

REQUESTED, EVEN, HEADS, NEED, CHOSEN = "requested", "even", "heads", "need", "chosen"
FINE = 10**9  # parts of a share that still count
OWN = "The council's own figures (pot.csv and pot_share.csv)"


@dataclass(frozen=True)
class Group:
    """One group that a pot could be spent on; `rank` 1 is the most deprived, None where nothing is known of it."""

    line_id: str
    name: str
    locality: str
    at_risk: int
    older: int
    risk: float
    requested: float
    rank: int | None

    @property
    def need(self) -> float:
        """Crises to be expected in a year if nothing is done."""
        return self.at_risk * self.risk


@dataclass(frozen=True)
class Pot:
    """One small pot; `groups` most deprived first; `effect` None where nothing is known of what it does."""

    pot_id: str
    title: str
    service_id: str
    service_name: str
    amount: Decimal
    cost: Decimal
    decides_on: date | None
    asked_by: str
    interest: str
    groups: tuple[Group, ...]
    effect: Effect | None

    @property
    def places(self) -> float:
        """Places that the whole pot pays for."""
        return float(self.amount / self.cost) if self.cost else 0.0


def pots(house: House) -> dict[str, Pot]:
    """Every pot that is known, by its reference, the one decided first leading."""
    return kept(house, "pots", lambda: {one.pot_id: one for one in _pots(house)})


def shares(pot: Pot) -> dict[str, dict[str, float]]:
    """Shares of the pot by group, for each split that follows from its figures: requested, even, by heads, by need."""
    weights = {
        REQUESTED: [one.requested for one in pot.groups],
        EVEN: [1.0 for _ in pot.groups],
        HEADS: [float(one.older) for one in pot.groups],
        NEED: [one.need for one in pot.groups],
    }
    return {
        key: {one.line_id: weight / sum(found) for one, weight in zip(pot.groups, found, strict=True)}
        for key, found in weights.items()
        if sum(found) > 0
    }


def amounts(pot: Pot, share: Mapping[str, float]) -> dict[str, float]:
    """Pounds by group that add up to the pot to the penny."""
    pounds, _ = spread(pot.amount, [Decimal(round(share.get(one.line_id, 0.0) * FINE)) for one in pot.groups])
    return {one.line_id: float(amount) for one, amount in zip(pot.groups, pounds, strict=True)}


def needed(scenario: Scenario) -> Mapping[str, float] | None:
    """Pounds by group that need alone would give; None where nobody is at risk, so that need says nothing."""
    return next((one.amounts for one in scenario.splits if one.id == NEED), None)


def scenario(pot: Pot, chosen: Mapping[str, float], optimism: float, trend: float) -> Scenario:
    """The pot as a scenario: its groups as lines, its splits and the chosen one, and what is known of the effect."""
    rules = settings.settings().what_if
    words = {
        REQUESTED: ("The requested split", f"Asked for by {pot.asked_by}." if pot.asked_by else "The split asked for."),
        EVEN: ("The even split", "Every group gets as much."),
        HEADS: ("A split by head count", "By people aged 65 and over."),
        NEED: ("A split by need alone", "By crises to be expected if nothing is done."),
    }
    made = [Split(key, *_named(words[key], amounts(pot, share))) for key, share in shares(pot).items()]
    made.append(Split(CHOSEN, "The split you chose", amounts(pot, chosen), "Set on this page."))
    parameters = [*_unsure(pot), *_certain(pot)]
    return Scenario(
        title=pot.title,
        year=settings.settings().council.financial_year,
        outcome=pot.effect.outcome if pot.effect else "people reached",
        seed=rules.seed,
        total=float(pot.amount),
        parameters=tuple(parameters),
        lines=tuple(_line(pot, one) for one in pot.groups),
        splits=tuple(made),
        base=REQUESTED if any(one.id == REQUESTED for one in made) else EVEN,
        draws=rules.draws,
        trend=trend,
        optimism=optimism,
    )


def _named(words: tuple[str, str], pounds: Mapping[str, float]) -> tuple[str, Mapping[str, float], str]:
    name, why = words
    return name, pounds, why


def _line(pot: Pot, one: Group) -> Line:
    return Line(
        id=one.line_id, name=one.name, group=one.name, locality=one.locality, deprivation_rank=one.rank,
        people=f"people_{one.line_id}", unit_cost="cost", catch=_take_up(one) if pot.effect else "catch",
        baseline_risk=f"risk_{one.line_id}", reduction="reduction" if pot.effect else None,
        has_effect=pot.effect is not None,
    )  # fmt: skip


def _take_up(one: Group) -> str:
    return "take_up_poorest" if one.rank == 1 else "take_up"


def _unsure(pot: Pot) -> list[Parameter]:
    """What is in doubt, in the order it is drawn: the effect, take-up from the most deprived on, then the risks."""
    effect = pot.effect
    if effect is None:
        reason = "Nothing is on file about how many places reach somebody new; taken as all of them."
        return [Parameter("catch", "Take-up", "share", fixed(1.0), "None", "very low", reason)]
    made = [_known("reduction", effect.reduction)]
    if any(one.rank == 1 for one in pot.groups):
        made.append(_known("take_up_poorest", effect.take_up_poorest))
    if any(one.rank != 1 for one in pot.groups):
        made.append(_known("take_up", effect.take_up))
    for one in pot.groups:
        people = effect.baseline_people
        spread = beta(one.risk * people, (1 - one.risk) * people) if 0 < one.risk < 1 else fixed(one.risk)
        made.append(
            Parameter(
                f"risk_{one.line_id}", f"{effect.baseline_words}: {one.name}", "share", spread,
                effect.baseline_source, effect.baseline_certainty, effect.baseline_reason,
            )
        )  # fmt: skip
    return made


def _known(key: str, one: Known) -> Parameter:
    return Parameter(key, one.words, "share", one.spread, one.source, one.certainty, one.reason)


def _certain(pot: Pot) -> list[Parameter]:
    made = [
        Parameter(
            f"people_{one.line_id}", f"People at risk: {one.name}", "people", fixed(one.at_risk), OWN, "moderate",
            "Counted from the list of people at risk.",
        )
        for one in pot.groups
    ]  # fmt: skip
    price = "What a place cost last year."
    made.append(Parameter("cost", "Cost of a place in a year", "pounds", fixed(float(pot.cost)), OWN, "high", price))
    if pot.effect is None:
        made += [
            Parameter(
                f"risk_{one.line_id}", f"Risk of a crisis: {one.name}", "share", fixed(one.risk), OWN, "low",
                "As the council has it.",
            )
            for one in pot.groups
        ]  # fmt: skip
    return made


def _pots(house: House) -> list[Pot]:
    effects = load_effects()
    return [
        Pot(
            row["pot_id"], row["title"], row["service_id"], row["service_name"], row["yearly_amount"],
            row["cost_per_place"], row["decides_on"], row["asked_by"] or "", row["interest_declared"] or "",
            _groups(house.stores.rows("split/pot_shares", pot_id=row["pot_id"])), effects.get(row["service_id"]),
        )
        for row in house.stores.rows("split/pots")
    ]  # fmt: skip


def _groups(rows: Sequence[Mapping]) -> tuple[Group, ...]:
    ranks, made, used = [row["deprivation"] is not None for row in rows], [], set()
    for place, row in enumerate(rows):
        stem = re.sub(r"[^a-z0-9]+", "_", row["group_name"].casefold()).strip("_") or "group"
        key = stem if stem not in used else f"{stem}_{place + 1}"
        used.add(key)
        made.append(
            Group(
                key, row["group_name"], row["locality"], row["at_risk_people"], row["pop_65_plus"],
                float(row["baseline_risk"]), float(row["requested_share"]), place + 1 if all(ranks) else None,
            )
        )  # fmt: skip
    return tuple(made)
