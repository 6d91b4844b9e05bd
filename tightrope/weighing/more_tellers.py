"""How many more people would have to be heard before we could tell."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from scipy import special

from tightrope.weighing.numbers_score import NumbersScore
from tightrope.weighing.thresholds import DEFAULTS, Thresholds
from tightrope.weighing.voice_score import VoiceScore


class Judged(Protocol):
    @property
    def numbers(self) -> NumbersScore: ...
    @property
    def voices(self) -> VoiceScore: ...


def more_tellers(standings: Sequence[Judged], thresholds: Thresholds = DEFAULTS) -> list[int | None]:
    """For each, the least number m of further tellers after which we can expect to be sure; None above the most.

    "Expect to be sure": with a chance of at least `settled_chance`, some one of the four cells reaches
    `settled`, the numbers staying as they are. Whichever way it falls counts, because the question is whether
    asking more people would settle it. m is never so small that fewer than `fewest_tellers` would have a vote.
    """
    if not standings:
        return []
    a, b = (np.array([getattr(one.voices, name) for one in standings], float) for name in ("a", "b"))
    strongest = np.array([max(one.numbers.good, one.numbers.bad) for one in standings])
    voted = np.array([one.voices.votes.voted for one in standings])
    return settle(a, b, strongest, voted, thresholds)


def settle(
    a: np.ndarray, b: np.ndarray, strongest: np.ndarray, voted: np.ndarray, thresholds: Thresholds = DEFAULTS
) -> list[int | None]:
    """The search itself: stories Beta(a, b), `strongest` the larger probability of the numbers' two sides.

    For m further tellers the stories are surely bad where no more than some edge of them are content, surely good
    where no more than another edge are discontented. From m to m + 1 an edge rises by one at most, so both are
    walked along with m, and with them the beta-binomial probability of staying within the edge.
    """
    needed = thresholds.settled / np.maximum(strongest, 1e-12)
    # That we become sure of something cannot be likelier than that it is so, divided by how sure we have to become.
    hope = special.betainc(a, b, thresholds.voices_bad) + special.betaincc(a, b, thresholds.voices_good)
    rows = np.flatnonzero((needed <= 1) & (hope >= thresholds.settled_chance * needed - 1e-12))
    answer = np.full(a.shape, -1)
    if rows.size:
        answer[rows] = _walk(a[rows], b[rows], needed[rows], voted[rows], thresholds)
    return [None if m < 0 else int(m) for m in answer]


def _walk(a: np.ndarray, b: np.ndarray, needed: np.ndarray, voted: np.ndarray, thresholds: Thresholds) -> np.ndarray:
    """The least m of each row, -1 where none. The good side is the bad side of Beta(b, a), so both go as one."""
    least = np.maximum(1, thresholds.fewest_tellers - voted)
    a, b, needed = np.concatenate([a, b]), np.concatenate([b, a]), np.tile(needed, 2)
    limit = np.repeat([thresholds.voices_bad, 1 - thresholds.voices_good], least.size)
    steps = np.arange(thresholds.most_more_tellers + 1.0)
    log_a, log_b = special.gammaln(a[:, None] + steps), special.gammaln(b[:, None] + steps)
    log_ab, log_ways = special.gammaln((a + b)[:, None] + steps), special.gammaln(steps + 1)
    start = log_ab[:, 0] - log_a[:, 0] - log_b[:, 0]
    every = np.arange(a.size)

    def mass(m: int, y: np.ndarray) -> np.ndarray:
        x = np.maximum(y, 0)  # an edge of -1 holds nobody
        log = log_ways[m] - log_ways[x] - log_ways[m - x] + log_a[every, x] + log_b[every, m - x] - log_ab[:, m]
        return np.where(y >= 0, np.exp(log + start), 0.0)

    edge, within = np.full(a.shape, -1), np.zeros(a.shape)
    answer = np.full(least.shape, -1)
    for m in range(steps.size):
        if m:  # one more teller takes those past the edge who stood on it and are joined by one more
            within -= np.where(edge >= 0, mass(m - 1, edge) * (a + edge) / (a + b + m - 1), 0.0)
        moves = special.betainc(a + edge + 1, b + m - edge - 1, limit) >= needed
        edge = edge + moves
        within += np.where(moves, mass(m, edge), 0.0)
        chance = within[: least.size] + within[least.size :]
        found = (answer < 0) & (m >= least) & (chance >= thresholds.settled_chance - 1e-12)
        answer[found] = m
        if np.all(answer >= 0):
            break
    return answer
