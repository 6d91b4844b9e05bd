"""How complete the loaded data are, counted before any verdict: fields filled, references that hold, months missing."""

from typing import Any

from tightrope.evidence.report import Coverage, fill
from tightrope.tables import Table

MONTHLY = ("payment", "measure_return", "capacity", "waiting")


def write(
    build: Any, given: list[Table], loaded: dict[str, int], joins: dict[tuple[str, str], tuple[int, int]]
) -> Coverage:
    """Fill field_coverage, join_coverage and month_missing for the tables that a file brought; returns their rows.

    `joins`: (table, column) -> rows that name something, and of them those that found it.
    """
    fields, missing = [], []
    for table in given:
        if not loaded.get(table.name) or table.store != "warehouse":
            continue
        names = [one.name for one in table.stored]
        counts = build.execute(f"SELECT {', '.join(f'count({name})' for name in names)} FROM {table.name}").fetchone()
        fields += [[table.name, name, loaded[table.name], count] for name, count in zip(names, counts, strict=True)]
        if table.name in MONTHLY:
            missing += [[table.name, month] for month in _missing_months(build, table.name)]
    targets = {(table.name, one.column): one.table for table in given for one in table.references}
    fill(build, "field_coverage", fields)
    joined = [[*key, targets[key], *counts] for key, counts in sorted(joins.items())]
    fill(build, "join_coverage", joined)
    fill(build, "month_missing", missing)
    return Coverage(*(tuple(map(tuple, rows)) for rows in (fields, joined, missing)))


def _missing_months(build: Any, name: str) -> list[Any]:
    rows = build.execute(
        f"SELECT month::DATE FROM (SELECT unnest(generate_series(min(month), max(month), INTERVAL 1 MONTH)) AS month "
        f"FROM {name}) WHERE month NOT IN (SELECT month FROM {name}) ORDER BY month"
    ).fetchall()
    return [row[0] for row in rows]
