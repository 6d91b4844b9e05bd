"""Scenario files: read with every error at once, brought up to date from the older form, written canonically."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import asdict, fields
from typing import Any

from tightrope.errors import Refusal
from tightrope.whatif.checking import Known, problems
from tightrope.whatif.distributions import Distribution
from tightrope.whatif.model import Line, Parameter, Rule, Scenario, Split
from tightrope.whatif.parts import sound
from tightrope.whatif.scenario_problems import Path, against_schema, where
from tightrope.whatif.scenario_text import parse

SCHEMA = 2  # the form of docs/scenario.schema.json
MOST_DRAWN = 20_000_000  # futures times numbers and splits: 160 MB
SHOWN = 200  # problems listed; a file with more is told how many
PARTS = ("parameters", "lines", "splits", "rules")
PLAIN = tuple(one.name for one in fields(Scenario) if one.name not in PARTS)


def read(text: str | bytes) -> Scenario:
    """The scenario that a file holds. Raises Refusal; its `problems` list everything that is wrong, with where."""
    return read_with_notes(text)[0]


def read_with_notes(text: str | bytes) -> tuple[Scenario, tuple[str, ...]]:
    """The same, with what was changed to bring an older file up to date."""
    data, twice, endless = parse(text)
    data, notes = migrate(data)
    wrong = {path: [f"{where(path, data)} must be a plain number, not infinite or missing."] for path in endless}
    wrong = against_schema(data) | wrong
    found = [*twice, *(words for told in wrong.values() for words in told)]
    makers = zip(PARTS, (_parameter, _line, _split, _rule), strict=True)
    parts = {name: _built(data, name, make, set(wrong), found) for name, make in makers}
    total = data.get("total") if ("total",) not in wrong else None
    base = data.get("base") if ("base",) not in wrong else None
    known = Known(*(_ids(data, name) for name in ("parameters", "lines", "splits")))
    found += problems(*parts.values(), base=base, total=total, known=known)
    found += _too_many(data)
    if found:
        more = [f"… and {len(found) - SHOWN} more."] if len(found) > SHOWN else []
        things = "One thing is" if len(found) == 1 else f"{len(found)} things are"
        raise Refusal(f"This scenario cannot be used yet. {things} wrong with it.", found[:SHOWN] + more)
    plain = {name: data[name] for name in PLAIN if name in data}
    whole = {name: int(plain[name]) for name in ("seed", "draws", "years_ahead") if name in plain}
    shares = {name: float(plain[name]) for name in ("total", "trend", "optimism") if name in plain}
    return Scenario(**{**plain, **whole, **shares, **{name: tuple(made) for name, made in parts.items()}}), notes


def _too_many(data: dict[str, Any]) -> list[str]:
    """Why so many numbers are not drawn; they would fill the memory of the computer that everybody uses."""
    draws = data.get("draws", Scenario.draws)
    sizes = [len(data[name]) for name in ("parameters", "splits") if isinstance(data.get(name), list)]
    if not isinstance(draws, int) or draws * sum(sizes) <= MOST_DRAWN:
        return []
    return [
        f"{draws:,} futures of {sum(sizes):,} numbers and splits are too many to draw here: at most "
        f"{MOST_DRAWN:,} together. Ask for fewer futures."
    ]


def write(scenario: Scenario) -> str:
    """Canonical JSON: the same scenario gives the same text, and reading it gives the same scenario.

    Raises Refusal for what could not be read again (a title that is too long, an id with a space).
    """
    data = {
        "schema": SCHEMA,
        **{name: _number(getattr(scenario, name)) for name in PLAIN},
        "parameters": [{**_flat(one), "distribution": _spread(one.distribution)} for one in scenario.parameters],
        "lines": [_flat(line) for line in scenario.lines],
        "splits": [{**_flat(split), "amounts": _amounts(scenario, split)} for split in scenario.splits],
        "rules": [_flat(rule) for rule in scenario.rules],
    }
    if wrong := [words for told in against_schema(data).values() for words in told]:
        raise Refusal("This scenario cannot be kept as it is.", wrong)
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def migrate(data: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The data in the form of today, and notes of what was changed. Raises Refusal for a form that is not known.

    Form 1 had no optimism, trend and rules, and each line two numbers, `precision` and `take_up`, whose product is
    today's `catch`: it becomes a parameter of its own, taken as known, its certainty very low.
    """
    form = data.get("schema")
    if form == SCHEMA and not isinstance(form, bool):
        return data, ()
    if form != 1 or isinstance(form, bool):
        told = "does not say its form (“schema”)" if form is None else f"has the form {form!r:.40}"
        raise Refusal(f"This scenario {told}. Forms 1 and {SCHEMA} can be read.")
    data = deepcopy(data)
    data["schema"] = SCHEMA
    notes = ["Brought up to date from form 1: nothing taken off for optimism, no trend, no rules."]
    parameters = data.get("parameters")
    lines = data.get("lines")
    for line in lines if isinstance(lines, list) and isinstance(parameters, list) else ():
        if isinstance(line, dict) and _share(line.get("precision")) and _share(line.get("take_up")):
            notes.append(_caught(line, parameters))
    return data, tuple(notes)


def _caught(line: dict[str, Any], parameters: list[Any]) -> str:
    """Puts one parameter in the place of a line's precision and take-up; returns the note."""
    precision, take_up = line.pop("precision"), line.pop("take_up")
    taken = {one.get("id") for one in parameters if isinstance(one, dict)}
    id = f"{line.get('id')}-catch"
    while id in taken:
        id += "-2"
    name, product = f"take-up in {line.get('name')}", precision * take_up
    told = f"precision {precision:g} times take-up {take_up:g}"
    line["catch"] = id
    parameters.append(
        {
            "id": id,
            "name": name,
            "unit": "share",
            "distribution": {"kind": "fixed", "value": product},
            "source": f"This scenario in form 1: {told}",
            "certainty": "very low",
            "reason": "Form 1 did not say how unsure it was.",
        }
    )
    return f"Line “{line.get('id')}”: {told} became one take-up of {product:g}, taken as known."


def _share(number: Any) -> bool:
    return isinstance(number, int | float) and not isinstance(number, bool) and sound(number) and number <= 1


def _built(
    data: dict[str, Any], name: str, make: Callable[[dict[str, Any]], Any], wrong: set[Path], found: list[str]
) -> list[Any]:
    """The parts of one kind that keep to the schema; what is wrong with them in themselves is added to `found`."""
    parts, broken = data.get(name, []), {path[1] for path in wrong if path[:1] == (name,) and len(path) > 1}
    made = []
    for place, part in enumerate(parts if isinstance(parts, list) else ()):
        if place not in broken:
            try:
                made.append(make(part))
            except Refusal as refusal:
                found += [f"{where((name, place), data)} {words}" for words in refusal.problems or [str(refusal)]]
    return made


def _ids(data: dict[str, Any], name: str) -> list[str]:
    parts = data.get(name)
    ids = [one.get("id") for one in parts if isinstance(one, dict)] if isinstance(parts, list) else []
    return [one for one in ids if isinstance(one, str)]


def _parameter(part: dict[str, Any]) -> Parameter:
    given = dict(part["distribution"])
    kind, low, high = given.pop("kind"), given.pop("low", None), given.pop("high", None)
    return Parameter(**{**part, "distribution": Distribution(kind, given, low, high)})


def _line(part: dict[str, Any]) -> Line:
    return Line(**part)


def _split(part: dict[str, Any]) -> Split:
    return Split(**{**part, "amounts": {line: float(pounds) for line, pounds in part["amounts"].items()}})


def _rule(part: dict[str, Any]) -> Rule:
    return Rule(**{**part, "line_ids": tuple(part["line_ids"])})


def _spread(given: Distribution) -> dict[str, Any]:
    ends = {name: _number(end) for name, end in (("low", given.low), ("high", given.high)) if end is not None}
    return {"kind": given.kind, **{name: _number(number) for name, number in given.values}, **ends}


def _amounts(scenario: Scenario, split: Split) -> dict[str, Any]:
    return {line.id: _number(split.amounts[line.id]) for line in scenario.lines if line.id in split.amounts}


def _flat(part: Parameter | Line | Split | Rule) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else _number(value) for name, value in asdict(part).items()}


def _number(value: Any) -> Any:
    """A whole number without its point, as a person would write it; anything else as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
