"""Rows that are loaded and look doubtful: each with the rule, the value and what to check. Nothing is changed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tightrope.evidence.staging import Stage
from tightrope.tables import load

MOST_KEPT = 2_000  # of a rule; the rest are counted, so that a report stays readable
VALUE_SHOWN = 200


@dataclass(frozen=True)
class Doubt:
    """One sort of doubtful row: SQL true for it, over the table as `t` (and the tables it joins)."""

    rule: str
    table: str
    column: str
    doubtful: str
    words: str
    joins: str = ""
    needs: tuple[str, ...] = ()


_CONTRACT = "JOIN typed_contract AS c ON t.contract_id = c.contract_id"
DOUBTS = (
    Doubt(
        "paid_after_end",
        "payment",
        "month",
        "t.amount > 0 AND t.month > coalesce(c.ended_on, c.ends_on)",
        "The contract had ended and was still paid. Check its dates, or whether it is holding over.",
        _CONTRACT,
        ("contract",),
    ),
    Doubt(
        "paid_before_start",
        "payment",
        "month",
        "t.month < date_trunc('month', c.starts_on)",
        "It was paid before the contract began. Check the contract's first day.",
        _CONTRACT,
        ("contract",),
    ),
    Doubt(
        "no_value",
        "contract",
        "annual_value",
        "t.annual_value IS NULL OR t.annual_value = 0",
        "The contract has no value. Figures in pounds leave it out; give its value a year.",
    ),
    Doubt(
        "long_term",
        "contract",
        "ends_on",
        "t.ends_on > t.starts_on + INTERVAL 20 YEAR",
        "The term is longer than twenty years. Check the last day.",
    ),
    Doubt(
        "live_past_end",
        "contract",
        "ends_on",
        "t.status = 'live' AND coalesce(t.ended_on, t.ends_on) < $today",
        "It is called live and its last day has passed. Check whether it was extended or is holding over.",
    ),
    Doubt(
        "month_to_come",
        "measure_return",
        "month",
        "t.month > $today",
        "The month has not come yet. Check the date.",
    ),
    Doubt(
        "payment_to_come",
        "payment",
        "month",
        "t.month > $today",
        "The month has not come yet. Check the date.",
    ),
    Doubt(
        "very_long_visit",
        "visit",
        "actual_minutes",
        "t.actual_minutes > 24 * 60",
        "The visit lasted more than a day. Check whether leaving was logged.",
    ),
    Doubt(
        "redacted_payee",
        "spend_line",
        "supplier_name",
        "t.is_redacted",
        "The payee's name was taken out before publication: it can be matched to nobody.",
    ),
)


def find(build: Any, stage: Stage, today: date) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The doubtful rows (at most MOST_KEPT a rule) as rows of row_warning without their id, and how many each rule has.

    Looks at the sound rows before they are loaded, while their numbers in the file are known.
    """
    found: list[dict[str, Any]] = []
    counts: dict[str, int] = {}
    for one in DOUBTS:
        if not {one.table, *one.needs} <= stage.sources.keys() or one.column not in stage.columns(one.table):
            continue
        asked = {"today": today} if "$today" in one.doubtful else {}
        where = f"FROM typed_{one.table} AS t {one.joins} WHERE {one.doubtful}"
        count = build.execute(f"SELECT count(*) {where}", asked).fetchone()[0]
        if not count:
            continue
        counts[one.rule] = count
        key = ", ".join(f"t.{name}" for name in load()[one.table].key)
        rows = build.execute(
            f"SELECT {stage.numbered(one.table, 't.')}, concat_ws(' | ', {key}), "
            f"left(CAST(t.{one.column} AS VARCHAR), {VALUE_SHOWN}) {where} "
            f"ORDER BY ALL LIMIT {MOST_KEPT}",
            asked,
        ).fetchall()
        for record, row_key, value in rows:
            file, number_there = stage.place(one.table, record)
            found.append(
                {
                    "table_name": one.table,
                    "file": file,
                    "record_number": number_there,
                    "row_key": row_key,
                    "column_name": stage.heading(one.table, one.column, record),
                    "value": value,
                    "rule": one.rule,
                    "words": one.words,
                }
            )
    return found, counts
