"""In which order accounts are read for the first time: first, later, or in turn. Every one of them is read.

Direct wording of harm (a list), or likeness to sentences that told of harm (a model, where it is installed), moves an
account forward; nothing moves one back. "In turn" never means that there is no harm in an account: people tell of it
indirectly more often than not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tightrope.voices.lexicon import compiled, sorts_found
from tightrope.voices.triage_lexicon import LANGUAGE, SORT_WORDS, SUICIDAL

FIRST, LATER, IN_TURN = "first", "later", "in_turn"
PLACE_WORDS = {FIRST: "read first", LATER: "read next", IN_TURN: "in turn"}
ENGLISH = "English"
FIRST_FROM, LATER_FROM = 0.75, 0.5  # likeness; what they find and what they cost: docs/methods/words.md
SUICIDAL_FIRST_FROM, SUICIDAL_LATER_FROM = 0.55, 0.35  # lower: a miss cannot be made good


@dataclass(frozen=True)
class Likeness:
    """How like the likest sentence of an account is to sentences that told of harm, from 0 to 1; `sort` is the
    kind it is nearest to, `suicidal` the likeness to those that told of not wanting to live."""

    any_harm: float
    sort: str
    suicidal: float = 0.0


@dataclass(frozen=True)
class Order:
    """Where an account stands in the queue, and which sorts put it there; suicidal ones first.

    `by_meaning` is True where no direct wording was found and likeness alone moved it forward.
    """

    place: str
    sorts: tuple[str, ...]
    by_meaning: bool = False

    @property
    def rank(self) -> int:
        """Suicidal before all, then other harm and other languages, then "later", then the rest."""
        if self.place == FIRST:
            return 0 if SUICIDAL in self.sorts else 1
        return 2 if self.place == LATER else 3


def order(
    text: str, patterns: Mapping[str, re.Pattern[str]], language: str = ENGLISH, likeness: Likeness | None = None
) -> Order:
    """Where one account stands. What is not in English goes to a person first: the lists are English.

    `likeness` is None where the sentence model is not installed: then the lists alone decide.
    """
    if language != ENGLISH:
        return Order(FIRST, (LANGUAGE,))
    found = sorts_found(patterns, text)
    meant = _meant(likeness) if likeness else None
    if found:
        suicidal = meant and meant.place == FIRST and SUICIDAL in meant.sorts and SUICIDAL not in found
        return Order(FIRST, (SUICIDAL, *found) if suicidal else found)
    return meant or Order(IN_TURN, ())


def _meant(likeness: Likeness) -> Order | None:
    """Where likeness alone puts an account; None where it moves nothing."""
    for place, suicidal_from, any_from in (
        (FIRST, SUICIDAL_FIRST_FROM, FIRST_FROM),
        (LATER, SUICIDAL_LATER_FROM, LATER_FROM),
    ):
        if likeness.suicidal >= suicidal_from:
            return Order(place, (SUICIDAL,), by_meaning=True)
        if likeness.any_harm >= any_from:
            return Order(place, (likeness.sort,), by_meaning=True)
    return None


__all__ = [
    "ENGLISH", "FIRST", "IN_TURN", "LANGUAGE", "LATER", "PLACE_WORDS", "SORT_WORDS", "SUICIDAL", "Likeness", "Order",
    "compiled", "order",
]  # fmt: skip
