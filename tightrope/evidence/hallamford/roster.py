"""Who draws on home care: one roster that packages and visits share. A place on it passes from person to person."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tightrope.evidence.hallamford import kit

# PLANTED (a)-(f): people who use each contract in 2026-27 (people_served, group all)
SERVED = {
    "HC-01": 420,
    "EC-01": 60,
    "DO-02": 55,
    "SL-02": 48,
    "HC-04": 260,
    "RS-01": 85,
    "CH-01": 34,
    "CH-02": 30,
    "CH-03": 140,
    "CH-04": 36,
    "CH-05": 32,
    "CH-06": 28,
    "CH-07": 30,
    "CH-08": 27,
    "CH-09": 33,
    "CH-10": 30,
}
UNITS_A_PERSON = {  # units one person uses in a year, for contracts whose number of people is not written down
    "home_care": 470,
    "care_home": 52,
    "nursing_home": 52,
    "specialist_home": 52,
    "supported_living": 3900,
    "extra_care": 740,
    "day_opportunities": 130,
    "respite": 26,
    "reablement": 1,
    "meals": 168,
    "advocacy": 24,
    "prevention": 1,
}
VISITS_A_DAY = (0.45, 0.30, 0.15, 0.10)  # shares of people with one to four visits a day
DOUBLE_UP = 0.12  # share of people who need two workers
STAY_MONTHS = (9, 42)  # how long somebody stays on a place of the roster
MOST_VISITS = 40  # visits a month for one place; with more visits asked for, the roster grows


def people_now(contract: pd.DataFrame) -> pd.Series:
    """People in 2026-27 by contract_id: as planted, else units bought over what one person uses."""
    each = contract["service_id"].map(UNITS_A_PERSON).to_numpy(float)
    guess = np.maximum(np.round(contract["units_per_year"].fillna(each[0]).to_numpy(float) / each), 5).astype(int)
    people = pd.Series(guess, index=contract["contract_id"].astype(str))
    for one, number in SERVED.items():
        if one in people.index:
            people[one] = number
    return people


@dataclass(frozen=True)
class Roster:
    """Places on the roster of one home care contract through all its terms."""

    base: str
    area: np.ndarray  # small area 0..342 of each place, shape (places,)
    person: np.ndarray  # person number of each place and month, shape (places, 36)
    visits_a_day: np.ndarray  # 1..4, shape (places,)
    workers: np.ndarray  # 1 or 2, shape (places,)
    known: int  # places that have a package; more only where more visits are asked for than there is care


def rosters(hand: dict[str, pd.DataFrame], area: pd.DataFrame, seed: int, most: dict[str, int]) -> list[Roster]:
    """The roster of every home care contract; `most` gives the visits in its fullest month. Persons count from 0."""
    contract = hand["contract"]
    home = contract[contract["service_id"].eq("home_care")]
    people, found, first = people_now(contract), [], 0
    for base in sorted(set(kit.base_of(home["contract_id"]))):
        rng = kit.stream(seed, f"roster {base}")
        known = int(people[base])
        size = max(known, -(-most.get(base, 0) // MOST_VISITS))
        where = areas_of(hand, area, base)
        weight = area["pop_85_plus"].to_numpy(float)[where] + 1
        place = rng.choice(where, size=size, p=weight / weight.sum())
        stay = rng.integers(*STAY_MONTHS, size)
        turn = (np.arange(36)[None, :] + rng.integers(0, 42, size)[:, None]) // stay[:, None]
        turn = turn - turn[:, :1]
        person = first + np.concatenate([[0], np.cumsum(turn[:, -1] + 1)])[:-1, None] + turn
        first = int(person.max()) + 1
        day = rng.choice(np.arange(1, 5), size=size, p=VISITS_A_DAY)
        found.append(Roster(base, place, person, day, 1 + (rng.random(size) < DOUBLE_UP), known))
    return found


def person_ids(count: int, seed: int, kind: str = "home care") -> np.ndarray:
    """Pseudonyms P100000.. for `count` people; home care, homes and other services draw from different ranges."""
    ranges = {"home care": (1, 6), "homes": (6, 8), "other": (8, 10)}
    low, high = (bound * 10 ** (5 if count < 150_000 else 7) for bound in ranges[kind])
    numbers = low + kit.stream(seed, f"person {kind}").permutation(high - low)[:count]
    return np.array([f"P{number}" for number in numbers.tolist()], dtype=object)


def areas_of(hand: dict[str, pd.DataFrame], area: pd.DataFrame, base: str) -> np.ndarray:
    """Rows of `area` in the localities a contract covers; the whole city where none is named."""
    covers = hand["contract_area"]
    names = set(covers.loc[covers["contract_id"].eq(base), "locality"])
    rows = np.flatnonzero(area["locality"].isin(names).to_numpy())
    return rows if len(rows) else np.arange(len(area))
