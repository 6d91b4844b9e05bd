"""The worked case: £240,000 a year, £400 a place, older people at risk in a poorer and in an affluent area."""

from collections.abc import Callable

import pytest

from tightrope.whatif.distributions import Distribution, beta, fixed, normal, uniform
from tightrope.whatif.model import Line, Parameter, Scenario, Split

TOTAL = 240_000
SHARES = {"target": 1.0, "two_thirds": 2 / 3, "even": 0.5, "by_heads": 0.45, "affluent": 0.0}


def parameter(id: str, distribution: Distribution, name: str = "", unit: str = "share") -> Parameter:
    return Parameter(id, name or id, unit, distribution, "Illustrative", "low", "Nobody has measured it here.")


def two_areas(given: dict[str, Distribution], **more) -> Scenario:
    """Two lines that share the cost of a place and the effect; `given` holds rrr, pP, pA, bP and bA in this order."""
    names = {"pP": "take-up in the poorer areas", "pA": "take-up in the affluent areas", "rrr": "the effect"}
    parameters = [parameter(id, one, names.get(id, "")) for id, one in given.items()]
    parameters += [
        parameter("cost", fixed(400), "cost of a place", "£"),
        parameter("nP", fixed(2700), unit="people"),
        parameter("nA", fixed(1320), unit="people"),
    ]
    lines = (
        Line("P", "Poorer areas", "Poorer", "South west", 1, "nP", "cost", "pP", "bP", "rrr"),
        Line("A", "Affluent areas", "Affluent", "North east", 5, "nA", "cost", "pA", "bA", "rrr"),
    )
    splits = tuple(
        Split(id, id.replace("_", " "), {"P": TOTAL * share, "A": TOTAL * (1 - share)}, "To compare")
        for id, share in SHARES.items()
    )
    told = {
        "title": "Target or spread?",
        "year": "2026-27",
        "outcome": "crises avoided in a year",
        "seed": 7,
        "total": TOTAL,
        "parameters": tuple(parameters),
        "lines": lines,
        "splits": splits,
        "base": "even",
    }
    return Scenario(**{**told, **more})


@pytest.fixture(scope="session")
def made() -> Callable[..., Scenario]:
    """two_areas, for tests that change something."""
    return two_areas


@pytest.fixture(scope="session")
def known() -> Scenario:
    """Every number taken as known."""
    rates = {"rrr": fixed(0.20), "pP": fixed(0.8), "pA": fixed(0.8), "bP": fixed(0.14), "bA": fixed(0.09)}
    return two_areas(rates)


@pytest.fixture(scope="session")
def unsure() -> Scenario:
    """The same with the doubt of the worked case, 20,000 futures from seed 7."""
    rates = {
        "rrr": normal(0.20, 0.10, -0.05, 0.45),
        "pP": uniform(0.45, 0.9),
        "pA": uniform(0.6, 0.9),
        "bP": beta(56, 344),
        "bA": beta(36, 364),
    }
    return two_areas(rates, draws=20_000)
