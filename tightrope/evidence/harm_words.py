"""The lists of direct wording of harm, data/words/harm.toml, as the council keeps them."""

import re
import tomllib
from functools import cache
from pathlib import Path

from tightrope import paths
from tightrope.errors import Refusal
from tightrope.voices.triage import SORT_WORDS, compiled

FILE = paths.ROOT / "data" / "words" / "harm.toml"


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """One pattern for each sort. Raises Refusal where the file cannot be read."""
    return compiled(read(FILE))


def read(path: Path) -> dict[str, list[str]]:
    """Phrases by sort. Raises Refusal, naming what is wrong, for a sort that is not known or has no phrases."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(f"{path.name} cannot be read: {error}") from error
    wrong = [f"[{sort}] is not a sort we know." for sort in found if sort not in SORT_WORDS]
    wrong += [f"[{sort}] has no phrases." for sort, values in found.items() if not values.get("phrases")]
    if wrong:
        raise Refusal(f"{path.name}: {len(wrong)} things to mend.", wrong)
    return {sort: values["phrases"] for sort, values in found.items()}
