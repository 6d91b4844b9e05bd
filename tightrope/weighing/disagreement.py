"""Do the numbers and the stories agree? Four cells with fixed edges, and how sure we are of each."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tightrope.weighing.more_tellers import more_tellers
from tightrope.weighing.numbers_score import NumbersScore
from tightrope.weighing.thresholds import DEFAULTS, Thresholds
from tightrope.weighing.voice_score import VoiceScore

NUMBERS_GOOD, NUMBERS_BAD = "numbers_good_stories_bad", "numbers_bad_stories_good"
BOTH_BAD, BOTH_GOOD = "both_bad", "both_good"
DISAGREE = (NUMBERS_GOOD, NUMBERS_BAD)
CELLS = (NUMBERS_GOOD, NUMBERS_BAD, BOTH_BAD, BOTH_GOOD)


@dataclass(frozen=True, eq=False)
class Standing:
    """One contract, or a whole service line, as it goes into the judgement.

    `voices_coverage` is None where it is not known who is served: then it is not held against the stories here
    (the confidence grade says so). `held` counts accounts that safeguarding holds.
    """

    contract_id: str
    numbers: NumbersScore
    voices: VoiceScore
    voices_coverage: float | None = None
    held: int = 0


@dataclass(frozen=True)
class Verdict:
    """`kind` is one of the four cells or in_between, cannot_tell, held, not_heard, too_few, not_covered, no_numbers.

    `sure` is the probability of `cell`, the likeliest of the four; `chances` all four in the order of CELLS.
    `more_tellers` is 0 where settled, None where more accounts alone will not settle it.
    """

    contract_id: str
    kind: str
    cell: str
    sure: float
    chances: tuple[float, float, float, float]
    more_tellers: int | None


def judge(standings: Sequence[Standing], thresholds: Thresholds = DEFAULTS) -> list[Verdict]:
    """A verdict for each, in the order given. The lists depend on all that are judged together.

    Numbers and stories are taken as independent, so a cell's probability is the product of the two. A cell is
    named only for those on its list: the longest run by falling probability in which each is sure enough and the
    expected share of wrong entries stays within `false_share`. The two disagreeing cells share one list; both
    poor and both good have one each.
    """
    if not standings:
        return []
    good, bad = (np.array([getattr(one.numbers, side) for one in standings]) for side in ("good", "bad"))
    liked, disliked = (np.array([getattr(one.voices, side) for one in standings]) for side in ("good", "bad"))
    chances = np.stack([good * disliked, bad * liked, bad * disliked, good * liked], axis=1)
    likeliest = chances.argmax(1)
    lacking = [_lacking(one, thresholds) for one in standings]
    named = np.zeros(len(standings), bool)
    may = np.array([not why for why in lacking])
    for cells in (DISAGREE, (BOTH_BAD,), (BOTH_GOOD,)):
        inside = np.flatnonzero(may & np.isin(likeliest, [CELLS.index(cell) for cell in cells]))
        q = chances[inside, likeliest[inside]]
        named[inside[longest_list(q, [standings[i].contract_id for i in inside], thresholds)]] = True
    between = np.maximum(1 - good - bad, 1 - liked - disliked) >= thresholds.sure_enough
    more = iter(more_tellers([one for one, yes in zip(standings, named, strict=True) if not yes], thresholds))
    verdicts = []
    for i, one in enumerate(standings):
        cell = CELLS[likeliest[i]]
        kind = lacking[i] or (cell if named[i] else "in_between" if between[i] else "cannot_tell")
        if kind == BOTH_GOOD and one.held:
            kind = "held"
        verdicts.append(
            Verdict(
                contract_id=one.contract_id,
                kind=kind,
                cell=cell,
                sure=float(chances[i, likeliest[i]]),
                chances=tuple(float(q) for q in chances[i]),
                more_tellers=0 if named[i] else next(more),
            )
        )
    return verdicts


def longest_list(q: Sequence[float], names: Sequence[str], thresholds: Thresholds = DEFAULTS) -> list[int]:
    """Positions in the list, surest first: each q >= `sure_enough`, the mean of 1 - q <= `false_share`.

    The mean grows with every entry, so the longest run is the first before it passes. Ties fall by name.
    """
    order = sorted(range(len(q)), key=lambda i: (-q[i], names[i]))
    doubt, taken = 0.0, []
    for i in order:
        doubt += 1 - q[i]
        if q[i] < thresholds.sure_enough or doubt > thresholds.false_share * (len(taken) + 1) + 1e-12:
            break
        taken.append(i)
    return taken


def _lacking(one: Standing, thresholds: Thresholds) -> str:
    """Why nothing may be said, or an empty string."""
    if not one.numbers.measures:
        return "no_numbers"
    if one.voices.votes.tellers == 0:
        return "not_heard"
    if one.voices.votes.voted < thresholds.fewest_tellers:
        return "too_few"
    unseen = one.voices_coverage is not None and one.voices_coverage < thresholds.voices_coverage
    return "not_covered" if unseen or one.numbers.coverage < thresholds.numbers_coverage else ""
