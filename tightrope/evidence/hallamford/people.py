"""Who receives what (packages) and who lives where (placements)."""

import numpy as np
import pandas as pd

from tightrope.evidence.hallamford import kit, places
from tightrope.evidence.hallamford.roster import Roster, areas_of, people_now, person_ids

# Mean stay in months; the number who left follows from it
STAY = {
    "supported_living": 60,
    "extra_care": 36,
    "day_opportunities": 30,
    "respite": 24,
    "meals": 16,
    "care_home": 24,
    "nursing_home": 16,
    "specialist_home": 72,
}
BY_THE_YEAR = {"reablement": 1.4, "advocacy": 4.0}  # months of support; units are people or cases of a year
HOMES = ("care_home", "nursing_home", "specialist_home")
WINDOW = pd.Timestamp("2023-11-01")
SINCE = pd.Timestamp("2012-01-01")  # nobody has lived anywhere longer
NEAR_KM = 1.7  # people come from around a home, families live around them: e-fold of the number with distance
NO_VISITOR, SAME_AREA, NEAR_BY = 0.20, 0.55, 0.36  # the rest of the families live anywhere in the city
# PLANTED (g): half of Moor Edge's people, now and before, come from two wards of the South East
MOOR_EDGE, FAR_WARDS, FAR_SHARE = "CH-05", ("Limekiln", "Nether Field"), 0.5
MOOR_EDGE_REASONS = (
    "Canal Court: fee 12 pounds a week above the rate agreed for this person",
    "Canal Court had a place; the panel asked for the cheaper home",
    "No place free in the South East on the day",
)
REASONS = (
    "No place free nearer",
    "Fee above the council's rate",
    "Home could not meet needs at night",
    "Could not wait for an assessment by the nearer home",
)
REASON_GIVEN = 0.14
# PLANTED (f): breaks at Brook House that families turned down in the last 12 months
BROOK_HOUSE, TURNED_DOWN = "RS-01", 62
BROOK_HOUSE_REASONS = (
    "Too far away; no way home for the carer in between",
    "Staff not known to the person",
    "Room upstairs; person uses a wheelchair",
    "Dates offered were not the dates asked for",
    "Person was distressed at the last stay",
    "Nobody there who can give the medicine",
)


def packages(hand: dict[str, pd.DataFrame], area: pd.DataFrame, people: list[Roster], seed: int) -> pd.DataFrame:
    """The table `package`: home care from its roster, other support by people now and how long they stay."""
    parts = [_home_care(hand, area, people, seed), _other(hand, area, seed)]
    return pd.concat(parts, ignore_index=True)


def placements(hand: dict[str, pd.DataFrame], area: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The table `placement`: about 3,000 stays, of them everybody who lives in a home under contract now."""
    rng = kit.stream(seed, "placement")
    contract = hand["contract"]
    homes = contract[contract["service_id"].isin(HOMES) & contract["status"].ne("ended")]
    location = hand["location"].set_index("location_id")
    row_of = pd.Series(np.arange(len(area)), index=area["area_code"])
    now, parts = people_now(contract), []
    for home in homes.itertuples(index=False):
        stays = _stays(rng, int(now[home.contract_id]), STAY[home.service_id])
        stays["contract_id"] = _term_at(contract, home.contract_id, stays["ended_on"])
        stays["location_id"] = home.location_id
        place = location.loc[home.location_id]
        old, family, far = _where(rng, area, int(row_of[place["area_code"]]), len(stays), home.contract_id)
        codes = area["area_code"].to_numpy(dtype=object)
        stays["area_code"] = codes[old]
        stays["family_area_code"] = np.where(family < 0, None, codes[np.maximum(family, 0)])
        years = np.clip(2026 - stays["ended_on"].dt.year.fillna(2026), 0, 10)
        stays["weekly_fee"] = np.round(float(place["weekly_fee"]) * 0.955**years, 2)
        stays["refused_reason"] = _reasons(rng, far, len(stays))
        parts.append(stays)
    frame = pd.concat(parts, ignore_index=True)
    frame["person_id"] = person_ids(len(frame), seed, "homes")
    columns = ["person_id", "location_id", "contract_id", "area_code", "family_area_code", "started_on", "ended_on"]
    return frame[[*columns, "weekly_fee", "refused_reason"]]


def _home_care(hand: dict[str, pd.DataFrame], area: pd.DataFrame, people: list[Roster], seed: int) -> pd.DataFrame:
    rng = kit.stream(seed, "package home care")
    contract = hand["contract"].set_index("contract_id")
    run = kit.running(hand["contract"]).sort_values("share").drop_duplicates(["base", "month"], keep="last")
    parts = []
    for roster in people:
        months = run[run["base"].eq(roster.base)].sort_values("month")
        who = roster.person[: roster.known][:, months["month"].to_numpy()]
        frame = pd.DataFrame(
            {
                "person": who.ravel(),
                "place": np.repeat(np.arange(roster.known), who.shape[1]),
                "month": np.tile(months["month"].to_numpy(), roster.known),
                "contract_id": np.tile(months["contract_id"].to_numpy(dtype=object), roster.known),
            }
        )
        spans = frame.groupby(["person", "contract_id"], sort=True)
        spans = spans.agg(place=("place", "first"), first=("month", "min"), last=("month", "max")).reset_index()
        spans["area_code"] = area["area_code"].to_numpy(dtype=object)[roster.area[spans["place"]]]
        each = roster.visits_a_day[: roster.known] * roster.workers[: roster.known]
        hours = float(contract.loc[roster.base, "units_per_year"]) / 52 * each / each.sum()
        spans["hours_a_week"] = np.maximum(np.round(hours[spans["place"]] * 4) / 4, 0.5)
        parts.append(spans)
    frame = pd.concat(parts, ignore_index=True)
    begin = pd.to_datetime(contract["starts_on"]).loc[frame["contract_id"]].to_numpy()
    before = WINDOW - pd.to_timedelta(rng.integers(10, 700, len(frame)), unit="D")
    start = kit.MONTHS[frame["first"]] + pd.to_timedelta(rng.integers(0, 7, len(frame)), unit="D")
    start = np.where(frame["first"].eq(0), before, start)
    end = kit.MONTHS[frame["last"]] + pd.offsets.MonthEnd(0)
    frame["started_on"] = np.maximum(pd.DatetimeIndex(start).as_unit("s"), pd.DatetimeIndex(begin).as_unit("s"))
    frame["ended_on"] = pd.Series(end).where(frame["last"].ne(len(kit.MONTHS) - 1))
    count = max(int(roster.person.max()) for roster in people) + 1
    frame["person_id"] = person_ids(count, seed)[frame["person"]]
    frame["refused_reason"] = None
    return frame[_PACKAGE]


_PACKAGE = ["person_id", "contract_id", "area_code", "started_on", "ended_on", "hours_a_week", "refused_reason"]


def _other(hand: dict[str, pd.DataFrame], area: pd.DataFrame, seed: int) -> pd.DataFrame:
    rng = kit.stream(seed, "package other")
    contract = hand["contract"]
    live = contract[contract["status"].ne("ended")]
    now, parts = people_now(contract), []
    for one in live.itertuples(index=False):
        hours = None
        if one.service_id in ("supported_living", "extra_care"):
            hours = float(one.units_per_year) / 52 / int(now[one.contract_id])
        if one.service_id in BY_THE_YEAR:
            months = BY_THE_YEAR[one.service_id]
            stays = _stays(rng, max(round(int(now[one.contract_id]) * months / 12), 2), months)
        elif one.service_id in STAY and one.service_id not in HOMES:
            stays = _stays(rng, int(now[one.contract_id]), STAY[one.service_id])
        else:
            continue
        where = areas_of(hand, area, one.contract_id)
        weight = area["pop_65_plus"].to_numpy(float)[where] + 1
        stays["area_code"] = area["area_code"].to_numpy(dtype=object)[
            rng.choice(where, size=len(stays), p=weight / weight.sum())
        ]
        stays["hours_a_week"] = np.nan if hours is None else np.round(hours * rng.uniform(0.6, 1.4, len(stays)) * 4) / 4
        stays["hours_a_week"] = stays["hours_a_week"].clip(upper=168)
        stays["refused_reason"] = None
        stays["contract_id"] = _term_at(contract, one.contract_id, stays["ended_on"])
        if one.contract_id == BROOK_HOUSE:
            stays = pd.concat([stays, _turned_down(rng, stays)], ignore_index=True)
        parts.append(stays)
    frame = pd.concat(parts, ignore_index=True)
    begin = pd.to_datetime(contract.set_index("contract_id")["starts_on"]).loc[frame["contract_id"]].to_numpy()
    frame["started_on"] = np.maximum(frame["started_on"].to_numpy(), begin)
    frame = frame[frame["ended_on"].isna() | (frame["ended_on"] >= frame["started_on"])]  # nothing before its contract
    frame = frame.assign(person_id=person_ids(len(frame), seed, "other"))
    return frame[_PACKAGE]


def _turned_down(rng: np.random.Generator, stays: pd.DataFrame) -> pd.DataFrame:
    day = kit.MONTHS[24] + pd.to_timedelta(np.sort(rng.integers(0, 365, TURNED_DOWN)), unit="D")
    return pd.DataFrame(
        {
            "contract_id": BROOK_HOUSE,
            "area_code": rng.choice(stays["area_code"].to_numpy(dtype=object), TURNED_DOWN),
            "started_on": day,
            "ended_on": day,
            "hours_a_week": np.nan,
            "refused_reason": rng.choice(np.array(BROOK_HOUSE_REASONS, dtype=object), TURNED_DOWN),
        }
    )


def _stays(rng: np.random.Generator, now: int, months: float) -> pd.DataFrame:
    """`now` stays that last, and as many that ended in the 36 months as a mean stay of `months` makes."""
    past = int(round(now * len(kit.MONTHS) / months))
    days = months * 30.4
    last = kit.TODAY.to_datetime64().astype("M8[D]")
    ended = last - rng.integers(3, 1095, past).astype("m8[D]")
    start_now = last - (1 + rng.exponential(days, now)).astype(int).astype("m8[D]")
    start_past = ended - (1 + rng.exponential(days, past)).astype(int).astype("m8[D]")
    start = np.maximum(np.concatenate([start_now, start_past]), SINCE.to_datetime64().astype("M8[D]"))
    end = np.concatenate([np.full(now, np.datetime64("NaT", "D")), ended])
    return pd.DataFrame({"started_on": start.astype("M8[s]"), "ended_on": end.astype("M8[s]")})


def _term_at(contract: pd.DataFrame, base: str, ended: pd.Series) -> np.ndarray:
    """The term of the contract that ran when the stay ended, or runs now; the oldest in doubt."""
    ids = contract["contract_id"]
    terms = contract[ids.eq(base) | ids.str.startswith(f"{base}-T")].sort_values("starts_on")
    starts = pd.to_datetime(terms["starts_on"]).to_numpy()
    at = np.searchsorted(starts, ended.fillna(kit.TODAY).to_numpy(), side="right") - 1
    return terms["contract_id"].to_numpy(dtype=object)[np.maximum(at, 0)]


def _where(
    rng: np.random.Generator, area: pd.DataFrame, home: int, size: int, contract_id: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows of `area` people lived in before, rows of their main visitor (-1: none), and who came from far (g)."""
    at = area[["lon", "lat"]].to_numpy() * [places.KM_PER_DEGREE_LON, places.KM_PER_DEGREE_LAT]
    away = np.hypot(*(at - at[home]).T)
    weight = np.exp(-away / NEAR_KM) * (area["pop_85_plus"].to_numpy(float) + 1)
    old = rng.choice(len(area), size=size, p=weight / weight.sum())
    far = np.zeros(size, dtype=bool)
    if contract_id == MOOR_EDGE:
        far = np.arange(size) % int(1 / FAR_SHARE) == 0
        old[~far] = rng.choice(np.flatnonzero(area["locality"].eq("North")), (~far).sum())
        old[far] = rng.choice(np.flatnonzero(area["ward_name"].isin(FAR_WARDS)), far.sum())
    around = np.cumsum(np.exp(-np.hypot(*(at[old][:, None, :] - at[None, :, :]).T).T / NEAR_KM), axis=1)
    near = (around < rng.random(size)[:, None] * around[:, -1:]).sum(axis=1)
    pick = rng.random(size)
    family = np.where(pick < SAME_AREA, old, near)
    family = np.where(pick > SAME_AREA + NEAR_BY, rng.integers(0, len(area), size), family)
    family = np.where(far, old, family)
    return old, np.where((rng.random(size) < NO_VISITOR) & ~far, -1, family), far


def _reasons(rng: np.random.Generator, far: np.ndarray, size: int) -> np.ndarray:
    plain = rng.choice(np.array(REASONS, dtype=object), size)
    plain = np.where(rng.random(size) < REASON_GIVEN, plain, None)
    planted = rng.choice(np.array(MOOR_EDGE_REASONS, dtype=object), size)
    return np.where(far, planted, plain)
