"""What providers can take on (capacity) and who waits for it (waiting)."""

import numpy as np
import pandas as pd

from tightrope.evidence.hallamford import kit

WITH_STAFF = ("home_care", "supported_living", "extra_care", "reablement")
HOURS_A_POST = 26.0  # hours of care a week that one full-time post gives once travel, leave and training are off
REABLEMENT_HOURS = 28.0  # hours of care one person has through reablement
USUAL_EMPTY, USUAL_OFFERED, USUAL_ACCEPTED = 0.10, 6, 0.86
# PLANTED (c), (e): posts empty where the pay or the work loses people
EMPTY = {"HC-01": 0.14, "HC-04": 0.21, "HC-09": 0.27, "SL-02": 0.24, "HC-02": 0.05, "HC-08": 0.06}
# People waiting: how many in a usual locality, hours a week each, median days
WAITING = {
    "home_care": (14, 9.5, 16),
    "supported_living": (5, 62.0, 70),
    "extra_care": (6, 8.0, 95),
    "care_home": (5, None, 21),
    "nursing_home": (6, None, 25),
    "specialist_home": (2, None, 110),
    "day_opportunities": (7, None, 48),
    "respite": (9, None, 52),
    "reablement": (8, 11.0, 6),
    "advocacy": (10, None, 24),
}
MORE_WAIT = {"North East": 1.5, "East": 1.35, "North": 1.15, "South West": 0.65, "South": 0.8}


def capacity(hand: dict[str, pd.DataFrame], seed: int) -> pd.DataFrame:
    """The table `capacity`: contract x locality x month for services whose supply is staff."""
    rng = kit.stream(seed, "capacity")
    contract = hand["contract"].set_index("contract_id")
    run = kit.running(hand["contract"])
    run = run[run["contract_id"].map(contract["service_id"]).isin(WITH_STAFF)]
    zones = hand["contract_area"][["contract_id", "locality"]].rename(columns={"locality": "zone"})
    frame = run.merge(zones, on="contract_id").sort_values(["contract_id", "zone", "month"]).reset_index(drop=True)
    size = len(frame)
    terms = contract.loc[frame["contract_id"]]
    each = np.where(terms["service_id"].eq("reablement"), REABLEMENT_HOURS, 1.0)
    zone_count = frame.groupby(["contract_id", "month"])["zone"].transform("size").to_numpy()
    hours = terms["units_per_year"].to_numpy(float) * each / 52 / zone_count * rng.uniform(0.96, 1.04, size)
    empty = frame["base"].map(EMPTY).fillna(USUAL_EMPTY).to_numpy() * rng.uniform(0.85, 1.15, size)
    posts = hours / HOURS_A_POST / 0.95
    offered, accepted = _accepting(hand, frame, zone_count)
    drawn = rng.poisson(offered)
    return pd.DataFrame(
        {
            "contract_id": frame["contract_id"].astype(object),
            "zone": frame["zone"].astype(object),
            "month": kit.MONTHS[frame["month"]],
            "staff": np.round(posts * (1 - empty), 1),
            "vacancies": np.round(posts * empty, 1),
            "offered": drawn,
            "accepted": rng.binomial(drawn, np.clip(accepted, 0, 1)),
            "hours_commissioned": np.round(hours, 1),
        }
    )


def waiting(seed: int) -> pd.DataFrame:
    """The table `waiting`: service x locality x month; more people and longer in the north-east."""
    rng = kit.stream(seed, "waiting")
    grid = pd.MultiIndex.from_product([WAITING, kit.LOCALITIES, kit.MONTHS], names=["service_id", "locality", "month"])
    frame = grid.to_frame(index=False)
    usual = np.array([WAITING[one] for one in frame["service_id"]], dtype=float)
    more = frame["locality"].map(MORE_WAIT).fillna(1.0).to_numpy()
    winter = 1 + 0.18 * np.cos((frame["month"].dt.month.to_numpy() - 1) / 12 * 2 * np.pi)
    frame["people"] = rng.poisson(usual[:, 0] * more * winter)
    hours = np.round(frame["people"] * usual[:, 1] * rng.uniform(0.85, 1.15, len(frame)), 1)
    frame["hours"] = hours
    days = np.round(usual[:, 2] * np.sqrt(more) * winter * rng.uniform(0.85, 1.15, len(frame)), 1)
    frame["median_days"] = np.where(frame["people"] > 0, days, np.nan)
    return frame


def _accepting(hand: dict[str, pd.DataFrame], frame: pd.DataFrame, zones: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    level = hand["measure_level"]
    known = level[level["measure_id"].eq("package_acceptance")].set_index("contract_id")
    offered = frame["base"].map(known["denominator"]).fillna(USUAL_OFFERED).to_numpy(float) / zones
    return offered, frame["base"].map(known["level"]).fillna(USUAL_ACCEPTED).to_numpy(float)
