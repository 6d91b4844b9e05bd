"""Themes suggested for an account, each with one of three words for how far to trust it; a person confirms."""

from collections.abc import Sequence
from dataclasses import dataclass

from tightrope.voices.lexicon import Phrases, hits

LIKELY, POSSIBLE, UNLIKELY = "likely", "possible", "unlikely"
LIKELY_FROM, POSSIBLE_FROM = 0.6, 0.3  # chance that a person would confirm it
TWO = 2  # different phrases that agree


@dataclass(frozen=True)
class Suggestion:
    """One theme for one account. `found` holds the pieces of its words that point to it; empty where a model did."""

    theme_id: str
    word: str
    found: tuple[str, ...] = ()


def word(chance: float) -> str:
    """likely, possible or unlikely; decimals would promise more than such a chance holds.

    >>> word(0.7), word(0.3), word(0.1)
    ('likely', 'possible', 'unlikely')
    """
    return LIKELY if chance >= LIKELY_FROM else POSSIBLE if chance >= POSSIBLE_FROM else UNLIKELY


def by_lexicon(books: Sequence[Phrases], text: str) -> list[Suggestion]:
    """Themes whose phrases stand in the text, those with most different phrases first; empty for none.

    Two different phrases make it likely, one possible.
    """
    made = []
    for one in books:
        found = tuple(dict.fromkeys(hits(one, text)))
        if found:
            made.append(Suggestion(one.theme_id, LIKELY if len(found) >= TWO else POSSIBLE, found))
    return sorted(made, key=lambda one: (-len(one.found), one.theme_id))
