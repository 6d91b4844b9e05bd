"""Whether a text repeats somebody's words: the same six words in a row, whatever stands between them."""

import re
from collections.abc import Iterable

WORD = re.compile(r"[^\W_]+")
RUN = 6  # words in a row: five ("nobody comes at the weekend") are said alike by people who never met


def echoes(text: str, others: Iterable[str], run: int = RUN) -> list[str]:
    """The runs of words that `text` has in common with any of the others, each once, as they stand in small letters.

    >>> echoes("People say she had her coat on before", ["She had her coat on before the kettle boiled."])
    ['she had her coat on before']
    """
    mine = _runs(text, run)
    if not mine:
        return []
    theirs = {one for other in others for one in _runs(other, run)}
    return [one for one in dict.fromkeys(mine) if one in theirs]


def _runs(text: str, run: int) -> list[str]:
    words = WORD.findall(text.casefold().replace("'", "").replace("\u2019", ""))
    return [" ".join(words[at : at + run]) for at in range(len(words) - run + 1)]
