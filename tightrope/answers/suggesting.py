"""Themes suggested by machine, and how often they are right: by phrases at once, by what was learnt once it is better.

Learning reads every coded account in the background and keeps its outcome in memory alone: it holds people's words.
"""

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from tightrope import settings
from tightrope.answers.evidence import kept
from tightrope.errors import Refusal
from tightrope.evidence.themes import load_themes
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.records.stories import SHOWN, words
from tightrope.voices import encoder
from tightrope.voices.lexicon import Phrases
from tightrope.voices.suggest import LIKELY, Suggestion
from tightrope.voices.themes_model import FEWEST_TEXTS, Accuracy, Judged, ThemeModel, judge, suggestions
from tightrope.voices.triage import ENGLISH

SEED = 1  # of the folds: any will do, the same every time
AT_ONCE = 8  # accounts given to the sentence model at a time
AT_ONE_LOOK = 16  # texts whose meaning is read while somebody waits: half a second
MOST_KEPT = 20_000  # vectors of 1.5 kB
CHANCE_OF = {LIKELY: 0.6}  # the least that the word stands for
LEAST_CHANCE = 0.3


@dataclass
class Learning:
    """What is known of learning in this process: `state` is idle, reading, judging, done or failed."""

    state: str = "idle"
    read: int = 0
    of: int = 0
    why: str = ""
    judged: tuple[Judged, ...] = ()
    model: ThemeModel | None = None
    stores: int = 0  # whose accounts: another house begins anew
    lock: threading.Lock = field(default_factory=threading.Lock)


_learning = Learning()
_meaning: dict[str, np.ndarray] = {}  # by a hash of the text: numbers alone, no words


def books() -> list[Phrases]:
    """The council's phrases, a book for each theme, in the order of the ids."""
    return [Phrases(one.theme_id, one.lexicon, one.not_lexicon) for one in load_themes().values()]


def judged(house: House, reader: Reader) -> dict[str, Judged]:
    """How good suggestions are, by theme: against what people confirmed and this reader may read."""
    known = _known(house)
    if known:
        return {one.theme_id: one for one in known.judged}
    made = kept(house, ("judged", reader.audience), lambda: _by_phrases(house, reader))
    return {one.theme_id: one for one in made}


def suggest(house: House, reader: Reader, texts: Sequence[str]) -> list[list[Suggestion] | None]:
    """What to suggest for each English text, likeliest first. Nothing here is confirmed.

    None for a text whose meaning has not been read yet: a few more are at each asking, so that no page waits.
    """
    found, known, every = judged(house, reader), _known(house), books()
    some = [found[one.theme_id] for one in every]
    if known is None or known.model is None:
        return [suggestions(every, some, text) for text in texts]
    if not known.model.with_meaning:
        chances = known.model.chances(list(texts), None) if texts else []
        return [suggestions(every, some, text, chances[i]) for i, text in enumerate(texts)]
    vectors = _read(texts)
    read = [i for i, vector in enumerate(vectors) if vector is not None]
    made: list[list[Suggestion] | None] = [None] * len(texts)
    if read:
        chances = known.model.chances([texts[i] for i in read], np.stack([vectors[i] for i in read]))
        for place, i in enumerate(read):
            made[i] = suggestions(every, some, texts[i], chances[place])
    return made


def read_so_far() -> int:
    """Changes whenever the meaning of more texts has been read."""
    return len(_meaning)


def chance(one: Suggestion) -> float:
    """The least chance its word stands for, to be kept beside it."""
    return CHANCE_OF.get(one.word, LEAST_CHANCE)


def words_of(accuracy: Accuracy) -> str:
    """How good a machine is at one theme, in words that a planning meeting can weigh.

    >>> words_of(Accuracy(14, 20, 28))
    'right 14 of 20 times, finds 14 of 28'
    """
    if not accuracy.coded and not accuracy.suggested:
        return "not tried yet"
    return f"right {accuracy.right} of {accuracy.suggested} times, finds {accuracy.right} of {accuracy.coded}"


def learn(house: House, reader: Reader) -> None:
    """Begin to learn in the background from what people confirmed; does nothing while that runs."""
    with _learning.lock:
        if _learning.state in ("reading", "judging"):
            return
        _learning.state, _learning.read, _learning.of, _learning.why = "reading", 0, 0, ""
        _learning.stores = id(house.stores)
    threading.Thread(target=_learn, args=(house, reader), name="learn-themes", daemon=True).start()


def progress(house: House) -> str:
    """How far learning is, in a sentence; empty where it was not asked for."""
    one = _learning
    if one.stores != id(house.stores) or one.state == "idle":
        return ""
    if one.state == "reading":
        return f"Learning from confirmed codes: {one.read} of {one.of} accounts read."
    if one.state == "judging":
        return "Learning from confirmed codes: comparing with the phrases."
    if one.state == "failed":
        return one.why
    better = sum(theme.by_model for theme in one.judged)
    return f"What was learnt beats the phrases in {better} of {len(one.judged)} themes and suggests those."


def _known(house: House) -> Learning | None:
    return _learning if _learning.state == "done" and _learning.stores == id(house.stores) else None


def _by_phrases(house: House, reader: Reader) -> list[Judged]:
    texts, codes = _confirmed(house, reader)
    return judge(books(), texts, codes, None, SEED, try_model=False)


def _confirmed(house: House, reader: Reader) -> tuple[list[str], np.ndarray]:
    """Texts in English that people coded, and their codes: booleans of shape (texts, themes)."""
    asking = {"audience": reader.audience, "on_day": settings.today()}
    given: dict[str, set[str]] = {}
    for row in house.stores.rows("weigh/themes", **asking):
        given.setdefault(row["story_id"], set()).add(row["theme_id"])
    coded = given.keys() | {row["story_id"] for row in house.stores.rows("coding/coders", **asking)}
    rows = house.stores.rows("coding/accounts", **asking)
    some = [row["story_id"] for row in rows if row["story_id"] in coded and (row["language"] or ENGLISH) == ENGLISH]
    opened = words(house, reader, some)
    some = [key for key in some if SHOWN in opened.get(key, {})]
    themes = list(load_themes())
    codes = np.array([[one in given.get(key, ()) for one in themes] for key in some], dtype=bool)
    return [opened[key][SHOWN] for key in some], codes.reshape(len(some), len(themes))


def _learn(house: House, reader: Reader) -> None:
    try:
        texts, codes = _confirmed(house, reader)
        _learning.of = len(texts)
        if len(texts) < FEWEST_TEXTS:
            raise Refusal(f"{len(texts)} accounts are coded; from {FEWEST_TEXTS} on a model is tried.")
        vectors = None if encoder.available() else _vectors(texts)
        _learning.state = "judging"
        made = judge(books(), texts, codes, vectors, SEED)
        model = ThemeModel(books(), texts, codes, vectors, SEED) if any(one.by_model for one in made) else None
        _learning.judged, _learning.model, _learning.state = tuple(made), model, "done"
    except Exception as error:  # the thread has nobody above it: whatever went wrong is said on the page
        _learning.why = str(error) if isinstance(error, Refusal) else "Learning stopped: the phrases go on suggesting."
        _learning.state = "failed"


def _read(texts: Sequence[str]) -> list[np.ndarray | None]:
    keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    if len(_meaning) > MOST_KEPT:
        _meaning.clear()
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in _meaning}
    some = list(new)[:AT_ONE_LOOK]
    if some:
        _meaning.update(zip(some, encoder.encoder().encode([new[key] for key in some]), strict=True))
    return [_meaning.get(key) for key in keys]


def _vectors(texts: Sequence[str]) -> np.ndarray:
    parts = []
    for start in range(0, len(texts), AT_ONCE):
        parts.append(encoder.encoder().encode(texts[start : start + AT_ONCE]))
        _learning.read = min(start + AT_ONCE, len(texts))
    return np.concatenate(parts)
