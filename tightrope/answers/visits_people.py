"""People and workers behind the visits of one contract, by pseudonym, those with the least continuity first."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from tightrope.answers.visits_shapes import Person, Spread, Worker
from tightrope.weighing import continuity

TENTH = 0.1


def people_of(rows: Sequence[dict[str, Any]], fewest: int) -> tuple[Person, ...]:
    """People from visits/people; with fewer than `fewest` visits or logs nothing is said of them beyond counts.

    The least continuity first, then the most workers lately; those with too few visits last.
    """
    made = [_person(row, fewest) for row in rows]
    return tuple(
        sorted(
            made,
            key=lambda one: (
                one.continuity is None,
                one.continuity or 0.0,
                -one.workers_28_days,
                one.person_id,
            ),
        )
    )


def _person(row: dict[str, Any], fewest: int) -> Person:
    enough = row["known"] >= fewest
    return Person(
        person_id=row["person_id"],
        visits=row["visits"],
        logged=row["logged"],
        on_time=row["on_time"],
        on_time_share=row["on_time"] / row["logged"] if row["logged"] >= max(fewest, 1) else None,
        workers=row["others"],
        workers_28_days=row["workers_28_days"],
        top_three_share=sum(row["most"]) / row["known"] if enough and row["known"] else None,
        usual_share=row["most"][0] / row["known"] if enough and row["known"] else None,
        continuity=continuity.from_squares(row["known"], row["squares"]) if enough else None,
    )


def workers_of(rows: Sequence[dict[str, Any]], rounds: Sequence[dict[str, Any]]) -> tuple[Worker, ...]:
    """Workers from visits/people with their pairs from visits/pairs; the most pairs that cannot be first."""
    pairs = {row["worker_id"]: row for row in rounds}
    none = {"pairs": 0, "overlapping": 0, "placed": 0, "clipped": 0}
    made = []
    for row in rows:
        went = pairs.get(row["worker_id"], none)
        made.append(
            Worker(
                worker_id=row["worker_id"],
                visits=row["visits"],
                people=row["others"],
                logged=row["logged"],
                manual=row["manual"],
                manual_share=row["manual"] / row["visits"],
                **{name: went[name] for name in none},
            )
        )
    return tuple(sorted(made, key=lambda one: (-(one.overlapping + one.clipped), -one.visits, one.worker_id)))


def spread(values: Sequence[float | None], *, most: bool = False) -> Spread:
    """The middle and the worst tenth of the known values; the worst are the low ones, or with `most` the high ones.

    Between two people the value lies where DuckDB's quantile_cont puts it, as in the monthly table.
    """
    known = [value for value in values if value is not None]
    if not known:
        return Spread(0, None, None)
    middle, worst = np.quantile(known, [0.5, 1 - TENTH if most else TENTH])
    return Spread(len(known), float(middle), float(worst))
