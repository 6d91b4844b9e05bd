"""The sentences of the what-if, in plain words; every page, file and command line takes them from here."""

from collections.abc import Mapping
from math import floor

from tightrope.whatif.doubt import Comparison, Driver, Regret, Switching
from tightrope.whatif.model import Extrapolated, Parameter, Scenario, Split, extrapolated


def sentence(words: str) -> str:
    """Words with a capital first."""
    return words[:1].upper() + words[1:]


def listed(words: list[str]) -> str:
    """ "A, B and C"; at least one."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def in_a_hundred(share: float) -> str:
    """ "83 of 100"; never all or none of them unless it is all or none."""
    number = floor(share * 100 + 0.5)
    if 0 < share < 1:
        number = min(max(number, 1), 99)
    return f"{number} of 100"


def better(found: Comparison, first: str, second: str) -> str:
    """ "Target is better than even in 83 of 100 plausible futures." """
    if found.tied == 1:
        return f"{sentence(first)} and {second} come out the same in every plausible future."
    ahead, other, share = (first, second, found.better) if found.better >= found.worse else (second, first, found.worse)
    tied = f"; they come out the same in {in_a_hundred(found.tied)}" if found.tied >= 0.005 else ""
    return f"{sentence(ahead)} is better than {other} in {in_a_hundred(share)} plausible futures{tied}."


def by_how_much(found: Comparison, outcome: str) -> str:
    """The difference: one range, then the middle of it."""
    return (
        f"The difference is probably between {_more(found.low)} and {_more(found.high)} {outcome}; "
        f"the middle is {_more(found.median)}."
    )


def would_have_to_be_true(found: Switching, names: Mapping[str, str]) -> str:
    """What would turn the choice: "Even wins if take-up in the poorer areas falls below 0.51." """
    what, first, second = found.parameter.name, names[found.first], names[found.second]
    if found.why == "same":
        return f"{sentence(first)} and {second} come out the same, whatever {what} is."
    if found.why == "never":
        return f"{sentence(names[found.now])} stays better, whatever {what} is."
    if len(found.flips) == 1:
        (flip,) = found.flips
        falls = found.now != flip.below  # the other split wins on the far side of the value
        wins = flip.below if falls else flip.above
        seldom = "" if flip.likely else ", which is outside what we think likely"
        return (
            f"{sentence(names[wins])} wins if {what} {'falls below' if falls else 'rises above'} "
            f"{value(flip.value, found.parameter)}{seldom}."
        )
    told = [f"{names[flip.below]} below {value(flip.value, found.parameter)}" for flip in found.flips]
    told.append(f"{names[found.flips[-1].above]} above")
    return f"As {what} rises, the better split changes {len(found.flips)} times: {', '.join(told)}."


def rests_on(found: tuple[Driver, ...]) -> str:
    """What the difference rests on most, the strongest first."""
    if not found:
        return "Nothing that we are unsure of changes the difference."
    return f"The difference rests most on {listed([one.parameter.name for one in found])}."


def knowing(worth: float, outcome: str) -> str:
    """What knowing everything before choosing would be worth."""
    if worth < 0.05:
        return f"Knowing every number would hardly change the choice: it is worth less than 0.1 {outcome}."
    return f"Knowing every number before choosing would be worth {_amount(worth)} {outcome}, and no study can add more."


def learning(parameter: Parameter, worth: float, outcome: str) -> str:
    """What learning one number exactly would be worth."""
    if worth < 0.05:
        return f"Finding out {parameter.name} exactly would hardly change the choice."
    return f"Finding out {parameter.name} exactly would be worth up to {_amount(worth)} {outcome}."


def hearing(accounts: int, group: str, worth: float, outcome: str) -> str:
    """What hearing more people of a missing group would be worth for this choice, which is not what they are owed."""
    people = "one more person" if accounts == 1 else f"{accounts} more people"
    told = "would hardly change this choice" if worth < 0.05 else f"would be worth {_amount(worth)} {outcome}"
    return f"Hearing {people} ({group}) {told}. They should be heard all the same."


def regretted(found: Regret, name: str, outcome: str) -> str:
    """What choosing one split may cost against the best in each future."""
    return (
        f"Choosing {name} costs {_amount(found.mean)} {outcome} on average against the best choice in each future; "
        f"in one future in ten {_amount(found.one_in_ten)} or more."
    )


def value(number: float, parameter: Parameter) -> str:
    """A value of a parameter: pounds and large numbers whole, others to two places."""
    if parameter.unit.startswith("£"):
        return f"£{number:,.0f}"
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number + 0.0 if abs(number) >= 0.005 else 0.0:.2f}"


def certainty(parameter: Parameter) -> str:
    """How sure the evidence is, why, and where it comes from."""
    return f"Certainty {parameter.certainty}: {parameter.reason} Source: {parameter.source}"


def cautions(scenario: Scenario, split: Split) -> list[str]:
    """What must be said beside a split's figures; empty where nothing must."""
    means = {one.id: one.distribution.mean() for one in scenario.parameters}
    said = [beyond_seen(one) for one in extrapolated(scenario, split.amounts)]
    for line in scenario.lines:
        pounds = split.amounts.get(line.id, 0.0)
        if not line.has_effect:
            said.append(f"{line.name}: no estimate of effect. Places and people only.")
        if means[line.people] == 0:
            said.append(f"{line.name}: nobody is at risk there, so it reaches nobody.")
        if 0 < pounds < line.least:
            said.append(
                f"{line.name}: £{pounds:,.0f} is below the £{line.least:,.0f} it needs to run. Nobody is reached."
            )
        elif 0 < pounds <= line.set_up:
            said.append(f"{line.name}: £{pounds:,.0f} goes on setting it up. Nobody is reached.")
        held = max(line.floor, line.committed)
        if pounds < held:
            said.append(f"{line.name}: £{pounds:,.0f} is below the £{held:,.0f} that it must have.")
        if line.ceiling is not None and pounds > line.ceiling:
            said.append(f"{line.name}: £{pounds:,.0f} is above its ceiling of £{line.ceiling:,.0f}.")
    left = scenario.total - sum(split.amounts.values())
    return [*said, *([f"£{left:,.0f} of the total is not given to any line."] if left >= 1 else [])]


def beyond_seen(found: Extrapolated) -> str:
    """That a line is run far beyond what was ever seen."""
    return (
        f"{found.line.name}: {found.places:,.0f} places, where the most ever run is {found.observed:,.0f}. "
        "So far beyond what was seen, what they would reach is a guess."
    )


def _more(number: float) -> str:
    return f"{_amount(number)} {'fewer' if number <= -0.05 else 'more'}"


def _amount(number: float) -> str:
    """To one place under 10, else whole; without a sign."""
    return f"{abs(number):,.0f}" if abs(number) >= 9.95 else f"{abs(number):.1f}"
