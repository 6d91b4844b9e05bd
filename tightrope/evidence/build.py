"""Build a warehouse: read, check, load, add up, write a dated file, point to it. The old one serves until then."""

import errno
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from tightrope import database, paths, settings, tables
from tightrope.errors import Refusal
from tightrope.evidence import build_stories, checks, hallamford, intake_file, warehouses
from tightrope.evidence.measures import Measure, load_measures
from tightrope.evidence.staging import Source, Stage
from tightrope.evidence.themes import load_themes
from tightrope.sealing import Master
from tightrope.tables import Table

MUST_HAVE = ("service", "provider", "contract")  # without these no page has anything to show
ADD_UP = ("visit_month", "visit_contract_month", "continuity_month")
DATED = ("date", "datetime", "yearmonth")


@dataclass
class Report:
    """What a build did: the file, and for each file or generator what was read, loaded and set aside."""

    warehouse: Path
    sources: list[Source]
    loaded: dict[str, int]  # rows by table, stories included
    faults: list[dict[str, Any]] = field(default_factory=list)
    stories: int = 0
    stories_file: Path | None = None

    @property
    def set_aside(self) -> int:
        """Records that were read and not loaded."""
        return sum(source.set_aside for source in self.sources)


@dataclass(frozen=True)
class Order:
    """What to build: the folder, whether Hallamford's bulk data are made, how much of it, from which seed."""

    folder: Path
    demo: bool
    visits: int
    seed: int
    bench: int  # made-up accounts that only measure speed


def build(
    folder: Path = paths.SAMPLE,
    *,
    demo: bool = True,
    visits: int = 250_000,
    seed: int = 7,
    bench: int = 0,
    master: Master | None = None,
    say: Callable[[str], None] = lambda words: None,
) -> Report:
    """Build from a folder of CSVs named after the tables; with `demo`, generate Hallamford's bulk data too.

    `bench` adds that many made-up accounts, marked, which only measure speed.

    Stories are sealed into an intake file when `master` is given; else they are left out and the report has no
    stories_file. Raises Refusal, leaving the warehouse in use untouched, when a table or key that must be there
    is not, or the disk is full.
    """
    order = Order(folder, demo, visits, seed, bench)
    name = warehouses.new_name()
    unfinished = paths.home() / "building" / f"{name}.duckdb"
    stories: list[dict[str, Any]] = []
    try:
        unfinished.parent.mkdir(parents=True, exist_ok=True)
        with database.scratch(unfinished) as connection:
            report = _fill(connection, order, stories, say)
            connection.execute("CHECKPOINT")
        if stories and master is not None:
            report.stories_file = intake_file.write(master, stories, name)
        report.warehouse = warehouses.publish(unfinished, name, settings.settings().store.keep_warehouses)
        return report
    except BaseException as error:
        _remove(paths.intake_folder(), name)  # its stories belong to a warehouse that never came to be
        if _no_room(error):
            words = f"The disk is full. Nothing was changed. Make room in {paths.home()} and build again."
            raise Refusal(words) from error
        raise
    finally:
        _remove(unfinished.parent, name)


def _remove(folder: Path, name: str) -> None:
    for left in folder.glob(f"{name}*"):
        left.unlink(missing_ok=True)


def _no_room(error: BaseException) -> bool:
    return getattr(error, "errno", None) == errno.ENOSPC or "No space left" in str(error)


def _fill(build: Any, order: Order, stories: list[dict[str, Any]], say: Callable[[str], None]) -> Report:
    measures = load_measures()
    themes = load_themes(measure_ids=frozenset(measures))
    wanted = {table.name: table for table in tables.of_store("warehouse", "imported")}
    extra = _extra_rules(measures)
    stage = Stage(build)

    say("Reading the files")
    for table in wanted.values():
        path = order.folder / f"{table.name}.csv"
        if path.is_file():
            stage.file(table, path)
            if table.name == "contract":
                _specifications(build, order.folder)
            stage.check(table, extra.get(table.name))
        else:
            stage.nothing(table)
    missing = [one for one in MUST_HAVE if one not in stage.sources]
    if missing:
        raise Refusal(
            f"{order.folder} has no {', '.join(one + '.csv' for one in missing)}. "
            "Nothing was changed: the data in use stay in use."
        )
    if order.demo:
        say("Making Hallamford's visits, payments and returns")
        _generate(build, stage, wanted, extra, order)
    say("Checking that everything points to something")
    stage.references(list(wanted.values()))
    say("Loading")
    loaded = {table.name: stage.insert(table) for table in wanted.values()}
    _refuse_empty(stage, loaded)
    say("Adding up")
    _add_up(build)
    _measure_table(build, measures)
    if build_stories.take(build, stage, order.folder, sorted(themes), stories, say):
        loaded["story"] = len(stories)
    stories += build_stories.made_up(build, order.bench, order.seed, sorted(themes))
    sources = [source for found in stage.sources.values() for source in found]
    report = Report(Path(), sources, {name: loaded[name] for name in stage.sources}, stories=len(stories))
    report.faults = [fault for source in sources for fault in source.faults]
    _write_report(build, report, order.demo)
    _facts(build, order)
    return report


def _refuse_empty(stage: Stage, loaded: dict[str, int]) -> None:
    """A file of which no row is sound must not replace good data."""
    for name in MUST_HAVE:
        if not loaded[name]:
            faults = [fault for source in stage.sources[name] for fault in source.faults]
            first = f" The first: record {faults[0]['record_number']}, {faults[0]['words']}" if faults else ""
            raise Refusal(
                f"No row of {name}.csv could be loaded.{first} Nothing was changed: the data in use stay in use.",
                [f"{f['file']}, record {f['record_number']}: {f['words']}" for f in faults[:20]],
            )


def _extra_rules(measures: dict[str, Measure]) -> dict[str, list[checks.Rule]]:
    known = checks.known_rule("measure_id", sorted(measures), "measure")
    shares = checks.share_rule(sorted(m.measure_id for m in measures.values() if m.kind == "share"))
    return {"measure_return": [known, shares], "contract_measure": [known]}


def _specifications(build: Any, folder: Path) -> None:
    """Long texts are pleasanter to write and review in files of their own: specification/<contract_id>.md."""
    found = [(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("specification/*.md"))]
    if not found:
        return
    build.execute("ALTER TABLE raw_contract ADD COLUMN IF NOT EXISTS specification VARCHAR")
    for contract_id, text in found:
        build.execute(
            "UPDATE raw_contract SET specification = $text "
            "WHERE contract_id = $contract_id AND coalesce(trim(specification), '') = ''",
            {"text": text, "contract_id": contract_id},
        )


def _generate(
    build: Any, stage: Stage, wanted: dict[str, Table], extra: dict[str, list[checks.Rule]], order: Order
) -> None:
    hand = {name: build.execute(f"SELECT * EXCLUDE (record_number) FROM typed_{name}").df() for name in stage.sources}
    hand["measure_level"] = pd.read_csv(order.folder / "measure_level.csv")
    made = hallamford.generate(hand, visits=order.visits, seed=order.seed)
    while made:
        name, frame = made.popitem()
        stage.frame(wanted[name], frame, "Hallamford generator")
        del frame  # millions of visits need not stand in memory twice
        stage.check(wanted[name], extra.get(name))


def _add_up(build: Any) -> None:
    chosen = settings.settings().visits
    values = {
        "on_time_minutes": chosen.on_time_minutes,
        "long_enough_share": chosen.long_enough_share,
        "short_minutes": chosen.short_minutes,
        "continuity_visits": chosen.continuity_visits,
    }
    for name in ADD_UP:
        statement = database.sql(f"build/{name}")
        used = {key: value for key, value in values.items() if f"${key}" in statement}
        table = tables.load()[name]
        build.execute(table.ddl("main"))
        build.execute(f"INSERT INTO {name} BY NAME {statement}", used)


def _measure_table(build: Any, measures: dict[str, Measure]) -> None:
    rows = [
        [m.measure_id, m.name, m.numerator, m.denominator or None, m.kind, m.unit, m.direction, m.target, m.floor]
        + [m.why_it_matters]
        for m in measures.values()
    ]
    _write(build, "measure", rows)


def _write_report(build: Any, report: Report, demo: bool) -> None:
    rows = []
    council = settings.settings().council.name
    publisher, licence = (f"{council}, made up", "MIT, with the code") if demo else (council, None)
    for source in report.sources:
        first, last = (None, None) if source.table == "story" else _span(build, source.table)
        counts = [source.records, source.loaded, source.set_aside]
        rows.append(
            [
                source.table,
                source.file,
                source.sha256 or None,
                *counts,
                source.generated,
                publisher,
                licence,
                first,
                last,
            ]
        )
    _write(build, "source_file", rows)
    faults = [
        [f"{fault['table_name']}-{number}", *fault.values()] for number, fault in enumerate(report.faults, start=1)
    ]
    _write(build, "rejected_row", faults)


def _span(build: Any, name: str) -> tuple[date | None, date | None]:
    """First and last date in a table, over the first column that has a date; future ends do not count."""
    for one in tables.load()[name].stored:
        if one.type in DATED:
            return build.execute(f"SELECT min({one.name})::DATE, max({one.name})::DATE FROM {name}").fetchone()
    return None, None


def _facts(build: Any, order: Order) -> None:
    facts = {
        "council": settings.settings().council.name,
        "as_at": settings.today().isoformat(),
        "demo": str(order.demo).lower(),
        "folder": order.folder.resolve().name,
        "visits": str(order.visits),
        "seed": str(order.seed),
    }
    _write(build, "build_fact", [list(fact) for fact in facts.items()])


def _write(build: Any, name: str, rows: list[list[Any]]) -> None:
    """Create one of the build's own tables from its contract and fill it, columns in the order of the contract."""
    table = tables.load()[name]
    build.execute(table.ddl("main"))
    if rows:
        frame = pd.DataFrame(rows, columns=[f.name for f in table.stored], dtype="object")
        build.register("incoming", frame)
        build.execute(f"INSERT INTO {name} SELECT * FROM incoming")
        build.unregister("incoming")
