"""Hallamford on the ground: small areas that tile an irregular city, poor in the north-east, rich in the south-west."""

import json

import numpy as np
import pandas as pd

from tightrope.evidence.hallamford import kit

POPULATION = 580_000
MIDDLE_LON, MIDDLE_LAT = -1.9, 53.1
KM_PER_DEGREE_LON, KM_PER_DEGREE_LAT = 66.9, 111.2  # at 53.1 north
# PLANTED (h): people and older people by locality; the North East and South West agree with pot_share.csv
PEOPLE = {
    "North": 81_500,
    "North East": 92_000,
    "East": 86_500,
    "Central": 88_000,
    "South East": 82_000,
    "South": 78_500,
    "South West": 71_500,
}
OLDER = {
    "North": 12_700,
    "North East": 9_000,
    "East": 10_600,
    "Central": 8_200,
    "South East": 12_400,
    "South": 13_300,
    "South West": 11_000,
}
# PLANTED (places): women's life expectancy at the two ends of the 38, and men's beside it
WOMEN_BEST, WOMEN_WORST, MEN_BEST, MEN_WORST = 86.0, 77.0, 82.4, 74.0
BEST_WARD, WORST_WARD = 24, 6  # Ashmere, Marlpits

# Where the 2 x 2 wards of each locality lie on a grid of 6 x 6 wards (column, row; row 0 in the south);
# the north-west is moor and belongs to nobody here.
WARD_AT = {
    24: (0, 0), 25: (1, 0), 26: (1, 1), 27: (0, 1),  # South West
    20: (2, 0), 21: (3, 0), 22: (3, 1), 23: (2, 1),  # South
    16: (4, 0), 17: (4, 1), 18: (5, 1), 19: (5, 0),  # South East
    12: (2, 2), 13: (2, 3), 14: (3, 3), 15: (3, 2),  # Central
    9: (4, 3), 8: (4, 2), 10: (5, 2), 11: (5, 3),  # East
    4: (4, 4), 5: (5, 4), 6: (5, 5), 7: (4, 5),  # North East
    0: (2, 5), 1: (3, 5), 2: (3, 4), 3: (2, 4),  # North
}  # fmt: skip
ACROSS, UP = 4, 3  # areas across and up a ward; the thirteenth comes from splitting one
EDGE_POINTS = 3  # bends in each border, the middle one is where a split starts
WARP = ((0.050, 2.1, 1.3, 0.4), (0.035, 4.7, 3.1, 2.0), (0.020, 8.3, 6.1, 5.1))  # size, two frequencies, phase
AWAY_FROM_MOOR, CLOSE_MOOR = np.radians(-22), 0.42  # direction opposite the moor; how far the city closes round it
IMD_STEPS = np.array([45.0, 34.5, 27.5, 22.3, 18.0, 14.5, 11.5, 8.8, 6.0])  # scores between national tenths
NAMES = ("Green", "Cross", "Bottoms", "Top", "Church", "Fields", "Bank", "Mill", "Row", "Park", "Station", "Lane")
MORE_NAMES = ("School", "Bridge", "Market")


def areas(seed: int) -> pd.DataFrame:
    """The 343 areas of the table `area`, boundaries as GeoJSON polygons that share every border exactly."""
    rng = kit.stream(seed, "area")
    rings = outlines(seed)
    middle = np.array([_middle(ring) for ring in rings])
    ward, locality = kit.ward_of_areas(), kit.locality_of_areas()
    frame = pd.DataFrame(
        {
            "area_code": kit.area_codes(),
            "area_name": _area_names(rng, ward),
            "ward_code": np.array([f"HW{w + 1:02d}" for w in range(kit.WARDS)], dtype=object)[ward],
            "ward_name": np.array(kit.WARD_NAMES, dtype=object)[ward],
            "locality": locality,
        }
    )
    poor = _poor(rng, middle, ward)
    frame["imd_score"] = np.clip(4 + 58 * poor**1.35 + rng.normal(0, 2.0, kit.AREAS), 1.5, 85).round(1)
    frame["imd_decile"] = 1 + (frame["imd_score"].to_numpy()[:, None] < IMD_STEPS).sum(axis=1)
    frame["older_income_deprivation"] = np.clip(0.04 + 0.40 * poor + rng.normal(0, 0.02, kit.AREAS), 0.02, 0.6).round(3)
    frame = frame.assign(**_people(rng, locality, poor))
    frame["no_car_share"] = np.clip(
        0.08 + 0.38 * poor + 0.10 * (locality == "Central") + rng.normal(0, 0.03, kit.AREAS), 0.04, 0.75
    ).round(3)
    frame["lives_alone_65_share"] = np.clip(0.26 + 0.14 * poor + rng.normal(0, 0.025, kit.AREAS), 0.15, 0.6).round(3)
    by_ward = pd.Series(poor).groupby(ward).mean().to_numpy()
    women, men = _life(rng, by_ward)
    frame["female_life_expectancy"], frame["male_life_expectancy"] = women[ward], men[ward]
    frame["lon"], frame["lat"] = middle[:, 0].round(5), middle[:, 1].round(5)
    frame["boundary"] = [
        json.dumps({"type": "Polygon", "coordinates": [[*ring.tolist(), ring[0].tolist()]]}, separators=(",", ":"))
        for ring in rings
    ]
    return frame


def outlines(seed: int) -> list[np.ndarray]:
    """For each area its border as points (longitude, latitude), anticlockwise, first point not repeated."""
    net = _Net(kit.stream(seed, "boundary"))
    rings = []
    for ward in range(kit.WARDS):
        column, row = WARD_AT[ward]
        cells = [(column * ACROSS + x, row * UP + y) for y in range(UP) for x in range(ACROSS)]
        split = (ward + 1) * kit.AREAS // kit.WARDS - ward * kit.AREAS // kit.WARDS - len(cells)
        for number, (x, y) in enumerate(cells):
            ring = net.around([(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)])
            rings += _halves(ring) if number >= len(cells) - split else [ring]
    return rings


def city_outline(seed: int) -> np.ndarray:
    """The border of the whole city, walked along its edge: points (longitude, latitude), anticlockwise."""
    w, h = 6 * ACROSS, 6 * UP
    moor_x, moor_y = 2 * ACROSS, 2 * UP
    corners = [(x, 0) for x in range(w)] + [(w, y) for y in range(h)] + [(x, h) for x in range(w, moor_x, -1)]
    corners += [(moor_x, y) for y in range(h, moor_y, -1)] + [(x, moor_y) for x in range(moor_x, 0, -1)]
    corners += [(0, y) for y in range(moor_y, 0, -1)]
    return _Net(kit.stream(seed, "boundary")).around(corners)


class _Net:
    """Corners and bends of all borders, shared by the areas on both sides."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.shift = rng.uniform(-0.22, 0.22, (6 * ACROSS + 1, 6 * UP + 1, 2))
        self.bend = rng.uniform(-0.10, 0.10, (2, 6 * ACROSS + 1, 6 * UP + 1, EDGE_POINTS, 2))

    def corner(self, x: int, y: int) -> np.ndarray:
        return np.array([x, y]) + self.shift[x, y]

    def edge(self, start: tuple[int, int], end: tuple[int, int]) -> np.ndarray:
        """Points from `start` up to but without `end`; the same points backwards from the other side."""
        first, last = min(start, end), max(start, end)
        upward = int(first[0] == last[0])
        a, b = self.corner(*first), self.corner(*last)
        part = np.linspace(0, 1, EDGE_POINTS + 2)[1:-1, None]
        bends = a + (b - a) * part + self.bend[upward, first[0], first[1]]
        line = np.vstack([a, bends, b])
        return line[:-1] if start == first else line[:0:-1]

    def around(self, corners: list[tuple[int, int]]) -> np.ndarray:
        """The closed walk through `corners` on the map, rounded to a metre or so."""
        turns = zip(corners, [*corners[1:], corners[0]], strict=True)
        return _on_the_map(np.vstack([self.edge(start, end) for start, end in turns]))


def _on_the_map(at: np.ndarray) -> np.ndarray:
    """From the grid to longitude and latitude: the square is rounded, then stretched in slow waves."""
    x, y = at[:, 0] / (3 * ACROSS) - 1, at[:, 1] / (3 * UP) - 1  # -1..1
    away = np.angle(np.exp(1j * (np.arctan2(y, x) - AWAY_FROM_MOOR)))  # the moor reaches in less than the grid's gap
    far = np.hypot(x, y)
    away = away + CLOSE_MOOR * far / (far + 0.25) * np.sin(away) + AWAY_FROM_MOOR
    x, y = far * np.cos(away), far * np.sin(away)
    squeeze = 1 / (1 + 0.16 * x**2 * y**2 + 0.06 * (x**2 + y**2))
    round_x, round_y = x * squeeze, y * squeeze
    for size, a, b, phase in WARP:
        round_x, round_y = (
            round_x + size * np.sin(a * round_y + phase),
            round_y + size * np.sin(b * round_x + 1.7 * phase),
        )
    km = np.column_stack([8.6 * round_x + 1.3 * round_y, 7.9 * round_y - 0.7 * round_x])
    lon = MIDDLE_LON + km[:, 0] / KM_PER_DEGREE_LON
    lat = MIDDLE_LAT + km[:, 1] / KM_PER_DEGREE_LAT
    return np.column_stack([lon, lat]).round(5)


def _halves(ring: np.ndarray) -> list[np.ndarray]:
    """Two areas out of one, cut between the middles of its lower and upper border, which both neighbours share."""
    side = EDGE_POINTS + 1
    low, high = side // 2, 2 * side + side // 2
    return [np.vstack([ring[high:], ring[: low + 1]]), ring[low : high + 1]]


def shoelace(ring: np.ndarray) -> float:
    """Area inside a ring of points in square units of its coordinates; positive when anticlockwise."""
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)


def _middle(ring: np.ndarray) -> np.ndarray:
    x, y = (ring - ring[0]).T
    cross = x * np.roll(y, -1) - np.roll(x, -1) * y
    centre = np.array([((x + np.roll(x, -1)) * cross).sum(), ((y + np.roll(y, -1)) * cross).sum()])
    return ring[0] + centre / (3 * cross.sum())


def _poor(rng: np.random.Generator, middle: np.ndarray, ward: np.ndarray) -> np.ndarray:
    """Deprivation from 0 to 1, rising from south-west to north-east, with a little of each ward's and area's own."""
    along = (middle[:, 0] - MIDDLE_LON) * KM_PER_DEGREE_LON + (middle[:, 1] - MIDDLE_LAT) * KM_PER_DEGREE_LAT
    along = (along - along.min()) / (along.max() - along.min())
    own = rng.normal(0, 0.03, kit.WARDS)[ward] + rng.normal(0, 0.06, kit.AREAS)
    own[ward == BEST_WARD] -= 0.06
    own[ward == WORST_WARD] += 0.06
    return np.clip(along + own, 0.0, 1.0)


def _people(rng: np.random.Generator, locality: np.ndarray, poor: np.ndarray) -> dict[str, np.ndarray]:
    people, older, oldest = (np.zeros(kit.AREAS, dtype=np.int64) for _ in range(3))
    size, age = rng.uniform(0.80, 1.20, kit.AREAS), rng.uniform(0.85, 1.15, kit.AREAS)
    for name in kit.LOCALITIES:
        here = locality == name
        people[here] = kit.whole(size[here], PEOPLE[name])
        older[here] = kit.whole(people[here] * age[here] * (1.25 - 0.6 * poor[here]), OLDER[name])
    share = np.clip(0.165 - 0.06 * poor + rng.normal(0, 0.012, kit.AREAS), 0.06, 0.25)
    oldest[:] = np.round(older * share)
    return {"population": people, "pop_65_plus": older, "pop_85_plus": oldest}


def _life(rng: np.random.Generator, poor: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    part = (poor - poor[BEST_WARD]) / (poor[WORST_WARD] - poor[BEST_WARD])
    part = np.clip(part + rng.normal(0, 0.02, kit.WARDS), 0.03, 0.97)
    part[BEST_WARD], part[WORST_WARD] = 0.0, 1.0
    women = WOMEN_BEST + (WOMEN_WORST - WOMEN_BEST) * part
    men = MEN_BEST + (MEN_WORST - MEN_BEST) * part
    return women.round(1), men.round(1)


def _area_names(rng: np.random.Generator, ward: np.ndarray) -> np.ndarray:
    names = []
    for number, ward_name in enumerate(kit.WARD_NAMES):
        last = ward_name.split()[-1]
        words = [
            one for one in (*NAMES, *MORE_NAMES) if one != last and not (one == "Market" and "Market" in ward_name)
        ]
        picked = rng.permutation(len(words))[: (ward == number).sum()]
        names += [f"{ward_name} {words[one]}" for one in picked]
    return np.array(names, dtype=object)
