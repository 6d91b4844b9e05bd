"""Red flags in what is delivered, what is paid and what people tell."""

from collections.abc import Sequence

from tightrope.renewals.chance import RARE, of_at_least, of_fall, of_worse
from tightrope.renewals.flag import CANNOT_SAY, CLEAR, RAISED, Complaints, Facts, Flag, Limits
from tightrope.renewals.flag_words import (
    COMPLAINTS,
    CONTINUITY,
    CONTINUITY_FALL,
    FIFTEEN,
    HAND_BACK_HOURS,
    HAND_BACKS,
    INVOICES,
    MANUAL,
    NIGHTS,
    REPLIES,
    SERIOUS,
)
from tightrope.renewals.options import day_words

FEWEST_FOR_A_TENTH = 10  # people: of fewer there is no tenth
FEWEST_MONTHS = 4  # of each half
PER = 100  # complaints are counted per 100 people
VISITS_FILE = "visit.csv (call monitoring)"


def hand_backs(facts: Facts, limits: Limits) -> Flag:
    """Was any package of support handed back?"""
    found = facts.hand_backs
    if "hand_back" not in facts.loaded:
        said = "Packages handed back are not loaded."
        return HAND_BACKS.found(facts.contract_id, limits, CANNOT_SAY, said, "hand_back.csv")
    if not found.number:
        return HAND_BACKS.found(facts.contract_id, limits, CLEAR, "None in the last twelve months.")
    times = "once" if found.number == 1 else "twice" if found.number == 2 else f"{found.number} times"
    people = f"{found.people} {'person' if found.people == 1 else 'people'}"
    said = f"Handed back {times} in the last twelve months: {people}, {found.hours:g} hours a week."
    return HAND_BACKS.found(facts.contract_id, limits, RAISED, said)


def hand_back_hours(facts: Facts, limits: Limits) -> Flag | None:
    """How much of what it holds was handed back? Only where hours are bought."""
    if facts.unit != "hour":
        return None
    if "hand_back" not in facts.loaded or not facts.hours_a_week:
        brings = "hand_back.csv" if "hand_back" not in facts.loaded else "contract.csv, column units_per_year"
        said = "How many hours it holds or handed back is not known."
        return HAND_BACK_HOURS.found(facts.contract_id, limits, CANNOT_SAY, said, brings)
    share = facts.hand_backs.hours / facts.hours_a_week
    said = (
        f"{facts.hand_backs.hours:g} of the {facts.hours_a_week:,.0f} hours a week it holds ({share:.1%}) "
        "were handed back in the last twelve months."
    )
    status = RAISED if share > limits.hand_back_hours else CLEAR
    return HAND_BACK_HOURS.found(facts.contract_id, limits, status, said)


def complaints(facts: Facts, limits: Limits) -> Flag:
    """Are complaints rising, or did they go quiet while people tell of worse?"""
    found = facts.complaints
    if found is None or any(one is None or not one[1] for one in found.counts[:4]):
        return COMPLAINTS.found(
            facts.contract_id,
            limits,
            CANNOT_SAY,
            "Complaints for 100 people are not returned for the last four quarters.",
            "measure_return.csv, measure complaints_per_100",
        )
    rates = [_rate(one) for one in found.counts[:4]]
    rises = sum(now > before + 1e-9 for now, before in zip(rates, rates[1:], strict=False))
    said = f"{rates[0]:.1f} complaints for 100 people in the last twelve months, {rates[3]:.1f} nine months ago; "
    said += f"they rose in {rises} of the last three quarters"
    if rates[0] == 0 and any(rates):
        return _gone_quiet(facts, limits, said)
    if rises < 2:
        return COMPLAINTS.found(facts.contract_id, limits, CLEAR, f"{said}.")
    if found.counts[4] is None or not found.counts[4][1]:
        return COMPLAINTS.found(
            facts.contract_id,
            limits,
            CANNOT_SAY,
            f"{said}; whether chance explains it cannot be said without the return of a year ago.",
            "measure_return.csv, measure complaints_per_100, thirteen months",
        )
    beyond = _above_the_year_before(found)
    ending = "more than chance explains" if beyond else "no more than chance explains"
    return COMPLAINTS.found(facts.contract_id, limits, RAISED if beyond else CLEAR, f"{said}, {ending}.")


def replies(facts: Facts, limits: Limits) -> Flag:
    """Does somebody who asked for a reply wait too long for it?"""
    found = facts.replies
    if "story" not in facts.loaded:
        return REPLIES.found(facts.contract_id, limits, CANNOT_SAY, "No account is loaded.", "story.csv")
    if found is None:
        said = "Replies are not recorded yet, so nobody can say who waits for one."
        return REPLIES.found(facts.contract_id, limits, CANNOT_SAY, said, "replies, as they are recorded here")
    if not found.late:
        said = f"None of the {found.asked} accounts that asked for a reply waits longer than that."
        return REPLIES.found(
            facts.contract_id, limits, CLEAR, said if found.asked else "No account that we may count asked for a reply."
        )
    since = f", the longest since {day_words(found.oldest_on)}" if found.oldest_on else ""
    said = f"{found.late} of {found.asked} accounts that asked for a reply wait longer than that{since}."
    return REPLIES.found(facts.contract_id, limits, RAISED, said)


def serious(facts: Facts, limits: Limits) -> Flag:
    """Did anybody tell of harm or serious risk?"""
    if "story" not in facts.loaded:
        return SERIOUS.found(facts.contract_id, limits, CANNOT_SAY, "No account is loaded.", "story.csv")
    found = facts.serious
    one = "account" if facts.held == 1 else "accounts"
    held = f" Safeguarding holds {facts.held} {one} about this, not counted here." if facts.held else ""
    since = f"since {found.since:%B %Y}"
    if not found.accounts:
        return SERIOUS.found(facts.contract_id, limits, CLEAR, f"None that may be counted {since}.{held}")
    accounts = f"{found.accounts} {'account' if found.accounts == 1 else 'accounts'}"
    least = "at least " if found.at_least else ""
    people = f"{least}{found.people} {'person' if found.people == 1 else 'people'}"
    return SERIOUS.found(facts.contract_id, limits, RAISED, f"{accounts} by {people} {since}.{held}")


def manual_logs(facts: Facts, limits: Limits) -> Flag | None:
    """How many visits were written in by hand?"""
    found = facts.visits
    if found is None:
        return _no_visits(MANUAL, facts, limits)
    if not found.delivered:
        return MANUAL.found(facts.contract_id, limits, CANNOT_SAY, "No visit was delivered.", VISITS_FILE)
    share = found.manual / found.delivered
    said = f"{found.manual:,} of {found.delivered:,} visits delivered ({share:.1%}) were entered by hand."
    beyond = share > limits.manual_logs and of_at_least(found.manual, found.delivered, limits.manual_logs) <= RARE
    return MANUAL.found(facts.contract_id, limits, RAISED if beyond else CLEAR, said)


def fifteen_minutes(facts: Facts, limits: Limits) -> Flag | None:
    """Was personal care planned in a quarter of an hour?"""
    found = facts.visits
    if found is None:
        return _no_visits(FIFTEEN, facts, limits)
    number = found.short_personal_care
    share = f" ({number / found.planned:.1%})" if found.planned and number else ""
    said = f"{number:,} of {found.planned:,} visits planned in the last twelve months{share}."
    return FIFTEEN.found(facts.contract_id, limits, RAISED if number else CLEAR, said)


def continuity(facts: Facts, limits: Limits) -> Flag | None:
    """Do those who see the most different faces see still more?"""
    found = facts.continuity
    if found is None:
        return _no_visits(CONTINUITY, facts, limits)
    few = min(len(found.before), len(found.after)) < FEWEST_MONTHS
    if few or found.people < FEWEST_FOR_A_TENTH:
        return CONTINUITY.found(
            facts.contract_id,
            limits,
            CANNOT_SAY,
            f"Too few people or months to say: {found.people:g} people a month have visits enough, "
            f"over {len(found.before)} and {len(found.after)} months.",
            f"{VISITS_FILE}, all visits of twelve months",
        )
    before, after = _mean(found.before), _mean(found.after)
    said = (
        f"One person in ten had at most {after:.0%} of visits from the three workers they saw most in the last six "
        f"months, {before:.0%} in the six before"
    )
    beyond = before - after > CONTINUITY_FALL and of_fall(found.before, found.after) <= RARE
    ending = ", more than chance explains" if beyond else ""
    return CONTINUITY.found(facts.contract_id, limits, RAISED if beyond else CLEAR, f"{said}{ending}.")


def invoice_gap(facts: Facts, limits: Limits) -> Flag | None:
    """Do invoices and call monitoring say the same was delivered?"""
    found, paid = facts.visits, facts.paid
    if found is None:
        return _no_visits(INVOICES, facts, limits)
    if paid is None or not paid.units_paid or not found.minutes_bought:
        said = "What was paid, or how long people stayed, is not known."
        return INVOICES.found(facts.contract_id, limits, CANNOT_SAY, said, f"payment.csv and {VISITS_FILE}")
    by_invoice = paid.units_delivered / paid.units_paid
    by_log = found.minutes_delivered / found.minutes_bought
    said = f"Delivered of what was bought: {by_invoice:.1%} by the invoices, {by_log:.1%} by call monitoring"
    gap = by_invoice - by_log
    if abs(gap) <= limits.invoice_gap:
        return INVOICES.found(facts.contract_id, limits, CLEAR, f"{said}.")
    more = "invoices say more" if gap > 0 else "call monitoring says more"
    return INVOICES.found(facts.contract_id, limits, RAISED, f"{said}: {more}.")


def nights(facts: Facts, limits: Limits) -> Flag | None:
    """Were nights paid for that nobody used? Only where nights are bought."""
    if facts.unit != "night":
        return None
    paid = facts.paid
    if paid is None or not paid.units_paid:
        return NIGHTS.found(facts.contract_id, limits, CANNOT_SAY, "What was paid is not known.", "payment.csv")
    unused = max(paid.units_paid - paid.units_delivered, 0) if paid.unused is None else paid.unused
    said = f"{unused:,.0f} of {paid.units_paid:,.0f} nights paid for ({unused / paid.units_paid:.0%}) were not used"
    if paid.not_used:
        said += f": £{paid.not_used:,.0f} in the last twelve months"
    status = RAISED if unused / paid.units_paid > limits.invoice_gap else CLEAR
    return NIGHTS.found(facts.contract_id, limits, status, f"{said}.")


RULES = (
    serious,
    replies,
    complaints,
    hand_back_hours,
    hand_backs,
    fifteen_minutes,
    continuity,
    manual_logs,
    invoice_gap,
    nights,
)


def _no_visits(kind, facts: Facts, limits: Limits) -> Flag | None:
    """Home care without call monitoring cannot be judged by it; anything else is not asked."""
    if facts.service_id != "home_care":
        return None
    return kind.found(facts.contract_id, limits, CANNOT_SAY, "No visits of it are loaded.", VISITS_FILE)


def _gone_quiet(facts: Facts, limits: Limits, said: str) -> Flag:
    """No complaint is left. Good news, unless people tell of worse than before."""
    told = facts.told
    worse = (
        told.before > 0
        and told.after > 0
        and told.bad_after / told.after > told.bad_before / told.before
        and of_worse(told.bad_before, told.before, told.bad_after, told.after) <= RARE
    )
    heard = (
        f"{told.bad_after} of {told.after} people told of a bad or mixed experience in the last six months, "
        f"{told.bad_before} of {told.before} in the six before"
    )
    return COMPLAINTS.found(facts.contract_id, limits, RAISED if worse else CLEAR, f"{said}. {heard}.")


def _above_the_year_before(found: Complaints) -> bool:
    """More than chance explains: the complaints of both years dealt out by how many people there were in each."""
    (now, people), (before, earlier) = found.counts[0], found.counts[4]
    return of_at_least(round(now), round(now + before), people / (people + earlier)) <= RARE


def _rate(one: tuple[float, float]) -> float:
    return one[0] / one[1] * PER


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
