"""The register of the Care Quality Commission: ratings sheets and care-home lists (docs/methods/published-areas.md)."""

import re
from pathlib import Path

import pandas as pd

from tightrope import tables
from tightrope.errors import Refusal
from tightrope.evidence.adapters import cqc_places, outlines, published
from tightrope.evidence.adapters.base import Aside, Format, Imported, Told
from tightrope.evidence.adapters.dates import days
from tightrope.evidence.adapters.lookups import Lookups, council, postcode

PUBLISHER = "Care Quality Commission"
QUESTIONS = {"safe": "safe", "effective": "effective", "caring": "caring", "responsive": "responsive",
             "wellled": "well_led"}  # fmt: skip
RATINGS = {"outstanding": "Outstanding", "good": "Good", "requiresimprovement": "Requires_improvement",
           "inadequate": "Inadequate", "notrated": "Not_yet_rated", "notyetrated": "Not_yet_rated",
           "inspectedbutnotrated": "Not_yet_rated", "insufficientevidencetorate": "Not_yet_rated"}  # fmt: skip
FACTS = {
    "location_name": "locationname", "provider_id": "providerid", "provider_name": "providername",
    "location_type": "locationtype", "inspection_category": "locationprimaryinspectioncategory",
    "local_authority": "locationlocalauthority",
}  # fmt: skip
BEDS, WITH_NURSING = "carehomesbeds|beds", "servicetypecarehomeservicewithnursing|servicetypes"
WORK = ["beds", "nursing"]  # needed for our own places, not part of the register's table
REGISTER = [one.name for one in tables.load()["registered_location"].in_file]


def read(files: list[Path], told: Told) -> Imported:
    """Rows of `registered_location`; for care homes and home care also `provider`, `location` and `service`.

    Files: ratings sheets, lists of care homes by a council; a postcode file with the look-up of 2011 to 2021 areas
    to join places to areas; outlines, to place what a divided area leaves open. `told` takes one council's.
    Raises Refusal where the order of a date cannot be told, and where no location of the council is found.
    """
    sorted_files = published.sort(files)
    lookups, found = Lookups(sorted_files), Imported()
    parts = [_ratings(path, told, found) for path in sorted_files.get("cqc_ratings", [])]
    parts += [_homes(path, told, found) for path in sorted_files.get("care_homes", [])]
    if not parts:
        raise Refusal("No file is a ratings sheet of the Care Quality Commission or a list of care homes.")
    parts = [one for one in parts if len(one)]
    if not parts:
        raise Refusal(f"No location of {council(told)} is in these files. " + " ".join(found.notes))
    parts.sort(key=_newest, reverse=True)
    all_ = pd.concat([one.astype(object) for one in parts], ignore_index=True)
    all_ = all_.reindex(columns=REGISTER + WORK).astype(object)
    twice = all_["location_id"].duplicated()
    if twice.any():
        found.notes.append(f"{int(twice.sum())} locations stand in several files; the newest file is taken.")
    register = all_[~twice].reset_index(drop=True)
    register = _in_areas(register, lookups, sorted_files, told, found)
    found.tables |= cqc_places.tables(register, found.notes)
    found.tables["registered_location"] = register.drop(columns=WORK)
    found.sources += [
        {**one, "table_name": name} for one in found.sources for name in ("location", "provider", "service")
        if name in found.tables
    ]  # fmt: skip
    return found


def _newest(register: pd.DataFrame) -> str:
    """The newest day of a rating, as text; empty where there is none."""
    return max((str(one) for one in register["rated_on"] if pd.notna(one)), default="")


def _ratings(path: Path, told: Told, found: Imported) -> pd.DataFrame:
    table = published.table(path)
    day, wrong, order = days(published.text(table, "publicationdate"), path.name)
    found.notes.append(order)
    rows = pd.DataFrame({name: published.text(table, pattern) for name, pattern in FACTS.items()})
    rows["location_id"], rows["rated_on"] = published.text(table, "locationid"), day
    rows["is_care_home"] = published.text(table, "carehome").map({"Y": True, "N": False})
    street = [published.text(table, one) for one in ("locationstreetaddress", "locationaddressline2", "locationcity")]
    rows["address"] = [", ".join(part for part in parts if part) for parts in zip(*street, strict=True)]
    rows["postcode"] = published.text(table, "locationpost(al)?code").map(postcode)
    rows["lon"], rows["lat"] = published.numbers(table, "lon(g|gitude)?"), published.numbers(table, "lat(itude)?")
    rows["beds"] = published.numbers(table, BEDS)
    rows["nursing"] = published.text(table, WITH_NURSING).str.fullmatch("Y|.*with nursing.*", case=False)
    rows["rating"], rows["domain"] = published.text(table, "latestrating"), published.text(table, "domain")
    rows["group"] = published.text(table, "servicepopulationgroup")
    nameless = (rows["location_id"] == "") | (rows["provider_id"] == "")
    found.aside += published.aside(path, table, nameless, "It has no location id or no provider id.")
    found.aside += published.aside(path, table, wrong & ~nameless, "Its date is no day.", "publicationdate")
    rows = _of_council(rows[~nameless & ~wrong], told, path, found)
    return _one_each(rows, path, told, found) if len(rows) else rows


def _of_council(rows: pd.DataFrame, told: Told, path: Path, found: Imported) -> pd.DataFrame:
    if not told.council_name:
        return rows
    mine = rows["local_authority"].str.casefold() == told.council_name.casefold()
    if not mine.all():
        named = sorted(set(rows.loc[~mine, "local_authority"]))
        words = f"{int((~mine).sum())} rows of {path.name} are of other councils ({published.some(named)})."
        found.notes.append(words)
    return rows[mine]


def _one_each(rows: pd.DataFrame, path: Path, told: Told, found: Imported) -> pd.DataFrame:
    """One row a location: the overall rating of the whole location, and its five key questions beside it."""
    whole = rows[rows["group"].map(published.plain) == "overall"]
    whole = whole.sort_values("rated_on", key=lambda one: one.map(str), ascending=False, kind="stable")
    overall = whole[whole["domain"].map(published.plain) == "overall"]
    older = overall["location_id"].duplicated()
    words = "The location has a newer overall rating in this file, which is taken."
    for row, rating in overall.loc[older, "rating"].items():
        found.aside.append(Aside(path.name, int(row) + 2, words, "Latest Rating", rating))
    overall = overall[~older].set_index("location_id")
    register = rows.drop_duplicates("location_id").drop(columns=["rating", "domain", "group"])
    rating = register["location_id"].map(overall["rating"]).fillna("")
    register["overall_rating"] = rating.map(published.plain).map(RATINGS)
    register["rated_on"] = register["location_id"].map(overall["rated_on"]).astype(object)
    for question, name in QUESTIONS.items():
        answers = whole[whole["domain"].map(published.plain) == question].drop_duplicates("location_id")
        register[name] = register["location_id"].map(answers.set_index("location_id")["rating"])
    other = sorted(set(rating[register["overall_rating"].isna() & (rating != "")]))
    found.notes.append(
        f"{path.name}: {len(rows)} rows of {len(register)} locations; the overall rating is the row whose service "
        f"group and domain are both Overall. {int((rating == '').sum())} locations have no such row"
        + (f"; {', '.join(other)} is no rating of care and stays empty." if other else ".")
    )
    note = f"Ratings sheet; newest rating {_newest(register) or 'without a date'}."
    found.sources.append(published.source("registered_location", path, told, PUBLISHER, note))
    return register


def _homes(path: Path, told: Told, found: Imported) -> pd.DataFrame:
    """A council's own list of care homes: no ratings and no provider ids in it."""
    table = published.table(path)
    rows = pd.DataFrame({
        "location_id": published.text(table, "cqcid"), "location_name": published.text(table, "name"),
        "provider_name": published.text(table, "provider"), "location_type": published.text(table, "type"),
        "address": published.text(table, "address").str.replace(r"\s*,\s*", ", ", regex=True),
        "postcode": published.text(table, "postcode").map(postcode),
        "local_authority": published.text(table, "areaname"),
        "lon": published.numbers(table, "lon(g|gitude)?"), "lat": published.numbers(table, "lat(itude)?"),
        "beds": published.numbers(table, BEDS),
    })  # fmt: skip
    rows["provider_id"] = [_made_id(one) for one in rows["provider_name"]]
    rows["is_care_home"] = rows["location_type"].str.contains("homes", case=False).where(rows["location_type"] != "")
    rows["nursing"] = rows["location_type"].str.contains("nursing", case=False)
    rows["overall_rating"], rows["rated_on"] = None, None
    nameless = rows[["location_id", "location_name", "provider_name"]].eq("").any(axis=1)
    found.aside += published.aside(path, table, nameless, "It has no id, no name or no provider.")
    _area_codes(path, table, found)
    rows = _of_council(rows[~nameless], told, path, found).drop_duplicates("location_id")
    found.notes.append(
        f"{path.name} lists {len(rows)} care homes without ratings and without the Commission's provider ids: ratings "
        "stay empty (an inspection date is no date of a rating), and provider ids are made from the names."
    )
    if len(rows):
        note = "A council's list of care homes; no ratings. Provider ids are made from names."
        publisher = f"{rows['local_authority'].iloc[0] or council(told)}, from the {PUBLISHER}"
        found.sources.append(published.source("registered_location", path, told, publisher, note))
    return rows


def _made_id(name: str) -> str:
    return "name-" + re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _area_codes(path: Path, table: pd.DataFrame, found: Imported) -> None:
    """Council codes that cannot be codes are reported once for each value; nothing is joined by them."""
    codes = published.text(table, "areacode")
    wrong = codes[(codes != "") & ~codes.str.fullmatch(published.CODE.pattern)]
    for code, rows in wrong.groupby(wrong):
        words = (
            f"{code} is no official code (a letter and eight digits), in {len(rows)} rows of the published file. "
            "The rows are taken; the code is not."
        )
        name = published.column(table, "areacode") or ""
        found.aside.append(Aside(path.name, int(rows.index[0]) + 2, words, name, str(code)))
        found.notes.append(f"{path.name}, column area_code: {words}")


def _in_areas(
    register: pd.DataFrame, lookups: Lookups, files: dict[str, list[Path]], told: Told, found: Imported
) -> pd.DataFrame:
    """Add the small area of 2021 by postcode; in a divided area by the place's point, where outlines were given."""
    known = lookups.postcodes
    areas = [one for path in files.get("outlines", []) for one in outlines.read(path) if one.level == "small area"]
    if known is None:
        codes = outlines.inside(areas, register["lon"], register["lat"])
        by = "by their points" if areas else "neither postcodes nor outlines were given"
    else:
        at = known.set_index("postcode").reindex(register["postcode"]).reset_index(drop=True)
        for one in ("lon", "lat"):
            register[one] = register[one].where(register[one].notna(), at[one])
        points = outlines.inside(areas, register["lon"], register["lat"])
        given = at["code"].fillna("").where(_same_council(at["council_code"], told), "")
        codes = _today(given.tolist(), points, known, lookups, found)
        unknown, empty = int(at["code"].isna().sum()), int((at["code"] == "").sum())
        by = f"by postcode; {unknown} postcodes are not in the file and {empty} stand there without an area"
    register["area_code"] = [one or None for one in codes]
    joined = int(register["area_code"].notna().sum())
    found.notes.append(f"{joined} of {len(register)} locations joined a small area ({by}).")
    return register


def _same_council(codes: pd.Series, told: Told) -> pd.Series:
    return codes.isin([told.council_code, ""]) | codes.isna() if told.council_code else codes.notna()


def _today(given: list[str], points: list[str], known: pd.DataFrame, lookups: Lookups, found: Imported) -> list[str]:
    if not known["vintage"].eq(11).any():
        return given
    if lookups.pairs is None:
        found.notes.append("The postcodes carry areas of 2011; give the look-up of 2011 to 2021 areas to join them.")
        return [""] * len(given)
    parts = lookups.pairs.groupby("code11")["code21"].agg(list).to_dict()
    codes, unclear = [], 0
    for code, point in zip(given, points, strict=True):
        today = parts.get(code, [])
        codes.append(today[0] if len(today) == 1 else point if point in today else "")
        unclear += len(today) > 1 and not codes[-1]
    if unclear:
        found.notes.append(f"{unclear} locations lie in an area that was divided in 2021; their part is not known.")
    return codes


FORMAT = Format(
    "cqc",
    "Care Quality Commission ratings sheets, and councils' lists of care homes",
    "cqc.org.uk, Using CQC data: Care directory with ratings (the sheet Locations)",
    read,
)
