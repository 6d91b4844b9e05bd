"""Red flags in how a contract was let and renewed."""

from collections.abc import Callable

from tightrope.renewals.flag import CANNOT_SAY, CLEAR, RAISED, Facts, Flag, Kind, Limits
from tightrope.renewals.options import day_words as _day

FIRST = "The register names no term before this one."
NO_CHAINS = "The register names no earlier term of any contract."
CHAINS_FILE = "contract.csv, column predecessor_id"

SPECIFICATION = Kind(
    "specification_unchanged",
    "Specification unchanged",
    "More than {unchanged_likeness:.0%} of the words are those of the term before, in the same order.",
    "A specification that takes up what people asked to change, or a note of why nothing had to.",
    part="difference",
)
MEASURES = Kind(
    "same_measures",
    "Same measures, no target changed",
    "The contract asks for the same measures with the same targets as the term before.",
    "A measure for what people tell most of, or targets set anew.",
    part="difference",
)
AGAIN = Kind(
    "renewed_unchanged_poor",
    "Renewed unchanged though it is poor",
    "The latest renewal kept more than {unchanged_likeness:.0%} of the specification, every measure and every target; "
    "and what runs now is poor, by the contract or by what people tell, with at least {sure_enough:.0%} certainty.",
    "Other terms than before; or numbers and stories that are no longer poor.",
    part="difference",
)
BIDDER = Kind(
    "single_bidder",
    "One bidder or none",
    "One bid or none at the latest award.",
    "A market that was asked why it did not bid, or an award with two bids or more.",
    part="difference",
)
UNOPPOSED = Kind(
    "awards_unopposed",
    "Awards in a row without a rival",
    "{awards_unopposed} awards or more in a row with one bid or none.",
    "An award with two bids or more.",
    part="difference",
)
PRICE = Kind(
    "price_weight",
    "Price weighed most",
    "Price made up {price_weight:.0%} or more of the marks at the latest award.",
    "An evaluation in which price weighs less.",
    part="difference",
)
PANEL = Kind(
    "no_lived_experience",
    "Nobody who draws on care on the panel",
    "Nobody who draws on care sat on the panel of the latest award.",
    "Somebody who draws on care on the next panel, paid for their time.",
    part="difference",
)
HOLDING = Kind(
    "holding_over",
    "Holding over",
    "It runs past its last day: live in the register, or still paid.",
    "An extension that is signed, a new award, or an end.",
    part="options",
)


def specification(facts: Facts, limits: Limits) -> Flag:
    """Is the specification that of the term before?"""
    made = _maker(SPECIFICATION, facts, limits)
    if facts.latest is None:
        return _without_earlier(made, facts)
    text = facts.latest.text
    if text.likeness is None:
        return made(CANNOT_SAY, text.why, "contract.csv, column specification, for both terms")
    before = facts.latest.before
    alike = "All words are" if text.likeness == 1 else f"{min(text.likeness, 0.999):.1%} of the words are"
    status = RAISED if text.likeness > limits.unchanged_likeness else CLEAR
    return made(
        status,
        f"{alike} those of {before.contract_id} ({before.starts_on.year} to {before.ends_on.year}): "
        f"{text.words_removed:,} went and {text.words_added:,} came.",
    )


def measures(facts: Facts, limits: Limits) -> Flag:
    """Are the measures and targets those of the term before?"""
    made = _maker(MEASURES, facts, limits)
    if facts.latest is None:
        return _without_earlier(made, facts)
    one = facts.latest
    if one.same_asked is None:
        return made(CANNOT_SAY, "The measures of both terms are not on file.", "contract_measure.csv, for both terms")
    if one.same_asked:
        return made(
            RAISED, f"All {len(one.after.measures)} measures and targets are those of {one.before.contract_id}."
        )
    counts = ((len(one.measures_added), "came"), (len(one.measures_removed), "went"))
    said = [f"{number} {'measure' if number == 1 else 'measures'} {verb}" for number, verb in counts if number]
    if one.targets:
        said.append(f"{len(one.targets)} {'target' if len(one.targets) == 1 else 'targets'} changed")
    return made(CLEAR, f"Since {one.before.contract_id}: {', '.join(said)}.")


def again_poor(facts: Facts, limits: Limits) -> Flag:
    """Was it renewed as the same contract again, and is it poor?"""
    made = _maker(AGAIN, facts, limits)
    if facts.latest is None:
        return _without_earlier(made, facts)
    if facts.latest.materially_same is None:
        return made(
            CANNOT_SAY,
            "Whether it is the same contract again cannot be said from what is on file.",
            "contract.csv, column specification, and contract_measure.csv, for both terms",
        )
    if not facts.latest.materially_same:
        return made(CLEAR, "It was renewed with changes.")
    how_often = {1: "once", 2: "twice"}.get(facts.times_unchanged, f"{facts.times_unchanged} times")
    said = f"The same contract again {how_often} in a row"
    if facts.poor:
        return made(RAISED, f"{said}, and {facts.poor}.")
    return made(CLEAR, f"{said}; by what is loaded it is not known to be poor.")


def bidders(facts: Facts, limits: Limits) -> Flag:
    """How many bid at the latest award?"""
    made = _maker(BIDDER, facts, limits)
    if facts.bidders is None:
        return made(CANNOT_SAY, "How many bid is not given.", "contract.csv, column bidders")
    number = {0: "Nobody bid.", 1: "One bid was received."}.get(facts.bidders, f"{facts.bidders} bids were received.")
    return made(RAISED if facts.bidders <= 1 else CLEAR, number)


def unopposed(facts: Facts, limits: Limits) -> Flag:
    """How many awards in a row had one bid or none?"""
    made = _maker(UNOPPOSED, facts, limits)
    number = facts.unopposed
    said = f"{number} {'award' if number == 1 else 'awards'} in a row, the latest first, had one bid or none."
    if number >= limits.awards_unopposed:
        return made(RAISED, said)
    if facts.unopposed_may_be_longer:
        return made(CANNOT_SAY, f"{said} How many bid before that is not given.", "contract.csv, column bidders")
    return made(CLEAR, said if number else "The latest award had two bids or more.")


def price_weight(facts: Facts, limits: Limits) -> Flag:
    """How much did price weigh?"""
    made = _maker(PRICE, facts, limits)
    if facts.price_weight is None:
        return made(CANNOT_SAY, "The weight of price is not given.", "contract.csv, column price_weight")
    status = RAISED if facts.price_weight >= limits.price_weight - 1e-9 else CLEAR
    return made(status, f"Price made up {facts.price_weight:.0%} of the marks.")


def panel(facts: Facts, limits: Limits) -> Flag:
    """Did somebody who draws on care sit on the panel?"""
    made = _maker(PANEL, facts, limits)
    if facts.lived_experience is None:
        who = "Who sat on the panel is not given."
        return made(CANNOT_SAY, who, "contract.csv, column lived_experience_on_panel")
    said = "Somebody who draws on care sat on it." if facts.lived_experience else "Nobody who draws on care sat on it."
    return made(CLEAR if facts.lived_experience else RAISED, said)


def holding_over(facts: Facts, limits: Limits) -> Flag:
    """Does it run past its last day?"""
    made = _maker(HOLDING, facts, limits)
    if not facts.holding_over:
        return made(CLEAR, f"Its last day is {_day(facts.ends_on)}.")
    paid = ""
    if facts.last_paid is not None and facts.last_paid > facts.ends_on:
        paid = f", last paid for {facts.last_paid:%B %Y}"
    return made(RAISED, f"It ended on {_day(facts.ends_on)} and runs on{paid}.")


RULES = (again_poor, specification, measures, bidders, unopposed, price_weight, panel, holding_over)


def _maker(kind: Kind, facts: Facts, limits: Limits) -> Callable[..., Flag]:
    return lambda status, evidence, brings="": kind.found(facts.contract_id, limits, status, evidence, brings)


def _without_earlier(made: Callable[..., Flag], facts: Facts) -> Flag:
    if facts.chains_known:
        return made(CLEAR, FIRST)
    return made(CANNOT_SAY, NO_CHAINS, CHAINS_FILE)
