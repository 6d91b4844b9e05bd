"""Text to plain values: a file from anywhere is read without trusting its size, its depth or its numbers."""

import json
import re
from math import inf, isfinite, nan
from typing import Any

from tightrope.errors import Refusal

MOST_BYTES = 2_000_000
MOST_DEEP = 8  # a scenario needs four levels; what is nested deeper is none
LONGEST_NUMBER = 30  # digits of a whole number: more is no amount of anything
# A text that is never closed runs to the end, so that no text is gone through twice.
BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[{]|[\]}]', re.DOTALL)


def parse(text: str | bytes) -> tuple[dict[str, Any], list[str], list[tuple[str | int, ...]]]:
    """The object that the text holds, names given twice in words, and where a number is no number or infinite.

    Raises Refusal for what cannot be read at all: too large, not UTF-8, nested too deep, not JSON, no object.
    """
    words, twice = _decoded(text), []
    if _depth(words) > MOST_DEEP:
        raise Refusal(f"This file is nested more than {MOST_DEEP} levels deep. That is no scenario.")

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        twice.extend(f"“{name}” is given twice in one place." for name in set(names) if names.count(name) > 1)
        return dict(pairs)

    def whole(digits: str) -> int | float:
        return int(digits) if len(digits) <= LONGEST_NUMBER else inf

    try:
        data = json.loads(words, object_pairs_hook=once, parse_int=whole, parse_constant=lambda _: nan)
        json.dumps(data, ensure_ascii=False).encode()
    except json.JSONDecodeError as wrong:
        raise Refusal(
            f"This file is not JSON: line {wrong.lineno}, character {wrong.colno} could not be read."
        ) from None
    except UnicodeEncodeError:
        raise Refusal("This file holds half a character (a lone surrogate) that cannot be written down.") from None
    if not isinstance(data, dict):
        raise Refusal("A scenario is one JSON object, from { to }. This file holds something else.")
    return data, twice, _endless(data, ())


def _decoded(text: str | bytes) -> str:
    size = len(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        raise Refusal(f"This file has {size / 1e6:.1f} MB. A scenario has at most {MOST_BYTES // 1_000_000} MB.")
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal("This file is not text in UTF-8. Save it as UTF-8 and try again.") from None


def _depth(words: str) -> int:
    """The deepest nesting of brackets outside quotes, found without recursion."""
    deep = most = 0
    for bracket in BRACKETS.finditer(words):
        first = bracket[0][0]
        deep += (first in "[{") - (first in "]}")
        most = max(most, deep)
    return most


def _endless(data: Any, path: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
    if isinstance(data, float):
        return [] if isfinite(data) else [path]
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [found for name, part in parts for found in _endless(part, (*path, name))]
