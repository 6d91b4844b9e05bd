"""Every threshold of the judgement in one frozen value; the council's settings fill it, these are the defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from tightrope.errors import Refusal


@dataclass(frozen=True)
class Thresholds:
    """Defaults are the methods' own. Raises Refusal that lists every impossible value at once."""

    # numbers: mean attainment of the measures in the contract
    numbers_good: float = 0.70
    numbers_bad: float = 0.50
    numbers_coverage: float = 0.60  # least share of the months asked for that has a return
    bands: tuple[float, ...] = (0.95, 0.80, 0.50)  # Good, Approaching target, Requires improvement

    # voices: share of tellers with a good experience
    voices_good: float = 0.60
    voices_bad: float = 0.50
    voices_coverage: float = 0.50  # least share of the people served who belong to a group that was heard
    rating_good: float = 4.0  # of 5
    rating_bad: float = 2.0
    strength_voice: float = 4.0  # tellers' worth that the rest of the line counts for
    fewest_tellers: int = 8

    # disagreement
    sure_enough: float = 0.80
    false_share: float = 0.05  # of the list, in expectation
    settled: float = 0.90  # what more accounts would have to reach
    settled_chance: float = 0.80  # with this chance
    most_more_tellers: int = 100  # above, more accounts alone will not settle it
    line_contracts: int = 5  # from here a place within the line is described

    # rates
    interval: float = 0.80
    peers_fewest: int = 5
    strength_least: float = 2.0
    strength_most: float = 200.0
    strength_weak: float = 4.0  # where nothing could be learned from peers
    draws: int = 1000
    seed: int = 20261103

    # silence
    silence_false: float = 0.10

    # confidence in what was heard: from A, a grade lower for each
    tellers_enough: int = 16
    one_channel: float = 0.80  # share of accounts that came one way
    two_loud: float = 0.50  # share of accounts told by the two who told most
    old_months: int = 12
    old_share: float = 0.50  # share of tellers whose latest account is older
    unconfirmed: float = 0.25  # share of tellers whose account only the machine has coded

    # pairs
    pair_tellers: int = 3
    pair_serious: int = 4  # severity from which one released account is enough
    pairs_most: int = 5

    def __post_init__(self) -> None:
        problems = [
            f"{name} is {value!r}; it must lie between 0 and 1."
            for name in _SHARES
            if not 0 <= (value := getattr(self, name)) <= 1
        ]
        problems += [
            f"{name} is {value!r}; it must be more than 0."
            for name in _POSITIVE
            if not (value := getattr(self, name)) > 0
        ]
        for low, high in _ORDERED:
            if getattr(self, low) > getattr(self, high):
                problems.append(f"{low} must not be above {high}.")
        if len(self.bands) != 3 or list(self.bands) != sorted(self.bands, reverse=True):
            problems.append("bands must be three numbers that fall.")
        if problems:
            raise Refusal("The thresholds cannot be used: " + " ".join(problems), problems)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Thresholds with these values in place of the defaults; an unknown name is refused."""
        known = {one.name for one in fields(cls)}
        strange = sorted(values.keys() - known)
        if strange:
            raise Refusal(f"These are no thresholds we know: {', '.join(strange)}.", strange)
        return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})

    @property
    def strengths(self) -> tuple[float, float]:
        """Bounds of a learned prior's strength."""
        return self.strength_least, self.strength_most


_SHARES = (
    *("numbers_good", "numbers_bad", "numbers_coverage", "voices_good", "voices_bad", "voices_coverage"),
    *("sure_enough", "false_share", "settled", "settled_chance", "interval", "silence_false"),
    *("one_channel", "two_loud", "old_share", "unconfirmed"),
)
_POSITIVE = (
    *("strength_voice", "fewest_tellers", "most_more_tellers", "line_contracts", "strength_least", "strength_weak"),
    *("draws", "tellers_enough", "old_months", "pair_tellers", "pair_serious", "pairs_most", "peers_fewest"),
)
_ORDERED = (
    ("numbers_bad", "numbers_good"),
    ("voices_bad", "voices_good"),
    ("rating_bad", "rating_good"),
    ("strength_least", "strength_most"),
    ("fewest_tellers", "tellers_enough"),
)
DEFAULTS = Thresholds()
