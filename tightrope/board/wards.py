"""The wards of the city, for whoever looks for their own: where each lies, and what the census says of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tightrope import disclosure, settings
from tightrope.answers.evidence import Evidence
from tightrope.answers.subjects import Subject
from tightrope.records.house import House


@dataclass(frozen=True)
class Ward:
    """One ward: the part of the city it lies in, whether the subject covers that, and what is known of the ward."""

    name: str
    locality: str
    covered: bool
    facts: tuple[str, ...]


def wards_of(house: House, found: Evidence, subject: Subject) -> tuple[tuple[Ward, ...], list[str]]:
    """Every ward with what the census says of it, and the parts of the city."""
    areas: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in house.stores.rows("places/areas"):
        if row["ward_name"] and row["locality"]:
            areas[row["ward_name"]].append(row)
    covered = {
        place for one in subject.members for place in (found.contracts[one]["localities"] or "").split(", ") if place
    }
    made = tuple(
        Ward(name, rows[0]["locality"], rows[0]["locality"] in covered, _ward_facts(rows))
        for name, rows in sorted(areas.items())
    )
    return made, sorted({one.locality for one in made})


def _ward_facts(rows: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    made = []
    older = [row["pop_65_plus"] for row in rows]
    if None not in older:
        made.append(f"People aged 65 and over: {_people(sum(older))}")
    poor = [(row["older_income_deprivation"], row["pop_65_plus"]) for row in rows]
    if older and None not in older and sum(older) and all(one is not None for one, _ in poor):
        share = sum(one * people for one, people in poor) / sum(older)
        made.append(f"Of people aged 60 and over on a low income: {round(100 * share)} in 100")
    return tuple(made)


def _people(number: int) -> str:
    rules = settings.settings().disclosure
    cell = disclosure.count(number, rules.fewest_people, rules.round_to)
    return cell.words if cell.value is None else f"{cell.value:,}"
