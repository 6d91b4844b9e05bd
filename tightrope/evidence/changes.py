"""What a new build changed against the data in use: rows in, out and altered, and the figures that moved most."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tightrope import database, tables

MOST_MOVED = 10
BEFORE = "former"  # the name the data in use are attached under


@dataclass
class Changes:
    """Rows that came, went or were altered by table (tables without change left out), and the figures that moved most.

    A figure is {"what", "contract_id", "before", "after", "moved"}; `moved` is after less before, as a share of
    the larger of both.
    """

    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    figures: list[dict[str, Any]] = field(default_factory=list)

    def sentences(self) -> list[str]:
        """The same in plain words."""
        if not self.rows and not self.figures:
            return ["Nothing changed against the data in use."]
        said = [
            f"{name}: {one['came']:,} rows came, {one['went']:,} went, {one['altered']:,} were altered."
            for name, one in self.rows.items()
        ]
        said += [
            f"{one['what']}, {one['contract_id']}: {_short(one['before'])} to {_short(one['after'])}."
            for one in self.figures
        ]
        return said


def _short(figure: float) -> str:
    """A figure to four places, without those that say nothing."""
    return f"{figure:,.4f}".rstrip("0").rstrip(".")


def against(build: Any, before: Path) -> Changes:
    """Compare the tables of a build (its connection) with those of the warehouse `before`, which is only read."""
    where = str(before).replace("'", "''")
    build.execute(f"ATTACH '{where}' AS {BEFORE} (READ_ONLY)")
    try:
        changes = Changes()
        for table in tables.of_store("warehouse", "imported"):
            if not _there_before(build, table.name) or _alike(build, table.name):
                continue
            found = _rows(build, table)
            if any(found.values()):
                changes.rows[table.name] = found
        if changes.rows.keys() & {"measure_return", "payment", "contract"}:
            changes.figures = _moved(build)
        return changes
    finally:
        build.execute(f"DETACH {BEFORE}")


def _there_before(build: Any, name: str) -> bool:
    """False where the former data lack the table, or have it with other columns (an earlier version built them)."""
    asked = (
        "SELECT list(column_name ORDER BY column_name) FROM duckdb_columns() "
        "WHERE table_name = $name AND database_name = {database}"
    )
    columns = [
        build.execute(asked.format(database=one), {"name": name}).fetchone()[0]
        for one in (f"'{BEFORE}'", "current_database()")
    ]
    return columns[0] is not None and columns[0] == columns[1]


def _alike(build: Any, name: str) -> bool:
    """True where both have the same rows, by their number and the sum of their hashes: one scan each, and no join.

    Files alone would not tell: a mapping, a specification or a contract that is gone changes rows of other files.
    """
    columns = ", ".join(one.name for one in tables.load()[name].stored)
    asked = f"SELECT count(*), sum(hash({columns})::HUGEINT) FROM {{}}{name}"
    return build.execute(asked.format("")).fetchone() == build.execute(asked.format(f"{BEFORE}.")).fetchone()


def _rows(build: Any, table: tables.Table) -> dict[str, int]:
    key = ", ".join(table.key)
    others = [one.name for one in table.stored if one.name not in table.key]
    row = f"hash({', '.join(others)})" if others else "0"
    both = f"SELECT {key}, {row} AS rest FROM"
    counts = build.execute(
        f"SELECT count(*) FILTER (WHERE f.there IS NULL), count(*) FILTER (WHERE n.there IS NULL), "
        f"count(*) FILTER (WHERE n.rest <> f.rest) FROM (SELECT *, true AS there FROM ({both} {table.name})) AS n "
        f"FULL OUTER JOIN (SELECT *, true AS there FROM ({both} {BEFORE}.{table.name})) AS f USING ({key})"
    ).fetchone()
    return dict(zip(("came", "went", "altered"), counts, strict=True))


def _moved(build: Any) -> list[dict[str, Any]]:
    now, former = _figures(build, build.execute("SELECT current_database()").fetchone()[0]), _figures(build, BEFORE)
    moved = []
    for key in now.keys() & former.keys():
        after, was = float(now[key]), float(former[key])
        largest = max(abs(after), abs(was))
        if largest and after != was:
            share = round((after - was) / largest, 4)
            moved.append({"what": key[0], "contract_id": key[1], "before": was, "after": after, "moved": share})
    return sorted(moved, key=lambda one: (-abs(one["moved"]), one["what"], one["contract_id"]))[:MOST_MOVED]


def _figures(build: Any, store: str) -> dict[tuple[str, str], Any]:
    here = build.execute("SELECT current_database()").fetchone()[0]
    build.execute(f'USE "{store}"')
    try:
        return {(row[0], row[1]): row[2] for row in build.execute(database.sql("build/figures")).fetchall()}
    finally:
        build.execute(f'USE "{here}"')
