"""Trays: where files that somebody uploads lie until they are loaded. Private, one person's own, emptied afterwards.

Files may hold what people said, so nothing of them is logged, and nobody else on this computer can read them.
"""

import json
import re
import secrets
import shutil
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tightrope import paths, sealing
from tightrope.errors import Refusal
from tightrope.evidence import mapping
from tightrope.evidence.folder import KINDS, MAPPING, NOT_DATA
from tightrope.records.roles import LOAD_DATA, Reader

MOST_MEGABYTES = 200  # of one file; the server's own limit (.streamlit/config.toml) is the same
MOST_IN_ALL = 600  # megabytes in a tray
MOST_FILES = 40
STALE_SECONDS = 24 * 60 * 60
LONGEST_STEM = 100
TRAY_ID = re.compile(r"[0-9a-f]{32}")
FOLDER_WORDS = "python3 run.py build --from FOLDER"
UNSAFE = frozenset('<>:"|?*[]/')  # some stand for "anything" here, some no other system takes
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)  # names that Windows keeps for itself


@dataclass(frozen=True)
class Tray:
    """One person's files on their way in: `files` is the folder a build reads, state.json what was answered."""

    folder: Path

    @property
    def tray_id(self) -> str:
        """The random name of the folder."""
        return self.folder.name

    @property
    def files(self) -> Path:
        """Data files, mapping.toml and settings.toml, as `check DIR` would find them."""
        return self.folder / "files"

    @property
    def report(self) -> Path:
        """What the last check found, in short; gone when anything changed since."""
        return self.folder / "report.json"

    @property
    def findings(self) -> Path:
        """Every finding of the last check that was kept, as CSV."""
        return self.folder / "findings.csv"

    @property
    def known(self) -> Path:
        """A mapping.toml from an earlier month that was uploaded with the files."""
        return self.folder / "earlier.toml"

    def state(self) -> dict[str, Any]:
        """What was answered so far."""
        return json.loads((self.folder / "state.json").read_text(encoding="utf-8"))

    def keep_state(self, state: dict[str, Any]) -> None:
        """Write what was answered, whole or not at all."""
        sealing.write_private(self.folder / "state.json", json.dumps(state).encode("utf-8"))

    def forget_report(self) -> None:
        """What was checked is no longer what lies here."""
        self.report.unlink(missing_ok=True)
        self.findings.unlink(missing_ok=True)


def incoming() -> Path:
    """The folder of all trays."""
    return paths.home() / "incoming"


def begin(reader: Reader) -> Tray:
    """An empty tray. Raises NotAllowed for a role that may not load data."""
    reader.require(LOAD_DATA)
    incoming().mkdir(parents=True, exist_ok=True)
    incoming().chmod(0o700)
    made = Tray(incoming() / secrets.token_hex(16))
    made.folder.mkdir(mode=0o700)
    made.files.mkdir(mode=0o700)
    made.keep_state({"owner": reader.account_id, "files": {}, "council": None})
    return made


def find(reader: Reader, tray_id: str | None) -> Tray | None:
    """The reader's own tray of that id, else their latest; None where they have none.

    Raises NotAllowed for a role that may not load data.
    """
    reader.require(LOAD_DATA)
    if tray_id and TRAY_ID.fullmatch(tray_id) and _owner(Tray(incoming() / tray_id)) == reader.account_id:
        return Tray(incoming() / tray_id)
    own = [one for one in map(Tray, _folders()) if _owner(one) == reader.account_id]
    return max(own, key=lambda one: one.folder.stat().st_mtime, default=None)


def keep(tray: Tray, name: str, data: bytes) -> str:
    """Put an uploaded file into a tray and return the name it lies there under; one of the same name is replaced.

    Raises Refusal for a file that is too large, of a kind that holds no table, or no mapping.toml that can be read.
    """
    if name.casefold().endswith(".toml"):
        sealing.write_private(tray.known, data)
        try:
            mapping.load(tray.known)
        except Refusal:
            tray.known.unlink()
            raise
        return MAPPING
    plain = safe_name(name)
    there = [one for one in tray.files.iterdir() if one.suffix.lower() in KINDS]
    before = [one for one in there if one.name.casefold() == plain.casefold()]
    most = MOST_MEGABYTES * 1_000_000
    if len(data) > most * 1.1 or sum(one.stat().st_size for one in there) + len(data) > MOST_IN_ALL * 1_000_000:
        raise Refusal(f"{plain} is too large to upload here. Put the files into one folder and run: {FOLDER_WORDS}")
    if len(there) - len(before) >= MOST_FILES:
        raise Refusal(f"{MOST_FILES} files are the most at once. Put them into one folder and run: {FOLDER_WORDS}")
    for one in before:
        one.unlink()
    sealing.write_private(tray.files / plain, data)
    return plain


def safe_name(given: str) -> str:
    """A file's name without any path, sign or length that could do harm. Raises Refusal for a kind with no table.

    >>> safe_name("..\\\\..\\\\etc/kpi [2026].CSV")
    'kpi _2026_.CSV'
    """
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    name = "".join(sign if sign.isprintable() and sign not in UNSAFE else "_" for sign in name).strip(" .")
    stem, dot, suffix = name.rpartition(".")
    if not dot or not stem.strip(" ._") or f".{suffix.lower()}" not in KINDS:
        shown = name[:LONGEST_STEM] or "This file"
        raise Refusal(f"{shown} is no file that can be loaded here. Save the table as .xlsx or as 'CSV UTF-8'.")
    stem = stem[:LONGEST_STEM].encode("utf-8")[: 2 * LONGEST_STEM].decode("utf-8", "ignore").rstrip(" .")
    if RESERVED.fullmatch(stem) or f"{stem}.{suffix}".lower() in NOT_DATA:
        stem = f"_{stem}"
    return f"{stem}.{suffix}"


def take_out(tray: Tray, name: str) -> None:
    """Take one file out of a tray, with what was answered about it."""
    state = tray.state()
    state["files"].pop(name, None)
    for one in tray.files.iterdir():
        if one.name == name:
            one.unlink()
    tray.keep_state(state)
    tray.forget_report()


def empty(tray: Tray) -> None:
    """Delete a tray and everything in it."""
    if tray.folder.parent == incoming() and TRAY_ID.fullmatch(tray.tray_id):
        shutil.rmtree(tray.folder, ignore_errors=True)


def clear_stale() -> int:
    """Delete trays that nobody touched for a day; returns how many. The app does so when it starts."""
    stale = [one for one in _folders() if time.time() - _touched(one) > STALE_SECONDS]
    for one in stale:
        shutil.rmtree(one, ignore_errors=True)
    return len(stale)


def _touched(folder: Path) -> float:
    inside = [folder, *folder.rglob("*")]
    return max(one.stat().st_mtime for one in inside if not one.is_symlink())


def _folders() -> list[Path]:
    if not incoming().is_dir():
        return []
    return [one for one in incoming().iterdir() if TRAY_ID.fullmatch(one.name) and one.is_dir()]


def _owner(tray: Tray) -> str | None:
    try:
        return str(tray.state()["owner"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
