"""What a report must never keep: words of accounts, names where a pseudonym belongs, NHS numbers anywhere."""

import re
from typing import Any

from tightrope.tables import Table

# Ten digits, often 3-3-4, by themselves; the last is a check on the first nine (NHS data dictionary, modulus 11).
NHS_SHAPE = re.compile(r"(?<![0-9])[0-9]{3}[\s-]{0,2}[0-9]{3}[\s-]{0,2}[0-9]{4}(?![0-9])")


def shown(table: Table, column: str | None, value: Any) -> Any:
    """The value as a report may keep it; None where it may say who somebody is.

    `column` is ours; None stands for a whole record, which in a table of people may hold anything.
    """
    if value is None or table.name == "story":
        return None
    secret = {one.name for one in table.in_file if one.pseudonym}
    if column in secret or (column is None and secret):
        return None
    return None if holds_nhs_number(str(value)) else value


def holds_nhs_number(text: str) -> bool:
    """True where a valid NHS number stands in the text, with or without gaps.

    >>> holds_nhs_number("ring 943 476 5919 at 5"), holds_nhs_number("9434765918"), holds_nhs_number("19434765919")
    (True, False, False)
    """
    return any(_is_valid(found) for found in NHS_SHAPE.findall(text))


def _is_valid(found: str) -> bool:
    digits = [int(one) for one in re.sub(r"\D", "", found)]
    weighed = sum((10 - place) * digit for place, digit in enumerate(digits[:9]))
    return (11 - weighed % 11) % 11 == digits[9]
