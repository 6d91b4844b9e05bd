"""Can a provider staff what was bought from it?"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Supply:
    """Hours a week in one zone: what was bought, what the staff in post can give, and the share that is short.

    `short` is 0 where staff suffice and None where nothing was bought; `too_much` says that it is more than overtime
    bridges; `spare` is what could be taken on besides.
    """

    bought: float
    can_give: float
    short: float | None
    too_much: bool
    spare: float


def supply(hours_bought: float, staff: float, hours_a_post: float, short_share: float) -> Supply:
    """Hours bought a week against full-time posts filled times the hours of care one of them gives.

    >>> supply(1000, 30, 26, 0.08).short
    0.22
    """
    can_give = staff * hours_a_post
    short = max(0.0, 1 - can_give / hours_bought) if hours_bought > 0 else None
    return Supply(
        hours_bought, can_give, short, short is not None and short > short_share, max(0.0, can_give - hours_bought)
    )
