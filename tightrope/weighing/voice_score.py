"""What people say, one vote a teller: how many of those we heard had a good experience."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import special

from tightrope.statistics import pooled_mean
from tightrope.weighing.thresholds import DEFAULTS, Thresholds


@dataclass(frozen=True)
class Account:
    """One account of the period. `valence` counts only once a person has confirmed it (`confirmed`)."""

    teller_id: str | None
    own_rating: float | None = None
    valence: float | None = None
    confirmed: bool = True


@dataclass(frozen=True)
class Votes:
    """People, not mentions. good + mixed + bad = people with a vote; `tellers` also counts those without one.

    `unlinked` accounts name no teller: they have no vote, and make `tellers` an "at least".
    """

    good: int
    mixed: int
    bad: int
    tellers: int
    unlinked: int

    @property
    def voted(self) -> int:
        return self.good + self.mixed + self.bad

    @property
    def at_least(self) -> bool:
        return self.unlinked > 0


@dataclass(frozen=True)
class VoiceScore:
    """Share of tellers with a good experience: Beta(a, b), with its median and interval.

    `good` and `bad` are the probabilities that the share lies in the good or in the bad range; `prior_mean` is the
    share in the rest of the line.
    """

    votes: Votes
    a: float
    b: float
    good: float
    bad: float
    prior_mean: float
    width: float = 0.80

    @cached_property
    def median(self) -> float:
        return float(special.betaincinv(self.a, self.b, 0.5))

    @cached_property
    def low(self) -> float:
        return float(special.betaincinv(self.a, self.b, (1 - self.width) / 2))

    @cached_property
    def high(self) -> float:
        return float(special.betaincinv(self.a, self.b, (1 + self.width) / 2))

    def draws(self, rng: np.random.Generator, count: int) -> np.ndarray:
        """`count` seeded draws of the share."""
        return rng.beta(self.a, self.b, count)


def count_votes(accounts: Iterable[Account], thresholds: Thresholds = DEFAULTS) -> Votes:
    """One vote a teller: the mean of the own ratings, else the mean of the confirmed valence.

    Good is a mean rating of 4 or more of 5, or a mean valence above 0; bad a rating of 2 or less, or a valence
    below 0; the rest is mixed. A teller with neither has no vote. Where no account can be linked, at least one
    person spoke.
    """
    ratings: dict[str, list[float]] = {}
    tones: dict[str, list[float]] = {}
    tellers: set[str] = set()
    unlinked = 0
    for one in accounts:
        if one.teller_id is None:
            unlinked += 1
            continue
        tellers.add(one.teller_id)
        if one.own_rating is not None:
            ratings.setdefault(one.teller_id, []).append(one.own_rating)
        elif one.valence is not None and one.confirmed:
            tones.setdefault(one.teller_id, []).append(one.valence)
    good = mixed = bad = 0
    for teller in tellers:
        if teller in ratings:
            mean = sum(ratings[teller]) / len(ratings[teller])
            is_good, is_bad = mean >= thresholds.rating_good, mean <= thresholds.rating_bad
        elif teller in tones:
            total = sum(tones[teller])
            is_good, is_bad = total > 0, total < 0
        else:
            continue
        good, bad, mixed = good + is_good, bad + is_bad, mixed + (not is_good and not is_bad)
    return Votes(good, mixed, bad, len(tellers) or min(unlinked, 1), unlinked)


def voice_score(votes: Votes, others: Sequence[Votes], thresholds: Thresholds = DEFAULTS) -> VoiceScore:
    """Beta(s * m + good, s * (1 - m) + voted - good), m the pooled share of the line's `others` and s the strength.

    Mixed and bad count in the denominator only. A line without other tellers has m = 0.5.
    """
    mean = float(pooled_mean(np.array([one.good for one in others]), np.array([one.voted for one in others])))
    a = thresholds.strength_voice * mean + votes.good
    b = thresholds.strength_voice * (1 - mean) + votes.voted - votes.good
    return VoiceScore(
        votes=votes,
        a=a,
        b=b,
        good=float(special.betaincc(a, b, thresholds.voices_good)),
        bad=float(special.betainc(a, b, thresholds.voices_bad)),
        prior_mean=mean,
        width=thresholds.interval,
    )
