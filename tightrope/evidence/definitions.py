"""Definitions kept as TOML files, one a file, named by their id: read with every fault of every file collected."""

import json
import math
import re
import tomllib
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from tightrope.errors import Refusal

ID = re.compile(r"[a-z][a-z0-9_]*")
MISSING = object()
FEW = 12  # so many known names can be listed in a message
Made = TypeVar("Made")


class Definition:
    """One file as read: hands out fields of the type asked for and notes what is wrong with them.

    A field that is missing or wrong comes back as an empty value of its type, so that reading goes on to the
    next one. Whoever reads must look at `problems` before using what was made.
    """

    def __init__(self, file: str, table: dict[str, Any], section: str = "", problems: list[str] | None = None):
        self.file = file
        self.id = file.removesuffix(".toml")
        self.problems: list[str] = [] if problems is None else problems
        self._table = table
        self._section = section
        self._asked: set[str] = set()

    def wrong(self, field: str, words: str) -> None:
        """Note a fault: `words` say what is wrong and how to mend it."""
        self.problems.append(f"{self.file}, {self._section}{field}: {words}")

    def has(self, field: str) -> bool:
        """Whether the file gives the field at all."""
        return field in self._table

    def words(self, field: str, *, may_be_empty: bool = False, longest: int = 0) -> str:
        """Text without blanks around it; `longest` > 0 limits its characters."""
        none = ', or "" for none' if may_be_empty else ""
        value = self._take(field, f'It is missing. Add words in "quotation marks"{none}.')
        if value is MISSING:
            return ""
        if not isinstance(value, str):
            self.wrong(field, f'{_shown(value)} is not words. Put words in "quotation marks".')
            return ""
        value = value.strip()
        if not value and not may_be_empty:
            self.wrong(field, "It is empty. Write the words.")
        if longest and len(value) > longest:
            self.wrong(field, f"It has {len(value)} characters; at most {longest} fit on screen. Shorten it.")
        return value

    def choice(self, field: str, allowed: Collection[str]) -> str:
        """One of a few words."""
        one_of = "one of: " + ", ".join(allowed)
        value = self._take(field, f"It is missing. Write {one_of}.")
        if value is MISSING:
            return ""
        if not isinstance(value, str) or value not in allowed:
            self.wrong(field, f"{_shown(value)} is not known. Write {one_of}.")
            return ""
        return value

    def number(self, field: str) -> float | None:
        """A finite number, or None with a fault noted."""
        value = self._take(field, "It is missing. Write a number.")
        if value is MISSING:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.wrong(field, f"{_shown(value)} is not a number. Write it without quotation marks, signs or units.")
            return None
        return float(value)

    def yes_no(self, field: str) -> bool:
        """True or false."""
        value = self._take(field, "It is missing. Write true or false.")
        if value is MISSING:
            return False
        if not isinstance(value, bool):
            self.wrong(field, f"{_shown(value)} is neither true nor false. Write one of them, without quotation marks.")
            return False
        return value

    def day(self, field: str) -> date:
        """A date; date.min with a fault noted."""
        how = "Write it as year-month-day without quotation marks, such as 2027-03-31."
        value = self._take(field, f"It is missing. {how}")
        if type(value) is date:  # a date with a time is a date too, for isinstance
            return value
        if value is not MISSING:
            self.wrong(field, f"{_shown(value)} is not a date. {how}")
        return date.min

    def several(self, field: str, known: Collection[Any] | None = None, *, what: str, fewest: int = 0) -> tuple:
        """A list without doubles; `known` holds all that may stand in it, `what` is the word for one of them."""
        none = "" if fewest else ", or [] for none"
        value = self._take(field, f"It is missing. Write a list in [square brackets]{none}.")
        if value is MISSING:
            return ()
        kind = int if known and all(isinstance(one, int) for one in known) else str
        if not isinstance(value, list) or any(type(one) is not kind for one in value):
            items = "whole numbers" if kind is int else 'words in "quotation marks"'
            self.wrong(field, f"{_shown(value)} is not a list of {items}. Write it in [square brackets].")
            return ()
        if len(value) < fewest:
            self.wrong(field, f"It names no {what}. Name at least {fewest}.")
        for one in sorted(set(value)):
            if value.count(one) > 1:
                self.wrong(field, f"{_shown(one)} stands in it {value.count(one)} times. Keep one.")
            if known is not None and one not in known:
                few = 0 < len(known) <= FEW
                mend = "Known: " + ", ".join(map(str, sorted(known))) if few else f"Mend the name or add the {what}"
                self.wrong(field, f"There is no {what} {_shown(one)}. {mend}.")
        return tuple(value)

    def section(self, field: str) -> "Definition":
        """A [section] of the file, read like the file itself; its faults join those of the file."""
        value = self._take(field, f"The section is missing. Add [{field}].")
        if value is not MISSING and not isinstance(value, dict):
            self.wrong(field, f"{_shown(value)} is not a section. Write [{field}] on a line of its own.")
        found = isinstance(value, dict)  # where there is none, saying so once is enough
        part = Definition(self.file, value if found else {}, f"[{field}] ", self.problems if found else [])
        part.id = self.id
        return part

    def no_more(self) -> None:
        """Note every key that nobody asked for: most often a slip of the pen in the name of another."""
        for extra in sorted(self._table.keys() - self._asked):
            self.wrong(extra, "It is not a field we know. Mend its name or take it out.")

    def _take(self, field: str, if_missing: str) -> Any:
        self._asked.add(field)
        value = self._table.get(field, MISSING)
        if value is MISSING:
            self.wrong(field, if_missing)
        return value


def ids(folder: Path) -> frozenset[str]:
    """The ids that a folder of definitions holds, by the names of its files; nothing is read."""
    return frozenset(path.stem for path in folder.glob("*.toml"))


def read_folder(folder: Path, what: str, make: Callable[[Definition], Made]) -> dict[str, Made]:
    """Every definition of a folder by id, in the order of the ids; `what` is the word for one ("measure").

    Raises Refusal that lists all faults of all files at once, in `problems` and in its words.
    """
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise Refusal(f"There are no {what} files (*.toml) in {folder}. Check the folder.")
    made: dict[str, Made] = {}
    problems: list[str] = []
    spoilt = set()
    for path in files:
        faults, made[path.stem] = _read(path, make)
        problems += faults
        if faults:
            spoilt.add(path.name)
    for file, fault in _same_names(made):
        problems.append(fault)
        spoilt.add(file)
    if problems:
        found = f"{_count(len(problems), 'problem')} in {_count(len(spoilt), f'{what} file')}"
        raise Refusal(f"Nothing was loaded: {found}.\n" + "\n".join(f"- {one}" for one in problems), problems)
    return made


def _read(path: Path, make: Callable[[Definition], Made]) -> tuple[list[str], Made | None]:
    """The faults of one file and what was made of it (None where it cannot be read at all)."""
    faults = []
    if not ID.fullmatch(path.stem):
        how = "It is the id and may have only small letters, digits and _, a letter first. Rename the file."
        faults.append(f"{path.name}, file name: {how}")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        return [*faults, f"{path.name}, whole file: It cannot be read as TOML: {error}. Mend that line."], None
    except UnicodeDecodeError:
        return [*faults, f"{path.name}, whole file: It is not UTF-8 text. Save it again as UTF-8."], None
    definition = Definition(path.name, table)
    one = make(definition)
    definition.no_more()
    return faults + definition.problems, one


def _same_names(made: dict[str, Any]) -> list[tuple[str, str]]:
    """Two definitions of one name cannot be told apart on screen: the second file is at fault."""
    first: dict[str, str] = {}
    found = []
    for id_, one in made.items():
        name = one.name.casefold() if one else ""
        if name in first:
            words = f'"{one.name}" is the name of {first[name]}.toml too. Give one of them another name.'
            found.append((f"{id_}.toml", f"{id_}.toml, name: {words}"))
        elif name:
            first[name] = id_
    return found


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _shown(value: Any) -> str:
    """A value as it could stand in the file, cut short."""
    plain = isinstance(value, str | bool | list | dict)
    text = json.dumps(value, ensure_ascii=False, default=str) if plain else str(value)
    return text if len(text) <= 60 else text[:57] + "..."
