"""A bus line out of a list of its stops in order, with names, points and areas from the national register of stops."""

from pathlib import Path

import pandas as pd

from tightrope.evidence.adapters import published
from tightrope.evidence.adapters.base import Imported, Told

PUBLISHER = "The council's own list, from the operator's timetable"
LONGEST = 300  # minutes from end to end


def read(path: Path, stops: pd.DataFrame, told: Told, found: Imported) -> None:
    """Add rows of `route_stop` to `found`: each line's stops in the order of the file, from 1.

    The file: `line`, `ATCO code`, `minutes` from the first stop, and perhaps `from and to`. `stops` are rows of `stop`
    with every stop's area. What is in no small area, or not in the register, is set aside with the reason.
    """
    table = published.table(path)
    frame = pd.DataFrame({
        "route_id": published.text(table, "line"), "route_name": published.text(table, "fromandto"),
        "stop_code": published.text(table, "atcocode"), "minutes_from_start": published.numbers(table, "minutes"),
    })  # fmt: skip
    known = stops.set_index("stop_code")[["stop_name", "area_code", "lon", "lat"]]
    frame = frame.join(known, on="stop_code")
    named = frame["route_id"].ne("")
    timed = frame["minutes_from_start"].between(0, LONGEST)
    listed = frame["stop_name"].notna()
    placed = frame["area_code"].fillna("").ne("")
    for faulty, words, column in (
        (~named, "It names no line.", "line"),
        (named & ~timed, f"It has no minutes from the first stop, between 0 and {LONGEST}.", "minutes"),
        (named & timed & ~listed, "The register of stops has no bus stop with this code.", "atcocode"),
        (named & timed & listed & ~placed, "It stands in no outline of a small area that was given.", "atcocode"),
    ):
        found.aside += published.aside(path, table, faulty, words, column)
    frame = frame[named & timed & listed & placed].drop(columns="stop_code")
    if frame.empty:
        found.notes.append(f"{path.name} gives no bus line: none of its {len(table)} rows is whole.")
        return
    frame["stop_order"] = frame.groupby("route_id").cumcount() + 1
    ends = frame.groupby("route_id")["stop_name"].agg(["first", "last"]).agg(" - ".join, axis=1)
    frame["route_name"] = frame["route_name"].where(frame["route_name"] != "", frame["route_id"].map(ends))
    found.tables["route_stop"] = frame
    found.notes.append(
        f"{frame['route_id'].nunique()} bus lines with {len(frame)} stops from {path.name}; {len(table) - len(frame)} "
        "rows were set aside."
    )
    note = "Order and minutes from the list; names, points and areas from the register of stops."
    found.sources.append(published.source("route_stop", path, told, PUBLISHER, note))
