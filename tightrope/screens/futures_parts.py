"""Under one sentence, the rest: test it harder, who gains and who loses, and what it all rests on."""

import streamlit as st

from tightrope.answers import futures_words as say
from tightrope.answers.futures import BINS, Duel, Futures
from tightrope.screens import tables
from tightrope.screens.panel import panel
from tightrope.whatif import whatif_words

HIGH, WIDE = 40.0, 10.0  # of the picture of a spread, and of each of its bars
LEFT, RIGHT, TOP, BOTTOM = 60.0, 400.0, 25.0, 245.0  # of the plane of gain and fairness
MOST_WEIGHT = 5.0  # times that a gain to the most deprived may count on the slider
CLOSE = 14.0  # pixels: labels nearer than this are moved apart
WORKED_OUT = (
    "{draws:,} plausible futures are drawn from the numbers below, the same for every split and for everybody who "
    "opens this link (seed {seed}). A place reaches somebody new less often the more places there are. What is avoided "
    "is the people reached, times the risk, times how much of it a place takes away. Ranges leave out the lowest and "
    "the highest tenth. What finding out is worth is the rise of the expected outcome if that number were known before "
    "choosing, read off a curve through the futures. docs/methods/what-if.md has the formulas and their limits."
)
PLANE = (
    "Further right: more is avoided in all. Further up: the gap between most and least deprived narrows; above the "
    "dashed line it is smaller than if nothing is done."
)


def draw(found: Futures, duel: Duel) -> None:
    """Fairness in the open, because it is half of the answer; doubt and inputs behind a click."""
    for line in whatif_words.cautions(found.scenario, found.seen[duel.first].split):
        st.text(line)
    if found.known:
        st.header("Who gains and who loses")
        panel("fairness.html", "fairness", _plane(found, duel))
        weight = st.slider(
            "How many times a gain to the most deprived counts", 0.0, MOST_WEIGHT, 1.0, 0.1, key="weight"
        )
        st.text(say.weighed(found.scenario, weight))
        with st.expander("Test it harder"):
            panel("futures.html", "futures", _harder(found, duel))
    with st.expander("How this is worked out, and what it rests on"):
        st.text(WORKED_OUT.format(draws=found.scenario.draws, seed=found.scenario.seed))
        rows = [
            {
                "name": whatif_words.sentence(one.name), "value": say.spread(one.distribution),
                "certainty": one.certainty, "source": one.source, "reason": one.reason,
            }
            for one in found.scenario.parameters
        ]  # fmt: skip
        columns = {"name": "Number", "value": "Value", "certainty": "Certainty", "source": "Source", "reason": "Reason"}
        tables.table(rows, columns, "Every number the futures rest on, with source and reason", "")
        tables.download("Numbers as CSV", rows, "numbers.csv", "numbers_csv")


def _harder(found: Futures, duel: Duel) -> dict:
    better, tied, worse = say.icons(duel)
    names = {one: seen.split.name for one, seen in found.seen.items()}
    moved = [end for one in duel.drivers for end in (one.at_low, one.at_high)]
    low, high = min(0.0, *moved, 0.0), max(0.0, *moved, 0.0)
    span = (high - low) or 1.0
    same = f", as good in {tied}" if tied else ""
    return {
        "icons": {
            "of": ["better"] * better + ["tied"] * tied + ["worse"] * worse,
            "said": f"Each square is one future of a hundred: better in {better}{same}, worse in {worse}.",
        },
        "spreads": [_spread(found, one) for one in (duel.first, duel.second)],
        "ends": [f"{found.ends[0]:.0f}", f"{found.ends[1]:.0f} {found.scenario.outcome}"],
        "zero": round((0 - low) / span * 100, 1),
        "drivers": [
            {
                "name": whatif_words.sentence(one.parameter.name), "said": say.driver(one),
                "low": round((min(one.at_low, one.at_high) - low) / span * 100, 1),
                "wide": round(one.swing / span * 100, 1),
            }
            for one in duel.drivers
        ],
        "turning": say.turning(found, duel),
        "regrets": [
            {"name": names[key], "mean": f"{seen.regret.mean:.1f}", "worst": f"{seen.regret.one_in_ten:.1f}"}
            for key, seen in found.seen.items()
        ],
        "outcome": found.scenario.outcome,
        "finding": say.finding(found),
    }  # fmt: skip


def _spread(found: Futures, key: str) -> dict:
    seen = found.seen[key]
    most = max(max(one.bars) for one in found.seen.values()) or 1
    bars = [
        {"x": place * WIDE, "y": round(HIGH - count / most * HIGH, 1), "high": round(count / most * HIGH, 1)}
        for place, count in enumerate(seen.bars)
    ]
    range_ = say.between(seen.low, seen.high)
    said = f"{BINS} steps; half the futures lie below {seen.middle:.1f}, eight of ten from {range_}."
    return {"name": say.name(found.scenario, key), "bars": bars, "said": said}


def _plane(found: Futures, duel: Duel) -> dict:
    here = found.seen[duel.first].split
    points = [
        seen.point
        for seen in found.seen.values()
        if seen.point.narrowed is not None and (seen.split == here or seen.split.amounts != here.amounts)
    ]
    lines = say.fairness(found, duel)
    if not points:
        return {"points": [], "zero": None, "said": "Which groups are more deprived is not known.", "lines": lines,
                "outcome": found.scenario.outcome}  # fmt: skip
    gains, gaps = [one.gain for one in points], [one.narrowed for one in points]
    x_low, x_span = min(gains), (max(gains) - min(gains)) or 1.0
    y_low, y_high = min(0.0, *gaps), max(0.0, *gaps)
    y_span = (y_high - y_low) or 1.0

    def y_of(value: float) -> float:
        return round(BOTTOM - (value - y_low) / y_span * (BOTTOM - TOP), 1)

    made, used = [], []
    for one in sorted(points, key=lambda point: point.split != duel.first):
        x, y = round(LEFT + 20 + (one.gain - x_low) / x_span * (RIGHT - LEFT - 40), 1), y_of(one.narrowed)
        down = 4.0
        while any(abs(y + down - other) < CLOSE and abs(x - across) < (RIGHT - LEFT) / 2 for across, other in used):
            down += CLOSE
        used.append((x, y + down))
        made.append({"x": x, "y": y, "down": down, "name": say.name(found.scenario, one.split),
                     "kind": "here" if one.split == duel.first else "other"})  # fmt: skip
    return {"points": made, "zero": y_of(0.0), "said": PLANE, "lines": lines, "outcome": found.scenario.outcome}
