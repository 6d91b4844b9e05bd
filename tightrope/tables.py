"""The contract of every table, read from data/tables/datapackage.json (Frictionless Table Schema)."""

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tightrope import paths

STORAGE = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "yearmonth": "DATE",  # kept as the first day of the month
}


@dataclass(frozen=True)
class Field:
    """One column: its type in the contract, its type in the store, its limits."""

    name: str
    type: str
    storage: str
    description: str
    unit: str = ""
    required: bool = False
    enum: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str = ""
    not_before: str = ""  # name of a date column of the same row that must not be later
    pseudonym: bool = False
    sealed: bool = False  # encrypted in a table of its own, never a column of the store
    only_in: str = ""  # "store": given by the app; "file": used at intake only


@dataclass(frozen=True)
class Reference:
    """A column that must name a row of another table (or of the same one)."""

    column: str
    table: str
    target: str


@dataclass(frozen=True)
class Table:
    """One table: what a row is, where it lives, its columns and keys."""

    name: str
    grain: str
    store: str  # warehouse or records
    origin: str  # imported, built or app
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = field(default=())

    def column(self, name: str) -> Field:
        """The field of that name. Raises KeyError when there is none."""
        for one in self.fields:
            if one.name == name:
                return one
        raise KeyError(f"{self.name}.{name}")

    @property
    def stored(self) -> tuple[Field, ...]:
        """Fields that are columns in the store."""
        return tuple(f for f in self.fields if not f.sealed and f.only_in != "file")

    @property
    def in_file(self) -> tuple[Field, ...]:
        """Fields that a file for this table may have."""
        return tuple(f for f in self.fields if f.only_in != "store")

    def ddl(self, schema: str, *, keyed: bool = True) -> str:
        """CREATE TABLE with types and NOT NULL, and with the primary key if `keyed`; `schema` is the attached name."""
        lines = [f"{f.name} {f.storage}{' NOT NULL' if f.required else ''}" for f in self.stored]
        if keyed:
            lines.append(f"PRIMARY KEY ({', '.join(self.key)})")
        return f"CREATE TABLE IF NOT EXISTS {schema}.{self.name} (\n  " + ",\n  ".join(lines) + "\n)"


@cache
def load(path: Path = paths.TABLES) -> dict[str, Table]:
    """Every table by name, in the order of the file (parents before children)."""
    package = json.loads(path.read_text(encoding="utf-8"))
    return {resource["name"]: _table(resource) for resource in package["resources"]}


def of_store(store: str, *origins: str) -> list[Table]:
    """Tables of one store, of some origins (all when none is named), in the order of the file."""
    return [t for t in load().values() if t.store == store and (not origins or t.origin in origins)]


def _table(resource: dict[str, Any]) -> Table:
    schema = resource["schema"]
    references = tuple(
        Reference(
            column=key["fields"][0],
            table=key["reference"]["resource"] or resource["name"],
            target=key["reference"]["fields"][0],
        )
        for key in schema.get("foreignKeys", [])
    )
    return Table(
        name=resource["name"],
        grain=resource["description"],
        store=resource["store"],
        origin=resource["origin"],
        fields=tuple(_field(one) for one in schema["fields"]),
        key=tuple(schema["primaryKey"]),
        references=references,
    )


def _field(one: dict[str, Any]) -> Field:
    limits = one.get("constraints", {})
    return Field(
        name=one["name"],
        type=one["type"],
        storage=one.get("storage") or STORAGE[one["type"]],
        description=one["description"],
        unit=one.get("unit", ""),
        required=limits.get("required", False),
        enum=tuple(limits.get("enum", ())),
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
        pattern=limits.get("pattern", ""),
        not_before=one.get("not_before", ""),
        pseudonym=one.get("pseudonym", False),
        sealed=one.get("sealed", False),
        only_in=one.get("only_in", ""),
    )
