"""Likeness to told harm: which sentences of an account are like sentences that told of it, whatever their words.

Logistic regression on sentence vectors, positive against unlabelled (Elkan & Noto 2008): the positives are sentences
known to tell of harm, the others come from ordinary accounts, a few of which may tell of it too. So its numbers are
no chances; they only order a queue. A second one tells suicidal sentences from all others, for a lower threshold.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tightrope.errors import Refusal
from tightrope.voices.triage import Likeness
from tightrope.voices.triage_lexicon import SORT_WORDS, SUICIDAL

STRENGTH = 1.0  # C; chosen by cross-validation on the examples alone
DECIMALS = 5
FIELDS = ("any", "any_bias", "suicidal", "suicidal_bias", "sorts", "centres", "encoder", "learnt_from")


@dataclass(frozen=True, eq=False)
class TriageModel:
    """Weights of shape (384,), one centre a sort of shape (sorts, 384).

    `encoder` is the sha256 of the sentence model it was learnt with, `learnt_from` that of the sentences.
    """

    any: np.ndarray
    any_bias: float
    suicidal: np.ndarray
    suicidal_bias: float
    sorts: tuple[str, ...]
    centres: np.ndarray
    encoder: str
    learnt_from: str

    def likeness(self, vectors: np.ndarray) -> Likeness:
        """That of an account by the vectors of its sentences, shape (sentences, 384): its likest sentence counts."""
        if len(vectors) == 0:
            return Likeness(0.0, self.sorts[0])
        any_harm = _share(vectors @ self.any + self.any_bias)
        likest = int(any_harm.argmax())
        sort = self.sorts[int((self.centres @ vectors[likest]).argmax())]
        suicidal = _share(vectors @ self.suicidal + self.suicidal_bias)
        return Likeness(float(any_harm[likest]), sort, float(suicidal.max()))

    def as_json(self) -> str:
        """As it is kept in data/words/harm_model.json: numbers only, no words of anybody."""
        made = {name: _plain(getattr(self, name)) for name in FIELDS}
        return json.dumps(made, separators=(",", ":")).replace('],"', '],\n"') + "\n"


def learn(examples: Mapping[str, np.ndarray], ordinary: np.ndarray, encoder: str, learnt_from: str) -> TriageModel:
    """Learn from vectors of sentences that told of harm, by sort, and of ordinary ones; nothing in it is drawn.

    Raises Refusal without suicidal examples or with no ordinary sentences.
    """
    if SUICIDAL not in examples or len(ordinary) == 0:
        raise Refusal("Triage cannot be learnt without suicidal examples and ordinary sentences.")
    told = np.concatenate(list(examples.values()))
    others = [vectors for sort, vectors in examples.items() if sort != SUICIDAL]
    any_weights, any_bias = _fit(told, ordinary)
    suicidal, suicidal_bias = _fit(examples[SUICIDAL], np.concatenate([ordinary, *others]))
    centres = np.array([vectors.mean(axis=0) for vectors in examples.values()])
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    return TriageModel(any_weights, any_bias, suicidal, suicidal_bias, tuple(examples), centres, encoder, learnt_from)


def from_json(text: str, encoder: str) -> TriageModel:
    """What as_json() wrote. Raises Refusal where it is damaged or was learnt with another sentence model."""
    try:
        found = json.loads(text)
        arrays = {name: np.array(found[name], dtype=np.float64) for name in ("any", "suicidal", "centres")}
        rest = {name: found[name] for name in FIELDS if name not in arrays}
        made = TriageModel(**arrays, **{**rest, "sorts": tuple(rest["sorts"])})
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal("harm_model.json is damaged. Make it again with: python3 run.py words learn") from error
    fits = made.any.shape == made.suicidal.shape and made.centres.shape == (len(made.sorts), *made.any.shape)
    if not fits or made.encoder != encoder or not set(made.sorts) <= SORT_WORDS.keys():
        raise Refusal(
            "harm_model.json was learnt with another sentence model. Make it again with: python3 run.py words learn"
        )
    return made


def _fit(told: np.ndarray, ordinary: np.ndarray) -> tuple[np.ndarray, float]:
    from sklearn.linear_model import LogisticRegression  # slow to load, and only learning needs it

    labels = np.r_[np.ones(len(told)), np.zeros(len(ordinary))]
    fitted = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=1000)
    fitted.fit(np.concatenate([told, ordinary]).astype(np.float64), labels)
    return fitted.coef_[0], float(fitted.intercept_[0])


def _share(score: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-score))


def _plain(value):
    return np.round(value, DECIMALS).tolist() if isinstance(value, np.ndarray | float) else value
