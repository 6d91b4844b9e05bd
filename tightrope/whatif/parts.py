"""What a scenario is made of: numbers with their source, lines that money buys, splits of it, and rules over lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from tightrope.errors import Refusal
from tightrope.whatif.distributions import Distribution

CERTAINTIES = ("high", "moderate", "low", "very low")
# What each of a line's five numbers is called where something is wrong with it or it decides a choice.
ROLES = {
    "people": "people at risk",
    "unit_cost": "cost of a place",
    "catch": "take-up",
    "baseline_risk": "risk if nothing is done",
    "reduction": "effect",
}


@dataclass(frozen=True)
class Parameter:
    """A number that the model rests on. Raises Refusal without a source and a reason for its spread."""

    id: str
    name: str
    unit: str
    distribution: Distribution
    source: str
    certainty: str
    reason: str

    def __post_init__(self) -> None:
        missing = [one for one in ("id", "name", "source", "reason") if not getattr(self, one).strip()]
        wrong = [f"The number “{self.name or self.id}” needs its {one}." for one in missing]
        if self.certainty not in CERTAINTIES:
            wrong.append(f"The certainty of “{self.name}” must be one of {', '.join(CERTAINTIES)}.")
        refuse(wrong)


@dataclass(frozen=True)
class Line:
    """Something that money buys for one group of people; people, unit_cost ... name the parameters that hold them.

    `deprivation_rank` is 1 for the poorest and None where unknown. Pounds a year: `set_up` is spent before the first
    place, below `least` nobody is reached, `committed` cannot be moved, a `ceiling` of None is none.
    `observed_places` are the most ever run. A line that has no evidence (`has_effect` False) buys places and reaches
    people; nothing is said of what that prevents, and its last two parameters may be None.
    """

    id: str
    name: str
    group: str
    locality: str
    deprivation_rank: int | None
    people: str
    unit_cost: str
    catch: str
    baseline_risk: str | None
    reduction: str | None
    set_up: float = 0.0
    least: float = 0.0
    floor: float = 0.0
    ceiling: float | None = None
    committed: float = 0.0
    observed_places: float | None = None
    has_effect: bool = True

    def __post_init__(self) -> None:
        pounds = {"set-up": self.set_up, "least": self.least, "floor": self.floor, "committed": self.committed}
        optional = {"ceiling": self.ceiling, "most places ever run": self.observed_places}
        given = pounds | {word: number for word, number in optional.items() if number is not None}
        wrong = [
            f"Line “{self.name}”: its {word} must be 0 or more." for word, number in given.items() if not sound(number)
        ]
        if self.ceiling is not None and self.ceiling < self.floor:
            wrong.append(f"Line “{self.name}”: its ceiling (£{self.ceiling:,.0f}) is below its floor.")
        if self.has_effect and not (self.baseline_risk and self.reduction):
            wrong.append(f"Line “{self.name}”: an effect needs both a risk if nothing is done and a reduction of it.")
        refuse(wrong)


@dataclass(frozen=True)
class Split:
    """One way to share the money: pounds by line (a line left out gets nothing), and why anybody proposes it."""

    id: str
    name: str
    amounts: Mapping[str, float]
    why: str

    def __post_init__(self) -> None:
        refuse(
            [f"Split “{self.name}”: {line} must get £0 or more." for line, n in self.amounts.items() if not sound(n)]
        )


@dataclass(frozen=True)
class Rule:
    """Pounds that a set of lines must get together, at least or at most."""

    name: str
    line_ids: tuple[str, ...]
    at_least: float | None = None
    at_most: float | None = None

    def __post_init__(self) -> None:
        given = [one for one in (self.at_least, self.at_most) if one is not None]
        wrong = [f"Rule “{self.name}”: its pounds must be 0 or more." for one in given if not sound(one)]
        if not self.line_ids or len(set(self.line_ids)) < len(self.line_ids):
            wrong.append(f"Rule “{self.name}”: it must name its lines, each once.")
        if not given:
            wrong.append(f"Rule “{self.name}” asks for nothing: give it at least, at most or both.")
        if len(given) == 2 and self.at_least > self.at_most:
            wrong.append(f"Rule “{self.name}” asks for at least more than it allows at most.")
        refuse(wrong)


def sound(number: float) -> bool:
    """Whether it is a number of 0 or more."""
    return isfinite(number) and number >= 0


def refuse(wrong: Sequence[str]) -> None:
    """Raises Refusal with everything that is wrong; nothing where nothing is."""
    if wrong:
        raise Refusal(wrong[0] if len(wrong) == 1 else f"{len(wrong)} things are wrong.", list(wrong))
