"""What changed from one term of a contract to the next: plain values in, plain values out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tightrope.renewals.difference import Difference, difference


@dataclass(frozen=True)
class Asked:
    """A measure that a contract asks for. `target` in the measure's unit; None where none is set."""

    name: str
    unit: str
    target: float | None


@dataclass(frozen=True)
class Signed:
    """One term as it was signed; None, or nothing in a mapping, where it is not on file."""

    contract_id: str
    starts_on: date
    ends_on: date
    signed_by: str | None
    unit: str
    price_basis: str | None
    unit_price: float | None
    units_per_year: float | None
    bidders: int | None
    price_weight: float | None
    lived_experience: bool | None
    measures: Mapping[str, Asked]
    clauses: Mapping[str, str]
    specification: str | None
    predecessor_id: str | None = None


@dataclass(frozen=True)
class Moved:
    """One thing that differs: `before` is None where it came, `after` None where it went."""

    name: str
    before: float | str | None
    after: float | str | None
    unit: str = ""


@dataclass(frozen=True)
class Change:
    """A term held against the one before it.

    `price` and `volume` are shares of the value before (0.31 is 31% more), None where the two are not alike or one is
    not given. `same_asked` is None where the measures of either are not on file; `same_clauses` likewise.
    `materially_same`: see materially_same().
    """

    before: Signed
    after: Signed
    text: Difference
    price: float | None
    volume: float | None
    measures_added: tuple[str, ...]
    measures_removed: tuple[str, ...]
    targets: tuple[Moved, ...]
    same_asked: bool | None
    clauses: tuple[Moved, ...]
    same_clauses: bool | None
    materially_same: bool | None


def change(before: Signed, after: Signed, unchanged_likeness: float) -> Change:
    """Hold a term against the one before it."""
    text = difference(before.specification, after.specification)
    old, new = before.measures, after.measures
    targets = tuple(
        Moved(new[key].name, old[key].target, new[key].target, new[key].unit)
        for key in new
        if key in old and old[key].target != new[key].target
    )
    added = tuple(new[key].name for key in new if key not in old)
    removed = tuple(old[key].name for key in old if key not in new)
    asked = not (added or removed or targets) if old and new else None
    clauses = tuple(
        Moved(key, before.clauses.get(key), after.clauses.get(key))
        for key in dict.fromkeys([*before.clauses, *after.clauses])
        if before.clauses.get(key) != after.clauses.get(key)
    )
    one_unit = before.unit == after.unit
    return Change(
        before=before,
        after=after,
        text=text,
        price=_share(before.unit_price, after.unit_price)
        if one_unit and before.price_basis and before.price_basis == after.price_basis
        else None,
        volume=_share(before.units_per_year, after.units_per_year) if one_unit else None,
        measures_added=added if asked is not None else (),
        measures_removed=removed if asked is not None else (),
        targets=targets,
        same_asked=asked,
        clauses=clauses if before.clauses and after.clauses else (),
        same_clauses=not clauses if before.clauses and after.clauses else None,
        materially_same=materially_same(text.likeness, asked, unchanged_likeness),
    )


def materially_same(likeness: float | None, same_asked: bool | None, unchanged_likeness: float) -> bool | None:
    """Was it the same contract again? Price and volume may move.

    True where the specifications are more alike than the threshold and measures and targets are the same; False where
    either is known to differ; None where what is on file does not settle it.
    """
    if same_asked is False or (likeness is not None and likeness <= unchanged_likeness):
        return False
    return True if same_asked and likeness is not None else None


def times_unchanged(changes: Sequence[Change]) -> int:
    """How often in a row, the latest first, it was renewed as the same contract again."""
    number = 0
    for one in changes:
        if not one.materially_same:
            break
        number += 1
    return number


def unopposed(terms: Sequence[Signed]) -> tuple[int, bool]:
    """Terms in a row, the latest first, let with one bidder or none; and whether the row may be longer.

    It may be longer where it ends at a term whose bidders are not on file.
    """
    number = 0
    for one in terms:
        if one.bidders is None:
            return number, True
        if one.bidders > 1:
            break
        number += 1
    return number, False


def chain(contract_id: str, terms: Mapping[str, Signed]) -> list[Signed]:
    """A term and those before it, latest first. A term that names itself, or one seen already, ends the chain."""
    found: list[Signed] = []
    seen: set[str] = set()
    at: str | None = contract_id
    while at in terms and at not in seen:
        seen.add(at)
        found.append(terms[at])
        at = terms[at].predecessor_id
    return found


def _share(before: float | None, after: float | None) -> float | None:
    return (after - before) / before if before and after is not None else None
