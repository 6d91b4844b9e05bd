"""Population of small areas, carried from 2011 areas to those of 2021 (docs/methods/published-areas.md)."""

import re
from pathlib import Path

import pandas as pd

from tightrope.errors import Refusal
from tightrope.evidence.adapters import published
from tightrope.evidence.adapters.base import Format, Imported, Told
from tightrope.evidence.adapters.lookups import Lookups, council

PUBLISHER = "Office for National Statistics"
COLUMNS = {
    "population": r"(total)?population|allages|total",
    "pop_65_plus": r"(pop(ulation)?)?65(plus|andover|over)",
    "pop_85_plus": r"(pop(ulation)?)?85(plus|andover|over)",
}
CODE = {11: r"lsoa11(code|cd)", 21: r"lsoa21(code|cd)"}


def read(files: list[Path], told: Told) -> Imported:
    """Rows of `area`: area_code with population, pop_65_plus, pop_85_plus (people; those that the file gives).

    Files: one population file by small area; for areas of 2011 the look-up to those of 2021. An area that stayed
    is copied, areas put together are summed, one that was divided is shared equally over its parts: an assumption,
    and said. Sums are kept exactly. Raises Refusal without the look-up, or for several files.
    """
    sorted_files = published.sort(files)
    lookups, found = Lookups(sorted_files), Imported()
    given = sorted_files.get("population", [])
    if len(given) != 1:
        raise Refusal(f"Give one file of population by small area, not {len(given)}: two years are never added up.")
    path, table = given[0], published.table(given[0])
    vintage = 21 if published.column(table, CODE[21]) else 11
    if not published.column(table, CODE[vintage]):
        raise Refusal(f"{path.name} has no column of small-area codes of 2011 or 2021 (lsoa11_code or lsoa21_code).")
    counts = _counts(path, table, vintage, found)
    year = re.search(r"mid[-_ ]?(20\d\d)", path.stem, re.IGNORECASE)
    when = f"mid-{year[1]}" if year else "a year that the file does not say"
    note = f"Usual residents, {when}."
    if vintage == 11:
        counts, words = _to_2021(path, counts, lookups, found)
        note += f" {words}"
        found.notes.append(words)
    wanted = lookups.wanted(told)
    whole = counts if wanted is None else counts[counts.index.isin(wanted)]
    if whole.empty:
        raise Refusal(f"{path.name} holds no area of {council(told)}.")
    totals = ", ".join(f"{one} {int(whole[one].sum()):,}" for one in whole)
    found.notes.append(f"Population of {when}: {len(whole)} areas, {totals}.")
    found.tables["area"] = whole.rename_axis("area_code").reset_index()
    found.sources.append(published.source("area", path, told, PUBLISHER, note))
    return found


def _counts(path: Path, table: pd.DataFrame, vintage: int, found: Imported) -> pd.DataFrame:
    """Whole people by area code. Rows with anything else than whole numbers of people are set aside."""
    frame = pd.DataFrame({"code": published.text(table, CODE[vintage])})
    faulty = frame["code"].duplicated() | ~frame["code"].str.fullmatch(published.CODE.pattern)
    found.aside += published.aside(path, table, faulty, "Its code is no small area's, or stands twice.", CODE[vintage])
    for name, pattern in COLUMNS.items():
        if published.column(table, pattern) is None:
            continue
        values = published.numbers(table, pattern)
        strange = ~(values >= 0) | (values % 1 != 0)
        found.aside += published.aside(path, table, strange & ~faulty, f"{name} is no whole number of people.", pattern)
        frame[name], faulty = values, faulty | strange
    return frame[~faulty].set_index("code").astype(int)


def _to_2021(
    path: Path, counts: pd.DataFrame, lookups: Lookups, found: Imported
) -> tuple[pd.DataFrame, str]:
    if lookups.pairs is None:
        raise Refusal(f"{path.name} counts areas of 2011. Give the look-up of 2011 to 2021 areas too.")
    pairs = lookups.pairs.sort_values(["code11", "code21"])
    lost = sorted(set(counts.index) - set(pairs["code11"]))
    if lost:
        found.notes.append(f"{len(lost)} areas of {path.name} are not in the look-up: {published.some(lost)}.")
        rows = published.table(path)
        words = "The look-up of 2011 to 2021 areas does not know this code."
        mask = published.text(rows, CODE[11]).isin(lost)
        found.aside += published.aside(path, rows, mask, words, CODE[11])
    pairs = pairs[pairs["code11"].isin(counts.index)]
    parts = pairs.groupby("code11")["code21"].transform("size")
    place = pairs.groupby("code11").cumcount()
    shared = pd.DataFrame({"code21": pairs["code21"]})
    for one in counts:
        # Whole people in equal shares: what is left over goes to the first parts, so that the sum stays.
        shared[one] = (pairs["code11"].map(counts[one]) + parts - 1 - place) // parts
    split, merged = int((parts > 1).sum()), int((pairs.groupby("code21").size() > 1).sum())
    divided = pairs.loc[parts > 1, "code11"].nunique()
    words = (
        f"Counted for areas of 2011 and carried to those of 2021: {merged} areas were put together and summed; "
        f"{divided} were divided into {split} parts, which share its people equally (an assumption)."
    )
    return shared.groupby("code21").sum(), words


FORMAT = Format(
    "population",
    "Population by small area (mid-year estimates), all ages, 65 and over, 85 and over",
    "Office for National Statistics, small area population estimates: LSOA by age",
    read,
)
