"""What the futures of one scenario come to, in the order a page, a report and the command line say it."""

from tightrope import settings
from tightrope.answers.futures import Duel, Futures, Seen, better_in
from tightrope.evidence.effects import Effect
from tightrope.whatif import fairness as fairness_values
from tightrope.whatif import fairness_words, whatif_words
from tightrope.whatif.distributions import Distribution
from tightrope.whatif.doubt import Driver
from tightrope.whatif.fairness import SAME, Gap
from tightrope.whatif.model import Scenario

HUNDRED = 100
MOST_LEARNED = 3


def title(found: Futures, duel: Duel) -> str:
    """The answer of the page: the first split against the second, no surer than the futures are."""
    called = names(found.scenario)
    first, second = whatif_words.sentence(called[duel.first]), called[duel.second]
    if not found.known:
        return f"{first}: how many people it reaches is known, what that prevents is not"
    compared, sure = duel.comparison, settings.settings().what_if.sure_in_100 / HUNDRED
    if compared.tied == 1:
        return f"{first} and {second} come out the same"
    if max(compared.better, compared.worse) >= sure:
        return whatif_words.better(compared, called[duel.first], second).removesuffix(".")
    better, worse = (whatif_words.in_a_hundred(one) for one in (compared.better, compared.worse))
    return f"{first} or {second}: which is better cannot be told, {better} plausible futures against {worse}"


def three(found: Futures, duel: Duel) -> list[str]:
    """One sentence of certainty, one range, one value that would turn the choice; none where no effect is known."""
    if not found.known:
        return []
    called = names(found.scenario)
    return [
        whatif_words.better(duel.comparison, called[duel.first], called[duel.second]),
        whatif_words.by_how_much(duel.comparison, found.scenario.outcome),
        turning(found, duel)[0],
    ]


def assumed(scenario: Scenario) -> str:
    """What is assumed beside the numbers on file; empty where nothing is."""
    some = []
    if scenario.optimism:
        some.append(f"effects are taken {scenario.optimism:.0%} lower than they were measured elsewhere")
    if scenario.trend:
        some.append(f"risks change by {scenario.trend:+.0%} a year if nothing is done")
    return f"Assumed: {' and '.join(some)}." if some else ""


def against(scenario: Scenario, first: str, second: str) -> str:
    """In how many futures of 100 the first split is better than the second."""
    if scenario.split(first).amounts == scenario.split(second).amounts:
        return "the same split"
    return f"{whatif_words.in_a_hundred(better_in(scenario, first, second))} futures"


def turning(found: Futures, duel: Duel) -> list[str]:
    """What would have to be true for the other split to win, the likeliest first; one sentence where nothing would."""
    called = names(found.scenario)
    said = [whatif_words.would_have_to_be_true(one, called) for one in duel.switching if one.flips]
    return said or ["No single number that we are unsure of would turn the choice."]


def icons(duel: Duel) -> tuple[int, int, int]:
    """Futures of a hundred in which the first is better, as good, worse: whole numbers that add up to 100."""
    shares = [duel.comparison.better, duel.comparison.tied, duel.comparison.worse]
    made = [int(one * HUNDRED) for one in shares]
    for place in sorted(range(3), key=lambda one: made[one] - shares[one] * HUNDRED)[: HUNDRED - sum(made)]:
        made[place] += 1
    return made[0], made[1], made[2]


def driver(one: Driver) -> str:
    """How far one number moves the difference."""
    low, high = (whatif_words.value(end, one.parameter) for end in (one.low, one.high))
    return (
        f"From {low} to {high}, the difference goes from {_signed(one.at_low)} to {_signed(one.at_high)}. "
        f"{whatif_words.certainty(one.parameter)}"
    )


def finding(found: Futures) -> list[str]:
    """What to find out first, whether it is worth it, and what hearing more people would add to this choice."""
    outcome = found.scenario.outcome
    made = [whatif_words.knowing(found.knowing, outcome)]
    made += [whatif_words.learning(one.parameter, one.value, outcome) for one in found.learning[:MOST_LEARNED]]
    for key, values in found.accounts.items():
        heard, value = values[-1]
        group = ", ".join(line.name for line in found.scenario.lines if line.catch == key)
        made.append(whatif_words.hearing(heard, group, value, outcome))
    return made


def fairness(found: Futures, duel: Duel) -> list[str]:
    """The gap before and after, who gains and who loses, and how much a gain to the poorest must count to turn it."""
    scenario, called = found.scenario, names(found.scenario)
    seen = found.seen[duel.first].gap
    made = [fairness_words.gap_sentence(seen), *([fairness_words.slope_sentence(seen)] if seen else [])]
    # The split that is asked about against the base; where it is the base itself, the other one against it.
    told = duel.second if found.seen[duel.first].reading.kind == SAME else duel.first
    if told != scenario.base:
        base = scenario.split(scenario.base).name
        made.append(fairness_words.reading_sentence(found.seen[told].reading, called[told], _low(base)))
    return [*made, fairness_words.balance_sentence(duel.balance, called)]


def weighed(scenario: Scenario, weight: float) -> str:
    """Which split is ahead when a gain to the poorest counts so many times, and the order of the others."""
    called, order = names(scenario), fairness_values.weighed(scenario, weight)
    distinct = list(dict.fromkeys(called[one] for one in order))
    then = f", then {whatif_words.listed(distinct[1:])}" if distinct[1:] else ""
    return f"Counted {weight:.1f} times, {distinct[0]} is ahead{then}."


def worth(seen: Seen, effect: Effect) -> str:
    """What the outcomes of a split are worth to all who pay together, beside what it costs; never a saving."""
    ends = effect.banked.each_low, effect.banked.each_high
    low, high = (max(seen.mean, 0.0) * each for each in ends)
    cost = sum(seen.split.amounts.values())
    return (
        f"About {seen.mean:,.0f} {effect.outcome}, at £{ends[0]:,.0f} to £{ends[1]:,.0f} each, are £{low:,.0f} to "
        f"£{high:,.0f} for all who pay together, beside £{cost:,.0f} that the pot costs. "
        "It is less demand, and no saving to be promised."
    )


def gap(one: Gap | None) -> str:
    """The gap after a split."""
    return "" if one is None else f"gap {one.after * HUNDRED:.2f} points, {one.before * HUNDRED:.2f} if nothing is done"


def between(low: float, high: float) -> str:
    """ "3 to 14": a range without false detail."""
    return f"{low:,.0f} to {high:,.0f}"


def spread(one: Distribution) -> str:
    """A number with its doubt, in words."""
    if not one.unsure:
        return _number(one.mean())
    low, high = _number(one.quantile(0.1)), _number(one.quantile(0.9))
    return f"about {_number(one.mean())}; eight times of ten from {low} to {high}"


def names(scenario: Scenario) -> dict[str, str]:
    """What the splits are called inside a sentence; one that is the same as an earlier one goes by that one's name."""
    return {
        one.id: _low(next(other.name for other in scenario.splits if other.amounts == one.amounts))
        for one in scenario.splits
    }


def name(scenario: Scenario, split: str) -> str:
    """What a split is called on its own."""
    return whatif_words.sentence(names(scenario)[split])


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 10 or round(value, 2) == 0 else f"{value:.2f}"


def _low(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "\u2212")
