"""Redaction as this council needs it: its services, providers, places and parts of the city are nobody's names."""

from pathlib import Path

from tightrope import settings
from tightrope.database import Stores
from tightrope.voices import redaction, word_lists
from tightrope.voices.word_lists import Allow

KEPT = 4  # lists held: of the warehouse served and of those that it took the place of

_made: dict[tuple[Path | None, str], Allow] = {}


def allow(stores: Stores) -> Allow:
    """What may stay: data/words/allow.txt, the council's name and the names in the warehouse that is served.

    Read once a warehouse; without one, only what is the same everywhere and the council's name.
    """
    served, council = stores.warehouse, settings.settings().council.name
    if (served, council) not in _made:
        own = [] if served is None else [row["words"] for row in stores.rows("words/local") if row["words"]]
        for old in [*_made][: max(0, len(_made) - KEPT + 1)]:
            _made.pop(old, None)
        _made[served, council] = made = word_lists.allow([council, *own])
        return made
    return _made[served, council]


def redact(stores: Stores, text: str) -> str:
    """The text with each identifier replaced by a word in brackets that says what stood there."""
    return redaction.redact(text, allow(stores))
