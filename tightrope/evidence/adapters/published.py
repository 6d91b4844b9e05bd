"""Reading published files whatever their wrapping, and telling by their columns what they are."""

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet
from python_calamine import CalamineError

from tightrope.errors import Refusal
from tightrope.evidence.adapters.base import Aside, Told

SHEETS = (".xlsx", ".xls", ".ods")
TABLES = (".csv", ".gz", ".parquet", *SHEETS)
CODE = re.compile(r"[EWSN]\d{8}")

# What a file is: the columns it must have (names without case, spaces and signs), first match wins.
KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("our_areas", ("areacode", "areaname", "wardcode")),
    ("ward_lookup", (r"lsoa\d\d(code|cd)", r"(ward|wd)\d\d(code|cd)", r"(ltla|lad)\d\d(code|cd)")),
    ("lsoa_lookup", (r"lsoa11(code|cd)", r"lsoa21(code|cd)")),
    ("postcodes", (r"pcds?2?|pcd[78]", r"lsoa(11|21)(code|cd)?")),
    ("imd", (r"lsoa\d\d(code|cd)|lsoacode20\d\d", r"(imd|indexofmultipledeprivationimd)decile.*")),
    ("imd", (r"lsoa\d\d(code|cd)|lsoacode20\d\d", r"(idaopi|incomedeprivationaffectingolderpeople).*score.*")),
    ("imd_council", (r"(ltla|lad)\d\d(code|cd)", "imdaveragescore")),
    ("population", (r"lsoa\d\d(code|cd)", r"(total)?population|allages|total")),
    ("centroids", (r"lsoa21(code|cd)", "lon", "lat")),
    ("cqc_ratings", ("locationid", "domain", "latestrating", "publicationdate")),
    ("care_homes", ("cqcid", "name", "provider", "postcode")),
    ("ascof", ("onscode", "laname", "table", "measurepart", "raw")),
    ("timetable", ("line", "atcocode", "minutes")),
    ("stops", ("atcocode", "commonname")),
    ("council_names", (r"localauthoritycode", r"localauthorityname")),
)


def plain(name: str) -> str:
    """A column's name without case, spaces and signs: `Care Home?` is `carehome`."""
    return re.sub(r"[^a-z0-9]", "", str(name).lower())


def column(frame: pd.DataFrame, pattern: str) -> str | None:
    """The first column whose plain name fits the whole pattern, or None."""
    return next((one for one in frame.columns if re.fullmatch(pattern, plain(one))), None)


def text(frame: pd.DataFrame, pattern: str) -> pd.Series:
    """That column as text, trimmed, empty where nothing stands; all empty where there is no such column."""
    name = column(frame, pattern)
    if name is None:
        return pd.Series("", index=frame.index, dtype=object)
    return frame[name].astype(object).where(frame[name].notna(), "").map(lambda one: str(one).strip())


def numbers(frame: pd.DataFrame, pattern: str) -> pd.Series:
    """That column as numbers (thousands may be set off by commas); empty where no number stands."""
    name = column(frame, pattern)
    if name is None:
        return pd.Series(float("nan"), index=frame.index)
    return pd.to_numeric(frame[name].astype(str).str.replace(",", "").str.strip(), errors="coerce")


def kind(path: Path) -> str:
    """What a file is, by its columns or its first value: a name of KINDS, `outlines`, `neighbours`, or nothing."""
    if path.suffix in (".geojson", ".json"):
        found = _json(path)
        if isinstance(found, dict) and found.get("type") == "FeatureCollection":
            return "outlines"
        lists = isinstance(found, dict) and found and all(isinstance(one, list) for one in found.values())
        return "neighbours" if lists and all(CODE.fullmatch(one) for one in found) else ""
    if path.suffix not in TABLES:
        return ""
    names = [plain(one) for one in columns(path)]
    return next((what for what, needs in KINDS if all(_any(need, names) for need in needs)), "")


def columns(path: Path) -> list[str]:
    """Names of the columns, without reading the rows. Raises Refusal where the file is no table."""
    if path.suffix == ".parquet":
        try:
            return list(pyarrow.parquet.read_schema(path).names)
        except (OSError, pyarrow.ArrowInvalid) as error:
            raise Refusal(f"{path.name} cannot be read as a Parquet file: {error}") from error
    return list(_read(path, 0).columns)


def table(path: Path) -> pd.DataFrame:
    """All rows: of a CSV as text, of a Parquet file as it is typed, of a workbook the sheet with most rows, as text.

    A CSV that is not UTF-8 is read as Windows-1252, which older publications use.
    """
    if path.suffix == ".parquet":
        columns(path)
        return pd.read_parquet(path)
    return _read(path, None)


def document(path: Path) -> Any:
    """A JSON file's content. Raises Refusal where it is none."""
    found = _json(path)
    if found is None:
        raise Refusal(f"{path.name} is not readable as JSON. Download it again from its publisher.")
    return found


def sort(files: list[Path]) -> dict[str, list[Path]]:
    """Files by what they are. Raises Refusal where one is missing."""
    found: dict[str, list[Path]] = {}
    for path in files:
        if not path.is_file():
            raise Refusal(f"There is no file {path.name}.")
        found.setdefault(kind(path), []).append(path)
    return found


def source(table_name: str, path: Path, told: Told, publisher: str, note: str, dated: Any = None) -> dict[str, Any]:
    """One row for sources.csv; `dated` is the day of publication where it is known from the file."""
    return {
        "table_name": table_name, "file": path.name, "publisher": publisher, "licence": told.licence,
        "published_on": told.dated or dated, "note": note,
    }  # fmt: skip


def aside(path: Path, frame: pd.DataFrame, faulty: pd.Series, words: str, pattern: str = "") -> list[Aside]:
    """One Aside for each row where `faulty`, with the value of the column that `pattern` names."""
    name = (column(frame, pattern) if pattern else None) or ""
    rows = frame.index[faulty.to_numpy()]
    values = frame.loc[rows, name] if name else [""] * len(rows)
    return [
        Aside(path.name, int(row) + 2, words, name, "" if pd.isna(value) else str(value))
        for row, value in zip(rows, values, strict=True)
    ]


def some(names: list[str], most: int = 5) -> str:
    """A few names of many: the first five, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _any(pattern: str, names: list[str]) -> bool:
    return any(re.fullmatch(pattern, one) for one in names)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError):
        return None


def _read(path: Path, rows: int | None) -> pd.DataFrame:
    told = {"dtype": str, "keep_default_na": False, "na_values": [""], "nrows": rows}
    try:
        if path.suffix in SHEETS:
            found = pd.read_excel(path, sheet_name=None, engine="calamine", **(told | {"nrows": None}))
            return max(found.values(), key=len)
        try:
            return pd.read_csv(path, encoding="utf-8-sig", **told)
        except UnicodeDecodeError:
            return pd.read_csv(path, encoding="cp1252", **told)
    except (ValueError, OSError, CalamineError) as error:  # pandas' own errors are ValueErrors
        raise Refusal(f"{path.name} cannot be read as a table: {error}") from error
