"""What a check found, in short enough a form to read: rows right and set aside, findings by rule, completeness."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tightrope import tables
from tightrope.evidence.doubts import MOST_KEPT
from tightrope.evidence.report import Report
from tightrope.evidence.staging import MOST_REJECTED_KEPT

FIRST_ROWS = 5  # of each rule on the page; the CSV has all that were kept
MOST_GROUPS, MOST_NOTES = 60, 40
ASIDE, LOOK = "set aside", "to look at"


@dataclass(frozen=True)
class Group:
    """Findings of one sort in one column: how many, and the first rows, each {"row", "value"}."""

    kind: str
    file: str
    table: str
    column: str
    words: str
    count: int
    is_least: bool  # more there are than were counted
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Found:
    """A report in short. `files`: {"file", "table", "read", "right", "aside"}; `fields` and `joins` as counted."""

    right: int
    aside: int
    look: int
    stories: int
    files: tuple[dict[str, Any], ...]
    groups: tuple[Group, ...]
    more_groups: int
    notes: tuple[str, ...]
    fields: tuple[dict[str, Any], ...]
    joins: tuple[dict[str, Any], ...]
    months_missing: tuple[dict[str, str], ...]
    absent: tuple[str, ...]  # tables that nothing brings yet

    def of(self, kind: str) -> list[Group]:
        """The groups of a kind: set aside, or to look at."""
        return [one for one in self.groups if one.kind == kind]


def found(report: Report) -> Found:
    """A report in short; findings with the most rows first."""
    groups = _groups(ASIDE, report.faults, {}) + _groups(LOOK, report.warnings, report.doubts)
    brought = {name for name, count in report.loaded.items() if count}
    wanted = [one.name for one in tables.load().values() if one.origin == "imported"]
    return Found(
        right=sum(one.loaded for one in report.sources if not _made(one)),
        aside=report.set_aside,
        look=sum(one.count for one in groups if one.kind == LOOK),
        stories=report.stories,
        files=tuple(
            {
                "file": one.file,
                "table": one.table,
                "read": one.records,
                "right": one.loaded,
                "aside": one.set_aside,
            }
            for one in report.sources
            if not _made(one)
        ),
        groups=tuple(groups[:MOST_GROUPS]),
        more_groups=max(0, len(groups) - MOST_GROUPS),
        notes=tuple(report.notes[:MOST_NOTES]),
        fields=tuple(
            {"table": table, "column": column, "rows": rows, "filled": filled, "share": filled / rows}
            for table, column, rows, filled in report.coverage.fields
            if rows and table in {one.table for one in report.sources if not _made(one)}
        ),
        joins=tuple(
            {"table": table, "column": column, "target": target, "named": named, "found": joined}
            for table, column, target, named, joined in report.coverage.joins
            if named
        ),
        months_missing=tuple(
            {"table": table, "month": f"{month:%b %Y}"} for table, month in report.coverage.months_missing
        ),
        absent=tuple(name for name in wanted if name not in brought),
    )


def as_json(one: Found) -> bytes:
    """The report in short as JSON."""
    return json.dumps(asdict(one)).encode("utf-8")


def read(path: Path) -> Found | None:
    """What write() wrote; None where nothing was checked yet."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    groups = tuple(Group(**{**one, "rows": tuple(one["rows"])}) for one in raw.pop("groups"))
    lists = {name: tuple(value) for name, value in raw.items() if isinstance(value, list)}
    return Found(**{**raw, **lists, "groups": groups})


def _made(source: Any) -> bool:
    """True for a table that no file gave: it was made from what another file says."""
    return source.generated or not source.sha256


def _groups(kind: str, rows: Sequence[dict[str, Any]], counted: dict[str, int]) -> list[Group]:
    """`counted`: how many there are of a rule, where that was counted whole and not all were listed."""
    sorts: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for one in rows:
        key = (one["file"], one["table_name"], one["column_name"] or "", one["rule"], one["words"])
        sorts.setdefault(key, []).append(one)
    most = MOST_REJECTED_KEPT if kind == ASIDE else MOST_KEPT
    made = []
    for (file, table, column, rule, words), same in sorts.items():
        first = tuple(
            {"row": one["record_number"], "value": None if one["value"] is None else str(one["value"])}
            for one in same[:FIRST_ROWS]
        )
        all_of_them = counted.get(rule, 0) if len(same) >= most else 0
        number = max(len(same), all_of_them)
        made.append(Group(kind, file, table, column, words, number, not all_of_them and len(same) >= most, first))
    return sorted(made, key=lambda one: (-one.count, one.file, one.column))
