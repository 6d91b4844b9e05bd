"""What came of one file for one table: how many records, and every fault in words that its keeper knows."""

import re
from dataclasses import dataclass, field
from typing import Any

from tightrope.evidence import personal
from tightrope.evidence.readers import Broken
from tightrope.tables import Table


@dataclass
class Source:
    """What was read for one table from one file (or one generator), and what came of it."""

    table: str
    file: str
    sha256: str
    records: int
    generated: bool = False
    loaded: int = 0
    faults: list[dict[str, Any]] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)  # our column -> the file's own, where it has another name
    written: dict[str, str] = field(default_factory=dict)  # our column -> what it should hold, where a mapping says how

    @property
    def set_aside(self) -> int:
        """Records that were read and not loaded."""
        return self.records - self.loaded


def fault(
    table: Table, source: Source, number: int, column: str | None, value: Any, rule: str, words: str
) -> dict[str, Any]:
    """One reason why a record was set aside; its value is left out where that may say who somebody is."""
    return {
        "table_name": source.table,
        "file": source.file,
        "record_number": number,
        "column_name": source.headings.get(column, column) if column else None,
        "value": personal.shown(table, column, value) or None,
        "rule": rule,
        "words": _in_their_words(source, column, rule, words),
    }


def broken_record(table: Table, source: Source, one: Broken) -> dict[str, Any]:
    """The fault of a record that is no row."""
    return fault(table, source, one.record_number, None, one.text, "readable_record", one.words)


def _in_their_words(source: Source, column: str | None, rule: str, words: str) -> str:
    """A reason with the file's own headings and its own way of writing, where a mapping says so."""
    if rule == "type" and column in source.written:
        return f"It must be {source.written[column]}."
    if rule in ("order_of_dates", "unique_key", "answered_within_asked"):
        return re.sub(r"\w+", lambda found: source.headings.get(found[0], found[0]), words)
    return words
