"""What stands behind a figure: visits by length, payments by month, measures month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tightrope.answers.evidence import Evidence
from tightrope.answers.period import Period, earlier
from tightrope.answers.shapes import MeasureLine, Weighing
from tightrope.records.house import House
from tightrope.weighing.attainment import attainment
from tightrope.weighing.words import percent


@dataclass(frozen=True)
class ClockLine:
    """One measure by month: how far it reaches what is asked, None where nothing was returned."""

    name: str
    attained: tuple[float | None, ...]

    @property
    def least(self) -> str:
        return percent(min(value for value in self.attained if value is not None))

    @property
    def most(self) -> str:
        return percent(max(value for value in self.attained if value is not None))


def visits_by_length(house: House, contract_ids: Sequence[str], period: Period) -> list[dict[str, Any]]:
    """Visits of some contracts by the minutes bought."""
    return house.stores.rows(
        "weigh/visits_by_length", contract_ids=list(contract_ids), first=period.first, last=period.last
    )


def payments_by_month(house: House, contract_ids: Sequence[str], period: Period) -> list[dict[str, Any]]:
    """Payments of some contracts month by month, with the pounds for what was not delivered."""
    rows = house.stores.rows(
        "weigh/payments_by_month", contract_ids=list(contract_ids), first=period.first, last=period.last
    )
    for row in rows:
        row["month"] = f"{row['month']:%b %Y}"
        for name in ("amount", "not_delivered"):
            row[name] = float(row[name]) if row[name] is not None else None
    return rows


def clock_lines(found: Evidence, house: House, weighed: Weighing, period: Period) -> list[ClockLine]:
    """The measures for the clock: of the first pairs, then of the contract, each once; one contract's only."""
    if weighed.kind not in ("contract", "ended"):
        return []
    chosen = _chosen(weighed)
    rows = house.stores.rows("weigh/returns_by_month", contract_ids=[weighed.key], first=period.first, last=period.last)
    asked = {row["measure_id"]: row for row in found.returns.get(weighed.key, [])}
    months = [earlier(period.last, back) for back in range(period.months - 1, -1, -1)]
    made = []
    for line in chosen:
        by_month = {row["month"]: row["value"] for row in rows if row["measure_id"] == line.measure_id}
        limits = asked[line.measure_id]
        values = tuple(
            float(attainment(by_month[one], limits["floor"], limits["target"], limits["direction"]))
            if by_month.get(one) is not None
            else None
            for one in months
        )
        if any(value is not None for value in values):
            made.append(ClockLine(line.name, values))
    return made


def _chosen(weighed: Weighing) -> list[MeasureLine]:
    lines = [line for line in (*weighed.in_contract, *weighed.also) if line.attained is not None]
    paired = [pair.measure_words for pair in weighed.pairs]
    first = [line for name in dict.fromkeys(paired) for line in lines if line.name == name]
    return list(
        {line.measure_id: line for line in [*first[:2], *weighed.in_contract, *first] if line in lines}.values()
    )
