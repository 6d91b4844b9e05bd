"""Stories and other records that a build found, sealed until the records store takes them in: no word is in clear."""

import json
import secrets
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tightrope import paths, sealing
from tightrope.sealing import Master

ABOUT = "intake"


def write(master: Master, rows: list[dict[str, Any]], stamp: str) -> Path:
    """Seal rows under the master key; return the file.

    A row has the file columns of table story, typed, or those of the table that it names under "table".
    """
    path = paths.intake_folder() / f"{stamp}-{secrets.token_hex(4)}.sealed"
    text = json.dumps(rows, default=_plain, ensure_ascii=False)
    sealing.write_private(path, master.seal(text.encode("utf-8"), ABOUT))
    return path


def waiting(council: str = "") -> list[Path]:
    """Intake files of one council (as warehouses.council_of names it) not yet taken in, oldest first."""
    folder = paths.intake_folder()
    found = sorted(folder.glob("*.sealed")) if folder.is_dir() else []
    return [path for path in found if path.stem.partition(".")[2].rpartition("-")[0] == council]


def read(master: Master, path: Path) -> list[dict[str, Any]]:
    """The rows of one intake file, dates as ISO text. Raises Refusal when the key does not open it."""
    return json.loads(master.open(path.read_bytes(), ABOUT))


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in an intake file")
