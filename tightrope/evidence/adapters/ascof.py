"""Adult Social Care Outcomes Framework, a long table; marks stay apart from numbers (see published-areas.md)."""

import re
from datetime import date
from pathlib import Path

import pandas as pd

from tightrope.errors import Refusal
from tightrope.evidence.adapters import neighbours, published
from tightrope.evidence.adapters.base import Aside, Format, Imported, Told
from tightrope.evidence.adapters.lookups import council

PUBLISHER = "Department of Health and Social Care"
ENGLAND = "E92000001"
MARK = re.compile(r"\[[a-z]\]")
TWO = re.compile(r"(-?[\d.,]+) \(-?[\d.,]+\)")  # a figure and another one in brackets: the first is the measure's
MARK_WORDS = {"[x]": "not available", "[z]": "not applicable", "[c]": "suppressed"}
PUBLISHED = {"2024 to 2025": date(2025, 12, 18)}  # by the newest year in the file


def read(files: list[Path], told: Told) -> Imported:
    """Rows of `outcome`: one figure of one council and year, with its value, or the mark that stands in its place.

    Files: the framework as a long table; the list of nearest neighbours, to take theirs as well. With
    `told.council_code` it takes that council, England and the neighbours; without it all that carry a code.
    Raises Refusal where the table holds no figure of the council.
    """
    sorted_files, found = published.sort(files), Imported()
    given = sorted_files.get("ascof", [])
    if not given:
        raise Refusal("No file is the outcomes framework as a long table (ons_code, table, year, measure_part, raw).")
    lists = [neighbours.listed(path) for path in sorted_files.get("neighbours", [])]
    alike = {one for each in lists for one in each.get(told.council_code, [])}
    frames = [_figures(path, told, alike, found) for path in given]
    frame = pd.concat(frames, ignore_index=True).drop_duplicates(["council_code", "table_code", "year", "measure_part"])
    if frame.empty or (told.council_code and told.council_code not in set(frame["council_code"])):
        raise Refusal(f"The outcomes framework holds no figure of {council(told)}.")
    marks = frame["mark"].value_counts()
    listed = ", ".join(f"{count:,} {one} {MARK_WORDS.get(one, 'marked')}" for one, count in marks.items())
    found.notes.append(
        f"{len(frame):,} figures of {frame['council_code'].nunique()} councils, regions and countries; "
        f"{int(frame['value'].notna().sum()):,} are numbers, the others are marks: {listed or 'none'}."
    )
    if told.council_code and not alike:
        found.notes.append("No list of neighbours was given: the council stands beside England alone.")
    found.tables["outcome"] = frame
    return found


def _figures(path: Path, told: Told, alike: set[str], found: Imported) -> pd.DataFrame:
    table = published.table(path)
    code, raw = published.text(table, "onscode"), published.text(table, "raw")
    coded = code.str.fullmatch(published.CODE.pattern)
    named = published.text(table, "laname")
    _groups(path, named[~coded], found)
    mine = coded & code.isin({told.council_code, ENGLAND, *alike}) if told.council_code else coded
    mark = raw.str.fullmatch(MARK.pattern)
    two = raw.str.fullmatch(TWO.pattern)
    first = raw.str.replace(TWO, r"\1", regex=True)
    value = pd.to_numeric(first.where(~mark).str.replace(",", ""), errors="coerce")
    strange = mine & ~mark & value.isna()
    found.aside += published.aside(path, table, strange, "It is neither a number nor a mark such as [x].", "raw")
    if (two & mine).any():
        words = f"{int((two & mine).sum())} figures have a second one in brackets behind them, which is not taken."
        found.notes.append(f"{path.name}: {words}")
    frame = pd.DataFrame({
        "council_code": code, "council_name": named, "table_code": published.text(table, "table"),
        "title": published.text(table, "title").map(_title), "year": published.text(table, "year"),
        "measure_part": published.text(table, "measurepart"), "value": value, "mark": raw.where(mark),
    })[mine & ~strange]  # fmt: skip
    newest = max(frame["year"], default="")
    note = f"Figures up to {newest}. Client records changed in April 2024: measures on them have no clean trend."
    found.sources.append(published.source("outcome", path, told, PUBLISHER, note, PUBLISHED.get(newest)))
    return frame


def _groups(path: Path, names: pd.Series, found: Imported) -> None:
    """Groups of councils carry no code, so they are no rows of ours: named once each, with how many rows they have."""
    for name, rows in names.groupby(names):
        words = f"{len(rows)} rows are of a group of councils without an official code and are not taken."
        found.aside.append(Aside(path.name, int(rows.index[0]) + 2, words, "la_name", str(name)))


def _title(words: str) -> str:
    return re.sub(r"\s*\[note \d+\]", "", words).strip()


FORMAT = Format(
    "ascof",
    "Adult Social Care Outcomes Framework as one long table, with its marks",
    "gov.uk, Measures from the Adult Social Care Outcomes Framework: data tables",
    read,
)
