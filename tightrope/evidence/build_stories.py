"""Stories at build: checked like any table, handed over to be sealed, never kept in the warehouse."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tightrope import tables
from tightrope.evidence import checks
from tightrope.evidence.bench_stories import bench_stories
from tightrope.evidence.staging import Stage


def take(
    build: Any,
    stage: Stage,
    folder: Path,
    themes: list[str],
    stories: list[dict[str, Any]],
    say: Callable[[str], None],
) -> bool:
    """Check the stories like any table and put the sound ones into `stories`; none is kept in the warehouse."""
    path, table = folder / "story.csv", tables.load()["story"]
    if not path.is_file():
        return False
    say("Checking the stories")
    source = stage.file(table, path)
    contracts = [row[0] for row in build.execute("SELECT contract_id FROM contract ORDER BY contract_id").fetchall()]
    known = [
        checks.known_rule("contract_id", contracts, "contract"),
        checks.known_list_rule("themes", themes, "theme"),
    ]
    stage.check(table, known, key=("source", "source_id"))
    sound = build.execute("SELECT * EXCLUDE (record_number) FROM typed_story ORDER BY record_number")
    names = [column[0] for column in sound.description]
    stories += [dict(zip(names, row, strict=True)) for row in sound.fetchall()]
    build.execute("DROP TABLE typed_story")
    source.loaded = len(stories)
    for fault in source.faults:
        fault["value"] = None  # a faulty row may hold words of an account; the warehouse never does
    return True


def made_up(build: Any, count: int, seed: int, themes: list[str]) -> list[dict[str, Any]]:
    """Made-up accounts about the live contracts, spread over the months that have returns."""
    if not count:
        return []
    contracts = build.execute(
        "SELECT contract_id, service_id, 'North East' FROM contract WHERE status = 'live' ORDER BY contract_id"
    ).fetchall()
    months = [row[0] for row in build.execute("SELECT DISTINCT month FROM measure_return ORDER BY month").fetchall()]
    return bench_stories(count, contracts, themes, months, seed)
