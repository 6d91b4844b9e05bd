"""Other draws of the monthly measures change every figure a little and no finding: twenty of twenty."""

import math
import time
from dataclasses import replace

import pandas as pd
import pytest

from tightrope import paths
from tightrope.answers.evidence import evidence
from tightrope.answers.overview import reasons
from tightrope.answers.standing import stand, thresholds
from tightrope.evidence.hallamford import USUAL_SEED, monthly
from tightrope.weighing.rates import place_in_line

SEEDS = range(1, 21)
WRITTEN = ("contract", "contract_measure", "hand_back")
LISTED = {
    "HC-01": "numbers_good_stories_bad",
    "EC-01": "numbers_good_stories_bad",
    "DO-02": "numbers_bad_stories_good",
    "HC-04": "both_bad",
    "SL-02": "both_bad",
}
REASONS = {
    "HC-01": ["disagree", "serious"],
    "EC-01": ["disagree", "serious"],
    "DO-02": ["disagree"],
    "HC-04": ["both_poor", "serious"],
    "SL-02": ["both_poor", "serious"],
    "CH-03": ["not_heard"],
    "RS-01": ["serious"],
}
POOR = {"HC-04", "SL-02", "DO-02"}


@pytest.fixture(scope="module")
def hand(house):
    """What is written by hand and monthly measures are drawn from: frames as the generator takes them."""
    frames = {}
    for name in WRITTEN:
        frame = pd.DataFrame(house.stores.raw(f"SELECT * FROM warehouse.{name}"))
        for column in frame:
            if column.endswith("_on"):
                frame[column] = pd.to_datetime(frame[column]) if column != "paid_on" else frame[column]
        frames[name] = frame
    frames["contract"]["units_per_year"] = frames["contract"]["units_per_year"].astype(float)
    frames["payment"] = pd.read_csv(paths.SAMPLE / "payment.csv", parse_dates=["month"], date_format="%Y-%m")
    frames["measure_level"] = pd.read_csv(paths.SAMPLE / "measure_level.csv")
    return frames


@pytest.fixture(scope="module")
def found(house, year):
    return evidence(house, "officers", year)


@pytest.fixture(scope="module")
def asked(house):
    """Contract x measure with what the measure is: the left side of queries/weigh/returns.sql."""
    contract_measure = pd.DataFrame(house.stores.raw("SELECT * FROM warehouse.contract_measure"))
    measure = pd.DataFrame(house.stores.raw("SELECT * FROM warehouse.measure"))
    every = contract_measure.merge(measure, on="measure_id", suffixes=("", "_usual"))
    every["target"] = every["target"].fillna(every["target_usual"])
    every["floor"] = every["floor"].fillna(every["floor_usual"])
    return every.assign(last=~every["in_contract"]).sort_values(["contract_id", "last", "measure_id"])


def in_period(asked, drawn, period):
    """The rows of queries/weigh/returns.sql, added up in plain Python over a frame of returns."""
    inside = drawn[drawn["month"].between(pd.Timestamp(period.first), pd.Timestamp(period.last))].sort_values("month")
    came = {}
    for row in inside.astype(object).where(inside.notna(), None).to_dict("records"):
        came.setdefault((row["contract_id"], row["measure_id"]), []).append(row)
    rows = {}
    for one in asked.to_dict("records"):
        back = came.get((one["contract_id"], one["measure_id"]), [])
        values = present(back, "value")
        notes = present(back, "note")
        made = {name: one[name] for name in ("contract_id", "measure_id", "measure_name", "kind", "unit", "direction")}
        made |= {"in_contract": one["in_contract"], "target": number(one["target"]), "floor": number(one["floor"])}
        made |= {name: total(present(back, name)) for name in ("numerator", "denominator")}
        made |= {"most_at_once": max(present(back, "denominator"), default=None)}
        made |= {"months": len(values), "values": values or None}
        made |= {"source": max(present(back, "source"), default=None)}
        made |= {"last_month": max((row["month"].date() for row in back), default=None)}
        made |= {"notes": len([note for note in notes if note]), "note": max(notes, default=None)}
        rows.setdefault(one["contract_id"], []).append(made)
    return rows


def present(rows, name):
    return [row[name] for row in rows if row[name] is not None]


def total(values):
    return sum(values) if values else None


def number(value):
    return None if pd.isna(value) else float(value)


def alike(one, other):
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, float) and isinstance(other, float | int):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    return one == other


def test_at_the_usual_seed_the_sums_are_the_query_s_own(house, hand, asked, found):
    drawn = monthly(hand, USUAL_SEED)
    rows = in_period(asked, drawn, found.period)
    assert rows.keys() == found.returns.keys()
    assert sum(map(len, rows.values())) == sum(map(len, found.returns.values())) > 300
    for key, mine in rows.items():
        for ours, theirs in zip(mine, found.returns[key], strict=True):
            assert ours.keys() == theirs.keys()
            different = {name: (ours[name], theirs[name]) for name in ours if not alike(ours[name], theirs[name])}
            assert not different, f"{key} {ours['measure_id']}: {different}"


def test_another_seed_moves_the_months(hand):
    one, other = monthly(hand, 1), monthly(hand, 2)
    assert len(one) == len(other) and (one["value"] != other["value"]).mean() > 0.3


def test_twenty_of_twenty_seeds_give_the_same_findings(hand, asked, found, capsys):
    rules = thresholds()
    held, seconds = 0, []
    for seed in SEEDS:
        began = time.perf_counter()
        drawn = replace(found, returns=in_period(asked, monthly(hand, seed), found.period))
        made = time.perf_counter()
        judged = stand(drawn, rules)
        ended = time.perf_counter()
        seconds.append((made - began, ended - made))
        check(drawn, judged, rules)
        held += 1
    assert held == len(SEEDS) == 20
    drawing, judging = (max(one[i] for one in seconds) for i in (0, 1))
    average = sum(map(sum, seconds)) / len(seconds)
    with capsys.disabled():
        print(f"\n{held} of 20 seeds, {average:.2f} s each; slowest {drawing:.2f} s to draw, {judging:.2f} s to judge")


def check(drawn, judged, rules):
    kinds = {key: verdict.kind for key, verdict in judged.verdict.items()}
    score = {key: standing.numbers.score for key, standing in judged.standing.items()}
    # the lists
    assert {key: kind for key, kind in kinds.items() if kind in LISTED.values()} == LISTED
    assert all(judged.verdict[key].sure >= 0.95 for key in LISTED)
    assert [key for key, silence in judged.silence.items() if silence.named] == ["CH-03"]
    assert judged.silence["CH-03"].chance == pytest.approx(0.000452, abs=5e-7)
    every = {key: reasons(drawn, judged, key) for key in drawn.live}
    assert {key: why for key, why in every.items() if why} == REASONS  # so no card comes or goes
    # the must-nots
    assert kinds["CH-03"] == "too_few" and kinds["NH-04"] == "too_few"
    assert kinds["DO-03"] == "cannot_tell" and judged.verdict["DO-03"].sure < rules.sure_enough
    assert kinds["HC-09"] == "in_between" and kinds["RS-01"] == "in_between"
    assert kinds["HC-06"] not in LISTED.values() and score["HC-06"] >= rules.numbers_good
    assert {key for key, value in score.items() if value < rules.numbers_bad} == POOR
    assert min(value for key, value in score.items() if key not in POOR) >= 0.52
    assert score["HC-01"] >= 0.9 and score["EC-01"] >= 0.9
    own = judged.levels["SH-03", "complaints_in_time"]
    others = [judged.levels[key, "complaints_in_time"] for key in ("SH-01", "SH-02", "SH-04")]
    assert all(other.low <= own.high for other in others)  # clearly below nobody
    assert place_in_line(own, others, rules) is None  # and too few in the line to say a place at all
