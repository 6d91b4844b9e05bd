"""Build a warehouse: read, check, load, add up, write a dated file, point to it. The old one serves until then."""

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from tightrope import database, paths, settings, tables
from tightrope.errors import Refusal
from tightrope.evidence import (
    build_brought,
    build_stories,
    changes,
    checks,
    clean_copy,
    coverage,
    derived,
    doubts,
    folder,
    hallamford,
    intake_file,
    template,
    visits_in_order,
    warehouses,
)
from tightrope.evidence import report as reports
from tightrope.evidence.measures import Measure, load_measures, share_ids
from tightrope.evidence.report import Report
from tightrope.evidence.staging import Stage
from tightrope.evidence.themes import load_themes
from tightrope.sealing import Master
from tightrope.tables import Table

MUST_HAVE = ("service", "provider", "contract")  # without these no page has anything to show
OWN_SETTINGS = "settings.toml"  # in a council's folder: its name and what it sets differently
ADD_UP = ("visit_month", "visit_contract_month", "continuity_month")


@dataclass(frozen=True)
class Order:
    """What to build: the folder, whether Hallamford's bulk data are made, how much of it, from which seed."""

    folder: Path
    demo: bool
    visits: int
    seed: int
    bench: int  # made-up accounts that only measure speed
    only_check: bool = False  # then a table without a sound row is no reason to stop: the report says why


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
    """Build from a folder of files named after the tables; with `demo`, generate Hallamford's bulk data too.

    `bench` adds that many made-up accounts, marked, which only measure speed.

    Stories are sealed into an intake file when `master` is given; else they are left out and the report has no
    stories_file. Raises Refusal, leaving the warehouse in use untouched, when a table or key that must be there
    is not, or the disk is full.
    """
    order = Order(folder, demo, visits, seed, bench)
    with own_settings(folder, demo):
        name = warehouses.new_name("" if demo else settings.settings().council.name)
        stories: list[dict[str, Any]] = []
        try:
            report = _into(_unfinished(name), order, stories, say, _comparable(name))
            if stories and master is not None:
                report.stories_file = intake_file.write(master, stories, name)
            keep = settings.settings().store.keep_warehouses
            report.warehouse = warehouses.publish(_unfinished(name), name, keep)
            return report
        except BaseException as error:
            _remove(paths.intake_folder(), name)  # its stories belong to a warehouse that never came to be
            if _no_room(error):
                words = f"The disk is full. Nothing was changed. Make room in {paths.home()} and build again."
                raise Refusal(words) from error
            raise
        finally:
            _remove(_unfinished(name).parent, name)


def check(folder: Path, say: Callable[[str], None] = lambda words: None) -> Report:
    """Read and check a folder as build() does, and keep nothing of it. Rows that are all faulty are no Refusal."""
    with own_settings(folder, False):
        name = warehouses.new_name()
        try:
            return _into(_unfinished(name), Order(folder, False, 0, 0, 0, True), [], say)
        finally:
            _remove(_unfinished(name).parent, name)


@contextmanager
def own_settings(folder: Path, demo: bool) -> Iterator[None]:
    """The council's own settings.toml of the folder, in force while its data are read; the demo council has none.

    A folder without one stands under its own name, unless TIGHTROPE_SETTINGS says whose data these are: real data
    are never shown as the fictional council's. Raises Refusal when the settings are faulty.
    """
    with settings.while_reading("" if demo else _settings_of(folder)):
        yield


def _settings_of(folder: Path) -> str:
    path = folder / OWN_SETTINGS
    if path.is_file():
        return path.read_text(encoding="utf-8")
    return "" if os.environ.get("TIGHTROPE_SETTINGS") else template.settings_for(folder.resolve().name)


def _unfinished(name: str) -> Path:
    return paths.home() / "building" / f"{name}.duckdb"


def _comparable(name: str) -> Path | None:
    """The warehouse in use, where it is one of the same council."""
    before = warehouses.current()
    same = before and before.is_file() and warehouses.council_of(before) == name.partition(".")[2]
    return before if same else None


def _into(
    unfinished: Path,
    order: Order,
    stories: list[dict[str, Any]],
    say: Callable[[str], None],
    before: Path | None = None,
) -> Report:
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    workshop = tempfile.TemporaryDirectory(prefix="plain-", dir=unfinished.parent)
    with workshop as plain, database.scratch(unfinished) as connection:
        report = _fill(connection, order, Path(plain), stories, say)
        if before is not None and not order.demo:
            report.changes = changes.against(connection, before)
        connection.execute("CHECKPOINT")
    if clean_copy.needed(report):
        clean_copy.make(unfinished)
    return report


def _remove(folder: Path, name: str) -> None:
    for left in folder.glob(f"{name}*"):
        left.unlink(missing_ok=True)


def _no_room(error: BaseException) -> bool:
    return getattr(error, "errno", None) == errno.ENOSPC or "No space left" in str(error)


def _fill(
    build: Any, order: Order, workshop: Path, stories: list[dict[str, Any]], say: Callable[[str], None]
) -> Report:
    measures = load_measures()
    themes = load_themes(measure_ids=frozenset(measures))
    wanted = {table.name: table for table in tables.of_store("warehouse", "imported")}
    extra = _extra_rules(measures)
    stage = Stage(build)
    report = Report(Path(), [], {})

    say("Reading the files")
    found = folder.read(order.folder, workshop)
    report.notes += found.notes
    for table in wanted.values():
        given = found.files.get(table.name, [])
        for one in given:
            alone = len(given) == 1 and one.plain and table.name != "contract"
            if alone and stage.quick(table, one.path, workshop, extra.get(table.name)):
                continue
            stage.given(table, one)
            if table.name == "contract":
                _specifications(build, order.folder)
            stage.check(table, extra.get(table.name))
        if not given:
            stage.nothing(table)
    if not order.demo:
        report.notes += derived.fill(build, stage, wanted, share_ids(measures))
    _must_have(stage, order.folder)
    if order.demo:
        say("Making Hallamford's visits, payments and returns")
        _generate(build, stage, wanted, extra, order)
    say("Checking that everything points to something")
    stage.references(list(wanted.values()))
    doubtful, report.doubts = doubts.find(build, stage, settings.today())
    report.warnings = [*found.warnings, *doubtful]
    say("Loading")
    loaded = {table.name: stage.insert(table) for table in wanted.values()}
    if not order.only_check:
        _refuse_empty(stage, loaded)
    visits_in_order.sort(build, loaded["visit"], by_contract=order.demo)
    say("Adding up")
    _add_up(build)
    _measure_table(build, measures)
    told = found.files.get("story", [])
    if build_stories.take(build, stage, told, sorted(themes), stories, say):
        loaded["story"] = len(stories)
    beside = build_brought.take(build, stage, found.files, stories, sorted(themes), say)
    loaded |= build_brought.counted(beside)
    stories += build_stories.made_up(build, order.bench, order.seed, sorted(themes))
    report.sources = [source for found in stage.sources.values() for source in found]
    report.loaded = {name: loaded.get(name, 0) for name in stage.sources}
    report.stories = len(stories)
    stories += beside  # sealed with them, and no accounts
    report.faults = [fault for source in report.sources for fault in source.faults]
    reports.write(build, report, order.folder, order.demo)
    reports.facts(build, order.folder, order.demo, order.visits, order.seed, report.doubts)
    report.coverage = coverage.write(build, list(wanted.values()), loaded, stage.joins)
    return report


def _must_have(stage: Stage, where: Path) -> None:
    missing = [one for one in MUST_HAVE if one not in stage.sources]
    if "contract" in missing and "area" in stage.sources:
        return  # a place without contracts: small areas, locations, payments
    if missing:
        raise Refusal(
            f"{where} has no {', '.join(one + '.csv' for one in missing)}. "
            "Nothing was changed: the data in use stay in use."
        )


def _refuse_empty(stage: Stage, loaded: dict[str, int]) -> None:
    """A file of which no row is sound must not replace good data."""
    for name in MUST_HAVE:
        if name in stage.sources and not loaded[name]:
            faults = [fault for source in stage.sources[name] for fault in source.faults]
            first = f" The first: record {faults[0]['record_number']}, {faults[0]['words']}" if faults else ""
            raise Refusal(
                f"No row of {name}.csv could be loaded.{first} Nothing was changed: the data in use stay in use.",
                [f"{f['file']}, record {f['record_number']}: {f['words']}" for f in faults[:20]],
            )


def _extra_rules(measures: dict[str, Measure]) -> dict[str, list[checks.Rule]]:
    known = checks.known_rule("measure_id", sorted(measures), "measure")
    shares = checks.share_rule(share_ids(measures))
    extra = {table.name: template.example_rule(table) for table in tables.of_store("warehouse", "imported")}
    extra["measure_return"] += [known, shares]
    extra["contract_measure"] += [known]
    return extra


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
    rows = "SELECT COLUMNS(c -> c <> 'record_number') FROM typed_{}"
    hand = {name: build.execute(rows.format(name)).df() for name in stage.sources}
    hand["measure_level"] = pd.read_csv(order.folder / "measure_level.csv")
    made = hallamford.generate(hand, visits=order.visits, seed=order.seed)
    while made:
        name, frame = made.popitem()
        stage.frame(wanted[name], frame, "Hallamford generator")
        del frame  # millions of visits need not stand in memory twice
        stage.check(wanted[name], extra.get(name))


def _add_up(build: Any) -> None:
    chosen = settings.settings().visits
    for name in ADD_UP:
        statement = database.sql(f"build/{name}")
        used = {key: getattr(chosen, key) for key in database.parameters(f"build/{name}")}
        table = tables.load()[name]
        build.execute(table.ddl("main"))
        build.execute(f"INSERT INTO {name} BY NAME {statement}", used)


def _measure_table(build: Any, measures: dict[str, Measure]) -> None:
    rows = [
        [m.measure_id, m.name, m.numerator, m.denominator or None, m.kind, m.unit, m.direction, m.target, m.floor]
        + [m.why_it_matters]
        for m in measures.values()
    ]
    reports.fill(build, "measure", rows)
