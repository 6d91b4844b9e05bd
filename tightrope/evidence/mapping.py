"""Which of a council's own columns and words mean which of ours: mapping.toml, read, written and checked.

A person reads and edits the file; a build reads it and refuses what nobody has agreed.
"""

import os
import tomllib
from collections.abc import Mapping as Pairs
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import tomlkit

from tightrope import tables
from tightrope.errors import Refusal
from tightrope.evidence import convert
from tightrope.evidence.mapped import FileMapping, Mapping, fits, not_allowed, table_of

__all__ = ["FileMapping", "Mapping", "load", "problems", "save"]

TOP = """\
What the council's own files hold: one part for each file.
Left of the = stands the column or word as it is in the file, right of it what it means here.
docs/dictionary.md lists every table and column. A file is loaded only once its part says: agreed = true
A * in a file's name stands for anything, so that one part serves every month's file."""

NOTES = {  # written once, beside the line they are about
    "header_row": "the row that names the columns; the first is 1",
    "agreed": "set to true once a person has looked through this part",
    "dates": "how dates are written: " + ", ".join(convert.FORMATS),
    "ignore": "columns that are left out",
    "per_cent": "columns whose numbers are per cent, with the sign or without",
    "may_be_used_for": "consent for accounts that state none: 0 handlers only, 1 counted, 2 retold to officers, "
    "3 words to officers, 4 words in public",
}
HEADS = {
    "columns": "their column = ours",
    "dates_of": "columns that write dates in another way than the rest",
    "words": 'their word = ours; "" means that nothing is given',
    "always": "our column = the value that every row gets",
    "together": "our column = their column with the day, and theirs with the time of day",
}


def load(path: Path) -> Mapping:
    """Read mapping.toml. Raises Refusal, with every fault of form at once, when it is not what it should be."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Refusal(f"{path.name} cannot be read: {error.strerror}.") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refusal(f"{path.name} is not well-formed TOML: {error}. Mend that place and try again.") from None
    faults = [f'There is no part {one}; only [file."name"] is known.' for one in raw if one != "file"]
    parts = raw.get("file", {})
    if not isinstance(parts, dict) or not all(isinstance(one, dict) for one in parts.values()):
        faults.append('Each file needs a part of its own: [file."its name"].')
        parts = {}
    found = {name: _part(name, part, faults) for name, part in parts.items()}
    if faults:
        raise Refusal(f"{path.name}: " + " ".join(faults), faults)
    return Mapping(found)


def save(mapping: Mapping, path: Path) -> None:
    """Write mapping.toml, with notes for whoever edits it; what a person noted in a file that is there stays.

    Raises Refusal, and writes nothing, where the file that is there cannot be read.
    """
    before = ""
    if path.is_file():
        load(path)  # what cannot be read is not written over
        before = path.read_text(encoding="utf-8-sig")
    beside = path.with_name(path.name + ".new")
    beside.write_text(_written(mapping, before), encoding="utf-8")
    if load(beside) != mapping:  # an unusual hand-written form: better the notes are lost than the meaning
        beside.write_text(_written(mapping, ""), encoding="utf-8")
    os.replace(beside, path)


def problems(mapping: Mapping, heads: Pairs[str, Sequence[str]]) -> list[str]:
    """Every fault of a mapping against the column names that each file has (`heads`); empty when it may be used."""
    found = []
    for name in mapping.files:
        if not any(fits(name, one) for one in heads):
            found.append(f"{name}: there is no such file. Add the file, or take its part out of the mapping.")
    for name, head in heads.items():
        part = mapping.of(name)
        faults = ["nobody has said yet what it holds."] if part is None else _faults(part, list(head))
        found += [f"{name}: {one}" for one in faults]
    return found


def _faults(part: FileMapping, head: list[str]) -> list[str]:
    try:
        table = table_of(part.table)
    except Refusal as refusal:
        return [str(refusal)]
    found = [] if part.agreed else ["nobody has agreed to it yet. Look through it, then set agreed = true."]
    return found + _column_faults(part, head, table) + _value_faults(part, table)


def _column_faults(part: FileMapping, head: list[str], table: tables.Table) -> list[str]:
    twice = sorted({one for one in head if head.count(one) > 1})
    found = [f"it has two columns named {one}. Rename one of them." for one in twice]
    pairs = [one for two in part.together.values() for one in two]
    named = dict.fromkeys([*part.columns, *pairs])
    for one in dict.fromkeys([*named, *part.dates_of, *part.per_cent]):
        if one not in head:
            found.append(f"it has no column {one}. Look for a new spelling, or take it out of the mapping.")
        elif one not in named:
            found.append(f"something is said of {one}, which is matched with no column of ours.")
    for one in head:
        if one in named and one in part.ignore:
            found.append(f"{one} is both used and left out. Decide for one.")
        elif one not in named and one not in part.ignore:
            found.append(f"{one} is neither matched nor left out. Match it, or add it to ignore.")
    targets = [*part.columns.values(), *part.always, *part.together]
    known = {one.name: one for one in table.in_file}
    for ours in dict.fromkeys([*targets, *part.words]):
        if ours not in known:
            found.append(f"{table.name} has no column {ours}; docs/dictionary.md lists them.")
        elif targets.count(ours) > 1:
            found.append(f"{ours} is filled more than once. One column, pair or value can fill it.")
        elif ours not in targets:
            found.append(f"words are given for {ours}, which nothing fills.")
    for one in table.in_file:
        if (one.required or one.name in table.key) and one.name not in part.given():
            found.append(f"no column fills {one.name}, which every row of {table.name} needs ({one.description})")
    for ours in part.together:
        if ours in known and known[ours].type != "datetime":
            found.append(f"a day and a time of day together cannot make {ours}, which is no date with a time.")
    return found


def _value_faults(part: FileMapping, table: tables.Table) -> list[str]:
    found = []
    known = {one.name: one for one in table.in_file}
    for said in dict.fromkeys([part.dates, *part.dates_of.values()]):
        if said and said not in convert.FORMATS:
            found.append(f"{said} is no way of writing dates known here. Use one of: {', '.join(convert.FORMATS)}.")
    days = [*part.columns.items(), *((two[0], ours) for ours, two in part.together.items())]
    for theirs, ours in days:
        dated = ours in known and known[ours].type in ("date", "datetime")
        if dated and not part.dates_of.get(theirs, part.dates):
            found.append(f"how are dates written in {theirs}? Say so under dates.")
    for ours, words in part.words.items():
        plain = [one.strip().lower() for one in words]
        twice = sorted({one for one in plain if plain.count(one) > 1})
        found += [f"the word {one} of {ours} stands there twice (capitals count for nothing)." for one in twice]
        for theirs, value in words.items():
            if ours in known and (why := not_allowed(known[ours], value)):
                found.append(f"{theirs} cannot mean {value!r}: {why}")
    for ours, value in part.always.items():
        if ours in known and (why := not_allowed(known[ours], value)):
            found.append(f"{ours} cannot always be {value!r}: {why}")
    level = part.may_be_used_for
    if table.name == "story" and level is None and "consent_level" not in part.given():
        found.append("for what may accounts be used that state no consent? Answer may_be_used_for with 0 to 4.")
    elif level is not None and (table.name != "story" or not 0 <= level <= 4):
        found.append("may_be_used_for is for accounts (story) alone, and is 0, 1, 2, 3 or 4.")
    return found


def _part(name: str, part: dict[str, Any], faults: list[str]) -> FileMapping:
    """One part as read; what has the wrong form is said in `faults` and left out."""
    kinds = {one.name: one.type for one in fields(FileMapping)}
    right: dict[str, Any] = {}
    for key, value in part.items():
        if key not in kinds:
            faults.append(f"{name}: there is no setting {key}; known are {', '.join(kinds)}.")
        elif (made := _as(kinds[key], value)) is None:
            faults.append(f"{name}: {key} has the wrong form. The notes of a newly written file show the right one.")
        else:
            right[key] = made
    return FileMapping(**right)


def _as(kind: Any, value: Any) -> Any:
    """The value as the setting needs it; None where it cannot be."""
    if kind in (str, bool, int, int | None):
        wanted = bool if kind is bool else str if kind is str else int
        return value if type(value) is wanted else None
    if kind == list[str]:
        return value if isinstance(value, list) and all(isinstance(one, str) for one in value) else None
    if not isinstance(value, dict):
        return None
    inner = {dict[str, str]: _text, dict[str, dict[str, str]]: lambda one: _as(dict[str, str], one)}
    made = {one: inner.get(kind, _two)(said) for one, said in value.items()}
    return None if None in made.values() else made


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):  # a TOML date or time
        return value.isoformat()
    return str(value) if isinstance(value, str | int | float) else None


def _two(value: Any) -> list[str] | None:
    return value if _as(list[str], value) is not None and len(value) == 2 else None


def _written(mapping: Mapping, before: str) -> str:
    document = tomlkit.parse(before)
    if not before:
        for line in TOP.splitlines():
            document.add(tomlkit.comment(line))
    if "file" not in document:
        document["file"] = tomlkit.table(is_super_table=True)
    parts: Any = document["file"]
    for name in [one for one in parts if one not in mapping.files]:
        del parts[name]
    for name, part in mapping.files.items():
        if name not in parts:
            parts[name] = tomlkit.table()
        _put(parts[name], part)
    return tomlkit.dumps(document)


def _put(into: Any, part: FileMapping) -> None:
    """Bring one part of the document up to date, touching only what differs."""
    for one in fields(FileMapping):
        value = getattr(part, one.name)
        if value in ("", None, [], {}) or (one.name == "header_row" and not value):
            into.pop(one.name, None)
        elif isinstance(value, dict):
            _put_pairs(into, one.name, value)
        elif one.name not in into:
            item = tomlkit.item(value)
            if one.name in NOTES:
                item.comment(NOTES[one.name])
            into[one.name] = item
        elif into[one.name] != value:
            into[one.name] = value


def _put_pairs(into: Any, key: str, pairs: dict[str, Any]) -> None:
    if key not in into:
        into[key] = tomlkit.table()
        if key in HEADS:
            into[key].comment(HEADS[key])
    for one in [old for old in into[key] if old not in pairs]:
        del into[key][one]
    for one, value in pairs.items():
        if isinstance(value, dict):
            _put_pairs(into[key], one, value)
        elif one not in into[key] or into[key][one] != value:
            into[key][one] = value
