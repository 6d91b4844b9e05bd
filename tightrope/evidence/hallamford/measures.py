"""Monthly returns of every measure, drawn round the levels written by hand in measure_level.csv.

Within each 12 months chance moves events between months but keeps the year at its written level: small counts are
drawn as if the year's successes fell on the months at random (multivariate hypergeometric for shares, multinomial
for rates), large ones month by month round a level that wanders. So another seed changes every month and no finding.
"""

import numpy as np
import pandas as pd

from tightrope.evidence.hallamford import kit

LARGE = 200  # denominators from here on are drawn month by month
# Shares of a stock (the same people, places or days month after month) are not drawn, only rounded
STOCK = {
    "share of people",
    "share of people with a main visitor",
    "share of days",
    "share of places filled",
    "share of flat-days",
    "share of hours planned",
    "share of hours held",
    "share of staff leaving in a year",
    "share of nights paid for",
    "share of shifts",
}
# PLANTED (b): DO-02 looks poor because sheets are missing; what the sheets show in months they came
SHEETS_MISSING = {"DO-02": (1, 2, 4, 5, 7, 8, 10)}  # months of each 12 without a sheet
SHEETS_SHOW = {"attendance": 0.88, "goals_met": 0.78, "reviews_on_time": 0.92}
SHEET_NOTE = "sheet not returned"
# PLANTED must-not: HC-06 has one bad month of on_time inside its limits; all others stay above it
BAD_MONTH = ("HC-06", "on_time", pd.Timestamp("2026-03-01"), 0.855)
REST_OF_BAD_MONTH = (0.858, 0.930)
# PLANTED must-not: SH-03 is last of its line in the last 12 months by chance only: one complaint a month, 9 in time
BY_CHANCE = {("SH-03", "complaints_in_time"): (9, 12)}
# Said of the twelve months to each month, as the measures define them
ROLLING = "complaints per 100 people a year"
CONTINUITY, HAND_BACKS = "continuity_top_three", "hand_backs_rate"
# PLANTED (f): Brook House before the months that payment.csv holds
NIGHTS_WOBBLE = 0.05
HELD_OPEN = "post vacant"


def monthly(hand: dict[str, pd.DataFrame], seed: int) -> pd.DataFrame:
    """The table `measure_return`: months in which a contract ran, one row a measure it has in contract_measure."""
    rng = kit.stream(seed, "measure_return")
    frame = _grid(hand)
    frame["p"] = _levels(frame, kit.stream(seed, "wander"))
    _plant_sheets(frame)
    frame["denominator"] = _denominators(frame, rng)
    frame["numerator"] = np.nan
    share, stock = frame["kind"].eq("share"), frame["phrase"].isin(STOCK)
    large = frame["denominator"].ge(LARGE)
    rows = share & stock
    frame.loc[rows, "numerator"] = np.minimum(
        np.round(frame.loc[rows, "p"] * frame.loc[rows, "denominator"]), frame.loc[rows, "denominator"]
    )
    rows = share & ~stock & large
    frame.loc[rows, "numerator"] = rng.binomial(frame.loc[rows, "denominator"].astype(np.int64), frame.loc[rows, "p"])
    _draw_within_years(frame, share & ~stock & ~large, rng, _spread_share)
    rate, rolling = frame["kind"].eq("rate"), frame["phrase"].eq(ROLLING)
    _draw_within_years(frame, rate & ~rolling, rng, _spread_rate)
    frame.loc[rolling, "numerator"] = (frame["p"] / frame["per"] * frame["denominator"])[rolling].round()
    rows = frame["kind"].eq("mean")
    frame.loc[rows, "numerator"] = (frame.loc[rows, "p"] * frame.loc[rows, "denominator"]).round(1)
    _plant_days(frame)
    _plant_hand_backs(frame, hand)
    _plant_nights(frame, hand)
    return _finish(frame, hand)


def month_levels(hand: dict[str, pd.DataFrame], seed: int) -> dict[tuple[str, str], np.ndarray]:
    """For each contract and measure given by call monitoring: the level of each of the 36 months."""
    frame = _grid(hand, every_month=True)
    frame["p"] = _levels(frame, kit.stream(seed, "wander"))
    watched = frame[frame["source"].eq("call_monitoring")]
    return {
        key: part.sort_values("month")["p"].to_numpy()
        for key, part in watched.groupby(["base", "measure_id"], sort=False)
    }


def nights(hand: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Nights paid and used by contract and month for respite bought by the block; payment.csv where it has the row.

    The same for every seed, so that payments and the measure nights_used always agree.
    """
    level = hand["measure_level"]
    used = level[level["measure_id"].eq("nights_used")].set_index("contract_id")["level"]
    terms = hand["contract"].set_index("contract_id")
    run = kit.running(hand["contract"])
    run = run[run["base"].isin(used.index)].reset_index(drop=True)
    days = kit.MONTHS.days_in_month.to_numpy()[run["month"]]
    rng = kit.stream(0, "nights")
    share = used.loc[run["base"]].to_numpy() + rng.uniform(-NIGHTS_WOBBLE, NIGHTS_WOBBLE, len(run))
    paid = np.round(terms.loc[run["contract_id"], "units_per_year"].to_numpy() / 365 * days * run["share"])
    out = run[["contract_id", "month"]].assign(units_paid=paid, units_delivered=np.round(share * paid))
    given = hand.get("payment")
    if given is None or given.empty:
        return out
    given = given.assign(month=kit.MONTHS.get_indexer(pd.to_datetime(given["month"])))
    given = given.set_index(["contract_id", "month"])[["units_paid", "units_delivered"]].astype(float)
    out = out.set_index(["contract_id", "month"])
    out.update(given)
    return out.reset_index()


def _grid(hand: dict[str, pd.DataFrame], every_month: bool = False) -> pd.DataFrame:
    """One row a level and month: base, contract that ran, measure, level, noise, given denominator, kind, source."""
    level = hand["measure_level"].reset_index(drop=True)
    parts = level["kind_note"].str.split(";")
    level = level.assign(
        phrase=parts.str[0].str.strip(),
        source=parts.str[1].str.strip(),
        rest=parts.str[2:].str.join(";").str.strip(),
        base=kit.base_of(level["contract_id"]),
        row=np.arange(len(level)),
    ).drop(columns="contract_id")
    level["kind"], level["per"] = _kinds(level["phrase"])
    level.loc[level["measure_id"].eq(CONTINUITY), "kind"] = "median"  # of people: the middle one
    if every_month:
        return level.merge(pd.DataFrame({"month": np.arange(len(kit.MONTHS))}), how="cross")
    run = kit.running(hand["contract"]).sort_values("share").drop_duplicates(["base", "month"], keep="last")
    frame = level.merge(run, on="base")
    asked = pd.MultiIndex.from_frame(hand["contract_measure"][["contract_id", "measure_id"]])
    frame = frame[pd.MultiIndex.from_frame(frame[["contract_id", "measure_id"]]).isin(asked)]
    return frame.sort_values(["row", "month"]).reset_index(drop=True)


def _kinds(phrase: pd.Series) -> tuple[pd.Series, pd.Series]:
    per = pd.Series(np.where(phrase.str.contains("per 1,000"), 1000, np.where(phrase.str.contains("per 100 "), 100, 1)))
    kind = np.select(
        [phrase.str.startswith("share"), per.gt(1), phrase.str.contains("half waited")],
        ["share", "rate", "median"],
        "mean",
    )
    return pd.Series(kind, dtype=object), per


def _levels(frame: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """The level of each row's month: as written, wandering by `noise` but with each 12 months' mean kept."""
    rows = int(frame["row"].max()) + 1 if len(frame) else 0
    wander = np.clip(rng.normal(0, 1, (rows, 3, 12)), -2, 2)
    wander = (wander - wander.mean(axis=2, keepdims=True)).reshape(rows, 36)
    month = frame["month"].to_numpy()
    p = frame["level"].to_numpy(float) + frame["noise"].to_numpy(float) * wander[frame["row"].to_numpy(), month]
    base, measure, bad, level = BAD_MONTH
    here = frame["base"].eq(base).to_numpy() & frame["measure_id"].eq(measure).to_numpy()
    p = np.where(here, np.clip(p, *REST_OF_BAD_MONTH), p)
    p = np.where(here & (kit.MONTHS[month] == bad), level, p)
    top = np.where(frame["kind"].eq("share"), 1.0, np.inf)
    return np.clip(p, 0.0, top)


def _plant_sheets(frame: pd.DataFrame) -> None:
    """PLANTED (b): low in months without a sheet, as good as it is in the others; the year's level stays as written."""
    frame["missing"] = False
    for base, months in SHEETS_MISSING.items():
        rows = frame["base"].eq(base) & frame["rest"].str.contains(SHEET_NOTE)
        gone = rows & (frame["month"] % 12).isin(months)
        frame.loc[gone, "missing"] = True
        share = len(months) / 12
        for measure, shown in SHEETS_SHOW.items():
            here = rows & frame["measure_id"].eq(measure)
            low = (frame.loc[here, "level"] - (1 - share) * shown) / share
            frame.loc[here, "p"] = np.where(frame.loc[here, "missing"], low.clip(lower=0.02), shown)


def _denominators(frame: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """As given; visits follow the days of the month, small numbers of events come and go, years are person-years."""
    given = frame["denominator"].to_numpy(float)
    days = kit.MONTHS.days_in_month.to_numpy()[frame["month"]]
    of_days = frame["source"].eq("call_monitoring") | frame["phrase"].isin({"per 1,000 bed-days", "share of flat-days"})
    size = np.where(of_days, np.round(given * days / (365.25 / 12)), given)
    size = np.where(frame["phrase"].eq("share of days"), days, size)
    events = frame["kind"].isin({"share", "median"}) & ~frame["phrase"].isin(STOCK) & ~of_days
    few = events & (given < LARGE)
    block = frame["row"].to_numpy() * 3 + frame["month"].to_numpy() // 12
    for rows in np.split(np.arange(len(frame)), np.flatnonzero(np.diff(block)) + 1):
        if few.iat[rows[0]]:
            size[rows] = rng.multinomial(int(round(given[rows].sum())), np.full(len(rows), 1 / len(rows)))
    return np.where(_by_chance(frame), 1, size)


def _by_chance(frame: pd.DataFrame) -> np.ndarray:
    keys = pd.MultiIndex.from_frame(frame[["base", "measure_id"]])
    return keys.isin(list(BY_CHANCE)) & frame["month"].ge(36 - kit.LAST_YEAR).to_numpy()


def _draw_within_years(frame: pd.DataFrame, rows: pd.Series, rng: np.random.Generator, spread: object) -> None:
    here = frame[rows]
    block = here["row"] * 100 + here["month"] // 12 * 2 + here["missing"]
    order = np.argsort(block.to_numpy(), kind="stable")
    index, size = here.index.to_numpy()[order], here["denominator"].to_numpy(float)[order]
    expected = (here["p"] / here["per"]).to_numpy()[order] * size
    for (base, measure), (times, of) in BY_CHANCE.items():
        hit = (here["base"].eq(base) & here["measure_id"].eq(measure)).to_numpy() & _by_chance(here)
        expected[hit[order]] = times / of
    starts = np.flatnonzero(np.diff(block.to_numpy()[order], prepend=-1))
    drawn = np.empty(len(index))
    for start, end in zip(starts, [*starts[1:], len(index)], strict=True):
        drawn[start:end] = spread(rng, size[start:end], expected[start:end])
    frame.loc[index, "numerator"] = drawn


def _spread_share(rng: np.random.Generator, size: np.ndarray, expected: np.ndarray) -> np.ndarray:
    whole = size.astype(np.int64)
    return rng.multivariate_hypergeometric(whole, min(int(round(expected.sum())), int(whole.sum())), method="marginals")


def _spread_rate(rng: np.random.Generator, size: np.ndarray, expected: np.ndarray) -> np.ndarray:
    return rng.multinomial(int(round(expected.sum())), size / size.sum())


def _plant_days(frame: pd.DataFrame) -> None:
    """A manager's post is filled until it falls vacant: the last 12 months give the level, the end of them is empty."""
    rows = frame["phrase"].eq("share of days") & frame["rest"].str.contains(HELD_OPEN)
    filled = np.clip(frame.loc[rows, "level"] * kit.LAST_YEAR - (frame.loc[rows, "month"] - 24), 0, 1)
    frame.loc[rows, "numerator"] = np.round(filled * frame.loc[rows, "denominator"])


def _plant_hand_backs(frame: pd.DataFrame, hand: dict[str, pd.DataFrame]) -> None:
    """PLANTED (e): hours handed back in the twelve months to each month, as hand_back.csv lists them."""
    rows = frame["measure_id"].eq(HAND_BACKS)
    given = hand.get("hand_back")
    if given is None or given.empty:
        return
    months = pd.to_datetime(given["handed_back_on"]).dt.to_period("M").dt.to_timestamp()
    at = kit.MONTHS.get_indexer(months)
    inside = at >= 0
    hours = given["hours"].to_numpy(float)[inside]
    for base in frame.loc[rows, "base"].unique():
        own = given["contract_id"].eq(base).to_numpy()[inside]
        month = np.bincount(at[inside][own], hours[own], len(kit.MONTHS))
        year = np.convolve(month, np.ones(12))[: len(kit.MONTHS)]
        here = rows & frame["base"].eq(base)
        frame.loc[here, "numerator"] = year[frame.loc[here, "month"]]


def _plant_nights(frame: pd.DataFrame, hand: dict[str, pd.DataFrame]) -> None:
    known = nights(hand).set_index(["contract_id", "month"])
    rows = frame["measure_id"].eq("nights_used")
    found = known.reindex(pd.MultiIndex.from_frame(frame.loc[rows, ["contract_id", "month"]]))
    frame.loc[rows, "numerator"] = found["units_delivered"].to_numpy()
    frame.loc[rows, "denominator"] = found["units_paid"].to_numpy()


def _said(frame: pd.DataFrame) -> pd.Series:
    """Medians as people return them: days to a tenth, shares to a thousandth."""
    return frame["p"].round(3).where(frame["measure_id"].eq(CONTINUITY), frame["p"].round(1))


def _finish(frame: pd.DataFrame, hand: dict[str, pd.DataFrame]) -> pd.DataFrame:
    targets = hand["contract_measure"].set_index(["contract_id", "measure_id"])["target"]
    size = frame["denominator"].where(frame["denominator"] > 0)
    value = (frame["numerator"] * frame["per"] / size).round(4)
    value = value.where(frame["kind"].ne("median"), _said(frame).where(size.notna()))
    return pd.DataFrame(
        {
            "contract_id": frame["contract_id"].astype(object),
            "measure_id": frame["measure_id"].astype(object),
            "month": kit.MONTHS[frame["month"]],
            "numerator": frame["numerator"].astype(float),
            "denominator": frame["denominator"].astype(float).round(2),
            "value": value.astype(float),
            "target": targets.reindex(pd.MultiIndex.from_frame(frame[["contract_id", "measure_id"]])).to_numpy(float),
            "source": frame["source"].astype(object),
            "note": np.where(frame["missing"], SHEET_NOTE, None),
        }
    )
