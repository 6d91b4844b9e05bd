"""What commissioners look for, each in a few sentences as somebody would tell it: data/words/concepts.toml."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tightrope import paths
from tightrope.errors import Refusal
from tightrope.voices.exact_words import tokens

FILE = paths.ROOT / "data" / "words" / "concepts.toml"
FEWEST, MOST = 2, 4  # sentences: one is a chance wording, the mean of many is near to everything
FEWEST_WORDS, MOST_WORDS = 5, 40  # of a sentence: key words find little, and the model reads no endless ones
ID = re.compile(r"[a-z][a-z0-9_]*")
# An account is told by somebody, and a sentence that is not comes to stand elsewhere among the vectors.
FIRST_PERSON = frozenset("i i'm i've i'd i'll me my mine myself we we're we've us our ours".split())


@dataclass(frozen=True)
class Concept:
    """Something to look for: its name in the list, and what somebody would say."""

    concept_id: str
    name: str
    sentences: tuple[str, ...]


@cache
def concepts() -> dict[str, Concept]:
    """All there are, by id, in the order of the file. Raises Refusal that names everything that is wrong with it."""
    return read(FILE)


def read(path: Path) -> dict[str, Concept]:
    """The concepts of a file. Raises Refusal, naming what is wrong, of every concept at once."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(f"{path.name} cannot be read: {error}") from error
    wrong = [problem for concept_id, given in found.items() for problem in _wrong(concept_id, given)]
    seen: dict[str, str] = {}
    for concept_id, given in found.items():
        name = str(given.get("name", "")).strip().casefold() if isinstance(given, dict) else ""
        if name and name in seen:
            wrong.append(f"[{concept_id}] has the name of [{seen[name]}].")
        seen.setdefault(name, concept_id)
    if not found:
        wrong.append("There is no concept in it.")
    if wrong:
        raise Refusal(f"{path.name}: {len(wrong)} {'thing' if len(wrong) == 1 else 'things'} to mend.", wrong)
    return {key: Concept(key, given["name"].strip(), tuple(given["sentences"])) for key, given in found.items()}


def _wrong(concept_id: str, given: Any) -> list[str]:
    if not isinstance(given, dict):
        return [f"{concept_id} stands outside a concept: write [{concept_id}] above its name and sentences."]
    wrong = [] if ID.fullmatch(concept_id) else [f"[{concept_id}] is no id: small letters, digits and _ only."]
    wrong += [f"[{concept_id}] {key} is not known: name and sentences." for key in given.keys() - {"name", "sentences"}]
    if not isinstance(given.get("name"), str) or not given["name"].strip():
        wrong.append(f"[{concept_id}] has no name.")
    said = given.get("sentences")
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        return [*wrong, f"[{concept_id}] sentences is not a list of sentences in quotes."]
    if not FEWEST <= len(said) <= MOST:
        wrong.append(f"[{concept_id}] has {len(said)} sentences: {FEWEST} to {MOST} are needed.")
    for number, one in enumerate(said, start=1):
        words = tokens(one)
        if not FEWEST_WORDS <= len(words) <= MOST_WORDS:
            wrong.append(
                f"[{concept_id}] sentence {number} has {len(words)} words: {FEWEST_WORDS} to {MOST_WORDS} are needed."
            )
        elif not FIRST_PERSON & set(words):
            wrong.append(f"[{concept_id}] sentence {number} is not in the first person: say I, my, we or our.")
    return wrong
