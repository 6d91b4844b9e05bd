"""How long a worker stays: lengths that give the levels of duration_met and visits_30_minutes of each contract."""

import numpy as np
import pandas as pd

from tightrope.evidence.hallamford import kit

QUARTER = 15  # minutes of the shortest visit bought
ENOUGH = 0.9  # a visit is long enough from this share of the minutes bought
USUAL_MET, USUAL_BOUGHT, USUAL_FULL = 0.82, 30, 0.55
QUARTER_JUST = 0.3  # of quarter-hour visits that are long enough, those of 14 minutes
# PLANTED (a): in HC-01 half of timed visits last 14 minutes or less and 66% of the minutes bought are delivered
DASHED = {"HC-01": 0.515}  # share of timed visits of 14 minutes or less
DASHED_DELIVERED = {"HC-01": 0.663}  # minutes delivered over bought, in months that payment.csv does not hold
DASH_HIGH, DASH_LOW = (12, 15), (7, 12)  # the two kinds of short stay, mean 13 and 9 minutes
MIDDLE = (15, 27)


class Stays:
    """Draws minutes stayed for the visits of one contract."""

    def __init__(self, hand: dict[str, pd.DataFrame], base: str, levels: dict[tuple[str, str], np.ndarray]) -> None:
        term = hand["contract_term"]
        clauses = term[term["contract_id"].eq(base)].set_index("clause")["value"]
        self.base = base
        self.bought = int(clauses.get("visit_minutes_bought", USUAL_BOUGHT))
        self.cooked = 0.55 if "cooked" in str(clauses.get("meal_on_visit", "")) else 0.25
        self.met = levels.get((base, "duration_met"), np.full(36, USUAL_MET))
        self.thirty = levels.get((base, "visits_30_minutes"))
        self.enough = int(np.ceil(ENOUGH * self.bought))
        self.least = int(0.45 * self.bought)
        self.delivered = _delivered(hand, base)
        self.dashed = DASHED.get(base)

    def brief(self, month: int, heated: float) -> float:
        """Share of visits bought at a quarter of an hour besides reheated meals, so that visits_30_minutes fits."""
        if self.thirty is None or self.bought <= 30:
            return 0.0
        met = self.met[month]
        of_rest = max(self.enough - 30, 0) / (self.enough - self.least)
        return max(1 - self.thirty[month] / (met + (1 - met) * of_rest) - heated, 0.0)

    def minutes(self, rng: np.random.Generator, month: int, planned: np.ndarray) -> np.ndarray:
        """Minutes stayed, whole, for visits of `planned` minutes in one month."""
        size = len(planned)
        quarter = planned == QUARTER
        u, pick = np.empty(size), rng.random(size)
        for rows in (quarter, ~quarter):
            u[rows] = kit.even(rng, int(rows.sum()))
        met = self.met[month]
        share = float(quarter.mean())
        full = min((self.thirty[month] / (1 - share)) / met, 1.0) if self._thirty_bought() else USUAL_FULL
        stay = np.where(u < met * full, self.bought + np.floor(pick * 4), _between(pick, self.enough, self.bought))
        rest = _between(pick, self.least, self.enough)
        if self.dashed is not None:
            rest = self._dash(rng, month, u, pick, share, full)
        stay = np.where(u < met, stay, rest)
        short = np.where(u < met * QUARTER_JUST, 14, np.where(u < met, 15 + np.floor(pick * 3), _between(pick, 6, 14)))
        return np.where(quarter, short, stay)

    def _thirty_bought(self) -> bool:
        return self.thirty is not None and self.bought == 30

    def _dash(
        self, rng: np.random.Generator, month: int, u: np.ndarray, pick: np.ndarray, share: float, full: float
    ) -> np.ndarray:
        """PLANTED (a): most visits that are not long enough last 14 minutes or less, as short as payments say."""
        met = self.met[month]
        dashed = (self.dashed - share * (1 - met + met * QUARTER_JUST)) / (1 - share)
        middle = max(1 - met - dashed, 0.0)
        bought = (1 - share) * self.bought + share * QUARTER
        quarter_mean = met * (15 - QUARTER_JUST) + (1 - met) * 9.5
        whole_mean = (self.delivered[month] * bought - share * quarter_mean) / (1 - share)
        full_mean = met * (full * self.bought + (1 - full) * (self.enough + self.bought - 1) / 2)
        mean = (whole_mean - full_mean - middle * (MIDDLE[0] + MIDDLE[1] - 1) / 2) / dashed
        high = np.clip((mean - 9) / 4, 0, 1)
        brief = np.where(rng.random(len(u)) < high, _between(pick, *DASH_HIGH), _between(pick, *DASH_LOW))
        return np.where(u < met + dashed, brief, _between(pick, *MIDDLE))


def _between(pick: np.ndarray, low: int, high: int) -> np.ndarray:
    """Whole minutes from `low` up to but without `high`."""
    return low + np.floor(pick * (high - low))


def _delivered(hand: dict[str, pd.DataFrame], base: str) -> np.ndarray:
    """Minutes delivered over bought for each month: as payment.csv says, else as planted."""
    share = np.full(36, DASHED_DELIVERED.get(base, 0.9))
    given = hand.get("payment")
    if given is not None and not given.empty:
        rows = given[given["contract_id"].eq(base)]
        at = kit.MONTHS.get_indexer(pd.to_datetime(rows["month"]))
        share[at[at >= 0]] = (rows["units_delivered"] / rows["units_paid"]).to_numpy(float)[at >= 0]
    return share
