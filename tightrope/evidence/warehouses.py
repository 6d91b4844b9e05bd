"""Dated warehouse files: which one is served, which came before, and how a new one takes over."""

import contextlib
import os
import secrets
from pathlib import Path

from tightrope import clock, paths

SUFFIX = ".duckdb"


def new_name() -> str:
    """A name that sorts by time and never repeats."""
    return f"{clock.now():%Y-%m-%dT%H%M%S}-{secrets.token_hex(3)}"


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
    for old in [path for path in all_files() if path != target][max(0, keep - 1) :]:
        with contextlib.suppress(PermissionError):  # Windows keeps a file that an app still reads; the next build tries
            old.unlink(missing_ok=True)
    return target


def point_to(path: Path) -> None:
    """Make `path` the one to serve; the pointer changes whole or not at all."""
    pointer = _pointer()
    pointer.parent.mkdir(parents=True, exist_ok=True)
    beside = pointer.with_suffix(".part")
    beside.write_text(path.name, encoding="ascii")
    os.replace(beside, pointer)


def _pointer() -> Path:
    return paths.home() / "current"
