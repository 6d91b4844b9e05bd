"""Dated warehouse files: which one is served, which came before, and how a new one takes over."""

import contextlib
import os
import re
import secrets
from pathlib import Path

from tightrope import clock, paths
from tightrope.errors import NotFound

SUFFIX = ".duckdb"


def new_name(council: str = "") -> str:
    """A name that sorts by time and never repeats, and says whose data they are; the demo council's say nothing."""
    short = slug(council)
    return f"{clock.now():%Y-%m-%dT%H%M%S}-{secrets.token_hex(3)}" + (f".{short}" if short else "")


def slug(council: str) -> str:
    """A council's name as a part of file names.

    >>> slug("St Helens & Knowsley")
    'st-helens-knowsley'
    """
    return re.sub(r"[^a-z0-9]+", "-", council.lower()).strip("-")


def council_of(path: Path | None) -> str:
    """Whose data a warehouse holds, as in new_name(); empty for the demo council's and for none."""
    return path.name.removesuffix(SUFFIX).partition(".")[2] if path else ""


def all_files() -> list[Path]:
    """Every warehouse on disk, newest first."""
    return sorted(paths.warehouses().glob(f"*{SUFFIX}"), reverse=True)


def current() -> Path | None:
    """The file the pointer names, or None where nothing was built or the pointer is garbled."""
    pointer = _pointer()
    if not pointer.is_file():
        return None
    name = pointer.read_text(encoding="utf-8", errors="replace").strip()
    if not name.endswith(SUFFIX) or Path(name).name != name or not name.isprintable():
        return None
    return paths.warehouses() / name


def publish(built: Path, name: str, keep: int) -> Path:
    """Move a finished file into the warehouse folder, point to it, and drop all but the newest `keep`."""
    target = paths.warehouses() / f"{name}{SUFFIX}"
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(built, target)
    point_to(target)
    same = [path for path in all_files() if path != target and council_of(path) == council_of(target)]
    for old in same[max(0, keep - 1) :]:
        with contextlib.suppress(PermissionError):  # Windows keeps a file that an app still reads; the next build tries
            old.unlink(missing_ok=True)
    return target


def go_back(name: str) -> Path:
    """Make an earlier warehouse of the same council the one to serve; `name` is its file name or the start of it.

    Only imported numbers go back: what people wrote, and what they withdrew, stands in the records. Raises NotFound.
    """
    now = council_of(current())
    found = [path for path in all_files() if path.name.startswith(name) and council_of(path) == now]
    if len(found) != 1:
        kept = ", ".join(path.stem for path in all_files() if council_of(path) == now)
        raise NotFound(f"{'No' if not found else 'More than one'} kept warehouse begins with {name}. Kept: {kept}.")
    point_to(found[0])
    return found[0]


def point_to(path: Path) -> None:
    """Make `path` the one to serve; the pointer changes whole or not at all."""
    pointer = _pointer()
    pointer.parent.mkdir(parents=True, exist_ok=True)
    beside = pointer.with_suffix(".part")
    beside.write_text(path.name, encoding="ascii")
    os.replace(beside, pointer)


def _pointer() -> Path:
    return paths.home() / "current"
