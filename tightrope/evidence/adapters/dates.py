"""Days as published files write them; the order of day and month is read off the values, never assumed."""

import re
from datetime import date

import pandas as pd

from tightrope.errors import Refusal

SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: .*)?")
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")


def days(values: pd.Series, file: str) -> tuple[pd.Series, pd.Series, str]:
    """The days (date or None) of a column of text, which values are no day, and how they were read, in words.

    Raises Refusal where the values allow both orders, or contradict each other.
    """
    slashed = [SLASHED.fullmatch(one) for one in values]
    pairs = {(int(one[1]), int(one[2])) for one in slashed if one}
    day_first = sorted(one for one in pairs if one[0] > 12)
    month_first = sorted(one for one in pairs if one[1] > 12)
    if day_first and month_first:
        raise Refusal(
            f"{file} writes some dates with the day first ({day_first[0][0]}/{day_first[0][1]}) and some with the "
            f"month first ({month_first[0][0]}/{month_first[0][1]}). Write every date as YYYY-MM-DD."
        )
    if any(one[0] != one[1] for one in pairs) and not day_first and not month_first:
        raise Refusal(
            f"Whether {file} writes the day or the month first cannot be told: no date in it has a number above 12. "
            "Write its dates as YYYY-MM-DD."
        )
    found = [_day(value, match, bool(month_first)) for value, match in zip(values, slashed, strict=True)]
    if month_first:
        words = f"{file}: dates are MM/DD/YYYY (such as {month_first[0][0]:02}/{month_first[0][1]:02})."
    elif day_first:
        words = f"{file}: dates are DD/MM/YYYY (such as {day_first[0][0]:02}/{day_first[0][1]:02})."
    else:
        words = f"{file}: dates are YYYY-MM-DD." if any(found) else f"{file} gives no dates."
    read = pd.Series(found, index=values.index, dtype=object)
    return read, read.isna() & (values != ""), words


def _day(value: str, match: re.Match[str] | None, month_first: bool) -> date | None:
    iso = ISO.fullmatch(value)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if match:
            first, second = (int(match[2]), int(match[1])) if month_first else (int(match[1]), int(match[2]))
            return date(int(match[3]), second, first)
    except ValueError:
        return None
    return None
