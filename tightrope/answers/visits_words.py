"""What is said of the visits of a contract: each sentence with its threshold and both sides of every count."""

from tightrope.answers.visits_shapes import Spread, Visits
from tightrope.weighing.words import percent

FEWEST_FOR_A_TENTH = 10  # people: of fewer there is no tenth
NO_FILE = "No visit of this contract is loaded: visit.csv brings them, a row for each visit by each worker."
HOME_CARE = "home_care"


def answer(found: Visits) -> str:
    """The title: how long the usual visit lasts, beside what is bought."""
    usual = found.usual
    if not found.totals.planned:
        return "No visits in these months"
    if usual is None:
        return "How long visits last is not known: none was logged as it happened"
    if usual.half < usual.bought * found.rules.long_enough_share:
        return f"Half of visits last {minutes(usual.half)} or less, though {usual.bought} are bought"
    if usual.upper >= usual.bought:
        return f"Visits last about as long as is bought: half stay {minutes(usual.bought)} or longer"
    return f"Visits last about as long as is bought: half stay {usual.upper} of {minutes(usual.bought)} or longer"


def none_loaded(service_id: str, service: str) -> tuple[str, str]:
    """A title and a sentence for a contract of which no visit was ever loaded."""
    if service_id == HOME_CARE:
        return "How long visits last is not known", NO_FILE
    return (
        "No visits to look at under this contract",
        f"Call monitoring is of home care, and this contract is for {service[:1].lower()}{service[1:]}. Where its "
        "workers go to people's homes and log it, visit.csv brings those visits.",
    )


def usual_words(found: Visits) -> str:
    """What the title counts: the visits of the length that is bought most often."""
    usual = found.usual
    if usual is None:
        return ""
    if usual.half < usual.bought * found.rules.long_enough_share:
        counted = f"{usual.at_most:,} of {usual.timed:,} lasted {minutes(usual.half)} or less"
    else:
        counted = f"{usual.reached:,} of {usual.timed:,} lasted {minutes(usual.upper)} or longer"
    most = "Most" if 2 * usual.timed > found.totals.timed else "More than of any other length"
    return f"{most} are bought at {minutes(usual.bought)}: {counted}."


def happened(found: Visits) -> str:
    """How many came, and how that is known."""
    all_of = found.totals
    missed = f"{all_of.missed:,} missed" if all_of.missed else "none missed"
    called_off = all_of.planned - all_of.delivered - all_of.missed
    if called_off:
        missed = f"{missed}, {called_off:,} called off by the provider"
    no_log = all_of.delivered - all_of.logged - all_of.manual
    untold = f" {no_log:,} have no log at all." if no_log else ""
    return (
        f"{all_of.delivered:,} of {all_of.planned:,} planned visits were made, {missed}. {all_of.logged:,} of those "
        f"made were logged as they happened; {all_of.manual:,} were written in by hand afterwards.{untold} What is "
        "written in by hand counts nowhere below as on time, late or short. A visit is one worker's: two together "
        "make two."
    )


def on_time(found: Visits) -> str:
    """On time and late, with what is meant by it."""
    all_of, rules = found.totals, found.rules
    if not all_of.logged:
        return "No visit was logged as it happened, so nobody can say which were late."
    return (
        f"On time, within {minutes(rules.on_time_minutes)} of the plan: {all_of.on_time:,} of {all_of.logged:,} logged "
        f"visits. Late, by more than {minutes(rules.late_minutes)}: {all_of.late:,} of {all_of.logged:,}."
    )


def people_title(found: Visits) -> str:
    """How many workers the worst tenth sees, beside the middle."""
    middle, worst = found.lately.middle, found.lately.worst
    if middle is None or worst is None:
        return "Nobody had enough visits to say how many workers they see"
    if round(worst) == round(middle) or found.lately.people < FEWEST_FOR_A_TENTH:
        return f"Half of people see {workers(middle)} or more in four weeks"
    return f"Half of people see {workers(middle)} or more in four weeks, one in ten {worst:.0f} or more"


def people_words(found: Visits) -> tuple[str, ...]:
    """People with enough visits: continuity and punctuality, the middle beside the worst tenth."""
    fewest, made = found.rules.continuity_visits, []
    seen = found.continuity.people
    made.append(
        f"{seen:,} of {found.people_seen:,} people visited in {found.detail.words} had {fewest} visits or more, by "
        f"{found.workers_came:,} workers in all. The four weeks are those up to each person's last visit."
    )
    if found.continuity.middle is not None:
        worst = f", one in ten {found.continuity.worst:.2f} or less" if seen >= FEWEST_FOR_A_TENTH else ""
        made.append(
            "Continuity, from 0 (never the same worker twice) to 1 (always the same): half of people have "
            f"{found.continuity.middle:.2f} or less{worst}. More is better."
        )
    if found.punctual.middle is not None:
        made.append(_punctual(found.punctual, found))
    return tuple(made)


def _punctual(spread: Spread, found: Visits) -> str:
    fewest, within = found.rules.continuity_visits, minutes(found.rules.on_time_minutes)
    enough = spread.people >= FEWEST_FOR_A_TENTH
    worst = f", for one in ten {percent(spread.worst or 0)} or less" if enough else ""
    return (
        f"On time, within {within}: for half of {spread.people:,} people with {fewest} logged visits or more it is "
        f"{percent(spread.middle or 0)} of their visits or less{worst}."
    )


def pairs_title(found: Visits) -> str:
    """How often one worker's logs cannot both be right, and how often there was no time to get there."""
    if not found.pairs:
        return "No worker has two logged visits in a row"
    return (
        f"In two places at once: {found.overlapping:,} of {found.pairs:,} pairs of visits. "
        f"No time to get there: {found.clipped:,} of {found.placed:,}"
    )


def pairs_words(found: Visits) -> str:
    """What a pair is, and what a straight line cannot say."""
    rules = found.rules
    return (
        "A pair is two logged visits in a row by one worker, at two people's homes, the second begun within four "
        f"hours of the end of the first, in {found.detail.words}. In two places at once: the logs overlap. Of the "
        "other pairs, no time to get there: the gap is shorter than the straight line between the two small areas at "
        f"{rules.travel_kmh:g} km an hour, or than {minutes(rules.change_over_minutes)} within one small area. "
        "Straight lines are not journeys: real ones take longer, so there are more of these than are counted. The two "
        "halves of one visit by two workers are never a pair. Visits under other contracts are not looked at."
    )


def double_title(found: Visits) -> str:
    """Visits for two workers at which two were not there together."""
    if not found.double_planned:
        return "No visit was planned for two workers"
    counted = f"{found.double_failed:,} of {found.double_planned:,}"
    return f"Two workers were planned and not there together at {counted} visits"


def double_words(found: Visits) -> str:
    """When a visit for two has failed; the same rule as the monthly table's."""
    return (
        "Fewer than two came, or both logged and were there together for less than "
        f"{percent(found.rules.double_up_overlap)} of the shorter of the two logs. Where one was written in by hand, "
        "both count as having been there."
    )


def minutes(number: float) -> str:
    """1 minute, 14 minutes."""
    return f"{number:g} minute{'' if number == 1 else 's'}"


def workers(number: float) -> str:
    """1 worker, 12 workers, to the nearest whole one."""
    return f"{number:.0f} worker{'' if round(number) == 1 else 's'}"
