"""The bulk data of Hallamford, the fictional council: the same for a seed, made to agree with what is written by hand.

Nothing here is about a real place or a real person.
"""

import pandas as pd

from tightrope.evidence.hallamford import measures, money, people, places, routes, served, supply
from tightrope.evidence.hallamford import visits as call_monitoring

USUAL_VISITS, USUAL_SEED = 250_000, 7


def generate(
    hand: dict[str, pd.DataFrame], visits: int = USUAL_VISITS, seed: int = USUAL_SEED
) -> dict[str, pd.DataFrame]:
    """Every generated table by name, typed as in data/tables; `payment` includes the rows of hand["payment"].

    `hand`: table name -> the rows written by hand (dates as datetime64, months as first of the month), with
    `measure_level` (contract_id, measure_id, level, noise, denominator, kind_note). `visits` rows of call monitoring.
    """
    area = places.areas(seed)
    visit, people_on_rounds = call_monitoring.visits(hand, area, visits, seed)
    groups = served.people_served(hand, area, seed)
    return {
        "area": area,
        "route_stop": routes.stops(area, seed),
        "journey": routes.journeys(area, hand["location"], seed),
        "capacity": supply.capacity(hand, seed),
        "budget": money.budget(area, seed),
        "payment": money.payments(hand, seed, call_monitoring.delivered_share(visit)),
        "measure_return": monthly(hand, seed),
        "visit": visit,
        "package": people.packages(hand, area, people_on_rounds, seed),
        "placement": people.placements(hand, area, seed),
        "waiting": supply.waiting(seed),
        "people_served": groups,
        "invitation": served.invitations(groups, seed),
    }


def monthly(hand: dict[str, pd.DataFrame], seed: int) -> pd.DataFrame:
    """The table `measure_return` alone, drawn with `seed`: every month moves, no year leaves its written level."""
    return measures.monthly(hand, seed)


__all__ = ["USUAL_SEED", "USUAL_VISITS", "generate", "monthly"]
