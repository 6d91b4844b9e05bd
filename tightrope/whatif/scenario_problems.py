"""What is wrong with a scenario file by its published schema (docs/scenario.schema.json), in words that say where."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from tightrope.paths import ROOT

Path = tuple[str | int, ...]
ONE_OF = {"parameters": "Parameter", "lines": "Line", "splits": "Split", "rules": "Rule"}
TYPES = {
    "object": "a group of named values { }",
    "array": "a list [ ]",
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "null",
}


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads((ROOT / "docs" / "scenario.schema.json").read_text(encoding="utf-8")))


def against_schema(data: dict[str, Any]) -> dict[Path, list[str]]:
    """Sentences by the path of what they are about; empty where the data keeps to the schema."""
    found: dict[Path, list[str]] = {}
    for error in _validator().iter_errors(data):
        path = tuple(error.absolute_path)
        for words in _sentences(error):
            said = f"{where(path, data)} {words}"
            if said not in found.setdefault(path, []):
                found[path].append(said)
    return found


def where(path: Path, data: dict[str, Any]) -> str:
    """ "Line 2 (respite), catch:" for what stands there."""
    if not path:
        return "The scenario:"
    if path[0] not in ONE_OF or len(path) < 2 or not isinstance(path[1], int):
        return f"{', '.join(str(one) for one in path)}:"
    item = data[path[0]][path[1]]
    name = (item.get("id") or item.get("name")) if isinstance(item, dict) else None
    told = f"{ONE_OF[path[0]]} {path[1] + 1}" + (f" ({name})" if isinstance(name, str) else "")
    return ", ".join([told, *(str(one + 1) if isinstance(one, int) else one for one in path[2:])]) + ":"


def _sentences(error: ValidationError) -> Iterator[str]:
    asked, given = error.validator_value, error.instance
    match error.validator:
        case "required":
            yield from (f"“{name}” is missing." for name in asked if name not in given)
        case "additionalProperties":
            yield from (f"“{name}” is not known here." for name in given if name not in error.schema["properties"])
        case "type":
            kinds = [asked] if isinstance(asked, str) else asked
            yield f"must be {' or '.join(TYPES[one] for one in kinds)}, not {_kind(given)}."
        case "enum":
            yield f"must be one of {', '.join(asked)}."
        case "const":
            yield f"must be {asked}."
        case "minimum":
            yield f"must be {asked:,} or more, not {given:,}."
        case "maximum":
            yield f"must be {asked:,} or less, not {given:,}."
        case "maxLength":
            yield f"is longer than {asked:,} characters."
        case "minItems":
            yield f"needs at least {asked}."
        case "maxItems" | "maxProperties":
            yield f"has more than {asked:,}."
        case "pattern" if asked == r"\S":
            yield "must not be empty."
        case "pattern":
            yield "must be an id: letters, digits and _ . : - only, at most 80, a letter or a digit first."
        case _:
            yield "is not as the schema asks."


def _kind(given: Any) -> str:
    for kinds, name in (((bool,), "boolean"), ((int, float), "number"), ((str,), "string"), ((list,), "array")):
        if isinstance(given, kinds):
            return TYPES[name]
    return "nothing" if given is None else TYPES["object"]
