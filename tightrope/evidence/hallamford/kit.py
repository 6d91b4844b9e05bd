"""Small tools of the generator: named streams, months, contract terms running, exact rounding."""

import zlib

import numpy as np
import pandas as pd

TODAY = pd.Timestamp("2026-11-03")  # the day it is in Hallamford
MONTHS = pd.date_range("2023-11-01", "2026-10-01", freq="MS")  # 36 months of data
LAST_YEAR = 12  # the last 12 months of them
YEARS = ("2023-24", "2024-25", "2025-26", "2026-27")
AREAS, WARDS = 343, 28

LOCALITIES = ("North", "North East", "East", "Central", "South East", "South", "South West")
WARD_NAMES = (
    "Cragside",
    "Hollin Top",
    "Stonegate",
    "Ridge Lane",
    "Foundry",
    "Kiln Hill",
    "Marlpits",
    "Saltergate",
    "Canal Side",
    "Tinsmith",
    "Ropewalk",
    "Millrace",
    "Castle Quay",
    "Market Cross",
    "Viaduct",
    "St Brannoc",
    "Limekiln",
    "Nether Field",
    "Orchard End",
    "Quarry Bank",
    "Brookvale",
    "Glebe",
    "Lark Hill",
    "Parkside",
    "Ashmere",
    "Dunnock Hall",
    "Fairholme",
    "Whinfell",
)


def stream(seed: int, name: str) -> np.random.Generator:
    """A random stream of its own for each name, so that one table's size never moves another table."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def ward_of_areas() -> np.ndarray:
    """Ward number 0..27 of each area 0..342: ward w holds areas floor((w-1)*343/28)+1 .. floor(w*343/28)."""
    edges = np.arange(WARDS + 1) * AREAS // WARDS
    return np.repeat(np.arange(WARDS), np.diff(edges))


def area_codes() -> np.ndarray:
    """HF0001 .. HF0343."""
    return np.array([f"HF{number:04d}" for number in range(1, AREAS + 1)], dtype=object)


def locality_of_areas() -> np.ndarray:
    """Locality name of each area; every four wards in order are one locality."""
    return np.array(LOCALITIES, dtype=object)[ward_of_areas() // 4]


def whole(shares: np.ndarray, total: int) -> np.ndarray:
    """Whole numbers in proportion to `shares` that add up to `total` exactly (largest remainders)."""
    shares = np.asarray(shares, dtype=float)
    exact = shares / shares.sum() * total
    parts = np.floor(exact).astype(np.int64)
    most = np.argsort(-(exact - parts), kind="stable")[: total - int(parts.sum())]
    parts[most] += 1
    return parts


def even(rng: np.random.Generator, size: int) -> np.ndarray:
    """`size` numbers in 0..1, one in each of `size` equal slices, in random order: shares come out near exact."""
    return (rng.permutation(size) + rng.random(size)) / max(size, 1)


def pseudonyms(rng: np.random.Generator, letter: str, size: int, digits: int = 6) -> np.ndarray:
    """Different pseudonyms such as P104233, in no order that tells anything."""
    low = 10 ** (digits - 1)
    numbers = rng.choice(9 * low, size=size, replace=False) + low
    return np.array([f"{letter}{number}" for number in numbers.tolist()], dtype=object)


def last_day(contract: pd.DataFrame) -> pd.Series:
    """The day each term really ran to: ended_on where it ended; today where it still runs, holding over included."""
    ended = contract["status"].eq("ended")
    last = contract["ended_on"].where(contract["ended_on"].notna(), contract["ends_on"])
    return last.where(ended, TODAY)


def base_of(contract_id: pd.Series) -> pd.Series:
    """The contract without its term: HC-04-T2 -> HC-04."""
    return contract_id.astype(str).str.replace(r"-T\d+$", "", regex=True)


def running(contract: pd.DataFrame) -> pd.DataFrame:
    """One row a contract and month it ran in: contract_id, base, month (0..35) and the share of the month covered."""
    start = pd.to_datetime(contract["starts_on"]).to_numpy().astype("M8[D]")[None, :]
    last = pd.to_datetime(last_day(contract)).to_numpy().astype("M8[D]")[None, :]
    first_day = MONTHS.to_numpy().astype("M8[D]")[:, None]
    days = MONTHS.days_in_month.to_numpy()[:, None]
    end_day = first_day + (days - 1).astype("m8[D]")
    covered = (np.minimum(last, end_day) - np.maximum(start, first_day)).astype(np.int64) + 1
    month, row = np.nonzero(covered > 0)
    names = contract["contract_id"].astype(str)
    return pd.DataFrame(
        {
            "contract_id": names.to_numpy(dtype=object)[row],
            "month": month,
            "share": (covered / days)[month, row],
            "base": base_of(names).to_numpy(dtype=object)[row],
        }
    )
