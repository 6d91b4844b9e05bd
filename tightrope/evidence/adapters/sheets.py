"""Reading a published sheet, whatever its wrapping, its first lines and the spelling of its headings."""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import python_calamine

from tightrope.errors import Refusal

BOOKS = (".xlsx", ".xls", ".xlsm", ".ods")
LOOKED_AT = 20  # first lines of a sheet among which the headings may stand, below a title
DAY_STYLES = tuple("%d/%m/%Y,%d/%m/%y,%d-%m-%Y,%d.%m.%Y,%d %B %Y,%d %b %Y,%d-%b-%Y,%d-%b-%y,%Y/%m/%d".split(","))
MONTH_FIRST = "%m/%d/%Y"

Aliases = dict[str, tuple[str, ...]]  # for each column of ours the plain headings it goes by, the best first


@dataclass
class Sheet:
    """One sheet: `rows` as published, indexed by the row a spreadsheet shows; `columns` says which heading is which."""

    file: str
    rows: pd.DataFrame
    columns: dict[str, str]

    def text(self, name: str) -> pd.Series:
        """A column of ours as trimmed text with single blanks; all empty where the sheet has none."""
        if name not in self.columns:
            return pd.Series("", index=self.rows.index, dtype=object)
        return _by_value(self.rows[self.columns[name]], _words, "")

    def raw(self, name: str) -> pd.Series:
        """A column of ours as it stands, None where empty."""
        if name not in self.columns:
            return pd.Series(None, index=self.rows.index, dtype=object)
        return self.rows[self.columns[name]].astype(object)


def plain(heading: Any) -> str:
    """A heading without case, blanks and signs: `Supplier Name*` is `suppliername`."""
    return re.sub(r"[^a-z0-9]", "", str(heading).casefold())


def read(path: Path, aliases: Aliases, needed: tuple[str, ...]) -> Sheet:
    """Read a CSV, workbook or Parquet file whose headings are `aliases`, below at most some lines of title.

    Raises Refusal where the file cannot be read, or no line holds a heading for each column of `needed`.
    """
    if not path.is_file():
        raise Refusal(f"There is no file {path}.")
    found = pd.read_parquet(path) if path.suffix == ".parquet" else None
    if found is not None:
        found.index = range(2, len(found) + 2)
        return Sheet(path.name, found, _checked(path, list(found.columns), aliases, needed))
    grid = _book(path) if path.suffix.lower() in BOOKS else _csv(path)
    best = max(range(min(LOOKED_AT, len(grid))), key=lambda at: len(match(list(grid.iloc[at]), aliases)), default=0)
    heads = [str(one).strip() if pd.notna(one) else "" for one in grid.iloc[best]] if len(grid) else []
    heads = [one if one and one not in heads[:at] else f"column {at + 1}" for at, one in enumerate(heads)]
    rows = grid.iloc[best + 1 :].set_axis(heads, axis=1).replace("", None).dropna(how="all")
    rows.index = rows.index + 1
    return Sheet(path.name, rows, _checked(path, heads, aliases, needed))


def match(heads: list[Any], aliases: Aliases) -> dict[str, str]:
    """Which heading is which column of ours: for each the first of its spellings that is there and not taken."""
    there = {plain(one): one for one in reversed(heads) if pd.notna(one)}
    found: dict[str, str] = {}
    for name, spellings in aliases.items():
        head = next((there[one] for one in spellings if one in there and there[one] not in found.values()), None)
        if head is not None:
            found[name] = head
    return found


def days(values: pd.Series) -> pd.Series:
    """Dates, None where there is none. Day before month as in Britain; month first only where nothing else can be."""
    return _by_value(values, day)


def day(value: Any) -> date | None:
    """One date: a date, ISO text or British text; None where it is none."""
    if isinstance(value, datetime | date):
        return value.date() if isinstance(value, datetime) else value
    words = str(value).strip()
    if match_iso := re.match(r"\d{4}-\d{2}-\d{2}(?=$|[T ])", words):
        styles, words = ("%Y-%m-%d",), match_iso.group()
    else:
        styles, words = (*DAY_STYLES, MONTH_FIRST), re.sub(r"[ T]\d{1,2}:\d{2}(:\d{2})?$", "", words)
    for style in styles:
        try:
            return datetime.strptime(words, style).date()
        except ValueError:
            continue
    return None


def either_way(values: pd.Series) -> pd.Series:
    """True where a date of figures would also be one with month and day exchanged, and another one."""
    parts = values.astype(str).str.extract(r"^(\d{1,2})/(\d{1,2})/\d{2,4}")
    first, second = pd.to_numeric(parts[0]), pd.to_numeric(parts[1])
    return (first <= 12) & (second <= 12) & (first != second)


def month_first(values: pd.Series) -> pd.Series:
    """True where a date of figures can only be read month first."""
    parts = values.astype(str).str.extract(r"^\d{1,2}/(\d{1,2})/\d{4}")
    return pd.to_numeric(parts[0]) > 12


def amounts(values: pd.Series) -> pd.Series:
    """Pounds as floats, NaN where no number stands. `(12.50)`, `12.50-` and `12.50 CR` are credits, so negative."""
    return _by_value(values, amount).astype(float)


def amount(value: Any) -> float | None:
    """One amount, or None."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if value == value else None
    words = re.sub(r"[£,\s]|GBP", "", str(value))
    credit = re.fullmatch(r"\((.+)\)|(.+)(?:-|CR)", words, re.IGNORECASE)
    try:
        found = float(next(one for one in credit.groups() if one)) if credit else float(words)
    except ValueError:
        return None
    return (-abs(found) if credit else found) if abs(found) < 1e12 else None


def yes(value: Any) -> bool | None:
    """True or False for a yes or no in any of the usual spellings, None for anything else."""
    words = plain(value)
    if words in ("yes", "y", "true", "1", "x"):
        return True
    return False if words in ("no", "n", "false", "0", "none") else None


def _by_value(values: pd.Series, make: Callable[[Any], Any], empty: Any = None) -> pd.Series:
    """Make each different value once: a column of 190,000 payments has a few thousand."""
    made = {one: make(one) for one in values.dropna().unique()}
    return values.astype(object).map(lambda one: made.get(one, empty))


def _words(value: Any) -> str:
    """A value as text; a workbook's whole number without its nought."""
    whole = isinstance(value, float) and value.is_integer()
    return " ".join(str(int(value) if whole else value).split())


def _checked(path: Path, heads: list[str], aliases: Aliases, needed: tuple[str, ...]) -> dict[str, str]:
    found = match(heads, aliases)
    if lost := [one for one in needed if one not in found]:
        wanted = "; ".join(f"{one}: one of {', '.join(aliases[one][:4])}" for one in lost)
        raise Refusal(f"{path.name} has no heading for {', '.join(lost)}. Name the column ({wanted}).")
    return found


def _csv(path: Path) -> pd.DataFrame:
    for code in ("utf-8-sig", "cp1252"):
        try:
            with path.open(encoding=code, newline="") as handle:
                records = list(csv.reader(handle))
        except UnicodeDecodeError:
            continue
        except csv.Error as error:
            raise Refusal(f"{path.name} cannot be read as a CSV: {error}") from error
        width = max(map(len, records), default=0)
        return pd.DataFrame([one + [""] * (width - len(one)) for one in records], dtype=object)
    raise Refusal(f"{path.name} is neither UTF-8 nor Windows-1252. Save it as 'CSV UTF-8' and try again.")


def _book(path: Path) -> pd.DataFrame:
    """The sheet with the most rows; dates stay dates."""
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        grids = [book.get_sheet_by_name(one).to_python(skip_empty_area=False) for one in book.sheet_names]
    except (python_calamine.CalamineError, OSError) as error:
        raise Refusal(f"{path.name} cannot be read as a workbook: {error}") from error
    return pd.DataFrame(max(grids, key=len, default=[]), dtype=object)
