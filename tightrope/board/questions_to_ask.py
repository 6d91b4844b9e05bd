"""Three questions that a board could ask, by rule from what is missing, the gravest gap first: nobody picks them."""

from collections.abc import Sequence
from dataclasses import dataclass

from tightrope.answers.board_item import Choice, Replied
from tightrope.renewals.options import LOST

NUMBER = 3
LONGEST_QUOTED = 160  # letters of a provider's standing
ALWAYS = (
    "What would make us reverse this, and on which day do we look again?",
    "Who tells the people who spoke to us what was decided, and by when?",
    "Which other option came closest, and what would have to be true for it to win?",
)


@dataclass(frozen=True)
class Gaps:
    """What is missing. `unmeasured` is what people tell of and no measure in the contract would show; `pounds` what
    is paid and not got, in words; `cheapest`: no other of its kind has as low a price; `not_heard` groups of whom
    nobody took part; `short_period`: fewer than 12 months.
    """

    silent: bool
    heard_hidden: bool
    not_heard: Sequence[str]
    unmeasured: str
    pounds: str
    replies: Sequence[Replied]
    choices: Sequence[Choice]
    renewed_unchanged: bool
    hidden_measures: int
    cheapest: bool
    short_period: bool


def questions(gaps: Gaps) -> tuple[str, ...]:
    """The first three that the gaps give, filled up with those that can always be asked."""
    return (*_from(gaps), *ALWAYS)[:NUMBER]


def _from(gaps: Gaps) -> list[str]:
    made = []
    if gaps.silent:
        made.append(
            "Hardly anybody who draws on it told us themselves. What would it take to hear them before we decide?"
        )
    elif gaps.heard_hidden:
        made.append("So few people were heard that we can show no count. Who else could be asked before we decide?")
    if gaps.pounds:
        made.append(f"{gaps.pounds}. How will what follows stop that?")
    if gaps.unmeasured:
        made.append(
            f"People tell of this: {_low(gaps.unmeasured)}. No measure in the contract would show it. "
            "Will the next one have one?"
        )
    if gaps.renewed_unchanged:
        made.append("It was renewed unchanged the last time. What is different now?")
    if not gaps.replies:
        made.append("Has the provider been asked what it says to this, and by when does it answer?")
    waiting = next((one for one in gaps.replies if one.standing.startswith("Asked")), None)
    if waiting:
        made.append(f"What does the provider say? {waiting.standing[:LONGEST_QUOTED]}")
    if gaps.not_heard and not gaps.silent:
        made.append(f"Nobody of this group took part: {_low(gaps.not_heard[0])}. Who has asked them?")
    if gaps.cheapest:
        made.append("Is the price one that the work can be done for? It is the lowest of its kind.")
    lost = [one for one in gaps.choices if one.state == LOST]
    if lost:
        made.append(f"{lost[0].name} can no longer be chosen. Why did this not come to us in time for it?")
    if gaps.hidden_measures:
        made.append("Some measures rest on too few people to be shown. What do those who see them conclude?")
    if gaps.short_period:
        made.append("The figures cover less than a year. Do they hold over a whole one?")
    return made


def _low(words: str) -> str:
    return words[:1].lower() + words[1:]
