"""The parts of a fair cost from data/fair_cost.toml, and what they add up to."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tightrope import paths
from tightrope.weighing.fair_cost import FairCost, fair_cost


@dataclass(frozen=True)
class Part:
    """One part: pounds, or a share from 0 to 1; where the figure is from and how sure it is."""

    name: str
    words: str
    value: float
    source: str
    certainty: str

    @property
    def is_share(self) -> bool:
        return self.name.endswith("_share")


@cache
def parts() -> dict[str, Part]:
    """Every part by name, in the order of the file."""
    found = tomllib.loads((paths.ROOT / "data" / "fair_cost.toml").read_text(encoding="utf-8"))
    return {name: Part(name, **values) for name, values in found.items()}


def built(given: Mapping[str, float]) -> FairCost:
    """The cost of an hour from these parts. Raises Refusal for parts that are missing or impossible."""
    return fair_cost(given)
