"""Measuring the way in: a file of visits loaded typed and checked, clean and with faults, against a bare load."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from tightrope import database, tables
from tightrope.evidence.staging import Stage

RUNS = 3
EVERY = 10_000  # one row in so many gets each sort of fault


def measure(warehouse: Path, workshop: Path) -> list[tuple[str, int, list[float], float]]:
    """Rows of (what, rows, seconds of each run, seconds of a bare load) for the visits of a warehouse.

    The faulty file has, in one row of EVERY each: a word for a number, a contract that is not, a value that is not
    allowed, and in one row of all a column too many.
    """
    clean, faulty = workshop / "clean.csv", workshop / "faulty.csv"
    with database.scratch() as out:
        out.execute(f"ATTACH '{_quoted(warehouse)}' AS demo (READ_ONLY)")
        for name in ("visit", "contract", "area"):
            into = _quoted(workshop / f"{name}.csv")
            out.execute(f"COPY demo.{name} TO '{into}' (HEADER)")
    (workshop / "visit.csv").rename(clean)
    rows = _spoil(clean, faulty)
    bare = [_timed(lambda: _bare(clean, workshop)) for _ in range(RUNS)]
    found = []
    for what, path in (("load, clean file", clean), ("load, file with faults", faulty)):
        times = [_timed(lambda path=path: _staged(path, workshop)) for _ in range(RUNS)]
        found.append((what, rows, times, statistics.median(bare)))
    return found


def _spoil(clean: Path, faulty: Path) -> int:
    rows = 0
    with clean.open(encoding="utf-8") as source, faulty.open("w", encoding="utf-8") as target:
        header = source.readline()
        target.write(header)
        names = header.strip().split(",")
        minutes, contract, method = (names.index(one) for one in ("actual_minutes", "contract_id", "log_method"))
        for rows, line in enumerate(source, start=1):
            place = rows % EVERY
            if place in (1, 2, 3):
                values = line.rstrip("\n").split(",")
                values[{1: minutes, 2: contract, 3: method}[place]] = {1: "n/a", 2: "NOBODY", 3: "smoke"}[place]
                line = ",".join(values) + "\n"
            target.write(line.rstrip("\n") + ",one too many\n" if rows == EVERY // 2 else line)
    return rows


def _bare(path: Path, workshop: Path) -> None:
    kinds = ", ".join(f"'{one.name}': '{one.storage}'" for one in tables.load()["visit"].stored)
    file = workshop / "bare.duckdb"
    with database.scratch(file) as build:
        build.execute(
            f"CREATE TABLE visit AS SELECT * FROM read_csv('{_quoted(path)}', columns = {{{kinds}}}, header = true, "
            "auto_detect = false)"
        )
    file.unlink()


def _staged(path: Path, workshop: Path) -> None:
    known = tables.load()
    file = workshop / "staged.duckdb"
    with database.scratch(file) as build:
        stage = Stage(build)
        for name in ("contract", "area"):
            stage.file(known[name], workshop / f"{name}.csv")
            stage.check(known[name])
        if not stage.quick(known["visit"], path, workshop):
            stage.file(known["visit"], path)
            stage.check(known["visit"])
        stage.references([known["visit"]])
        stage.insert(known["visit"])
    file.unlink()


def _timed(action: Callable[[], None]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
