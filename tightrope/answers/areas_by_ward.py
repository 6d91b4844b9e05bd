"""The small areas with the values of their ward: what is summed is summed anew, never a mean of shares."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from tightrope import settings
from tightrope.answers.areas import Area, Areas


def by_ward(found: Areas) -> Areas:
    """The same areas with the values of their ward in place of their own: sums over sums, never means of shares.

    What is by locality stays so. Fewer than eight people helped in a ward: what was paid is not shown. Minutes and
    deprivation are means weighed by people.
    """
    wards: dict[str, list[Area]] = defaultdict(list)
    for one in found.every:
        wards[one.ward_code].append(one)
    values = {code: _ward_values(some, found.years) for code, some in wards.items()}
    every = tuple(replace(one, values=one.values | values[one.ward_code]) for one in found.every)
    return replace(found, every=every)


def _ward_values(some: Sequence[Area], years: float) -> dict[str, float | None]:
    fewest = settings.settings().disclosure.fewest_people
    helped, paid = sum(one.helped for one in some), sum(one.paid for one in some) / years
    people = sum(one.population or 0 for one in some)
    needs = [one.values["at_need"] for one in some if one.values["at_need"] is not None]
    need = sum(needs) if needs else None
    planned, missed, logged, on_time = (sum(one.visits[place] for one in some) for place in range(4))
    shown = None if not helped or helped < fewest else paid
    return {
        "deprivation": _mean(some, "deprivation", lambda one: one.population or 0),
        "older_poor": _mean(some, "older_poor", lambda one: one.older or 0),
        "at_need": need,
        "per_head": shown / people if shown is not None and people else None,
        "per_need": shown / need if shown is not None and need else None,
        "late": 100 * (1 - on_time / logged) if logged else None,
        "missed": 100 * missed / planned if planned else None,
    } | {key: _mean(some, key, lambda one: one.older or 0) for key in ("home_sunday", "home_free", "home_km")}


def _mean(some: Sequence[Area], key: str, weight: Callable[[Area], float]) -> float | None:
    """Weighed mean of the areas that have a value; None where none has one or nobody lives there."""
    pairs = [(one.values[key], weight(one)) for one in some if one.values[key] is not None]
    total = sum(of for _, of in pairs)
    return sum(value * of for value, of in pairs) / total if total else None
