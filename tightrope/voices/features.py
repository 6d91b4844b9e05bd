"""An account as numbers to learn from: its words, pieces of words, phrases of the codebook, and its meaning."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
from scipy import sparse

from tightrope.voices.lexicon import Phrases, counts

PHRASE_WEIGHT, MOST_PHRASES = 0.5, 2  # so that a phrase weighs about as much as a rare word, and many not more
NOT_SAID = re.compile(r"[\W_]+")


class Features:
    """Weighted words and word pairs, pieces of 3 to 5 letters where wanted, phrase counts, sentence vectors.

    Term frequency is damped and weighted by rarity (tf-idf: Salton & Buckley 1988). What it learnt holds people's
    words: it is kept in memory only.
    """

    def __init__(self, books: Sequence[Phrases] = (), pieces: bool = True):
        from sklearn.feature_extraction.text import TfidfVectorizer  # slow to load

        self._books = tuple(books)
        self._words = TfidfVectorizer(
            ngram_range=(1, 2), min_df=2, sublinear_tf=True, strip_accents="unicode", max_features=60_000
        )
        self._pieces = (
            TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=3, sublinear_tf=True, max_features=80_000)
            if pieces
            else None
        )

    def learn(self, texts: Sequence[str], vectors: np.ndarray | None) -> sparse.csr_matrix:
        """Learn the vocabulary; the features of the same texts, shape (texts, features)."""
        self._words.fit(texts)
        if self._pieces:
            self._pieces.fit(texts)
        return self.of(texts, vectors)

    def of(self, texts: Sequence[str], vectors: np.ndarray | None) -> sparse.csr_matrix:
        """Features of any texts; `vectors` of shape (texts, 384) where they were there in learning, else None."""
        parts = [self._words.transform(texts)]
        if self._pieces:
            parts.append(self._pieces.transform(texts))
        if self._books:
            found = np.minimum(counts(self._books, texts), MOST_PHRASES) * PHRASE_WEIGHT
            parts.append(sparse.csr_matrix(found))
        if vectors is not None:
            parts.append(sparse.csr_matrix(vectors.astype(np.float64)))
        return sparse.hstack(parts).tocsr()


def same_words(text: str) -> str:
    """The text by its letters and digits alone: two that are equal so must never stand on both sides of a test."""
    return NOT_SAID.sub("", text.casefold())


def folds(texts: Sequence[str], number: int, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Places of the texts to learn from and to be tested on, `number` times; equal texts stay together."""
    known = {words: i for i, words in enumerate(sorted({same_words(text) for text in texts}))}
    part = np.random.default_rng(seed).permutation(len(known)) % number
    of_text = np.array([part[known[same_words(text)]] for text in texts])
    for one in range(number):
        yield np.flatnonzero(of_text != one), np.flatnonzero(of_text == one)
