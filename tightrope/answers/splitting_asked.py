"""What somebody asks of a split: by what, of which money, from when, by which rule, and the changes; checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote, unquote

from tightrope.errors import Refusal
from tightrope.renewals.committees import months_before
from tightrope.whatif.rebalance import RULES

KIND = "activity"
SERVICE, PLACE, FIFTH = "service", "place", "fifth"
BY = {SERVICE: "Service lines", PLACE: "Parts of the city", FIFTH: "Fifths by deprivation"}
GROSS, NET = "gross", "net"
BASES = {GROSS: "Gross: all that is spent", NET: "Net: what the council pays itself"}
RULE_WORDS = dict(
    zip(RULES, ("in proportion", "evenly", "from the least committed first", "by hand: nothing moves"), strict=True)
)
YEAR = re.compile(r"^20\d{2}-\d{2}$")
AMOUNT = re.compile(r"^(?:([+-]?)£?|£([+-]))(\d{1,3}(?:,\d{3})+|\d{1,12})(\.\d{1,2})?$")
MOST_CHANGES = 200
MONTHS_AHEAD = 24


@dataclass(frozen=True)
class Asked:
    """One split as it is asked for. `changes` are pounds of a whole year in the money of `basis`, by line."""

    year: str
    by: str
    basis: str
    on: date
    rule: str
    changes: dict[str, Decimal]

    def body(self) -> dict[str, Any]:
        """The same as a saved split keeps it: JSON with amounts as text, so that no penny is lost."""
        return {
            "kind": KIND, "year": self.year, "by": self.by, "basis": self.basis, "rule": self.rule,
            "on": self.on.isoformat(), "changes": {line: f"{pounds:.2f}" for line, pounds in self.changes.items()},
        }  # fmt: skip


def from_body(body: Mapping[str, Any]) -> Asked:
    """The split that a body asks for. Raises Refusal with every fault at once."""
    problems = [
        f"{name}: {body.get(name)!r} is none of {', '.join(allowed)}"
        for name, allowed in (("kind", (KIND,)), ("by", BY), ("basis", BASES), ("rule", RULES))
        if body.get(name) not in tuple(allowed)
    ]
    year, on = body.get("year"), _day(body.get("on"))
    if not isinstance(year, str) or not YEAR.match(year):
        problems.append(f"year: {year!r} is no financial year such as 2026-27")
    if on is None:
        problems.append(f"on: {body.get('on')!r} is no date such as 2027-04-01")
    given = body.get("changes")
    changes: dict[str, Decimal] = {}
    if not isinstance(given, Mapping) or len(given) > MOST_CHANGES:
        problems.append("changes: they are pounds by line, such as home_care: -250000.00")
    else:
        for line, text in given.items():
            _read(str(line), str(text), changes, problems)
    if problems:
        raise Refusal("This is no split of the budget.", problems)
    return Asked(year, body["by"], body["basis"], on, body["rule"], changes)


def read_changes(text: str) -> tuple[dict[str, Decimal], list[str]]:
    """Changes as an address holds them, such as home_care:-250000;respite:250000, and what could not be read of them.

    >>> read_changes("home_care:-250000;respite:much")
    ({'home_care': Decimal('-250000')}, ['respite: “much” is no amount in pounds'])
    """
    changes: dict[str, Decimal] = {}
    problems: list[str] = []
    pieces = [one for one in text.split(";") if one]
    for piece in pieces[:MOST_CHANGES]:
        line, _, amount = piece.rpartition(":")
        if not line:
            problems.append(f"\u201c{piece}\u201d is no change of a line: it is written line:pounds")
        else:
            _read(unquote(line), amount, changes, problems)
    if len(pieces) > MOST_CHANGES:
        problems.append(f"More than {MOST_CHANGES} changes: the rest were left out")
    return changes, problems


def write_changes(changes: Mapping[str, Decimal]) -> str:
    """Changes as an address holds them; whole pounds without pence, and nothing of a line that does not change."""
    return ";".join(
        f"{quote(line, safe=' ')}:{pounds:f}".removesuffix(".00") for line, pounds in changes.items() if pounds
    )


def pounds_of(text: str) -> Decimal | None:
    """An amount as people write it (£1,250,000, -250000, 12.50); None for what is none.

    >>> pounds_of("£1,250,000"), pounds_of("£-12.5"), pounds_of("1e9"), pounds_of("lots")
    (Decimal('1250000'), Decimal('-12.5'), None, None)
    """
    found = AMOUNT.match(text.replace(" ", "").replace("\u2212", "-"))
    if not found:
        return None
    return Decimal(f"{found[1] or found[2] or ''}{found[3].replace(',', '')}{found[4] or ''}")


def days(today: date) -> list[date]:
    """Days from which a change may begin: the first of each of the next MONTHS_AHEAD months."""
    first = today.replace(day=1)
    return [months_before(first, -ahead) for ahead in range(1, MONTHS_AHEAD + 1)]


def usual_day(today: date) -> date:
    """The first day of the next financial year, as a budget is set for it."""
    return date(today.year + (today.month >= 4), 4, 1)


def _read(line: str, text: str, changes: dict[str, Decimal], problems: list[str]) -> None:
    pounds = pounds_of(text)
    if pounds is None:
        problems.append(f"{line}: \u201c{text}\u201d is no amount in pounds")
    elif line in changes:
        problems.append(f"{line} is named twice: the first amount counts")
    elif pounds:
        changes[line] = pounds


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None
