"""Measuring the app on this computer: pages and queries, each against a bare query or the same in plain pandas.

Times are this machine's; the ratios are what carries over. Every page is rerun warm, as after a click.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest

from tightrope import database, paths, sealing, settings
from tightrope.answers.loaded import year_before
from tightrope.answers.period import Period, earlier
from tightrope.answers.visits import asked
from tightrope.evidence import bench_load
from tightrope.evidence.build import build
from tightrope.records import house as holding
from tightrope.records.house import House
from tightrope.records.roles import looking_as
from tightrope.screens.register import PAGES
from tightrope.screens.session import FIRST_ROLE

WARM_UP = 2
PAGE_SECONDS = 60
DRILL_MONTHS = 60  # five years
DRILL_AT_MOST = 400.0  # milliseconds for the visits of one contract over five years, asked anew
RECORDS = "TIGHTROPE_RECORDS"
PARTS = {  # parts of pages that are measured beside the one that opens first
    "contracts": ("visits", "terms"),
    "missing": ("silence", "steps", "outreach", "barriers", "met"),
    "replies": ("calls", "ages", "swarm", "said"),
    "decisions": ("consult", "providers"),
    "what-if": ("pot", "saved", "room"),
    "places": ("line", "travel", "equity", "gaps"),
}
VISITS = "SELECT contract_id, person_id, worker_id, planned_start_at, status, log_method FROM warehouse.visit"


@dataclass(frozen=True)
class Row:
    """One line of the table; milliseconds."""

    what: str
    size: str
    median: float
    p95: float
    against: str = ""
    against_median: float | None = None
    at_most: float | None = None

    @property
    def kept(self) -> bool | None:
        """Whether the median stays within what it may take; None where nothing is laid down."""
        return None if self.at_most is None else self.median <= self.at_most

    @property
    def ratio(self) -> float | None:
        """How many times as long as what it is held against."""
        return self.median / self.against_median if self.against_median else None


def run(visits: int, stories: int, runs: int) -> list[dict[str, Any]]:
    """Build a council of that size in a folder of its own and measure everything in it."""
    with own_home() as home:
        started = time.perf_counter()
        build(visits=visits, bench=stories, master=sealing.make_master())
        rows = [Row("build", f"{visits:,} visits", *both([time.perf_counter() - started]))]
        opened = holding.house()
        try:
            size = f"{visits:,} visits, {stories:,} accounts"
            rows += [_query(opened, name, runs, size) for name in sorted(QUERIES)]
            rows += list(_pandas(opened, home, runs, size))
            usual = looking_as(FIRST_ROLE)
            open_pages = [page for page in PAGES if page.open_to(usual)]
            rows += [_page(page.key, page.address, runs, size) for page in open_pages]
            rows += [
                _page(page.key, page.address, runs, size, part)
                for page in open_pages
                for part in PARTS.get(page.key, ())
            ]
            rows += _loads(opened, home)
        finally:
            holding.leave()
    return told(rows)


def told(rows: list[Row]) -> list[dict[str, Any]]:
    """Rows as --json gives them."""
    return [{**asdict(row), "ratio": row.ratio, "kept": row.kept} for row in rows]


def table(rows: list[dict[str, Any]]) -> list[str]:
    """The rows as aligned text."""
    head = f"{'what':44} {'size':34} {'median ms':>10} {'p95 ms':>9}  against"
    lines = [head, "-" * len(head)]
    for row in rows:
        against = f"{row['against']} {row['against_median']:.1f} ms, x{row['ratio']:.2f}" if row["ratio"] else ""
        if row["at_most"] is not None:
            against += f"; at most {row['at_most']:.0f} ms: {'kept' if row['kept'] else 'NOT KEPT'}"
        lines.append(f"{row['what']:44} {row['size']:34} {row['median']:10.1f} {row['p95']:9.1f}  {against}")
    return lines


def _parameters(house: House) -> dict[str, Any]:
    last = house.stores.raw("SELECT max(month) AS month FROM warehouse.measure_return")[0]["month"]
    return {
        "audience": "officers",
        "on_day": settings.today(),
        "first": year_before(last),
        "last": last,
        "year": settings.settings().council.financial_year,
        "most": 2000,
    }


QUERIES = (
    "data/contracts_live",
    "data/ledger",
    "data/loaded",
    "data/returns_coverage",
    "data/visits_coverage",
    "story/totals",
    "story/waiting",
)


def _query(house: House, name: str, runs: int, size: str) -> Row:
    """A named query through the gate, against the same text on a bare cursor of the same database."""
    values = {key: value for key, value in _parameters(house).items() if key in database.parameters(name)}
    through = timed(lambda: house.stores.rows(name, **values), runs)
    with house.stores.cursor() as cursor:
        text = database.sql(name)
        bare = timed(lambda: cursor.execute(text, values).fetchall(), runs)
    return Row(f"query {name}", size, *both(through), "bare query", statistics.median(bare) * 1000)


def _pandas(house: House, home: Path, runs: int, size: str) -> Iterator[Row]:
    """What the data page asks about visits, against the same over all visits in plain pandas."""
    last = _parameters(house)["last"]
    with house.stores.cursor() as cursor:
        visits = cursor.execute(VISITS).df()

    def in_pandas() -> pd.DataFrame:
        recent = visits[
            (visits.planned_start_at >= pd.Timestamp(year_before(last)))
            & (visits.planned_start_at < pd.Timestamp(last) + pd.offsets.MonthBegin(1))
            & (visits.status == "delivered")
        ]
        return (
            recent.assign(logged=recent.log_method.isin(["app", "tag", "phone"])).groupby("contract_id").logged.mean()
        )

    busiest = visits.contract_id.value_counts().index[0]
    years = Period(earlier(last, DRILL_MONTHS - 1), last)

    def drill_in_pandas() -> tuple[pd.DataFrame, pd.Series]:
        mine = visits[(visits.contract_id == busiest) & (visits.status == "delivered")]
        by_hour = mine.groupby(mine.planned_start_at.dt.hour).log_method.value_counts().unstack()
        return by_hour, mine.groupby("person_id").worker_id.nunique()

    drill = timed(lambda: asked(house, busiest, years), runs)
    theirs = timed(drill_in_pandas, max(3, runs // 4))
    number = int((visits.contract_id == busiest).sum())
    what = f"{number:,} visits of {busiest}, five years"
    pandas_ms = statistics.median(theirs) * 1000
    yield Row(
        "drill-down of one contract", what, *both(drill), "part of it in pandas", pandas_ms, at_most=DRILL_AT_MOST
    )
    ours = timed(lambda: house.stores.rows("data/visits_coverage", first=year_before(last), last=last), runs)
    theirs = timed(in_pandas, max(3, runs // 4))
    yield Row("visits logged, by contract", size, *both(ours), "plain pandas", statistics.median(theirs) * 1000)


def _loads(house: House, home: Path) -> Iterator[Row]:
    """A file of visits brought in, clean and with faults, against a bare typed load of the same."""
    for what, rows, times, bare in bench_load.measure(house.stores.warehouse, home):
        yield Row(what, f"{rows:,} visits", *both(times), "bare load", bare * 1000)


def _page(key: str, address: str, runs: int, size: str, part: str = "") -> Row:
    """One page, or one part of it, rerun warm, as Streamlit's own test runner does it, against an empty page."""
    app = AppTest.from_file(str(paths.ROOT / "tightrope" / "screens" / "entry.py"), default_timeout=PAGE_SECONDS)
    app.run()
    if address != "/":
        app.switch_page(f"../../pages/{key.replace('-', '_')}.py")
    if part:
        app.query_params["part"] = app.query_params["view"] = part  # a page knows one of them
    rerun = timed(lambda: app.run(), runs)
    empty = AppTest.from_string("import streamlit as st\nst.title('Nothing')", default_timeout=PAGE_SECONDS)
    nothing = timed(lambda: empty.run(), runs)
    return Row(f"page {key} {part}".strip(), size, *both(rerun), "an empty page", statistics.median(nothing) * 1000)


def timed(action: Callable[[], Any], runs: int) -> list[float]:
    """Seconds of each run, after a few that do not count."""
    for _ in range(WARM_UP):
        action()
    found = []
    for _ in range(runs):
        started = time.perf_counter()
        action()
        found.append(time.perf_counter() - started)
    return found


def both(seconds: list[float]) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds."""
    ordered = sorted(seconds)
    return statistics.median(ordered) * 1000, ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))] * 1000


@contextmanager
def own_home() -> Iterator[Path]:
    """A home of its own, so that measuring never touches the council's data."""
    with tempfile.TemporaryDirectory(prefix="tightrope-bench-") as folder:
        told = {"TIGHTROPE_HOME": f"{folder}/home", "TIGHTROPE_KEY_FILE": f"{folder}/keys/master.key"}
        before = {name: os.environ.get(name) for name in (*told, RECORDS)}
        os.environ.update(told)
        os.environ.pop(RECORDS, None)  # else what is measured would be written to the council's own records
        try:
            yield Path(folder)
        finally:
            for name, value in before.items():
                os.environ.pop(name, None) if value is None else os.environ.update({name: value})
