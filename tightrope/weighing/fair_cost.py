"""What an hour of home care costs to give when everything the law asks for is paid, part by part."""

from collections.abc import Mapping
from dataclasses import dataclass

from tightrope.errors import Refusal


@dataclass(frozen=True)
class FairCost:
    """Pounds an hour: what goes to staff directly, and the whole."""

    staff: float
    whole: float


NEEDED = ("wage", "travel_share", "leave_share", "absence_share", "insurance_share", "pension_share")
ADDED = ("mileage", "running", "surplus_share")


def fair_cost(parts: Mapping[str, float]) -> FairCost:
    """Build up an hour: wage for the hour and the travel to it, leave and absence on top, then insurance and pension
    on all pay, then mileage; running costs and a surplus on the whole make the price.

    Shares run from 0 to 1. Raises Refusal, naming each, for parts that are missing or below 0, or a share of 1.
    """
    faults = [name for name in (*NEEDED, *ADDED) if name not in parts or parts[name] < 0]
    faults += [name for name in parts if name.endswith("_share") and parts[name] >= 1]
    if faults:
        raise Refusal(f"These parts of the cost are missing or impossible: {', '.join(faults)}.", faults)
    pay = parts["wage"] * (1 + parts["travel_share"]) * (1 + parts["leave_share"] + parts["absence_share"])
    staff = pay * (1 + parts["insurance_share"] + parts["pension_share"]) + parts["mileage"]
    return FairCost(staff, (staff + parts["running"]) / (1 - parts["surplus_share"]))
