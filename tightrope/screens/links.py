"""URL state, read and written here alone.

Every value is written, defaults too, with the data date and the version of this scheme, so that a link says the
same when a default changes. What a link brings is matched against the values that exist; what does not fit falls
back with a note for the reader. Nothing from a link is evaluated, unpickled or put into SQL text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from tightrope.answers.period import MONTH

VERSION = "1"
LONGEST = 200  # characters of a value; longer ones are no value of ours
VERSION_KEY, DATE_KEY, LOADED_KEY = "v", "at", "d"


@dataclass(frozen=True)
class Choice:
    """A value out of a list."""

    name: str
    words: str  # what it is called in a note, such as "contract"
    allowed: Sequence[str]
    default: str


@dataclass(frozen=True)
class Month:
    """A month YYYY-MM between two others."""

    name: str
    words: str
    first: str
    last: str
    default: str


@dataclass(frozen=True)
class Text:
    """Words somebody typed to search by: kept short, used as a parameter only."""

    name: str
    words: str
    default: str = ""
    longest: int = LONGEST


Part = Choice | Month | Text


@dataclass(frozen=True)
class Read:
    """What a link asked for after checking, and what had to fall back, in words."""

    values: dict[str, str]
    notes: tuple[str, ...]


def read(query: Mapping[str, str], parts: Sequence[Part], data_date: date | None = None, loaded: str = "") -> Read:
    """Check a query string against the parts a page knows. Never raises. `loaded`: a mark of the data served now.

    >>> read({"contract": "nowhere"}, [Choice("contract", "contract", ["HC-01"], "HC-01")]).values
    {'contract': 'HC-01'}
    """
    values, notes = {}, []
    version = query.get(VERSION_KEY)
    if version is not None and version != VERSION:
        notes.append("This link was made by another version of Tightrope. What could be read of it is shown.")
    for part in parts:
        given = query.get(part.name)
        if given is None or given == part.default:
            values[part.name] = part.default
        elif _fits(part, given):
            values[part.name] = given
        else:
            values[part.name] = part.default
            notes.append(f"The link names a {part.words} that is not here. {_instead(part)}")
    seen = query.get(DATE_KEY)
    if data_date and seen and seen != data_date.isoformat():
        notes.append(f"This link was made with the data of {_day(seen)}; these are the data of {_day_of(data_date)}.")
    elif loaded and query.get(LOADED_KEY, loaded) != loaded:
        notes.append("Other data have been loaded since this link was made: figures may have changed since.")
    return Read(values, tuple(notes))


def write(values: Mapping[str, str], data_date: date | None = None, loaded: str = "") -> dict[str, str]:
    """Everything a link must hold: each value, the version of the scheme, the date of the data and their mark."""
    made = {name: str(value) for name, value in values.items()}
    made[VERSION_KEY] = VERSION
    if data_date:
        made[DATE_KEY] = data_date.isoformat()
    if loaded:
        made[LOADED_KEY] = loaded
    return made


def address(path: str, values: Mapping[str, str], data_date: date | None = None) -> str:
    """A page's path with everything that reopens what is on screen."""
    return f"{path}?{urlencode(write(values, data_date))}"


def _fits(part: Part, given: str) -> bool:
    if len(given) > (part.longest if isinstance(part, Text) else LONGEST):
        return False
    if isinstance(part, Choice):
        return given in part.allowed
    if isinstance(part, Month):
        return bool(MONTH.match(given)) and part.first <= given <= part.last
    return given.isprintable()


def _instead(part: Part) -> str:
    if isinstance(part, Text):
        return "It was left out."
    return f"You see {part.default or 'everything'} instead."


def _day(text: str) -> str:
    try:
        return _day_of(date.fromisoformat(text))
    except ValueError:
        return "another day"


def _day_of(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
