"""How far somebody is visited by the same few workers: four ways of saying it, on one person's visits.

Bice, T. W. and Boxerman, S. B. (1977), A quantitative measure of continuity of care, Medical Care 15, 347-349, gives
the index; the share of the worker who came most is the usual-provider index of the same literature. The share of the
three who came most and the workers of four weeks are ours, because they can be said in a sentence.

A visit by two workers together is two visits here, one by each: somebody who always has the same two has an index
of about one half, not 1, and a share of the three most seen of 1.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tightrope.errors import Refusal

DAYS = 28  # four weeks: one turn of a usual rota


def bice_boxerman(counts: Sequence[int]) -> float | None:
    """The chance that two visits drawn at random were by one worker: 0 never the same, 1 always.

    `counts` are the visits by each worker. (sum of squares - n) / (n (n - 1)); None with fewer than two visits.

    >>> bice_boxerman([3, 1])  # (9 + 1 - 4) / (4 * 3)
    0.5
    """
    _check(counts)
    return from_squares(sum(counts), sum(count * count for count in counts))


def from_squares(visits: int, squares: int) -> float | None:
    """The same from n and the sum of the squares of the visits by each worker."""
    if not 0 <= visits <= squares <= visits * visits:
        raise Refusal(f"No visits by workers add up to {visits} with squares of {squares}.")
    return (squares - visits) / (visits * (visits - 1)) if visits > 1 else None


def top_share(counts: Sequence[int], most: int = 3) -> float | None:
    """Share of the visits by the `most` workers who came most often; None without a visit.

    >>> top_share([5, 2, 2, 1])
    0.9
    """
    _check(counts)
    visits = sum(counts)
    return sum(sorted(counts, reverse=True)[:most]) / visits if visits else None


def usual_share(counts: Sequence[int]) -> float | None:
    """Share of the visits by the one worker who came most often; None without a visit."""
    return top_share(counts, 1)


def workers_lately(visits: Sequence[tuple[datetime, str]], days: int = DAYS) -> int:
    """How many workers came in the `days` up to the last visit, which ends them; 0 without a visit.

    The last days of somebody's own, not of the period: who left in spring is not shown with nobody. The most in any
    such span would name one bad month of a year for good; the trend by month shows when that was.
    """
    if not visits:
        return 0
    since = max(at for at, _ in visits) - timedelta(days=days)
    return len({worker for at, worker in visits if at > since})


def _check(counts: Sequence[int]) -> None:
    if any(count < 0 for count in counts):
        raise Refusal("A worker cannot have made fewer than no visits.")
