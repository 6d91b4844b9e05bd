"""The triage model of data/words: what it learns from, and the weights as kept beside it."""

import csv
import hashlib
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from tightrope import paths
from tightrope.errors import Refusal
from tightrope.evidence import harm_words
from tightrope.voices import encoder
from tightrope.voices.sentences import sentences
from tightrope.voices.triage import ENGLISH, Likeness
from tightrope.voices.triage_lexicon import SORT_WORDS, sorts_found
from tightrope.voices.triage_model import TriageModel, from_json, learn

WORDS = paths.ROOT / "data" / "words"
EXAMPLES, MODEL = WORDS / "harm_examples.toml", WORDS / "harm_model.json"
ORDINARY = "ordinary"  # the section of sentences that tell of no harm
ORDINARY_UP_TO = 2  # severity of an account that was read and cleared; from 3 on it may be neglect (domain: severity)


def likeness(text: str) -> Likeness | None:
    """How like told harm an account is; None where the sentence model is not installed (`why_off` says why)."""
    if why_off():
        return None
    return _model().likeness(encoder.encoder().encode(sentences(text)))


def why_off() -> str:
    """Why triage goes by the lists alone, in a sentence; empty where the model works too."""
    try:
        encoder.encoder()
        _model()
    except Refusal as refusal:
        return str(refusal)
    return ""


def learn_again(told: Iterable[tuple[str, str]] = ()) -> TriageModel:
    """Learn from the examples, the ordinary accounts of the sample and `told`: pairs of sort and sentence that
    safeguarding confirmed. Raises Refusal where the sentence model is not installed."""
    known, usual = sentences_to_learn_from()
    for sort, sentence in told:
        known[sort].append(sentence)
    make = encoder.encoder().encode
    return learn(
        {sort: make(found) for sort, found in known.items()}, make(usual), encoder.MODEL_SHA256, mark(known, usual)
    )


def sentences_to_learn_from() -> tuple[dict[str, list[str]], list[str]]:
    """Those that told of harm, by sort, and ordinary ones: of the examples and of the sample's accounts."""
    known = examples()
    usual = known.pop(ORDINARY, []) + ordinary()
    return known, usual


def keep(made: TriageModel) -> None:
    """Write the weights beside the examples; used from now on. Raises OSError."""
    MODEL.write_text(made.as_json(), encoding="utf-8")
    _model.cache_clear()


def examples(path: Path = EXAMPLES) -> dict[str, list[str]]:
    """Sentences that told of harm, by sort, and those under "ordinary". Raises Refusal, naming what is wrong."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(f"{path.name} cannot be read: {error}") from error
    wrong = [f"[{sort}] is not a sort we know." for sort in found if sort not in (*SORT_WORDS, ORDINARY)]
    wrong += [f"[{sort}] has no sentences." for sort, values in found.items() if not values.get("sentences")]
    if wrong:
        raise Refusal(f"{path.name}: {len(wrong)} things to mend.", wrong)
    return {sort: values["sentences"] for sort, values in found.items()}


def ordinary(path: Path = paths.SAMPLE / "story.csv") -> list[str]:
    """The sentences of accounts that were read, cleared and found not serious, without those of direct wording."""
    patterns = harm_words.patterns()
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if _is_ordinary(row)]
    return [one for row in rows for one in sentences(row["words"]) if not sorts_found(patterns, one)]


def mark(known: dict[str, list[str]], usual: list[str]) -> str:
    """The sha256 of all that a model learns from, so that a change of it shows."""
    lines = [f"{sort}\t{one}" for sort, found in known.items() for one in found] + usual
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _is_ordinary(row: dict[str, str]) -> bool:
    told = row["words"] and row["language"] == ENGLISH and row["triage_state"] == "cleared"
    return bool(told) and int(row["severity"] or 0) <= ORDINARY_UP_TO


@cache
def _model() -> TriageModel:
    try:
        text = MODEL.read_text(encoding="utf-8")
    except OSError as error:
        raise Refusal(f"{MODEL.name} is missing. Make it with: python3 run.py words learn") from error
    return from_json(text, encoder.MODEL_SHA256)
