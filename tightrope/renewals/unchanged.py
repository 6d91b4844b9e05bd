"""Was a contract renewed as it was? The share of words that two specifications have in common, in order."""

import re
from difflib import SequenceMatcher


def likeness(before: str, after: str) -> float:
    """0 to 1: Ratcliff-Obershelp similarity over words (difflib), headings and case aside.

    >>> likeness("Visits of thirty minutes", "visits of fifteen minutes")
    0.75
    """
    return SequenceMatcher(None, _words(before), _words(after), autojunk=False).ratio()


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9£%.']+", text.lower())
