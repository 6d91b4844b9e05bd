"""Commands about the data: build, query, dictionary, bench."""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from tightrope import clock, database, paths, questions, sealing, settings
from tightrope.commands.base import DONE, FOUND_SOMETHING, Command, Result
from tightrope.commands.own_data import report_data, report_words
from tightrope.errors import NotFound, Refusal
from tightrope.evidence import dictionary
from tightrope.evidence.build import build
from tightrope.records.house import House

AUDIENCES = ("officers", "counts", "named_link", "open_link", "file")  # those story_shown knows


def _build_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="folder", type=Path, help="folder of CSVs named after the tables")
    parser.add_argument("--visits", type=int, default=250_000, help="visits to make for the demo council")
    parser.add_argument("--stories", type=int, default=0, help="made-up accounts to add, marked, to measure speed")
    parser.add_argument("--seed", type=int, default=7, help="seed of the demo council's bulk data")
    parser.add_argument("--place", metavar="NAME", help="a council by name or ONS code, from open data in --from")
    parser.add_argument("--as-at", help="pretend that today is this day, YYYY-MM-DD")


def _build(arguments: argparse.Namespace, given: str) -> Result:
    if arguments.visits < 0 or arguments.stories < 0:
        raise Refusal("--visits and --stories cannot be negative.")
    folder = arguments.folder or paths.SAMPLE
    if not folder.is_dir():
        raise Refusal(f"There is no folder {folder}.")
    if arguments.place and not arguments.folder:
        raise Refusal("--place needs --from: the folder with the open data that say something about it.")
    if arguments.as_at:
        os.environ[clock.AS_AT] = arguments.as_at
        settings.today()  # a date that is none ends here, before anything is made
    if arguments.place:
        from tightrope.evidence import places  # brings the readers of published formats, which nothing else needs

        with tempfile.TemporaryDirectory(prefix="place-") as gathered:
            notes = places.gather(arguments.place, folder, Path(gathered))
            return _built(arguments, Path(gathered), notes)
    return _built(arguments, folder, [])


def _built(arguments: argparse.Namespace, folder: Path, notes: list[str]) -> Result:
    def say(words: str) -> None:
        print(f"  {words} ...", file=sys.stderr, flush=True)

    report = build(
        folder,
        demo=arguments.folder is None,
        visits=arguments.visits,
        seed=arguments.seed,
        bench=arguments.stories,
        master=sealing.find_master() or _first_key(),
        say=say,
    )
    report.notes = notes + report.notes
    rows = sum(report.loaded.values())
    plain = [f"{rows:,} rows in {len(report.sources)} tables are ready in {report.warehouse.name}."]
    plain += report_words(report)
    if report.set_aside:
        plain.append(f"{report.set_aside:,} rows were set aside; all of them are on the data page with their reasons.")
    if report.stories and report.stories_file is None:
        plain.append("The stories were left out: there is no master key for the records that exist.")
    if report.changes is not None:
        plain += report.changes.sentences()
    data = {"warehouse": report.warehouse.name, **report_data(report)}
    return Result(plain, data, FOUND_SOMETHING if report.set_aside else DONE)


def _first_key() -> sealing.Master | None:
    """A master key made now; none where records exist already, which another key may have sealed."""
    kept = (paths.home() / "records").glob("*.duckdb")
    return None if any(kept) or paths.records_file().exists() else sealing.make_master()


def _query_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="a file of queries/, such as data/loaded")
    parser.add_argument("values", nargs="*", metavar="key=value", help="its $named parameters")


def _query(arguments: argparse.Namespace, given: str, house: House) -> Result:
    known = questions.by_name()
    if arguments.name not in known:
        raise NotFound(f"There is no query {arguments.name}. There are: {', '.join(known)}.")
    wanted = database.parameters(arguments.name)
    values = _values(arguments.name, arguments.values, wanted)
    try:
        rows = house.stores.rows(arguments.name, **values)
    except database.Error as error:
        raise Refusal(f"{arguments.name} could not be answered: {error}") from error
    names = list(rows[0]) if rows else []
    plain = ["\t".join(names)] + ["\t".join(_shown(row[name]) for name in names) for row in rows]
    return Result(plain, rows)


def _values(name: str, pairs: list[str], wanted: frozenset[str]) -> dict[str, Any]:
    """The parameters of a query from key=value words. Raises Refusal for one too many, too few or not known."""
    values: dict[str, Any] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or key not in wanted:
            takes = ", ".join(f"{one}=…" for one in sorted(wanted)) or "nothing"
            raise Refusal(f"{name} does not take {pair!r}. It takes: {takes}.")
        values[key] = value
    if "on_day" in wanted:
        values.setdefault("on_day", settings.today().isoformat())
    missing = sorted(wanted - values.keys())
    if missing:
        raise Refusal(f"{name} needs {', '.join(one + '=…' for one in missing)}.")
    if values.get("audience", AUDIENCES[0]) not in AUDIENCES:
        raise Refusal(f"There is no audience {values['audience']!r}. Choose one of: {', '.join(AUDIENCES)}.")
    return values


def _dictionary_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="only say whether both are current")


def _dictionary(arguments: argparse.Namespace, given: str) -> Result:
    if arguments.check:
        current = {"docs/dictionary.md": dictionary.is_current(), "docs/queries.md": questions.is_current()}
        plain = [f"{name} is {'current' if good else 'out of date'}." for name, good in current.items()]
        return Result(plain, current, DONE if all(current.values()) else FOUND_SOMETHING)
    dictionary.write()
    questions.write()
    return Result([f"{dictionary.FILE} and {questions.FILE.name} are written."])


def _bench_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--visits", type=int, default=250_000, help="visits in the council that is measured")
    parser.add_argument("--stories", type=int, default=0, help="made-up accounts added to those of the council")
    parser.add_argument("--runs", type=int, default=20, help="how often each is run")
    parser.add_argument("--search", type=int, default=0, metavar="N", help="measure the search over N accounts alone")
    parser.add_argument("--slides", action="store_true", help="measure the slides of a pack alone")
    parser.add_argument("--board", action="store_true", help="measure the board page alone, with many who open it")
    parser.add_argument("--split", type=int, default=0, metavar="N", help="measure the best split over N lines alone")


def _bench(arguments: argparse.Namespace, given: str) -> Result:
    # They bring Streamlit, which no other command needs.
    from tightrope.screens import bench, bench_board, bench_find, bench_pack, bench_split

    if arguments.search > 0:
        rows = bench_find.run(arguments.search, arguments.runs)
    elif arguments.slides:
        rows = bench_pack.run(arguments.runs)
    elif arguments.board:
        rows = bench_board.run(arguments.runs)
    elif arguments.split > 0:
        rows = bench_split.run(arguments.split, arguments.runs)
    else:
        rows = bench.run(arguments.visits, arguments.stories, arguments.runs)
    return Result(bench.table(rows), rows)


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


COMMANDS = (
    Command("build", "check and load the data, write a new warehouse", _build, arguments=_build_arguments),
    Command("query", "ask one of the questions in queries/", _query, True, _query_arguments),
    Command("dictionary", "write docs/dictionary.md and docs/queries.md", _dictionary, arguments=_dictionary_arguments),
    Command(
        "bench", "measure pages and queries against a bare query and plain pandas", _bench, arguments=_bench_arguments
    ),
)
