"""Red flags: every rule that can be worked out, applied to one contract."""

from dataclasses import dataclass

from tightrope.renewals import flags_of_award, flags_of_delivery, flags_of_provider
from tightrope.renewals.flag import CANNOT_SAY, CLEAR, FLAG, NOTE, RAISED, Facts, Flag, Limits

RULES = (*flags_of_award.RULES, *flags_of_delivery.RULES, *flags_of_provider.RULES)


@dataclass(frozen=True)
class NotLookedAt:
    """A red flag that nothing loaded here could raise or clear, and why."""

    name: str
    why: str


NOT_LOOKED_AT = (
    NotLookedAt(
        "The last review paper cites nobody's experience",
        "No table holds the text of earlier papers.",
    ),
    NotLookedAt(
        "The equality assessment is older than the decision",
        "No table holds equality assessments or their dates.",
    ),
    NotLookedAt(
        "The fee does not follow the minimum wage after an uplift",
        "No uplift of a fee, and no minimum wage by year, is loaded.",
    ),
)


def red_flags(facts: Facts, limits: Limits) -> tuple[Flag, ...]:
    """Every flag that applies to this sort of contract: raised, clear, or not to be said. Raised ones come first."""
    found = [flag for rule in RULES if (flag := rule(facts, limits)) is not None]
    return tuple(sorted(found, key=lambda one: (STATUS_ORDER.index(one.status), LEVEL_ORDER.index(one.level))))


STATUS_ORDER = (RAISED, CANNOT_SAY, CLEAR)
LEVEL_ORDER = (FLAG, NOTE)
