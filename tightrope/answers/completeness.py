"""How complete the loaded data are, and which loaded rows look doubtful: counted at build, before any verdict."""

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tightrope import database, paths
from tightrope.records.house import House
from tightrope.tables import of_store

MOST_DOUBTFUL = 2_000  # rows shown and offered for download at once; the counts above them are always whole


@dataclass(frozen=True)
class Completeness:
    """Shares of columns filled (the emptiest first), of references that hold, and months without any row."""

    fields: list[dict[str, Any]]
    joins: list[dict[str, Any]]
    months: list[dict[str, Any]]

    @property
    def empty_and_asked(self) -> int:
        """Columns that a page's question reads and that are empty in every row."""
        return sum(row["asked"] and not row["filled"] for row in self.fields)


def completeness(house: House) -> Completeness:
    """How complete the tables are that a file brought; `asked` marks columns that a page's question reads."""
    fields = house.stores.rows("data/fields_filled")
    asked = asked_columns()
    for row in fields:
        row["asked"] = (row["table_name"], row["column_name"]) in asked
    return Completeness(fields, house.stores.rows("data/references_joined"), house.stores.rows("data/months_missing"))


@cache
def asked_columns() -> frozenset[tuple[str, str]]:
    """(table, column) for each column whose name stands in a question that reads its table."""
    known = {table.name: [one.name for one in table.stored] for table in of_store("warehouse", "imported")}
    found = set()
    for path in paths.QUERIES.rglob("*.sql"):
        name = path.relative_to(paths.QUERIES).with_suffix("").as_posix()
        text = re.sub(r"--.*", "", database.sql(name))
        words = set(re.findall(r"\w+", text))
        for table in set(re.findall(r"\b(?:FROM|JOIN)\s+(?:warehouse\.)?(\w+)", text)) & known.keys():
            found |= {(table, column) for column in known[table] if column in words}
    return frozenset(found)


def doubtful(house: House) -> list[dict[str, Any]]:
    """Rules that loaded rows break, each with how many rows (`rows`) and how many of them are listed (`listed`)."""
    facts = {row["name"]: row["value"] for row in house.stores.rows("data/facts")}
    counts = json.loads(facts.get("doubts") or "{}")
    found = house.stores.rows("data/warnings")
    for row in found:
        row["rows"] = max(counts.get(row["rule"], 0), row["listed"])
    return sorted(found, key=lambda row: (-row["rows"], row["table_name"], row["rule"]))


def doubtful_rows(house: House) -> list[dict[str, Any]]:
    """The doubtful rows themselves, at most MOST_DOUBTFUL of them."""
    return house.stores.rows("data/warning_rows", most=MOST_DOUBTFUL)
