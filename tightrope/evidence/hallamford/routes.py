"""Bus lines across Hallamford and the journeys people make to the places where care is given."""

import json

import numpy as np
import pandas as pd

from tightrope.evidence.hallamford import kit, places

# PLANTED (places): the 38 from the richest ward to the poorest, with two other lines beside it
LINES = {
    "38": (
        "Ashmere - city centre - Marlpits",
        24,
        66,
        (
            "Ashmere",
            "Dunnock Hall",
            "Brookvale",
            "Parkside",
            "Castle Quay",
            "Viaduct",
            "Tinsmith",
            "Foundry",
            "Kiln Hill",
            "Marlpits",
        ),
    ),
    "12": (
        "Hollin Top - city centre - Glebe",
        15,
        44,
        ("Hollin Top", "Stonegate", "Market Cross", "St Brannoc", "Lark Hill", "Glebe"),
    ),
    "7": (
        "Limekiln - Canal Side - Market Cross",
        17,
        50,
        ("Limekiln", "Nether Field", "Canal Side", "Ropewalk", "Millrace", "Tinsmith", "Viaduct", "Market Cross"),
    ),
}
VISITED = {
    "care_home",
    "care_home_dementia",
    "nursing_home",
    "specialist_home",
    "extra_care",
    "day_centre",
    "respite_house",
}
CAR_KM_PER_HOUR, BUS_KM_PER_HOUR, ROADS_BEND = 26.0, 19.0, 1.25
THROUGH_CENTRE = 0.9  # buses for two parts of the city meet a little before the centre
LOCAL_KM = 5.0  # by road: near enough for a local bus that never sees the centre
WALK_AND_WAIT, CHANGE_WAIT, SUNDAY_SLOWER, SUNDAY_WAIT = 12.0, 7.0, 1.15, 8.0
NO_SUNDAY_BUS = 0.09  # share of areas without any bus on a Sunday, all of them far from a line
# PLANTED (g): Moor Edge from the South East by bus on a Sunday; Canal Court instead
MOOR_EDGE, CANAL_COURT = "L-CH-05", "L-CH-08"
MOOR_EDGE_SUNDAY, MOOR_EDGE_NO_BUS, MOOR_EDGE_LAST_BUS = (80, 110), 0.45, "16:52"
CANAL_COURT_FROM, CANAL_COURT_SUNDAY = ("Limekiln", "Nether Field"), (22, 28)


def stops(area: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The table `route_stop`: stops at even distances along each line, named after the area they stand in."""
    rings = [np.array(json.loads(one)["coordinates"][0]) for one in area["boundary"]]
    centre = area.groupby("ward_name")[["lon", "lat"]].mean()
    found = []
    for route_id, (name, count, minutes, wards) in LINES.items():
        at = _along(centre.loc[list(wards)].to_numpy(), area, wards, count)
        inside = _area_of(at, rings, area[["lon", "lat"]].to_numpy(), area["ward_name"].isin(wards).to_numpy())
        names, seen = [], {}
        for one in area["area_name"].to_numpy()[inside]:
            seen[one] = seen.get(one, 0) + 1
            names.append(one if seen[one] == 1 else f"{one}, {('upper', 'far')[min(seen[one], 3) - 2]} end")
        found.append(
            pd.DataFrame(
                {
                    "route_id": route_id,
                    "route_name": name,
                    "stop_order": np.arange(1, count + 1),
                    "stop_name": names,
                    "area_code": area["area_code"].to_numpy()[inside],
                    "minutes_from_start": np.round(np.linspace(0, minutes, count)),
                    "lon": at[:, 0].round(5),
                    "lat": at[:, 1].round(5),
                }
            )
        )
    return pd.concat(found, ignore_index=True)


def journeys(area: pd.DataFrame, location: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The table `journey`: every area paired with every place people live at, stay at or go to for the day."""
    rng = kit.stream(seed, "journey")
    places_to = location[location["kind"].isin(VISITED)].reset_index(drop=True)
    home = _km(area[["lon", "lat"]].to_numpy())
    row_of = pd.Series(np.arange(len(area)), index=area["area_code"])
    to = row_of.loc[places_to["area_code"]].to_numpy()
    from_row, to_row = np.repeat(np.arange(len(area)), len(to)), np.tile(to, len(area))
    place = np.tile(np.arange(len(to)), len(area))
    size = len(from_row)
    away = np.hypot(*(home[from_row] - home[to_row]).T) * ROADS_BEND
    centre = home[area["locality"].eq("Central").to_numpy()].mean(axis=0)
    out = np.hypot(*(home - centre).T) * ROADS_BEND  # the way into the centre
    linked = _on_one_line(area)[from_row, to_row] | (area["locality"].to_numpy()[from_row] == _at(area, to_row))
    linked |= away < LOCAL_KM
    served = _served(area)
    changes = np.where(linked, 0, 1) + np.where(linked, 0, (~served[from_row] & ~served[to_row]).astype(int))
    ride = np.where(linked, away, np.maximum(away, THROUGH_CENTRE * (out[from_row] + out[to_row])))
    own = rng.uniform(0.94, 1.08, size)
    weekday = (WALK_AND_WAIT + ride / BUS_KM_PER_HOUR * 60 + changes * CHANGE_WAIT) * own
    sunday = weekday * SUNDAY_SLOWER + SUNDAY_WAIT
    far = out + np.where(served, -100, 0) + rng.uniform(0, 1, len(area))
    none = far >= np.sort(far)[-int(NO_SUNDAY_BUS * len(area))]
    sunday[none[from_row] & ~(from_row == to_row)] = np.nan
    frame = pd.DataFrame(
        {
            "area_code": area["area_code"].to_numpy()[from_row],
            "location_id": places_to["location_id"].to_numpy()[place],
            "drive_minutes": np.round(5 + away / CAR_KM_PER_HOUR * 60 * own),
            "bus_minutes_weekday": np.round(weekday),
            "bus_minutes_sunday": np.round(sunday),
            "changes": changes,
            "last_bus": rng.choice(np.array(["17:35", "18:10", "18:40", "19:15", "20:05"], dtype=object), size),
            "fare": np.where(changes == 0, 4.00, 5.60),
        }
    )
    _plant_moor_edge(frame, area, from_row, rng)
    _plant_canal_court(frame, area, from_row, rng)
    frame["last_bus"] = frame["last_bus"].astype(object).where(frame["bus_minutes_sunday"].notna(), None)
    return frame


def _plant_moor_edge(frame: pd.DataFrame, area: pd.DataFrame, from_row: np.ndarray, rng: np.random.Generator) -> None:
    """PLANTED (g): from the South East no Sunday bus, or 80 to 110 minutes with two changes."""
    south_east = area["locality"].eq("South East").to_numpy()
    without = south_east & (rng.permutation(len(area)) < MOOR_EDGE_NO_BUS * len(area))
    rows = frame["location_id"].eq(MOOR_EDGE).to_numpy() & south_east[from_row]
    sunday = rng.integers(MOOR_EDGE_SUNDAY[0], MOOR_EDGE_SUNDAY[1] + 1, rows.sum()).astype(float)
    sunday[without[from_row[rows]]] = np.nan
    frame.loc[rows, "bus_minutes_sunday"] = sunday
    frame.loc[rows, "bus_minutes_weekday"] = rng.integers(64, 79, rows.sum()).astype(float)
    frame.loc[rows, "changes"] = 2
    frame.loc[rows, "fare"] = 6.40
    frame.loc[frame["location_id"].eq(MOOR_EDGE), "last_bus"] = MOOR_EDGE_LAST_BUS


def _plant_canal_court(frame: pd.DataFrame, area: pd.DataFrame, from_row: np.ndarray, rng: np.random.Generator) -> None:
    """PLANTED (g): from Limekiln and Nether Field about 25 minutes on a Sunday, without a change."""
    near = area["ward_name"].isin(CANAL_COURT_FROM).to_numpy()
    rows = frame["location_id"].eq(CANAL_COURT).to_numpy() & near[from_row]
    sunday = rng.integers(CANAL_COURT_SUNDAY[0], CANAL_COURT_SUNDAY[1] + 1, rows.sum())
    frame.loc[rows, "bus_minutes_sunday"] = sunday.astype(float)
    frame.loc[rows, "bus_minutes_weekday"] = sunday - 4.0
    frame.loc[rows, "changes"] = 0
    frame.loc[rows, "fare"] = 4.00


def _km(at: np.ndarray) -> np.ndarray:
    return (at - [places.MIDDLE_LON, places.MIDDLE_LAT]) * [places.KM_PER_DEGREE_LON, places.KM_PER_DEGREE_LAT]


def _at(area: pd.DataFrame, rows: np.ndarray) -> np.ndarray:
    return area["locality"].to_numpy()[rows]


def _served(area: pd.DataFrame) -> np.ndarray:
    wards = {ward for line in LINES.values() for ward in line[3]}
    return area["ward_name"].isin(wards).to_numpy()


def _on_one_line(area: pd.DataFrame) -> np.ndarray:
    together = np.zeros((len(area), len(area)), dtype=bool)
    for line in LINES.values():
        here = area["ward_name"].isin(line[3]).to_numpy()
        together |= here[:, None] & here[None, :]
    return together


def _along(turns: np.ndarray, area: pd.DataFrame, wards: tuple[str, ...], count: int) -> np.ndarray:
    """`count` points at even distances along the line through the wards, from the far side of the first to the last."""
    first = _farthest(area, wards[0], turns[-1])
    last = _farthest(area, wards[-1], turns[0])
    turns = np.vstack([first, turns, last])
    step = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(_km(turns), axis=0).T))])
    where = np.linspace(0, step[-1], count)
    return np.column_stack([np.interp(where, step, turns[:, 0]), np.interp(where, step, turns[:, 1])])


def _farthest(area: pd.DataFrame, ward: str, point: np.ndarray) -> np.ndarray:
    middles = area.loc[area["ward_name"].eq(ward), ["lon", "lat"]].to_numpy()
    return middles[np.argmax(np.hypot(*(_km(middles) - _km(point)).T))]


def _area_of(points: np.ndarray, rings: list[np.ndarray], middles: np.ndarray, allowed: np.ndarray) -> np.ndarray:
    """The allowed area each point lies in (ray casting); else the nearest allowed one, as roads are not straight."""
    away = ((points[:, None, :] - middles[None, :, :]) ** 2).sum(axis=2)
    found = np.argmin(np.where(allowed, away, np.inf), axis=1)
    for number in np.flatnonzero(allowed):
        ring = rings[number]
        (x, y), (x2, y2) = ring[:-1].T, ring[1:].T
        px, py = points[:, :1], points[:, 1:]
        cuts = (y > py) != (y2 > py)
        with np.errstate(divide="ignore", invalid="ignore"):
            left = px < (x2 - x) * (py - y) / (y2 - y) + x
        found[(cuts & left).sum(axis=1) % 2 == 1] = number
    return found
