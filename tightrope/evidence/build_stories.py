"""Stories at build: checked like any table, handed over to be sealed, never kept in the warehouse."""

from collections.abc import Callable
from typing import Any

from tightrope import tables
from tightrope.evidence import checks, template
from tightrope.evidence.bench_stories import bench_stories
from tightrope.evidence.raw_load import Given
from tightrope.evidence.staging import STEP, Stage


def take(
    build: Any,
    stage: Stage,
    given: list[Given],
    themes: list[str],
    stories: list[dict[str, Any]],
    say: Callable[[str], None],
) -> bool:
    """Check the stories like any table and put the sound ones into `stories`; none is kept in the warehouse."""
    if not given:
        return False
    table = tables.load()["story"]
    say("Checking the stories")
    contracts = [row[0] for row in build.execute("SELECT contract_id FROM contract ORDER BY contract_id").fetchall()]
    known = [
        checks.known_rule("contract_id", contracts, "contract"),
        checks.known_list_rule("themes", themes, "theme"),
        *template.example_rule(table),
    ]
    for one in given:
        stage.given(table, one)
        stage.check(table, known, key=("source", "source_id"))
    sound = build.execute("SELECT * FROM typed_story ORDER BY record_number")
    names = [column[0] for column in sound.description]
    rows = [dict(zip(names, row, strict=True)) for row in sound.fetchall()]
    numbers = [row.pop("record_number") for row in rows]
    stories += rows
    build.execute("DROP TABLE typed_story")
    for place, source in enumerate(stage.sources[table.name]):
        source.loaded = sum(1 for number in numbers if number // STEP == place)
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
