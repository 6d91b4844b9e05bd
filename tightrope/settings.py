"""The council's settings, read once from data/settings.toml; a missing or impossible value is refused at start."""

import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tightrope import clock, paths
from tightrope.errors import Refusal
from tightrope.setting_sections import Settings

_own = ""  # what the council whose data are served set differently, as TOML
_read_here: ContextVar[str | None] = ContextVar("own settings of the data that are read here", default=None)


def settings() -> Settings:
    """The settings in force: TIGHTROPE_SETTINGS names another file than data/settings.toml.

    What a council brought with its data stands over those of the file.
    """
    return load(Path(os.environ.get("TIGHTROPE_SETTINGS") or paths.SETTINGS), own())


def use(own: str) -> None:
    """Put a council's own settings (TOML or nothing) over the file's. Raises Refusal, changing nothing, when faulty."""
    global _own
    load(Path(os.environ.get("TIGHTROPE_SETTINGS") or paths.SETTINGS), own)
    _own = own


def own() -> str:
    """What the council set differently, as given to use(), or to while_reading() where that is under way here."""
    here = _read_here.get()
    return _own if here is None else here


@contextmanager
def while_reading(own: str) -> Iterator[None]:
    """Settings of a council whose files are being read, for this thread alone.

    An app that reads one council's files serves another's pages all the while, and who must sign in depends on it.
    Raises Refusal when they are faulty.
    """
    load(Path(os.environ.get("TIGHTROPE_SETTINGS") or paths.SETTINGS), own)
    before = _read_here.set(own)
    try:
        yield
    finally:
        _read_here.reset(before)


def today() -> date:
    """The one date that every rule uses: given by --as-at, fixed by the council, or the clock's."""
    return clock.today(settings().council.today)


@cache
def load(path: Path, own: str = "") -> Settings:
    """Read one settings file, with a council's own values over it. Raises Refusal that lists every fault at once.

    The section [council] is replaced whole, so that a real council never keeps the fictional one's name or day.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for name, values in tomllib.loads(own).items():
            data[name] = values if name == "council" else {**data.get(name, {}), **values}
    except FileNotFoundError:
        raise Refusal(f"The settings file {path} is missing.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(f"The settings file {path.name} cannot be read: {error}") from error
    problems: list[str] = []
    made = {part.name: _section(part.name, part.type, data.get(part.name, {}), problems) for part in fields(Settings)}
    problems += [f"[{name}] is not a section we know." for name in data.keys() - made.keys()]
    if problems:
        raise Refusal(f"{path.name}: {len(problems)} things to mend: " + " ".join(problems), problems)
    return Settings(**made)


def _section(name: str, kind: Any, found: dict[str, Any], problems: list[str]) -> Any:
    values = {}
    for one in fields(kind):
        where = f"[{name}] {one.name}"
        if one.name not in found:
            if one.default is None:
                values[one.name] = None
            else:
                problems.append(f"{where} is missing.")
            continue
        value = found[one.name]
        fault = _fault(one.type, value)
        if fault:
            problems.append(f"{where} {fault}, not {value!r}.")
        values[one.name] = tuple(value) if isinstance(value, list) else value
    problems += [
        f"[{name}] {extra} is not a setting we know." for extra in found.keys() - {f.name for f in fields(kind)}
    ]
    return kind(**values) if len(values) == len(fields(kind)) else None


def _fault(kind: Any, value: Any) -> str:
    if kind is bool:
        return "" if isinstance(value, bool) else "must be true or false"
    if kind in (str, str | None):
        return "" if isinstance(value, str) and value else "must be words"
    if kind is int:
        return "" if type(value) is int and value >= 0 else "must be a whole number, 0 or more"
    if kind is float:
        return "" if type(value) in (int, float) and value >= 0 else "must be a number, 0 or more"
    if kind == tuple[float, ...]:
        numbers = isinstance(value, list) and all(type(one) in (int, float) for one in value)
        falls = numbers and value == sorted(value, reverse=True)
        return "" if falls else "must be a list of numbers that fall"
    return "" if isinstance(value, date) else "must be a date"
