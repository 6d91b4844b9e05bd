"""Indices of deprivation by small area: 2025, or 2019 through the look-up (docs/methods/published-areas.md)."""

from datetime import date
from pathlib import Path

import pandas as pd

from tightrope.errors import Refusal
from tightrope.evidence.adapters import published
from tightrope.evidence.adapters.base import Format, Imported, Told
from tightrope.evidence.adapters.lookups import Lookups, council

PUBLISHER = "Ministry of Housing, Communities and Local Government"
CODE = {21: r"lsoa21(code|cd)|lsoacode2021", 11: r"lsoa11(code|cd)|lsoacode2011"}
SCORE = r"(imd|indexofmultipledeprivationimd)score"
DECILE = r"(imd|indexofmultipledeprivationimd)decile.*"
OLDER = r"(idaopi|incomedeprivationaffectingolderpeople(idaopi)?)score.*"
EDITION = {21: ("2025", date(2025, 10, 30)), 11: ("2019", date(2019, 9, 26))}
IMD = ("imd_score", "imd_decile")
SUMMARY = "imd_average_score"  # table_code of the council's own average in `outcome`
COUNCIL, COUNCIL_NAME = r"(ltla|lad)\d\d(code|cd)", r"(ltla|lad)\d\d(name|nm)"
AVERAGE = r"imdaveragescore"


def read(files: list[Path], told: Told) -> Imported:
    """Rows of `area`: area_code with imd_score, imd_decile (1 is most deprived), older_income_deprivation (a share).

    Files: one edition of the indices by small area; the look-up to wards and councils, to take one council;
    for the edition of 2019 the look-up of 2011 to 2021 areas. What a file lacks stays empty. The summary of 2025 by
    council, where it is given beside them, makes a row of `outcome`: the average score as published.
    Raises Refusal for two editions at once, for an edition without its look-up, and for a council unknown.
    """
    sorted_files = published.sort(files)
    lookups, found = Lookups(sorted_files), Imported()
    indices = [(path, published.table(path)) for path in sorted_files.get("imd", [])]
    if not indices:
        raise Refusal("No file holds indices of deprivation by small area (a code of 2011 or 2021, and a decile).")
    vintages = {21 if published.column(one, CODE[21]) else 11 for _, one in indices}
    if len(vintages) > 1:
        raise Refusal("The indices of 2019 and of 2025 are not comparable, so they are never mixed. Give one of them.")
    vintage = vintages.pop()
    if not any(published.column(one, CODE[vintage]) for _, one in indices):
        raise Refusal("The codes of the indices are neither of 2011 nor of 2021 areas.")
    wanted = lookups.wanted(told)
    if wanted is None and (told.council_code or told.council_name):
        raise Refusal(f"Which areas are {council(told)}'s is not known. Give the look-up of small area to council too.")
    frame = _joined([_values(path, one, vintage, found) for path, one in indices])
    if vintage == 11:
        frame = _to_2021(frame, lookups, wanted, found)
    frame = frame if wanted is None else frame[frame["area_code"].isin(wanted)]
    if frame.empty:
        raise Refusal(f"The indices hold no area of {council(told)}.")
    _finish(frame.reset_index(drop=True), wanted, vintage, [path for path, _ in indices], told, found)
    if vintage == 21:
        _summary(sorted_files.get("imd_council", []), told, found)
    return found


def _values(path: Path, table: pd.DataFrame, vintage: int, found: Imported) -> pd.DataFrame:
    frame = pd.DataFrame({"area_code": published.text(table, CODE[vintage])})
    for name, pattern, least, most in (
        ("imd_score", SCORE, 0, 100), ("imd_decile", DECILE, 1, 10), ("older_income_deprivation", OLDER, 0, 1)
    ):  # fmt: skip
        if published.column(table, pattern) is None:
            continue
        values = published.numbers(table, pattern)
        strange = ~values.between(least, most) | ((name == "imd_decile") & (values % 1 != 0))
        words = f"{name} does not lie between {least} and {most}."
        found.aside += published.aside(path, table, strange, words, pattern)
        frame[name] = values.where(~strange)
    twice = frame["area_code"].duplicated()
    found.aside += published.aside(path, table, twice, "The area stands in the file a second time.", CODE[vintage])
    return frame[~twice]


def _joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """One frame of several files of one edition (scores and deciles are published in separate files)."""
    first, *others = (one.set_index("area_code") for one in frames)
    for one in others:
        first = first.combine_first(one)
    return first.reset_index()


def _to_2021(frame: pd.DataFrame, lookups: Lookups, wanted: set[str] | None, found: Imported) -> pd.DataFrame:
    """Deciles of 2011 areas on 2021 areas: a part takes its whole's; a merged area what all its parts agree on."""
    if lookups.pairs is None:
        raise Refusal("The indices of 2019 are for areas of 2011. Give the look-up of 2011 to 2021 areas too.")
    divided = lookups.pairs["code11"].duplicated(keep=False)
    pairs = lookups.pairs.assign(divided=divided)
    both = pairs.merge(frame, left_on="code11", right_on="area_code", how="left")
    both = both if wanted is None else both[both["code21"].isin(wanted)]
    values = [one for one in frame.columns if one != "area_code"]
    groups = both.groupby("code21")
    agreed = groups[values].first().where(groups[values].nunique(dropna=False) == 1).dropna(how="all")
    unclear = sorted(set(both["code21"]) - set(agreed.index))
    parts = int(groups["divided"].any().sum())
    words = (
        f"Indices of 2019 on areas of 2021: of {groups.ngroups} areas {parts} are parts of a divided area and take its "
        f"figures; {len(unclear)} were put together from areas of different ones and stay empty"
    )
    found.notes.append(words + (f": {published.some(unclear)}." if unclear else "."))
    return agreed.reindex(sorted(set(both["code21"]))).rename_axis("area_code").reset_index()


def _finish(
    frame: pd.DataFrame, wanted: set[str] | None, vintage: int, paths: list[Path], told: Told, found: Imported
) -> None:
    year, day = EDITION[vintage]
    given = [one for one in (*IMD, "older_income_deprivation") if one in frame and frame[one].notna().any()]
    found.tables["area"] = frame[["area_code", *given]]
    if set(given) & set(IMD):  # the other edition's figure must not stand beside this one's
        found.cleared["area"] = (*IMD, "older_income_deprivation") if vintage == 11 else IMD
    empty = [one for one in (*IMD, "older_income_deprivation") if one not in given]
    if empty:
        found.notes.append(f"The indices of {year} as given hold no {' and no '.join(empty)}: left empty.")
    if wanted is not None:
        lost = sorted(wanted - set(frame["area_code"]))
        if lost:
            found.notes.append(f"{len(lost)} areas of {council(told)} have no index: {published.some(lost)}.")
    if "imd_decile" in given:
        first = int((frame["imd_decile"] == 1).sum())
        found.notes.append(f"{len(frame)} areas of {council(told)} have indices of {year}; {first} are in decile 1.")
    note = f"English Indices of Deprivation {year}; decile 1 is the most deprived tenth of areas in England."
    if vintage == 11:
        note += " Published for areas of 2011, carried to those of 2021; not comparable with 2025."
    found.sources += [published.source("area", one, told, PUBLISHER, note, day) for one in paths]


def _summary(paths: list[Path], told: Told, found: Imported) -> None:
    """The published average score of the council, as an outcome of table SUMMARY; nothing where it is not in there."""
    year, day = EDITION[21]
    for path in paths:
        table = published.table(path)
        codes = published.text(table, COUNCIL)
        rows = pd.DataFrame({
            "council_code": codes, "council_name": published.text(table, COUNCIL_NAME), "table_code": SUMMARY,
            "title": f"English Indices of Deprivation {year}: average score of the council's areas", "year": year,
            "measure_part": "average score", "value": published.numbers(table, AVERAGE),
        })  # fmt: skip
        rows = rows[codes.eq(told.council_code) if told.council_code else codes.ne("")].dropna(subset=["value"])
        if rows.empty:
            continue
        found.tables["outcome"] = rows.reset_index(drop=True)
        note = f"English Indices of Deprivation {year}, summary by council, with the population made for the indices."
        found.sources.append(published.source("outcome", path, told, PUBLISHER, note, day))


FORMAT = Format(
    "imd",
    "English Indices of Deprivation by small area: 2025 (areas of 2021), or 2019 (areas of 2011)",
    "gov.uk, English indices of deprivation 2025: File 7, all ranks, scores, deciles and population denominators",
    read,
)
