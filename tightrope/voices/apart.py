"""What sets some accounts apart from the others: words and themes that more of these people use.

Weighted log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, Fightin' Words): what is rare in
both counts for little, and a word is named only where chance hardly explains it. People are counted, not mentions.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]{3,}(?:['\u2019][^\W\d_]+)?")
BLACKED_OUT = re.compile(r"\[[^\]]{1,20}\]")
PRIOR = 500.0  # words' worth of trust in how the whole council's people speak
SURE_FROM = 1.96  # standard errors: one in forty words would pass by chance
FEWEST_PEOPLE = 3  # who use a word here, so that it is nobody's own


@dataclass(frozen=True)
class Apart:
    """One word or theme: people who use it here and elsewhere; `z` how many standard errors it stands out by."""

    what: str
    here: int
    elsewhere: int
    z: float


def words_of(text: str) -> set[str]:
    """The words of an account, each once, in small letters, without what was blacked out.

    >>> sorted(words_of("Rushed, always rushed [name] says."))
    ['always', 'rushed', 'says']
    """
    return {one.group().casefold().replace("\u2019", "'") for one in WORD.finditer(BLACKED_OUT.sub(" ", text))}


def used_by(texts: Iterable[tuple[str, Iterable[str]]]) -> Counter[str]:
    """How many people use each word: pairs of teller and the words of one account."""
    known: dict[str, set[str]] = {}
    for teller, found in texts:
        known.setdefault(teller, set()).update(found)
    return Counter(word for found in known.values() for word in found)


def apart(here: Mapping[str, int], elsewhere: Mapping[str, int]) -> list[Apart]:
    """What more people use here than elsewhere, the surest first; both are people by word."""
    all_here, all_elsewhere = sum(here.values()), sum(elsewhere.values())
    if not all_here or not all_elsewhere:
        return []
    made = []
    for word, count in here.items():
        if count >= FEWEST_PEOPLE:
            other = elsewhere.get(word, 0)
            prior = PRIOR * (count + other) / (all_here + all_elsewhere)
            z = score(count, all_here, other, all_elsewhere, prior)
            if z >= SURE_FROM:
                made.append(Apart(word, count, other, z))
    return sorted(made, key=lambda one: (-one.z, one.what))


def score(here: int, all_here: int, elsewhere: int, all_elsewhere: int, prior: float) -> float:
    """Difference of log-odds over its standard error (equations 16, 20 and 22 of the paper)."""

    def log_odds(count: int, total: int) -> float:
        return math.log((count + prior) / (total + PRIOR - count - prior))

    difference = log_odds(here, all_here) - log_odds(elsewhere, all_elsewhere)
    return difference / math.sqrt(1 / (here + prior) + 1 / (elsewhere + prior))
