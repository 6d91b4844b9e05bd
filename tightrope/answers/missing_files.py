"""What is missing of the evidence, and which file would bring it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tightrope.evidence.gaps import COLUMNS, STRANDS
from tightrope.records.house import House

WEIGH = ("contract.csv", "measure_return.csv", "story.csv")  # enough to weigh numbers against stories


@dataclass(frozen=True)
class Missing:
    """One strand of evidence that nothing was loaded for, and the files (any of them) that would bring it."""

    words: str
    files: tuple[str, ...]


def missing_files(house: House, sources: Sequence[dict[str, Any]]) -> tuple[Missing, ...]:
    """Strands without a loaded table, then columns of loaded tables that are empty in every row."""
    brought = {row["table_name"] for row in sources if row["loaded"]}
    found = [
        Missing(words, tuple(f"{name}.csv" for name in names))
        for words, names in STRANDS.items()
        if not brought & set(names)
    ]
    empty = {
        (row["table_name"], row["column_name"]) for row in house.stores.rows("data/fields_filled") if not row["filled"]
    }
    for table, columns in COLUMNS.items():
        found += [
            Missing(words, (f"{table}.csv, column {name}",))
            for name, words in columns.items()
            if (table, name) in empty
        ]
    return tuple(found)
