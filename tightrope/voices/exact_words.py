"""Search by exact words: which texts have them, the best first, over arrays that hold single words and no text.

BM25 as Robertson and Zaragoza (2009, The Probabilistic Relevance Framework: BM25 and Beyond) give it, with the
weight ln(1 + (N - n + 0.5) / (n + 0.5)) of a word that n of N texts have, which is never negative.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

K1, B = 1.2, 0.75  # the usual values: how soon a repeated word stops counting, how much long texts are held back
# What stands between words in any of the scripts people write to us in. Everything else is part of a word: digits,
# and the vowel signs of Bengali, which a rule of "letters only" would cut off.
BETWEEN = re.compile(r"[\s.,!?;:()\[\]{}<>\"\u201c\u201d\u2018\u2026\u2013\u2014/\\|*\u0964\u060c\u061b\u061f]+")
MOST_WORDS = 50  # of a query; beyond, they are left out: nobody looks for so many at once


def tokens(text: str) -> list[str]:
    """The words of a text as they are looked for: in small letters, with one sort of apostrophe.

    >>> tokens("She said: \u201cI\u2019m 84, aren't I?\u201d")
    ['she', 'said', "i'm", '84', "aren't", 'i']
    """
    pieces = BETWEEN.split(text.replace("\u2019", "'").lower())
    return [word for word in (piece.strip("'") for piece in pieces) if word]


@dataclass(frozen=True)
class Postings:
    """Texts by number, 0 to len - 1, under each word they have. `words` stand in the order of their numbers.

    `places[starts[w]:starts[w + 1]]` are the texts that have word w, in order, and `times` how often each has it.
    """

    words: dict[str, int]
    starts: np.ndarray  # int64, words + 1
    places: np.ndarray  # int32
    times: np.ndarray  # int32
    lengths: np.ndarray  # int32, words of each text

    def __len__(self) -> int:
        return len(self.lengths)

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays, and about as many as the words take (a hundred each)."""
        return sum(one.nbytes for one in (self.starts, self.places, self.times, self.lengths)) + 100 * len(self.words)

    def having(self, word: str) -> slice:
        """Where the texts of a word stand in `places`; an empty slice where none has it."""
        number = self.words.get(word)
        return slice(0, 0) if number is None else slice(int(self.starts[number]), int(self.starts[number + 1]))

    def without(self, keep: np.ndarray) -> "Postings":
        """Only the texts where `keep` (bool, one a text) is true, renumbered. Words that none has any more go too."""
        number = np.cumsum(keep, dtype=np.int32) - 1
        stays = keep[self.places]
        counts = np.bincount(self._word_of_each()[stays], minlength=len(self.words))
        kept = {word: place for place, word in enumerate(word for word, old in self.words.items() if counts[old])}
        starts = np.concatenate([[0], np.cumsum(counts[counts > 0])])
        places = number[self.places[stays]]
        return Postings(kept, starts, places, self.times[stays], self.lengths[keep])

    def _word_of_each(self) -> np.ndarray:
        return np.repeat(np.arange(len(self.words), dtype=np.int32), np.diff(self.starts))


def postings(texts: Iterable[Sequence[str]]) -> Postings:
    """Postings of texts that are given as their tokens."""
    words: dict[str, int] = {}
    numbers, lengths = [], []
    for text in texts:
        lengths.append(len(text))
        numbers.extend([words.setdefault(word, len(words)) for word in text])
    place = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
    word = np.array(numbers, dtype=np.int64)
    found, times = np.unique(word * max(1, len(lengths)) + place, return_counts=True)
    return _laid_out(words, found // max(1, len(lengths)), found % max(1, len(lengths)), times, np.array(lengths))


def joined(parts: Sequence[Postings]) -> Postings:
    """One for several: the texts of the second are numbered on from those of the first, and so on."""
    words: dict[str, int] = {}
    found_words, found_places, before = [], [], 0
    for part in parts:
        number = np.array([words.setdefault(word, len(words)) for word in part.words], dtype=np.int64)
        found_words.append(number[part._word_of_each()])
        found_places.append(part.places.astype(np.int64) + before)
        before += len(part)
    word, place = np.concatenate(found_words), np.concatenate(found_places)
    order = np.argsort(word * max(1, before) + place, kind="stable")
    times = np.concatenate([part.times for part in parts])
    return _laid_out(words, word[order], place[order], times[order], np.concatenate([part.lengths for part in parts]))


def _laid_out(
    words: dict[str, int], word: np.ndarray, place: np.ndarray, times: np.ndarray, lengths: np.ndarray
) -> Postings:
    starts = np.concatenate([[0], np.cumsum(np.bincount(word, minlength=len(words)))]).astype(np.int64)
    small = (one.astype(np.int32) for one in (place, times, lengths))
    return Postings(words, starts, *small)


def scores(parts: Sequence[Postings], query: Sequence[str]) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each part: the score of each of its texts (float32), and how many of the query's words it has (int16).

    Each word of the query counts once. Texts are weighed as one collection, whatever part they stand in.
    """
    wanted = list(dict.fromkeys(query))[:MOST_WORDS]
    number = sum(len(part) for part in parts)
    length = sum(int(part.lengths.sum()) for part in parts) / number if number else 0.0
    having = {word: [part.having(word) for part in parts] for word in wanted}
    weights = {}
    for word, slices in having.items():
        n = sum(one.stop - one.start for one in slices)
        weights[word] = log(1 + (number - n + 0.5) / (n + 0.5))
    found = []
    for place, part in enumerate(parts):
        score, has = np.zeros(len(part), np.float32), np.zeros(len(part), np.int16)
        held_back = (K1 * (1 - B + B * part.lengths / (length or 1.0))).astype(np.float32)
        for word in wanted:
            here = having[word][place]
            texts, times = part.places[here], part.times[here].astype(np.float32)
            score[texts] += np.float32(weights[word] * (K1 + 1)) * times / (times + held_back[texts])
            has[texts] += 1
        found.append((score, has))
    return found
