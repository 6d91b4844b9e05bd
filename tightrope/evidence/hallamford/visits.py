"""Call monitoring of home care: visits that give the levels written in measure_level.csv.

With 250,000 visits they are those of some of each contract's people, month for month; with millions, of all.
Within each contract and month shares are drawn evenly (kit.even), so that they come out near exact in small samples.
"""

import numpy as np
import pandas as pd

from tightrope.evidence.hallamford import kit, stays
from tightrope.evidence.hallamford.measures import month_levels
from tightrope.evidence.hallamford.roster import Roster, person_ids, rosters

TYPES = ("personal_care", "medication", "meal_fresh", "meal_reheated", "meal_sandwich", "welfare", "sit")
CARE, MEDICATION, FRESH, REHEATED, SANDWICH, WELFARE, SIT = range(7)
LOGS = ("app", "tag", "phone", "manual", "none")
STATUSES = ("delivered", "missed", "cancelled_by_person", "cancelled_by_provider")
DELIVERED, MISSED, BY_PERSON, BY_PROVIDER = range(4)
# Levels of contracts that nobody asks for the measure
USUAL = {"visits_delivered": 0.985, "missed_visits": 1.6, "on_time": 0.88, "electronic_logs": 0.90}
USUAL_CONTINUITY, CANCELLED_BY_PERSON = 0.62, 0.02
# PLANTED (m): share of visits spent warming a meal, before and after the hot meals ended on 2025-03-31
MEALS_ENDED = pd.Timestamp("2025-04-01")
REHEATED_BEFORE, REHEATED_ELSEWHERE = 0.005, 0.015
REHEATED_AFTER = {"HC-01": 0.11, "HC-04": 0.12, "HC-05": 0.10, "HC-07": 0.09}
REHEATED_RISE = (0.5, 0.75, 1.0)  # first months after the end
NIGHTS = "HC-10"
SITS = "HC-11"
CARE_IN_A_QUARTER = {"HC-07": 0.03}  # PLANTED: share of visits that are personal care in fifteen minutes
BANDS = ((420, 600), (705, 810), (960, 1095), (1170, 1320))  # minutes of the day: morning, lunch, tea, bedtime
NIGHT_BANDS = ((0, 90), (120, 210), (240, 330), (1350, 1435))
FIRST_BAND = {1: (0,), 2: (0, 2), 3: (0, 1, 2), 4: (0, 1, 2, 3)}
ONE_A_DAY = (0, 0, 1, 1, 2)  # people with one visit have it in the morning, at lunch or at tea
VISITS_A_PLACE = 16  # visits a month of one entry of the round
GOLDEN = 0.6180339887498949
TRIO = (0.45, 0.78)  # of visits by the three regular workers: the first has 45%, the second 33%
ON_TIME_MINUTES = 15
EARLY = 0.15  # of visits off their time


def visits(
    hand: dict[str, pd.DataFrame], area: pd.DataFrame, size: int, seed: int
) -> tuple[pd.DataFrame, list[Roster]]:
    """The table `visit` with `size` rows (one fewer where that is odd) and the rosters it went by.

    Text columns are categoricals, which keeps five million rows in 200 MB.
    """
    run = kit.running(hand["contract"])
    home = hand["contract"].loc[hand["contract"]["service_id"].eq("home_care")]
    run = run[run["contract_id"].isin(home["contract_id"])].sort_values("share")
    run = run.drop_duplicates(["base", "month"], keep="last").sort_values(["base", "month"]).reset_index(drop=True)
    hours = home.set_index("contract_id")["units_per_year"]
    days = kit.MONTHS.days_in_month.to_numpy()[run["month"]]
    weight = np.sqrt(hours.loc[run["contract_id"]].to_numpy(float)) * run["share"].to_numpy() * days
    run["rows"] = 2 * kit.whole(weight, size // 2)
    people = rosters(hand, area, seed, run.groupby("base")["rows"].max().to_dict())
    levels = month_levels(hand, seed)
    contracts = np.array(sorted(run["contract_id"].unique()), dtype=object)
    run["code"] = np.searchsorted(contracts, run["contract_id"].to_numpy(dtype=object))
    parts, workers = [], 0
    for roster in people:
        months = run[run["base"].eq(roster.base)]
        contract = _Contract(hand, roster, levels, int(months["rows"].max()), seed, workers)
        parts += [contract.month(int(m.month), int(m.rows), int(m.code)) for m in months.itertuples()]
        workers = contract.workers_end
    if not parts:
        raise ValueError("no home care contract runs in the months of data")
    count = max(int(roster.person.max()) for roster in people) + 1
    return _frame(parts, contracts, area["area_code"].to_numpy(), person_ids(count, seed), workers, seed), people


def delivered_share(visit: pd.DataFrame) -> pd.Series:
    """Minutes delivered over minutes bought by (contract_id, month 0..35), over visits logged electronically."""
    logged = visit["status"].cat.codes.eq(DELIVERED) & visit["log_method"].cat.codes.lt(LOGS.index("manual"))
    at = visit.loc[logged, ["contract_id", "planned_start_at", "planned_minutes", "actual_minutes"]]
    month = at["planned_start_at"].to_numpy().astype("M8[M]") - kit.MONTHS[0].to_datetime64().astype("M8[M]")
    key = at["contract_id"].cat.codes.to_numpy().astype(np.int64) * 36 + month.astype(np.int64)
    size = len(at["contract_id"].cat.categories) * 36
    bought = np.bincount(key, at["planned_minutes"].to_numpy(float), size)
    stayed = np.bincount(key, np.minimum(at["actual_minutes"], at["planned_minutes"]).to_numpy(float), size)
    here = np.flatnonzero(bought)
    names = at["contract_id"].cat.categories.to_numpy(dtype=object)
    index = pd.MultiIndex.from_arrays([names[here // 36], here % 36], names=["contract_id", "month"])
    return pd.Series(stayed[here] / bought[here], index=index)


class _Contract:
    """The rounds of one contract: entries (place, time of day, worker 1 or 2) that come back through each month."""

    def __init__(
        self, hand: dict[str, pd.DataFrame], roster: Roster, levels: dict, most: int, seed: int, workers_from: int
    ) -> None:
        self.roster, self.base = roster, roster.base
        self.rng = kit.stream(seed, f"visit {roster.base}")
        self.level = {name: levels.get((roster.base, name), np.full(36, usual)) for name, usual in USUAL.items()}
        self.stay = stays.Stays(hand, roster.base, levels)
        self.regular = levels.get((roster.base, "continuity_top_three"), np.full(36, USUAL_CONTINUITY))
        self._entries(max(2, most // VISITS_A_PLACE))
        used = int(self.place.max()) + 1
        self.pool = max(int(12 + 30 * (1 - self.regular.mean())), used // 2)
        self.stay_of_worker = self.rng.integers(10, 40, self.pool)
        self.start_of_worker = self.rng.integers(0, 40, self.pool)
        turns = (35 + self.start_of_worker) // self.stay_of_worker + 1
        self.first_worker = workers_from + np.concatenate([[0], np.cumsum(turns)])[:-1]
        self.workers_end = workers_from + int(turns.sum())

    def _entries(self, wanted: int) -> None:
        """Entries of as many places as are needed; double-ups first, so that pairs stand at even rows together."""
        roster, rng = self.roster, self.rng
        rows: list[tuple[int, int, int, int]] = []
        for place in range(len(roster.area)):
            a_day = int(roster.visits_a_day[place])
            bands = (int(rng.choice(ONE_A_DAY)),) if a_day == 1 else FIRST_BAND[a_day]
            two = int(roster.workers[place])
            rows += [(place, band, worker, two) for band in bands for worker in range(1, two + 1)]
            if len(rows) >= wanted:
                break
        table = np.array(sorted(rows, key=lambda row: -row[3]))
        if len(table) % 2:
            table = table[:-1]
        self.place, self.band, self.worker, self.two = table.T
        times = np.array(NIGHT_BANDS if self.base == NIGHTS else BANDS)[self.band]
        at = times[:, 0] + 5 * np.floor(rng.random(len(table)) * (times[:, 1] - times[:, 0]) / 5).astype(int)
        at[1:] = np.where(self.worker[1:] == 2, at[:-1], at[1:])
        self.minute = at
        self.of_place = pd.Series(self.place).groupby(self.place).cumcount().to_numpy()
        self.a_place = np.bincount(self.place)[self.place]

    def month(self, month: int, size: int, code: int) -> dict[str, np.ndarray]:
        """Columns of one month's visits as codes and whole minutes."""
        rng = self.rng
        row = np.arange(size) + 2 * int(rng.integers(0, len(self.place) // 2))
        entry, turn = row % len(self.place), row // len(self.place)
        place = self.place[entry]
        days, turns = int(kit.MONTHS[month].days_in_month), int(turn[-1]) + 1
        day = (turn * days // turns + place * 7) % days if turns <= days else turn % days
        first_minute = int(kit.MONTHS[month].to_datetime64().astype("M8[m]").astype(np.int64))
        start = first_minute + day * 1440 + self.minute[entry]
        kind, planned = self._kinds(month, entry)
        status = self._status(month, size)
        came = status == DELIVERED
        log = self._logs(month, size)
        manual = log == LOGS.index("manual")
        delay = np.where(manual, rng.choice(np.array([0, 0, 0, 5, -5]), size), self._delay(month, size))
        stayed = np.where(manual, planned, self.stay.minutes(rng, month, planned))
        return {
            "contract_id": np.full(size, code, np.int16),
            "area_code": self.roster.area[place].astype(np.int16),
            "person_id": self.roster.person[place, month].astype(np.int32),
            "worker_id": np.where(came, self._workers(month, entry, turn, place), -1).astype(np.int32),
            "worker_number": self.worker[entry].astype(np.int8),
            "planned_start_at": start,
            "planned_minutes": planned.astype(np.int16),
            "actual_start_at": np.where(came, start + delay, np.iinfo(np.int64).min),
            "actual_minutes": np.where(came, stayed, np.nan).astype(np.float32),
            "visit_type": kind.astype(np.int8),
            "workers_planned": self.two[entry].astype(np.int8),
            "log_method": np.where(came, log, LOGS.index("none")).astype(np.int8),
            "status": status.astype(np.int8),
        }

    def _kinds(self, month: int, entry: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        band, size = self.band[entry], len(entry)
        u, pick = kit.even(self.rng, size), self.rng.random(size)
        bought = self.stay.bought
        if self.base in (NIGHTS, SITS):
            odd = WELFARE if self.base == NIGHTS else SIT
            return np.where(pick < 0.7, CARE, odd), np.full(size, bought)
        cooked = self.stay.cooked
        kind = np.select(
            [band == 0, band == 1, band == 2],
            [
                np.where(pick < 0.85, CARE, MEDICATION),
                np.where(pick < cooked, FRESH, np.where(pick < 0.8, SANDWICH, CARE)),
                np.where(pick < 0.35, SANDWICH, np.where(pick < 0.9, CARE, WELFARE)),
            ],
            np.where(pick < 0.75, CARE, MEDICATION),
        )
        lunch = band == 1
        heated = lunch & (u < _reheated(self.base, month) / max(lunch.mean(), 0.01))
        brief = ~lunch & (u < self.stay.brief(month, _reheated(self.base, month)) / max(1 - lunch.mean(), 0.01))
        kind = np.where(heated, REHEATED, np.where(brief, MEDICATION, kind))
        rushed = (kind == CARE) & ~lunch & ~brief
        rushed &= self.rng.random(size) < CARE_IN_A_QUARTER.get(self.base, 0) / max(rushed.mean(), 0.01)
        return kind, np.where(heated | brief | rushed, stays.QUARTER, bought)

    def _status(self, month: int, size: int) -> np.ndarray:
        u = kit.even(self.rng, size)
        keep = 1 - CANCELLED_BY_PERSON
        good = keep * self.level["visits_delivered"][month]
        missed = keep * self.level["missed_visits"][month] / 1000
        return np.select([u < good, u < good + missed, u < keep], [DELIVERED, MISSED, BY_PROVIDER], BY_PERSON)

    def _logs(self, month: int, size: int) -> np.ndarray:
        u, share = kit.even(self.rng, size), self.level["electronic_logs"][month]
        return np.select([u < 0.6 * share, u < 0.75 * share, u < share], [0, 1, 2], 3)

    def _delay(self, month: int, size: int) -> np.ndarray:
        """Minutes after (before, if negative) the planned start, within the tolerance as often as the level says."""
        rng = self.rng
        near = np.clip(np.round(rng.normal(3, 6, size)), -ON_TIME_MINUTES, ON_TIME_MINUTES)
        off = np.minimum(ON_TIME_MINUTES + 1 + np.floor(rng.exponential(16, size)), 170)
        off = np.where(rng.random(size) < EARLY, -np.minimum(off, 45), off)
        return np.where(kit.even(rng, size) < self.level["on_time"][month], near, off).astype(np.int64)

    def _workers(self, month: int, entry: np.ndarray, turn: np.ndarray, place: np.ndarray) -> np.ndarray:
        """The three regular workers have their share of each person's visits; the others come one after another."""
        shift = self.rng.random(int(place.max()) + 1)
        u = ((turn * self.a_place[entry] + self.of_place[entry]) * GOLDEN + shift[place]) % 1
        share = self.regular[month]
        first = place * 3 % self.pool
        part = u / share
        regular = np.select([part < TRIO[0], part < TRIO[1]], [0, 1], 2)
        other = 3 + np.floor(((u - share) / (1 - share) + shift[place]) % 1 * (self.pool - 3)).astype(int)
        at = (first + np.where(u < share, regular, other)) % self.pool
        second = self.worker[entry] == 2
        same = np.zeros(len(at), dtype=bool)
        same[1:] = second[1:] & (at[1:] == at[:-1])
        at = np.where(same, (at + 1) % self.pool, at)
        return self.first_worker[at] + (month + self.start_of_worker[at]) // self.stay_of_worker[at]


def _reheated(base: str, month: int) -> float:
    """PLANTED (m): share of all visits of the contract that are a reheated meal in this month."""
    after = month - int(kit.MONTHS.get_loc(MEALS_ENDED))
    if after < 0:
        return REHEATED_BEFORE
    rise = REHEATED_RISE[min(after, len(REHEATED_RISE) - 1)]
    return max(REHEATED_AFTER.get(base, REHEATED_ELSEWHERE) * rise, REHEATED_BEFORE)


def _frame(
    parts: list[dict[str, np.ndarray]],
    contracts: np.ndarray,
    areas: np.ndarray,
    people: np.ndarray,
    workers: int,
    seed: int,
) -> pd.DataFrame:
    names = {
        "contract_id": contracts,
        "area_code": areas,
        "person_id": people,
        "worker_id": kit.pseudonyms(kit.stream(seed, "worker"), "W", workers, 5 if workers < 40_000 else 7),
        "visit_type": np.array(TYPES, dtype=object),
        "log_method": np.array(LOGS, dtype=object),
        "status": np.array(STATUSES, dtype=object),
    }
    columns: dict[str, object] = {}
    for name in list(parts[0]):
        values = np.concatenate([part.pop(name) for part in parts])
        if name in names:
            columns[name] = pd.Categorical.from_codes(values, categories=names[name])
        elif name.endswith("_at"):
            columns[name] = values.astype("M8[m]").astype("M8[s]")
        else:
            columns[name] = values
    return pd.DataFrame(columns, copy=False)
