"""Which measures moved this month, by more than chance: every running contract and measure looked at together."""

import re
from dataclasses import dataclass
from datetime import date

import numpy as np

from tightrope import settings
from tightrope.answers.evidence import evidence, kept, last_month
from tightrope.answers.moving_words import WORSE, inside, number, way
from tightrope.answers.period import earlier, twelve_months
from tightrope.evidence.measures import Measure, load_measures
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.statistics import benjamini_hochberg
from tightrope.weighing.change import month_chance
from tightrope.weighing.control import SHARE, VALUE, Returned, Rules, baseline_of, kind_of, usable

MOST_MONTHS = 60  # fetched at once, for all contracts
ROLLING = re.compile(r"\btwelve months to this one\b|\ba year ago\b")  # each month tells of twelve at once


@dataclass(frozen=True)
class Line:
    """What came back for one measure of one contract, oldest month first, and what is asked. `notes`: (month, note)."""

    contract_id: str
    measure_id: str
    in_contract: bool
    target: float | None
    months: tuple[Returned, ...]
    notes: tuple[tuple[date, str], ...]
    source: str


@dataclass(frozen=True)
class Flag:
    """A measure of a contract that moved in a month; `direction` is "better" or "worse"."""

    contract_id: str
    measure_id: str
    direction: str
    chance: float
    words: str


@dataclass(frozen=True)
class Flags:
    """What moved in a month, the most surprising first. `short`: returned, with too few months before to look at."""

    month: date
    looked_at: int
    short: int
    named: tuple[Flag, ...]


def rules() -> Rules:
    """How many months make a baseline, a run and a trend, as the council has set them."""
    chosen = settings.settings().change
    return Rules(chosen.baseline_months, chosen.run_months, chosen.trend_months)


def lines(house: House) -> dict[tuple[str, str], Line]:
    """Every measure of every contract by (contract_id, measure_id), fetched once."""
    return kept(house, "moving_lines", lambda: _lines(house))


def definitions(house: House) -> dict[str, Measure]:
    """Every measure's definition, read once."""
    return kept(house, "moving_definitions", load_measures)


def rolling(measure: Measure) -> bool:
    """True when each month's figure counts the twelve months up to it, so that neighbours share most of it."""
    return bool(ROLLING.search(f"{measure.numerator} {measure.denominator}"))


def flags(house: House, reader: Reader, month: date | None = None) -> Flags:
    """What moved in a month (the latest with returns where None), after allowing for how many were looked at."""
    chosen = month or last_month(house)
    return kept(house, ("moving_flags", reader.audience, chosen), lambda: _flags(house, reader, chosen))


def flag_words(found: Flags) -> str:
    """One line for the overview.

    "In October 2026 1 of 415 measures moved by more than chance explains: visits on time, Home care, North: 81%,
    usually 92% (worse)."
    """
    when = f"In {found.month:%B %Y}"
    if not found.looked_at:
        return f"{when} nobody can tell what moved: no measure has enough months before it."
    many = f"{found.looked_at:,} measures" if found.looked_at != 1 else "1 measure"
    if not found.named:
        return f"{when} none of {many} moved by more than chance explains."
    said = "; ".join(flag.words for flag in found.named)
    return f"{when} {len(found.named)} of {many} moved by more than chance explains: {said}."


def _lines(house: House) -> dict[tuple[str, str], Line]:
    last = last_month(house)
    found = {}
    for row in house.stores.rows("contracts/measure_months", first=earlier(last, MOST_MONTHS - 1), last=last):
        months = row["months"] or ()
        columns = (months, row["numerators"] or (), row["denominators"] or (), row["values"] or ())
        notes = zip(months, row["notes"] or (), strict=True)
        found[row["contract_id"], row["measure_id"]] = Line(
            contract_id=row["contract_id"],
            measure_id=row["measure_id"],
            in_contract=row["in_contract"],
            target=row["target"],
            months=tuple(Returned(*one) for one in zip(*columns, strict=True)),
            notes=tuple((one, note) for one, note in notes if note),
            source=row["source"] or "",
        )
    return found


def _flags(house: House, reader: Reader, month: date) -> Flags:
    asked = evidence(house, reader.audience, twelve_months(month))
    live, chosen = set(asked.live), rules()
    looked, short = [], 0
    for (contract_id, measure_id), line in lines(house).items():
        measure = asked.measures[measure_id]
        if contract_id not in live or not measure.rated:
            continue
        found = _latest(measure, line, month, chosen)
        if found is None:
            continue
        if found[0] is None:
            short += 1
            continue
        looked.append((line, measure, *found))
    passes = benjamini_hochberg(np.array([one[2] for one in looked]), settings.settings().change.false_share)
    named = []
    for (line, measure, chance, side, latest, usual), passed in zip(looked, passes, strict=True):
        if passed and side:
            title = asked.contracts[line.contract_id]["title"]
            direction = way(measure, side)
            figures = f"{number(latest, measure, unit=False)}, usually {number(usual, measure)}"
            words = f"{inside(measure.name)}, {title}: {figures} ({direction})"
            named.append(Flag(line.contract_id, line.measure_id, direction, chance, words))
    named.sort(key=lambda flag: (flag.chance, flag.direction != WORSE, flag.contract_id, flag.measure_id))
    return Flags(month, len(looked), short, tuple(named))


def _latest(measure: Measure, line: Line, month: date, chosen: Rules) -> tuple[float | None, int, float, float] | None:
    """(chance, side, the month's value, the usual one); chance None with too few months before, None without a return.

    Measures whose months before were all alike are looked at too: their chance is 1 where there is no scale.
    """
    until = [one for one in line.months if one.month <= month]
    kind = kind_of(measure.kind, until)
    months = usable(kind, until)
    if not months or months[-1].month != month:
        return None
    base, start = baseline_of([one.month for one in months], month, chosen)
    if start != len(months) - 1 or base.stop - base.start < chosen.baseline_months:
        return None, 0, 0.0, 0.0
    before, latest = months[base], months[-1]
    if kind == VALUE:
        values = np.array([one.value for one in before])
        chance, side = month_chance(kind, values, np.ones(len(values)), latest.value, 1.0)
        return chance, side, latest.value, float(values.mean())
    counts, size = np.array([one.numerator for one in before]), np.array([one.denominator for one in before])
    if kind == SHARE:
        counts = np.minimum(counts, size)
    chance, side = month_chance(kind, counts, size, latest.numerator, latest.denominator)
    usual = float(counts.sum() / size.sum())
    return chance, side, latest.numerator / latest.denominator * measure.per, usual * measure.per
