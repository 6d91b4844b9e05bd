"""Budget of four years and payments of 36 months, to the penny."""

import numpy as np
import pandas as pd

from tightrope.evidence.hallamford import kit
from tightrope.evidence.hallamford.measures import nights

# PLANTED ledger: 2026-27 adds up to these exactly, over service x locality x recurring
GROSS, NET = 330_000_000, 165_000_000
YEAR_FACTOR = {"2023-24": 0.842, "2024-25": 0.897, "2025-26": 0.951, "2026-27": 1.0}
# Gross 2026-27 in millions: an illustrative split of a city this size folded onto our service lines.
# Support for people of working age at home stands under supported living; direct payments, equipment,
# social work and management are not bought by contract.
SPLIT = {
    "home_care": 36.0,
    "care_home": 55.0,
    "nursing_home": 29.0,
    "specialist_home": 39.0,
    "supported_living": 54.6,
    "extra_care": 5.0,
    "day_opportunities": 9.4,
    "respite": 3.2,
    "reablement": 6.5,
    "meals": 0.5,
    "advocacy": 1.1,
    "prevention": 2.4,
    "not_contracted": 88.3,
}
# Share of gross left to the council after what people pay and what the NHS and grants bring, before scaling to NET
NET_SHARE = {"nursing_home": 0.42, "care_home": 0.46, "reablement": 0.25, "extra_care": 0.55, "meals": 0.40}
USUAL_NET_SHARE = 0.54
ONCE = {"reablement": 0.12, "prevention": 0.16, "not_contracted": 0.03, "home_care": 0.02, "respite": 0.05}
OLDER_LINES = {"home_care", "care_home", "nursing_home", "extra_care", "reablement", "meals", "prevention"}

PAID_AS_BOUGHT = {"block", "lead_provider", "grant"}  # paid every month whether used or not
PRICE_FACTOR = {"2023-24": 0.915, "2024-25": 0.960, "2025-26": 1.0, "2026-27": 1.0}  # no uplift in April 2026
DELIVERY = ("hours_delivered", "occupancy", "attendance")  # the measure that says what part of a block was used
# PLANTED (b): people do come to DO-02; only the sheets are missing
DELIVERY_KNOWN = {"DO-02": 0.88}
USUAL_DELIVERY = (0.955, 0.995)


def budget(area: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The table `budget`: gross and net in pounds by service, locality, year and whether it comes every year."""
    rng = kit.stream(seed, "budget")
    need = {older: _need(area, older) for older in (True, False)}
    rows = []
    for year, factor in YEAR_FACTOR.items():
        for service, millions in SPLIT.items():
            places = need[service in OLDER_LINES] * rng.uniform(0.97, 1.03, len(kit.LOCALITIES))
            once = ONCE.get(service, 0.0)
            for recurring, part in ((True, 1 - once), (False, once)):
                if part == 0:
                    continue
                for locality, share in zip(kit.LOCALITIES, places / places.sum(), strict=True):
                    left = NET_SHARE.get(service, USUAL_NET_SHARE) * rng.uniform(0.98, 1.02)
                    rows.append((service, locality, year, recurring, millions * factor * part * share, left))
    frame = pd.DataFrame(rows, columns=["service_id", "locality", "year", "recurring", "gross", "left"])
    gross, net = np.zeros(len(frame)), np.zeros(len(frame))
    for year, factor in YEAR_FACTOR.items():
        here = frame["year"].eq(year).to_numpy()
        share = frame.loc[here, "gross"].to_numpy()
        gross[here] = kit.whole(share, round(GROSS * factor * 100)) / 100
        net[here] = kit.whole(share * frame.loc[here, "left"].to_numpy(), round(NET * factor * 100)) / 100
    return frame.assign(gross=gross, net=net).drop(columns="left")


def payments(hand: dict[str, pd.DataFrame], seed: int, delivered: pd.Series) -> pd.DataFrame:
    """The table `payment` for every contract in every month it ran; rows written by hand stay as they stand.

    `delivered`: minutes delivered over bought by (contract_id, month), from the visits of home care.
    """
    rng = kit.stream(seed, "payment")
    contract = hand["contract"].set_index("contract_id")
    frame = kit.running(hand["contract"])
    terms = contract.loc[frame["contract_id"]].reset_index(drop=True)
    size = len(frame)
    bought = terms["units_per_year"].fillna(terms["annual_value"] / terms["unit_price"]).to_numpy(float) / 12
    flat = terms["kind"].isin(PAID_AS_BOUGHT).to_numpy()
    season = 1 + 0.03 * np.cos((frame["month"].to_numpy() - 2) / 12 * 2 * np.pi)
    moving = season * rng.uniform(0.96, 1.03, size)
    frame["units_paid"] = np.round(bought * frame["share"].to_numpy() * np.where(flat, 1.0, moving), 1)
    part = _delivery(hand, frame, flat, rng)
    home = terms["service_id"].eq("home_care").to_numpy()
    seen = delivered.reindex(pd.MultiIndex.from_frame(frame[["contract_id", "month"]])).to_numpy(float)
    part = np.where(home & np.isfinite(seen), seen, part)
    frame["units_delivered"] = np.round(frame["units_paid"] * part, 1)
    year = financial_year(kit.MONTHS[frame["month"]])
    factor = np.where(terms["status"].eq("ended"), 1.0, pd.Series(year).map(PRICE_FACTOR))
    price = (terms["unit_price"].fillna(1.0).to_numpy(float) * factor).round(2)
    beds = nights(hand).set_index(["contract_id", "month"])
    known = beds.reindex(pd.MultiIndex.from_frame(frame[["contract_id", "month"]]))
    for name in ("units_paid", "units_delivered"):
        frame[name] = np.where(known[name].notna(), known[name], frame[name])
    frame["amount"] = (frame["units_paid"] * price).round(2)
    frame["month"] = kit.MONTHS[frame["month"]]
    columns = ["contract_id", "month", "units_paid", "units_delivered", "amount"]
    given = hand.get("payment")
    if given is not None and not given.empty:
        given = given[columns].assign(month=pd.to_datetime(given["month"]))
        keys = pd.MultiIndex.from_frame(given[["contract_id", "month"]])
        frame = frame[~pd.MultiIndex.from_frame(frame[["contract_id", "month"]]).isin(keys)]
        frame = pd.concat([frame[columns], given], ignore_index=True)
    return frame[columns].sort_values(["contract_id", "month"]).reset_index(drop=True)


def financial_year(when: pd.DatetimeIndex) -> np.ndarray:
    """April to March, as 2026-27."""
    first = when.year - (when.month < 4)
    return np.array([f"{year}-{(year + 1) % 100:02d}" for year in first], dtype=object)


def _delivery(
    hand: dict[str, pd.DataFrame], frame: pd.DataFrame, flat: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    level = hand["measure_level"]
    level = level[level["measure_id"].isin(DELIVERY)].drop_duplicates("contract_id")
    known = pd.Series(level["level"].to_numpy(float), index=level["contract_id"].astype(str))
    for one, share in DELIVERY_KNOWN.items():
        known[one] = share
    own = frame["base"].map(known).to_numpy(float)
    usual = rng.uniform(*USUAL_DELIVERY, len(frame))
    used = np.clip(own + rng.uniform(-0.008, 0.008, len(frame)), 0, 1)
    used = np.where(own >= 1, 1.0, used)  # a home that is full is full
    return np.where(flat & np.isfinite(own), used, usual)


def _need(area: pd.DataFrame, older: bool) -> np.ndarray:
    """Weight of each locality: older people counted more where they are poor, or people of all ages likewise."""
    poor = area["imd_score"] / area["imd_score"].mean()
    weight = area["pop_85_plus"] * (0.7 + 0.5 * poor) if older else area["population"] * (0.6 + 0.4 * poor)
    return weight.groupby(area["locality"]).sum().loc[list(kit.LOCALITIES)].to_numpy(float)
