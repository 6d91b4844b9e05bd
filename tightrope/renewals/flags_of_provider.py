"""Red flags in what an hour is paid with and in what the regulator says of the place."""

from tightrope.renewals.committees import months_before
from tightrope.renewals.flag import CANNOT_SAY, CLEAR, RAISED, Facts, Flag, Kind, Limits, Line, Place
from tightrope.renewals.flag_words import MANAGER, RATING, RATING_OLD, STAFF_COST, TRADE_PRICE
from tightrope.renewals.options import day_words

HOURS_PRICED = "home_care"  # the published lines are for an hour of home care
REGULATED = (
    "home_care",
    "care_home",
    "nursing_home",
    "specialist_home",
    "supported_living",
    "extra_care",
    "respite",
    "reablement",
)
POOR = ("Requires_improvement", "Inadequate")
NEVER = "Not_yet_rated"
PLACES_FILE = "location.csv, columns cqc_rating and cqc_rated_on"


def staff_cost(facts: Facts, limits: Limits) -> Flag | None:
    """Does the fee cover what staff cost at the legal minimum?"""
    return _against(STAFF_COST, facts.staff_line, "the direct staff cost", facts, limits)


def trade_price(facts: Facts, limits: Limits) -> Flag | None:
    """How does the fee lie beside the price that the trade body sets out?"""
    return _against(TRADE_PRICE, facts.trade_line, "the trade body's minimum price", facts, limits)


def rating(facts: Facts, limits: Limits) -> Flag | None:
    """Is a place of it rated below good?"""
    if facts.service_id not in REGULATED:
        return None
    rated = [one for one in facts.places if one.rating and one.rating != NEVER]
    if not rated:
        never = "; ".join(_rated(one) for one in facts.places if one.rating)
        said = f"{never}." if never else "No rating is on file."
        return RATING.found(facts.contract_id, limits, CANNOT_SAY, said, PLACES_FILE)
    poor = any(one.rating in POOR for one in rated)
    said = "; ".join(_rated(one) for one in rated)
    return RATING.found(facts.contract_id, limits, RAISED if poor else CLEAR, f"{said}.")


def rating_old(facts: Facts, limits: Limits) -> Flag | None:
    """Is the rating old, or was it never rated?"""
    if facts.service_id not in REGULATED:
        return None
    known = [one for one in facts.places if one.rating == NEVER or one.rated_on]
    if not known:
        said = "No day of a rating is on file."
        return RATING_OLD.found(facts.contract_id, limits, CANNOT_SAY, said, PLACES_FILE)
    since = months_before(facts.today, 12 * limits.rating_years)
    old = any(one.rated_on is None or one.rated_on < since for one in known)
    said = "; ".join(_rated(one) for one in known)
    return RATING_OLD.found(facts.contract_id, limits, RAISED if old else CLEAR, f"{said}.")


def manager(facts: Facts, limits: Limits) -> Flag | None:
    """Is the post of registered manager vacant? Asked of homes."""
    homes = [one for one in facts.places if one.is_home]
    if not homes:
        return None
    if not facts.managers_known:
        said = "Since when each home has its manager is not on file."
        return MANAGER.found(facts.contract_id, limits, CANNOT_SAY, said, "location.csv, column manager_since_on")
    vacant = [one.name for one in homes if one.manager_since_on is None]
    if not vacant:
        return MANAGER.found(facts.contract_id, limits, CLEAR, f"{homes[0].name} has a registered manager.")
    said = f"Vacant at {', '.join(vacant)}; since when is not on file."
    return MANAGER.found(facts.contract_id, limits, RAISED, said)


RULES = (staff_cost, trade_price, rating, rating_old, manager)


def _against(kind: Kind, line: Line | None, what: str, facts: Facts, limits: Limits) -> Flag | None:
    if facts.service_id != HOURS_PRICED:
        return None
    if line is None:
        said = f"No published figure for {what} is loaded."
        return kind.found(facts.contract_id, limits, CANNOT_SAY, said, "reference_line.csv")
    if facts.unit_price is None or facts.price_basis != line.price_basis:
        said = "The price of an hour is not given, or not of the same kind."
        brings = "contract.csv, columns unit_price and price_basis"
        return kind.found(facts.contract_id, limits, CANNOT_SAY, said, brings)
    below = facts.unit_price < line.amount
    said = (
        f"£{facts.unit_price:,.2f} an hour, {'below' if below else 'not below'} {what} of £{line.amount:,.2f} "
        f"in {line.year} ({line.source})."
    )
    return kind.found(facts.contract_id, limits, RAISED if below else CLEAR, said)


def _rated(one: Place) -> str:
    if one.rating == NEVER or not one.rating:
        return f"{one.name} was never rated" if one.rating else f"{one.name} has no rating on file"
    when = f" on {day_words(one.rated_on)}" if one.rated_on else ", on a day not on file"
    return f"{one.name} rated {one.rating.replace('_', ' ')}{when}"
