"""The questions in queries/: their names, what a row of each is, what they take; docs/queries.md lists them."""

from tightrope import database, paths

FILE = paths.ROOT / "docs" / "queries.md"
# Not to be asked by name: what builds, opens the store, holds password hashes, fetches sealed words or what waits.
HIDDEN = (
    "build/", "door/", "story/words", "find/words", "account/", "triage/", "follow/", "media/", "coding/key",
)  # fmt: skip

HEAD = """# The questions

Every statement that the app asks its stores is a file in queries/, with one question each. This page is written by
`python3 run.py dictionary` from the files themselves. Those marked "yes" can be asked on the command line:
`python3 run.py query data/ledger year=2026-27`.

| question | what it returns | takes | by name |
|---|---|---|---|
"""


def everything() -> list[str]:
    """The name of every query, in order: "data/loaded" for queries/data/loaded.sql."""
    found = (path.relative_to(paths.QUERIES).with_suffix("") for path in paths.QUERIES.rglob("*.sql"))
    return sorted(path.as_posix() for path in found)


def by_name() -> list[str]:
    """The queries that may be asked by name on the command line."""
    return [name for name in everything() if not name.startswith(HIDDEN)]


def grain(name: str) -> str:
    """The first comment of a query: what a row of its answer is."""
    return database.sql(name).splitlines()[0].removeprefix("--").strip()


def text() -> str:
    """docs/queries.md as it should be."""
    asked = set(by_name())
    lines = []
    for name in everything():
        takes = ", ".join(f"`{one}`" for one in sorted(database.parameters(name)))
        lines.append(f"| {name} | {grain(name).replace('|', '/')} | {takes} | {'yes' if name in asked else ''} |\n")
    return HEAD + "".join(lines)


def write() -> None:
    """Write docs/queries.md."""
    FILE.write_text(text(), encoding="utf-8")


def is_current() -> bool:
    """True when docs/queries.md says what the files say."""
    return FILE.is_file() and FILE.read_text(encoding="utf-8") == text()
