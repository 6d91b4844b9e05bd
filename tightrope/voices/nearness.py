"""Search by likeness: which texts are nearest in meaning to a sentence or to an idea, by exact dot product.

Vectors have length 1, so that their dot product is the cosine: 1 for the same, about 0 for nothing in common.
"""

from collections.abc import Sequence

import numpy as np

FEWEST_WORDS = 20  # of a text; shorter ones are near to everything ("Having home visits.") and push stories out
LEAST = 0.2  # below that nothing is called similar: true matches stood at 0.26 (docs/methods/finding.md)


def long_enough(words: Sequence[str]) -> bool:
    """True for a text of 20 words or more."""
    return len(words) >= FEWEST_WORDS


def idea(vectors: np.ndarray) -> np.ndarray:
    """The vector of an idea: the mean of its sentences' vectors (sentences, width), brought to length 1.

    Zeros where no sentence says anything.
    """
    mean = np.asarray(vectors, dtype=np.float32).mean(axis=0)
    length = float(np.linalg.norm(mean))
    return mean / np.float32(length) if length > 0 else mean


def likeness(parts: Sequence[np.ndarray], vector: np.ndarray) -> list[np.ndarray]:
    """Likeness of every text of every part, float32: each part (texts, width) by the vector (width)."""
    return [part @ vector for part in parts]


def top(scores: np.ndarray, k: int, above: float = 0.0) -> np.ndarray:
    """Places of the k highest scores that are above a bound, the highest first; of equal ones the earlier first."""
    if k <= 0:
        return np.zeros(0, dtype=np.int64)
    # Whatever equals the last one stays in until it is sorted, else chance would say which of them is shown.
    least = np.partition(scores, len(scores) - k)[len(scores) - k] if len(scores) > k else -np.inf
    best = np.flatnonzero((scores >= least) & (scores > above))
    return best[np.lexsort((best, -scores[best]))][:k]


def merged(parts: Sequence[Sequence[tuple[str, float]]], k: int) -> list[tuple[str, float]]:
    """The k best of several lists of (id, score); an id that stands in two keeps its better score."""
    best: dict[str, float] = {}
    for one, score in (pair for part in parts for pair in part):
        best[one] = max(score, best.get(one, score))
    return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:k]
