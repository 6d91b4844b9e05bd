"""What a folder of published files holds for one council, written as that council's own tables; gaps are named."""

import difflib
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd
import tomlkit

from tightrope import clock
from tightrope.errors import Refusal
from tightrope.evidence import gaps
from tightrope.evidence.adapters import (
    ascof,
    base,
    boundaries,
    cqc,
    imd,
    neighbours,
    outlines,
    population,
    published,
    stops,
)
from tightrope.evidence.adapters.base import Format, Imported, Told
from tightrope.evidence.adapters.lookups import Lookups

SETTINGS = "settings.toml"
APRIL = 4


@dataclass
class _Place:
    """One council, the files that may hold something of it, and what was said so far."""

    told: Told
    files: dict[str, list[Path]]
    into: Path
    said: list[str] = field(default_factory=list)
    used: set[Path] = field(default_factory=set)

    @property
    def codes(self) -> list[Path]:
        """The look-ups between codes."""
        return [*self.files.get("ward_lookup", []), *self.files.get("lsoa_lookup", [])]


def gather(name_or_code: str, source: Path, into: Path) -> list[str]:
    """Write into the folder `into` what the files under `source` hold for a council, named or by its ONS code.

    Files are known by their content. Tables are added to those that stand there (base.write_into); settings.toml
    is written where there is none. Returns sentences: what was taken, from whom and of when, and what is missing.
    Raises Refusal when the council is not known, or `into` holds another council's data.
    """
    if not source.is_dir():
        raise Refusal(f"There is no folder {source}.")
    files = _sorted(source)
    told = _council(name_or_code, files)
    _same_council(into, told)
    place = _Place(told, files, into, [f"{told.council_name} ({told.council_code})."])
    shapes = _areas(place)
    _numbers_of_areas(place)
    _register(place, shapes)
    _take(place, ascof.FORMAT, files.get("ascof", []), files.get("neighbours", []))
    names = [*files.get("ascof", []), *files.get("council_names", []), *files.get("ward_lookup", [])]
    _take(place, neighbours.FORMAT, files.get("neighbours", []), names)
    if _outline(place):
        _take(place, stops.FORMAT, files.get("stops", []), [*shapes, *_outline(place), *place.codes])
    _spending(place)
    _settings(place)
    return [*place.said, *gaps.missing(into), *_unused(place)]


def _sorted(source: Path) -> dict[str, list[Path]]:
    """The files of a folder by what they are; what cannot be read is of no kind."""
    found: dict[str, list[Path]] = {}
    for path in sorted(one for one in source.rglob("*") if one.is_file()):
        try:
            found.setdefault(published.kind(path), []).append(path)
        except Refusal:
            found.setdefault("", []).append(path)
    return found


def _council(wanted: str, files: dict[str, list[Path]]) -> Told:
    """The council's code and name, as the look-up or a publication of outcomes names it."""
    known = {code: name for code, name in neighbours.names(files).items() if published.CODE.fullmatch(code)}
    given = wanted.strip()
    found = [one for one in known.items() if given.upper() == one[0] or given.casefold() == one[1].casefold()]
    if not found:
        near = difflib.get_close_matches(given.casefold(), [one.casefold() for one in known.values()], 3)
        names = [one for one in known.values() if one.casefold() in near]
        hint = f" Did you mean {' or '.join(names)}?" if names else " Give its name as the look-up has it, or its code."
        raise Refusal(f"No file knows a council {given!r}.{hint}")
    if len({code for code, _ in found}) > 1:
        raise Refusal(f"{given!r} names several: {', '.join(code for code, _ in found)}. Give the code.")
    return Told(*found[0])


def _same_council(into: Path, told: Told) -> None:
    path = into / SETTINGS
    if path.is_file():
        try:
            other = tomllib.loads(path.read_text(encoding="utf-8")).get("council", {}).get("code", told.council_code)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise Refusal(f"{path} cannot be read: {error}") from error
        if other != told.council_code:
            raise Refusal(f"{into} holds the data of {other}. Give {told.council_name} a folder of its own.")


def _take(place: _Place, one: Format, given: list[Path], beside: list[Path] | None = None) -> bool:
    """Read `given` (with what stands beside it) in one format and write what came; says what came of it."""
    found = _read(place, one, given, beside or []) if given else None
    if found is not None:
        _keep(place, one, found)
    return found is not None


def _read(place: _Place, one: Format, given: list[Path], beside: list[Path]) -> Imported | None:
    place.used |= {*given, *beside}
    try:
        return one.read([*given, *beside], place.told)
    except Refusal as refusal:
        place.said.append(f"{one.name}: nothing taken from {', '.join(path.name for path in given)}. {refusal}")
        return None


def _keep(place: _Place, one: Format, found: Imported) -> None:
    base.write_into(place.into, one.name, found)
    for source in found.sources:
        dated = f"published {source['published_on']}" if source["published_on"] else "day of publication not stated"
        place.said.append(
            f"{one.name}: {len(found.tables[source['table_name']]):,} rows of {source['table_name']} with "
            f"{source['file']} ({source['publisher'] or 'publisher not stated'}; {source['licence']}; {dated})."
        )
    place.said += [f"{one.name}: {note}" for note in found.notes]
    if found.aside:
        place.said.append(f"{one.name}: {len(found.aside):,} things set aside, each with its reason in {base.ASIDE}.")


def _outline(place: _Place) -> list[Path]:
    """Files that hold the council's own outline."""
    return [path for path in place.files.get("outlines", []) if _holds(path, place.told.council_code)]


def _holds(path: Path, code: str) -> bool:
    return f'"{code}"' in path.read_text(encoding="utf-8-sig") and any(one.code == code for one in outlines.read(path))


def _areas(place: _Place) -> list[Path]:
    """Write outlines and wards of the council's small areas; returns the files they came from."""
    before = [one for one in [place.into / "area.csv"] if one.is_file()]
    whole = [one for path in _outline(place) for one in outlines.read(path) if one.code == place.told.council_code]
    taken = []
    for path in place.files.get("outlines", []):
        first = _first(path)
        if first is None or first.level not in ("small area", "ward"):
            continue
        if whole and not outlines.inside(whole, [first.middle[0]], [first.middle[1]])[0]:
            continue  # outlines of other places
        if _take(place, boundaries.FORMAT, [path], [*place.codes, *before]):
            taken.append(path)
    if not taken:
        _take(place, boundaries.FORMAT, place.files.get("centroids", []), [*place.codes, *before])
    return taken


def _first(path: Path) -> outlines.Outline | None:
    try:
        return outlines.read(path)[0]
    except Refusal:
        return None


def _numbers_of_areas(place: _Place) -> None:
    indices = place.files.get("imd", [])
    today = re.compile(imd.CODE[21])
    newest = [path for path in indices if any(today.fullmatch(published.plain(one)) for one in published.columns(path))]
    if newest and len(newest) < len(indices):
        older = ", ".join(one.name for one in indices if one not in newest)
        place.said.append(f"imd: {older} is an older edition and is never mixed with the newest.")
    _take(place, imd.FORMAT, newest or indices, [*place.codes, *(place.files.get("imd_council", []) if newest else [])])
    counts = [one for one in place.files.get("population", []) if _counts(one, place)]
    _take(place, population.FORMAT, sorted(counts, key=_year)[-1:], place.codes)


def _counts(path: Path, place: _Place) -> bool:
    """True where a population file counts one of the council's areas, of 2011 or of 2021."""
    known = Lookups({"ward_lookup": place.files.get("ward_lookup", [])}).wanted(place.told) or set()
    pairs = Lookups(place.files).pairs
    if pairs is not None:
        known = known | set(pairs.loc[pairs["code21"].isin(known), "code11"])
    return bool(known & set(published.text(published.table(path), r"lsoa(11|21)(code|cd)")))


def _year(path: Path) -> str:
    return max(re.findall(r"20\d\d", path.stem), default="")


def _register(place: _Place, shapes: list[Path]) -> None:
    name = place.told.council_name.casefold()
    columns = {"cqc_ratings": "locationlocalauthority", "care_homes": "areaname"}
    given = [
        path for kind, column in columns.items() for path in place.files.get(kind, [])
        if published.text(published.table(path), column).str.casefold().eq(name).any()
    ]  # fmt: skip
    _take(place, cqc.FORMAT, given, [*place.files.get("postcodes", []), *shapes, *place.codes])


def _spending(place: _Place) -> None:
    from tightrope.evidence.adapters import spend  # read only where there is spending: it brings its own mappings

    name = published.plain(place.told.council_name)
    given = [
        path for path in place.files.get("", [])
        if name in published.plain(path.stem) and path.suffix in published.TABLES and _is_spending(path, spend)
    ]  # fmt: skip
    read = [(path, _read(place, spend.FORMAT, [path], [])) for path in given]
    kept: list[pd.DataFrame] = []
    for path, found in sorted(read, key=lambda one: len(one[1].tables["spend_line"]) if one[1] else 0, reverse=True):
        if found is None:
            continue
        rows = found.tables["spend_line"][["spend_line_id", "paid_on"]]
        if any(_part_of(rows, one) for one in kept):
            place.said.append(
                f"spend: {path.name} repeats payments of a larger file over the same days and was not taken: its lines "
                "that are written otherwise would count twice."
            )
        else:
            _keep(place, spend.FORMAT, found)
            kept.append(rows)


def _part_of(rows: pd.DataFrame, larger: pd.DataFrame) -> bool:
    """True where some lines of `rows` stand in `larger` too and no day lies outside it: the same payments again."""
    days, whole = rows["paid_on"], larger["paid_on"]
    within = len(rows) and days.min() >= whole.min() and days.max() <= whole.max()
    return bool(within and rows["spend_line_id"].isin(larger["spend_line_id"]).any())


def _is_spending(path: Path, spend: object) -> bool:
    try:
        headings = {published.plain(one) for one in published.columns(path)}
    except Refusal:
        return False
    return all(headings & set(spend.ALIASES[one]) for one in spend.NEEDED)  # type: ignore[attr-defined]


def _settings(place: _Place) -> None:
    path = place.into / SETTINGS
    if path.is_file():
        place.said.append(f"{SETTINGS} stands in the folder and was left as it is.")
        return
    council = tomlkit.table()
    for name, value in (
        ("name", place.told.council_name), ("fictional", False), ("code", place.told.council_code),
        ("decides", "to be named"), ("financial_year", financial_year(clock.today())),
        ("ledger_gross", 0), ("ledger_net", 0),
    ):  # fmt: skip
        council[name] = value
    made = tomlkit.document()
    made["council"] = council
    place.into.mkdir(parents=True, exist_ok=True)
    path.write_text(tomlkit.dumps(made), encoding="utf-8")
    place.said.append(f"{SETTINGS}: who decides and the ledger's totals are still to be named; they stand as 0.")


def financial_year(day: date) -> str:
    """The council's financial year of a day, April to March: `2026-27`."""
    first = day.year if day.month >= APRIL else day.year - 1
    return f"{first}-{(first + 1) % 100:02}"


def _unused(place: _Place) -> list[str]:
    kinds = (*published.TABLES, ".json", ".geojson")
    left = sorted(one.name for each in place.files.values() for one in each if one not in place.used)
    left = [one for one in left if one.endswith(kinds)]
    return [f"Not used, as of other places or of a kind not read here: {', '.join(left)}."] if left else []
