"""Red flags of every live contract: the rules of renewals/ on the facts of flag_facts."""

from dataclasses import dataclass

from tightrope import settings
from tightrope.answers.evidence import kept
from tightrope.answers.flag_facts import facts
from tightrope.answers.period import Period
from tightrope.answers.renewals import usual
from tightrope.answers.standing import thresholds
from tightrope.errors import NotFound
from tightrope.records.house import House
from tightrope.records.roles import Reader
from tightrope.renewals.flag import FLAG, RAISED, Flag, Limits
from tightrope.renewals.red_flags import NOT_LOOKED_AT, NotLookedAt
from tightrope.renewals.red_flags import red_flags as judged_by_rule


@dataclass(frozen=True)
class RedFlags:
    """Every flag of one contract, raised ones first, and those that nothing loaded here could settle."""

    contract_id: str
    flags: tuple[Flag, ...]
    not_looked_at: tuple[NotLookedAt, ...] = NOT_LOOKED_AT

    @property
    def raised(self) -> tuple[Flag, ...]:
        """The flags that stand, notes last."""
        return tuple(one for one in self.flags if one.status == RAISED)

    def flag(self, flag_id: str) -> Flag | None:
        """One flag; None where its rule does not apply to this sort of contract."""
        return next((one for one in self.flags if one.flag_id == flag_id), None)


def red_flags(house: House, reader: Reader, contract_id: str, period: Period | None = None) -> RedFlags:
    """One live contract. Raises NotFound for any other."""
    found = all_red_flags(house, reader, period)
    if contract_id not in found:
        raise NotFound(f"No contract {contract_id} runs today.")
    return found[contract_id]


def all_red_flags(house: House, reader: Reader, period: Period | None = None) -> dict[str, RedFlags]:
    """Every live contract, by id."""
    span = period or usual(house)
    return kept(house, ("red_flags", reader.audience, span), lambda: _all(house, reader, span))


def counts(house: House, reader: Reader, period: Period | None = None) -> dict[str, int]:
    """How many flags, without notes, stand for each live contract."""
    every = all_red_flags(house, reader, period)
    return {key: sum(flag.level == FLAG for flag in one.raised) for key, one in every.items()}


def limits() -> Limits:
    """The thresholds as the council has set them."""
    chosen = settings.settings()
    flags = chosen.flags
    return Limits(
        unchanged_likeness=chosen.renewal.unchanged_likeness,
        sure_enough=thresholds().sure_enough,
        awards_unopposed=flags.awards_unopposed,
        price_weight=flags.price_weight,
        hand_back_hours=flags.hand_back_hours,
        manual_logs=flags.manual_logs,
        invoice_gap=flags.invoice_gap,
        rating_years=flags.rating_years,
        manager_months=flags.manager_months,
        serious_months=flags.serious_months,
        answer_days=chosen.replies.answer_days,
    )


def _all(house: House, reader: Reader, period: Period) -> dict[str, RedFlags]:
    rules = limits()
    return {key: RedFlags(key, judged_by_rule(one, rules)) for key, one in facts(house, reader, period).items()}
