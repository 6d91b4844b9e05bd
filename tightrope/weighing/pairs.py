"""What people tell, set against the measure that should have caught it and the pounds that paid for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tightrope.weighing.thresholds import DEFAULTS, Thresholds

NOBODY_MEASURES = "nobody measures this"
NOT_RETURNED = "measured, but nothing was returned"
NO_FIGURE = "no figure"


@dataclass(frozen=True)
class Told:
    """A theme as told about one contract: `tellers` of `heard` people; `worst` the highest severity of an account
    that triage has released or cleared, 0 where there is none. `answers_to`: the measures that should catch it,
    the nearest first."""

    theme_id: str
    theme_name: str
    tellers: int
    heard: int
    worst: int = 0
    answers_to: tuple[str, ...] = ()
    at_most: int = 0  # people, if every account that names no teller came from somebody else; 0 where all name one

    @property
    def at_least(self) -> bool:
        """True where some accounts name no teller, so that both counts are the least there were."""
        return self.at_most > 0


@dataclass(frozen=True)
class Measured:
    """A measure as it stands for the contract; `attained` is None where nothing was returned."""

    measure_id: str
    measure_name: str
    in_contract: bool
    attained: float | None


@dataclass(frozen=True)
class Pounds:
    """Money tied to a theme, and what it is in words ("paid for minutes nobody got")."""

    amount: Decimal
    words: str


@dataclass(frozen=True)
class Pair:
    """One row. `measure` is None where `measure_words` says why; `asked_instead` is the measure of the theme that
    the contract does ask for while `measure` is not in it: the blind spot. `pounds` is None for "no figure"."""

    told: Told
    serious: bool
    measure: Measured | None
    measure_words: str
    asked_instead: Measured | None
    pounds: Pounds | None

    @property
    def pounds_words(self) -> str:
        return self.pounds.words if self.pounds else NO_FIGURE


def pairs(
    told: Sequence[Told], measures: Mapping[str, Measured], pounds: Mapping[str, Pounds],
    thresholds: Thresholds = DEFAULTS,
) -> list[Pair]:
    """Every pair worth showing: told by enough people, or by one serious account that may be seen.

    Most people first, then most pounds, then by theme. `pounds` is keyed by theme.
    """
    enough = thresholds.pair_tellers
    shown = [one for one in told if max(one.tellers, one.at_most) >= enough or _serious(one, thresholds)]
    shown.sort(key=lambda one: (-one.tellers, -_amount(pounds.get(one.theme_id)), one.theme_id))
    return [_pair(one, measures, pounds.get(one.theme_id), thresholds) for one in shown]


def first_pairs(found: Sequence[Pair], thresholds: Thresholds = DEFAULTS) -> list[Pair]:
    """The pairs for the first look, in their order. A serious one is never cut: it takes the place of the last
    that is not serious, and if there are more serious ones than places all of them are kept."""
    places = max(thresholds.pairs_most, sum(one.serious for one in found))
    kept = set(range(min(places, len(found))))
    for i, one in enumerate(found):
        if one.serious and i not in kept:
            kept.remove(max(j for j in kept if not found[j].serious))
            kept.add(i)
    return [found[i] for i in sorted(kept)]


def _serious(one: Told, thresholds: Thresholds) -> bool:
    return one.tellers >= 1 and one.worst >= thresholds.pair_serious


def _amount(pounds: Pounds | None) -> Decimal:
    return pounds.amount if pounds else Decimal(0)


def _pair(
    one: Told, measures: Mapping[str, Measured], pounds: Pounds | None, thresholds: Thresholds
) -> Pair:
    held = [measures[name] for name in one.answers_to if name in measures]
    returned = [measure for measure in held if measure.attained is not None]
    measure = returned[0] if returned else None
    words = measure.measure_name if measure else NOT_RETURNED if held else NOBODY_MEASURES
    instead = None
    if measure and not measure.in_contract:
        instead = next((other for other in returned if other.in_contract), None)
    return Pair(one, _serious(one, thresholds), measure, words, instead, pounds)
