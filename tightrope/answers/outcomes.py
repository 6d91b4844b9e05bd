"""A handful of published outcomes of a council, beside England and its statistical neighbours. Marks stay words."""

from dataclasses import dataclass
from typing import Any

from tightrope.records.house import House

PUBLISHED_SCORE = "imd_average_score"  # table of the published average of the indices of deprivation
MARKS = {"[x]": "not available", "[z]": "not measured", "[c]": "kept back, as too few people are in it"}
UP, DOWN = "more is better", "fewer is usually better"
RESPONDENTS = "number of respondents"


@dataclass(frozen=True)
class Asked:
    """One outcome to show: its table and part, how it is called here, its unit, and what counts those behind it."""

    table: str
    name: str
    unit: str
    good: str
    part: str = "outcome"
    count_part: str = RESPONDENTS
    counted: str = "people who answered"


# Well known, and each about what people live with rather than what the council does.
ASKED = (
    Asked("Table_1a", "Quality of life of people who draw on care", "out of 24", UP),
    Asked("Table_1d", "Satisfied with their care and support", "%", UP),
    Asked("Table_1e", "Unpaid carers satisfied with support", "%", UP, counted="unpaid carers who answered"),
    Asked("Table_3a", "Have control over their daily life", "%", UP),
    Asked("Table_4a", "Feel safe", "%", UP),
    Asked("Table_5a(1)", "Have as much social contact as they would like", "%", UP),
    Asked(
        "Table_2c", "Moved into a care home for good, aged 65 and over", "for each 100,000 people of that age", DOWN,
        count_part="denominator", counted="people aged 65 and over",
    ),
    Asked(
        "Table_6b", "Care homes rated Good or Outstanding", "%", UP,
        part="6b outcome", count_part="6b denominator", counted="care homes",
    ),
    Asked(PUBLISHED_SCORE, "Average deprivation score as published", "score", DOWN, part="average score"),
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """One outcome of the council in its latest year with a figure. `value` is None where a mark stands."""

    table_code: str
    name: str
    year: str
    value: float | None
    words: str
    of: str
    beside: str


def outcomes(house: House, council_code: str) -> tuple[Outcome, ...]:
    """The outcomes of ASKED that are loaded for the council, in that order; none without its ONS code."""
    if not council_code:
        return ()
    rows = house.stores.rows(
        "place/outcomes",
        council_code=council_code,
        tables=[one.table for one in ASKED],
        parts=[one.part for one in ASKED],
        counts=[one.count_part for one in ASKED],
    )
    found = {row["table_code"]: row for row in rows}
    return tuple(_outcome(one, found[one.table]) for one in ASKED if one.table in found)


def shown(value: float | None, mark: str | None, unit: str) -> str:
    """A figure with its sign, or the mark that stands in its place in words: a mark is never a number.

    >>> shown(18.7, None, "out of 24"), shown(None, "[x]", "%"), shown(31.2, None, "%")
    ('18.7', 'not available', '31.2%')
    """
    if value is None:
        return MARKS.get(mark or "", "no figure")
    return f"{value:g}%" if unit == "%" else f"{value:,.10g}"


def _outcome(asked: Asked, row: dict[str, Any]) -> Outcome:
    parts = [f"England: {shown(row['england'], row['england_mark'], asked.unit)}"]
    if row["neighbours_with"]:
        middle = shown(round(row["neighbours_median"], 2), None, asked.unit)
        parts.append(f"middle of {row['neighbours_with']} of the {row['neighbours']} councils most like it: {middle}")
    return Outcome(
        table_code=row["table_code"],
        name=asked.name,
        year=row["year"],
        value=row["value"],
        words=shown(row["value"], row["mark"], asked.unit),
        of="; ".join(_of(asked, row)),
        beside="; ".join(parts),
    )


def _of(asked: Asked, row: dict[str, Any]) -> list[str]:
    """The unit, how far chance may have moved it, how many it is of, and which way is good."""
    said = [] if asked.unit == "%" else [asked.unit]
    if row["margin"] is not None and row["value"] is not None:
        said.append(f"give or take {row['margin']:g}")
    said.append(f"{row['counted']:,.0f} {asked.counted}" if row["counted"] is not None else "of how many is not said")
    return [*said, asked.good]
