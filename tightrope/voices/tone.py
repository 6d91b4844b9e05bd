"""Tone of the words: good, mixed, bad or unsure. It never sets an order and never stands alone.

Polite and grateful words often tell of bad care, so a person's own rating comes first, and wherever anything speaks
against the machine it says "unsure".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tightrope.errors import Refusal
from tightrope.voices.features import Features

GOOD, MIXED, BAD, UNSURE = "good", "mixed", "bad", "unsure"
TONES = (GOOD, MIXED, BAD)
SURE_FROM, GOOD_FROM = 0.7, 0.75  # under this no tone is shown; to call what is bad good is the worse mistake
STRENGTH = 1.0  # C
FEWEST_EACH = 30  # accounts of each tone that people confirmed, before it is learnt at all
GOOD_RATING, BAD_RATING = 4, 2  # of 5: from here up good, from here down bad


@dataclass(frozen=True)
class Tone:
    """What is shown, and why where it is unsure."""

    shown: str
    why: str = ""


class ToneModel:
    """Learnt on confirmed tones; needs the sentence model, without which negative accounts pass as good too often.

    `tones` are words of TONES, `vectors` of shape (texts, 384). The same input gives the same model. Raises Refusal
    where a tone has fewer than FEWEST_EACH accounts.
    """

    def __init__(self, texts: Sequence[str], tones: Sequence[str], vectors: np.ndarray, seed: int):
        from sklearn.linear_model import LogisticRegression

        few = [one for one in TONES if list(tones).count(one) < FEWEST_EACH]
        if few:
            raise Refusal(f"Tone is not learnt yet: fewer than {FEWEST_EACH} accounts are {' or '.join(few)}.")
        self._features = Features()
        known = self._features.learn(texts, vectors)
        self._fitted = LogisticRegression(C=STRENGTH, max_iter=1000, random_state=seed).fit(known, np.array(tones))

    def chances(self, texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        """Of good, mixed and bad, in that order; shape (texts, 3), rows sum to 1."""
        made = self._fitted.predict_proba(self._features.of(texts, vectors))
        return made[:, [list(self._fitted.classes_).index(one) for one in TONES]]


def shown(chances: Sequence[float], rating: float | None = None, read_first: bool = False) -> Tone:
    """What may be shown for one account: `chances` of good, mixed and bad; `rating` its teller's own, 1 to 5;
    `read_first` where triage put it first.

    >>> shown((0.8, 0.1, 0.1)).shown, shown((0.8, 0.1, 0.1), rating=1).shown, shown((0.6, 0.2, 0.2)).shown
    ('good', 'unsure', 'unsure')
    """
    likeliest = int(np.argmax(chances))
    tone = TONES[likeliest]
    if read_first:
        return Tone(UNSURE, "it may tell of harm")
    if chances[likeliest] < (GOOD_FROM if tone == GOOD else SURE_FROM):
        return Tone(UNSURE, "the words can be read either way")
    against = rating is not None and (
        (tone == GOOD and rating <= BAD_RATING) or (tone == BAD and rating >= GOOD_RATING)
    )
    return Tone(UNSURE, "the teller's own rating says otherwise") if against else Tone(tone)
