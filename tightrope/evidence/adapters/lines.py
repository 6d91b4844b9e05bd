"""Service lines for published files: which one a CPV code, a title or a purpose points to (data/mapping)."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from typing import Any

import pandas as pd

from tightrope import paths

MAPPING = paths.ROOT / "data" / "mapping"
OTHER = "other_care"
COLUMNS = ("service_name", "unit", "outcome_words", "demand", "under_contract")


def rows(wanted: Iterable[str]) -> pd.DataFrame:
    """Rows for table service: one for each of the lines named, in the order of the mapping; columns of the contract."""
    asked = set(wanted)
    found = [
        {"service_id": one, "service_name": line["name"], **{name: line[name] for name in COLUMNS[1:]}}
        for one, line in _lines().items()
        if one in asked
    ]
    return pd.DataFrame(found, columns=["service_id", *COLUMNS])


def of_contract(cpv: str, words: str) -> str:
    """The line of a contract: what its words say of children first, then its CPV code, then its words, else other_care.

    `cpv` is the main code, `words` its title; both may be empty.
    """
    by_words = of_words(words)
    if by_words == OTHER:
        return OTHER
    return _of_cpv(cpv) or by_words or OTHER


def of_words(words: str) -> str:
    """The first line of the mapping one of whose words stands in the text; empty where none does."""
    plain = " ".join(re.findall(r"[a-z0-9]+", words.casefold().replace("'", "").replace("\u2019", "")))
    return next((one for one, line in _lines().items() if any(f" {w} " in f" {plain} " for w in line["words"])), "")


def of_purposes(purposes: pd.Series, units: pd.Series) -> pd.Series:
    """The line of each payment by its purpose, None where the mapping has none or the unit is one of children's.

    Both series hold text and have the same index, which comes back.
    """
    told = _purposes()
    starts = sorted(told["purpose"], key=lambda one: -len(one["starts"]))

    def line(purpose: str) -> str | None:
        plain = purpose.upper()
        return next((one["service"] for one in starts if plain.startswith(one["starts"])), None)

    def kept(unit: str) -> bool:
        return not any(word in unit.casefold() for word in told["not_in_units"])

    found = purposes.map({one: line(one) for one in purposes.unique()}).astype(object)
    return found.where(found.notna() & units.map({one: kept(one) for one in units.unique()}).astype(bool), None)


def _of_cpv(code: str) -> str:
    figures = code.split("-")[0].strip()
    fits = [
        (len(one.rstrip("0")), name)
        for name, line in _lines().items()
        for one in line["cpv"]
        if figures.startswith(one.rstrip("0"))
    ]
    return max(fits)[1] if fits else ""


@cache
def _lines() -> dict[str, dict[str, Any]]:
    return tomllib.loads((MAPPING / "service_lines.toml").read_text(encoding="utf-8"))


@cache
def _purposes() -> dict[str, Any]:
    return tomllib.loads((MAPPING / "spend_purposes.toml").read_text(encoding="utf-8"))
