"""Quotes by rule: nobody picks the words that speak for others. The same accounts give the same quotes.

Typical ones by greedy facility location (Nemhauser, Wolsey and Fisher 1978: at least 63% of the best there is), one
that says the contrary, the most serious released one, one of those least heard. How alike two accounts are is half how
many words they share (cosine of weighted words) and half how many themes people gave both (Jaccard), so that the
choice needs no sentence model and is the same on every computer.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tightrope.voices.heard import GROUPS, Heard, people

TYPICAL, CONTRARY, SERIOUS, LEAST_HEARD = "typical", "contrary", "serious", "least_heard"
RULES = {
    TYPICAL: "Typical: those most like all others, each for the accounts it is nearest to.",
    CONTRARY: "Contrary: the most typical of those whose experience is the opposite of most.",
    SERIOUS: "Most serious: the gravest that may be read, the latest of equals.",
    LEAST_HEARD: "Least heard: the most typical of the group of which fewest people were heard.",
}
RULE_WORDS = {TYPICAL: "Typical", CONTRARY: "The contrary", SERIOUS: "Most serious", LEAST_HEARD: "Least heard"}
MOST_TYPICAL = 3
FEWEST = 10  # accounts that may be read; under that every one of them is read instead
SERIOUS_FROM = 4  # harm or serious risk
GOOD, BAD = "good", "bad"


@dataclass(frozen=True)
class Quote:
    """One account chosen by one rule; it stands for `stands_for` of the `of` accounts, 0 for a rule about one alone."""

    rule: str
    story_id: str
    stands_for: int
    of: int


def quotes(heard: Sequence[Heard], words: Sequence[frozenset[str]]) -> list[Quote]:
    """The quotes for some accounts, with the words of each: no account twice, none for fewer than FEWEST."""
    if len(heard) < FEWEST:
        return []
    order = sorted(range(len(heard)), key=lambda i: heard[i].story_id)
    heard, words = [heard[i] for i in order], [words[i] for i in order]
    alike = likeness(words, [one.themes for one in heard])
    every = list(range(len(heard)))
    made = [Quote(TYPICAL, heard[i].story_id, n, len(heard)) for i, n in typical(alike, every, MOST_TYPICAL)]
    for rule, pool in ((CONTRARY, _contrary(heard)), (SERIOUS, _serious(heard)), (LEAST_HEARD, _least_heard(heard))):
        used = {one.story_id for one in made}
        free = [i for i in pool if heard[i].story_id not in used]
        if free:
            made.append(Quote(rule, heard[typical(alike, free, 1)[0][0]].story_id, 0, len(heard)))
    return made


def likeness(words: Sequence[frozenset[str]], themes: Sequence[frozenset[str]]) -> np.ndarray:
    """How alike each two accounts are, 0 to 1; shape (accounts, accounts), 1 with itself where it has words."""
    spread = Counter(word for found in words for word in found)
    known = {word: place for place, word in enumerate(sorted(spread))}
    weighed = np.zeros((len(words), len(known)))
    for i, found in enumerate(words):
        for word in found:
            weighed[i, known[word]] = math.log((1 + len(words)) / (1 + spread[word])) + 1
    length = np.linalg.norm(weighed, axis=1, keepdims=True)
    weighed /= np.where(length > 0, length, 1)
    shared = np.array([[_jaccard(one, other) for other in themes] for one in themes])
    return (weighed @ weighed.T + shared) / 2


def typical(alike: np.ndarray, pool: Sequence[int], number: int) -> list[tuple[int, int]]:
    """Up to `number` of the pool's places that together are nearest to all of the pool, the best first, each with how
    many of the pool it is the nearest to, itself among them. Of equals the first in the pool's order."""
    some = np.array(pool)
    among = alike[np.ix_(some, some)]
    nearest, chosen = np.zeros(len(some)), []
    for _ in range(min(number, len(some))):
        gain = np.maximum(among, nearest[None, :]).sum(axis=1)
        gain[chosen] = -1.0
        best = int(gain.argmax())
        chosen.append(best)
        nearest = np.maximum(nearest, among[best])
    closest = among[chosen].argmax(axis=0)
    return [(int(some[one]), int((closest == place).sum())) for place, one in enumerate(chosen)]


def _contrary(heard: Sequence[Heard]) -> list[int]:
    good = [i for i, one in enumerate(heard) if one.tone == GOOD]
    bad = [i for i, one in enumerate(heard) if one.tone == BAD]
    return [] if len(good) == len(bad) else min(good, bad, key=len)


def _serious(heard: Sequence[Heard]) -> list[int]:
    gravest = max(one.severity for one in heard)
    some = [i for i, one in enumerate(heard) if one.severity == gravest] if gravest >= SERIOUS_FROM else []
    return [max(some, key=lambda i: (heard[i].month, heard[i].story_id))] if some else []


def _least_heard(heard: Sequence[Heard]) -> list[int]:
    numbers = {group: people(one for one in heard if one.group == group) for group in GROUPS}
    some = {group: number for group, number in numbers.items() if number}
    fewest = min(some, key=lambda group: (some[group], list(GROUPS).index(group)))
    return [i for i, one in enumerate(heard) if one.group == fewest] if len(some) > 1 else []


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0
