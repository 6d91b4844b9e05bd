"""Councils' statistical nearest neighbours (docs/methods/published-areas.md)."""

from pathlib import Path

import pandas as pd

from tightrope.errors import Refusal
from tightrope.evidence.adapters import published
from tightrope.evidence.adapters.base import Format, Imported, Told
from tightrope.evidence.adapters.lookups import Lookups

PUBLISHER = "Ministry of Housing, Communities and Local Government (Office for Local Government)"
FEW = 2  # a list this short is in order of code by chance


def read(files: list[Path], told: Told) -> Imported:
    """Rows of `council_neighbour`: each council's neighbours and their rank, 1 the most alike.

    Files: the lists (JSON: code to codes); any of the ward look-up, the outcomes framework or a table of local
    authority codes and names, for the names. A list in order of code ranks nobody: then the rank is empty, and it
    is said. Raises Refusal where the council has no list.
    """
    sorted_files, found = published.sort(files), Imported()
    paths = sorted_files.get("neighbours", [])
    if not paths:
        raise Refusal("No file lists nearest neighbours (JSON that gives for each council code a list of codes).")
    named, rows, unranked = names(sorted_files), [], 0
    for path in paths:
        lists = listed(path)
        mine = {told.council_code: lists.get(told.council_code, [])} if told.council_code else lists
        for code, alike in mine.items():
            ordered = len(alike) <= FEW or alike != sorted(alike)
            unranked += bool(alike) and not ordered
            rows += [(code, one, rank if ordered else None) for rank, one in enumerate(alike, start=1)]
        note = "Nearest neighbours; " + ("the lists are in order of code." if unranked else "most alike first.")
        found.sources.append(published.source("council_neighbour", path, told, PUBLISHER, note))
    if not rows:
        raise Refusal(f"No neighbours of {told.council_name or told.council_code or 'any council'} are listed.")
    frame = pd.DataFrame(rows, columns=["council_code", "neighbour_code", "rank"], dtype=object)
    frame = frame.drop_duplicates(["council_code", "neighbour_code"])
    for one in ("council", "neighbour"):
        frame[f"{one}_name"] = [named.get(code, code) for code in frame[f"{one}_code"]]
    found.tables["council_neighbour"] = frame
    councils = frame["council_code"].nunique()
    found.notes.append(f"Neighbours: {len(frame):,}, councils with a list: {councils:,}.")
    if unranked:
        found.notes.append(
            f"Lists in order of code: {unranked:,} of {councils:,}. They do not say who is most alike, so no "
            "neighbour in them has a rank."
        )
    nameless = sorted({*frame["council_code"], *frame["neighbour_code"]} - set(named))
    if nameless:
        words = f"Councils without a name in these files, who go by their code: {len(nameless)}"
        found.notes.append(f"{words} ({published.some(nameless)}).")
    return found


def listed(path: Path) -> dict[str, list[str]]:
    """Each council's neighbours as the file orders them, without the council itself and without repeats."""
    lists = published.document(path)
    return {code: [one for one in dict.fromkeys(alike) if one != code] for code, alike in lists.items()}


def names(files: dict[str, list[Path]]) -> dict[str, str]:
    """Names of councils by code, out of look-ups, outcomes and tables of authorities; the look-up comes last."""
    found: dict[str, str] = {}
    for kind, code, name in (
        ("council_names", "localauthoritycode", "localauthorityname"), ("ascof", "onscode", "laname")
    ):  # fmt: skip
        for path in files.get(kind, []):
            table = published.table(path)
            found |= dict(zip(published.text(table, code), published.text(table, name), strict=True))
    wards = Lookups(files).wards
    if wards is not None:
        found |= dict(zip(wards["council_code"], wards["council_name"], strict=True))
    return found


FORMAT = Format(
    "neighbours",
    "Each council's statistical nearest neighbours (JSON)",
    "Office for Local Government data explorer, nearest neighbours (archived at gov.uk)",
    read,
)
