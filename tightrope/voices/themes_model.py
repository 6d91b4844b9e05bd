"""Themes learnt from a council's confirmed codes, and for which of them that beats the list of phrases.

One yes-or-no logistic regression a theme on words, pieces of words, phrases and meaning (features.py). A list of
phrases works from the first day; a model takes over theme by theme, once it finds more in cross-validation.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tightrope.errors import Refusal
from tightrope.voices.features import Features, folds
from tightrope.voices.lexicon import Phrases, counts
from tightrope.voices.suggest import POSSIBLE_FROM, UNLIKELY, Suggestion, by_lexicon, word

STRENGTH = 10.0  # C
FEWEST_TEXTS, FEWEST_CODED = 100, 30  # accounts in all, and coded with a theme, before a model is tried
FOLDS = 5


@dataclass(frozen=True)
class Accuracy:
    """How good suggestions of one theme are, against what people confirmed.

    `right` of `suggested` were confirmed; `right` of `coded` were found.
    """

    right: int
    suggested: int
    coded: int

    @property
    def f1(self) -> float:
        """2 x right / (suggested + coded): 1 is perfect; 0 where nothing is right or there is nothing to find."""
        return 2 * self.right / (self.suggested + self.coded) if self.right else 0.0


@dataclass(frozen=True)
class Judged:
    """One theme: how the phrases do, how the model does on accounts it had not seen, which one suggests.

    `model` is None where too few are coded to try one.
    """

    theme_id: str
    lexicon: Accuracy
    model: Accuracy | None

    @property
    def by_model(self) -> bool:
        """Whether the model suggests this theme: strictly better than the phrases on what it had not seen."""
        return self.model is not None and self.model.f1 > self.lexicon.f1

    @property
    def accuracy(self) -> Accuracy:
        """That of whichever suggests; it stands beside every count a machine made."""
        return self.model if self.model is not None and self.by_model else self.lexicon


class ThemeModel:
    """Learnt on `texts` of confirmed codes: booleans of shape (texts, themes), in the order of `books`.

    The same input and seed give the same model. Raises Refusal with fewer than FEWEST_TEXTS texts.
    """

    def __init__(
        self, books: Sequence[Phrases], texts: Sequence[str], codes: np.ndarray, vectors: np.ndarray | None, seed: int
    ):
        if len(texts) < FEWEST_TEXTS:
            raise Refusal(f"A theme model needs {FEWEST_TEXTS} coded accounts; there are {len(texts)}.")
        self.with_meaning = vectors is not None
        self._features = Features(books)
        known = self._features.learn(texts, vectors)
        self._fitted = [_fit(known, codes[:, theme], seed) for theme in range(codes.shape[1])]

    def chances(self, texts: Sequence[str], vectors: np.ndarray | None) -> np.ndarray:
        """How likely a person would confirm each theme, shape (texts, themes)."""
        if (vectors is not None) != self.with_meaning:
            raise Refusal("The sentence model was there when themes were learnt and is not now, or the other way.")
        given = self._features.of(texts, vectors)
        made = [one if isinstance(one, float) else one.predict_proba(given)[:, 1] for one in self._fitted]
        return np.stack([np.broadcast_to(one, len(texts)) for one in made], axis=1)


def judge(
    books: Sequence[Phrases],
    texts: Sequence[str],
    codes: np.ndarray,
    vectors: np.ndarray | None,
    seed: int,
    try_model: bool = True,
) -> list[Judged]:
    """Each theme judged, in the order of `books`: the phrases on all texts, the model by cross-validation."""
    by_phrases = counts(books, texts) > 0
    enough = try_model and len(texts) >= FEWEST_TEXTS
    by_model = _unseen(books, texts, codes, vectors, seed) >= POSSIBLE_FROM if enough else None
    made = []
    for theme, one in enumerate(books):
        coded = codes[:, theme]
        tried = by_model is not None and coded.sum() >= FEWEST_CODED
        model = accuracy(by_model[:, theme], coded) if tried else None
        made.append(Judged(one.theme_id, accuracy(by_phrases[:, theme], coded), model))
    return made


def accuracy(suggested: np.ndarray, coded: np.ndarray) -> Accuracy:
    """Of two lists of yes and no for the same accounts."""
    return Accuracy(int((suggested & coded).sum()), int(suggested.sum()), int(coded.sum()))


def suggestions(
    books: Sequence[Phrases], judged: Sequence[Judged], text: str, chances: np.ndarray | None = None
) -> list[Suggestion]:
    """What to suggest for one account, likeliest first; `chances` is the model's row for it, None without a model."""
    by_phrases = {one.theme_id: one for one in by_lexicon(books, text)}
    made = []
    for theme, one in enumerate(judged):
        if one.by_model and chances is not None:
            said = word(float(chances[theme]))
            if said != UNLIKELY:
                made.append((float(chances[theme]), Suggestion(one.theme_id, said)))
        elif one.theme_id in by_phrases:
            found = one.lexicon
            share = found.right / found.suggested if found.suggested >= FEWEST_CODED else None
            told = by_phrases[one.theme_id]
            made.append((share or 0.0, told if share is None else Suggestion(one.theme_id, word(share), told.found)))
    return [one for _, one in sorted(made, key=lambda pair: (-pair[0], pair[1].theme_id))]


def _unseen(books, texts, codes, vectors, seed) -> np.ndarray:
    """Chances for each text from a model that had not seen it."""
    made = np.zeros(codes.shape)
    for known, rest in folds(texts, FOLDS, seed):
        some = None if vectors is None else vectors[known]
        model = ThemeModel(books, [texts[i] for i in known], codes[known], some, seed) if len(known) else None
        if model and len(rest):
            made[rest] = model.chances([texts[i] for i in rest], None if vectors is None else vectors[rest])
    return made


def _fit(known, coded: np.ndarray, seed: int):
    """A fitted regression, or the one chance where all accounts say the same."""
    from sklearn.linear_model import LogisticRegression

    if coded.all() or not coded.any():
        return float(coded.any())
    return LogisticRegression(C=STRENGTH, solver="liblinear", random_state=seed).fit(known, coded)
