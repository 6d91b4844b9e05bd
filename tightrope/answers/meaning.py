"""How like told harm the waiting accounts are: read a few at each look, so that a page never waits for all of them."""

import hashlib
from collections.abc import Mapping

from tightrope.evidence import harm_model
from tightrope.voices.triage import ENGLISH, Likeness

AT_ONCE = 16  # accounts read at one look: a quarter of a second on two cores
MOST_KEPT = 10_000  # three numbers each

# By account and by a hash of its words, so that words that change are read anew. Numbers alone: no words are kept.
_read: dict[tuple[str, str], Likeness] = {}


def likeness(texts: Mapping[str, tuple[str, str]]) -> tuple[dict[str, Likeness], int]:
    """Of accounts (text and language by id): the likeness by id as far as they are read, and how many are not yet.

    Nothing where the sentence model is not installed.
    """
    if harm_model.why_off():
        return {}, 0
    keys = {
        (story_id, hashlib.sha256(text.encode()).hexdigest()): text
        for story_id, (text, language) in texts.items()
        if language == ENGLISH
    }
    if len(_read) > MOST_KEPT:
        _read.clear()
    unread = [key for key in keys if key not in _read]
    for key in unread[:AT_ONCE]:
        _read[key] = harm_model.likeness(keys[key])
    return {key[0]: _read[key] for key in keys if key in _read}, len(unread[AT_ONCE:])


def read_so_far() -> int:
    """Changes whenever more has been read."""
    return len(_read)
