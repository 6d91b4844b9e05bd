"""Who uses each contract, year by year and group by group, and who was asked what they think."""

import numpy as np
import pandas as pd

from tightrope.evidence.hallamford import kit
from tightrope.evidence.hallamford.roster import SERVED, people_now

EARLIER = {"2023-24": 0.95, "2024-25": 0.97, "2025-26": 0.985, "2026-27": 1.0}
FULL = ("CH-03",)  # PLANTED (d): full in every year
OLDER = {"18-64": 0.06, "65-74": 0.17, "75-84": 0.36, "85+": 0.41}
YOUNGER = {"18-64": 0.86, "65-74": 0.09, "75-84": 0.04, "85+": 0.01}
OF_WORKING_AGE = {"supported_living", "specialist_home", "day_opportunities"}
LIVES = {
    "care_home": "care_home",
    "nursing_home": "nursing_home",
    "specialist_home": "specialist_home",
    "supported_living": "supported_living",
    "extra_care": "extra_care",
}
REASONS = ("physical", "memory", "learning_disability", "mental_health", "sensory", "social")
REASON_SHARES = {
    "care_home": (0.38, 0.46, 0.02, 0.05, 0.06, 0.03),
    "nursing_home": (0.58, 0.32, 0.01, 0.03, 0.04, 0.02),
    "supported_living": (0.07, 0.01, 0.62, 0.26, 0.02, 0.02),
    "specialist_home": (0.08, 0.02, 0.66, 0.22, 0.01, 0.01),
    "day_opportunities": (0.12, 0.05, 0.55, 0.18, 0.03, 0.07),
}
USUAL_REASONS = (0.64, 0.16, 0.05, 0.06, 0.05, 0.04)
# Shares of people who cannot leave home without help, who lack capacity for decisions about their care, who care
HOUSEBOUND = {"home_care": 0.55, "meals": 0.62, "extra_care": 0.30, "prevention": 0.10, "day_opportunities": 0.04}
LACKS = {"care_home": 0.46, "nursing_home": 0.42, "supported_living": 0.38, "specialist_home": 0.55, "home_care": 0.17}
CARERS = {"respite": 0.92, "home_care": 0.34, "advocacy": 0.18}
LACKS_AT = {"CH-03": 0.93, "AD-02": 0.97}  # PLANTED (d): nearly everybody at Larkfield House lives with dementia
CARERS_AT = {"PR-05": 0.97, "RS-01": 0.95}

# Share asked, share of those who answered. Few ways are in people's own words; people who cannot leave home or who
# lack capacity are rarely asked.
ASKED = (
    ("all", "all", "survey", 0.30, 0.22),
    ("all", "all", "panel", 0.03, 0.60),
    ("all", "all", "web", 0.25, 0.02),
    ("housebound", "no", "survey", 0.36, 0.24),
    ("housebound", "yes", "survey", 0.07, 0.12),
    ("housebound", "yes", "phone", 0.02, 0.50),
    ("lacks_capacity", "no", "survey", 0.38, 0.23),
    ("lacks_capacity", "yes", "survey", 0.02, 0.10),
    ("lacks_capacity", "yes", "advocacy_report", 0.03, 0.80),
    ("first_language", "other", "outreach", 0.04, 0.60),
    ("unpaid_carer", "yes", "carers_assessment", 0.14, 0.85),
)
# PLANTED (d): the advocate's reports on Larkfield House, and nothing since the contract ended on 2025-03-31
LARKFIELD = "CH-03"
LARKFIELD_ADVOCATE = {"2023-24": (46, 39), "2024-25": (41, 33), "2025-26": (0, 0), "2026-27": (0, 0)}


def people_served(hand: dict[str, pd.DataFrame], area: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The table `people_served`: every kind of group splits the number of people of the contract and year exactly."""
    rng = kit.stream(seed, "people_served")
    contract = hand["contract"].reset_index(drop=True)
    now = people_now(contract)
    rows = []
    poor = _fifths(hand, area)
    for one, year in _years(contract):
        service, contract_id = one.service_id, str(one.contract_id)
        base = contract_id.split("-T")[0]
        people = int(now[contract_id])
        if not (year == "2026-27" and base in SERVED) and base not in FULL:
            people = max(int(round(int(now.get(base, people)) * EARLIER[year] * rng.uniform(0.97, 1.03))), 3)
        elif base in FULL:
            people = SERVED[base]
        rows.append((contract_id, year, "all", "all", people))
        for kind, shares in _kinds(service, base, poor).items():
            values = np.array(list(shares.values())) * rng.uniform(0.92, 1.08, len(shares))
            parts = kit.whole(values, people)
            rows += [(contract_id, year, kind, value, int(n)) for value, n in zip(shares, parts, strict=True)]
    return pd.DataFrame(rows, columns=["contract_id", "year", "group_kind", "group_value", "people"])


def invitations(served: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The table `invitation`: who was asked through which channel, never more than there are, and who answered."""
    rng = kit.stream(seed, "invitation")
    keys = served[["contract_id", "year", "group_kind", "group_value"]].itertuples(index=False, name=None)
    people = dict(zip(keys, served["people"].tolist(), strict=True))
    rows = []
    for contract_id, year in served[["contract_id", "year"]].drop_duplicates().itertuples(index=False, name=None):
        for kind, value, channel, asked, answered in ASKED:
            group = people.get((contract_id, year, kind, value), 0)
            if group == 0:
                continue
            if contract_id == LARKFIELD:
                given = LARKFIELD_ADVOCATE[year] if channel == "advocacy_report" else (0, 0)
            else:
                size = int(rng.binomial(group, asked))
                given = (size, int(rng.binomial(size, answered)))
            rows.append((contract_id, year, kind, value, channel, *given))
    columns = ["contract_id", "year", "group_kind", "group_value", "channel", "asked", "answered"]
    return pd.DataFrame(rows, columns=columns)


def _years(contract: pd.DataFrame) -> list[tuple[object, str]]:
    start, last = pd.to_datetime(contract["starts_on"]), kit.last_day(contract)
    found = []
    for number, one in enumerate(contract.itertuples(index=False)):
        for year in kit.YEARS:
            first = pd.Timestamp(f"{year[:4]}-04-01")
            if start[number] < first + pd.DateOffset(years=1) and last[number] >= first:
                found.append((one, year))
    return found


def _kinds(service: str, base: str, poor: dict[str, np.ndarray]) -> dict[str, dict[str, float]]:
    young = service in OF_WORKING_AGE or base == "HC-11"
    housebound = HOUSEBOUND.get(service, 0.18)
    lacks, carers = LACKS_AT.get(base, LACKS.get(service, 0.10)), CARERS_AT.get(base, CARERS.get(service, 0.06))
    reasons = REASON_SHARES.get(service, USUAL_REASONS)
    if base == LARKFIELD:
        reasons = (0.03, 0.95, 0.0, 0.01, 0.01, 0.0)
    if base == "HC-11":
        reasons = REASON_SHARES["day_opportunities"]
    other = 0.05 + 0.13 * float(poor[base][0])
    return {
        "age_band": YOUNGER if young else OLDER,
        "sex": {"female": 0.45 if young else 0.64, "male": 0.55 if young else 0.36},
        "ethnicity": {"White": 0.98 - 2 * other, "Asian": other, "Black": 0.6 * other, "Mixed": 0.25 * other,
                      "Other": 0.02 + 0.15 * other},
        "support_reason": dict(zip(REASONS, reasons, strict=True)),
        "lives_in": {LIVES.get(service, "own_home"): 1.0},
        "unpaid_carer": {"yes": carers, "no": 1 - carers},
        "housebound": {"yes": housebound, "no": 1 - housebound},
        "lacks_capacity": {"yes": lacks, "no": 1 - lacks},
        "first_language": {"English": 1 - other, "other": other},
        "deprivation_fifth": {str(fifth + 1): float(share) for fifth, share in enumerate(poor[base])},
    }  # fmt: skip


def _fifths(hand: dict[str, pd.DataFrame], area: pd.DataFrame) -> dict[str, np.ndarray]:
    """Share of older people by national fifth of deprivation (1 poorest) where each contract works."""
    covers = hand["contract_area"].assign(base=kit.base_of(hand["contract_area"]["contract_id"]))
    fifth = (area["imd_decile"].to_numpy() - 1) // 2
    found = {}
    for base in sorted(set(kit.base_of(hand["contract"]["contract_id"]))):
        names = set(covers.loc[covers["base"].eq(base), "locality"]) or set(kit.LOCALITIES)
        here = area["locality"].isin(names).to_numpy()
        size = np.bincount(fifth[here], area["pop_65_plus"].to_numpy(float)[here], 5) + 1
        found[base] = size / size.sum()
    return found
