"""Where things stand on disk. Everything else asks here, so that tests can move it all."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "queries"
TABLES = ROOT / "data" / "tables" / "datapackage.json"
MEASURES = ROOT / "data" / "measures"
THEMES = ROOT / "data" / "themes"
EFFECTS = ROOT / "data" / "effects"
SETTINGS = ROOT / "data" / "settings.toml"
SAMPLE = ROOT / "data" / "sample"


def home() -> Path:
    """Folder for everything the app makes: TIGHTROPE_HOME, else data/build."""
    return Path(os.environ.get("TIGHTROPE_HOME") or ROOT / "data" / "build").resolve()


def warehouses() -> Path:
    """Folder that holds dated warehouse files and nothing else (the only folder SQL may read)."""
    return home() / "warehouse"


def records_file(council: str = "") -> Path:
    """The records store of a council: TIGHTROPE_RECORDS, else a file of its own in the home folder.

    What is written about the demo council and about a real one never stands in one file.
    """
    own = f"{council}.duckdb" if council else "records.duckdb"
    return Path(os.environ.get("TIGHTROPE_RECORDS") or home() / "records" / own).resolve()


def runtime_file() -> Path:
    """Where the running app leaves its loopback port and token for the command line."""
    return home() / "records" / "running.json"


def intake_folder() -> Path:
    """Where a build leaves sealed stories until the records store has taken them in."""
    return home() / "intake"


def master_key_file() -> Path:
    """The master key outside data/: TIGHTROPE_KEY_FILE, else a file in the user's own configuration folder."""
    told = os.environ.get("TIGHTROPE_KEY_FILE")
    if told:
        return Path(told)
    base = os.environ.get("APPDATA") or os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base) / "tightrope" / "master.key"
