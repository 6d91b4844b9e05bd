"""Do the rows of a reader fit their tables? Asked of the contract itself, not of the reader."""

import json
from pathlib import Path

import pandas as pd
import pytest

from tightrope import paths, tables

OPEN_DATA = Path(__file__).resolve().parents[3].parent / "shared" / "open-data"


def open_data(name: str) -> Path:
    """A real published file, or a skip that says which one is missing."""
    path = OPEN_DATA / name
    if not path.is_file():
        pytest.skip(f"The open data file {name} is missing from ../shared/open-data: nothing tried on real data.")
    return path


def misfits(found) -> list[str]:
    """Every way in which the frames break their contracts: unknown, missing, repeated, outside the limits, dangling."""
    wrong = []
    for name, frame in found.tables.items():
        table = tables.load()[name]
        known = {one.name: one for one in table.in_file}
        wrong += [f"{name}.{one} is unknown" for one in frame.columns if one not in known]
        key = [one for one in table.key if one in known] or ["source", "source_id"]
        if frame.duplicated(key).any():
            wrong.append(f"{name} has a key twice")
        for one in known.values():
            empty = one.name not in frame or frame[one.name].isna().any() or (frame[one.name] == "").any()
            if one.required and empty:
                wrong.append(f"{name}.{one.name} is needed and empty")
            if one.name in frame:
                wrong += _limits(f"{name}.{one.name}", one, frame[one.name].dropna())
        for reference in table_references(name):
            column, other, target = reference
            if column in frame and other in found.tables:
                lost = set(frame[column].dropna()) - set(found.tables[other][target])
                wrong += [f"{name}.{column}: {one} is no {other}" for one in sorted(lost)]
    return wrong


def table_references(name: str) -> list[tuple[str, str, str]]:
    """(column, table, its column) of every reference of a table."""
    package = json.loads(paths.TABLES.read_text(encoding="utf-8"))
    schema = next(one["schema"] for one in package["resources"] if one["name"] == name)
    return [
        (one["fields"][0], one["reference"]["resource"], one["reference"]["fields"][0])
        for one in schema.get("foreignKeys", [])
    ]


def _limits(where: str, field, values: pd.Series) -> list[str]:
    wrong = []
    if field.enum and not set(values) <= set(field.enum):
        wrong.append(f"{where} has {set(values) - set(field.enum)}")
    if field.minimum is not None and (values < field.minimum).any():
        wrong.append(f"{where} is below {field.minimum}")
    if field.maximum is not None and (values > field.maximum).any():
        wrong.append(f"{where} is above {field.maximum}")
    return wrong
