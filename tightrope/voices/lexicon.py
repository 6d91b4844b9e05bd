"""Phrases found in people's words: whole words, any case, any kind of apostrophe; the lists are kept by the council.

A phrase is words in small letters. A star at the end of a word stands for any ending; a blank also stands for a
hyphen or a line end. Lists of harm may use three marks more: ".." for up to four words between, {who} and {whose}
for the many ways to name somebody.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

SAME = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-", "\u00a0": " "}
    | dict.fromkeys("\u0307\u00ad\u200b\ufeff", "")  # a dot left over from a capital, and what cannot be seen
)
KIN = (
    "mum|mam|mom|mummy|mother|dad|father|nan|nana|nanna|gran|grandma|grandad|granny|grandmother|grandfather|aunt|auntie"
    "|uncle|husband|wife|partner|son|daughter|brother|sister|neighbour|friend"
)
MARKS = {
    "{who}": rf"(?:her|him|me|them|us|you|people|residents|(?:(?:my|our|his|her|the) )?(?:{KIN}))",
    "{whose}": rf"(?:her|his|my|their|our|your|(?:(?:my|our|his|her|the) )?(?:{KIN})'?s)",
}
GAP = r"(?:[\s-]+[\w']+){0,4}?"  # ".." of a phrase
NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True)
class Phrases:
    """What points to one theme, and what must not count whatever it holds."""

    theme_id: str
    lexicon: tuple[str, ...]
    not_lexicon: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Small letters, one way to write an accent, an apostrophe or a hyphen; nothing that cannot be seen."""
    return unicodedata.normalize("NFC", text).casefold().translate(SAME)


def hits(phrases: Phrases, text: str) -> tuple[str, ...]:
    """Every piece of the text that points to the theme, as it comes, repeats too; empty for none.

    What a phrase of `not_lexicon` covers does not count.

    >>> hits(Phrases("rushed", ("rush*",), ("rush hour",)), "Rushed again. It was rush hour, she rushes.")
    ('rushed', 'rushes')
    """
    small = plain(text)
    if phrases.not_lexicon:
        small = pattern(phrases.not_lexicon).sub("|", small)  # a mark that no phrase can bridge
    return tuple(" ".join(one.group().split()) for one in pattern(phrases.lexicon).finditer(small))


def counts(books: Sequence[Phrases], texts: Sequence[str]) -> np.ndarray:
    """How many different pieces point to each theme: whole numbers of shape (texts, themes)."""
    found = [[len(set(hits(one, text))) for one in books] for text in texts]
    return np.array(found, dtype=np.int64).reshape(len(texts), len(books))


def sorts_found(patterns: Mapping[str, re.Pattern[str]], text: str) -> tuple[str, ...]:
    """The names of the lists of which a phrase stands in the text, in the order of the lists."""
    small = plain(text)
    return tuple(name for name, one in patterns.items() if one.search(small))


@cache
def pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all phrases, the longest first, so that the fullest piece of text is the one reported."""
    if not phrases:
        return NOTHING
    parts = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"(?<!\w)(?:" + "|".join(_phrase(part) for part in parts) + r")(?!\w)")


def compiled(lists: Mapping[str, Collection[str]]) -> dict[str, re.Pattern[str]]:
    """One pattern for each list of phrases, under its name.

    >>> bool(compiled({"a": ["bruis*"]})["a"].search("she is bruised"))
    True
    """
    return {name: pattern(tuple(phrases)) for name, phrases in lists.items()}


def _phrase(phrase: str) -> str:
    made = ""
    for word in re.split("[ -]", plain(phrase).strip()):
        if word == "..":
            made += GAP
            continue
        made += (r"[\s-]+" if made else "") + _word(word)
    return made


def _word(word: str) -> str:
    if word in MARKS:
        return MARKS[word].replace(" ", r"\s+")
    return re.escape(word.removesuffix("*")).replace("'", "'?") + (r"\w*" if word.endswith("*") else "")
